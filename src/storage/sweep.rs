//! What others wrote while the project is open: a look at every file's length and time, and the changed ones read again.
//! Nothing is ever taken for removed because a file is gone: only a line that says so removes a record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fs::{EntryKind, Fs, Stat};
use super::layout::{
    ARTICLES, CODES, EXCERPTS, PROJECT_FILE, WRITERS, article_file, article_file_of, codes_file, defaults_of,
    excerpts_file, writer_file, writer_of,
};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::load::{Concurrent, Wrote, analysts_of, rank};
use super::migrate::check_known;
use super::record_file::{self, RecordFile};
use super::records::{Body, Line};
use super::stamp::{Stamp, current};
use super::store::Store;
use super::{Doubts, Finding, StoreError, WriterId};
use crate::model::{Change, Edit, RecordId};

/// What others wrote since the last look.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arrival {
    /// What to take in by `Project::absorb`; afterwards the store is to be told by [`Store::absorbed`].
    pub change: Option<Change>,
    /// Records that now have several versions of which nobody has seen all.
    pub concurrent: Vec<Concurrent>,
    /// What could not be read.
    pub damage: Vec<Finding>,
    /// Files in which nothing is damaged any more, or never was.
    pub whole: Vec<Arc<str>>,
    /// What is to be compared with the project.
    pub doubts: Doubts,
    /// Whether it came out that this writer was set back to an earlier state, and goes on under another id.
    pub was_set_back: bool,
}

/// Every file of records below the project's folder, with what the system says about it.
pub(super) fn record_files(fs: &dyn Fs, root: &std::path::Path) -> std::io::Result<BTreeMap<Arc<str>, Stat>> {
    let mut found = BTreeMap::new();
    if let Some(stat) = fs.stat(&root.join(PROJECT_FILE))? {
        found.insert(Arc::from(PROJECT_FILE), stat);
    }
    for (folder, depth) in [(CODES, 0), (WRITERS, 0), (ARTICLES, 1), (EXCERPTS, 2)] {
        if fs.kind(&root.join(folder))? == Some(EntryKind::Folder) {
            walk(fs, root, folder, depth, &mut found)?;
        }
    }
    Ok(found)
}

