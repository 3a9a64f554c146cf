//! Everything the program knows while it runs. Only `update` and `receive` change it; panels read it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::analysis::{Arrangement, Filter};
use crate::model::operations::Statement;
use crate::model::{
    ActorId, Analyst, Article, ArticleId, CodeId, Excerpt, ExcerptId, History, Project, RecordId, TextSpan,
};
use crate::text::ArticleText;

use super::panels::Room;
use super::seeking::Hits;
use super::shown::Counts;
use super::{
    BackupList, CommandId, ExportOrder, FileOutcome, FolderEntry, JobId, LinkKind, Notices, Purpose, Settings, Unread,
    Versions, Which, Whose,
};

/// Texts of articles kept in memory at most, besides the one shown.
pub const TEXTS_MAX: usize = 24;

/// Of so many selected excerpts at most panels say what they have in common.
pub const LOOKED_AT_MAX: usize = 1_000;

/// The state of the program.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// What is remembered for the user.
    pub settings: Settings,
    /// The project that is open.
    pub open: Option<OpenProject>,
    /// What lies over the window.
    pub overlay: Option<Overlay>,
    /// Short messages.
    pub notices: Notices,
    /// Long pieces of work under way.
    pub jobs: BTreeMap<JobId, Job>,
    /// A project is being opened: its folder, and the job by which it can be stopped.
    pub opening: Option<(PathBuf, JobId)>,
    /// The window closes as soon as everything is written.
    pub quitting: bool,
    /// How much room there is for side panels.
    pub room: Room,
    pub(super) next_job: JobId,
    /// The export whose place is being chosen.
    pub(super) exporting: Option<ExportOrder>,
    /// The path that was chosen to write to and is looked at before.
    pub(super) looking: Option<PathBuf>,
    /// The zip for which a folder is being chosen.
    pub(super) unpacking: Option<PathBuf>,
    /// The folder that the program's own file dialog showed last.
    pub(super) last_folder: Option<PathBuf>,
}

impl State {
    /// The state at the start, with these settings.
    #[must_use]
    pub fn with(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }
}

/// Which view of a project is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum View {
    /// Articles, text, inspector.
    #[default]
    Read,
    /// All excerpts in a table.
    Excerpts,
    /// Tags, actors and issues as trees.
    Codes,
    /// Words in all articles.
    Search,
    /// Counts as bars and a matrix.
    Overview,
}

/// A window over the window. One at a time.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// The command palette.
    Palette,
    /// The list of shortcuts.
    Shortcuts,
    /// Name and folder of a new project.
    NewProject,
    /// The program's own file dialog.
    FileDialog {
        /// What for.
        purpose: Purpose,
        /// Proposed file name, for saving.
        suggested: String,
        /// The folder shown.
        folder: Option<PathBuf>,
        /// What is in it, or why it cannot be read.
        entries: Result<Vec<FolderEntry>, String>,
        /// A path that was chosen to write to, where something is already.
        taken: Option<PathBuf>,
    },
    /// What is exported, and how.
    Export {
        /// Which excerpts are proposed.
        which: Which,
        /// The format that is proposed, where it is not that of the last export.
        format: Option<&'static str>,
    },
    /// What became of the files of an import.
    ImportReport {
        /// Each file.
        outcomes: Vec<FileOutcome>,
        /// Whether it was cut short.
        cancelled: bool,
    },
    /// The backups of the open project.
    Backups,
    /// What could not be read of the open project, and what else opening it brought to light.
    Unread,
    /// The versions of a record that several analysts wrote at the same time.
    Versions(RecordId),
    /// Not everything is saved, and what can be done about it.
    NotSaved {
        /// What the analyst was about to do.
        leaving: Option<Leaving>,
    },
    /// A copy of the project was made.
    CopySaved {
        /// Where it lies.
        folder: PathBuf,
        /// Articles whose texts it lacks.
        missing_texts: usize,
    },
    /// Why nothing was taken in from a file.
    Refused {
        /// Which file.
        title: String,
        /// What is wrong with it, one sentence each.
        wrong: Vec<String>,
    },
    /// Details of an article.
    ArticleDetails(ArticleId),
    /// What was done, as a list to click back to.
    History,
    /// Who tags here.
    Analysts,
    /// The user's own keys.
    OwnKeys {
        /// The command whose keys are pressed next.
        waiting: Option<CommandId>,
    },
    /// About the program.
    About,
}

/// What an analyst does who leaves a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Closes it, perhaps to open another one.
    Project,
    /// Closes the window.
    Window,
}

/// Whether everything is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SaveStatus {
    /// The newest revision that is on the disk.
    pub saved_revision: u64,
    /// When it got there.
    pub saved_at: Option<Timestamp>,
    /// Why it is not there, where it is not.
    pub failed: Option<String>,
}

/// A long piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// What it does: “Importing articles”.
    pub title: String,
    /// Pieces done.
    pub done: usize,
    /// Pieces in all, where known.
    pub total: Option<usize>,
    /// What it is at.
    pub at: String,
    /// It was asked to stop.
    pub cancelling: bool,
}

