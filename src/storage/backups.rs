//! Backups of a project: every file once by the hash of its content, and for each backup a list of what was where. Thinned
//! out to 24 hours, 14 days and 8 weeks; those made on purpose stay for 14 days. One set lies in the project's folder, a
//! second one outside of it.

use std::collections::{BTreeMap, BTreeSet};
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
use super::layout::{ARTICLES, CODES, EXCERPTS, PROJECT_FILE, WRITERS};
use super::limits::{ARTICLE_MAX_BYTES, RECORD_FILE_MAX_BYTES};
use super::{ReadOnly, Store, StoreError};
use crate::model::TextHash;
use crate::model::record::open_choice;

/// The newest backup of each of so many hours, days and weeks is kept.
const KEPT_HOURS: usize = 24;
const KEPT_DAYS: usize = 14;
const KEPT_WEEKS: usize = 8;
/// Files written at once.
const BATCH: usize = 256;
const LIST_END: &str = ".backup";
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
    /// Files in it.
    pub files: usize,
    /// Their length together, in bytes.
    pub bytes: u64,
}

/// Opens the line of a backup's list that says why it was made.
const REASON: &str = "why: ";

/// One backup.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backup {
    /// When it was made, to the second.
    pub made: Timestamp,
    name: String,
}

/// A file in a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) hash: TextHash,
    pub(super) bytes: u64,
    /// As the system said when it was read, to tell next time without reading.
    pub(super) modified: u128,
}

impl Backups {
    /// The backups of the project in `project` that lie in `place`.
    #[must_use]
    pub fn at(fs: Arc<dyn Fs>, project: &Path, place: &Path) -> Self {
        Self { fs, project: project.to_owned(), place: place.to_owned(), folders: Folders::default() }
    }

    /// Those in the project's own folder, which no sync program carries away.
    #[must_use]
    pub fn inside(fs: Arc<dyn Fs>, project: &Path) -> Self {
        Self::at(fs, project, &project.join(".local/backups"))
    }

    /// Makes a backup unless the newest one says the same. Others are left to [`Backups::thin`].
    ///
    /// # Errors
    /// What kept it from being made; earlier ones are as they were.
    pub fn make(&self, now: Timestamp) -> Result<Option<Backup>, StoreError> {
        self.make_for(now, None)
    }

