//! Which excerpts are wanted: what was typed, what it asks for, and the excerpts that fit. The language is in `query`.

use std::ops::Range;

use super::query::{Mistake, Plan, Query, parse};
use crate::model::{AnalystId, Article, ExcerptId, PartialDate, Project};

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

/// All excerpts by article ([`articles_in_order`]), then by place in the text, enclosing ones first.
#[must_use]
pub fn everything(project: &Project) -> Vec<ExcerptId> {
    let mut all = Vec::with_capacity(project.excerpts().len());
    for article in articles_in_order(project) {
        all.extend(project.places_in(article.id).iter().map(|(_, id)| *id));
    }
    all
}

/// All articles by date of publication (unknown ones last), then title, file and text. The order depends on nothing
/// that differs between two projects made of the same articles, so that both export the same bytes.
#[must_use]
pub fn articles_in_order(project: &Project) -> Vec<&Article> {
    // The date and the first letters tell almost all apart, without a look at the articles themselves.
    let mut articles: Vec<_> = project.articles().values().map(|article| (first(article), article)).collect();
    articles.sort_unstable_by(|(a, article), (b, other)| a.cmp(b).then_with(|| all(article).cmp(&all(other))));
    return articles.into_iter().map(|(_, article)| article).collect();

    fn first(article: &Article) -> (bool, Option<PartialDate>, u64) {
        (article.published.is_none(), article.published, first_bytes(&article.title))
    }

    fn all(article: &Article) -> impl Ord + '_ {
        (&article.title, &article.import.file, article.text, article.id)
    }
}

/// The first eight bytes of a text as a number in the order of texts.
pub(super) fn first_bytes(text: &str) -> u64 {
    let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or(0);
    u64::from_be_bytes([0, 1, 2, 3, 4, 5, 6, 7].map(byte))
}

#[cfg(test)]
mod tests {
    use super::super::select;
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
