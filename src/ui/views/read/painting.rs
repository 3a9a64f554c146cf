//! What the reading pane is given: the excerpts of an article as it paints them, and how text is set.

use egui::{Color32, FontFamily};

use crate::app::{OpenProject, Snap, State};
use crate::model::{ArticleId, Excerpt};
use crate::text::marks::visible;
use crate::ui::reader::{PaintedExcerpt, PaintedExcerpts, ReadingStyle, Unit};
use crate::ui::theme::{self, Look};

/// The excerpts of an article of `length` bytes.
pub(super) fn gather(open: &OpenProject, article: ArticleId, length: usize) -> PaintedExcerpts {
    PaintedExcerpts::new(
        length,
        open.project.excerpts_in(article).filter(|e| open.shows(e)).map(|e| painted(open, e)).collect(),
    )
}

/// One excerpt as the pane paints it.
pub(super) fn painted(open: &OpenProject, excerpt: &Excerpt) -> PaintedExcerpt {
    let tag = open.project.tags().get(&excerpt.tag);
    let name = tag.map_or_else(|| excerpt.tag.to_string(), |tag| visible(&tag.name));
    let actors = excerpt.actors.iter().filter_map(|id| open.project.actors().get(id)).map(|actor| visible(&actor.name));
    let actors = actors.collect::<Vec<_>>().join(", ");
    let by = open.project.analysts().get(&excerpt.analyst).filter(|analyst| analyst.id != open.me.id);
    let by = by.map(|analyst| format!("by {}", visible(&analyst.name))).unwrap_or_default();
    PaintedExcerpt {
        id: excerpt.id,
        span: excerpt.anchor.span,
        color: tag.map_or([0x80; 3], |tag| tag.color),
        underline: tag.map_or(crate::model::Underline::Solid, |tag| tag.underline.clone()),
        label: [name, actors, by].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        sign: tag.and_then(|tag| tag.key).map(String::from).unwrap_or_default(),
    }
}

/// What a sweep is widened to.
pub(super) fn snap(state: &State) -> Unit {
    match state.settings.reading.snap {
        Snap::Off => Unit::Grapheme,
        Snap::Words => Unit::Word,
        Snap::Sentences => Unit::Sentence,
    }
}

/// How text is set, from the settings and the theme.
pub(super) fn reading_style(state: &State, look: &Look) -> ReadingStyle {
    let reading = &state.settings.reading;
    ReadingStyle {
        face: if reading.sans { FontFamily::Proportional } else { theme::article_family() },
        line_spacing: reading.line_spacing,
        measure_chars: reading.measure,
        justify: reading.justify,
        focus_paragraph: reading.focus_paragraph,
        numbers: reading.paragraph_numbers,
        found: if look.dark { Color32::from_rgb(0x6B, 0x55, 0x14) } else { Color32::from_rgb(0xFF, 0xE0, 0x8A) },
        title_face: theme::article_bold_family(),
        label_face: theme::medium_family(),
        size: state.settings.text_size,
        ink: look.ink,
        secondary: look.secondary,
        paper: look.paper,
        hairline: look.hairline,
        accent: look.accent,
        problem: look.problem,
        tint: if look.dark { 1.7 } else { 1.0 },
        selection: if look.dark { Color32::from_rgb(0x3A, 0x4A, 0x66) } else { Color32::from_rgb(0xC9, 0xDB, 0xF5) },
    }
}
