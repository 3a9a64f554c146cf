//! In which order excerpts are written, and under which headings.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use super::Input;
use super::columns::{COLUMNS, Kind};
use super::rows::{Reader, Row};
use crate::analysis::listing::sorted_as;
use crate::model::{ArticleId, Excerpt, ExcerptId, TagId};

/// The excerpts under one heading, or all where there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// The headings from the outermost on.
    pub(super) path: Vec<String>,
    /// In their order.
    pub(super) excerpts: Vec<ExcerptId>,
}

/// What is compared; what has no value comes last, whichever way it goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u64),
    Words(String),
    Missing,
}

/// The excerpts in the order chosen: by group, then by column, then as given.
pub(super) fn ordered(input: &mut Input<'_>) -> Vec<ExcerptId> {
    sorted(input, &input.choices.group)
}

fn sorted(input: &mut Input<'_>, group: &[&str]) -> Vec<ExcerptId> {
    let (choices, excerpts) = (input.choices, input.excerpts);
    if choices.order.is_empty() && group.is_empty() {
        let is_known = |id: &&ExcerptId| input.project.excerpts().contains_key(id);
        return excerpts.iter().filter(is_known).copied().collect();
    }
    let ranks = Ranks::of(input);
    // Places are counted in characters and paragraphs, for which texts are read.
    let by_place = choices.order.iter().any(|(name, _)| matches!(*name, "start" | "end" | "paragraph"));
    // How far it is is told when the rows are written.
    let done = input.done.take();
    let mut reader = Reader::new(input, by_place);
    let mut keyed: Vec<(Vec<Key>, ExcerptId)> = excerpts
        .iter()
        .filter_map(|id| reader.row(*id))
        .map(|row| {
            let groups = group.iter().map(|name| ranks.groups(&row, name).into_iter().map(|(key, _)| key).next());
            let columns = choices.order.iter().map(|(name, _)| match *name {
                "tag" => ranks.tag(&row),
                name => column_key(&row, name),
            });
            (groups.flatten().chain(columns).collect(), row.excerpt.id)
        })
        .collect();
    input.done = done;
    let down = |index: usize| {
        index.checked_sub(group.len()).and_then(|at| choices.order.get(at)).is_some_and(|(_, down)| *down)
    };
    keyed.sort_by(|(a, _), (b, _)| {
        let differences = a.iter().zip(b).enumerate().map(|(index, (a, b))| compare(a, b, down(index)));
        differences.into_iter().find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
    });
    keyed.into_iter().map(|(_, id)| id).collect()
}

/// The excerpts by heading. One that names two actors stands under both where actors are the groups.
pub(super) fn sections(input: &mut Input<'_>) -> Vec<Section> {
    let choices = input.choices;
    let ranks = Ranks::of(input);
    let mut sections: BTreeMap<Vec<(Key, String)>, Vec<ExcerptId>> = BTreeMap::new();
    for id in sorted(input, &[]) {
        let Some(excerpt) = input.project.excerpts().get(&id) else { continue };
        let row = Row::bare(input.project, choices, excerpt);
        let mut paths: Vec<Vec<(Key, String)>> = vec![Vec::new()];
        for name in &choices.group {
            let groups = ranks.groups(&row, name);
            let longer = |path: &Vec<_>| {
                groups.iter().map(|group| [path.as_slice(), std::slice::from_ref(group)].concat()).collect::<Vec<_>>()
            };
            paths = paths.iter().flat_map(longer).collect();
        }
        for path in paths {
            sections.entry(path).or_default().push(id);
        }
    }
    let titles = |path: Vec<(Key, String)>| path.into_iter().map(|(_, title)| title).collect();
    sections.into_iter().map(|(path, excerpts)| Section { path: titles(path), excerpts }).collect()
}

fn compare(a: &Key, b: &Key, down: bool) -> Ordering {
    match (a, b) {
        (Key::Missing, _) | (_, Key::Missing) => a.cmp(b),
        _ if down => b.cmp(a),
        _ => a.cmp(b),
    }
}

fn words(text: &str) -> Key {
    if text.trim().is_empty() { Key::Missing } else { Key::Words(text.trim().to_lowercase()) }
}

fn column_key(row: &Row<'_>, name: &str) -> Key {
    match name {
        "quote" => Key::Words(sorted_as(row.excerpt.anchor.quote())),
        _ => {
            let value = row.value(name);
            let kind = COLUMNS.iter().find(|column| column.name == name).map(|column| column.kind);
            match value.parse() {
                Ok(number) if kind == Some(Kind::Number) => Key::Number(number),
                _ => words(&value),
            }
        }
    }
}

/// Where articles and tags stand by their own order, which is not that of the alphabet.
struct Ranks<'a> {
    articles: HashMap<ArticleId, u64>,
    tags: HashMap<&'a TagId, u64>,
}

