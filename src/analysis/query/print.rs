//! Queries as text: what `parse` reads back as the same query.

use std::fmt::{self, Display, Formatter};

use super::field::Mark;
use super::{Query, Term, Value};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term, _) => write!(f, "{term}"),
            Self::Not(inner) => match &**inner {
                Self::And(_) | Self::Or(_) => write!(f, "-({inner})"),
                inner => write!(f, "-{inner}"),
            },
            Self::And(items) => join(f, items, " ", |item| matches!(item, Self::Or(_))),
            Self::Or(items) => join(f, items, " or ", |_| false),
        }
    }
}

fn join(f: &mut Formatter<'_>, items: &[Query], between: &str, bracketed: impl Fn(&Query) -> bool) -> fmt::Result {
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            f.write_str(between)?;
        }
        if bracketed(item) { write!(f, "({item})")? } else { write!(f, "{item}")? }
    }
    Ok(())
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => f.write_str(&text(words)),
            Self::Mark(mark) => f.write_str(mark.word()),
            Self::Field(field, values) => {
                write!(f, "{}:", field.entry().name)?;
                for (number, (value, _)) in values.iter().enumerate() {
                    write!(f, "{}{value}", if number > 0 { "," } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(words) => f.write_str(&text(words)),
            Self::Exact(words) => write!(f, "={}", text(words)),
            Self::Days(days) => write!(f, "{days}"),
            Self::Letters(from, to) if from == to => write!(f, "{from}"),
            Self::Letters(from, to) => write!(f, "{from}..{to}"),
            Self::Digits(from, to) if from == to => write!(f, "{from}"),
            Self::Digits(from, to) => write!(f, "{from}..{to}"),
            Self::Part(part) => f.write_str(part.word()),
        }
    }
}

/// Words as they are written in a query: in quotation marks where they would be read as something else without.
pub(super) fn text(words: &str) -> String {
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | '/' | '%' | '&' | '+' | '#' | '@' | '_');
    let reserved = is_joint(words) || Mark::named(words).is_some() || words == "&" || words.contains("&&");
    let first = words.chars().next().is_some_and(plain);
    if first && !reserved && words.chars().all(|c| plain(c) || c == '-') {
        return words.to_owned();
    }
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether a word joins what stands around it.
pub(super) fn is_joint(word: &str) -> bool {
    ["and", "or", "not"].iter().any(|joint| word.eq_ignore_ascii_case(joint))
}
