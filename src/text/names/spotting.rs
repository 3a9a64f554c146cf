//! Spots names in a text by the word that each begins with: every word costs one look into a table, and a name is compared
//! where its first word stands. Letters are folded on the way; only stretches with rarer signs are folded apart.

use std::ops::Range;

use super::FOLDING;
use super::letters::{Sign, ascii_words, eight_bytes, first_of, sign};
use crate::text::folding::Folded;

/// How much of a text with rarer signs is folded at a time, in bytes.
const STRETCH_BYTES: usize = 1 << 14;

/// How far behind a word is folded at first, in bytes; farther where a name needs it.
const BEHIND_BYTES: usize = 64;

/// So much is folded behind a name that nothing which follows could still change its last sign, in bytes.
const SLACK_BYTES: usize = 8;

/// Bits of the hash of a first word.
const HASH_BITS: u32 = 15;

/// Names folded, ready to be spotted by their first words.
#[derive(Debug, Clone, Default)]
pub(super) struct Spotter {
    /// For each hash of a first word, where in the list below those of that hash begin, counted from 1.
    begin_at: Vec<u32>,
    /// Hash and first eight bytes of the first word of each name, and the number of the name, in order.
    first_words: Vec<(usize, u64, u32)>,
    names: Vec<Spotted>,
}

/// A name to spot.
#[derive(Debug, Clone)]
struct Spotted {
    folded: String,
    /// Where its first word begins: behind 0 where signs come first.
    word_at: usize,
}

/// A name in a text, a whole word or several: where it stands in bytes, and the number of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) name: u32,
}

impl Hit {
    /// Of two, the one that begins first, then the longest.
    pub(super) fn order(&self) -> (u32, std::cmp::Reverse<u32>, u32) {
        (self.start, std::cmp::Reverse(self.end), self.name)
    }
}

/// A word of a text as far as it was read.
#[derive(Debug, Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    /// Its first eight bytes, folded.
    first: u64,
}

