//! The columns of exported tables: names and values, in the order that scripts rely on. `import::table` reads them back.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::rows::Row;
use crate::model::excerpt::Certainty;
use crate::model::{Article, PartialDate};
use crate::text::cells::push_names;

/// What a column holds, for formats that tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// A date, of which the day or the month may be unknown.
    Date,
    /// A moment in UTC.
    Moment,
    /// An address.
    Address,
}

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in the first row.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is there where no columns are chosen.
    pub by_default: bool,
    /// Appends its value for an excerpt; lists as `text::cells` writes them.
    pub value: fn(&Row<'_>, &mut String),
}

/// One name a row, its kind, whether it is there by default, and its value.
macro_rules! columns {
    ($($name:literal, $kind:ident, $default:literal, $value:expr;)+) => {
        /// All columns. Others script this order: new ones go to the end, and are there only where they are chosen.
        pub const COLUMNS: &[Column] =
            &[$(Column { name: $name, kind: Kind::$kind, by_default: $default, value: $value }),+];
    };
}

columns! {
    "id", Text, true, |row, cell| row.excerpt.id.push_to(cell);
    "tag", Text, true, |row, cell| cell.push_str(row.tag());
    "quote", Text, true, |row, cell| cell.push_str(row.excerpt.anchor.quote());
    "actors", Text, true, |row, cell| push_names(cell, row.actors(&row.excerpt.actors));
    "addressees", Text, true, |row, cell| push_names(cell, row.actors(&row.excerpt.addressees));
    "issues", Text, true, |row, cell| push_names(cell, row.issues());
    "stance", Text, true, |row, cell| cell.push_str(row.excerpt.stance.as_ref().map_or("", |it| it.word()));
    "condition", Text, true, |row, cell| cell.push_str(&row.excerpt.condition);
    "speaker", Text, true, |row, cell| cell.push_str(&row.excerpt.speaker);
    "voice", Text, true, |row, cell| cell.push_str(row.excerpt.voice.as_ref().map_or("", |it| it.word()));
    "said_on", Date, true, |row, cell| put_date(cell, row.excerpt.said_on);
    "reliability", Text, true, |row, cell| put_some(cell, row.excerpt.grade.reliability());
    "credibility", Number, true, |row, cell| put_some(cell, row.excerpt.grade.credibility());
    "memo", Text, true, |row, cell| cell.push_str(&row.excerpt.memo);
    "article", Text, true, |row, cell| of_article(row, cell, |article| &article.title);
    "outlet", Text, true, |row, cell| of_article(row, cell, |article| &article.outlet);
    "author", Text, true, |row, cell| of_article(row, cell, |article| &article.author);
    "published", Date, true, |row, cell| put_date(cell, row.article.and_then(|article| article.published));
    "url", Address, true, |row, cell| of_article(row, cell, |article| &article.url);
    "file", Text, true, |row, cell| of_article(row, cell, |article| &article.import.file);
    "start", Number, true, |row, cell| put_number(cell, row.place.map(|place| place.start), 1);
    "end", Number, true, |row, cell| put_number(cell, row.place.map(|place| place.end), 1);
    "before", Text, true, |row, cell| cell.push_str(row.before());
    "after", Text, true, |row, cell| cell.push_str(row.after());
    "analyst", Text, true, |row, cell| cell.push_str(&row.analyst());
    "created", Moment, true, |row, cell| put_moment(cell, row.excerpt.created);
    "modified", Moment, true, |row, cell| put_moment(cell, row.excerpt.modified);
    "paragraph", Number, false, |row, cell| put_number(cell, row.place.map(|place| place.paragraph), 1);
    "source", Text, false, |row, cell| cell.push_str(&row.choices.citation.plain(row));
    "unsure", Text, false, |row, cell| cell.push_str(yes(row.excerpt.certainty == Certainty::Unsure));
    "checked", Text, false, |row, cell| cell.push_str(yes(row.excerpt.checked));
    "starred", Text, false, |row, cell| cell.push_str(yes(row.excerpt.starred));
    "language", Text, false, |row, cell| of_article(row, cell, |article| &article.language);
    "tag_id", Text, false, |row, cell| put(cell, &row.excerpt.tag);
    "article_id", Text, false, |row, cell| row.excerpt.article.push_to(cell);
}

impl Column {
    /// How to tell where in memory that lies from which the value follows, for columns in which many rows share it: of two
    /// rows with the same number one value will do.
    pub(super) fn shared_by(&self) -> Option<fn(&Row<'_>) -> usize> {
        match self.name {
            "tag" => Some(|row| row.excerpt.tag.as_str().as_ptr().addr()),
            "actors" => Some(|row| row.excerpt.actors.address()),
            "addressees" => Some(|row| row.excerpt.addressees.address()),
            "issues" => Some(|row| row.excerpt.issues.address()),
            "article" | "outlet" | "author" | "published" | "url" | "file" | "language" => {
                Some(|row| row.article.map_or(0, |article| std::ptr::from_ref(article).addr()))
            }
            _ => None,
        }
    }
}

