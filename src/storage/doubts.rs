//! Files that changed although nobody wrote a version that was not known: cut short, replaced by an older one, edited by
//! hand, or with another project's folder in the place of this one. What memory knows and such a file has lost is written
//! back; what it says differently is handed to the project. Nothing is taken for deleted because it is gone from a file.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::StoreError;
use super::layout::{PROJECT_FILE, defaults_of, writer_file};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::record_file::{self, RecordFile};
use super::records::{Body, Line};
use super::stamp::{Stamp, current};
use super::store::Store;
use crate::model::{Extra, ProjectId, Record, RecordId};

/// What is to be compared with the project, which alone knows what the records say. Afterwards the store is to be told by
/// [`Store::settle_doubts`]; until then the same is asked again with each look.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Doubts {
    /// Records as their files say them now, in versions that are known. Where the project has them differently, somebody
    /// changed the file by hand.
    pub said: Vec<Record>,
    /// Records of which the only version that counts was written here and is gone from its file.
    pub gone: Vec<RecordId>,
}

impl Doubts {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.said.is_empty() && self.gone.is_empty()
    }
}

impl Store {
    /// What `file`, which changed, gives cause to doubt. `found` is what it says now; nothing where it is gone.
    pub(super) fn doubts_of(&self, file: &str, found: Option<&RecordFile>, doubts: &mut Doubts) {
        let lines = found.map(|found| found.lines.as_slice()).unwrap_or_default();
        for line in lines.iter().map(|found| &found.line) {
            if let Body::Put(record) = &line.body
                && !self.is_on_its_way(&record.id())
                && self.only_version(&record.id()).as_ref() == Some(&line.stamp)
            {
                doubts.said.push(record.clone());
            }
        }
        if !self.may_be_own(file) {
            // Others' files lose nothing of this writer's, and many of them may have come at once.
            return;
        }
        let own = BTreeSet::from([file]);
        let lost = self.own_versions(&own).remove(file).unwrap_or_default();
        let lost = lost.into_iter().filter(|(id, stamp)| !self.has(lines.iter().map(|found| &found.line), id, stamp));
        doubts.gone.extend(lost.map(|(id, _)| id));
    }

    /// How many versions of this writer's that count are neither in `lines`, which is what `file` says, nor waiting.
    pub(super) fn count_gone(&self, file: &str, lines: &[&Line]) -> usize {
        let own = self.own_versions(&BTreeSet::from([file])).remove(file).unwrap_or_default();
        own.iter().filter(|(id, stamp)| !self.has(lines.iter().copied(), id, stamp)).count()
    }

    fn has<'a>(&self, mut lines: impl Iterator<Item = &'a Line>, id: &RecordId, stamp: &Stamp) -> bool {
        self.is_on_its_way(id) || lines.any(|line| line.stamp == *stamp && line.id() == *id)
    }

    /// Whether a version of this writer's waits to be written, or what arrived has not been taken in yet.
    fn is_on_its_way(&self, id: &RecordId) -> bool {
        self.pending.values().any(|lines| lines.contains_key(id))
            || self.unseen.iter().any(|arrival| arrival.contains_key(id))
    }

    fn only_version(&self, id: &RecordId) -> Option<Stamp> {
        let known = self.known.get(id)?;
        let live = current(&known.stamps.iter().collect::<Vec<_>>());
        if let [index] = live.as_slice() { known.stamps.get(*index).cloned() } else { None }
    }

    /// The versions of this writer's that count, by the one of `files` to which they belong.
    fn own_versions<'f>(&self, files: &BTreeSet<&'f str>) -> BTreeMap<&'f str, Vec<(RecordId, Stamp)>> {
        let articles = files.iter().filter_map(|file| defaults_of(file).article).collect();
        let mut own: BTreeMap<&str, Vec<(RecordId, Stamp)>> = BTreeMap::new();
        for (id, known) in self.known.of_writer(&self.writer.id, &articles) {
            let live = current(&known.stamps.iter().collect::<Vec<_>>());
            let live = live.into_iter().filter_map(|index| known.stamps.get(index));
            let Some(stamp) = live.filter(|stamp| stamp.writer == self.writer.id).max_by_key(|stamp| stamp.at) else {
                continue;
            };
            if let Some(file) = files.get(self.home_of(&id, known.article).as_str()) {
                own.entry(file).or_default().push((id, stamp.clone()));
            }
        }
        own
    }

    /// Takes what the project has of the records that [`Doubts`] said are gone, none where it has none, and writes them
    /// back in the versions that they were.
    ///
    /// # Errors
    /// What kept them from being written; nothing is forgotten, and the next checkpoint tries again.
    pub fn settle_doubts(&mut self, back: Vec<(RecordId, Option<Record>)>) -> Result<(), StoreError> {
        self.doubtful.clear();
        for (id, record) in back {
            if self.is_on_its_way(&id) {
                continue;
            }
            let Some(known) = self.known.get(&id) else { continue };
            let Some(stamp) = known.stamps.iter().filter(|s| s.writer == self.writer.id).max_by_key(|s| s.at) else {
                continue;
            };
            let home = self.home_of(&id, known.article);
            let body = record.map_or_else(|| Body::Removed(id.clone(), Extra::default()), Body::Put);
            self.pending.entry(home).or_default().insert(id, Line { stamp: stamp.clone(), body });
            self.puts_back = true;
        }
        if self.puts_back { self.checkpoint() } else { Ok(()) }
    }

    /// Refuses to go on where another project's folder has taken the place of this one's.
    pub(super) fn look_whose_folder(&self) -> Result<(), StoreError> {
        let other = || StoreError::OtherProjectThere { folder: self.root.clone() };
        let path = self.root.join(PROJECT_FILE);
        let looked_at = self.looked_at.get(PROJECT_FILE);
        match self.fs.stat(&path) {
            Ok(Some(stat)) if looked_at == Some(&stat) => return Ok(()),
            Ok(Some(_)) => {}
            // It may be lost alone. Then the writer's own file says which project this is.
            Ok(None) => {
                return self.look_at_writer_file().map_or(Ok(()), |is_it| if is_it { Ok(()) } else { Err(other()) });
            }
            Err(source) => return Err(StoreError::Io { doing: "look at", file: path, source }),
        }
        let bytes = match self.fs.read(&path, RECORD_FILE_MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(StoreError::Io { doing: "read", file: path, source }),
        };
        match project_of(&record_file::read(PROJECT_FILE, &bytes)) {
            Some(project) if project != self.project => Err(other()),
            _ => Ok(()),
        }
    }

    fn look_at_writer_file(&self) -> Option<bool> {
        let file = writer_file(&self.writer.id);
        let bytes = self.fs.read(&self.root.join(&file), RECORD_FILE_MAX_BYTES).ok()?;
        record_file::read(&file, &bytes).header.project.map(|project| project == self.project)
    }

    /// Notes what the system says of files just written, so that they are not taken for somebody else's work.
    pub(super) fn note_written(&mut self, files: impl IntoIterator<Item = String>) {
        for file in files {
            if let Ok(Some(stat)) = self.fs.stat(&self.root.join(&file)) {
                self.looked_at.insert(Arc::from(file), stat);
            }
        }
    }
}

/// Which project its own file says this is.
fn project_of(found: &RecordFile) -> Option<ProjectId> {
    found.lines.iter().find_map(|found| match &found.line.body {
        Body::Put(Record::Project(meta)) => Some(meta.id),
        _ => None,
    })
}
