//! Backups of a project: every file once by the hash of its content, and for each backup a list of what was where. Thinned
//! out to 24 hours, 14 days and 8 weeks; those made on purpose stay for 14 days. One set lies in the project's folder, a
//! second one outside of it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::Digest as _;

use super::atomic_file::{Folders, NewFile, io_error, make_folder, replace_all};
use super::fs::backup::BackupFs;
use super::fs::{EntryKind, Fs};
use super::journal::{frames_of, one_frame};
use super::layout::{ARTICLES, BACKUPS, CODES, EXCERPTS, PROJECT_FILE, WRITERS};
use super::limits::{ARTICLE_MAX_BYTES, RECORD_FILE_MAX_BYTES};
use super::{ReadOnly, Store, StoreError};
use crate::model::TextHash;
use crate::model::record::open_choice;

/// Files written at once.
const BATCH: usize = 256;
pub(super) const LIST_END: &str = ".backup";
/// Where files lie by their hash.
pub(super) const CONTENT: &str = "content";
/// Largest file that is kept, in bytes.
pub(super) const FILE_MAX_BYTES: u64 =
    if ARTICLE_MAX_BYTES > RECORD_FILE_MAX_BYTES { ARTICLE_MAX_BYTES } else { RECORD_FILE_MAX_BYTES };
const LIST_MAX_BYTES: u64 = 256 << 20;

/// The backups of one project in one place.
#[derive(Debug, Clone)]
pub struct Backups {
    pub(super) fs: Arc<dyn Fs>,
    pub(super) project: PathBuf,
    pub(super) place: PathBuf,
    folders: Folders,
}

open_choice!(
    /// Why a backup was made.
    BackupReason {
        Opened = "on opening",
        Hourly = "hourly",
        Tagged = "after tagging from a table",
        Import = "before an import",
        Merge = "before a merge",
        Repair = "before a repair",
        Migration = "before a change of format",
        Restore = "before a backup was restored",
        ByHand = "by hand",
    }
);

/// What a backup says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupDetails {
    /// Why it was made, where it says so.
    pub reason: Option<BackupReason>,
    /// Files and folders that could not be read when it was made. What the backup before had of them is in it.
    pub lacking: Vec<String>,
    /// Files in it.
    pub files: usize,
    /// Their length together, in bytes.
    pub bytes: u64,
}

/// Opens the line of a backup's list that says why it was made.
const REASON: &str = "why: ";
/// Opens a line after it that names what could not be read.
const LACKING: &str = "could not be read: ";

/// What the list of a backup says.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) reason: Option<BackupReason>,
    pub(super) lacking: Vec<String>,
    pub(super) files: BTreeMap<String, Kept>,
}

/// One backup.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backup {
    /// When it was made, to the second.
    pub made: Timestamp,
    pub(super) name: String,
}

/// A file in a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) hash: TextHash,
    pub(super) bytes: u64,
    /// As the system said when it was read, to tell next time without reading.
    pub(super) modified: u128,
}

/// What is kept of a file, with its content where that is not kept already.
type WithContent = (Kept, Option<Vec<u8>>);

impl Backups {
    /// The backups of the project in `project` that lie in `place`.
    #[must_use]
    pub fn at(fs: Arc<dyn Fs>, project: &Path, place: &Path) -> Self {
        Self { fs, project: project.to_owned(), place: place.to_owned(), folders: Folders::default() }
    }

    /// Those in the project's own folder, which no sync program carries away.
    #[must_use]
    pub fn inside(fs: Arc<dyn Fs>, project: &Path) -> Self {
        Self::at(fs, project, &project.join(BACKUPS))
    }

    /// Makes a backup unless the newest one says the same. Others are left to [`Backups::thin`].
    ///
    /// # Errors
    /// What kept it from being made; earlier ones are as they were.
    pub fn make(&self, now: Timestamp) -> Result<Option<Backup>, StoreError> {
        self.make_for(now, None)
    }

