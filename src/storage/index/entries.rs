//! What the index cache holds, as postcard writes it: lists of what many excerpts share, files, and excerpts that name
//! both by number. Structs of its own, so that no change to a record changes the index unnoticed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::TICK_NANOSECONDS;
use super::articles::ArticleEntry;
use crate::model::anchor::{Page, Place};
use crate::model::{
    ActorId, AnalystId, Anchor, ArticleId, Certainty, Details, Excerpt, ExcerptId, Extra, Few, IssueId, SourceGrade,
    Stance, TagId, TextSpan, Voice,
};
use crate::storage::WriterId;
use crate::storage::fs::{EntryKind, Stat};
use crate::storage::lone::Lone;
use crate::storage::walk::Listed;

/// What stands before the excerpts.
#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct Tables<'a> {
    pub(super) project: &'a [u8],
    /// How many blocks of excerpts follow.
    pub(super) blocks: usize,
    #[serde(borrow)]
    pub(super) writers: Vec<&'a str>,
    pub(super) tags: Vec<&'a str>,
    /// Lists of them, the empty one first.
    pub(super) actors: Vec<Vec<&'a str>>,
    pub(super) issues: Vec<Vec<&'a str>>,
    pub(super) analysts: Vec<&'a [u8]>,
    /// Those that excerpts are in.
    pub(super) in_articles: Vec<&'a [u8]>,
    pub(in crate::storage) folders: Vec<FolderEntry<'a>>,
    /// In the order of their paths, so that those of a folder stand together.
    pub(in crate::storage) files: Vec<FileEntry<'a>>,
    pub(super) articles: Vec<ArticleEntry<'a>>,
    /// What is not among the excerpts, as RON.
    pub(super) lines: Vec<LineEntry<'a>>,
}

/// A file, and what the system told of it before it was read.
#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct FileEntry<'a> {
    pub(in crate::storage) path: &'a str,
    bytes: u64,
    times: (u128, u128),
    pub(super) writer: Option<u32>,
}

impl<'a> FileEntry<'a> {
    pub(super) fn of(path: &'a str, stat: &Stat, writer: Option<u32>) -> Self {
        Self { path, bytes: stat.bytes, times: (stat.modified, stat.changed), writer }
    }

    /// Whether the file is still the one that was read, for an index written at the moment `written`.
    pub(super) fn is_of(&self, stat: &Stat, written: u128) -> bool {
        stat.kind == EntryKind::File && stat.bytes == self.bytes && is_as_then(self.times, stat, written)
    }
}

/// A folder all of whose entries are files that the index has.
#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct FolderEntry<'a> {
    pub(in crate::storage) path: &'a str,
    times: (u128, u128),
    first: usize,
    count: usize,
}

impl<'a> FolderEntry<'a> {
    pub(super) fn of(listed: &'a Listed, files: &[FileEntry<'_>]) -> Option<Self> {
        let inside = format!("{}/", listed.folder);
        let first = files.partition_point(|file| *file.path < *inside);
        let count = files.iter().skip(first).take_while(|file| file.path.starts_with(&inside)).count();
        let times = (listed.stat.modified, listed.stat.changed);
        (count == listed.entries).then_some(Self { path: &listed.folder, times, first, count })
    }

    /// The numbers of its files.
    pub(in crate::storage) fn files(&self) -> std::ops::Range<usize> {
        self.first..self.first.saturating_add(self.count)
    }

    /// Whether no name in it has changed since, for an index written at the moment `written`.
    pub(in crate::storage) fn is_of(&self, stat: &Stat, written: u128) -> bool {
        stat.kind == EntryKind::Folder && !is_coarse(stat.modified) && is_as_then(self.times, stat, written)
    }
}

/// Whether a time comes from a file system that tells hundredths of a second at best, as FAT and exFAT do. There a folder
/// may keep its time although names in it change: Windows leaves it alone.
fn is_coarse(nanoseconds: u128) -> bool {
    const HUNDREDTH: u128 = 10_000_000;
    nanoseconds.is_multiple_of(HUNDREDTH)
}

fn is_as_then((modified, changed): (u128, u128), stat: &Stat, written: u128) -> bool {
    let last = modified.max(changed);
    (stat.modified, stat.changed) == (modified, changed)
        && modified > 0
        && last.saturating_add(TICK_NANOSECONDS) < written
}

/// A version of a record that is no excerpt, or of which there are others.
#[derive(Serialize, Deserialize)]
pub(super) struct LineEntry<'a> {
    pub(super) file: u32,
    pub(super) number: u32,
    pub(super) writer: u32,
    pub(super) text: &'a str,
}

/// Words that several anchors share.
#[derive(Serialize, Deserialize)]
pub(super) struct PageEntry<'a> {
    text: &'a str,
    alone: Option<(usize, usize)>,
}