fn of_article(row: &Row<'_>, cell: &mut String, field: for<'a> fn(&'a Article) -> &'a String) {
    cell.push_str(row.article.map_or("", |article| field(article)));
}

fn put(cell: &mut String, value: impl std::fmt::Display) {
    // Writing to a String cannot fail.
    let _ = write!(cell, "{value}");
}

fn put_some(cell: &mut String, value: Option<impl std::fmt::Display>) {
    if let Some(value) = value {
        put(cell, value);
    }
}

/// A number with at least so many digits. Writing numbers out is most of what a row would cost by way of `Display`.
fn put_number(cell: &mut String, number: Option<usize>, digits: usize) {
    let Some(mut number) = number else { return };
    let mut written = [b'0'; 20];
    let mut count = 0;
    for place in written.iter_mut().rev() {
        if number == 0 && count >= digits {
            break;
        }
        *place += u8::try_from(number % 10).unwrap_or(0);
        (number, count) = (number / 10, count + 1);
    }
    let written = written.get(written.len() - count..).unwrap_or_default();
    cell.push_str(str::from_utf8(written).unwrap_or_default());
}

/// The same as `Display` of a date.
fn put_date(cell: &mut String, date: Option<PartialDate>) {
    let Some(date) = date else { return };
    put_number(cell, usize::try_from(date.year()).ok(), 4);
    for part in [date.month(), date.day()].into_iter().flatten() {
        cell.push('-');
        put_number(cell, usize::try_from(part).ok(), 2);
    }
}

/// The same as `Display` of a moment.
fn put_moment(cell: &mut String, moment: Timestamp) {
    const DAY: i64 = 24 * 60 * 60;
    let seconds = moment.as_second();
    let whole = usize::try_from(moment.subsec_nanosecond()).ok();
    let (Some((year, month, day)), Some(nanoseconds)) = (civil(seconds.div_euclid(DAY)), whole) else {
        return put(cell, moment);
    };
    let second = seconds.rem_euclid(DAY);
    let [[a, b], [c, d]] = [two(year / 100), two(year % 100)];
    let [[e, f], [g, h]] = [two(month), two(day)];
    let [[i, j], [k, l], [m, n]] = [two(second / 3600), two(second / 60 % 60), two(second % 60)];
    let written = [a, b, c, d, b'-', e, f, b'-', g, h, b'T', i, j, b':', k, l, b':', m, n];
    cell.push_str(str::from_utf8(&written).unwrap_or_default());
    if nanoseconds > 0 {
        cell.push('.');
        put_number(cell, Some(nanoseconds), 9);
        cell.truncate(cell.trim_end_matches('0').len());
    }
    cell.push('Z');
}

/// The last two digits of a number.
fn two(number: i64) -> [u8; 2] {
    let number = u8::try_from(number % 100).unwrap_or(0);
    [b'0' + number / 10, b'0' + number % 10]
}

/// Year, month and day of a day counted from 1970 on, for the years 1 to 9999. After Howard Hinnant's `civil_from_days`: a
/// year begins with March, so that the day that not every year has is its last.
fn civil(day: i64) -> Option<(i64, i64, i64)> {
    const ERA: i64 = 146_097;
    let day = day + 719_468;
    let of_era = day.rem_euclid(ERA);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / (ERA - 1)) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let year = year_of_era + day.div_euclid(ERA) * 400 + i64::from(month >= 10);
    (1..=9999).contains(&year).then_some((year, if month < 10 { month + 3 } else { month - 9 }, of_month))
}

fn yes(on: bool) -> &'static str {
    if on { "yes" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn moments_and_dates_are_written_as_they_display(
            second in prop_oneof![-377_705_023_201i64..=253_402_207_200, 0..4_000_000_000i64],
            nanosecond in prop_oneof![Just(0), Just(120_000_000), 0..1_000_000_000i32],
            (year, month, day) in (1..=9999i16, 0..=12i8, 0..=28i8),
        ) {
            let moment = Timestamp::new(second, nanosecond).expect("a moment");
            let mut cell = String::from("10");
            put_moment(&mut cell, moment);
            prop_assert_eq!(cell, format!("10{moment}"));
            let mut text = format!("{year:04}");
            if month > 0 {
                text += &format!("-{month:02}");
            }
            if month > 0 && day > 0 {
                text += &format!("-{day:02}");
            }
            let date: PartialDate = text.parse().expect("a date");
            let mut cell = String::new();
            put_date(&mut cell, Some(date));
            prop_assert_eq!(cell, date.to_string());
        }

        #[test]
        fn numbers_are_written_as_they_display(number in prop_oneof![0..1000usize, any::<usize>()]) {
            let mut cell = String::new();
            put_number(&mut cell, Some(number), 1);
            prop_assert_eq!(cell, number.to_string());
        }
    }
}
