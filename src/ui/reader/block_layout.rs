//! One block laid out: its rows, what stands where in them, and how to paint its text.
//! The only module, with `cursor.rs` and `mixed.rs`, that knows egui's galley; no galley is painted in a later frame than it was asked for.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::text::{Galley, LayoutJob, LayoutSection, PlacedRow, TextFormat, TextWrapping};
use egui::text::ByteIndex;
use egui::{Color32, Context, FontId, Painter, Pos2, vec2};
use unicode_segmentation::UnicodeSegmentation as _;

use super::cursor::{self, Cell, Columns};
use super::mixed;
use crate::text::{bounds, marks};

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
    /// The graphemes that are cut in two at its start and at its end: their first bytes.
    cut: (Option<usize>, Option<usize>),
    /// Characters that are not seen by themselves, and where.
    pub(super) hidden: Vec<(usize, char)>,
    /// Characters that no font has, and where.
    pub(super) missing: Vec<(usize, char)>,
}

/// A part of a row that is read in one direction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    /// What it shows.
    pub(super) bytes: Range<usize>,
    /// Its left edge.
    pub(super) left: f32,
    /// Its right edge.
    pub(super) right: f32,
    /// Whether it is read from right to left.
    pub(super) reversed: bool,
    /// Its graphemes: how far each begins from where the stretch begins, and how wide it is.
    pub(super) places: Vec<(f32, f32)>,
}

/// A block ready to be asked and painted.
#[derive(Debug, Clone)]
pub(super) struct BlockLayout {
    galley: Arc<Galley>,
    rows: Arc<[BlockRow]>,
    height: f32,
    way: Way,
    /// How far right of the column's left edge egui's layout is painted.
    shift: f32,
    /// Characters that no font has.
    missing: Arc<[char]>,
}

/// In which way a block was laid out.
#[derive(Debug, Clone)]
enum Way {
    /// By egui alone.
    Plain,
    /// Words from right to left among others: see `mixed.rs`.
    Mixed(Arc<LayoutJob>),
    /// Every letter by itself, because egui would lose count of them.
    Apart,
}

impl BlockLayout {
    /// Lays out `text`, which starts at byte `start` of the article and has no line end. egui remembers the galley
    /// while it is asked for in every frame; as long as it is the very one of `kept`, which was set in the same way,
    /// so is all else.
    pub(super) fn new(ctx: &Context, text: &str, start: usize, setting: &Setting, kept: Option<&Self>) -> Self {
        let lay = |job: LayoutJob| ctx.fonts_mut(|fonts| fonts.layout_job(job));
        if let Some(kept) = kept {
            let again = match &kept.way {
                Way::Plain => job(text, setting, false, &kept.missing),
                Way::Mixed(job) => LayoutJob::clone(job),
                Way::Apart => job(text, setting, true, &kept.missing),
            };
            if Arc::ptr_eq(&kept.galley, &lay(again)) {
                return kept.clone();
            }
        }
        let missing = missing(ctx, text, setting);
        let mut layout = if !cursor::has_right_to_left(text) {
            let galley = lay(job(text, setting, false, &missing));
            cursor::row_ranges(&galley, text).map(|ranges| Self::of_galley(galley, ranges, text, start, Way::Plain))
        } else {
            mixed::set(ctx, text, setting).map(|mixed| Self::of_mixed(mixed, text, start, setting))
        }
        .unwrap_or_else(|| {
            let galley = lay(job(text, setting, true, &missing));
            let ranges = cursor::row_ranges(&galley, text).unwrap_or_else(|| std::iter::once(0..text.len()).collect());
            Self::of_galley(galley, ranges, text, start, Way::Apart)
        });
        layout.missing = missing;
        layout.note_hidden(text, start);
        layout
    }

    fn of_galley(galley: Arc<Galley>, ranges: Vec<Range<usize>>, text: &str, start: usize, way: Way) -> Self {
        let rows = galley.rows.iter().zip(ranges);
        let rows = rows.map(|(row, bytes)| {
            let row_text = text.get(bytes.clone()).unwrap_or_default();
            let mut row = BlockRow::new(row, row_text, start + bytes.start, Columns::new(row, row_text), row.pos.x);
            if !row_text.is_ascii() {
                row.note_cuts(text, start);
            }
            row
        });
        Self::of_rows(rows.collect(), text.is_empty(), galley, way, 0.0)
    }