impl<'a> PageEntry<'a> {
    pub(super) fn of(page: &'a Page) -> Self {
        Self { text: &page.text, alone: page.alone }
    }
}

/// What stands at the beginning of a block of excerpts.
#[derive(Serialize, Deserialize)]
pub(super) struct Pages<'a> {
    /// Those that came up first in it.
    #[serde(borrow)]
    pub(super) pages: Vec<PageEntry<'a>>,
    /// The ids of its excerpts, 16 bytes each; over all blocks ascending.
    pub(super) ids: &'a [u8],
}

/// An excerpt without its id.
#[derive(Serialize, Deserialize)]
pub(super) struct ExcerptEntry<'a> {
    pub(super) file: u32,
    pub(super) line: u32,
    pub(super) at: u32,
    pub(super) writer: u32,
    article: u32,
    start: u32,
    bytes: u32,
    page: u32,
    place: Place,
    tag: u32,
    actors: u32,
    issues: u32,
    analyst: u32,
    created: Moment,
    modified: Option<Moment>,
    #[serde(borrow)]
    details: Option<DetailsEntry<'a>>,
}

/// Seconds since 1970, and nanoseconds.
pub(super) type Moment = (i64, i32);

pub(super) fn moment(timestamp: Timestamp) -> Moment {
    (timestamp.as_second(), timestamp.subsec_nanosecond())
}

pub(super) fn timestamp((seconds, nanoseconds): Moment) -> Option<Timestamp> {
    Timestamp::new(seconds, nanoseconds).ok()
}

/// What only some excerpts say.
#[derive(Serialize, Deserialize)]
struct DetailsEntry<'a> {
    addressees: u32,
    stance: &'a str,
    condition: &'a str,
    speaker: &'a str,
    voice: &'a str,
    said_on: Cow<'a, str>,
    reliability: Option<char>,
    credibility: Option<u8>,
    supersedes: Vec<[u8; 16]>,
    contradicts: Vec<[u8; 16]>,
    repeats: Vec<[u8; 16]>,
    memo: &'a str,
    unsure: bool,
    starred: bool,
    checked: bool,
    extra: Vec<(&'a str, &'a str)>,
}

/// Gives each different thing a number, in the order in which they come.
pub(super) struct Numbers<T> {
    pub(super) list: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self { list: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbers<T> {
    pub(super) fn of(&mut self, thing: &T) -> u32 {
        if let Some(number) = self.numbers.get(thing) {
            return *number;
        }
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.numbers.insert(thing.clone(), next);
        self.list.push(thing.clone());
        next
    }
}

/// Turns excerpts into entries.
#[derive(Default)]
pub(super) struct Coder {
    pub(super) tags: Numbers<TagId>,
    pub(super) actors: Numbers<Few<ActorId>>,
    pub(super) issues: Numbers<Few<IssueId>>,
    pub(super) analysts: Numbers<AnalystId>,
    pub(super) articles: Numbers<ArticleId>,
    pub(super) pages: Vec<Arc<Page>>,
    page_numbers: HashMap<usize, u32>,
}

impl Coder {
    pub(super) fn entry<'a>(&mut self, lone: &Lone, excerpt: &'a Excerpt, file: u32, writer: u32) -> ExcerptEntry<'a> {
        let (page, place) = excerpt.anchor.on_page();
        let next = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        let number = *self.page_numbers.entry(Arc::as_ptr(page).addr()).or_insert(next);
        if number == next {
            self.pages.push(page.clone());
        }
        let short = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        ExcerptEntry {
            file,
            line: lone.line,
            at: lone.at,
            writer,
            article: self.articles.of(&excerpt.article),
            start: short(excerpt.anchor.span.start()),
            bytes: short(excerpt.anchor.span.byte_len()),
            page: number,
            place,
            tag: self.tags.of(&excerpt.tag),
            actors: self.actors.of(&excerpt.actors),
            issues: self.issues.of(&excerpt.issues),
            analyst: self.analysts.of(&excerpt.analyst),
            created: moment(excerpt.created),
            modified: (excerpt.modified != excerpt.created).then(|| moment(excerpt.modified)),
            details: excerpt.details().map(|details| self.details(details)),
        }
    }

    fn details<'a>(&mut self, details: &'a Details) -> DetailsEntry<'a> {
        let ids = |list: &Few<ExcerptId>| list.iter().map(|id| *id.as_bytes()).collect();
        DetailsEntry {
            addressees: self.actors.of(&details.addressees),
            stance: details.stance.as_ref().map(Stance::word).unwrap_or_default(),
            condition: &details.condition,
            speaker: &details.speaker,
            voice: details.voice.as_ref().map(Voice::word).unwrap_or_default(),
            said_on: details.said_on.map(|date| date.to_string()).unwrap_or_default().into(),
            reliability: details.grade.reliability(),
            credibility: details.grade.credibility(),
            supersedes: ids(&details.supersedes),
            contradicts: ids(&details.contradicts),
            repeats: ids(&details.repeats),
            memo: &details.memo,
            unsure: details.certainty == Certainty::Unsure,
            starred: details.starred,
            checked: details.checked,
            extra: details.extra.0.iter().map(|(name, value)| (&**name, &**value)).collect(),
        }
    }
}

