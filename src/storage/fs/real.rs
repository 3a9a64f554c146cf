//! The file system of the machine.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::thread;
use std::time::UNIX_EPOCH;

use super::{Entry, EntryKind, Fs, FsFile, FsLock, Stat};

/// The file system of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealFs;

struct RealFile(File);

/// The system lets go of the lock with the file, also when the program dies.
#[derive(Debug)]
struct RealLock {
    _file: File,
}

impl FsLock for RealLock {}

fn kind_of(file_type: fs::FileType) -> EntryKind {
    if file_type.is_file() {
        EntryKind::File
    } else if file_type.is_dir() {
        EntryKind::Folder
    } else {
        EntryKind::Other
    }
}

/// A regular file, open for reading, and its length.
fn open_regular(path: &Path, limit: u64) -> io::Result<(File, u64)> {
    // Asked before opening: opening a pipe would wait for its other end.
    let before = fs::symlink_metadata(path)?;
    if kind_of(before.file_type()) != EntryKind::File {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    if before.len() > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok((File::open(path)?, before.len()))
}

impl Fs for RealFs {
    #[expect(clippy::disallowed_methods, reason = "the one place that makes files")]
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        Ok(Box::new(RealFile(file)))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that renames files")]
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that removes files")]
    fn unlink(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        // Windows cannot open a folder as a file; there the rename itself is journalled by the file system.
        if cfg!(windows) { Ok(()) } else { File::open(folder)?.sync_all() }
    }

    fn sync_files(&self, files: &mut [Box<dyn FsFile>]) -> Result<(), (usize, io::Error)> {
        let mut files: Vec<&mut Box<dyn FsFile>> = files.iter_mut().collect();
        side_by_side(&mut files, |file| file.sync())
    }

    fn sync_dirs(&self, folders: &[&Path]) -> Result<(), (usize, io::Error)> {
        side_by_side(&mut folders.to_vec(), |folder| self.sync_dir(folder))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that makes folders")]
    fn create_dir(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir(folder)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let (file, length) = open_regular(path, limit)?;
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes)
    }

    fn read_on(&self, path: &Path, limit: u64) -> io::Result<Box<dyn io::Read>> {
        Ok(Box::new(open_regular(path, limit)?.0.take(limit)))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if let Ok(name) = entry.file_name().into_string() {
                entries.push(Entry { name, kind: kind_of(entry.file_type()?) });
            }
        }
        entries.sort();
        Ok(entries)
    }

    fn stat(&self, path: &Path) -> io::Result<Option<Stat>> {
        match fs::symlink_metadata(path) {
            Ok(metadata) => {
                let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                let modified = since.map_or(0, |since| since.as_nanos());
                Ok(Some(Stat {
                    kind: kind_of(metadata.file_type()),
                    bytes: metadata.len(),
                    modified,
                    changed: changed(&metadata),
                }))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn identity(&self, path: &Path) -> io::Result<u128> {
        let metadata = fs::symlink_metadata(path)?;
        let made = metadata.created().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let made = made.map(|since| since.as_nanos());
        // On macOS copies may keep the time at which the first was made, but not its number; on Linux it is numbers that
        // change with each mounting of some file systems, and no copy keeps the time.
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            let number = u128::from(metadata.ino());
            let both = cfg!(target_os = "macos").then(|| made.unwrap_or(0) ^ (number << 64));
            Ok(both.or(made).unwrap_or(number))
        }
        #[cfg(not(unix))]
        Ok(made.unwrap_or(0))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that makes files")]
    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn FsLock>>> {
        match self.kind(path)? {
            None | Some(EntryKind::File) => {}
            Some(_) => return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")),
        }
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(RealLock { _file: file }))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// How many files are synced at the same time. A file system that keeps a journal writes it once for all of them: 512
/// files took 3.2 seconds one after the other and 0.06 so.
const AT_ONCE: usize = 16;

/// Waits for the disk with several at once.
fn side_by_side<T: Send>(
    all: &mut [T],
    wait: impl Fn(&mut T) -> io::Result<()> + Sync,
) -> Result<(), (usize, io::Error)> {
    let each = |first: usize, part: &mut [T]| {
        let mut part = part.iter_mut().enumerate();
        part.try_for_each(|(number, one)| wait(one).map_err(|error| (first + number, error)))
    };
    let length = all.len().div_ceil(AT_ONCE).max(2);
    if all.len() <= length {
        return each(0, all);
    }
    thread::scope(|scope| {
        let each = &each;
        let parts = all.chunks_mut(length).enumerate();
        let parts: Vec<_> = parts.map(|(number, part)| scope.spawn(move || each(number * length, part))).collect();
        let lost = || Err((0, io::Error::other("the sync was not waited for")));
        // All are waited for, also after an error: nobody else may still be at work on a file that is given up.
        let ended: Vec<_> = parts.into_iter().map(|part| part.join().unwrap_or_else(|_| lost())).collect();
        ended.into_iter().collect()
    })
}

#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> u128 {
    use std::os::unix::fs::MetadataExt as _;
    let part = |number: i64| u128::try_from(number).unwrap_or(0);
    part(metadata.ctime()) * 1_000_000_000 + part(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> u128 {
    0
}

impl FsFile for RealFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
}
