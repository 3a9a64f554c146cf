//! `rapporteur info`: what a project holds, for people or as JSON. Reads only.

use std::fmt::Display;
use std::path::Path;

use serde::Serialize;

use super::output::Output;
use super::session::look;
use super::{Failure, Outcome, count, filtering};
use crate::analysis::{Count, Counts};
use crate::model::{ExcerptId, Project};
use crate::storage::FORMAT;

/// What scripts read. Fields may be added; none changes its meaning.
#[derive(Debug, Serialize)]
struct Info {
    name: String,
    id: String,
    created: String,
    /// The number of the format that this program writes; it reads all lower ones.
    format: u64,
    articles: usize,
    excerpts: usize,
    tags: Vec<Line>,
    actors: Vec<Line>,
    issues: Vec<Line>,
    analysts: Vec<Line>,
    /// Lines and files that could not be read; `rapporteur check` lists them.
    damaged: usize,
}

/// One code or analyst.
#[derive(Debug, Serialize)]
struct Line {
    id: String,
    name: String,
    /// Excerpts that name it.
    excerpts: usize,
    /// Excerpts that name it or one below it.
    with_below: usize,
}

pub(super) fn run(
    folder: &Path,
    json: bool,
    filter: Option<&str>,
    analyst: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Outcome, Failure> {
    let filter = filtering::read(filter)?;
    let opened = look(folder, output)?;
    let excerpts = filtering::excerpts(&opened.project, &filter, analyst)?;
    let info = info(&opened.project, &excerpts, opened.report.damage.len());
    if json {
        output.text(&(plain_json(&serde_json::to_string_pretty(&info)?) + "\n"));
        return Ok(Outcome::Done);
    }
    output.line(&info.name);
    output.line(&format!(
        "{}, {}, format {}",
        count(info.articles, "article"),
        count(info.excerpts, "excerpt"),
        info.format
    ));
    for (kind, lines) in
        [("tag", &info.tags), ("actor", &info.actors), ("issue", &info.issues), ("analyst", &info.analysts)]
    {
        output.line(&count(lines.len(), kind));
        for line in lines {
            let below = line.with_below - line.excerpts.min(line.with_below);
            let below = if below > 0 { format!(" (+{below} below)") } else { String::new() };
            output.line(&format!("  {:>7}{below}  {}", line.excerpts, line.name));
        }
    }
    Ok(Outcome::Done)
}

fn info(project: &Project, excerpts: &[ExcerptId], damaged: usize) -> Info {
    let counts = Counts::of(project, excerpts.iter().filter_map(|id| project.excerpts().get(id)));
    let meta = project.meta();
    let tags = project.tags_in_order().into_iter().map(|tag| line(&tag.id, &tag.name, counts.tags.get(&tag.id)));
    let actors = project.actors().values().map(|actor| line(&actor.id, &actor.name, counts.actors.get(&actor.id)));
    let issues = project.issues().values().map(|issue| line(&issue.id, &issue.name, counts.issues.get(&issue.id)));
    let analysts = project.analysts().values().map(|analyst| {
        let excerpts = counts.analysts.get(&analyst.id).copied().unwrap_or_default();
        line(&analyst.id, &analyst.name, Some(&Count { own: excerpts, subtree: excerpts }))
    });
    Info {
        name: meta.name.clone(),
        id: meta.id.to_string(),
        created: meta.created.to_string(),
        format: FORMAT,
        articles: project.articles().len(),
        excerpts: excerpts.len(),
        tags: tags.collect(),
        actors: actors.collect(),
        issues: issues.collect(),
        analysts: analysts.collect(),
        damaged,
    }
}

fn line(id: &impl Display, name: &str, count: Option<&Count>) -> Line {
    let count = count.copied().unwrap_or_default();
    Line { id: id.to_string(), name: name.to_owned(), excerpts: count.own, with_below: count.subtree }
}

/// JSON leaves U+007F to U+009F as they are, which a terminal may obey; inside its strings they may be spelled out.
fn plain_json(json: &str) -> String {
    let mut plain = String::with_capacity(json.len());
    for sign in json.chars() {
        if matches!(sign, '\u{7F}'..='\u{9F}') {
            plain.push_str(&format!("\\u{:04x}", u32::from(sign)));
        } else {
            plain.push(sign);
        }
    }
    plain
}
