//! A project opened by a command: to look at it, or to change it as one analyst.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::output::Output;
use super::{Failure, Outcome};
use crate::desktop::RealSurroundings;
use crate::desktop::backing_up::{BackUp, Places};
use crate::desktop::desk::remarks;
use crate::desktop::user_folder::{UserFolder, system_user_name};
use crate::model::{Analyst, AnalystId, Change, Project, ProjectId, Surroundings as _};
use crate::storage::{BackupReason, Finding, Fs, OpenReport, ReadOnly, RealFs, Step, Store, Way, Writer};

/// A project open for writing.
pub(super) struct Session {
    pub(super) store: Store,
    pub(super) project: Project,
    pub(super) report: OpenReport,
    pub(super) me: Analyst,
    pub(super) surroundings: RealSurroundings,
}

impl Session {
    /// Opens a project to change it, and says what was noticed on the way.
    pub(super) fn open(folder: &Path, analyst: Option<&str>, output: &mut Output<'_>) -> Result<Self, Failure> {
        let mut surroundings = RealSurroundings::default();
        // The project first: where there is none, nothing is left in the user's folder either.
        let fs = Arc::new(RealFs);
        drop(Store::open_read_only(fs.clone(), folder)?);
        let writer = writer(analyst, &mut surroundings)?;
        let opened = Store::open(fs, folder, &writer)?;
        say(&opened.report, output);
        let report = opened.report;
        Ok(Self { store: opened.store, project: opened.project, report, me: writer.analyst, surroundings })
    }

    /// How a command ends that did all it was asked: where something could not be read, that was a part.
    pub(super) fn outcome(&self) -> Outcome {
        if is_whole(&self.report) { Outcome::Done } else { Outcome::InPart }
    }

    /// Backs the project up in its folder and in the user's, before what changes much. What could not be backed up is
    /// said, and stops nothing, as in the window.
    pub(super) fn back_up(&mut self, reason: BackupReason, output: &mut Output<'_>) -> Result<Places, Failure> {
        // Copies of one project have backups of their own; where this one cannot be told from others, they share them.
        let _ = self.store.place();
        let places = places(self.store.folder(), self.store.project_id())?;
        let thin = is_whole(&self.report);
        let work = BackUp { places: places.clone(), thin, reason, turn: Arc::default() };
        if let Err(why) = work.run(self.surroundings.now()) {
            output.problem(&format!("The project was not backed up as a whole: {why}"));
        }
        Ok(places)
    }

    /// Applies a change and keeps it. Without edits nothing happens.
    pub(super) fn commit(&mut self, change: Change) -> Result<(), Failure> {
        if change.edits.is_empty() {
            return Ok(());
        }
        let inverse = self.project.apply(&change)?;
        let when = self.surroundings.now();
        self.store.record(&[Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when }])?;
        self.store.checkpoint()?;
        Ok(())
    }
}

/// Opens a project to look at it, and says what was noticed on the way; nothing is written, wherever it lies.
pub(super) fn look(folder: &Path, output: &mut Output<'_>) -> Result<ReadOnly, Failure> {
    let opened = Store::open_read_only(Arc::new(RealFs), folder)?;
    say(&opened.report, output);
    Ok(opened)
}

/// Where the backups of a project lie.
pub(super) fn places(folder: &Path, project: ProjectId) -> Result<Places, Failure> {
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    Ok(Places::of(&fs, folder, project, UserFolder::find()?.path()))
}

/// Whether all of the project could be read, and nothing of it is known to be gone.
pub(super) fn is_whole(report: &OpenReport) -> bool {
    report.damage.is_empty() && report.lost.is_empty()
}

/// Says on standard error what the opening noticed: what could not be read, one line a file, then the rest.
fn say(report: &OpenReport, output: &mut Output<'_>) {
    let mut of_file: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.damage {
        of_file.entry(&finding.file).or_default().push(finding);
    }
    for (file, findings) in of_file {
        let Some(first) = findings.first() else { continue };
        let more = if findings.len() > 1 { format!(" (and {} more)", findings.len() - 1) } else { String::new() };
        let copy = report.quarantined.iter().find(|(damaged, _)| damaged == file);
        let copy = copy.map(|(_, copy)| format!("; a copy of the file as it is lies in {copy}")).unwrap_or_default();
        output.problem(&format!("left out: {first}{more}{copy}"));
    }
    for remark in remarks(report) {
        output.problem(&remark);
    }
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
