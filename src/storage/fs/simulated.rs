//! A file system in memory for tests: counts its operations and fails at the one it is told to.
//! Files and folders only; a power loss that forgets what was not synced is still to come.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Entry, EntryKind, Fs, FsFile};

/// A file system in memory. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct SimulatedFs(Arc<Mutex<Disk>>);

#[derive(Debug, Default)]
struct Disk {
    nodes: BTreeMap<PathBuf, Node>,
    operations: u64,
    changes: u64,
    fail_at: Option<(u64, io::ErrorKind)>,
}

#[derive(Debug, Clone)]
enum Node {
    Folder,
    File(Arc<Mutex<Vec<u8>>>),
}

struct SimulatedFile {
    fs: SimulatedFs,
    bytes: Arc<Mutex<Vec<u8>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SimulatedFs {
    /// A disk with one empty folder.
    #[must_use]
    pub fn with_folder(folder: impl AsRef<Path>) -> Self {
        let fs = Self::default();
        for part in folder.as_ref().ancestors() {
            lock(&fs.0).nodes.insert(part.to_owned(), Node::Folder);
        }
        fs
    }

    /// How many operations there were so far.
    #[must_use]
    pub fn operations(&self) -> u64 {
        lock(&self.0).operations
    }

    /// How many operations so far altered the disk.
    #[must_use]
    pub fn changes(&self) -> u64 {
        lock(&self.0).changes
    }

    /// Operation number `number` (from 0, counted from the beginning) will fail with `kind`, once.
    pub fn fail_at(&self, number: u64, kind: io::ErrorKind) {
        lock(&self.0).fail_at = Some((number, kind));
    }

    /// No operation will fail from here on.
    pub fn heal(&self) {
        lock(&self.0).fail_at = None;
    }

    /// Puts a file as another program would, with its folders.
    pub fn put(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        let mut disk = lock(&self.0);
        for folder in path.as_ref().ancestors().skip(1) {
            disk.nodes.insert(folder.to_owned(), Node::Folder);
        }
        disk.nodes.insert(path.as_ref().to_owned(), Node::File(Arc::new(Mutex::new(bytes.to_vec()))));
    }

    /// Takes a file away as another program would.
    pub fn take(&self, path: impl AsRef<Path>) {
        lock(&self.0).nodes.remove(path.as_ref());
    }

    /// All files with their content, by path.
    #[must_use]
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let disk = lock(&self.0);
        let content = |(path, node): (&PathBuf, &Node)| match node {
            Node::File(bytes) => Some((path.clone(), lock(bytes).clone())),
            Node::Folder => None,
        };
        disk.nodes.iter().filter_map(content).collect()
    }

    fn operation(&self, alters: bool) -> io::Result<MutexGuard<'_, Disk>> {
        let mut disk = lock(&self.0);
        let number = disk.operations;
        disk.operations += 1;
        match disk.fail_at {
            Some((at, kind)) if at == number => {
                disk.fail_at = None;
                Err(kind.into())
            }
            _ => {
                disk.changes += u64::from(alters);
                Ok(disk)
            }
        }
    }
}

impl Disk {
    fn needs_folder_of(&self, path: &Path) -> io::Result<()> {
        match path.parent().and_then(|folder| self.nodes.get(folder)) {
            Some(Node::Folder) => Ok(()),
            Some(Node::File(_)) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn needs_free(&self, path: &Path) -> io::Result<()> {
        self.needs_folder_of(path)?;
        if self.nodes.contains_key(path) { Err(io::ErrorKind::AlreadyExists.into()) } else { Ok(()) }
    }
}

impl Fs for SimulatedFs {
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        let mut disk = self.operation(true)?;
        disk.needs_free(path)?;
        let bytes = Arc::<Mutex<Vec<u8>>>::default();
        disk.nodes.insert(path.to_owned(), Node::File(bytes.clone()));
        Ok(Box::new(SimulatedFile { fs: self.clone(), bytes }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut disk = self.operation(true)?;
        disk.needs_folder_of(to)?;
        let node = disk.nodes.remove(from).ok_or(io::ErrorKind::NotFound)?;
        disk.nodes.insert(to.to_owned(), node);
        Ok(())
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        let mut disk = self.operation(true)?;
        disk.nodes.remove(path).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn sync_dir(&self, _folder: &Path) -> io::Result<()> {
        self.operation(false).map(drop)
    }

    fn create_dir(&self, folder: &Path) -> io::Result<()> {
        let mut disk = self.operation(true)?;
        disk.needs_free(folder)?;
        disk.nodes.insert(folder.to_owned(), Node::Folder);
        Ok(())
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let disk = self.operation(false)?;
        match disk.nodes.get(path) {
            None => Err(io::ErrorKind::NotFound.into()),
            Some(Node::Folder) => Err(io::ErrorKind::InvalidInput.into()),
            Some(Node::File(bytes)) if lock(bytes).len() as u64 > limit => Err(io::ErrorKind::FileTooLarge.into()),
            Some(Node::File(bytes)) => Ok(lock(bytes).clone()),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let disk = self.operation(false)?;
        if !matches!(disk.nodes.get(folder), Some(Node::Folder)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let inside = disk.nodes.range(folder.to_owned()..).take_while(|(path, _)| path.starts_with(folder));
        let entry = |(path, node): (&PathBuf, &Node)| {
            if path.parent() != Some(folder) {
                return None;
            }
            let kind = if matches!(node, Node::Folder) { EntryKind::Folder } else { EntryKind::File };
            Some(Entry { name: path.file_name()?.to_str()?.to_owned(), kind })
        };
        Ok(inside.filter_map(entry).collect())
    }

    fn kind(&self, path: &Path) -> io::Result<Option<EntryKind>> {
        let disk = self.operation(false)?;
        Ok(disk.nodes.get(path).map(|node| match node {
            Node::Folder => EntryKind::Folder,
            Node::File(_) => EntryKind::File,
        }))
    }
}

impl FsFile for SimulatedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _disk = self.fs.operation(true)?;
        lock(&self.bytes).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn length(&self) -> io::Result<u64> {
        let _disk = self.fs.operation(false)?;
        Ok(lock(&self.bytes).len() as u64)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.fs.operation(false).map(drop)
    }
}
