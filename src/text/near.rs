//! The words of a quote that other articles may give a little differently: most of its pieces, three words each, in one
//! passage.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;

use super::folding::Folded;
use super::held::HeldText;
use super::leads::Leads;
use super::needle::Needle;
use super::search::{apart, with_marks};
use super::signs::FOLDING;
use crate::model::TextSpan;

/// Words in a row that make one piece of a quote.
const PIECE_WORDS: usize = 3;
/// A quote of fewer words is found only as it stands. There are pieces without its first and last word.
const LEAST_WORDS: usize = 6;
/// A passage is a near copy where it has at least this share of a quote's pieces.
const LEAST_PERCENT: usize = 40;

/// A quote in pieces. Two are equal where they are written alike.
#[derive(Debug, Clone)]
pub(super) struct Near {
    quote: String,
    needle: Needle,
    pieces: HashSet<u64>,
    words: usize,
    leads: Option<Leads>,
}

impl PartialEq for Near {
    fn eq(&self, other: &Self) -> bool {
        self.quote == other.quote
    }
}

impl Near {
    /// A quote; none where it has too few words to be found otherwise than as it stands.
    pub(super) fn new(quote: &str) -> Option<Self> {
        let folded = Folded::new(quote, FOLDING);
        let words = words_of(folded.as_str());
        if words.len() < LEAST_WORDS {
            return None;
        }
        let pieces = words.windows(PIECE_WORDS).map(|three| piece(folded.as_str(), three)).collect();
        let letters: Vec<&str> = words.iter().filter_map(|word| folded.as_str().get(word.clone())).collect();
        let leads = Leads::of(&letters, PIECE_WORDS);
        Some(Self { quote: quote.to_owned(), needle: Needle::new(quote), pieces, words: words.len(), leads })
    }

    /// Every place in a text, in order, none overlapping another.
    pub(super) fn places(&self, held: &HeldText) -> Vec<TextSpan> {
        // Where the quote stands as it is, all its words but the first and the last are words of the text too.
        if !self.may_stand_in(held) {
            return Vec::new();
        }
        let whole = held.text();
        self.in_whole(whole, apart(whole, self.needle.places(held), false).collect())
    }

    /// Whether a text may hold a piece of the quote; where that cannot be told without taking it apart, it may.
    fn may_stand_in(&self, held: &HeldText) -> bool {
        let holds_piece = |part: &str| self.holds_piece(part);
        self.leads.as_ref().is_none_or(|leads| leads.stand_in(held, PIECE_WORDS, holds_piece))
    }

    /// The near copies in a text besides those that are exact.
    fn in_whole(&self, whole: &str, exact: Vec<TextSpan>) -> Vec<TextSpan> {
        let folded = Folded::new(whole, FOLDING);
        let words = words_of(folded.as_str());
        let known = self.known(&folded, &words);
        if !known.contains(&true) {
            return exact;
        }
        let mut found = exact;
        for run in runs(&known, self.words) {
            let share = known.get(run.clone()).unwrap_or_default().iter().filter(|known| **known).count();
            if share * 100 < self.pieces.len() * LEAST_PERCENT {
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

    /// Of every three words in a row, whether they are a piece of the quote.
    fn known(&self, folded: &Folded, words: &[Range<usize>]) -> Vec<bool> {
        words.windows(PIECE_WORDS).map(|three| self.pieces.contains(&piece(folded.as_str(), three))).collect()
    }

    /// Whether a part of a text holds a piece of the quote.
    fn holds_piece(&self, part: &str) -> bool {
        let folded = Folded::new(part, FOLDING);
        self.known(&folded, &words_of(folded.as_str())).contains(&true)
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
    use proptest::prelude::*;
    use proptest::sample::select;

    const WORDS: [&str; 14] =
        ["we", "mill", "Mill", "weir", "ö", "öl", "OL", "мій", "МІЙ", "млин", "їх", "річ", "آب", "don\u{AD}t"];
    const BETWEEN: [&str; 12] = [" ", " ", " ", " ", "  ", ", ", ". ", " – ", "’", "\n", "-", "\u{306} "];

    /// Near copies as they were looked for when whole texts were folded and taken apart.
    fn plainly(near: &Near, text: &str) -> Vec<TextSpan> {
        near.in_whole(text, super::super::search::find_all(text, &near.quote, Default::default()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_text_with_a_piece_is_passed_over(
            signs in proptest::collection::vec((select(&WORDS[..]), select(&BETWEEN[..])), 0..60),
            from in 0usize..30, count in 6usize..20, capitals: bool,
        ) {
            let text: String = signs.iter().flat_map(|(word, between)| [*word, *between]).collect();
            // The words of the quote stand in the text, apart from some, and other signs between them.
            let part = signs.iter().skip(from).take(count).enumerate().filter(|(at, _)| at % 7 != 5);
            let quote: Vec<&str> = part.map(|(_, (word, _))| *word).collect();
            let quote = if capitals { quote.join(" ").to_uppercase() } else { quote.join(" ") };
            let Some(near) = Near::new(&quote) else { return Ok(()) };
            let held = HeldText::new(text.clone());
            prop_assert_eq!(near.places(&held), plainly(&near, &text), "{:?} in {:?}", quote, text);
            let holds = near.holds_piece(&text);
            prop_assert!(!holds || near.may_stand_in(&held));
        }
    }

    #[test]
    fn most_texts_are_not_taken_apart() {
        let near = Near::new("We will not hand over the mill before the river board has signed").expect("words enough");
        let stands = |text: &str| near.may_stand_in(&HeldText::new(text.to_owned()));
        assert!(stands("They HAND over the keys"));
        assert!(stands("They ha\u{AD}nd “over” – the keys"));
        assert!(stands("before the\n“river”"));
        for text in ["", "They hand the keys over", "The old board signed before it will", "a river, boarded"] {
            assert!(!stands(text), "{text}");
        }
    }
}
