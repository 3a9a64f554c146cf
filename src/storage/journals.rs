//! The journals of a project: starting them, adding to them, dropping them after a checkpoint, and finding again after a
//! crash what they alone had kept. What a journal says is the work of `journal`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::append_file::AppendFile;
use super::fs::{EntryKind, Fs};
use super::journal::{Entry, FrameHeader, begin, frames, push_frame, read_header};
use super::known::Own;
use super::layout::{JOURNALS, QUARANTINE, journal_file, journal_of};
use super::limits::JOURNAL_MAX_BYTES;
use super::load::{Loaded, Restored};
use super::stamp::Over;
use super::store::Store;
use super::{Finding, StoreError, WriterId};
use crate::model::{ProjectId, Record, RecordId};

/// The journals of this writer.
#[derive(Debug, Default)]
pub(super) struct Journals {
    /// The one that takes the next change.
    open: Option<AppendFile>,
    /// The number of the last one.
    last: u64,
    /// Those that a checkpoint makes superfluous.
    pub(super) old: Vec<PathBuf>,
}

/// A journal that was found on opening.
#[derive(Debug)]
pub(super) struct FoundJournal {
    pub(super) file: String,
    pub(super) writer: WriterId,
    pub(super) number: u64,
    pub(super) entries: Vec<Entry>,
    /// For each entry, whether any of its lines was not in its file.
    pub(super) is_new: Vec<bool>,
    /// Its content, where some of it makes no sense and should be kept aside.
    pub(super) keep: Option<Vec<u8>>,
}

/// Reads all journals below `root` and adds what they say to the versions that the files gave.
pub(super) fn add_journals(loaded: &mut Loaded, fs: &dyn Fs, root: &Path) {
    match fs.kind(&root.join(JOURNALS)) {
        Ok(None) => return,
        Ok(Some(EntryKind::Folder)) => {}
        Ok(Some(_)) => {
            loaded.damage.push(finding(JOURNALS, "it is no folder and was not read".to_owned()));
            return;
        }
        Err(error) => {
            loaded.damage.push(finding(JOURNALS, format!("it could not be looked at: {error}")));
            return;
        }
    }
    let entries = match fs.list(&root.join(JOURNALS)) {
        Ok(entries) => entries,
        Err(error) => {
            loaded.damage.push(finding(JOURNALS, format!("the folder could not be listed: {error}")));
            return;
        }
    };
    let project = loaded.project_id();
    for entry in entries {
        let Some((writer, number)) = journal_of(&entry.name) else { continue };
        let file = format!("{JOURNALS}/{}", entry.name);
        let bytes = match fs.read(&root.join(&file), JOURNAL_MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(error) => {
                loaded.damage.push(finding(&file, format!("it could not be read: {error}")));
                loaded.unread_journals.push((writer, number));
                continue;
            }
        };
        match read_journal(&bytes, project, &writer) {
            Ok((entries, wrong)) => {
                let keep = wrong.is_some().then_some(bytes);
                if let Some(what) = wrong {
                    loaded.notes.push(finding(&file, what));
                }
                loaded.take_journal(FoundJournal { file, writer, number, entries, is_new: Vec::new(), keep });
            }
            Err(what) => loaded.notes.push(finding(&file, what)),
        }
    }
}

/// The changes in a journal, and what is wrong with the rest of it. The end of a journal is often half written: what is
/// there was never said to be saved, so that nothing is said about it.
fn read_journal(
    bytes: &[u8],
    project: Option<ProjectId>,
    writer: &WriterId,
) -> Result<(Vec<Entry>, Option<String>), String> {
    let found = frames(bytes);
    let Some((first, rest)) = found.payloads.split_first() else { return Ok((Vec::new(), None)) };
    let header = read_header(first).ok_or("it is no journal that this version knows, and was left alone")?;
    if project.is_some_and(|project| project != header.project) || header.writer != *writer {
        return Err("it is the journal of another project or writer, and was left alone".to_owned());
    }
    let mut entries = Vec::with_capacity(rest.len());
    for (number, payload) in rest.iter().enumerate() {
        match Entry::decode(payload, writer) {
            Ok(entry) => entries.push(entry),
            Err(error) => {
                let left = rest.len() - number;
                return Ok((entries, Some(format!("{left} changes in it could not be read: {}", error.why))));
            }
        }
    }
    let wrong = found.broken_at.filter(|at| frames_follow(bytes, *at));
    let what = |at| {
        format!(
            "from byte {at} on it is not whole: those changes were being written when the power failed, or the file \
             is damaged; a copy is kept in {QUARANTINE}"
        )
    };
    Ok((entries, wrong.map(what)))
}

/// Whether whole frames stand after a broken one. Writing several changes at once can leave that, and so can damage.
fn frames_follow(bytes: &[u8], broken_at: usize) -> bool {
    let Some(rest) = bytes.get(broken_at..) else { return false };
    let mut starts = rest.windows(2).enumerate().filter(|(_, two)| two == b"\n#").map(|(at, _)| at + 1);
    starts.any(|at| rest.get(at..).is_some_and(super::journal::starts_whole))
}

