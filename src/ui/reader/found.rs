//! The places that a search found in the article, in order, and which of them the analyst is at.

use std::ops::Range;

use super::overview::Overview;
use crate::model::TextSpan;

/// Places found in one article.
#[derive(Debug, Clone, Default)]
pub struct Found {
    spans: Vec<TextSpan>,
    overview: Overview,
    at: Option<usize>,
}

impl Found {
    /// `spans` in order, none overlapping another, in an article of `length` bytes.
    #[must_use]
    pub fn new(length: usize, spans: Vec<TextSpan>) -> Self {
        let mut overview = Overview::new(length);
        for span in &spans {
            overview.add(span.start(), [0; 3]);
        }
        Self { spans, overview, at: None }
    }

    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Number, from 1, of the place that the analyst is at.
    #[must_use]
    pub fn number(&self) -> Option<usize> {
        self.at.map(|at| at + 1)
    }

    /// The place that the analyst is at.
    #[must_use]
    pub fn current(&self) -> Option<TextSpan> {
        self.spans.get(self.at?).copied()
    }

    /// Goes to the first place at or behind `byte`, to the first of all if there is none.
    pub fn go_on_from(&mut self, byte: usize) -> Option<TextSpan> {
        let next = self.spans.partition_point(|span| span.start() < byte);
        self.at = (!self.spans.is_empty()).then_some(if next < self.spans.len() { next } else { 0 });
        self.current()
    }

    /// Goes to the next or the previous place, around in a circle; the first time from `byte` on.
    pub fn step(&mut self, forward: bool, byte: usize) -> Option<TextSpan> {
        let count = self.spans.len();
        self.at = match (self.at, forward) {
            (None, true) => return self.go_on_from(byte),
            (None, false) => {
                let before = self.spans.partition_point(|span| span.start() < byte);
                Some(before.checked_sub(1).unwrap_or(count.saturating_sub(1))).filter(|_| count > 0)
            }
            (Some(at), true) => Some((at + 1) % count.max(1)),
            (Some(at), false) => Some(at.checked_sub(1).unwrap_or(count.saturating_sub(1))),
        };
        self.current()
    }

    /// The places that share a byte with `bytes`.
    pub(super) fn within(&self, bytes: &Range<usize>) -> &[TextSpan] {
        let from = self.spans.partition_point(|span| span.end() <= bytes.start);
        let to = self.spans.partition_point(|span| span.start() < bytes.end);
        self.spans.get(from..to).unwrap_or_default()
    }

    pub(super) fn overview(&self) -> &Overview {
        &self.overview
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stepping_goes_around() {
        let spans = [(2, 4), (8, 9), (20, 30)].map(|(a, b)| TextSpan::from_stored(a, b).expect("a span"));
        let mut found = Found::new(40, spans.to_vec());
        assert_eq!((found.len(), found.number()), (3, None));
        assert_eq!(found.step(true, 5), Some(spans[1]));
        assert_eq!((found.step(true, 0), found.number()), (Some(spans[2]), Some(3)));
        assert_eq!(found.step(true, 0), Some(spans[0]));
        assert_eq!(found.step(false, 0), Some(spans[2]));
        assert_eq!(found.go_on_from(31), Some(spans[0]));
        assert_eq!(found.within(&(3..8)), &spans[..1]);
        assert_eq!(found.within(&(3..21)), &spans);
        assert_eq!(Found::new(40, spans.to_vec()).step(false, 8), Some(spans[0]));
        assert_eq!(Found::default().step(false, 8), None);
    }
}
