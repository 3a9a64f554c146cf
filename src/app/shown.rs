//! Whose excerpts are shown, and how many of them there are: what every list and every count asks. While all are shown
//! the project itself answers, otherwise what was counted when the choice was made and followed every change since. Where
//! that takes its time it is counted on a thread, and nothing is shown meanwhile: least of all what others coded.

use std::sync::Arc;

use super::{OpenProject, Request, State, Whose};
use crate::model::{AnalystId, ArticleId, Change, Excerpt, ExcerptId, Project, RecordId, Shown, TextSpan};

/// Up to so many excerpts are walked at once.
const AT_ONCE_MAX: usize = 60_000;

/// A count of the excerpts shown that is to be made aside.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownOrder {
    /// The project as it is now.
    pub project: Arc<Project>,
    whose: Whose,
    me: AnalystId,
}

impl ShownOrder {
    /// Counts them.
    #[must_use]
    pub fn count(&self) -> Shown {
        Shown::of(&self.project, |excerpt| shows(self.whose, self.me, excerpt))
    }

    /// Whose excerpts of which state of the project are counted.
    #[must_use]
    pub fn of(&self) -> ShownOf {
        ShownOf { revision: self.project.revision(), whose: self.whose }
    }
}

/// Whose excerpts were counted, and in which state of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownOf {
    revision: u64,
    whose: Whose,
}

/// What is known of the excerpts shown while those of some analysts are hidden.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Counts {
    /// All are shown: the project knows.
    #[default]
    OfAll,
    /// Counted, and followed since.
    Known(Shown),
    /// To be counted; nothing is shown until then. With what is being counted, once that was asked for.
    Coming(Shown, Option<ShownOf>),
}

impl Counts {
    fn some(&self) -> Option<&Shown> {
        match self {
            Self::OfAll => None,
            Self::Known(shown) | Self::Coming(shown, _) => Some(shown),
        }
    }
}

impl OpenProject {
    /// Whether an excerpt is shown: those of analysts whose excerpts are hidden are not.
    #[must_use]
    pub fn shows(&self, excerpt: &Excerpt) -> bool {
        shows(self.whose, self.me.id, excerpt)
    }

    /// The same for where the project is walked beside the window.
    pub fn shows_apart(&self) -> impl Fn(&Excerpt) -> bool + Send + use<> {
        let (whose, me) = (self.whose, self.me.id);
        move |excerpt| shows(whose, me, excerpt)
    }

    /// How many excerpts are shown.
    #[must_use]
    pub fn count_shown(&self) -> usize {
        self.shown.some().map_or_else(|| self.project.excerpts().len(), Shown::count)
    }

    /// The excerpts of an article that are shown, by place, enclosing ones first.
    #[must_use]
    pub fn places_shown(&self, article: ArticleId) -> &[(TextSpan, ExcerptId)] {
        self.shown.some().map_or_else(|| self.project.places_in(article), |shown| shown.places_in(article))
    }

    /// How many of the excerpts shown name a code or an analyst; `children` codes stand directly below it.
    #[must_use]
    pub fn uses_shown(&self, id: &RecordId, children: usize) -> usize {
        let all = || self.project.uses(id).saturating_sub(children);
        self.shown.some().map_or_else(all, |shown| shown.uses(id))
    }

    /// Whether the excerpts shown are still being read or counted.
    #[must_use]
    pub fn is_counting_shown(&self) -> bool {
        self.project.is_in_part() || matches!(self.shown, Counts::Coming(..))
    }

    /// Shows the excerpts of these analysts from now on.
    pub(super) fn show_those_of(&mut self, whose: Whose) {
        self.whose = whose;
        self.shown = match whose {
            Whose::All => Counts::OfAll,
            _ if self.project.excerpts().len() <= AT_ONCE_MAX => Counts::Known(self.shown_order().count()),
            _ => Counts::Coming(Shown::default(), None),
        };
        self.selected.clear();
    }

    /// Follows a change that was applied to the project.
    pub(super) fn follow_shown(&mut self, change: &Change, inverse: &Change) {
        let (whose, me) = (self.whose, self.me.id);
        if let Counts::Known(shown) = &mut self.shown {
            shown.follow(change, inverse, |excerpt| shows(whose, me, excerpt));
        }
    }

    fn shown_order(&self) -> ShownOrder {
        ShownOrder { project: self.project.clone(), whose: self.whose, me: self.me.id }
    }
}

/// Asks for the excerpts shown to be counted where they are to be. Called after every action and reply.
pub(super) fn follow(state: &mut State, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_mut().filter(|open| matches!(open.shown, Counts::Coming(_, None))) else { return };
    let order = open.shown_order();
    open.shown = Counts::Coming(Shown::default(), Some(order.of()));
    requests.push(Request::CountShown(Box::new(order)));
}

/// The excerpts shown were counted. What no longer is what was asked for, as the project changed meanwhile, is asked anew.
pub(super) fn counted(state: &mut State, of: ShownOf, counted: Shown) {
    let Some(open) = state.open.as_mut() else { return };
    if !matches!(&open.shown, Counts::Coming(_, Some(asked)) if *asked == of) {
        return;
    }
    let is_now = open.shown_order().of() == of;
    open.shown = if is_now { Counts::Known(counted) } else { Counts::Coming(Shown::default(), None) };
}

fn shows(whose: Whose, me: AnalystId, excerpt: &Excerpt) -> bool {
    match whose {
        Whose::All => true,
        Whose::Mine => excerpt.analyst == me,
        Whose::Others => excerpt.analyst != me,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edit, ExcerptId, Record};
    use crate::text::sample::sample;

    #[test]
    fn it_follows_every_change_as_if_counted_anew() {
        let (mut project, _) = sample();
        let other = AnalystId::from_bytes([9; 16]);
        let mut someone = project.analysts().values().next().expect("an analyst").clone();
        let me = someone.id;
        someone.id = other;
        project.apply(&Change::put("another", [Record::Analyst(someone)])).expect("applied");
        let mine = |excerpt: &Excerpt| excerpt.analyst == me;
        let mut shown = Shown::of(&project, mine);
        assert_eq!(shown.count(), project.excerpts().len());
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        let mut theirs = project.excerpts()[&ids[0]].clone();
        theirs.analyst = other;
        let mut twice = project.excerpts()[&ids[1]].clone();
        let first = twice.clone();
        twice.issues = crate::model::Few::new();
        let change = Change {
            label: String::new(),
            edits: vec![
                Edit::Put(Record::Excerpt(Box::new(theirs))),
                Edit::Put(Record::Excerpt(Box::new(first))),
                Edit::Put(Record::Excerpt(Box::new(twice))),
                Edit::Remove(RecordId::Excerpt(ids[2])),
            ]
            .into(),
        };
        let inverse = project.apply(&change).expect("applied");
        shown.follow(&change, &inverse, mine);
        assert_eq!(shown, Shown::of(&project, mine));
        let back = project.apply(&inverse).expect("undone");
        shown.follow(&inverse, &back, mine);
        assert_eq!(shown, Shown::of(&project, mine));
    }
}
