//! An article's text held in memory for searching it again and again. It is kept as it is written; of the words that no
//! search of its bytes could find there is a folded copy.

use super::folding::Folded;
use super::signs::{FOLDING, Kind, kind};

/// So many bytes are looked at in one step.
const CHUNK_BYTES: usize = 32;

/// A text held for searching.
#[derive(Debug, Clone)]
pub struct HeldText {
    text: Box<str>,
    odd: OddWords,
}

/// Words with signs that are folded to more, to fewer or to none, such as “Müller”.
#[derive(Debug, Clone, Default)]
pub(super) struct OddWords {
    /// All of them folded, a line each: a folded text has no line ends.
    pub(super) folded: String,
    /// Where each begins in `folded`, and where it stands in the text.
    words: Vec<(u32, u32, u32)>,
}

impl HeldText {
    /// Looks a text through for odd words; about as fast as it is read from memory where there are none.
    #[must_use]
    pub fn new(text: String) -> Self {
        let odd = OddWords::of(&text);
        Self { text: text.into_boxed_str(), odd }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn odd(&self) -> &OddWords {
        &self.odd
    }
}

impl OddWords {
    fn of(text: &str) -> Self {
        let mut odd = Self::default();
        let mut from = 0;
        while let Some(at) = next_odd(text, from) {
            let is_parting = |c: char| kind(c) == Kind::Parting;
            // The last word ended where a sign parts it from this one.
            let before = text.get(from..at).unwrap_or_default().char_indices();
            let start =
                before.rev().find(|(_, c)| is_parting(*c)).map_or(from, |(before, c)| from + before + c.len_utf8());
            let end = text.get(at..).and_then(|rest| rest.find(is_parting)).map_or(text.len(), |ahead| at + ahead);
            let as_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            odd.words.push((as_u32(odd.folded.len()), as_u32(start), as_u32(end)));
            odd.folded.push_str(Folded::new(text.get(start..end).unwrap_or_default(), FOLDING).as_str());
            odd.folded.push('\n');
            from = end;
        }
        odd.folded.shrink_to_fit();
        odd.words.shrink_to_fit();
        odd
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Where the word that holds this byte of `folded` stands in the text.
    pub(super) fn word_at(&self, folded: usize) -> Option<std::ops::Range<usize>> {
        let after = self.words.partition_point(|(start, ..)| *start as usize <= folded);
        let (_, start, end) = self.words.get(after.checked_sub(1)?)?;
        Some(*start as usize..*end as usize)
    }
}

/// The first odd sign from `from` on.
fn next_odd(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let bytes = text.as_bytes().get(at..)?;
        let chunks = bytes.chunks_exact(CHUNK_BYTES).take_while(|chunk| chunk.is_ascii()).count();
        at += chunks * CHUNK_BYTES;
        at += text.as_bytes().get(at..)?.iter().position(|byte| !byte.is_ascii())?;
        // Most often signs of another script stand together.
        for c in text.get(at..)?.chars().take_while(|c| !c.is_ascii()) {
            if kind(c) == Kind::Odd {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_words_are_kept_folded() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let odd = OddWords::of(text);
            let places = odd.words.iter().map(|(_, start, end)| *start as usize..*end as usize);
            let words: Vec<_> = places.map(|place| text.get(place).expect("a word")).collect();
            let folded: Vec<_> = odd.folded.lines().collect();
            let (expected, small): (Vec<_>, Vec<_>) = expected.iter().copied().unzip();
            assert_eq!((words, folded), (expected, small), "{text}");
            assert_eq!(odd.is_empty(), odd.word_at(0).is_none());
        };
        check("“We will wait – but not for ever”, said the envoy’s deputy. «Жодної угоди»", &[]);
        check(
            "Herr Müller-Großmann, so\u{AD}ft (É)",
            &[("Müller", "muller"), ("Großmann,", "grossmann,"), ("so\u{AD}ft", "soft"), ("(É)", "(e)")],
        );
        check("é", &[("é", "e")]);
        check("", &[]);
    }
}
