//! The only file that converts between egui's glyph columns and byte offsets.
//! A row of glyphs and the text it shows become a list of graphemes with their left edges; all else asks that list.

use std::ops::Range;

use egui::epaint::text::{Galley, Glyph, Row};
use unicode_segmentation::UnicodeSegmentation as _;

use super::heights::{narrow, wide};

/// Left edges of the graphemes of one row, in bytes and points from the row's start; ends with the row's end.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns(Vec<(usize, f32)>);

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
        let mut columns: Vec<(usize, f32)> = Vec::with_capacity(row.glyphs.len() + 1);
        let mut ligature_from = 0;
        let mut glyphs = row.glyphs.as_slice();
        for (at, part) in text.grapheme_indices(true) {
            let count = if part.len() == 1 { 1 } else { part.chars().count() };
            let (these, rest) = glyphs.split_at(count.min(glyphs.len()));
            glyphs = rest;
            let left = these.first().map_or(row.size.x, |glyph| glyph.pos.x);
            if columns.is_empty() || !continues(these, part) {
                share(&mut columns, ligature_from, left);
                ligature_from = columns.len();
            }
            columns.push((at, left));
        }
        share(&mut columns, ligature_from, row.size.x);
        columns.push((text.len(), row.size.x));
        Self(columns)
    }

    /// Where the grapheme that holds `byte` begins, in points; the row's end for bytes past it.
    pub(super) fn x_of(&self, byte: usize) -> f32 {
        let after = self.0.partition_point(|(at, _)| *at <= byte);
        self.0.get(after.saturating_sub(1)).map_or(0.0, |(_, x)| *x)
    }

    /// The grapheme boundary nearest to `x`.
    pub(super) fn boundary_at(&self, x: f32) -> usize {
        let after = self.0.partition_point(|(_, left)| *left <= x);
        let left = self.0.get(after.saturating_sub(1));
        match (left, self.0.get(after)) {
            (Some((_, before)), Some((byte, behind))) if behind - x < x - before => *byte,
            (Some((byte, _)), _) => *byte,
            (None, _) => 0,
        }
    }

    /// The grapheme drawn at `x`: its first byte.
    pub(super) fn grapheme_at(&self, x: f32) -> Option<usize> {
        let after = self.0.partition_point(|(_, left)| *left <= x);
        let (byte, _) = self.0.get(after.checked_sub(1)?)?;
        self.0.get(after).map(|_| *byte)
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
mod tests {
    use std::sync::Arc;

    use egui::epaint::text::{LayoutJob, TextWrapping};
    use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId};
    use proptest::prelude::*;

    use super::super::block_layout::{BlockLayout, Setting};
    use super::*;

    fn context() -> egui::Context {
        let mut fonts = FontDefinitions::default();
        let face = FontData::from_static(include_bytes!("../../../assets/fonts/Literata-Regular.ttf"));
        fonts.font_data.insert("text".into(), Arc::new(face));
        fonts.families.entry(FontFamily::Proportional).or_default().insert(0, "text".into());
        let ctx = egui::Context::default();
        ctx.set_fonts(fonts);
        ctx.run_ui(egui::RawInput::default(), |_| {}).drop_without_applying_deltas();
        ctx
    }

    fn columns(ctx: &egui::Context, text: &str) -> Columns {
        let font = FontId::new(20.0, FontFamily::Proportional);
        let job =
            LayoutJob { wrap: TextWrapping::no_max_width(), ..LayoutJob::simple(text.into(), font, Color32::RED, 0.0) };
        let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        Columns::new(&galley.rows[0], text)
    }

    fn setting(width: f32) -> Setting {
        let font = FontId::new(20.0, FontFamily::Proportional);
        Setting { font, line_height: 30.0, width, justify: false, ink: Color32::RED }
    }

    #[test]
    fn a_ligature_is_shared_out() {
        let columns = columns(&context(), "office");
        assert!(columns.0.windows(2).all(|pair| pair[0].1 < pair[1].1), "{columns:?}");
        assert_eq!(columns.boundary_at(columns.x_of(2) + 0.1), 2);
    }

    #[test]
    fn a_family_is_one_column() {
        let family = "👨‍👩‍👧";
        let columns = columns(&context(), &format!("a{family}b"));
        let places: Vec<usize> = columns.0.iter().map(|(at, _)| *at).collect();
        assert_eq!(places, [0, 1, 1 + family.len(), 2 + family.len()]);
    }

    #[test]
    fn places_in_a_row_are_found_again() {
        let columns = columns(&context(), "Їжак said no");
        for (byte, x) in &columns.0 {
            assert_eq!(columns.boundary_at(*x), *byte);
            assert_eq!(columns.x_of(*byte), *x);
        }
        assert_eq!((columns.boundary_at(-5.0), columns.grapheme_at(-5.0), columns.grapheme_at(999.0)), (0, None, None));
    }

    const WORDS: &[&str] = &[
        "office",
        "“quoted”",
        "Їжак",
        "Ελλάδα",
        "שלום",
        "עולם",
        "שָׁלוֹם",
        "مرحبا",
        "بالعالم",
        "لا",
        "中文文本",
        "かな",
        "한국어",
        "👨‍👩‍👧",
        "🇺🇦",
        "e\u{301}",
        "क्षत्रिय",
        "\u{200b}",
        "\u{202e}abc\u{202c}",
        "Tiếng",
        "a\tb",
        "—",
        "12,5",
        "\u{a0}",
        "\u{fe0f}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_place_of_every_script_is_a_grapheme_boundary(
            picks in prop::collection::vec(0usize..WORDS.len(), 0..30), width in 40f32..400.0, x in -20f32..420.0,
        ) {
            let text = picks.iter().filter_map(|pick| WORDS.get(*pick)).copied().collect::<Vec<_>>().join(" ");
            let start = 1000;
            let block = BlockLayout::new(&context(), &text, start, &setting(width));
            let mut boundaries: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at + start).collect();
            boundaries.push(start + text.len());
            let mut at = start;
            for row in block.rows() {
                prop_assert_eq!(row.bytes.start, at);
                at = row.bytes.end;
                prop_assert!(boundaries.contains(&row.boundary_at(x)));
                prop_assert!(row.grapheme_at(x).is_none_or(|byte| boundaries.contains(&byte)));
                let edges: Vec<f32> = boundaries.iter().filter(|b| row.bytes.contains(b)).map(|b| row.x_of(*b)).collect();
                prop_assert!(edges.windows(2).all(|pair| pair[0] <= pair[1] + 0.01), "{:?}", edges);
            }
            prop_assert_eq!(at, start + text.len());
        }
    }
}
