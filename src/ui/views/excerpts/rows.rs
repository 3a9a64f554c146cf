//! The rows of the table: excerpts, or groups of them of which some are folded. Which row is where is known without
//! walking the list; it is counted anew only when the list changes or a group is folded.

use std::collections::BTreeSet;

use crate::app::Hits;
use crate::model::ExcerptId;

/// What stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// The head of a group, by its number.
    Group(usize),
    /// An excerpt.
    Excerpt(ExcerptId),
}

/// Where the rows are.
#[derive(Default)]
pub(super) struct Rows {
    /// The row in which each group begins.
    starts: Vec<usize>,
    /// Names of the groups that are folded.
    folded: BTreeSet<String>,
    count: usize,
    counted_for: Option<u64>,
}

impl Rows {
    /// Counts anew where the list changed. Says whether it did.
    pub(super) fn follow(&mut self, hits: &Hits) -> bool {
        if self.counted_for == Some(hits.number) {
            return false;
        }
        self.counted_for = Some(hits.number);
        self.starts.clear();
        self.count = if hits.groups.is_empty() { hits.excerpts.len() } else { 0 };
        for group in hits.groups.iter() {
            self.starts.push(self.count);
            self.count += 1 + if self.folded.contains(group.name) { 0 } else { group.rows.len() };
        }
        true
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn at(&self, row: usize, hits: &Hits) -> Option<Row> {
        if hits.groups.is_empty() {
            return hits.excerpts.get(row).map(|id| Row::Excerpt(*id));
        }
        let number = self.group_at(row)?;
        let within = row - self.starts.get(number)?;
        let Some(at) = within.checked_sub(1) else { return Some(Row::Group(number)) };
        let group = hits.groups.get(number).filter(|group| !self.folded.contains(group.name))?;
        hits.excerpts.get(*group.rows.get(at)? as usize).map(|id| Row::Excerpt(*id))
    }

    /// The group in which a row stands.
    pub(super) fn group_at(&self, row: usize) -> Option<usize> {
        self.starts.partition_point(|start| *start <= row).checked_sub(1).filter(|_| row < self.count)
    }

    /// The row of a group's head.
    pub(super) fn head(&self, number: usize) -> Option<usize> {
        self.starts.get(number).copied()
    }

    pub(super) fn is_folded(&self, number: usize, hits: &Hits) -> bool {
        hits.groups.get(number).is_some_and(|group| self.folded.contains(group.name))
    }

    /// Folds a group, or unfolds it.
    pub(super) fn fold(&mut self, number: usize, fold: bool, hits: &Hits) {
        if let Some(group) = hits.groups.get(number) {
            if fold {
                self.folded.insert(group.name.to_owned());
            } else {
                self.folded.remove(group.name);
            }
            self.counted_for = None;
        }
    }

    /// Folds all groups, or unfolds all.
    pub(super) fn fold_all(&mut self, fold: bool, hits: &Hits) {
        self.folded =
            if fold { hits.groups.iter().map(|group| group.name.to_owned()).collect() } else { BTreeSet::new() };
        self.counted_for = None;
    }

    /// The first row of an excerpt. Walks the list.
    pub(super) fn find(&self, id: ExcerptId, hits: &Hits) -> Option<usize> {
        let place = hits.excerpts.iter().position(|other| *other == id)?;
        if hits.groups.is_empty() {
            return Some(place);
        }
        let place = u32::try_from(place).ok()?;
        hits.groups.iter().zip(&self.starts).find_map(|(group, start)| {
            let unfolded = !self.folded.contains(group.name);
            group.rows.binary_search(&place).ok().filter(|_| unfolded).map(|at| start + 1 + at)
        })
    }

    /// The excerpts from one row to another, both included, each once.
    pub(super) fn between(&self, one: usize, other: usize, hits: &Hits) -> Vec<ExcerptId> {
        let mut seen = std::collections::HashSet::new();
        let rows = one.min(other)..=one.max(other);
        let ids = rows.filter_map(|row| match self.at(row, hits) {
            Some(Row::Excerpt(id)) => Some(id),
            _ => None,
        });
        ids.filter(|id| hits.groups.is_empty() || seen.insert(*id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::listing::Groups;

    #[test]
    fn rows_of_groups_that_fold() {
        let id = |number: u8| ExcerptId::from_bytes([number; 16]);
        let mut hits = Hits::default();
        hits.excerpts = vec![id(0), id(1), id(2)];
        hits.groups = [("a", vec![0, 2]), ("b", vec![1, 2])].into_iter().collect::<Groups>();
        let mut rows = Rows::default();
        assert!(rows.follow(&hits) && !rows.follow(&hits));
        let all = |rows: &Rows| (0..rows.len()).map(|row| rows.at(row, &hits).expect("a row")).collect::<Vec<_>>();
        let (one, two, three) = (Row::Excerpt(id(0)), Row::Excerpt(id(1)), Row::Excerpt(id(2)));
        assert_eq!(all(&rows), [Row::Group(0), one, three, Row::Group(1), two, three]);
        assert_eq!(rows.between(1, 5, &hits), [id(0), id(2), id(1)], "each once");
        assert_eq!((rows.find(id(2), &hits), rows.group_at(2), rows.head(1)), (Some(2), Some(0), Some(3)));
        rows.fold(0, true, &hits);
        rows.follow(&hits);
        assert_eq!(all(&rows), [Row::Group(0), Row::Group(1), two, three]);
        assert_eq!(rows.find(id(2), &hits), Some(3));
        assert_eq!(rows.at(4, &hits), None);
        rows.fold_all(true, &hits);
        rows.follow(&hits);
        assert_eq!(all(&rows), [Row::Group(0), Row::Group(1)]);
    }
}