    fn of_mixed(mixed: mixed::Mixed, text: &str, start: usize, setting: &Setting) -> Self {
        let shift = if mixed.from_right { setting.width } else { 0.0 };
        let rows = mixed.galley.rows.iter().zip(mixed.lines);
        let rows = rows.map(|(row, line)| {
            let row_text = text.get(line.bytes.clone()).unwrap_or_default();
            let cells = line.cells.into_iter().map(|cell| {
                let bytes = cell.bytes.start - line.bytes.start..cell.bytes.end - line.bytes.start;
                Cell { bytes, ..cell }
            });
            let columns = Columns::Mixed(cells.collect());
            BlockRow::new(row, row_text, start + line.bytes.start, columns, row.pos.x + shift)
        });
        Self::of_rows(rows.collect(), false, Arc::clone(&mixed.galley), Way::Mixed(Arc::new(mixed.job)), shift)
    }

    fn of_rows(mut rows: Vec<BlockRow>, empty: bool, galley: Arc<Galley>, way: Way, shift: f32) -> Self {
        let mut height = galley.size().y;
        if empty {
            height *= 0.5;
            rows.iter_mut().for_each(|row| row.bottom = row.top + height);
        }
        Self { galley, rows: rows.into(), height, way, shift, missing: Arc::from([]) }
    }

    /// Notes in the rows which characters are not seen by themselves.
    fn note_hidden(&mut self, text: &str, start: usize) {
        let mut hidden = marks::hidden(text).peekable();
        if hidden.peek().is_none() && self.missing.is_empty() {
            return;
        }
        let mut rows = self.rows.to_vec();
        for (at, c) in hidden {
            let number = self.row_of(start + at, false);
            if let Some(row) = rows.get_mut(number) {
                row.hidden.push((start + at, c));
            }
        }
        if !self.missing.is_empty() {
            for (at, c) in text.char_indices().filter(|(_, c)| self.missing.contains(c)) {
                let number = self.row_of(start + at, false);
                if let Some(row) = rows.get_mut(number) {
                    row.missing.push((start + at, c));
                }
            }
        }
        self.rows = rows.into();
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
        painter.galley(at + vec2(self.shift, 0.0), Arc::clone(&self.galley), ink);
    }

    /// Whether letters had to be set one by one.
    pub(super) fn letters_apart(&self) -> bool {
        matches!(self.way, Way::Apart)
    }

    /// Characters that no font has.
    pub(super) fn missing(&self) -> &[char] {
        &self.missing
    }

    /// egui's own layout, for its accessibility helper only; `None` if it does not hold the text in its order.
    pub(super) fn galley(&self) -> Option<&Galley> {
        (!matches!(self.way, Way::Mixed(_))).then_some(&self.galley)
    }
}

