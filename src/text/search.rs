//! Find in article: what an analyst types, wherever it stands. Case, accents and the shape of quotation marks and dashes
//! do not count unless asked for.

use super::ArticleText;
use super::finding::is_grapheme_boundary;
use super::folding::{Folded, Folding, is_own_letter, is_passed_over};
use crate::model::TextSpan;

/// What counts in a search. By default nothing but the letters does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SearchOptions {
    /// “Kyiv” does not find “KYIV”.
    pub case: bool,
    /// “war” does not find “warned”.
    pub whole_words: bool,
    /// “Zelensky” does not find “Zelenský”.
    pub diacritics: bool,
}

impl SearchOptions {
    pub(super) fn folding(self) -> Folding {
        Folding { case: !self.case, diacritics: !self.diacritics }
    }
}

/// An article's text prepared for searching it again and again, as one types.
#[derive(Debug, Clone)]
pub struct SearchText {
    text: ArticleText,
    folded: Folded,
    options: SearchOptions,
}

impl SearchText {
    /// Prepares `text`: linear, some milliseconds a MB; each search after it costs far less.
    #[must_use]
    pub fn new(text: ArticleText, options: SearchOptions) -> Self {
        let folded = Folded::new(text.as_str(), options.folding());
        Self { text, folded, options }
    }

    /// The text that is searched.
    #[must_use]
    pub fn text(&self) -> &ArticleText {
        &self.text
    }

    /// What counts in it.
    #[must_use]
    pub fn options(&self) -> SearchOptions {
        self.options
    }

    /// Every place of `needle`, in order, none overlapping another.
    #[must_use]
    pub fn find(&self, needle: &str) -> Vec<TextSpan> {
        let found = self.folded.places(needle);
        let text = self.text.as_str();
        apart(text, found, |place| !self.options.whole_words || is_whole(text, place)).collect()
    }
}

/// Every place of `needle` in `text`, in order, none overlapping another. To search one text again and again keep a
/// [`SearchText`].
#[must_use]
pub fn find_all(text: &str, needle: &str, options: SearchOptions) -> Vec<TextSpan> {
    if needle.trim().is_empty() {
        return Vec::new();
    }
    let found = Folded::new(text, options.folding()).places(needle);
    apart(text, found, |place| !options.whole_words || is_whole(text, place)).collect()
}

/// Those of the places, which are in order, that count, cut nothing and do not overlap the one before.
pub(super) fn apart(
    text: &str,
    places: Vec<std::ops::Range<usize>>,
    counts: impl Fn(&std::ops::Range<usize>) -> bool,
) -> impl Iterator<Item = TextSpan> {
    let mut free_from = 0;
    places.into_iter().filter_map(move |range| {
        let range = with_marks(text, range).filter(|range| range.start >= free_from && counts(range))?;
        free_from = range.end;
        TextSpan::new(text, range)
    })
}

/// The place with the marks that follow its last letter, which folding passed over; `None` if it still cuts a grapheme, or
/// if the letter is another one with its mark.
pub(super) fn with_marks(text: &str, range: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    if !is_grapheme_boundary(text, range.start) {
        return None;
    }
    let mut end = range.end;
    if !is_grapheme_boundary(text, end) {
        let rest = text.get(end..)?;
        let last = text.get(range.start..end).and_then(|place| place.chars().next_back());
        if last.zip(rest.chars().next()).is_some_and(|(letter, mark)| is_own_letter(letter, mark)) {
            return None;
        }
        end += rest.find(|c: char| !unicode_normalization::char::is_combining_mark(c)).unwrap_or(rest.len());
    }
    is_grapheme_boundary(text, end).then_some(range.start..end)
}

