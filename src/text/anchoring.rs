//! Making an anchor from a passage, and finding an anchor's passage again in a text.

use crate::model::{Anchor, TextSpan};

/// Longest context before and after a quote, in characters.
pub const CONTEXT_CHARS: usize = 40;

/// Where an anchor's quote stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Located {
    /// Just where the anchor says.
    Found,
    /// Elsewhere, in one place only that fits.
    Moved(TextSpan),
    /// In several places, none of which fits better than the others.
    Ambiguous(Vec<TextSpan>),
    /// Nowhere.
    Lost,
}

/// The anchor of a passage; `None` if the span does not fit the text.
#[must_use]
pub fn anchor(text: &str, span: TextSpan) -> Option<Anchor> {
    let quote = span.slice(text)?;
    let before = text.get(..span.start())?;
    let after = text.get(span.end()..)?;
    let from = before.char_indices().rev().nth(CONTEXT_CHARS - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(CONTEXT_CHARS).map_or(after.len(), |(at, _)| at);
    Some(Anchor::new(span, quote, before.get(from..)?, after.get(..to)?))
}

/// Finds an anchor's quote in a text. Only exact quotes count: nothing is moved to words that merely resemble it.
#[must_use]
pub fn locate(text: &str, anchor: &Anchor) -> Located {
    if anchor.quote().is_empty() {
        return Located::Lost;
    }
    if anchor.span.slice(text) == Some(anchor.quote()) {
        return Located::Found;
    }
    let places: Vec<TextSpan> = text
        .match_indices(anchor.quote())
        .filter_map(|(at, found)| TextSpan::new(text, at..at + found.len()))
        .collect();
    match places.as_slice() {
        [] => Located::Lost,
        [only] => Located::Moved(*only),
        _ => {
            let fits = |span: &&TextSpan| {
                text.get(..span.start()).is_some_and(|t| t.ends_with(anchor.before()))
                    && text.get(span.end()..).is_some_and(|t| t.starts_with(anchor.after()))
            };
            let mut fitting = places.iter().filter(fits);
            match (fitting.next(), fitting.next()) {
                (Some(one), None) => Located::Moved(*one),
                _ => Located::Ambiguous(places),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor_of(text: &str, quote: &str) -> Anchor {
        let at = text.find(quote).unwrap_or_default();
        TextSpan::new(text, at..at + quote.len()).and_then(|span| anchor(text, span)).expect("a passage")
    }

    #[test]
    fn an_anchor_is_found_moved_ambiguous_or_lost() {
        let text = "He said no. She said yes. He said no again.";
        let yes = anchor_of(text, "yes");
        assert_eq!(locate(text, &yes), Located::Found);
        let moved = format!("Intro. {text}");
        assert_eq!(locate(&moved, &yes), Located::Moved(TextSpan::new(&moved, 28..31).expect("span")));
        let no = anchor_of(text, "no");
        assert_eq!(locate(&moved, &no), Located::Moved(TextSpan::new(&moved, 15..17).expect("span")));
        assert!(matches!(locate("No, not at all: no, no.", &no), Located::Ambiguous(places) if places.len() == 3));
        assert_eq!(locate("Nothing here.", &yes), Located::Lost);
    }

    #[test]
    fn context_is_cut_by_characters() {
        let text = format!("{}Q{}", "ї".repeat(60), "é".repeat(60));
        let found = anchor_of(&text, "Q");
        assert_eq!(found.before().chars().count(), CONTEXT_CHARS);
        assert_eq!(found.after().chars().count(), CONTEXT_CHARS);
    }
}