    /// Like [`Backups::make`], and notes why. One file that cannot be read does not keep the others from being backed
    /// up: it is named among what the backup lacks.
    ///
    /// # Errors
    /// As [`Backups::make`].
    pub fn make_for(&self, now: Timestamp, reason: Option<&BackupReason>) -> Result<Option<Backup>, StoreError> {
        self.make_looking(now, reason, false)
    }

    /// Like [`Backups::make_for`]; where what earlier backups kept of a file is damaged, and the file is still what it was
    /// then, it is kept anew.
    ///
    /// # Errors
    /// As [`Backups::make`].
    pub fn make_mending(&self, now: Timestamp, reason: &BackupReason) -> Result<Option<Backup>, StoreError> {
        self.make_looking(now, Some(reason), true)
    }

    fn make_looking(
        &self,
        now: Timestamp,
        reason: Option<&BackupReason>,
        mending: bool,
    ) -> Result<Option<Backup>, StoreError> {
        // One that cannot be read is no reason not to make another.
        let last = self.list()?.last().and_then(|backup| self.read_listed(backup).ok()).unwrap_or_default();
        make_folder(&*self.fs, &self.place)?;
        let mut kept = BTreeMap::new();
        let mut new = BTreeMap::new();
        let (files, mut failed) = self.files();
        for file in files {
            match self.read_unless_kept(&file, last.files.get(&file), mending) {
                Ok(Some((known, bytes))) => {
                    new.extend(bytes.map(|bytes| (known.hash, bytes)));
                    kept.insert(file, known);
                }
                Ok(None) => {}
                Err(error) => failed.push((file, error)),
            }
            if new.len() >= BATCH {
                self.keep(&mut new)?;
            }
        }
        self.keep(&mut new)?;
        if kept.is_empty() {
            let nothing = || StoreError::NotAProject { folder: self.project.clone() };
            return Err(failed.pop().map_or_else(nothing, |(_, error)| error));
        }
        let mut lacking: Vec<String> = failed.into_iter().map(|(file, _)| file).collect();
        lacking.sort();
        let is_lacking = |file: &str| lacking.iter().any(|no| file.strip_prefix(no).is_some_and(is_end_of_path));
        for (file, old) in last.files.iter().filter(|(file, _)| is_lacking(file)) {
            kept.entry(file.clone()).or_insert_with(|| old.clone());
        }
        let same = kept.len() == last.files.len()
            && lacking == last.lacking
            && kept.iter().zip(&last.files).all(|((file, a), (other, b))| file == other && a.hash == b.hash);
        if same {
            return Ok(None);
        }
        let name = self.free_name(now)?;
        let reason = reason.map(|reason| format!("{REASON}{}", reason.word()));
        let lacking = lacking.iter().map(|file| format!("{LACKING}{file}"));
        let files = kept.iter().map(|(file, kept)| format!("{} {} {} {file}", kept.hash, kept.bytes, kept.modified));
        let list: Vec<String> = reason.into_iter().chain(lacking).chain(files).collect();
        let list = NewFile { file: format!("{name}{LIST_END}"), bytes: one_frame(&list.join("\n")) };
        self.write(&[list])?;
        Ok(Some(Backup { made: moment(&name).unwrap_or(now), name }))
    }

    /// The moment as a name that no backup has: two in one second must not replace each other.
    fn free_name(&self, now: Timestamp) -> Result<String, StoreError> {
        let mut second = now.as_second();
        loop {
            let at = Timestamp::from_second(second).unwrap_or(now);
            let name = at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string();
            let path = self.place.join(format!("{name}{LIST_END}"));
            let taken = self.fs.kind(&path).map_err(|source| io_error("look at", &path, source))?.is_some();
            if !taken {
                return Ok(name);
            }
            second = second.saturating_add(1);
        }
    }

