//! `rapporteur check`: whether a project is whole. Reads only.

use std::path::Path;
use std::sync::Arc;

use super::output::Output;
use super::{Failure, Outcome, count};
use crate::storage::{RealFs, check};

pub(super) fn run(folder: &Path, output: &mut Output<'_>) -> Result<Outcome, Failure> {
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
