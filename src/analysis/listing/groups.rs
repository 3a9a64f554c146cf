//! Excerpts put into groups by what they have in common. Most share what they are grouped by with others, so that the
//! groups are found once for all of them.

use std::collections::{BTreeMap, HashMap};

use super::{Column, Group, names_of};
use crate::analysis::filter::articles_in_order;
use crate::model::{AnalystId, ArticleId, Excerpt, PartialDate, Project};

/// What a group of a column is called and where it comes; several for an excerpt of several actors.
fn groups_of<'a>(project: &'a Project, row: &'a Excerpt, column: Column) -> Vec<&'a str> {
    let article = || project.articles().get(&row.article);
    match column {
        Column::Tag => vec![project.tags().get(&row.tag).map_or(row.tag.as_str(), |tag| &tag.name)],
        Column::Actors | Column::Addressees | Column::Issues => names_of(project, row, column),
        Column::Article => article().map(|article| article.title.as_str()).into_iter().collect(),
        Column::Outlet => article().map(|article| article.outlet.as_str()).into_iter().collect(),
        Column::Analyst => {
            project.analysts().get(&row.analyst).map(|analyst| analyst.name.as_str()).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn grouped(project: &Project, rows: &[&Excerpt], column: Column) -> Vec<Group> {
    let number = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    if matches!(column, Column::Said | Column::Published) {
        let published: HashMap<ArticleId, Option<PartialDate>> =
            project.articles().values().map(|article| (article.id, article.published)).collect();
        let mut groups: BTreeMap<(bool, Option<PartialDate>), Vec<u32>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            let date =
                if column == Column::Said { row.said_on } else { published.get(&row.article).copied().flatten() };
            groups.entry((date.is_none(), date)).or_default().push(number(at));
        }
        let name = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        return groups.into_iter().map(|((_, date), rows)| Group { name: name(date), rows }).collect();
    }
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<Sharing, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let sharing = Sharing::of(row, column);
        let places = known.entry(sharing).or_insert_with(|| {
            let mut names = groups_of(project, row, column);
            if names.is_empty() {
                names.push("");
            }
            let mut found = Vec::new();
            for name in names {
                let place = *places.entry(name).or_insert_with(|| {
                    groups.push(Group { name: name.to_owned(), rows: Vec::new() });
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
                group.rows.push(number(at));
            }
        }
    }
    let order: HashMap<&str, usize> = match column {
        Column::Tag => project.tags_in_order().into_iter().zip(0..).map(|(tag, at)| (tag.name.as_str(), at)).collect(),
        Column::Article => {
            articles_in_order(project).into_iter().zip(0..).map(|(article, at)| (article.title.as_str(), at)).collect()
        }
        _ => HashMap::new(),
    };
    groups.sort_by_cached_key(|group| {
        let name = group.name.as_str();
        (name.is_empty(), order.get(name).copied().unwrap_or(usize::MAX), name.to_lowercase())
    });
    groups
}

/// What excerpts of the same groups have in common.
#[derive(PartialEq, Eq, Hash)]
enum Sharing {
    Address(usize),
    Article(ArticleId),
    Analyst(AnalystId),
}

impl Sharing {
    fn of(row: &Excerpt, column: Column) -> Self {
        match column {
            Column::Tag => Self::Address(row.tag.as_str().as_ptr().addr()),
            Column::Actors => Self::Address(row.actors.address()),
            Column::Addressees => Self::Address(row.addressees.address()),
            Column::Issues => Self::Address(row.issues.address()),
            Column::Analyst => Self::Analyst(row.analyst),
            _ => Self::Article(row.article),
        }
    }
}
