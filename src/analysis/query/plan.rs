//! A query made ready for one project: names become sets of ids, words are prepared, cheap questions come first.

use std::collections::HashSet;
use std::hash::Hash;
use std::marker::PhantomData;
use std::ops::Range;

use super::field::{Field, Kind};
use super::names::{self, Named, called, nearest, with_below};
use super::needle::{Needle, folded};
use super::node::{Codes, Node, OneOf, Reads, within};
use super::{Mistake, Query, Term, Value};
use crate::model::{AnalystId, Article, ArticleId, ArticleStatus, Excerpt, Project, SourceGrade, Stance, Voice};

/// A query ready to be asked of the excerpts of a project.
pub struct Plan<'a> {
    root: Node,
    project: PhantomData<&'a Project>,
}

impl<'a> Plan<'a> {
    /// Makes a query ready; `me` is who “me” stands for.
    ///
    /// # Errors
    /// The first name in it that the project does not have, with the one that is most like it.
    pub fn new(project: &'a Project, me: Option<AnalystId>, query: &Query) -> Result<Self, Mistake> {
        Ok(Self { root: Maker { project, me }.node(query)?, project: PhantomData })
    }

    /// Whether an excerpt of the project fits. Fastest where excerpts of one article come one after the other.
    pub fn fits(&mut self, excerpt: &'a Excerpt) -> bool {
        self.root.fits(excerpt)
    }

    /// Fetches from memory what is going to be asked of these excerpts, of which there should be some hundreds at most.
    pub(crate) fn fetch(&self, excerpts: &'a [Excerpt]) {
        let reads = self.root.reads();
        if reads != Reads::Itself {
            std::hint::black_box(excerpts.iter().map(|one| one.fetch(reads == Reads::Words)).sum::<usize>());
        }
    }
}

struct Maker<'a> {
    project: &'a Project,
    me: Option<AnalystId>,
}

type Values<'q> = Vec<(&'q Value, &'q Range<usize>)>;

