//! The excerpts that are shown while those of some analysts are hidden: placed and counted like those of the project, and
//! kept up with every change, so that no frame ever walks them.

use std::collections::BTreeMap;

use super::lookups::Lookups;
use super::{ArticleId, Change, Edit, Excerpt, ExcerptId, Project, Record, RecordId, TextSpan};

/// The excerpts of a project that are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    lookups: Lookups,
    count: usize,
}

impl Shown {
    /// Those of a project that are to be shown; one walk.
    #[must_use]
    pub fn of(project: &Project, shows: impl Fn(&Excerpt) -> bool) -> Self {
        let mut shown = Self::default();
        let count = &mut shown.count;
        let excerpts = project.excerpts().values().filter(|excerpt| shows(excerpt));
        shown.lookups.add_all(excerpts.inspect(|_| *count += 1));
        shown
    }

    /// Follows a change that was applied; `inverse` is what would undo it.
    pub fn follow(&mut self, change: &Change, inverse: &Change, shows: impl Fn(&Excerpt) -> bool) {
        // A change may touch an excerpt twice: what counts is how it was before and how it is after.
        let (before, mut after) = (last_put(inverse), last_put(change));
        for (id, old) in before {
            let new = after.remove(&id).flatten().filter(|excerpt| shows(excerpt));
            match (old.filter(|excerpt| shows(excerpt)), new) {
                (Some(old), Some(new)) => self.lookups.replace_excerpt(old, new),
                (Some(old), None) => {
                    self.lookups.remove_excerpt(old);
                    self.count = self.count.saturating_sub(1);
                }
                (None, Some(new)) => {
                    self.lookups.add_excerpt(new);
                    self.count += 1;
                }
                (None, None) => {}
            }
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Those of an article by place, enclosing ones first.
    #[must_use]
    pub fn places_in(&self, article: ArticleId) -> &[(TextSpan, ExcerptId)] {
        self.lookups.in_article(article)
    }

    /// How many of them name a code or an analyst.
    #[must_use]
    pub fn uses(&self, id: &RecordId) -> usize {
        self.lookups.uses(id)
    }
}

/// The excerpts that a change touches as it leaves them; none where it takes them away.
fn last_put(change: &Change) -> BTreeMap<ExcerptId, Option<&Excerpt>> {
    let mut last = BTreeMap::new();
    for edit in &change.edits {
        match edit {
            Edit::Put(Record::Excerpt(excerpt)) => last.insert(excerpt.id, Some(&**excerpt)),
            Edit::Remove(RecordId::Excerpt(id)) => last.insert(*id, None),
            _ => None,
        };
    }
    last
}
