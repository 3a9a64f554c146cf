//! The excerpts of one article as the pane paints them, indexed by place.
//! Spans are kept by length class (powers of two), so that asking for a place, adding and removing cost
//! O(log n) and what is found, however long or many the spans are.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::overlaps;
use super::overview::Overview;
use crate::model::{ExcerptId, TextSpan, Underline};

/// One excerpt as it is painted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaintedExcerpt {
    /// Which excerpt.
    pub id: ExcerptId,
    /// What it covers.
    pub span: TextSpan,
    /// sRGB colour of its tag.
    pub color: [u8; 3],
    /// The line under it, which tells the tag without colour.
    pub underline: Underline,
    /// What a tooltip and a screen reader say: the tag's name, and more if wanted.
    pub label: String,
    /// One or two characters for its lane in the margin: the tag's key.
    pub sign: String,
}

/// How far apart excerpts are that may share a lane, in bytes: farther than one row, so that no two bars ever meet.
const LANE_APART_BYTES: usize = 80;

/// A painted excerpt with its lane and the level of its underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The excerpt.
    pub excerpt: PaintedExcerpt,
    /// Its lane in the margin from 0; excerpts that overlap or are close have different ones.
    pub lane: u16,
    /// How deep its underline is, from 0; excerpts that overlap have different ones.
    pub level: u16,
}

/// All excerpts of one article, ready to be asked what is where.
#[derive(Debug, Clone, Default)]
pub struct PaintedExcerpts {
    slots: Vec<Option<Placed>>,
    free: Vec<u32>,
    slot_of: HashMap<ExcerptId, u32>,
    /// By floor(log2(length)): start and slot.
    by_length: Vec<BTreeSet<(u32, u32)>>,
    revision: u64,
    overview: Overview,
}

impl PaintedExcerpts {
    /// Indexes `excerpts` of an article of `length` bytes; of two with one id the later counts.
    #[must_use]
    pub fn new(length: usize, mut excerpts: Vec<PaintedExcerpt>) -> Self {
        let mut all = Self { overview: Overview::new(length), ..Self::default() };
        excerpts.sort_by(|a, b| a.span.cmp(&b.span).then(a.id.cmp(&b.id)));
        let spans: Vec<TextSpan> = excerpts.iter().map(|excerpt| excerpt.span).collect();
        let (lanes, levels) = (overlaps::lanes(&spans, LANE_APART_BYTES), overlaps::lanes(&spans, 0));
        for ((excerpt, lane), level) in excerpts.into_iter().zip(lanes).zip(levels) {
            all.remove(excerpt.id);
            all.insert(Placed { excerpt, lane, level });
        }
        all
    }

    /// Adds `excerpt`, or puts it in the place of the one with its id. The others keep their lanes.
    pub fn put(&mut self, excerpt: PaintedExcerpt) {
        let same = |old: &&Placed| old.excerpt.span == excerpt.span;
        let kept = self.get(excerpt.id).filter(same).map(|old| (old.lane, old.level));
        self.remove(excerpt.id);
        let (lane, level) = kept.unwrap_or_else(|| {
            let bytes = excerpt.span.range();
            let near = bytes.start.saturating_sub(LANE_APART_BYTES)..bytes.end.saturating_add(LANE_APART_BYTES);
            let (mut lanes, mut levels) = (Vec::new(), Vec::new());
            self.visit(&near, |other| lanes.push(other.lane));
            self.visit(&bytes, |other| levels.push(other.level));
            (overlaps::free_lane(lanes), overlaps::free_lane(levels))
        });
        self.insert(Placed { excerpt, lane, level });
    }

    /// Takes an excerpt away, if it is there.
    pub fn remove(&mut self, id: ExcerptId) {
        let Some(slot) = self.slot_of.remove(&id) else { return };
        let Some(placed) = usize::try_from(slot).ok().and_then(|at| self.slots.get_mut(at)).and_then(Option::take)
        else {
            return;
        };
        if let Some(class) = self.by_length.get_mut(length_class(placed.excerpt.span)) {
            class.remove(&(start_of(placed.excerpt.span), slot));
        }
        self.overview.remove(placed.excerpt.span.start(), placed.excerpt.color);
        self.free.push(slot);
        self.revision += 1;
    }

