//! Any quote in any text: every place fits the quote, cuts no grapheme, and no exact place is missed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::model::TextSpan;
use rapporteur::text::finding::is_grapheme_boundary;
use rapporteur::text::loose::{find_loose, folded};
use rapporteur::text::search::{SearchOptions, find_all};

fuzz_target!(|input: (&str, &str, u8)| {
    let (text, quote, options) = input;
    let found = find_loose(text, quote);
    for span in &found {
        assert!(is_grapheme_boundary(text, span.start()) && is_grapheme_boundary(text, span.end()));
        assert_eq!(span.slice(text).map(folded), Some(folded(quote)));
    }
    if !quote.trim().is_empty() {
        for (at, exact) in text.match_indices(quote) {
            let whole = is_grapheme_boundary(text, at) && is_grapheme_boundary(text, at + exact.len());
            assert!(!whole || TextSpan::new(text, at..at + exact.len()).is_some_and(|span| found.contains(&span)));
        }
    }
    let options = SearchOptions { case: options & 1 > 0, whole_words: options & 2 > 0, diacritics: options & 4 > 0 };
    for span in find_all(text, quote, options) {
        assert!(is_grapheme_boundary(text, span.start()) && is_grapheme_boundary(text, span.end()));
    }
});
