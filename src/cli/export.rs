//! `rapporteur export`: excerpts in one of the formats, to a file that appears whole or to standard output.

use std::io::Write;

use super::arguments::Export;
use super::output::Output;
use super::session::look;
use super::{Failure, Outcome, count, filtering};
use crate::analysis::Filter;
use crate::analysis::query::{Field, Query};
use crate::desktop::record_file;
use crate::export::{Choices, ExportError, Format, Input, Wanted, Written, format};
use crate::model::Article;
use crate::storage::{RealFs, write_file};

pub(super) fn run(export: &Export, analyst: Option<&str>, output: &mut Output<'_>) -> Result<Outcome, Failure> {
    let format = format(&export.format).ok_or_else(|| Failure(format!("there is no format “{}”", export.format)))?;
    if let Some(file) = export.output.as_ref().filter(|file| !export.force && file.symlink_metadata().is_ok()) {
        return Err(Failure(format!("“{}” is there already; --force replaces it", file.display())));
    }
    let choices = choices(export, format)?;
    let opened = look(&export.project)?;
    let filter = filter(export, &filtering::read(export.filter.as_deref())?);
    let excerpts = filtering::excerpts(&opened.project, &filter, analyst)?;
    let texts = &opened.texts;
    let mut text_of = |article: &Article| texts.read(article.text).map_err(|error| error.to_string());
    let mut input = Input::new(&opened.project, &excerpts, &mut text_of, &choices);
    input.records = Some(record_file());
    let written = match &export.output {
        None => output.content(|content| (format.write)(&mut input, content))?,
        Some(file) => {
            let mut written = Written::default();
            let mut fill = |content: &mut dyn Write| {
                written = (format.write)(&mut input, content).map_err(|ExportError::Write(error)| error)?;
                Ok(())
            };
            write_file(&RealFs, file, export.force, &mut fill)?;
            output.line(&format!("{} written to {}", count(written.excerpts, "excerpt"), file.display()));
            written
        }
    };
    for note in &written.notes {
        output.problem(note);
    }
    let whole = written.notes.is_empty() && opened.report.damage.is_empty();
    Ok(if whole { Outcome::Done } else { Outcome::InPart })
}

/// What the options choose.
fn choices(export: &Export, format: &Format) -> Result<Choices, Failure> {
    let wanted = Wanted {
        columns: export.columns.clone(),
        order: export.order.clone(),
        group: export.group.clone(),
        context: export.context,
        citation: export.cite.clone().unwrap_or_default(),
        raw: export.raw,
        without_codebook: export.no_codebook,
    };
    Ok(Choices::new(format, &wanted)?)
}

/// The filter that the options ask for, all of which must hold; of the values of one option, one.
fn filter(export: &Export, filter: &Filter) -> Filter {
    let mut parts: Vec<Query> = filter.query().ok().cloned().into_iter().collect();
    for (field, names) in [
        (Field::Tag, &export.tag),
        (Field::Actor, &export.actor),
        (Field::Issue, &export.issue),
        (Field::Article, &export.article),
    ] {
        if !names.is_empty() {
            parts.push(Query::or(names.iter().map(|name| Query::field(field, name.trim()))));
        }
    }
    let words = export.words.as_deref().unwrap_or_default();
    parts.extend(words.split_whitespace().map(Query::words));
    Query::and(parts).into()
}