    fn insert(&mut self, placed: Placed) {
        let (id, span) = (placed.excerpt.id, placed.excerpt.span);
        self.overview.add(span.start(), placed.excerpt.color);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        let Some(place) = self.slots.get_mut(slot as usize) else { return };
        *place = Some(placed);
        self.slot_of.insert(id, slot);
        let class = length_class(span);
        if self.by_length.len() <= class {
            self.by_length.resize_with(class + 1, BTreeSet::new);
        }
        if let Some(set) = self.by_length.get_mut(class) {
            set.insert((start_of(span), slot));
        }
        self.revision += 1;
    }

    /// Changes with every change.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Where along the article they start.
    pub(super) fn overview(&self) -> &Overview {
        &self.overview
    }

    /// How many excerpts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slot_of.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slot_of.is_empty()
    }

    /// The excerpt with this id.
    #[must_use]
    pub fn get(&self, id: ExcerptId) -> Option<&Placed> {
        self.slots.get(*self.slot_of.get(&id)? as usize)?.as_ref()
    }

    fn visit<'a>(&'a self, bytes: &Range<usize>, mut found: impl FnMut(&'a Placed)) {
        for (class, set) in self.by_length.iter().enumerate() {
            let longest = 2usize.saturating_pow(u32::try_from(class + 1).unwrap_or(u32::MAX));
            let first = narrow_index(bytes.start.saturating_sub(longest));
            let last = narrow_index(bytes.end);
            for (_, slot) in set.range((first, 0)..(last, 0)) {
                if let Some(Some(placed)) = self.slots.get(*slot as usize)
                    && placed.excerpt.span.end() > bytes.start
                {
                    found(placed);
                }
            }
        }
    }

    /// The excerpts that share a byte with `bytes`: by start, enclosing ones first.
    #[must_use]
    pub fn within(&self, bytes: &Range<usize>) -> Vec<&Placed> {
        let mut found = Vec::new();
        if bytes.start < bytes.end {
            self.visit(bytes, |placed| found.push(placed));
        }
        found.sort_by(|a, b| a.excerpt.span.cmp(&b.excerpt.span).then(a.excerpt.id.cmp(&b.excerpt.id)));
        found
    }

    /// The excerpts that cover `byte`, shortest first.
    #[must_use]
    pub fn at(&self, byte: usize) -> Vec<&Placed> {
        let mut found = self.within(&(byte..byte.saturating_add(1)));
        found.sort_by_key(|placed| placed.excerpt.span.byte_len());
        found
    }

    /// What a click on `byte` selects: the shortest excerpt there, or the next beneath the one selected now.
    #[must_use]
    pub fn click(&self, byte: usize, selected: Option<ExcerptId>) -> Option<ExcerptId> {
        let found = self.at(byte);
        let now = found.iter().position(|placed| Some(placed.excerpt.id) == selected);
        let next = now.map_or(0, |now| (now + 1) % found.len().max(1));
        found.get(next).map(|placed| placed.excerpt.id)
    }

    /// The first excerpt that starts after `byte`.
    #[must_use]
    pub fn next_after(&self, byte: usize) -> Option<&Placed> {
        let from = narrow_index(byte.saturating_add(1));
        let firsts = self.by_length.iter().filter_map(|set| set.range((from, 0)..).next());
        self.least(firsts.copied())
    }

    fn least(&self, places: impl Iterator<Item = (u32, u32)>) -> Option<&Placed> {
        places
            .filter_map(|(_, slot)| self.slots.get(slot as usize)?.as_ref())
            .min_by_key(|placed| (placed.excerpt.span, placed.excerpt.id))
    }
}

