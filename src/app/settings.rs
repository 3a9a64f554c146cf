//! What the program remembers for one user, apart from any project: theme, zoom, recent projects, places in articles.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ExportOrder;
use crate::analysis::listing::{GROUPINGS, SortBy};
use crate::analysis::{Arrangement, Column};
use crate::model::{ArticleId, ProjectId};

/// Recent projects kept at most.
pub const RECENT_MAX: usize = 12;
/// Projects whose places are kept at most.
const PLACES_PROJECTS_MAX: usize = 50;
/// Places kept at most in one project.
const PLACES_MAX: usize = 2_000;

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Theme {
    /// Follow the system.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Dark ink on warm paper.
    Sepia,
    /// Light ink on dark paper.
    Dark,
}

/// What a sweep over the text is widened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Snap {
    /// Nothing: exactly what was swept.
    #[default]
    Off,
    /// Whole words.
    Words,
    /// Whole sentences.
    Sentences,
}

/// Whose excerpts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub enum Whose {
    /// Everyone's.
    #[default]
    All,
    /// One's own: coding blind.
    Mine,
    /// Everyone's but one's own.
    Others,
}

impl Whose {
    /// All choices and what they are called.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::All, "All"), (Self::Mine, "Mine alone"), (Self::Others, "Others")];
}

/// How articles are set and read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Distance between lines as a multiple of the size, 1.2 to 2.4.
    pub line_spacing: f32,
    /// Widest line in characters, 40 to 110.
    pub measure: u16,
    /// Whether both edges of the text are straight.
    pub justify: bool,
    /// Whether the face is the tool's sans instead of the serif.
    pub sans: bool,
    /// Whether all paragraphs but the present one step back.
    pub focus_paragraph: bool,
    /// Whether paragraphs have numbers.
    pub paragraph_numbers: bool,
    /// What a sweep is widened to.
    pub snap: Snap,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            line_spacing: 1.6,
            measure: 68,
            justify: false,
            sans: false,
            focus_paragraph: false,
            paragraph_numbers: false,
            snap: Snap::Off,
        }
    }
}

/// How the table of excerpts is set. Columns by their names in `analysis::listing`; a name that is none is passed over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// The columns shown, in order, and how wide each is in points.
    pub columns: Vec<(String, f32)>,
    /// Columns sorted by, the first one first; `-` before a name turns it round.
    pub sorted_by: Vec<String>,
    /// The column grouped by; empty for none.
    pub grouped_by: String,
}

impl Default for Table {
    fn default() -> Self {
        let columns = [Column::Marks, Column::Quote, Column::Tag, Column::Actors, Column::Issues, Column::Article];
        let named = |column: Column| (column.entry().name.to_owned(), Self::width_at_first(column));
        Self { columns: columns.map(named).into(), sorted_by: Vec::new(), grouped_by: String::new() }
    }
}

impl Table {
    /// How wide a column is that nobody has sized: what is usual in it is not cut.
    #[must_use]
    pub fn width_at_first(column: Column) -> f32 {
        match column {
            Column::Marks => 54.0,
            Column::Quote => 400.0,
            Column::Tag => 158.0,
            Column::Actors => 146.0,
            Column::Article => 172.0,
            _ => 118.0,
        }
    }

    /// The columns shown.
    pub fn shown(&self) -> impl Iterator<Item = (Column, f32)> {
        let width = |width: f32| if width.is_finite() { width.clamp(36.0, 2_000.0) } else { 120.0 };
        self.columns.iter().filter_map(move |(name, wide)| Some((Column::named(name)?, width(*wide))))
    }

    /// Order and groups.
    #[must_use]
    pub fn arrangement(&self) -> Arrangement {
        Arrangement {
            sorted_by: SortBy::read(self.sorted_by.iter().map(String::as_str)),
            grouped_by: Column::named(&self.grouped_by).filter(|column| GROUPINGS.contains(column)),
        }
    }
}

/// A project opened lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Its folder.
    pub folder: PathBuf,
    /// Its name when last opened.
    pub name: String,
    /// When it was last opened.
    pub opened: Timestamp,
}

/// Where the analyst was in a project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Places {
    /// The article last read.
    pub reading: Option<ArticleId>,
    /// Byte at the top of the pane, by article.
    pub tops: BTreeMap<ArticleId, usize>,
    /// Bookmarked bytes in order, by article.
    pub bookmarks: BTreeMap<ArticleId, Vec<usize>>,
}

