//! Carries out requests about projects, one after the other: the only holder of the open store. Runs on the worker
//! thread of the window and straight in the scripted stand-in, so that tests run what the window runs.

mod folders;
mod keeping;
mod new_project;
mod opening;
mod shelf;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use include_dir::{Dir, include_dir};
use jiff::Timestamp;

use super::article_files::read_regular;
use super::backing_up::RestoreOrder;
use super::jobs::{self, Exporting, JobOrder};
use super::searching::{AnchorOrder, Corpus, SHOWN_MAX, SearchOrder};
use super::user_folder::UserFolder;
use crate::app::{JobId, Reply, Request};
use crate::model::{History, Project, Surroundings};
use crate::storage::{BackupReason, Fs, PROJECT_FILE, Reader, Step, Store, StoreError, Writer, WriterId};
use folders::{files_of, list_folder};
pub use keeping::remarks;
use keeping::{Found, arrived};

pub use new_project::new_project;
pub use shelf::Shelf;

/// How long a project that is open goes without a backup.
const SECONDS_BETWEEN_BACKUPS: i64 = 3600;

/// The sample project, as it comes with the program.
static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/projects/berlin-talks");

/// Carries out requests.
pub struct Desk {
    fs: Arc<dyn Fs>,
    /// Where the user's settings and copy of the sample are.
    user_folder: UserFolder,
    writer: Writer,
    surroundings: Box<dyn Surroundings + Send>,
    store: Option<Store>,
    /// In the store's place where nothing can be written.
    reader: Option<Reader>,
    /// The copy made last, as long as it is not clear in which of the two to go on.
    copy: Option<Store>,
    /// Reads the texts of the open project, also where nothing can be written.
    texts: Shelf,
    /// Why a change was refused for good. From then on nothing is called saved: the window has what the disk will not get.
    refused: Option<String>,
    /// Texts prepared for searching.
    corpus: Corpus,
    /// Whether it was said that the project's folder cannot be looked at.
    vanished: bool,
    /// When the project was last backed up, and whether old backups may go.
    backed_up: Option<(Timestamp, bool)>,
    /// Backups are made one after the other.
    backing_up: Arc<Mutex<()>>,
    /// The revision of the last change taken in.
    revision: u64,
    /// Whether everything is to be written out as soon as the window has said what a doubt comes to.
    checkpoint_waits: bool,
    /// Runs long work: on a thread of its own in the window, straight in tests.
    run_job: Box<dyn FnMut(JobOrder) + Send>,
    cancelled: jobs::Cancelled,
}

impl Desk {
    /// A desk for one user. `run_job` runs long work.
    pub fn new(
        fs: Arc<dyn Fs>,
        user_folder: UserFolder,
        writer: Writer,
        surroundings: Box<dyn Surroundings + Send>,
        run_job: Box<dyn FnMut(JobOrder) + Send>,
    ) -> Self {
        Self {
            fs,
            user_folder,
            writer,
            surroundings,
            store: None,
            reader: None,
            copy: None,
            texts: Shelf::default(),
            refused: None,
            corpus: Corpus::default(),
            vanished: false,
            backed_up: None,
            backing_up: Arc::default(),
            revision: 0,
            checkpoint_waits: false,
            run_job,
            cancelled: jobs::Cancelled::default(),
        }
    }

    /// Where long work looks whether it is to stop. Shared, so that a cancel does not wait in line.
    #[must_use]
    pub fn cancelled(&self) -> jobs::Cancelled {
        self.cancelled.clone()
    }

    /// The same desk, whose long work looks at `cancelled` whether it is to stop.
    #[must_use]
    pub fn stopped_by(self, cancelled: jobs::Cancelled) -> Self {
        Self { cancelled, ..self }
    }

    /// What reads the texts of the open project. Shared, so that reading an article does not wait in line.
    #[must_use]
    pub fn shelf(&self) -> Shelf {
        self.texts.clone()
    }

