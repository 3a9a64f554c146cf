//! Excerpts as numbered rows: read once from front to back, then put in order by numbers that lie close together in
//! memory. What is read of each beside its place is in `listing::values`.

use std::collections::HashMap;

use super::filter::articles_in_order;
use crate::model::{Article, ArticleId, Excerpt, ExcerptId, Project};

/// Excerpts are read so many at a time, so that they are still at hand for whoever reads another part of them.
const BLOCK: usize = 256;

/// Excerpts found, numbered in the order of their ids.
pub(super) struct Rows<'a> {
    ids: Vec<ExcerptId>,
    /// For each row the number of its article.
    article_of: Vec<u32>,
    /// For each row a number in the order of places in one text, enclosing ones first.
    place_of: Vec<u64>,
    /// By number, in their order.
    articles: Vec<&'a Article>,
}

impl<'a> Rows<'a> {
    /// Reads excerpts, which come by id; those of articles that are gone are left out. `also` is given the same ones, some
    /// at a time.
    pub(super) fn read(
        project: &'a Project,
        found: impl Iterator<Item = &'a Excerpt>,
        mut also: impl FnMut(&[&'a Excerpt]),
    ) -> Self {
        let articles = articles_in_order(project);
        let numbers: HashMap<ArticleId, u32> = articles.iter().map(|article| article.id).zip(0..).collect();
        let mut rows = Self { ids: Vec::new(), article_of: Vec::new(), place_of: Vec::new(), articles };
        let mut last: Option<(ArticleId, Option<u32>)> = None;
        let mut block: Vec<&Excerpt> = Vec::with_capacity(BLOCK);
        let mut take = |block: &mut Vec<&'a Excerpt>| {
            block.retain(|excerpt| {
                let number = match last {
                    Some((article, number)) if article == excerpt.article => number,
                    _ => numbers.get(&excerpt.article).copied(),
                };
                last = Some((excerpt.article, number));
                rows.article_of.extend(number);
                number.is_some()
            });
            rows.ids.extend(block.iter().map(|excerpt| excerpt.id));
            rows.place_of.extend(block.iter().map(|excerpt| place(excerpt)));
            also(block);
            block.clear();
        };
        found.for_each(|excerpt| {
            block.push(excerpt);
            if block.len() == BLOCK {
                take(&mut block);
            }
        });
        take(&mut block);
        rows
    }

    /// All articles by number; the numbers are in their order.
    pub(super) fn articles(&self) -> &[&'a Article] {
        &self.articles
    }

    /// The number of a row's article.
    pub(super) fn article_of(&self, row: u32) -> u32 {
        self.article_of.get(row as usize).copied().unwrap_or_default()
    }

    /// All rows by article, then by place in the text, enclosing ones first; those alike by id.
    pub(super) fn in_order(&self) -> Vec<u32> {
        let rows: Vec<u32> = (0..).zip(&self.ids).map(|(row, _)| row).collect();
        let mut rows = if self.article_of.is_sorted() {
            rows
        } else {
            by_rank(&rows, self.articles.len(), |row| self.article_of(row) as usize)
        };
        let mut places: Vec<(u64, u32)> = Vec::new();
        for article in rows.chunk_by_mut(|a, b| self.article_of(*a) == self.article_of(*b)) {
            places.clear();
            places.extend(article.iter().map(|row| (self.place_of.get(*row as usize).copied().unwrap_or(0), *row)));
            places.sort_unstable();
            for (row, (_, sorted)) in article.iter_mut().zip(&places) {
                *row = *sorted;
            }
        }
        rows
    }

    /// The excerpts of rows.
    pub(super) fn ids(&self, rows: &[u32]) -> Vec<ExcerptId> {
        let mut ids = Vec::with_capacity(rows.len());
        ids.extend(rows.iter().filter_map(|row| self.ids.get(*row as usize)));
        ids
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
