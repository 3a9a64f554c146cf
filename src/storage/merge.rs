//! Taking another copy of a project into this one, record by record; and giving damaged files back what backups still
//! have of them. Both add versions to files and drop only versions that another one has seen and replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::atomic_file::NewFile;
use super::backups::{Backup, BackupReason, Backups};
use super::fs::Fs;
use super::layout::{PROJECT_FILE, defaults_of, text_file, text_of, writer_file, writer_of};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::load::{Loaded, load};
use super::migrate::FORMAT;
use super::record_file::{self, RecordFile};
use super::records::Line;
use super::store::Store;
use super::{Finding, Opened, StoreError, Texts, Writer};
use crate::model::{RecordId, TextHash};

/// What a merge or a repair did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergeReport {
    /// Files that were brought up to date.
    pub files: usize,
    /// Texts that were added.
    pub texts: usize,
    /// What could not be done, and what could not be read.
    pub left: Vec<Finding>,
    /// What was in damaged files and could be found nowhere.
    pub lost: Vec<Finding>,
}

/// Takes the copy of a project in `other` into the one in `folder`, after a backup. Merging twice, or the other way
/// round, comes to the same.
///
/// # Errors
/// Where one of the two cannot be read, they are different projects, or the outcome cannot be written.
pub fn merge(
    fs: &Arc<dyn Fs>,
    folder: &Path,
    other: &Path,
    writer: &Writer,
    now: Timestamp,
) -> Result<MergeReport, StoreError> {
    let Opened { mut store, project, .. } = Store::open(fs.clone(), folder, writer)?;
    let _others = store.take_all_locks()?;
    let mut theirs = load(&**fs, other)?;
    let their_texts = Texts { fs: fs.clone(), root: other.to_owned(), ..store.texts() };
    let files = by_file(&mut theirs);
    let settled = load(&**fs, other)?.settle(other)?;
    if settled.project.meta().id != project.meta().id {
        return Err(StoreError::OtherProject { folder: folder.to_owned(), other: other.to_owned() });
    }
    Backups::inside(fs.clone(), folder).make_for(now, Some(&BackupReason::Merge))?;
    let mut report = MergeReport { left: theirs.damage, ..MergeReport::default() };
    report.files = store.add_versions(&files, Some(other), &mut report.left)?;
    let texts = settled.project.articles().values().map(|article| article.text);
    report.texts = store.add_missing_texts(texts, &their_texts, &mut report.left)?;
    store.checkpoint()?;
    store.forget_own()?;
    Ok(report)
}

/// Restores what can be restored of damaged and lost files, after a backup: the project's own file, lines and texts that
/// the backups in its folder still have. Every damaged file is kept in quarantine. One of another writer's of which no
/// backup has more is left as it is: it may be on its way still, and closing it would make half a file a whole one for
/// everybody.
///
/// # Errors
/// Where the project cannot be opened at all, or the outcome cannot be written.
pub fn repair(fs: &Arc<dyn Fs>, folder: &Path, writer: &Writer, now: Timestamp) -> Result<MergeReport, StoreError> {
    repair_with(fs, folder, writer, now, &[Backups::inside(fs.clone(), folder)])
}

