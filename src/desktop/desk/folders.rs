//! Folders: the files of one that comes with the program, and what the program's own file dialog lists.

use std::path::{Path, PathBuf};

use include_dir::Dir;

use crate::app::{FolderEntry, Reply};
use crate::storage::PROJECT_FILE;

/// Every file below an embedded folder, by its path with forward slashes.
pub(super) fn files_of<'a>(folder: &'a Dir<'a>) -> Vec<(String, &'a [u8])> {
    let mut files: Vec<(String, &[u8])> =
        folder.files().map(|file| (file.path().to_string_lossy().replace('\\', "/"), file.contents())).collect();
    for below in folder.dirs() {
        files.extend(files_of(below));
    }
    files
}

/// The entries of a folder for the program's own file dialog, folders first; `None` is the user's home.
pub(super) fn list_folder(folder: Option<PathBuf>) -> Reply {
    let home = || directories::UserDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let folder = folder.or_else(home).unwrap_or_else(|| PathBuf::from("/"));
    let folder = if folder.is_file() { folder.parent().map(Path::to_owned).unwrap_or_default() } else { folder };
    let listed = std::fs::read_dir(&folder).map_err(|error| format!("“{}” cannot be read: {error}", folder.display()));
    let entries = listed.map(|listed| {
        let mut entries: Vec<FolderEntry> = listed
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let name = entry.file_name().to_str()?.to_owned();
                let is_folder = entry.path().is_dir();
                let is_project = is_folder && entry.path().join(PROJECT_FILE).is_file();
                (!name.starts_with('.')).then_some(FolderEntry { name, is_folder, is_project })
            })
            .collect();
        entries.sort_by_key(|entry| (!entry.is_folder, entry.name.to_lowercase()));
        entries
    });
    Reply::FolderListed { folder, entries }
}
