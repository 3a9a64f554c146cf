//! Which excerpts are wanted: what was typed, what it asks for, and the excerpts that fit. The language is in `query`.

use std::collections::HashMap;
use std::ops::Range;

use super::query::{Mistake, Plan, Query, parse};
use crate::model::{AnalystId, Article, ArticleId, Excerpt, ExcerptId, Project};

/// A filter over excerpts, as typed. The default lets everything through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    text: String,
    query: Result<Query, Mistake>,
}

impl Default for Filter {
    fn default() -> Self {
        Self::new("")
    }
}

impl From<Query> for Filter {
    fn from(query: Query) -> Self {
        // Printed and read once more, so that every part knows its place in the text.
        Self::new(&query.to_string())
    }
}

impl Filter {
    /// The filter that a text stands for.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), query: parse(text) }
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is asked for.
    ///
    /// # Errors
    /// The mistake in what was typed.
    pub fn query(&self) -> Result<&Query, &Mistake> {
        self.query.as_ref()
    }

    /// Whether it asks for nothing, and so lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.query.as_ref().is_ok_and(Query::is_everything)
    }

    /// The filter ready for a project; `me` is who “me” stands for.
    ///
    /// # Errors
    /// The mistake in what was typed, or a name that the project does not have.
    pub fn plan<'a>(&self, project: &'a Project, me: Option<AnalystId>) -> Result<Plan<'a>, Mistake> {
        Plan::new(project, me, self.query.as_ref().map_err(Clone::clone)?)
    }

    /// The filter with another text in the place of a part of it.
    #[must_use]
    pub fn replaced(&self, at: &Range<usize>, with: &str) -> Self {
        let before = self.text.get(..at.start).unwrap_or(&self.text);
        Self::new(&[before, with, self.text.get(at.end..).unwrap_or_default()].concat())
    }
}

/// The excerpts that fit, by article ([`articles_in_order`]), then by place in the text, enclosing ones first.
///
/// # Errors
/// The mistake in the filter, or a name in it that the project does not have.
pub fn select(project: &Project, me: Option<AnalystId>, filter: &Filter) -> Result<Vec<ExcerptId>, Mistake> {
    if filter.is_empty() {
        return Ok(everything(project));
    }
    let mut plan = filter.plan(project, me)?;
    let found = project.excerpts().values().filter(|excerpt| plan.fits(excerpt)).collect();
    Ok(in_order(project, found).into_iter().map(|excerpt| excerpt.id).collect())
}

/// All excerpts, in the same order.
#[must_use]
pub fn everything(project: &Project) -> Vec<ExcerptId> {
    let articles = articles_in_order(project).into_iter();
    articles.flat_map(|article| project.places_in(article.id)).map(|(_, id)| *id).collect()
}

/// Excerpts by article, then by place in the text, enclosing ones first. Those of articles that are gone are left out.
pub(super) fn in_order<'a>(project: &'a Project, found: Vec<&'a Excerpt>) -> Vec<&'a Excerpt> {
    let ranks: HashMap<ArticleId, u32> =
        articles_in_order(project).into_iter().zip(0u32..).map(|(article, rank)| (article.id, rank)).collect();
    let mut last: Option<(ArticleId, Option<u32>)> = None;
    let mut keyed: Vec<((u32, u32, u32), &Excerpt)> = Vec::with_capacity(found.len());
    let number = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    for excerpt in found {
        let rank = match last {
            Some((article, rank)) if article == excerpt.article => rank,
            _ => ranks.get(&excerpt.article).copied(),
        };
        last = Some((excerpt.article, rank));
        let span = excerpt.anchor.span;
        keyed.extend(rank.map(|rank| ((rank, number(span.start()), u32::MAX - number(span.end())), excerpt)));
    }
    // Excerpts come by id, which is what decides where all else is the same; sorting keeps that.
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, excerpt)| excerpt).collect()
}

/// All articles by date of publication (unknown ones last), then title, file and text. The order depends on nothing
/// that differs between two projects made of the same articles, so that both export the same bytes.
#[must_use]
pub fn articles_in_order(project: &Project) -> Vec<&Article> {
    let mut articles: Vec<&Article> = project.articles().values().collect();
    articles.sort_by(|a, b| key(a).cmp(&key(b)));
    return articles;

    fn key(article: &Article) -> impl Ord + '_ {
        (article.published.is_none(), article.published, &article.title, &article.import.file, article.text, article.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorId, Change, Edit, Record};
    use crate::text::sample::sample;

    fn check(filter: &str, expected: &[&str]) {
        let (project, _) = sample();
        let found = select(&project, None, &Filter::new(filter)).expect(filter);
        let quotes: Vec<&str> =
            found.iter().filter_map(|id| project.excerpts().get(id)).map(|excerpt| excerpt.anchor.quote()).collect();
        assert_eq!(quotes, expected, "{filter}");
    }

    const ALL: [&str; 4] =
        ["We will hold the mill", "hold the mill", "=2; “never”\n\nwithout the weir", "Der Fluß bleibt offen."];

    #[test]
    fn everything_by_article_and_place() {
        assert!(Filter::default().is_empty() && Filter::new("  ").is_empty());
        check("", &ALL);
        check("-has:link", &ALL);
        let (project, _) = sample();
        assert_eq!(everything(&project).len(), 4);
    }

    #[test]
    fn fields_are_joined_by_and_and_trees_are_included() {
        check("actor:Calder", &ALL[..3]);
        check("actor:mayor-ames", &["hold the mill"]);
        check("issue:river", &ALL[2..]);
        check("tag:\"red line\" issue:river", &ALL[2..3]);
        check("(tag:\"red line\" or tag:proposal) FLUSS", &[]);
        check("OFFEN der", &["Der Fluß bleibt offen."]);
        check("fluss", &["Der Fluß bleibt offen."]);
        check("unsure", &["hold the mill"]);
        check("starred or checked", &[]);
        check("said:2025-12-14 reliability:A..C credibility:..3", &ALL[2..3]);
        check("title:papier -actor:Calder", &ALL[3..]);
    }

    #[test]
    fn a_circle_in_a_damaged_tree_ends() {
        let (mut project, _) = sample();
        let id = |name: &str| name.parse::<ActorId>().expect("an id");
        let mut calder = project.actors().get(&id("calder")).expect("an actor").clone();
        calder.parent = Some(id("mayor-ames"));
        project.absorb(&Change { label: String::new(), edits: vec![Edit::Put(Record::Actor(calder))].into() });
        assert_eq!(select(&project, None, &Filter::new("actor:vale")).map(|found| found.len()), Ok(1));
    }
}
