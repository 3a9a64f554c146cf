//! The few things the store asks of a file system. The real one is in `real`, one that forgets what was not synced
//! and fails on command in `simulated`. The store knows only this trait, and only `atomic_file` calls what writes.

pub mod real;
pub mod simulated;

use std::io;
use std::path::Path;

pub use real::RealFs;
pub use simulated::SimulatedFs;

/// What a path leads to; links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, a device, a pipe, a socket.
    Other,
}

/// One entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name, without the folder. Names that are not Unicode are left out: the store never makes any.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// A file system as the store needs it. All paths are absolute or relative to the working directory.
pub trait Fs: std::fmt::Debug + Send + Sync {
    /// Makes a file that must not be there yet, not even as a link, and opens it for writing.
    ///
    /// # Errors
    /// What the system says; `AlreadyExists` where the name is taken.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>>;

    /// Gives a file another name in one step, over one that may be there.
    ///
    /// # Errors
    /// What the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// What the system says.
    fn unlink(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a folder durable.
    ///
    /// # Errors
    /// What the system says.
    fn sync_dir(&self, folder: &Path) -> io::Result<()>;

    /// Makes a folder in one that is there.
    ///
    /// # Errors
    /// What the system says; `AlreadyExists` where the name is taken.
    fn create_dir(&self, folder: &Path) -> io::Result<()>;

    /// The whole of a regular file.
    ///
    /// # Errors
    /// What the system says; `FileTooLarge` beyond `limit` bytes; `InvalidInput` where it is no regular file.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// The entries of a folder, sorted by name.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// What a path leads to, or none where there is nothing.
    ///
    /// # Errors
    /// What the system says.
    fn kind(&self, path: &Path) -> io::Result<Option<EntryKind>>;
}

/// A file open for writing at its end.
pub trait FsFile: Send {
    /// Writes some of `bytes` and says how many.
    ///
    /// # Errors
    /// What the system says.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Its length in bytes.
    ///
    /// # Errors
    /// What the system says.
    fn length(&self) -> io::Result<u64>;

    /// Makes its content durable. Never tried a second time on one file: what failed once may be gone.
    ///
    /// # Errors
    /// What the system says.
    fn sync(&mut self) -> io::Result<()>;
}
