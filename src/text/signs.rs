//! What folding makes of each sign by itself, so that a text can be searched as it is written. `folding` alone decides
//! what is the same: it is asked once for every sign.

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use super::folding::{Folded, Folding};

/// The folding by which articles are searched.
pub(super) const FOLDING: Folding = Folding { case: true, diacritics: true };

/// What a sign is to whoever looks for words in a text that is not folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One sign of as many bytes stands for it in the folded text, whatever is around it.
    Alike,
    /// In the same way a letter and its mark stand for it: “й”.
    Marked,
    /// White space, a quotation mark, a dash or a dot: these differ from text to text and are no part of a word.
    Parting,
    /// It is passed over, or becomes more signs or fewer bytes: a mark, a soft hyphen, “é”, “ß”.
    Odd,
}

/// A sign of a folded text, with the mark after it if there is one: “й” is folded to two.
pub(super) type Unit = (char, Option<char>);

/// Signs that folding writes for those that part words.
pub(super) const PARTING: [char; 5] = [' ', '-', '\'', '"', '.'];

/// How many signs the table holds: all that most texts are written with. Others are folded one by one.
const IN_TABLE: usize = 0x1_0000;

struct Table {
    kinds: Vec<Kind>,
    /// What signs become that become one of as many bytes; others are themselves.
    small: Vec<char>,
    /// Units with signs that are folded to them, in this order; not with themselves.
    variants: Vec<(Unit, char)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { kinds: Vec::new(), small: Vec::new(), variants: Vec::new() };
    for c in (0..).take(IN_TABLE).map(|place| char::from_u32(place).unwrap_or_default()) {
        let (kind, unit) = alone(c);
        let small = unit.filter(|(_, mark)| mark.is_none()).map_or(c, |(folded, _)| folded);
        table.kinds.push(kind);
        table.small.push(small);
        table.variants.extend(unit.filter(|unit| *unit != (c, None)).map(|unit| (unit, c)));
    }
    table.variants.sort_unstable();
    table
});

/// What a sign is.
pub(super) fn kind(c: char) -> Kind {
    match usize::try_from(u32::from(c)) {
        Ok(place) if place < IN_TABLE => TABLE.kinds.get(place).copied().unwrap_or(Kind::Odd),
        // Those that are not in the table are no variants.
        _ => match alone(c) {
            (Kind::Alike | Kind::Marked, unit) if unit != Some((c, None)) => Kind::Odd,
            (kind, _) => kind,
        },
    }
}

/// The signs that a unit may stand for, apart from odd ones and from itself.
pub(super) fn variants(unit: Unit) -> impl Iterator<Item = char> {
    let all = &TABLE.variants;
    let from = all.partition_point(|(other, _)| *other < unit);
    all.iter().skip(from).take_while(move |(other, _)| *other == unit).map(|(_, written)| *written)
}

/// A text with each sign that becomes another of as many bytes in that form. Every sign stays in its place.
pub(super) fn small(text: &str) -> String {
    let small = |c: char| usize::try_from(u32::from(c)).ok().and_then(|place| TABLE.small.get(place)).copied();
    text.chars().map(|c| if c.is_ascii() { c.to_ascii_lowercase() } else { small(c).unwrap_or(c) }).collect()
}

/// What a sign is between two letters, and what stands for it.
fn alone(c: char) -> (Kind, Option<Unit>) {
    let within = Folded::new(&format!("a{c}a"), FOLDING);
    let folded = within.as_str().strip_prefix('a').and_then(|rest| rest.strip_suffix('a')).unwrap_or_default();
    let same_length = folded.len() == c.len_utf8();
    let mut signs = folded.chars();
    match (signs.next(), signs.next(), signs.next()) {
        (Some(_), ..) if folded.chars().all(|c| PARTING.contains(&c)) => (Kind::Parting, None),
        (Some(first), None, _) if same_length => (Kind::Alike, Some((first, None))),
        (Some(first), Some(second), None) if !same_length && !is_combining_mark(first) && is_combining_mark(second) => {
            (Kind::Marked, Some((first, Some(second))))
        }
        _ => (Kind::Odd, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_what_one_takes_them_for() {
        let check = |signs: &str, expected: Kind| assert!(signs.chars().all(|c| kind(c) == expected), "{signs}");
        check("aZ5,;яЯΆךل漢🏳\u{200D}", Kind::Alike);
        check("йЙїўآ", Kind::Marked);
        check(" \n\u{A0}-–—'’“”«.…", Kind::Parting);
        check("éßæ한\u{301}\u{306}\u{AD}\u{200B}\u{64B}", Kind::Odd);
        let all = |unit: Unit| variants(unit).collect::<String>();
        assert_eq!(all(('a', None)), "A");
        assert_eq!(all(('и', None)), "ЍИѝӢӣ");
        assert_eq!(all(('и', Some('\u{306}'))), "Йй");
        assert_eq!(all(('水', None)), "");
        assert_eq!(small("Éа “ЙЖАК” İ"), "Éа “Йжак” İ");
    }

    #[test]
    fn a_sign_that_is_alike_is_folded_alike_wherever_it_stands() {
        for c in ('\0'..=char::MAX).filter(|c| matches!(kind(*c), Kind::Alike | Kind::Marked)) {
            let alone = Folded::new(c.encode_utf8(&mut [0; 4]), FOLDING);
            let signs: Vec<char> = alone.as_str().chars().collect();
            let unit = (signs[0], signs.get(1).copied());
            assert!(signs.len() <= 2 && (unit == (c, None) || variants(unit).any(|written| written == c)), "{c:?}");
            assert_eq!(c.is_alphanumeric(), signs[0].is_alphanumeric(), "{c:?}");
            for other in ["é", "й", "\u{306}", " ", "–", "Я", "'"] {
                let around = Folded::new(&format!("{other}{c}{other}"), FOLDING);
                assert!(around.as_str().contains(alone.as_str()), "{c:?} in {other:?}");
            }
        }
    }
}
