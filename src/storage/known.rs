//! What the store remembers of every record: which versions count, and for an excerpt in which article it is. Nearly all
//! excerpts have one version that replaced none by others; those take 28 bytes each.

use std::collections::{BTreeMap, BTreeSet};

use super::WriterId;
use super::stamp::{Over, Stamp};
use crate::model::ordered::Keyed;
use crate::model::{ArticleId, ExcerptId, Ordered, RecordId};

/// What is remembered of one record.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// Of its versions, those that count.
    pub(super) stamps: Vec<Stamp>,
    /// The article that an excerpt is or was in.
    pub(super) article: Option<ArticleId>,
}

/// What is remembered of all records.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownRecords {
    plain: Ordered<Plain>,
    other: BTreeMap<RecordId, Known>,
    writers: Vec<WriterId>,
    articles: Vec<ArticleId>,
    numbers: BTreeMap<ArticleId, u32>,
}

/// An excerpt with one version that replaced none by others. Writer and article are numbers in the lists above.
#[derive(Debug, Clone)]
struct Plain {
    id: ExcerptId,
    at: u32,
    writer: u32,
    article: u32,
}

impl Keyed for Plain {
    type Key = ExcerptId;
    fn key(&self) -> &ExcerptId {
        &self.id
    }
}

impl KnownRecords {
    /// What is remembered of a record.
    pub(super) fn get(&self, id: &RecordId) -> Option<Known> {
        if let RecordId::Excerpt(id) = id
            && let Some(plain) = self.plain.get(id)
        {
            let writer = self.writers.get(plain.writer as usize)?.clone();
            let stamp = Stamp { at: u64::from(plain.at), writer, over: Over::default() };
            return Some(Known { stamps: vec![stamp], article: self.articles.get(plain.article as usize).copied() });
        }
        self.other.get(id).cloned()
    }

    /// Remembers this of a record, in the place of what was remembered before.
    pub(super) fn set(&mut self, id: RecordId, known: Known) {
        if let RecordId::Excerpt(excerpt) = id {
            if let ([stamp], Some(article)) = (known.stamps.as_slice(), known.article)
                && stamp.over.is_empty()
                && let Ok(at) = u32::try_from(stamp.at)
            {
                self.set_plain(excerpt, at, &stamp.writer, article);
                self.other.remove(&id);
                return;
            }
            self.plain.remove(&excerpt);
        }
        self.other.insert(id, known);
    }

    /// Remembers an excerpt with one version that replaced none by others.
    pub(super) fn set_plain(&mut self, id: ExcerptId, at: u32, writer: &WriterId, article: ArticleId) {
        let writer = self.writers.iter().position(|known| known == writer).unwrap_or_else(|| {
            self.writers.push(writer.clone());
            self.writers.len() - 1
        });
        let next = u32::try_from(self.articles.len()).unwrap_or(u32::MAX);
        let number = match self.plain.last().filter(|last| self.articles.get(last.article as usize) == Some(&article)) {
            // Excerpts come mostly one article after the other.
            Some(last) => last.article,
            None => *self.numbers.entry(article).or_insert(next),
        };
        if number == next {
            self.articles.push(article);
        }
        self.plain.insert(Plain { id, at, writer: u32::try_from(writer).unwrap_or(u32::MAX), article: number });
    }

    /// Tells `tell` of each writer's changes that the versions are or replaced.
    pub(super) fn each_change(&self, mut tell: impl FnMut(&WriterId, u64)) {
        let mut latest = vec![0; self.writers.len()];
        for plain in self.plain.values() {
            if let Some(latest) = latest.get_mut(plain.writer as usize) {
                *latest = plain.at.max(*latest);
            }
        }
        for (writer, at) in self.writers.iter().zip(latest) {
            tell(writer, u64::from(at));
        }
        for stamp in self.other.values().flat_map(|known| &known.stamps) {
            tell(&stamp.writer, stamp.at);
            stamp.over.iter().for_each(|(writer, at)| tell(writer, *at));
        }
    }

    /// The records with a version of which `is_new` says so, by its writer and number.
    pub(super) fn changed(&self, is_new: impl Fn(&WriterId, u64) -> bool) -> BTreeSet<RecordId> {
        let plain = self.plain.values().filter(|plain| {
            self.writers.get(plain.writer as usize).is_some_and(|writer| is_new(writer, u64::from(plain.at)))
        });
        let other =
            self.other.iter().filter(|(_, known)| known.stamps.iter().any(|stamp| is_new(&stamp.writer, stamp.at)));
        plain.map(|plain| RecordId::Excerpt(plain.id)).chain(other.map(|(id, _)| id.clone())).collect()
    }
}
