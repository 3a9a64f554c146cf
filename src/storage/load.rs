//! A project's folder -> all versions of all records -> the project that they add up to. Reads only.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::fs::{EntryKind, Fs, Stat};
use super::glance::{Tell, Told};
use super::index::{find_index, is_worth_it, read_tables};
use super::layout::{ARTICLES, CODES, EXCERPTS, PROJECT_FILE, WRITERS, defaults_of};
use super::limits::PROJECT_FILE_MAX_BYTES;
use jiff::Timestamp;

use super::journals::{FoundJournal, add_journals};
use super::known::{Known, KnownRecords};
use super::lone::{Lone, Version, Versions};
use super::migrate::check_known;
use super::reading::{Found, Wanted, read_all};
use super::record_file;
use super::records::Body;
use super::stamp::{Stamp, current};
use super::walk::{KnownFolders, Listed};
use super::{Finding, StoreError, WriterId};
use crate::model::{AnalystId, ExcerptId, Project, ProjectId, Record, RecordId};

/// What was noticed on opening. All of it is for the analyst to see; none of it stopped the rest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OpenReport {
    /// Lines and files that could not be read. They are left as they are.
    pub damage: Vec<Finding>,
    /// What is strange but was read and is kept.
    pub notes: Vec<Finding>,
    /// Records that several analysts changed without seeing each other's change.
    pub concurrent: Vec<Concurrent>,
    /// What was there when this analyst last worked here, and is not any more.
    pub lost: Vec<Finding>,
    /// Changes that only the journal had kept when the program last ended.
    pub restored: Option<Restored>,
    /// Damaged files, and where in the project's folder a copy of each is kept.
    pub quarantined: Vec<(String, String)>,
}

/// Changes that were found in the journal, after a crash or a power loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// How many.
    pub changes: usize,
    /// When the first of them was made.
    pub first: Timestamp,
    /// When the last of them was made.
    pub last: Timestamp,
}

impl Restored {
    /// Counts one change, made at `when`.
    pub(super) fn count(restored: &mut Option<Self>, when: Timestamp) {
        let so_far = restored.get_or_insert(Self { changes: 0, first: when, last: when });
        so_far.changes += 1;
        so_far.last = when;
    }
}

/// A record with several versions of which nobody has seen all. The next edit settles it.
#[derive(Debug, Clone, PartialEq)]
pub struct Concurrent {
    /// Which record.
    pub id: RecordId,
    /// Who wrote the version that the project shows.
    pub shown: Wrote,
    /// The others: who wrote it, and what; none where they removed it.
    pub others: Vec<(Wrote, Option<Record>)>,
}

/// Who wrote a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrote {
    /// The analyst's id on one installation.
    pub writer: WriterId,
    /// The analyst, as far as the project's files say.
    pub analyst: Option<AnalystId>,
}

/// For each writer the analyst that they are: as `named` by the first line of their own file, or else the one whose line
/// they wrote first, their own.
pub(super) fn analysts_of(
    known: &KnownRecords,
    named: &BTreeMap<WriterId, AnalystId>,
) -> BTreeMap<WriterId, AnalystId> {
    let mut first: BTreeMap<WriterId, (u64, AnalystId)> = BTreeMap::new();
    for (analyst, known) in known.analysts() {
        for stamp in &known.stamps {
            let own = first.entry(stamp.writer.clone()).or_insert((stamp.at, analyst));
            if stamp.at < own.0 {
                *own = (stamp.at, analyst);
            }
        }
    }
    let own = first.into_iter().map(|(writer, (_, analyst))| (writer, analyst));
    own.chain(named.iter().map(|(writer, analyst)| (writer.clone(), *analyst))).collect()
}

