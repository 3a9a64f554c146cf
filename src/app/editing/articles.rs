//! The verbs on articles: their details, done or not, gone.

use crate::model::{Article, ArticleId, ArticleStatus, Change, Record, operations};

use super::{commit, commit_and_say};
use crate::app::action::ArticleField;
use crate::app::{Request, State};

/// Sets a detail of articles, as one step.
pub(in crate::app) fn set_articles_field(
    state: &mut State,
    ids: &[ArticleId],
    field: &ArticleField,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_ref() else { return };
    let changed = ids.iter().filter_map(|id| {
        let old = open.project.articles().get(id)?;
        let mut article = old.clone();
        set(&mut article, field.clone());
        (article != *old).then(|| Record::Article(Box::new(article)))
    });
    let records: Vec<Record> = changed.collect();
    let articles = if records.len() == 1 { "article".to_owned() } else { format!("{} articles", records.len()) };
    commit(state, Change::put(format!("change {} of {articles}", field_named(field)), records), now, requests);
}

fn set(article: &mut Article, field: ArticleField) {
    let trimmed = |value: String| value.trim().to_owned();
    match field {
        ArticleField::Title(value) if value.trim().is_empty() => {}
        ArticleField::Title(value) => (article.title, article.title_inferred) = (trimmed(value), false),
        ArticleField::Outlet(value) => article.outlet = trimmed(value),
        ArticleField::Author(value) => article.author = trimmed(value),
        ArticleField::Url(value) => article.url = trimmed(value),
        ArticleField::Published(value) => article.published = value,
        ArticleField::Language(value) => article.language = trimmed(value),
        ArticleField::Status(value) => article.status = value,
        ArticleField::Notes(value) => article.notes = value,
        ArticleField::Grade(value) => article.grade = value,
        ArticleField::Groups(value) => article.groups = value,
        ArticleField::Attributes(value) => article.attributes = value,
    }
}

fn field_named(field: &ArticleField) -> &'static str {
    match field {
        ArticleField::Title(_) => "title",
        ArticleField::Outlet(_) => "outlet",
        ArticleField::Author(_) => "author",
        ArticleField::Url(_) => "address",
        ArticleField::Published(_) => "date of publication",
        ArticleField::Language(_) => "language",
        ArticleField::Status(_) => "status",
        ArticleField::Notes(_) => "notes",
        ArticleField::Grade(_) => "source grade",
        ArticleField::Groups(_) => "groups",
        ArticleField::Attributes(_) => "attributes",
    }
}

/// Marks the article shown as done, or as not done.
pub(in crate::app) fn toggle_done(state: &mut State, now: jiff::Timestamp, requests: &mut Vec<Request>) {
    let Some(article) = state.open.as_ref().and_then(|open| open.article()) else { return };
    let done = article.status == Some(ArticleStatus::Done);
    let status = if done { ArticleStatus::Reading } else { ArticleStatus::Done };
    let id = article.id;
    set_articles_field(state, &[id], &ArticleField::Status(Some(status)), now, requests);
}

/// Removes an article with its excerpts.
pub(in crate::app) fn delete_article(
    state: &mut State,
    id: ArticleId,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_ref() else { return };
    let Some(article) = open.project.articles().get(&id) else { return };
    let said = match open.project.excerpt_count(id) {
        0 => format!("Article “{}” deleted", article.title),
        1 => format!("Article “{}” deleted with its excerpt", article.title),
        count => format!("Article “{}” deleted with its {count} excerpts", article.title),
    };
    let change = operations::delete_article(&open.project, id);
    commit_and_say(state, change, said, now, requests);
}