    /// Like [`Backups::make`], and notes why.
    ///
    /// # Errors
    /// As [`Backups::make`].
    pub fn make_for(&self, now: Timestamp, reason: Option<&BackupReason>) -> Result<Option<Backup>, StoreError> {
        let earlier = self.list()?;
        let last = match earlier.last() {
            // One that cannot be read is no reason not to make another.
            Some(backup) => self.read_list(backup).unwrap_or_default(),
            None => BTreeMap::new(),
        };
        make_folder(&*self.fs, &self.place)?;
        let mut kept = BTreeMap::new();
        let mut new = BTreeMap::new();
        for file in self.files()? {
            let path = self.project.join(&file);
            let Some(stat) = self.fs.stat(&path).map_err(|source| io_error("look at", &path, source))? else {
                continue;
            };
            let unchanged = last.get(&file).filter(|old| old.bytes == stat.bytes && old.modified == stat.modified);
            if let Some(old) = unchanged {
                kept.insert(file, old.clone());
                continue;
            }
            let limit = ARTICLE_MAX_BYTES.max(RECORD_FILE_MAX_BYTES);
            let bytes = match self.fs.read(&path, limit) {
                // A folder where a file should be, or more than any file may have: the rest is backed up all the same.
                Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::FileTooLarge) => {
                    continue;
                }
                outcome => outcome.map_err(|source| io_error("read for a backup", &path, source))?,
            };
            let hash = hash_of(&bytes);
            kept.insert(file, Kept { hash, bytes: bytes.len() as u64, modified: stat.modified });
            new.insert(hash, bytes);
            if new.len() >= BATCH {
                self.keep(&mut new)?;
            }
        }
        self.keep(&mut new)?;
        if kept.is_empty() {
            return Err(StoreError::NotAProject { folder: self.project.clone() });
        }
        let same = kept.len() == last.len()
            && kept.iter().zip(&last).all(|((file, a), (other, b))| file == other && a.hash == b.hash);
        if same {
            return Ok(None);
        }
        let name = now.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string();
        let reason = reason.map(|reason| format!("{REASON}{}", reason.word()));
        let files = kept.iter().map(|(file, kept)| format!("{} {} {} {file}", kept.hash, kept.bytes, kept.modified));
        let list: Vec<String> = reason.into_iter().chain(files).collect();
        let list = NewFile { file: format!("{name}{LIST_END}"), bytes: one_frame(&list.join("\n")) };
        self.write(&[list])?;
        Ok(Some(Backup { made: moment(&name).unwrap_or(now), name }))
    }

    /// All backups, oldest first.
    ///
    /// # Errors
    /// What the system says.
    pub fn list(&self) -> Result<Vec<Backup>, StoreError> {
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
        let (reason, files) = self.read_listed(backup)?;
        let bytes = files.values().map(|kept| kept.bytes).sum();
        Ok(BackupDetails { reason, files: files.len(), bytes })
    }

    /// Opens a backup to look at it, or to take something from it.
    ///
    /// # Errors
    /// Where it cannot be read, or holds no project.
    pub fn open(&self, backup: &Backup) -> Result<ReadOnly, StoreError> {
        let fs = BackupFs::new(self.fs.clone(), self.project.clone(), self.place.clone(), self.read_list(backup)?);
        Store::open_read_only(Arc::new(fs), &self.project)
    }

    /// Drops the backups that are no longer needed, and the content that none of the others holds. Not to be called
    /// while anything of the project is damaged: an older backup may be the one that is whole.
    ///
    /// # Errors
    /// What the system says.
    pub fn thin(&self) -> Result<(), StoreError> {
        let all = self.list()?;
        let mut needed = needed(&all);
        let newest = all.last().map_or(Timestamp::UNIX_EPOCH, |backup| backup.made);
        let mut used = BTreeSet::new();
        for backup in &all {
            let listed = self.read_listed(backup);
            let on_purpose = |reason: &BackupReason| !matches!(reason, BackupReason::Opened | BackupReason::Hourly);
            let reason = listed.as_ref().ok().and_then(|(reason, _)| reason.as_ref());
            let days = newest.duration_since(backup.made).as_hours() / 24;
            if reason.is_some_and(on_purpose) && days < KEPT_DAYS as i64 {
                needed.insert(backup.clone());
            }
            if needed.contains(backup) {
                // Where one cannot be read nothing is dropped: it might name any of the content.
                used.extend(listed?.1.into_values().map(|kept| kept.hash));
            }
        }
        let dropped: Vec<&Backup> = all.iter().filter(|backup| !needed.contains(backup)).collect();
        if dropped.is_empty() {
            return Ok(());
        }
        let remove = |path: PathBuf| self.fs.unlink(&path).map_err(|source| io_error("remove", &path, source));
        for backup in dropped {
            remove(self.place.join(format!("{}{LIST_END}", backup.name)))?;
        }
        let objects = self.place.join("content");
        let list = |folder: &Path| self.fs.list(folder).map_err(|source| io_error("list", folder, source));
        for shard in list(&objects)? {
            let shard = objects.join(shard.name);
            for entry in list(&shard)? {
                if entry.name.parse::<TextHash>().is_ok_and(|hash| !used.contains(&hash)) {
                    remove(shard.join(entry.name))?;
                }
            }
        }
        Ok(())
    }

    /// The project's files, without what stays on this machine and what others than this program put there.
    fn files(&self) -> Result<Vec<String>, StoreError> {
        let mut files = vec![PROJECT_FILE.to_owned()];
        let mut folders: Vec<String> = [ARTICLES, CODES, EXCERPTS, WRITERS].map(str::to_owned).to_vec();
        while let Some(folder) = folders.pop() {
            let path = self.project.join(&folder);
            let entries = match self.fs.list(&path) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(source) => return Err(io_error("list", &path, source)),
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
        Ok(files)
    }

    fn keep(&self, new: &mut BTreeMap<TextHash, Vec<u8>>) -> Result<(), StoreError> {
        let mut files = Vec::new();
        for (hash, bytes) in std::mem::take(new) {
            let file = content_file(hash);
            let there = self.fs.stat(&self.place.join(&file));
            if !matches!(there, Ok(Some(stat)) if stat.bytes == bytes.len() as u64) {
                files.push(NewFile { file, bytes });
            }
        }
        if files.is_empty() { Ok(()) } else { self.write(&files) }
    }

    fn write(&self, files: &[NewFile]) -> Result<(), StoreError> {
        replace_all(&*self.fs, &self.place, "backup", &self.folders, files)
    }

    pub(super) fn read_list(&self, backup: &Backup) -> Result<BTreeMap<String, Kept>, StoreError> {
        self.read_listed(backup).map(|(_, files)| files)
    }

    fn read_listed(&self, backup: &Backup) -> Result<(Option<BackupReason>, BTreeMap<String, Kept>), StoreError> {
        let path = self.place.join(format!("{}{LIST_END}", backup.name));
        let bytes = self.fs.read(&path, LIST_MAX_BYTES).map_err(|source| io_error("read", &path, source))?;
        let damaged = || io_error("read", &path, io::Error::new(io::ErrorKind::InvalidData, "it is damaged"));
        let text = frames_of(&bytes).ok_or_else(damaged)?;
        let line = |line: &str| {
            let mut parts = line.splitn(4, ' ');
            let hash = parts.next()?.parse().ok()?;
            let (bytes, modified) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some((parts.next()?.to_owned(), Kept { hash, bytes, modified }))
        };
        let reason = text.lines().next().and_then(|first| first.strip_prefix(REASON));
        let files = text.lines().skip(usize::from(reason.is_some())).map(line).collect::<Option<_>>();
        Ok((reason.and_then(BackupReason::from_word), files.ok_or_else(damaged)?))
    }
}

