//! Which writer works in a copy of a project's folder. A writer is one analyst in one copy: what numbers the changes must
//! never go on in two places. So the id lies in `.local`, under a name that a copy of the folder does not find again,
//! and is given up where the files are not those that this writer left.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::Path;

use sha2::Digest as _;

use super::atomic_file::{NewFile, io_error};
use super::fs::Fs;
use super::history_file;
use super::journal::FrameHeader;
use super::journals::FoundJournal;
use super::layout::{JOURNALS, PLACE, WRITERS_HERE, adopted_file, history_file, journal_of, writer_file};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::load::Restored;
use super::records::Line;
use super::store::Store;
use super::{Finding, StoreError, WriterId};
use crate::model::{AnalystId, History, TextHash};

/// Longest of the files here, in bytes.
const FILE_MAX_BYTES: u64 = 4096;

const PLACE_TEXT: &str = "The computer tells this file from a copy of it. Who works in a copy of this folder gets a number \
                          of their own there.\n";

/// What names this copy of a project's folder among others, also where it was moved; none before anybody wrote here.
#[must_use]
pub fn place_of(fs: &dyn Fs, root: &Path) -> Option<String> {
    fs.identity(&root.join(PLACE)).ok().map(|identity| format!("{identity:032x}"))
}

/// The file that keeps the id of `analyst` in the copy of a project whose [`PLACE`] is the file `identity`.
fn file_of(analyst: AnalystId, identity: u128) -> String {
    let hash: [u8; 32] = sha2::Sha256::digest(format!("{analyst} {identity}").as_bytes()).into();
    let name = TextHash::from_bytes(hash).to_string();
    format!("{WRITERS_HERE}/{}", name.get(..32).unwrap_or_default())
}

/// Writers and analysts who write in this copy, by what their files say. What is not there or makes no sense is passed
/// over; what cannot be read just now is an error, since taken for absent it would soon be written over.
fn writers_here(fs: &dyn Fs, root: &Path) -> Result<Vec<(WriterId, AnalystId)>, StoreError> {
    let identity = absent_as_none(fs.identity(&root.join(PLACE)), &root.join(PLACE))?;
    let entries = absent_as_none(fs.list(&root.join(WRITERS_HERE)), &root.join(WRITERS_HERE))?;
    let (Some(identity), Some(entries)) = (identity, entries) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in entries {
        let file = format!("{WRITERS_HERE}/{}", entry.name);
        let path = root.join(&file);
        let bytes = absent_as_none(fs.read(&path, FILE_MAX_BYTES), &path)?.unwrap_or_default();
        let text = std::str::from_utf8(&bytes).unwrap_or_default();
        let Some((writer, analyst)) = text.trim().split_once(' ') else { continue };
        let (Ok(writer), Ok(analyst)) = (writer.parse(), analyst.parse()) else { continue };
        // Those of the folder that this one was copied from have other names.
        if file == file_of(analyst, identity) {
            found.push((writer, analyst));
        }
    }
    Ok(found)
}

fn absent_as_none<T>(outcome: io::Result<T>, path: &Path) -> Result<Option<T>, StoreError> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(error) => match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput | ErrorKind::FileTooLarge => {
                Ok(None)
            }
            _ => Err(io_error("find out who writes here, from", path, error)),
        },
    }
}

/// Whether a writer of this copy left a journal, which is the sign of a crash. Journals of others came along with a copy
/// of their folder. Where nobody has written here yet, that cannot be told.
pub(super) fn has_journal(fs: &dyn Fs, root: &Path) -> bool {
    let entries = fs.list(&root.join(JOURNALS)).unwrap_or_default();
    let left: BTreeSet<WriterId> = entries.iter().filter_map(|entry| journal_of(&entry.name)).map(|(w, _)| w).collect();
    let is_crash = |here: Vec<(WriterId, AnalystId)>| here.is_empty() || here.iter().any(|(w, _)| left.contains(w));
    !left.is_empty() && writers_here(fs, root).map_or(true, is_crash)
}

/// Who writes in this copy of the folder.
pub(super) struct Here {
    pub(super) writers: BTreeSet<WriterId>,
    /// Who this analyst was here before, and is not any more.
    pub(super) given_up: Option<WriterId>,
}

