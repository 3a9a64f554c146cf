//! Blocks with letters written from right to left. egui 0.37 joins the letters of such a word, but sets words from left
//! to right and loses count of its glyphs. So lines are broken and ordered here (UAX 9), egui is given the words in the
//! order in which they are seen, and glyphs are counted word by word.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::text::{Galley, LayoutJob, LayoutSection, TextWrapping};
use egui::text::ByteIndex;
use egui::{Align, Context};
use unicode_bidi::{Level, ParagraphBidiInfo};
use unicode_segmentation::UnicodeSegmentation as _;

use super::block_layout::{Setting, format};
use super::cursor::{self, Cell, Piece};

/// Longest piece that is never broken, in graphemes.
const ATOM_MAX_GRAPHEMES: usize = 24;

/// A block laid out.
pub(super) struct Mixed {
    /// What egui is asked for: the words in the order in which they are seen, a line a row.
    pub(super) job: LayoutJob,
    pub(super) galley: Arc<Galley>,
    pub(super) lines: Vec<Line>,
    /// Whether the lines begin at the right.
    pub(super) from_right: bool,
}

/// One line: its bytes in the block, and where each grapheme stands, in the order of the text.
pub(super) struct Line {
    pub(super) bytes: Range<usize>,
    pub(super) cells: Vec<Cell>,
}

/// A word or what is between words, of one direction.
struct Atom {
    bytes: Range<usize>,
    /// Its letters are drawn from right to left.
    reversed: bool,
    /// It is no word, but stands among words from right to left: brackets change sides.
    mirrored: bool,
    space: bool,
    drawn: usize,
    width: f32,
}

/// Lays out `text`; `None` if egui's glyphs do not add up, which leaves setting letters one by one.
pub(super) fn set(ctx: &Context, text: &str, setting: &Setting) -> Option<Mixed> {
    let bidi = ParagraphBidiInfo::new(text, None);
    let mut atoms = atoms(text, &bidi);
    measure(ctx, text, setting, &mut atoms)?;
    let lines = broken(text, &atoms, setting.width);
    let from_right = bidi.paragraph_level.is_rtl();
    let mut job = LayoutJob {
        wrap: TextWrapping::no_max_width(),
        break_on_newline: true,
        halign: if from_right { Align::RIGHT } else { Align::LEFT },
        keep_trailing_whitespace: true,
        ..LayoutJob::default()
    };
    let mut orders = Vec::with_capacity(lines.len());
    for (number, line) in lines.iter().enumerate() {
        let order = visual_order(&bidi, &atoms, line)?;
        if number > 0 {
            push(&mut job, "\n", setting, false);
        }
        for atom in order.iter().filter_map(|at| atoms.get(*at)) {
            let words = text.get(atom.bytes.clone())?;
            if atom.mirrored {
                push(&mut job, &words.chars().map(mirrored).collect::<String>(), setting, false);
            } else {
                push(&mut job, words, setting, atom.reversed);
            }
        }
        orders.push(order);
    }
    let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job.clone()));
    if galley.rows.len() != lines.len() {
        return None;
    }
    let mut set = Vec::with_capacity(lines.len());
    for ((line, order), row) in lines.into_iter().zip(orders).zip(&galley.rows) {
        let pieces = order.iter().filter_map(|at| {
            let atom = atoms.get(*at)?;
            let words = text.get(atom.bytes.clone())?;
            Some(Piece { words, start: atom.bytes.start, drawn: atom.drawn, reversed: atom.reversed })
        });
        let cells = cursor::cells(row, pieces)?;
        set.push(Line { bytes: line_bytes(&atoms, &line), cells });
    }
    Some(Mixed { job, galley, lines: set, from_right })
}

/// Whether a paragraph of `text` begins at the right: its first letter with a direction says so (UAX 9, P2 and P3).
pub(super) fn from_right(text: &str) -> bool {
    unicode_bidi::get_base_direction(text) == unicode_bidi::Direction::Rtl
}

/// Adds words to the job, in a section of their own if `alone`, else in one with others of the kind before them.
fn push(job: &mut LayoutJob, words: &str, setting: &Setting, alone: bool) {
    let from = job.text.len();
    job.text.push_str(words);
    let to = ByteIndex(job.text.len());
    match job.sections.last_mut() {
        Some(last) if !alone && last.format.extra_letter_spacing == 0.0 => last.byte_range.end = to,
        _ => {
            let mut format = format(setting);
            // Not seen, but tells sections apart that must not be joined: egui counts no glyphs across sections.
            format.extra_letter_spacing = if alone { f32::MIN_POSITIVE } else { 0.0 };
            job.sections.push(LayoutSection { leading_space: 0.0, byte_range: ByteIndex(from)..to, format });
        }
    }
}

fn atoms(text: &str, bidi: &ParagraphBidiInfo<'_>) -> Vec<Atom> {
    let rtl_at = |at: usize| bidi.levels.get(at).is_some_and(Level::is_rtl);
    let mut atoms = Vec::new();
    for (at, piece) in text.split_word_bound_indices() {
        let (mut from, mut count) = (at, 0);
        for (offset, _) in piece.grapheme_indices(true) {
            let here = at + offset;
            if here > from && (bidi.levels.get(here) != bidi.levels.get(from) || count >= ATOM_MAX_GRAPHEMES) {
                atoms.push(atom(text, from..here, rtl_at(from)));
                (from, count) = (here, 0);
            }
            count += 1;
        }
        atoms.push(atom(text, from..at + piece.len(), rtl_at(from)));
    }
    atoms
}

