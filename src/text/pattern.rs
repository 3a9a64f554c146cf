//! What is looked for in all articles: words as one types them, a regular expression, or the words of a quote that other
//! articles may give a little differently. `search` prepares the texts.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;

use super::folding::Folded;
use super::search::{SearchOptions, SearchText, is_whole, with_marks};
use crate::model::TextSpan;

/// Longest expression, in bytes, and the most that its automaton may take.
const REGEX_MAX_BYTES: usize = 2_000;
const REGEX_SIZE_LIMIT: usize = 4 << 20;
/// Words in a row that make one piece of a quote.
const PIECE_WORDS: usize = 3;
/// A quote of fewer words is found only as it stands.
const NEAR_LEAST_WORDS: usize = 6;
/// A passage is a near copy where it has at least this share of a quote's pieces.
const NEAR_LEAST_PERCENT: usize = 40;

/// Something to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    kind: Kind,
    options: SearchOptions,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Words(String),
    Regex(Expression),
    Near(Near),
}

/// Two are equal where they are written alike.
#[derive(Debug, Clone)]
struct Expression(Box<regex::Regex>);

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

/// A quote in pieces.
#[derive(Debug, Clone, PartialEq)]
struct Near {
    quote: String,
    pieces: HashSet<u64>,
    words: usize,
}

impl Pattern {
    /// Words, as the find bar finds them; none where there is nothing to look for.
    #[must_use]
    pub fn words(words: &str, options: SearchOptions) -> Option<Self> {
        (!words.trim().is_empty()).then(|| Self { kind: Kind::Words(words.to_owned()), options })
    }

    /// A regular expression in the syntax of the `regex` crate, over the text as it is written. Its time is linear in the
    /// text whatever the expression.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn regex(expression: &str, options: SearchOptions) -> Result<Self, String> {
        if expression.len() > REGEX_MAX_BYTES {
            return Err(format!("The expression is longer than {REGEX_MAX_BYTES} bytes"));
        }
        let built = regex::RegexBuilder::new(expression)
            .case_insensitive(!options.case)
            .multi_line(true)
            .size_limit(REGEX_SIZE_LIMIT)
            .dfa_size_limit(REGEX_SIZE_LIMIT)
            .build();
        let regex = built.map_err(|error| match error {
            regex::Error::Syntax(text) => {
                let last = text.lines().last().unwrap_or_default();
                format!("Not a regular expression: {}", last.trim_start_matches("error: "))
            }
            _ => "The expression is too large".to_owned(),
        })?;
        Ok(Self { kind: Kind::Regex(Expression(Box::new(regex))), options })
    }

    /// The same words as in a quote, or most of them in the same order.
    #[must_use]
    pub fn near(quote: &str) -> Self {
        let folded = Folded::new(quote, SearchOptions::default().folding());
        let words = words_of(folded.as_str());
        let options = SearchOptions::default();
        if words.len() < NEAR_LEAST_WORDS {
            return Self { kind: Kind::Words(quote.to_owned()), options };
        }
        let pieces = words.windows(PIECE_WORDS).map(|three| piece(folded.as_str(), three)).collect();
        Self { kind: Kind::Near(Near { quote: quote.to_owned(), pieces, words: words.len() }), options }
    }

    /// Every place in `text`, which is to be prepared with the default options; in order, none overlapping another.
    #[must_use]
    pub fn places(&self, text: &SearchText) -> Vec<TextSpan> {
        let whole = text.text().as_str();
        match &self.kind {
            Kind::Words(words) => {
                let wanted = Folded::new(words, self.options.folding());
                let found = text.find(words).into_iter().filter(|span| {
                    let Some(slice) = span.slice(whole) else { return false };
                    let stricter = self.options.case || self.options.diacritics;
                    (!stricter || Folded::new(slice, self.options.folding()).as_str() == wanted.as_str())
                        && (!self.options.whole_words || is_whole(whole, &span.range()))
                });
                found.collect()
            }
            Kind::Regex(Expression(regex)) => {
                let found = regex.find_iter(whole).map(|found| found.range()).filter(|range| !range.is_empty());
                let found = found.filter_map(|range| with_marks(whole, range));
                let found = found.filter(|range| !self.options.whole_words || is_whole(whole, range));
                found.filter_map(|range| TextSpan::new(whole, range)).collect()
            }
            Kind::Near(near) => near.places(text),
        }
    }
}

impl Near {
    fn places(&self, text: &SearchText) -> Vec<TextSpan> {
        let (whole, folded) = (text.text().as_str(), text.folded());
        let exact = text.find(&self.quote);
        let words = words_of(folded.as_str());
        let known: Vec<bool> =
            words.windows(PIECE_WORDS).map(|three| self.pieces.contains(&piece(folded.as_str(), three))).collect();
        if !known.contains(&true) {
            return exact;
        }
        let mut found = exact;
        for run in runs(&known, self.words) {
            let share = known.get(run.clone()).unwrap_or_default().iter().filter(|known| **known).count();
            if share * 100 < self.pieces.len() * NEAR_LEAST_PERCENT {
                continue;
            }
            let last = run.end + PIECE_WORDS - 2;
            let (Some(first), Some(last)) = (words.get(run.start), words.get(last)) else { continue };
            let range = folded.original(first.start..last.end).and_then(|range| with_marks(whole, range));
            if let Some(span) = range.and_then(|range| TextSpan::new(whole, range))
                && !found.iter().any(|other| other.start() < span.end() && span.start() < other.end())
            {
                found.push(span);
            }
        }
        found.sort_by_key(|span| span.start());
        found
    }
}

