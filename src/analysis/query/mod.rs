//! What an analyst asks for, as text and as a tree: the filter language of the excerpts view and of `--filter`.
//! `parse` reads it, `print` writes it, `plan` makes it ready for a project and answers, `edit` changes it by clicks,
//! `complete` offers how to go on and `follow` has it go along when codes are renamed.

mod complete;
mod days;
mod edit;
mod field;
mod follow;
pub(super) mod names;
mod needle;
mod node;
mod parse;
mod plan;
mod print;
mod script;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use complete::{Completion, Offer, Words, complete};
pub use days::Days;
pub use field::{FIELDS, Field, FieldEntry, Kind, Mark, Part};
pub use follow::Renaming;
pub use parse::{QUERY_MAX_BYTES, parse};
pub use plan::Plan;

/// What is asked for. An “and” or “or” holds no other of its own kind directly, and at least two things; an “and” of
/// nothing is everything, and stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// One thing.
    Term(Term, At),
    /// Whatever is not this.
    Not(Box<Query>),
    /// All of these.
    And(Vec<Query>),
    /// One of these.
    Or(Vec<Query>),
}

/// One thing asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// These words, in quote, memo, condition or speaker.
    Words(String),
    /// A mark.
    Mark(Mark),
    /// One of these values in a field; each of the field's kind.
    Field(Field, Vec<(Value, At)>),
}

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A name, words or a choice.
    Text(String),
    /// Words that are the whole of a text, to the letter.
    Exact(String),
    /// Days.
    Days(Days),
    /// From one letter of the Admiralty code to another.
    Letters(char, char),
    /// From one of its numbers to another.
    Digits(u8, u8),
    /// What an excerpt can have.
    Part(Part),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Value {
    /// The value of a field that asks for this alone: in a field of words, for texts that are nothing else.
    #[must_use]
    pub fn alone(field: Field, text: &str) -> Self {
        if field.entry().kind == Kind::Words { Self::Exact(text.trim().to_owned()) } else { text.into() }
    }
}

/// Where something stands in the text that was read, in bytes. Two are always equal, so that queries are compared by
/// what they ask for.
#[derive(Debug, Clone, Default)]
pub struct At(pub Range<usize>);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for At {}

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{says}")]
pub struct Mistake {
    /// Where, in bytes of the text.
    pub at: Range<usize>,
    /// What was expected, as a sentence.
    pub says: String,
}

impl Mistake {
    fn new(at: Range<usize>, says: impl Into<String>) -> Self {
        Self { at, says: says.into() }
    }
}

impl Query {
    /// What lets everything through.
    #[must_use]
    pub fn everything() -> Self {
        Self::And(Vec::new())
    }

    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        matches!(self, Self::And(items) if items.is_empty())
    }

    /// All of these.
    #[must_use]
    pub fn and(items: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Vec::new();
        for item in items {
            match item {
                Self::And(items) => all.extend(items),
                item => all.push(item),
            }
        }
        if all.len() == 1 { all.pop().unwrap_or_else(Self::everything) } else { Self::And(all) }
    }

    /// One of these; everything where one of them is.
    #[must_use]
    pub fn or(items: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Vec::new();
        for item in items {
            match item {
                Self::Or(items) => all.extend(items),
                item if item.is_everything() => return item,
                item => all.push(item),
            }
        }
        if all.len() == 1 { all.pop().unwrap_or_else(Self::everything) } else { Self::Or(all) }
    }

    /// A field with one value; words are a name, words or a choice.
    #[must_use]
    pub fn field(field: Field, value: impl Into<Value>) -> Self {
        Self::Term(Term::Field(field, vec![(value.into(), At::default())]), At::default())
    }

    /// A mark.
    #[must_use]
    pub fn mark(mark: Mark) -> Self {
        Self::Term(Term::Mark(mark), At::default())
    }

    /// Words anywhere.
    #[must_use]
    pub fn words(words: &str) -> Self {
        Self::Term(Term::Words(words.to_owned()), At::default())
    }
}
