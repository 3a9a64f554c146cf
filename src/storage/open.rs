//! Opening a project: its files, then what the journal alone had kept, then what can be undone.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::atomic_file::NewFile;
use super::fs::Fs;
use super::glance::Tell;
use super::history_file;
use super::known::KnownRecords;
use super::layout::{ARTICLES, CODES, EXCERPTS, INDEX, PROJECT_FILE, WRITERS, history_file, writer_file};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::load::{Index, Loaded, OpenReport, load_with};
use super::stamp::Over;
use super::store::Store;
use super::{Finding, Opened, StoreError, Writer, WriterId};
use crate::model::RecordId;

impl Store {
    /// Opens a project for writing. An analyst who wrote in this copy of it goes on under the id of then; otherwise the id
    /// of `writer` counts, which should be new, and they start files of their own with their first change. What only the
    /// journal had kept is written to the files at once.
    ///
    /// # Errors
    /// Where there is no project, another program has it open, a newer one wrote it, or its own file cannot be read.
    /// Other damage is in the report, and what is not damaged opens.
    pub fn open(fs: Arc<dyn Fs>, folder: &Path, writer: &Writer) -> Result<Opened, StoreError> {
        Self::open_telling(fs, folder, writer, &mut |_| true)
    }

    /// Opens a project as [`Store::open`]. Where there is much to read, `tell` is told what can be shown before, and now
    /// and then how many files were read, of how many; it says whether to go on.
    ///
    /// # Errors
    /// As [`Store::open`], and [`StoreError::Stopped`].
    pub fn open_telling(
        fs: Arc<dyn Fs>,
        folder: &Path,
        writer: &Writer,
        tell: &mut Tell<'_>,
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
        if let Err(error) = store.tell_couriers() {
            let what = format!("git and sync programs could not be told to leave “.local” here: {error}");
            loaded.notes.push(Finding { file: ".local".to_owned(), line: None, column: None, what });
        }
        let mut settled = loaded.settle(folder)?;
        store.project = settled.project.meta().id;
        store.known = settled.known;
        store.looked_at = std::mem::take(&mut loaded.looked_at).into_iter().collect();
        store.analysts = std::mem::take(&mut loaded.analysts);
        store.count_changes();
        let here = store.go_on_as_before(&loaded.journals, !loaded.damage.is_empty(), &mut loaded.notes)?;
        if let Some(latest) = store.seen.remove(&store.writer.id) {
            store.next = store.next.max(latest.saturating_add(1));
        }
        store.kept_by_others = kept_by_others(&loaded, &store.writer.id);
        store.step_over(&loaded.unread_journals);
        let known_upto = store.read_history(&mut loaded.notes)?;
        store.next = store.next.max(known_upto.saturating_add(1));
        let lost = store.missed(&loaded);
        let mut restored = store.take_over(&loaded.journals, known_upto);
        if let Err(error) = store.adopt(&loaded.journals, &here, &mut restored) {
            let what = format!("not all of what was restored could be taken over: {error}");
            loaded.notes.push(Finding { file: PROJECT_FILE.to_owned(), line: None, column: None, what });
        }
        for left in loaded.leftovers.iter().filter(|left| left.contains(&format!(".{}.", store.writer.id))) {
            // Half a file that a crash left; where it cannot be removed now, the next time will do.
            let _ = store.fs.unlink(&folder.join(left));
        }
        store.introduce_analyst(&settled.project);
        if let Some(analyst) = &store.introduction {
            settled.project.absorb(analyst);
        }
        // What others wrote by hand is theirs to write anew.
        let is_own =
            |finding: &Finding| loaded.files.get(&*finding.file).is_some_and(|w| w.as_ref() == Some(&store.writer.id));
        let mut notes = loaded.notes;
        notes.extend(loaded.comments.into_iter().filter(is_own));
        if store.changes_since_checkpoint() > 0
            && let Err(error) = store.checkpoint()
        {
            let what = format!("restored changes could not be written to their files yet: {error}");
            notes.push(Finding { file: PROJECT_FILE.to_owned(), line: None, column: None, what });
        }
        let report = OpenReport {
            damage: loaded.damage,
            notes,
            concurrent: settled.concurrent,
            lost,
            restored,
            quarantined: loaded.quarantined,
        };
        let history = store.history.clone();
        Ok(Opened { store, project: settled.project, history, report })
    }

    /// Finds up to which change everybody's are known, this writer's included.
    pub(super) fn count_changes(&mut self) {
        let seen = &mut self.seen;
        self.known.each_change(|writer, at| {
            if let Some(latest) = seen.get_mut(writer) {
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
            // None that this program writes is so large.
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                let what = format!(
                    "it is larger than {RECORD_FILE_MAX_BYTES} bytes, so that nothing from before can be undone"
                );
                notes.push(Finding { file, line: None, column: None, what });
                return Ok(0);
            }
            // Taken for empty it would soon be overwritten.
            Err(source) => return Err(StoreError::UndoUnreadable { file: path, source }),
        };
        let Some((header, mut history)) = history_file::read(&bytes, self.project, &self.writer.id) else {
            let what = "it is damaged, so that nothing from before can be undone".to_owned();
            notes.push(Finding { file, line: None, column: None, what });
            return Ok(0);
        };
        self.last = (header.seen.clone(), header.files, header.own);
        history.forget_touching(&changed_by_others(&self.known, &self.writer.id, &header.seen));
        self.history = history;
        Ok(header.upto)
    }
}

impl Store {
    /// What was there when this writer last filed changes, and is not any more: no file of a project ever goes away, and
    /// no writer's changes become fewer.
    fn missed(&mut self, loaded: &Loaded) -> Vec<Finding> {
        let mut lost = Vec::new();
        let say = |file: String, what: String| Finding { file, line: None, column: None, what };
        let found = loaded.files.len() as u64;
        let (last_seen, last_files, last_own) = &self.last.clone();
        if found < *last_files {
            let gone: Vec<&str> = [ARTICLES, CODES, EXCERPTS, WRITERS]
                .into_iter()
                .filter(|folder| !loaded.files.keys().any(|file| file.starts_with(folder)))
                .collect();
            let place = if gone.is_empty() { "the project's folder".to_owned() } else { gone.join(", ") };
            let what = format!(
                "{} files of the {} that were there when you last worked here are missing. Is the disk connected, and has \
                 everything been synchronised? “rapporteur check --repair” brings back what backups have",
                last_files - found,
                last_files
            );
            lost.push(say(place, what));
        }
        let own = loaded.journals.iter().filter(|journal| journal.writer == self.writer.id);
        if own.clone().all(|journal| journal.entries.is_empty()) && loaded.damage.is_empty() {
            let now = self.known.own(&self.writer.id);
            lost.extend(now.less_than(last_own).map(|what| say(PROJECT_FILE.to_owned(), what)));
            // Missed until it is back, or a repair gives it up.
            self.owed = last_own.records.saturating_sub(now.records);
        }
        for (writer, at) in last_seen {
            let now = self.seen.get(writer).copied().unwrap_or(0);
            if now < *at && loaded.damage.is_empty() {
                let what = format!(
                    "what this writer changed was known up to change {at} here, and now up to {now} only: a file of theirs \
                     is missing or was replaced by an older version"
                );
                lost.push(say(writer_file(writer), what));
            }
        }
        lost
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