/// The open project and where the analyst is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenProject {
    /// Its folder.
    pub folder: PathBuf,
    /// What it holds.
    pub project: Arc<Project>,
    /// What can be undone and redone.
    pub history: History,
    /// Who tags here.
    pub me: Analyst,
    /// Why nothing can be changed, where nothing can.
    pub read_only: Option<String>,
    /// Whether everything is on the disk.
    pub saving: SaveStatus,
    /// Versions that wait to be settled.
    pub versions: Versions,
    /// What could not be read.
    pub unread: Unread,
    /// Its backups, while their window is open.
    pub backups: BackupList,
    /// The view shown.
    pub view: View,
    /// The article shown.
    pub reading: Option<ArticleId>,
    /// Texts in memory, or why one cannot be read.
    pub texts: BTreeMap<ArticleId, Result<ArticleText, String>>,
    /// The selected passage of the article shown.
    pub passage: Option<TextSpan>,
    /// The selected excerpts.
    pub selected: Vec<ExcerptId>,
    /// The excerpt for which the strip at its passage asks who and what.
    pub strip: Option<ExcerptId>,
    /// The code that the view of codes shows.
    pub code: Option<CodeId>,
    /// The statement with which every passage is tagged as it is selected.
    pub armed: Option<Statement>,
    /// The excerpt coded last, whose statement can be repeated.
    pub(super) last: Option<ExcerptId>,
    /// Whose excerpts are shown.
    pub whose: Whose,
    /// Those excerpts, counted, where not all are shown.
    pub(super) shown: Counts,
    /// The excerpt that is to be linked to the next one clicked, and how.
    pub linking: Option<(ExcerptId, LinkKind)>,
    /// The actors to whose excerpts the list beside the article is narrowed.
    pub narrowed_to: Vec<ActorId>,
    /// The byte whose excerpts are gone through, one beneath the other.
    pub(super) cycling: Option<usize>,
    /// A place that the reading pane is to bring into view, with a number that rises with each wish.
    pub reveal: Option<(u64, ArticleId, TextSpan)>,
    /// The number of the last such wish, which no later one has again.
    pub(super) reveals: u64,
    /// What the list of articles is narrowed to.
    pub narrow: String,
    /// The articles that the list shows, in order.
    pub listed: Vec<ArticleId>,
    /// Articles marked in the list, to be changed together.
    pub marked: Vec<ArticleId>,
    /// What the excerpts view and a filtered export let through.
    pub filter: Filter,
    /// The analyst came from the table of excerpts and has done nothing else since.
    pub(super) from_table: bool,
    /// In which order and groups they are listed.
    pub arrangement: Arrangement,
    /// The excerpts that the filter lets through.
    pub hits: Hits,
    /// The search over all articles.
    pub search: super::Search,
    pub(super) lately_shown: Vec<ArticleId>,
}

impl OpenProject {
    /// The article shown.
    #[must_use]
    pub fn article(&self) -> Option<&Article> {
        self.project.articles().get(&self.reading?)
    }

    /// The text of the article shown, once it is loaded.
    #[must_use]
    pub fn text(&self) -> Option<&ArticleText> {
        self.texts.get(&self.reading?)?.as_ref().ok()
    }

    /// The excerpt that the inspector shows: the only one selected.
    #[must_use]
    pub fn inspected(&self) -> Option<&Excerpt> {
        match self.selected.as_slice() {
            [id] => self.project.excerpts().get(id),
            _ => None,
        }
    }

    /// The selected excerpts that are looked at to say what all of them have: the first ones, so that no frame walks a
    /// million of them.
    pub fn looked_at(&self) -> impl Iterator<Item = &Excerpt> + Clone {
        self.selected.iter().take(LOOKED_AT_MAX).filter_map(|id| self.project.excerpts().get(id))
    }

    /// Wishes that the reading pane brings a place into view.
    pub(super) fn reveal(&mut self, article: ArticleId, span: TextSpan) {
        self.reveals += 1;
        self.reveal = Some((self.reveals, article, span));
    }

    /// Whether excerpts are in sight: in the text with the inspector, or in the table. Elsewhere they would be changed
    /// unseen.
    #[must_use]
    pub fn has_excerpts_in_sight(&self) -> bool {
        matches!(self.view, View::Read | View::Excerpts)
    }

    /// Whether anything is held besides a passage and excerpts: a link begun, what is armed, to whom the list is narrowed.
    pub(super) fn holds_else(&self) -> bool {
        let armed = self.armed.is_some() && self.has_excerpts_in_sight();
        let narrowed = self.view == View::Read && !self.narrowed_to.is_empty();
        self.linking.is_some() || armed || narrowed
    }

    /// The statement that was coded last, as it is now.
    #[must_use]
    pub fn last_statement(&self) -> Option<Statement> {
        self.project.excerpts().get(&self.last?).map(Statement::of)
    }

    /// Whether every change is on the disk.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.saving.failed.is_none() && self.saving.saved_revision >= self.project.revision()
    }

    /// Finds anew which articles the list shows: those whose title, outlet, author or file holds the words typed.
    /// Called when articles or words change, never by a frame.
    pub(super) fn list_articles(&mut self) {
        let words: Vec<String> = self.narrow.split_whitespace().map(str::to_lowercase).collect();
        let holds = |article: &&Article| {
            words.iter().all(|word| {
                [&article.title, &article.outlet, &article.author, &article.import.file]
                    .iter()
                    .any(|field| field.to_lowercase().contains(word.as_str()))
            })
        };
        self.listed = self.project.articles().values().filter(holds).map(|article| article.id).collect();
    }
}
