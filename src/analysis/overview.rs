//! How many excerpts there are of each tag, actor, issue, outlet and week, and of each pair of two of these.
//! One walk over the excerpts; it is for a thread beside the window where they are many.

use std::collections::{BTreeMap, HashMap};

use super::query::{Days, Field, Value, names};
use crate::model::{Article, ArticleId, Excerpt, PartialDate, Project};

/// What excerpts are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    /// Their tag, and those above it.
    Tag,
    /// Who holds it, and those above; an excerpt of two actors counts for both.
    Actor,
    /// What it is about, and what is above that; likewise.
    Issue,
    /// The article's outlet.
    Outlet,
    /// The week in which the article was published, by the Monday that begins it (ISO 8601).
    Week,
}

impl By {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Tag, Self::Actor, Self::Issue, Self::Outlet, Self::Week];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tag => "Tag",
            Self::Actor => "Actor",
            Self::Issue => "Issue",
            Self::Outlet => "Outlet",
            Self::Week => "Week",
        }
    }

    /// The field and value of a filter that asks for what a bar counts, and for what is below a code.
    #[must_use]
    pub fn filter(self, project: &Project, name: &str) -> (Field, Value) {
        match self {
            Self::Tag => (Field::Tag, names::alone(name, &names::tags(project)).as_str().into()),
            Self::Actor => (Field::Actor, names::alone(name, &names::actors(project)).as_str().into()),
            Self::Issue => (Field::Issue, names::alone(name, &names::issues(project)).as_str().into()),
            Self::Outlet => (Field::Outlet, Value::alone(Field::Outlet, name)),
            Self::Week => (Field::Published, week(name).map_or_else(|| name.into(), Value::Days)),
        }
    }
}

/// A Monday's week; a date of which only the month is known is in none.
fn week(monday: &str) -> Option<Days> {
    let first: jiff::civil::Date = monday.parse().ok()?;
    let last = first.checked_add(jiff::Span::new().days(6)).ok()?;
    Days::new(Some(PartialDate::full(first)), Some(PartialDate::full(last))).map(Days::surely)
}

/// Values and how many excerpts have each.
pub type Bars = Vec<(String, usize)>;

/// Counts of a selection of excerpts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Excerpts counted.
    pub excerpts: usize,
    /// The bars of each kind: tags as the codebook orders them, weeks in order, others by number.
    pub bars: Vec<(By, Bars)>,
    /// What the rows and columns of the matrix are.
    pub by: (By, By),
    /// The numbers of the matrix, by the places of their values in `bars`.
    pub cells: HashMap<(usize, usize), usize>,
}

