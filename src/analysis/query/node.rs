//! One excerpt against a prepared query. What many excerpts share (tags, lists of actors, articles) is decided once and
//! remembered by where it lies in memory.

use std::collections::HashSet;
use std::hash::Hash;

use jiff::Timestamp;

use super::Days;
use super::field::{Mark, Part};
use super::needle::Needle;

use crate::model::{ActorId, AnalystId, ArticleId, Excerpt, Few, IssueId, SourceGrade, Stance, TagId, Voice};

/// A query ready to be asked of excerpts.
pub(super) enum Node {
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Mark(Mark),
    Has(Vec<Part>),
    Tag(Codes<TagId>),
    Actors(Codes<ActorId>),
    Addressees(Codes<ActorId>),
    Issues(Codes<IssueId>),
    Article(OneOf<ArticleId>),
    Analyst(OneOf<AnalystId>),
    Stance(Vec<Stance>),
    Voice(Vec<Voice>),
    Said(Vec<Days>),
    /// From a moment to before another one.
    Tagged(Vec<(Timestamp, Timestamp)>),
    /// By letter; where the excerpt has none, by article.
    Reliability(Vec<(char, char)>, OneOf<ArticleId>),
    Credibility(Vec<(u8, u8)>, OneOf<ArticleId>),
    Quote(Vec<Needle>),
    Memo(Vec<Needle>),
    Condition(Vec<Needle>),
    Speaker(Vec<Needle>),
    /// In any of these four.
    Words(Box<Needle>),
}

/// How much of an excerpt is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reads {
    /// What every excerpt has.
    Itself,
    /// What only some say.
    Details,
    /// Of that also the memo's words.
    Words,
}

impl Node {
    pub(super) fn fits(&mut self, excerpt: &Excerpt) -> bool {
        match self {
            Self::Not(node) => !node.fits(excerpt),
            Self::And(nodes) => nodes.iter_mut().all(|node| node.fits(excerpt)),
            Self::Or(nodes) => nodes.iter_mut().any(|node| node.fits(excerpt)),
            Self::Mark(mark) => mark.is_on(excerpt),
            Self::Has(parts) => parts.iter().any(|part| has(excerpt, *part)),
            Self::Tag(codes) => {
                codes.memo(excerpt.tag.as_str().as_ptr().addr(), |wanted| wanted.contains(&excerpt.tag))
            }
            Self::Actors(codes) => codes.one_of(&excerpt.actors),
            Self::Addressees(codes) => codes.one_of(&excerpt.addressees),
            Self::Issues(codes) => codes.one_of(&excerpt.issues),
            Self::Article(articles) => articles.has(excerpt.article),
            Self::Analyst(analysts) => analysts.has(excerpt.analyst),
            Self::Stance(wanted) => excerpt.stance.as_ref().is_some_and(|stance| wanted.contains(stance)),
            Self::Voice(wanted) => excerpt.voice.as_ref().is_some_and(|voice| wanted.contains(voice)),
            Self::Said(days) => excerpt.said_on.is_some_and(|date| days.iter().any(|days| days.hold(date))),
            Self::Tagged(spans) => {
                spans.iter().any(|(from, before)| *from <= excerpt.created && excerpt.created < *before)
            }
            Self::Reliability(ranges, articles) => match excerpt.grade.reliability() {
                Some(letter) => within(ranges, letter),
                None => articles.has(excerpt.article),
            },
            Self::Credibility(ranges, articles) => match excerpt.grade.credibility() {
                Some(number) => within(ranges, number),
                None => articles.has(excerpt.article),
            },
            Self::Quote(needles) => needles.iter_mut().any(|needle| needle.is_in_quote(&excerpt.anchor)),
            Self::Memo(needles) => needles.iter_mut().any(|needle| needle.is_in(&excerpt.memo)),
            Self::Condition(needles) => needles.iter_mut().any(|needle| needle.is_in(&excerpt.condition)),
            Self::Speaker(needles) => needles.iter_mut().any(|needle| needle.is_in(&excerpt.speaker)),
            Self::Words(needle) => {
                needle.is_in_quote(&excerpt.anchor)
                    || [&excerpt.memo, &excerpt.condition, &excerpt.speaker].iter().any(|text| needle.is_in(text))
            }
        }
    }

