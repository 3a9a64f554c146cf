//! A backup seen as a folder of files, so that it is read by the same code as a project. Nothing can be written to it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Entry, EntryKind, Fs, FsFile, FsLock, Stat};
use crate::storage::backups::{Kept, content_file, hash_of};

/// A backup at the place of its project.
#[derive(Debug)]
pub(in crate::storage) struct BackupFs {
    fs: Arc<dyn Fs>,
    /// Where the project lies, or lay.
    project: PathBuf,
    /// Where the content lies.
    place: PathBuf,
    files: BTreeMap<String, Kept>,
}

impl BackupFs {
    pub(in crate::storage) fn new(
        fs: Arc<dyn Fs>,
        project: PathBuf,
        place: PathBuf,
        files: BTreeMap<String, Kept>,
    ) -> Self {
        Self { fs, project, place, files }
    }

    /// The path below the project's folder, with forward slashes.
    fn below(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.project).ok()?;
        let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    }

    /// What lies in a folder, by the rest of its path.
    fn inside<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let rest = move |file: &'a String| match folder {
            "" => Some(file.as_str()),
            folder => file.strip_prefix(folder)?.strip_prefix('/'),
        };
        self.files.keys().filter_map(rest)
    }
}

fn refused<T>() -> io::Result<T> {
    Err(io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "a backup is not written to"))
}

impl Fs for BackupFs {
    fn create_new(&self, _path: &Path) -> io::Result<Box<dyn FsFile>> {
        refused()
    }

    fn rename(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        refused()
    }

    fn unlink(&self, _path: &Path) -> io::Result<()> {
        refused()
    }

    fn sync_dir(&self, _folder: &Path) -> io::Result<()> {
        refused()
    }

    fn create_dir(&self, _folder: &Path) -> io::Result<()> {
        refused()
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let kept = self.below(path).and_then(|file| self.files.get(&file)).ok_or(io::ErrorKind::NotFound)?;
        let bytes = self.fs.read(&self.place.join(content_file(kept.hash)), limit)?;
        if hash_of(&bytes) == kept.hash {
            return Ok(bytes);
        }
        Err(io::Error::new(io::ErrorKind::InvalidData, "the backup is damaged"))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let folder = self.below(folder).ok_or(io::ErrorKind::NotFound)?;
        let entries: BTreeSet<Entry> = self
            .inside(&folder)
            .map(|rest| match rest.split_once('/') {
                Some((name, _)) => Entry { name: name.to_owned(), kind: EntryKind::Folder },
                None => Entry { name: rest.to_owned(), kind: EntryKind::File },
            })
            .collect();
        if entries.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(entries.into_iter().collect()) }
    }

    fn stat(&self, path: &Path) -> io::Result<Option<Stat>> {
        let Some(path) = self.below(path) else { return Ok(None) };
        if let Some(kept) = self.files.get(&path) {
            return Ok(Some(Stat { kind: EntryKind::File, bytes: kept.bytes, modified: kept.modified, changed: 0 }));
        }
        let is_folder = self.inside(&path).next().is_some();
        Ok(is_folder.then_some(Stat { kind: EntryKind::Folder, bytes: 0, modified: 0, changed: 0 }))
    }

    fn identity(&self, _path: &Path) -> io::Result<u128> {
        refused()
    }

    fn try_lock(&self, _path: &Path) -> io::Result<Option<Box<dyn FsLock>>> {
        refused()
    }
}
