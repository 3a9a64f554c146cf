//! File systems as a careless program would use them: each forgets one thing that the store takes care of, so that a test
//! can show that the simulated power loss finds it out.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rapporteur::storage::fs::{Entry, Stat};
use rapporteur::storage::{Fs, FsFile, FsLock, SimulatedFs};
use sha2::Digest as _;

/// What is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carelessness {
    NoFileSync,
    NoFolderSync,
    OverwriteInPlace,
    NoChecksum,
    JournalEmptiedTooEarly,
    SyncTriedAgain,
    AppendAfterShortWrite,
}

impl Carelessness {
    pub(crate) const ALL: [Self; 7] = [
        Self::NoFileSync,
        Self::NoFolderSync,
        Self::OverwriteInPlace,
        Self::NoChecksum,
        Self::JournalEmptiedTooEarly,
        Self::SyncTriedAgain,
        Self::AppendAfterShortWrite,
    ];
}

/// The disk as it is.
pub(crate) fn careful(fs: SimulatedFs) -> Arc<dyn Fs> {
    Arc::new(fs)
}

/// A disk used carelessly.
#[derive(Debug, Clone)]
pub(crate) struct Careless {
    fs: SimulatedFs,
    how: Carelessness,
    /// The last journal that a write failed on.
    torn: Arc<Mutex<Option<PathBuf>>>,
}

impl Careless {
    pub(crate) fn over(fs: SimulatedFs, how: Carelessness) -> Arc<dyn Fs> {
        Arc::new(Self { fs, how, torn: Arc::default() })
    }

    fn is_journal(path: &Path) -> bool {
        path.extension().is_some_and(|end| end == "journal")
    }
}

struct CarelessFile {
    file: Box<dyn FsFile>,
    how: Carelessness,
    path: PathBuf,
    torn: Arc<Mutex<Option<PathBuf>>>,
    /// Bytes that were there before this program opened the file again.
    before: u64,
}

impl Fs for Careless {
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        let torn = self.torn.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (file, at, before) = match torn {
            Some(old) if self.how == Carelessness::AppendAfterShortWrite && Self::is_journal(path) => {
                let file = self.fs.open_at_end(&old)?;
                let before = file.length()?;
                (file, old, before)
            }
            _ => (self.fs.create_new(path)?, path.to_owned(), 0),
        };
        let shared = !path.components().any(|part| part.as_os_str() == ".local");
        if self.how == Carelessness::JournalEmptiedTooEarly && shared {
            for (file, _) in self.fs.files().iter().filter(|(file, _)| Self::is_journal(file)) {
                self.fs.unlink(file)?;
            }
        }
        Ok(Box::new(CarelessFile { file, how: self.how, path: at, torn: self.torn.clone(), before }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let files = self.fs.files();
        match files.get(from) {
            Some(bytes) if self.how == Carelessness::OverwriteInPlace && files.contains_key(to) => {
                self.fs.overwrite_in_place(to, bytes)?.sync()?;
                self.fs.unlink(from)
            }
            _ => self.fs.rename(from, to),
        }
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        if self.how == Carelessness::AppendAfterShortWrite && Self::is_journal(path) {
            let torn = self.torn.lock().unwrap_or_else(PoisonError::into_inner);
            if torn.as_deref() == Some(path) {
                return Err(io::ErrorKind::PermissionDenied.into()); // it goes on writing to it
            }
        }
        self.fs.unlink(path)
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        if self.how == Carelessness::NoFolderSync { Ok(()) } else { self.fs.sync_dir(folder) }
    }

    fn create_dir(&self, folder: &Path) -> io::Result<()> {
        self.fs.create_dir(folder)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.fs.read(path, limit)?;
        let trusts = self.how == Carelessness::NoChecksum && Self::is_journal(path);
        Ok(if trusts { with_fitting_checksums(&bytes) } else { bytes })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.fs.list(folder)
    }

    fn stat(&self, path: &Path) -> io::Result<Option<Stat>> {
        let stat = self.fs.stat(path)?;
        let torn = self.torn.lock().unwrap_or_else(PoisonError::into_inner);
        match (&*torn, stat) {
            // The journal that the store believes to be there is really the torn one.
            (Some(old), _) if self.how == Carelessness::AppendAfterShortWrite && Self::is_journal(path) => {
                self.fs.stat(old)
            }
            (_, stat) => Ok(stat),
        }
    }

    fn identity(&self, path: &Path) -> io::Result<u128> {
        self.fs.identity(path)
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn FsLock>>> {
        self.fs.try_lock(path)
    }
}

impl FsFile for CarelessFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let outcome = self.file.write(bytes);
        if outcome.is_err() && Careless::is_journal(&self.path) {
            *self.torn.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.path.clone());
        }
        outcome
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.file.length()?.saturating_sub(self.before))
    }

    fn sync(&mut self) -> io::Result<()> {
        match self.how {
            Carelessness::NoFileSync => Ok(()),
            Carelessness::SyncTriedAgain => self.file.sync().or_else(|_| self.file.sync()),
            _ => self.file.sync(),
        }
    }
}

/// Every frame of a journal with the length and checksum of what happens to be there.
fn with_fitting_checksums(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let text = String::from_utf8_lossy(bytes);
    let Some((first, mut rest)) = text.split_once('\n') else { return bytes.to_vec() };
    out.extend_from_slice(first.as_bytes());
    out.push(b'\n');
    while let Some((line, after)) = rest.split_once('\n') {
        let length = line.strip_prefix('#').and_then(|line| line.split(' ').next()).and_then(|text| text.parse().ok());
        let Some(length) = length else { break };
        let length = after.floor_char_boundary(std::cmp::min(length, after.len()));
        let (payload, left) = after.split_at(length);
        let hash: [u8; 32] = sha2::Sha256::digest(payload.as_bytes()).into();
        let sum: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        out.extend_from_slice(format!("#{} {sum}\n{payload}\n", payload.len()).as_bytes());
        rest = left.strip_prefix('\n').unwrap_or(left);
    }
    out
}
