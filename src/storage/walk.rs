//! Which files of records a project's folder has, and what the system says about each. A folder of excerpts that the
//! index knows, and in which no name has changed since, is not listed again: its files are asked for one by one.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::fs::{EntryKind, Fs, Stat};
use super::index::{FileEntry, FolderEntry, Tables};
use super::layout::EXCERPTS;
use super::limits::RECORD_FILE_MAX_BYTES;
use super::load::{Loaded, whole};
use super::reading::Wanted;

/// A folder of which every entry is a file of records, as it was before it was listed.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) folder: String,
    pub(super) stat: Stat,
    pub(super) entries: usize,
}

/// The folders that an index knows.
pub(super) struct KnownFolders<'a> {
    folders: HashMap<&'a str, &'a FolderEntry<'a>>,
    files: &'a [FileEntry<'a>],
    written: u128,
}

impl<'a> KnownFolders<'a> {
    /// Those of an index written at the moment `written`.
    pub(super) fn of(tables: &'a Tables<'a>, written: u128) -> Self {
        let folders = tables.folders.iter().map(|folder| (folder.path, folder)).collect();
        Self { folders, files: &tables.files, written }
    }
}

impl Loaded {
    /// Finds the files below one of the project's own folders.
    pub(super) fn walk_below(
        &mut self,
        fs: &dyn Fs,
        root: &Path,
        folder: &str,
        depth: usize,
        known: Option<&KnownFolders<'_>>,
    ) {
        match fs.kind(&root.join(folder)) {
            Ok(None) => {}
            Ok(Some(EntryKind::Folder)) => self.walk(fs, root, folder, depth, known),
            Ok(Some(_)) => self.damage.push(whole(folder, "it is no folder of the project and was not read".into())),
            Err(error) => self.damage.push(whole(folder, format!("it could not be looked at: {error}"))),
        }
    }

    fn walk(&mut self, fs: &dyn Fs, root: &Path, folder: &str, depth: usize, known: Option<&KnownFolders<'_>>) {
        // Asked before, so that what changes while it is listed shows the next time.
        let is_of_an_article = depth == 0 && folder.starts_with(EXCERPTS);
        let stat = if is_of_an_article { fs.stat(&root.join(folder)).ok().flatten() } else { None };
        if let (Some(stat), Some(known)) = (stat, known)
            && self.take_known(fs, root, folder, stat, known)
        {
            return;
        }
        let entries = match fs.list(&root.join(folder)) {
            Ok(entries) => entries,
            Err(error) => return self.damage.push(whole(folder, format!("the folder could not be listed: {error}"))),
        };
        let (count, before) = (entries.len(), self.wanted.len());
        for entry in entries {
            let path = format!("{folder}/{}", entry.name);
            match entry.kind {
                EntryKind::Folder if depth > 0 => self.walk(fs, root, &path, depth - 1, known),
                EntryKind::File if depth == 0 && entry.name.ends_with(".ron") && !entry.name.starts_with('.') => {
                    self.want(fs, root, path.into(), RECORD_FILE_MAX_BYTES);
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
        if let Some(stat) = stat.filter(|_| self.wanted.len() - before == count) {
            self.listed.push(Listed { folder: folder.to_owned(), stat, entries: count });
        }
    }

    /// Takes the names in a folder from the index; says whether it could.
    fn take_known(&mut self, fs: &dyn Fs, root: &Path, folder: &str, stat: Stat, known: &KnownFolders<'_>) -> bool {
        let entry = known.folders.get(folder).filter(|entry| entry.is_of(&stat, known.written));
        let Some(files) = entry.and_then(|entry| known.files.get(entry.files())) else { return false };
        let look = |file: &FileEntry<'_>| match fs.stat(&root.join(file.path)) {
            Ok(Some(stat)) if stat.kind == EntryKind::File => Some((Arc::<str>::from(file.path), stat)),
            _ => None,
        };
        let Some(found) = files.iter().map(look).collect::<Option<Vec<_>>>() else { return false };
        for (file, stat) in found {
            self.looked_at.insert(file.clone(), stat);
            self.wanted.push(Wanted { file, limit: RECORD_FILE_MAX_BYTES });
        }
        self.listed.push(Listed { folder: folder.to_owned(), stat, entries: files.len() });
        true
    }

    /// Notes what the system says about a file, and that it is to be read.
    pub(super) fn want(&mut self, fs: &dyn Fs, root: &Path, file: Arc<str>, limit: u64) {
        if let Ok(Some(stat)) = fs.stat(&root.join(&*file)) {
            self.looked_at.insert(file.clone(), stat);
        }
        self.wanted.push(Wanted { file, limit });
    }
}
