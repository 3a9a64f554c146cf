//! `rapporteur search`: places in the texts of all articles, one line each. Reads only.

use super::arguments::Search;
use super::output::Output;
use super::session::look;
use super::{Failure, Outcome, count};
use crate::analysis::filter::articles_in_order;
use crate::app::{Reply, Unit};
use crate::desktop::searching::{Corpus, SearchOrder};
use crate::text::pattern::Pattern;
use crate::text::search::SearchOptions;

pub(super) fn run(search: &Search, output: &mut Output<'_>) -> Result<Outcome, Failure> {
    let options = SearchOptions { case: search.case, whole_words: search.whole_words, diacritics: search.accents };
    let pattern = if search.regex {
        Pattern::regex(&search.words, options).map(Some).map_err(Failure)?
    } else {
        Pattern::words(&search.words, options)
    };
    let pattern = pattern.ok_or_else(|| Failure("there is nothing to look for: the words are empty".to_owned()))?;
    let opened = look(&search.project, output)?;
    let articles = articles_in_order(&opened.project).iter().map(|article| (article.id, article.text)).collect();
    let order = SearchOrder {
        job: 0,
        pattern,
        unit: Unit::Hit,
        articles,
        texts: opened.texts.clone(),
        corpus: Corpus::default(),
        shown_max: usize::MAX / 2,
    };
    let (mut places, mut holding, mut unread) = (0, 0, Vec::new());
    order.run(&Default::default(), &mut |reply| {
        let Reply::Found { found, unread: more, .. } = reply else { return };
        unread.extend(more);
        for found in found {
            (places, holding) = (places + found.count, holding + 1);
            let Some(article) = opened.project.articles().get(&found.article) else { continue };
            for hit in found.hits.iter().filter(|_| !search.count) {
                output.line(&format!("{}: {}{}{}", article.title, hit.before, hit.words, hit.after));
            }
        }
    });
    output.line(&format!("{} in {}", count(places, "place"), count(holding, "article")));
    for sentence in &unread {
        output.problem(sentence);
    }
    Ok(if unread.is_empty() && opened.report.damage.is_empty() { Outcome::Done } else { Outcome::InPart })
}