fn atom(text: &str, bytes: Range<usize>, rtl: bool) -> Atom {
    let words = text.get(bytes.clone()).unwrap_or_default();
    let reversed = cursor::has_right_to_left(words);
    let space = words.chars().all(char::is_whitespace);
    Atom { reversed, mirrored: rtl && !reversed, space, drawn: words.chars().count(), width: 0.0, bytes }
}

/// Finds how wide the atoms are and how many glyphs they have: one glyph a character but in words from right to left,
/// which are asked for one by one.
fn measure(ctx: &Context, text: &str, setting: &Setting, atoms: &mut [Atom]) -> Option<()> {
    let mut job = LayoutJob { wrap: TextWrapping::no_max_width(), break_on_newline: false, ..LayoutJob::default() };
    for atom in atoms.iter_mut() {
        let words = text.get(atom.bytes.clone())?;
        push(&mut job, words, setting, atom.reversed);
        if atom.reversed {
            let mut alone = LayoutJob { wrap: job.wrap.clone(), break_on_newline: false, ..LayoutJob::default() };
            push(&mut alone, words, setting, true);
            let galley = ctx.fonts_mut(|fonts| fonts.layout_job(alone));
            atom.drawn = cursor::glyph_count(&galley);
        }
    }
    let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
    let widths = cursor::widths(&galley, atoms.iter().map(|atom| atom.drawn))?;
    for (atom, width) in atoms.iter_mut().zip(widths) {
        atom.width = width;
    }
    Some(())
}

/// Lines as ranges of atoms: broken behind spaces and between signs that are words by themselves.
fn broken(text: &str, atoms: &[Atom], width: f32) -> Vec<Range<usize>> {
    let (mut lines, mut from, mut may_break, mut x) = (Vec::new(), 0, 0, 0.0f32);
    for (number, atom) in atoms.iter().enumerate() {
        if text.get(atom.bytes.clone()).and_then(|words| words.chars().next()).is_some_and(is_word_by_itself) {
            may_break = number;
        }
        // Spaces hang over the edge; a word that is too long alone stays in one piece.
        if !atom.space && x + atom.width > width && number > from {
            let next = if may_break > from { may_break } else { number };
            lines.push(from..next);
            from = next;
            x = atoms.get(next..number).unwrap_or_default().iter().map(|atom| atom.width).sum();
        }
        x += atom.width;
        if atom.space {
            may_break = number + 1;
        }
    }
    lines.push(from..atoms.len());
    lines
}

fn is_word_by_itself(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FFF}' | '\u{3040}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn line_bytes(atoms: &[Atom], line: &Range<usize>) -> Range<usize> {
    let start = atoms.get(line.start).map_or(0, |atom| atom.bytes.start);
    let end = line.end.checked_sub(1).and_then(|last| atoms.get(last)).map_or(start, |atom| atom.bytes.end);
    start..end
}

/// The atoms of a line from left to right.
fn visual_order(bidi: &ParagraphBidiInfo<'_>, atoms: &[Atom], line: &Range<usize>) -> Option<Vec<usize>> {
    let bytes = line_bytes(atoms, line);
    let (levels, runs) = bidi.visual_runs(bytes);
    let mut order = Vec::with_capacity(line.len());
    for run in runs {
        let rtl = levels.get(run.start).is_some_and(Level::is_rtl);
        let first = atoms.partition_point(|atom| atom.bytes.start < run.start);
        let end = atoms.partition_point(|atom| atom.bytes.start < run.end);
        if rtl { order.extend((first..end).rev()) } else { order.extend(first..end) }
    }
    (order.len() == line.len()).then_some(order)
}

fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use egui::{Color32, FontFamily, FontId};

    use super::*;

    fn seen(text: &str, width: f32) -> Vec<String> {
        let ctx = Context::default();
        ctx.run_ui(egui::RawInput::default(), |_| {}).drop_without_applying_deltas();
        let font = FontId::new(20.0, FontFamily::Proportional);
        let setting = Setting { font, line_height: 30.0, width, justify: false, ink: Color32::RED };
        let mixed = set(&ctx, text, &setting).expect("a layout that adds up");
        assert_eq!(mixed.lines.iter().map(|line| line.bytes.len()).sum::<usize>(), text.len());
        for line in &mixed.lines {
            let parts = line.cells.iter().map(|cell| cell.bytes.clone()).collect::<Vec<_>>();
            assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start), "{parts:?}");
        }
        mixed.job.text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn words_stand_in_the_order_in_which_they_are_read() {
        assert_eq!(seen("abc שלום עולם def", 9e9), ["abc עולם שלום def"]);
        assert_eq!(seen("שלום (abc) עולם.", 9e9), [".עולם (abc) שלום"]);
        assert_eq!(seen("قال «abc def» ثم 12 مرة", 9e9), ["مرة 12 ثم «abc def» قال"]);
        assert_eq!(seen("He said “שלום, עולם” and left", 9e9), ["He said “עולם ,שלום” and left"]);
    }

    #[test]
    fn lines_are_broken_before_words_are_ordered() {
        let lines = seen("one שלום two עולם three four five six", 130.0);
        assert!(lines.len() > 2, "{lines:?}");
        assert!(lines[0].starts_with("one"), "{lines:?}");
        assert_eq!(seen("שלום", 1.0), ["שלום"]);
    }
}
