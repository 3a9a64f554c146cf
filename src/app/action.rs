//! What an analyst can do, as plain data that can be printed, compared and replayed.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::analysis::Filter;
use crate::model::operations::Statement;
use crate::model::{
    ActorId, ArticleId, ArticleStatus, Certainty, CodeId, Excerpt, ExcerptId, Few, FilterId, IssueId, PartialDate,
    Record, RecordId, SourceGrade, Stance, TagId, TextSpan, Voice,
};

use super::{
    CodeAction, CommandId, ExportAction, JobId, Keys, Leaving, Overlay, Purpose, Reading, SearchAction, Table, Theme,
    View, Whose,
};

/// One thing that an analyst did.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Called a command, by menu, key or palette.
    Command(CommandId),
    /// Asked for the sample project.
    OpenSample,
    /// Asked for a project by its folder.
    OpenProject(PathBuf),
    /// Asked for a new project in this folder.
    CreateProject {
        /// Where; must be empty or not there.
        folder: PathBuf,
        /// What it is called.
        name: String,
        /// The codebook that it starts with, by its id in `storage::STARTERS`.
        codebook: &'static str,
    },
    /// Took a project off the list of recent ones.
    ForgetRecent(PathBuf),
    /// Gave files and folders to import.
    Import(Vec<PathBuf>),
    /// Asked to choose where an export goes.
    ChooseExport {
        /// Id of the format in `export::FORMATS`.
        format: &'static str,
        /// Only what the filter lets through.
        filtered: bool,
    },
    /// Exports, or keeps how.
    Export(ExportAction),
    /// Answered the program's own file dialog; `None` gives it up.
    Choose(Purpose, Option<Vec<PathBuf>>),
    /// Chose a file to be written in the program's own file dialog, and said that the one which is there is replaced.
    Replace(Purpose, PathBuf),
    /// Looked into a folder in the program's own file dialog.
    LookInto(PathBuf),
    /// Asked a job to stop.
    CancelJob(JobId),
    /// Opened an article.
    ShowArticle(ArticleId),
    /// Opened an excerpt's article at the excerpt and selected it.
    ShowExcerpt(ExcerptId),
    /// Selected a passage, or nothing.
    SelectPassage(Option<TextSpan>),
    /// Selected excerpts, or none.
    SelectExcerpts(Vec<ExcerptId>),
    /// Pressed a tag: tags the selected passage, or else retags the selected excerpts.
    Tag(TagId),
    /// Pressed a tag for the same statement once more: tags the passage of the selected excerpt a second time.
    AlsoTag(TagId),
    /// Armed a statement, with which every passage selected from now on is tagged; `None` puts it away.
    Arm(Option<Statement>),
    /// Tags the selected passage with the armed statement.
    TagArmed,
    /// Reworked the codes.
    Code(CodeAction),
    /// Went back or forward to just after so many steps were done.
    GoToStep(usize),
    /// Said what they are called here and which colour is theirs.
    SetMe {
        /// Their name.
        name: String,
        /// sRGB colour.
        color: [u8; 3],
    },
    /// Gave a command keys of one's own; `None` for those that it comes with.
    SetKeys(CommandId, Option<Vec<Keys>>),
    /// Chose whose excerpts are shown.
    ShowExcerptsOf(Whose),
    /// Looks for the excerpt that this one is to be linked to, or no longer.
    StartLink(Option<(ExcerptId, LinkKind)>),
    /// Set a detail of several articles.
    SetArticlesField(Vec<ArticleId>, ArticleField),
    /// Took in a starter codebook, by its id in `storage::STARTERS`.
    TakeStarter(&'static str),
    /// Went to the view of codes, to this one.
    OpenCode(CodeId),
    /// Chose a code in the view of codes.
    ShowCode(Option<CodeId>),
    /// Put the strip at the passage away.
    CloseStrip,
    /// Chose whether a strip at the passage asks for actor, issue and stance.
    SetStrip(bool),
    /// Narrowed the excerpts listed beside the article to those of these actors, or to none in particular.
    NarrowExcerpts(Vec<ActorId>),
    /// Moved the ends of an excerpt.
    MoveEnds(ExcerptId, TextSpan),
    /// Set a field in all of these excerpts.
    SetField(Vec<ExcerptId>, ExcerptField),
    /// Gave these excerpts one more actor, by a name that may be new.
    AddActor(Vec<ExcerptId>, String),
    /// Gave these excerpts one more addressee, by a name that may be new.
    AddAddressee(Vec<ExcerptId>, String),
    /// Gave these excerpts one more issue, by a name that may be new.
    AddIssue(Vec<ExcerptId>, String),
    /// Set a detail of an article.
    SetArticleField(ArticleId, ArticleField),
    /// Removed an article with its excerpts.
    DeleteArticle(ArticleId),
    /// Did something in the search over all articles.
    Search(SearchAction),
    /// Changed the filter over excerpts.
    SetFilter(Filter),
    /// Kept the filter by a name; one of that name is replaced.
    KeepFilter(String),
    /// Gave a kept filter another name.
    RenameFilter(FilterId, String),
    /// Removed a kept filter.
    RemoveFilter(FilterId),
    /// Set columns, order and groups of the table of excerpts.
    SetTable(Table),
    /// Changed what the list of articles is narrowed to.
    NarrowArticles(String),
    /// Marked articles in the list, to be changed together; none lets go of them.
    MarkArticles(Vec<ArticleId>),
    /// The window has opened: says what of the settings could not be understood.
    Started,
    /// Went to a view.
    ShowView(View),
    /// Opened an overlay, or closed the one that is open.
    ShowOverlay(Option<Overlay>),
    /// Scrolled: the byte of the article's text that is now at the top.
    Place(ArticleId, usize),
    /// Chose a theme.
    SetTheme(Theme),
    /// Zoomed to this factor; 1.0 is 100 %.
    SetZoom(f32),
    /// Chose the size of the article's type in points.
    SetTextSize(f32),
    /// Chose how articles are set and read.
    SetReading(Reading),
    /// Set the bookmarks of an article: bytes of its text.
    SetBookmarks(ArticleId, Vec<usize>),
    /// Said who they are.
    SetAnalystName(String),
    /// Put a notice away.
    DismissNotice(u64),
    /// Came back to the window from elsewhere.
    Focused,
    /// Goes on in the copy of the project just made, or leaves it at that.
    EndCopy {
        /// Whether to go on in it.
        go_on: bool,
    },
    /// Settled which version of a record counts; none removes it.
    SettleVersions(RecordId, Option<Box<Record>>),
    /// Looked at a backup, by when it was made.
    ChooseBackup(Timestamp),
    /// Asked for a backup to be restored.
    RestoreBackup {
        /// When it was made.
        made: Timestamp,
        /// The article whose excerpts alone come back; all where none.
        article: Option<ArticleId>,
    },
    /// Copied what could not be read, as text.
    CopyUnread,
    /// Closes the project or the window although not everything is saved.
    LeaveUnsaved(Leaving),
    /// The window is about to close.
    Quit,
}

