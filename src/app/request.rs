//! What the program asks of the outside world, and what the world answers. Plain data both.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Analyst, Article, ArticleId, Change, ExcerptId, History, Project, TextHash};
use crate::storage::Step;
use crate::text::ArticleText;

use super::Settings;

/// Names one long piece of work while it runs.
pub type JobId = u64;

/// What a file dialog is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Articles to import, several at once.
    ImportFiles,
    /// A folder of articles to import.
    ImportFolder,
    /// The folder of a project to open.
    OpenProject,
    /// The folder of a project to be made.
    NewProject,
    /// A codebook to take in.
    ImportCodebook,
    /// A table of articles' details to take in.
    ImportDetails,
    /// The file that the codes are written to.
    ExportCodebook {
        /// As CSV instead of RON.
        table: bool,
    },
    /// The file that an export goes to.
    Export {
        /// Id of the format in `export::FORMATS`.
        format: &'static str,
        /// Only what the filter lets through.
        filtered: bool,
    },
}

/// Something that only the outside world can do.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Open the user's copy of the sample project, making it first where it is not there.
    OpenSample,
    /// Open the project in this folder.
    OpenProject(PathBuf),
    /// Make a project and open it.
    CreateProject {
        /// Where.
        folder: PathBuf,
        /// What it is called.
        name: String,
    },
    /// Let go of the open project, everything written.
    CloseProject,
    /// Keep a change that was just applied.
    Record {
        /// The change, its inverse, and which way it goes in the history.
        step: Box<Step>,
        /// The project's revision with it.
        revision: u64,
    },
    /// Write everything out now.
    Checkpoint,
    /// Look now for what other analysts wrote; the world does so by itself every few seconds too.
    Sweep,
    /// The project has taken in the change of a [`Reply::Arrived`].
    Absorbed,
    /// Read an article's text.
    LoadText {
        /// Whose.
        article: ArticleId,
        /// Which.
        text: TextHash,
    },
    /// Read files and folders as articles and keep their texts.
    Import {
        /// The job.
        job: JobId,
        /// Files and folders.
        paths: Vec<PathBuf>,
        /// Texts that the project has already.
        known: BTreeSet<TextHash>,
    },
    /// Write excerpts to a file.
    Export {
        /// The job.
        job: JobId,
        /// Id of the format in `export::FORMATS`.
        format: &'static str,
        /// Where to.
        path: PathBuf,
        /// The project as it is now.
        project: Arc<Project>,
        /// Which excerpts, in this order.
        excerpts: Vec<ExcerptId>,
    },
    /// Read a small file whole.
    ReadFile {
        /// What for.
        purpose: Purpose,
        /// Which.
        path: PathBuf,
    },
    /// Write a small file whole.
    WriteFile {
        /// Where to.
        path: PathBuf,
        /// What it holds.
        bytes: Vec<u8>,
        /// What is said when it is done.
        said: String,
    },
    /// Stop a job.
    CancelJob(JobId),
    /// Let the user choose files by the system's dialog.
    Pick {
        /// What for.
        purpose: Purpose,
        /// Proposed file name, for saving.
        suggested: String,
    },
    /// List a folder for the program's own dialog; `None` is the user's home.
    ListFolder(Option<PathBuf>),
    /// Put text on the clipboard.
    Copy(String),
    /// Keep the settings.
    KeepSettings(Box<Settings>),
    /// Close the window.
    CloseWindow,
}

/// What became of one file of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileOutcome {
    /// It became an article.
    Imported {
        /// Where it lay.
        file: PathBuf,
        /// The title it got.
        title: String,
        /// Whether the title was taken from the first words.
        title_inferred: bool,
        /// What was cleaned, one sentence each.
        cleaned: Vec<String>,
    },
    /// Its text is in the project already.
    Double {
        /// Where it lay.
        file: PathBuf,
    },
    /// It was refused.
    Refused {
        /// Where it lay.
        file: PathBuf,
        /// Why, and what to do.
        reason: String,
    },
}

/// One line of the program's own file dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderEntry {
    /// Name without the folder.
    pub name: String,
    /// Whether it can be looked into.
    pub is_folder: bool,
    /// Whether it is a project's folder.
    pub is_project: bool,
}

/// What the outside world answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A project is open.
    Opened {
        /// Its folder.
        folder: PathBuf,
        /// What it holds.
        project: Arc<Project>,
        /// What can be undone.
        history: History,
        /// Who writes.
        me: Analyst,
        /// What is worth saying: restored edits, damaged lines.
        remarks: Vec<String>,
        /// Why nothing can be written, where nothing can.
        read_only: Option<String>,
    },
    /// A project could not be opened or made.
    OpenFailed {
        /// Its folder.
        folder: PathBuf,
        /// What happened and what to do.
        message: String,
    },
    /// All changes up to this revision are on the disk.
    Recorded {
        /// The revision.
        revision: u64,
        /// When.
        at: Timestamp,
    },
    /// A change could not be kept.
    RecordFailed {
        /// What happened and what to do.
        message: String,
    },
    /// Everything was written out.
    Checkpointed {
        /// When.
        at: Timestamp,
    },
    /// An article's text.
    TextLoaded {
        /// Whose.
        article: ArticleId,
        /// The text, or why there is none.
        text: Result<ArticleText, String>,
    },
    /// How far a job is.
    Progress {
        /// The job.
        job: JobId,
        /// Pieces done.
        done: usize,
        /// Pieces in all, where known.
        total: Option<usize>,
        /// What it is at.
        at: String,
    },
    /// An import ended. What was read before a cancel is among the articles.
    Imported {
        /// The job.
        job: JobId,
        /// The new articles; their texts are kept.
        articles: Vec<Article>,
        /// Each file and what became of it.
        outcomes: Vec<FileOutcome>,
        /// Whether it was cut short.
        cancelled: bool,
    },
    /// An export ended.
    Exported {
        /// The job.
        job: JobId,
        /// Where it went, or what happened; `Ok(None)` when it was cancelled.
        outcome: Result<Option<PathBuf>, String>,
        /// Excerpts written.
        excerpts: usize,
    },
    /// A file was read.
    FileRead {
        /// What for.
        purpose: Purpose,
        /// Which.
        path: PathBuf,
        /// What it holds, or why it cannot be read.
        bytes: Result<Vec<u8>, String>,
    },
    /// A file was written, or why not.
    FileWritten(Result<String, String>),
    /// The user chose, or gave up (`None`).
    Picked {
        /// What for.
        purpose: Purpose,
        /// What they chose.
        paths: Option<Vec<PathBuf>>,
    },
    /// The system has no dialog to offer.
    NoDialog {
        /// What for.
        purpose: Purpose,
        /// Proposed file name, for saving.
        suggested: String,
    },
    /// What is in a folder, sorted, folders first.
    FolderListed {
        /// The folder.
        folder: PathBuf,
        /// Its entries, or why they cannot be read.
        entries: Result<Vec<FolderEntry>, String>,
    },
    /// Another analyst's changes appeared on disk.
    Arrived {
        /// What to take in.
        change: Change,
    },
    /// Something went wrong that nobody waits for.
    Trouble(String),
}
