//! How many excerpts there are of each tag, actor, issue, article and analyst.

use std::collections::BTreeMap;

use crate::model::{ActorId, AnalystId, ArticleId, Excerpt, IssueId, Project, TagId};

/// How many excerpts name a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Excerpts that name the code itself.
    pub own: usize,
    /// Excerpts that name it or a code below it, each once.
    pub subtree: usize,
}

/// Excerpts counted by what they name. Every code, article and analyst of the project is there, with 0 where unused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Excerpts counted.
    pub excerpts: usize,
    /// By tag.
    pub tags: BTreeMap<TagId, Count>,
    /// By actor who holds it.
    pub actors: BTreeMap<ActorId, Count>,
    /// By issue.
    pub issues: BTreeMap<IssueId, Count>,
    /// By article.
    pub articles: BTreeMap<ArticleId, usize>,
    /// By who tagged it.
    pub analysts: BTreeMap<AnalystId, usize>,
}

impl Counts {
    /// Counts `excerpts`; one walk.
    #[must_use]
    pub fn of<'a>(project: &'a Project, excerpts: impl IntoIterator<Item = &'a Excerpt>) -> Self {
        let mut counts = Self {
            excerpts: 0,
            tags: project.tags().keys().map(|id| (id.clone(), Count::default())).collect(),
            actors: project.actors().keys().map(|id| (id.clone(), Count::default())).collect(),
            issues: project.issues().keys().map(|id| (id.clone(), Count::default())).collect(),
            articles: project.articles().keys().map(|id| (*id, 0)).collect(),
            analysts: project.analysts().keys().map(|id| (*id, 0)).collect(),
        };
        for excerpt in excerpts {
            counts.excerpts += 1;
            *counts.articles.entry(excerpt.article).or_default() += 1;
            *counts.analysts.entry(excerpt.analyst).or_default() += 1;
            count(&mut counts.tags, [&excerpt.tag], |id| project.tags().get(id)?.parent.as_ref());
            count(&mut counts.actors, &excerpt.actors, |id| project.actors().get(id)?.parent.as_ref());
            count(&mut counts.issues, &excerpt.issues, |id| project.issues().get(id)?.parent.as_ref());
        }
        counts
    }

    /// Counts all excerpts of the project.
    #[must_use]
    pub fn of_all(project: &Project) -> Self {
        Self::of(project, project.excerpts().values())
    }
}

/// Counts one excerpt for the codes that it names and once for each code above them.
fn count<'a, I: Ord + Clone + 'a>(
    counts: &mut BTreeMap<I, Count>,
    named: impl IntoIterator<Item = &'a I>,
    parent: impl Fn(&'a I) -> Option<&'a I>,
) {
    let mut counted: Vec<&I> = Vec::new();
    for id in named {
        counts.entry(id.clone()).or_default().own += 1;
        let mut next = Some(id);
        while let Some(code) = next.filter(|code| !counted.contains(code)) {
            counts.entry(code.clone()).or_default().subtree += 1;
            counted.push(code);
            next = parent(code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sample::sample;

    #[test]
    fn an_excerpt_counts_once_for_each_code_above_it() {
        let (project, _) = sample();
        let counts = Counts::of_all(&project);
        let actor = |id: &str| counts.actors[&id.parse::<ActorId>().expect("an id")];
        let tag = |id: &str| counts.tags[&id.parse::<TagId>().expect("an id")];
        assert_eq!(counts.excerpts, 4);
        assert_eq!(actor("calder"), Count { own: 3, subtree: 3 });
        assert_eq!(actor("mayor-ames"), Count { own: 1, subtree: 1 });
        assert_eq!(actor("vale"), Count { own: 1, subtree: 1 });
        assert_eq!(tag("proposal"), Count { own: 0, subtree: 0 });
        assert_eq!(counts.articles.values().copied().collect::<Vec<_>>(), [3, 1]);
        assert_eq!(counts.analysts.values().sum::<usize>(), 4);
    }
}
