//! Finds a quote in a text although white space, quotation marks, dashes or dots were typed differently.
//! Words never differ: nothing is found that merely resembles the quote.

use super::finding::{is_grapheme_boundary, occurrences};
use super::folding::{Folded, Folding};
use crate::model::TextSpan;

/// A text prepared for finding many quotes in it.
#[derive(Debug, Clone)]
pub struct LooseText<'t> {
    text: &'t str,
    folded: Option<Folded>,
}

/// Every place of `quote` in `text`, in order; exact ones and those that differ in white space (of any kind and length),
/// in straight or curly quotation marks, in dashes and the spaces around them, and in “…” for three dots.
/// Linear in both; a quote with a word that the text does not hold costs one quick scan. For many quotes in one text keep
/// a [`LooseText`].
#[must_use]
pub fn find_loose(text: &str, quote: &str) -> Vec<TextSpan> {
    LooseText::new(text).find(quote)
}

/// `text` as [`find_loose`] compares it.
#[must_use]
pub fn folded(text: &str) -> String {
    Folded::new(text, Folding::default()).as_str().to_owned()
}

impl<'t> LooseText<'t> {
    /// Prepares `text`; it is folded when a quote needs it, once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, folded: None }
    }

    /// Every place of `quote`, as [`find_loose`] finds them.
    #[must_use]
    pub fn find(&mut self, quote: &str) -> Vec<TextSpan> {
        if quote.trim().is_empty() {
            return Vec::new();
        }
        let whole = |span: &TextSpan| {
            is_grapheme_boundary(self.text, span.start()) && is_grapheme_boundary(self.text, span.end())
        };
        let exact: Vec<TextSpan> = occurrences(self.text.as_bytes(), quote.as_bytes())
            .into_iter()
            .filter_map(|at| TextSpan::new(self.text, at..at + quote.len()))
            .filter(whole)
            .collect();
        if self.folded.is_none() && lacks_a_word(self.text, quote) {
            return exact;
        }
        let folded = self.folded.get_or_insert_with(|| Folded::new(self.text, Folding::default()));
        let loose = folded.places(quote).into_iter().filter_map(|range| TextSpan::new(self.text, range)).filter(whole);
        merged(exact, loose)
    }
}

/// Exact places and the loose ones that are not an exact one seen again.
fn merged(exact: Vec<TextSpan>, loose: impl Iterator<Item = TextSpan>) -> Vec<TextSpan> {
    if exact.is_empty() {
        return loose.collect();
    }
    let same = |a: &TextSpan, b: &TextSpan| {
        (a.start() <= b.start() && b.end() <= a.end()) || (b.start() <= a.start() && a.end() <= b.end())
    };
    let mut all: Vec<TextSpan> = loose
        .filter(|span| {
            let next = exact.partition_point(|one| one.start() < span.start());
            let near = exact.get(next.saturating_sub(1)..(next + 2).min(exact.len())).unwrap_or_default();
            !near.iter().any(|one| same(one, span))
        })
        .collect();
    all.extend(exact);
    all.sort_unstable();
    all
}

/// Whether a word of the quote does not stand in the text at all, so that folding it is not worth while.
fn lacks_a_word(text: &str, quote: &str) -> bool {
    let longest = quote.split(|c: char| !c.is_alphanumeric() || c == 'ʼ' || c == 'ʹ').max_by_key(|word| word.len());
    longest.is_some_and(|word| !word.is_empty() && memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_none())
        && !holds_ignored(text)
}

