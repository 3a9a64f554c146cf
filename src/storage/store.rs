//! One open project folder: takes changes and keeps them. The project itself lives with the caller; the store knows
//! only the stamps of its records. Opening is in `open`, bringing the files up to date in `checkpoint`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::atomic_file::{Folders, make_folder};
use super::fs::{EntryKind, Fs, FsLock, Stat};
use super::journal::{Entry, push_frame};
use super::journals::Journals;
use super::known::{KnownRecords, Own};
use super::layout::{PROJECT_FILE, article_file, article_file_of, codes_file, defaults_of, excerpts_file, writer_file};
use super::limits::LINE_MAX_BYTES;
use super::load::OpenReport;
use super::records::{Body, Line, encode};
use super::set_back::SetBack;
use super::stamp::{Over, Stamp};
use super::{Reader, StoreError, Texts, Writer, WriterId};
use crate::model::{
    AnalystId, ArticleId, Change, Edit, Extra, History, Project, ProjectId, Record, RecordId, TextHash, colors,
};
use crate::text::ArticleText;

/// Changes after which the files should be brought up to date, whether or not there is a pause.
pub(super) const CHECKPOINT_AFTER: usize = 200;
/// The same, in bytes of the journal: it is read as a whole after a crash, and held in memory until then.
pub(super) const CHECKPOINT_AFTER_BYTES: usize = 128 << 20;

/// One open project folder.
#[derive(Debug)]
pub struct Store {
    pub(super) fs: Arc<dyn Fs>,
    pub(super) root: PathBuf,
    pub(super) folders: Folders,
    pub(super) writer: Writer,
    pub(super) project: ProjectId,
    /// Whether the next opening will find out that this writer works in this copy of the folder.
    pub(super) is_known_here: bool,
    /// The number of this writer's next change.
    pub(super) next: u64,
    pub(super) known: KnownRecords,
    /// For each other writer, their latest change that is known here.
    pub(super) seen: BTreeMap<WriterId, u64>,
    /// Who the writers are, as far as their own files say.
    pub(super) analysts: BTreeMap<WriterId, AnalystId>,
    /// `project.ron` and articles' own files that other writers keep.
    pub(super) kept_by_others: BTreeSet<String>,
    /// Lines that are not yet in their files.
    pub(super) pending: BTreeMap<String, BTreeMap<RecordId, Line>>,
    /// The pending changes as the journal has them, or is to have them.
    pub(super) unfiled: Unfiled,
    /// Files may have been replaced without being durable, so that even equal ones have to be written again.
    pub(super) unsure: bool,
    pub(super) journals: Journals,
    pub(super) history: History,
    /// What of others', how many files, and what of the writer's own were known when they last filed changes.
    pub(super) last: (Over, u64, Own),
    /// How many records of the writer's own are missed since.
    pub(super) owed: u64,
    /// The files as they were when last read.
    pub(super) looked_at: BTreeMap<Arc<str>, Stat>,
    /// Files about which the project was asked, see [`Doubts`](super::Doubts).
    pub(super) doubtful: BTreeSet<Arc<str>>,
    /// Files found damaged since the opening, and whether all that was in them has been written back.
    pub(super) damaged: BTreeMap<Arc<str>, bool>,
    /// Lines that were gone wait to be written back.
    pub(super) puts_back: bool,
    /// Arrivals that the project has not taken in yet: for each record what was known before.
    pub(super) unseen: VecDeque<BTreeMap<RecordId, Vec<Stamp>>>,
    /// Records that were changed without having seen what had just arrived.
    pub(super) crossed: BTreeSet<RecordId>,
    /// In case this writer was set back to an earlier state.
    pub(super) set_back: SetBack,
    /// The analyst, to be added to the project with the first change.
    pub(super) introduction: Option<Change>,
    /// Keeps a second window from writing.
    pub(super) lock: Option<Box<dyn FsLock>>,
}