/// Whether neither end lies within a word, be it behind a mark or a sign that nobody sees.
pub(super) fn is_whole(text: &str, range: &std::ops::Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let seen = |c: &char| !is_passed_over(*c) && !unicode_normalization::char::is_combining_mark(*c);
    let first = |at: usize| letter(text.get(at..).and_then(|rest| rest.chars().find(seen)));
    let last = |at: usize| letter(text.get(..at).and_then(|rest| rest.chars().rev().find(seen)));
    !(last(range.start) && first(range.start) || last(range.end) && first(range.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANY: SearchOptions = SearchOptions { case: false, whole_words: false, diacritics: false };
    const CASE: SearchOptions = SearchOptions { case: true, ..ANY };
    const WORDS: SearchOptions = SearchOptions { whole_words: true, ..ANY };
    const ACCENTS: SearchOptions = SearchOptions { diacritics: true, ..ANY };

    /// `marked` holds ⟦…⟧ around every place that is expected.
    fn check(marked: &str, needle: &str, options: SearchOptions) {
        let text = marked.replace(['⟦', '⟧'], "");
        let mut shown = text.clone();
        for span in find_all(&text, needle, options).into_iter().rev() {
            shown.insert(span.end(), '⟧');
            shown.insert(span.start(), '⟦');
        }
        assert_eq!(shown, marked, "{needle:?}");
        let kept = SearchText::new(ArticleText::new(text.clone()), options);
        assert_eq!(kept.find(needle), find_all(&text, needle, options));
    }

    #[test]
    fn what_is_typed_is_found() {
        check("⟦Kyiv⟧ and ⟦KYIV⟧ and ⟦kyiv⟧’s", "kyiv", ANY);
        check("⟦Kyiv⟧ and KYIV", "Kyiv", CASE);
        check("⟦Zelenský⟧, ⟦Zelensky\u{301}⟧, ⟦Zelensky⟧", "zelensky", ANY);
        check("⟦Zelenský⟧, ⟦Zelensky\u{301}⟧, Zelensky", "zelenský", ACCENTS);
        check("the ⟦war⟧, the ⟦war⟧-weary, warned, prewar, ⟦War⟧", "war", WORDS);
        check("⟦ПЕРЕГОВОРИ⟧, ⟦переговори⟧", "Переговори", ANY);
        check("⟦їжак⟧, ⟦Їжак⟧, іжак", "їжак", ANY);
        check("⟦мій⟧, ⟦міи\u{306}⟧", "мій", ANY);
        check("⟦Украї́на⟧, ⟦Україна⟧", "україна", ANY);
        check("⟦ёлка⟧, ⟦елка⟧", "елка", ANY);
        check("⟦Größe⟧, ⟦GRÖSSE⟧, ⟦Grosse⟧", "grösse", ANY);
        check("⟦Łódź⟧", "lodz", ANY);
        check("the ⟦ﬁnal⟧ draft, ⟦final⟧", "final", ANY);
        check("и\u{306}, й, ⟦и⟧", "и", ANY);
        check("⟦е⟧, ⟦е\u{308}⟧", "е", ANY);
        check("war\u{AD}ned, wa\u{301}r\u{301}ned, ⟦war⟧, ⟦wár\u{301}⟧", "war", WORDS);
        check("aha ⟦ha ha⟧", "ha ha", WORDS);
        let both = SearchOptions { case: true, ..ACCENTS };
        check("⟦é⟧, ⟦e\u{301}⟧, e, É", "é", both);
        check("⟦й⟧, ⟦и\u{306}⟧, и, Й", "и\u{306}", both);
        check("It ⟦isn’t⟧ “over”", "isn't", ANY);
        check("⟦“over⟧” and ⟦\"over⟧\"", "“over", ANY);
        check("⟦five\u{A0}hours⟧, ⟦five  hours⟧, ⟦five hours⟧", "five hours ", ANY);
        check("⟦five–hour⟧ and ⟦five-hour⟧", "five-hour", ANY);
        check("⟦aa⟧⟦aa⟧a", "aa", ANY);
        check("any", "", ANY);
        check("any", "  ", ANY);
        check("한국", "하", ANY);
        check("⟦ΟΔΟΣ⟧, ⟦οδος⟧", "οδός", ANY);
    }

    proptest! {
        #[test]
        fn any_word_is_found_and_nothing_is_cut(text in "(\\PC|[a-zA-Z їЙй“’é\n]){0,40}", from in 0usize..40, chars in 1usize..6) {
            let needle: String = text.chars().skip(from).take(chars).collect();
            for options in [ANY, CASE, ACCENTS, WORDS] {
                let found = find_all(&text, &needle, options);
                for pair in found.windows(2) {
                    prop_assert!(pair[0].end() <= pair[1].start());
                }
                for span in &found {
                    prop_assert!(is_grapheme_boundary(&text, span.start()) && is_grapheme_boundary(&text, span.end()));
                }
                if needle.chars().all(|c| c.is_ascii_alphabetic()) && !needle.is_empty() && options == CASE {
                    for (at, word) in text.match_indices(&needle) {
                        let whole = is_grapheme_boundary(&text, at) && is_grapheme_boundary(&text, at + word.len());
                        prop_assert!(!whole || found.iter().any(|span| span.start() <= at && at < span.end()));
                    }
                }
            }
        }
    }
}
