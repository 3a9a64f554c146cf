//! What the strip offers at each of its steps: names near the passage, names that fit what was typed, a new name, stances.

use crate::analysis::code_index::{Fit, place_of_new};
use crate::analysis::offers::{Nearness, Offer, offers};
use crate::app::OpenProject;
use crate::model::{Excerpt, Project, Stance, operations};
use crate::text::marks::visible;
use crate::text::names::NamedCode;
use crate::ui::widgets::AtHand;

/// Lines at most.
const MOST: usize = 9;

/// What the strip asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(super) enum Step {
    /// Who holds it.
    #[default]
    Actor,
    /// What it is about.
    Issue,
    /// Which direction.
    Stance,
}

/// Something that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Take {
    Code(NamedCode),
    NewActor(String),
    NewIssue(String),
    Stance(Stance),
}

/// One thing offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) take: Take,
    pub(super) label: String,
    pub(super) note: String,
    /// What screen readers say.
    pub(super) says: String,
    pub(super) doubt: Option<Doubt>,
}

/// Why a line is not taken unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Another code has the same name.
    Shared,
    /// It was named lately, but not here.
    Lately,
    /// It only holds the letters typed, one after the other.
    Guess,
    /// What fits best is on the excerpt already: another may not be meant.
    There,
    /// It is out of use, and would come back into it.
    Retired,
}

impl Doubt {
    /// What is said before the first such line.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Shared => "shared name: choose",
            Self::Lately => "lately",
            Self::Guess => "perhaps",
            Self::There => "said already; else",
            Self::Retired => "out of use: take back?",
        }
    }
}

impl Step {
    pub(super) const ALL: [Self; 3] = [Self::Actor, Self::Issue, Self::Stance];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Actor => "Actor",
            Self::Issue => "Issue",
            Self::Stance => "Stance",
        }
    }

    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Actor => "who holds it",
            Self::Issue => "what it is about",
            Self::Stance => "for, against …",
        }
    }

    pub(super) fn next(self) -> Option<Self> {
        match self {
            Self::Actor => Some(Self::Issue),
            Self::Issue => Some(Self::Stance),
            Self::Stance => None,
        }
    }

    pub(super) fn before(self) -> Self {
        match self {
            Self::Actor | Self::Issue => Self::Actor,
            Self::Stance => Self::Issue,
        }
    }

    /// What the excerpt says already.
    pub(super) fn said(self, project: &Project, excerpt: &Excerpt) -> String {
        let names: Vec<String> = match self {
            Self::Actor => {
                excerpt.actors.iter().filter_map(|id| project.actors().get(id)).map(|a| visible(&a.name)).collect()
            }
            Self::Issue => {
                excerpt.issues.iter().filter_map(|id| project.issues().get(id)).map(|i| visible(&i.name)).collect()
            }
            Self::Stance => excerpt.stance.iter().map(|stance| visible(stance.word())).collect(),
        };
        names.join(", ")
    }
}

/// The line that `Enter` takes before an arrow was pressed: the first, unless it may not be the one that is meant. No
/// stance is nearer than another: it is said by a letter, an arrow or a click.
pub(super) fn chosen_at_first(lines: &[Line], step: Step) -> Option<usize> {
    lines.first().filter(|line| line.doubt.is_none() && step != Step::Stance).map(|_| 0)
}

/// What stands where nothing can be taken.
pub(super) fn nothing(open: &OpenProject, excerpt: &Excerpt, step: Step, typed: &str) -> &'static str {
    let said = step.said(&open.project, excerpt);
    match step {
        _ if typed.trim().is_empty() => "Type a name",
        Step::Stance if said.starts_with(&typed.trim().to_lowercase()) => "Said already; Enter goes on",
        Step::Stance => "Nothing is called so",
        Step::Actor | Step::Issue => "Said already",
    }
}

/// What is offered.
pub(super) fn lines(open: &OpenProject, at_hand: &AtHand, excerpt: &Excerpt, step: Step, typed: &str) -> Vec<Line> {
    let typed = typed.trim();
    match step {
        Step::Stance => stances(excerpt, typed),
        _ if typed.is_empty() => near(open, at_hand, excerpt, step),
        _ => found(open, at_hand, excerpt, step, typed),
    }
}

fn stances(excerpt: &Excerpt, typed: &str) -> Vec<Line> {
    let fits =
        |stance: &&Stance| stance.word().starts_with(&typed.to_lowercase()) && excerpt.stance.as_ref() != Some(stance);
    let line = |stance: &Stance| Line {
        take: Take::Stance(stance.clone()),
        label: stance.word().to_owned(),
        note: String::new(),
        says: format!("Stance {}", stance.word()),
        doubt: None,
    };
    Stance::KNOWN.iter().filter(fits).map(line).collect()
}

