//! What stands above the text and scrolls with it: one line with outlet, date and author, then the title.

use std::sync::Arc;

use egui::epaint::text::{Galley, LayoutJob};
use egui::{Color32, Context, FontId, Painter, Pos2, vec2};

use super::input::{ReaderHeader, ReadingStyle};

/// The header laid out.
pub(super) struct HeaderLayout {
    source: Option<Arc<Galley>>,
    title: Option<Arc<Galley>>,
    gap: f32,
    ink: (Color32, Color32),
}

/// How large a title is, in points.
pub(super) fn title_size(style: &ReadingStyle) -> f32 {
    style.size * 1.75
}

impl HeaderLayout {
    /// Lays it out `width` points wide.
    pub(super) fn new(ctx: &Context, header: ReaderHeader<'_>, style: &ReadingStyle, width: f32) -> Self {
        let lay = |text: &str, size: f32, face: &egui::FontFamily, ink: Color32| {
            (!text.trim().is_empty()).then(|| {
                let job = LayoutJob::simple(text.to_owned(), FontId::new(size, face.clone()), ink, width);
                ctx.fonts_mut(|fonts| fonts.layout_job(job))
            })
        };
        Self {
            source: lay(header.source_line, (style.size * 0.72).max(9.0), &style.label_face, style.secondary),
            title: lay(header.title, title_size(style), &style.title_face, style.ink),
            gap: (style.size * 0.5).round(),
            ink: (style.secondary, style.ink),
        }
    }

    /// Its height with the space around it.
    pub(super) fn height(&self) -> f32 {
        let galleys = [&self.source, &self.title];
        let texts: f32 = galleys.iter().filter_map(|galley| galley.as_ref()).map(|g| g.size().y + self.gap).sum();
        self.gap * 2.0 + texts + self.gap
    }

    /// Paints it with its top left corner at `at`.
    pub(super) fn paint(&self, painter: &Painter, at: Pos2) {
        let mut at = at + vec2(0.0, self.gap * 2.0);
        for (galley, ink) in [(&self.source, self.ink.0), (&self.title, self.ink.1)] {
            if let Some(galley) = galley {
                painter.galley(at, Arc::clone(galley), ink);
                at.y += galley.size().y + self.gap;
            }
        }
    }

    /// The title's text, for screen readers.
    pub(super) fn title(&self) -> Option<&str> {
        self.title.as_deref().map(Galley::text)
    }
}
