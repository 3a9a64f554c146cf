//! Finding an actor or an issue by a part of its name or alias: exact before beginnings before parts before letters in
//! order. Prepared once for a state of the codes, so that each key costs a walk over folded names and nothing else.

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
    /// The name, then the aliases, each as written and folded.
    names: Vec<(String, String)>,
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
    /// What was typed is just this name or alias.
    pub exact: bool,
}

impl CodeIndex {
    /// An index of codes with their names, the name first and then the aliases.
    #[must_use]
    pub fn new<'a>(codes: impl IntoIterator<Item = &'a (NamedCode, Vec<String>)>) -> Self {
        let entry = |(code, names): &(NamedCode, Vec<String>)| Entry {
            code: code.clone(),
            names: names.iter().map(|name| (name.clone(), Folded::new(name, FOLDING).as_str().to_owned())).collect(),
        };
        let mut entries: Vec<Entry> = codes.into_iter().map(entry).collect();
        entries.sort_by(|a, b| a.names.first().map(|name| &name.1).cmp(&b.names.first().map(|name| &name.1)));
        Self { entries }
    }

    /// Every code with its name, by name.
    pub fn by_name(&self) -> impl ExactSizeIterator<Item = (&NamedCode, &str)> {
        self.entries.iter().map(|entry| (&entry.code, entry.names.first().map_or("", |name| name.0.as_str())))
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
        let mut found: Vec<(u32, usize, usize)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let best =
                entry.names.iter().enumerate().filter_map(|(number, (_, name))| Some((rank(name, typed)?, number)));
            if let Some((rank, number)) = best.min() {
                found.push((rank, number.min(1), at));
            }
        }
        if found.len() < most && typed.chars().count() >= FUZZY_LEAST {
            self.find_letters(typed, &mut found);
        }
        let order = |(rank, alias, at): &(u32, usize, usize)| (*rank, *alias, *at);
        if found.len() > most.saturating_mul(4) && most > 0 {
            found.select_nth_unstable_by_key(most - 1, order);
            found.truncate(most);
        }
        found.sort_unstable_by_key(order);
        found.into_iter().take(most).filter_map(|(rank, _, at)| self.hit(at, rank, typed)).collect()
    }

    /// Whether several codes have just this name or alias: then none of them is to be taken unasked.
    #[must_use]
    pub fn is_shared(&self, name: &str) -> bool {
        let folded = Folded::new(name, FOLDING);
        let has = |entry: &&Entry| entry.names.iter().any(|(_, name)| name == folded.as_str());
        self.entries.iter().filter(has).take(2).count() > 1
    }

    fn find_letters(&self, typed: &str, found: &mut Vec<(u32, usize, usize)>) {
        let mut known: Vec<usize> = found.iter().map(|(_, _, at)| *at).collect();
        known.sort_unstable();
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::new(typed, CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
        let mut letters = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            if known.binary_search(&at).is_ok() {
                continue;
            }
            let scores = entry.names.iter().enumerate().filter_map(|(number, (_, name))| {
                Some((pattern.score(Utf32Str::new(name, &mut letters), &mut matcher)?, number))
            });
            if let Some((score, number)) = scores.max_by_key(|(score, number)| (*score, std::cmp::Reverse(*number))) {
                found.push((FUZZY.saturating_sub(score.min(1_000)).saturating_add(1_000), number.min(1), at));
            }
        }
    }

    fn hit(&self, at: usize, rank: u32, typed: &str) -> Option<CodeHit> {
        let entry = self.entries.get(at)?;
        let (name, folded) = entry.names.first()?;
        let fits = |folded: &str| self::rank(folded, typed) == Some(rank);
        let alias = entry.names.iter().skip(1).find(|(_, folded)| fits(folded)).filter(|_| !fits(folded));
        let alias = alias.map(|(alias, _)| alias.clone());
        Some(CodeHit { code: entry.code.clone(), name: name.clone(), alias, exact: rank == 0 && !typed.is_empty() })
    }
}

/// Ranks from here on are of letters in order.
const FUZZY: u32 = 1_000;

fn rank(name: &str, typed: &str) -> Option<u32> {
    let at = memchr::memmem::find(name.as_bytes(), typed.as_bytes())?;
    Some(match at {
        0 if name.len() == typed.len() => 0,
        0 => 1,
        _ if name.split(' ').any(|word| word.starts_with(typed)) => 2,
        _ => 3,
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
        assert!(index.find("us", 8)[0].exact);
    }
}
