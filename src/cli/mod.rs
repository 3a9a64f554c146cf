//! The same operations without a window. What is typed is described in `arguments`; each command has its file; all
//! printing goes through `output`. Nothing here draws, and nothing needs a display.

mod archive;
pub mod arguments;
mod check;
mod export;
mod filtering;
mod import;
mod info;
mod merge;
mod new;
pub mod output;
mod search;
mod session;
mod tag;
mod writing;

use std::io::IsTerminal as _;
use std::process::ExitCode;

pub use arguments::{Arguments, Command};
use output::Output;

/// How a command ended. What went wrong altogether is an error instead, and ends with status 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All of it was done.
    Done,
    /// Some rows, files or places were refused; each was listed.
    InPart,
}

/// Why a command failed, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Runs a command and prints what there is to say.
#[must_use]
pub fn run(command: &Command, analyst: Option<&str>) -> ExitCode {
    let (out, error) = (std::io::stdout(), std::io::stderr());
    let terminal = out.is_terminal();
    let mut out = std::io::BufWriter::new(out.lock());
    let mut error = error.lock();
    let mut output = Output::new(&mut out, &mut error, terminal);
    let outcome = match command {
        Command::New { project, name } => new::run(project, name.as_deref(), analyst, &mut output),
        Command::Import { project, paths } => import::run(project, paths, analyst, &mut output),
        Command::Tag { project, table, raw } => tag::run(project, table, *raw, analyst, &mut output),
        Command::Export(export) => export::run(export, analyst, &mut output),
        Command::Archive { project, file, force } => archive::pack(project, file, *force, analyst, &mut output),
        Command::Unpack { file, project } => archive::unpack(file, project, &mut output),
        Command::Check { project, repair } => check::run(project, *repair, analyst, &mut output),
        Command::Search(search) => search::run(search, &mut output),
        Command::Merge { project, other } => merge::run(project, other, analyst, &mut output),
        Command::Info { project, json, filter } => info::run(project, *json, filter.as_deref(), analyst, &mut output),
    };
    let printed = output.finish().map_err(|error| Failure(format!("standard output cannot be written: {error}")));
    let status = match outcome.and_then(|outcome| printed.map(|()| outcome)) {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::InPart) => 3,
        Err(Failure(sentence)) => {
            output.problem(&format!("rapporteur: {sentence}"));
            1
        }
    };
    ExitCode::from(status)
}

/// Says on standard error why the program cannot go on, and gives the status for that.
#[must_use]
pub fn fail(sentence: &str) -> ExitCode {
    Output::new(&mut std::io::sink(), &mut std::io::stderr(), false).problem(&format!("rapporteur: {sentence}"));
    ExitCode::FAILURE
}

/// “1 file”, “2 files”.
fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}
