//! The order by quote: by its words, in lower case and without punctuation. Their first signs become a number that tells
//! almost all quotes apart; only where these are alike are the quotes themselves compared.

use std::cmp::Ordering;

use super::columns::dense;
use super::slot_of;
use crate::model::Excerpt;

/// Quotes by slot, and their first signs as numbers, each with its slot.
pub(super) struct Letters<'a> {
    first: Vec<u128>,
    quotes: Vec<&'a str>,
}

/// Bits of one sign.
const BITS: u32 = 6;
/// Signs in a number.
const SIGNS: u32 = 16;
/// Bits of a number that are below its signs: room for a slot.
const BELOW: u32 = u128::BITS - BITS * SIGNS;
/// No sign of the order.
const SKIPPED: u8 = 0;
/// White space: between words it is one sign, and none before and after them.
const SPACE: u8 = 1;
/// A byte of a letter that is not ASCII.
const OTHER: u8 = 255;

/// The signs of ASCII bytes, in the order of letters: the space, digits, small letters.
const SIGN_OF: [u8; 256] = {
    let mut signs = [SKIPPED; 256];
    let mut byte = 0;
    #[expect(clippy::indexing_slicing, reason = "made by the compiler, which would say so")]
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let ascii = byte as u8;
        signs[byte] = match ascii {
            b' ' | b'\t'..=b'\r' => SPACE,
            b'0'..=b'9' => 2 + (ascii - b'0'),
            b'a'..=b'z' => 12 + (ascii - b'a'),
            b'A'..=b'Z' => 12 + (ascii - b'A'),
            128.. => OTHER,
            _ => SKIPPED,
        };
        byte += 1;
    }
    signs
};

/// What the first sign of another letter is above: those of ASCII.
const ABOVE_ASCII: u32 = 38;

impl<'a> Letters<'a> {
    /// For so many slots.
    pub(super) fn of(slots: usize) -> Self {
        Self { first: Vec::with_capacity(slots), quotes: Vec::with_capacity(slots) }
    }

    /// Takes in the next excerpts, from a slot on.
    pub(super) fn read(&mut self, slot: usize, excerpts: &'a [Excerpt]) {
        self.quotes.resize(slot, "");
        // Fetched together, and looked at then: memory answers many at once as fast as one.
        self.quotes.extend(excerpts.iter().map(|excerpt| excerpt.anchor.quote()));
        let read = self.quotes.get(slot..).unwrap_or_default().iter().zip(slot as u128..);
        self.first.extend(read.map(|(quote, slot)| number(quote) | slot));
    }

    /// For each slot the rank of its quote, and how many there are.
    pub(super) fn ranks(self, slots: usize) -> (Vec<u32>, u32) {
        let Self { first: mut keys, quotes } = self;
        keys.sort_unstable();
        let quote = |key: u128| quotes.get(slot_of(key) as usize).copied().unwrap_or_default();
        let is_first_alike = |a: u128, b: u128| a >> BELOW == b >> BELOW;
        for alike in keys.chunk_by_mut(|a, b| is_first_alike(*a, *b)).filter(|alike| alike.len() > 1) {
            alike.sort_unstable_by(|a, b| compare(quote(*a), quote(*b)));
        }
        dense(slots, &keys, |a, b| is_first_alike(a, b) && compare(quote(a), quote(b)).is_eq())
    }
}

/// A quote as it is sorted: its words in small letters, with a space between them.
#[must_use]
pub fn sorted_as(quote: &str) -> String {
    letters(quote, Spaces::default()).collect()
}

/// What counts of a quote, or of the rest of one.
fn letters(text: &str, mut spaces: Spaces) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).flat_map(move |c| {
        let space = spaces.before(c.is_whitespace()).then_some(' ');
        space.into_iter().chain((!c.is_whitespace()).then(|| c.to_lowercase()).into_iter().flatten())
    })
}

