//! One program at a time writes a project on one machine. Other machines write other files and need no lock.

use std::io;

use super::StoreError;
use super::atomic_file::{io_error, make_folders, write_file};
use super::fs::FsLock;
use super::layout::{HOLDER, LOCK};
use super::store::Store;

/// Longest note of who holds a project, in bytes.
const HOLDER_MAX_BYTES: u64 = 4096;

/// Stands in for a lock where the file system has none.
#[derive(Debug)]
struct NoLock;

impl FsLock for NoLock {}

impl Store {
    /// Takes the lock and notes who holds it.
    ///
    /// # Errors
    /// [`StoreError::InUse`] where somebody else does, or what the system says.
    pub(super) fn take_lock(&self) -> Result<Box<dyn FsLock>, StoreError> {
        let path = self.root.join(LOCK);
        make_folders(&*self.fs, &self.root, &self.folders, LOCK)?;
        let lock = match self.fs.try_lock(&path) {
            Ok(Some(lock)) => lock,
            Ok(None) => return Err(StoreError::InUse { folder: self.root.clone(), holder: self.holder() }),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Box::new(NoLock),
            Err(error) => return Err(io_error("lock", &path, error)),
        };
        let on = if self.writer.installation.is_empty() {
            String::new()
        } else {
            format!(" on “{}”", self.writer.installation)
        };
        let note = format!("{}{on}, process {}", self.writer.analyst.name, std::process::id());
        // Only a courtesy to whoever finds the project locked.
        let _ = write_file(&*self.fs, &self.root.join(HOLDER), true, &mut |out| out.write_all(note.as_bytes()));
        Ok(lock)
    }

    fn holder(&self) -> String {
        let said = self.fs.read(&self.root.join(HOLDER), HOLDER_MAX_BYTES).unwrap_or_default();
        let said: String = String::from_utf8_lossy(&said).chars().filter(|sign| !sign.is_control()).collect();
        if said.trim().is_empty() { "by another window".to_owned() } else { format!("by {}", said.trim()) }
    }
}
