//! The index cache: what the files of articles and excerpts said when they were last read, in one file that is quick to
//! read. It is disposable: where anything about it is not as it should be, the files are read instead.
//!
//! A file is taken from the index where the system tells of it what it told when it was read: length, time of writing
//! and, where there is one, time of change, neither of them younger than two seconds before the index was written.

mod entries;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::WriterId;
use super::backups::hash_of;
use super::fs::Fs;
use super::layout::{ARTICLES, EXCERPTS, INDEX, defaults_of};
use super::limits::INDEX_MAX_BYTES;
use super::load::Loaded;
use super::lone::Lone;
use super::reading::Wanted;
use super::records::{Line, decode, encode};
use crate::model::{ActorId, ExcerptId, IssueId, ProjectId, TagId};

use entries::{Coder, ExcerptEntry, FileEntry, LineEntry, Numbers, PageEntry, Shared, Tables};

/// How the file begins. The number is that of the structs in `entries`; raise it with each change of theirs.
const FIRST_LINE: &[u8] = b"rapporteur index 2\n";
const HASH_BYTES: usize = 32;
/// Projects of fewer files are read faster than an index is kept.
const FEW_FILES: usize = 64;
/// A file written so shortly before the index may have been written again within the same tick of the file system's
/// clock (FAT counts two seconds).
const TICK_NANOSECONDS: u128 = 2_000_000_000;

/// Whether the index may know this file. Those of codes and writers are few, and always read.
pub(super) fn is_indexed(file: &str) -> bool {
    file.starts_with(ARTICLES) || file.starts_with(EXCERPTS)
}

impl Loaded {
    /// Takes from the index what has not changed since; of `wanted` it leaves what is to be read. Returns whether a new
    /// index is worth its making.
    pub(super) fn take_index(&mut self, fs: &dyn Fs, root: &Path, wanted: &mut Vec<Wanted>) -> bool {
        let all = wanted.len();
        if all < FEW_FILES {
            return false;
        }
        if let Some(project) = self.project_id()
            && let Some(taken) = self.take_unchanged(fs, root, project)
        {
            wanted.retain(|wanted| !taken.contains(wanted.file.as_str()));
        }
        wanted.len() > FEW_FILES.max(all / 20)
    }

    /// The files that were taken from the index; none, and nothing taken, where it cannot be used.
    fn take_unchanged(&mut self, fs: &dyn Fs, root: &Path, project: ProjectId) -> Option<BTreeSet<Arc<str>>> {
        let path = root.join(INDEX);
        let written = fs.stat(&path).ok()??.modified;
        let bytes = fs.read(&path, INDEX_MAX_BYTES).ok()?;
        let (hash, payload) = bytes.strip_prefix(FIRST_LINE)?.split_at_checked(HASH_BYTES)?;
        if hash_of(payload).as_bytes() != hash {
            return None;
        }
        let (tables, rest) = postcard::take_from_bytes::<Tables<'_>>(payload).ok()?;
        if tables.project != project.as_bytes() {
            return None;
        }
        let known = Shared::of(&tables)?;
        let mut taken = BTreeSet::new();
        let mut numbers = Vec::with_capacity(tables.files.len());
        let writers: Vec<u32> = known.writers.iter().map(|writer| self.versions.writer_number(writer)).collect();
        for entry in &tables.files {
            let unchanged = self.looked_at.get_key_value(entry.path).filter(|(_, stat)| entry.is_of(stat, written));
            numbers.push(unchanged.map(|(file, _)| file.clone()).map(|file| {
                let writer = entry.writer.and_then(|number| known.writers.get(number as usize)).cloned();
                self.files.insert(file.clone(), writer);
                taken.insert(file.clone());
                (self.versions.file_number(&file), file)
            }));
        }
        let of_file = |number: u32| numbers.get(number as usize)?.as_ref();
        // From here on nothing may be missing: half an index would be half a project. The hash says that it is all there.
        let mut rest = rest;
        for id in tables.ids.chunks_exact(16) {
            let (entry, left) = postcard::take_from_bytes::<ExcerptEntry<'_>>(rest).ok()?;
            rest = left;
            if let Some((file, _)) = of_file(entry.file) {
                let excerpt = entry.excerpt(ExcerptId::from_bytes(id.try_into().ok()?), &known)?;
                let writer = *writers.get(entry.writer as usize)?;
                let lone = Lone { id: excerpt.id, at: entry.at, writer, file: *file, line: entry.line };
                self.versions.add_lone(lone, excerpt);
            }
        }
        for entry in &tables.lines {
            if let Some((_, file)) = of_file(entry.file) {
                let writer = known.writers.get(entry.writer as usize)?;
                let (line, _) = decode(entry.text, writer, &defaults_of(file)).ok()?;
                self.versions.add(line, file, entry.number as usize);
            }
        }
        Some(taken)
    }

