//! A checked stretch of a text. Byte offsets, always on character boundaries of the text it was made for.

use std::ops::Range;

/// A range of bytes of one article's cleaned text; start is before end, both on character boundaries.
/// Orders by start, then longer first, so that an enclosing excerpt comes before the ones inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextSpan {
    start: u32,
    end: u32,
}

impl TextSpan {
    /// The span of `range` in `text`, or `None` if it is empty, out of bounds or cuts a character.
    #[must_use]
    pub fn new(text: &str, range: Range<usize>) -> Option<Self> {
        if range.start >= range.end || text.get(range.clone()).is_none() {
            return None;
        }
        Self::from_stored(range.start, range.end)
    }

    /// A span as a file gave it, not yet compared with any text: only emptiness and size are checked.
    /// Whoever uses it on a text goes through [`TextSpan::slice`], which checks again.
    #[must_use]
    pub fn from_stored(start: usize, end: usize) -> Option<Self> {
        if start >= end {
            return None;
        }
        Some(Self { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
    }

    /// First byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes, at least one.
    #[must_use]
    pub fn byte_len(self) -> usize {
        self.end() - self.start()
    }

    /// The span as a range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words it covers, or `None` if it does not fit `text`.
    #[must_use]
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// Whether `byte` lies inside.
    #[must_use]
    pub fn contains(self, byte: usize) -> bool {
        self.range().contains(&byte)
    }

    /// Whether the two share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl Ord for TextSpan {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.start.cmp(&other.start).then(other.end.cmp(&self.end))
    }
}

impl PartialOrd for TextSpan {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_never_cuts_a_character() {
        let text = "їжак";
        assert_eq!(TextSpan::new(text, 0..2).and_then(|s| s.slice(text)), Some("ї"));
        assert_eq!(TextSpan::new(text, 0..1), None);
        assert_eq!(TextSpan::new(text, 2..2), None);
        assert_eq!(TextSpan::new(text, 4..99), None);
        assert_eq!(TextSpan::from_stored(0, 1).and_then(|s| s.slice(text)), None);
    }

    #[test]
    fn enclosing_spans_come_first() {
        let span = |a, b| TextSpan::from_stored(a, b);
        assert!(span(0, 10) < span(0, 5));
        assert!(span(0, 5) < span(1, 9));
    }
}
