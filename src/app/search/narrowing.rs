//! Which of the places found are shown: all, or those of one outlet and of one month, which are counted beside them.

use std::collections::BTreeMap;

use super::{Row, Search};
use crate::app::OpenProject;
use crate::model::Article;

/// What places are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedBy {
    /// The article's outlet.
    Outlet,
    /// The month in which the article was published.
    Month,
}

impl Search {
    /// The outlet or month that alone is shown.
    #[must_use]
    pub fn only(&self, by: CountedBy) -> Option<&str> {
        let [outlet, month] = &self.only;
        match by {
            CountedBy::Outlet => outlet.as_deref(),
            CountedBy::Month => month.as_deref(),
        }
    }

    /// Shows one outlet or month alone, or all again where it was shown alone before.
    pub(super) fn narrow(&mut self, by: CountedBy, name: String) {
        let [outlet, month] = &mut self.only;
        let only = match by {
            CountedBy::Outlet => outlet,
            CountedBy::Month => month,
        };
        *only = Some(name).filter(|name| only.as_ref() != Some(name));
        self.current = 0;
    }
}

/// Lists what is shown, and counts it. The counts by outlet are of the month shown and the other way round, so that one
/// can go from one to the next.
pub(super) fn list(open: &mut OpenProject) {
    let search = &mut open.search;
    let (mut outlets, mut months) = (BTreeMap::new(), BTreeMap::new());
    search.rows.clear();
    search.aside.clear();
    search.shown = (0, 0);
    for (at, found) in search.found.iter().enumerate() {
        let article = open.project.articles().get(&found.article);
        let (outlet, month) = (outlet(article), month(article));
        let [only_outlet, only_month] = &search.only;
        let of_outlet = only_outlet.as_ref().is_none_or(|only| *only == outlet);
        let of_month = only_month.as_ref().is_none_or(|only| *only == month);
        if of_outlet && of_month {
            search.shown = (search.shown.0 + found.count, search.shown.1 + 1);
            search.rows.push(Row::Article(at));
            search.rows.extend((0..found.hits.len()).map(|hit| Row::Hit(at, hit)));
        } else {
            search.aside.insert(at);
        }
        if of_month {
            *outlets.entry(outlet).or_insert(0) += found.count;
        }
        if of_outlet {
            *months.entry(month).or_insert(0) += found.count;
        }
    }
    search.by_outlet = outlets.into_iter().collect();
    search.by_outlet.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    search.by_month = months.into_iter().collect();
    search.current = search.current.min(search.rows.len().saturating_sub(1));
}

fn outlet(article: Option<&Article>) -> String {
    let outlet = article.map_or("", |article| &article.outlet);
    if outlet.is_empty() { "no outlet".to_owned() } else { outlet.to_owned() }
}

fn month(article: Option<&Article>) -> String {
    let date = article.and_then(|article| article.published);
    date.map_or_else(|| "no date".to_owned(), |date| date.to_string().chars().take(7).collect())
}