    /// The index of what was read from files so far. Those with damage, or with anything to be told, are left out: they
    /// are read again at every opening.
    pub(super) fn index(&self) -> Option<Vec<u8>> {
        let project = self.project_id()?;
        let told: BTreeSet<&str> =
            self.damage.iter().chain(&self.notes).chain(&self.comments).map(|finding| finding.file.as_str()).collect();
        let mut writers = Numbers::<WriterId>::default();
        let mut files = HashMap::new();
        let mut list = Vec::new();
        for (file, writer) in &self.files {
            let Some(stat) = self.looked_at.get(file).filter(|_| is_indexed(file) && !told.contains(&**file)) else {
                continue;
            };
            files.insert(file.clone(), u32::try_from(list.len()).ok()?);
            let writer = writer.as_ref().map(|writer| writers.of(writer));
            list.push(FileEntry::of(file, stat, writer));
        }
        let mut coder = Coder::default();
        let mut excerpts = Vec::new();
        let mut ids = Vec::new();
        for (lone, excerpt) in self.versions.lone.values().zip(self.versions.excerpts.values()) {
            let file = self.versions.files.get(lone.file as usize).and_then(|file| files.get(file));
            let (Some(file), Some(writer)) = (file, self.versions.writers.get(lone.writer as usize)) else { continue };
            let entry = coder.entry(lone, excerpt, *file, writers.of(writer));
            ids.extend_from_slice(lone.id.as_bytes());
            excerpts = postcard::to_extend(&entry, excerpts).ok()?;
        }
        let mut lines = Vec::new();
        for version in self.versions.other.values().flatten() {
            let Some(file) = files.get(&version.file) else { continue };
            let line = Line { stamp: version.stamp.clone(), body: version.body.clone() };
            let text = encode(&line, &defaults_of(&version.file));
            lines.push((*file, u32::try_from(version.line).ok()?, writers.of(&version.stamp.writer), text));
        }
        let tables = Tables {
            project: project.as_bytes(),
            ids: &ids,
            writers: writers.list.iter().map(WriterId::as_str).collect(),
            tags: coder.tags.list.iter().map(TagId::as_str).collect(),
            actors: coder.actors.list.iter().map(|list| list.iter().map(ActorId::as_str).collect()).collect(),
            issues: coder.issues.list.iter().map(|list| list.iter().map(IssueId::as_str).collect()).collect(),
            analysts: coder.analysts.list.iter().map(|id| id.as_bytes().as_slice()).collect(),
            articles: coder.articles.list.iter().map(|id| id.as_bytes().as_slice()).collect(),
            pages: coder.pages.iter().map(|page| PageEntry::of(page)).collect(),
            files: list,
            lines: lines
                .iter()
                .map(|(file, number, writer, text)| LineEntry { file: *file, number: *number, writer: *writer, text })
                .collect(),
        };
        let mut payload = postcard::to_allocvec(&tables).ok()?;
        payload.append(&mut excerpts);
        let mut bytes = FIRST_LINE.to_vec();
        bytes.extend_from_slice(hash_of(&payload).as_bytes());
        bytes.append(&mut payload);
        Some(bytes)
    }
}
