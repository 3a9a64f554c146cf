//! What goes to the clipboard: exact words, with or without where they stand.

use super::{Request, State};
use crate::model::ExcerptId;
use crate::text::marks::closed;

/// The selected passage, or the selected excerpts, as text to copy.
pub(super) fn copied(state: &State, with_source: bool) -> Option<Request> {
    let open = state.open.as_ref()?;
    if let Some(span) = open.passage {
        let words = span.slice(open.text()?.as_str())?;
        let article = open.article()?;
        let text =
            if with_source { format!("“{}” ({})", closed(words), source(article)) } else { words.to_owned() };
        return Some(Request::Copy(text));
    }
    if with_source && !open.selected.is_empty() {
        let (text, html) = crate::export::clip::clip(&open.project, &open.selected);
        return Some(Request::CopyRich { text, html });
    }
    let quote = |id: &ExcerptId| Some(open.project.excerpts().get(id)?.anchor.quote().to_owned());
    let quotes: Vec<String> = open.selected.iter().filter_map(quote).collect();
    (!quotes.is_empty()).then(|| Request::Copy(quotes.join("\n\n")))
}

/// Title, outlet, author, date and address of an article, as far as known.
fn source(article: &crate::model::Article) -> String {
    let published = article.published.map(|date| date.to_string()).unwrap_or_default();
    let parts = [article.author.as_str(), article.title.as_str(), article.outlet.as_str(), &published, &article.url];
    parts.into_iter().filter(|part| !part.is_empty()).map(closed).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sample::sample;

    #[test]
    fn no_part_of_a_source_turns_what_follows_it() {
        let (project, _) = sample();
        let mut article = project.articles().values().next().expect("an article").clone();
        article.author = "Ames\u{202E}".to_owned();
        article.outlet = String::new();
        article.published = None;
        article.url = String::new();
        assert_eq!(source(&article), format!("Ames\u{202E}\u{202C}, {}", article.title));
    }
}
