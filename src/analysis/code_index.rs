//! Finding an actor or an issue by a part of its name or alias: exact before beginnings before parts before letters in
//! order. Prepared once for a state of the codes, so that each key costs a walk over folded names and nothing else.

use memchr::memmem;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::text::folding::{Folded, Folding};
use crate::text::names::NamedCode;

const FOLDING: Folding = Folding { case: true, diacritics: true };

/// Letters typed from which on letters in order count as found.
const FUZZY_LEAST: usize = 3;

/// Codes of one kind, ready to be found.
#[derive(Debug, Clone, Default)]
pub struct CodeIndex {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    code: NamedCode,
    /// The name, then the aliases.
    names: Vec<EntryName>,
}

#[derive(Debug, Clone)]
struct EntryName {
    written: String,
    folded: String,
    /// Which letters it has: most names that lack one that was typed are passed over by that alone.
    letters: u64,
}

/// A set of the letters of a folded text: one bit for each of a to z, and one that several others share.
fn letters_of(folded: &str) -> u64 {
    let bit = |c: char| if c.is_ascii_lowercase() { u32::from(c) - u32::from('a') } else { 26 + u32::from(c) % 38 };
    folded.chars().fold(0, |letters, c| letters | 1 << bit(c))
}

/// A code that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeHit {
    /// Which.
    pub code: NamedCode,
    /// Its name.
    pub name: String,
    /// The alias that fits better than the name, where one does.
    pub alias: Option<String>,
    /// How it fits.
    pub fit: Fit,
}

/// How a name fits what was typed, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// It is just that.
    Exact,
    /// It begins so.
    Beginning,
    /// One of its words begins so.
    Word,
    /// It holds that somewhere.
    Part,
    /// It holds the letters in order: a guess, never to be taken unasked.
    Letters,
}

/// Where among the hits a new code of the typed name is to stand: nowhere where one is called just so, first where all
/// are guesses, else second.
#[must_use]
pub fn place_of_new(hits: &[CodeHit]) -> Option<usize> {
    match hits.first().map(|hit| hit.fit) {
        Some(Fit::Exact) => None,
        None | Some(Fit::Letters) => Some(0),
        Some(_) => Some(1),
    }
}

impl EntryName {
    fn new(written: &str) -> Self {
        let folded = Folded::new(written, FOLDING).as_str().to_owned();
        Self { written: written.to_owned(), letters: letters_of(&folded), folded }
    }
}

impl CodeIndex {
    /// An index of codes with their names, the name first and then the aliases.
    #[must_use]
    pub fn new<'a>(codes: impl IntoIterator<Item = &'a (NamedCode, Vec<String>)>) -> Self {
        let entry = |(code, names): &(NamedCode, Vec<String>)| Entry {
            code: code.clone(),
            names: names.iter().map(|name| EntryName::new(name)).collect(),
        };
        let mut entries: Vec<Entry> = codes.into_iter().map(entry).collect();
        entries.sort_by(|a, b| a.names.first().map(|name| &name.folded).cmp(&b.names.first().map(|name| &name.folded)));
        Self { entries }
    }

    /// How many codes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The codes that fit what was typed, best first, at most `most`; by name where nothing was typed.
    #[must_use]
    pub fn find(&self, typed: &str, most: usize) -> Vec<CodeHit> {
        let typed = Folded::new(typed, FOLDING);
        let typed = typed.as_str();
        let (finder, letters) = (memmem::Finder::new(typed), letters_of(typed));
        let mut found: Vec<Found> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let with_letters = entry.names.iter().enumerate().filter(|(_, name)| name.letters & letters == letters);
            let best = with_letters.filter_map(|(number, name)| Some((fit(&name.folded, typed, &finder)?, number)));
            if let Some((fit, name)) = best.min() {
                found.push(Found { fit, score: 0, is_alias: name > 0, at, name });
            }
        }
        if found.len() < most && typed.chars().count() >= FUZZY_LEAST {
            self.find_letters(typed, &mut found);
        }
        if found.len() > most.saturating_mul(4) && most > 0 {
            found.select_nth_unstable(most - 1);
            found.truncate(most);
        }
        found.sort_unstable();
        found.into_iter().take(most).filter_map(|found| self.hit(&found, typed)).collect()
    }

    /// Whether several codes have just this name or alias: then none of them is to be taken unasked.
    #[must_use]
    pub fn is_shared(&self, name: &str) -> bool {
        let folded = Folded::new(name, FOLDING);
        let has = |entry: &&Entry| entry.names.iter().any(|name| name.folded == folded.as_str());
        self.entries.iter().filter(has).take(2).count() > 1
    }

    fn find_letters(&self, typed: &str, found: &mut Vec<Found>) {
        let mut known: Vec<usize> = found.iter().map(|found| found.at).collect();
        known.sort_unstable();
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::new(typed, CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
        let (mut letters, mut places) = (Vec::new(), Vec::new());
        let typed_letters = letters_of(typed);
        for (at, entry) in self.entries.iter().enumerate() {
            if known.binary_search(&at).is_ok() {
                continue;
            }
            let with_letters =
                entry.names.iter().enumerate().filter(|(_, name)| name.letters & typed_letters == typed_letters);
            let scores = with_letters.filter_map(|(number, name)| {
                let name = Utf32Str::new(&name.folded, &mut letters);
                places.clear();
                let score = pattern.indices(name, &mut matcher, &mut places)?;
                places.sort_unstable();
                is_likely(name, &places).then_some((score, number))
            });
            if let Some((score, name)) = scores.max_by_key(|(score, number)| (*score, std::cmp::Reverse(*number))) {
                let score = u32::MAX - score;
                found.push(Found { fit: Fit::Letters, score, is_alias: name > 0, at, name });
            }
        }
    }

    fn hit(&self, found: &Found, typed: &str) -> Option<CodeHit> {
        let entry = self.entries.get(found.at)?;
        let alias = entry.names.get(found.name).filter(|_| found.is_alias && !typed.is_empty());
        Some(CodeHit {
            code: entry.code.clone(),
            name: entry.names.first()?.written.clone(),
            alias: alias.map(|alias| alias.written.clone()),
            fit: if typed.is_empty() { Fit::Beginning } else { found.fit },
        })
    }
}