    /// Carries out one request. What it answers goes to `answer`.
    pub fn carry_out(&mut self, request: Request, answer: &mut dyn FnMut(Reply)) {
        match request {
            Request::OpenSample { job } => match self.sample_folder() {
                Ok(folder) => self.open(&folder, job, answer),
                Err(message) => answer(Reply::OpenFailed { job, message }),
            },
            Request::OpenProject { job, folder } => self.open(&folder, job, answer),
            Request::CreateProject { job, folder, name, codebook } => {
                answer(self.create(job, &folder, &name, codebook));
            }
            Request::CloseProject { project } => self.close(project.as_deref(), answer),
            Request::Record { step, revision } => self.record(&[*step], revision, answer),
            Request::Search { job, pattern, unit, articles } => {
                if let Some(texts) = self.texts.get() {
                    let corpus = self.corpus.clone();
                    let shown_max = SHOWN_MAX;
                    let order = SearchOrder { job, pattern: *pattern, unit, articles, texts, corpus, shown_max };
                    (self.run_job)(JobOrder::Search(order));
                }
            }
            Request::Anchor { job, places } => {
                if let Some(texts) = self.texts.get() {
                    (self.run_job)(JobOrder::Anchor(AnchorOrder { job, places, texts }));
                }
            }
            Request::ForgetTexts => self.corpus.forget(),
            Request::Sweep => self.sweep(answer),
            Request::Absorbed { revision } => self.absorbed(revision, answer),
            Request::SettleDoubts { revision, back } => self.settle_doubts(revision, back, answer),
            Request::SaveCopy { job, parent, name, project, texts } => {
                let outcome = self.save_copy(job, &parent, &name, &project, texts, answer);
                answer(Reply::CopySaved { job, outcome });
            }
            Request::ListBackups { job, folder, project } => {
                let places = self.places(&folder, project.meta().id);
                (self.run_job)(JobOrder::ListBackups { job, places, project });
            }
            Request::BackUp => {
                if let Some(work) = self.backup_before(BackupReason::ByHand) {
                    (self.run_job)(JobOrder::BackUp { work, by_hand: true });
                }
            }
            Request::RestoreBackup { job, made, article, label, project, .. } => {
                if let Some(before) = self.backup_before(BackupReason::Restore)
                    && let Some(store) = &self.store
                {
                    let order = RestoreOrder { job, made, article, label, project, texts: store.texts() };
                    (self.run_job)(JobOrder::Restore { order, before });
                }
            }
            Request::LetGo(project) => drop(project),
            Request::EndCopy { go_on } => self.end_copy(go_on, answer),
            Request::Checkpoint => self.checkpoint(answer),
            Request::LoadText { article, text } => answer(self.texts.load(article, text)),
            Request::ReadExcerpts(article) => answer(self.texts.read_excerpts(article)),
            Request::Import { job, paths, known } => {
                if let Some(before) = self.backup_before(BackupReason::Import)
                    && let Some(store) = &self.store
                {
                    let analyst = self.writer.analyst.id;
                    (self.run_job)(JobOrder::Import { job, paths, known, texts: store.texts(), analyst, before });
                }
            }
            Request::Export { job, format, choices, path, replace, project, excerpts, occasion } => {
                if let Some(texts) = self.texts.get() {
                    let what = Exporting { format, choices, path, replace, project, excerpts, occasion };
                    (self.run_job)(JobOrder::Export { job, what, texts, fs: self.fs.clone() });
                }
            }
            Request::Archive(job, what) => self.archive(job, what, answer),
            Request::CountShown(order) => (self.run_job)(JobOrder::CountShown(order)),
            Request::List(order) => (self.run_job)(JobOrder::List(order)),
            Request::ReadFile { purpose, path } => {
                let bytes = read_regular(&path, SMALL_FILE_MAX_BYTES)
                    .map_err(|error| format!("“{}” cannot be read: {error}", path.display()));
                answer(Reply::FileRead { purpose, path, bytes });
            }
            Request::WriteFile { path, replace, bytes, said } => {
                let written = crate::storage::write_file(&*self.fs, &path, replace, &mut |out| out.write_all(&bytes));
                answer(Reply::FileWritten(written.map(|_| said).map_err(|error| error.to_string())));
            }
            Request::CancelJob(job) => self.cancelled.cancel(job),
            Request::LookAt { purpose, path } => {
                // What cannot be looked at is not written over either: writing says why.
                let taken = matches!(self.fs.kind(&path), Ok(Some(_)));
                answer(Reply::LookedAt { purpose, path, taken });
            }
            Request::ListFolder(folder) => answer(list_folder(folder)),
            Request::KeepSettings(settings) => {
                if let Err(error) = self.user_folder.keep_settings(&settings) {
                    answer(Reply::Trouble(format!("The settings were not kept: {error}")));
                }
            }
            // These are the window's and the dialogs' own.
            Request::Pick { .. } | Request::Copy(_) | Request::CopyRich { .. } | Request::CloseWindow => {}
        }
    }

    /// Lets go of the open project, everything in its files where that is possible.
    fn close(&mut self, project: Option<&Project>, answer: &mut dyn FnMut(Reply)) {
        if let Some(project) = project {
            self.give_back(project);
        }
        (self.reader, self.refused) = (None, None);
        self.texts.put(None);
        (self.copy, self.vanished) = (None, false);
        self.corpus.forget();
        let Some(mut store) = self.store.take() else { return };
        if let Err(error) = store.checkpoint() {
            let saved = if store.is_saved() { "Kept in the journal alone" } else { "Not saved" };
            answer(Reply::Trouble(format!("{saved}: {error}")));
        }
    }

