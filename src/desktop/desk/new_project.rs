//! What a new project holds.

use crate::model::{Change, Extra, Project, ProjectId, ProjectMeta, Record, Surroundings};
use crate::storage::{STARTERS, Starter, Writer};

/// A project with a codebook to start from, by its id in `storage::STARTERS`, and nothing else.
///
/// # Errors
/// Where the name is not one.
pub fn new_project(
    name: &str,
    codebook: &str,
    writer: &Writer,
    surroundings: &mut dyn Surroundings,
) -> Result<Project, String> {
    let meta = ProjectMeta {
        id: ProjectId::fresh(surroundings),
        name: name.trim().to_owned(),
        created: surroundings.now(),
        extra: Extra::default(),
    };
    let starter = STARTERS.iter().find(|starter| starter.id == codebook);
    let mut records = starter.map(Starter::records).unwrap_or_default();
    records.insert(0, Record::Analyst(writer.analyst.clone()));
    records.insert(0, Record::Project(meta.clone()));
    let mut project = Project::new(meta);
    project.apply(&Change::put("new project", records)).map_err(|error| error.to_string())?;
    Ok(project)
}
