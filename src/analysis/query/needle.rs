//! Words that are looked for in a million short texts: prepared once, and on a page that many quotes share, looked for
//! once for all of them. What counts as the same word is decided in `text::folding`, and decided by it alone wherever a
//! text holds signs that become, join or part letters; which those are is in `script`.

use std::sync::Arc;

use memchr::memmem::{Finder, find};

use super::Value;
use super::script::{Small, SmallLetters, is_plain, script};
use crate::model::Anchor;
use crate::model::anchor::{Page, Script};
use crate::text::folding::{Folded, Folding};

pub(super) const FOLDING: Folding = Folding { case: true, diacritics: true };

/// A text as it is compared.
pub(super) fn folded(text: &str) -> String {
    Folded::new(text, FOLDING).as_str().to_owned()
}

/// Words to look for.
pub(super) struct Needle {
    folded: String,
    probe: Option<Probe>,
    /// What a text must be, to the letter, where it is not enough that it holds the words.
    exact: Option<String>,
    page: SearchedPage,
}

/// The longest run of plain letters in the words. Where it does not stand, they do not.
struct Probe {
    finder: Finder<'static>,
    letters: SmallLetters,
    /// It is all of the words.
    whole: bool,
    small: Small,
}

/// The page searched last: the next quotes most often stand on it too.
#[derive(Default)]
struct SearchedPage {
    address: usize,
    outcome: Outcome,
    /// Where the probe begins and ends.
    places: Vec<(usize, usize)>,
}

/// What a search of a page came to.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Outcome {
    /// The words stand nowhere on it.
    #[default]
    Nowhere,
    /// They stand where the probe does, or there at most.
    AtPlaces,
    /// They may stand anywhere.
    Anywhere,
}

impl Probe {
    fn new(folded: &str) -> Option<Self> {
        let runs = folded.split(|c: char| !is_plain(c));
        let probe = runs.max_by_key(|run| run.len()).filter(|run| !run.is_empty())?;
        let letters = SmallLetters::of(probe);
        let whole = probe == folded;
        Some(Self { finder: Finder::new(probe.as_bytes()).into_owned(), letters, whole, small: Small::default() })
    }

    /// Looks for it in a text of a script that it can be looked for in.
    fn stands_in(&mut self, text: &str, accents: bool) -> bool {
        self.letters.write(text, accents, &mut self.small);
        self.finder.find(&self.small.bytes).is_some()
    }

    fn places(&mut self, text: &str, accents: bool, places: &mut Vec<(usize, usize)>) {
        self.letters.write(text, accents, &mut self.small);
        let letters = self.finder.needle();
        let mut from = 0;
        while let Some(ahead) = self.small.bytes.get(from..).and_then(|rest| self.finder.find(rest)) {
            let at = from + ahead;
            let place = (self.small.in_text(at), self.small.in_text(at + letters.len()));
            // A letter with a mark was found as the letter alone: “й” as “и”. Within the words that is another one. A place
            // may begin or end within “ß”.
            let stands = || {
                let around = text.get(text.floor_char_boundary(place.0)..text.ceil_char_boundary(place.1));
                around.is_some_and(|text| find(folded(text).as_bytes(), letters).is_some())
            };
            if !self.whole || letters.is_ascii() || stands() {
                places.push(place);
            }
            from = at + 1;
        }
    }
}

impl Needle {
    /// What a value of a field of words asks for.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Text(words) => Some(Self::new(words)),
            Value::Exact(words) => Some(Self { exact: Some(words.trim().to_owned()), ..Self::new(words) }),
            _ => None,
        }
    }

    pub(super) fn new(words: &str) -> Self {
        let folded = folded(words);
        let probe = Probe::new(&folded);
        Self { folded, probe, exact: None, page: SearchedPage::default() }
    }

    /// Whether a text holds the words, or is what is asked for.
    pub(super) fn is_in(&mut self, text: &str) -> bool {
        if text.is_empty() {
            return false;
        }
        if let Some(exact) = &self.exact {
            return text.trim() == exact;
        }
        match (script(text), &mut self.probe) {
            (Script::Simple { latin: true, .. }, _) if !self.folded.is_ascii() => false,
            (Script::Simple { accents, .. }, Some(probe)) => {
                probe.stands_in(text, accents) && (probe.whole && self.folded.is_ascii() || self.is_in_folded(text))
            }
            _ => self.is_in_folded(text),
        }
    }

    /// Whether the quote of an anchor holds the words. Anchors that share a page come best one after the other.
    pub(super) fn is_in_quote(&mut self, anchor: &Anchor) -> bool {
        if self.exact.is_some() {
            return self.is_in(anchor.quote());
        }
        let (page, _) = anchor.on_page();
        let address = Arc::as_ptr(page).addr();
        if self.page.address != address {
            self.page.address = address;
            self.search_page(page);
        }
        match self.page.outcome {
            Outcome::Nowhere => false,
            Outcome::Anywhere => self.is_in_folded(anchor.quote()),
            Outcome::AtPlaces => {
                let Some(probe) = &self.probe else { return false };
                let (_, quote) = anchor.quote_on_page();
                let places = &self.page.places;
                let first = places.partition_point(|(start, _)| *start < quote.start);
                let there = places.get(first).is_some_and(|(_, end)| *end <= quote.end);
                there && (probe.whole || self.is_in_folded(anchor.quote()))
            }
        }
    }

    fn search_page(&mut self, page: &Page) {
        self.page.places.clear();
        self.page.outcome = match (page.script(script), &mut self.probe) {
            (Script::Simple { latin: true, .. }, _) if !self.folded.is_ascii() => Outcome::Nowhere,
            (Script::Simple { accents, .. }, Some(probe)) => {
                probe.places(&page.text, accents, &mut self.page.places);
                if self.page.places.is_empty() { Outcome::Nowhere } else { Outcome::AtPlaces }
            }
            // What a quote holds, the whole page holds; most pages do not.
            _ => {
                if self.is_in_folded(&page.text) {
                    Outcome::Anywhere
                } else {
                    Outcome::Nowhere
                }
            }
        };
    }

    fn is_in_folded(&self, text: &str) -> bool {
        find(Folded::new(text, FOLDING).as_str().as_bytes(), self.folded.as_bytes()).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TextSpan;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn letters_with_marks_are_others_only_within_the_words(
            text in "[кКиИйЙїЇєёЁтТ ,aАéÉßsłæÄ“]{2,24}", words in "([киийїєёт]|[aesl]){1,3}", cut in any::<[u8; 4]>(),
        ) {
            let mut needle = Needle::new(&words);
            let stands = |text: &str| folded(text).contains(&folded(&words));
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut anchors: Vec<Anchor> = cut
                .chunks(2)
                .map(|ends| [ends[0], ends[1]].map(|end| places[usize::from(end) % places.len()]))
                .filter_map(|[from, to]| TextSpan::new(&text, from.min(to)..from.max(to)))
                .map(|span| {
                    let part = |range: std::ops::Range<usize>| text.get(range).expect("a part");
                    let after = part(span.end()..text.len());
                    Anchor::new(span, part(span.range()), part(0..span.start()), after)
                })
                .collect();
            crate::model::anchor::share_page(&mut anchors);
            for anchor in &anchors {
                prop_assert_eq!(needle.is_in_quote(anchor), stands(anchor.quote()), "{} in {}", words, anchor.quote());
            }
            prop_assert_eq!(needle.is_in(&text), stands(&text));
        }
    }
}
