//! What backups have and the project has not any more. No file of a project ever goes away, and no version of a record
//! but for a later one: what is missing was lost, or is not there yet.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use jiff::Timestamp;

use super::backups::{Backups, content_file, hash_of};
use super::limits::{ARTICLE_MAX_BYTES, RECORD_FILE_MAX_BYTES};
use super::record_file::{self, FileLine};
use super::stamp::Stamp;
use super::{Backup, Finding};
use crate::model::{RecordId, TextHash};

impl Backups {
    /// Files that a backup has and the project has not, and files of which a backup has records that they lack, sorted.
    /// What cannot be read says nothing here.
    pub(super) fn find_losses(&self) -> Vec<Finding> {
        let mut versions: BTreeMap<String, BTreeMap<TextHash, Timestamp>> = BTreeMap::new();
        let newest_first: Vec<Backup> = self.list().unwrap_or_default().into_iter().rev().collect();
        for backup in newest_first {
            for (file, kept) in self.read_list(&backup).unwrap_or_default() {
                versions.entry(file).or_default().entry(kept.hash).or_insert(backup.made);
            }
        }
        let loss = |(file, versions): (String, BTreeMap<TextHash, Timestamp>)| {
            let what = self.loss(&file, &versions)?;
            Some(Finding { file, line: None, column: None, what })
        };
        versions.into_iter().filter_map(loss).collect()
    }

    fn loss(&self, file: &str, versions: &BTreeMap<TextHash, Timestamp>) -> Option<String> {
        let limit = ARTICLE_MAX_BYTES.max(RECORD_FILE_MAX_BYTES);
        let bytes = match self.fs.read(&self.project.join(file), limit) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                let latest = versions.values().max()?;
                return Some(format!("it is missing; the backup of {latest} has it"));
            }
            outcome => outcome.ok()?,
        };
        let hash = hash_of(&bytes);
        if !file.ends_with(".ron") || versions.keys().all(|known| *known == hash) {
            return None;
        }
        let lines = record_file::read(file, &bytes).lines;
        let mut now: BTreeMap<RecordId, Vec<Stamp>> = BTreeMap::new();
        for FileLine { line, .. } in lines {
            now.entry(line.id()).or_default().push(line.stamp);
        }
        let is_covered = |FileLine { line, .. }: &FileLine| {
            let stamps = now.get(&line.id()).map(Vec::as_slice).unwrap_or_default();
            stamps.iter().any(|stamp| *stamp == line.stamp || stamp.replaces(&line.stamp))
        };
        let lacking = versions.iter().filter(|(known, _)| **known != hash).filter_map(|(known, made)| {
            let then = self.fs.read(&self.place.join(content_file(*known)), limit).ok()?;
            let then = record_file::read(file, &then).lines;
            let count = then.iter().filter(|line| !is_covered(line)).count();
            (count > 0).then_some((*made, count))
        });
        let (made, count) = lacking.max()?;
        Some(format!("it lacks {count} versions of records that the backup of {made} has"))
    }
}
