//! `rapporteur merge`: takes another copy of a project into this one.

use std::path::Path;
use std::sync::Arc;

use super::output::Output;
use super::session::writer;
use super::{Failure, Outcome, count};
use crate::desktop::RealSurroundings;
use crate::model::Surroundings as _;
use crate::storage::{Fs, RealFs, Store, merge};

pub(super) fn run(
    folder: &Path,
    other: &Path,
    analyst: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Outcome, Failure> {
    let mut surroundings = RealSurroundings::default();
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    drop(Store::open_read_only(fs.clone(), folder)?);
    drop(Store::open_read_only(fs.clone(), other)?);
    let writer = writer(analyst, &mut surroundings)?;
    let report = merge(&fs, folder, other, &writer, surroundings.now())?;
    for finding in &report.left {
        output.line(&finding.to_string());
    }
    let done = format!("{} brought up to date, {} added", count(report.files, "file"), count(report.texts, "text"));
    output.line(&done);
    Ok(if report.left.is_empty() { Outcome::Done } else { Outcome::InPart })
}