impl Loaded {
    /// Which project this is, as far as its own file says.
    pub(super) fn project_id(&self) -> Option<ProjectId> {
        self.versions.other.get(&RecordId::Project)?.iter().find_map(|version| match &version.body {
            super::records::Body::Put(Record::Project(meta)) => Some(meta.id),
            _ => None,
        })
    }

    fn take_journal(&mut self, mut journal: FoundJournal) {
        for entry in &journal.entries {
            let mut is_new = false;
            for (home, line) in &entry.lines {
                if !self.versions.has_later(&line.id(), &line.stamp.writer, line.stamp.at) {
                    is_new |= self.versions.add(line.clone(), &Arc::from(home.as_str()), 0);
                }
            }
            journal.is_new.push(is_new);
        }
        self.journals.push(journal);
    }
}

impl Store {
    /// Steps over the numbers of changes that an unreadable journal may hold, so that none is given twice.
    pub(super) fn step_over(&mut self, unread: &[(WriterId, u64)]) {
        for (_, number) in unread.iter().filter(|(writer, _)| *writer == self.writer.id) {
            self.journals.last = self.journals.last.max(*number);
            self.next = self.next.saturating_add(1 << 20);
        }
    }

    /// Takes over the journals of this writer: their changes are written to the files by the next checkpoint.
    pub(super) fn take_over(&mut self, journals: &[FoundJournal], known_upto: u64) -> Option<Restored> {
        let mut restored: Option<Restored> = None;
        let mut noted = known_upto;
        let mut taken = 0;
        let writer = self.writer.id.clone();
        for journal in journals.iter().filter(|journal| journal.writer == writer) {
            let kept_aside = journal.keep.as_ref().map(|bytes| self.texts().quarantine(&journal.file, bytes));
            if !matches!(kept_aside, Some(Err(_))) {
                self.journals.old.push(self.root.join(&journal.file));
            }
            self.journals.last = self.journals.last.max(journal.number);
            for (entry, is_new) in journal.entries.iter().zip(&journal.is_new) {
                // A change may have no line, and its number is given all the same.
                self.next = self.next.max(entry.at.saturating_add(1));
                for (_, line) in &entry.lines {
                    self.take_over_line(line);
                }
                if entry.at > noted {
                    // The same change may stand in two journals, where the first could not be written to its end.
                    noted = entry.at;
                    entry.note_in(&mut self.history);
                }
                if entry.at > taken {
                    taken = entry.at;
                    push_frame(&mut self.unfiled.frames, &entry.encode());
                    self.unfiled.changes += 1;
                }
                if *is_new {
                    Restored::count(&mut restored, entry.when);
                }
            }
        }
        self.unsure = self.unfiled.changes > 0;
        restored
    }

    fn take_over_line(&mut self, line: &super::records::Line) {
        let id = line.id();
        let known = self.known.get(&id);
        if known
            .as_ref()
            .is_some_and(|known| known.stamps.iter().any(|s| s.writer == self.writer.id && s.at > line.stamp.at))
        {
            return;
        }
        let article = line.body.article().or(known.and_then(|known| known.article));
        let home = self.home_of(&id, article);
        self.pending.entry(home).or_default().insert(id, line.clone());
    }

    /// Makes durable in the journal what is not yet in the files.
    pub(super) fn write_journal(&mut self) -> Result<(), StoreError> {
        if self.is_journaled() {
            return Ok(());
        }
        if let Some(mut open) = self.journals.open.take() {
            let new = self.unfiled.frames.get(self.unfiled.durable..).unwrap_or_default();
            let added = open.append(&*self.fs, new);
            self.journals.old.push(open.path().to_owned());
            if added.is_ok() {
                self.journals.old.pop();
                self.journals.open = Some(open);
                self.unfiled.durable = self.unfiled.frames.len();
                return Ok(());
            }
            // What was written to it may be half there: it takes no more, and a new one takes everything.
        }
        self.look_for_folder()?;
        self.keep_writer()?;
        self.journals.last += 1;
        let file = journal_file(&self.writer.id, self.journals.last);
        let seen = Over::default();
        let header = FrameHeader {
            project: self.project,
            writer: self.writer.id.clone(),
            upto: 0,
            seen,
            files: 0,
            own: Own::default(),
        };
        let mut content = begin(&header);
        content.extend_from_slice(&self.unfiled.frames);
        match AppendFile::start(&*self.fs, &self.root, &self.folders, &file, &content) {
            Ok(open) => {
                self.journals.open = Some(open);
                self.unfiled.durable = self.unfiled.frames.len();
                Ok(())
            }
            Err(error) => {
                let path = self.root.join(file);
                // On a full disk each try would take more room. Where it stays, it says nothing that is wrong.
                if self.fs.unlink(&path).is_err() {
                    self.journals.old.push(path);
                }
                Err(error)
            }
        }
    }

    /// Removes journals whose changes are all in their files. One that stays says nothing new and goes the next time.
    pub(super) fn drop_journals(&mut self) {
        let open = self.journals.open.take().map(|open| open.path().to_owned());
        let fs = self.fs.clone();
        self.journals.old.extend(open);
        self.journals.old.retain(|path| match fs.unlink(path) {
            Ok(()) => false,
            Err(error) => error.kind() != std::io::ErrorKind::NotFound,
        });
    }
}

fn finding(file: &str, what: String) -> Finding {
    Finding { file: file.to_owned(), line: None, column: None, what }
}
