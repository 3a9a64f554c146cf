//! Opening a project: its files, then what the journal alone had kept, then what can be undone.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::atomic_file::{Folders, NewFile};
use super::fs::Fs;
use super::history_file;
use super::known::KnownRecords;
use super::layout::{ARTICLES, INDEX, PROJECT_FILE, history_file};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::load::{Index, Loaded, OpenReport, load_with};
use super::stamp::Over;
use super::store::Store;
use super::{Finding, Opened, ReadOnly, StoreError, Texts, Writer, WriterId};
use crate::model::RecordId;

impl Store {
    /// Opens a project for writing. A writer who is new to it starts files of their own with their first change. What
    /// only the journal had kept is written to the files at once.
    ///
    /// # Errors
    /// Where there is no project, another program has it open, a newer one wrote it, or its own file cannot be read.
    /// Other damage is in the report, and what is not damaged opens.
    pub fn open(fs: Arc<dyn Fs>, folder: &Path, writer: &Writer) -> Result<Opened, StoreError> {
        Self::open_telling(fs, folder, writer, &mut |_, _| {})
    }

    /// Opens a project as [`Store::open`]. Where there is much to read, `tell` is told now and then how many files were
    /// read, of how many.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_telling(
        fs: Arc<dyn Fs>,
        folder: &Path,
        writer: &Writer,
        tell: &mut dyn FnMut(usize, usize),
    ) -> Result<Opened, StoreError> {
        super::load::look_for_project(&*fs, folder)?;
        let mut store = Self::new(fs, folder, writer, crate::model::ProjectId::from_bytes([0; 16]));
        store.lock = Some(store.take_lock()?);
        let (mut loaded, new_index) = load_with(&*store.fs, folder, Index::Renewed, tell)?;
        if let Some(bytes) = new_index {
            // Nothing depends on it: where it cannot be written, the next opening reads the files again.
            let _ = store.replace_all(&[NewFile { file: INDEX.to_owned(), bytes }]);
        }
        store.keep_copies(&mut loaded);
        let mut settled = loaded.settle(folder)?;
        store.project = settled.project.meta().id;
        store.known = settled.known;
        store.looked_at = std::mem::take(&mut loaded.looked_at);
        store.count_changes();
        store.kept_by_others = kept_by_others(&loaded, &writer.id);
        store.step_over(&loaded.unread_journals);
        let known_upto = store.read_history(&mut loaded.notes)?;
        store.next = store.next.max(known_upto.saturating_add(1));
        let restored = store.take_over(&loaded.journals, known_upto);
        for left in loaded.leftovers.iter().filter(|left| left.contains(&format!(".{}.", writer.id))) {
            // Half a file that a crash left; where it cannot be removed now, the next time will do.
            let _ = store.fs.unlink(&folder.join(left));
        }
        store.introduce_analyst(&settled.project);
        if let Some(analyst) = &store.introduction {
            settled.project.absorb(analyst);
        }
        let mut notes = loaded.notes;
        if store.changes_since_checkpoint() > 0
            && let Err(error) = store.checkpoint()
        {
            let what = format!("restored changes could not be written to their files yet: {error}");
            notes.push(Finding { file: PROJECT_FILE.to_owned(), line: None, column: None, what });
        }
        let report = OpenReport { damage: loaded.damage, notes, concurrent: settled.concurrent, restored };
        let history = store.history.clone();
        Ok(Opened { store, project: settled.project, history, report })
    }

    /// Opens a project to look at it. Nothing below the folder is written, not even a lock.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_read_only(fs: Arc<dyn Fs>, folder: &Path) -> Result<ReadOnly, StoreError> {
        let (mut loaded, _) = load_with(&*fs, folder, Index::Used, &mut |_, _| {})?;
        let settled = loaded.settle(folder)?;
        let report =
            OpenReport { damage: loaded.damage, notes: loaded.notes, concurrent: settled.concurrent, restored: None };
        let texts = Texts { fs, root: folder.to_owned(), suffix: "reader".to_owned(), folders: Folders::default() };
        Ok(ReadOnly { project: settled.project, texts, report })
    }

    /// Finds the number of the next change, and up to which change others' are known.
    fn count_changes(&mut self) {
        let (own, next, seen) = (&self.writer.id, &mut self.next, &mut self.seen);
        self.known.each_change(|writer, at| {
            if writer == own {
                *next = at.saturating_add(1).max(*next);
            } else if let Some(latest) = seen.get_mut(writer) {
                *latest = at.max(*latest);
            } else {
                seen.insert(writer.clone(), at);
            }
        });
    }

    /// Takes over what could be undone when the files were last brought up to date. Returns up to which change.
    fn read_history(&mut self, notes: &mut Vec<Finding>) -> Result<u64, StoreError> {
        let file = history_file(&self.writer.id);
        let path = self.root.join(&file);
        let bytes = match self.fs.read(&path, RECORD_FILE_MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            // Taken for empty it would soon be overwritten.
            Err(source) => return Err(StoreError::UndoUnreadable { file: path, source }),
        };
        let Some((header, mut history)) = history_file::read(&bytes, self.project, &self.writer.id) else {
            let what = "it is damaged, so that nothing from before can be undone".to_owned();
            notes.push(Finding { file, line: None, column: None, what });
            return Ok(0);
        };
        history.forget_touching(&changed_by_others(&self.known, &self.writer.id, &header.seen));
        self.history = history;
        Ok(header.upto)
    }
}

/// The records that other writers changed since `seen`.
fn changed_by_others(known: &KnownRecords, own: &WriterId, seen: &Over) -> BTreeSet<RecordId> {
    known.changed(|writer, at| writer != own && !seen.iter().any(|(known, upto)| known == writer && *upto >= at))
}

fn kept_by_others(loaded: &Loaded, own: &WriterId) -> BTreeSet<String> {
    let files = loaded.files.iter().filter(|(file, owner)| {
        let named_by_record = ***file == *PROJECT_FILE || file.starts_with(ARTICLES);
        named_by_record && owner.as_ref() != Some(own)
    });
    files.map(|(file, _)| file.to_string()).collect()
}
