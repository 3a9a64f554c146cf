//! A project whose own file is lost or unreadable still opens: with the copy of that file that every opening leaves on
//! this machine, or with what the other files know. The file itself is left as it is until someone repairs it.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use sha2::Digest as _;

use super::atomic_file::{NewFile, replace_all};
use super::fs::Fs;
use super::layout::{PROJECT_COPY, PROJECT_FILE};
use super::limits::{PROJECT_FILE_MAX_BYTES, RECORD_FILE_MAX_BYTES};
use super::load::Loaded;
use super::record_file;
use super::records::{Body, Line};
use super::stamp::{Over, Stamp};
use super::store::Store;
use super::{Finding, WriterId};
use crate::model::{Extra, ProjectId, ProjectMeta, Record, RecordId};

impl Loaded {
    /// Finds out which project this is where `project.ron` does not say so, and says that it did.
    pub(super) fn salvage_project(&mut self, fs: &dyn Fs, root: &Path) {
        if self.versions.other.contains_key(&RecordId::Project) {
            return;
        }
        let whole = |what: String| Finding { file: PROJECT_FILE.to_owned(), line: None, column: None, what };
        if !self.files.contains_key(PROJECT_FILE) {
            self.damage.push(whole("it is missing".to_owned()));
            self.files.insert(PROJECT_FILE.into(), None);
        }
        let copy = fs.read(&root.join(PROJECT_COPY), PROJECT_FILE_MAX_BYTES).unwrap_or_default();
        let lines = record_file::read(PROJECT_FILE, &copy).lines.into_iter().map(|found| found.line);
        let copied: Vec<Line> = lines.filter(|line| line.id() == RecordId::Project).collect();
        let from = if copied.is_empty() { "the project's other files" } else { "a copy on this machine" };
        self.damage.push(whole(format!("the project's name and number were taken from {from}")));
        let file: Arc<str> = PROJECT_FILE.into();
        if copied.is_empty() {
            let meta = self.guessed_project(root);
            let stamp = Stamp { at: 0, writer: WriterId::nobody(), over: Over::default() };
            self.versions.add(Line { stamp, body: Body::Put(Record::Project(meta)) }, &file, 0);
        }
        for line in copied {
            self.versions.add(line, &file, 0);
        }
    }

    fn guessed_project(&self, root: &Path) -> ProjectMeta {
        let name = root.file_name().map(|name| name.to_string_lossy().into_owned());
        let id = self.named_by_writers.unwrap_or_else(|| {
            // The same on every machine that holds these records.
            let ids: Vec<String> = self.versions.ids().iter().map(|id| format!("{id:?}")).collect();
            let hash: [u8; 32] = sha2::Sha256::digest(ids.join("\n").as_bytes()).into();
            let mut bytes = [0; 16];
            bytes.iter_mut().zip(hash).for_each(|(byte, part)| *byte = part);
            ProjectId::from_bytes(bytes)
        });
        let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "Project".to_owned());
        ProjectMeta { id, name, created: Timestamp::UNIX_EPOCH, extra: Extra::default() }
    }
}

impl Store {
    /// Leaves a copy of `project.ron` on this machine, and one of every damaged file in quarantine. Where that cannot be
    /// done it is noted; nothing else depends on it.
    pub(super) fn keep_copies(&self, loaded: &mut Loaded) {
        let project_damaged = loaded.damage.iter().any(|finding| finding.file == PROJECT_FILE);
        let read = |file: &str| self.fs.read(&self.root.join(file), RECORD_FILE_MAX_BYTES).ok();
        if !project_damaged
            && let Some(bytes) = read(PROJECT_FILE)
            && read(PROJECT_COPY).as_ref() != Some(&bytes)
        {
            let file = NewFile { file: PROJECT_COPY.to_owned(), bytes };
            let suffix = self.writer.id.as_str();
            if let Err(error) = replace_all(&*self.fs, &self.root, suffix, &self.folders, &[file]) {
                let what = format!("no copy of it could be kept on this machine: {error}");
                loaded.notes.push(Finding { file: PROJECT_FILE.to_owned(), line: None, column: None, what });
            }
        }
        let mut damaged: Vec<String> =
            loaded.damage.iter().filter(|finding| finding.line.is_some()).map(|finding| finding.file.clone()).collect();
        damaged.dedup();
        for file in damaged {
            let Some(bytes) = read(&file) else { continue };
            match self.texts().quarantine(&file, &bytes) {
                Ok(kept) => loaded.quarantined.push((file, kept)),
                Err(error) => {
                    let what = format!("no copy of it could be put into quarantine: {error}");
                    loaded.notes.push(Finding { file, line: None, column: None, what });
                }
            }
        }
    }
}