/// All that the folder holds.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) versions: Versions,
    /// Whose each file is.
    pub(super) files: BTreeMap<Arc<str>, Option<WriterId>>,
    /// What the system said about each before it was read.
    pub(super) looked_at: BTreeMap<Arc<str>, Stat>,
    pub(super) damage: Vec<Finding>,
    pub(super) notes: Vec<Finding>,
    /// Comments that will be left out where a file is written anew.
    pub(super) comments: Vec<Finding>,
    /// Which project the writers' files say this is.
    pub(super) named_by_writers: Option<ProjectId>,
    /// Who the writers are, as far as their own files say.
    pub(super) analysts: BTreeMap<WriterId, AnalystId>,
    /// Damaged files of which a copy was put into quarantine, and where.
    pub(super) quarantined: Vec<(String, String)>,
    /// Half-written files that a crash left.
    pub(super) leftovers: Vec<String>,
    pub(super) journals: Vec<FoundJournal>,
    /// Journals that are there but could not be read.
    pub(super) unread_journals: Vec<(WriterId, u64)>,
    /// Whether it is to be remembered where each record stands.
    pub(super) keep_places: bool,
    /// Files that are still to be read.
    pub(super) wanted: Vec<Wanted>,
    /// Folders of excerpts as they were when they were listed.
    pub(super) listed: Vec<Listed>,
}

/// What the versions add up to.
pub(super) struct Settled {
    pub(super) project: Project,
    pub(super) known: KnownRecords,
    /// Where they stand, where that was asked for.
    pub(super) places: Places,
    pub(super) concurrent: Vec<Concurrent>,
}

/// Whether there is a project in the folder.
pub(super) fn look_for_project(fs: &dyn Fs, root: &Path) -> Result<(), StoreError> {
    match fs.kind(root) {
        // A link to a folder may well be where a project is kept; only below the root links are left alone.
        Ok(Some(EntryKind::Folder | EntryKind::Other)) => {}
        Ok(Some(EntryKind::File)) => return Err(StoreError::NotAFolder { folder: root.to_owned() }),
        Ok(None) => return Err(StoreError::NoFolder { folder: root.to_owned() }),
        Err(source) => return Err(StoreError::Io { doing: "look at", file: root.to_owned(), source }),
    }
    let project_file = root.join(PROJECT_FILE);
    match fs.kind(&project_file) {
        Ok(Some(EntryKind::File)) => {}
        // Where there are articles its own file is lost, and the rest opens all the same.
        Ok(_) if [ARTICLES, EXCERPTS].iter().any(|folder| is_folder(fs, root, folder)) => {}
        Ok(Some(_)) => return Err(StoreError::NotRegular { file: project_file }),
        Ok(None) => return Err(StoreError::NotAProject { folder: root.to_owned() }),
        Err(source) => return Err(StoreError::Io { doing: "look at", file: project_file, source }),
    }
    Ok(())
}

fn is_folder(fs: &dyn Fs, root: &Path, folder: &str) -> bool {
    matches!(fs.kind(&root.join(folder)), Ok(Some(EntryKind::Folder)))
}

/// Reads every file of records below `root`.
pub(super) fn load(fs: &dyn Fs, root: &Path) -> Result<Loaded, StoreError> {
    load_with(fs, root, Index::Ignored, &mut |_| true).map(|(loaded, _)| loaded)
}

/// Files read between two words about how far the reading is.
const FILES_A_STEP: usize = 200;

/// What the index cache is good for while a project is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    /// Every file is read.
    Ignored,
    /// What has not changed since is taken from it.
    Used,
    /// Likewise, and where it is worth it a new one is made.
    Renewed,
}

