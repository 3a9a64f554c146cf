//! What the table of excerpts lists: found anew whenever the project, the filter or the arrangement changed while it is
//! shown. At once where that takes no time worth the name, else on a thread, with what was found last shown meanwhile.

use std::collections::HashSet;
use std::sync::Arc;

use crate::analysis::listing::{Groups, Listed, Table, Tagger};
use crate::analysis::query::Mistake;
use crate::analysis::{Filter, Listing};
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
    /// What is kept from the last list.
    pub table: Table,
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
    pub groups: Groups,
    /// What is wrong with the filter; the excerpts are then those of the filter before.
    pub mistake: Option<Mistake>,
    /// Rises whenever the list changed.
    pub number: u64,
    /// The last filter without a mistake: what the excerpts fit.
    in_force: Filter,
    /// What the list was made of.
    of: Option<Sought>,
    /// What is being found, by number.
    coming: Option<(u64, Sought)>,
    asked: u64,
    /// What the next list can be made from; away with the one that is being made.
    table: Table,
    /// The article whose text was asked for last.
    text_of: Option<ArticleId>,
    /// The number of the list that the selection was last held against while it is shown.
    selected_within: Option<u64>,
}

impl Hits {
    /// The excerpts listed, each once, in the order in which they stand on the screen where they are grouped.
    #[must_use]
    pub fn as_shown(&self) -> Vec<ExcerptId> {
        if self.groups.is_empty() {
            return self.excerpts.clone();
        }
        let mut seen = vec![false; self.excerpts.len()];
        let rows = self.groups.iter().flat_map(|group| group.rows).map(|row| *row as usize);
        let once = rows.filter(|row| seen.get_mut(*row).is_some_and(|seen| !std::mem::replace(seen, true)));
        once.filter_map(|row| self.excerpts.get(row).copied()).collect()
    }

    /// Whether another list is on its way.
    #[must_use]
    pub fn is_coming(&self) -> bool {
        self.coming.is_some()
    }

    fn take(&mut self, sought: Sought, outcome: Result<Listed, Mistake>) {
        match outcome {
            Ok(Listed { excerpts, groups }) => {
                (self.excerpts, self.groups, self.mistake) = (excerpts, groups, None);
                self.in_force = sought.listing.filter.clone();
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

    /// What is wrong with the filter, if anything is.
    #[must_use]
    pub fn mistake_in_filter(&self) -> Option<&Mistake> {
        self.filter.query().err().or(self.hits.mistake.as_ref().filter(|_| !self.hits.is_coming()))
    }

    /// The filter that the excerpts listed fit: the last one without a mistake.
    #[must_use]
    pub fn filter_in_force(&self) -> &Filter {
        if self.mistake_in_filter().is_some() { &self.hits.in_force } else { &self.filter }
    }

    /// Brings the list up to date here and now; for what cannot wait, such as an export.
    pub(super) fn find_hits(&mut self) {
        let sought = self.sought();
        if self.hits.of.as_ref() != Some(&sought) {
            let outcome = sought.listing.list(&self.project, &mut self.hits.table);
            self.hits.take(sought, outcome);
        }
    }
}

/// Brings the list up to date if it is shown and something changed. Called after every action and reply.
pub(super) fn follow(state: &mut State, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_mut().filter(|open| !open.project.is_in_part()) else { return };
    match open.view {
        View::Excerpts | View::Overview => list(open, requests),
        _ => {}
    }
    if open.view == View::Excerpts {
        select_within(open);
        ask_for_text(open, requests);
    } else {
        open.hits.selected_within = None;
    }
}

fn list(open: &mut OpenProject, requests: &mut Vec<Request>) {
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
    let (number, project, listing) = (open.hits.asked, open.project.clone(), sought.listing.clone());
    let table = std::mem::take(&mut open.hits.table);
    requests.push(Request::List(Box::new(ListOrder { number, project, listing, table })));
    open.hits.coming = Some((number, sought));
}

/// Lets go of selected excerpts that are not listed: what is done to the selection is done to what is seen of it.
fn select_within(open: &mut OpenProject) {
    let hits = &mut open.hits;
    if hits.is_coming() || hits.selected_within == Some(hits.number) {
        return;
    }
    hits.selected_within = Some(hits.number);
    if open.selected.is_empty() || hits.excerpts.len() == open.project.excerpts().len() {
        return;
    }
    let selected: HashSet<ExcerptId> = open.selected.iter().copied().collect();
    let listed: HashSet<ExcerptId> = hits.excerpts.iter().filter(|id| selected.contains(*id)).copied().collect();
    open.selected.retain(|id| listed.contains(id));
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

/// A list was made, and the table comes back.
pub(super) fn listed(state: &mut State, number: u64, outcome: Result<Listed, Mistake>, table: Table) {
    let Some(hits) = state.open.as_mut().map(|open| &mut open.hits) else { return };
    if let Some((_, sought)) = hits.coming.take_if(|(coming, _)| *coming == number) {
        hits.take(sought, outcome);
        hits.table = table;
    }
}
