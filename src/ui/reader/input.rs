//! What the reading pane is given each frame and what it answers: plain values, nothing of the project.

use egui::{Color32, FontFamily, Pos2, Rect};

use super::found::Found;
use super::painted::PaintedExcerpts;
use super::selection::Unit;
use crate::model::{ExcerptId, TextSpan};
use crate::text::ArticleText;
use crate::text::names::NamePlace;

/// Everything the pane shows in one frame.
#[derive(Debug)]
pub struct ReaderInput<'a> {
    /// The article's text.
    pub text: &'a ArticleText,
    /// Its excerpts, indexed.
    pub painted: &'a PaintedExcerpts,
    /// The selection as the application knows it; the pane follows it when it changes by itself.
    pub selection: Option<TextSpan>,
    /// The excerpts that are selected; a single one gets handles.
    pub selected: &'a [ExcerptId],
    /// What a search found.
    pub found: &'a Found,
    /// Names that get a fine line, in order and apart from each other.
    pub names: &'a [NamePlace],
    /// Bookmarked bytes, in order.
    pub bookmarks: &'a [usize],
    /// What a sweep is widened to.
    pub snap: Unit,
    /// Whether what lies under the pointer is listed, once it rests.
    pub tips: bool,
    /// How much of the upper edge something else lies over, in points; nothing is revealed there.
    pub covered: f32,
    /// What stands above the text.
    pub header: ReaderHeader<'a>,
    /// Paragraphs of the text that are headings.
    pub headings: Headings<'a>,
    /// Faces, sizes and colours.
    pub style: &'a ReadingStyle,
}

/// Paragraphs that stand out from the text, by the bytes with which they begin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Headings<'a> {
    /// The article's title, where the text holds it: set as large as a title above the text.
    pub title: Option<usize>,
    /// Headings between paragraphs, in order: set in the title's face.
    pub others: &'a [usize],
}

/// What stands above the text and scrolls along with it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReaderHeader<'a> {
    /// Outlet, date and author in one line; not shown if empty.
    pub source_line: &'a str,
    /// The title; not shown if empty.
    pub title: &'a str,
}

/// Faces, sizes in points and colours of the pane, chosen by the theme.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingStyle {
    /// Face of the text.
    pub face: FontFamily,
    /// Face of the title.
    pub title_face: FontFamily,
    /// Face of the line above the title and of labels in the margin.
    pub label_face: FontFamily,
    /// Size of the text in points.
    pub size: f32,
    /// Distance between lines as a multiple of the size.
    pub line_spacing: f32,
    /// Widest line, in characters.
    pub measure_chars: u16,
    /// Whether both edges of the text are straight.
    pub justify: bool,
    /// Whether all paragraphs but the present one step back.
    pub focus_paragraph: bool,
    /// Whether paragraphs have numbers.
    pub numbers: bool,
    /// Text.
    pub ink: Color32,
    /// The line above the title, numbers, labels.
    pub secondary: Color32,
    /// What the text stands on.
    pub paper: Color32,
    /// Track of the scroll bar and hairlines.
    pub hairline: Color32,
    /// Caret, handles, focus.
    pub accent: Color32,
    /// Marks of hidden characters.
    pub problem: Color32,
    /// Behind selected text.
    pub selection: Color32,
    /// Behind what a search found.
    pub found: Color32,
    /// How strong tints are: 1 on light paper, more on dark.
    pub tint: f32,
}

impl Default for ReadingStyle {
    fn default() -> Self {
        Self {
            face: FontFamily::Proportional,
            title_face: FontFamily::Proportional,
            label_face: FontFamily::Proportional,
            size: 18.0,
            line_spacing: 1.6,
            measure_chars: 68,
            justify: false,
            focus_paragraph: false,
            numbers: false,
            ink: Color32::from_rgb(0x1E, 0x1D, 0x1A),
            secondary: Color32::from_rgb(0x6B, 0x67, 0x5F),
            paper: Color32::from_rgb(0xFB, 0xFA, 0xF7),
            hairline: Color32::from_rgb(0xDE, 0xDA, 0xD1),
            accent: Color32::from_rgb(0x24, 0x56, 0xA6),
            problem: Color32::from_rgb(0xB3, 0x26, 0x1E),
            selection: Color32::from_rgb(0xC9, 0xDB, 0xF5),
            found: Color32::from_rgb(0xFF, 0xE0, 0x8A),
            tint: 1.0,
        }
    }
}

impl ReadingStyle {
    /// Height of one line in points, whole, so that every row is equally high.
    #[must_use]
    pub fn line_height(&self) -> f32 {
        (self.size * self.line_spacing).round().max(1.0)
    }
}

/// What happened in the pane during one frame, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum ReaderEvent {
    /// The selected text changed; `None` leaves only the caret. Not trimmed.
    SelectionChanged {
        /// The text now selected.
        selection: Option<TextSpan>,
        /// Where the caret stands, in bytes.
        caret: usize,
    },
    /// A click asked for an excerpt, or for none where nothing is painted.
    ExcerptClicked {
        /// The shortest excerpt there; the next beneath if that one was selected already.
        id: Option<ExcerptId>,
        /// Whether it is to be added to what is selected (click with the command key).
        add: bool,
    },
    /// An end of an excerpt was moved, by mouse (told on release) or by key.
    HandleDragged {
        /// Which excerpt.
        id: ExcerptId,
        /// What it is to cover.
        span: TextSpan,
    },
    /// The secondary button was pressed.
    ContextMenu {
        /// The byte under the pointer.
        byte: usize,
        /// The excerpts under the pointer, shortest first.
        excerpts: Vec<ExcerptId>,
        /// Where on the screen.
        at: Pos2,
    },
    /// Text was put on the clipboard.
    Copied {
        /// Which text.
        span: TextSpan,
    },
    /// Another line is at the top: the byte with which it starts.
    PlaceChanged {
        /// First byte of the topmost line.
        byte: usize,
    },
}

/// The answer of one frame.
#[derive(Debug)]
pub struct ReaderOutput {
    /// The text area, for a context menu.
    pub response: egui::Response,
    /// What happened, in order.
    pub events: Vec<ReaderEvent>,
    /// Where the visible part of the selection is on the screen.
    pub selection_rect: Option<Rect>,
    /// Whether there are letters on the screen that had to be set one by one, because egui would lose count of them.
    pub letters_apart: bool,
    /// Characters on the screen that no font has; their numbers are shown instead.
    pub missing: Vec<char>,
    /// Where the visible part of the first selected excerpt is on the screen.
    pub excerpt_rect: Option<Rect>,
}