fn length_class(span: TextSpan) -> usize {
    span.byte_len().checked_ilog2().unwrap_or(0) as usize
}

fn start_of(span: TextSpan) -> u32 {
    narrow_index(span.start())
}

fn narrow_index(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn excerpt(number: u8, start: usize, end: usize) -> PaintedExcerpt {
        PaintedExcerpt {
            id: ExcerptId::from_bytes([number; 16]),
            span: TextSpan::from_stored(start, end).expect("a span"),
            color: [number; 3],
            underline: Underline::Solid,
            label: String::new(),
            sign: String::new(),
        }
    }

    fn id(number: u8) -> ExcerptId {
        ExcerptId::from_bytes([number; 16])
    }

    #[test]
    fn a_click_cycles_from_the_shortest_outwards() {
        let painted = PaintedExcerpts::new(200, vec![excerpt(1, 0, 100), excerpt(2, 10, 20), excerpt(3, 5, 50)]);
        assert_eq!(painted.click(12, None), Some(id(2)));
        assert_eq!(painted.click(12, Some(id(2))), Some(id(3)));
        assert_eq!(painted.click(12, Some(id(3))), Some(id(1)));
        assert_eq!(painted.click(12, Some(id(1))), Some(id(2)));
        assert_eq!(painted.click(60, Some(id(2))), Some(id(1)));
        assert_eq!(painted.click(100, None), None);
    }

    #[test]
    fn next_and_last() {
        let painted = PaintedExcerpts::new(200, vec![excerpt(1, 0, 9), excerpt(2, 10, 20), excerpt(3, 10, 90)]);
        let found = |placed: Option<&Placed>| placed.map(|p| p.excerpt.id);
        assert_eq!(found(painted.next_after(0)), Some(id(3)));
        assert_eq!(found(painted.next_after(10)), None);
    }

    #[test]
    fn others_keep_their_lanes() {
        let mut painted = PaintedExcerpts::new(200, vec![excerpt(1, 0, 9), excerpt(2, 5, 20), excerpt(3, 8, 30)]);
        let lane = |painted: &PaintedExcerpts, number| painted.get(id(number)).map(|p| p.lane);
        assert_eq!([1, 2, 3].map(|n| lane(&painted, n)), [Some(0), Some(1), Some(2)]);
        painted.remove(id(1));
        painted.put(excerpt(4, 6, 8));
        assert_eq!([2, 3, 4].map(|n| lane(&painted, n)), [Some(1), Some(2), Some(0)]);
    }

    proptest! {
        #[test]
        fn asking_finds_what_a_scan_finds(
            list in prop::collection::vec((0u8..40, 0usize..300, 1usize..200), 0..60),
            removed in prop::collection::vec(0u8..40, 0..20),
            from in 0usize..400, len in 0usize..100,
        ) {
            let mut painted = PaintedExcerpts::default();
            let mut plain = std::collections::BTreeMap::new();
            for (number, start, len) in list {
                painted.put(excerpt(number, start, start + len));
                plain.insert(number, (start, start + len));
            }
            for number in removed {
                painted.remove(id(number));
                plain.remove(&number);
            }
            let mut expected: Vec<ExcerptId> =
                plain.iter().filter(|(_, (a, b))| *a < from + len && from < *b && len > 0).map(|(n, _)| id(*n)).collect();
            expected.sort();
            let found = painted.within(&(from..from + len));
            prop_assert!(found.windows(2).all(|pair| pair[0].excerpt.span <= pair[1].excerpt.span));
            let mut ids: Vec<ExcerptId> = found.iter().map(|p| p.excerpt.id).collect();
            ids.sort();
            prop_assert_eq!(ids, expected);
            for one in &found {
                for other in &found {
                    let apart = one.excerpt.id == other.excerpt.id || one.lane != other.lane && one.level != other.level;
                    prop_assert!(apart || !one.excerpt.span.overlaps(other.excerpt.span));
                }
            }
        }
    }
}
