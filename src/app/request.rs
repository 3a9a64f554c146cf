//! What the program asks of the outside world. What the world answers is in `reply`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::export::{Choices, Occasion};
use crate::model::{ArticleId, ExcerptId, Project, Record, RecordId, TextHash, TextSpan};
use crate::storage::Step;
use crate::text::ArticleText;
use crate::text::pattern::Pattern;

use super::{Archiving, ListOrder, Settings, ShownOrder, Unit};

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

impl Purpose {
    /// Whether a file is written to the path that is chosen.
    #[must_use]
    pub fn writes(self) -> bool {
        matches!(self, Self::Export { .. } | Self::ExportCodebook { .. } | Self::Pack)
    }
}

/// Something that only the outside world can do.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Open the user's copy of the sample project, making it first where it is not there.
    OpenSample {
        /// The job.
        job: JobId,
    },
    /// Open the project in this folder.
    OpenProject {
        /// The job, by which it can be stopped.
        job: JobId,
        /// Where it is.
        folder: PathBuf,
    },
    /// Make a project and open it.
    CreateProject {
        /// The job.
        job: JobId,
        /// Where.
        folder: PathBuf,
        /// What it is called.
        name: String,
        /// The codebook that it starts with, by its id in `storage::STARTERS`.
        codebook: &'static str,
    },
    /// Let go of the open project, everything written.
    CloseProject {
        /// The project as it was last; none where it was left before it was there.
        project: Option<Arc<Project>>,
    },
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
    /// The project has taken in the change of a [`Reply::Arrived`](super::Reply::Arrived).
    Absorbed {
        /// The project's revision with it.
        revision: u64,
    },
    /// What a [`Reply::Doubted`](super::Reply::Doubted) comes to.
    SettleDoubts {
        /// The project's revision, with what was taken in.
        revision: u64,
        /// Records that are gone from their files, as the project has them; none where it has none.
        back: Vec<(RecordId, Option<Record>)>,
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
    /// Drop what takes long to let go of, where nobody waits for it.
    LetGo(Arc<Project>),
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
        /// The job by which the copy is opened, where it is gone on in it.
        go_on: Option<JobId>,
    },
    /// Read an article's text.
    LoadText {
        /// Whose.
        article: ArticleId,
        /// Which.
        text: TextHash,
    },
    /// Read the excerpts of an article, while the project is still being read.
    ReadExcerpts(ArticleId),
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
        /// Whether a file that is there is replaced.
        replace: bool,
        /// The project as it is now.
        project: Arc<Project>,
        /// Which excerpts, in this order.
        excerpts: Vec<ExcerptId>,
        /// How it came about.
        occasion: Occasion,
    },
    /// Count the excerpts shown, beside the window.
    CountShown(Box<ShownOrder>),
    /// List excerpts, beside the window.
    List(Box<ListOrder>),
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
        /// Whether a file that is there is replaced.
        replace: bool,
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
    /// See whether something is at the path that was chosen to write to.
    LookAt {
        /// What is written.
        purpose: Purpose,
        /// Where.
        path: PathBuf,
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
