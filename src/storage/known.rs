//! What the store remembers of every record: which versions count, and for an excerpt in which article it is. Nearly all
//! excerpts have one version that replaced none by others; those take 28 bytes each.

use std::collections::{BTreeMap, BTreeSet};

use super::WriterId;
use super::stamp::{Over, Stamp};
use crate::model::ordered::Keyed;
use crate::model::{AnalystId, ArticleId, ExcerptId, Ordered, RecordId};

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

/// What one writer has written that is known, see [`KnownRecords::own`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Own {
    /// How many records.
    pub(super) records: u64,
    /// Which of them, and in which version.
    pub(super) print: u64,
}

impl Own {
    /// As if so many records more were there, so that they are missed until they are back or given up by a repair.
    pub(super) fn with_owed(self, owed: u64) -> Self {
        if owed == 0 { self } else { Self { records: self.records.saturating_add(owed), print: 0 } }
    }

    /// What is to be said where this is less than what was there before.
    pub(super) fn less_than(&self, before: &Self) -> Option<String> {
        let gone = before.records.checked_sub(self.records)?;
        // Where the print is not known, only the count tells.
        if gone == 0 && (before.records == 0 || before.print == 0 || self.print == before.print) {
            return None;
        }
        let what = match gone {
            0 => "some of what you had written here is there in an older version only".to_owned(),
            1 => "1 record that you had written here is not there any more".to_owned(),
            gone => format!("{gone} records that you had written here are not there any more"),
        };
        Some(format!(
            "{what}: a file of yours is missing, was cut short or was replaced by an older one. “rapporteur check --repair” \
             brings back what backups have"
        ))
    }
}

fn halves(id: &[u8; 16]) -> [u64; 2] {
    let half = |from: usize| id.iter().skip(from).take(8).fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
    [half(0), half(8)]
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

    /// What is remembered of the analysts.
    pub(super) fn analysts(&self) -> impl Iterator<Item = (AnalystId, &Known)> {
        // Ids sort by kind, and there are few analysts.
        let all = self.other.range(RecordId::Analyst(AnalystId::from_bytes([0; 16]))..);
        all.filter_map(|(id, known)| if let RecordId::Analyst(id) = id { Some((*id, known)) } else { None })
    }

    /// The articles of which anything is remembered.
    pub(super) fn articles(&self) -> impl Iterator<Item = ArticleId> {
        self.other.keys().filter_map(|id| if let RecordId::Article(id) = id { Some(*id) } else { None })
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

    /// The records of which a version by `writer` is known, as one number: how many, and which version of each is the
    /// latest. It tells whether something of theirs went away, not what.
    pub(super) fn own(&self, writer: &WriterId) -> Own {
        let mut own = Own::default();
        let mut add = |[first, second]: [u64; 2], at: u64| {
            own.records += 1;
            // Sums of well mixed numbers, in any order (Vigna's splitmix64).
            let mix = |mut number: u64| {
                number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                number ^ (number >> 31)
            };
            own.print = own.print.wrapping_add(mix(mix(first ^ mix(second)) ^ at));
        };
        let number = self.writers.iter().position(|known| known == writer);
        for plain in self.plain.values().filter(|plain| Some(plain.writer as usize) == number) {
            add(halves(plain.id.as_bytes()), u64::from(plain.at));
        }
        for (id, known) in &self.other {
            let latest = known.stamps.iter().filter(|stamp| stamp.writer == *writer).map(|stamp| stamp.at).max();
            let text =
                || format!("{id:?}").bytes().fold(0u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
            match (id, latest) {
                (_, None) => {}
                (RecordId::Excerpt(id), Some(at)) => add(halves(id.as_bytes()), at),
                (_, Some(at)) => add([text(), 0], at),
            }
        }
        // What the files keep are signed numbers.
        own.print &= u64::MAX >> 1;
        own
    }

    /// The records with a version by `writer`; of excerpts those in `articles` alone.
    pub(super) fn of_writer(&self, writer: &WriterId, articles: &BTreeSet<ArticleId>) -> Vec<(RecordId, Known)> {
        let number = self.writers.iter().position(|known| known == writer);
        let wanted: Vec<bool> = self.articles.iter().map(|article| articles.contains(article)).collect();
        let is_in = |plain: &&Plain| wanted.get(plain.article as usize).copied().unwrap_or(false);
        let plain = self.plain.values().filter(|plain| Some(plain.writer as usize) == number).filter(is_in);
        let plain = plain.filter_map(|plain| {
            let id = RecordId::Excerpt(plain.id);
            self.get(&id).map(|known| (id, known))
        });
        let other = self.other.iter().filter(|(id, known)| {
            let is_in = !matches!(id, RecordId::Excerpt(_)) || known.article.is_none_or(|a| articles.contains(&a));
            is_in && known.stamps.iter().any(|stamp| stamp.writer == *writer)
        });
        plain.chain(other.map(|(id, known)| (id.clone(), known.clone()))).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stamps() -> impl Strategy<Value = Vec<Stamp>> {
        let writer = prop::sample::select(vec!["anna", "ben", "cleo"]);
        let stamp = (writer, any::<u64>(), any::<bool>(), any::<bool>()).prop_map(|(writer, at, small, replaces)| {
            let id = |text: &str| text.parse::<WriterId>().expect("an id");
            let over: Over = if replaces { Box::new([(id("dora"), 4)]) } else { Over::default() };
            Stamp { at: if small { at % 1000 } else { at }, writer: id(writer), over }
        });
        prop::collection::vec(stamp, 0..3)
    }

    proptest! {
        #[test]
        fn what_was_set_is_remembered(steps in prop::collection::vec((0..8u8, stamps(), any::<Option<bool>>()), 0..60)) {
            let mut known = KnownRecords::default();
            let mut plainly: BTreeMap<RecordId, (Vec<Stamp>, Option<ArticleId>)> = BTreeMap::new();
            for (number, stamps, article) in steps {
                let id = RecordId::Excerpt(ExcerptId::from_bytes([number; 16]));
                let article = article.map(|second| ArticleId::from_bytes([u8::from(second); 16]));
                known.set(id.clone(), Known { stamps: stamps.clone(), article });
                plainly.insert(id, (stamps, article));
            }
            for (id, expected) in &plainly {
                prop_assert_eq!(known.get(id).map(|known| (known.stamps, known.article)), Some(expected.clone()));
            }
            let by_ben = known.changed(|writer, at| writer.as_str() == "ben" && at > 500);
            let is_bens = |stamp: &Stamp| stamp.writer.as_str() == "ben" && stamp.at > 500;
            let expected = plainly.iter().filter(|(_, (stamps, _))| stamps.iter().any(is_bens)).map(|(id, _)| id.clone());
            prop_assert_eq!(by_ben, expected.collect::<BTreeSet<_>>());
            let (mut latest, mut expected) = (BTreeMap::new(), BTreeMap::new());
            known.each_change(|writer, at| {
                let so_far = latest.entry(writer.clone()).or_insert(0);
                *so_far = at.max(*so_far);
            });
            for stamp in plainly.values().flat_map(|(stamps, _)| stamps) {
                for (writer, at) in stamp.over.iter().cloned().chain([(stamp.writer.clone(), stamp.at)]) {
                    let so_far = expected.entry(writer).or_insert(0);
                    *so_far = at.max(*so_far);
                }
            }
            // A writer of whom nothing is left may still be named, with nothing.
            latest.retain(|_, at| *at > 0);
            expected.retain(|_, at| *at > 0);
            prop_assert_eq!(latest, expected);
        }
    }
}
