//! What lists are made from: all excerpts in order, and what stands in columns as numbers. It is read once and kept while
//! the project stays as it is, so that another order, another grouping or another filter of a million excerpts need not
//! read them all again.

use std::collections::BTreeSet;

use super::Column;
use super::columns::{self, Numbers};
use super::groups::Grouping;
use super::places::{self, Places};
use crate::analysis::filter::articles_in_order;
use crate::model::{Excerpt, ExcerptId, Project};

/// How many columns are kept at most; each takes four bytes an excerpt.
const COLUMNS_MAX: usize = 4;

/// Kept from one list to the next of the same project. Empty at first, which only makes the first list slower.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Of which state of a project the places are, and the columns.
    revisions: Option<(u64, u64)>,
    places: Places,
    /// Those made last are at the end.
    columns: Vec<(Column, Numbers)>,
}

/// What is kept follows from the project.
impl PartialEq for Table {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Table {
    /// Makes ready what is asked for, and shows all excerpts to `also` on the way, by slot, if there is one.
    pub(super) fn read<'a>(
        &mut self,
        project: &'a Project,
        wanted: &BTreeSet<Column>,
        mut also: Option<impl FnMut(usize, &'a [Excerpt])>,
    ) {
        let revisions = (project.places_revision(), project.revision());
        let before = self.revisions.replace(revisions);
        let is_new = before.is_none_or(|(places, _)| places != revisions.0);
        if is_new {
            (self.places, self.columns) = Default::default();
        } else if before != Some(revisions) {
            // Quotes are what they were where all places are.
            self.columns.retain(|(column, _)| *column == Column::Quote);
        }
        let missing: Vec<Column> = wanted.iter().copied().filter(|column| self.column(*column).is_none()).collect();
        if !is_new && missing.is_empty() && also.is_none() {
            return;
        }
        let articles = if is_new || !missing.is_empty() { articles_in_order(project) } else { Vec::new() };
        let mut places = is_new.then(|| places::Reading::of(project, &articles));
        let mut columns: Vec<_> = missing.iter().map(|column| columns::Reading::of(*column, project)).collect();
        let reads = also.is_some() || places.is_some() || columns.iter().any(columns::Reading::is_of_excerpts);
        for (slot, excerpts) in project.excerpts().pieces().take_while(|_| reads) {
            places.iter_mut().for_each(|places| places.read(slot, excerpts));
            columns.iter_mut().for_each(|column| column.read(slot, excerpts));
            also.iter_mut().for_each(|also| also(slot, excerpts));
        }
        if let Some(read) = places {
            self.places = read.places(project, articles.len());
        }
        for (column, read) in missing.into_iter().zip(columns) {
            self.columns.push((column, read.numbers(project, &articles, &self.places)));
        }
        let unwanted = |(column, _): &(Column, Numbers)| !wanted.contains(column);
        while self.columns.len() > COLUMNS_MAX.max(wanted.len())
            && let Some(at) = self.columns.iter().position(unwanted)
        {
            self.columns.remove(at);
        }
    }

    /// All excerpts in the order of their places, by slot.
    pub(super) fn order(&self) -> &[u32] {
        &self.places.order
    }

    /// The excerpts in these slots.
    pub(super) fn ids(&self, slots: &[u32]) -> Vec<ExcerptId> {
        let mut ids = Vec::with_capacity(slots.len());
        ids.extend(slots.iter().filter_map(|slot| self.places.ids.get(*slot as usize)));
        ids
    }

    /// For each slot the number of what it has in a column that was asked for, and in which groups that is.
    pub(super) fn grouping(&mut self, project: &Project, column: Column) -> Option<(&[u32], &Grouping)> {
        let (_, numbers) = self.columns.iter_mut().find(|(kept, _)| *kept == column)?;
        Some(numbers.grouping(project, column))
    }

    /// What stands in a column that was asked for.
    pub(super) fn column(&self, column: Column) -> Option<&Numbers> {
        self.columns.iter().find(|(kept, _)| *kept == column).map(|(_, numbers)| numbers)
    }
}
