//! Ranges of days: `2025-12`, `2025-11..2025-12-14`, `2025-12..`, `>=2025-12`; `=2025-12` for what surely lies there.

use std::fmt;

use jiff::Timestamp;

use crate::model::PartialDate;

/// From one date to another, both included; either may be left open, but not both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    /// Only what surely lies in it; else also what may.
    surely: bool,
}

impl Days {
    /// From one date to another; `None` where both are open or the end is before the beginning.
    #[must_use]
    pub fn new(from: Option<PartialDate>, to: Option<PartialDate>) -> Option<Self> {
        let days = Self { from, to, surely: false };
        let (first, last) = days.bounds();
        ((from.is_some() || to.is_some()) && first <= last).then_some(days)
    }

    /// The same for dates alone that surely lie in it.
    #[must_use]
    pub fn surely(self) -> Self {
        Self { surely: true, ..self }
    }

    /// What a text says, or what is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        if let Some(days) = text.strip_prefix('=') {
            return if days.starts_with('=') {
                Err("one “=” is enough".to_owned())
            } else {
                Self::read(days).map(Self::surely)
            };
        }
        const HOW: &str = "write 2025, 2025-12, 2025-12-14, 2025-11..2025-12, 2025-12.. or ..2025-12";
        let date = |text: &str| -> Result<PartialDate, String> {
            text.parse().map_err(|_| format!("“{}” is not a date: {HOW}", text.trim()))
        };
        let open = |text: &str| if text.trim().is_empty() { Ok(None) } else { date(text).map(Some) };
        let beyond = |date: Option<PartialDate>| date.map(Some).ok_or_else(|| "there is no such day".to_owned());
        let (from, to) = if let Some(rest) = text.strip_prefix(">=") {
            (Some(date(rest)?), None)
        } else if let Some(rest) = text.strip_prefix("<=") {
            (None, Some(date(rest)?))
        } else if let Some(rest) = text.strip_prefix('>') {
            (beyond(next(date(rest)?, 1))?, None)
        } else if let Some(rest) = text.strip_prefix('<') {
            (None, beyond(next(date(rest)?, -1))?)
        } else if let Some((from, to)) = text.split_once("..") {
            (open(from)?, open(to)?)
        } else {
            let day = date(text)?;
            (Some(day), Some(day))
        };
        if from.is_none() && to.is_none() {
            return Err(format!("a range needs a date: {HOW}"));
        }
        Self::new(from, to).ok_or_else(|| "the range ends before it begins".to_owned())
    }

    /// The first and the last day, as numbers that grow with the days.
    fn bounds(self) -> (i32, i32) {
        (self.from.map_or(i32::MIN, |date| span(date).0), self.to.map_or(i32::MAX, |date| span(date).1))
    }

    /// The moment at which it begins and the one before which it ends, in UTC.
    pub(super) fn moments(self) -> (Timestamp, Timestamp) {
        let begin = |date: PartialDate| {
            let day = jiff::civil::Date::new(date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1)).ok()?;
            Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
        };
        let from = self.from.and_then(begin).unwrap_or(Timestamp::MIN);
        (from, self.to.and_then(|date| begin(next(date, 1)?)).unwrap_or(Timestamp::MAX))
    }

    /// Whether a date lies in it, or may lie in it as far as it is known, unless it must surely do so.
    #[must_use]
    pub fn hold(self, date: PartialDate) -> bool {
        let ((first, last), (from, to)) = (span(date), self.bounds());
        if self.surely { from <= first && last <= to } else { first <= to && last >= from }
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.surely { "=" } else { "" })?;
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (from, to) => {
                if let Some(from) = from {
                    write!(f, "{from}")?;
                }
                f.write_str("..")?;
                to.map_or(Ok(()), |to| write!(f, "{to}"))
            }
        }
    }
}

/// The first and the last day that a date may be.
fn span(date: PartialDate) -> (i32, i32) {
    let number = |month: i8, day: i8| i32::from(date.year()) * 10_000 + i32::from(month) * 100 + i32::from(day);
    let first = number(date.month().unwrap_or(1), date.day().unwrap_or(1));
    (first, number(date.month().unwrap_or(12), date.day().unwrap_or(31)))
}

/// The year, month or day after a date, or before it; whichever the date is known to.
fn next(date: PartialDate, step: i8) -> Option<PartialDate> {
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => {
            let day = jiff::civil::Date::new(date.year(), month, day).ok()?;
            let next = if step > 0 { day.tomorrow() } else { day.yesterday() };
            next.ok().map(PartialDate::full).filter(|date| date.year() >= 1)
        }
        (Some(month), None) => {
            let months = i32::from(date.year()) * 12 + i32::from(month) - 1 + i32::from(step);
            format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1).parse().ok()
        }
        (None, _) => format!("{:04}", date.year() + i16::from(step)).parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_read_and_print() {
        for (text, printed) in [
            ("2025", "2025"),
            ("2025-12-01..2025-12-14", "2025-12-01..2025-12-14"),
            ("2025-12..", "2025-12.."),
            ("..2025-12", "..2025-12"),
            (">=2025-12", "2025-12.."),
            (">2025-12", "2026-01.."),
            (">2025-12-31", "2026-01-01.."),
            ("<2026", "..2025"),
            ("<=2025", "..2025"),
            ("=2025-12", "=2025-12"),
            ("=>2025", "=2026.."),
        ] {
            assert_eq!(Days::read(text).map(|days| days.to_string()), Ok(printed.to_owned()), "{text}");
        }
        for bad in [
            "",
            "..",
            "2025-13",
            "2026..2025",
            ">9999",
            "<0001",
            "today",
            ">=",
            "2025..x",
            "<0001-01-01",
            "=",
            "==2025",
        ] {
            assert!(Days::read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_date_fits_where_it_may_lie() {
        let holds = |range: &str, date: &str| Days::read(range).expect("a range").hold(date.parse().expect("a date"));
        assert!(holds("2025-12-14", "2025-12") && holds("2025", "2025-12-31") && holds("..2025-12", "2025-12-31"));
        assert!(holds("=2025-12", "2025-12") && holds("=2025", "2025-12") && holds("=2025-12..", "2026"));
        assert!(!holds("=2025-12-14", "2025-12") && !holds("=..2025-12-30", "2025-12") && !holds("=2025-12..", "2025"));
        assert!(!holds("2025-12-14", "2025-12-15") && !holds(">2025-12", "2025-12-31") && !holds("<2025", "2025"));
    }
}
