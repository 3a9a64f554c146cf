//! Which article a row means and where in it the quote stands. Only one clear answer counts.

use std::collections::BTreeMap;

use super::reading::Row;
use crate::model::{Article, ArticleId, Project, TextSpan};
use crate::text::ArticleText;
use crate::text::loose::{LooseText, folded};

/// Why there is no one place for a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// It does not stand there.
    NotFound,
    /// It stands there this often, and nothing decides.
    Ambiguous(usize),
    /// The text could not be read.
    Unreadable(String),
}

/// What an article says of itself, as a table gives it.
type Detail = fn(&Article) -> String;

/// Articles by what a table may call them.
#[derive(Debug)]
pub(super) struct Articles<'a> {
    project: &'a Project,
    /// Id, title or file, as they are.
    exact: BTreeMap<String, Vec<ArticleId>>,
    /// Titles and files as people may have typed them.
    alike: BTreeMap<String, Vec<ArticleId>>,
}

impl<'a> Articles<'a> {
    pub(super) fn of(project: &'a Project) -> Self {
        let mut articles = Self { project, exact: BTreeMap::new(), alike: BTreeMap::new() };
        let mut note = |map: fn(&mut Self) -> &mut BTreeMap<String, Vec<ArticleId>>, name: String, id: ArticleId| {
            let ids = map(&mut articles).entry(name).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        };
        for article in project.articles().values() {
            note(|it| &mut it.exact, article.id.to_string(), article.id);
            for name in [&article.title, &article.import.file] {
                note(|it| &mut it.exact, name.clone(), article.id);
                note(|it| &mut it.alike, plain(name), article.id);
            }
        }
        articles
    }

    /// The articles that a row may mean: by its `article` cell, where that leads nowhere by its `file`; among several,
    /// those that agree with what else the row says of the article.
    pub(super) fn meant(&self, row: &Row<'_>) -> Vec<&'a Article> {
        let cell = |column| row.cell(column).unwrap_or_default();
        let found =
            [cell("article"), cell("file")].into_iter().filter(|name| !name.trim().is_empty()).find_map(|name| {
                self.exact.get(name).or_else(|| self.exact.get(name.trim())).or_else(|| self.alike.get(&plain(name)))
            });
        let mut articles: Vec<&Article> =
            found.into_iter().flatten().filter_map(|id| self.project.articles().get(id)).collect();
        let details: [(&str, Detail); 5] = [
            ("file", |article| article.import.file.clone()),
            ("url", |article| article.url.clone()),
            ("outlet", |article| article.outlet.clone()),
            ("author", |article| article.author.clone()),
            ("published", |article| article.published.map(|date| date.to_string()).unwrap_or_default()),
        ];
        for (column, value) in details {
            let agrees = |article: &&Article| value(article).trim() == cell(column).trim();
            if articles.len() > 1 && row.cell(column).is_some() && articles.iter().any(agrees) {
                articles.retain(agrees);
            }
        }
        articles
    }
}

/// The place of a row's quote in `text`. The words just at `start` come first, as they are; then the words wherever they
/// stand exactly, then wherever they stand but for white space, quotation marks and dashes; among several the one
/// nearest to `start`. Two equally near ones are ambiguous.
pub(super) fn place(
    text: &ArticleText,
    loose: &mut LooseText<'_>,
    row: &Row<'_>,
    start: Option<usize>,
) -> Result<TextSpan, NoPlace> {
    let whole = text.as_str();
    // A table may have been written raw, so the cell as written is tried as well; at one place only one of them fits.
    let quotes = [row.cell("quote").unwrap_or_default(), row.cell_as_written("quote").unwrap_or_default()];
    let quotes = if quotes[0] == quotes[1] { &quotes[..1] } else { &quotes[..] };
    if let Some(from) = start.and_then(|chars| text.byte_of_char(chars)) {
        let fits = |quote: &&&str| whole.get(from..).is_some_and(|rest| rest.starts_with(**quote));
        if let Some(span) = quotes.iter().find(fits).and_then(|quote| TextSpan::new(whole, from..from + quote.len())) {
            return Ok(span);
        }
    }
    for quote in quotes {
        let quote = quote.trim();
        let mut places = loose.find(quote);
        if places.iter().any(|span| span.slice(whole) == Some(quote)) {
            places.retain(|span| span.slice(whole) == Some(quote));
        }
        if let Some(start) = start {
            let distance = |span: &TextSpan| text.chars_before(span.start()).abs_diff(start);
            let nearest = places.iter().map(distance).min();
            places.retain(|span| Some(distance(span)) == nearest);
        }
        match places.as_slice() {
            [] => {}
            [one] => return Ok(*one),
            several => return Err(NoPlace::Ambiguous(several.len())),
        }
    }
    Err(NoPlace::NotFound)
}

/// A name without what people type differently: case, white space, straight or curly quotation marks, dashes.
fn plain(name: &str) -> String {
    folded(name).trim().to_lowercase()
}
