//! Which texts can be searched without folding them, and their letters made small for that. Nothing here decides what is
//! the same: a test compares it, letter by letter, with `text::folding`.

use std::sync::LazyLock;

use super::needle::folded;
use crate::model::anchor::Script;

/// How a text can be searched: as one of simple signs where each is ASCII, a letter of it with an accent, or one that
/// neither becomes a letter of ASCII nor is passed over, so that it would join letters.
pub(super) fn script(text: &str) -> Script {
    let (mut accents, mut latin) = (false, true);
    let mut rest = text.as_bytes();
    loop {
        // So many at once are looked at in one step.
        while let Some((chunk, after)) = rest.split_first_chunk::<32>()
            && chunk.is_ascii()
        {
            rest = after;
        }
        let Some(ascii) = rest.iter().position(|byte| !byte.is_ascii()) else {
            return Script::Simple { accents, latin };
        };
        rest = rest.get(ascii..).unwrap_or_default();
        // A word of another script, with what is between it and the next.
        loop {
            let bytes = match rest {
                [0xD0 | 0xD1, _, ..] => {
                    latin = false;
                    2
                }
                [lead @ 0xC3..=0xC5, next, ..] if !without_accent(*lead, *next).is_empty() => {
                    accents = true;
                    2
                }
                [0xE2, 0x80, 0x90..=0x95 | 0x98..=0x9F | 0xA6, ..] => 3,
                [first, _, ..] if first.is_ascii() => 1,
                _ => match plain_bytes(rest) {
                    Some(bytes) => {
                        latin = false;
                        bytes
                    }
                    None => break,
                },
            };
            rest = rest.get(bytes..).unwrap_or_default();
            if let [first, second, ..] = rest
                && first.is_ascii()
                && second.is_ascii()
            {
                break;
            }
        }
        match rest {
            [first, ..] if !first.is_ascii() => return Script::Other,
            _ => {}
        }
    }
}

/// The length of the sign at the start, if it is one that leaves the letters around it alone.
fn plain_bytes(text: &[u8]) -> Option<usize> {
    let is_plain = matches!(
        text,
        // Signs of Latin 1, but for the soft hyphen. Not its letters.
        [0xC2, 0x80..=0xAC | 0xAE..=0xBF, ..]
        // Greek, Cyrillic.
        | [0xCE..=0xD2, ..]
        // Letters of Hebrew and Arabic, not their points.
        | [0xD7, 0x90..=0xBF, ..]
        | [0xD8 | 0xDA | 0xDB, ..]
        | [0xD9, 0x80..=0x8A | 0x93..=0xAF | 0xB1..=0xBF, ..]
        // Spaces, dashes, quotation marks, dots, bullets; not what is passed over.
        | [0xE2, 0x80, 0x80..=0x8A | 0x8C | 0x8D | 0x90..=0xA9 | 0xAF..=0xBF, ..]
        // Other signs; not those of units, some of which are letters, nor more of Latin.
        | [0xE2, 0x82 | 0x83 | 0x85..=0xB0 | 0xB4..=0xBF, ..]
        // India, Thailand, Tibet; China, Japan, Korea.
        | [0xE0 | 0xE3..=0xED, ..]
        // What chooses between the forms of a picture; pictures.
        | [0xEF, 0xB8, 0x80..=0x8F, ..]
        | [0xF0, 0x9F, ..]
    );
    // In UTF-8 the first byte tells by its leading ones how many there are.
    let bytes = text.first()?.leading_ones();
    usize::try_from(bytes).ok().filter(|_| is_plain)
}

/// Whether a folded sign is one that words are looked for by: a letter or digit of ASCII, or a Cyrillic letter.
pub(super) fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, 'а'..='и' | 'к'..='я' | 'є' | 'і')
}

/// The letters of ASCII that a letter with an accent becomes, by its two bytes; none where it is no such letter.
fn without_accent(lead: u8, next: u8) -> &'static str {
    /// Those from U+00C0 to U+017F.
    static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
        let letters = (0xC0..0x180).filter_map(char::from_u32).map(|c| folded(c.encode_utf8(&mut [0; 4])));
        let plain = |folded: &String| folded.len() <= 2 && folded.bytes().all(|byte| byte.is_ascii_lowercase());
        letters.map(|folded| Some(folded).filter(plain).unwrap_or_default()).collect()
    });
    let number = usize::from(lead & 0x1F) << 6 | usize::from(next & 0x3F);
    number.checked_sub(0xC0).and_then(|number| ALL.get(number)).map_or("", String::as_str)
}