fn near(open: &OpenProject, at_hand: &AtHand, excerpt: &Excerpt, step: Step) -> Vec<Line> {
    let Some(text) = open.text() else { return Vec::new() };
    let found = offers(&open.project, at_hand.book(), (text.as_str(), excerpt.anchor.span), |one| open.shows(one));
    let fits = |offer: &Offer| is_asked(step, &offer.code) && !is_taken(excerpt, &offer.code);
    let line = |offer: Offer| {
        let label = name_of(&open.project, &offer.code);
        let place = match offer.nearness {
            Nearness::Passage => "named in the passage",
            Nearness::Sentence => "named in the sentence",
            Nearness::Paragraph => "named in the paragraph",
            Nearness::Recent => "named lately",
        };
        let said = offer.said.map(|said| visible(&said)).filter(|said| *said != label);
        let note = said.clone().unwrap_or_default();
        let says = said.map_or_else(|| format!("{label}, {place}"), |said| format!("{label}, “{said}” {place}"));
        let lately = (offer.nearness == Nearness::Recent).then_some(Doubt::Lately);
        let doubt = if offer.shared { Some(Doubt::Shared) } else { lately };
        Line { take: Take::Code(offer.code), label, note, says, doubt }
    };
    found.into_iter().filter(fits).take(MOST).map(line).collect()
}

fn found(open: &OpenProject, at_hand: &AtHand, excerpt: &Excerpt, step: Step, typed: &str) -> Vec<Line> {
    let index = if step == Step::Actor { at_hand.actors() } else { at_hand.issues() };
    let hits = index.find(typed, MOST + excerpt.actors.len() + excerpt.issues.len());
    let place_of_new = place_of_new(&hits);
    let there = hits.first().is_some_and(|hit| hit.fit != Fit::Letters && is_taken(excerpt, &hit.code));
    let exact = hits.iter().filter(|hit| hit.fit == Fit::Exact).count();
    let mut lines: Vec<Line> = Vec::new();
    for hit in hits.into_iter().filter(|hit| !is_taken(excerpt, &hit.code)).take(MOST) {
        let label = name_of(&open.project, &hit.code);
        let note = hit.alias.map(|alias| visible(&alias)).unwrap_or_default();
        let says = if note.is_empty() { label.clone() } else { format!("{label}, also {note}") };
        let doubt = match hit.fit {
            Fit::Exact if exact > 1 => Some(Doubt::Shared),
            Fit::Letters => Some(Doubt::Guess),
            _ => None,
        };
        lines.push(Line { take: Take::Code(hit.code), label, note, says, doubt });
    }
    if let Some(place) = place_of_new {
        let take =
            if step == Step::Actor { Take::NewActor(typed.to_owned()) } else { Take::NewIssue(typed.to_owned()) };
        let retired = is_retired(&open.project, step, typed);
        let (note, doubt) = if retired { ("retired", Some(Doubt::Retired)) } else { ("new", None) };
        let says = format!("{}: {}", if retired { "Take back" } else { "New" }, visible(typed));
        // What the passage has already is not among the lines: then a guess may be what is left.
        let place = if lines.first().is_some_and(|line| line.doubt.is_none()) { place } else { 0 };
        let line = Line { take, label: visible(typed), note: note.to_owned(), says, doubt };
        lines.insert(place.min(lines.len()), line);
    }
    if let Some(first) = lines.first_mut().filter(|first| there && first.doubt.is_none()) {
        first.doubt = Some(Doubt::There);
    }
    lines
}

/// Whether a new code of this name would be one that was put out of use.
fn is_retired(project: &Project, step: Step, name: &str) -> bool {
    match step {
        Step::Actor => operations::find_or_new_actor(project, name).retired,
        _ => operations::find_or_new_issue(project, name).retired,
    }
}

fn is_asked(step: Step, code: &NamedCode) -> bool {
    matches!((step, code), (Step::Actor, NamedCode::Actor(_)) | (Step::Issue, NamedCode::Issue(_)))
}

fn is_taken(excerpt: &Excerpt, code: &NamedCode) -> bool {
    match code {
        NamedCode::Actor(id) => excerpt.actors.contains(id),
        NamedCode::Issue(id) => excerpt.issues.contains(id),
    }
}

fn name_of(project: &Project, code: &NamedCode) -> String {
    match code {
        NamedCode::Actor(id) => project.actors().get(id).map_or_else(|| id.to_string(), |actor| visible(&actor.name)),
        NamedCode::Issue(id) => project.issues().get(id).map_or_else(|| id.to_string(), |issue| visible(&issue.name)),
    }
}