/// Like [`repair`], from several sets of backups; one is made in the first of them. What it keeps that was damaged in
/// earlier ones is kept anew.
///
/// # Errors
/// As [`repair`].
pub fn repair_with(
    fs: &Arc<dyn Fs>,
    folder: &Path,
    writer: &Writer,
    now: Timestamp,
    sets: &[Backups],
) -> Result<MergeReport, StoreError> {
    let Opened { mut store, project, report, .. } = Store::open(fs.clone(), folder, writer)?;
    let _others = store.take_all_locks()?;
    let mut earlier: Vec<(Backup, &Backups)> = Vec::new();
    for set in sets {
        earlier.extend(set.list()?.into_iter().map(|backup| (backup, set)));
    }
    earlier.sort_by(|(a, _), (b, _)| b.cmp(a));
    if let Some(set) = sets.first() {
        set.make_mending(now, &BackupReason::Repair)?;
    }
    let mut done = MergeReport::default();
    let lost: Vec<String> = sets.iter().flat_map(Backups::find_losses).map(|finding| finding.file).collect();
    let damaged: BTreeSet<&str> =
        report.damage.iter().map(|finding| finding.file.as_str()).chain(lost.iter().map(String::as_str)).collect();
    let mut wanted: BTreeSet<TextHash> = project.articles().values().map(|article| article.text).collect();
    // Of articles that are lost themselves only the names of their texts' files are left.
    wanted.extend(lost.iter().filter_map(|file| text_of(file)));
    for hash in &wanted {
        if let Ok((text, false)) = store.texts().read_telling(*hash) {
            store.add_texts(&[text])?;
            done.texts += 1;
        }
    }
    wanted.retain(|hash| store.read_text(*hash).is_err());
    // The newest backups first: what they have is what was there last.
    for (backup, set) in &earlier {
        let Ok(texts) = set.open(backup).map(|opened| opened.texts) else { continue };
        let mut versions = load(&*texts.fs, &texts.root)?;
        // What was guessed because the backup is of a damaged file stands on no line.
        versions.versions.keep_lines();
        let halves: BTreeSet<String> = versions.damage.iter().map(|finding| finding.file.clone()).collect();
        let files: BTreeMap<String, Vec<Line>> = by_file(&mut versions)
            .into_iter()
            .filter(|(file, _)| damaged.contains(file.as_str()) && (file != PROJECT_FILE || lost.contains(file)))
            // Half of another writer's file is rewritten only where that gives it something back, or makes it what it was.
            // A backup of half of it does neither.
            .filter(|(file, lines)| {
                !store.is_of_another(file) || (!halves.contains(file) && store.is_made_whole_by(file, lines))
            })
            .collect();
        done.files += store.add_versions(&files, None, &mut done.left)?;
        let found: Vec<TextHash> = wanted.iter().copied().filter(|hash| texts.read(*hash).is_ok()).collect();
        done.texts += store.add_missing_texts(found.iter().copied(), &texts, &mut done.left)?;
        wanted.retain(|hash| !found.contains(hash));
    }
    if damaged.contains(PROJECT_FILE) {
        let mut known = by_file(&mut load(&**fs, folder)?);
        known.retain(|file, _| file == PROJECT_FILE);
        done.files += store.add_versions(&known, None, &mut done.left)?;
    }
    // Lines that no backup has are lost; written anew, the file says no longer that it is damaged.
    let is_of_records = |file: &&str| *file != PROJECT_FILE && file.ends_with(".ron");
    for file in damaged.iter().copied().filter(is_of_records) {
        let Some(finding) = store.still_damaged(file) else { continue };
        if store.is_of_another(file) {
            done.left.push(finding);
            continue;
        }
        done.files += store.add_versions(&BTreeMap::from([(file.to_owned(), Vec::new())]), None, &mut done.left)?;
        done.lost.push(finding);
    }
    done.left.sort();
    done.left.dedup();
    store.checkpoint()?;
    let known = load(&**fs, folder)?.settle(folder)?.known;
    if let Some(what) = known.own(&store.writer.id).less_than(&store.last.2) {
        done.lost.push(Finding { file: writer_file(&store.writer.id), line: None, column: None, what });
    }
    store.forget_own()?;
    done.lost.extend(store.forget_former(&known)?);
    Ok(done)
}

fn by_file(loaded: &mut Loaded) -> BTreeMap<String, Vec<Line>> {
    let mut files: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for version in std::mem::take(&mut loaded.versions).into_all() {
        let line = Line { stamp: version.stamp, body: version.body };
        files.entry(version.file.to_string()).or_default().push(line);
    }
    files
}

/// All versions of both that no other one of the same file replaces, each once.
fn union(mine: &[Line], theirs: &[Line]) -> Vec<Line> {
    let mut all = mine.to_vec();
    for line in theirs {
        if !all.contains(line) {
            all.push(line.clone());
        }
    }
    let mut of_record: BTreeMap<RecordId, Vec<Line>> = BTreeMap::new();
    for line in all {
        of_record.entry(line.id()).or_default().push(line);
    }
    let kept = |lines: Vec<Line>| {
        let replaced = |line: &Line| lines.iter().any(|other| other.stamp.replaces(&line.stamp));
        lines.iter().filter(|line| !replaced(line)).cloned().collect::<Vec<_>>()
    };
    of_record.into_values().flat_map(kept).collect()
}