/// Whether the text holds signs that are passed over and may stand within a word.
fn holds_ignored(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes).any(|at| {
        matches!(
            bytes.get(at..),
            Some(
                [0xC2, 0xAD, ..]
                    | [0xEF, 0xBB, 0xBF, ..]
                    | [0xE2, 0x80, 0x8B | 0x8E | 0x8F | 0xAA..=0xAE, ..]
                    | [0xE2, 0x81, 0xA0 | 0xA6..=0xA9, ..]
            )
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `marked` holds ⟦…⟧ around every place that is expected, none within another.
    fn check(marked: &str, quote: &str) {
        let text = marked.replace(['⟦', '⟧'], "");
        let mut expected = Vec::new();
        let mut at = 0;
        for (index, part) in marked.split(['⟦', '⟧']).enumerate() {
            if index % 2 == 1 {
                expected.push(at..at + part.len());
            }
            at += part.len();
        }
        let found: Vec<_> = find_loose(&text, quote).into_iter().map(TextSpan::range).collect();
        assert_eq!(found, expected, "{quote:?} in {text:?}");
    }

    #[test]
    fn a_quote_is_found_however_it_was_typed() {
        check("He said ⟦“we will never accept it”⟧ twice.", "\"we will never accept it\"");
        check("He said ⟦“we will never accept it”⟧ twice.", "«we will\n  never\u{A0}accept it»");
        check("It’s ⟦Kyiv’s line⟧, not ‘theirs’.", "Kyiv's line");
        check("Talks ⟦last — in Berlin — ended⟧.", "last -- in Berlin - ended");
        check("Talks ⟦last—in Berlin—ended⟧.", "last – in Berlin – ended");
        check("Talks ⟦last - in Berlin⟧ ended.", "last—in Berlin");
        check("A ⟦five-hour⟧ and a ⟦five‑hour⟧ talk.", "five–hour");
        check("⟦Wait… what⟧?", "Wait... what");
        check("⟦Wait... what⟧?", "Wait… what");
        check("The ⟦line\nbroken in⟧ mid-sentence.", "line broken in");
        check("⟦Sicher\u{AD}heit⟧ und Frieden", "Sicherheit");
        check("⟦Це — «червона лінія»⟧.", "Це - \"червона лінія\"");
        check("⟦no⟧, ⟦no⟧ and ⟦no⟧.", "no");
        check("a word — next", "word - last");
        check("a ⟦word⟧ — next", "word");
        check("a ⟦word —⟧ next", "word -");
    }

    #[test]
    fn words_are_not_bent() {
        check("We will never accept it.", "we will never accept it");
        check("We will never  accept.", "We will never except");
        check("It is a redline.", "red line");
        check("“no”", "'no'");
        check("any text", "");
        check("any text", " \n");
        check("", "any");
    }

    #[test]
    fn exact_places_stay_exact() {
        check("one⟦ two ⟧three", " two ");
        check("a ⟦b -⟧- c", "b -");
        check("⟦Wait.⟧..", "Wait.");
        check("Wait…", "Wait.");
        check("e\u{301}", "e");
        check("🇺🇦", "🇺");
        let overlapping = find_loose("aXaXaXb", "aXa");
        assert_eq!(overlapping.iter().map(|s| s.start()).collect::<Vec<_>>(), [0, 2]);
        let both = find_loose("“no” and \"no\"", "\"no\"");
        assert_eq!(both.iter().map(|s| s.start()).collect::<Vec<_>>(), [0, 13]);
    }

    const PIECES: &str = "(word|мова|5|é|漢|😀|\\.|,| | |\u{A0}|\n|“|”|‘|’|\"|'|-|–|—|…){1,40}";

    fn perturbed(quote: &str, seed: u64) -> String {
        let mut state = seed;
        let mut pick = |choices: &[&str]| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(state >> 33).unwrap_or(0) % choices.len();
            choices[at].to_owned()
        };
        quote
            .chars()
            .map(|c| match c {
                '“' | '”' | '"' => pick(&["“", "”", "\"", "„", "«"]),
                '‘' | '’' | '\'' => pick(&["‘", "’", "'", "`"]),
                '-' | '–' | '—' => pick(&["-", "–", "—", "--", " - ", "\u{2011}"]),
                '…' => "...".to_owned(),
                c if c.is_whitespace() => pick(&[" ", "\u{A0}", "\n", "  ", "\t"]),
                c => c.to_string(),
            })
            .collect()
    }

    proptest! {
        #[test]
        fn any_passage_is_found_at_its_place(text in PIECES, a in 0usize..100, b in 0usize..100, seed: u64) {
            let boundaries: Vec<usize> = (0..=text.len()).filter(|at| is_grapheme_boundary(&text, *at)).collect();
            let (a, b) = (boundaries[a % boundaries.len()], boundaries[b % boundaries.len()]);
            let passage = text.get(a.min(b)..a.max(b)).expect("boundaries");
            let words = passage.trim();
            prop_assume!(!words.is_empty());
            let start = a.min(b) + (passage.len() - passage.trim_start().len());
            let range = start..start + words.len();
            let found = find_loose(&text, &perturbed(words, seed));
            // A run of dashes is one dash, so that a passage that ends within a run is found with the whole run.
            let spaces_and_dashes = |part: &str| part.chars().all(|c| c.is_whitespace() || "-–—".contains(c));
            let fits = |span: &TextSpan| {
                let (low, high) = (span.start().min(range.start), span.start().max(range.start));
                let (left, right) = (span.end().min(range.end), span.end().max(range.end));
                text.get(low..high).is_some_and(spaces_and_dashes) && text.get(left..right).is_some_and(spaces_and_dashes)
            };
            prop_assert!(found.iter().any(fits), "{:?} in {:?}: {:?}", words, text, found);
            if !words.starts_with(['-', '–', '—']) && !words.ends_with(['-', '–', '—']) {
                prop_assert!(found.iter().any(|span| span.range() == range));
            }
        }

        #[test]
        fn exact_places_are_all_found_and_no_grapheme_is_cut(text in PIECES, quote in PIECES) {
            let found = find_loose(&text, &quote);
            for (at, exact) in text.match_indices(&quote) {
                let whole = is_grapheme_boundary(&text, at) && is_grapheme_boundary(&text, at + exact.len());
                let span = TextSpan::new(&text, at..at + exact.len()).expect("span");
                prop_assert!(quote.trim().is_empty() || !whole || found.contains(&span));
            }
            for span in found {
                prop_assert!(is_grapheme_boundary(&text, span.start()) && is_grapheme_boundary(&text, span.end()));
                prop_assert_eq!(folded(span.slice(&text).expect("slice")), folded(&quote));
            }
        }
    }
}
