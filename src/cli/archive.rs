//! `rapporteur archive` and `rapporteur unpack`: a whole project as one zip, and back.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::output::{Output, is_standard};
use super::session::Session;
use super::{Failure, Outcome, count, writing};
use crate::storage::{self, ARCHIVE_MAX_BYTES, RealFs, check};

pub(super) fn pack(
    project: &Path,
    file: &Path,
    force: bool,
    analyst: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Outcome, Failure> {
    if !is_standard(file) {
        writing::may_write(file, force)?;
    } else if output.is_terminal() {
        return Err(Failure("a zip is nothing to be read on a terminal; name a file".to_owned()));
    }
    // Opened as if to write: what the journal alone has goes into the files first.
    let mut session = Session::open(project, analyst, output)?;
    session.store.checkpoint()?;
    let problems = check(Arc::new(RealFs), project)?.problems;
    for problem in &problems {
        output.problem(&problem.to_string());
    }
    if !problems.is_empty() && !force {
        let found = count(problems.len(), "problem");
        return Err(Failure(format!(
            "nothing was packed: the project is not whole ({found}). “rapporteur check --repair” mends what backups have; \
             --force packs what is there"
        )));
    }
    let mut files = 0;
    let mut fill = |out: &mut dyn Write| {
        files = storage::pack(&RealFs, project, out, &mut |_, _| true)?;
        io::Result::Ok(())
    };
    if is_standard(file) {
        output.content(fill)?;
    } else {
        writing::write_whole(file, force, &writing::listen(), &mut fill)?;
        output.line(&format!("{} packed into {}", count(files, "file"), file.display()));
    }
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::InPart })
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
