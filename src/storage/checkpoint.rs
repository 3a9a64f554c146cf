//! Bringing the files of a project up to date: each is read again, given its new lines, and replaced whole.

use std::collections::BTreeMap;
use std::io;

use super::atomic_file::{NewFile, replace_all};
use super::history_file;
use super::journal::FrameHeader;
use super::known::{KnownRecords, Own};
use super::layout::{HISTORY, WRITERS, defaults_of, history_file, writer_file};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::migrate::check_known;
use super::record_file;
use super::records::{Header, Line};
use super::store::{Store, Unfiled};
use super::{Finding, StoreError, WriterId};
use crate::model::RecordId;

/// What is to be written to a file.
enum New {
    /// Nothing: it says so already.
    Nothing,
    /// This.
    Content(Vec<u8>),
    /// Nothing yet: so many lines that it had are gone from it.
    Gone(usize),
}

impl Store {
    /// Brings every file up to date and lets go of the journal. To be called in a pause, when
    /// [it is due](Self::is_checkpoint_due), when the analyst saves, and on closing.
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
            Ok(looked_at) => {
                if !self.pending.is_empty() {
                    self.analysts.insert(self.writer.id.clone(), self.writer.analyst.id);
                }
                self.note_written(looked_at);
                if self.puts_back {
                    let written = self.pending.keys().map(String::as_str);
                    for file in written {
                        self.damaged.entry(file.into()).and_modify(|mended| *mended = true);
                    }
                }
                self.pending.clear();
                self.unfiled = Unfiled::default();
                (self.unsure, self.puts_back) = (false, false);
                self.drop_journals();
                Ok(())
            }
            Err(error) => {
                self.unsure = true;
                Err(error)
            }
        }
    }

    /// Returns the files of which everything is known that they hold.
    fn try_to_write_files(&mut self) -> Result<Vec<String>, StoreError> {
        let (mut files, mut known) = (Vec::new(), Vec::new());
        let mut gone = None;
        for (file, lines) in &self.pending {
            // What somebody else wrote to it is still to be looked at; it is kept, and known after the next look.
            let before = self.fs.stat(&self.root.join(file)).ok().flatten();
            let is_as_left = before.as_ref() == self.looked_at.get(file.as_str());
            match self.new_content(file, lines, is_as_left)? {
                New::Content(bytes) => files.push(NewFile { file: file.clone(), bytes }),
                New::Nothing => {}
                New::Gone(lines) => gone = Some((file.clone(), lines)),
            }
            if is_as_left {
                known.push(file.clone());
            }
        }
        if let Some((file, lines)) = gone {
            let path = self.root.join(&file);
            self.doubtful.insert(file.into());
            return Err(StoreError::LinesGone { file: path, lines });
        }
        let own = writer_file(&self.writer.id);
        if !files.is_empty() && !self.pending.contains_key(&own) && !self.analysts.contains_key(&self.writer.id) {
            // The first line alone: so that everybody learns whose the other files are.
            if let New::Content(bytes) = self.new_content(&own, &BTreeMap::new(), true)? {
                files.push(NewFile { file: own, bytes });
            }
        }
        if self.unfiled.changes > 0 {
            files.push(self.history_to_keep());
        }
        self.replace_all(&files)?;
        Ok(known)
    }

    /// To be called after files were given lines that are not known here: at the next opening nothing is to be compared
    /// with what is known now.
    pub(super) fn forget_own(&self) -> Result<(), StoreError> {
        let (header, history) = (FrameHeader { own: Own::default(), ..self.header() }, &self.history);
        let file = history_file(&self.writer.id);
        self.replace_all(&[NewFile { file, bytes: history_file::write(&header, history) }])
    }

    /// What is missing of those under whose ids analysts wrote in this copy before, and from now on is missed no longer.
    pub(super) fn forget_former(&self, known: &KnownRecords) -> Result<Vec<Finding>, StoreError> {
        let (mut lost, mut files) = (Vec::new(), Vec::new());
        for entry in self.fs.list(&self.root.join(HISTORY)).unwrap_or_default() {
            let writer = entry.name.strip_suffix(".undo").and_then(|writer| writer.parse::<WriterId>().ok());
            let Some(writer) = writer.filter(|writer| *writer != self.writer.id) else { continue };
            let Some((header, history)) = self.left_by(&writer) else { continue };
            if let Some(what) = known.own(&writer).less_than(&header.own) {
                lost.push(Finding { file: writer_file(&writer), line: None, column: None, what });
                let header = FrameHeader { own: Own::default(), ..header };
                files.push(NewFile { file: history_file(&writer), bytes: history_file::write(&header, &history) });
            }
        }
        self.replace_all(&files)?;
        Ok(lost)
    }

    /// The undo steps as a file: only what it says it goes up to is skipped when the journal is read.
    pub(super) fn history_to_keep(&self) -> NewFile {
        let bytes = history_file::write(&self.header(), &self.history);
        NewFile { file: history_file(&self.writer.id), bytes }
    }

    fn header(&self) -> FrameHeader {
        FrameHeader {
            project: self.project,
            writer: self.writer.id.clone(),
            upto: self.next.saturating_sub(1),
            seen: self.seen.iter().map(|(writer, at)| (writer.clone(), *at)).collect(),
            files: self.looked_at.len() as u64,
            own: self.known.own(&self.writer.id).with_owed(self.owed),
        }
    }

    /// The file as it is on disk with `lines` in the place of those they replace. Where it is not as it was left, nothing
    /// that this writer wrote may have gone from it: it would be gone for good.
    fn new_content(&self, file: &str, lines: &BTreeMap<RecordId, Line>, is_as_left: bool) -> Result<New, StoreError> {
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
        if !is_as_left {
            let gone = self.count_gone(file, &kept.iter().map(|kept| &kept.line).collect::<Vec<_>>());
            if gone > 0 {
                return Ok(New::Gone(gone));
            }
        }
        let kept = kept.iter().map(|kept| &kept.line).filter(|line| match lines.get(&line.id()) {
            Some(new) => new.stamp.at <= line.stamp.at && new != *line,
            None => true,
        });
        let text = record_file::write(&header, kept.chain(lines.values()), &defaults);
        let is_new = self.unsure || old.as_deref() != Some(text.as_bytes());
        Ok(if is_new { New::Content(text.into_bytes()) } else { New::Nothing })
    }

    pub(super) fn replace_all(&self, files: &[NewFile]) -> Result<(), StoreError> {
        if files.is_empty() {
            return Ok(());
        }
        replace_all(&*self.fs, &self.root, self.writer.id.as_str(), &self.folders, files)
    }
}
