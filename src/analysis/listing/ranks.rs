//! What stands in a column, as numbers: read with the excerpts, each different value numbered once, so that a million of
//! them are sorted and grouped without comparing words. The order by quote is in `letters`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use super::letters::Letters;
use super::{Column, SortBy, names_of};
use crate::analysis::filter::first_bytes;
use crate::analysis::rows::{Rows, by_rank};
use crate::model::{AnalystId, Article, Certainty, Excerpt, PartialDate, Project};

/// Comes after everything else.
const LAST: u64 = u64::MAX;

/// What stands in one column, by row.
pub(super) struct Values<'a> {
    column: Column,
    kind: Kind<'a>,
}

enum Kind<'a> {
    /// Things that many excerpts share, by where in memory they lie.
    Shared(Numbered<'a, usize>, fn(&Excerpt) -> usize),
    /// None where there is no text: empty ones lie at no place that a processor likes to look at.
    Text(Numbered<'a, Option<&'a str>>, fn(&'a Excerpt) -> &'a str),
    Analyst(Numbered<'a, AnalystId>),
    /// Numbers of which there are few different ones.
    Few(Numbered<'a, u64>, fn(&Excerpt) -> u64),
    /// Numbers that are most often different.
    Many(Vec<u64>, fn(&Excerpt) -> u64),
    Quote(Letters<'a>),
    /// The same for all excerpts of an article.
    Article,
}

impl<'a> Values<'a> {
    /// Of a column, for so many rows at most.
    pub(super) fn of(column: Column, most: usize) -> Self {
        let kind = match column {
            Column::Tag => Kind::Shared(Numbered::of(most), |row| row.tag.as_str().as_ptr().addr()),
            Column::Actors => Kind::Shared(Numbered::of(most), |row| row.actors.address()),
            Column::Addressees => Kind::Shared(Numbered::of(most), |row| row.addressees.address()),
            Column::Issues => Kind::Shared(Numbered::of(most), |row| row.issues.address()),
            Column::Speaker => Kind::Text(Numbered::of(most), |row| &row.speaker),
            Column::Condition => Kind::Text(Numbered::of(most), |row| &row.condition),
            Column::Memo => Kind::Text(Numbered::of(most), |row| &row.memo),
            Column::Analyst => Kind::Analyst(Numbered::of(most)),
            Column::Stance => {
                Kind::Few(Numbered::of(most), |row| row.stance.as_ref().map_or(LAST, |stance| initial(stance.word())))
            }
            Column::Voice => {
                Kind::Few(Numbered::of(most), |row| row.voice.as_ref().map_or(LAST, |voice| initial(voice.word())))
            }
            Column::Said => Kind::Few(Numbered::of(most), |row| row.said_on.map_or(LAST, day)),
            Column::Grade => Kind::Few(Numbered::of(most), grade),
            Column::Marks => Kind::Few(Numbered::of(most), marks),
            Column::Tagged => Kind::Many(Vec::with_capacity(most), |row| moment(row.created)),
            Column::Changed => Kind::Many(Vec::with_capacity(most), |row| moment(row.modified)),
            Column::Quote => Kind::Quote(Letters::of(most)),
            Column::Article | Column::Outlet | Column::Author | Column::Published => Kind::Article,
        };
        Self { column, kind }
    }

    /// Takes in the next rows.
    pub(super) fn read(&mut self, excerpts: &[&'a Excerpt]) {
        match &mut self.kind {
            Kind::Shared(numbers, address) => numbers.read(excerpts, *address, |address| address >> 4),
            Kind::Text(numbers, text) => {
                let there = |row| Some(text(row)).filter(|text| !text.is_empty());
                numbers.read(excerpts, there, |text| text.map_or(0, str::len));
            }
            Kind::Analyst(numbers) => numbers.read(excerpts, |row| row.analyst, |_| 0),
            Kind::Few(numbers, number) => {
                numbers.read(excerpts, *number, |number| usize::try_from(number % 1021).unwrap_or(0));
            }
            Kind::Many(numbers, number) => numbers.extend(excerpts.iter().map(|row| number(row))),
            Kind::Quote(first) => first.read(excerpts),
            Kind::Article => {}
        }
    }

    /// For each row the number of what it has in the column; nothing where that is most often different.
    pub(super) fn numbers(&self, rows: &Rows<'a>) -> Cow<'_, [u32]> {
        Cow::Borrowed(match &self.kind {
            Kind::Shared(numbers, _) => &numbers.rows,
            Kind::Text(numbers, _) => &numbers.rows,
            Kind::Analyst(numbers) => &numbers.rows,
            Kind::Few(numbers, _) => &numbers.rows,
            Kind::Many(..) | Kind::Quote(_) => &[],
            Kind::Article => return Cow::Owned(rows.article_of()),
        })
    }

    /// For each number a row that has it, where excerpts are numbered.
    pub(super) fn firsts(&self) -> &[&'a Excerpt] {
        match &self.kind {
            Kind::Shared(numbers, _) => &numbers.firsts,
            Kind::Text(numbers, _) => &numbers.firsts,
            Kind::Analyst(numbers) => &numbers.firsts,
            Kind::Few(numbers, _) => &numbers.firsts,
            Kind::Many(..) | Kind::Quote(_) | Kind::Article => &[],
        }
    }

    /// Rows sorted by the column; those alike stay in their order.
    pub(super) fn sorted(&self, project: &Project, rows: &Rows<'a>, order: &[u32], by: SortBy) -> Vec<u32> {
        match &self.kind {
            Kind::Quote(first) => first.sorted(order, by.down),
            Kind::Many(numbers, _) => {
                let number = |row: u32| numbers.get(row as usize).copied().unwrap_or(LAST);
                let key = |row: u32| if by.down { LAST - 1 - number(row).min(LAST - 1) } else { number(row) };
                let mut keyed: Vec<(u64, u32)> = order.iter().map(|row| (key(*row), *row)).collect();
                keyed.sort_by_key(|(key, _)| *key);
                keyed.into_iter().map(|(_, row)| row).collect()
            }
            _ => {
                let ranks = self.ranks(project, rows);
                let last = ranks.iter().flatten().max().map_or(0, |rank| rank + 1);
                let turned = |rank: usize| if by.down { last - 1 - rank } else { rank };
                let ranks: Vec<usize> = ranks.into_iter().map(|rank| rank.map_or(last, turned)).collect();
                let numbers = self.numbers(rows);
                let number = |row: u32| numbers.get(row as usize).copied().unwrap_or_default();
                by_rank(order, last + 1, |row| ranks.get(number(row) as usize).copied().unwrap_or(last))
            }
        }
    }

    /// For each number its rank among all of them; what has nothing in the column has none.
    fn ranks(&self, project: &Project, rows: &Rows<'a>) -> Vec<Option<usize>> {
        let articles = |text: fn(&Article) -> &str| ranked(rows.articles().iter().map(|article| small(text(article))));
        match (&self.kind, self.column) {
            (Kind::Few(_, number), _) => {
                ranked(self.firsts().iter().map(|row| Some(number(row)).filter(|number| *number != LAST)))
            }
            (Kind::Text(_, text), _) => ranked(self.firsts().iter().map(|row| small(text(row)))),
            (_, Column::Tag) => {
                let order: HashMap<_, _> =
                    project.tags_in_order().into_iter().zip(0usize..).map(|(tag, at)| (&tag.id, at)).collect();
                ranked(self.firsts().iter().map(|row| Some(order.get(&row.tag).copied().unwrap_or(usize::MAX))))
            }
            (_, Column::Analyst) => {
                let name = |row: &&Excerpt| project.analysts().get(&row.analyst).and_then(|one| small(&one.name));
                ranked(self.firsts().iter().map(name))
            }
            (_, Column::Article) => articles(|article| &article.title),
            (_, Column::Outlet) => articles(|article| &article.outlet),
            (_, Column::Author) => articles(|article| &article.author),
            (_, Column::Published) => ranked(rows.articles().iter().map(|article| article.published)),
            _ => ranked(self.firsts().iter().map(|row| small(&names_of(project, row, self.column).join(", ")))),
        }
    }
}

/// How much is remembered of what was asked lately: a power of two, by which it is fast to divide.
const LATELY: usize = 4096;

/// Different things, numbered as they come.
struct Numbered<'a, K> {
    known: HashMap<K, u32>,
    /// What was asked last, which is asked again most often.
    lately: Vec<Option<(K, u32)>>,
    /// For each number the first row that has it.
    firsts: Vec<&'a Excerpt>,
    /// For each row its number.
    rows: Vec<u32>,
}

impl<K> Numbered<'_, K> {
    /// For so many rows at most.
    fn of(most: usize) -> Self {
        let lately = std::iter::repeat_with(|| None).take(LATELY).collect();
        Self { known: HashMap::new(), lately, firsts: Vec::new(), rows: Vec::with_capacity(most) }
    }
}

impl<'a, K: Hash + Eq + Copy> Numbered<'a, K> {
    /// `slot` tells where it is remembered what was asked lately: best different for different things.
    fn read(&mut self, excerpts: &[&'a Excerpt], thing: impl Fn(&'a Excerpt) -> K, slot: impl Fn(K) -> usize) {
        for excerpt in excerpts {
            let key = thing(excerpt);
            let place = slot(key) % LATELY;
            let number = match self.lately.get(place) {
                Some(Some((known, number))) if *known == key => *number,
                _ => {
                    let next = u32::try_from(self.firsts.len()).unwrap_or(u32::MAX);
                    let number = *self.known.entry(key).or_insert(next);
                    if number == next {
                        self.firsts.push(excerpt);
                    }
                    if let Some(slot) = self.lately.get_mut(place) {
                        *slot = Some((key, number));
                    }
                    number
                }
            };
            self.rows.push(number);
        }
    }
}

/// Gives each value its number among all of them.
fn ranked<T: Ord>(values: impl Iterator<Item = Option<T>>) -> Vec<Option<usize>> {
    let values: Vec<Option<T>> = values.collect();
    let mut ranks = vec![None; values.len()];
    let mut there: Vec<(&T, usize)> =
        values.iter().zip(0..).filter_map(|(value, at)| Some((value.as_ref()?, at))).collect();
    there.sort();
    for (rank, alike) in there.chunk_by(|a, b| a.0 == b.0).enumerate() {
        for (_, at) in alike {
            if let Some(slot) = ranks.get_mut(*at) {
                *slot = Some(rank);
            }
        }
    }
    ranks
}

/// A text in lower case; none where there is none.
fn small(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_lowercase())
}

/// The first eight bytes of a word as a number, smaller than [`LAST`].
fn initial(word: &str) -> u64 {
    first_bytes(word).min(LAST - 1)
}

fn day(date: PartialDate) -> u64 {
    let part = |part: Option<i8>| part.and_then(|part| u64::try_from(part).ok()).unwrap_or(0);
    u64::try_from(date.year()).unwrap_or(0) * 10_000 + part(date.month()) * 100 + part(date.day())
}

fn grade(row: &Excerpt) -> u64 {
    let letter = row.grade.reliability().map_or(9, |letter| u64::from(u32::from(letter) - u32::from('A')));
    let key = letter * 10 + row.grade.credibility().map_or(9, u64::from);
    if key == 99 { LAST } else { key }
}

fn marks(row: &Excerpt) -> u64 {
    let marks = [row.starred, row.certainty == Certainty::Unsure, row.checked];
    let key = marks.iter().fold(0, |key, mark| key * 2 + u64::from(!mark));
    if key == 7 { LAST } else { key }
}

fn moment(moment: jiff::Timestamp) -> u64 {
    u64::try_from(moment.as_microsecond().saturating_add(i64::MAX / 2)).unwrap_or(0)
}