/// Stretches of pieces that belong together: from one known piece to another, with gaps no longer than a part of the
/// quote, and no longer than half as much again as the quote.
fn runs(known: &[bool], words: usize) -> Vec<Range<usize>> {
    let (gap, longest) = (words / 6 + PIECE_WORDS, words + words / 2);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in known.iter().enumerate().filter(|(_, known)| **known) {
        match found.last_mut() {
            Some(run) if at - run.end <= gap && at + 1 - run.start <= longest => run.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// The words of a folded text: runs of letters and digits.
fn words_of(folded: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in folded.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..folded.len()));
    words
}

fn piece(folded: &str, words: &[Range<usize>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for word in words {
        folded.get(word.clone()).hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ArticleText;
    use proptest::prelude::*;

    const ANY: SearchOptions = SearchOptions { case: false, whole_words: false, diacritics: false };

    /// `marked` holds ⟦…⟧ around every place that is expected.
    fn check(marked: &str, pattern: &Pattern) {
        let text = marked.replace(['⟦', '⟧'], "");
        let mut shown = text.clone();
        let prepared = SearchText::new(ArticleText::new(text), ANY);
        for span in pattern.places(&prepared).into_iter().rev() {
            shown.insert(span.end(), '⟧');
            shown.insert(span.start(), '⟦');
        }
        assert_eq!(shown, marked, "{pattern:?}");
    }

    fn words(words: &str, options: SearchOptions) -> Pattern {
        Pattern::words(words, options).expect("something to look for")
    }

    #[test]
    fn words_are_found_as_strictly_as_is_asked() {
        check("⟦Kyiv⟧, ⟦KYIV⟧", &words("kyiv", ANY));
        check("⟦Kyiv⟧, KYIV", &words("Kyiv", SearchOptions { case: true, ..ANY }));
        check("⟦Zelenský⟧, Zelensky", &words("zelenský", SearchOptions { diacritics: true, ..ANY }));
        check("the ⟦war⟧, warned", &words("war", SearchOptions { whole_words: true, ..ANY }));
        check("“it ⟦isn’t⟧” – ⟦isn't⟧", &words("isn't", SearchOptions { case: true, diacritics: true, ..ANY }));
        assert!(Pattern::words("  ", ANY).is_none());
    }

    #[test]
    fn expressions_are_found_and_wrong_ones_explained() {
        let regex = |text: &str| Pattern::regex(text, ANY);
        check("⟦800,000⟧ or ⟦600,000⟧ troops", &regex(r"\d+,000").expect("an expression"));
        check("⟦Вона⟧ сказала", &regex("^вона").expect("an expression"));
        check("nothing", &regex("x*").expect("an expression"));
        for wrong in ["(", "a{1000}{1000}{1000}", &"x".repeat(3000)] {
            let error = regex(wrong).expect_err("refused");
            assert!(error.contains("expression") && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn near_copies_are_found_and_others_are_not() {
        let quote = Pattern::near("We will not hand over the mill before the river board has signed");
        check("He said: “⟦We will not hand over the mill before the river board has signed⟧.”", &quote);
        check("⟦we will not hand over the old mill before the river board⟧ signs it, he said", &quote.clone());
        check("⟦We will not hand over the mill⟧, she added, and left the river board waiting.", &quote);
        check("The river board met at the mill and signed nothing before noon.", &quote);
        check("a “⟦shared weir⟧” it is", &Pattern::near("Shared weir"));
    }

    proptest! {
        #[test]
        fn stricter_options_find_what_the_find_bar_finds(text in "(\\PC|[a-cA-C éї“’]){0,40}", needle in "[a-cA-Cé’]{1,3}", case: bool, whole_words: bool, diacritics: bool) {
            let options = SearchOptions { case, whole_words, diacritics };
            let prepared = SearchText::new(ArticleText::new(text.clone()), ANY);
            let found = words(&needle, options).places(&prepared);
            let expected = super::super::search::find_all(&text, &needle, options);
            // Places that overlap a looser one that does not count are the only ones that may be passed over.
            for span in &found {
                prop_assert!(expected.iter().any(|other| other.start() < span.end() && span.start() < other.end()));
            }
            if !case && !diacritics && !whole_words {
                prop_assert_eq!(found, expected);
            }
        }

        #[test]
        fn any_text_and_quote_are_gone_through(text in "(\\PC|[a-c ]){0,200}", quote in "(\\PC|[a-c ]){0,60}") {
            let prepared = SearchText::new(ArticleText::new(text), ANY);
            let found = Pattern::near(&quote).places(&prepared);
            prop_assert!(found.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        }
    }
}
