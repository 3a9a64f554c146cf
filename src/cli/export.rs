//! `rapporteur export`: excerpts in one of the formats, to a file that appears whole or to standard output.

use std::io::Write;

use super::arguments::Export;
use super::output::Output;
use super::session::look;
use super::{Failure, Outcome, count};
use crate::analysis::{Filter, select};
use crate::desktop::record_file;
use crate::export::{Choices, ExportError, Format, Input, Wanted, Written, format};
use crate::model::{Article, Project};
use crate::storage::{RealFs, write_file};

pub(super) fn run(export: &Export, output: &mut Output<'_>) -> Result<Outcome, Failure> {
    let format = format(&export.format).ok_or_else(|| Failure(format!("there is no format “{}”", export.format)))?;
    if let Some(file) = export.output.as_ref().filter(|file| !export.force && file.symlink_metadata().is_ok()) {
        return Err(Failure(format!("“{}” is there already; --force replaces it", file.display())));
    }
    let choices = choices(export, format)?;
    let opened = look(&export.project)?;
    let excerpts = select(&opened.project, &filter(export, &opened.project)?);
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

/// The filter that the options ask for. A name that the project does not know is said rather than matching nothing.
fn filter(export: &Export, project: &Project) -> Result<Filter, Failure> {
    let mut filter = Filter { words: export.words.clone().unwrap_or_default(), ..Filter::default() };
    for name in &export.tag {
        let mut tags = project.tags().values();
        let tag = tags.find(|tag| same(&tag.name, name) || tag.id.as_str() == name);
        filter.tags.push(tag.ok_or_else(|| unknown("tag", name))?.id.clone());
    }
    for name in &export.actor {
        let known = project.actors().values().filter(|actor| {
            same(&actor.name, name) || actor.id.as_str() == name || actor.aliases.iter().any(|alias| same(alias, name))
        });
        let before = filter.actors.len();
        filter.actors.extend(known.map(|actor| actor.id.clone()));
        if filter.actors.len() == before {
            return Err(unknown("actor", name));
        }
    }
    for name in &export.issue {
        let known = project.issues().values().filter(|issue| {
            same(&issue.name, name) || issue.id.as_str() == name || issue.aliases.iter().any(|alias| same(alias, name))
        });
        let before = filter.issues.len();
        filter.issues.extend(known.map(|issue| issue.id.clone()));
        if filter.issues.len() == before {
            return Err(unknown("issue", name));
        }
    }
    for name in &export.article {
        let known = project.articles().values().filter(|article| {
            same(&article.title, name) || article.import.file == *name || article.id.to_string() == *name
        });
        let before = filter.articles.len();
        filter.articles.extend(known.map(|article| article.id));
        if filter.articles.len() == before {
            return Err(unknown("article", name));
        }
    }
    Ok(filter)
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn unknown(kind: &str, name: &str) -> Failure {
    Failure(format!("The project has no {kind} “{name}”; “rapporteur info” lists what it has"))
}