impl<'a> Ranks<'a> {
    fn of(input: &Input<'a>) -> Self {
        let mut articles = HashMap::new();
        for excerpt in input.excerpts.iter().filter_map(|id| input.project.excerpts().get(id)) {
            let next = articles.len() as u64;
            articles.entry(excerpt.article).or_insert(next);
        }
        let tags = input.project.tags_in_order().into_iter().zip(0..).map(|(tag, rank)| (&tag.id, rank)).collect();
        Self { articles, tags }
    }

    /// Where the tag of an excerpt stands in the codebook.
    fn tag(&self, row: &Row<'_>) -> Key {
        Key::Number(self.tags.get(&row.excerpt.tag).copied().unwrap_or(u64::MAX))
    }

    /// The groups of an excerpt by a column, and their headings; at least one.
    fn groups(&self, row: &Row<'_>, name: &str) -> Vec<(Key, String)> {
        let excerpt: &Excerpt = row.excerpt;
        let missing = || vec![(Key::Missing, format!("No {}", singular(name)))];
        let list = |names: &mut dyn Iterator<Item = &str>| {
            let groups: Vec<(Key, String)> = names.map(|name| (words(name), name.to_owned())).collect();
            if groups.is_empty() { missing() } else { groups }
        };
        match name {
            "article" => {
                let rank = self.articles.get(&excerpt.article).copied().unwrap_or(u64::MAX);
                vec![(Key::Number(rank), row.title())]
            }
            "tag" => vec![(self.tag(row), row.tag().to_owned())],
            "actors" => list(&mut row.actors(&excerpt.actors)),
            "addressees" => list(&mut row.actors(&excerpt.addressees)),
            "issues" => list(&mut row.issues()),
            name => match words(&row.value(name)) {
                Key::Missing => missing(),
                key => vec![(key, row.value(name))],
            },
        }
    }
}

fn singular(name: &str) -> &str {
    match name {
        "said_on" => "date said",
        "published" => "date of publication",
        name => name.strip_suffix('s').unwrap_or(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Choices, Wanted, csv};
    use crate::model::Article;
    use crate::text::sample::sample;

    fn with<T>(order: &[&str], group: &[&str], ask: impl Fn(&mut Input<'_>) -> T) -> T {
        let (project, texts) = sample();
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let wanted = Wanted { order: list(order), group: list(group), ..Wanted::default() };
        let choices = Choices::new(&csv::FORMAT, &wanted).expect("choices");
        let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(String::new);
        ask(&mut Input::new(&project, &ids, &mut text_of, &choices))
    }

    /// The numbers of the excerpts, as tagged.
    fn numbers(ids: &[ExcerptId]) -> Vec<u8> {
        ids.iter().map(|id| id.as_bytes()[15]).collect()
    }

    #[test]
    fn sorted_by_several_columns_each_either_way() {
        let order = |columns: &[&str], group: &[&str]| with(columns, group, |input| numbers(&ordered(input)));
        assert_eq!(order(&[], &[]), [1, 2, 3, 4]);
        assert_eq!(order(&["tag"], &[]), [1, 4, 2, 3]);
        assert_eq!(order(&["tag", "-start"], &[]), [1, 4, 3, 2]);
        assert_eq!(order(&["start"], &[]), [4, 1, 2, 3]);
        // What has no value comes last either way.
        assert_eq!(order(&["credibility"], &[])[0], 3);
        assert_eq!(order(&["-said_on"], &[])[0], 3);
        assert_eq!(order(&["-start"], &["article"]), [3, 2, 1, 4]);
        // By paragraphs, of which one article's first is before the other's third, wherever they begin.
        assert_eq!(order(&["-paragraph", "-start"], &[]), [3, 2, 1, 4]);
    }

    #[test]
    fn grouped_by_one_or_two_columns() {
        let sections = |group: &[&str]| {
            with(&[], group, |input| {
                let shown =
                    sections(input).into_iter().map(|section| (section.path.join(" / "), numbers(&section.excerpts)));
                shown.collect::<Vec<_>>()
            })
        };
        let section = |path: &str, numbers: &[u8]| (path.to_owned(), numbers.to_vec());
        assert_eq!(sections(&[]), [section("", &[1, 2, 3, 4])]);
        assert_eq!(
            sections(&["actor"]),
            [section("-Vale", &[4]), section("Calder", &[1, 2, 3]), section("Mayor; Ames \\ Co", &[2])]
        );
        assert_eq!(
            sections(&["issues", "tag"]),
            [
                section("River / Position", &[4]),
                section("Weir / Red line", &[3]),
                section("No issue / Position", &[1]),
                section("No issue / Red line", &[2]),
            ]
        );
    }
}
