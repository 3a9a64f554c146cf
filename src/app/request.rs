//! What the program asks of the outside world, and what the world answers. Plain data both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::export::Choices;
use crate::model::{Analyst, Article, ArticleId, Change, ExcerptId, History, Project, TextHash, TextSpan};
use crate::storage::{Concurrent, Finding, Step};
use crate::text::ArticleText;
use crate::text::pattern::Pattern;

use super::{Archiving, BackupEntry, Compared, FileOutcome, FolderEntry, Restoring, Settings};
use super::{ArticleHits, Place, Unit};

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
    /// The folder in which a copy of the project is made.
    SaveCopy,
    /// A codebook to take in.
    ImportCodebook,
    /// A table of articles' details to take in.
    ImportDetails,
    /// The zip that a project is packed into.
    Pack,
    /// The zip that is unpacked.
    Unpack,
    /// The folder in which a zip is unpacked.
    UnpackInto,
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
    OpenProject {
        /// The job, by which it can be stopped.
        job: JobId,
        /// Where it is.
        folder: PathBuf,
    },
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
    /// Look for something in all articles; an earlier search is cancelled beside.
    Search {
        /// The job.
        job: JobId,
        /// What to look for.
        pattern: Box<Pattern>,
        /// What would be tagged around a hit.
        unit: Unit,
        /// In which articles, in this order.
        articles: Vec<(ArticleId, TextHash)>,
    },
    /// Nothing is searched any more: the texts that were kept for it may go.
    ForgetTexts,
    /// Make anchors of passages that are to be tagged.
    Anchor {
        /// The job.
        job: JobId,
        /// The passages.
        places: Vec<(ArticleId, TextHash, TextSpan)>,
    },
    /// Look now for what other analysts wrote; the world does so by itself every few seconds too.
    Sweep,
    /// The project has taken in the change of a [`Reply::Arrived`].
    Absorbed {
        /// The project's revision with it.
        revision: u64,
    },
    /// Keep the whole project, with what is not saved yet, in a new folder.
    SaveCopy {
        /// The job.
        job: JobId,
        /// The folder in which it is made.
        parent: PathBuf,
        /// What the new folder is called; with a number where that is taken.
        name: String,
        /// The project as it is now.
        project: Arc<Project>,
        /// The texts in memory, where those in the folder are gone.
        texts: BTreeMap<TextHash, ArticleText>,
    },
    /// List the backups of the project, and compare each with it.
    ListBackups {
        /// The job.
        job: JobId,
        /// The project's folder.
        folder: PathBuf,
        /// The project as it is now.
        project: Arc<Project>,
    },
    /// Back the open project up now.
    BackUp,
    /// Read a backup to restore it, and bring back the texts that are gone.
    RestoreBackup {
        /// The job.
        job: JobId,
        /// When it was made.
        made: Timestamp,
        /// The article whose excerpts alone come back.
        article: Option<ArticleId>,
        /// What the change is to be called.
        label: String,
        /// The project's folder.
        folder: PathBuf,
        /// The project as it is now.
        project: Arc<Project>,
    },
    /// Go on in the copy made last, or leave it at that. Until then every change is kept in both.
    EndCopy {
        /// Whether to go on in it.
        go_on: bool,
    },
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
        /// What the user chose.
        choices: Box<Choices>,
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
    /// Put rich text on the clipboard, or the plain one where that is not taken.
    CopyRich {
        /// Plain.
        text: String,
        /// As HTML.
        html: String,
    },
    /// Pack a project into a zip, or make one of it.
    Archive(JobId, Archiving),
    /// Keep the settings.
    KeepSettings(Box<Settings>),
    /// Close the window.
    CloseWindow,
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
        /// What is worth saying: restored edits, what is strange.
        remarks: Vec<String>,
        /// What could not be read.
        damage: Vec<Finding>,
        /// Damaged files, and where in the project's folder a copy of each is kept.
        quarantined: Vec<(String, String)>,
        /// Records with several versions of which nobody has seen all.
        concurrent: Vec<Concurrent>,
        /// Why nothing can be written, where nothing can.
        read_only: Option<String>,
    },
    /// A search found more, or came to its end.
    Found {
        /// The job.
        job: JobId,
        /// What was found, in the order of the articles.
        found: Vec<ArticleHits>,
        /// Texts that could not be read, a sentence each.
        unread: Vec<String>,
        /// Articles searched, of how many.
        read: (usize, usize),
        /// Nothing more will come.
        ended: bool,
    },
    /// Passages that are to be tagged have their anchors.
    Anchored {
        /// The job.
        job: JobId,
        /// The passages.
        places: Vec<Place>,
        /// How many could not be read.
        unread: usize,
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
    /// A project was packed into a zip or made of one; where, or what happened, or none where that was stopped.
    Archived(JobId, Archiving, Result<Option<PathBuf>, String>),
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
    /// A copy of the project was made, or not.
    CopySaved {
        /// The job.
        job: JobId,
        /// Where it lies and how many articles' texts it lacks, or what happened.
        outcome: Result<(PathBuf, usize), String>,
    },
    /// All backups of the project, newest first.
    BackupsListed {
        /// The job.
        job: JobId,
        /// The backups, or why they cannot be listed.
        entries: Result<Vec<BackupEntry>, String>,
    },
    /// One backup compared with the project.
    BackupCompared {
        /// The job.
        job: JobId,
        /// When it was made.
        made: Timestamp,
        /// What changed since, or why it cannot be read.
        outcome: Result<Compared, String>,
    },
    /// All backups were compared.
    BackupsCompared {
        /// The job.
        job: JobId,
    },
    /// A backup was made by hand: whether anything was new, or what happened.
    BackedUp(Result<bool, String>),
    /// A backup was read and can be restored; none where that was stopped.
    RestoreReady {
        /// The job.
        job: JobId,
        /// The change, or what happened.
        outcome: Result<Option<Box<Restoring>>, String>,
    },
    /// The project's folder is no longer there, or its disk does not answer.
    FolderLost {
        /// What happened and what to do.
        message: String,
    },
    /// The project's folder is there again.
    FolderFound,
    /// Another analyst's changes appeared on disk.
    Arrived {
        /// What to take in.
        change: Change,
        /// Records that now have several versions of which nobody has seen all.
        concurrent: Vec<Concurrent>,
    },
    /// Something of the open project could not be read.
    Unread(Vec<Finding>),
    /// Something went wrong that nobody waits for.
    Trouble(String),
}
