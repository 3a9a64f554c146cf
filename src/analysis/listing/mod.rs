//! The table of excerpts: those that a filter lets through, sorted by several columns and put into groups. A million of
//! them are sorted by numbers that stand for what is in a column (`columns`, `letters`), and grouped by what they share
//! (`groups`); the numbers are kept from one list to the next (`table`).

mod columns;
mod groups;
mod letters;
mod places;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::filter::{Filter, everything};
use super::query::{Mistake, Plan};
use crate::model::{AnalystId, Excerpt, ExcerptId, Project};

pub use groups::{Group, Groups};
pub use letters::sorted_as;
pub use table::Table;

use groups::grouped;

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
    /// The groups, where they were asked for.
    pub groups: Groups,
}

impl Listing {
    /// Finds, sorts and groups, and keeps in `table` what the next list of the same project can be made from. Linear in the
    /// excerpts of the project, but for what an order by quotes or moments needs at first.
    ///
    /// # Errors
    /// What is wrong with the filter.
    pub fn list(&self, project: &Project, table: &mut Table) -> Result<Listed, Mistake> {
        let plan = self.filter.plan(project, Some(self.me))?;
        let plan = (!self.filter.is_empty()).then_some(plan);
        if plan.is_none() && self.of.is_none() && self.arrangement == Arrangement::default() {
            // The project knows the places of all excerpts in order.
            return Ok(Listed { excerpts: everything(project), groups: Groups::default() });
        }
        Ok(list(project, table, (plan, self.of), &self.arrangement))
    }
}

/// The excerpts that fit, by article ([`articles_in_order`](super::filter::articles_in_order)), then by place in the
/// text, enclosing ones first.
///
/// # Errors
/// The mistake in the filter, or a name in it that the project does not have.
pub fn select(project: &Project, me: Option<AnalystId>, filter: &Filter) -> Result<Vec<ExcerptId>, Mistake> {
    if filter.is_empty() {
        return Ok(everything(project));
    }
    let plan = filter.plan(project, me)?;
    Ok(list(project, &mut Table::default(), (Some(plan), None), &Arrangement::default()).excerpts)
}

fn list<'a>(
    project: &'a Project,
    table: &mut Table,
    (mut plan, of): (Option<Plan<'a>>, Option<Tagger>),
    arrangement: &Arrangement,
) -> Listed {
    let Arrangement { sorted_by, grouped_by } = arrangement;
    // Each once, also where one is sorted and grouped by.
    let columns: BTreeSet<Column> = sorted_by.iter().map(|by| by.column).chain(*grouped_by).collect();
    // By slot, whether an excerpt is listed.
    let mut listed = Vec::new();
    let some = plan.is_some() || of.is_some();
    let also = some.then_some(|slot: usize, excerpts: &'a [Excerpt]| {
        listed.resize(slot, false);
        plan.iter().for_each(|plan| plan.fetch(excerpts));
        listed.extend(excerpts.iter().map(|excerpt| {
            of.is_none_or(|of| (excerpt.analyst == of.id) == of.theirs)
                && plan.as_mut().is_none_or(|plan| plan.fits(excerpt))
        }));
    });
    table.read(project, &columns, also);
    let is_listed = |slot: &u32| listed.get(*slot as usize).copied().unwrap_or_default();
    let mut order: Cow<'_, [u32]> = Cow::Borrowed(table.order());
    if some {
        order = table.order().iter().copied().filter(is_listed).collect();
    }
    for by in sorted_by.iter().rev() {
        if let Some(column) = table.column(by.column) {
            order = Cow::Owned(column.sorted(&order, *by));
        }
    }
    let order = order.into_owned();
    let grouping = grouped_by.and_then(|column| table.grouping(project, column));
    let groups = grouping.map(|grouping| grouped(&order, grouping)).unwrap_or_default();
    Listed { excerpts: table.ids(&order), groups }
}

/// The slot in the lowest bits of a key that is sorted.
fn slot_of(key: u128) -> u32 {
    u32::try_from(key & u128::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// Slots or other numbers in the order of their ranks, of which there are so many, from 0 on. Those of the same rank stay
/// in their order. It counts instead of comparing, and so is linear.
fn by_rank(numbers: &[u32], ranks: usize, rank_of: impl Fn(u32) -> u32) -> Vec<u32> {
    // First how many each rank has, then where its next one goes.
    let mut next = vec![0u32; ranks];
    for number in numbers {
        if let Some(count) = next.get_mut(rank_of(*number) as usize) {
            *count += 1;
        }
    }
    let mut before = 0;
    for count in &mut next {
        (*count, before) = (before, before + *count);
    }
    let mut sorted = vec![0; numbers.len()];
    for number in numbers {
        if let Some(at) = next.get_mut(rank_of(*number) as usize) {
            if let Some(place) = sorted.get_mut(*at as usize) {
                *place = *number;
            }
            *at += 1;
        }
    }
    sorted
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