    /// What there is to keep of a file, with its content unless that is kept already; none where it is nothing to keep.
    fn read_unless_kept(
        &self,
        file: &str,
        old: Option<&Kept>,
        mending: bool,
    ) -> Result<Option<WithContent>, StoreError> {
        let path = self.project.join(file);
        let stat = match self.fs.stat(&path).map_err(|source| io_error("look at", &path, source))? {
            Some(stat) => stat,
            None if file == PROJECT_FILE => return Ok(None),
            // It was listed just now.
            None => return Err(io_error("read for a backup", &path, io::ErrorKind::NotFound.into())),
        };
        let unchanged = old.filter(|old| old.bytes == stat.bytes && old.modified == stat.modified);
        if let Some(old) = unchanged.filter(|old| self.has(old, mending)) {
            return Ok(Some((old.clone(), None)));
        }
        let bytes = match self.fs.read(&path, FILE_MAX_BYTES) {
            // A folder where a file should be, or more than any file may have.
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::FileTooLarge) => {
                return Ok(None);
            }
            outcome => outcome.map_err(|source| io_error("read for a backup", &path, source))?,
        };
        let known = Kept { hash: hash_of(&bytes), bytes: bytes.len() as u64, modified: stat.modified };
        Ok(Some((known, Some(bytes))))
    }

    /// Whether the content of a file is here, as far as its length says, or its bytes where `reading`.
    pub(super) fn has(&self, kept: &Kept, reading: bool) -> bool {
        let path = self.place.join(content_file(kept.hash));
        match self.fs.stat(&path) {
            Ok(Some(stat)) if stat.kind == EntryKind::File && stat.bytes == kept.bytes => {}
            _ => return false,
        }
        !reading || self.fs.read(&path, FILE_MAX_BYTES).is_ok_and(|bytes| hash_of(&bytes) == kept.hash)
    }

    /// All backups, oldest first.
    ///
    /// # Errors
    /// What the system says.
    pub fn list(&self) -> Result<Vec<Backup>, StoreError> {
        self.look_at_place()?;
        let entries = match self.fs.list(&self.place) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(source) => return Err(io_error("list the backups in", &self.place, source)),
        };
        let backup = |entry: super::fs::Entry| {
            let name = entry.name.strip_suffix(LIST_END).filter(|_| entry.kind == EntryKind::File)?.to_owned();
            Some(Backup { made: moment(&name)?, name })
        };
        let mut backups: Vec<Backup> = entries.into_iter().filter_map(backup).collect();
        backups.sort();
        Ok(backups)
    }

    /// What a backup says about itself.
    ///
    /// # Errors
    /// Where its list cannot be read.
    pub fn details(&self, backup: &Backup) -> Result<BackupDetails, StoreError> {
        let Listed { reason, lacking, files } = self.read_listed(backup)?;
        let bytes = files.values().map(|kept| kept.bytes).sum();
        Ok(BackupDetails { reason, lacking, files: files.len(), bytes })
    }

    /// Opens a backup to look at it, or to take something from it.
    ///
    /// # Errors
    /// Where it cannot be read, or holds no project.
    pub fn open(&self, backup: &Backup) -> Result<ReadOnly, StoreError> {
        let fs = BackupFs::new(self.fs.clone(), self.project.clone(), self.place.clone(), self.read_list(backup)?);
        Store::open_read_only(Arc::new(fs), &self.project)
    }

    /// The project's files, without what stays on this machine and what others than this program put there; and the
    /// folders that could not be looked into.
    fn files(&self) -> (Vec<String>, Vec<(String, StoreError)>) {
        let (mut files, mut failed) = (vec![PROJECT_FILE.to_owned()], Vec::new());
        let mut folders: Vec<String> = [ARTICLES, CODES, EXCERPTS, WRITERS].map(str::to_owned).to_vec();
        while let Some(folder) = folders.pop() {
            let path = self.project.join(&folder);
            let entries = match self.fs.list(&path) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(source) => {
                    failed.push((folder, io_error("list", &path, source)));
                    continue;
                }
            };
            for entry in entries.into_iter().filter(|entry| !entry.name.starts_with('.')) {
                let path = format!("{folder}/{}", entry.name);
                match entry.kind {
                    EntryKind::File => files.push(path),
                    EntryKind::Folder => folders.push(path),
                    EntryKind::Other => {}
                }
            }
        }
        (files, failed)
    }

    /// Refuses a place in the project's folder to which a link leads: what is there is not this program's.
    fn look_at_place(&self) -> Result<(), StoreError> {
        let Ok(below) = self.place.strip_prefix(&self.project) else { return Ok(()) };
        let mut path = self.project.clone();
        for part in below.iter().chain([OsStr::new(CONTENT)]) {
            path.push(part);
            match self.fs.kind(&path).map_err(|source| io_error("look at", &path, source))? {
                None => return Ok(()),
                Some(EntryKind::Folder) => {}
                Some(EntryKind::File | EntryKind::Other) => return Err(StoreError::NotRegular { file: path }),
            }
        }
        Ok(())
    }

    fn keep(&self, new: &mut BTreeMap<TextHash, Vec<u8>>) -> Result<(), StoreError> {
        let mut files = Vec::new();
        for (hash, bytes) in std::mem::take(new) {
            let known = Kept { hash, bytes: bytes.len() as u64, modified: 0 };
            if !self.has(&known, true) {
                files.push(NewFile { file: content_file(hash), bytes });
            }
        }
        if files.is_empty() { Ok(()) } else { self.write(&files) }
    }

    fn write(&self, files: &[NewFile]) -> Result<(), StoreError> {
        replace_all(&*self.fs, &self.place, "backup", &self.folders, files)
    }

    pub(super) fn read_list(&self, backup: &Backup) -> Result<BTreeMap<String, Kept>, StoreError> {
        self.read_listed(backup).map(|listed| listed.files)
    }

    pub(super) fn read_listed(&self, backup: &Backup) -> Result<Listed, StoreError> {
        let path = self.place.join(format!("{}{LIST_END}", backup.name));
        let bytes = self.fs.read(&path, LIST_MAX_BYTES).map_err(|source| io_error("read", &path, source))?;
        let damaged = || io_error("read", &path, io::Error::new(io::ErrorKind::InvalidData, "it is damaged"));
        let mut listed = Listed::default();
        for line in frames_of(&bytes).ok_or_else(damaged)?.lines() {
            if let Some(reason) = line.strip_prefix(REASON) {
                listed.reason = BackupReason::from_word(reason);
            } else if let Some(file) = line.strip_prefix(LACKING) {
                listed.lacking.push(file.to_owned());
            } else {
                let (file, kept) = kept_line(line).ok_or_else(damaged)?;
                listed.files.insert(file, kept);
            }
        }
        Ok(listed)
    }
}

/// A line of a backup's list.
fn kept_line(line: &str) -> Option<(String, Kept)> {
    let mut parts = line.splitn(4, ' ');
    let hash = parts.next()?.parse().ok()?;
    let (bytes, modified) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((parts.next()?.to_owned(), Kept { hash, bytes, modified }))
}

/// Whether a path that begins with another one names the same, or something in it.
fn is_end_of_path(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

/// Where content lies below a set of backups.
pub(super) fn content_file(hash: TextHash) -> String {
    let name = hash.to_string();
    format!("{CONTENT}/{}/{name}", name.get(..2).unwrap_or("00"))
}

/// The SHA-256 of some content.
pub(super) fn hash_of(bytes: &[u8]) -> TextHash {
    TextHash::from_bytes(sha2::Sha256::digest(bytes).into())
}

fn moment(name: &str) -> Option<Timestamp> {
    let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", name).ok()?;
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