impl Store {
    /// Goes on as the writer that this analyst was here, if the folder is as that writer left it; otherwise as the new
    /// one that the caller gave. Returns who may go on here.
    pub(super) fn go_on_as_before(
        &mut self,
        journals: &[FoundJournal],
        damaged: bool,
        notes: &mut Vec<Finding>,
    ) -> Result<Here, StoreError> {
        let mut here: BTreeMap<AnalystId, WriterId> =
            writers_here(&*self.fs, &self.root)?.into_iter().map(|(writer, analyst)| (analyst, writer)).collect();
        let me = self.writer.analyst.id;
        let Some(id) = here.get(&me) else { return Ok(Here { writers: here.into_values().collect(), given_up: None }) };
        if *id == self.writer.id || damaged || self.is_as_left(id, journals) {
            let given = std::mem::replace(&mut self.writer.id, id.clone());
            self.set_back.spare = (given != *id).then_some(given);
            self.is_known_here = true;
            return Ok(Here { writers: here.into_values().collect(), given_up: None });
        }
        let id = id.clone();
        let given_up = here.remove(&me);
        let what = "the project's files are not as you left them here: they were restored from a backup, or another copy \
                    was put in their place. What you write from now on stands beside what you wrote since";
        notes.push(Finding { file: PLACE.to_owned(), line: None, column: None, what: what.to_owned() });
        let filed = self.left_by(&id).map(|(header, _)| header.own);
        let own = self.known.own(&id);
        // What is there in an older version is what one expects of a backup.
        let filed = filed.filter(|filed| own.records < filed.records);
        if let Some(what) = filed.and_then(|filed| own.less_than(&filed)) {
            notes.push(Finding { file: writer_file(&id), line: None, column: None, what });
        }
        Ok(Here { writers: here.into_values().collect(), given_up })
    }

    /// What was filed on this machine when a writer last brought the files up to date.
    pub(super) fn left_by(&self, writer: &WriterId) -> Option<(FrameHeader, History)> {
        let bytes = self.fs.read(&self.root.join(history_file(writer)), RECORD_FILE_MAX_BYTES).unwrap_or_default();
        history_file::read(&bytes, self.project, writer)
    }

    /// Whether the files hold what this writer wrote up to the last change, and no more, as far as can be told.
    fn is_as_left(&self, id: &WriterId, journals: &[FoundJournal]) -> bool {
        let Some((filed, _)) = self.left_by(id) else { return true };
        let own = journals.iter().filter(|journal| journal.writer == *id);
        let journalled = own.flat_map(|journal| &journal.entries).map(|entry| entry.at).max().unwrap_or(0);
        let found = self.seen.get(id).copied().unwrap_or(0);
        found >= filed.upto && found <= filed.upto.max(journalled)
    }

    /// Which copy of the project this is; makes the file that tells.
    ///
    /// # Errors
    /// What kept it from being made.
    pub fn place(&self) -> Result<u128, StoreError> {
        let place = self.root.join(PLACE);
        let look = |source| io_error("look at", &place, source);
        if self.fs.kind(&place).map_err(look)?.is_none() {
            self.replace_all(&[NewFile { file: PLACE.to_owned(), bytes: PLACE_TEXT.into() }])?;
        }
        self.fs.identity(&place).map_err(look)
    }

    /// Makes durable under which id the analyst writes here; to be called before anything is written under it.
    pub(super) fn keep_writer(&mut self) -> Result<(), StoreError> {
        if self.is_known_here {
            return Ok(());
        }
        let identity = self.place()?;
        let text = format!("{} {}\n", self.writer.id, self.writer.analyst.id);
        self.replace_all(&[NewFile { file: file_of(self.writer.analyst.id, identity), bytes: text.into_bytes() }])?;
        self.is_known_here = true;
        Ok(())
    }

    /// Takes over what only the journals of writers say who do not write here: this folder is a copy of theirs, was
    /// restored, or a sync program brought their `.local` along. Each version stays what it is, under the name of its
    /// writer, in a file that this writer alone writes: where the other one goes on, it is the same. A journal is removed
    /// only where it was written here; whoever wrote another one may be writing it now, and a sync program would carry its
    /// removal back to them.
    ///
    /// # Errors
    /// What kept it from being written; it is in the journals all the same.
    pub(super) fn adopt(
        &mut self,
        journals: &[FoundJournal],
        here: &Here,
        restored: &mut Option<Restored>,
    ) -> Result<(), StoreError> {
        let is_left = |journal: &&FoundJournal| {
            journal.writer != self.writer.id && !here.writers.contains(&journal.writer) && journal.keep.is_none()
        };
        let mut files: BTreeMap<String, Vec<Line>> = BTreeMap::new();
        let mut superseded = Vec::new();
        for journal in journals.iter().filter(is_left) {
            for (entry, _) in journal.entries.iter().zip(&journal.is_new).filter(|(_, is_new)| **is_new) {
                let mut current = entry.lines.iter().filter(|(_, line)| self.is_current(line)).peekable();
                if current.peek().is_some() {
                    Restored::count(restored, entry.when);
                }
                for (home, line) in current {
                    files.entry(adopted_file(home, &journal.writer, &self.writer.id)).or_default().push(line.clone());
                }
            }
            if here.given_up.as_ref() == Some(&journal.writer) {
                superseded.push(self.root.join(&journal.file));
            }
        }
        if !files.is_empty() {
            self.keep_writer()?;
            self.add_versions(&files, None, &mut Vec::new())?;
        }
        self.journals.old.extend(superseded);
        Ok(())
    }

    /// Whether no other version of the record takes the place of this one.
    fn is_current(&self, line: &Line) -> bool {
        let Some(known) = self.known.get(&line.id()) else { return false };
        known.stamps.contains(&line.stamp) && !known.stamps.iter().any(|other| other.replaces(&line.stamp))
    }
}
