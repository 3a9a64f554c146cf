//! Which texts may hold a piece of a quote, without taking them apart into words: of every piece one word, its lead, is
//! looked for in the bytes of the texts, and where one stands the words beside it are compared.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::char::is_combining_mark;

use super::held::HeldText;
use super::signs::{Kind, kind, small};

/// Words of a quote one of which stands in every piece of it.
#[derive(Debug, Clone)]
pub(super) struct Leads {
    words: AhoCorasick,
    /// For each word looked for, what stands beside it in the quote, each time it leads.
    beside: Vec<Vec<Beside>>,
    ascii: bool,
}

/// The words before and after a lead, where there are any; empty, which fits all, where they cannot be compared.
#[derive(Debug, Clone)]
struct Beside {
    before: Option<String>,
    after: Option<String>,
    /// Letters of the lead that follow what is looked for, if none of them has a mark.
    left: Option<usize>,
}

impl Leads {
    /// The leads of these words, which are folded, for pieces of so many; none where a piece has no word that could lead.
    pub(super) fn of(words: &[&str], piece_words: usize) -> Option<Self> {
        let mut found: BTreeMap<&str, Vec<Beside>> = BTreeMap::new();
        for at in chosen(words, piece_words)? {
            // A word that is not all ASCII may be written otherwise in a text.
            let compared = |word: &&str| if word.is_ascii() { (*word).to_owned() } else { String::new() };
            let before = at.checked_sub(1).and_then(|before| words.get(before)).map(compared);
            let word = words.get(at)?;
            let (part, rest) = word.split_at_checked(looked_for(word).len())?;
            let left = (!rest.contains(is_combining_mark)).then(|| rest.chars().count());
            found.entry(part).or_default().push(Beside { before, after: words.get(at + 1).map(compared), left });
        }
        let (words, beside): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let ascii = words.iter().all(|word| word.is_ascii());
        let words = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()?;
        Some(Self { words, beside, ascii })
    }

    /// Whether a text has, at a lead, a stretch that `holds_piece` says yes to; also where asking that of every lead would
    /// be more work than taking the whole text apart. A stretch has the lead and the words beside it that a piece can have.
    pub(super) fn stand_in(&self, held: &HeldText, piece_words: usize, holds_piece: impl Fn(&str) -> bool) -> bool {
        let (text, odd) = (held.text(), held.odd());
        let small = if self.ascii { text.to_ascii_lowercase() } else { small(text) };
        let mut asked = 0;
        let mut holds = |place: Range<usize>| {
            let stretch = around(text, place, piece_words - 1);
            asked += stretch.len();
            asked > text.len() * 2 || holds_piece(stretch)
        };
        let plainly = self.words.find_iter(&small).any(|found| {
            let beside = self.beside.get(found.pattern().as_usize()).map_or(&[][..], Vec::as_slice);
            may_lead(&small, found.range(), beside, odd.is_empty()) && holds(found.range())
        });
        plainly || self.words.find_iter(&odd.folded).filter_map(|found| odd.word_at(found.start())).any(holds)
    }
}

/// The part of a word that is looked for. In one that is not ASCII a text may have a letter in one sign with its mark, and
/// the last letter with a mark that parts words.
fn looked_for(word: &str) -> &str {
    if word.is_ascii() {
        return word;
    }
    let plain = word.find(is_combining_mark).and_then(|mark| word.get(..mark)).unwrap_or(word);
    plain.char_indices().next_back().and_then(|(last, _)| plain.get(..last)).unwrap_or_default()
}

/// The places of words one of which stands in every piece, such that they are long: long words are rare.
fn chosen(words: &[&str], piece_words: usize) -> Option<Vec<usize>> {
    // For each word the cost of leading with it and with those before it, and the lead before it.
    let mut costs: Vec<(f64, Option<usize>)> = Vec::with_capacity(words.len());
    let cheapest = |costs: &[(f64, Option<usize>)], range: Range<usize>| {
        let all = range.filter_map(|at| Some((at, costs.get(at)?.0)));
        all.min_by(|(_, one), (_, other)| one.total_cmp(other))
    };
    for (at, word) in words.iter().enumerate() {
        let length = looked_for(word).chars().count().min(12);
        let own = if length == 0 { f64::INFINITY } else { 0.5_f64.powi(i32::try_from(length).unwrap_or(0)) };
        let before = if at < piece_words { None } else { cheapest(&costs, at - piece_words..at) };
        costs.push((own + before.map_or(0.0, |(_, cost)| cost), before.map(|(at, _)| at)));
    }
    let (last, cost) = cheapest(&costs, words.len().saturating_sub(piece_words)..words.len())?;
    if !cost.is_finite() {
        return None;
    }
    let leads = std::iter::successors(Some(last), |at| costs.get(*at).and_then(|(_, before)| *before));
    Some(leads.collect())
}

/// Whether a lead may stand here: a whole word, beside one that it has beside it in the quote. Where anything but single
/// spaces and ASCII is around it that is not decided here.
fn may_lead(small: &str, place: Range<usize>, beside: &[Beside], no_odd_words: bool) -> bool {
    let before = small.get(..place.start).unwrap_or_default();
    let after = small.get(place.end..).unwrap_or_default();
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && kind(c) == Kind::Alike);
    let ends = |words: &Beside| words.left.is_none_or(|left| !is_letter(after.chars().nth(left)));
    if is_letter(before.chars().next_back()) || !beside.iter().any(ends) {
        return false;
    }
    let is_ascii_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    match (before.as_bytes(), after.as_bytes()) {
        ([before @ .., b' '], [b' ', after @ ..])
            if no_odd_words && is_ascii_letter(before.last()) && is_ascii_letter(after.first()) =>
        {
            let ends = |word: &String| before.ends_with(word.as_bytes());
            let starts = |word: &String| after.starts_with(word.as_bytes());
            beside
                .iter()
                .any(|words| words.before.as_ref().is_some_and(ends) || words.after.as_ref().is_some_and(starts))
        }
        _ => true,
    }
}

/// The stretch around a place with at least so many words more on each side. It begins after and ends before a sign that
/// parts words, so that its words are those of the text.
fn around(text: &str, place: Range<usize>, words: usize) -> &str {
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    let start = end_of_words(before.char_indices().rev().map(|(at, c)| (at + c.len_utf8(), c)), words).unwrap_or(0);
    let end = end_of_words(after.char_indices(), words).map_or(text.len(), |ahead| place.end + ahead);
    text.get(start..end).unwrap_or_default()
}

/// The place of the sign that parts so many words, and what is left of the one begun, from what comes after.
fn end_of_words(signs: impl Iterator<Item = (usize, char)>, words: usize) -> Option<usize> {
    let (mut parted, mut in_word) = (0, true);
    for (at, c) in signs {
        match kind(c) {
            Kind::Parting if in_word && parted == words => return Some(at),
            Kind::Parting if in_word => (parted, in_word) = (parted + 1, false),
            Kind::Alike if c.is_alphanumeric() => in_word = true,
            _ => {}
        }
    }
    None
}
