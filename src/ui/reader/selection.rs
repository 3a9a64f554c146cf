//! What is selected, and how sweeping and clicking select by grapheme, word, sentence or paragraph.
//! Pure functions over the text; gestures are in `pointer.rs` and `keyboard.rs`.

use std::ops::Range;

use crate::model::TextSpan;
use crate::text::bounds;

/// How far around a place words and sentences are looked for, so that a paragraph of 1 MB costs no more than others.
const REACH_BYTES: usize = 4096;

/// Selected text with a fixed and a moving end, in bytes of the article; a caret if they are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selection {
    /// Where selecting began.
    pub anchor: usize,
    /// Where the caret is.
    pub focus: usize,
    /// At a wrap: whether the caret stands at the end of the upper row.
    pub at_row_end: bool,
}

impl Selection {
    /// Only a caret.
    #[must_use]
    pub fn caret(byte: usize) -> Self {
        Self { anchor: byte, focus: byte, at_row_end: false }
    }

    /// From `anchor` to `focus`.
    #[must_use]
    pub fn new(anchor: usize, focus: usize) -> Self {
        Self { anchor, focus, at_row_end: false }
    }

    /// The selected bytes, possibly none.
    #[must_use]
    pub fn bytes(self) -> Range<usize> {
        self.anchor.min(self.focus)..self.anchor.max(self.focus)
    }

    /// The selected text; `None` for a caret.
    #[must_use]
    pub fn span(self, text: &str) -> Option<TextSpan> {
        TextSpan::new(text, self.bytes())
    }
}

/// What a gesture selects by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// One visible character.
    #[default]
    Grapheme,
    /// A word.
    Word,
    /// A sentence.
    Sentence,
    /// A paragraph.
    Paragraph,
}

impl Unit {
    /// What the `count`th click in quick succession (from 1) selects by; begins anew after the paragraph.
    #[must_use]
    pub fn of_clicks(count: u32) -> Self {
        match count.saturating_sub(1) % 4 {
            1 => Self::Word,
            2 => Self::Sentence,
            3 => Self::Paragraph,
            _ => Self::Grapheme,
        }
    }

    /// The unit that holds the character at `byte`; empty for graphemes, which a press does not select.
    #[must_use]
    pub fn at(self, text: &str, byte: usize) -> Range<usize> {
        let byte = text.floor_char_boundary(byte);
        match self {
            Self::Grapheme => byte..byte,
            Self::Word => near(text, byte, bounds::word_at),
            Self::Sentence => near(text, byte, bounds::sentence_at),
            Self::Paragraph => bounds::paragraph_at(text, byte),
        }
    }
}

/// The selection when a sweep by `unit` that began on `origin` has come to `byte` (`under`: the character there).
#[must_use]
pub fn swept(text: &str, origin: &Range<usize>, unit: Unit, byte: usize, under: usize) -> Selection {
    if unit == Unit::Grapheme {
        return Selection::new(origin.start, byte);
    }
    let here = unit.at(text, under);
    if here.start < origin.start {
        Selection::new(origin.end, here.start)
    } else {
        Selection::new(origin.start, here.end.max(origin.end))
    }
}

/// The start of the next word after `byte`.
#[must_use]
pub fn next_word(text: &str, byte: usize) -> usize {
    let window = window(text, byte);
    let part = text.get(window.clone()).unwrap_or_default();
    window.start + bounds::next_word(part, byte.saturating_sub(window.start))
}

/// The start of the word before `byte`.
#[must_use]
pub fn previous_word(text: &str, byte: usize) -> usize {
    let window = window(text, byte);
    let part = text.get(window.clone()).unwrap_or_default();
    window.start + bounds::previous_word(part, byte.saturating_sub(window.start))
}

fn near(text: &str, byte: usize, ask: impl Fn(&str, usize) -> Range<usize>) -> Range<usize> {
    let window = window(text, byte);
    let found = ask(text.get(window.clone()).unwrap_or_default(), byte.saturating_sub(window.start));
    window.start + found.start..window.start + found.end
}

/// A part of the text around `byte`, cut at white space, where no word is cut.
fn window(text: &str, byte: usize) -> Range<usize> {
    let from = text.floor_char_boundary(byte.saturating_sub(REACH_BYTES));
    let to = text.ceil_char_boundary(byte.saturating_add(REACH_BYTES).min(text.len()));
    let before = text.get(from..byte).unwrap_or_default();
    let start = if from == 0 { 0 } else { before.find(char::is_whitespace).map_or(from, |at| from + at) };
    let behind = text.get(byte..to).unwrap_or_default();
    let end = if to == text.len() { to } else { behind.rfind(char::is_whitespace).map_or(to, |at| byte + at) };
    // A window that ends right at the place would end every move there.
    start..if end <= byte { to } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn clicks_select_ever_more() {
        let text = "He said no. We will never accept it.\nNext.";
        let at = text.find("never").expect("a word");
        let selected = |count| text.get(Unit::of_clicks(count).at(text, at + 1)).expect("a range");
        assert_eq!(
            [1, 2, 3, 4, 5].map(selected),
            ["", "never", "We will never accept it.", "He said no. We will never accept it.", ""]
        );
    }

    #[test]
    fn sweeping_by_words_keeps_the_first_whole() {
        let text = "one two three four";
        let origin = Unit::Word.at(text, 9);
        assert_eq!(swept(text, &origin, Unit::Word, 15, 15).bytes(), 8..18);
        assert_eq!(swept(text, &origin, Unit::Word, 1, 1), Selection::new(13, 0));
        assert_eq!(swept(text, &origin, Unit::Word, 10, 10), Selection::new(8, 13));
        assert_eq!(swept(text, &(3..3), Unit::Grapheme, 1, 1), Selection::new(3, 1));
    }

    proptest! {
        #[test]
        fn units_of_every_script_are_whole(
            text in "([a-zЇї’ .!?“”«»\\n]|שלום|مرحبا |中文。|かな|한국어|👨‍👩‍👧|🇺🇦|e\u{301}|क्षत्रि|\u{200b}|\u{202e}){0,40}",
            from in 0usize..400, to in 0usize..400,
        ) {
            let whole = |byte: usize| bounds::grapheme_start(&text, byte) == byte;
            for unit in [Unit::Word, Unit::Sentence, Unit::Paragraph] {
                let (from, to) = (bounds::grapheme_start(&text, from.min(text.len())), bounds::grapheme_start(&text, to.min(text.len())));
                let origin = unit.at(&text, from);
                prop_assert!(text.get(origin.clone()).is_some() && origin.start <= from.max(origin.start));
                let selection = swept(&text, &origin, unit, to, to);
                prop_assert!(whole(selection.anchor) && whole(selection.focus), "{unit:?} {selection:?} {text:?}");
                prop_assert!(selection.bytes().is_empty() || selection.span(&text).is_some());
            }
        }

        #[test]
        fn long_paragraphs_have_the_same_words(words in prop::collection::vec("[a-zї’]{1,9}[.,]?", 1500..1600), at in 0usize..9000) {
            let text = words.join(" ");
            let at = text.floor_char_boundary(at);
            prop_assert_eq!(Unit::Word.at(&text, at), bounds::word_at(&text, at));
            prop_assert_eq!(next_word(&text, at), bounds::next_word(&text, at));
            prop_assert_eq!(previous_word(&text, at), bounds::previous_word(&text, at));
        }
    }
}
