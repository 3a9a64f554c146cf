//! The program: opens the window, or does what the command line asks.

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
        (None, project) => window(project),
    }
}

/// Opens the window.
fn window(_project: Option<std::path::PathBuf>) -> ExitCode {
    cli::fail("The window is not built in yet. Everything else works: see rapporteur --help")
}
