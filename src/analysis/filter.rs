//! Which excerpts are wanted. An actor, issue or tag stands for everything below it in its tree.

use crate::model::{
    ActorId, AnalystId, Article, ArticleId, Excerpt, ExcerptId, IssueId, Project, TagId, excerpt::Certainty,
};

/// What an excerpt must have. Fields are joined by “and”, the values within one field by “or”; an empty field asks for
/// nothing, so that the default filter lets everything through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words that must all occur in the quote, memo, condition or speaker; case does not matter.
    pub words: String,
    /// Tags, with those below them.
    pub tags: Vec<TagId>,
    /// Actors who hold it, with those below them.
    pub actors: Vec<ActorId>,
    /// Issues, with those below them.
    pub issues: Vec<IssueId>,
    /// Articles.
    pub articles: Vec<ArticleId>,
    /// Who tagged it.
    pub analysts: Vec<AnalystId>,
    /// Only excerpts whose coding is to be looked at again.
    pub unsure: bool,
    /// Only excerpts marked with a star.
    pub starred: bool,
}

impl Filter {
    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
            || (self.words.trim().is_empty() && *self == Self { words: self.words.clone(), ..Self::default() })
    }

    /// Whether `excerpt` is wanted.
    #[must_use]
    pub fn matches(&self, project: &Project, excerpt: &Excerpt) -> bool {
        self.fits(project, excerpt, &self.wanted_words())
    }

    fn wanted_words(&self) -> Vec<String> {
        self.words.split_whitespace().map(str::to_lowercase).collect()
    }

    /// Cheap questions first: the words are looked for only where everything else fits.
    fn fits(&self, project: &Project, excerpt: &Excerpt, words: &[String]) -> bool {
        (!self.unsure || excerpt.certainty == Certainty::Unsure)
            && (!self.starred || excerpt.starred)
            && (self.articles.is_empty() || self.articles.contains(&excerpt.article))
            && (self.analysts.is_empty() || self.analysts.contains(&excerpt.analyst))
            && under_one_of(&self.tags, [&excerpt.tag], |id| project.tags().get(id)?.parent.as_ref())
            && under_one_of(&self.actors, &excerpt.actors, |id| project.actors().get(id)?.parent.as_ref())
            && under_one_of(&self.issues, &excerpt.issues, |id| project.issues().get(id)?.parent.as_ref())
            && has_words(excerpt, words)
    }
}

/// The wanted excerpts by article ([`articles_in_order`]), then by place in the text, enclosing ones first.
#[must_use]
pub fn select(project: &Project, filter: &Filter) -> Vec<ExcerptId> {
    let words = filter.wanted_words();
    articles_in_order(project)
        .into_iter()
        .flat_map(|article| project.excerpts_in(article.id))
        .filter(|excerpt| filter.fits(project, excerpt, &words))
        .map(|excerpt| excerpt.id)
        .collect()
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

/// Whether one of `given`, or a code above it, is among `wanted`. True where nothing is wanted.
/// A tree that runs in a circle, which only a damaged file can hold, ends the walk after as many steps as any real
/// tree has levels.
fn under_one_of<'a, I: PartialEq + 'a>(
    wanted: &[I],
    given: impl IntoIterator<Item = &'a I>,
    parent: impl Fn(&'a I) -> Option<&'a I>,
) -> bool {
    const LEVELS: usize = 64;
    wanted.is_empty()
        || given
            .into_iter()
            .any(|id| std::iter::successors(Some(id), |id| parent(id)).take(LEVELS).any(|id| wanted.contains(id)))
}

fn has_words(excerpt: &Excerpt, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let texts: [&str; 4] = [excerpt.anchor.quote(), &excerpt.memo, &excerpt.condition, &excerpt.speaker];
    let texts = texts.map(str::to_lowercase);
    words.iter().all(|word| texts.iter().any(|text| text.contains(word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Change, Edit, Record};
    use crate::text::sample::sample;

    fn check(filter: &Filter, expected: &[&str]) {
        let (project, _) = sample();
        let quotes: Vec<&str> = select(&project, filter)
            .iter()
            .filter_map(|id| project.excerpts().get(id))
            .map(|excerpt| excerpt.anchor.quote())
            .collect();
        assert_eq!(quotes, expected, "{filter:?}");
        let one_by_one = project.excerpts().values().filter(|excerpt| filter.matches(&project, excerpt)).count();
        assert_eq!(one_by_one, expected.len(), "{filter:?}");
    }

    fn ids<I: std::str::FromStr<Err: std::fmt::Debug>>(names: &[&str]) -> Vec<I> {
        names.iter().map(|name| name.parse().expect("an id")).collect()
    }

    #[test]
    fn everything_by_article_and_place() {
        assert!(Filter::default().is_empty());
        assert!(Filter { words: "  ".into(), ..Filter::default() }.is_empty());
        check(
            &Filter::default(),
            &["We will hold the mill", "hold the mill", "=2; “never”\n\nwithout the weir", "Der Fluß bleibt offen."],
        );
    }

    #[test]
    fn fields_are_joined_by_and_and_trees_are_included() {
        check(
            &Filter { actors: ids(&["calder"]), ..Filter::default() },
            &["We will hold the mill", "hold the mill", "=2; “never”\n\nwithout the weir"],
        );
        check(&Filter { actors: ids(&["mayor-ames"]), ..Filter::default() }, &["hold the mill"]);
        check(
            &Filter { issues: ids(&["river"]), ..Filter::default() },
            &["=2; “never”\n\nwithout the weir", "Der Fluß bleibt offen."],
        );
        check(
            &Filter { tags: ids(&["red-line"]), issues: ids(&["river"]), ..Filter::default() },
            &["=2; “never”\n\nwithout the weir"],
        );
        check(&Filter { tags: ids(&["red-line", "proposal"]), words: "FLUSS".into(), ..Filter::default() }, &[]);
        check(&Filter { words: "OFFEN der".into(), ..Filter::default() }, &["Der Fluß bleibt offen."]);
        check(&Filter { unsure: true, ..Filter::default() }, &["hold the mill"]);
        check(&Filter { starred: true, ..Filter::default() }, &[]);
    }

    #[test]
    fn a_circle_in_a_damaged_tree_ends() {
        let (mut project, _) = sample();
        let mut calder = project.actors().get(&ids::<ActorId>(&["calder"])[0]).expect("an actor").clone();
        calder.parent = Some(ids::<ActorId>(&["mayor-ames"])[0].clone());
        project.absorb(&Change { label: String::new(), edits: vec![Edit::Put(Record::Actor(calder))] });
        assert_eq!(select(&project, &Filter { actors: ids(&["vale"]), ..Filter::default() }).len(), 1);
    }
}
