//! Which actors and issues to offer for a passage: first those whose names stand in it, then in its sentence, its
//! paragraph, then those named lately. Finding names is the work of `text::names`.

use crate::model::{Excerpt, Project, TextSpan};
use crate::text::bounds;
use crate::text::names::{NameBook, NamedCode};

/// How far around a passage is looked, in bytes, however long its paragraph is.
const AROUND_BYTES: usize = 8_192;

/// How much of a long passage is looked at, in bytes.
const PASSAGE_BYTES: usize = 65_536;

/// How many of the newest excerpts tell what was named lately.
const LATELY: usize = 60;

/// How many of the newest are looked at to find so many that are shown.
const LOOKED_AT: usize = 2_000;

/// Where the name of an offered code stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nearness {
    /// In the passage.
    Passage,
    /// In its sentence.
    Sentence,
    /// In its paragraph.
    Paragraph,
    /// Named in one of the newest excerpts.
    Recent,
}

/// A code that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub code: NamedCode,
    /// Why.
    pub nearness: Nearness,
    /// The name as it stands in the text.
    pub said: Option<String>,
    /// Other codes have the same name: it must be chosen, never taken by itself.
    pub shared: bool,
}

/// What to offer for a passage, nearest first, each code once. What was named lately follows from the excerpts that
/// `shows` lets through, so that hidden ones say nothing.
#[must_use]
pub fn offers(
    project: &Project,
    book: &NameBook,
    (text, passage): (&str, TextSpan),
    shows: impl Fn(&Excerpt) -> bool,
) -> Vec<Offer> {
    let (start, end) = (passage.start(), text.floor_char_boundary(passage.end().min(passage.start() + PASSAGE_BYTES)));
    let from = text.floor_char_boundary(start.saturating_sub(AROUND_BYTES));
    let to = text.ceil_char_boundary((end + AROUND_BYTES).min(text.len()));
    let around = text.get(from..to).unwrap_or_default();
    let last = text.floor_char_boundary(end.saturating_sub(1).max(start));
    let of = |piece: fn(&str, usize) -> std::ops::Range<usize>| {
        from + piece(around, start - from).start..from + piece(around, last - from).end
    };
    let (sentence, paragraph) = (of(bounds::sentence_at), of(bounds::paragraph_at));
    let mut found: Vec<Offer> = Vec::new();
    let mut take = |offer: Offer| match found.iter_mut().find(|known| known.code == offer.code) {
        // That a name was used lately does not tell whom it means here.
        Some(_) if offer.nearness == Nearness::Recent => {}
        Some(known) if offer.nearness < known.nearness => *known = offer,
        // A name of its own settles a shared one only where it stands as near: farther off it may be said of another.
        Some(known) if offer.nearness == known.nearness => known.shared &= offer.shared,
        Some(_) => {}
        None => found.push(offer),
    };
    for place in book.find(text, paragraph) {
        let span = place.span;
        // A name that only lies half in the passage is what the passage is about no less.
        let nearness = if span.start() < end && span.end() > start {
            Nearness::Passage
        } else if span.start() >= sentence.start && span.end() <= sentence.end {
            Nearness::Sentence
        } else {
            Nearness::Paragraph
        };
        let codes = book.codes(place);
        for code in codes {
            // An alias that two actors have belongs to neither for sure; an issue of that name is no rival of an actor.
            let rivals = codes.iter().filter(|other| is_actor(other) == is_actor(code)).count();
            let said = span.slice(text).map(str::to_owned);
            take(Offer { code: code.clone(), nearness, said, shared: rivals > 1 });
        }
    }
    for code in lately_named(project, shows) {
        take(Offer { code, nearness: Nearness::Recent, said: None, shared: false });
    }
    found.sort_by_key(|offer| offer.nearness);
    found
}