/// Reads what is not in the index, and makes a new index where that is wished for and worth it. Where there is much to
/// read, `tell` is told what can be shown before, then now and then how far the reading is, and says whether to go on.
pub(super) fn load_with(
    fs: &dyn Fs,
    root: &Path,
    index: Index,
    tell: &mut Tell<'_>,
) -> Result<(Loaded, Option<Vec<u8>>), StoreError> {
    look_for_project(fs, root)?;
    let mut loaded = Loaded::default();
    let has_project_file = || matches!(fs.kind(&root.join(PROJECT_FILE)), Ok(Some(_)));
    let had_project_file = has_project_file();
    if had_project_file {
        loaded.want(fs, root, PROJECT_FILE.into(), PROJECT_FILE_MAX_BYTES);
    }
    [CODES, WRITERS].iter().for_each(|folder| loaded.walk_below(fs, root, folder, 0, None));
    loaded.read_wanted(fs, root, &mut |_| true)?;
    // A journal that was left is the sign of a crash; then every file is read, whatever the system says about it.
    let after_crash = super::place::has_journal(fs, root);
    let project = loaded.project_id().filter(|_| index != Index::Ignored && !after_crash);
    let (first, blocks) = project.and_then(|_| find_index(fs, root)).unzip();
    let tables = first.as_deref().zip(project).and_then(|(first, project)| read_tables(first, project));
    let kept = tables.as_ref().zip(blocks);
    let known = kept.as_ref().map(|(tables, blocks)| KnownFolders::of(tables, blocks.written));
    loaded.walk_below(fs, root, ARTICLES, 1, None);
    let articles = loaded.wanted.len();
    if kept.is_none() {
        // The articles are there long before their excerpts are so much as listed.
        loaded.read_wanted(fs, root, tell)?;
        loaded.show(articles, root, tell)?;
    }
    loaded.walk_below(fs, root, EXCERPTS, 2, known.as_ref());
    let (mut all, mut read) = (loaded.wanted.len(), loaded.wanted.len());
    if let Some((tables, mut blocks)) = kept {
        let mut many = std::mem::take(&mut loaded.wanted);
        loaded.take_unchanged(tables, &mut blocks, &mut many);
        read = many.len();
        let (articles, excerpts): (Vec<_>, Vec<_>) = many.into_iter().partition(|w| w.file.starts_with(ARTICLES));
        loaded.wanted = articles;
        loaded.read_wanted(fs, root, tell)?;
        loaded.show(excerpts.len(), root, tell)?;
        loaded.wanted = excerpts;
    } else {
        (all, read) = (all + articles, read + articles);
    }
    let renew = project.is_some() && is_worth_it(read, all);
    loaded.read_wanted(fs, root, tell)?;
    // A disk that was taken out meanwhile is no project without excerpts.
    if had_project_file && !has_project_file() {
        return Err(StoreError::Vanished { folder: root.to_owned() });
    }
    let new_index = if renew && index == Index::Renewed { loaded.index() } else { None };
    loaded.salvage_project(fs, root);
    add_journals(&mut loaded, fs, root);
    Ok((loaded, new_index))
}

impl Loaded {
    /// Reads the files that are still to be read.
    fn read_wanted(&mut self, fs: &dyn Fs, root: &Path, tell: &mut Tell<'_>) -> Result<(), StoreError> {
        let wanted = std::mem::take(&mut self.wanted);
        let (mut done, total) = (0, wanted.len());
        read_all(fs, root, wanted, |wanted, found| {
            done += 1;
            if done % FILES_A_STEP == 0 && !tell(Told::Read { done, total }) {
                return Err(StoreError::Stopped { folder: root.to_owned() });
            }
            self.take(root, &wanted, found)
        })
    }

