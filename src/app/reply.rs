//! What the outside world answers to requests, now or later. `receive` takes it in.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::analysis::Listed;
use crate::analysis::listing::Table;
use crate::analysis::query::Mistake;
use crate::model::{Analyst, Article, ArticleId, Change, Excerpt, History, Project, Shown};
use crate::storage::{Concurrent, Doubts, Finding};
use crate::text::ArticleText;

use super::{
    Archiving, ArticleHits, BackupEntry, Compared, FileOutcome, FolderEntry, JobId, Place, Purpose, Restoring, ShownOf,
};

/// What the outside world answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A project is open.
    Opened {
        /// The job.
        job: JobId,
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
    /// A project that takes a while to read can be looked at.
    Glanced {
        /// The job.
        job: JobId,
        /// Its folder.
        folder: PathBuf,
        /// Its articles and codes, without its excerpts.
        project: Arc<Project>,
        /// Who writes.
        me: Analyst,
    },
    /// The excerpts of an article, while the project is still being read.
    ExcerptsRead {
        /// The article.
        article: ArticleId,
        /// What was tagged in it.
        excerpts: Vec<Excerpt>,
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
        /// The job.
        job: JobId,
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
    /// The excerpts shown, counted.
    ShownCounted(ShownOf, Box<Shown>),
    /// The excerpts that fit a filter, in order, for the list asked for with this number; or the mistake in the filter.
    Listed(u64, Result<Listed, Mistake>, Box<Table>),
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
        /// Whether the dialog asks before it gives a file that is there to be written to.
        asks: bool,
    },
    /// Whether something is at the path that was chosen to write to.
    LookedAt {
        /// What is written.
        purpose: Purpose,
        /// Where.
        path: PathBuf,
        /// Whether something is there.
        taken: bool,
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
    /// Files changed although nobody wrote a new version: what they say and lack is to be compared with the project.
    Doubted {
        /// The revision of the project that the store knows of.
        revision: u64,
        /// What is to be compared.
        doubts: Doubts,
    },
    /// Something of the open project could not be read, or can be read again.
    Unread {
        /// What could not.
        damage: Vec<Finding>,
        /// Files of which everything could.
        whole: Vec<Arc<str>>,
    },
    /// Something went wrong that nobody waits for.
    Trouble(String),
}