impl Spotter {
    /// A spotter of these folded names, numbered as they come; one without any letter is never found.
    pub(super) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut spotter = Self { begin_at: vec![0; 1 << HASH_BITS], ..Self::default() };
        for (number, name) in (0..).zip(names) {
            let word = words(name).next().unwrap_or_default();
            if !word.is_empty() {
                let first = eight_bytes(name.get(word.clone()).unwrap_or_default().as_bytes(), 0);
                spotter.first_words.push((hash(first), first, number));
            }
            spotter.names.push(Spotted { folded: name.to_owned(), word_at: word.start });
        }
        spotter.first_words.sort_unstable();
        for (place, (hash, ..)) in (1..).zip(&spotter.first_words) {
            if let Some(begin_at) = spotter.begin_at.get_mut(*hash).filter(|begin_at| **begin_at == 0) {
                *begin_at = place;
            }
        }
        spotter
    }

    /// Every place of every name, those that overlap included, in order. Linear in the text.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        if !self.first_words.is_empty() {
            self.walk(text, &mut hits);
        }
        hits.sort_by_key(Hit::order);
        hits.dedup();
        hits
    }

    fn walk(&self, text: &str, hits: &mut Vec<Hit>) {
        let bytes = text.as_bytes();
        let (mut at, mut before) = (0, 0);
        while at < bytes.len() {
            let eight = eight_bytes(bytes, at);
            let (length, ends_in_ascii) = ascii_words(eight);
            let first = first_of(eight, length);
            let mut word = Word { start: at, end: at + length, first };
            if ends_in_ascii {
                // What ends a word of ASCII parts words itself.
                at = word.end + 1;
                if length == 0 {
                    continue;
                }
            } else {
                let odd = read_on(bytes, &mut word);
                if odd {
                    let stretch = at..stretch_end(bytes, word.end);
                    at = stretch.end;
                    if self.find_folded(text, stretch.clone(), before, hits) {
                        before = stretch.start;
                    }
                    continue;
                }
                if word.end == at {
                    at += parting(bytes, at).max(1);
                    continue;
                }
                at = word.end;
            }
            if self.begin_at.get(hash(word.first)).is_some_and(|begin_at| *begin_at > 0) {
                self.compare(text, word, before, hits);
            }
            before = word.start;
        }
    }

    /// The names whose first word begins so.
    fn beginning(&self, first: u64) -> impl Iterator<Item = (u32, &Spotted)> {
        let hash = hash(first);
        let from = self.begin_at.get(hash).and_then(|begin_at| begin_at.checked_sub(1));
        let listed = from.and_then(|from| self.first_words.get(from as usize..)).unwrap_or_default();
        let same =
            listed.iter().take_while(move |(other, ..)| *other == hash).filter(move |(_, word, _)| *word == first);
        same.filter_map(|(.., number)| Some((*number, self.names.get(*number as usize)?)))
    }

    /// Looks which names begin with a word; `before` is where the word before it begins.
    fn compare(&self, text: &str, word: Word, before: usize, hits: &mut Vec<Hit>) {
        let count = hits.len();
        for (number, name) in self.beginning(word.first) {
            let said = if name.word_at == 0 { says(text, word.start, &name.folded) } else { Says::Perhaps };
            match said {
                Says::No => {}
                Says::Until(end) => hits.extend(hit(word.start, end, number)),
                Says::Perhaps => {
                    hits.truncate(count);
                    self.find_folded(text, word.start..word.end, before, hits);
                    return;
                }
            }
        }
    }

    /// Finds the names that begin with a word of a stretch, by folding it; whether it has a word at all. A stretch begins
    /// and ends between words; `before` is where the last word before it begins.
    fn find_folded(&self, text: &str, stretch: Range<usize>, before: usize, hits: &mut Vec<Hit>) -> bool {
        let alone = Folded::new(text.get(stretch.clone()).unwrap_or_default(), FOLDING);
        let (mut has_words, mut begins, mut signs) = (false, false, false);
        for word in words(alone.as_str()) {
            has_words = true;
            for (_, name) in self.beginning(eight_bytes(alone.as_str().get(word).unwrap_or_default().as_bytes(), 0)) {
                begins = true;
                signs |= name.word_at > 0;
            }
        }
        if begins {
            let from = if signs { before } else { stretch.start };
            let mut to = text.ceil_char_boundary((stretch.end + BEHIND_BYTES).min(text.len()));
            let count = hits.len();
            while !self.look(text, from..to, stretch.end, hits) {
                hits.truncate(count);
                to = text.ceil_char_boundary((to + (to - from)).min(text.len()));
            }
        }
        has_words
    }

    /// Finds names by words that begin before `until`; whether the range reaches far enough behind it to tell.
    fn look(&self, text: &str, range: Range<usize>, until: usize, hits: &mut Vec<Hit>) -> bool {
        let folded = Folded::new(text.get(range.clone()).unwrap_or_default(), FOLDING);
        let all = folded.as_str();
        for word in words(all) {
            for (number, name) in self.beginning(eight_bytes(all.get(word.clone()).unwrap_or_default().as_bytes(), 0)) {
                if folded.original(word.clone()).is_some_and(|word| range.start + word.start >= until) {
                    return true;
                }
                let Some(start) = word.start.checked_sub(name.word_at) else { continue };
                let end = start + name.folded.len();
                if end + SLACK_BYTES > all.len() && range.end < text.len() {
                    return false;
                }
                if all.as_bytes().get(start..end) == Some(name.folded.as_bytes())
                    && is_whole(all, start, end)
                    && let Some(place) = folded.original(start..end)
                {
                    hits.extend(hit(range.start + place.start, range.start + place.end, number));
                }
            }
        }
        true
    }
}

fn hit(start: usize, end: usize, name: u32) -> Option<Hit> {
    Some(Hit { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()?, name })
}

/// Where in the table a first word is.
fn hash(first: u64) -> usize {
    (first.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH_BITS)) as usize
}

