//! `rapporteur new`: makes a project with the starter codebook.

use std::path::Path;
use std::sync::Arc;

use super::output::Output;
use super::session::writer;
use super::{Failure, Outcome};
use crate::desktop::surroundings::RealSurroundings;
use crate::model::{Change, Extra, Project, ProjectId, ProjectMeta, Record, Surroundings as _};
use crate::storage::{RealFs, Store, starter};

pub(super) fn run(
    folder: &Path,
    name: Option<&str>,
    analyst: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Outcome, Failure> {
    let mut surroundings = RealSurroundings::default();
    let name = match name {
        Some(name) => name.to_owned(),
        None => folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
    };
    let created = surroundings.now();
    let meta = ProjectMeta { id: ProjectId::fresh(&mut surroundings), name, created, extra: Extra::default() };
    let mut project = Project::new(meta.clone());
    // Applied rather than put in, so that a name that is none is refused before anything is made.
    project.apply(&Change::put("", [Record::Project(meta)]))?;
    let writer = writer(analyst, &mut surroundings)?;
    let mut records = starter();
    records.push(Record::Analyst(writer.analyst.clone()));
    project.apply(&Change::put("make the project", records))?;
    Store::create(Arc::new(RealFs), folder, &project, &writer)?;
    output.line(&format!("Made the project “{}” in {}", project.meta().name, folder.display()));
    Ok(Outcome::Done)
}
