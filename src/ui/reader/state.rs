//! What the pane remembers of one open article from frame to frame. Nothing here is saved by itself;
//! the place can be read and set, so that the application may remember it.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use egui::Pos2;

use super::block_layout::Setting;
use super::blocks::Blocks;
use super::heights::Heights;
use super::input::ReaderInput;
use super::page::{Anchor, Kept};
use super::selection::{Selection, Unit};
use crate::model::{ExcerptId, TextHash, TextSpan};
use crate::text::ArticleText;

/// The pane's memory of one open article.
#[derive(Debug, Clone, Default)]
pub struct ReaderState {
    text: Option<TextHash>,
    pub(super) blocks: Arc<Blocks>,
    pub(super) heights: Heights,
    pub(super) kept: Kept,
    pub(super) set_in: Option<Setting>,
    pub(super) anchor: Option<Anchor>,
    /// The place that the application was last told.
    pub(super) place_told: Option<usize>,
    /// The very top is shown, whatever the header's height becomes.
    pub(super) at_top: bool,
    pub(super) selection: Selection,
    /// The x that the caret keeps while it moves by rows.
    pub(super) column: Option<f32>,
    /// The selection that the application last showed to know.
    known: Option<TextSpan>,
    /// Selections told to the application that it has not shown to know yet.
    told: VecDeque<Option<TextSpan>>,
    known_selected: Vec<ExcerptId>,
    /// Whether `Shift`+arrows act on the selected excerpt rather than on the text.
    pub(super) keys_resize: bool,
    pub(super) reveal: Option<Range<usize>>,
    /// The caret moved by key and must be seen; at the height it had before, if given.
    pub(super) follow_caret: Option<Option<f32>>,
    /// Where the caret's row was in the last frame.
    pub(super) caret_y: Option<f32>,
    pub(super) wants_focus: bool,
    pub(super) gesture: Option<Gesture>,
    pub(super) clicks: Clicks,
    /// Where on the thumb of the scroll bar the pointer holds it.
    pub(super) thumb_hold: Option<f32>,
}

/// What the pointer is doing while its button is down.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Gesture {
    /// Selecting text.
    Sweep { origin: Range<usize>, unit: Unit, from: Pos2, click: bool },
    /// Moving an end of an excerpt.
    Handle { id: ExcerptId, moves_end: bool, span: TextSpan, was: TextSpan },
    /// Pressed on a bar in the margin.
    Lane { id: ExcerptId },
}

/// Presses in quick succession at one place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clicks {
    pub(super) time: f64,
    pub(super) at: Pos2,
    pub(super) count: u32,
}

impl ReaderState {
    /// Prepares to show `text` from its top: cuts it into blocks, some milliseconds for 10 MB. May run on a worker.
    #[must_use]
    pub fn new(text: &ArticleText) -> Self {
        let blocks = Blocks::new(text);
        let heights = Heights::new(blocks.len(), 0.0, 0.0);
        Self { text: Some(text.hash()), blocks: Arc::new(blocks), heights, at_top: true, ..Self::default() }
    }

    /// Starts anew if `text` is another one than before, but keeps a place that was set before the first frame.
    pub(super) fn follow_text(&mut self, text: &ArticleText) {
        if self.text == Some(text.hash()) {
            return;
        }
        let first = self.text.is_none();
        let (anchor, reveal, focus) = (self.anchor, self.reveal.take(), self.wants_focus);
        *self = Self::new(text);
        if first {
            self.at_top = anchor.is_none();
            (self.anchor, self.reveal, self.wants_focus) = (anchor, reveal, focus);
        }
    }

    /// First byte of the topmost line, to be remembered; 0 at the top.
    #[must_use]
    pub fn place(&self) -> usize {
        if self.at_top { 0 } else { self.anchor.map_or(0, |anchor| anchor.byte) }
    }

    /// Brings the line with `byte` to the top; 0 shows what stands above the text as well.
    pub fn set_place(&mut self, byte: usize) {
        self.at_top = byte == 0;
        self.anchor = (byte > 0).then_some(Anchor { byte, y: 0.0 });
    }

