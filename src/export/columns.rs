//! The columns of exported tables: names and values, in the order that scripts rely on. `import::table` reads them back.

use std::fmt::Write as _;

use super::rows::Row;
use crate::model::Article;
use crate::model::excerpt::Certainty;
use crate::text::cells::push_name;

/// What a column holds, for formats that tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// A date, of which the day or the month may be unknown.
    Date,
    /// A moment in UTC.
    Moment,
    /// An address.
    Address,
}

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in the first row.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is there where no columns are chosen.
    pub by_default: bool,
    /// Appends its value for an excerpt; lists as `text::cells` writes them.
    pub value: fn(&Row<'_>, &mut String),
}

/// One name a row, its kind, whether it is there by default, and its value.
macro_rules! columns {
    ($($name:literal, $kind:ident, $default:literal, $value:expr;)+) => {
        /// All columns. Others script this order: new ones go to the end, and are there only where they are chosen.
        pub const COLUMNS: &[Column] =
            &[$(Column { name: $name, kind: Kind::$kind, by_default: $default, value: $value }),+];
    };
}

columns! {
    "id", Text, true, |row, cell| put(cell, row.excerpt.id);
    "tag", Text, true, |row, cell| cell.push_str(row.tag());
    "quote", Text, true, |row, cell| cell.push_str(row.excerpt.anchor.quote());
    "actors", Text, true, |row, cell| row.actors(&row.excerpt.actors).for_each(|name| push_name(cell, name));
    "addressees", Text, true, |row, cell| row.actors(&row.excerpt.addressees).for_each(|name| push_name(cell, name));
    "issues", Text, true, |row, cell| row.issues().for_each(|name| push_name(cell, name));
    "stance", Text, true, |row, cell| cell.push_str(row.excerpt.stance.as_ref().map_or("", |it| it.word()));
    "condition", Text, true, |row, cell| cell.push_str(&row.excerpt.condition);
    "speaker", Text, true, |row, cell| cell.push_str(&row.excerpt.speaker);
    "voice", Text, true, |row, cell| cell.push_str(row.excerpt.voice.as_ref().map_or("", |it| it.word()));
    "said_on", Date, true, |row, cell| put_some(cell, row.excerpt.said_on);
    "reliability", Text, true, |row, cell| put_some(cell, row.excerpt.grade.reliability());
    "credibility", Number, true, |row, cell| put_some(cell, row.excerpt.grade.credibility());
    "memo", Text, true, |row, cell| cell.push_str(&row.excerpt.memo);
    "article", Text, true, |row, cell| of_article(row, cell, |article| &article.title);
    "outlet", Text, true, |row, cell| of_article(row, cell, |article| &article.outlet);
    "author", Text, true, |row, cell| of_article(row, cell, |article| &article.author);
    "published", Date, true, |row, cell| put_some(cell, row.article.and_then(|article| article.published));
    "url", Address, true, |row, cell| of_article(row, cell, |article| &article.url);
    "file", Text, true, |row, cell| of_article(row, cell, |article| &article.import.file);
    "start", Number, true, |row, cell| put_some(cell, row.place.map(|place| place.start));
    "end", Number, true, |row, cell| put_some(cell, row.place.map(|place| place.end));
    "before", Text, true, |row, cell| cell.push_str(row.before());
    "after", Text, true, |row, cell| cell.push_str(row.after());
    "analyst", Text, true, |row, cell| cell.push_str(&row.analyst());
    "created", Moment, true, |row, cell| put(cell, row.excerpt.created);
    "modified", Moment, true, |row, cell| put(cell, row.excerpt.modified);
    "paragraph", Number, false, |row, cell| put_some(cell, row.place.map(|place| place.paragraph));
    "source", Text, false, |row, cell| cell.push_str(&row.choices.citation.plain(row));
    "unsure", Text, false, |row, cell| cell.push_str(yes(row.excerpt.certainty == Certainty::Unsure));
    "checked", Text, false, |row, cell| cell.push_str(yes(row.excerpt.checked));
    "starred", Text, false, |row, cell| cell.push_str(yes(row.excerpt.starred));
    "language", Text, false, |row, cell| of_article(row, cell, |article| &article.language);
    "tag_id", Text, false, |row, cell| put(cell, &row.excerpt.tag);
    "article_id", Text, false, |row, cell| put(cell, row.excerpt.article);
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

fn yes(on: bool) -> &'static str {
    if on { "yes" } else { "" }
}
