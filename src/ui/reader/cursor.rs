//! The only file that converts between egui's glyph columns and byte offsets.
//! A row of glyphs and the text it shows become a list of graphemes with their left edges; all else asks that list.

use std::ops::Range;

use egui::epaint::text::{Galley, Glyph, Row};
use unicode_segmentation::UnicodeSegmentation as _;

use super::heights::{narrow, wide};

/// Where the graphemes of one row stand, in bytes and points from the row's start.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Columns {
    /// From left to right: their left edges; ends with the row's end.
    Plain(Vec<(usize, f32)>),
    /// In either direction, in the order of the text.
    Mixed(Vec<Cell>),
}

/// A grapheme in a row of either direction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) bytes: Range<usize>,
    pub(super) left: f32,
    pub(super) right: f32,
    /// The text goes on at its left.
    pub(super) reversed: bool,
}

/// The byte ranges of a galley's rows in `text`, or `None` if its glyphs do not stand for the characters of `text`
/// one by one in order, as happens in egui 0.37 for right-to-left scripts.
pub(super) fn row_ranges(galley: &Galley, text: &str) -> Option<Vec<Range<usize>>> {
    if has_right_to_left(text) && !one_section_a_grapheme(galley, text) {
        return None;
    }
    let mut ranges = Vec::with_capacity(galley.rows.len());
    let mut from = 0;
    for row in &galley.rows {
        let rest = text.get(from..)?;
        let count = row.glyphs.len();
        let bytes = match rest.as_bytes().get(..count) {
            Some(start) if start.is_ascii() => count,
            _ => rest
                .char_indices()
                .nth(count)
                .map_or_else(|| (rest.chars().count() == count).then_some(rest.len()), |(at, _)| Some(at))?,
        };
        ranges.push(from..from + bytes);
        from += bytes;
    }
    (from == text.len()).then_some(ranges)
}

/// How far below a row's top its letters stand, in points.
pub(super) fn baseline(row: &Row) -> f32 {
    row.glyphs.first().map_or(row.size.y * 0.7, |glyph| glyph.pos.y)
}

fn one_section_a_grapheme(galley: &Galley, text: &str) -> bool {
    galley.job.sections.iter().all(|section| {
        let range = section.byte_range.start.0..section.byte_range.end.0;
        text.get(range).is_some_and(|part| !has_right_to_left(part) || part.graphemes(true).count() == 1)
    })
}

/// Whether `text` has a character of a script that is written from right to left.
pub(super) fn has_right_to_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_right_to_left)
}

/// Whether `c` belongs to a script that is written from right to left (by block).
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Characters that take no room by themselves and never share a ligature's width.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

impl Columns {
    /// The columns of a row that shows `text`. A ligature's width is shared out among its graphemes.
    pub(super) fn new(row: &Row, text: &str) -> Self {
        Self::Plain(columns(&row.glyphs, row.size.x, text))
    }

    /// Where a caret before the grapheme that holds `byte` stands; the row's end for bytes past it.
    pub(super) fn x_of(&self, byte: usize) -> f32 {
        match self {
            Self::Plain(columns) => {
                let after = columns.partition_point(|(at, _)| *at <= byte);
                columns.get(after.saturating_sub(1)).map_or(0.0, |(_, x)| *x)
            }
            Self::Mixed(cells) => {
                let after = cells.partition_point(|cell| cell.bytes.end <= byte);
                match (cells.get(after), cells.last()) {
                    (Some(cell), _) => {
                        if cell.reversed {
                            cell.right
                        } else {
                            cell.left
                        }
                    }
                    (None, Some(last)) => {
                        if last.reversed {
                            last.left
                        } else {
                            last.right
                        }
                    }
                    (None, None) => 0.0,
                }
            }
        }
    }

