//! A file system in memory for tests. It counts its operations, fails at the one it is told to, and can lose its power:
//! then only synced content is sure to be there, any part of what was not synced may be, and of the names that were made,
//! changed or removed in folders that were not synced since, any may have survived and any not.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::dice::Dice;
use super::disk::{Content, Disk, NameChange, Node};
use super::fault::Fault;
use super::{Entry, EntryKind, Fs, FsFile, FsLock, Stat};

/// A file system in memory. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct SimulatedFs(Arc<Mutex<Disk>>);

struct SimulatedFile {
    fs: SimulatedFs,
    content: Arc<Mutex<Content>>,
}

#[derive(Debug)]
struct SimulatedLock {
    fs: SimulatedFs,
    path: PathBuf,
}

impl FsLock for SimulatedLock {}

impl Drop for SimulatedLock {
    fn drop(&mut self) {
        lock(&self.fs.0).locks.remove(&self.path);
    }
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
            lock(&fs.0).place(part, Node::Folder);
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

    /// Operation number `number` (from 0, counted from the beginning) will go wrong, once.
    pub fn fail_at(&self, number: u64, fault: Fault) {
        let mut disk = lock(&self.0);
        (disk.fault, disk.lasting) = (Some((number, fault)), false);
    }

    /// The power fails at operation number `number`, whatever else goes wrong before.
    pub fn lose_power_at(&self, number: u64) {
        lock(&self.0).power_loss_at = Some(number);
    }

    /// Whether the power has failed.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        let disk = lock(&self.0);
        disk.power_loss_at.is_some_and(|at| at < disk.operations)
    }

    /// Every operation from number `number` on will go wrong, until [`SimulatedFs::heal`].
    pub fn fail_from(&self, number: u64, fault: Fault) {
        let mut disk = lock(&self.0);
        (disk.fault, disk.lasting) = (Some((number, fault)), true);
    }

    /// No operation will fail from here on.
    pub fn heal(&self) {
        lock(&self.0).fault = None;
    }

    /// Puts a file as another program would, with its folders, durably.
    pub fn put(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        let mut disk = lock(&self.0);
        for folder in path.as_ref().ancestors().skip(1) {
            disk.place(folder, Node::Folder);
        }
        let modified = disk.tick();
        let content =
            Content { bytes: bytes.to_vec(), synced: bytes.to_vec(), lost: Vec::new(), modified, made: modified };
        disk.place(path.as_ref(), Node::File(Arc::new(Mutex::new(content))));
    }

    /// Takes a file, or a folder with all in it, away as another program would, durably.
    pub fn take(&self, path: impl AsRef<Path>) {
        let mut disk = lock(&self.0);
        disk.nodes.retain(|name, _| !name.starts_with(path.as_ref()));
        disk.durable.retain(|name, _| !name.starts_with(path.as_ref()));
        disk.unsynced.retain(|change| !change.new.as_ref().is_some_and(|(name, _)| name.starts_with(path.as_ref())));
        disk.touch_folder_of(path.as_ref());
    }

    /// Writes over a file where it stands, as no careful program does.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn overwrite_in_place(&self, path: &Path, bytes: &[u8]) -> io::Result<Box<dyn FsFile>> {
        let disk = lock(&self.0);
        let Some(Node::File(content)) = disk.nodes.get(path) else { return Err(io::ErrorKind::NotFound.into()) };
        lock(content).bytes = bytes.to_vec();
        Ok(Box::new(SimulatedFile { fs: self.clone(), content: content.clone() }))
    }

    /// Opens a file to write at its end, as no careful program does with one that a write failed on.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn open_at_end(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        match lock(&self.0).nodes.get(path) {
            Some(Node::File(content)) => Ok(Box::new(SimulatedFile { fs: self.clone(), content: content.clone() })),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Lets go of every lock, as when the programs that held them had died.
    pub fn unlock_all(&self) {
        lock(&self.0).locks.clear();
    }

    /// All files with their content, by path.
    #[must_use]
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let disk = lock(&self.0);
        let content = |(path, node): (&PathBuf, &Node)| match node {
            Node::File(content) => Some((path.clone(), lock(content).bytes.clone())),
            Node::Folder => None,
        };
        disk.nodes.iter().filter_map(content).collect()
    }

    /// The disk as it is found when the power is back. The seed decides what of the unsynced survived.
    #[must_use]
    pub fn after_power_loss(&self, seed: u64) -> Self {
        let disk = lock(&self.0);
        let mut dice = Dice(seed);
        // Everything, nothing, or any of it.
        let kept_of_four = [0, 2, 2, 4].get(dice.below(4)).copied().unwrap_or(2);
        let mut nodes = disk.durable.clone();
        for change in &disk.unsynced {
            if dice.below(4) < kept_of_four {
                change.apply(&mut nodes);
            }
        }
        let whole: BTreeSet<PathBuf> = nodes.keys().cloned().collect();
        nodes.retain(|path, _| path.ancestors().all(|above| whole.contains(above)));
        for node in nodes.values_mut() {
            if let Node::File(content) = node {
                let content = lock(content).after_power_loss(&mut dice);
                *node = Node::File(Arc::new(Mutex::new(content)));
            }
        }
        let folders = disk.folders.clone();
        let disk = Disk { durable: nodes.clone(), nodes, clock: disk.clock, folders, ..Disk::default() };
        Self(Arc::new(Mutex::new(disk)))
    }

    fn operation(&self, alters: bool) -> io::Result<MutexGuard<'_, Disk>> {
        let (disk, fault) = self.next_operation(alters);
        match fault {
            None | Some(Fault::ShortWrite) => Ok(disk),
            Some(fault) => Err(fault.error()),
        }
    }

    fn next_operation(&self, alters: bool) -> (MutexGuard<'_, Disk>, Option<Fault>) {
        let mut disk = lock(&self.0);
        let number = disk.operations;
        disk.operations += 1;
        let lasting = disk.lasting;
        let fault = disk.fault.filter(|(at, _)| *at == number || lasting && *at < number).map(|(_, fault)| fault);
        let fault = if disk.power_loss_at.is_some_and(|at| at <= number) { Some(Fault::PowerLoss) } else { fault };
        if fault.is_none() {
            disk.changes += u64::from(alters);
        }
        (disk, fault)
    }
}