/// Where spaces count: once between two letters.
#[derive(Clone, Copy, Default)]
struct Spaces {
    /// A letter came before.
    any: bool,
    waits: bool,
}

impl Spaces {
    /// Whether a space is to be written before this sign.
    fn before(&mut self, is_space: bool) -> bool {
        if is_space {
            self.waits = self.any;
            return false;
        }
        self.any = true;
        std::mem::take(&mut self.waits)
    }
}

/// Compares two quotes by what counts of them. Those that begin alike most often have the same words from one place, which
/// are passed over at once.
fn compare(a: &str, b: &str) -> Ordering {
    let from_first_letter = |text: &'_ str| text.find(char::is_alphanumeric).unwrap_or(text.len());
    let (a, b) = (a.get(from_first_letter(a)..).unwrap_or(a), b.get(from_first_letter(b)..).unwrap_or(b));
    let pieces = a.as_bytes().as_chunks::<16>().0.iter().zip(b.as_bytes().as_chunks::<16>().0);
    let alike = 16 * pieces.take_while(|(a, b)| a == b).count();
    let (rest_of_a, rest_of_b) = (a.bytes().skip(alike), b.bytes().skip(alike));
    let alike = alike + rest_of_a.zip(rest_of_b).take_while(|(a, b)| a == b).count();
    // Whether a space counts is known again behind a letter.
    let common = a.get(..a.floor_char_boundary(alike)).unwrap_or_default();
    let last = common.char_indices().rev().find(|(_, c)| c.is_alphanumeric());
    let from = last.map_or(0, |(at, letter)| at + letter.len_utf8());
    let spaces = Spaces { any: from > 0, waits: false };
    let (a, b) = (a.get(from..).unwrap_or_default(), b.get(from..).unwrap_or_default());
    let (mut signs_of_a, mut signs_of_b) = (signs(a, spaces), signs(b, spaces));
    loop {
        match (signs_of_a.next(), signs_of_b.next()) {
            // What is not ASCII may be no letter.
            (Some(OTHER), _) | (_, Some(OTHER)) => return letters(a, spaces).cmp(letters(b, spaces)),
            (None, None) => return Ordering::Equal,
            (a, b) if a != b => return a.cmp(&b),
            _ => {}
        }
    }
}

/// The same by its bytes.
fn signs(text: &str, mut spaces: Spaces) -> impl Iterator<Item = u8> + '_ {
    let sign = |byte: u8| SIGN_OF.get(usize::from(byte)).copied().unwrap_or(SKIPPED);
    let signs = text.bytes().map(sign).filter(|sign| *sign != SKIPPED);
    signs.flat_map(move |sign| {
        // What is not ASCII may be no letter, and have no space before it.
        let space = (spaces.before(sign == SPACE) && sign != OTHER).then_some(SPACE);
        space.into_iter().chain((sign != SPACE).then_some(sign))
    })
}

/// The first signs of a quote as a number, which is in the order of the letters as far as they go.
fn number(text: &str) -> u128 {
    let mut signs = Signs::default();
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next()
        && signs.count < SIGNS
    {
        match SIGN_OF.get(usize::from(byte)).copied().unwrap_or(SKIPPED) {
            SKIPPED => {}
            OTHER => {
                let letter = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
                bytes.nth(letter.len_utf8().saturating_sub(2));
                match letter {
                    // The commonest without a look at the tables of Unicode.
                    '\u{2010}'..='\u{2027}' => {}
                    'а'..='я' => signs.push_letter(letter),
                    _ if letter.is_alphanumeric() => letter.to_lowercase().for_each(|small| signs.push_letter(small)),
                    _ if letter.is_whitespace() => signs.push(u32::from(SPACE)),
                    _ => {}
                }
            }
            sign => signs.push(u32::from(sign)),
        }
    }
    signs.number()
}

#[derive(Default)]
struct Signs {
    number: u128,
    count: u32,
    spaces: Spaces,
}

