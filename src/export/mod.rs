//! Excerpts to bytes. The list of formats is here; menu, file dialog, command line and tests walk over it.
//! Another format is a file beside this one and a line in [`FORMATS`]. Files are made by `storage::atomic_file`.

mod brief;
pub mod choices;
pub mod citation;
pub mod clip;
pub mod codebook;
mod coded;
pub mod columns;
pub mod csv;
pub mod docx;
pub mod html;
pub mod json;
pub mod markdown;
mod order;
pub mod picture;
pub mod ron;
mod rows;
mod spans;
mod tally;
pub mod xlsx;
mod xml;

use std::io::Write;

use jiff::civil::Date;

use crate::model::{Article, ExcerptId, Project, Record};
use crate::text::ArticleText;

pub use choices::{ChoiceError, Choices, Wanted};
pub use citation::Citation;

/// What a format looks like, and with that which choices mean something to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One row an excerpt: columns, order, context, citation.
    Table,
    /// Quotes under headings: order, grouping, context, citation, codebook.
    Brief,
    /// Articles with their highlights, a table, charts: columns, order.
    Report,
    /// Articles with their highlights.
    Coded,
    /// For other programs: order and context.
    Records,
    /// Counts: which charts.
    Picture,
}

/// One form in which excerpts leave the program.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What the command line calls it.
    pub id: &'static str,
    /// What the menu calls it.
    pub name: &'static str,
    /// Ending of its files, without the dot.
    pub extension: &'static str,
    /// What it looks like.
    pub shape: Shape,
    /// Writes the excerpts.
    pub write: fn(&mut Input<'_>, &mut dyn Write) -> Result<Written, ExportError>,
}

/// All formats, in the order in which they are offered.
pub const FORMATS: &[Format] = &[
    csv::FORMAT,
    xlsx::FORMAT,
    docx::FORMAT,
    markdown::FORMAT,
    html::FORMAT,
    html::CODED,
    docx::CODED,
    picture::SVG,
    picture::PNG,
    json::FORMAT,
    json::LINES,
    ron::FORMAT,
];

/// The format that the command line calls `id`.
#[must_use]
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}

/// What is written, and where the texts come from.
pub struct Input<'a> {
    /// The project that holds the excerpts.
    pub project: &'a Project,
    /// Which excerpts, in the order in which they are written where nothing else is chosen (`analysis::select` gives a
    /// good one).
    pub excerpts: &'a [ExcerptId],
    /// Reads an article's cleaned text, or says in a sentence why that failed. Few texts are held at a time: one is
    /// asked for again where the excerpts of many other articles stand between those of its own.
    pub text_of: &'a mut dyn FnMut(&Article) -> Result<ArticleText, String>,
    /// The user's choices.
    pub choices: &'a Choices,
    /// Is told now and then how many excerpts are done, and says whether to go on.
    pub done: Option<&'a mut dyn FnMut(usize) -> bool>,
    /// How records are written, where the format is to hold them as a project's own files do.
    pub records: Option<RecordFile>,
    /// Where it is said what was exported and when.
    pub occasion: Occasion,
}

/// How an export came about, for those who see it later.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Occasion {
    /// The filter that the excerpts fit, as typed; empty for all.
    pub filter: String,
    /// The day, where it is to be told.
    pub day: Option<Date>,
}

/// A file of records as the store writes it, which this layer does not know.
#[derive(Debug, Clone)]
pub struct RecordFile {
    /// Its first line.
    pub start: String,
    /// A record as a line, with the line end.
    pub line: fn(&Record) -> String,
    /// Its last line.
    pub end: &'static str,
}

impl<'a> Input<'a> {
    /// These excerpts, with nobody who wants to know how far it is.
    pub fn new(
        project: &'a Project,
        excerpts: &'a [ExcerptId],
        text_of: &'a mut dyn FnMut(&Article) -> Result<ArticleText, String>,
        choices: &'a Choices,
    ) -> Self {
        Self { project, excerpts, text_of, choices, done: None, records: None, occasion: Occasion::default() }
    }
}

/// What an export did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// Excerpts written.
    pub excerpts: usize,
    /// What could not be given in full, one sentence each: an article's text that could not be read, an excerpt whose
    /// words are no longer in it. The excerpts are written all the same, with the words that they keep.
    pub notes: Vec<String>,
}

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The bytes could not be put where they were to go.
    #[error("the export could not be written: {0}")]
    Write(#[from] std::io::Error),
}

impl From<ExportError> for std::io::Error {
    fn from(error: ExportError) -> Self {
        let ExportError::Write(error) = error;
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sample::sample;

    const NO_RECORDS: RecordFile = RecordFile { start: String::new(), line: |_| String::new(), end: "\n" };

    #[test]
    fn every_format_has_its_own_id_and_writes_nothing_for_nothing() {
        for (index, one) in FORMATS.iter().enumerate() {
            assert!(FORMATS.iter().skip(index + 1).all(|other| other.id != one.id && other.name != one.name));
            assert!(one.id.bytes().all(|byte| byte.is_ascii_lowercase()), "{}", one.id);
            assert!(format(one.id).is_some());
            let (project, texts) = sample();
            let choices = Choices::of(one);
            let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(String::new);
            let mut input = Input::new(&project, &[], &mut text_of, &choices);
            input.records = Some(NO_RECORDS);
            assert_eq!((one.write)(&mut input, &mut Vec::new()).expect("an export"), Written::default());
        }
    }

    #[test]
    fn a_text_that_cannot_be_read_costs_the_position_alone() {
        let (project, _) = sample();
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        for format in FORMATS {
            let choices = Choices::of(format);
            let mut text_of = |_: &Article| Err("the file is not there".to_owned());
            let mut input = Input::new(&project, &ids, &mut text_of, &choices);
            input.records = Some(NO_RECORDS);
            let mut bytes = Vec::new();
            let written = (format.write)(&mut input, &mut bytes).expect("an export");
            assert_eq!(written.excerpts, 4, "{}", format.id);
            if format.id == "ron" || format.shape == Shape::Picture {
                continue; // they hold no places
            }
            assert_eq!(written.notes.len(), 2, "{}", format.id);
            assert!(written.notes[0].contains("the file is not there"));
            let Some(text) =
                String::from_utf8(bytes).ok().filter(|_| !matches!(format.shape, Shape::Records | Shape::Report))
            else {
                continue;
            };
            let last_words = |one: &crate::model::Excerpt| one.anchor.quote().rsplit('\n').next().map(str::to_owned);
            assert!(project.excerpts().values().filter_map(last_words).all(|words| text.contains(words.trim())));
        }
    }

    #[test]
    fn an_export_that_cannot_be_written_says_so() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::Error::from(std::io::ErrorKind::StorageFull))
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let (project, texts) = sample();
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        for format in FORMATS {
            let choices = Choices::of(format);
            let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(String::new);
            let mut input = Input::new(&project, &ids, &mut text_of, &choices);
            input.records = Some(NO_RECORDS);
            assert!((format.write)(&mut input, &mut Full).is_err(), "{}", format.id);
        }
    }
}
