//! `rapporteur export`: excerpts in one of the formats, to a file that appears whole or to standard output.

use std::io::Write;

use super::arguments::Export;
use super::output::{Output, is_standard};
use super::session::{is_whole, look, today};
use super::{Failure, Outcome, count, filtering, writing};
use crate::analysis::Filter;
use crate::analysis::query::{Field, Query};
use crate::app::ExportOrder;
use crate::desktop::record_file;
use crate::export::{Choices, ExportError, Input, Occasion, Wanted, Written, format};
use crate::model::{Article, ExportPreset, Project};

pub(super) fn run(export: &Export, analyst: Option<&str>, output: &mut Output<'_>) -> Result<Outcome, Failure> {
    let file = export.output.as_ref().filter(|file| !is_standard(file));
    if let Some(file) = file {
        writing::may_write(file, export.force)?;
    }
    if export.cite.as_deref().is_some_and(|style| style.trim().is_empty()) {
        return Err(Failure("--cite names nothing: write short, full or a template".to_owned()));
    }
    let wanted = Box::new(wanted(export));
    // What is typed wrong is said before the project is read.
    if let Some(format) = export.format.as_deref().and_then(format) {
        Choices::new(format, &wanted)?;
    }
    let typed = filtering::read(export.filter.as_deref())?;
    let opened = look(&export.project, output)?;
    let kept = export.preset.as_deref().map(|name| preset(&opened.project, name)).transpose()?;
    let id = export.format.as_deref().or(kept.map(|kept| kept.format.as_str())).unwrap_or_default();
    let format = format(id).ok_or_else(|| Failure(format!("there is no format “{id}”")))?;
    let not_followed = Choices::not_followed(format, &wanted);
    let wanted = match kept {
        Some(kept) => wanted.over(ExportOrder::of(kept).wanted),
        None => *wanted,
    };
    let choices = Choices::new(format, &wanted)?;
    for option in not_followed {
        output.problem(&format!("{} knows no {option}; it changes nothing", format.name));
    }
    if file.is_none() && output.is_terminal() && ["xlsx", "docx", "png"].contains(&format.extension) {
        return Err(Failure(format!("{} is nothing to be read on a terminal; --output names a file", format.name)));
    }
    let kept = filtering::read(kept.map(|kept| kept.filter.as_str()).filter(|_| export.filter.is_none()))?;
    let filter = filter(export, [&kept, &typed]);
    let excerpts = filtering::excerpts(&opened.project, &filter, analyst)?;
    let texts = &opened.texts;
    let mut text_of = |article: &Article| texts.read(article.text).map_err(|error| error.to_string());
    let mut input = Input::new(&opened.project, &excerpts, &mut text_of, &choices);
    input.records = Some(record_file());
    input.occasion = Occasion { filter: filter.text().to_owned(), day: Some(today()) };
    let written = match file {
        None => output.content(|content| (format.write)(&mut input, content))?,
        Some(file) => {
            let mut written = Written::default();
            let stopped = writing::listen();
            let mut go_on = |_| !writing::is_stopped(&stopped);
            input.done = Some(&mut go_on);
            let mut fill = |content: &mut dyn Write| {
                written = (format.write)(&mut input, content).map_err(|ExportError::Write(error)| error)?;
                Ok(())
            };
            writing::write_whole(file, export.force, &stopped, &mut fill)?;
            output.line(&format!("{} written to {}", count(written.excerpts, "excerpt"), file.display()));
            written
        }
    };
    for note in &written.notes {
        output.problem(note);
    }
    let whole = written.notes.is_empty() && is_whole(&opened.report);
    Ok(if whole { Outcome::Done } else { Outcome::InPart })
}

/// What the options choose.
fn wanted(export: &Export) -> Wanted {
    Wanted {
        columns: export.columns.clone(),
        order: export.order.clone(),
        group: export.group.clone(),
        context: export.context,
        citation: export.cite.clone().unwrap_or_default(),
        raw: export.raw,
        without_codebook: export.no_codebook,
    }
}

/// The export that is kept by this name.
fn preset<'a>(project: &'a Project, name: &str) -> Result<&'a ExportPreset, Failure> {
    let wanted = name.trim().to_lowercase();
    let found = project.presets().values().find(|preset| preset.name.to_lowercase() == wanted);
    found.ok_or_else(|| {
        let names: Vec<&str> = project.presets().values().map(|preset| preset.name.as_str()).collect();
        let there = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        Failure(format!("The project keeps no export “{}”; there are: {there}", name.trim()))
    })
}

/// The filter that the options ask for, all of which must hold; of the values of one option, one.
fn filter(export: &Export, typed: [&Filter; 2]) -> Filter {
    let mut parts: Vec<Query> = typed.iter().filter_map(|filter| filter.query().ok().cloned()).collect();
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