impl Maker<'_> {
    fn node(&self, query: &Query) -> Result<Node, Mistake> {
        let all = |items: &[Query]| -> Result<Vec<Node>, Mistake> {
            let mut nodes = items.iter().map(|item| self.node(item)).collect::<Result<Vec<Node>, Mistake>>()?;
            nodes.sort_by_key(Node::cost);
            Ok(nodes)
        };
        Ok(match query {
            Query::Not(inner) => Node::Not(Box::new(self.node(inner)?)),
            Query::And(items) => Node::And(all(items)?),
            Query::Or(items) => Node::Or(all(items)?),
            Query::Term(Term::Words(words), _) => Node::Words(Box::new(Needle::new(words))),
            Query::Term(Term::Mark(mark), _) => Node::Mark(*mark),
            Query::Term(Term::Field(field, values), _) => {
                self.field(*field, &values.iter().map(|(value, at)| (value, &at.0)).collect())?
            }
        })
    }

    fn field(&self, field: Field, values: &Values<'_>) -> Result<Node, Mistake> {
        let needles = || values.iter().filter_map(|(value, _)| Needle::of(value)).collect();
        let days =
            || values.iter().filter_map(|(value, _)| if let Value::Days(days) = value { Some(*days) } else { None });
        Ok(match field {
            Field::Tag => Node::Tag(Codes::new(codes(field, values, &names::tags(self.project))?)),
            Field::Actor => Node::Actors(Codes::new(codes(field, values, &names::actors(self.project))?)),
            Field::Addressee => Node::Addressees(Codes::new(codes(field, values, &names::actors(self.project))?)),
            Field::Issue => Node::Issues(Codes::new(codes(field, values, &names::issues(self.project))?)),
            Field::Stance => Node::Stance(choices(values, Stance::KNOWN, Stance::word)?),
            Field::Voice => Node::Voice(choices(values, Voice::KNOWN, Voice::word)?),
            Field::Status => {
                let wanted = choices(values, ArticleStatus::KNOWN, ArticleStatus::word)?;
                self.articles(|article| wanted.contains(article.status.as_ref().unwrap_or(&ArticleStatus::Unread)))
            }
            Field::Speaker => Node::Speaker(needles()),
            Field::Condition => Node::Condition(needles()),
            Field::Quote => Node::Quote(needles()),
            Field::Memo => Node::Memo(needles()),
            Field::Said => Node::Said(days().collect()),
            Field::Tagged => Node::Tagged(days().map(super::Days::moments).collect()),
            Field::Published => {
                let days: Vec<_> = days().collect();
                self.articles(|article| article.published.is_some_and(|date| days.iter().any(|d| d.hold(date))))
            }
            Field::Reliability => {
                let letters = |value: &Value| if let Value::Letters(a, b) = value { Some((*a, *b)) } else { None };
                let ranges: Vec<_> = values.iter().filter_map(|(value, _)| letters(value)).collect();
                let fits = |grade: SourceGrade| grade.reliability().is_some_and(|letter| within(&ranges, letter));
                let articles = self.set(|article| fits(article.grade));
                Node::Reliability(ranges, OneOf::new(articles))
            }
            Field::Credibility => {
                let digits = |value: &Value| if let Value::Digits(a, b) = value { Some((*a, *b)) } else { None };
                let ranges: Vec<_> = values.iter().filter_map(|(value, _)| digits(value)).collect();
                let fits = |grade: SourceGrade| grade.credibility().is_some_and(|number| within(&ranges, number));
                let articles = self.set(|article| fits(article.grade));
                Node::Credibility(ranges, OneOf::new(articles))
            }
            Field::Analyst => Node::Analyst(OneOf::new(self.analysts(values)?)),
            Field::Article => self.article(values)?,
            Field::Group => {
                let groups = |article: &Article| article.groups.clone();
                self.article_texts(field, values, groups, |group, wanted| group == wanted)?
            }
            Field::Outlet => self.article_texts(field, values, |article| [article.outlet.clone()], contains)?,
            Field::Author => self.article_texts(field, values, |article| [article.author.clone()], contains)?,
            Field::Title => self.article_texts(field, values, |article| [article.title.clone()], contains)?,
            Field::Language => {
                let is_of = |language: &str, wanted: &str| {
                    language.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
                };
                self.article_texts(field, values, |article| [article.language.clone()], is_of)?
            }
            Field::Has => {
                let part = |value: &Value| if let Value::Part(part) = value { Some(*part) } else { None };
                Node::Has(values.iter().filter_map(|(value, _)| part(value)).collect())
            }
        })
    }

    fn set(&self, wanted: impl Fn(&Article) -> bool) -> HashSet<ArticleId> {
        self.project.articles().values().filter(|article| wanted(article)).map(|article| article.id).collect()
    }

    fn articles(&self, wanted: impl Fn(&Article) -> bool) -> Node {
        Node::Article(OneOf::new(self.set(wanted)))
    }

    fn analysts(&self, values: &Values<'_>) -> Result<HashSet<AnalystId>, Mistake> {
        let mut wanted = HashSet::new();
        let analysts = self.project.analysts();
        for (name, at) in texts(values) {
            let folded_name = folded(name);
            if folded_name == "me" {
                let says = "It is not known who “me” is here; write a name instead";
                wanted.insert(self.me.ok_or_else(|| Mistake::new(at.clone(), says))?);
                continue;
            }
            let before = wanted.len();
            let is_called = |id: &AnalystId, of: &str| folded(of) == folded_name || id.to_string() == name;
            wanted.extend(analysts.values().filter(|one| is_called(&one.id, &one.name)).map(|one| one.id));
            if wanted.len() == before && !analysts.values().any(|one| is_called(&one.id, &one.name)) {
                return Err(unknown(Field::Analyst, name, at, analysts.values().map(|one| one.name.as_str())));
            }
        }
        Ok(wanted)
    }

    /// Articles by title, file or id.
    fn article(&self, values: &Values<'_>) -> Result<Node, Mistake> {
        let mut wanted = HashSet::new();
        for (name, at) in texts(values) {
            let folded_name = folded(name);
            let found = self.set(|article| {
                folded(&article.title) == folded_name
                    || folded(&article.import.file) == folded_name
                    || article.id.to_string() == name
            });
            if found.is_empty() {
                let names = self.project.articles().values();
                let names = names.flat_map(|article| [article.title.as_str(), article.import.file.as_str()]);
                return Err(unknown(Field::Article, name, at, names));
            }
            wanted.extend(found);
        }
        Ok(Node::Article(OneOf::new(wanted)))
    }

    /// Articles of which one of these texts fits. A value that fits none is a mistake: it would find nothing for ever.
    fn article_texts<T: IntoIterator<Item = String>>(
        &self,
        field: Field,
        values: &Values<'_>,
        texts_of: impl Fn(&Article) -> T,
        fits: impl Fn(&str, &str) -> bool,
    ) -> Result<Node, Mistake> {
        let mut wanted = HashSet::new();
        for (value, at) in values {
            let (Value::Text(words) | Value::Exact(words)) = value else { continue };
            let folded_words = folded(words);
            let fits = |text: String| match value {
                Value::Exact(words) => text.trim() == words.trim(),
                _ => !text.is_empty() && fits(&folded(&text), &folded_words),
            };
            let found = self.set(|article| texts_of(article).into_iter().any(fits));
            if found.is_empty() {
                let known: Vec<String> = self.project.articles().values().flat_map(&texts_of).collect();
                let known = known.iter().map(String::as_str);
                return Err(match value {
                    Value::Exact(_) => unlike(none_of(field, words), words, at, known),
                    _ => unknown(field, words, at, known),
                });
            }
            wanted.extend(found);
        }
        Ok(Node::Article(OneOf::new(wanted)))
    }
}

