//! Finding bytes in bytes, every place and in linear time, and whether a place lies between two graphemes.
//! What counts as the same is decided in `folding`.

use memchr::memmem;
use unicode_segmentation::GraphemeCursor;

/// Every place of `needle` in `haystack`, overlapping ones included, in order. Linear: after a find the search goes on by
/// the needle's own period, so that “aaaa” in a long row of “a” costs no more than anything else.
#[must_use]
pub fn occurrences(haystack: &[u8], needle: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    if needle.is_empty() || needle.len() > haystack.len() {
        return found;
    }
    let finder = memmem::Finder::new(needle);
    let Some(first) = finder.find(haystack) else { return found };
    let period = period(needle);
    let tail = needle.get(needle.len() - period..).unwrap_or_default();
    let mut next = Some(first);
    while let Some(mut at) = next {
        found.push(at);
        // Repeats of the needle's period need no more than their new bytes compared.
        while haystack.get(at + needle.len()..at + needle.len() + period).is_some_and(|new| new == tail) {
            at += period;
            found.push(at);
        }
        let from = at + 1;
        next = haystack.get(from..).and_then(|rest| finder.find(rest)).map(|ahead| from + ahead);
    }
    found
}

/// The least distance at which `needle` can overlap itself (Knuth, Morris and Pratt); its length if it cannot.
fn period(needle: &[u8]) -> usize {
    let mut borders = vec![0usize; needle.len()];
    let mut border = 0;
    for (at, byte) in needle.iter().enumerate().skip(1) {
        while border > 0 && needle.get(border) != Some(byte) {
            border = borders.get(border - 1).copied().unwrap_or(0);
        }
        if needle.get(border) == Some(byte) {
            border += 1;
        }
        if let Some(slot) = borders.get_mut(at) {
            *slot = border;
        }
    }
    needle.len() - border
}

/// Whether no grapheme is cut at `byte` (UAX 29). Looks back no further than 256 bytes, so that a row of flags stays cheap.
#[must_use]
pub fn is_grapheme_boundary(text: &str, byte: usize) -> bool {
    if !text.is_char_boundary(byte) {
        return false;
    }
    let bytes = text.as_bytes();
    let ascii = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|b| b.is_ascii() && *b != b'\r');
    if ascii(byte.checked_sub(1)) && ascii(Some(byte)) {
        return true;
    }
    let from = text.floor_char_boundary(byte.saturating_sub(256));
    let to = text.ceil_char_boundary((byte + 32).min(text.len()));
    let window = text.get(from..to).unwrap_or_default();
    GraphemeCursor::new(byte, text.len(), true).is_boundary(window, from).unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    proptest! {
        #[test]
        fn every_place_is_found(haystack in "[ab]{0,60}", needle in "[ab]{1,6}") {
            let expected: Vec<usize> = (0..haystack.len()).filter(|at| haystack.as_bytes().get(*at..).is_some_and(|rest| rest.starts_with(needle.as_bytes()))).collect();
            prop_assert_eq!(occurrences(haystack.as_bytes(), needle.as_bytes()), expected);
        }

        #[test]
        fn graphemes_are_those_of_unicode(text in "(a|\u{301}|é|👩|\u{200D}|🇺|한|क|्|\n){0,12}") {
            let starts: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            for byte in 0..=text.len() {
                prop_assert_eq!(is_grapheme_boundary(&text, byte), starts.contains(&byte) || text.is_empty());
            }
        }
    }
}