/// The words of a folded text: letters and digits on end, with what marks folding left them.
fn words(folded: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + folded.get(at..)?.find(is_letter)?;
        let rest = folded.get(start..)?;
        at = start + rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
        Some(start..at)
    })
}

/// Whether a folded character is a part of a word. “й” is folded to a letter and a mark.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Whether the letters before and after are no part of the same word.
fn is_whole(folded: &str, start: usize, end: usize) -> bool {
    !folded.get(..start).and_then(|rest| rest.chars().next_back()).is_some_and(is_letter)
        && !folded.get(end..).and_then(|rest| rest.chars().next()).is_some_and(is_letter)
}

/// What a comparison without folding tells.
enum Says {
    No,
    /// The name, which ends here.
    Until(usize),
    /// Only folding can tell.
    Perhaps,
}

/// Whether the text says a folded name from the word at `at` on.
fn says(text: &str, mut at: usize, folded: &str) -> Says {
    let (bytes, mut wanted) = (text.as_bytes(), folded.as_bytes());
    while let Some((first, rest)) = wanted.split_first() {
        match sign(bytes, at) {
            Sign::Ascii(letter) if letter != *first => return Says::No,
            Sign::Ascii(_) => (at, wanted) = (at + 1, rest),
            Sign::Letter(letter) => match wanted.strip_prefix(letter.folded()) {
                Some(rest) => (at, wanted) = (at + 2, rest),
                None => return Says::No,
            },
            Sign::Space if *first == b' ' => (at, wanted) = (at + 1, rest),
            Sign::Mark(byte) if byte == *first => (at, wanted) = (at + 1, rest),
            Sign::Space | Sign::Mark(_) | Sign::End => return Says::No,
            Sign::Parting(_) | Sign::Odd => return Says::Perhaps,
        }
    }
    match sign(bytes, at) {
        Sign::Ascii(_) | Sign::Letter(_) => Says::No,
        Sign::Odd => Says::Perhaps,
        Sign::Space | Sign::Mark(_) | Sign::Parting(_) | Sign::End => Says::Until(at),
    }
}

/// How long the sign is that parts words at `at`; 0 where there is none.
fn parting(bytes: &[u8], at: usize) -> usize {
    match sign(bytes, at) {
        Sign::Parting(length) => length,
        Sign::Space | Sign::Mark(_) => 1,
        _ => 0,
    }
}

/// Reads a word on to its end; whether it has signs that only folding knows. Whatever parts no words belongs to it.
fn read_on(bytes: &[u8], word: &mut Word) -> bool {
    let mut odd = false;
    let mut known = word.end - word.start;
    loop {
        match sign(bytes, word.end) {
            Sign::Ascii(letter) => {
                if known < 8 {
                    word.first |= u64::from(letter) << (known * 8);
                }
                (known, word.end) = (known + 1, word.end + 1);
            }
            Sign::Letter(letter) => {
                if known < 8 {
                    word.first |= letter.folded << (known * 8);
                }
                (known, word.end) = (known + letter.length as usize, word.end + 2);
            }
            Sign::Odd => {
                odd = true;
                word.end += 1;
                while bytes.get(word.end).is_some_and(|byte| (0x80..0xC0).contains(byte)) {
                    word.end += 1;
                }
            }
            Sign::Space | Sign::Mark(_) | Sign::Parting(_) | Sign::End => return odd,
        }
    }
}

/// Where a stretch of words with rarer signs ends whose first word ends at `end`.
fn stretch_end(bytes: &[u8], mut end: usize) -> usize {
    let most = end + STRETCH_BYTES;
    while end < most {
        // A space between, or a sign of punctuation and a space.
        let mut next = end + parting(bytes, end);
        next += parting(bytes, next);
        let mut word = Word { start: next, end: next, first: 0 };
        if !read_on(bytes, &mut word) {
            break;
        }
        end = word.end;
    }
    end
}
