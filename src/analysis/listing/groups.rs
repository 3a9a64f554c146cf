//! Excerpts put into groups by what they have in common. Most share what they are grouped by with others, so that the
//! groups are found once for all of them, and rows are only counted.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Column, names_of};
use crate::model::{Article, Excerpt, PartialDate, Project};

/// Groups of excerpts that have something in common. An excerpt of two actors is in the groups of both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Groups {
    groups: Vec<(Arc<str>, Range<usize>)>,
    /// Of one group after the other.
    rows: Vec<u32>,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group<'a> {
    /// What its excerpts have in common; empty where it is that they have nothing there.
    pub name: &'a str,
    /// Where they stand among the excerpts listed, in order.
    pub rows: &'a [u32],
}

impl Groups {
    /// Whether there are none, as where none were asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// All groups, in order.
    pub fn iter(&self) -> impl Iterator<Item = Group<'_>> {
        (0..self.groups.len()).filter_map(|number| self.get(number))
    }

    /// The group of this number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<Group<'_>> {
        let (name, rows) = self.groups.get(number)?;
        Some(Group { name, rows: self.rows.get(rows.clone())? })
    }
}

/// Which groups there are by what stands in a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Grouping {
    /// In their order.
    names: Vec<Arc<str>>,
    /// For each number of the column where its groups begin in `groups`, and where the last ones end.
    starts: Vec<usize>,
    groups: Vec<u32>,
}

impl Grouping {
    /// That of a column of which the first excerpts of each number are given; for what excerpts of an article share,
    /// articles are the numbers.
    pub(super) fn of<'a>(
        project: &'a Project,
        column: Column,
        firsts: &[&'a Excerpt],
        articles: &[&'a Article],
    ) -> Self {
        let tags: HashMap<&str, usize> =
            project.tags_in_order().into_iter().map(|tag| tag.name.as_str()).zip(0..).collect();
        let numbers = if firsts.is_empty() { articles.len() } else { firsts.len() };
        let mut known: HashMap<Cow<'a, str>, u32> = HashMap::with_capacity(numbers);
        // By what they are sorted, for each group in the order in which they are met.
        let mut ranks: Vec<usize> = Vec::new();
        let (mut starts, mut groups) = (vec![0], Vec::with_capacity(numbers));
        for number in 0..numbers {
            let from = groups.len();
            let mut names = names(project, column, firsts.get(number).copied(), articles.get(number).copied());
            if names.is_empty() {
                names.push(Cow::Borrowed(""));
            }
            for name in names {
                let rank = if column == Column::Tag { tags.get(&*name).copied().unwrap_or(usize::MAX) } else { number };
                let next = u32::try_from(ranks.len()).unwrap_or(u32::MAX);
                let group = *known.entry(name).or_insert(next);
                match ranks.get_mut(group as usize) {
                    // Articles of one title are one group, where the last of them stands.
                    Some(known) => *known = rank,
                    None => ranks.push(rank),
                }
                if !groups.iter().skip(from).any(|other| *other == group) {
                    groups.push(group);
                }
            }
            starts.push(groups.len());
        }
        let by_rank = matches!(column, Column::Tag | Column::Article);
        let mut sorted: Vec<_> = known
            .into_iter()
            .map(|(name, group)| {
                let rank = ranks.get(group as usize).copied().filter(|_| by_rank);
                let small = if column == Column::Article { String::new() } else { name.to_lowercase() };
                ((name.is_empty(), rank, small), name, group)
            })
            .collect();
        sorted.sort_unstable();
        let mut place = vec![0; sorted.len()];
        for ((.., group), at) in sorted.iter().zip(0..) {
            place.get_mut(*group as usize).into_iter().for_each(|place| *place = at);
        }
        groups.iter_mut().for_each(|group| *group = place.get(*group as usize).copied().unwrap_or_default());
        Self { names: sorted.into_iter().map(|(_, name, _)| Arc::from(name)).collect(), starts, groups }
    }

    fn groups_of(&self, number: usize) -> &[u32] {
        let (from, end) = (self.starts.get(number), self.starts.get(number + 1));
        from.zip(end).and_then(|(from, end)| self.groups.get(*from..*end)).unwrap_or_default()
    }
}

/// The names of the groups in which something is; several for actors and issues.
fn names<'a>(
    project: &'a Project,
    column: Column,
    first: Option<&'a Excerpt>,
    article: Option<&'a Article>,
) -> Vec<Cow<'a, str>> {
    let date = |date: PartialDate| Cow::Owned(date.to_string());
    let one = match column {
        Column::Tag => first.map(|row| project.tags().get(&row.tag).map_or(row.tag.as_str(), |tag| &tag.name)),
        Column::Actors | Column::Addressees | Column::Issues => {
            let names = |row: &'a Excerpt| names_of(project, row, column).into_iter().map(Cow::Borrowed).collect();
            return first.map(names).unwrap_or_default();
        }
        Column::Analyst => {
            first.and_then(|row| project.analysts().get(&row.analyst)).map(|analyst| analyst.name.as_str())
        }
        Column::Article => article.map(|article| article.title.as_str()),
        Column::Outlet => article.map(|article| article.outlet.as_str()),
        // Written out, dates are in their order as words.
        Column::Published => return article.and_then(|article| article.published).map(date).into_iter().collect(),
        Column::Said => return first.and_then(|row| row.said_on).map(date).into_iter().collect(),
        _ => None,
    };
    one.map(Cow::Borrowed).into_iter().collect()
}

/// The excerpts in `order`, by slot, by what they have in a column.
pub(super) fn grouped(order: &[u32], (number_of, grouping): (&[u32], &Grouping)) -> Groups {
    let number = |slot: &u32| number_of.get(*slot as usize).map_or(usize::MAX, |number| *number as usize);
    let mut counts = vec![0usize; grouping.starts.len()];
    for slot in order {
        counts.get_mut(number(slot)).into_iter().for_each(|count| *count += 1);
    }
    let mut ends = vec![0; grouping.names.len()];
    for (number, count) in counts.into_iter().enumerate() {
        for group in grouping.groups_of(number) {
            ends.get_mut(*group as usize).into_iter().for_each(|end| *end += count);
        }
    }
    // First where the next row of each group goes, which in the end is where those of the group end.
    let mut all = 0;
    for end in &mut ends {
        (*end, all) = (all, all + *end);
    }
    let mut rows = vec![0; all];
    for (at, slot) in (0u32..).zip(order) {
        for group in grouping.groups_of(number(slot)) {
            if let Some(next) = ends.get_mut(*group as usize) {
                rows.get_mut(*next).into_iter().for_each(|row| *row = at);
                *next += 1;
            }
        }
    }
    let mut from = 0;
    let ranges = ends.into_iter().map(|end| std::mem::replace(&mut from, end)..end);
    let groups = grouping.names.iter().cloned().zip(ranges).filter(|(_, rows)| !rows.is_empty());
    Groups { groups: groups.collect(), rows }
}

/// From names and rows.
impl<'a> FromIterator<(&'a str, Vec<u32>)> for Groups {
    fn from_iter<I: IntoIterator<Item = (&'a str, Vec<u32>)>>(named: I) -> Self {
        let mut all = Self::default();
        for (name, rows) in named {
            let from = all.rows.len();
            all.rows.extend(rows);
            all.groups.push((name.into(), from..all.rows.len()));
        }
        all
    }
}