    pub(super) fn take(&mut self, root: &Path, wanted: &Wanted, found: Found) -> Result<(), StoreError> {
        let file = wanted.file.clone();
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                let why = match error.kind() {
                    io::ErrorKind::FileTooLarge => format!("it is larger than {} bytes and was not read", wanted.limit),
                    _ => format!("it could not be read: {error}"),
                };
                self.damage.push(whole(&file, why));
                self.files.insert(file, None);
                return Ok(());
            }
        };
        check_known(&root.join(&*file), found.header.format)?;
        self.named_by_writers = self.named_by_writers.or(found.header.project);
        if let (Some(writer), Some(analyst)) = (&found.header.writer, found.header.analyst) {
            self.analysts.insert(writer.clone(), analyst);
        }
        self.files.insert(file.clone(), found.header.writer);
        self.damage.extend(found.damage);
        self.notes.extend(found.notes);
        self.comments.extend(found.comments);
        for record_file::FileLine { number, line } in found.lines {
            self.versions.add(line, &file, number);
        }
        Ok(())
    }

    /// What the versions add up to: of several current ones, a record is shown rather than its removal, then the one
    /// with the higher number, then the later writer, so that all copies show the same.
    pub(super) fn settle(&mut self, root: &Path) -> Result<Settled, StoreError> {
        let Versions { mut excerpts, lone, other, writers, files, .. } = std::mem::take(&mut self.versions);
        let mut known = KnownRecords::default();
        let mut places = Places { files, ..Places::default() };
        let mut concurrent = Vec::new();
        let mut records = Vec::new();
        let mut several = Vec::new();
        let mut meta = None;
        for (id, versions) in other {
            let all: Vec<Stamp> = versions.iter().map(|version| version.stamp.clone()).collect();
            let live = current(&all.iter().collect::<Vec<_>>());
            let article = versions.iter().find_map(|v| v.body.article().or_else(|| defaults_of(&v.file).article));
            known.set(id.clone(), Known { stamps: all, article });
            let mut live: Vec<Version> =
                versions.into_iter().enumerate().filter(|(index, _)| live.contains(index)).map(|(_, v)| v).collect();
            live.sort_by(|a, b| rank(&a.body, &a.stamp).cmp(&rank(&b.body, &b.stamp)));
            let Some(shown) = live.pop() else { continue };
            if !live.is_empty() {
                let wrote = |stamp: &Stamp| Wrote { writer: stamp.writer.clone(), analyst: None };
                let other = |version: Version| {
                    let record = if let Body::Put(record) = version.body { Some(record) } else { None };
                    (wrote(&version.stamp), record)
                };
                concurrent.push(Concurrent {
                    id: id.clone(),
                    shown: wrote(&shown.stamp),
                    others: live.into_iter().rev().map(other).collect(),
                });
            }
            let Body::Put(record) = shown.body else { continue };
            if self.keep_places {
                places.other.insert(id, (shown.file, shown.line));
            }
            match record {
                Record::Project(line) => meta = Some(line),
                Record::Excerpt(excerpt) => several.push(*excerpt),
                record => records.push(record),
            }
        }
        let Some(meta) = meta else {
            return Err(StoreError::Unreadable {
                file: root.join(PROJECT_FILE),
                line: 1,
                column: 1,
                why: "it does not say which project this is".to_owned(),
            });
        };
        for (Lone { id, at, writer, file, line }, excerpt) in lone.into_values().zip(excerpts.values()) {
            if let Some(writer) = writers.get(writer as usize) {
                known.set_plain(id, at, writer, excerpt.article);
            }
            if self.keep_places {
                places.lone.push((id, file, line));
            }
        }
        for excerpt in several {
            excerpts.insert(excerpt);
        }
        let analysts = analysts_of(&known, &self.analysts);
        for found in &mut concurrent {
            found.name_analysts(&analysts);
        }
        let project = Project::from_records(meta, records).with_excerpts(excerpts);
        Ok(Settled { project, known, places, concurrent })
    }
}

/// Where the line of each shown record stands.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By id, with the number of the file and the line.
    lone: Vec<(ExcerptId, u32, u32)>,
    files: Vec<Arc<str>>,
    other: BTreeMap<RecordId, (Arc<str>, usize)>,
}

impl Places {
    /// File and line of a record.
    pub(super) fn of(&self, id: &RecordId) -> Option<(&str, usize)> {
        if let Some((file, line)) = self.other.get(id) {
            return Some((file, *line));
        }
        let RecordId::Excerpt(id) = id else { return None };
        let at = self.lone.binary_search_by_key(id, |(id, ..)| *id).ok()?;
        let (_, file, line) = self.lone.get(at)?;
        Some((self.files.get(*file as usize)?, *line as usize))
    }
}

impl Concurrent {
    pub(super) fn name_analysts(&mut self, analysts: &BTreeMap<WriterId, AnalystId>) {
        for wrote in std::iter::once(&mut self.shown).chain(self.others.iter_mut().map(|(wrote, _)| wrote)) {
            wrote.analyst = analysts.get(&wrote.writer).copied();
        }
    }
}

/// Which of several current versions is shown: the greatest.
pub(super) fn rank<'a>(body: &Body, stamp: &'a Stamp) -> (bool, &'a Stamp) {
    (matches!(body, Body::Put(_)), stamp)
}

pub(super) fn whole(file: &str, what: String) -> Finding {
    Finding { file: file.to_owned(), line: None, column: None, what }
}