    /// To be called when nothing was asked for a while: brings the files up to date, and tries again what could not be
    /// saved before.
    pub fn pause(&mut self, answer: &mut dyn FnMut(Reply)) {
        self.sweep(answer);
        let hour_ago = self.surroundings.now().as_second() - SECONDS_BETWEEN_BACKUPS;
        if self.backed_up.is_some_and(|(last, _)| last.as_second() <= hour_ago) {
            self.back_up(BackupReason::Hourly);
        }
        let waits = |store: &&mut Store| store.changes_since_checkpoint() > 0 || !store.is_saved();
        let Some(store) = self.store.as_mut().filter(waits) else { return };
        let was_saved = store.is_saved();
        // What went wrong was said when the change could not be kept, and will be said on closing; not every pause.
        let _ = store.checkpoint();
        if !was_saved && store.is_saved() {
            answer(kept(&self.refused, self.revision, self.surroundings.now()));
        }
    }

    /// Two copies of one project that are opened one after the other must not get the same id.
    fn renew_writer(&mut self) {
        self.writer.id = WriterId::fresh(&mut *self.surroundings);
    }

    fn create(&mut self, job: JobId, folder: &Path, name: &str, codebook: &str) -> Reply {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        self.renew_writer();
        let project = match new_project(name, codebook, &self.writer, &mut *self.surroundings) {
            Ok(project) => project,
            Err(message) => return Reply::OpenFailed { job, message },
        };
        match Store::create(self.fs.clone(), &folder, &project, &self.writer) {
            Ok(store) => {
                self.texts.put(Some(store.texts()));
                (self.store, self.reader) = (Some(store), None);
                self.backed_up = Some((self.surroundings.now(), true));
                self.opened((job, folder), project, History::default(), Found::default(), None)
            }
            Err(error) => Reply::OpenFailed { job, message: error.to_string() },
        }
    }

    fn opened(
        &mut self,
        (job, folder): (JobId, PathBuf),
        project: Project,
        history: History,
        found: Found,
        read_only: Option<String>,
    ) -> Reply {
        let me = self.writer.analyst.clone();
        let Found { remarks, damage, quarantined, concurrent } = found;
        (self.revision, self.checkpoint_waits) = (project.revision(), false);
        let project = Arc::new(project);
        Reply::Opened { job, folder, project, history, me, remarks, damage, quarantined, concurrent, read_only }
    }

    /// Keeps steps, the last of which made `revision`. What the store cannot keep it holds on to, and tries again with
    /// the next step and in the next pause.
    pub fn record(&mut self, steps: &[Step], revision: u64, answer: &mut dyn FnMut(Reply)) {
        self.revision = revision;
        let Some(store) = self.store.as_mut() else {
            answer(Reply::RecordFailed { message: "no project is open for writing".to_owned() });
            return;
        };
        if let Some(copy) = self.copy.as_mut() {
            // Whether it has them is asked when it comes to going on there.
            let _ = copy.record(steps);
        }
        match store.record(steps) {
            Ok(()) => answer(kept(&self.refused, revision, self.surroundings.now())),
            Err(error) => {
                if matches!(error, StoreError::LineTooLong { .. }) {
                    self.refused = Some(error.to_string());
                }
                answer(Reply::RecordFailed { message: error.to_string() });
            }
        }
        if let Some(crossed) = store.settle_crossed() {
            arrived(crossed, answer);
        }
        if store.is_checkpoint_due(steps.len()) {
            match store.checkpoint() {
                Ok(()) => {}
                Err(StoreError::LinesGone { .. }) => self.sweep(answer),
                Err(error) => {
                    answer(Reply::Trouble(format!("Kept in the journal, but the files are not up to date: {error}")));
                }
            }
        }
    }

    fn checkpoint(&mut self, answer: &mut dyn FnMut(Reply)) {
        match self.store.as_mut().map_or(Ok(()), Store::checkpoint) {
            // The window knows what is gone from the file; with it back there, everything is written.
            Err(StoreError::LinesGone { .. }) => {
                self.checkpoint_waits = true;
                self.sweep(answer);
            }
            written => answer(self.written(written)),
        }
    }

    fn written(&mut self, written: Result<(), StoreError>) -> Reply {
        match (written, &self.refused) {
            (Ok(()), None) => Reply::Checkpointed { at: self.surroundings.now() },
            (Ok(()), Some(message)) => Reply::RecordFailed { message: message.clone() },
            (Err(error), _) => Reply::RecordFailed { message: error.to_string() },
        }
    }

    /// The user's copy of the sample, made where it is not there yet.
    fn sample_folder(&self) -> Result<PathBuf, String> {
        let folder = self.user_folder.sample();
        if !folder.join(PROJECT_FILE).is_file() {
            crate::storage::copy_in(&*self.fs, &folder, &files_of(&SAMPLE), PROJECT_FILE)
                .map_err(|error| error.to_string())?;
        }
        Ok(folder)
    }
}

/// What is answered when all that the store has taken is durable.
fn kept(refused: &Option<String>, revision: u64, at: Timestamp) -> Reply {
    match refused {
        Some(message) => Reply::RecordFailed { message: message.clone() },
        None => Reply::Recorded { revision, at },
    }
}

/// Largest codebook or table of details, in bytes.
const SMALL_FILE_MAX_BYTES: u64 = 64 << 20;