impl Signs {
    /// The number, as if nothing followed.
    fn number(&self) -> u128 {
        self.number.checked_shl(BITS * (SIGNS - self.count) + BELOW).unwrap_or_default()
    }

    fn push(&mut self, sign: u32) {
        let is_space = sign == u32::from(SPACE);
        if self.spaces.before(is_space) {
            self.push_one(u32::from(SPACE));
        }
        if !is_space {
            self.push_one(sign);
        }
    }

    fn push_one(&mut self, sign: u32) {
        if self.count < SIGNS {
            self.number = self.number << BITS | u128::from(sign);
            self.count += 1;
        }
    }

    /// The signs of one letter: only the first may be one of its own.
    fn push_all<const N: usize>(&mut self, signs: [u32; N]) {
        let (first, rest) = signs.split_at(1);
        first.iter().for_each(|sign| self.push(*sign));
        rest.iter().for_each(|sign| self.push_one(*sign));
    }

    /// A letter that is not ASCII as several signs, the first of which is above those of ASCII and tells how many follow.
    fn push_letter(&mut self, letter: char) {
        let code = u32::from(letter);
        let six = |shift: u32| code >> shift & 63;
        match code {
            0..0x80 => {
                let sign = u8::try_from(code).ok().and_then(|byte| SIGN_OF.get(usize::from(byte))).copied();
                self.push(u32::from(sign.unwrap_or(SKIPPED)));
            }
            // Latin, Greek, Cyrillic, Hebrew, Arabic.
            0x80..0x680 => self.push_all([ABOVE_ASCII - 2 + (code >> 6), six(0)]),
            0x680..0x1_0000 => self.push_all([62, six(12), six(6), six(0)]),
            _ => self.push_all([63, six(18), six(12), six(6), six(0)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_numbers_are_in_the_order_of_the_letters(a in "(\\PC|[aA .,9жЖéİ]){0,24}", b in "(\\PC|[aA .,9жЖéİ\n\u{A0}]){0,24}", same in "[a ,жı]{0,40}") {
            for (a, b) in [(a.clone(), b.clone()), (format!("{same}{a}"), format!("{same}{b}"))] {
                let numbered = number(&a).cmp(&number(&b));
                prop_assert_eq!(compare(&a, &b), sorted_as(&a).cmp(&sorted_as(&b)), "{} {}", a, b);
                if numbered.is_ne() {
                    prop_assert_eq!(numbered, sorted_as(&a).cmp(&sorted_as(&b)), "{} {}", a, b);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn quotes_of_any_scripts_are_in_the_order_of_their_letters(
            quotes in proptest::collection::vec("(aA|The the|–|“|жЖ|їйё|İß|ي ب|漢|😀|\\n|\\PC){0,24}", 0..40),
        ) {
            let first = quotes.iter().zip(0u128..).map(|(quote, slot)| number(quote) | slot).collect();
            let quotes: Vec<&str> = quotes.iter().map(String::as_str).collect();
            let (ranks, count) = Letters { first, quotes: quotes.clone() }.ranks(quotes.len());
            let simple: Vec<String> = quotes.iter().map(|quote| sorted_as(quote)).collect();
            for (a, one) in ranks.iter().zip(&simple) {
                prop_assert!(*a < count);
                for (b, other) in ranks.iter().zip(&simple) {
                    prop_assert_eq!(a.cmp(b), one.cmp(other), "{} {}", one, other);
                }
            }
        }
    }

    #[test]
    fn the_first_letters_tell_quotes_apart() {
        let mill = number("We will hold the mill");
        assert_eq!(number("“We WILL hold,” the mill"), mill);
        assert_eq!(number("» – we will\n hold, – the mill "), mill);
        assert!(number("We will hole") > mill && number("We will") < mill);
        assert!(number("Мельница") > mill && number("мельница") < number("мельницу"));
    }
}