impl BlockRow {
    fn new(row: &PlacedRow, text: &str, start: usize, columns: Columns, left: f32) -> Self {
        Self {
            bytes: start..start + text.len(),
            ink_end: start + text.trim_end().len(),
            top: row.pos.y,
            bottom: row.pos.y + row.size.y,
            baseline: row.pos.y + cursor::baseline(row),
            columns,
            left,
            cut: (None, None),
            hidden: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Notes that the row begins or ends in the middle of a grapheme, as it does where even one word is too wide.
    fn note_cuts(&mut self, text: &str, start: usize) {
        let cut = |byte: usize| {
            let whole = start + bounds::grapheme_start(text, byte - start);
            (whole < byte).then_some(whole)
        };
        self.cut = (cut(self.bytes.start), cut(self.bytes.end));
    }

    /// The boundary of a grapheme at `byte` or, where that is cut in two, before it.
    fn whole(&self, byte: usize) -> usize {
        match self.cut {
            (Some(before), _) if byte == self.bytes.start => before,
            (_, Some(before)) if byte == self.bytes.end => before,
            _ => byte,
        }
    }

    /// How far from the left edge a caret at `byte` stands.
    pub(super) fn x_of(&self, byte: usize) -> f32 {
        self.left + self.columns.x_of(byte.saturating_sub(self.bytes.start))
    }

    /// The grapheme boundary nearest to `x`, in bytes.
    pub(super) fn boundary_at(&self, x: f32) -> usize {
        self.whole(self.bytes.start + self.columns.boundary_at(x - self.left))
    }

    /// First byte of the grapheme drawn at `x`, if there is one.
    pub(super) fn grapheme_at(&self, x: f32) -> Option<usize> {
        Some(self.whole(self.bytes.start + self.columns.grapheme_at(x - self.left)?))
    }

    /// Left and right edges of the stretches of `bytes` that this row shows.
    /// White space at the end of the row does not count if `bytes` goes on behind it.
    pub(super) fn stretches(&self, bytes: &Range<usize>, mut each: impl FnMut(f32, f32)) {
        let end = if bytes.end > self.bytes.end { self.ink_end } else { self.bytes.end };
        let (from, to) = (bytes.start.max(self.bytes.start), bytes.end.min(end));
        if from < to {
            let within = from - self.bytes.start..to - self.bytes.start;
            self.columns.stretches(&within, |left, right| each(self.left + left, self.left + right));
        }
    }

    /// The stretches of one direction in the order of the text, each of `longest` graphemes at most; none if all of the
    /// row goes from left to right by egui's own count.
    pub(super) fn one_way(&self, longest: usize) -> Vec<Stretch> {
        let Columns::Mixed(cells) = &self.columns else { return Vec::new() };
        let mut stretches: Vec<Stretch> = Vec::new();
        for cell in cells {
            let (left, right) = (self.left + cell.left, self.left + cell.right);
            let bytes = self.bytes.start + cell.bytes.start..self.bytes.start + cell.bytes.end;
            match stretches.last_mut().filter(|last| last.places.len() < longest) {
                // A space or a single sign among words from right to left goes with them.
                Some(last) if last.reversed && (last.left - right).abs() < 0.5 => {
                    last.places.push((last.right - right, right - left));
                    (last.left, last.bytes.end) = (left, bytes.end);
                }
                Some(last) if !last.reversed && !cell.reversed && (left - last.right).abs() < 0.5 => {
                    last.places.push((left - last.left, right - left));
                    (last.right, last.bytes.end) = (right, bytes.end);
                }
                _ => {
                    let places = vec![(0.0, right - left)];
                    stretches.push(Stretch { bytes, left, right, reversed: cell.reversed, places });
                }
            }
        }
        stretches
    }

    #[cfg(test)]
    pub(super) fn ink_end(&self) -> usize {
        self.ink_end
    }
}

/// Face, size, colour and line height.
pub(super) fn format(setting: &Setting) -> TextFormat {
    TextFormat {
        font_id: setting.font.clone(),
        line_height: Some(setting.line_height),
        color: setting.ink,
        ..TextFormat::default()
    }
}

/// The characters of `text` that no font has.
fn missing(ctx: &Context, text: &str, setting: &Setting) -> Arc<[char]> {
    let mut missing = Vec::new();
    if !text.is_ascii() {
        ctx.fonts_mut(|fonts| {
            for c in text.chars().filter(|c| !c.is_ascii() && !marks::is_hidden(*c) && !c.is_whitespace()) {
                if !fonts.has_glyph(&setting.font, c) && !missing.contains(&c) && !is_joiner(c) {
                    missing.push(c);
                }
            }
        });
    }
    missing.into()
}

/// Characters that only change their neighbours and are never drawn.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}')
}

/// The text as egui's job, in one section, or in one for each grapheme if they are to be set `apart`. Behind a grapheme
/// that no font has there is more room, so that its number can be read.
fn job(text: &str, setting: &Setting, apart: bool, missing: &[char]) -> LayoutJob {
    let mut sections = Vec::new();
    let (mut from, mut leading_space) = (0, 0.0);
    let mut section = |to: usize, is_missing: bool| {
        if from < to || (to == 0 && text.is_empty()) {
            let format = format(setting);
            sections.push(LayoutSection { leading_space, byte_range: ByteIndex(from)..ByteIndex(to), format });
            leading_space = if is_missing { setting.font.size * 0.3 } else { 0.0 };
        }
        from = to;
    };
    if apart || !missing.is_empty() {
        for (at, grapheme) in text.grapheme_indices(true) {
            let is_missing = grapheme.chars().any(|c| missing.contains(&c));
            if apart || is_missing {
                section(at, false);
                section(at + grapheme.len(), is_missing);
            }
        }
    }
    section(text.len(), false);
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
