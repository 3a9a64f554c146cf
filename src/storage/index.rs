//! The index cache: what the files of articles and excerpts said when they were last read, in one file that is quick to
//! read. It is disposable: where anything about it is not as it should be, the files are read instead.
//!
//! A file is taken from the index where the system tells of it what it told when it was read: length, time of writing
//! and, where there is one, time of change, neither of them younger than two seconds before the index was written.

mod articles;
mod blocks;
mod entries;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::WriterId;
use super::fs::Fs;
use super::layout::{ARTICLES, EXCERPTS, defaults_of};
use super::load::Loaded;
use super::lone::{Lone, Versions};
use super::reading::Wanted;
use super::records::{Line, decode, encode};
use crate::model::{ActorId, ExcerptId, IssueId, ProjectId, TagId};

use articles::ArticleEntry;
pub(super) use blocks::Blocks;
use blocks::NewIndex;
use entries::{Coder, ExcerptEntry, LineEntry, Numbers, PageEntry, Pages, Shared};
pub(super) use entries::{FileEntry, FolderEntry, Tables};

/// Projects of fewer files are read faster than an index is kept.
const FEW_FILES: usize = 64;
/// About how long a block of excerpts is.
const BLOCK_BYTES: usize = 1 << 20;
/// A file written so shortly before the index may have been written again within the same tick of the file system's
/// clock (FAT counts two seconds).
const TICK_NANOSECONDS: u128 = 2_000_000_000;

/// Whether the index may know this file. Those of codes and writers are few, and always read.
fn is_indexed(file: &str) -> bool {
    file.starts_with(ARTICLES) || file.starts_with(EXCERPTS)
}

/// Whether a new index is worth its making where so many files of `all` had to be read.
pub(super) fn is_worth_it(read: usize, all: usize) -> bool {
    all >= FEW_FILES && read > FEW_FILES.max(all / 20)
}

/// The index that a project's folder has: its first block, and what follows.
pub(super) fn find_index(fs: &dyn Fs, root: &Path) -> Option<(Vec<u8>, Blocks)> {
    let mut blocks = Blocks::find(fs, root)?;
    let mut first = Vec::new();
    blocks.next_into(&mut first)?;
    Some((first, blocks))
}

/// What the first block says, where it is of this project.
pub(super) fn read_tables(first: &[u8], project: ProjectId) -> Option<Tables<'_>> {
    let tables = postcard::from_bytes::<Tables<'_>>(first).ok()?;
    (tables.project == project.as_bytes()).then_some(tables)
}

impl Loaded {
    /// Takes from the index what has not changed since, and leaves of `wanted` what is to be read: all of it where the
    /// index is not whole.
    pub(super) fn take_unchanged(&mut self, tables: &Tables<'_>, blocks: &mut Blocks, wanted: &mut Vec<Wanted>) {
        let numbers: HashMap<&str, usize> =
            wanted.iter().enumerate().map(|(number, wanted)| (&*wanted.file, number)).collect();
        let mut taken = vec![false; wanted.len()];
        let unchanged = |entry: &FileEntry<'_>| {
            let number = *numbers.get(entry.path)?;
            let wanted = wanted.get(number)?;
            self.looked_at.get(&wanted.file).filter(|stat| entry.is_of(stat, blocks.written))?;
            *taken.get_mut(number)? = true;
            Some(wanted.file.clone())
        };
        let files: Vec<Option<Arc<str>>> = tables.files.iter().map(unchanged).collect();
        let Some(versions) = read_versions(tables, blocks, &files) else { return };
        // Half an index would be half a project: nothing counts before all of it was read.
        for (entry, file) in tables.files.iter().zip(files) {
            let Some(file) = file else { continue };
            let writer = entry.writer.and_then(|number| versions.1.get(number as usize)).cloned();
            self.files.insert(file, writer);
        }
        self.versions.take_over(versions.0);
        let mut taken = taken.into_iter();
        wanted.retain(|_| !taken.next().unwrap_or(false));
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
        let folders = self.listed.iter().filter_map(|listed| FolderEntry::of(listed, &list)).collect();
        let mut coder = Coder::default();
        let (mut blocks, mut ids, mut entries, mut pages) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (lone, excerpt) in self.versions.lone.values().zip(self.versions.excerpts.values()) {
            let file = self.versions.files.get(lone.file as usize).and_then(|file| files.get(file));
            let (Some(file), Some(writer)) = (file, self.versions.writers.get(lone.writer as usize)) else { continue };
            let entry = coder.entry(lone, excerpt, *file, writers.of(writer));
            ids.extend_from_slice(lone.id.as_bytes());
            entries = postcard::to_extend(&entry, entries).ok()?;
            let new: usize = coder.pages.iter().skip(pages).map(|page| page.text.len()).sum();
            if entries.len() + ids.len() + new > BLOCK_BYTES {
                blocks.push(block(&coder, &mut pages, &mut ids, &mut entries)?);
            }
        }
        blocks.push(block(&coder, &mut pages, &mut ids, &mut entries)?);
        let (mut articles, mut lines) = (Vec::new(), Vec::new());
        for version in self.versions.other.values().flatten() {
            let Some(file) = files.get(&version.file) else { continue };
            let place = (*file, u32::try_from(version.line).ok()?, writers.of(&version.stamp.writer));
            if let Some(entry) = ArticleEntry::of(&version.stamp, &version.body, place) {
                articles.push(entry);
                continue;
            }
            let line = Line { stamp: version.stamp.clone(), body: version.body.clone() };
            lines.push((place, encode(&line, &defaults_of(&version.file))));
        }
        let tables = Tables {
            project: project.as_bytes(),
            blocks: blocks.len(),
            writers: writers.list.iter().map(WriterId::as_str).collect(),
            tags: coder.tags.list.iter().map(TagId::as_str).collect(),
            actors: coder.actors.list.iter().map(|list| list.iter().map(ActorId::as_str).collect()).collect(),
            issues: coder.issues.list.iter().map(|list| list.iter().map(IssueId::as_str).collect()).collect(),
            analysts: coder.analysts.list.iter().map(|id| id.as_bytes().as_slice()).collect(),
            in_articles: coder.articles.list.iter().map(|id| id.as_bytes().as_slice()).collect(),
            folders,
            files: list,
            articles,
            lines: lines
                .iter()
                .map(|((file, number, writer), text)| LineEntry { file: *file, number: *number, writer: *writer, text })
                .collect(),
        };
        let mut new = NewIndex::beginning_with(&postcard::to_allocvec(&tables).ok()?);
        blocks.iter().for_each(|block| new.push(block));
        Some(new.into_bytes())
    }
}