    /// Scrolls so that `span` is seen, if it is not already.
    pub fn reveal(&mut self, span: TextSpan) {
        self.reveal = Some(span.range());
    }

    /// The selection with its direction.
    #[must_use]
    pub fn selection(&self) -> Selection {
        self.selection
    }

    /// Asks for the keyboard at the next frame.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// First byte of a paragraph by its number, from 1; blank paragraphs are not counted.
    #[must_use]
    pub fn paragraph_start(&self, number: u32) -> usize {
        self.blocks.paragraph_start(number)
    }

    /// How many paragraphs there are that are not blank.
    #[must_use]
    pub fn paragraph_count(&self) -> u32 {
        self.blocks.paragraph_count()
    }

    /// Where the analyst is: the caret if it is on the screen, the topmost line else.
    #[must_use]
    pub fn present_byte(&self) -> usize {
        if self.caret_y.is_some() { self.selection.focus } else { self.place() }
    }

    /// Puts the caret at `byte` without selecting anything.
    pub fn place_caret(&mut self, byte: usize) {
        self.selection = Selection::caret(byte);
        self.column = None;
    }

    /// Takes over a selection that the application set by itself; what it merely repeats is left alone.
    pub(super) fn follow_selection(&mut self, given: Option<TextSpan>) {
        if given == self.known {
            return;
        }
        self.known = given;
        if let Some(place) = self.told.iter().position(|told| *told == given) {
            self.told.drain(..=place);
            return;
        }
        self.told.clear();
        self.selection = match given {
            Some(span) if span.range() == self.selection.bytes() => self.selection,
            Some(span) => Selection::new(span.start(), span.end()),
            None => Selection::caret(self.selection.focus),
        };
    }

    /// Takes over which excerpts are selected: the keys that resize act on a newly selected one, the caret goes there.
    pub(super) fn follow_selected(&mut self, input: &ReaderInput<'_>) {
        if self.known_selected == input.selected {
            return;
        }
        self.known_selected = input.selected.to_vec();
        let one = match input.selected {
            [only] => input.painted.get(*only),
            _ => None,
        };
        self.keys_resize = one.is_some();
        if let Some(span) = one.map(|placed| placed.excerpt.span)
            && self.selection.bytes().is_empty()
            && !(span.start()..=span.end()).contains(&self.selection.focus)
        {
            self.place_caret(span.start());
        }
    }

    /// Notes that the application was told of `selection`.
    pub(super) fn tell(&mut self, selection: Option<TextSpan>) {
        const PATIENCE: usize = 64;
        if *self.told.back().unwrap_or(&self.known) == selection {
            return;
        }
        if self.told.len() >= PATIENCE {
            self.told.pop_front();
        }
        self.told.push_back(selection);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Option<TextSpan> {
        TextSpan::from_stored(start, end)
    }

    #[test]
    fn the_applications_own_selection_counts_and_its_echo_does_not() {
        let mut state = ReaderState { selection: Selection::new(5, 2), ..ReaderState::default() };
        state.tell(span(2, 5));
        state.selection = Selection::new(5, 1);
        state.tell(span(1, 5));
        state.follow_selection(span(2, 5));
        assert_eq!(state.selection, Selection::new(5, 1));
        state.follow_selection(span(1, 5));
        state.follow_selection(span(1, 5));
        assert_eq!(state.selection, Selection::new(5, 1));
        state.follow_selection(None);
        assert_eq!(state.selection, Selection::caret(1));
        state.follow_selection(span(7, 9));
        assert_eq!(state.selection, Selection::new(7, 9));
    }

    #[test]
    fn another_text_starts_at_its_top() {
        let (one, two) = (ArticleText::new("one".into()), ArticleText::new("two".into()));
        let mut state = ReaderState::default();
        state.set_place(2);
        state.follow_text(&one);
        assert_eq!(state.place(), 2);
        state.follow_text(&two);
        assert_eq!(state.place(), 0);
    }
}
