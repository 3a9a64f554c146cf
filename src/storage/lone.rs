//! The versions of records as they are read: an excerpt of which one version is there that replaced none by others, as
//! nearly all are, lies in little room; all versions of the other records stand side by side.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::WriterId;
use super::records::{Body, Line};
use super::stamp::{Over, Stamp};
use crate::model::excerpt::SharedCodes;
use crate::model::ordered::Keyed;
use crate::model::{Excerpt, ExcerptId, Ordered, Record, RecordId};

/// One version of a record, with where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Version {
    pub(super) stamp: Stamp,
    pub(super) body: Body,
    pub(super) file: Arc<str>,
    pub(super) line: usize,
}

/// Which version of an excerpt the only one is, and where it stands. Writer and file are numbers in lists of
/// [`Versions`].
#[derive(Debug, Clone)]
pub(super) struct Lone {
    pub(super) id: ExcerptId,
    pub(super) at: u32,
    pub(super) writer: u32,
    pub(super) file: u32,
    pub(super) line: u32,
}

impl Keyed for Lone {
    type Key = ExcerptId;
    fn key(&self) -> &ExcerptId {
        &self.id
    }
}

/// All versions of all records.
#[derive(Debug, Default)]
pub(super) struct Versions {
    /// Excerpts of which one version is there, and beside them which.
    pub(super) excerpts: Ordered<Excerpt>,
    pub(super) lone: Ordered<Lone>,
    pub(super) other: BTreeMap<RecordId, Vec<Version>>,
    pub(super) writers: Vec<WriterId>,
    pub(super) files: Vec<Arc<str>>,
    codes: SharedCodes,
}

impl Versions {
    /// Notes one version of a record; says whether it was not known yet. A file that a sync program copied, and the
    /// journal after a checkpoint, say the same again.
    pub(super) fn add(&mut self, mut line: Line, file: &Arc<str>, number: usize) -> bool {
        let id = line.id();
        if let Body::Put(Record::Excerpt(excerpt)) = &mut line.body {
            excerpt.make_small(&mut self.codes);
            if !self.lone.contains_key(&excerpt.id)
                && !self.other.contains_key(&id)
                && line.stamp.over.is_empty()
                && let (Ok(at), Ok(number)) = (u32::try_from(line.stamp.at), u32::try_from(number))
            {
                let (writer, file) = (self.writer_number(&line.stamp.writer), self.file_number(file));
                let Body::Put(Record::Excerpt(excerpt)) = line.body else { return false };
                self.lone.insert(Lone { id: excerpt.id, at, writer, file, line: number });
                self.excerpts.insert(*excerpt);
                return true;
            }
        }
        if let RecordId::Excerpt(excerpt) = &id
            && let (Some(lone), Some(excerpt)) = (self.lone.remove(excerpt), self.excerpts.remove(excerpt))
            && let Some(version) = self.version_of(&lone, excerpt)
        {
            self.other.entry(id.clone()).or_default().push(version);
        }
        let versions = self.other.entry(id).or_default();
        let is_new = !versions.iter().any(|known| known.stamp == line.stamp && known.body == line.body);
        if is_new {
            versions.push(Version { stamp: line.stamp, body: line.body, file: file.clone(), line: number });
        }
        is_new
    }

    /// Notes an excerpt as [`Versions::add`] does; fast where they come in the order of their ids.
    pub(super) fn add_lone(&mut self, lone: Lone, excerpt: Excerpt) {
        let id = lone.id;
        if self.lone.last().is_some_and(|last| last.id >= id)
            && (self.lone.contains_key(&id) || self.other.contains_key(&RecordId::Excerpt(id)))
        {
            let number = lone.line as usize;
            if let Some(Version { stamp, body, file, .. }) = self.version_of(&lone, excerpt) {
                self.add(Line { stamp, body }, &file, number);
            }
        } else {
            self.lone.insert(lone);
            self.excerpts.insert(excerpt);
        }
    }

