//! The cells of one row that code a passage: read, checked, and put into an excerpt.
//! Where the passage is, is the work of `places`; which records the names stand for, of `names`.

use jiff::Timestamp;

use super::names::Ids;
use super::reading::Row;
use crate::model::{Excerpt, ExcerptId, Few, PartialDate, SourceGrade, Stance, Voice};
use crate::text::cells::names;

/// Longest cell of the analyst's own words, in bytes: far more than anyone writes, and safe to save.
pub const CELL_MAX_BYTES: usize = 100_000;

/// What a row says about its passage. `None` where the table has no such column.
#[derive(Debug, Clone, Default)]
pub(super) struct Coding {
    pub(super) id: Option<ExcerptId>,
    pub(super) tag: String,
    pub(super) actors: Option<Vec<String>>,
    pub(super) addressees: Option<Vec<String>>,
    pub(super) issues: Option<Vec<String>>,
    /// Empty cells count as none: the row is then tagged by whoever brings the table.
    pub(super) analyst: Option<String>,
    stance: Option<Option<Stance>>,
    voice: Option<Option<Voice>>,
    said_on: Option<Option<PartialDate>>,
    reliability: Option<Option<char>>,
    credibility: Option<Option<u8>>,
    condition: Option<String>,
    speaker: Option<String>,
    memo: Option<String>,
    pub(super) created: Option<Timestamp>,
    pub(super) modified: Option<Timestamp>,
}

impl Coding {
    /// Reads the cells, or says in a few words what is wrong with one of them.
    pub(super) fn read(row: &Row<'_>) -> Result<Self, String> {
        if row.is_too_wide() {
            return Err("the row has more cells than the header; is a quotation mark missing?".to_owned());
        }
        for required in ["tag", "quote"] {
            if row.cell(required).is_none_or(|cell| cell.trim().is_empty()) {
                return Err(format!("the cell “{required}” is empty"));
            }
        }
        let list = |column| row.cell(column).map(names);
        let filled = |column| row.cell(column).map(str::trim).filter(|cell| !cell.is_empty());
        let time = |column| {
            let parsed = filled(column).map(|cell| {
                cell.parse::<Timestamp>()
                    .map_err(|_| format!("“{cell}” in “{column}” is not a moment like 2025-12-14T18:30:00Z"))
            });
            parsed.transpose()
        };
        Ok(Self {
            id: filled("id").map(|cell| cell.parse().map_err(as_text)).transpose()?,
            tag: row.cell("tag").unwrap_or_default().trim().to_owned(),
            actors: list("actors"),
            addressees: list("addressees"),
            issues: list("issues"),
            analyst: filled("analyst").map(str::to_owned),
            stance: optional(row, "stance", |cell| match Stance::from_word(cell) {
                Some(Stance::Other(_)) => Err(unknown("stance", cell, Stance::KNOWN.iter().map(Stance::word))),
                stance => Ok(stance),
            })?,
            voice: optional(row, "voice", |cell| match Voice::from_word(&cell.replace('’', "'")) {
                Some(Voice::Other(_)) => Err(unknown("voice", cell, Voice::KNOWN.iter().map(Voice::word))),
                voice => Ok(voice),
            })?,
            said_on: optional(row, "said_on", |cell| cell.parse().map(Some).map_err(as_text))?,
            reliability: optional(row, "reliability", |cell| {
                grade(cell.chars().next().filter(|_| cell.len() == 1), None)
                    .map(SourceGrade::reliability)
                    .ok_or_else(|| format!("“{cell}” in “reliability” is not one of A to F"))
            })?,
            credibility: optional(row, "credibility", |cell| {
                grade(None, cell.parse().ok())
                    .map(SourceGrade::credibility)
                    .ok_or_else(|| format!("“{cell}” in “credibility” is not one of 1 to 6"))
            })?,
            condition: words(row, "condition")?,
            speaker: words(row, "speaker")?,
            memo: words(row, "memo")?,
            created: time("created")?,
            modified: time("modified")?,
        })
    }

    /// Gives an excerpt what the row says; what the table has no column for stays as it is.
    pub(super) fn put_into(&self, excerpt: &mut Excerpt, ids: &Ids) {
        fn set<T: Clone>(field: &mut T, value: Option<&T>) {
            if let Some(value) = value {
                field.clone_from(value);
            }
        }
        excerpt.tag.clone_from(&ids.tag);
        set(&mut excerpt.actors, self.actors.is_some().then(|| Few::from(ids.actors.clone())).as_ref());
        set(&mut excerpt.addressees, self.addressees.is_some().then(|| Few::from(ids.addressees.clone())).as_ref());
        set(&mut excerpt.issues, self.issues.is_some().then(|| Few::from(ids.issues.clone())).as_ref());
        set(&mut excerpt.stance, self.stance.as_ref());
        set(&mut excerpt.voice, self.voice.as_ref());
        set(&mut excerpt.said_on, self.said_on.as_ref());
        set(&mut excerpt.condition, self.condition.as_ref());
        set(&mut excerpt.speaker, self.speaker.as_ref());
        set(&mut excerpt.memo, self.memo.as_ref());
        set(&mut excerpt.created, self.created.as_ref());
        set(&mut excerpt.modified, self.modified.as_ref());
        let reliability = self.reliability.unwrap_or(excerpt.grade.reliability());
        let credibility = self.credibility.unwrap_or(excerpt.grade.credibility());
        set(&mut excerpt.grade, SourceGrade::new(reliability, credibility).as_ref());
    }
}

fn optional<T>(
    row: &Row<'_>,
    column: &str,
    read: impl Fn(&str) -> Result<Option<T>, String>,
) -> Result<Option<Option<T>>, String> {
    match row.cell(column).map(str::trim) {
        None => Ok(None),
        Some("") => Ok(Some(None)),
        Some(cell) => read(cell).map(Some),
    }
}

fn words(row: &Row<'_>, column: &str) -> Result<Option<String>, String> {
    match row.cell(column) {
        Some(cell) if cell.len() > CELL_MAX_BYTES => {
            Err(format!("the cell “{column}” is longer than {CELL_MAX_BYTES} bytes"))
        }
        cell => Ok(cell.map(str::to_owned)),
    }
}

/// A grade of one sign; `None` where it has none, so that an unreadable cell is not taken for an empty one.
fn grade(reliability: Option<char>, credibility: Option<u8>) -> Option<SourceGrade> {
    SourceGrade::new(reliability, credibility).filter(|_| reliability.is_some() || credibility.is_some())
}

fn unknown<'a>(column: &str, cell: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    format!("“{cell}” is not a {column}; known are: {}", known.join(", "))
}

fn as_text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
