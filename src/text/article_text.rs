//! The cleaned text of one article, which never changes, with quick ways between bytes, characters and paragraphs.

use std::sync::Arc;

use crate::model::{TextHash, TextSpan};

/// Every so many bytes the number of characters so far is noted.
const STEP_BYTES: usize = 4096;

/// An article's cleaned text. Cheap to clone: clones share the text.
#[derive(Debug, Clone)]
pub struct ArticleText(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    text: String,
    hash: TextHash,
    /// Start byte of each paragraph; a paragraph ends before the next "\n".
    paragraphs: Vec<u32>,
    /// Characters before byte `i * STEP_BYTES` (rounded down to a boundary).
    chars_before: Vec<u32>,
}

impl ArticleText {
    /// Takes over a cleaned text and indexes it; linear in its length (about 1 ms a MB).
    #[must_use]
    pub fn new(text: String) -> Self {
        let hash = TextHash::of(&text);
        Self::with_hash(text, hash)
    }

    /// A text whose hash was computed before, to compare it.
    pub(crate) fn with_hash(text: String, hash: TextHash) -> Self {
        let as_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| as_u32(at + 1));
        let paragraphs = std::iter::once(0).chain(breaks).collect();
        let mut chars_before = Vec::with_capacity(text.len() / STEP_BYTES + 1);
        let (mut at, mut chars) = (0, 0usize);
        while at <= text.len() {
            chars_before.push(as_u32(chars));
            let from = text.floor_char_boundary(at);
            let to = text.floor_char_boundary((at + STEP_BYTES).min(text.len()));
            chars += text.get(from..to).map_or(0, |part| part.chars().count());
            at += STEP_BYTES;
        }
        Self(Arc::new(Inner { text, hash, paragraphs, chars_before }))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Its SHA-256.
    #[must_use]
    pub fn hash(&self) -> TextHash {
        self.0.hash
    }

    /// Number of paragraphs, empty ones included; at least one.
    #[must_use]
    pub fn paragraph_count(&self) -> usize {
        self.0.paragraphs.len()
    }

    /// The bytes of paragraph `index` (from 0) without its line end; `None` past the last.
    #[must_use]
    pub fn paragraph(&self, index: usize) -> Option<std::ops::Range<usize>> {
        let start = *self.0.paragraphs.get(index)? as usize;
        let end = self.0.paragraphs.get(index + 1).map_or(self.0.text.len(), |next| *next as usize - 1);
        Some(start..end)
    }

    /// Index (from 0) of the paragraph that holds `byte`; a line end belongs to the paragraph before it.
    #[must_use]
    pub fn paragraph_at(&self, byte: usize) -> usize {
        self.0.paragraphs.partition_point(|start| *start as usize <= byte).saturating_sub(1)
    }

    /// Characters (Unicode scalar values) before `byte`.
    #[must_use]
    pub fn chars_before(&self, byte: usize) -> usize {
        let text = self.as_str();
        let byte = text.floor_char_boundary(byte);
        let step = byte / STEP_BYTES;
        let counted = self.0.chars_before.get(step).map_or(0, |chars| *chars as usize);
        let from = text.floor_char_boundary(step * STEP_BYTES);
        counted + text.get(from..byte).map_or(0, |part| part.chars().count())
    }

    /// The byte at which character number `chars` (from 0) starts; the length of the text for one past the last.
    #[must_use]
    pub fn byte_of_char(&self, chars: usize) -> Option<usize> {
        let text = self.as_str();
        let step = self.0.chars_before.partition_point(|before| *before as usize <= chars).checked_sub(1)?;
        let counted = *self.0.chars_before.get(step)? as usize;
        let from = text.floor_char_boundary(step * STEP_BYTES);
        let rest = text.get(from..)?;
        let mut left = chars - counted;
        for (at, _) in rest.char_indices() {
            if left == 0 {
                return Some(from + at);
            }
            left -= 1;
        }
        (left == 0).then_some(text.len())
    }

    /// The whole text as a span; `None` for an empty one.
    #[must_use]
    pub fn whole(&self) -> Option<TextSpan> {
        TextSpan::new(self.as_str(), 0..self.as_str().len())
    }
}

impl PartialEq for ArticleText {
    fn eq(&self, other: &Self) -> bool {
        self.0.hash == other.0.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paragraphs_are_found() {
        let text = ArticleText::new("one\n\nthree".to_owned());
        assert_eq!(text.paragraph_count(), 3);
        assert_eq!(text.paragraph(0), Some(0..3));
        assert_eq!(text.paragraph(1), Some(4..4));
        assert_eq!(text.paragraph(2), Some(5..10));
        assert_eq!(text.paragraph(3), None);
        assert_eq!([0, 3, 4, 5, 10].map(|byte| text.paragraph_at(byte)), [0, 0, 1, 2, 2]);
    }

    proptest! {
        #[test]
        fn characters_and_bytes_agree(part in "[aїé漢😀\n]{0,40}", times in 1usize..400) {
            let text = ArticleText::new(part.repeat(times));
            let mut boundaries: Vec<usize> = text.as_str().char_indices().map(|(at, _)| at).collect();
            boundaries.push(text.as_str().len());
            for (chars, byte) in boundaries.iter().enumerate().step_by(97).chain(boundaries.iter().enumerate().next_back()) {
                prop_assert_eq!(text.chars_before(*byte), chars);
                prop_assert_eq!(text.byte_of_char(chars), Some(*byte));
            }
            prop_assert_eq!(text.byte_of_char(boundaries.len()), None);
        }
    }
}