/// What many excerpts share, read.
pub(super) struct Shared {
    pub(super) writers: Vec<WriterId>,
    tags: Vec<TagId>,
    actors: Vec<Few<ActorId>>,
    issues: Vec<Few<IssueId>>,
    analysts: Vec<AnalystId>,
    articles: Vec<ArticleId>,
    pages: Vec<Arc<Page>>,
}

impl Shared {
    pub(super) fn of(tables: &Tables<'_>) -> Option<Self> {
        fn lists<T: std::str::FromStr>(lists: &[Vec<&str>]) -> Option<Vec<Few<T>>> {
            lists.iter().map(|list| list.iter().map(|id| id.parse().ok()).collect()).collect()
        }
        Some(Self {
            writers: tables.writers.iter().map(|id| id.parse().ok()).collect::<Option<_>>()?,
            tags: tables.tags.iter().map(|id| id.parse().ok()).collect::<Option<_>>()?,
            actors: lists(&tables.actors)?,
            issues: lists(&tables.issues)?,
            analysts: tables
                .analysts
                .iter()
                .map(|id| Some(AnalystId::from_bytes((*id).try_into().ok()?)))
                .collect::<Option<_>>()?,
            articles: tables
                .in_articles
                .iter()
                .map(|id| Some(ArticleId::from_bytes((*id).try_into().ok()?)))
                .collect::<Option<_>>()?,
            pages: Vec::new(),
        })
    }

    pub(super) fn add_pages(&mut self, pages: &[PageEntry<'_>]) {
        let page = |entry: &PageEntry<'_>| Arc::new(Page::new(entry.text.into(), entry.alone));
        self.pages.extend(pages.iter().map(page));
    }
}

impl ExcerptEntry<'_> {
    pub(super) fn excerpt(&self, id: ExcerptId, shared: &Shared) -> Option<Excerpt> {
        let span = TextSpan::from_stored(self.start as usize, self.start.checked_add(self.bytes)? as usize)?;
        let anchor = Anchor::from_page(span, shared.pages.get(self.page as usize)?.clone(), self.place);
        let article = *shared.articles.get(self.article as usize)?;
        let tag = shared.tags.get(self.tag as usize)?.clone();
        let analyst = *shared.analysts.get(self.analyst as usize)?;
        let mut excerpt = Excerpt::new(id, article, anchor, tag, analyst, timestamp(self.created)?);
        if let Some(modified) = self.modified {
            excerpt.modified = timestamp(modified)?;
        }
        excerpt.actors = shared.actors.get(self.actors as usize)?.clone();
        excerpt.issues = shared.issues.get(self.issues as usize)?.clone();
        if let Some(details) = &self.details {
            excerpt.set_details(details.details(shared)?);
        }
        Some(excerpt)
    }
}

impl DetailsEntry<'_> {
    fn details(&self, shared: &Shared) -> Option<Details> {
        let ids = |list: &[[u8; 16]]| list.iter().map(|id| ExcerptId::from_bytes(*id)).collect();
        let said_on = if self.said_on.is_empty() { None } else { Some(self.said_on.parse().ok()?) };
        Some(Details {
            addressees: shared.actors.get(self.addressees as usize)?.clone(),
            stance: Stance::from_word(self.stance),
            condition: self.condition.to_owned(),
            speaker: self.speaker.to_owned(),
            voice: Voice::from_word(self.voice),
            said_on,
            grade: SourceGrade::new(self.reliability, self.credibility)?,
            supersedes: ids(&self.supersedes),
            contradicts: ids(&self.contradicts),
            repeats: ids(&self.repeats),
            memo: self.memo.to_owned(),
            certainty: if self.unsure { Certainty::Unsure } else { Certainty::Sure },
            starred: self.starred,
            checked: self.checked,
            extra: Extra(self.extra.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_on_a_disk_with_coarse_times_is_always_listed() {
        let check = |time: u128, expected: bool| {
            let stat = Stat { kind: EntryKind::Folder, bytes: 0, modified: time, changed: time };
            let entry = FolderEntry { path: "excerpts/00/a", times: (time, time), first: 0, count: 0 };
            assert_eq!(entry.is_of(&stat, time + 5 * TICK_NANOSECONDS), expected, "{time}");
        };
        check(1_790_000_000_123_456_789, true);
        check(1_790_000_000_120_000_000, false);
        check(1_790_000_000_000_000_000, false);
    }
}
