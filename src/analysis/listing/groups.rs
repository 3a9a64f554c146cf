//! Excerpts put into groups by what they have in common. Most share what they are grouped by with others, so that the
//! groups are found once for all of them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::ranks::Values;
use super::{Column, Group, names_of};
use crate::analysis::rows::Rows;
use crate::model::{Excerpt, Project};

/// In which groups what has a number in the column is; several for actors and issues.
fn groups_of<'a>(
    project: &'a Project,
    rows: &Rows<'a>,
    (values, column): (&Values<'a>, Column),
    number: usize,
) -> Vec<Cow<'a, str>> {
    let (first, article) = (values.firsts().get(number).copied(), rows.articles().get(number).copied());
    let one = |name: Option<&'a str>| name.map(Cow::Borrowed).into_iter().collect();
    match column {
        Column::Tag => one(first.map(|row| project.tags().get(&row.tag).map_or(row.tag.as_str(), |tag| &tag.name))),
        Column::Actors | Column::Addressees | Column::Issues => {
            let names = |row: &'a Excerpt| names_of(project, row, column).into_iter().map(Cow::Borrowed).collect();
            first.map(names).unwrap_or_default()
        }
        Column::Analyst => {
            one(first.and_then(|row| project.analysts().get(&row.analyst)).map(|analyst| analyst.name.as_str()))
        }
        Column::Article => one(article.map(|article| article.title.as_str())),
        Column::Outlet => one(article.map(|article| article.outlet.as_str())),
        // Written out, dates are in their order as words.
        Column::Published => {
            article.and_then(|article| article.published).map(|date| Cow::Owned(date.to_string())).into_iter().collect()
        }
        Column::Said => {
            first.and_then(|row| row.said_on).map(|date| Cow::Owned(date.to_string())).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The rows in `order` by what they have in a column.
pub(super) fn grouped<'a>(
    project: &'a Project,
    rows: &Rows<'a>,
    order: &[u32],
    values: &Values<'a>,
    column: Column,
) -> Vec<Group> {
    let mut places: HashMap<Cow<'_, str>, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    // By number, the groups.
    let mut known: Vec<Option<Vec<usize>>> = vec![None; values.firsts().len().max(rows.articles().len())];
    for (at, row) in (0u32..).zip(order) {
        let Some(known) = known.get_mut(values.number(rows, *row)) else { continue };
        let places = known.get_or_insert_with(|| {
            let mut names = groups_of(project, rows, (values, column), values.number(rows, *row));
            if names.is_empty() {
                names.push(Cow::Borrowed(""));
            }
            let mut found = Vec::new();
            for name in names {
                let place = *places.entry(name).or_insert_with_key(|name| {
                    groups.push(Group { name: name.clone().into_owned(), rows: Vec::new() });
                    groups.len() - 1
                });
                if !found.contains(&place) {
                    found.push(place);
                }
            }
            found
        });
        for place in places.iter() {
            if let Some(group) = groups.get_mut(*place) {
                group.rows.push(at);
            }
        }
    }
    let mut order: HashMap<&str, usize> = HashMap::new();
    match column {
        Column::Tag => {
            order.extend(project.tags_in_order().into_iter().zip(0..).map(|(tag, at)| (tag.name.as_str(), at)));
        }
        Column::Article => {
            order.extend(rows.articles().iter().zip(0..).map(|(article, at)| (article.title.as_str(), at)));
        }
        _ => {}
    }
    groups.sort_by_cached_key(|group| {
        let name = group.name.as_str();
        (name.is_empty(), order.get(name).copied().unwrap_or(usize::MAX), name.to_lowercase())
    });
    groups
}