    /// The grapheme boundary nearest to `x`.
    pub(super) fn boundary_at(&self, x: f32) -> usize {
        match self {
            Self::Plain(columns) => {
                let after = columns.partition_point(|(_, left)| *left <= x);
                let left = columns.get(after.saturating_sub(1));
                match (left, columns.get(after)) {
                    (Some((_, before)), Some((byte, behind))) if behind - x < x - before => *byte,
                    (Some((byte, _)), _) => *byte,
                    (None, _) => 0,
                }
            }
            Self::Mixed(cells) => {
                let distance = |cell: &Cell| (cell.left - x).max(x - cell.right).max(0.0);
                let nearest = cells.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
                nearest.map_or(0, |cell| {
                    let in_left_half = x < (cell.left + cell.right) * 0.5;
                    if in_left_half == cell.reversed { cell.bytes.end } else { cell.bytes.start }
                })
            }
        }
    }

    /// The grapheme drawn at `x`: its first byte.
    pub(super) fn grapheme_at(&self, x: f32) -> Option<usize> {
        match self {
            Self::Plain(columns) => {
                let after = columns.partition_point(|(_, left)| *left <= x);
                let (byte, _) = columns.get(after.checked_sub(1)?)?;
                columns.get(after).map(|_| *byte)
            }
            Self::Mixed(cells) => {
                cells.iter().find(|cell| (cell.left..cell.right).contains(&x)).map(|cell| cell.bytes.start)
            }
        }
    }

    /// Left and right edges of the stretches that show `bytes`: one but where directions mix.
    pub(super) fn stretches(&self, bytes: &Range<usize>, mut each: impl FnMut(f32, f32)) {
        match self {
            Self::Plain(_) => each(self.x_of(bytes.start), self.x_of(bytes.end)),
            Self::Mixed(cells) => {
                let from = cells.partition_point(|cell| cell.bytes.end <= bytes.start);
                let mut open: Option<(f32, f32)> = None;
                for cell in cells.get(from..).unwrap_or_default().iter().take_while(|c| c.bytes.start < bytes.end) {
                    open = match open {
                        Some((left, right)) if (cell.left - right).abs() < 0.5 => Some((left, cell.right)),
                        Some((left, right)) if (cell.right - left).abs() < 0.5 => Some((cell.left, right)),
                        before => {
                            before.into_iter().for_each(|(left, right)| each(left, right));
                            Some((cell.left, cell.right))
                        }
                    };
                }
                open.into_iter().for_each(|(left, right)| each(left, right));
            }
        }
    }
}

/// Left edges of the graphemes of `text`, which `glyphs` show from left to right up to `right`.
fn columns(glyphs: &[Glyph], right: f32, text: &str) -> Vec<(usize, f32)> {
    let mut columns: Vec<(usize, f32)> = Vec::with_capacity(glyphs.len() + 1);
    let mut ligature_from = 0;
    let mut glyphs = glyphs;
    for (at, part) in text.grapheme_indices(true) {
        let count = if part.len() == 1 { 1 } else { part.chars().count() };
        let (these, rest) = glyphs.split_at(count.min(glyphs.len()));
        glyphs = rest;
        let left = these.first().map_or(right, |glyph| glyph.pos.x);
        if columns.is_empty() || !continues(these, part) {
            share(&mut columns, ligature_from, left);
            ligature_from = columns.len();
        }
        columns.push((at, left));
    }
    share(&mut columns, ligature_from, right);
    columns.push((text.len(), right));
    columns
}

/// A word, or what is between words, in a row of either direction.
pub(super) struct Piece<'a> {
    pub(super) words: &'a str,
    /// Its first byte.
    pub(super) start: usize,
    /// How many glyphs egui draws for it.
    pub(super) drawn: usize,
    /// Whether its letters are drawn from right to left.
    pub(super) reversed: bool,
}

/// How many glyphs the first row has.
pub(super) fn glyph_count(galley: &Galley) -> usize {
    galley.rows.first().map_or(0, |row| row.glyphs.len())
}

