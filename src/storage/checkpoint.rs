//! Bringing the files of a project up to date: each is read again, given its new lines, and replaced whole.

use std::collections::BTreeMap;
use std::io;

use super::StoreError;
use super::atomic_file::{NewFile, replace_all};
use super::history_file;
use super::journal::FrameHeader;
use super::layout::{WRITERS, defaults_of, history_file, writer_file};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::migrate::check_known;
use super::record_file;
use super::records::{Header, Line};
use super::store::{Store, Unfiled};
use crate::model::RecordId;

impl Store {
    /// Brings every file up to date and lets go of the journal. To be called in a pause, after
    /// [`CHECKPOINT_AFTER`](super::CHECKPOINT_AFTER) changes, when the analyst saves, and on closing.
    ///
    /// # Errors
    /// What kept them from being written; nothing is forgotten, and the next call tries again.
    pub fn checkpoint(&mut self) -> Result<(), StoreError> {
        // A crash between two files would leave half a change if the journal did not have it whole.
        self.write_journal()?;
        self.write_files()
    }

    pub(super) fn write_files(&mut self) -> Result<(), StoreError> {
        let there = self.look_for_folder();
        let kept = if self.pending.is_empty() { there } else { there.and_then(|()| self.keep_writer()) };
        let written = kept.and_then(|()| self.try_to_write_files());
        match written {
            Ok(()) => {
                if !self.pending.is_empty() {
                    self.analysts.insert(self.writer.id.clone(), self.writer.analyst.id);
                }
                self.pending.clear();
                self.unfiled = Unfiled::default();
                self.unsure = false;
                self.drop_journals();
            }
            Err(_) => self.unsure = true,
        }
        written
    }

    fn try_to_write_files(&self) -> Result<(), StoreError> {
        let mut files = Vec::new();
        for (file, lines) in &self.pending {
            if let Some(bytes) = self.new_content(file, lines)? {
                files.push(NewFile { file: file.clone(), bytes });
            }
        }
        let own = writer_file(&self.writer.id);
        if !files.is_empty() && !self.pending.contains_key(&own) && !self.analysts.contains_key(&self.writer.id) {
            // The first line alone: so that everybody learns whose the other files are.
            files.extend(self.new_content(&own, &BTreeMap::new())?.map(|bytes| NewFile { file: own, bytes }));
        }
        if self.unfiled.changes > 0 {
            files.push(self.history_to_keep());
        }
        self.replace_all(&files)
    }

    /// The undo steps as a file: only what it says it goes up to is skipped when the journal is read.
    pub(super) fn history_to_keep(&self) -> NewFile {
        let header = FrameHeader {
            project: self.project,
            writer: self.writer.id.clone(),
            upto: self.next.saturating_sub(1),
            seen: self.seen.iter().map(|(writer, at)| (writer.clone(), *at)).collect(),
            files: self.looked_at.len() as u64,
        };
        NewFile { file: history_file(&self.writer.id), bytes: history_file::write(&header, &self.history) }
    }

    /// The file as it is on disk with `lines` in the place of those they replace; none where that changes nothing.
    fn new_content(&self, file: &str, lines: &BTreeMap<RecordId, Line>) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.root.join(file);
        let old = match self.fs.read(&path, RECORD_FILE_MAX_BYTES) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(StoreError::Io { doing: "read, before writing it anew,", file: path, source }),
        };
        let defaults = defaults_of(file);
        let mut header = Header::of(&self.writer, &defaults, file.starts_with(WRITERS).then_some(self.project));
        let mut kept = Vec::new();
        if let Some(bytes) = &old {
            let found = record_file::read(file, bytes);
            check_known(&path, found.header.format)?;
            if !found.damage.is_empty() || found.comments.is_some() {
                self.texts().quarantine(file, bytes)?;
            }
            if let Some(other) = found.header.writer.filter(|writer| *writer != self.writer.id) {
                return Err(StoreError::NotOurs { file: path, writer: other.to_string() });
            }
            header.extra = found.header.extra;
            kept = found.lines;
        }
        let kept = kept.iter().map(|kept| &kept.line).filter(|line| match lines.get(&line.id()) {
            Some(new) => new.stamp.at <= line.stamp.at && new != *line,
            None => true,
        });
        let text = record_file::write(&header, kept.chain(lines.values()), &defaults);
        Ok((self.unsure || old.as_deref() != Some(text.as_bytes())).then(|| text.into_bytes()))
    }

    pub(super) fn replace_all(&self, files: &[NewFile]) -> Result<(), StoreError> {
        if files.is_empty() {
            return Ok(());
        }
        replace_all(&*self.fs, &self.root, self.writer.id.as_str(), &self.folders, files)
    }
}