/// A code that fits: ordered best first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    fit: Fit,
    /// Less is better; among letters in order alone.
    score: u32,
    is_alias: bool,
    /// Place among the entries.
    at: usize,
    /// Which of its names fits.
    name: usize,
}

/// Letters that may be left out between two that were typed.
const LEFT_OUT: u32 = 2;

/// Whether letters at these places were meant: each begins a word or follows the one before, a few left out.
fn is_likely(name: Utf32Str<'_>, places: &[u32]) -> bool {
    let begins = |place: u32| place.checked_sub(1).is_none_or(|before| !name.get(before).is_alphanumeric());
    places.first().is_some_and(|first| begins(*first))
        && places.windows(2).all(|pair| match pair {
            [before, place] => place - before <= LEFT_OUT + 1 || begins(*place),
            _ => true,
        })
}

fn fit(name: &str, typed: &str, finder: &memmem::Finder<'_>) -> Option<Fit> {
    let at = finder.find(name.as_bytes())?;
    Some(match at {
        0 if name.len() == typed.len() => Fit::Exact,
        0 => Fit::Beginning,
        _ if name.split(' ').any(|word| word.starts_with(typed)) => Fit::Word,
        _ => Fit::Part,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(codes: &[&[&str]]) -> CodeIndex {
        let code = |names: &&[&str]| {
            let id = crate::model::ActorId::from_name(names[0], |_| false);
            (NamedCode::Actor(id), names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>())
        };
        let codes: Vec<_> = codes.iter().map(code).collect();
        CodeIndex::new(&codes)
    }

    fn names(index: &CodeIndex, typed: &str) -> Vec<String> {
        index.find(typed, 8).into_iter().map(|hit| hit.name).collect()
    }

    #[test]
    fn names_and_aliases_are_found_best_first() {
        let index = index(&[
            &["Зеленський", "Zelensky", "Zelenskyy"],
            &["Łódź city council"],
            &["United States", "US", "Washington"],
            &["Ukraine", "Kyiv"],
            &["Kyiv city", "Kyiv"],
        ]);
        assert_eq!(names(&index, "zel"), ["Зеленський"]);
        assert_eq!(index.find("zel", 8)[0].alias.as_deref(), Some("Zelensky"));
        assert_eq!(names(&index, "зелен"), ["Зеленський"]);
        assert_eq!(names(&index, "lodz"), ["Łódź city council"]);
        assert_eq!(names(&index, "council"), ["Łódź city council"]);
        assert_eq!(names(&index, "kyiv"), ["Kyiv city", "Ukraine"], "one alias, two actors: both");
        assert!(index.is_shared("KYIV") && !index.is_shared("Ukraine"));
        assert_eq!(names(&index, "uk"), ["Ukraine"]);
        assert_eq!(names(&index, "wshngtn"), ["United States"], "letters in order");
        assert_eq!(names(&index, "unst"), ["United States"]);
        assert!(names(&index, "qqq").is_empty());
        assert_eq!(names(&index, "").len(), 5);
        assert_eq!(index.find("us", 8)[0].fit, Fit::Exact);
    }

    #[test]
    fn letters_scattered_over_a_long_name_are_no_hit_and_never_come_before_a_new_name() {
        let index = index(&[
            &["Nathalie Tocci", "Istituto Affari Internazionali"],
            &["United States", "Washington"],
            &["Iranian parliament"],
        ]);
        assert_eq!(names(&index, "iran"), ["Iranian parliament"]);
        let hits = index.find("wshngtn", 8);
        assert_eq!((hits[0].fit, hits[0].alias.as_deref()), (Fit::Letters, Some("Washington")), "the alias is told");
        assert_eq!(place_of_new(&hits), Some(0), "a guess comes after what was typed");
        assert_eq!(place_of_new(&index.find("iran", 8)), Some(1), "a beginning comes first");
        assert_eq!(place_of_new(&index.find("washington", 8)), None);
        assert_eq!(place_of_new(&[]), Some(0));
    }
}
