//! `rapporteur merge`: takes another copy of a project into this one.

use std::path::Path;
use std::sync::Arc;

use super::output::Output;
use super::session::Session;
use super::{Failure, Outcome, count};
use crate::model::Surroundings as _;
use crate::storage::{BackupReason, Fs, RealFs, Store, merge};

pub(super) fn run(
    folder: &Path,
    other: &Path,
    analyst: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Outcome, Failure> {
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    drop(Store::open_read_only(fs.clone(), other)?);
    let mut session = Session::open(folder, analyst, output)?;
    session.back_up(BackupReason::Merge, output)?;
    let (outcome, writer, now) = (session.outcome(), session.store.writer().clone(), session.surroundings.now());
    drop(session);
    let report = merge(&fs, folder, other, &writer, now)?;
    for finding in &report.left {
        output.line(&finding.to_string());
    }
    let done = format!("{} brought up to date, {} added", count(report.files, "file"), count(report.texts, "text"));
    output.line(&done);
    Ok(if report.left.is_empty() { outcome } else { Outcome::InPart })
}
