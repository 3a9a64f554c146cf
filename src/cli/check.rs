//! `rapporteur check`: whether a project is whole. Reads only, unless it is to repair what it finds.

use std::path::Path;
use std::sync::Arc;

use super::output::Output;
use super::session::writer;
use super::{Failure, Outcome, count};
use crate::desktop::RealSurroundings;
use crate::model::Surroundings as _;
use crate::storage::{Fs, RealFs, Store, check, repair};

pub(super) fn run(
    folder: &Path,
    mend: bool,
    analyst: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Outcome, Failure> {
    if mend {
        let mut surroundings = RealSurroundings::default();
        let fs: Arc<dyn Fs> = Arc::new(RealFs);
        drop(Store::open_read_only(fs.clone(), folder)?);
        let writer = writer(analyst, &mut surroundings)?;
        let report = repair(&fs, folder, &writer, surroundings.now())?;
        let (files, texts) = (count(report.files, "file"), count(report.texts, "text"));
        for finding in &report.left {
            output.line(&format!("left as it is: {finding}"));
        }
        for finding in &report.lost {
            output.line(&format!("lost, and in no backup: {finding}"));
        }
        output.line(&format!("{files} repaired, {texts} restored"));
    }
    let report = check(Arc::new(RealFs), folder)?;
    for problem in &report.problems {
        output.line(&problem.to_string());
    }
    for note in &report.notes {
        output.line(&format!("note: {note}"));
    }
    let looked_at = format!("{} and {} checked", count(report.articles, "article"), count(report.excerpts, "excerpt"));
    if report.is_clean() {
        output.line(&format!("{looked_at}: nothing is wrong"));
        return Ok(Outcome::Done);
    }
    output.line(&looked_at);
    Err(Failure(format!("{} found in “{}”", count(report.problems.len(), "problem"), folder.display())))
}
