//! The signs of a text as `spotting` reads them: ASCII eight bytes at a time, the letters of Latin, Greek, Cyrillic and
//! their like by a table of what they are folded to.

use std::sync::LazyLock;

use super::FOLDING;
use super::spotting::is_letter;
use crate::text::folding::Folded;

/// What stands at a place of a text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sign {
    /// A letter or a digit of ASCII, small.
    Ascii(u8),
    /// A letter of two bytes.
    Letter(Letter),
    /// One space before a letter: folding leaves it as it is.
    Space,
    /// A sign of ASCII that folding leaves as it is.
    Mark(u8),
    /// A sign of so many bytes that parts words, whatever it is folded to.
    Parting(usize),
    /// Anything else, which only folding knows.
    Odd,
    /// The end of the text.
    End,
}

/// What a letter of two bytes is folded to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    /// Its bytes, the first one lowest.
    pub(super) folded: u64,
    bytes: [u8; 4],
    pub(super) length: u8,
}

impl Letter {
    pub(super) fn folded(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

/// The characters of two bytes, from U+0080 on.
static TWO_BYTES: LazyLock<Vec<Sign>> = LazyLock::new(|| ('\u{80}'..'\u{800}').map(two_bytes).collect());

fn two_bytes(c: char) -> Sign {
    let folded = Folded::new(c.encode_utf8(&mut [0; 4]), FOLDING);
    let folded = folded.as_str();
    if unicode_normalization::char::is_combining_mark(c) || (folded.is_empty() && !c.is_whitespace()) {
        return Sign::Odd;
    }
    let mut bytes = [0; 4];
    match bytes.get_mut(..folded.len()) {
        _ if !folded.contains(is_letter) => Sign::Parting(2),
        Some(place) if folded.chars().all(is_letter) => {
            place.copy_from_slice(folded.as_bytes());
            let length = u8::try_from(folded.len()).unwrap_or_default();
            Sign::Letter(Letter { folded: u64::from(u32::from_le_bytes(bytes)), bytes, length })
        }
        _ => Sign::Odd,
    }
}

/// What stands at `at`, which is between two characters.
#[inline]
pub(super) fn sign(bytes: &[u8], at: usize) -> Sign {
    match bytes.get(at..).unwrap_or_default() {
        [] => Sign::End,
        [byte, ..] if byte.is_ascii_alphanumeric() => Sign::Ascii(byte.to_ascii_lowercase()),
        [b' ', next, ..] if next.is_ascii_alphanumeric() => Sign::Space,
        [b' ', lead, next, ..] if is_letter_of_two(*lead, *next) => Sign::Space,
        [byte @ (b'.' | b',' | b'&' | b'/' | b'(' | b')'), ..] => Sign::Mark(*byte),
        [byte, ..] if byte.is_ascii() => Sign::Parting(1),
        [lead @ 0xC2..=0xDF, next, ..] => of_two(*lead, *next),
        [0xE2, 0x80, 0x90..=0x95 | 0x98..=0x9F | 0xA6, ..] => Sign::Parting(3),
        _ => Sign::Odd,
    }
}

fn of_two(lead: u8, next: u8) -> Sign {
    let place = usize::from(lead - 0xC2) << 6 | usize::from(next & 0x3F);
    TWO_BYTES.get(place).copied().unwrap_or(Sign::Odd)
}

fn is_letter_of_two(lead: u8, next: u8) -> bool {
    matches!(lead, 0xC2..=0xDF) && matches!(of_two(lead, next), Sign::Letter(_))
}

const HIGH: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;
/// Makes ASCII letters small, and leaves digits as they are.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// How many of eight bytes are letters and digits of ASCII before anything else comes, and whether that is a byte of
/// ASCII that is there to be seen.
#[inline]
pub(super) fn ascii_words(eight: u64) -> (usize, bool) {
    let low = eight & !HIGH;
    let small = low | SMALL;
    let from = |bytes: u64, least: u64| bytes + ONES * (0x80 - least);
    let letters = from(small, 0x61) & !from(small, 0x7B);
    let digits = from(low, 0x30) & !from(low, 0x3A);
    let ends = !((letters | digits) & !eight) & HIGH;
    // The lowest bit that ends the word, kept where the byte is no ASCII.
    ((ends.trailing_zeros() / 8) as usize, ends & ends.wrapping_neg() & !eight != 0)
}

/// The first `length` of eight bytes, folded: letters small, zeros behind.
#[inline]
pub(super) fn first_of(eight: u64, length: usize) -> u64 {
    let mask = if length >= 8 { u64::MAX } else { (1 << (length * 8)) - 1 };
    (eight | SMALL) & mask
}

/// Eight bytes from `at` on, zeros behind the end.
#[inline]
pub(super) fn eight_bytes(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}
