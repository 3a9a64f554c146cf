//! A project's folder -> all versions of all records -> the project that they add up to. Reads only.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::fs::{EntryKind, Fs, Stat};
use super::layout::{ARTICLES, CODES, EXCERPTS, PROJECT_FILE, WRITERS, defaults_of};
use super::limits::{PROJECT_FILE_MAX_BYTES, RECORD_FILE_MAX_BYTES};
use jiff::Timestamp;

use super::journals::{FoundJournal, add_journals};
use super::migrate::check_known;
use super::record_file;
use super::records::{Body, Line};
use super::stamp::{Stamp, current};
use super::{Finding, StoreError, WriterId};
use crate::model::{AnalystId, ArticleId, Project, ProjectId, Record, RecordId};

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

/// For each writer the analyst whose line they wrote first: their own.
pub(super) fn analysts_of(known: &BTreeMap<RecordId, Known>) -> BTreeMap<WriterId, AnalystId> {
    let mut first: BTreeMap<WriterId, (u64, AnalystId)> = BTreeMap::new();
    // Ids sort by kind, and there are few analysts.
    for (id, known) in known.range(RecordId::Analyst(AnalystId::from_bytes([0; 16]))..) {
        let RecordId::Analyst(analyst) = id else { continue };
        for stamp in &known.stamps {
            let own = first.entry(stamp.writer.clone()).or_insert((stamp.at, *analyst));
            if stamp.at < own.0 {
                *own = (stamp.at, *analyst);
            }
        }
    }
    first.into_iter().map(|(writer, (_, analyst))| (writer, analyst)).collect()
}

/// One version of a record, with where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Version {
    pub(super) stamp: Stamp,
    pub(super) body: Body,
    pub(super) file: Arc<str>,
    pub(super) line: usize,
}

/// All that the folder holds.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) versions: BTreeMap<RecordId, Vec<Version>>,
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
    /// Damaged files of which a copy was put into quarantine, and where.
    pub(super) quarantined: Vec<(String, String)>,
    /// Half-written files that a crash left.
    pub(super) leftovers: Vec<String>,
    pub(super) journals: Vec<FoundJournal>,
    /// Journals that are there but could not be read.
    pub(super) unread_journals: Vec<(WriterId, u64)>,
}

/// What the store remembers of a record.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// Of its versions, those that count.
    pub(super) stamps: Vec<Stamp>,
    /// The article that an excerpt is or was in.
    pub(super) article: Option<ArticleId>,
}

/// What the versions add up to.
pub(super) struct Settled {
    pub(super) project: Project,
    pub(super) known: BTreeMap<RecordId, Known>,
    /// Where the line of each shown record stands.
    pub(super) places: BTreeMap<RecordId, (Arc<str>, usize)>,
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
    look_for_project(fs, root)?;
    let mut loaded = Loaded::default();
    if let Ok(Some(_)) = fs.kind(&root.join(PROJECT_FILE)) {
        loaded.take(fs, root, PROJECT_FILE, PROJECT_FILE_MAX_BYTES)?;
    }
    for (folder, depth) in [(CODES, 0), (WRITERS, 0), (ARTICLES, 1), (EXCERPTS, 2)] {
        match fs.kind(&root.join(folder)) {
            Ok(None) => {}
            Ok(Some(EntryKind::Folder)) => loaded.walk(fs, root, folder, depth)?,
            Ok(Some(_)) => loaded.damage.push(whole(folder, "it is no folder of the project and was not read".into())),
            Err(error) => loaded.damage.push(whole(folder, format!("it could not be looked at: {error}"))),
        }
    }
    loaded.salvage_project(fs, root);
    add_journals(&mut loaded, fs, root);
    Ok(loaded)
}

