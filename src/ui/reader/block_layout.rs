//! One block laid out: its rows, what stands where in them, and how to paint its text.
//! The only module, with `cursor.rs`, that knows egui's galley; nothing of it is kept from frame to frame.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::text::{Galley, LayoutJob, LayoutSection, TextFormat, TextWrapping};
use egui::text::ByteIndex;
use egui::{Color32, Context, FontId, Painter, Pos2};
use unicode_segmentation::UnicodeSegmentation as _;

use super::cursor::{self, Columns};

/// How text is set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Setting {
    /// Face and size.
    pub(super) font: FontId,
    /// Distance between lines in points.
    pub(super) line_height: f32,
    /// Widest line in points.
    pub(super) width: f32,
    /// Whether both edges are straight.
    pub(super) justify: bool,
    /// Colour of the text.
    pub(super) ink: Color32,
}

/// One row of a block. Bytes count from the start of the article, lengths from the block's top left corner.
#[derive(Debug, Clone)]
pub(super) struct BlockRow {
    /// What it shows.
    pub(super) bytes: Range<usize>,
    /// Its upper edge.
    pub(super) top: f32,
    /// Its lower edge.
    pub(super) bottom: f32,
    /// Where the letters stand.
    pub(super) baseline: f32,
    /// One past its last byte that is not white space.
    ink_end: usize,
    columns: Columns,
    left: f32,
}

/// A block ready to be asked and painted.
#[derive(Debug, Clone)]
pub(super) struct BlockLayout {
    galley: Arc<Galley>,
    rows: Vec<BlockRow>,
    height: f32,
    /// Whether right-to-left letters had to be set one by one from left to right.
    pub(super) safe_mode: bool,
}

impl BlockLayout {
    /// Lays out `text`, which starts at byte `start` of the article and has no line end. egui remembers the result
    /// while it is asked for in every frame.
    pub(super) fn new(ctx: &Context, text: &str, start: usize, setting: &Setting) -> Self {
        let plain = ctx.fonts_mut(|fonts| fonts.layout_job(job(text, setting, |_| false)));
        let (galley, ranges, safe_mode) = match cursor::row_ranges(&plain, text) {
            Some(ranges) => (plain, ranges, false),
            None => {
                let apart = ctx.fonts_mut(|fonts| fonts.layout_job(job(text, setting, cursor::has_right_to_left)));
                match cursor::row_ranges(&apart, text) {
                    Some(ranges) => (apart, ranges, true),
                    None => {
                        let each = ctx.fonts_mut(|fonts| fonts.layout_job(job(text, setting, |_| true)));
                        let ranges =
                            cursor::row_ranges(&each, text).unwrap_or_else(|| std::iter::once(0..text.len()).collect());
                        (each, ranges, true)
                    }
                }
            }
        };
        let empty = text.is_empty();
        let rows = galley.rows.iter().zip(ranges).map(|(row, bytes)| {
            let row_text = text.get(bytes.clone()).unwrap_or_default();
            let bottom = row.pos.y + if empty { row.size.y * 0.5 } else { row.size.y };
            let baseline = cursor::baseline(row);
            BlockRow {
                bytes: start + bytes.start..start + bytes.end,
                ink_end: start + bytes.start + row_text.trim_end().len(),
                top: row.pos.y,
                bottom,
                baseline: row.pos.y + baseline,
                columns: Columns::new(row, row_text),
                left: row.pos.x,
            }
        });
        let rows: Vec<BlockRow> = rows.collect();
        let height = if empty { galley.size().y * 0.5 } else { galley.size().y };
        Self { galley, rows, height, safe_mode }
    }

    /// Its height in points.
    pub(super) fn height(&self) -> f32 {
        self.height
    }

    /// Its rows from top to bottom; at least one.
    pub(super) fn rows(&self) -> &[BlockRow] {
        &self.rows
    }

    /// The number of the row in which a caret at `byte` stands: at a wrap the lower one, or the upper if `at_row_end`.
    pub(super) fn row_of(&self, byte: usize, at_row_end: bool) -> usize {
        let upper = at_row_end.then(|| self.rows.iter().position(|row| row.bytes.end == byte)).flatten();
        upper.unwrap_or_else(|| self.rows.partition_point(|row| row.bytes.start <= byte).saturating_sub(1))
    }

    /// The row at height `y`, the first or last beyond.
    pub(super) fn row_at(&self, y: f32) -> Option<&BlockRow> {
        let number = self.rows.partition_point(|row| row.bottom <= y);
        self.rows.get(number).or(self.rows.last())
    }

    /// Paints the text with its top left corner at `at`.
    pub(super) fn paint(&self, painter: &Painter, at: Pos2, ink: Color32) {
        painter.galley(at, Arc::clone(&self.galley), ink);
    }

    /// egui's own layout, for its accessibility helper only.
    pub(super) fn galley(&self) -> &Galley {
        &self.galley
    }
}

impl BlockRow {
    /// How far from the left edge a caret at `byte` stands.
    pub(super) fn x_of(&self, byte: usize) -> f32 {
        self.left + self.columns.x_of(byte.saturating_sub(self.bytes.start))
    }

    /// The grapheme boundary nearest to `x`, in bytes.
    pub(super) fn boundary_at(&self, x: f32) -> usize {
        self.bytes.start + self.columns.boundary_at(x - self.left)
    }

    /// First byte of the grapheme drawn at `x`, if there is one.
    pub(super) fn grapheme_at(&self, x: f32) -> Option<usize> {
        Some(self.bytes.start + self.columns.grapheme_at(x - self.left)?)
    }

    /// Left and right edge of the part of `bytes` that this row shows; `None` if it shows nothing of it.
    /// White space at the end of the row does not count if `bytes` goes on behind it.
    pub(super) fn extent(&self, bytes: &Range<usize>) -> Option<(f32, f32)> {
        let end = if bytes.end > self.bytes.end { self.ink_end } else { self.bytes.end };
        let (from, to) = (bytes.start.max(self.bytes.start), bytes.end.min(end));
        (from < to).then(|| (self.x_of(from), self.x_of(to)))
    }
}

/// The text as egui's job, in one section but for the graphemes that are to be set `apart`.
fn job(text: &str, setting: &Setting, apart: impl Fn(&str) -> bool) -> LayoutJob {
    let format = TextFormat {
        font_id: setting.font.clone(),
        line_height: Some(setting.line_height),
        color: setting.ink,
        ..TextFormat::default()
    };
    let section = |from: usize, to: usize| LayoutSection {
        leading_space: 0.0,
        byte_range: ByteIndex(from)..ByteIndex(to),
        format: format.clone(),
    };
    let mut sections = Vec::new();
    let mut from = 0;
    if apart(text) {
        for (at, grapheme) in text.grapheme_indices(true).filter(|(_, grapheme)| apart(grapheme)) {
            if from < at {
                sections.push(section(from, at));
            }
            from = at + grapheme.len();
            sections.push(section(at, from));
        }
    }
    if from < text.len() || sections.is_empty() {
        sections.push(section(from, text.len()));
    }
    LayoutJob {
        text: text.to_owned(),
        sections,
        wrap: TextWrapping { max_width: setting.width, ..TextWrapping::default() },
        break_on_newline: false,
        justify: setting.justify,
        keep_trailing_whitespace: true,
        ..LayoutJob::default()
    }
}
