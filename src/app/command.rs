//! The nameable actions, in one list: menu, palette, shortcuts overlay, keys and README's key table walk over it.

mod enabled;

use super::keys::{Keys, alt, ctrl, ctrl_shift, plain, shift};
use super::panels::{Side, shows};
use super::{Snap, State, View};
use enabled::{
    always, armable, article, article_listed, article_whole, article_writable, can_redo, can_undo, deselectable,
    excerpt, excerpt_writable, has_excerpts, has_unread, has_versions, in_text, one_excerpt_whole,
    one_excerpt_writable, passage_or_excerpt, project, repeatable, whole, writable,
};

/// Names a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is described by its title in COMMANDS")]
pub enum CommandId {
    NewProject,
    OpenProject,
    OpenSample,
    CloseProject,
    ImportFiles,
    ImportFolder,
    ImportCodebook,
    ImportDetails,
    ExportCodesRon,
    ExportCodesCsv,
    Export,
    ExportArticle,
    ExportPicture,
    Pack,
    Unpack,
    Save,
    SaveCopy,
    Backups,
    BackUpNow,
    ShowUnread,
    Quit,
    Undo,
    Redo,
    DeleteExcerpts,
    DuplicateExcerpt,
    RepeatLast,
    Arm,
    Star,
    MarkUnsure,
    MarkChecked,
    EditMemo,
    AddActor,
    AddIssue,
    ExtendStartWord,
    ShrinkStartWord,
    ExtendEndWord,
    ShrinkEndWord,
    SettleVersions,
    CopyPassage,
    CopyWithSource,
    Deselect,
    NextExcerpt,
    PreviousExcerpt,
    ExcerptBeneath,
    NextArticle,
    PreviousArticle,
    MarkArticleDone,
    ArticleDetails,
    DeleteArticle,
    NarrowArticles,
    FilterExcerpts,
    FindInArticle,
    SearchAll,
    SameWords,
    FindNext,
    FindPrevious,
    GoToParagraph,
    Contents,
    ToggleBookmark,
    NextBookmark,
    GoBack,
    GoForward,
    SideBySide,
    OtherSide,
    TextSettings,
    FocusParagraph,
    ParagraphNumbers,
    SnapSelection,
    ToggleStrip,
    ToggleNames,
    ShowRead,
    ShowExcerpts,
    ShowCodes,
    ShowOverview,
    ToggleLeftPanel,
    ToggleRightPanel,
    ThemeSystem,
    ThemeLight,
    ThemeSepia,
    ThemeDark,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    LargerText,
    SmallerText,
    History,
    Analysts,
    Palette,
    Shortcuts,
    OwnKeys,
    About,
}

/// Where a command stands in the menu and in the overlay of shortcuts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Projects, articles in, excerpts out.
    Project,
    /// Undo, redo and what is done to excerpts.
    Excerpt,
    /// Moving between articles and excerpts.
    Go,
    /// What the window looks like.
    View,
    /// Finding one's way in the program.
    Help,
}

impl Group {
    /// All groups, in menu order.
    pub const ALL: [Self; 5] = [Self::Project, Self::Excerpt, Self::Go, Self::View, Self::Help];

    /// The menu's title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Project => "Project",
            Self::Excerpt => "Excerpt",
            Self::Go => "Go",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// A nameable action.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Names it.
    pub id: CommandId,
    /// What menus call it; `…` where it asks for more.
    pub title: &'static str,
    /// What it does, for the tooltip.
    pub about: &'static str,
    /// Keys that call it, the first one shown.
    pub keys: &'static [Keys],
    /// Where it stands.
    pub group: Group,
    /// When it can be called.
    pub enabled: fn(&State) -> bool,
}

macro_rules! commands {
    ($($id:ident, $group:ident, $title:literal, $about:literal, [$($keys:expr),*], $enabled:expr;)+) => {
        /// Every command, in menu order.
        pub const COMMANDS: &[Command] = &[$(Command {
            id: CommandId::$id, group: Group::$group, title: $title, about: $about, keys: &[$($keys),*], enabled: $enabled,
        }),+];
    };
}

