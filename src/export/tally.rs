//! How many of the exported excerpts there are of each tag, actor, issue, outlet and month: counted as the overview counts
//! them, so that a report says the same as the window.

use std::collections::BTreeMap;

use super::Input;
use crate::analysis::overview::{By, Overview};

/// What was counted, and each value with its count: tags as the codebook orders them, months in order, others by number.
pub(super) type Tally = (&'static str, Vec<(String, usize)>);

/// What is said of how codes are counted.
pub(super) const WITH_BELOW: &str = "A tag, an actor or an issue is counted with those below it";

/// Counts the excerpts of an export. One that names two actors counts for both, and for those above them.
pub(super) fn tallies(input: &Input<'_>) -> Vec<Tally> {
    let excerpts = || input.excerpts.iter().filter_map(|id| input.project.excerpts().get(id));
    let overview = Overview::of(input.project, excerpts(), (By::Tag, By::Outlet));
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    for excerpt in excerpts() {
        let article = input.project.articles().get(&excerpt.article);
        if let Some(date) = article.and_then(|article| article.published) {
            let date = date.to_string();
            *months.entry(date.get(..7).unwrap_or(&date).to_owned()).or_default() += 1;
        }
    }
    let kinds = [By::Tag, By::Actor, By::Issue, By::Outlet];
    let counted = kinds.into_iter().map(|by| (by.name(), overview.bars_of(by).to_vec()));
    let months = ("Month", months.into_iter().collect());
    counted.chain([months]).filter(|(_, counts): &Tally| !counts.is_empty()).collect()
}
