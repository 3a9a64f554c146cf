//! Carries out requests about projects, one after the other: the only holder of the open store. Runs on the worker
//! thread of the window and straight in the scripted stand-in, so that tests run what the window runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::jobs::{self, JobOrder};
use super::user_folder::UserFolder;
use crate::app::{FolderEntry, Reply, Request};
use crate::model::{Change, History, Project, ProjectId, ProjectMeta, Record, Surroundings, record::Extra};
use crate::storage::{Fs, Opened, PROJECT_FILE, Step, Store, Writer};

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
        Self { fs, user_folder, writer, surroundings, store: None, run_job, cancelled: jobs::Cancelled::default() }
    }

    /// Where long work looks whether it is to stop. Shared, so that a cancel does not wait in line.
    #[must_use]
    pub fn cancelled(&self) -> jobs::Cancelled {
        self.cancelled.clone()
    }

    /// Carries out one request. What it answers goes to `answer`.
    pub fn carry_out(&mut self, request: Request, answer: &mut dyn FnMut(Reply)) {
        match request {
            Request::OpenSample => match self.sample_folder() {
                Ok(folder) => answer(self.open(&folder)),
                Err(message) => answer(Reply::OpenFailed { folder: self.user_folder.sample(), message }),
            },
            Request::OpenProject(folder) => answer(self.open(&folder)),
            Request::CreateProject { folder, name } => answer(self.create(&folder, &name)),
            Request::CloseProject => {
                if let Some(mut store) = self.store.take()
                    && let Err(error) = store.checkpoint()
                {
                    answer(Reply::Trouble(format!("Not saved: {error}")));
                }
            }
            Request::Record { step, revision } => answer(self.record(*step, revision)),
            Request::Checkpoint => answer(self.checkpoint()),
            Request::LoadText { article, text } => {
                let read = self.store.as_ref().map(|store| store.read_text(text));
                let text = match read {
                    Some(Ok(text)) => Ok(text),
                    Some(Err(error)) => Err(error.to_string()),
                    None => Err("No project is open".to_owned()),
                };
                answer(Reply::TextLoaded { article, text });
            }
            Request::Import { job, paths, known } => {
                if let Some(store) = &self.store {
                    let analyst = self.writer.analyst.id;
                    (self.run_job)(JobOrder::Import { job, paths, known, texts: store.texts(), analyst });
                }
            }
            Request::Export { job, format, path, project, excerpts } => {
                if let Some(store) = &self.store {
                    let fs = self.fs.clone();
                    (self.run_job)(JobOrder::Export { job, format, path, project, excerpts, texts: store.texts(), fs });
                }
            }
            Request::CancelJob(job) => self.cancelled.cancel(job),
            Request::ListFolder(folder) => answer(list_folder(folder)),
            Request::KeepSettings(settings) => {
                if let Err(error) = self.user_folder.keep_settings(&settings) {
                    answer(Reply::Trouble(format!("The settings were not kept: {error}")));
                }
            }
            // These are the window's and the dialogs' own.
            Request::Pick { .. } | Request::Copy(_) | Request::CloseWindow => {}
        }
    }

    fn open(&mut self, folder: &Path) -> Reply {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        match Store::open(self.fs.clone(), &folder, &self.writer) {
            Ok(Opened { store, project, history, report }) => {
                self.store = Some(store);
                let remarks = report.damage.iter().chain(&report.notes).map(ToString::to_string).collect();
                self.opened(folder, project, history, remarks)
            }
            Err(error) => Reply::OpenFailed { folder, message: error.to_string() },
        }
    }

    fn create(&mut self, folder: &Path, name: &str) -> Reply {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let project = match new_project(name, &self.writer, &mut *self.surroundings) {
            Ok(project) => project,
            Err(message) => return Reply::OpenFailed { folder, message },
        };
        match Store::create(self.fs.clone(), &folder, &project, &self.writer) {
            Ok(store) => {
                self.store = Some(store);
                self.opened(folder, project, History::default(), Vec::new())
            }
            Err(error) => Reply::OpenFailed { folder, message: error.to_string() },
        }
    }

    fn opened(&self, folder: PathBuf, project: Project, history: History, remarks: Vec<String>) -> Reply {
        let me = self.writer.analyst.clone();
        Reply::Opened { folder, project: Arc::new(project), history, me, remarks, read_only: None }
    }

    /// Keeps a step. What the store cannot keep it holds on to, and tries again with the next step.
    fn record(&mut self, step: Step, revision: u64) -> Reply {
        let Some(store) = self.store.as_mut() else {
            return Reply::RecordFailed { message: "no project is open".to_owned() };
        };
        match store.record(&[step]) {
            Ok(()) => Reply::Recorded { revision, at: self.surroundings.now() },
            Err(error) => Reply::RecordFailed { message: error.to_string() },
        }
    }

    fn checkpoint(&mut self) -> Reply {
        match self.store.as_mut().map_or(Ok(()), Store::checkpoint) {
            Ok(()) => Reply::Checkpointed { at: self.surroundings.now() },
            Err(error) => Reply::RecordFailed { message: error.to_string() },
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

/// A project with the starter codebook and nothing else.
///
/// # Errors
/// Where the name is not one.
pub fn new_project(name: &str, writer: &Writer, surroundings: &mut dyn Surroundings) -> Result<Project, String> {
    let meta = ProjectMeta {
        id: ProjectId::fresh(surroundings),
        name: name.trim().to_owned(),
        created: surroundings.now(),
        extra: Extra::default(),
    };
    let mut records = crate::storage::starter();
    records.insert(0, Record::Analyst(writer.analyst.clone()));
    records.insert(0, Record::Project(meta.clone()));
    let mut project = Project::new(meta);
    project.apply(&Change::put("new project", records)).map_err(|error| error.to_string())?;
    Ok(project)
}

/// Every file below an embedded folder, by its path with forward slashes.
fn files_of<'a>(folder: &'a Dir<'a>) -> Vec<(String, &'a [u8])> {
    let mut files: Vec<(String, &[u8])> =
        folder.files().map(|file| (file.path().to_string_lossy().replace('\\', "/"), file.contents())).collect();
    for below in folder.dirs() {
        files.extend(files_of(below));
    }
    files
}

/// The entries of a folder for the program's own file dialog, folders first; `None` is the user's home.
fn list_folder(folder: Option<PathBuf>) -> Reply {
    let home = || directories::UserDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let folder = folder.or_else(home).unwrap_or_else(|| PathBuf::from("/"));
    let folder = if folder.is_file() { folder.parent().map(Path::to_owned).unwrap_or_default() } else { folder };
    let listed = std::fs::read_dir(&folder).map_err(|error| format!("“{}” cannot be read: {error}", folder.display()));
    let entries = listed.map(|listed| {
        let mut entries: Vec<FolderEntry> = listed
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let name = entry.file_name().to_str()?.to_owned();
                let is_folder = entry.path().is_dir();
                let is_project = is_folder && entry.path().join(PROJECT_FILE).is_file();
                (!name.starts_with('.')).then_some(FolderEntry { name, is_folder, is_project })
            })
            .collect();
        entries.sort_by_key(|entry| (!entry.is_folder, entry.name.to_lowercase()));
        entries
    });
    Reply::FolderListed { folder, entries }
}