/// One field of an excerpt and what it becomes.
#[derive(Debug, Clone, PartialEq)]
pub enum ExcerptField {
    /// Who holds it.
    Actors(Vec<ActorId>),
    /// To whom it is said.
    Addressees(Vec<ActorId>),
    /// What it is about.
    Issues(Vec<IssueId>),
    /// This actor holds it too.
    WithActor(ActorId),
    /// It is said to this actor too.
    WithAddressee(ActorId),
    /// It is about this issue too.
    WithIssue(IssueId),
    /// It is linked to this excerpt too.
    Linked(LinkKind, ExcerptId),
    /// It is no longer linked to this excerpt.
    Unlinked(LinkKind, ExcerptId),
    /// This actor no longer holds it.
    WithoutActor(ActorId),
    /// It is no longer said to this actor.
    WithoutAddressee(ActorId),
    /// It is no longer about this issue.
    WithoutIssue(IssueId),
    /// Direction on the issues.
    Stance(Option<Stance>),
    /// The “if”.
    Condition(String),
    /// Who spoke.
    Speaker(String),
    /// Quoted, paraphrased, reported, leaked.
    Voice(Option<Voice>),
    /// When it was said.
    SaidOn(Option<PartialDate>),
    /// How far it can be trusted.
    Grade(SourceGrade),
    /// The analyst's own words.
    Memo(String),
    /// To be looked at again or not.
    Certainty(Certainty),
    /// Starred or not.
    Starred(bool),
    /// Checked or not.
    Checked(bool),
}

/// One detail of an article and what it becomes.
#[derive(Debug, Clone, PartialEq)]
pub enum ArticleField {
    /// Its title.
    Title(String),
    /// Who published it.
    Outlet(String),
    /// Who wrote it.
    Author(String),
    /// Where it was published.
    Url(String),
    /// When it was published.
    Published(Option<PartialDate>),
    /// BCP 47 tag of its language.
    Language(String),
    /// How far the analyst is with it.
    Status(Option<ArticleStatus>),
    /// The analyst's own words.
    Notes(String),
    /// How far the outlet can be trusted.
    Grade(SourceGrade),
    /// Groups that it is sorted into.
    Groups(Vec<String>),
    /// Further attributes, name and value.
    Attributes(Vec<(String, String)>),
}

/// How an excerpt is linked to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// It replaces the other as the actor's word.
    Supersedes,
    /// It says the opposite.
    Contradicts,
    /// It gives the same statement.
    Repeats,
}

impl LinkKind {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Supersedes, Self::Contradicts, Self::Repeats];

    /// What the first does to the second.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Supersedes => "supersedes",
            Self::Contradicts => "contradicts",
            Self::Repeats => "repeats",
        }
    }

    /// What the second is to the first.
    #[must_use]
    pub fn word_back(self) -> &'static str {
        match self {
            Self::Supersedes => "superseded by",
            Self::Contradicts => "contradicted by",
            Self::Repeats => "repeated by",
        }
    }

    /// The links of this kind that an excerpt has.
    #[must_use]
    pub fn of(self, excerpt: &Excerpt) -> &Few<ExcerptId> {
        match self {
            Self::Supersedes => &excerpt.supersedes,
            Self::Contradicts => &excerpt.contradicts,
            Self::Repeats => &excerpt.repeats,
        }
    }

    pub(super) fn of_mut(self, excerpt: &mut Excerpt) -> &mut Few<ExcerptId> {
        match self {
            Self::Supersedes => &mut excerpt.supersedes,
            Self::Contradicts => &mut excerpt.contradicts,
            Self::Repeats => &mut excerpt.repeats,
        }
    }
}