fn contains(text: &str, words: &str) -> bool {
    text.contains(words)
}

fn texts<'q>(values: &Values<'q>) -> impl Iterator<Item = (&'q str, &'q Range<usize>)> {
    values
        .iter()
        .filter_map(|(value, at)| if let Value::Text(text) = value { Some((text.as_str(), *at)) } else { None })
}

fn codes<I: Eq + Hash + Clone>(field: Field, values: &Values<'_>, all: &[Named<'_, I>]) -> Result<HashSet<I>, Mistake> {
    let mut wanted = HashSet::new();
    for (name, at) in texts(values) {
        let found = called(name, all);
        if found.is_empty() {
            let names =
                all.iter().flat_map(|code| std::iter::once(code.name).chain(code.aliases.iter().map(String::as_str)));
            return Err(unknown(field, name, at, names));
        }
        wanted.extend(found);
    }
    Ok(with_below(&wanted, all))
}

fn choices<T: Clone>(values: &Values<'_>, known: &[T], word: impl Fn(&T) -> &str) -> Result<Vec<T>, Mistake> {
    let mut wanted = Vec::new();
    for (typed, at) in texts(values) {
        let typed = folded(typed);
        let exact = known.iter().filter(|choice| folded(word(choice)) == typed);
        let begun = known.iter().filter(|choice| folded(word(choice)).split(' ').any(|part| part.starts_with(&typed)));
        let found: Vec<T> =
            if exact.clone().next().is_some() { exact.cloned().collect() } else { begun.cloned().collect() };
        if found.is_empty() {
            let words: Vec<&str> = known.iter().map(&word).collect();
            return Err(Mistake::new(at.clone(), format!("Expected one of: {}", words.join(", "))));
        }
        wanted.extend(found);
    }
    Ok(wanted)
}

fn unknown<'n>(field: Field, name: &str, at: &Range<usize>, names: impl IntoIterator<Item = &'n str>) -> Mistake {
    let entry = field.entry();
    let none = match entry.kind {
        Kind::Words if field == Field::Title => format!("There is no article with “{name}” in its title"),
        Kind::Words => none_of(field, name),
        _ => {
            let word = if field == Field::Addressee { Field::Actor.entry().name } else { entry.name };
            format!("There is no {word} called “{name}”")
        }
    };
    unlike(none, name, at, names)
}

fn none_of(field: Field, name: &str) -> String {
    format!("There is no article of the {} “{name}”", field.entry().name)
}

/// That there is `none`, and which name is most like the one that was meant.
fn unlike<'n>(none: String, name: &str, at: &Range<usize>, names: impl IntoIterator<Item = &'n str>) -> Mistake {
    let like = nearest(name, names).map(|like| format!("; did you mean “{like}”?")).unwrap_or_default();
    Mistake::new(at.clone(), none + &like)
}
