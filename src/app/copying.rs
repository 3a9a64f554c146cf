//! What goes to the clipboard: exact words, with or without where they stand.

use super::State;
use crate::model::ExcerptId;

/// The selected passage, or the selected excerpts, as text to copy.
pub(super) fn copied(state: &State, with_source: bool) -> Option<String> {
    let open = state.open.as_ref()?;
    if let Some(span) = open.passage {
        let words = span.slice(open.text()?.as_str())?;
        let article = open.article()?;
        return Some(if with_source { format!("“{words}” ({})", source(article)) } else { words.to_owned() });
    }
    let quote = |id: &ExcerptId| {
        let excerpt = open.project.excerpts().get(id)?;
        let article = open.project.articles().get(&excerpt.article)?;
        let words = excerpt.anchor.quote();
        Some(if with_source { format!("“{words}” ({})", source(article)) } else { words.to_string() })
    };
    let quotes: Vec<String> = open.selected.iter().filter_map(quote).collect();
    (!quotes.is_empty()).then(|| quotes.join("\n\n"))
}

/// Title, outlet, author, date and address of an article, as far as known.
fn source(article: &crate::model::Article) -> String {
    let published = article.published.map(|date| date.to_string()).unwrap_or_default();
    let parts = [article.author.as_str(), article.title.as_str(), article.outlet.as_str(), &published, &article.url];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
