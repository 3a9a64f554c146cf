//! `rapporteur archive` and `rapporteur unpack`: a whole project as one zip, and back.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::output::Output;
use super::session::Session;
use super::{Failure, Outcome, count};
use crate::storage::{self, ARCHIVE_MAX_BYTES, Fs, RealFs, write_file};

pub(super) fn pack(
    project: &Path,
    file: &Path,
    force: bool,
    analyst: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Outcome, Failure> {
    if !force && file.symlink_metadata().is_ok() {
        return Err(Failure(format!("“{}” is there already; --force replaces it", file.display())));
    }
    // Opened as if to write: what the journal alone has goes into the files first.
    let mut session = Session::open(project, analyst)?;
    session.store.checkpoint()?;
    let (mut files, fs): (usize, Arc<dyn Fs>) = (0, Arc::new(RealFs));
    write_file(&*fs, file, force, &mut |out| {
        files = storage::pack(&fs, project, out, &mut |_, _| true)?;
        Ok(())
    })?;
    output.line(&format!("{} packed into {}", count(files, "file"), file.display()));
    Ok(Outcome::Done)
}

pub(super) fn unpack(file: &Path, project: &Path, output: &mut Output<'_>) -> Result<Outcome, Failure> {
    let bytes = storage::Fs::read(&RealFs, file, ARCHIVE_MAX_BYTES).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => Failure(format!("“{}” is larger than an archive can be", file.display())),
        _ => Failure(format!("“{}” cannot be read: {error}", file.display())),
    })?;
    let report = storage::unpack(&RealFs, file, bytes, project, &mut |_, _| true)?;
    let (articles, excerpts) = (count(report.articles, "article"), count(report.excerpts, "excerpt"));
    output.line(&format!("{articles} and {excerpts} unpacked into {}", project.display()));
    Ok(Outcome::Done)
}
