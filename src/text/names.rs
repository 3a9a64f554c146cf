//! Where the names of actors and issues stand in a text: whole words, whatever their case and diacritics, in every form
//! that the aliases list. What is done with the places is decided in `analysis::offers` and `ui`.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::folding::{Folded, Folding};
use super::search::with_marks;
use crate::model::{ActorId, IssueId, Project, TextSpan};

/// How much is folded at a time, in bytes; a paragraph is never cut.
const PIECE_BYTES: usize = 1 << 16;

/// Up to so many names the fastest automaton is worth its memory.
const FAST_MAX: usize = 20_000;

const FOLDING: Folding = Folding { case: true, diacritics: true };

/// An actor or an issue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamedCode {
    /// An actor.
    Actor(ActorId),
    /// An issue.
    Issue(IssueId),
}

/// All names and aliases of a project's actors and issues, ready to be found. Made anew when they change.
#[derive(Debug, Clone, Default)]
pub struct NameBook {
    finder: Option<AhoCorasick>,
    names: Vec<Name>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    /// “US” is not “us”: a short name in capitals is found in capitals alone.
    in_capitals: bool,
    codes: Vec<NamedCode>,
}

/// A name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamePlace {
    /// Where it stands.
    pub span: TextSpan,
    name: usize,
}

/// Every code with its name and aliases, in the order of ids; retired ones are left out.
#[must_use]
pub fn names_of(project: &Project) -> Vec<(NamedCode, Vec<String>)> {
    let actors = project.actors().values().filter(|actor| !actor.retired).map(|actor| {
        let names = std::iter::once(&actor.name).chain(&actor.aliases).cloned().collect();
        (NamedCode::Actor(actor.id.clone()), names)
    });
    let issues = project.issues().values().filter(|issue| !issue.retired).map(|issue| {
        let names = std::iter::once(&issue.name).chain(&issue.aliases).cloned().collect();
        (NamedCode::Issue(issue.id.clone()), names)
    });
    actors.chain(issues).collect()
}

impl NameBook {
    /// A book of these codes. Some milliseconds for thousands of names.
    #[must_use]
    pub fn new(codes: &[(NamedCode, Vec<String>)]) -> Self {
        let mut by_folded: BTreeMap<(String, bool), Vec<NamedCode>> = BTreeMap::new();
        for (code, names) in codes {
            for name in names {
                let folded = Folded::new(name.trim(), FOLDING).as_str().to_owned();
                if folded.chars().any(char::is_alphanumeric) {
                    let owners = by_folded.entry((folded, is_short_in_capitals(name))).or_default();
                    if !owners.contains(code) {
                        owners.push(code.clone());
                    }
                }
            }
        }
        let kind = if by_folded.len() <= FAST_MAX { Some(AhoCorasickKind::DFA) } else { None };
        let words = by_folded.keys().map(|(folded, _)| folded);
        let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).kind(kind).build(words).ok();
        let name = |((_, in_capitals), codes): ((String, bool), Vec<NamedCode>)| Name { in_capitals, codes };
        Self { finder: finder.filter(|_| !by_folded.is_empty()), names: by_folded.into_iter().map(name).collect() }
    }

    /// Who or what a name found stands for; several where an alias belongs to several.
    #[must_use]
    pub fn codes(&self, place: NamePlace) -> &[NamedCode] {
        self.names.get(place.name).map_or(&[], |name| name.codes.as_slice())
    }

    /// Every name between two bytes of a text, in order; of names that overlap, the one that begins first, then the
    /// longest. Linear; ends that lie within a word are taken for ends of words.
    #[must_use]
    pub fn find(&self, text: &str, within: Range<usize>) -> Vec<NamePlace> {
        let mut found = Vec::new();
        let end = text.floor_char_boundary(within.end.min(text.len()));
        let mut from = text.floor_char_boundary(within.start);
        while from < end {
            let to = piece_end(text, from, end);
            self.find_piece(text, from..to, &mut found);
            from = to;
        }
        found
    }

    fn find_piece(&self, text: &str, piece: Range<usize>, found: &mut Vec<NamePlace>) {
        let Some((finder, part)) = self.finder.as_ref().zip(text.get(piece.clone())) else { return };
        let folded = Folded::new(part, FOLDING);
        let words = folded.as_str();
        let mut hits: Vec<(usize, usize, usize)> = finder
            .find_overlapping_iter(words)
            .filter(|hit| is_whole(words, hit.start(), hit.end()))
            .map(|hit| (hit.start(), hit.end(), hit.pattern().as_usize()))
            .collect();
        hits.sort_unstable_by_key(|(start, end, name)| (*start, std::cmp::Reverse(*end), *name));
        let mut free_from = 0;
        for (start, end, name) in hits {
            if start < free_from {
                continue;
            }
            let place = folded.original(start..end).and_then(|range| with_marks(part, range));
            let Some(range) = place else { continue };
            let in_capitals = self.names.get(name).is_some_and(|name| name.in_capitals);
            if in_capitals && part.get(range.clone()).is_some_and(|words| words.chars().any(char::is_lowercase)) {
                continue;
            }
            free_from = end;
            let span = TextSpan::new(text, piece.start + range.start..piece.start + range.end);
            found.extend(span.map(|span| NamePlace { span, name }));
        }
    }
}

