//! What the simulated file system is made of: names and contents, each as the running system sees it and as a power
//! loss leaves it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::dice::Dice;
use super::fault::Fault;

#[derive(Debug, Default)]
pub(super) struct Disk {
    /// As the running system sees it.
    pub(super) nodes: BTreeMap<PathBuf, Node>,
    /// The names that a power loss leaves.
    pub(super) durable: BTreeMap<PathBuf, Node>,
    /// Changes of names whose folder was not synced since, oldest first.
    pub(super) unsynced: Vec<NameChange>,
    pub(super) locks: BTreeSet<PathBuf>,
    /// When names in a folder last changed.
    pub(super) folders: BTreeMap<PathBuf, u128>,
    pub(super) clock: u128,
    pub(super) operations: u64,
    pub(super) changes: u64,
    pub(super) power_loss_at: Option<u64>,
    pub(super) fault: Option<(u64, Fault)>,
    /// From the fault on, every operation fails.
    pub(super) lasting: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Node {
    Folder,
    File(Arc<Mutex<Content>>),
}

#[derive(Debug, Default)]
pub(super) struct Content {
    /// As the running system sees it.
    pub(super) bytes: Vec<u8>,
    /// What a power loss leaves for sure.
    pub(super) synced: Vec<u8>,
    /// Stretches of which a failed sync lost track: later syncs say yes and keep zeros.
    pub(super) lost: Vec<std::ops::Range<usize>>,
    pub(super) modified: u128,
    /// Which file it is, whatever its name.
    pub(super) made: u128,
}

/// One change of names. A rename is there whole or not at all.
#[derive(Debug, Clone)]
pub(super) struct NameChange {
    pub(super) gone: Option<PathBuf>,
    pub(super) new: Option<(PathBuf, Node)>,
}

impl Content {
    /// Some mixture of what was synced and what was written since.
    pub(super) fn after_power_loss(&self, dice: &mut Dice) -> Self {
        const SECTOR: usize = 64;
        let mut bytes = match dice.below(3) {
            _ if self.bytes == self.synced => self.synced.clone(),
            0 => self.synced.clone(),
            1 if self.lost.is_empty() => self.bytes.clone(),
            _ => {
                let (shorter, longer) =
                    (self.bytes.len().min(self.synced.len()), self.bytes.len().max(self.synced.len()));
                // The length is kept apart from the content: often it is there already, and the content is not.
                let whole = self.bytes.len() > shorter && dice.below(2) == 0;
                let length = if whole { longer } else { shorter + dice.below(longer - shorter + 1) };
                let one_missing_of = [2, 4, 16, 16].get(dice.below(4)).copied().unwrap_or(4);
                let mut mixed = Vec::with_capacity(length);
                while mixed.len() < length {
                    let sector = mixed.len()..length.min(mixed.len() + SECTOR);
                    let new = self.bytes.get(sector.clone()).filter(|_| dice.below(one_missing_of) > 0);
                    match new.or_else(|| self.synced.get(sector.clone())) {
                        Some(found) => mixed.extend_from_slice(found),
                        None => mixed.resize(sector.end, 0),
                    }
                }
                mixed
            }
        };
        if bytes.get(..self.synced.len()).is_none_or(|start| start != self.synced)
            && self.bytes.starts_with(&self.synced)
        {
            // Appending never harms what was synced before.
            let synced = self.synced.len().min(bytes.len());
            bytes.splice(..synced, self.synced.iter().copied());
        }
        for lost in &self.lost {
            for byte in bytes.iter_mut().take(lost.end).skip(lost.start) {
                *byte = 0;
            }
        }
        Self { synced: bytes.clone(), bytes, lost: Vec::new(), modified: self.modified, made: self.made }
    }

    pub(super) fn sync(&mut self) {
        let mut kept = self.bytes.clone();
        for lost in &self.lost {
            for byte in kept.iter_mut().take(lost.end).skip(lost.start) {
                *byte = 0;
            }
        }
        self.synced = kept;
    }

    pub(super) fn lose_unsynced(&mut self) {
        let same = self.bytes.iter().zip(&self.synced).take_while(|(now, kept)| now == kept).count();
        self.lost.push(same..self.bytes.len());
    }
}

impl NameChange {
    pub(super) fn apply(&self, names: &mut BTreeMap<PathBuf, Node>) {
        if let Some(gone) = &self.gone {
            names.remove(gone);
        }
        if let Some((path, node)) = &self.new {
            names.insert(path.clone(), node.clone());
        }
    }

    pub(super) fn is_in(&self, folder: &Path) -> bool {
        let path = self.new.as_ref().map(|(path, _)| path).or(self.gone.as_ref());
        path.is_some_and(|path| path.parent() == Some(folder))
    }
}

impl Disk {
    /// Puts a name durably.
    pub(super) fn place(&mut self, path: &Path, node: Node) {
        if !self.nodes.contains_key(path) || matches!(node, Node::File(_)) {
            self.touch_folder_of(path);
        }
        self.nodes.insert(path.to_owned(), node.clone());
        self.durable.insert(path.to_owned(), node);
    }

    pub(super) fn change(&mut self, gone: Option<&Path>, new: Option<(&Path, Node)>) {
        gone.into_iter().chain(new.as_ref().map(|(path, _)| *path)).for_each(|path| self.touch_folder_of(path));
        let change =
            NameChange { gone: gone.map(Path::to_owned), new: new.map(|(path, node)| (path.to_owned(), node)) };
        change.apply(&mut self.nodes);
        self.unsynced.push(change);
    }

    pub(super) fn touch_folder_of(&mut self, path: &Path) {
        if let Some(folder) = path.parent() {
            let now = self.tick();
            self.folders.insert(folder.to_owned(), now);
        }
    }

    pub(super) fn tick(&mut self) -> u128 {
        // A second each, so that what is written in turn is told apart by any clock, and no whole one, as of a
        // file system that knows no parts of seconds.
        self.clock += 1_000_000_789;
        self.clock
    }

    pub(super) fn needs_folder_of(&self, path: &Path) -> io::Result<()> {
        match path.parent().and_then(|folder| self.nodes.get(folder)) {
            Some(Node::Folder) => Ok(()),
            Some(Node::File(_)) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    pub(super) fn needs_free(&self, path: &Path) -> io::Result<()> {
        self.needs_folder_of(path)?;
        if self.nodes.contains_key(path) { Err(io::ErrorKind::AlreadyExists.into()) } else { Ok(()) }
    }
}
