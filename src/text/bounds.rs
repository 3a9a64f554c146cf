//! Words, sentences, paragraphs and graphemes around a place in a text (Unicode UAX 29), and trimming of spans.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

use crate::model::TextSpan;

/// `span` without white space at its ends; `None` if nothing is left.
#[must_use]
pub fn trimmed(text: &str, span: TextSpan) -> Option<TextSpan> {
    let words = span.slice(text)?;
    let start = span.start() + (words.len() - words.trim_start().len());
    TextSpan::new(text, start..start + words.trim().len())
}

/// The start of the grapheme that holds `byte` (`byte` itself at a boundary).
#[must_use]
pub fn grapheme_start(text: &str, byte: usize) -> usize {
    let byte = text.floor_char_boundary(byte);
    let mut cursor = GraphemeCursor::new(byte, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) | Err(_) => byte,
        Ok(false) => previous_grapheme(text, byte),
    }
}

/// The grapheme boundary before `byte`; 0 at the start.
#[must_use]
pub fn previous_grapheme(text: &str, byte: usize) -> usize {
    let byte = text.floor_char_boundary(byte);
    GraphemeCursor::new(byte, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// The grapheme boundary after `byte`; the length of the text at its end.
#[must_use]
pub fn next_grapheme(text: &str, byte: usize) -> usize {
    let byte = text.floor_char_boundary(byte);
    GraphemeCursor::new(byte, text.len(), true).next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The paragraph that holds `byte`, without its line end.
#[must_use]
pub fn paragraph_at(text: &str, byte: usize) -> Range<usize> {
    let byte = text.floor_char_boundary(byte);
    let start = text.get(..byte).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(byte..).and_then(|t| t.find('\n')).map_or(text.len(), |at| byte + at);
    start..end
}

/// The word at `byte`, or the run of other characters there. Within one paragraph.
#[must_use]
pub fn word_at(text: &str, byte: usize) -> Range<usize> {
    piece_at(text, byte, |paragraph| paragraph.split_word_bound_indices().collect())
}

/// The sentence at `byte`, without white space at its ends. Within one paragraph.
#[must_use]
pub fn sentence_at(text: &str, byte: usize) -> Range<usize> {
    let range = piece_at(text, byte, |paragraph| paragraph.split_sentence_bound_indices().collect());
    let words = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

/// The start of the next word after `byte`, or the end of the text.
#[must_use]
pub fn next_word(text: &str, byte: usize) -> usize {
    let byte = text.floor_char_boundary(byte);
    let paragraph = paragraph_at(text, byte);
    let rest = text.get(byte..paragraph.end).unwrap_or_default();
    let ahead = rest.split_word_bound_indices().skip(1).find(|(_, piece)| !piece.trim().is_empty());
    match ahead {
        Some((at, _)) => byte + at,
        None if byte < paragraph.end => paragraph.end,
        None => (byte + 1).min(text.len()),
    }
}

/// The start of the word before `byte`, or 0.
#[must_use]
pub fn previous_word(text: &str, byte: usize) -> usize {
    let byte = text.floor_char_boundary(byte);
    let paragraph = paragraph_at(text, byte);
    if byte == paragraph.start {
        return byte.saturating_sub(1);
    }
    let before = text.get(paragraph.start..byte).unwrap_or_default();
    let back = before.split_word_bound_indices().rev().find(|(_, piece)| !piece.trim().is_empty());
    back.map_or(paragraph.start, |(at, _)| paragraph.start + at)
}

fn piece_at(text: &str, byte: usize, split: impl Fn(&str) -> Vec<(usize, &str)>) -> Range<usize> {
    let byte = text.floor_char_boundary(byte);
    let paragraph = paragraph_at(text, byte);
    let within = text.get(paragraph.clone()).unwrap_or_default();
    let wanted = byte - paragraph.start;
    let mut found = paragraph.clone();
    for (at, piece) in split(within) {
        if at > wanted {
            break;
        }
        found = paragraph.start + at..paragraph.start + at + piece.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `marked` holds ‹ at the place and ⟦…⟧ around what is expected.
    fn check(marked: &str, ask: impl Fn(&str, usize) -> Range<usize>) {
        let place = marked.replace(['⟦', '⟧'], "");
        let at = place.find('‹').expect("a place");
        let text = place.replace('‹', "");
        let expected = marked.replace('‹', "");
        let start = expected.find('⟦').expect("a start");
        let end = expected.find('⟧').expect("an end") - '⟦'.len_utf8();
        assert_eq!(ask(&text, at), start..end, "{marked}");
    }

    #[test]
    fn words_and_sentences() {
        check("He ⟦sa‹id⟧ no.", word_at);
        check("⟦‹He⟧ said no.", word_at);
        check("Це ⟦ї‹ї⟧ слово", word_at);
        check("He said no. ⟦We will ‹never accept it.⟧ Then left.", sentence_at);
        check("One.\n⟦Tw‹o three.⟧\nFour.", sentence_at);
        check("One.\n⟦Two. Th‹ree.⟧\nFour.", paragraph_at);
        check("“Every detail matters.” ⟦He ‹left.⟧", sentence_at);
    }

    #[test]
    fn stepping_by_words_and_graphemes() {
        let text = "One two.\nThree";
        assert_eq!(next_word(text, 0), 4);
        assert_eq!(next_word(text, 7), 8);
        assert_eq!(next_word(text, 8), 9);
        assert_eq!(previous_word(text, 9), 8);
        assert_eq!(previous_word(text, 14), 9);
        let family = "a👨‍👩‍👧b";
        assert_eq!(next_grapheme(family, 1), family.len() - 1);
        assert_eq!(grapheme_start(family, 6), 1);
    }

    proptest! {
        #[test]
        fn never_out_of_bounds(text in "\\PC{0,60}|[a .\n‘’“”їé😀\u{301}]{0,60}", byte in 0usize..80) {
            for ask in [word_at, sentence_at, paragraph_at] {
                prop_assert!(text.get(ask(&text, byte)).is_some());
            }
            for ask in [grapheme_start, previous_grapheme, next_grapheme, next_word, previous_word] {
                prop_assert!(text.is_char_boundary(ask(&text, byte)));
            }
        }
    }
}
