//! Numbers that are in the order of what stands in a column: made once from the few different values that there are, so
//! that a million excerpts are sorted without comparing words.

use std::collections::{HashMap, HashSet};

use super::{Column, SortBy, names_of};
use crate::model::{AnalystId, Article, ArticleId, Certainty, Excerpt, PartialDate, Project};

/// Comes after everything else.
const LAST: u64 = u64::MAX;

/// Rows sorted by one column; those alike stay in their order.
pub(super) fn sorted<'a>(project: &'a Project, rows: Vec<&'a Excerpt>, by: SortBy) -> Vec<&'a Excerpt> {
    let turned = |key: u64| if by.down && key != LAST { LAST - 1 - key } else { key };
    if by.column == Column::Quote {
        return by_words(rows, by.down);
    }
    let mut ranks = Ranks::of(project, by.column, &rows);
    let mut keyed: Vec<(u64, &Excerpt)> = rows.into_iter().map(|row| (turned(ranks.rank(row)), row)).collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// Sorted by the letters of the quote: the first ones as a number, then, where these are alike, all of them.
fn by_words(rows: Vec<&Excerpt>, down: bool) -> Vec<&Excerpt> {
    fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
        text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').flat_map(char::to_lowercase)
    }
    // Sixteen bytes tell almost all quotes apart.
    let number = |text: &str| {
        let (mut number, mut count) = (0u128, 0);
        for letter in letters(text) {
            // UTF-8 is in the order of its letters, and so is its beginning.
            for byte in letter.encode_utf8(&mut [0; 4]).bytes().take(16 - count) {
                (number, count) = (number << 8 | u128::from(byte), count + 1);
            }
            if count == 16 {
                return number;
            }
        }
        number << (8 * (16 - count) % 128)
    };
    let mut keyed: Vec<(u128, &Excerpt)> = rows.into_iter().map(|row| (number(row.anchor.quote()), row)).collect();
    keyed.sort_by(|a, b| {
        let order = a.0.cmp(&b.0).then_with(|| letters(a.1.anchor.quote()).cmp(letters(b.1.anchor.quote())));
        if down { order.reverse() } else { order }
    });
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// Numbers that are in the order of what stands in a column.
enum Ranks<'a> {
    /// By where in memory a list or an id lies that many excerpts share.
    Shared(fn(&Excerpt) -> usize, HashMap<usize, u64>),
    Article(HashMap<ArticleId, u64>, Option<(ArticleId, u64)>),
    Text(fn(&Excerpt) -> &str, HashMap<&'a str, u64>),
    Analyst(HashMap<AnalystId, u64>),
    Direct(fn(&Excerpt) -> u64),
}

impl<'a> Ranks<'a> {
    fn of(project: &'a Project, column: Column, rows: &[&'a Excerpt]) -> Self {
        let shared = |address: fn(&Excerpt) -> usize, name: &dyn Fn(&Excerpt) -> String| {
            let mut names: HashMap<usize, String> = HashMap::new();
            for row in rows {
                names.entry(address(row)).or_insert_with(|| name(row));
            }
            Self::Shared(address, ranked(names.iter().map(|(address, name)| (*address, name.as_str()))))
        };
        let article = |text: fn(&Article) -> String| {
            let texts: Vec<(ArticleId, String)> =
                project.articles().values().map(|article| (article.id, text(article))).collect();
            Self::Article(ranked(texts.iter().map(|(id, text)| (*id, text.as_str()))), None)
        };
        let text = |text: fn(&Excerpt) -> &str| {
            let known: HashSet<&str> = rows.iter().map(|row| text(row)).filter(|text| !text.is_empty()).collect();
            Self::Text(text, ranked(known.into_iter().map(|text| (text, text))))
        };
        match column {
            Column::Tag => {
                let order: HashMap<_, _> =
                    project.tags_in_order().into_iter().zip(0usize..).map(|(tag, at)| (&tag.id, at)).collect();
                let name = |row: &Excerpt| format!("{:06}", order.get(&row.tag).copied().unwrap_or(999_999));
                shared(|row| row.tag.as_str().as_ptr().addr(), &name)
            }
            Column::Actors => {
                shared(|row| row.actors.address(), &|row| names_of(project, row, Column::Actors).join(", "))
            }
            Column::Addressees => {
                shared(|row| row.addressees.address(), &|row| names_of(project, row, Column::Addressees).join(", "))
            }
            Column::Issues => {
                shared(|row| row.issues.address(), &|row| names_of(project, row, Column::Issues).join(", "))
            }
            Column::Article => article(|article| article.title.clone()),
            Column::Outlet => article(|article| article.outlet.clone()),
            Column::Author => article(|article| article.author.clone()),
            Column::Published => article(|article| article.published.map(|date| date.to_string()).unwrap_or_default()),
            Column::Speaker => text(|row| row.speaker.as_str()),
            Column::Condition => text(|row| row.condition.as_str()),
            Column::Memo => text(|row| row.memo.as_str()),
            Column::Analyst => {
                let analysts = project.analysts().values();
                Self::Analyst(ranked(analysts.map(|analyst| (analyst.id, analyst.name.as_str()))))
            }
            Column::Stance => Self::Direct(|row| row.stance.as_ref().map_or(LAST, |stance| initial(stance.word()))),
            Column::Voice => Self::Direct(|row| row.voice.as_ref().map_or(LAST, |voice| initial(voice.word()))),
            Column::Said => Self::Direct(|row| row.said_on.map_or(LAST, day)),
            Column::Grade => Self::Direct(|row| {
                let letter = row.grade.reliability().map_or(9, |letter| u64::from(u32::from(letter) - u32::from('A')));
                let key = letter * 10 + row.grade.credibility().map_or(9, u64::from);
                if key == 99 { LAST } else { key }
            }),
            Column::Marks => Self::Direct(|row| {
                let marks = [row.starred, row.certainty == Certainty::Unsure, row.checked];
                let key = marks.iter().fold(0, |key, mark| key * 2 + u64::from(!mark));
                if key == 7 { LAST } else { key }
            }),
            Column::Tagged => Self::Direct(|row| moment(row.created)),
            Column::Changed => Self::Direct(|row| moment(row.modified)),
            Column::Quote => Self::Direct(|_| 0),
        }
    }

    fn rank(&mut self, row: &'a Excerpt) -> u64 {
        match self {
            Self::Shared(address, ranks) => ranks.get(&address(row)).copied().unwrap_or(LAST),
            Self::Article(_, Some((article, rank))) if *article == row.article => *rank,
            Self::Article(ranks, last) => {
                let rank = ranks.get(&row.article).copied().unwrap_or(LAST);
                *last = Some((row.article, rank));
                rank
            }
            // Most excerpts say nothing there, which needs no looking up.
            Self::Text(text, _) if text(row).is_empty() => LAST,
            Self::Text(text, ranks) => ranks.get(text(row)).copied().unwrap_or(LAST),
            Self::Analyst(ranks) => ranks.get(&row.analyst).copied().unwrap_or(LAST),
            Self::Direct(number) => number(row),
        }
    }
}