fn walk(
    fs: &dyn Fs,
    root: &std::path::Path,
    folder: &str,
    depth: usize,
    found: &mut BTreeMap<Arc<str>, Stat>,
) -> std::io::Result<()> {
    for entry in fs.list(&root.join(folder))? {
        let path = format!("{folder}/{}", entry.name);
        match entry.kind {
            EntryKind::Folder if depth > 0 => walk(fs, root, &path, depth - 1, found)?,
            EntryKind::File if depth == 0 && entry.name.ends_with(".ron") && !entry.name.starts_with('.') => {
                // It may just have been replaced by a program that moves the old one away first.
                if let Some(stat) = fs.stat(&root.join(&path))? {
                    found.insert(Arc::from(path), stat);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

impl Store {
    /// Looks for what others wrote since the last look, or since the project was opened.
    ///
    /// # Errors
    /// [`StoreError::Vanished`] where the project's folder is no longer there, or what the system says.
    pub fn sweep(&mut self) -> Result<Arrival, StoreError> {
        let vanished = || StoreError::Vanished { folder: self.root.clone() };
        match self.fs.kind(&self.root) {
            Ok(None) => return Err(vanished()),
            Err(source) => return Err(StoreError::Io { doing: "look at", file: self.root.clone(), source }),
            Ok(Some(_)) => {}
        }
        let files = record_files(&*self.fs, &self.root).map_err(|source| StoreError::Io {
            doing: "look for others' changes in",
            file: self.root.clone(),
            source,
        })?;
        if files.is_empty() && !self.looked_at.is_empty() {
            return Err(vanished());
        }
        self.look_whose_folder()?;
        let is_changed = |file: &Arc<str>, stat| self.looked_at.get(file) != Some(stat) || self.doubtful.contains(file);
        let changed = files.iter().filter(|(file, stat)| is_changed(file, stat));
        let changed: Vec<Arc<str>> = changed.map(|(file, _)| file.clone()).collect();
        let gone = self.looked_at.keys().filter(|file| !files.contains_key(*file));
        let gone: Vec<Arc<str>> = gone.filter(|file| self.may_be_own(file)).cloned().collect();
        let mut arrival = Arrival::default();
        let mut read = BTreeMap::new();
        let mut before = BTreeMap::new();
        let mut doubtful = BTreeSet::new();
        for file in changed {
            let told = arrival.damage.len();
            let Some(found) = self.read_changed(&file, &mut arrival) else { continue };
            if let (Some(writer), Some(analyst)) = (&found.header.writer, found.header.analyst) {
                self.analysts.insert(writer.clone(), analyst);
            }
            if self.looked_at.contains_key(&file) {
                self.doubt(&file, Some(&found), &mut arrival, &mut doubtful);
            }
            for line in &found.lines {
                self.take_version(&file, &line.line, &mut before);
            }
            arrival.damage.extend(found.damage.iter().cloned());
            if arrival.damage.len() > told {
                self.damaged.insert(file.clone(), false);
            } else {
                arrival.whole.push(file.clone());
            }
            if let Some(stat) = files.get(&file) {
                self.looked_at.insert(file.clone(), *stat);
            }
            read.insert(file, found);
        }
        for file in gone {
            self.doubt(&file, None, &mut arrival, &mut doubtful);
        }
        if self.set_back.is_found {
            // What differs was written by the former self of this writer.
            (arrival.doubts, doubtful) = Default::default();
        }
        self.doubtful = doubtful;
        let mended = std::mem::take(&mut self.damaged).into_iter();
        let (mended, damaged) = mended.partition::<BTreeMap<_, _>, _>(|(_, mended)| *mended);
        self.damaged = damaged;
        arrival.whole.extend(mended.into_keys());
        // What was touched is said first; whether it still gives cause to doubt is seen at the next look.
        arrival.doubts.said.retain(|record| !before.contains_key(&record.id()));
        arrival.was_set_back = self.start_anew(&mut before);
        let touched: BTreeSet<RecordId> = before.keys().cloned().collect();
        if touched.is_empty() {
            return Ok(arrival);
        }
        self.settle(&touched, &mut read, &mut before, &mut arrival);
        self.history.forget_touching(&before.keys().cloned().collect());
        if before.len() < touched.len() {
            // A file with a version that counts cannot be read just now: all that was read is looked at again.
            self.looked_at.retain(|file, _| !read.contains_key(file));
        }
        if arrival.change.is_some() {
            self.unseen.push_back(before);
        }
        Ok(arrival)
    }

    fn doubt(
        &self,
        file: &Arc<str>,
        found: Option<&RecordFile>,
        arrival: &mut Arrival,
        doubtful: &mut BTreeSet<Arc<str>>,
    ) {
        let before = (arrival.doubts.said.len(), arrival.doubts.gone.len());
        self.doubts_of(file, found, &mut arrival.doubts);
        if before != (arrival.doubts.said.len(), arrival.doubts.gone.len()) {
            doubtful.insert(file.clone());
        }
    }

    /// Whether this writer may write the file, by its name.
    pub(super) fn may_be_own(&self, file: &str) -> bool {
        writer_of(file).map_or(!self.kept_by_others.contains(file), |writer| writer == self.writer.id)
    }

    /// To be called when the project has taken in the change of an [`Arrival`], oldest first. Changes recorded before
    /// were made without knowing of it, and stand beside it.
    pub fn absorbed(&mut self) {
        self.unseen.pop_front();
    }

    /// Records that were changed here while a change by others was on its way: what they come to.
    pub fn settle_crossed(&mut self) -> Option<Arrival> {
        let crossed = std::mem::take(&mut self.crossed);
        if crossed.is_empty() {
            return None;
        }
        let mut arrival = Arrival::default();
        let mut before = crossed.iter().map(|id| (id.clone(), self.stamps_of(id))).collect();
        self.settle(&crossed, &mut BTreeMap::new(), &mut before, &mut arrival);
        if arrival.change.is_some() {
            // What is seen of these records stays as it is: everything.
            self.unseen.push_back(BTreeMap::new());
        }
        Some(arrival)
    }

    fn read_changed(&self, file: &Arc<str>, arrival: &mut Arrival) -> Option<RecordFile> {
        // What cannot be read just now is looked at again next time.
        let bytes = self.fs.read(&self.root.join(&**file), RECORD_FILE_MAX_BYTES).ok()?;
        let found = record_file::read(file, &bytes);
        if check_known(&self.root, found.header.format).is_err() {
            let what = "a newer version of Rapporteur wrote it; it was not read".to_owned();
            arrival.damage.push(Finding { file: file.to_string(), line: None, column: None, what });
            // Nothing of it counts, and it is looked at again when it changes.
            return Some(RecordFile::default());
        }
        if !found.damage.is_empty() && self.lock.is_some() {
            // Whoever mends it may want to see what was there. Where that cannot be kept, the file is still left alone.
            let _ = self.texts().quarantine(file, &bytes);
        }
        Some(found)
    }

    /// Notes a version that may be new. `before` takes what was known of its record until now.
    fn take_version(&mut self, file: &str, line: &Line, before: &mut BTreeMap<RecordId, Vec<Stamp>>) {
        let id = line.id();
        let own = self.writer.id.clone();
        self.set_back.is_found |= line.stamp.seen(&own).is_some_and(|at| at >= self.next);
        let mut known = self.known.get(&id).unwrap_or_default();
        if known.stamps.contains(&line.stamp) || known.stamps.iter().any(|other| other.replaces(&line.stamp)) {
            return;
        }
        before.entry(id.clone()).or_insert_with(|| known.stamps.clone());
        known.article = line.body.article().or(known.article).or_else(|| defaults_of(file).article);
        known.stamps.push(line.stamp.clone());
        self.known.set(id, known);
        if let Some(at) = line.stamp.seen(&own) {
            self.next = self.next.max(at.saturating_add(1));
        }
        let over = line.stamp.over.iter().map(|(writer, at)| (writer.clone(), *at));
        for (writer, at) in over.chain([(line.stamp.writer.clone(), line.stamp.at)]) {
            if writer != own {
                let latest = self.seen.entry(writer).or_default();
                *latest = at.max(*latest);
            }
        }
        let named_by_record = file == PROJECT_FILE || file.starts_with(ARTICLES);
        if named_by_record && line.stamp.writer != own {
            self.kept_by_others.insert(file.to_owned());
        }
    }

    fn stamps_of(&self, id: &RecordId) -> Vec<Stamp> {
        self.known.get(id).map(|known| known.stamps).unwrap_or_default()
    }

    /// Finds what each of these records comes to, and notes it in `arrival`. Where a version that counts cannot be read,
    /// nothing new is known of the record for now, as `before` has it, and it is taken out of there.
    fn settle(
        &mut self,
        ids: &BTreeSet<RecordId>,
        read: &mut BTreeMap<Arc<str>, RecordFile>,
        before: &mut BTreeMap<RecordId, Vec<Stamp>>,
        arrival: &mut Arrival,
    ) {
        let mut edits = Vec::new();
        for id in ids {
            let Some(mut known) = self.known.get(id) else { continue };
            let live = current(&known.stamps.iter().collect::<Vec<_>>());
            let live: Vec<&Stamp> = live.into_iter().filter_map(|index| known.stamps.get(index)).collect();
            let found = live.iter().map(|stamp| Some((*stamp, self.find_version(id, stamp, read)?)));
            let Some(mut versions) = found.collect::<Option<Vec<(&Stamp, Body)>>>() else {
                known.stamps = before.remove(id).unwrap_or_default();
                self.known.set(id.clone(), known);
                continue;
            };
            versions.sort_by(|(a, x), (b, y)| rank(x, a).cmp(&rank(y, b)));
            let Some((stamp, shown)) = versions.pop() else { continue };
            edits.push(match shown {
                Body::Put(record) => Edit::Put(record),
                Body::Removed(id, _) => Edit::Remove(id),
            });
            if !versions.is_empty() {
                let wrote = |stamp: &Stamp| Wrote { writer: stamp.writer.clone(), analyst: None };
                let other = |(stamp, body): (&Stamp, Body)| {
                    (wrote(stamp), if let Body::Put(record) = body { Some(record) } else { None })
                };
                arrival.concurrent.push(Concurrent {
                    id: id.clone(),
                    shown: wrote(stamp),
                    others: versions.into_iter().rev().map(other).collect(),
                });
            }
        }
        if !arrival.concurrent.is_empty() {
            let mut analysts = analysts_of(&self.known, &self.analysts);
            analysts.entry(self.writer.id.clone()).or_insert(self.writer.analyst.id);
            for found in &mut arrival.concurrent {
                found.name_analysts(&analysts);
            }
        }
        if !edits.is_empty() {
            arrival.change = Some(Change { label: "changes by others".to_owned(), edits: edits.into() });
        }
    }

    /// What one version of a record says: still waiting to be written, or in the files where it may stand.
    fn find_version(&self, id: &RecordId, stamp: &Stamp, read: &mut BTreeMap<Arc<str>, RecordFile>) -> Option<Body> {
        let waiting = self.pending.values().filter_map(|lines| lines.get(id)).find(|line| line.stamp == *stamp);
        if let Some(line) = waiting {
            return Some(line.body.clone());
        }
        let said = |found: &RecordFile| {
            let line = found.lines.iter().find(|found| found.line.stamp == *stamp && found.line.id() == *id);
            line.map(|found| found.line.body.clone())
        };
        // A sync program, or a hand, may have given a file any name.
        if let Some(body) = read.values().find_map(said) {
            return Some(body);
        }
        let usual = self.places_of(id, &stamp.writer);
        let folders: BTreeSet<&str> = usual.iter().filter_map(|file| Some(file.rsplit_once('/')?.0)).collect();
        let beside = folders.into_iter().flat_map(|folder| {
            let entries = self.fs.list(&self.root.join(folder)).unwrap_or_default().into_iter();
            let named = entries.filter(|entry| entry.kind == EntryKind::File && entry.name.ends_with(".ron"));
            named.map(move |entry| format!("{folder}/{}", entry.name)).collect::<Vec<_>>()
        });
        for file in usual.iter().cloned().chain(beside).map(Arc::<str>::from) {
            if read.contains_key(&file) {
                continue;
            }
            let Ok(bytes) = self.fs.read(&self.root.join(&*file), RECORD_FILE_MAX_BYTES) else { continue };
            let found = record_file::read(&file, &bytes);
            let body = said(&found);
            read.insert(file, found);
            if body.is_some() {
                return body;
            }
        }
        None
    }

    fn places_of(&self, id: &RecordId, writer: &WriterId) -> Vec<String> {
        match id {
            RecordId::Project => vec![PROJECT_FILE.to_owned(), writer_file(writer)],
            RecordId::Analyst(_) => vec![writer_file(writer)],
            RecordId::Tag(_) | RecordId::Actor(_) | RecordId::Issue(_) | RecordId::Filter(_) | RecordId::Preset(_) => {
                vec![codes_file(writer)]
            }
            RecordId::Article(id) => vec![article_file(*id), article_file_of(*id, writer)],
            RecordId::Excerpt(_) => {
                let article = self.known.get(id).and_then(|known| known.article);
                let excerpts = article.map(|article| excerpts_file(article, writer));
                excerpts.into_iter().chain([writer_file(writer)]).collect()
            }
        }
    }
}
