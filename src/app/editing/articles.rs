//! The verbs on articles: their details, done or not, gone.

use crate::model::{ArticleId, ArticleStatus, Change, Record, operations};

use super::{commit, commit_and_say};
use crate::app::action::ArticleField;
use crate::app::{Request, State};

/// Sets a detail of an article.
pub(in crate::app) fn set_article_field(
    state: &mut State,
    id: ArticleId,
    field: &ArticleField,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(old) = state.open.as_ref().and_then(|open| open.project.articles().get(&id)) else { return };
    let mut article = old.clone();
    let what = match field.clone() {
        ArticleField::Title(value) => {
            if !value.trim().is_empty() {
                article.title = value.trim().to_owned();
                article.title_inferred = false;
            }
            "title"
        }
        ArticleField::Outlet(value) => {
            article.outlet = value.trim().to_owned();
            "outlet"
        }
        ArticleField::Author(value) => {
            article.author = value.trim().to_owned();
            "author"
        }
        ArticleField::Url(value) => {
            article.url = value.trim().to_owned();
            "address"
        }
        ArticleField::Published(value) => {
            article.published = value;
            "date of publication"
        }
        ArticleField::Language(value) => {
            article.language = value.trim().to_owned();
            "language"
        }
        ArticleField::Status(value) => {
            article.status = value;
            "status"
        }
        ArticleField::Notes(value) => {
            article.notes = value;
            "notes"
        }
    };
    if article == *old {
        return;
    }
    let record = Record::Article(Box::new(article));
    commit(state, Change::put(format!("change {what} of article"), [record]), now, requests);
}

/// Marks the article shown as done, or as not done.
pub(in crate::app) fn toggle_done(state: &mut State, now: jiff::Timestamp, requests: &mut Vec<Request>) {
    let Some(article) = state.open.as_ref().and_then(|open| open.article()) else { return };
    let done = article.status == Some(ArticleStatus::Done);
    let status = if done { ArticleStatus::Reading } else { ArticleStatus::Done };
    set_article_field(state, article.id, &ArticleField::Status(Some(status)), now, requests);
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
