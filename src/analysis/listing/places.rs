//! All excerpts by article and place in its text. Those of one article that come one after the other, as they do where it
//! was read from front to back, are sorted while they are read.

use std::collections::HashMap;

use super::{by_rank, slot_of};
use crate::model::{Article, ArticleId, Excerpt, ExcerptId, Project};

/// Excerpts of one article that come one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Its first slot.
    slot: usize,
    /// Where it begins among those sorted.
    at: usize,
    /// The number of its article; none where that is gone.
    article: Option<u32>,
}

/// Reads excerpts by slot.
pub(super) struct Reading {
    numbers: HashMap<ArticleId, u32>,
    last: Option<(ArticleId, Option<u32>)>,
    /// Of the present run, place and slot as one number.
    keys: Vec<u128>,
    sorted: Vec<u32>,
    ids: Vec<ExcerptId>,
    runs: Vec<Run>,
}

/// Where all excerpts stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// The slots of all excerpts by article, then by place in the text, enclosing ones first; those alike by id. Those of
    /// articles that are gone are left out.
    pub(super) order: Vec<u32>,
    /// By slot.
    pub(super) ids: Vec<ExcerptId>,
    /// By slot, the first slots of runs and the numbers of their articles.
    runs: Vec<(usize, u32)>,
}

impl Places {
    /// For each slot the number of its article.
    pub(super) fn article_of(&self, slots: usize) -> Vec<u32> {
        let mut article_of = Vec::with_capacity(slots);
        let ends = self.runs.iter().skip(1).map(|(slot, _)| *slot).chain([slots]);
        for ((_, article), end) in self.runs.iter().zip(ends) {
            article_of.resize(end, *article);
        }
        article_of
    }
}

impl Reading {
    /// For articles in their order.
    pub(super) fn of(project: &Project, articles: &[&Article]) -> Self {
        let numbers = articles.iter().map(|article| article.id).zip(0..).collect();
        let sorted = Vec::with_capacity(project.excerpts().len());
        let ids = Vec::with_capacity(project.excerpts().slots());
        Self { numbers, last: None, keys: Vec::new(), sorted, ids, runs: Vec::new() }
    }

    /// Takes in the next excerpts, from a slot on.
    pub(super) fn read(&mut self, slot: usize, excerpts: &[Excerpt]) {
        self.ids.resize(slot, ExcerptId::from_bytes([0; 16]));
        self.ids.extend(excerpts.iter().map(|excerpt| excerpt.id));
        for (excerpt, slot) in excerpts.iter().zip(slot..) {
            let article = match self.last {
                Some((last, article)) if last == excerpt.article => article,
                _ => {
                    self.end_run();
                    let article = self.numbers.get(&excerpt.article).copied();
                    self.last = Some((excerpt.article, article));
                    self.runs.push(Run { slot, at: self.sorted.len(), article });
                    article
                }
            };
            if article.is_some() {
                self.keys.push(key(excerpt, slot));
            }
        }
    }

    fn end_run(&mut self) {
        self.keys.sort_unstable();
        self.sorted.extend(self.keys.drain(..).map(slot_of));
    }

    /// Puts those of each article together, of which there are so many.
    pub(super) fn places(mut self, project: &Project, articles: usize) -> Places {
        self.end_run();
        let run = |number: u32| self.runs.get(number as usize);
        let slots = |number: u32| {
            let from = run(number).map_or(0, |run| run.at);
            let end = run(number + 1).map_or(self.sorted.len(), |run| run.at);
            self.sorted.get(from..end).unwrap_or_default()
        };
        let article = |number: u32| run(number).and_then(|run| run.article);
        let known: Vec<u32> = (0..).zip(&self.runs).filter_map(|(number, run)| run.article.map(|_| number)).collect();
        let runs = by_rank(&known, articles, |number| article(number).unwrap_or_default());
        let mut order = Vec::with_capacity(self.sorted.len());
        let mut keys = Vec::new();
        for runs in runs.chunk_by(|a, b| article(*a) == article(*b)) {
            if let [run] = runs {
                order.extend_from_slice(slots(*run));
                continue;
            }
            let slots = runs.iter().flat_map(|run| slots(*run)).map(|slot| *slot as usize);
            keys.extend(slots.filter_map(|slot| Some(key(project.excerpts().in_slot(slot)?, slot))));
            keys.sort_unstable();
            order.extend(keys.drain(..).map(slot_of));
        }
        let runs = self.runs.iter().map(|run| (run.slot, run.article.unwrap_or_default())).collect();
        Places { order, ids: self.ids, runs }
    }
}

/// In the order of places, enclosing ones first, then of ids: those rise with the slots.
fn key(excerpt: &Excerpt, slot: usize) -> u128 {
    let number = |bytes: usize| u128::from(u32::try_from(bytes).unwrap_or(u32::MAX));
    let span = excerpt.anchor.span;
    number(span.start()) << 64 | number(u32::MAX as usize - span.end().min(u32::MAX as usize)) << 32 | number(slot)
}
