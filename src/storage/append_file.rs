//! A file that grows: made whole with its first content, then added to, durable after each step. The first step that
//! fails ends its life; whoever writes starts another one. Beside `atomic_file` the only place that writes.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::atomic_file::{Filling, Folders, io_error, make_folders, sync_folders};
use super::fs::{EntryKind, Fs};

/// A file open for adding to it.
pub(super) struct AppendFile {
    path: PathBuf,
    filling: Filling,
}

impl std::fmt::Debug for AppendFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppendFile").field("path", &self.path).finish_non_exhaustive()
    }
}

impl AppendFile {
    /// Makes `file`, which must not be there yet, below `root`. Its name and content are durable on return.
    ///
    /// # Errors
    /// What the system says; then nothing of it counts, though it may be there.
    pub(super) fn start(
        fs: &dyn Fs,
        root: &Path,
        folders: &Folders,
        file: &str,
        content: &[u8],
    ) -> Result<Self, StoreError> {
        let made = make_folders(fs, root, folders, file)?;
        let path = root.join(file);
        let new = fs.create_new(&path).map_err(|source| io_error("make", &path, source))?;
        let mut append = Self { filling: Filling { file: new, written: 0 }, path };
        append.add(content)?;
        let folder = append.path.parent().unwrap_or(root).to_owned();
        sync_folders(fs, folders, made, [folder])?;
        Ok(append)
    }

    /// Adds to the file, durably on return.
    ///
    /// # Errors
    /// What the system says, or that the file is not where it was or not as long as it was. After an error nothing may
    /// be added any more: what was written may be half there.
    pub(super) fn append(&mut self, fs: &dyn Fs, content: &[u8]) -> Result<(), StoreError> {
        let error = |source| io_error("add to", &self.path, source);
        let there = fs.stat(&self.path).map_err(error)?;
        if there.is_none_or(|stat| stat.kind != EntryKind::File || stat.bytes != self.filling.written) {
            // A folder that was deleted or unplugged may still take writes that nobody will ever find.
            return Err(error(io::Error::new(io::ErrorKind::NotFound, "it is no longer there as it was")));
        }
        self.add(content)
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn add(&mut self, content: &[u8]) -> Result<(), StoreError> {
        let written = self.filling.write_all(content).and_then(|()| {
            self.filling.check_length()?;
            self.filling.file.sync_data()
        });
        written.map_err(|source| io_error("write", &self.path, source))
    }
}
