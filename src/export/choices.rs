//! What a user may choose of an export, as it is typed and kept, and checked. What is not chosen is as it always was, so
//! that scripts get the same bytes.

use serde::{Deserialize, Serialize};

use super::citation::Citation;
use super::columns::{COLUMNS, Column};
use super::picture::{ALL, CHARTS};
use super::{Format, Shape};
use crate::model::ExportPreset;
use crate::text::anchoring::CONTEXT_CHARS;

/// Most characters of context on each side.
pub const CONTEXT_MAX_CHARS: usize = 10_000;

/// Columns that excerpts can be grouped by.
pub const GROUPS: &[&str] = &[
    "article",
    "tag",
    "actors",
    "issues",
    "outlet",
    "published",
    "said_on",
    "analyst",
    "addressees",
    "stance",
    "voice",
    "speaker",
    "author",
];

/// Choices as they are typed and kept. What is empty is as the format has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Columns by name.
    pub columns: Vec<String>,
    /// Columns to sort by, the first one first; `-` before a name turns it round.
    pub order: Vec<String>,
    /// What to group by, the outermost first; `none` for no groups.
    pub group: Vec<String>,
    /// Characters of context on each side; `None` for as many as an excerpt keeps.
    pub context: Option<u32>,
    /// `short`, `full` or a template.
    pub citation: String,
    /// Leaves cells that a spreadsheet would run as a formula as they are.
    pub raw: bool,
    /// Leaves the codebook out.
    pub without_codebook: bool,
}

impl Wanted {
    /// What a kept export wants.
    #[must_use]
    pub fn of(preset: &ExportPreset) -> Self {
        Self {
            columns: preset.columns.clone(),
            order: preset.sorted_by.clone(),
            group: preset.grouped_by.clone(),
            context: preset.context,
            citation: preset.citation.clone(),
            raw: preset.raw,
            without_codebook: preset.without_codebook,
        }
    }

    /// These choices, and those of `other` where nothing is said here.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        let list = |here: Vec<String>, there: Vec<String>| if here.is_empty() { there } else { here };
        Self {
            columns: list(self.columns, other.columns),
            order: list(self.order, other.order),
            group: list(self.group, other.group),
            context: self.context.or(other.context),
            citation: if self.citation.is_empty() { other.citation } else { self.citation },
            raw: self.raw || other.raw,
            without_codebook: self.without_codebook || other.without_codebook,
        }
    }
}

/// Choices that were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// Columns by name.
    pub columns: Vec<&'static str>,
    /// Columns to sort by, and whether downwards.
    pub order: Vec<(&'static str, bool)>,
    /// What to group by, the outermost first.
    pub group: Vec<&'static str>,
    /// Characters of context on each side.
    pub context: usize,
    /// How a source is named.
    pub citation: Citation,
    /// Leaves cells that a spreadsheet would run as a formula as they are.
    pub raw: bool,
    /// Ends with the codebook, where the format has one.
    pub codebook: bool,
    /// The columns are those that were asked for, and not the format's own.
    pub columns_chosen: bool,
}

