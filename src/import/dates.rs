//! Dates as files write them: ISO 8601 and its short forms, mail headers, and day, month name and year in several languages.
//! The date is taken as written, in the zone it was written in; figures that may be read in two ways are no date.

use crate::model::PartialDate;

/// First letters of the months, January to December, in English, German, Ukrainian, Russian and French.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "січ", "янв"],
    &["feb", "лют", "фев", "fév", "fev"],
    &["mar", "mär", "бер", "мар"],
    &["apr", "кві", "апр", "avr"],
    &["may", "mai", "тра", "мая", "май"],
    &["jun", "чер", "июн", "juin"],
    &["jul", "лип", "июл", "juil"],
    &["aug", "сер", "авг", "aoû"],
    &["sep", "вер", "сен"],
    &["oct", "okt", "жов", "окт"],
    &["nov", "лис", "ноя"],
    &["dec", "dez", "гру", "дек", "déc"],
];

/// The date that `text` begins with or consists of; `None` where there is none or it can be read in two ways.
pub(super) fn published(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    iso(text).or_else(|| named(text)).or_else(|| dotted(text))
}

fn iso(text: &str) -> Option<PartialDate> {
    let digits = |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let ends_at = |at: usize| text.get(at..).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let year = digits(0, 4)?;
    let separator = text.get(4..5).unwrap_or_default();
    if separator == "-" || separator == "/" {
        let month = digits(5, 7)?;
        if text.get(7..8) == Some(separator) {
            let day = digits(8, 10).filter(|_| ends_at(10))?;
            return format!("{year}-{month}-{day}").parse().ok();
        }
        return if text.len() == 7 { format!("{year}-{month}").parse().ok() } else { None };
    }
    if let Some((month, day)) =
        digits(4, 6).zip(digits(6, 8)).filter(|_| text.len() == 8 || text.get(8..9) == Some("T"))
    {
        return format!("{year}-{month}-{day}").parse().ok();
    }
    if text.len() == 4 { year.parse().ok() } else { None }
}

/// “Mon, 15 Dec 2025 10:00”, “December 15, 2025”, “15. Dezember 2025”, “15 грудня 2025 року”, “December 2025”.
fn named(text: &str) -> Option<PartialDate> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(12).collect();
    // Some days of the week begin like months do: whatever makes a date counts.
    words.iter().enumerate().find_map(|(at, word)| around(&words, at, month(word)?))
}

fn around(words: &[&str], at: usize, month: usize) -> Option<PartialDate> {
    let number = |at: usize| {
        let word = words.get(at)?.trim_end_matches(|c: char| c.is_ascii_lowercase());
        word.parse::<u16>().ok()
    };
    let year_at = |at: usize| number(at).filter(|year| (1000..=9999).contains(year));
    let day_at = |at: usize| number(at).filter(|day| (1..=31).contains(day));
    let before = at.checked_sub(1).and_then(day_at);
    let written = match (before, year_at(at + 1)) {
        (Some(day), Some(year)) => format!("{year:04}-{month:02}-{day:02}"),
        (None, Some(year)) => format!("{year:04}-{month:02}"),
        (_, None) => format!("{:04}-{month:02}-{:02}", year_at(at + 2)?, day_at(at + 1)?),
    };
    written.parse().ok()
}

/// “15.12.2025”: with dots the day comes first. With slashes nobody can tell, unless a figure is too large for a month.
fn dotted(text: &str) -> Option<PartialDate> {
    let date = text.split([' ', ',', 'T']).next()?;
    let (separator, slashed) = if date.contains('/') { ('/', true) } else { ('.', false) };
    let mut parts = date.split(separator).map(str::parse::<u16>);
    let (Some(Ok(first)), Some(Ok(second)), Some(Ok(year)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let (day, month) = match (slashed, first > 12, second > 12) {
        (false, ..) | (true, true, false) => (first, second),
        (true, false, true) => (second, first),
        (true, ..) => return None,
    };
    (year >= 1000).then(|| format!("{year:04}-{month:02}-{day:02}").parse().ok()).flatten()
}

fn month(word: &str) -> Option<usize> {
    let low = word.to_lowercase();
    let is_word = low.chars().count() >= 3 && low.chars().all(char::is_alphabetic);
    let at = MONTHS.iter().position(|names| names.iter().any(|name| low.starts_with(name)));
    at.filter(|_| is_word).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_files_write_them() {
        for (text, date) in [
            ("2025-12-15T23:30:00+01:00", "2025-12-15"),
            ("2025-12-15 08:00", "2025-12-15"),
            ("2025/12/15", "2025-12-15"),
            ("20251215", "2025-12-15"),
            ("20251215T080000Z", "2025-12-15"),
            ("2025-12", "2025-12"),
            ("2025", "2025"),
            ("Mon, 15 Dec 2025 10:00:00 GMT", "2025-12-15"),
            ("December 15, 2025", "2025-12-15"),
            ("Dec. 15th, 2025, 4:12 p.m.", "2025-12-15"),
            ("15. Dezember 2025", "2025-12-15"),
            ("15 грудня 2025 року", "2025-12-15"),
            ("понедельник, 15 декабря 2025", "2025-12-15"),
            ("1er août 2025", "2025-08-01"),
            ("mardi 16 décembre 2025", "2025-12-16"),
            ("середа, 17 грудня 2025", "2025-12-17"),
            ("December 2025", "2025-12"),
            ("15.12.2025, 14:30 Uhr", "2025-12-15"),
            ("12/15/2025", "2025-12-15"),
            ("15/12/2025", "2025-12-15"),
        ] {
            assert_eq!(published(text).map(|date| date.to_string()), Some(date.to_owned()), "{text}");
        }
        for text in [
            "",
            "soon",
            "5/6/2025",
            "2025-13-01",
            "31.02.2025",
            "1734250000",
            "2025-1",
            "20251",
            "Monday",
            "Dec",
            "١٥.١٢.٢٠٢٥",
        ] {
            assert_eq!(published(text), None, "{text}");
        }
    }
}