    /// Takes in all that another reading found; at once where this one knows nothing but records of other kinds.
    pub(super) fn take_over(&mut self, mut more: Self) {
        let others = std::mem::take(&mut more.other);
        if self.lone.is_empty() && !self.other.keys().any(|id| matches!(id, RecordId::Excerpt(_))) {
            let other = std::mem::replace(self, more);
            // Numbers of writers and files are those of what was taken over; what stands beside has names.
            self.other = other.other;
        } else {
            let (writers, files) = (std::mem::take(&mut more.writers), std::mem::take(&mut more.files));
            for (lone, excerpt) in std::mem::take(&mut more.lone).into_values().zip(more.excerpts.into_values()) {
                let (Some(writer), Some(file)) = (writers.get(lone.writer as usize), files.get(lone.file as usize))
                else {
                    continue;
                };
                let lone = Lone { writer: self.writer_number(writer), file: self.file_number(file), ..lone };
                self.add_lone(lone, excerpt);
            }
        }
        for version in others.into_values().flatten() {
            let line = Line { stamp: version.stamp, body: version.body };
            self.add(line, &version.file, version.line);
        }
    }

    /// Whether a version of a record is there that `writer` wrote after their change number `at`.
    pub(super) fn has_later(&self, id: &RecordId, writer: &WriterId, at: u64) -> bool {
        if let RecordId::Excerpt(id) = id
            && let Some(lone) = self.lone.get(id)
        {
            return u64::from(lone.at) > at && self.writers.get(lone.writer as usize) == Some(writer);
        }
        let later = |version: &Version| version.stamp.writer == *writer && version.stamp.at > at;
        self.other.get(id).is_some_and(|all| all.iter().any(later))
    }

    /// The ids of all records, in order.
    pub(super) fn ids(&self) -> Vec<RecordId> {
        let lone = self.lone.keys().map(|id| RecordId::Excerpt(*id));
        let mut ids: Vec<RecordId> = self.other.keys().cloned().chain(lone).collect();
        ids.sort();
        ids
    }

    /// Drops what stands in no line of a file: what journals say, and what was guessed.
    pub(super) fn keep_lines(&mut self) {
        let gone: Vec<ExcerptId> = self.lone.values().filter(|lone| lone.line == 0).map(|lone| lone.id).collect();
        for id in &gone {
            self.lone.remove(id);
            self.excerpts.remove(id);
        }
        self.other.values_mut().for_each(|all| all.retain(|version| version.line > 0));
    }

    /// All versions of all records, in the order of their ids.
    pub(super) fn into_all(mut self) -> impl Iterator<Item = Version> {
        let (lone, excerpts) = (std::mem::take(&mut self.lone), std::mem::take(&mut self.excerpts));
        for (lone, excerpt) in lone.into_values().zip(excerpts.into_values()) {
            let id = RecordId::Excerpt(lone.id);
            if let Some(version) = self.version_of(&lone, excerpt) {
                self.other.entry(id).or_default().push(version);
            }
        }
        self.other.into_values().flatten()
    }

    fn version_of(&self, lone: &Lone, excerpt: Excerpt) -> Option<Version> {
        let writer = self.writers.get(lone.writer as usize)?.clone();
        let stamp = Stamp { at: u64::from(lone.at), writer, over: Over::default() };
        let file = self.files.get(lone.file as usize)?.clone();
        let body = Body::Put(Record::Excerpt(Box::new(excerpt)));
        Some(Version { stamp, body, file, line: lone.line as usize })
    }

    pub(super) fn writer_number(&mut self, writer: &WriterId) -> u32 {
        let number = self.writers.iter().position(|known| known == writer).unwrap_or_else(|| {
            self.writers.push(writer.clone());
            self.writers.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// The number of a file, the one last read as a rule.
    pub(super) fn file_number(&mut self, file: &Arc<str>) -> u32 {
        if self.files.last() != Some(file) {
            self.files.push(file.clone());
        }
        u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX)
    }
}