impl Overview {
    /// Counts excerpts, with a matrix of `rows` by `columns`.
    #[must_use]
    pub fn of<'a>(project: &'a Project, excerpts: impl IntoIterator<Item = &'a Excerpt>, by: (By, By)) -> Self {
        let mut counted: [BTreeMap<&str, usize>; 5] = Default::default();
        let mut pairs: HashMap<(&str, &str), usize> = HashMap::new();
        let mut weeks: HashMap<ArticleId, Option<String>> = HashMap::new();
        for article in project.articles().values() {
            weeks.insert(article.id, week_of(article));
        }
        let mut all = 0;
        let mut values: [Vec<&str>; 5] = Default::default();
        for excerpt in excerpts {
            all += 1;
            let article = project.articles().get(&excerpt.article);
            let [tags, actors, issues, outlets, of_week] = &mut values;
            [&mut *tags, &mut *actors, &mut *issues, &mut *outlets, &mut *of_week].into_iter().for_each(Vec::clear);
            with_above([&excerpt.tag], tags, |id| project.tags().get(id).map(|tag| (&*tag.name, tag.parent.as_ref())));
            with_above(&excerpt.actors, actors, |id| {
                project.actors().get(id).map(|actor| (&*actor.name, actor.parent.as_ref()))
            });
            with_above(&excerpt.issues, issues, |id| {
                project.issues().get(id).map(|issue| (&*issue.name, issue.parent.as_ref()))
            });
            outlets.extend(article.map(|article| article.outlet.trim()).filter(|outlet| !outlet.is_empty()));
            of_week.extend(weeks.get(&excerpt.article).and_then(|week| week.as_deref()));
            for (counts, values) in counted.iter_mut().zip(&values) {
                for value in values {
                    *counts.entry(value).or_default() += 1;
                }
            }
            let of = |by: By| values.get(by as usize).map(Vec::as_slice).unwrap_or_default();
            for row in of(by.0) {
                for column in of(by.1) {
                    *pairs.entry((row, column)).or_default() += 1;
                }
            }
        }
        let order: Vec<&str> = project.tags_in_order().into_iter().map(|tag| tag.name.as_str()).collect();
        let bars: Vec<(By, Bars)> = By::ALL
            .into_iter()
            .zip(counted)
            .map(|(by, counts)| {
                let mut bars: Vec<(&str, usize)> = counts.into_iter().collect();
                match by {
                    By::Tag => bars.sort_by_key(|(name, _)| order.iter().position(|tag| tag == name)),
                    By::Week => {}
                    _ => bars.sort_by_key(|(_, count)| std::cmp::Reverse(*count)),
                }
                (by, bars.into_iter().map(|(name, count)| (name.to_owned(), count)).collect())
            })
            .collect();
        let places = |by: By| -> HashMap<&str, usize> {
            let bars = bars.iter().find(|(of, _)| *of == by).map(|(_, bars)| bars.as_slice()).unwrap_or_default();
            bars.iter().enumerate().map(|(at, (name, _))| (name.as_str(), at)).collect()
        };
        let (rows, columns) = (places(by.0), places(by.1));
        let cells = pairs
            .iter()
            .filter_map(|((row, column), count)| Some(((*rows.get(row)?, *columns.get(column)?), *count)))
            .collect();
        Self { excerpts: all, bars, by, cells }
    }

    /// The bars of one kind.
    #[must_use]
    pub fn bars_of(&self, by: By) -> &[(String, usize)] {
        self.bars.iter().find(|(of, _)| *of == by).map(|(_, bars)| bars.as_slice()).unwrap_or_default()
    }

    /// The bars of one kind where there is room for `max`: the latest weeks, the first of anything else. Before them, how
    /// many are skipped.
    #[must_use]
    pub fn shown(&self, by: By, max: usize) -> (usize, &[(String, usize)]) {
        let bars = self.bars_of(by);
        let skipped = if by == By::Week { bars.len().saturating_sub(max) } else { 0 };
        (skipped, bars.get(skipped..bars.len().min(skipped + max)).unwrap_or_default())
    }
}

/// How many rows and columns a matrix of this size leaves out, where it does.
#[must_use]
pub fn left_out(overview: &Overview, (rows, columns): (usize, usize)) -> Option<String> {
    let counted = |count: usize, name: &str| format!("{count} {name}{}", if count == 1 { "" } else { "s" });
    let more = |by: By, shown: usize| overview.bars_of(by).len() - shown;
    match (more(overview.by.0, rows), more(overview.by.1, columns)) {
        (0, 0) => None,
        (0, columns) => Some(format!("and {} more", counted(columns, "column"))),
        (rows, 0) => Some(format!("and {} more", counted(rows, "row"))),
        (rows, columns) => Some(format!("and {} and {} more", counted(rows, "row"), counted(columns, "column"))),
    }
}

