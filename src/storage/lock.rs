//! One program at a time writes for one analyst. Other installations write other files and need no lock, even where they
//! have the very same folder open.

use std::io;

use super::StoreError;
use super::atomic_file::{io_error, make_folders, write_any};
use super::fs::FsLock;
use super::layout::{LOCKS, holder_file, lock_file};
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
        let file = lock_file(self.writer.analyst.id);
        let path = self.root.join(&file);
        make_folders(&*self.fs, &self.root, &self.folders, &file)?;
        let lock = match self.fs.try_lock(&path) {
            Ok(Some(lock)) => lock,
            Ok(None) => {
                return Err(StoreError::InUse {
                    folder: self.root.clone(),
                    holder: self.holder(&holder_file(self.writer.analyst.id)),
                });
            }
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
        let _ = write_any(&*self.fs, &self.root.join(holder_file(self.writer.analyst.id)), true, &mut |out| {
            out.write_all(note.as_bytes())
        });
        Ok(lock)
    }

    /// Takes the locks of all other analysts who have worked here, for work that touches files of theirs.
    ///
    /// # Errors
    /// [`StoreError::InUse`] where one of them has the project open.
    pub(super) fn take_all_locks(&self) -> Result<Vec<Box<dyn FsLock>>, StoreError> {
        let own = self.root.join(lock_file(self.writer.analyst.id));
        let mut locks = Vec::new();
        for entry in self.fs.list(&self.root.join(LOCKS)).unwrap_or_default() {
            let path = self.root.join(LOCKS).join(&entry.name);
            let Some(analyst) = entry.name.strip_suffix(".lock").filter(|_| path != own) else { continue };
            match self.fs.try_lock(&path) {
                Ok(Some(lock)) => locks.push(lock),
                Ok(None) => {
                    let holder = self.holder(&format!("{LOCKS}/{analyst}.holder"));
                    return Err(StoreError::InUse { folder: self.root.clone(), holder });
                }
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(error) => return Err(io_error("lock", &path, error)),
            }
        }
        Ok(locks)
    }

    fn holder(&self, file: &str) -> String {
        let said = self.fs.read(&self.root.join(file), HOLDER_MAX_BYTES).unwrap_or_default();
        let said: String = String::from_utf8_lossy(&said).chars().filter(|sign| !sign.is_control()).collect();
        if said.trim().is_empty() { "by another window".to_owned() } else { format!("by {}", said.trim()) }
    }
}
