//! The order by quote: by its letters, digits and spaces in lower case. The first ones become two numbers that tell
//! almost all quotes apart; only where these are alike are the quotes themselves compared.

use std::cmp::Ordering;

use crate::model::Excerpt;

/// The first letters of quotes, by row.
#[derive(Default)]
pub(super) struct Letters<'a> {
    first: Vec<u64>,
    second: Vec<u64>,
    excerpts: Vec<&'a Excerpt>,
}

/// Bits of one sign.
const BITS: usize = 7;
/// Signs in one number.
const SIGNS: usize = 9;
/// No sign of the order.
const SKIPPED: u8 = 0;
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
            b' ' => 1,
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

/// What the first sign of another letter is above: those of ASCII, and one for each sixty-four letters of two bytes.
const ABOVE_ASCII: u32 = 38;

impl<'a> Letters<'a> {
    /// Takes in the next rows.
    pub(super) fn read(&mut self, excerpts: &[&'a Excerpt]) {
        for excerpt in excerpts {
            let [first, second] = numbers(excerpt.anchor.quote());
            self.first.push(first);
            self.second.push(second);
        }
        self.excerpts.extend(excerpts);
    }

    /// Rows in this order; those alike stay in theirs.
    pub(super) fn sorted(&self, order: &[u32], down: bool) -> Vec<u32> {
        let number = |numbers: &[u64], row: u32| {
            let number = numbers.get(row as usize).copied().unwrap_or_default();
            if down { !number } else { number }
        };
        let mut keyed: Vec<(u64, u32)> =
            order.iter().zip(0u32..).map(|(row, at)| (number(&self.first, *row), at)).collect();
        // Where they stood decides in the end, so that nothing is alike.
        keyed.sort_unstable();
        let row = |at: u32| order.get(at as usize).copied().unwrap_or_default();
        let quote = |row: u32| self.excerpts.get(row as usize).map_or("", |excerpt| excerpt.anchor.quote());
        for alike in keyed.chunk_by_mut(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
            for (key, at) in alike.iter_mut() {
                *key = number(&self.second, row(*at));
            }
            alike.sort_unstable();
            for alike in alike.chunk_by_mut(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
                alike.sort_by(|(_, a), (_, b)| {
                    let order = compare(quote(row(*a)), quote(row(*b)));
                    if down { order.reverse() } else { order }
                });
            }
        }
        keyed.into_iter().map(|(_, at)| row(at)).collect()
    }
}

/// What counts of a quote.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').flat_map(char::to_lowercase)
}

/// Compares two quotes by what counts of them. Those that begin alike most often have the same words from one place, which
/// are passed over at once.
fn compare(a: &str, b: &str) -> Ordering {
    let pieces = a.as_bytes().chunks(16).zip(b.as_bytes().chunks(16));
    let alike = 16 * pieces.take_while(|(a, b)| a == b).count();
    let from = a.floor_char_boundary(alike.min(b.len()));
    letters(a.get(from..).unwrap_or_default()).cmp(letters(b.get(from..).unwrap_or_default()))
}

/// The first signs of a quote, in two numbers: in the order of the letters as far as they go.
fn numbers(text: &str) -> [u64; 2] {
    let mut signs = Signs::default();
    for (at, byte) in text.bytes().enumerate() {
        match SIGN_OF.get(usize::from(byte)).copied().unwrap_or(SKIPPED) {
            SKIPPED => {}
            OTHER => {
                // From the first letter that is not ASCII on, letter by letter.
                for letter in letters(text.get(at..).unwrap_or_default()) {
                    if signs.count >= 2 * SIGNS {
                        break;
                    }
                    signs.push_letter(letter);
                }
                break;
            }
            sign => signs.push(u64::from(sign)),
        }
        if signs.count >= 2 * SIGNS {
            break;
        }
    }
    signs.numbers()
}

#[derive(Default)]
struct Signs {
    number: u128,
    count: usize,
}

impl Signs {
    /// The two numbers, as if nothing followed.
    fn numbers(&self) -> [u64; 2] {
        let whole = self.number << (BITS * (2 * SIGNS - self.count.min(2 * SIGNS)));
        let half = |bits: u128| u64::try_from(bits & ((1 << (BITS * SIGNS)) - 1)).unwrap_or(u64::MAX);
        [half(whole >> (BITS * SIGNS)), half(whole)]
    }

    fn push(&mut self, sign: u64) {
        if self.count < 2 * SIGNS {
            self.number = self.number << BITS | u128::from(sign);
            self.count += 1;
        }
    }

    /// A letter that is not ASCII as several signs, the first of which is above those of ASCII.
    fn push_letter(&mut self, letter: char) {
        let code = u32::from(letter);
        let (six, rest) = (|shift: u32| u64::from(code >> shift & 63), u64::from(ABOVE_ASCII));
        match code {
            0..0x80 => {
                let sign = u8::try_from(code).ok().and_then(|byte| SIGN_OF.get(usize::from(byte))).copied();
                self.push(u64::from(sign.unwrap_or(SKIPPED)));
            }
            0x80..0x800 => [rest + u64::from(code >> 6), six(0)].into_iter().for_each(|sign| self.push(sign)),
            _ => [rest + 32, six(18), six(12), six(6), six(0)].into_iter().for_each(|sign| self.push(sign)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_numbers_are_in_the_order_of_the_letters(a in "(\\PC|[aA .,9жЖéİ]){0,24}", b in "(\\PC|[aA .,9жЖéİ]){0,24}", same in "[a жı]{0,40}") {
            for (a, b) in [(a.clone(), b.clone()), (format!("{same}{a}"), format!("{same}{b}"))] {
                let numbered = numbers(&a).cmp(&numbers(&b));
                prop_assert_eq!(compare(&a, &b), letters(&a).cmp(letters(&b)), "{} {}", a, b);
                if numbered.is_ne() {
                    prop_assert_eq!(numbered, letters(&a).cmp(letters(&b)), "{} {}", a, b);
                }
            }
        }
    }

    #[test]
    fn the_first_letters_tell_quotes_apart() {
        let [first, second] = numbers("We will hold the mill");
        assert_eq!(numbers("“We WILL hold,” the mill"), [first, second]);
        assert!(numbers("We will hole") > [first, second] && numbers("We will").lt(&[first, second]));
        assert!(numbers("Мельница") > [first, second] && numbers("мельница") < numbers("мельницу"));
    }
}