/// Why choices cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// There is no such column.
    #[error("There is no column “{name}”; there are: {}", names(COLUMNS.iter().map(|column| column.name)))]
    Column {
        /// What was asked for.
        name: String,
    },
    /// Something is named more than once.
    #[error("“{name}” is named twice")]
    Twice {
        /// Which.
        name: &'static str,
    },
    /// Columns are asked for, and none is named.
    #[error("No column is named; there are: {}", names(COLUMNS.iter().map(|column| column.name)))]
    NoColumn,
    /// Groups are asked for, and none is named.
    #[error("Nothing to group by is named; write none for no groups")]
    NoGroup,
    /// Nothing can be grouped by this.
    #[error("Excerpts cannot be grouped by “{name}”, only by: {}", names(GROUPS.iter().copied()))]
    Group {
        /// What was asked for.
        name: String,
    },
    /// No picture shows this.
    #[error("A picture does not show “{name}”, only: {}", names(CHARTS.iter().copied()))]
    Chart {
        /// What was asked for.
        name: String,
    },
    /// More than one picture shows.
    #[error("A picture shows one of these as bars, two as a matrix, or all; not {0}")]
    Charts(usize),
    /// Too much context.
    #[error("The context on each side can be 0 to {CONTEXT_MAX_CHARS} characters, not {0}")]
    Context(u32),
    /// The citation is not one.
    #[error(transparent)]
    Citation(#[from] super::citation::CitationError),
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

impl Choices {
    /// What a format does where nothing is chosen.
    #[must_use]
    pub fn of(format: &Format) -> Self {
        Self {
            columns: if format.shape == Shape::Report {
                vec!["tag", "quote", "actors", "issues", "stance", "article", "outlet", "published", "memo"]
            } else {
                COLUMNS.iter().filter(|column| column.by_default).map(|column| column.name).collect()
            },
            order: Vec::new(),
            group: if format.shape == Shape::Brief { vec!["article"] } else { Vec::new() },
            // A brief shows the words around a quote only where that is asked for.
            context: if format.shape == Shape::Brief { 0 } else { CONTEXT_CHARS },
            citation: if format.shape == Shape::Brief { Citation::Short } else { Citation::Full },
            raw: false,
            codebook: true,
            columns_chosen: false,
        }
    }

    /// Checks choices.
    ///
    /// # Errors
    /// The first that cannot be followed, with what could be.
    pub fn new(format: &Format, wanted: &Wanted) -> Result<Self, ChoiceError> {
        let mut choices = Self::of(format);
        let said = |names: &[String]| {
            let names = names.iter().map(|name| name.trim().to_lowercase());
            names.filter(|name| !name.is_empty()).collect::<Vec<_>>()
        };
        if !wanted.columns.is_empty() {
            choices.columns.clear();
            choices.columns_chosen = true;
            for name in said(&wanted.columns) {
                let name = column(&name)?.name;
                if choices.columns.contains(&name) {
                    return Err(ChoiceError::Twice { name });
                }
                choices.columns.push(name);
            }
            if choices.columns.is_empty() {
                return Err(ChoiceError::NoColumn);
            }
        }
        for name in said(&wanted.order) {
            let (name, down) = name.strip_prefix('-').map_or((name.as_str(), false), |name| (name, true));
            let name = column(name)?.name;
            if choices.order.iter().any(|(known, _)| *known == name) {
                return Err(ChoiceError::Twice { name });
            }
            choices.order.push((name, down));
        }
        if choices.order.is_empty() && !wanted.order.is_empty() {
            return Err(ChoiceError::NoColumn);
        }
        match said(&wanted.group).as_slice() {
            [] if !wanted.group.is_empty() => return Err(ChoiceError::NoGroup),
            [] => {}
            [none] if none == "none" => choices.group.clear(),
            charts if format.shape == Shape::Picture => {
                choices.group = charts.iter().map(|name| chart(name)).collect::<Result<_, _>>()?;
                let kinds = choices.group.iter().filter(|name| **name != ALL).count();
                if kinds > 2 {
                    return Err(ChoiceError::Charts(kinds));
                }
            }
            groups => choices.group = groups.iter().map(|name| group(name)).collect::<Result<_, _>>()?,
        }
        let mut seen = choices.group.iter().enumerate();
        if let Some((_, name)) = seen.find(|(at, name)| choices.group.iter().take(*at).any(|before| before == *name)) {
            return Err(ChoiceError::Twice { name });
        }
        if let Some(context) = wanted.context {
            let chars = usize::try_from(context).ok().filter(|chars| *chars <= CONTEXT_MAX_CHARS);
            choices.context = chars.ok_or(ChoiceError::Context(context))?;
        }
        if !wanted.citation.trim().is_empty() {
            choices.citation = Citation::new(&wanted.citation)?;
        }
        choices.raw = wanted.raw;
        choices.codebook = !wanted.without_codebook;
        Ok(choices)
    }

    /// Which choices a format does not follow, as the command line calls them.
    #[must_use]
    pub fn not_followed(format: &Format, wanted: &Wanted) -> Vec<&'static str> {
        use Shape::{Brief, Coded, Picture, Records, Report, Table};
        let is_of = |shapes: &[Shape]| shapes.contains(&format.shape);
        let lost = [
            ("--columns", !wanted.columns.is_empty() && !is_of(&[Table, Brief, Report])),
            ("--order", !wanted.order.is_empty() && is_of(&[Picture])),
            ("--context", wanted.context.is_some() && (is_of(&[Picture, Coded]) || format.id == "ron")),
            ("--cite", !wanted.citation.is_empty() && is_of(&[Picture, Coded, Records])),
            ("--no-codebook", wanted.without_codebook && !is_of(&[Brief])),
            ("--raw", wanted.raw && format.id != super::csv::FORMAT.id),
        ];
        lost.into_iter().filter(|(_, is_lost)| *is_lost).map(|(name, _)| name).collect()
    }

    /// The columns, in order.
    pub(super) fn table(&self) -> Vec<&'static Column> {
        self.columns.iter().filter_map(|name| column(name).ok()).collect()
    }

    /// Whether an article's text must be read for these choices.
    pub(super) fn reads_texts(&self, shape: Shape) -> bool {
        match shape {
            Shape::Table => {
                let reads = |column: &Column| match column.name {
                    "start" | "end" | "paragraph" | "source" => true,
                    "before" | "after" => self.context > CONTEXT_CHARS,
                    _ => false,
                };
                self.table().into_iter().any(reads)
            }
            Shape::Picture => false,
            Shape::Brief | Shape::Report | Shape::Coded | Shape::Records => true,
        }
    }
}

