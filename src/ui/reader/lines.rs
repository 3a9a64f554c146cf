//! A few words of an article outside the pane, in the order in which they are read there: for lists of excerpts.

use std::sync::Arc;

use egui::epaint::text::Galley;
use egui::{Color32, FontId, Pos2, Rect, Ui, pos2};

use super::block_layout::Setting;
use super::{cursor, mixed};

/// Words from right to left set in lines.
pub struct Lines {
    galley: Arc<Galley>,
    /// Whether the lines begin at the right.
    from_right: bool,
}

/// Sets words in lines of this width; `None` where none of them is written from right to left, which egui does well.
#[must_use]
pub fn lines(ui: &Ui, words: &str, font: FontId, ink: Color32, width: f32) -> Option<Lines> {
    if !cursor::has_right_to_left(words) {
        return None;
    }
    let setting = Setting { line_height: font.size * 1.45, font, width, justify: false, ink };
    let set = mixed::set(ui.ctx(), words, &setting)?;
    Some(Lines { galley: set.galley, from_right: set.from_right })
}

impl Lines {
    /// Paints so much of them as there is room for.
    pub fn paint(self, ui: &Ui, room: Rect, ink: Color32) {
        let left = if self.from_right { room.right() } else { room.left() };
        let at: Pos2 = pos2(left, room.top());
        ui.painter().with_clip_rect(room.intersect(ui.clip_rect())).galley(at, self.galley, ink);
    }
}