impl Store {
    /// Adds versions to files, whoever's they are. `origin` is where the other copies lie. Returns how many changed.
    /// One that cannot be read or replaced is noted in `left`.
    pub(super) fn add_versions(
        &self,
        files: &BTreeMap<String, Vec<Line>>,
        origin: Option<&Path>,
        left: &mut Vec<Finding>,
    ) -> Result<usize, StoreError> {
        let mut changed = Vec::new();
        for (file, theirs) in files {
            let read = |root: &Path| match self.fs.read(&root.join(file), RECORD_FILE_MAX_BYTES) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(source) => Err(StoreError::Io { doing: "read", file: root.join(file), source }),
            };
            let bytes = match read(&self.root) {
                Ok(bytes) => bytes,
                Err(error) => {
                    left.push(Finding { file: file.clone(), line: None, column: None, what: error.to_string() });
                    continue;
                }
            };
            let parse = |bytes: &Vec<u8>| record_file::read(file, bytes);
            let mine: RecordFile = bytes.as_ref().map(parse).unwrap_or_default();
            let damaged = !mine.damage.is_empty();
            if let (Some(bytes), true) = (&bytes, damaged || mine.comments.is_some()) {
                self.texts().quarantine(file, bytes)?;
            }
            let mut header = mine.header.clone();
            if header.writer.is_none() {
                let origin = origin.and_then(|root| read(root).ok().flatten());
                let their_header = origin.as_ref().map(parse).map(|found| found.header);
                header = their_header.filter(|header| header.writer.is_some()).unwrap_or(header);
            }
            let defaults = defaults_of(file);
            header.format = Some(FORMAT);
            header.article = header.article.or(defaults.article);
            header.writer = header.writer.or_else(|| theirs.first().map(|line| line.stamp.writer.clone()));
            let mine: Vec<Line> = mine.lines.into_iter().map(|found| found.line).collect();
            let count = mine.len();
            let lines = union(&mine, theirs);
            let nothing_new = lines.len() == count && lines.iter().all(|line| mine.contains(line)) && !damaged;
            // A file that someone wrote by hand stays as they wrote it where it has nothing to learn.
            if nothing_new && (bytes.is_some() || lines.is_empty()) {
                continue;
            }
            let text = record_file::write(&header, &lines, &defaults);
            if bytes.as_deref() != Some(text.as_bytes()) {
                changed.push(NewFile { file: file.clone(), bytes: text.into_bytes() });
            }
        }
        self.replace_all(&changed)?;
        Ok(changed.len())
    }

    fn is_of_another(&self, file: &str) -> bool {
        writer_of(file).is_some_and(|writer| writer != self.writer.id)
    }

    /// Whether a file lacks some of these versions, or has just them and no broken line.
    fn is_made_whole_by(&self, file: &str, lines: &[Line]) -> bool {
        let bytes = self.fs.read(&self.root.join(file), RECORD_FILE_MAX_BYTES).unwrap_or_default();
        let mine = record_file::read(file, &bytes).lines;
        let has = |line: &Line| {
            let same = mine.iter().filter(|found| found.line.id() == line.id());
            same.map(|found| &found.line.stamp).any(|stamp| *stamp == line.stamp || stamp.replaces(&line.stamp))
        };
        let lacks = !lines.iter().all(has);
        lacks || (bytes.ends_with(b"\n") && mine.iter().all(|found| lines.contains(&found.line)))
    }

    /// What of a file still cannot be read.
    fn still_damaged(&self, file: &str) -> Option<Finding> {
        let bytes = self.fs.read(&self.root.join(file), RECORD_FILE_MAX_BYTES).ok()?;
        let damage = record_file::read(file, &bytes).damage;
        let first = damage.first()?;
        let what = match damage.len() {
            1 => first.what.clone(),
            count => format!("{}; and {} more places", first.what, count - 1),
        };
        Some(Finding { what, ..first.clone() })
    }

    fn add_missing_texts(
        &mut self,
        hashes: impl IntoIterator<Item = TextHash>,
        from: &Texts,
        left: &mut Vec<Finding>,
    ) -> Result<usize, StoreError> {
        let mut added = 0;
        for hash in hashes {
            if self.read_text(hash).is_ok() {
                continue;
            }
            match from.read(hash) {
                Ok(text) => match self.add_texts(&[text]) {
                    Ok(()) => added += 1,
                    Err(error) => left.push(text_left(hash, &error)),
                },
                Err(error) => left.push(text_left(hash, &error)),
            }
        }
        Ok(added)
    }
}

fn text_left(hash: TextHash, error: &StoreError) -> Finding {
    Finding { file: text_file(hash), line: None, column: None, what: error.to_string() }
}
