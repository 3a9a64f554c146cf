//! The table of excerpts: those that a filter lets through, sorted by several columns and put into groups. A million of
//! them are sorted by numbers that stand for what is in a column (`ranks`, `letters`), and grouped by what they share
//! (`groups`).

mod groups;
mod letters;
mod ranks;
#[cfg(test)]
mod tests;

use super::filter::{Filter, everything};
use super::query::Mistake;
use super::rows::Rows;
use crate::model::{AnalystId, Excerpt, ExcerptId, Project};

use groups::grouped;
use ranks::Values;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is described by its title in COLUMNS")]
pub enum Column {
    Marks,
    Quote,
    Tag,
    Actors,
    Addressees,
    Issues,
    Stance,
    Voice,
    Speaker,
    Condition,
    Said,
    Grade,
    Memo,
    Analyst,
    Tagged,
    Changed,
    Article,
    Outlet,
    Author,
    Published,
}

/// What is to be said of a column.
#[derive(Debug, Clone, Copy)]
pub struct ColumnEntry {
    /// Which.
    pub column: Column,
    /// What settings call it; those that exports have too are called the same there.
    pub name: &'static str,
    /// What the header says.
    pub title: &'static str,
}

macro_rules! columns {
    ($($column:ident $name:literal $title:literal;)+) => {
        /// Every column, in the order in which they are offered.
        pub const COLUMNS: &[ColumnEntry] =
            &[$(ColumnEntry { column: Column::$column, name: $name, title: $title }),+];
    };
}

columns! {
    Marks "marks" "Marks";
    Quote "quote" "Excerpt";
    Tag "tag" "Tag";
    Actors "actors" "Actors";
    Addressees "addressees" "To";
    Issues "issues" "Issues";
    Stance "stance" "Stance";
    Voice "voice" "Voice";
    Speaker "speaker" "Speaker";
    Condition "condition" "Condition";
    Said "said_on" "Said on";
    Grade "grade" "Source";
    Memo "memo" "Memo";
    Analyst "analyst" "Analyst";
    Tagged "created" "Tagged";
    Changed "modified" "Changed";
    Article "article" "Article";
    Outlet "outlet" "Outlet";
    Author "author" "Author";
    Published "published" "Published";
}

impl Column {
    /// The column's entry in the list.
    #[must_use]
    pub fn entry(self) -> &'static ColumnEntry {
        const NONE: &ColumnEntry = &ColumnEntry { column: Column::Quote, name: "", title: "" };
        COLUMNS.iter().find(|entry| entry.column == self).unwrap_or(NONE)
    }

    /// The column of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        COLUMNS.iter().find(|entry| entry.name == name).map(|entry| entry.column)
    }
}

/// By what excerpts can be put into groups, and what that is called.
pub const GROUPINGS: &[Column] = &[
    Column::Tag,
    Column::Actors,
    Column::Issues,
    Column::Article,
    Column::Outlet,
    Column::Published,
    Column::Said,
    Column::Analyst,
];

/// A column that is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortBy {
    /// Which.
    pub column: Column,
    /// From the end; what has nothing in the column comes last all the same.
    pub down: bool,
}

impl SortBy {
    /// Reads names of columns as settings and exports have them: `-` before one turns it round. What is no name of a
    /// column, and what stands there twice, is left out.
    #[must_use]
    pub fn read<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Self> {
        let mut read: Vec<Self> = Vec::new();
        for name in names {
            let (down, name) = name.strip_prefix('-').map_or((false, name), |name| (true, name));
            if let Some(column) = Column::named(name).filter(|column| read.iter().all(|by| by.column != *column)) {
                read.push(Self { column, down });
            }
        }
        read
    }

    /// The name as settings have it.
    #[must_use]
    pub fn name(self) -> String {
        format!("{}{}", if self.down { "-" } else { "" }, self.column.entry().name)
    }
}

/// How the table is arranged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrangement {
    /// The first column counts first; where all are alike, the place in the article does.
    pub sorted_by: Vec<SortBy>,
    /// What is grouped by.
    pub grouped_by: Option<Column>,
}

/// Whose excerpts are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tagger {
    /// Who.
    pub id: AnalystId,
    /// Theirs, or everybody's but theirs.
    pub theirs: bool,
}

/// What a list is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Which excerpts.
    pub filter: Filter,
    /// Who “me” is.
    pub me: AnalystId,
    /// Whose alone, where not everybody's.
    pub of: Option<Tagger>,
    /// In which order and groups.
    pub arrangement: Arrangement,
}

/// A list of excerpts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// Each once, in order.
    pub excerpts: Vec<ExcerptId>,
    /// The groups, where they were asked for. An excerpt of two actors is in the groups of both.
    pub groups: Vec<Group>,
}

/// Excerpts that have something in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What they have in common; empty where it is that they have nothing there.
    pub name: String,
    /// Where they stand among the excerpts listed, in order.
    pub rows: Vec<u32>,
}

impl Listing {
    /// Finds, sorts and groups. Linear in the excerpts of the project, but for an order by quotes or moments.
    ///
    /// # Errors
    /// What is wrong with the filter.
    pub fn list(&self, project: &Project) -> Result<Listed, Mistake> {
        let mut plan = self.filter.plan(project, Some(self.me))?;
        let every = self.filter.is_empty();
        if every && self.of.is_none() && self.arrangement == Arrangement::default() {
            // The project knows the places of all excerpts in order.
            return Ok(Listed { excerpts: everything(project), groups: Vec::new() });
        }
        let found = project.excerpts().values().filter(|excerpt| {
            self.of.is_none_or(|of| (excerpt.analyst == of.id) == of.theirs) && (every || plan.fits(excerpt))
        });
        let Arrangement { sorted_by, grouped_by } = &self.arrangement;
        let most = project.excerpts().len();
        let mut sorting: Vec<Values<'_>> = sorted_by.iter().map(|by| Values::of(by.column, most)).collect();
        let mut grouping = grouped_by.map(|column| Values::of(column, most));
        let mut rows = Rows::read(project, found, |excerpts| {
            sorting.iter_mut().chain(&mut grouping).for_each(|values| values.read(excerpts));
        });
        let mut order = rows.in_order();
        // Each gives its memory back when it is done, so that the next need not ask for more.
        for (by, values) in sorted_by.iter().zip(sorting).rev() {
            order = values.sorted(project, &rows, &order, *by);
        }
        let groups = grouping.zip(*grouped_by).map(|(values, column)| grouped(project, &rows, &order, &values, column));
        Ok(Listed { excerpts: rows.ids(&order), groups: groups.unwrap_or_default() })
    }
}

/// The names in a column that holds several.
fn names_of<'a>(project: &'a Project, row: &'a Excerpt, column: Column) -> Vec<&'a str> {
    let actor = |id| project.actors().get(id).map_or("", |actor| actor.name.as_str());
    match column {
        Column::Actors => row.actors.iter().map(actor).collect(),
        Column::Addressees => row.addressees.iter().map(actor).collect(),
        Column::Issues => {
            let issue = |id| project.issues().get(id).map_or("", |issue| issue.name.as_str());
            row.issues.iter().map(issue).collect()
        }
        _ => Vec::new(),
    }
}
