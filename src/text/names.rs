//! Where the names of actors and issues stand in a text: whole words, whatever their case and diacritics, in every form
//! that the aliases list. How they are found is the work of `names/spotting.rs`; what is done with the places is decided in
//! `analysis::offers` and `ui`.

mod letters;
mod spotting;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use self::spotting::{Hit, Spotter};
use super::folding::{Folded, Folding};
use super::search::with_marks;
use crate::model::{ActorId, IssueId, Project, TextSpan};

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
    spotter: Spotter,
    /// In the order of what they are folded to; “US” is not “us”.
    names: Vec<Name>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    folded: String,
    /// A short name in capitals is found in capitals alone.
    in_capitals: bool,
    codes: Vec<NamedCode>,
}

/// A name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamePlace {
    /// Where it stands.
    pub span: TextSpan,
    name: u32,
}

/// Every place of every name of one book in one text, those that overlap included: what a book with other names starts
/// from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameHits(Vec<Hit>);

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
    /// A book of these codes. A millisecond for thousands of names.
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
        Self::of(
            by_folded.into_iter().map(|((folded, in_capitals), codes)| Name { folded, in_capitals, codes }).collect(),
        )
    }

    fn of(names: Vec<Name>) -> Self {
        Self { spotter: Spotter::new(names.iter().map(|name| name.folded.as_str())), names }
    }

    /// Who or what a name found stands for; several where an alias belongs to several.
    #[must_use]
    pub fn codes(&self, place: NamePlace) -> &[NamedCode] {
        self.names.get(place.name as usize).map_or(&[], |name| name.codes.as_slice())
    }

    /// Every name between two bytes of a text, in order; of names that overlap, the one that begins first, then the
    /// longest. Linear; ends that lie within a word are taken for ends of words.
    #[must_use]
    pub fn find(&self, text: &str, within: Range<usize>) -> Vec<NamePlace> {
        let from = text.floor_char_boundary(within.start);
        let to = text.floor_char_boundary(within.end.min(text.len()));
        let part = text.get(from..to).unwrap_or_default();
        let mut places = self.places(part, &self.hits(part));
        for place in &mut places {
            place.span =
                TextSpan::from_stored(from + place.span.start(), from + place.span.end()).unwrap_or(place.span);
        }
        places
    }

    /// Every place of every name in a text, to choose from and to go on from when names change.
    #[must_use]
    pub fn hits(&self, text: &str) -> NameHits {
        NameHits(self.spotter.hits(text))
    }

    /// What [`NameBook::hits`] finds, by what the book of before found in the same text: only names that are new are
    /// looked for.
    #[must_use]
    pub fn hits_after(&self, before: &Self, found: &NameHits, text: &str) -> NameHits {
        let number = |name: &Name| {
            let at = self
                .names
                .binary_search_by(|own| (own.folded.as_str(), own.in_capitals).cmp(&(&name.folded, name.in_capitals)));
            at.ok().and_then(|at| u32::try_from(at).ok())
        };
        let numbers: Vec<Option<u32>> = before.names.iter().map(number).collect();
        let kept = found.0.iter().filter_map(|hit| Some(Hit { name: (*numbers.get(hit.name as usize)?)?, ..*hit }));
        let mut hits: Vec<Hit> = kept.collect();
        let mut known = numbers.into_iter().flatten().peekable();
        let is_new = |number: &u32| known.next_if_eq(number).is_none();
        let new: Vec<u32> = (0..).take(self.names.len()).filter(is_new).collect();
        let names = new.iter().filter_map(|number| self.names.get(*number as usize).cloned());
        let found = Self::of(names.collect()).hits(text).0.into_iter();
        hits.extend(found.filter_map(|hit| Some(Hit { name: *new.get(hit.name as usize)?, ..hit })));
        hits.sort_by_key(Hit::order);
        NameHits(hits)
    }

    /// The names that hits come to: of those that overlap, the one that begins first, then the longest.
    #[must_use]
    pub fn places(&self, text: &str, hits: &NameHits) -> Vec<NamePlace> {
        let mut found = Vec::with_capacity(hits.0.len());
        let mut free_from = 0;
        for hit in &hits.0 {
            if hit.start < free_from {
                continue;
            }
            let Some(range) = with_marks(text, hit.start as usize..hit.end as usize) else { continue };
            let in_capitals = self.names.get(hit.name as usize).is_some_and(|name| name.in_capitals);
            if in_capitals && text.get(range.clone()).is_some_and(|words| words.chars().any(char::is_lowercase)) {
                continue;
            }
            free_from = hit.end;
            found.extend(TextSpan::new(text, range).map(|span| NamePlace { span, name: hit.name }));
        }
        found
    }
}

/// Whether a name is an abbreviation that in small letters could be another word.
fn is_short_in_capitals(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() <= 5 && letters.clone().next().is_some() && letters.all(char::is_uppercase)
}
