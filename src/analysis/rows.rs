//! Excerpts as numbered rows: read once from front to back, then put in order by numbers that lie close together in
//! memory. What is read of each beside its place is in `listing::values`.

use std::collections::HashMap;
use std::ops::Range;

use super::filter::articles_in_order;
use crate::model::{Article, ArticleId, Excerpt, ExcerptId, Project};

/// At least so many excerpts are read at a time, and on to the end of an article, so that they are still at hand for
/// whoever reads another part of them.
const BLOCK: usize = 64;
/// At most so many, where an article has more.
const BLOCK_MOST: usize = 2048;

/// Excerpts found. Those of one article that come one after the other are a run. In it they are numbered by place,
/// enclosing ones first, and those alike by id; runs are numbered by the ids in them.
pub(super) struct Rows<'a> {
    ids: Vec<ExcerptId>,
    /// For each row a number in the order of places in one text, enclosing ones first.
    place_of: Vec<u64>,
    /// For each run its first row, and the number of its article.
    runs: Vec<(u32, u32)>,
    /// By number, in their order.
    articles: Vec<&'a Article>,
}

impl<'a> Rows<'a> {
    /// Reads excerpts, which come by id; those of articles that are gone are left out. `also` is given the same ones in the
    /// order of the rows, some at a time.
    pub(super) fn read(
        project: &'a Project,
        found: impl Iterator<Item = &'a Excerpt>,
        mut also: impl FnMut(&[&'a Excerpt]),
    ) -> Self {
        let articles = articles_in_order(project);
        let numbers: HashMap<ArticleId, u32> = articles.iter().map(|article| article.id).zip(0..).collect();
        // Room for all: what is not needed is never touched, and so is no memory.
        let most = project.excerpts().len();
        let mut rows =
            Self { ids: Vec::with_capacity(most), place_of: Vec::with_capacity(most), runs: Vec::new(), articles };
        let mut last: Option<(ArticleId, Option<u32>)> = None;
        // Excerpts with the number of their article.
        let mut block: Vec<(u32, &Excerpt)> = Vec::with_capacity(BLOCK_MOST);
        let mut sorter = Sorter::default();
        let mut take = |block: &mut Vec<(u32, &'a Excerpt)>| {
            sorter.sorted.clear();
            for run in block.chunk_by(|(a, _), (b, _)| a == b) {
                let first = u32::try_from(rows.ids.len() + sorter.sorted.len()).unwrap_or(u32::MAX);
                rows.runs.extend(run.first().map(|(article, _)| (first, *article)));
                sorter.sort(run);
            }
            rows.place_of.extend(sorter.sorted.iter().map(|excerpt| place(excerpt)));
            rows.ids.extend(sorter.sorted.iter().map(|excerpt| excerpt.id));
            also(&sorter.sorted);
            block.clear();
        };
        found.for_each(|excerpt| {
            let (_, number) = match last {
                Some(last) if last.0 == excerpt.article => last,
                _ => {
                    if block.len() >= BLOCK {
                        take(&mut block);
                    }
                    *last.insert((excerpt.article, numbers.get(&excerpt.article).copied()))
                }
            };
            if block.len() == BLOCK_MOST {
                take(&mut block);
            }
            block.extend(number.map(|number| (number, excerpt)));
        });
        take(&mut block);
        rows
    }

    /// All articles by number; the numbers are in their order.
    pub(super) fn articles(&self) -> &[&'a Article] {
        &self.articles
    }

    /// For each row the number of its article.
    pub(super) fn article_of(&self) -> Vec<u32> {
        let mut article_of = Vec::with_capacity(self.ids.len());
        for (run, (_, article)) in (0..).zip(&self.runs) {
            article_of.extend(self.run(run).map(|_| article));
        }
        article_of
    }

    /// The rows of a run.
    fn run(&self, run: u32) -> Range<u32> {
        let first = |run: usize| self.runs.get(run).map(|(first, _)| *first);
        let end = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        first(run as usize).unwrap_or(end)..first(run as usize + 1).unwrap_or(end)
    }

    /// All rows by article, then by place in the text, enclosing ones first; those alike by id. To be asked for once: it
    /// gives back the memory that the places take.
    pub(super) fn in_order(&mut self) -> Vec<u32> {
        let place_of = std::mem::take(&mut self.place_of);
        let article = |run: &u32| self.runs.get(*run as usize).map_or(0, |(_, article)| *article);
        let runs: Vec<u32> = (0..).zip(&self.runs).map(|(run, _)| run).collect();
        let runs = by_rank(&runs, self.articles.len(), |run| article(&run) as usize);
        let mut order = Vec::with_capacity(self.ids.len());
        let mut places: Vec<(u64, u32)> = Vec::new();
        for runs in runs.chunk_by(|a, b| article(a) == article(b)) {
            if let [run] = runs {
                order.extend(self.run(*run));
                continue;
            }
            places.clear();
            let rows = runs.iter().flat_map(|run| self.run(*run));
            places.extend(rows.map(|row| (place_of.get(row as usize).copied().unwrap_or(0), row)));
            places.sort_unstable();
            order.extend(places.iter().map(|(_, row)| *row));
        }
        order
    }

    /// The excerpts of rows.
    pub(super) fn ids(&self, rows: &[u32]) -> Vec<ExcerptId> {
        let mut ids = Vec::with_capacity(rows.len());
        ids.extend(rows.iter().filter_map(|row| self.ids.get(*row as usize)));
        ids
    }
}

/// Puts the excerpts of a run in the order of their places.
#[derive(Default)]
struct Sorter<'a> {
    keys: Vec<u64>,
    /// Those of all runs so far.
    sorted: Vec<&'a Excerpt>,
}

/// Bits that the number of an excerpt in its run takes.
const AT: u32 = BLOCK_MOST.ilog2();
/// What is not told apart: longer excerpts that begin at the same place.
const LONG: u64 = (1 << (u32::BITS - AT)) - 1;

impl<'a> Sorter<'a> {
    fn sort(&mut self, run: &[(u32, &'a Excerpt)]) {
        // Single numbers are sorted three times as fast as pairs.
        let key = |(at, (_, excerpt)): (u64, &(u32, &Excerpt))| {
            let span = excerpt.anchor.span;
            let shorter = LONG - LONG.min(span.byte_len() as u64);
            (span.start() as u64) << u32::BITS | shorter << AT | at
        };
        self.keys.clear();
        self.keys.extend((0..).zip(run).map(key));
        self.keys.sort_unstable();
        let from = self.sorted.len();
        let at = |key: &u64| usize::try_from(key & ((1 << AT) - 1)).unwrap_or(usize::MAX);
        self.sorted.extend(self.keys.iter().filter_map(|key| run.get(at(key))).map(|(_, excerpt)| *excerpt));
        if let Some(sorted) = self.sorted.get_mut(from..)
            && !sorted.is_sorted_by_key(|excerpt| (place(excerpt), excerpt.id))
        {
            sorted.sort_unstable_by_key(|excerpt| (place(excerpt), excerpt.id));
        }
    }
}

fn place(excerpt: &Excerpt) -> u64 {
    let number = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    let span = excerpt.anchor.span;
    u64::from(number(span.start())) << 32 | u64::from(u32::MAX - number(span.end()))
}

/// Rows in the order of their ranks, of which there are so many, from 0 on. Rows of the same rank stay in their order. It
/// counts instead of comparing, and so is linear.
pub(super) fn by_rank(rows: &[u32], ranks: usize, rank_of: impl Fn(u32) -> usize) -> Vec<u32> {
    // First how many rows each rank has, then where its next row goes.
    let mut next = vec![0u32; ranks];
    for row in rows {
        if let Some(count) = next.get_mut(rank_of(*row)) {
            *count += 1;
        }
    }
    let mut before = 0;
    for count in &mut next {
        (*count, before) = (before, before + *count);
    }
    let mut sorted = vec![0; rows.len()];
    for row in rows {
        if let Some(at) = next.get_mut(rank_of(*row)) {
            if let Some(place) = sorted.get_mut(*at as usize) {
                *place = *row;
            }
            *at += 1;
        }
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn excerpts_too_long_to_be_told_apart_at_once_are_in_order_too() {
        let (project, _) = crate::text::sample::sample();
        let excerpts: Vec<Excerpt> = [(7, 9), (5, 6), (5, 9_000_000), (5, 9_000_001), (5, 9_000_000)]
            .into_iter()
            .zip(0u8..)
            .map(|((start, end), id)| {
                let mut excerpt = project.excerpts().values().next().expect("an excerpt").clone();
                excerpt.id = ExcerptId::from_bytes([id; 16]);
                let span = crate::model::TextSpan::from_stored(start, end).expect("a span");
                excerpt.anchor = crate::model::Anchor::new(span, "words", "", "");
                excerpt
            })
            .collect();
        let mut sorter = Sorter::default();
        sorter.sort(&excerpts.iter().map(|excerpt| (0, excerpt)).collect::<Vec<_>>());
        let ids: Vec<u8> = sorter.sorted.iter().map(|excerpt| excerpt.id.as_bytes()[0]).collect();
        assert_eq!(ids, [3, 2, 4, 1, 0]);
    }

    proptest! {
        #[test]
        fn counting_sorts_as_comparing_does(ranks in proptest::collection::vec(0..9usize, 0..60)) {
            let rows: Vec<u32> = (0..u32::try_from(ranks.len()).expect("few")).rev().collect();
            let mut expected = rows.clone();
            expected.sort_by_key(|row| ranks[*row as usize]);
            prop_assert_eq!(by_rank(&rows, 9, |row| ranks[row as usize]), expected);
        }
    }
}
