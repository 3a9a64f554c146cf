//! Places in rows of every script.

use std::sync::Arc;

use egui::epaint::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId};
use proptest::prelude::*;

use super::super::block_layout::{BlockLayout, Setting};
use super::*;

fn context() -> egui::Context {
    let mut fonts = FontDefinitions::default();
    let face = FontData::from_static(include_bytes!("../../../../assets/fonts/Literata-Regular.ttf"));
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

fn plain(columns: &Columns) -> &[(usize, f32)] {
    match columns {
        Columns::Plain(columns) => columns,
        Columns::Mixed(_) => panic!("a plain row"),
    }
}

#[test]
fn a_ligature_is_shared_out() {
    let columns = columns(&context(), "office");
    assert!(plain(&columns).windows(2).all(|pair| pair[0].1 < pair[1].1), "{columns:?}");
    assert_eq!(columns.boundary_at(columns.x_of(2) + 0.1), 2);
}

#[test]
fn a_family_is_one_column() {
    let family = "👨‍👩‍👧";
    let columns = columns(&context(), &format!("a{family}b"));
    let places: Vec<usize> = plain(&columns).iter().map(|(at, _)| *at).collect();
    assert_eq!(places, [0, 1, 1 + family.len(), 2 + family.len()]);
}

#[test]
fn places_in_a_row_are_found_again() {
    let columns = columns(&context(), "Їжак said no");
    for (byte, x) in plain(&columns) {
        assert_eq!(columns.boundary_at(*x), *byte);
        assert_eq!(columns.x_of(*byte), *x);
    }
    assert_eq!((columns.boundary_at(-5.0), columns.grapheme_at(-5.0), columns.grapheme_at(999.0)), (0, None, None));
}

fn cursor_is_of_no_width(text: &str, bytes: Range<usize>) -> bool {
    text.get(bytes).is_some_and(|part| part.chars().all(|c| is_invisible(c) || c.is_whitespace()))
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

#[test]
fn a_grapheme_that_is_cut_in_two_is_pointed_at_whole() {
    let text = "Tiếng क्षत्रिय";
    let block = BlockLayout::new(&context(), text, 0, &setting(40.0), None);
    let boundaries: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
    for x in 0..60u8 {
        for row in block.rows() {
            assert!(boundaries.contains(&row.boundary_at(f32::from(x))), "{row:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_place_of_every_script_is_a_grapheme_boundary(
        picks in prop::collection::vec(0usize..WORDS.len(), 0..30), width in 40f32..400.0, x in -20f32..420.0,
    ) {
        let text = picks.iter().filter_map(|pick| WORDS.get(*pick)).copied().collect::<Vec<_>>().join(" ");
        let start = 1000;
        let block = BlockLayout::new(&context(), &text, start, &setting(width), None);
        let mut boundaries: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at + start).collect();
        boundaries.push(start + text.len());
        let mut at = start;
        for row in block.rows() {
            prop_assert_eq!(row.bytes.start, at);
            at = row.bytes.end;
            prop_assert!(boundaries.contains(&row.boundary_at(x)));
            prop_assert!(row.grapheme_at(x).is_none_or(|byte| boundaries.contains(&byte)));
            for (from, to) in boundaries.iter().zip(boundaries.iter().skip(1)) {
                if !row.bytes.contains(from) || cursor_is_of_no_width(&text, from - start..to - start) {
                    continue;
                }
                // Every grapheme is drawn in one place, and pointing there finds it again.
                let mut places = Vec::new();
                row.stretches(&(*from..*to), |left, right| places.push((left, right)));
                prop_assert!(places.len() <= 1, "{places:?}");
                for (left, right) in places.into_iter().filter(|(left, right)| right - left > 0.5) {
                    prop_assert_eq!(row.grapheme_at((left + right) * 0.5), Some(*from));
                }
            }
            // All of the row is as wide as its parts.
            let mut all = 0.0;
            row.stretches(&row.bytes, |left, right| all += right - left);
            let mut parts = 0.0;
            for (from, to) in boundaries.iter().zip(boundaries.iter().skip(1)).filter(|(b, _)| row.bytes.contains(b)) {
                let to = (*to).min(row.ink_end());
                row.stretches(&(*from..to.max(*from)), |left, right| parts += right - left);
            }
            prop_assert!((all - parts).abs() < 1.0 || row.ink_end() < row.bytes.end, "{all} {parts}");
        }
        prop_assert_eq!(at, start + text.len());
    }
}