/// Changes that are not yet in their files.
#[derive(Debug, Default)]
pub(super) struct Unfiled {
    /// Framed for the journal.
    pub(super) frames: Vec<u8>,
    /// How many of these bytes are in the journal, durably.
    pub(super) durable: usize,
    /// How many changes they are.
    pub(super) changes: usize,
}

/// A project just opened.
#[derive(Debug)]
pub struct Opened {
    /// Takes the changes from here on.
    pub store: Store,
    /// The project as its files say.
    pub project: Project,
    /// What can be undone and redone.
    pub history: History,
    /// What was noticed on the way.
    pub report: OpenReport,
}

/// A project just opened to look at it.
#[derive(Debug)]
pub struct ReadOnly {
    /// The project as its files say.
    pub project: Project,
    /// Reads the texts of its articles.
    pub texts: Texts,
    /// What was noticed on the way.
    pub report: OpenReport,
    /// Sees what others write from here on.
    pub reader: Reader,
}

/// Which way a step goes in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A new change.
    Done,
    /// The last change was undone.
    Undone,
    /// The change last undone was done again.
    Redone,
}

/// One change as it was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which way it goes in the history.
    pub way: Way,
    /// What was applied.
    pub change: Arc<Change>,
    /// What [`Project::apply`] returned for it.
    pub inverse: Arc<Change>,
    /// When.
    pub when: Timestamp,
}

impl Store {
    /// Makes a project in a folder that is not there yet, or is empty but for hidden files.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`], or whatever kept it from being written.
    pub fn create(fs: Arc<dyn Fs>, folder: &Path, project: &Project, writer: &Writer) -> Result<Self, StoreError> {
        Self::create_with(fs, folder, project, writer, |_| {})
    }

    pub(super) fn create_with(
        fs: Arc<dyn Fs>,
        folder: &Path,
        project: &Project,
        writer: &Writer,
        prepare: impl FnOnce(&mut Self),
    ) -> Result<Self, StoreError> {
        let io = |source| StoreError::Io { doing: "look at", file: folder.to_owned(), source };
        match fs.kind(folder).map_err(io)? {
            None => make_folder(&*fs, folder)?,
            Some(EntryKind::File) => return Err(StoreError::NotAFolder { folder: folder.to_owned() }),
            Some(_) if fs.list(folder).map_err(io)?.iter().all(|entry| entry.name.starts_with('.')) => {}
            Some(_) => return Err(StoreError::NotEmpty { folder: folder.to_owned() }),
        }
        let mut store = Self::new(fs, folder, writer, project.meta().id);
        store.tell_couriers()?;
        store.lock = Some(store.take_lock()?);
        prepare(&mut store);
        store.take_in(&all_records(project))?;
        store.introduce_analyst(project);
        if let Some(analyst) = store.introduction.take() {
            store.take_in(&analyst)?;
        }
        // What makes the folder a project comes last, so that a crash before leaves none.
        let project_line = store.pending.remove(PROJECT_FILE);
        store.write_files()?;
        store.pending.extend(project_line.map(|lines| (PROJECT_FILE.to_owned(), lines)));
        store.write_files()?;
        Ok(store)
    }

    pub(super) fn new(fs: Arc<dyn Fs>, folder: &Path, writer: &Writer, project: ProjectId) -> Self {
        Self {
            fs,
            root: folder.to_owned(),
            folders: Folders::default(),
            writer: writer.clone(),
            project,
            is_known_here: false,
            next: 1,
            known: KnownRecords::default(),
            seen: BTreeMap::new(),
            analysts: BTreeMap::new(),
            kept_by_others: BTreeSet::new(),
            pending: BTreeMap::new(),
            unfiled: Unfiled::default(),
            unsure: false,
            journals: Journals::default(),
            history: History::default(),
            last: Default::default(),
            owed: 0,
            looked_at: BTreeMap::new(),
            doubtful: BTreeSet::new(),
            damaged: BTreeMap::new(),
            puts_back: false,
            unseen: VecDeque::new(),
            crossed: BTreeSet::new(),
            set_back: SetBack::default(),
            introduction: None,
            lock: None,
        }
    }