/// Where a piece that begins at `from` ends: behind a line end where there is one near, else behind a space.
fn piece_end(text: &str, from: usize, end: usize) -> usize {
    let wanted = text.ceil_char_boundary(from.saturating_add(PIECE_BYTES));
    if wanted >= end {
        return end;
    }
    let rest = text.get(wanted..end).unwrap_or_default();
    let near = rest.get(..rest.floor_char_boundary(PIECE_BYTES)).unwrap_or_default();
    let cut = near.find('\n').or_else(|| near.find(' ')).map_or(near.len(), |at| at + 1);
    wanted + cut
}

/// Whether the letters before and after are no part of the same word.
fn is_whole(folded: &str, start: usize, end: usize) -> bool {
    let bytes = folded.as_bytes();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = match start.checked_sub(1).and_then(|at| bytes.get(at)) {
        None => false,
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        Some(_) => letter(folded.get(..start).and_then(|rest| rest.chars().next_back())),
    };
    if before {
        return false;
    }
    match bytes.get(end) {
        None => true,
        Some(byte) if byte.is_ascii() => !byte.is_ascii_alphanumeric(),
        Some(_) => !letter(folded.get(end..).and_then(|rest| rest.chars().next())),
    }
}

/// Whether a name is an abbreviation that in small letters could be another word.
fn is_short_in_capitals(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() <= 5 && letters.clone().next().is_some() && letters.all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn book(names: &[(&str, &[&str])]) -> NameBook {
        let code = |id: &str| NamedCode::Actor(id.parse().expect("an id"));
        let codes: Vec<_> =
            names.iter().map(|(id, names)| (code(id), names.iter().map(|n| (*n).to_owned()).collect())).collect();
        NameBook::new(&codes)
    }

    /// `marked` holds ⟦…⟧ around every place that is expected.
    fn check(names: &[&str], marked: &str) {
        let text = marked.replace(['⟦', '⟧'], "");
        let book = book(&[("one", names)]);
        let mut shown = text.clone();
        for place in book.find(&text, 0..text.len()).into_iter().rev() {
            shown.insert(place.span.end(), '⟧');
            shown.insert(place.span.start(), '⟦');
        }
        assert_eq!(shown, marked, "{names:?}");
    }

    #[test]
    fn names_are_found_as_words_in_every_case() {
        check(&["Kyiv"], "⟦Kyiv⟧, ⟦KYIV⟧’s and ⟦kyiv⟧-based, not Kyivan");
        check(&["Zelenskyy", "Zelensky"], "⟦Zelenskyy⟧, ⟦Zelenský⟧, ⟦Zelensky\u{301}⟧");
        check(&["Зеленський", "Зеленського"], "⟦Зеленський⟧ про ⟦ЗЕЛЕНСЬКОГО⟧, Зеленському");
        check(&["United States", "US"], "the ⟦US⟧ told us; the ⟦United  States⟧, the ⟦united\nstates⟧");
        check(&["U.S."], "the ⟦U.S.⟧ said");
        check(&["NATO"], "⟦NATO⟧, nato");
        check(&["security guarantees", "security"], "⟦security guarantees⟧ and ⟦security⟧");
        check(&["Kyiv", "Kyiv Po"], "the ⟦Kyiv⟧ Post");
        check(&["Article 5-like"], "⟦Article 5–like⟧ and ⟦article 5-LIKE⟧");
        check(&["Größe"], "⟦GRÖSSE⟧");
        check(&["…", ""], "nothing … at all");
    }

    #[test]
    fn a_name_of_two_stands_for_both() {
        let book = book(&[("ukraine", &["Ukraine", "Kyiv"]), ("city", &["Kyiv", "Kyiv city"])]);
        let text = "Kyiv and Kyiv city";
        let found = book.find(text, 0..text.len());
        let codes: Vec<usize> = found.iter().map(|place| book.codes(*place).len()).collect();
        assert_eq!(codes, [2, 1]);
    }

    #[test]
    fn an_empty_book_finds_nothing() {
        assert!(NameBook::new(&[]).find("any", 0..3).is_empty());
    }

    proptest! {
        #[test]
        fn pieces_find_what_the_whole_finds(text in "(Kyiv|US|Zelenský|[a-zї ’–\n]){0,30}", repeat in 1usize..3) {
            let text = text.repeat(repeat);
            let book = book(&[("one", &["Kyiv", "US", "Zelensky"])]);
            let whole = book.find(&text, 0..text.len());
            for pair in whole.windows(2) {
                prop_assert!(pair[0].span.end() <= pair[1].span.start());
            }
            let mut lines = Vec::new();
            let mut at = 0;
            for line in text.split_inclusive('\n') {
                lines.extend(book.find(&text, at..at + line.len()));
                at += line.len();
            }
            prop_assert_eq!(lines, whole);
        }
    }
}