/// The column of this name; one name of a list will do.
fn column(name: &str) -> Result<&'static Column, ChoiceError> {
    let found = COLUMNS.iter().find(|column| is_called(column.name, name));
    found.ok_or_else(|| ChoiceError::Column { name: name.to_owned() })
}

fn chart(name: &str) -> Result<&'static str, ChoiceError> {
    let found = CHARTS.iter().find(|chart| is_called(chart, name));
    found.copied().ok_or_else(|| ChoiceError::Chart { name: name.to_owned() })
}

fn is_called(known: &str, name: &str) -> bool {
    known == name || known.strip_suffix('s') == Some(name)
}

fn group(name: &str) -> Result<&'static str, ChoiceError> {
    let found = column(name).ok().map(|column| column.name).filter(|name| GROUPS.contains(name));
    found.ok_or_else(|| ChoiceError::Group { name: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::super::{csv, markdown};
    use super::*;

    #[test]
    fn what_is_typed_is_checked_and_the_rest_stays_as_it_was() {
        let none = Wanted::default();
        assert_eq!(Choices::new(&csv::FORMAT, &none), Ok(Choices::of(&csv::FORMAT)));
        assert_eq!(Choices::new(&markdown::FORMAT, &none).map(|it| it.group), Ok(vec!["article"]));
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let wanted = Wanted {
            columns: words(&["Quote", " actor", ""]),
            order: words(&["-published", "tag", "issue"]),
            group: words(&["none"]),
            context: Some(0),
            ..none.clone()
        };
        let choices = Choices::new(&markdown::FORMAT, &wanted).expect("choices");
        assert_eq!(choices.columns, ["quote", "actors"]);
        assert_eq!(choices.order, [("published", true), ("tag", false), ("issues", false)]);
        assert_eq!((choices.group.len(), choices.context), (0, 0));
        let wrong = |wanted: Wanted, expected: &str| {
            let said = Choices::new(&csv::FORMAT, &wanted).expect_err("refused").to_string();
            assert!(said.contains(expected), "{said}");
        };
        wrong(Wanted { columns: words(&["colour"]), ..none.clone() }, "no column “colour”; there are: id, tag, quote");
        wrong(Wanted { columns: words(&["quote", "Quote"]), ..none.clone() }, "“quote” is named twice");
        wrong(Wanted { order: words(&["tag", "-tag"]), ..none.clone() }, "“tag” is named twice");
        wrong(Wanted { order: words(&[""]), ..none.clone() }, "No column is named; there are: id, tag, quote");
        wrong(Wanted { group: words(&["actor", "actors"]), ..none.clone() }, "“actors” is named twice");
        wrong(Wanted { group: words(&[""]), ..none.clone() }, "write none for no groups");
        wrong(Wanted { columns: words(&["", " "]), ..none.clone() }, "No column is named; there are: id, tag, quote");
        wrong(Wanted { group: words(&["memo"]), ..none.clone() }, "grouped by “memo”, only by: article, tag");
        wrong(Wanted { context: Some(10_001), ..none.clone() }, "0 to 10000 characters");
        wrong(Wanted { citation: "{colour}".to_owned(), ..none }, "no placeholder “{colour}”");
    }

    #[test]
    fn every_group_is_a_column() {
        assert!(GROUPS.iter().all(|name| column(name).is_ok()));
    }
}