/// Letters made small, those with marks without them.
pub(super) struct SmallLetters {
    /// What the letters from [`FIRST`] on become, where there is need for them.
    cyrillic: Vec<[u8; 2]>,
}

/// The first letter of the block of Cyrillic: all whose first byte is 0xD0 or 0xD1.
const FIRST: u32 = 0x400;

/// A text in small letters.
#[derive(Default)]
pub(super) struct Small {
    pub(super) bytes: Vec<u8>,
    /// Where in it a letter stands that takes one byte more in the text.
    narrow: Vec<usize>,
}

impl Small {
    /// Where what stands at this byte stands in the text.
    pub(super) fn in_text(&self, at: usize) -> usize {
        at + self.narrow.partition_point(|narrow| *narrow < at)
    }

    fn push(&mut self, text: &[u8], accents: bool) {
        let mut rest = text;
        while accents
            && let Some(at) = memchr::memchr3(0xC3, 0xC4, 0xC5, rest)
            && let Some((before, [lead, next, after @ ..])) = rest.split_at_checked(at)
        {
            self.bytes.extend_from_slice(before);
            match without_accent(*lead, *next).as_bytes() {
                [letter] => {
                    self.narrow.push(self.bytes.len());
                    self.bytes.push(*letter);
                }
                letters => self.bytes.extend_from_slice(letters),
            }
            rest = after;
        }
        self.bytes.extend_from_slice(rest);
        self.bytes.make_ascii_lowercase();
    }
}

impl SmallLetters {
    /// Those that it takes to find these.
    pub(super) fn of(letters: &str) -> Self {
        let small = |code: u32| {
            let letter = char::from_u32(code)?;
            let small =
                folded(letter.encode_utf8(&mut [0; 4])).chars().next().filter(|c| is_plain(*c)).unwrap_or(letter);
            let mut bytes = [0; 2];
            (small.len_utf8() == 2).then(|| small.encode_utf8(&mut bytes))?;
            Some(bytes)
        };
        let all = || (FIRST..FIRST + 128).filter_map(small).collect();
        Self { cyrillic: if letters.is_ascii() { Vec::new() } else { all() } }
    }

    /// Writes a text of simple signs in small letters.
    pub(super) fn write(&self, text: &str, accents: bool, into: &mut Small) {
        into.bytes.clear();
        into.narrow.clear();
        into.push(text.as_bytes(), accents);
        if self.cyrillic.is_empty() {
            return;
        }
        let mut rest = into.bytes.as_mut_slice();
        while let Some(at) = memchr::memchr2(0xD0, 0xD1, rest) {
            let Some([lead, next, after @ ..]) = rest.get_mut(at..) else { return };
            let number = usize::from(*lead & 1) << 6 | usize::from(*next & 63);
            if let Some([small_lead, small_next]) = self.cyrillic.get(number) {
                (*lead, *next) = (*small_lead, *small_next);
            }
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_treated_as_folding_does() {
        let letters = SmallLetters::of("кит");
        let mut small = Small::default();
        let mut plain = 0;
        for c in '\0'..=char::MAX {
            for text in [format!("a{c}b"), format!("к{c}т"), format!("{:30}{c}{c} {c}b", "")] {
                let script = script(&text);
                let Script::Simple { accents, latin } = script else { continue };
                plain += 1;
                let folded = folded(&text);
                assert!(!latin || folded.is_ascii(), "{c:?}");
                letters.write(&text, accents, &mut small);
                for run in folded.split(|c| !is_plain(c)) {
                    assert!(memchr::memmem::find(&small.bytes, run.as_bytes()).is_some(), "{text:?}: {run:?}");
                }
                assert_eq!(small.in_text(small.bytes.len()), text.len(), "{text:?}");
            }
        }
        assert!(plain > 100_000);
    }

    #[test]
    fn the_script_of_a_text() {
        let simple = |accents: bool, latin: bool| Script::Simple { accents, latin };
        for (text, expected) in [
            ("", simple(false, true)),
            ("plain words, and more of them than are looked at in one step", simple(false, true)),
            ("“Curly”, he said – and no more…", simple(false, true)),
            (
                "«Жодної угоди без наших моряків», – сказав він. Nothing else was said that day by anybody.",
                simple(false, false),
            ),
            ("قال المبعوث إن الجزيرة 🏳️ لن", simple(false, false)),
            ("€ 5", simple(false, false)),
            ("Müller, Łódź, Straße", simple(true, true)),
            ("Вона сказала: so\u{AD}ft", Script::Other),
            ("Вона – née", simple(true, false)),
            ("plain words, and more of them than are looked at in one step, e\u{301}", Script::Other),
        ] {
            assert_eq!(script(text), expected, "{text}");
        }
    }
}
