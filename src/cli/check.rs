//! `rapporteur check`: whether a project is whole. Reads only, unless it is to repair what it finds.

use std::path::Path;
use std::sync::Arc;

use super::output::Output;
use super::session::{Session, places};
use super::{Failure, Outcome, count};
use crate::model::Surroundings as _;
use crate::storage::{BackupReason, Fs, RealFs, Store, check_with, repair_with};

pub(super) fn run(
    folder: &Path,
    mend: bool,
    analyst: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Outcome, Failure> {
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    if mend {
        let mut session = Session::open(folder, analyst, output)?;
        let places = session.back_up(BackupReason::Repair, output)?;
        let (writer, now) = (session.store.writer().clone(), session.surroundings.now());
        drop(session);
        let report = repair_with(&fs, folder, &writer, now, places.sets())?;
        let (files, texts) = (count(report.files, "file"), count(report.texts, "text"));
        for finding in &report.left {
            output.line(&format!("left as it is: {finding}"));
        }
        for finding in &report.lost {
            output.line(&format!("lost, and in no backup: {finding}"));
        }
        output.line(&format!("{files} repaired, {texts} restored"));
    }
    let project = Store::open_read_only(fs.clone(), folder)?.project.meta().id;
    let report = check_with(fs, folder, places(folder, project)?.sets())?;
    for problem in &report.problems {
        output.line(&problem.to_string());
    }
    for note in &report.notes {
        output.line(&format!("note: {note}"));
    }
    match (report.backups, report.whole_backups) {
        (0, _) => {}
        (all, whole) if all == whole => output.line(&format!("{}, all whole", count(all, "backup"))),
        (all, whole) => output.line(&format!(
            "{}, {whole} of them whole; “--repair” keeps anew what the files still say",
            count(all, "backup")
        )),
    }
    let looked_at = format!("{} and {} checked", count(report.articles, "article"), count(report.excerpts, "excerpt"));
    if report.is_clean() {
        output.line(&format!("{looked_at}: nothing is wrong"));
        return Ok(Outcome::Done);
    }
    output.line(&looked_at);
    Err(Failure(format!("{} found in “{}”", count(report.problems.len(), "problem"), folder.display())))
}
