//! What stands in a column, as numbers: each different value is numbered once, so that a million excerpts are sorted and
//! grouped without comparing words. The order by quote is in `letters`.

use std::collections::HashMap;
use std::hash::Hash;

use super::groups::Grouping;
use super::letters::Letters;
use super::places::Places;
use super::{Column, SortBy, by_rank, names_of, slot_of};
use crate::analysis::filter::{articles_in_order, first_bytes};
use crate::model::{AnalystId, Article, Certainty, Excerpt, PartialDate, Project};

/// Comes after everything else.
const LAST: u64 = u64::MAX;

/// The rank of what has nothing in a column.
const NONE: u32 = u32::MAX;

/// What stands in a column, ready to be sorted by.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    /// For each slot the number of what it has in the column.
    of: Vec<u32>,
    /// For each number its rank; where there are none the numbers are the ranks.
    ranks: Vec<u32>,
    /// How many ranks there are.
    count: u32,
    /// For each number the slot of the first excerpt that has it; none where articles are numbered.
    firsts: Vec<u32>,
    /// Made when it is first asked for.
    grouping: Option<Grouping>,
}

impl Numbers {
    /// Of a column that nobody groups by; for each slot its rank, and how many there are.
    fn ranked((of, count): (Vec<u32>, u32)) -> Self {
        Self { of, ranks: Vec::new(), count, firsts: Vec::new(), grouping: None }
    }

    /// Slots sorted by the column; those alike stay in their order.
    pub(super) fn sorted(&self, order: &[u32], by: SortBy) -> Vec<u32> {
        let last = self.count;
        let turned = |rank: u32| {
            if rank == NONE {
                last
            } else if by.down {
                last - 1 - rank
            } else {
                rank
            }
        };
        let number = |slot: u32| self.of.get(slot as usize).copied().unwrap_or(NONE);
        if self.ranks.is_empty() {
            return by_rank(order, last as usize + 1, |slot| turned(number(slot)));
        }
        let ranks: Vec<u32> = self.ranks.iter().map(|rank| turned(*rank)).collect();
        by_rank(order, last as usize + 1, |slot| ranks.get(number(slot) as usize).copied().unwrap_or(last))
    }

    /// For each slot the number of what it has in the column, and in which groups what has a number is.
    pub(super) fn grouping(&mut self, project: &Project, column: Column) -> (&[u32], &Grouping) {
        let grouping = self.grouping.get_or_insert_with(|| {
            let articles = if self.firsts.is_empty() { articles_in_order(project) } else { Vec::new() };
            let first = |slot: &u32| project.excerpts().in_slot(*slot as usize);
            let firsts: Vec<&Excerpt> = self.firsts.iter().filter_map(first).collect();
            Grouping::of(project, column, &firsts, &articles)
        });
        (&self.of, grouping)
    }
}

/// Reads a column by slot.
pub(super) struct Reading<'a> {
    column: Column,
    kind: Kind<'a>,
}

enum Kind<'a> {
    /// Things that many excerpts share, by where in memory they lie.
    Shared(Numbered<usize>, fn(&Excerpt) -> usize),
    /// None where there is no text: empty ones lie at no place that a processor likes to look at.
    Text(Numbered<Option<&'a str>>, fn(&'a Excerpt) -> &'a str),
    Analyst(Numbered<AnalystId>),
    /// Numbers of which there are few different ones.
    Few(Numbered<u64>, fn(&Excerpt) -> u64),
    /// Numbers that are most often different, with their slots.
    Many(Vec<u128>, fn(&Excerpt) -> u64),
    Quote(Letters<'a>),
    /// The same for all excerpts of an article.
    Article,
}

