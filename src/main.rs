//! The program: opens the window, or does what the command line asks.

use std::process::ExitCode;

fn main() -> ExitCode {
    match rapporteur::ui::run(std::env::args_os().nth(1).map(Into::into), None) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
