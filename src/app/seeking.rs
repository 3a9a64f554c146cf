//! What the table of excerpts lists: found anew whenever the project, the filter or the arrangement changed while it is
//! shown. At once where that takes no time worth the name, else on a thread, with what was found last shown meanwhile.

use std::collections::HashSet;
use std::sync::Arc;

use crate::analysis::Listing;
use crate::analysis::listing::{Group, Listed, Tagger};
use crate::analysis::query::Mistake;
use crate::model::{ArticleId, ExcerptId, Project};

use super::{OpenProject, Request, State, View, Whose};

/// Up to so many excerpts are listed at once.
const AT_ONCE_MAX: usize = 60_000;

/// A list that is to be made aside.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOrder {
    /// Tells this wish from later ones.
    pub number: u64,
    /// The project as it is now.
    pub project: Arc<Project>,
    /// Which excerpts, and how.
    pub listing: Listing,
}

/// What a list was made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sought {
    revision: u64,
    listing: Listing,
}

/// The list of excerpts, and whether another one is on its way.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hits {
    /// The excerpts that the filter lets through, in order, each once.
    pub excerpts: Vec<ExcerptId>,
    /// The groups that they are in, where they are grouped.
    pub groups: Vec<Group>,
    /// What is wrong with the filter; the excerpts are then those of the filter before.
    pub mistake: Option<Mistake>,
    /// Rises whenever the list changed.
    pub number: u64,
    /// What the list was made of.
    of: Option<Sought>,
    /// What is being found, by number.
    coming: Option<(u64, Sought)>,
    asked: u64,
    /// The article whose text was asked for last.
    text_of: Option<ArticleId>,
}

impl Hits {
    /// Whether another list is on its way.
    #[must_use]
    pub fn is_coming(&self) -> bool {
        self.coming.is_some()
    }

    fn take(&mut self, sought: Sought, outcome: Result<Listed, Mistake>) {
        match outcome {
            Ok(Listed { excerpts, groups }) => {
                (self.excerpts, self.groups, self.mistake) = (excerpts, groups, None);
                self.number += 1;
            }
            // What was found last stays while something is being typed.
            Err(mistake) => self.mistake = Some(mistake),
        }
        self.of = Some(sought);
    }
}

impl OpenProject {
    fn sought(&self) -> Sought {
        let of = match self.whose {
            Whose::All => None,
            Whose::Mine => Some(Tagger { id: self.me.id, theirs: true }),
            Whose::Others => Some(Tagger { id: self.me.id, theirs: false }),
        };
        let (filter, arrangement) = (self.filter.clone(), self.arrangement.clone());
        Sought { revision: self.project.revision(), listing: Listing { filter, me: self.me.id, of, arrangement } }
    }

    /// Brings the list up to date here and now; for what cannot wait, such as an export.
    pub(super) fn find_hits(&mut self) {
        let sought = self.sought();
        if self.hits.of.as_ref() != Some(&sought) {
            let outcome = sought.listing.list(&self.project);
            self.take_hits(sought, outcome);
        }
    }

    /// Takes a list. Where another filter made it, what it no longer holds is let go, so that nothing is done to excerpts
    /// that are not seen; what merely changed stays selected, though it may no longer fit.
    fn take_hits(&mut self, sought: Sought, outcome: Result<Listed, Mistake>) {
        let of = |sought: &Sought| (sought.listing.filter.clone(), sought.listing.of);
        let another = outcome.is_ok() && self.hits.of.as_ref().is_some_and(|before| of(before) != of(&sought));
        self.hits.take(sought, outcome);
        if another && !self.selected.is_empty() {
            let mut gone: HashSet<ExcerptId> = self.selected.iter().copied().collect();
            for id in &self.hits.excerpts {
                gone.remove(id);
            }
            self.selected.retain(|id| !gone.contains(id));
        }
    }
}

/// Brings the list up to date if it is shown and something changed. Called after every action and reply.
pub(super) fn follow(state: &mut State, requests: &mut Vec<Request>) {
    let listed = |open: &&mut OpenProject| matches!(open.view, View::Excerpts | View::Overview);
    let Some(open) = state.open.as_mut().filter(listed) else { return };
    if open.view == View::Excerpts {
        ask_for_text(open, requests);
    }
    let few = open.project.excerpts().len() <= AT_ONCE_MAX;
    if few || open.filter.query().is_err() {
        open.find_hits();
        return;
    }
    let sought = open.sought();
    if open.hits.coming.is_some() || open.hits.of.as_ref() == Some(&sought) {
        return;
    }
    open.hits.asked += 1;
    let (number, project) = (open.hits.asked, open.project.clone());
    requests.push(Request::List(Box::new(ListOrder { number, project, listing: sought.listing.clone() })));
    open.hits.coming = Some((number, sought));
}

/// Asks for the text around the only excerpt selected, once.
fn ask_for_text(open: &mut OpenProject, requests: &mut Vec<Request>) {
    let Some(article) = open.inspected().and_then(|excerpt| open.project.articles().get(&excerpt.article)) else {
        return;
    };
    let (id, text) = (article.id, article.text);
    if open.hits.text_of != Some(id) && !open.texts.contains_key(&id) {
        open.hits.text_of = Some(id);
        super::projects::note_shown(open, id);
        requests.push(Request::LoadText { article: id, text });
    }
}

/// A list was made.
pub(super) fn listed(state: &mut State, number: u64, outcome: Result<Listed, Mistake>) {
    let Some(open) = state.open.as_mut() else { return };
    if let Some((_, sought)) = open.hits.coming.take_if(|(coming, _)| *coming == number) {
        open.take_hits(sought, outcome);
    }
}
