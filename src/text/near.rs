//! The words of a quote that other articles may give a little differently: most of its pieces, three words each, in one
//! passage.

use std::collections::HashMap;
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
/// Words that a copy may have more at an end, before its first or last word is the quote's.
const INSERTED_WORDS: usize = 2;
/// What ends a sentence or a quotation, and so what belongs together.
const ENDS: [char; 13] = ['.', '!', '?', '…', ':', ';', '“', '”', '„', '«', '»', '"', '\n'];
/// A passage is a near copy where it has at least this share of a quote's pieces.
const LEAST_PERCENT: usize = 40;

/// A quote in pieces. Two are equal where they are written alike.
#[derive(Debug, Clone)]
pub(super) struct Near {
    quote: String,
    needle: Needle,
    /// Each piece, and as the how manieth it stands first and last.
    pieces: HashMap<u64, (usize, usize)>,
    words: usize,
    /// Its first and its last word, folded.
    ends: (String, String),
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
        let mut pieces: HashMap<u64, (usize, usize)> = HashMap::new();
        for (at, three) in words.windows(PIECE_WORDS).enumerate() {
            pieces.entry(piece(folded.as_str(), three)).and_modify(|places| places.1 = at).or_insert((at, at));
        }
        let letters: Vec<&str> = words.iter().filter_map(|word| folded.as_str().get(word.clone())).collect();
        let leads = Leads::of(&letters, PIECE_WORDS);
        let end = |word: Option<&&str>| word.map_or_else(String::new, |word| (*word).to_owned());
        let ends = (end(letters.first()), end(letters.last()));
        Some(Self { quote: quote.to_owned(), needle: Needle::new(quote), pieces, words: words.len(), ends, leads })
    }

    /// Every place in a text, in order, none overlapping another.
    pub(super) fn places(&self, held: &HeldText) -> Vec<TextSpan> {
        // Where the quote stands as it is, all its words but the first and the last are words of the text too.
        if !self.may_stand_in(held) {
            return Vec::new();
        }
        let whole = held.text();
        self.in_whole(whole, apart(whole, self.needle.places(held), |_| true).collect())
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
            let run = self.with_ends(run, whole, &folded, &words);
            let (Some(first), Some(last)) = (words.get(run.start), words.get(run.end - 1)) else { continue };
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

    /// The words of a run of pieces, with those at its ends that stand where the quote has other ones: “before spring” or
    /// “before the winter” where the quote says “before winter”. Where more than a piece is lacking at an end, the copy is
    /// cut off there.
    fn with_ends(&self, run: Range<usize>, whole: &str, folded: &Folded, words: &[Range<usize>]) -> Range<usize> {
        let place = |at: usize| self.pieces.get(&piece(folded.as_str(), words.get(at..at + PIECE_WORDS)?)).copied();
        let before = place(run.start).map_or(0, |(first, _)| first);
        let after = place(run.end - 1).map_or(0, |(_, last)| (self.words - PIECE_WORDS).saturating_sub(last));
        let goes_on = |at: usize| {
            let between = words.get(at).zip(words.get(at + 1)).map(|(one, other)| one.end..other.start);
            let signs = between.and_then(|between| whole.get(folded.original(between)?));
            signs.is_some_and(|signs| !signs.contains(ENDS))
        };
        let is = |at: usize, word: &str| words.get(at).and_then(|at| folded.as_str().get(at.clone())) == Some(word);
        let (mut start, mut at) = (run.start, run.start);
        let lacking = if before <= PIECE_WORDS { before } else { 0 };
        for step in 1..=if lacking > 0 { lacking + INSERTED_WORDS } else { 0 } {
            let Some(next) = at.checked_sub(1).filter(|next| goes_on(*next)) else { break };
            at = next;
            if is(at, &self.ends.0) {
                start = at;
                break;
            }
            start = if step <= lacking { at } else { start };
        }
        let last = run.end + PIECE_WORDS - 2;
        let (mut end, mut at) = (last, last);
        let lacking = if after <= PIECE_WORDS { after } else { 0 };
        for step in 1..=if lacking > 0 { lacking + INSERTED_WORDS } else { 0 } {
            if !goes_on(at) {
                break;
            }
            at += 1;
            if is(at, &self.ends.1) {
                end = at;
                break;
            }
            end = if step <= lacking { at } else { end };
        }
        start..end + 1
    }

    /// Of every three words in a row, whether they are a piece of the quote.
    fn known(&self, folded: &Folded, words: &[Range<usize>]) -> Vec<bool> {
        words.windows(PIECE_WORDS).map(|three| self.pieces.contains_key(&piece(folded.as_str(), three))).collect()
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
    fn a_copy_that_differs_at_its_ends_is_found_with_them() {
        let near = Near::new("We will never sign a paper that gives away the crossings before winter").expect("words");
        let check = |marked: &str| {
            let text = marked.replace(['⟦', '⟧'], "");
            let mut shown = text.clone();
            for span in near.places(&HeldText::new(text)).into_iter().rev() {
                shown.insert(span.end(), '⟧');
                shown.insert(span.start(), '⟦');
            }
            assert_eq!(shown, marked);
        };
        check("He said: “⟦We will never sign a paper that gives away the crossings before spring⟧.” He left.");
        check("“⟦They will never sign a paper that gives away the crossings before winter⟧”, it says.");
        check("So. ⟦We shall never sign a paper that gives away the crossings before the winter⟧ comes.");
        check("Indeed ⟦we, he said, will never sign a paper that gives away the crossings before winter⟧.");
        check("⟦We will never sign a paper that gives away the crossings⟧. Nobody listened to them.");
        check("⟦we will never sign a paper that gives away⟧ what they hold, they said, and no more than that.");
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