/// The settings of one user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light, dark, sepia or as the system says.
    pub theme: Theme,
    /// Zoom of the whole window; 1.0 is 100 %.
    pub zoom: f32,
    /// Size of the article's type in points, 12 to 32.
    pub text_size: f32,
    /// How articles are set and read.
    pub reading: Reading,
    /// Whether the panel at the left is shown.
    pub left_panel: bool,
    /// Whether the inspector at the right is shown.
    pub right_panel: bool,
    /// Whether a strip at the passage asks for actor, issue and stance as soon as it is tagged.
    pub strip: bool,
    /// Whether names of actors have a fine line under them in the text.
    pub name_lines: bool,
    /// The user's own keys: the command's name, and keys such as “Ctrl+Shift+Z”.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Whose excerpts are shown.
    pub whose: Whose,
    /// How the table of excerpts is set.
    pub table: Table,
    /// The analyst's name.
    pub analyst: String,
    /// Projects opened lately, latest first.
    pub recent: Vec<Recent>,
    /// Whether the last project opens at the start.
    pub reopen: bool,
    /// The last export, without where it went.
    pub export: ExportOrder,
    /// Where the analyst was, by project.
    pub places: BTreeMap<ProjectId, Places>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            zoom: 1.0,
            text_size: 17.0,
            reading: Reading::default(),
            left_panel: true,
            right_panel: true,
            strip: true,
            name_lines: true,
            keys: BTreeMap::new(),
            whose: Whose::All,
            table: Table::default(),
            analyst: String::new(),
            recent: Vec::new(),
            reopen: true,
            export: ExportOrder::default(),
            places: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Brings numbers from a file edited by hand into their ranges.
    #[must_use]
    pub fn in_range(mut self) -> Self {
        let within =
            |value: f32, low: f32, high: f32, or: f32| if value.is_finite() { value.clamp(low, high) } else { or };
        self.zoom = within(self.zoom, 0.5, 3.0, 1.0);
        self.text_size = within(self.text_size, 12.0, 32.0, 17.0);
        self.reading.line_spacing = within(self.reading.line_spacing, 1.2, 2.4, 1.6);
        self.reading.measure = self.reading.measure.clamp(40, 110);
        self.recent.truncate(RECENT_MAX);
        self
    }

    /// Notes that a project was opened.
    pub fn note_opened(&mut self, folder: &Path, name: &str, now: Timestamp) {
        self.recent.retain(|recent| recent.folder != folder);
        self.recent.insert(0, Recent { folder: folder.to_owned(), name: name.to_owned(), opened: now });
        self.recent.truncate(RECENT_MAX);
    }

    /// Notes where the analyst is in an article.
    pub fn note_place(&mut self, project: ProjectId, article: ArticleId, top: usize) {
        while self.places.len() >= PLACES_PROJECTS_MAX && !self.places.contains_key(&project) {
            self.places.pop_first();
        }
        let places = self.places.entry(project).or_default();
        places.reading = Some(article);
        while places.tops.len() >= PLACES_MAX && !places.tops.contains_key(&article) {
            places.tops.pop_first();
        }
        places.tops.insert(article, top);
    }

    /// Sets the bookmarks of an article; at most 1,000 are kept.
    pub fn set_bookmarks(&mut self, project: ProjectId, article: ArticleId, mut bytes: Vec<usize>) {
        const BOOKMARKS_MAX: usize = 1_000;
        bytes.sort_unstable();
        bytes.dedup();
        bytes.truncate(BOOKMARKS_MAX);
        let places = self.places.entry(project).or_default();
        if bytes.is_empty() {
            places.bookmarks.remove(&article);
        } else {
            places.bookmarks.insert(article, bytes);
        }
    }

    /// The bookmarks of an article, in order.
    #[must_use]
    pub fn bookmarks(&self, project: ProjectId, article: ArticleId) -> &[usize] {
        self.places.get(&project).and_then(|places| places.bookmarks.get(&article)).map_or(&[], Vec::as_slice)
    }

    /// The byte that was last at the top of the pane; 0 for an article not read yet.
    #[must_use]
    pub fn place(&self, project: ProjectId, article: ArticleId) -> usize {
        self.places.get(&project).and_then(|places| places.tops.get(&article)).copied().unwrap_or(0)
    }
}
