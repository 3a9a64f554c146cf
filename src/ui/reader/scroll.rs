//! Where the pane is in the text, and every way in which that changes.
//! The truth is one anchored line; heights of the whole text only feed the scroll bar.

use super::block_layout::Setting;
use super::heights::{narrow, wide};
use super::page::{Anchor, Page, View};
use super::scroll_bar::Extent;
use super::state::ReaderState;
use crate::text::ArticleText;

/// Average width of a letter as a part of the size of the type, for estimates.
const LETTER_WIDTH: f64 = 0.48;

impl ReaderState {
    /// Estimates heights anew if the text is set differently from before; the anchored line stays.
    pub(super) fn follow_setting(&mut self, setting: &Setting, text: &ArticleText) {
        if self.set_in.as_ref() == Some(setting) {
            return;
        }
        let bytes = text.as_str().len().max(1);
        let letters_a_byte = wide(text.chars_before(bytes)) / wide(bytes);
        let line = f64::from(setting.line_height);
        let width = f64::from(setting.width.max(1.0));
        let per_byte = line * letters_a_byte * f64::from(setting.font.size) * LETTER_WIDTH / width;
        self.heights.estimate_anew(per_byte, line);
        self.set_in = Some(setting.clone());
        self.kept.forget();
    }

    /// The line that stays where it is.
    pub(super) fn anchor_now(&self, view: View) -> Anchor {
        match self.anchor {
            Some(anchor) if !self.at_top => anchor,
            _ => Anchor { byte: 0, y: view.header },
        }
    }

    /// Moves the text down by `delta` points, up if negative. Tells whether that is any movement.
    pub(super) fn scroll(&mut self, delta: f32, view: View) -> bool {
        if delta == 0.0 {
            return false;
        }
        let anchor = self.anchor_now(view);
        self.anchor = Some(Anchor { y: anchor.y + delta, ..anchor });
        self.at_top = false;
        true
    }

    /// Moves so that about `above` points are above the view.
    pub(super) fn scroll_to(&mut self, above: f64, view: View) {
        let header = f64::from(view.header);
        self.at_top = above <= 0.0;
        self.anchor = Some(if above < header {
            Anchor { byte: 0, y: narrow(header - above) }
        } else {
            let (index, within) = self.heights.find(&self.blocks, above - header);
            Anchor { byte: self.blocks.start(index), y: -narrow(within) }
        });
    }

    /// Whether the whole article is seen at once.
    pub(super) fn all_fits(&self, view: View) -> bool {
        f64::from(view.header) + self.heights.total(&self.blocks) <= f64::from(view.height)
    }

    /// Where the view is in the whole.
    pub(super) fn extent(&self, view: View) -> Extent {
        let around = f64::from(view.header) + f64::from(view.footer);
        let anchor = self.anchor_now(view);
        let index = self.blocks.at(anchor.byte);
        let start = self.blocks.start(index);
        let length = self.blocks.start(index + 1).saturating_sub(start).max(1);
        let height = self.heights.before(&self.blocks, index + 1) - self.heights.before(&self.blocks, index);
        let within = height * wide(anchor.byte.saturating_sub(start)) / wide(length);
        let above = f64::from(view.header) + self.heights.before(&self.blocks, index) + within - f64::from(anchor.y);
        Extent { total: self.heights.total(&self.blocks) + around, above: above.max(0.0), view: f64::from(view.height) }
    }

    /// Takes the true heights of what was laid out.
    pub(super) fn measure(&mut self, page: &Page) {
        for block in &page.blocks {
            self.heights.measure(&self.blocks, block.index, f64::from(block.height));
        }
    }

    /// Moves to the passage that was to be revealed or to the caret that moved, if `page` does not show it well.
    pub(super) fn turn_to_wanted(&mut self, page: &Page, view: View, (line, covered): (f32, f32)) -> bool {
        let wanted = self.reveal.take().map(|bytes| (bytes.start, None));
        let caret = self.follow_caret.take().map(|height| (self.selection.focus, Some(height)));
        let Some((byte, by_key)) = wanted.or(caret) else { return false };
        let margin = line.min(view.height * 0.2);
        let upper = if leaves_room(covered, view) { margin + covered } else { margin };
        let shown = page.caret(byte, self.selection.at_row_end && by_key.is_some());
        let y = match (by_key, shown) {
            (None, Some((_, top, bottom))) if top >= upper && bottom <= view.height * 0.85 => return false,
            (None, _) => view.height * 0.3,
            (Some(Some(height)), _) => height,
            (Some(None), Some((_, top, bottom))) if top >= margin && bottom <= view.height - margin => return false,
            (Some(None), Some((_, top, _))) if top < margin => margin,
            (Some(None), None) if byte < page.bytes().start => margin,
            (Some(None), _) => view.height - margin - line,
        };
        self.anchor = Some(Anchor { byte, y });
        self.at_top = false;
        true
    }

    /// After `page` was laid out: anchors its topmost line if the pane moved or the text's ends got in the way.
    pub(super) fn settle(&mut self, page: &Page, view: View, moved: bool) {
        let anchor = self.anchor_now(view);
        let shown = page.caret(anchor.byte, false).map(|(_, top, _)| top);
        let held = shown.is_some_and(|top| (top - anchor.y).abs() < 0.5);
        let first = page.blocks.first();
        self.at_top = first.is_none_or(|block| block.index == 0 && block.top >= view.header - 0.5);
        if moved || !held {
            self.anchor = page.top_line();
        }
    }
}

/// Whether what lies over the upper edge leaves most of the view free.
fn leaves_room(covered: f32, view: View) -> bool {
    covered < view.height * 0.3
}