/// Gives each thing the number of its text among all of them; what has none comes last.
fn ranked<'t, K: std::hash::Hash + Eq>(texts: impl Iterator<Item = (K, &'t str)>) -> HashMap<K, u64> {
    let mut texts: Vec<(String, K)> = texts.map(|(key, text)| (text.to_lowercase(), key)).collect();
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    let mut ranks = HashMap::with_capacity(texts.len());
    let (mut last, mut rank) = (String::new(), 0);
    for (text, key) in texts {
        if text != last {
            rank += 1;
        }
        ranks.insert(key, if text.is_empty() { LAST } else { rank });
        last = text;
    }
    ranks
}

/// The first eight bytes of a word as a number, smaller than [`LAST`].
fn initial(word: &str) -> u64 {
    let byte = |at: usize| word.as_bytes().get(at).copied().unwrap_or(0);
    u64::from_be_bytes([0, 1, 2, 3, 4, 5, 6, 7].map(byte)).min(LAST - 1)
}

fn day(date: PartialDate) -> u64 {
    let part = |part: Option<i8>| part.and_then(|part| u64::try_from(part).ok()).unwrap_or(0);
    u64::try_from(date.year()).unwrap_or(0) * 10_000 + part(date.month()) * 100 + part(date.day())
}

fn moment(moment: jiff::Timestamp) -> u64 {
    u64::try_from(moment.as_microsecond().saturating_add(i64::MAX / 2)).unwrap_or(0)
}
