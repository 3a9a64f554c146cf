//! What is looked for in all articles: words as one types them, a regular expression, or the words of a quote that other
//! articles may give a little differently. `search` prepares the texts.

use std::ops::Range;

use super::folding::Folded;
use super::held::HeldText;
use super::near::Near;
use super::needle::Needle;
use super::search::{SearchOptions, apart, is_whole, with_marks};
use crate::model::TextSpan;

/// Longest expression, in bytes, and the most that its automaton may take.
const REGEX_MAX_BYTES: usize = 2_000;
const REGEX_SIZE_LIMIT: usize = 4 << 20;

/// Something to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    kind: Kind,
    options: SearchOptions,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Words(Box<Words>),
    Regex(Expression),
    Near(Box<Near>),
}

/// Two are equal where they are written alike.
#[derive(Debug, Clone)]
struct Expression(Box<regex::Regex>);

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

/// Words, and they made ready. Two are equal where they are written alike.
#[derive(Debug, Clone)]
struct Words {
    words: String,
    needle: Needle,
    /// As strictly folded as is asked, where that is not how they are looked for.
    strict: Option<String>,
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Words {
    fn new(words: &str, options: SearchOptions) -> Self {
        let stricter = options.case || options.diacritics;
        let strict = stricter.then(|| Folded::new(words, options.folding()).as_str().to_owned());
        Self { words: words.to_owned(), needle: Needle::new(words), strict }
    }
}

impl Pattern {
    /// Words, as the find bar finds them; none where there is nothing to look for.
    #[must_use]
    pub fn words(words: &str, options: SearchOptions) -> Option<Self> {
        (!words.trim().is_empty()).then(|| Self { kind: Kind::Words(Box::new(Words::new(words, options))), options })
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
        let options = SearchOptions::default();
        let kind = Near::new(quote)
            .map_or_else(|| Kind::Words(Box::new(Words::new(quote, options))), |near| Kind::Near(Box::new(near)));
        Self { kind, options }
    }

    /// Every place in a text, in order, none overlapping another.
    #[must_use]
    pub fn places(&self, held: &HeldText) -> Vec<TextSpan> {
        let whole = held.text();
        match &self.kind {
            Kind::Words(words) => {
                let is_as_strict = |place: &Range<usize>, strict: &str| {
                    let place = whole.get(place.clone()).unwrap_or_default();
                    Folded::new(place, self.options.folding()).as_str() == strict
                };
                let counts = |place: &Range<usize>| {
                    words.strict.as_ref().is_none_or(|strict| is_as_strict(place, strict))
                        && (!self.options.whole_words || is_whole(whole, place))
                };
                apart(whole, words.needle.places(held), counts).collect()
            }
            Kind::Regex(Expression(regex)) => {
                let found = regex.find_iter(whole).map(|found| found.range()).filter(|range| !range.is_empty());
                let found = found.filter_map(|range| with_marks(whole, range));
                let found = found.filter(|range| !self.options.whole_words || is_whole(whole, range));
                found.filter_map(|range| TextSpan::new(whole, range)).collect()
            }
            Kind::Near(near) => near.places(held),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANY: SearchOptions = SearchOptions { case: false, whole_words: false, diacritics: false };

    /// `marked` holds ⟦…⟧ around every place that is expected.
    fn check(marked: &str, pattern: &Pattern) {
        let text = marked.replace(['⟦', '⟧'], "");
        let mut shown = text.clone();
        let prepared = HeldText::new(text);
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
        check("⟦we will not hand over the old mill before the river board signs it⟧, he said", &quote.clone());
        check("⟦We will not hand over the mill⟧, she added, and left the river board waiting.", &quote);
        check("The river board met at the mill and signed nothing before noon.", &quote);
        check("a “⟦shared weir⟧” it is", &Pattern::near("Shared weir"));
    }

    /// What is written in many ways: scripts, marks of their own and not, signs that part words or join them.
    const WRITTEN: &str = "(ka|kA|KAR|\u{212A}a|a|e|é|É|e\u{301}|ß|ss|SS|æ|AE|ı|й|Й|и|и\u{306}|ї|і\u{308}|ё|е\u{308}|Ж|ж|\
        ά|Α|σ|ς|ا|آ|ا\u{653}|\u{653}|ك\u{64B}|ך|한|하|漢|क|क़|क\u{93C}|ﬁ|Ａ|ａ|Ⅷ|ⅷ|🏳|👨\u{200D}👩|𐐀|𐐨|_|5|,|;|=|≠|\
        ka| |  |\n|\u{A0}|-|–| — |--|\\.|…|'|’|\"|“|«|\u{AD}|\u{200B}|\u{301}|\u{306})";

    /// The words as they were looked for when whole texts were folded.
    fn plainly(text: &str, needle: &str, options: SearchOptions) -> Vec<TextSpan> {
        let wanted = Folded::new(needle, options.folding());
        let counts = |place: &Range<usize>| {
            let slice = text.get(place.clone()).expect("in the text");
            let stricter = options.case || options.diacritics;
            (!stricter || Folded::new(slice, options.folding()).as_str() == wanted.as_str())
                && (!options.whole_words || is_whole(text, place))
        };
        let found = if needle.trim().is_empty() { Vec::new() } else { Folded::new(text, ANY.folding()).places(needle) };
        apart(text, found, counts).collect()
    }

    #[test]
    fn long_rows_of_the_same_are_gone_through() {
        for (row, needle) in [
            ("a ", "a a a a a a a a b"),
            ("aa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
            ("á ", "a a a a"),
            ("한", "한"),
            ("한 ", "한 한"),
            ("кй", "йк"),
        ] {
            let text = row.repeat(3000);
            let found = words(needle, ANY).places(&HeldText::new(text.clone()));
            assert_eq!(found, plainly(&text, needle, ANY), "{needle}");
        }
        let text = "we,will,not,é,".repeat(3000);
        let near = Pattern::near("we will not hand over the mill").places(&HeldText::new(text));
        assert_eq!(near.len(), 1000, "three of its pieces stand in each, no longer than half as much again");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn what_is_found_is_what_folding_the_text_finds(
            pieces in proptest::collection::vec(WRITTEN, 0..40), from in 0usize..40, count in 1usize..5,
            other in proptest::collection::vec(WRITTEN, 1..3), case: bool, whole_words: bool, diacritics: bool,
        ) {
            let text = pieces.concat();
            let held = HeldText::new(text.clone());
            let options = SearchOptions { case, whole_words, diacritics };
            let own: String = pieces.iter().skip(from).take(count).map(String::as_str).collect();
            for needle in [own.to_uppercase(), own, other.concat()] {
                let Some(pattern) = Pattern::words(&needle, options) else { continue };
                prop_assert_eq!(pattern.places(&held), plainly(&text, &needle, options), "{:?} in {:?}", needle, text);
            }
        }
    }

    proptest! {
        #[test]
        fn stricter_options_find_what_the_find_bar_finds(text in "(\\PC|[a-cA-C éї“’]){0,40}", needle in "[a-cA-Cé’]{1,3}", case: bool, whole_words: bool, diacritics: bool) {
            let options = SearchOptions { case, whole_words, diacritics };
            let prepared = HeldText::new(text.clone());
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
            let prepared = HeldText::new(text);
            let found = Pattern::near(&quote).places(&prepared);
            prop_assert!(found.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        }
    }
}