/// How wide the pieces of the first row are, which have so many glyphs; `None` if these do not add up.
pub(super) fn widths(galley: &Galley, counts: impl Iterator<Item = usize>) -> Option<Vec<f32>> {
    let row = galley.rows.first()?;
    let mut glyphs = row.glyphs.as_slice();
    let mut widths = Vec::new();
    for count in counts {
        let (these, rest) = glyphs.split_at_checked(count)?;
        let right = rest.first().map_or(row.size.x, |glyph| glyph.pos.x);
        widths.push(these.first().map_or(0.0, |glyph| right - glyph.pos.x).max(0.0));
        glyphs = rest;
    }
    glyphs.is_empty().then_some(widths)
}

/// The graphemes of a row that shows `pieces` from left to right, in the order of the text; `None` if its glyphs do not
/// add up.
pub(super) fn cells<'a>(row: &Row, pieces: impl Iterator<Item = Piece<'a>>) -> Option<Vec<Cell>> {
    let mut cells = Vec::new();
    let mut glyphs = row.glyphs.as_slice();
    for piece in pieces {
        let (these, rest) = glyphs.split_at_checked(piece.drawn)?;
        glyphs = rest;
        let right = rest.first().map_or(row.size.x, |glyph| glyph.pos.x);
        if piece.reversed {
            reversed_cells(&mut cells, these, right, &piece);
            continue;
        }
        let columns = columns(these, right, piece.words);
        for ((from, left), (to, right)) in columns.iter().zip(columns.iter().skip(1)) {
            let bytes = piece.start + from..piece.start + to;
            cells.push(Cell { bytes, left: *left, right: *right, reversed: false });
        }
    }
    cells.sort_by_key(|cell| cell.bytes.start);
    glyphs.is_empty().then_some(cells)
}

/// The graphemes of a word that is drawn from right to left. Where each has one glyph of its own they stand where it
/// stands; else they share the word's width.
fn reversed_cells(cells: &mut Vec<Cell>, glyphs: &[Glyph], end: f32, piece: &Piece<'_>) {
    let graphemes: Vec<(usize, &str)> = piece.words.grapheme_indices(true).collect();
    let lefts: Vec<f32> = glyphs.iter().filter(|glyph| glyph.advance_width > 0.0).map(|glyph| glyph.pos.x).collect();
    let exact = lefts.len() == graphemes.len() && lefts.is_sorted();
    let begin = glyphs.first().map_or(end, |glyph| glyph.pos.x);
    let count = narrow(wide(graphemes.len().max(1)));
    // The left edge of the grapheme with so many at its right, itself among them.
    let edge = |from_right: usize| {
        let even = end - (end - begin) * narrow(wide(from_right)) / count;
        let own = lefts.len().checked_sub(from_right).and_then(|at| lefts.get(at)).filter(|_| exact && from_right > 0);
        own.copied().unwrap_or(even)
    };
    // The first grapheme stands at the right.
    for (number, (at, part)) in graphemes.into_iter().enumerate() {
        let bytes = piece.start + at..piece.start + at + part.len();
        cells.push(Cell { bytes, left: edge(number + 1), right: edge(number), reversed: true });
    }
}

/// Whether egui drew nothing of its own for `part`: a ligature before it already shows it.
fn continues(glyphs: &[Glyph], part: &str) -> bool {
    !glyphs.is_empty()
        && glyphs.iter().all(|glyph| glyph.advance_width == 0.0 && glyph.uv_rect.is_nothing())
        && !part.chars().any(is_invisible)
}

/// Spreads the columns from number `from` on, which egui drew as one glyph, evenly up to `right`.
fn share(columns: &mut [(usize, f32)], from: usize, right: f32) {
    let Some(parts) = columns.get_mut(from..).filter(|parts| parts.len() > 1) else { return };
    let left = parts.first().map_or(0.0, |(_, x)| *x);
    let step = (right - left) / narrow(wide(parts.len()));
    let mut next = left;
    for (_, x) in parts {
        *x = next;
        next += step;
    }
}

#[cfg(test)]
mod tests;