/// The names of codes and of all above them, each once: an excerpt counts for a code as a filter finds it.
fn with_above<'a, I: 'a>(
    named: impl IntoIterator<Item = &'a I>,
    names: &mut Vec<&'a str>,
    code: impl Fn(&'a I) -> Option<(&'a str, Option<&'a I>)>,
) {
    for id in named {
        let mut next = code(id);
        while let Some((name, above)) = next.filter(|(name, _)| !names.contains(name)) {
            names.push(name);
            next = above.and_then(&code);
        }
    }
}

/// The Monday of the week in which an article was published, where the day is known.
fn week_of(article: &Article) -> Option<String> {
    let day: jiff::civil::Date = article.published?.to_string().parse().ok()?;
    let back = i64::from(day.weekday().to_monday_zero_offset());
    Some(day.checked_sub(jiff::Span::new().days(back)).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Filter;
    use crate::analysis::query::Query;
    use crate::analysis::select;
    use crate::model::{Change, Record};
    use crate::text::sample::sample;

    #[test]
    fn every_excerpt_counts_for_each_of_its_values_and_in_the_matrix() {
        let (project, _) = sample();
        let overview = Overview::of(&project, project.excerpts().values(), (By::Tag, By::Actor));
        assert_eq!(overview.excerpts, project.excerpts().len());
        assert_eq!(overview.bars_of(By::Tag).iter().map(|(_, count)| count).sum::<usize>(), overview.excerpts);
        for ((row, column), count) in &overview.cells {
            let (tag, actor) = (&overview.bars_of(By::Tag)[*row].0, &overview.bars_of(By::Actor)[*column].0);
            let both = Query::and([Query::field(Field::Tag, tag.as_str()), Query::field(Field::Actor, actor.as_str())]);
            assert_eq!(select(&project, None, &both.into()).expect("a filter").len(), *count, "{tag}, {actor}");
        }
        assert!(!overview.cells.is_empty());
    }

    #[test]
    fn a_click_on_a_bar_shows_what_it_counts() {
        let (mut project, _) = sample();
        // One actor below another: what names it counts for both, and once.
        let mut below = project.actors().values().last().expect("an actor").clone();
        below.parent = project.actors().keys().next().cloned();
        project.apply(&Change::put("nest", [Record::Actor(below)])).expect("nested");
        // Outlets of which one is named in the other, and a date of which the day is not known.
        let outlets = [("Reuters", "2025-12-15"), ("Reuters UK", "2025-12")];
        for (article, (outlet, published)) in project.articles().clone().values().zip(outlets) {
            let published = published.parse().ok();
            let article = Article { outlet: outlet.to_owned(), published, ..article.clone() };
            project.apply(&Change::put("details", [Record::Article(Box::new(article))])).expect("applied");
        }
        let overview = Overview::of(&project, project.excerpts().values(), (By::Outlet, By::Week));
        assert_eq!((overview.bars_of(By::Outlet).len(), overview.bars_of(By::Week).len()), (2, 1));
        for (by, bars) in &overview.bars {
            for (name, count) in bars {
                let (field, value) = by.filter(&project, name);
                let filter = Filter::default().with_value(field, Some(value));
                let found = select(&project, None, &filter).expect("a filter");
                assert_eq!(found.len(), *count, "{by:?} {name}");
            }
        }
    }

    #[test]
    fn a_name_that_another_one_has_but_for_case_is_asked_for_by_id() {
        let (mut project, _) = sample();
        let mut twin = project.actors().values().next().expect("an actor").clone();
        let name = std::mem::replace(&mut twin.name, "other".to_owned());
        (twin.id, twin.name) = ("twin".parse().expect("an id"), name.to_uppercase());
        project.apply(&Change::put("twin", [Record::Actor(twin.clone())])).expect("applied");
        assert_eq!(By::Actor.filter(&project, &twin.name), (Field::Actor, "twin".into()));
        let lone = project.actors().values().last().expect("an actor").name.clone();
        assert_eq!(By::Actor.filter(&project, &lone), (Field::Actor, lone.as_str().into()));
    }

    #[test]
    fn weeks_begin_on_monday() {
        let (project, _) = sample();
        let (field, value) = By::Week.filter(&project, "2025-12-15");
        assert_eq!((field, value.to_string().as_str()), (Field::Published, "=2025-12-15..2025-12-21"));
        let mut article = project.articles().values().next().expect("an article").clone();
        for (day, monday) in [("2025-12-21", Some("2025-12-15")), ("2025-12-15", Some("2025-12-15")), ("2025-12", None)]
        {
            article.published = day.parse().ok();
            assert_eq!(week_of(&article).as_deref(), monday, "{day}");
        }
    }
}