commands! {
    NewProject, Project, "New project…", "Make an empty project", [ctrl("N")], always;
    OpenProject, Project, "Open project…", "Open a project's folder", [ctrl("O")], always;
    OpenSample, Project, "Open the sample project", "A copy of the Berlin talks to try things on", [], always;
    ImportFiles, Project, "Import articles…", "Text, Markdown and saved web pages, several at once", [ctrl("I")], writable;
    ImportFolder, Project, "Import a folder…", "Every article in a folder and the folders below it", [ctrl_shift("I")], writable;
    ImportCodebook, Project, "Import codes…", "Tags, actors and issues from a RON or CSV file; all of it or nothing", [], writable;
    ImportDetails, Project, "Import details of articles…", "From a CSV with a column “file”; other columns become details and attributes", [], article_listed;
    ExportCodesRon, Project, "Export codes as RON…", "Tags, actors and issues, for another project", [], whole;
    ExportCodesCsv, Project, "Export codes as CSV…", "Tags, actors and issues, for spreadsheets", [], whole;
    Export, Project, "Export excerpts…", "As table, workbook, brief, report or records; chosen once and kept", [ctrl("E")], has_excerpts;
    ExportArticle, Project, "Export this article…", "With its highlights, as HTML or Word", [ctrl_shift("E")], article_whole;
    ExportPicture, Project, "Overview as a picture…", "Its bars and its matrix, as SVG or PNG", [], has_excerpts;
    Pack, Project, "Pack into a zip…", "The whole project, to hand over or file away", [], whole;
    Unpack, Project, "Unpack a zip…", "A project that was packed, into a folder of its own", [], always;
    Save, Project, "Save now", "Every edit is kept by itself; this writes everything out and says when", [ctrl("S")], writable;
    SaveCopy, Project, "Save a copy elsewhere…", "The whole project into a new folder, also where its own is gone", [], whole;
    Backups, Project, "Backups…", "What there is, what changed since, and what of it to restore", [ctrl_shift("S")], whole;
    BackUpNow, Project, "Back up now", "A backup besides those that are made by themselves", [], writable;
    ShowUnread, Project, "What could not be read…", "Damaged lines and files, and where a copy of them is kept", [], has_unread;
    CloseProject, Project, "Close project", "Back to the start screen", [ctrl("W")], project;
    Quit, Project, "Quit", "Leave the program; everything is kept", [ctrl("Q")], always;

    Undo, Excerpt, "Undo", "Take back the last change", [ctrl("Z")], can_undo;
    Redo, Excerpt, "Redo", "Do again what was taken back", [ctrl_shift("Z"), ctrl("Y")], can_redo;
    History, Excerpt, "History…", "What was done, as a list to click back to", [ctrl("H")], whole;
    DeleteExcerpts, Excerpt, "Delete excerpt", "Remove the selected excerpts; the text stays", [plain("Delete"), plain("Backspace")], excerpt_writable;
    DuplicateExcerpt, Excerpt, "Duplicate for another actor", "The same passage once more, to be given to someone else", [ctrl("D")], one_excerpt_writable;
    RepeatLast, Excerpt, "Repeat the last statement", "Its tag, actors, issues and stance once more, for what is selected", [plain("Period")], repeatable;
    Arm, Excerpt, "Tag every selection so", "Arm the statement of this excerpt: each passage selected is tagged with it until Esc", [plain("T")], armable;
    AddActor, Excerpt, "Add actor…", "Say who holds it", [plain("A")], excerpt_writable;
    AddIssue, Excerpt, "Add issue…", "Say what it is about", [plain("I")], excerpt_writable;
    EditMemo, Excerpt, "Write memo", "Note your own words on the excerpt", [plain("M")], one_excerpt_writable;
    Star, Excerpt, "Star", "Mark the selected excerpts, or take the mark away", [plain("S")], excerpt_writable;
    MarkUnsure, Excerpt, "Mark as unsure", "To be looked at again", [plain("U")], excerpt_writable;
    ExtendEndWord, Excerpt, "Extend end by a word", "Move the end of the excerpt on", [shift("ArrowRight")], one_excerpt_writable;
    ShrinkEndWord, Excerpt, "Shrink end by a word", "Move the end of the excerpt back", [alt("ArrowLeft")], one_excerpt_writable;
    ExtendStartWord, Excerpt, "Extend start by a word", "Move the start of the excerpt back", [shift("ArrowLeft")], one_excerpt_writable;
    ShrinkStartWord, Excerpt, "Shrink start by a word", "Move the start of the excerpt on", [alt("ArrowRight")], one_excerpt_writable;
    MarkChecked, Excerpt, "Mark as checked", "Looked over once more and found right; or take the mark away", [plain("C")], excerpt_writable;
    SameWords, Excerpt, "Same words elsewhere", "Where other articles quote the same, word by word or nearly", [plain("W")], one_excerpt_whole;
    SettleVersions, Excerpt, "Settle versions…", "What several analysts changed at the same time, side by side", [plain("V")], has_versions;
    CopyPassage, Excerpt, "Copy", "The exact words", [], passage_or_excerpt;
    CopyWithSource, Excerpt, "Copy with source", "The exact words and where they stand", [ctrl_shift("C")], passage_or_excerpt;
    Deselect, Excerpt, "Deselect", "Let go of the passage, the excerpts and what is armed; then show all excerpts of the article", [plain("Escape")], deselectable;

    NextExcerpt, Go, "Next excerpt", "In this article, then in the next", [plain("N")], has_excerpts;
    PreviousExcerpt, Go, "Previous excerpt", "In this article, then in the one before", [plain("P")], has_excerpts;
    ExcerptBeneath, Go, "Excerpt beneath", "The next of the excerpts that share these words", [plain("O")], excerpt;
    NextArticle, Go, "Next article", "As listed", [plain("J")], project;
    PreviousArticle, Go, "Previous article", "As listed", [plain("K")], project;
    NarrowArticles, Go, "Filter articles", "Type a part of a title, outlet or author", [ctrl("L")], project;
    FilterExcerpts, Go, "Filter excerpts", "Type what they must have: a tag, an actor, a word", [ctrl_shift("L")], has_excerpts;
    FindInArticle, Go, "Find in article…", "Words in the article shown", [ctrl("F")], article;
    SearchAll, Go, "Search all articles…", "Words, expressions, near copies; tag all that is found", [ctrl_shift("F")], project;
    FindNext, Go, "Next place found", "In the article shown, around in a circle", [plain("F3")], in_text;
    FindPrevious, Go, "Previous place found", "In the article shown, around in a circle", [shift("F3")], in_text;
    GoToParagraph, Go, "Go to paragraph…", "By its number", [ctrl("G")], article;
    Contents, Go, "Contents…", "The article's headings and bookmarks", [ctrl_shift("O")], article;
    ToggleBookmark, Go, "Bookmark", "Set one at the caret's paragraph, or take it away", [plain("B")], in_text;
    NextBookmark, Go, "Next bookmark", "In the article shown, around in a circle", [shift("B")], in_text;
    GoBack, Go, "Back", "To the place shown before", [ctrl("OpenBracket")], article;
    GoForward, Go, "Forward", "To the place shown before going back", [ctrl("CloseBracket")], article;
    MarkArticleDone, Go, "Mark article as done", "Or as not done", [ctrl("Enter")], article_writable;
    ArticleDetails, Go, "Article details…", "Title, outlet, author, date", [ctrl("T")], article;
    DeleteArticle, Go, "Delete article", "Remove the article and its excerpts from the project", [], article_writable;

    ShowRead, View, "Read", "Articles, text and inspector", [ctrl("1")], project;
    ShowExcerpts, View, "Excerpts", "All excerpts in a table", [ctrl("2")], project;
    ShowCodes, View, "Codes", "Tags, actors and issues as trees", [ctrl("3")], project;
    ShowOverview, View, "Overview", "How many excerpts by tag, actor, issue, outlet and week", [ctrl("4")], project;
    ToggleLeftPanel, View, "Articles and codes", "Show or hide the panel at the left", [ctrl("B")], project;
    ToggleRightPanel, View, "Inspector", "Show or hide the panel at the right", [ctrl_shift("B")], project;
    SideBySide, View, "Side by side", "Two articles next to each other, each at its own place", [ctrl("Backslash")], in_text;
    OtherSide, View, "Other side", "Go on in the other of two articles", [plain("F6")], in_text;
    TextSettings, View, "Text settings…", "Face, size, spacing and measure of the article", [plain("F4")], in_text;
    FocusParagraph, View, "Focus on the paragraph", "The others step back", [plain("F8")], always;
    ParagraphNumbers, View, "Paragraph numbers", "Beside the text", [plain("F9")], always;
    SnapSelection, View, "Snap selections", "To nothing, to words, to sentences", [plain("F7")], always;
    ToggleStrip, View, "Strip at the passage", "Ask for actor, issue and stance as soon as a passage is tagged", [plain("F10")], always;
    ToggleNames, View, "Names of actors", "A fine dotted line under them in the text", [plain("F11")], always;
    LargerText, View, "Larger text", "The article's type", [alt("Plus"), alt("Equals")], always;
    SmallerText, View, "Smaller text", "The article's type", [alt("Minus")], always;
    ZoomIn, View, "Zoom in", "The whole window", [ctrl("Plus"), ctrl("Equals"), ctrl_shift("Plus"), ctrl_shift("Equals")], always;
    ZoomOut, View, "Zoom out", "The whole window", [ctrl("Minus")], always;
    ZoomReset, View, "Zoom to 100 %", "The whole window", [ctrl("0")], always;
    ThemeSystem, View, "Theme: as the system", "Light or dark as the system says", [], always;
    ThemeLight, View, "Theme: light", "Dark ink on light paper", [], always;
    ThemeSepia, View, "Theme: sepia", "Dark ink on warm paper", [], always;
    ThemeDark, View, "Theme: dark", "Light ink on dark paper", [], always;

    Analysts, View, "Analysts…", "Who tags here; show mine, theirs, all; code blind", [], whole;

    Palette, Help, "Find or do…", "Type what you want: a command, an article, a tag", [ctrl("K")], always;
    Shortcuts, Help, "Keyboard shortcuts", "All keys", [plain("F1"), plain("Questionmark")], always;
    OwnKeys, Help, "Your own keys…", "Give commands other keys; shows which clash", [], always;
    About, Help, "About Rapporteur", "Version, licences, where projects lie", [], always;
}