/// Where content lies below a set of backups.
pub(super) fn content_file(hash: TextHash) -> String {
    let name = hash.to_string();
    format!("content/{}/{name}", name.get(..2).unwrap_or("00"))
}

/// The SHA-256 of some content.
pub(super) fn hash_of(bytes: &[u8]) -> TextHash {
    TextHash::from_bytes(sha2::Sha256::digest(bytes).into())
}

fn moment(name: &str) -> Option<Timestamp> {
    let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", name).ok()?;
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// All of the last hour, and the newest of each of the hours, days and weeks before that have one.
fn needed(all: &[Backup]) -> BTreeSet<Backup> {
    let newest = all.last().map_or(0, |backup| backup.made.as_second());
    let lately = all.iter().filter(|backup| newest - backup.made.as_second() < 3600);
    let mut needed: BTreeSet<Backup> = lately.cloned().collect();
    for (seconds, count) in [(3600, KEPT_HOURS), (86_400, KEPT_DAYS), (604_800, KEPT_WEEKS)] {
        let mut newest: BTreeMap<i64, &Backup> = BTreeMap::new();
        for backup in all {
            newest.insert(backup.made.as_second().div_euclid(seconds), backup);
        }
        needed.extend(newest.into_values().rev().take(count).cloned());
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backups_thin_out_with_age() {
        let first = 1_765_800_000;
        let hourly = (0..24 * 100).filter_map(|hour| {
            let made = Timestamp::from_second(first + hour * 3600).ok()?;
            Some(Backup { made, name: format!("{hour:05}") })
        });
        let all: Vec<Backup> = hourly.collect();
        let kept = needed(&all);
        assert!(kept.contains(all.last().expect("some")));
        let days = |backup: &Backup| (all[all.len() - 1].made.as_second() - backup.made.as_second()) / 86_400;
        assert_eq!(kept.iter().filter(|backup| days(backup) < 1).count(), 24);
        assert!((KEPT_HOURS + KEPT_DAYS + KEPT_WEEKS - 6..=46).contains(&kept.len()), "{}", kept.len());
        assert!(kept.iter().any(|backup| days(backup) >= 42) && kept.iter().all(|backup| days(backup) < 57));
    }
}
