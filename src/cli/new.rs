//! `rapporteur new`: makes a project with the starter codebook.

use std::path::Path;
use std::sync::Arc;

use super::output::Output;
use super::session::writer;
use super::{Failure, Outcome};
use crate::desktop::RealSurroundings;
use crate::desktop::desk::new_project;
use crate::storage::{RealFs, Store};

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
    let writer = writer(analyst, &mut surroundings)?;
    let project = new_project(&name, "plain", &writer, &mut surroundings).map_err(Failure)?;
    Store::create(Arc::new(RealFs), folder, &project, &writer)?;
    output.line(&format!("Made the project “{}” in {}", project.meta().name, folder.display()));
    Ok(Outcome::Done)
}