impl CommandId {
    /// The command's entry in the list.
    #[must_use]
    pub fn command(self) -> Option<&'static Command> {
        COMMANDS.iter().find(|command| command.id == self)
    }

    /// Its title in the present state: undo and redo say what, switches say which way.
    #[must_use]
    pub fn title(self, state: &State) -> String {
        let plain = self.command().map_or("", |command| command.title).to_owned();
        let open = state.open.as_ref();
        match self {
            Self::Undo => open.and_then(|o| o.history.next_undo()).map_or(plain, |c| format!("Undo: {}", c.label)),
            Self::Redo => open.and_then(|o| o.history.next_redo()).map_or(plain, |c| format!("Redo: {}", c.label)),
            Self::DeleteExcerpts => match open.map_or(0, |o| o.selected.len()) {
                0 | 1 => plain,
                count => format!("Delete {count} excerpts"),
            },
            Self::SnapSelection => match state.settings.reading.snap {
                Snap::Off => plain,
                Snap::Words => format!("{plain}: words"),
                Snap::Sentences => format!("{plain}: sentences"),
            },
            _ => plain,
        }
    }

    /// Whether its menu entry has a tick in the present state.
    #[must_use]
    pub fn ticked(self, state: &State) -> bool {
        use super::Theme;
        let view = state.open.as_ref().map(|open| open.view);
        match self {
            Self::ShowRead => view == Some(View::Read),
            Self::ShowExcerpts => view == Some(View::Excerpts),
            Self::ShowCodes => view == Some(View::Codes),
            Self::ShowOverview => view == Some(View::Overview),
            Self::SearchAll => view == Some(View::Search),
            Self::ToggleLeftPanel => shows(state, Side::Left),
            Self::ToggleRightPanel => shows(state, Side::Right),
            Self::FocusParagraph => state.settings.reading.focus_paragraph,
            Self::ToggleStrip => state.settings.strip,
            Self::ToggleNames => state.settings.name_lines,
            Self::Arm => state.open.as_ref().is_some_and(|open| open.armed.is_some()),
            Self::ParagraphNumbers => state.settings.reading.paragraph_numbers,
            Self::SnapSelection => state.settings.reading.snap != Snap::Off,
            Self::ThemeSystem => state.settings.theme == Theme::System,
            Self::ThemeLight => state.settings.theme == Theme::Light,
            Self::ThemeSepia => state.settings.theme == Theme::Sepia,
            Self::ThemeDark => state.settings.theme == Theme::Dark,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_command_is_listed_once_and_no_key_twice() {
        assert_eq!(COMMANDS.iter().map(|command| command.id).collect::<HashSet<_>>().len(), COMMANDS.len());
        let keys: Vec<Keys> = COMMANDS.iter().flat_map(|command| command.keys.iter().copied()).collect();
        assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len(), "a key calls two commands");
        for command in COMMANDS {
            assert!(!command.title.ends_with('.') && !command.about.ends_with('.'), "{}", command.title);
        }
    }
}
