//! Whose excerpts are shown, and how many of them there are: what every list and every count asks. While all are shown
//! the project itself answers, otherwise what was counted when the choice was made and followed every change since.

use super::{OpenProject, Whose};
use crate::model::{AnalystId, ArticleId, Change, Excerpt, ExcerptId, RecordId, Shown, TextSpan};

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
        self.shown.as_ref().map_or_else(|| self.project.excerpts().len(), Shown::count)
    }

    /// The excerpts of an article that are shown, by place, enclosing ones first.
    #[must_use]
    pub fn places_shown(&self, article: ArticleId) -> &[(TextSpan, ExcerptId)] {
        self.shown.as_ref().map_or_else(|| self.project.places_in(article), |shown| shown.places_in(article))
    }

    /// How many of the excerpts shown name a code or an analyst; `children` codes stand directly below it.
    #[must_use]
    pub fn uses_shown(&self, id: &RecordId, children: usize) -> usize {
        let all = || self.project.uses(id).saturating_sub(children);
        self.shown.as_ref().map_or_else(all, |shown| shown.uses(id))
    }

    /// Shows the excerpts of these analysts from now on.
    pub(super) fn show_those_of(&mut self, whose: Whose) {
        self.whose = whose;
        let me = self.me.id;
        self.shown = (whose != Whose::All).then(|| Shown::of(&self.project, |excerpt| shows(whose, me, excerpt)));
        self.selected.clear();
    }

    /// Follows a change that was applied to the project.
    pub(super) fn follow_shown(&mut self, change: &Change, inverse: &Change) {
        let (whose, me) = (self.whose, self.me.id);
        if let Some(shown) = &mut self.shown {
            shown.follow(change, inverse, |excerpt| shows(whose, me, excerpt));
        }
    }
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