/// The codes that the newest of the excerpts shown name, newest first, each once.
fn lately_named(project: &Project, shows: impl Fn(&Excerpt) -> bool) -> Vec<NamedCode> {
    let mut codes: Vec<NamedCode> = Vec::new();
    let newest = project.excerpts().values().rev().take(LOOKED_AT).filter(|excerpt| shows(excerpt));
    for excerpt in newest.take(LATELY) {
        let actors = excerpt.actors.iter().filter(|id| project.actors().get(id).is_some_and(|actor| !actor.retired));
        let issues = excerpt.issues.iter().filter(|id| project.issues().get(id).is_some_and(|issue| !issue.retired));
        let named = actors.cloned().map(NamedCode::Actor).chain(issues.cloned().map(NamedCode::Issue));
        for code in named {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}

fn is_actor(code: &NamedCode) -> bool {
    matches!(code, NamedCode::Actor(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Actor, ActorId, Change, Issue, Record};
    use crate::text::names::names_of;
    use crate::text::sample::sample;

    /// `marked` holds ⟦…⟧ around the passage.
    fn check(marked: &str, expected: &[(&str, Nearness, bool)]) {
        let (mut project, _) = sample();
        let with = |id: &str, name: &str, aliases: &[&str]| {
            let mut actor = Actor::new(id.parse::<ActorId>().expect("an id"), name);
            actor.aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
            Record::Actor(actor)
        };
        let issue = Issue::new("toll".parse().expect("an id"), "Toll");
        let records = [
            with("oberau", "Oberau", &["the miller", "the board"]),
            with("board", "River board", &["the board"]),
            Record::Issue(issue),
        ];
        project.apply(&Change::put("codes", records)).expect("applied");
        let start = marked.find('⟦').expect("a start");
        let text = marked.replace(['⟦', '⟧'], "");
        let end = marked.find('⟧').expect("an end") - '⟦'.len_utf8();
        let passage = TextSpan::new(&text, start..end).expect("a passage");
        let book = NameBook::new(&names_of(&project));
        let found: Vec<(String, Nearness, bool)> = offers(&project, &book, (&text, passage), |_| true)
            .into_iter()
            .filter(|offer| offer.nearness != Nearness::Recent)
            .map(|offer| {
                let id = match offer.code {
                    NamedCode::Actor(id) => id.to_string(),
                    NamedCode::Issue(id) => id.to_string(),
                };
                (id, offer.nearness, offer.shared)
            })
            .collect();
        let expected: Vec<_> = expected.iter().map(|(id, near, shared)| ((*id).to_owned(), *near, *shared)).collect();
        assert_eq!(found, expected, "{marked}");
    }

    #[test]
    fn the_nearest_names_come_first() {
        use Nearness::{Paragraph, Passage, Sentence};
        check(
            "Far off, Oberau.\nThe river board met. The miller ⟦wants no toll⟧ at all. Nobody.",
            &[("toll", Passage, false), ("oberau", Sentence, false), ("board", Paragraph, false)],
        );
    }

    #[test]
    fn an_alias_of_two_is_offered_as_both_unless_a_name_of_its_own_settles_it() {
        use Nearness::{Passage, Sentence};
        check("So ⟦the board said⟧.", &[("board", Passage, true), ("oberau", Passage, true)]);
        check("⟦The board of Oberau said⟧.", &[("board", Passage, true), ("oberau", Passage, false)]);
        check("To Oberau. ⟦The board said⟧, of Oberau.", &[("oberau", Passage, true), ("board", Passage, true)]);
        check("He and the river b⟦oard of Ober⟧au.", &[("board", Passage, false), ("oberau", Passage, false)]);
        check("⟦Oberau said⟧ the board met.", &[("oberau", Passage, false), ("board", Sentence, true)]);
        check("⟦Yes⟧, said Oberau.", &[("oberau", Sentence, false)]);
    }

    #[test]
    fn what_was_named_lately_comes_last() {
        let (project, _) = sample();
        let text = "Nothing is named here.";
        let passage = TextSpan::new(text, 0..7).expect("a passage");
        let found = offers(&project, &NameBook::default(), (text, passage), |_| true);
        assert!(!found.is_empty() && found.iter().all(|offer| offer.nearness == Nearness::Recent));
        assert_eq!(offers(&project, &NameBook::default(), (text, passage), |_| false), [], "hidden ones say nothing");
    }
}
