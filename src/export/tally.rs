//! How many of the exported excerpts there are of each tag, actor, issue, outlet and month.

use std::collections::BTreeMap;

use super::Input;
use super::rows::Row;

/// What was counted, and each value with its count: tags as the codebook orders them, months in order, others by number.
pub(super) type Tally = (&'static str, Vec<(String, usize)>);

/// Counts the excerpts of an export. One that names two actors counts for both.
pub(super) fn tallies(input: &Input<'_>) -> Vec<Tally> {
    let mut counted: [BTreeMap<String, usize>; 5] = Default::default();
    for excerpt in input.excerpts.iter().filter_map(|id| input.project.excerpts().get(id)) {
        let row = Row::bare(input.project, input.choices, excerpt);
        let [tags, actors, issues, outlets, months] = &mut counted;
        let count = |counts: &mut BTreeMap<String, usize>, name: &str| match counts.get_mut(name) {
            Some(number) => *number += 1,
            None => drop(counts.insert(name.to_owned(), 1)),
        };
        count(tags, row.tag());
        row.actors(&excerpt.actors).for_each(|name| count(actors, name));
        row.issues().for_each(|name| count(issues, name));
        if let Some(article) = row.article {
            if !article.outlet.trim().is_empty() {
                count(outlets, article.outlet.trim());
            }
            if let Some(date) = article.published {
                let month = date.to_string();
                count(months, month.get(..7).unwrap_or(&month));
            }
        }
    }
    let names = ["Tag", "Actor", "Issue", "Outlet", "Month"];
    let order = input.project.tags_in_order();
    let tally = |(name, counts): (&'static str, BTreeMap<String, usize>)| {
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        match name {
            "Tag" => counts.sort_by_key(|(name, _)| order.iter().position(|tag| tag.name == *name)),
            "Month" => {}
            _ => counts.sort_by_key(|(_, number)| std::cmp::Reverse(*number)),
        }
        (name, counts)
    };
    names.into_iter().zip(counted).map(tally).filter(|(_, counts)| !counts.is_empty()).collect()
}
