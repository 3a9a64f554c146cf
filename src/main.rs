//! The program: opens the window, or does what the command line asks.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use rapporteur::cli::{self, Arguments};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match (&arguments.command, arguments.project) {
        (Some(command), None) => cli::run(command, arguments.analyst.as_deref()),
        (Some(_), Some(_)) => {
            let why = "a project to open in the window and a command do not go together";
            Arguments::command().error(clap::error::ErrorKind::ArgumentConflict, why).exit()
        }
        (None, project) => window(project, arguments.analyst.as_deref()),
    }
}

/// Opens the window, on `project` where one is named.
#[cfg(feature = "gui")]
fn window(project: Option<PathBuf>, analyst: Option<&str>) -> ExitCode {
    match rapporteur::ui::run(project, analyst) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => cli::fail(&sentence),
    }
}

#[cfg(not(feature = "gui"))]
fn window(_: Option<PathBuf>, _: Option<&str>) -> ExitCode {
    cli::fail("This program was built without its window; the command line works: rapporteur --help")
}
