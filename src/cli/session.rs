//! A project opened by a command: to look at it, or to change it as one analyst.

use std::path::Path;
use std::sync::Arc;

use super::Failure;
use crate::desktop::RealSurroundings;
use crate::desktop::user_folder::{UserFolder, system_user_name};
use crate::model::{Analyst, AnalystId, Change, Project, Surroundings as _};
use crate::storage::{ReadOnly, RealFs, Step, Store, Way, Writer};

/// A project open for writing.
pub(super) struct Session {
    pub(super) store: Store,
    pub(super) project: Project,
    pub(super) me: Analyst,
    pub(super) surroundings: RealSurroundings,
}

impl Session {
    /// Opens a project to change it.
    pub(super) fn open(folder: &Path, analyst: Option<&str>) -> Result<Self, Failure> {
        let mut surroundings = RealSurroundings::default();
        // The project first: where there is none, nothing is left in the user's folder either.
        let fs = Arc::new(RealFs);
        drop(Store::open_read_only(fs.clone(), folder)?);
        let writer = writer(analyst, &mut surroundings)?;
        let opened = Store::open(fs, folder, &writer)?;
        Ok(Self { store: opened.store, project: opened.project, me: writer.analyst, surroundings })
    }

    /// Applies a change and keeps it. Without edits nothing happens.
    pub(super) fn commit(&mut self, change: Change) -> Result<(), Failure> {
        if change.edits.is_empty() {
            return Ok(());
        }
        let inverse = self.project.apply(&change)?;
        let when = self.surroundings.now();
        self.store.record(&[Step { way: Way::Done, change, inverse, when }])?;
        self.store.checkpoint()?;
        Ok(())
    }
}

/// Opens a project to look at it; nothing is written, wherever it lies.
pub(super) fn look(folder: &Path) -> Result<ReadOnly, Failure> {
    Ok(Store::open_read_only(Arc::new(RealFs), folder)?)
}

/// The day that it is here.
pub(super) fn today() -> jiff::civil::Date {
    RealSurroundings::default().now().to_zoned(jiff::tz::TimeZone::system()).date()
}

/// The analyst of the project who is “me”: the one named, or the one in the settings, or whoever is logged in.
pub(super) fn analyst_named(project: &Project, analyst: Option<&str>) -> Option<AnalystId> {
    let set = || UserFolder::find().ok()?.settings().ok().map(|settings| settings.analyst);
    let name = analyst.map(str::to_owned).or_else(set).unwrap_or_default();
    let name = if name.trim().is_empty() { system_user_name() } else { name };
    let mut analysts = project.analysts().values();
    analysts.find(|analyst| analyst.name.to_lowercase() == name.trim().to_lowercase()).map(|analyst| analyst.id)
}

/// Who writes: the named analyst, or the one in the settings, or whoever is logged in.
pub(super) fn writer(analyst: Option<&str>, surroundings: &mut RealSurroundings) -> Result<Writer, Failure> {
    let folder = UserFolder::find()?;
    let name = match analyst {
        Some(name) => name.to_owned(),
        // Settings that cannot be read are the window's to complain about.
        None => folder.settings().map(|settings| settings.analyst).unwrap_or_default(),
    };
    let name = if analyst.is_none() && name.trim().is_empty() { system_user_name() } else { name };
    let fit = !name.trim().is_empty() && name.chars().count() <= 200 && !name.chars().any(char::is_control);
    if !fit {
        let why = "The analyst's name needs 1 to 200 characters and no control characters";
        return Err(Failure(why.to_owned()));
    }
    Ok(folder.writer(&name, surroundings)?)
}
