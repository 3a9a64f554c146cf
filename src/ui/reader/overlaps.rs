//! What overlapping spans come to on the page: stretches of one mixed tint, and a lane of its own for each span.
//! Pure functions over byte ranges; which excerpts there are stands in `painted.rs`, drawing in `paint.rs`.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::Range;

use crate::model::TextSpan;

/// A stretch of text under the same excerpts, or under others that come to the same tint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TintedRun {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// The colours of all excerpts there, mixed in equal parts.
    pub color: [u8; 3],
    /// How many excerpts there are.
    pub depth: usize,
}

/// Flattens spans with their colours into disjoint runs in order, only within `clip`. Takes time n log n.
#[must_use]
pub fn flatten(spans: impl IntoIterator<Item = (TextSpan, [u8; 3])>, clip: &Range<usize>) -> Vec<TintedRun> {
    let mut ends: Vec<(usize, bool, [u8; 3])> = Vec::new();
    for (span, color) in spans {
        let (from, to) = (span.start().max(clip.start), span.end().min(clip.end));
        if from < to {
            ends.push((from, true, color));
            ends.push((to, false, color));
        }
    }
    ends.sort_unstable();
    let mut runs: Vec<TintedRun> = Vec::new();
    let (mut depth, mut sums, mut from) = (0usize, [0usize; 3], clip.start);
    for (at, opens, color) in ends {
        if depth > 0 && from < at {
            let color = sums.map(|sum| u8::try_from(sum / depth).unwrap_or(u8::MAX));
            match runs.last_mut() {
                Some(last) if last.bytes.end == from && last.color == color && last.depth == depth => {
                    last.bytes.end = at;
                }
                _ => runs.push(TintedRun { bytes: from..at, color, depth }),
            }
        }
        from = at;
        for (sum, part) in sums.iter_mut().zip(color) {
            *sum = if opens { *sum + usize::from(part) } else { sum.saturating_sub(usize::from(part)) };
        }
        depth = if opens { depth + 1 } else { depth.saturating_sub(1) };
    }
    runs
}

/// A lane for each span, from 0, so that between spans that share a lane there are at least `apart` bytes.
/// `sorted` is in [`TextSpan`]'s order.
#[must_use]
pub fn lanes(sorted: &[TextSpan], apart: usize) -> Vec<u16> {
    let mut taken: BinaryHeap<Reverse<(usize, u16)>> = BinaryHeap::new();
    let mut free: BTreeSet<u16> = BTreeSet::new();
    let mut next = 0u16;
    let mut lanes = Vec::with_capacity(sorted.len());
    for span in sorted {
        while let Some(Reverse((end, lane))) = taken.peek().copied() {
            if end.saturating_add(apart) > span.start() {
                break;
            }
            taken.pop();
            free.insert(lane);
        }
        let lane = free.pop_first().unwrap_or_else(|| {
            next = next.saturating_add(1);
            next - 1
        });
        taken.push(Reverse((span.end(), lane)));
        lanes.push(lane);
    }
    lanes
}

/// The lowest lane that none of `taken` occupies.
#[must_use]
pub fn free_lane(taken: impl IntoIterator<Item = u16>) -> u16 {
    let taken: BTreeSet<u16> = taken.into_iter().collect();
    (0..u16::MAX).find(|lane| !taken.contains(lane)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(start: usize, end: usize) -> TextSpan {
        TextSpan::from_stored(start, end).expect("a span")
    }

    #[test]
    fn overlapping_tints_mix() {
        let runs = flatten([(span(0, 6), [200, 0, 0]), (span(4, 10), [0, 100, 0])], &(0..8));
        let expected = [(0..4, [200, 0, 0], 1), (4..6, [100, 50, 0], 2), (6..8, [0, 100, 0], 1)];
        assert_eq!(runs.len(), expected.len());
        for (run, (bytes, color, depth)) in runs.into_iter().zip(expected) {
            assert_eq!((run.bytes, run.color, run.depth), (bytes, color, depth));
        }
    }

    #[test]
    fn coinciding_and_touching_spans() {
        assert_eq!(flatten([(span(2, 4), [1, 1, 1]); 3], &(0..9)).first().map(|run| run.depth), Some(3));
        assert_eq!(flatten([(span(0, 4), [9; 3]), (span(4, 8), [9; 3])], &(0..9)).len(), 1);
        assert_eq!(lanes(&[span(0, 4), span(0, 4), span(2, 9), span(4, 5), span(9, 10)], 0), [0, 1, 2, 0, 0]);
        assert_eq!(lanes(&[span(0, 4), span(5, 6), span(9, 12)], 3), [0, 1, 0]);
        assert_eq!(free_lane([0, 2, 1, 5]), 3);
    }

    fn spans() -> impl Strategy<Value = Vec<TextSpan>> {
        prop::collection::vec((0usize..60, 1usize..30), 0..25).prop_map(|list| {
            let mut spans: Vec<TextSpan> = list.into_iter().map(|(start, len)| span(start, start + len)).collect();
            spans.sort();
            spans
        })
    }

    proptest! {
        #[test]
        fn runs_tell_how_many_spans_cover_each_byte(spans in spans(), from in 0usize..50, len in 0usize..50) {
            let clip = from..from + len;
            let runs = flatten(spans.iter().map(|span| (*span, [7, 8, 9])), &clip);
            prop_assert!(runs.windows(2).all(|pair| pair[0].bytes.end <= pair[1].bytes.start));
            for byte in 0..100 {
                let expected = if clip.contains(&byte) { spans.iter().filter(|s| s.contains(byte)).count() } else { 0 };
                let found: usize = runs.iter().filter(|run| run.bytes.contains(&byte)).map(|run| run.depth).sum();
                prop_assert_eq!(found, expected);
            }
        }

        #[test]
        fn no_lane_holds_two_at_once(spans in spans()) {
            let lanes = lanes(&spans, 0);
            for (i, one) in spans.iter().enumerate() {
                for (j, other) in spans.iter().enumerate().skip(i + 1) {
                    prop_assert!(!one.overlaps(*other) || lanes[i] != lanes[j]);
                }
            }
        }
    }
}