    /// The project's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.root
    }

    /// Which project it is.
    #[must_use]
    pub fn project_id(&self) -> ProjectId {
        self.project
    }

    /// Who writes here.
    #[must_use]
    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Whether every change that was recorded is durable.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.is_journaled() && !self.puts_back
    }

    pub(super) fn is_journaled(&self) -> bool {
        self.unfiled.durable == self.unfiled.frames.len()
    }

    /// How many changes are kept by the journal alone, waiting for a checkpoint.
    #[must_use]
    pub fn changes_since_checkpoint(&self) -> usize {
        self.unfiled.changes
    }

    /// Whether the files should be brought up to date after so many more changes, whether or not there is a pause.
    #[must_use]
    pub fn is_checkpoint_due(&self, changes: usize) -> bool {
        let waiting = self.unfiled.changes;
        self.is_saved()
            && (waiting / CHECKPOINT_AFTER > waiting.saturating_sub(changes) / CHECKPOINT_AFTER
                || self.unfiled.frames.len() >= CHECKPOINT_AFTER_BYTES)
    }

    /// Reads the texts of this project, from any thread.
    #[must_use]
    pub fn texts(&self) -> Texts {
        Texts {
            fs: self.fs.clone(),
            root: self.root.clone(),
            suffix: self.writer.id.to_string(),
            folders: self.folders.clone(),
        }
    }

    /// The text with this hash.
    ///
    /// # Errors
    /// As [`Texts::read`].
    pub fn read_text(&self, hash: TextHash) -> Result<ArticleText, StoreError> {
        self.texts().read(hash)
    }

    /// Keeps the texts of new articles, as [`Texts::add`].
    ///
    /// # Errors
    /// What kept them from being written.
    pub fn add_texts(&mut self, texts: &[ArticleText]) -> Result<(), StoreError> {
        self.texts().add(texts)
    }

    /// Keeps changes that were applied to the project. On return they are durable, and so is all that an earlier
    /// call could not keep; after an error nothing is forgotten, and the next call tries again.
    ///
    /// # Errors
    /// What kept them from being written. [`StoreError::LineTooLong`] alone is for good: that step is not kept.
    pub fn record(&mut self, steps: &[Step]) -> Result<(), StoreError> {
        let noted: Vec<Result<(), StoreError>> = steps.iter().map(|step| self.note(step)).collect();
        self.write_journal()?;
        noted.into_iter().collect()
    }

    /// Notes a step for the journal, the files and the history.
    fn note(&mut self, step: &Step) -> Result<(), StoreError> {
        let mut lines = match &self.introduction {
            Some(analyst) => self.take_in(&analyst.clone())?,
            None => Vec::new(),
        };
        self.introduction = None;
        let at = self.next;
        lines.extend(self.take_in(&step.change)?);
        self.set_back.note(&lines, step.when);
        let entry = Entry { at, way: step.way, when: step.when, lines, inverse: step.inverse.clone() };
        push_frame(&mut self.unfiled.frames, &entry.encode());
        self.unfiled.changes += 1;
        entry.note_in(&mut self.history);
        Ok(())
    }

    /// Stamps the edits as one change of this writer, notes the lines to be written, and returns them.
    pub(super) fn take_in(&mut self, change: &Change) -> Result<Vec<(String, Line)>, StoreError> {
        let at = self.next;
        let mut lines: BTreeMap<RecordId, (String, Line)> = BTreeMap::new();
        for edit in &change.edits {
            let id = edit.id();
            let known = self.known.get(&id);
            let arriving = self.unseen.iter().find_map(|arrival| arrival.get(&id));
            let seen = arriving.or(known.as_ref().map(|known| &known.stamps)).map(Vec::as_slice).unwrap_or_default();
            let body = match edit {
                Edit::Put(record) => Body::Put(record.clone()),
                Edit::Remove(id) => Body::Removed(id.clone(), Extra::default()),
            };
            let line = Line { stamp: Stamp::after(&self.writer.id, at, seen), body };
            // An excerpt that came and went within this change is known from its earlier edit alone.
            let earlier = lines.get(&id).and_then(|(_, line)| line.body.article());
            let article = line.body.article().or(known.and_then(|known| known.article)).or(earlier);
            lines.insert(id.clone(), (self.home_of(&id, article), line));
        }
        for (home, line) in lines.values() {
            let bytes = encode(line, &defaults_of(home)).len();
            if bytes > LINE_MAX_BYTES {
                return Err(StoreError::LineTooLong { file: self.root.join(home), bytes, limit: LINE_MAX_BYTES });
            }
        }
        self.next = self.next.saturating_add(1);
        let mut written = Vec::with_capacity(lines.len());
        for (id, (home, line)) in lines {
            if self.unseen.iter().any(|arrival| arrival.contains_key(&id)) {
                self.crossed.insert(id.clone());
            }
            let mut known = self.known.get(&id).unwrap_or_default();
            known.stamps.retain(|old| !line.stamp.replaces(old));
            known.stamps.push(line.stamp.clone());
            known.article = line.body.article().or(known.article);
            self.known.set(id.clone(), known);
            written.push((home.clone(), line.clone()));
            self.pending.entry(home).or_default().insert(id, line);
        }
        Ok(written)
    }

    /// The file of this writer in which a record belongs; `article` is the one that an excerpt is or was in.
    pub(super) fn home_of(&self, id: &RecordId, article: Option<ArticleId>) -> String {
        let own = &self.writer.id;
        match (id, article) {
            (RecordId::Project, _) if !self.kept_by_others.contains(PROJECT_FILE) => PROJECT_FILE.to_owned(),
            (
                RecordId::Tag(_) | RecordId::Actor(_) | RecordId::Issue(_) | RecordId::Filter(_) | RecordId::Preset(_),
                _,
            ) => codes_file(own),
            (RecordId::Article(id), _) => {
                let file = article_file(*id);
                if self.kept_by_others.contains(&file) { article_file_of(*id, own) } else { file }
            }
            (RecordId::Excerpt(_), Some(article)) => excerpts_file(article, own),
            // The last is an excerpt that was never known here: nothing to remove, but its line is kept all the same.
            (RecordId::Project | RecordId::Analyst(_), _) | (RecordId::Excerpt(_), None) => writer_file(own),
        }
    }

    /// Prepares to add the analyst to a project that does not know them; written with the first change, not before.
    pub(super) fn introduce_analyst(&mut self, project: &Project) {
        let mut analyst = self.writer.analyst.clone();
        if !project.analysts().contains_key(&analyst.id) {
            let taken: Vec<[u8; 3]> = project.analysts().values().map(|other| other.color).collect();
            analyst.color = colors::beside(analyst.color, &taken);
            self.introduction = Some(Change::put("introduce the analyst", [Record::Analyst(analyst)]));
        }
    }
}

/// Every record of a project, as one change.
fn all_records(project: &Project) -> Change {
    let meta = std::iter::once(Record::Project(project.meta().clone()));
    let records = meta
        .chain(project.analysts().values().cloned().map(Record::Analyst))
        .chain(project.tags().values().cloned().map(Record::Tag))
        .chain(project.actors().values().cloned().map(Record::Actor))
        .chain(project.issues().values().cloned().map(Record::Issue))
        .chain(project.filters().values().cloned().map(Record::Filter))
        .chain(project.presets().values().cloned().map(|record| Record::Preset(Box::new(record))))
        .chain(project.articles().values().cloned().map(|record| Record::Article(Box::new(record))))
        .chain(project.excerpts().values().cloned().map(|record| Record::Excerpt(Box::new(record))));
    Change::put("make the project", records)
}
