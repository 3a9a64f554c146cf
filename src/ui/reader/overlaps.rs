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

/// A part of a span, and the lane that it has there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The number of the span in the list.
    pub number: usize,
    /// Which part of it.
    pub range: Range<usize>,
    /// Its lane.
    pub lane: u16,
}

/// Fits spans into the first `limit` lanes: those whose own lane is among these keep it, the others take, stretch by
/// stretch, one that is free there, if there is one. Takes time n log n for a few lanes.
#[must_use]
pub fn fitted(spans: &[(Range<usize>, u16)], limit: u16) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut ends: Vec<(usize, bool, usize)> = Vec::new();
    for (number, (range, lane)) in spans.iter().enumerate() {
        if *lane < limit {
            parts.push(Part { number, range: range.clone(), lane: *lane });
        }
        if range.start < range.end {
            ends.push((range.start, true, number));
            ends.push((range.end, false, number));
        }
    }
    if parts.len() == spans.len() {
        return parts;
    }
    ends.sort_unstable();
    let mut taken = vec![0usize; usize::from(limit)];
    let mut waiting: BTreeSet<usize> = BTreeSet::new();
    // The part that each span without a lane of its own is at.
    let mut open: std::collections::BTreeMap<usize, (usize, u16)> = std::collections::BTreeMap::new();
    let mut ends = ends.into_iter().peekable();
    while let Some((at, opens, number)) = ends.next() {
        if let Some((_, lane)) = spans.get(number) {
            match (taken.get_mut(usize::from(*lane)), opens) {
                (Some(count), true) => *count += 1,
                (Some(count), false) => *count = count.saturating_sub(1),
                (None, true) => drop(waiting.insert(number)),
                (None, false) => drop(waiting.remove(&number)),
            }
        }
        if ends.peek().is_some_and(|(next, ..)| *next == at) {
            continue;
        }
        // Those that have a lane keep it as long as nobody with a lane of his own comes; the next in order follow.
        let free = |taken: &[usize], lane: u16| taken.get(usize::from(lane)).is_some_and(|count| *count == 0);
        let ended: Vec<usize> = open
            .iter()
            .filter(|(number, (_, lane))| !waiting.contains(number) || !free(&taken, *lane))
            .map(|(number, _)| *number)
            .collect();
        for number in ended {
            if let Some((from, lane)) = open.remove(&number) {
                parts.push(Part { number, range: from..at, lane });
            }
        }
        let mut lanes = (0..limit).filter(|lane| free(&taken, *lane)).collect::<BTreeSet<u16>>();
        for (_, lane) in open.values() {
            lanes.remove(lane);
        }
        if lanes.is_empty() {
            continue;
        }
        let next = waiting.iter().filter(|number| !open.contains_key(number)).take(lanes.len());
        let next: Vec<usize> = next.copied().collect();
        for (number, lane) in next.into_iter().zip(lanes) {
            open.insert(number, (at, lane));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn who_found_no_lane_takes_one_where_it_is_free() {
        // Two lanes; the third span overlaps both others at first and is alone later.
        let parts = fitted(&[(0..10, 0), (0..6, 1), (2..20, 2)], 2);
        let third: Vec<_> = parts.iter().filter(|part| part.number == 2).map(|p| (p.range.clone(), p.lane)).collect();
        assert_eq!(third, [(6..20, 1)]);
        assert_eq!(fitted(&[(0..4, 7)], 2), [Part { number: 0, range: 0..4, lane: 0 }]);
        assert_eq!(fitted(&[(0..4, 0), (1..3, 1), (1..3, 2)], 2).len(), 2);
    }

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
        fn fitted_parts_never_meet_and_use_every_free_lane(spans in spans(), limit in 1u16..5) {
            let numbered = lanes(&spans, 0);
            let all: Vec<_> = spans.iter().map(|span| span.range()).zip(numbered).collect();
            let parts = fitted(&all, limit);
            for byte in 0..100 {
                let here: Vec<_> = parts.iter().filter(|part| part.range.contains(&byte)).collect();
                let used: BTreeSet<u16> = here.iter().map(|part| part.lane).collect();
                let cover = spans.iter().filter(|span| span.contains(byte)).count();
                prop_assert_eq!(used.len(), here.len());
                prop_assert_eq!(here.len(), cover.min(usize::from(limit)));
                prop_assert!(here.iter().all(|part| spans[part.number].contains(byte)));
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