impl Loaded {
    fn walk(&mut self, fs: &dyn Fs, root: &Path, folder: &str, depth: usize) -> Result<(), StoreError> {
        let entries = match fs.list(&root.join(folder)) {
            Ok(entries) => entries,
            Err(error) => {
                self.damage.push(whole(folder, format!("the folder could not be listed: {error}")));
                return Ok(());
            }
        };
        for entry in entries {
            let path = format!("{folder}/{}", entry.name);
            match entry.kind {
                EntryKind::Folder if depth > 0 => self.walk(fs, root, &path, depth - 1)?,
                EntryKind::File if depth == 0 && entry.name.ends_with(".ron") && !entry.name.starts_with('.') => {
                    self.take(fs, root, &path, RECORD_FILE_MAX_BYTES)?;
                }
                EntryKind::File if entry.name.starts_with('.') && entry.name.ends_with(".tmp") => {
                    self.leftovers.push(path);
                }
                EntryKind::Other => self.damage.push(whole(&path, "it is no regular file and was not read".to_owned())),
                EntryKind::Folder if entry.name.ends_with(".ron") => {
                    self.damage.push(whole(&path, "a folder stands where a file should be".to_owned()));
                    self.files.insert(path.into(), None);
                }
                EntryKind::File if depth > 0 && !entry.name.contains('.') => {
                    self.damage.push(whole(&path, "a file stands where a folder should be".to_owned()));
                }
                EntryKind::File | EntryKind::Folder => {}
            }
        }
        Ok(())
    }

    fn take(&mut self, fs: &dyn Fs, root: &Path, file: &str, limit: u64) -> Result<(), StoreError> {
        if let Ok(Some(stat)) = fs.stat(&root.join(file)) {
            self.looked_at.insert(file.into(), stat);
        }
        let bytes = match fs.read(&root.join(file), limit) {
            Ok(bytes) => bytes,
            Err(error) => {
                let why = match error.kind() {
                    io::ErrorKind::FileTooLarge => format!("it is larger than {limit} bytes and was not read"),
                    _ => format!("it could not be read: {error}"),
                };
                self.files.insert(file.into(), None);
                self.damage.push(whole(file, why));
                return Ok(());
            }
        };
        let found = record_file::read(file, &bytes);
        check_known(&root.join(file), found.header.format)?;
        let file: Arc<str> = file.into();
        self.named_by_writers = self.named_by_writers.or(found.header.project);
        self.files.insert(file.clone(), found.header.writer);
        self.damage.extend(found.damage);
        self.notes.extend(found.notes);
        self.comments.extend(found.comments);
        for record_file::FileLine { number, line } in found.lines {
            self.add_version(line, &file, number);
        }
        Ok(())
    }

    /// Notes one version of a record; says whether it was not known yet. A file that a sync program copied, and the
    /// journal after a checkpoint, say the same again.
    pub(super) fn add_version(&mut self, line: Line, file: &Arc<str>, number: usize) -> bool {
        let versions = self.versions.entry(line.id()).or_default();
        let is_new = !versions.iter().any(|known| known.stamp == line.stamp && known.body == line.body);
        if is_new {
            versions.push(Version { stamp: line.stamp, body: line.body, file: file.clone(), line: number });
        }
        is_new
    }

    /// What the versions add up to: of several current ones, a record is shown rather than its removal, then the one
    /// with the higher number, then the later writer, so that all copies show the same.
    pub(super) fn settle(&mut self, root: &Path) -> Result<Settled, StoreError> {
        let mut all_known = BTreeMap::new();
        let mut places = BTreeMap::new();
        let mut concurrent = Vec::new();
        let mut records = Vec::new();
        let mut meta = None;
        for (id, versions) in std::mem::take(&mut self.versions) {
            let all: Vec<Stamp> = versions.iter().map(|version| version.stamp.clone()).collect();
            let live = current(&all.iter().collect::<Vec<_>>());
            let article = versions.iter().find_map(|v| v.body.article().or_else(|| defaults_of(&v.file).article));
            all_known.insert(id.clone(), Known { stamps: all, article });
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
            match shown.body {
                Body::Put(Record::Project(line)) => meta = Some(line),
                Body::Put(record) => {
                    places.insert(id, (shown.file, shown.line));
                    records.push(record);
                }
                Body::Removed(..) => {}
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
        let analysts = analysts_of(&all_known);
        for found in &mut concurrent {
            found.name_analysts(&analysts);
        }
        Ok(Settled { project: Project::from_records(meta, records), known: all_known, places, concurrent })
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

fn whole(file: &str, what: String) -> Finding {
    Finding { file: file.to_owned(), line: None, column: None, what }
}