/// A block of what was coded since the last one, which is thereby done with.
fn block(coder: &Coder, pages: &mut usize, ids: &mut Vec<u8>, entries: &mut Vec<u8>) -> Option<Vec<u8>> {
    let new = coder.pages.iter().skip(*pages).map(|page| PageEntry::of(page)).collect();
    *pages = coder.pages.len();
    let mut block = postcard::to_allocvec(&Pages { pages: new, ids }).ok()?;
    block.append(entries);
    ids.clear();
    Some(block)
}

/// All that the index says of `files`, and its writers. None where anything of it makes no sense.
fn read_versions(
    tables: &Tables<'_>,
    blocks: &mut Blocks,
    files: &[Option<Arc<str>>],
) -> Option<(Versions, Vec<WriterId>)> {
    let mut shared = Shared::of(tables)?;
    let mut versions = Versions::default();
    let writers: Vec<u32> = shared.writers.iter().map(|writer| versions.writer_number(writer)).collect();
    let numbers: Vec<Option<u32>> =
        files.iter().map(|file| file.as_ref().map(|file| versions.file_number(file))).collect();
    let mut block = Vec::new();
    for _ in 0..tables.blocks {
        blocks.next_into(&mut block)?;
        let (Pages { pages, ids }, mut rest) = postcard::take_from_bytes::<Pages<'_>>(&block).ok()?;
        shared.add_pages(&pages);
        for id in ids.chunks_exact(16) {
            let (entry, left) = postcard::take_from_bytes::<ExcerptEntry<'_>>(rest).ok()?;
            rest = left;
            if let Some(file) = *numbers.get(entry.file as usize)? {
                let excerpt = entry.excerpt(ExcerptId::from_bytes(id.try_into().ok()?), &shared)?;
                let writer = *writers.get(entry.writer as usize)?;
                let lone = Lone { id: excerpt.id, at: entry.at, writer, file, line: entry.line };
                versions.add_lone(lone, excerpt);
            }
        }
    }
    if !blocks.is_at_end() {
        return None;
    }
    for entry in &tables.articles {
        if let Some(file) = files.get(entry.file as usize)? {
            let line = entry.line(shared.writers.get(entry.writer as usize)?)?;
            versions.add(line, file, entry.number as usize);
        }
    }
    for entry in &tables.lines {
        if let Some(file) = files.get(entry.file as usize)? {
            let writer = shared.writers.get(entry.writer as usize)?;
            let (line, _) = decode(entry.text, writer, &defaults_of(file)).ok()?;
            versions.add(line, file, entry.number as usize);
        }
    }
    Some((versions, shared.writers))
}