impl Fs for SimulatedFs {
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        let mut disk = self.operation(true)?;
        disk.needs_free(path)?;
        let made = disk.tick();
        let content = Arc::new(Mutex::new(Content { modified: made, made, ..Content::default() }));
        disk.change(None, Some((path, Node::File(content.clone()))));
        Ok(Box::new(SimulatedFile { fs: self.clone(), content }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut disk = self.operation(true)?;
        disk.needs_folder_of(to)?;
        let node = disk.nodes.get(from).cloned().ok_or(io::ErrorKind::NotFound)?;
        disk.change(Some(from), Some((to, node)));
        Ok(())
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        let mut disk = self.operation(true)?;
        match disk.nodes.get(path) {
            Some(Node::File(_)) => {
                disk.change(Some(path), None);
                Ok(())
            }
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        let mut disk = self.operation(false)?;
        if !matches!(disk.nodes.get(folder), Some(Node::Folder)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let (synced, unsynced) = std::mem::take(&mut disk.unsynced).into_iter().partition(|name| name.is_in(folder));
        disk.unsynced = unsynced;
        let synced: Vec<NameChange> = synced;
        for change in synced {
            change.apply(&mut disk.durable);
        }
        Ok(())
    }

    fn create_dir(&self, folder: &Path) -> io::Result<()> {
        let mut disk = self.operation(true)?;
        disk.needs_free(folder)?;
        disk.change(None, Some((folder, Node::Folder)));
        Ok(())
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let disk = self.operation(false)?;
        match disk.nodes.get(path) {
            None => Err(io::ErrorKind::NotFound.into()),
            Some(Node::Folder) => Err(io::ErrorKind::InvalidInput.into()),
            Some(Node::File(file)) if lock(file).bytes.len() as u64 > limit => Err(io::ErrorKind::FileTooLarge.into()),
            Some(Node::File(file)) => Ok(lock(file).bytes.clone()),
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

    fn stat(&self, path: &Path) -> io::Result<Option<Stat>> {
        let disk = self.operation(false)?;
        let told = |kind, bytes: usize, modified| Stat { kind, bytes: bytes as u64, modified, changed: 0 };
        Ok(disk.nodes.get(path).map(|node| match node {
            Node::Folder => told(EntryKind::Folder, 0, disk.folders.get(path).copied().unwrap_or(0)),
            Node::File(content) => {
                let content = lock(content);
                told(EntryKind::File, content.bytes.len(), content.modified)
            }
        }))
    }

    fn identity(&self, path: &Path) -> io::Result<u128> {
        let disk = self.operation(false)?;
        match disk.nodes.get(path) {
            Some(Node::File(content)) => Ok(lock(content).made),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn FsLock>>> {
        let mut disk = self.operation(true)?;
        disk.needs_folder_of(path)?;
        if !disk.nodes.contains_key(path) {
            disk.change(None, Some((path, Node::File(Arc::default()))));
        }
        Ok(disk
            .locks
            .insert(path.to_owned())
            .then(|| Box::new(SimulatedLock { fs: self.clone(), path: path.to_owned() }) as Box<dyn FsLock>))
    }
}

impl FsFile for SimulatedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (mut disk, fault) = self.fs.next_operation(true);
        let modified = disk.tick();
        let taken = match fault {
            None => bytes,
            Some(Fault::NoSpace | Fault::InputOutput | Fault::ShortWrite) => {
                bytes.get(..bytes.len().div_ceil(2)).unwrap_or(bytes)
            }
            Some(_) => &[],
        };
        let mut content = lock(&self.content);
        content.modified = modified;
        content.bytes.extend_from_slice(taken);
        match fault {
            None | Some(Fault::ShortWrite) => Ok(taken.len()),
            Some(fault) => Err(fault.error()),
        }
    }

    fn length(&self) -> io::Result<u64> {
        let _disk = self.fs.operation(false)?;
        Ok(lock(&self.content).bytes.len() as u64)
    }

    fn sync(&mut self) -> io::Result<()> {
        let (_disk, fault) = self.fs.next_operation(false);
        let mut content = lock(&self.content);
        match fault {
            None | Some(Fault::ShortWrite) => {
                content.sync();
                Ok(())
            }
            Some(fault) => {
                if fault != Fault::Interrupted && fault != Fault::PowerLoss {
                    content.lose_unsynced();
                }
                Err(fault.error())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(fs: &SimulatedFs, path: &str, text: &str, sync: bool) {
        let mut file = fs.create_new(Path::new(path)).expect("made");
        file.write(text.as_bytes()).expect("written");
        if sync {
            file.sync().expect("synced");
        }
    }

    #[test]
    fn only_what_was_synced_is_sure_to_survive() {
        let (mut content, mut name) = (BTreeSet::new(), BTreeSet::new());
        for seed in 0..200 {
            let fs = SimulatedFs::with_folder("/p");
            written(&fs, "/p/sure", "all of it", true);
            fs.sync_dir(Path::new("/p")).expect("synced");
            written(&fs, "/p/name", "all of it", true);
            let after = fs.after_power_loss(seed).files();
            assert_eq!(after[Path::new("/p/sure")], b"all of it");
            name.insert(after.get(Path::new("/p/name")).cloned());
            let fs = SimulatedFs::with_folder("/p");
            written(&fs, "/p/content", &"x".repeat(200), false);
            fs.sync_dir(Path::new("/p")).expect("synced");
            content.insert(fs.after_power_loss(seed).files()[Path::new("/p/content")].clone());
        }
        assert_eq!(name, [None, Some(b"all of it".to_vec())].into());
        assert!(content.len() > 20, "torn in many ways");
    }

    #[test]
    fn a_second_sync_does_not_bring_back_what_the_first_lost() {
        let fs = SimulatedFs::with_folder("/p");
        let mut file = fs.create_new(Path::new("/p/a")).expect("made");
        fs.sync_dir(Path::new("/p")).expect("synced");
        file.write(b"one").expect("written");
        fs.fail_at(fs.operations(), Fault::InputOutput);
        assert!(file.sync().is_err());
        file.sync().expect("says yes");
        assert_eq!(fs.files()[Path::new("/p/a")], b"one");
        assert_eq!(fs.after_power_loss(1).files()[Path::new("/p/a")], [0, 0, 0]);
    }
}
