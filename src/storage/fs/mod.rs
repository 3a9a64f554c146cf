//! The few things the store asks of a file system. The real one is in `real`, one that forgets what was not synced
//! and fails on command in `simulated`. The store knows only this trait, and only `atomic_file` and `append_file` call
//! what writes.

pub(super) mod backup;
mod dice;
mod disk;
mod fault;
pub mod real;
pub mod simulated;

use std::io;
use std::path::Path;

pub use dice::Dice;
pub use fault::Fault;
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

/// What the system says about a path without opening it. Two equal answers mean the same content, for all one can
/// tell without reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// What it is.
    pub kind: EntryKind,
    /// Length in bytes.
    pub bytes: u64,
    /// When it was last written, in nanoseconds since 1970 as the system says; 0 where it does not.
    pub modified: u128,
    /// When anything about it last changed, which no program can set back; 0 where the system does not say.
    pub changed: u128,
}

/// Held while a project is open for writing; dropping it lets go.
pub trait FsLock: std::fmt::Debug + Send {}

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

    /// Makes the content of several files durable, as [`FsFile::sync`] does for one.
    ///
    /// # Errors
    /// What the system says, and of the how-manieth file.
    fn sync_files(&self, files: &mut [Box<dyn FsFile>]) -> Result<(), (usize, io::Error)> {
        let mut files = files.iter_mut().enumerate();
        files.try_for_each(|(number, file)| file.sync().map_err(|error| (number, error)))
    }

    /// Makes the names in several folders durable.
    ///
    /// # Errors
    /// What the system says, and of the how-manieth folder.
    fn sync_dirs(&self, folders: &[&Path]) -> Result<(), (usize, io::Error)> {
        let mut folders = folders.iter().enumerate();
        folders.try_for_each(|(number, folder)| self.sync_dir(folder).map_err(|error| (number, error)))
    }

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

    /// The same, to be read piece by piece where the whole would take too much room.
    ///
    /// # Errors
    /// As [`Fs::read`]; what comes later, from the reader.
    fn read_on(&self, path: &Path, limit: u64) -> io::Result<Box<dyn io::Read>> {
        Ok(Box::new(io::Cursor::new(self.read(path, limit)?)))
    }

    /// The entries of a folder, sorted by name.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// What is known of a path without opening it, or none where there is nothing.
    ///
    /// # Errors
    /// What the system says.
    fn stat(&self, path: &Path) -> io::Result<Option<Stat>>;

    /// A number that a file keeps when it is moved or written to, and that a copy of it does not have. The same for all
    /// where that cannot be told.
    ///
    /// # Errors
    /// What the system says; `NotFound`.
    fn identity(&self, path: &Path) -> io::Result<u128> {
        self.kind(path)?.map(|_| 0).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// What a path leads to, or none where there is nothing.
    ///
    /// # Errors
    /// What the system says.
    fn kind(&self, path: &Path) -> io::Result<Option<EntryKind>> {
        Ok(self.stat(path)?.map(|stat| stat.kind))
    }

    /// Locks a file, making it where it is not there; none where somebody else holds it.
    ///
    /// # Errors
    /// What the system says; `Unsupported` where this file system knows no locks.
    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn FsLock>>>;
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

    /// As [`FsFile::sync`], without what is not needed to read the content again.
    ///
    /// # Errors
    /// What the system says.
    fn sync_data(&mut self) -> io::Result<()> {
        self.sync()
    }
}