impl<'a> Reading<'a> {
    pub(super) fn of(column: Column, project: &Project) -> Self {
        let most = project.excerpts().slots();
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

    /// Whether it must see the excerpts.
    pub(super) fn is_of_excerpts(&self) -> bool {
        !matches!(self.kind, Kind::Article)
    }

    /// Takes in the next excerpts, from a slot on.
    pub(super) fn read(&mut self, slot: usize, excerpts: &'a [Excerpt]) {
        if matches!(self.kind, Kind::Few(..) | Kind::Text(..)) {
            std::hint::black_box(excerpts.iter().map(|row| row.fetch(self.column == Column::Memo)).sum::<usize>());
        }
        match &mut self.kind {
            Kind::Shared(numbers, address) => numbers.read(slot, excerpts, *address, |address| address >> 4),
            Kind::Text(numbers, text) => {
                let there = |row| Some(text(row)).filter(|text| !text.is_empty());
                let mixed = |text: &str| text.len() ^ usize::try_from(first_bytes(text) % 4093).unwrap_or(0);
                numbers.read(slot, excerpts, there, |text| text.map_or(0, mixed));
            }
            Kind::Analyst(numbers) => numbers.read(slot, excerpts, |row| row.analyst, |_| 0),
            Kind::Few(numbers, number) => {
                numbers.read(slot, excerpts, *number, |number| usize::try_from(number % 1021).unwrap_or(0));
            }
            Kind::Many(keys, number) => {
                keys.extend(
                    excerpts.iter().zip(slot as u128..).map(|(row, slot)| u128::from(number(row)) << 32 | slot),
                );
            }
            Kind::Quote(letters) => letters.read(slot, excerpts),
            Kind::Article => {}
        }
    }

    /// The numbers of all that was read; articles are numbered as they come.
    pub(super) fn numbers(self, project: &'a Project, articles: &[&'a Article], places: &Places) -> Numbers {
        let column = self.column;
        let slots = project.excerpts().slots();
        let row = |slot: &u32| project.excerpts().in_slot(*slot as usize);
        let of_articles = |text: fn(&Article) -> &str| ranked(articles.iter().map(|article| small(text(article))));
        let (of, ranks, firsts) = match self.kind {
            Kind::Many(mut keys, _) => {
                keys.sort_unstable();
                return Numbers::ranked(dense(slots, &keys, |a, b| a >> 32 == b >> 32));
            }
            Kind::Quote(letters) => return Numbers::ranked(letters.ranks(slots)),
            Kind::Shared(Numbered { of, firsts, .. }, _) => {
                let ranks = match column {
                    Column::Tag => {
                        let order: HashMap<_, _> =
                            project.tags_in_order().into_iter().zip(0usize..).map(|(tag, at)| (&tag.id, at)).collect();
                        ranked(
                            firsts
                                .iter()
                                .map(|first| row(first).and_then(|row| order.get(&row.tag)).or(Some(&usize::MAX))),
                        )
                    }
                    _ => ranked(firsts.iter().map(|first| small(&names_of(project, row(first)?, column).join(", ")))),
                };
                (of, ranks, firsts)
            }
            Kind::Text(Numbered { of, firsts, .. }, text) => {
                (of, ranked(firsts.iter().map(|first| small(text(row(first)?)))), firsts)
            }
            Kind::Analyst(Numbered { of, firsts, .. }) => {
                let name = |first: &u32| project.analysts().get(&row(first)?.analyst).and_then(|one| small(&one.name));
                (of, ranked(firsts.iter().map(name)), firsts)
            }
            Kind::Few(Numbered { of, firsts, .. }, number) => {
                (of, ranked(firsts.iter().map(|first| row(first).map(number).filter(|number| *number != LAST))), firsts)
            }
            Kind::Article => {
                let ranks = match column {
                    Column::Outlet => of_articles(|article| &article.outlet),
                    Column::Author => of_articles(|article| &article.author),
                    Column::Published => ranked(articles.iter().map(|article| article.published)),
                    _ => of_articles(|article| &article.title),
                };
                (places.article_of(slots), ranks, Vec::new())
            }
        };
        let count = ranks.iter().filter(|rank| **rank != NONE).max().map_or(0, |rank| rank + 1);
        Numbers { of, ranks, count, firsts, grouping: None }
    }
}

/// For each slot a rank: the same where what comes one after the other is alike. The slot is in the lowest bits of a key.
pub(super) fn dense(slots: usize, sorted: &[u128], alike: impl Fn(u128, u128) -> bool) -> (Vec<u32>, u32) {
    let mut of = vec![0; slots];
    let mut rank = 0;
    let mut last: Option<u128> = None;
    for key in sorted {
        if last.is_some_and(|last| !alike(last, *key)) {
            rank += 1;
        }
        last = Some(*key);
        of.get_mut(slot_of(*key) as usize).into_iter().for_each(|of| *of = rank);
    }
    (of, rank + 1)
}

/// How much is remembered of what was asked lately: a power of two, by which it is fast to divide.
const LATELY: usize = 4096;

/// Different things, numbered as they come.
struct Numbered<K> {
    known: HashMap<K, u32>,
    /// What was asked last, which is asked again most often.
    lately: Vec<Option<(K, u32)>>,
    /// For each number the slot of the first excerpt that has it.
    firsts: Vec<u32>,
    /// For each slot its number.
    of: Vec<u32>,
}

impl<K> Numbered<K> {
    /// For so many slots.
    fn of(slots: usize) -> Self {
        let lately = std::iter::repeat_with(|| None).take(LATELY).collect();
        Self { known: HashMap::new(), lately, firsts: Vec::new(), of: Vec::with_capacity(slots) }
    }
}

impl<K: Hash + Eq + Copy> Numbered<K> {
    /// `at` tells where it is remembered what was asked lately: best different for different things.
    fn read<'a>(
        &mut self,
        slot: usize,
        excerpts: &'a [Excerpt],
        thing: impl Fn(&'a Excerpt) -> K,
        at: impl Fn(K) -> usize,
    ) {
        self.of.resize(slot, 0);
        for (excerpt, slot) in excerpts.iter().zip(slot..) {
            let key = thing(excerpt);
            let place = at(key) % LATELY;
            let number = match self.lately.get(place) {
                Some(Some((known, number))) if *known == key => *number,
                _ => {
                    let next = u32::try_from(self.firsts.len()).unwrap_or(u32::MAX);
                    let number = *self.known.entry(key).or_insert(next);
                    if number == next {
                        self.firsts.push(u32::try_from(slot).unwrap_or(u32::MAX));
                    }
                    if let Some(slot) = self.lately.get_mut(place) {
                        *slot = Some((key, number));
                    }
                    number
                }
            };
            self.of.push(number);
        }
    }
}

/// Gives each value its rank among all of them; what is not there has none.
fn ranked<T: Ord>(values: impl Iterator<Item = Option<T>>) -> Vec<u32> {
    let values: Vec<Option<T>> = values.collect();
    let mut ranks = vec![NONE; values.len()];
    let mut there: Vec<(&T, usize)> =
        values.iter().zip(0..).filter_map(|(value, at)| Some((value.as_ref()?, at))).collect();
    there.sort();
    for (rank, alike) in (0..).zip(there.chunk_by(|a, b| a.0 == b.0)) {
        for (_, at) in alike {
            if let Some(slot) = ranks.get_mut(*at) {
                *slot = rank;
            }
        }
    }
    ranks
}

/// A text in lower case, without white space around it; none where there is none.
fn small(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_lowercase)
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
    // From the year 1678 to 2262, which no clock of a computer leaves.
    u64::try_from(moment.as_nanosecond() + i128::from(i64::MAX)).unwrap_or(0)
}
