//! Bringing the files of a project up to date: each is read again, given its new lines, and replaced whole.

use std::collections::BTreeMap;
use std::io;

use super::StoreError;
use super::atomic_file::{NewFile, replace_all};
use super::layout::{FORMAT, WRITERS, defaults_of};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::record_file;
use super::records::{Header, Line};
use super::store::Store;
use crate::model::RecordId;

impl Store {
    /// Brings every file up to date.
    ///
    /// # Errors
    /// What kept them from being written; nothing is forgotten, and the next call tries again.
    pub fn checkpoint(&mut self) -> Result<(), StoreError> {
        let mut files = Vec::new();
        for (file, lines) in &self.pending {
            if let Some(bytes) = self.new_content(file, lines)? {
                files.push(NewFile { file: file.clone(), bytes });
            }
        }
        self.replace_all(&files)?;
        self.pending.clear();
        Ok(())
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
        let mut header = Header::of(&self.writer, &defaults, file.starts_with(WRITERS));
        let mut kept = Vec::new();
        if let Some(bytes) = &old {
            let found = record_file::read(file, bytes);
            if let Some(format) = found.header.format.filter(|format| *format > FORMAT) {
                return Err(StoreError::Newer { file: path, found: format, known: FORMAT });
            }
            if !found.damage.is_empty() {
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
        Ok((old.as_deref() != Some(text.as_bytes())).then(|| text.into_bytes()))
    }

    pub(super) fn replace_all(&self, files: &[NewFile]) -> Result<(), StoreError> {
        if files.is_empty() {
            return Ok(());
        }
        replace_all(&*self.fs, &self.root, self.writer.id.as_str(), files)
    }
}
