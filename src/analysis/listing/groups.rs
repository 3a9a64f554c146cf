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
    if column == Column::Article {
        return by_article(rows, order);
    }
    let mut places: HashMap<Cow<'_, str>, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    // By number, the groups.
    let mut known: Vec<Option<Vec<usize>>> = vec![None; values.firsts().len().max(rows.articles().len())];
    let numbers = values.numbers(rows);
    let mut counts = vec![0usize; known.len()];
    for number in numbers.iter() {
        if let Some(count) = counts.get_mut(*number as usize) {
            *count += 1;
        }
    }
    for (at, row) in (0u32..).zip(order) {
        let Some(number) = numbers.get(*row as usize).map(|number| *number as usize) else { continue };
        let Some(known) = known.get_mut(number) else { continue };
        let places = known.get_or_insert_with(|| {
            let mut names = groups_of(project, rows, (values, column), number);
            if names.is_empty() {
                names.push(Cow::Borrowed(""));
            }
            let mut found = Vec::with_capacity(names.len());
            for name in names {
                let place = *places.entry(name).or_insert_with_key(|name| {
                    groups.push(Group { name: name.clone().into_owned(), rows: Vec::new() });
                    groups.len() - 1
                });
                if !found.contains(&place) {
                    found.push(place);
                    let count = counts.get(number).copied().unwrap_or_default();
                    groups.get_mut(place).into_iter().for_each(|group| group.rows.reserve(count));
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
    let tags = project.tags_in_order().into_iter().map(|tag| tag.name.as_str()).zip(0..);
    let order: HashMap<&str, usize> = tags.filter(|_| column == Column::Tag).collect();
    groups.sort_by_cached_key(|group| {
        let name = group.name.as_str();
        (name.is_empty(), order.get(name).copied().unwrap_or(usize::MAX), name.to_lowercase())
    });
    groups
}

/// The same by title, of which there are as many as articles, in the order of those. Articles of one title are one group,
/// where the last of them stands.
fn by_article(rows: &Rows<'_>, order: &[u32]) -> Vec<Group> {
    let articles = rows.articles();
    let mut known: HashMap<&str, usize> = HashMap::with_capacity(articles.len());
    let mut last: Vec<usize> = (0..articles.len()).collect();
    for (number, article) in articles.iter().enumerate() {
        if let Some(before) = known.insert(&article.title, number).and_then(|before| last.get_mut(before)) {
            *before = number;
        }
    }
    // From behind, so that the first of three goes to the last as well.
    for number in (0..last.len()).rev() {
        let next = last.get(number).and_then(|next| last.get(*next)).copied();
        last.get_mut(number).zip(next).into_iter().for_each(|(last, next)| *last = next);
    }
    let article_of = rows.article_of();
    let group_of = |row: u32| {
        let article = article_of.get(row as usize).and_then(|article| last.get(*article as usize));
        article.copied().unwrap_or(usize::MAX)
    };
    let mut counts = vec![0; articles.len()];
    for row in order {
        counts.get_mut(group_of(*row)).into_iter().for_each(|count| *count += 1);
    }
    let mut found: Vec<Vec<u32>> = counts.into_iter().map(Vec::with_capacity).collect();
    for (at, row) in (0u32..).zip(order) {
        found.get_mut(group_of(*row)).into_iter().for_each(|group| group.push(at));
    }
    let found = articles.iter().zip(found).filter(|(_, rows)| !rows.is_empty());
    let mut groups: Vec<Group> = found.map(|(article, rows)| Group { name: article.title.clone(), rows }).collect();
    groups.sort_by_key(|group| group.name.is_empty());
    groups
}