    /// How much of an excerpt it reads.
    pub(super) fn reads(&self) -> Reads {
        match self {
            Self::Not(node) => node.reads(),
            Self::And(nodes) | Self::Or(nodes) => nodes.iter().map(Self::reads).max().unwrap_or(Reads::Itself),
            Self::Tag(_)
            | Self::Actors(_)
            | Self::Issues(_)
            | Self::Article(_)
            | Self::Analyst(_)
            | Self::Tagged(_)
            | Self::Quote(_) => Reads::Itself,
            Self::Words(_) | Self::Memo(_) => Reads::Words,
            _ => Reads::Details,
        }
    }

    /// How much it costs to ask; the cheap is asked first.
    pub(super) fn cost(&self) -> usize {
        match self {
            Self::Not(node) => node.cost(),
            Self::And(nodes) | Self::Or(nodes) => nodes.iter().map(Self::cost).max().unwrap_or(0),
            Self::Memo(_) | Self::Condition(_) | Self::Speaker(_) => 2,
            Self::Quote(_) => 3,
            Self::Words(_) => 4,
            _ => 1,
        }
    }
}

pub(super) fn within<T: PartialOrd + Copy>(ranges: &[(T, T)], value: T) -> bool {
    ranges.iter().any(|(from, to)| *from <= value && value <= *to)
}

pub(super) fn has(excerpt: &Excerpt, part: Part) -> bool {
    match part {
        Part::Memo => !excerpt.memo.is_empty(),
        Part::Actor => !excerpt.actors.is_empty(),
        Part::Addressee => !excerpt.addressees.is_empty(),
        Part::Issue => !excerpt.issues.is_empty(),
        Part::Stance => excerpt.stance.is_some(),
        Part::Condition => !excerpt.condition.is_empty(),
        Part::Speaker => !excerpt.speaker.is_empty(),
        Part::Voice => excerpt.voice.is_some(),
        Part::Said => excerpt.said_on.is_some(),
        Part::Grade => excerpt.grade != SourceGrade::default(),
        Part::Link => {
            [&excerpt.supersedes, &excerpt.contradicts, &excerpt.repeats].iter().any(|links| !links.is_empty())
        }
    }
}

/// Codes that are wanted. Answers are remembered by the address of what was asked about, which stays where it is while
/// the project is borrowed.
pub(super) struct Codes<I> {
    wanted: HashSet<I>,
    remembered: Vec<(usize, bool)>,
}

impl<I: Eq + Hash> Codes<I> {
    /// A power of two.
    const REMEMBERED: usize = 1024;

    pub(super) fn new(wanted: HashSet<I>) -> Self {
        // Nothing lies at 0 but the empty list, in which no code is.
        Self { wanted, remembered: vec![(0, false); Self::REMEMBERED] }
    }

    fn memo(&mut self, address: usize, ask: impl FnOnce(&HashSet<I>) -> bool) -> bool {
        let slot = (address >> 4) & (Self::REMEMBERED - 1);
        match self.remembered.get_mut(slot) {
            Some((known, answer)) if *known == address => *answer,
            Some(slot) => {
                let answer = ask(&self.wanted);
                *slot = (address, answer);
                answer
            }
            None => ask(&self.wanted),
        }
    }

    fn one_of(&mut self, list: &Few<I>) -> bool {
        self.memo(list.address(), |wanted| list.iter().any(|id| wanted.contains(id)))
    }
}

/// Articles or analysts that are wanted. Most excerpts have the same one as the excerpt before.
pub(super) struct OneOf<I> {
    wanted: HashSet<I>,
    last: Option<(I, bool)>,
}

impl<I: Eq + Hash + Copy> OneOf<I> {
    pub(super) fn new(wanted: HashSet<I>) -> Self {
        Self { wanted, last: None }
    }

    fn has(&mut self, id: I) -> bool {
        match self.last {
            Some((last, answer)) if last == id => answer,
            _ => {
                let answer = self.wanted.contains(&id);
                self.last = Some((id, answer));
                answer
            }
        }
    }
}
