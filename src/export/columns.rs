//! The columns of exported tables: names and values, in the order that scripts rely on. `import::table` reads them back.

use std::fmt::Write as _;

use super::places::Place;
use crate::model::{ActorId, Article, Excerpt, Project};
use crate::text::cells::push_name;

/// One excerpt with what a column may ask.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub(super) project: &'a Project,
    pub(super) excerpt: &'a Excerpt,
    pub(super) article: Option<&'a Article>,
    pub(super) place: Option<Place>,
}

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in the first row.
    pub name: &'static str,
    /// Appends its value for an excerpt; lists as `text::cells` writes them.
    pub value: fn(&Row<'_>, &mut String),
}

/// All columns. Others script this order: new ones go to the end.
pub const COLUMNS: &[Column] = &[
    Column { name: "id", value: |row, cell| put(cell, row.excerpt.id) },
    Column { name: "tag", value: |row, cell| cell.push_str(row.tag()) },
    Column { name: "quote", value: |row, cell| cell.push_str(row.excerpt.anchor.quote()) },
    Column {
        name: "actors",
        value: |row, cell| row.actors(&row.excerpt.actors).for_each(|name| push_name(cell, name)),
    },
    Column {
        name: "addressees",
        value: |row, cell| row.actors(&row.excerpt.addressees).for_each(|name| push_name(cell, name)),
    },
    Column { name: "issues", value: |row, cell| row.issues().for_each(|name| push_name(cell, name)) },
    Column { name: "stance", value: |row, cell| cell.push_str(row.excerpt.stance.as_ref().map_or("", |it| it.word())) },
    Column { name: "condition", value: |row, cell| cell.push_str(&row.excerpt.condition) },
    Column { name: "speaker", value: |row, cell| cell.push_str(&row.excerpt.speaker) },
    Column { name: "voice", value: |row, cell| cell.push_str(row.excerpt.voice.as_ref().map_or("", |it| it.word())) },
    Column { name: "said_on", value: |row, cell| put_some(cell, row.excerpt.said_on) },
    Column { name: "reliability", value: |row, cell| put_some(cell, row.excerpt.grade.reliability()) },
    Column { name: "credibility", value: |row, cell| put_some(cell, row.excerpt.grade.credibility()) },
    Column { name: "memo", value: |row, cell| cell.push_str(&row.excerpt.memo) },
    Column { name: "article", value: |row, cell| of_article(row, cell, |article| &article.title) },
    Column { name: "outlet", value: |row, cell| of_article(row, cell, |article| &article.outlet) },
    Column { name: "author", value: |row, cell| of_article(row, cell, |article| &article.author) },
    Column { name: "published", value: |row, cell| put_some(cell, row.article.and_then(|article| article.published)) },
    Column { name: "url", value: |row, cell| of_article(row, cell, |article| &article.url) },
    Column { name: "file", value: |row, cell| of_article(row, cell, |article| &article.import.file) },
    Column { name: "start", value: |row, cell| put_some(cell, row.place.map(|place| place.start)) },
    Column { name: "end", value: |row, cell| put_some(cell, row.place.map(|place| place.end)) },
    Column { name: "before", value: |row, cell| cell.push_str(row.excerpt.anchor.before()) },
    Column { name: "after", value: |row, cell| cell.push_str(row.excerpt.anchor.after()) },
    Column { name: "analyst", value: |row, cell| row.put_analyst(cell) },
    Column { name: "created", value: |row, cell| put(cell, row.excerpt.created) },
    Column { name: "modified", value: |row, cell| put(cell, row.excerpt.modified) },
];

/// Names stand for records. Where a damaged project lacks the record, its id does.
impl<'a> Row<'a> {
    pub(super) fn tag(&self) -> &'a str {
        let id = &self.excerpt.tag;
        self.project.tags().get(id).map_or(id.as_str(), |tag| &tag.name)
    }

    pub(super) fn actors(&self, ids: &'a [ActorId]) -> impl Iterator<Item = &'a str> + use<'a> {
        let project = self.project;
        ids.iter().map(move |id| project.actors().get(id).map_or(id.as_str(), |actor| &actor.name))
    }

    pub(super) fn issues(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let project = self.project;
        self.excerpt.issues.iter().map(move |id| project.issues().get(id).map_or(id.as_str(), |issue| &issue.name))
    }

    pub(super) fn put_analyst(&self, cell: &mut String) {
        match self.project.analysts().get(&self.excerpt.analyst) {
            Some(analyst) => cell.push_str(&analyst.name),
            None => put(cell, self.excerpt.analyst),
        }
    }
}

fn of_article(row: &Row<'_>, cell: &mut String, field: for<'a> fn(&'a Article) -> &'a String) {
    cell.push_str(row.article.map_or("", |article| field(article)));
}

fn put(cell: &mut String, value: impl std::fmt::Display) {
    // Writing to a String cannot fail.
    let _ = write!(cell, "{value}");
}

fn put_some(cell: &mut String, value: Option<impl std::fmt::Display>) {
    if let Some(value) = value {
        put(cell, value);
    }
}
