//! The system's file dialogs, by rfd, each on a thread of its own. Nothing else in the program opens one.

use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::worker::Wake;
use crate::app::{Purpose, Reply};

/// A dialog that was given up faster than this was never shown.
const NEVER_SHOWN: Duration = Duration::from_millis(300);

/// Shows the dialog for `purpose` and answers what was chosen, or that the system has none to offer.
#[expect(
    clippy::disallowed_methods,
    reason = "a dialog blocks its thread, and one that never came up is known by the time it took"
)]
pub fn pick(purpose: Purpose, suggested: String, answer: Sender<Reply>, wake: Wake) {
    std::thread::spawn(move || {
        let reply = if can_show() {
            let begun = std::time::Instant::now();
            match ask(purpose, &suggested) {
                None if begun.elapsed() < NEVER_SHOWN => Reply::NoDialog { purpose, suggested },
                paths => Reply::Picked { purpose, paths, asks: asks() },
            }
        } else {
            Reply::NoDialog { purpose, suggested }
        };
        // Nobody listens any more when the window is gone.
        let _ = answer.send(reply);
        wake();
    });
}

#[expect(clippy::disallowed_methods, reason = "the one place that opens a dialog")]
fn ask(purpose: Purpose, suggested: &str) -> Option<Vec<PathBuf>> {
    let dialog = rfd::FileDialog::new();
    match purpose {
        Purpose::ImportFiles => {
            let mut dialog = dialog.set_title("Import articles");
            let all: Vec<&str> = crate::import::KINDS.iter().flat_map(|kind| kind.extensions.iter().copied()).collect();
            dialog = dialog.add_filter("Articles", &all);
            for kind in crate::import::KINDS {
                dialog = dialog.add_filter(kind.name, kind.extensions);
            }
            dialog.pick_files().filter(|paths| !paths.is_empty())
        }
        Purpose::ImportFolder => dialog.set_title("Import a folder").pick_folder().map(|folder| vec![folder]),
        Purpose::ImportCodebook => {
            let dialog = dialog.set_title("Import codes").add_filter("Codes", &["ron", "csv"]);
            dialog.pick_file().map(|file| vec![file])
        }
        Purpose::ImportDetails => {
            let dialog = dialog.set_title("Import details of articles").add_filter("Table", &["csv"]);
            dialog.pick_file().map(|file| vec![file])
        }
        Purpose::Pack => {
            let dialog = dialog.set_title("Pack the project").set_file_name(suggested).add_filter("Zip", &["zip"]);
            dialog.save_file().map(|file| vec![file])
        }
        Purpose::Unpack => {
            let dialog = dialog.set_title("Unpack a project").add_filter("Zip", &["zip"]);
            dialog.pick_file().map(|file| vec![file])
        }
        Purpose::UnpackInto => dialog.set_title("Unpack in this folder").pick_folder().map(|folder| vec![folder]),
        Purpose::ExportCodebook { table } => {
            let ending = if table { "csv" } else { "ron" };
            let dialog = dialog.set_title("Export codes").set_file_name(suggested).add_filter("Codes", &[ending]);
            dialog.save_file().map(|file| vec![file])
        }
        Purpose::OpenProject | Purpose::NewProject => {
            dialog.set_title("Open project").pick_folder().map(|folder| vec![folder])
        }
        Purpose::SaveCopy => dialog.set_title("Save a copy in this folder").pick_folder().map(|folder| vec![folder]),
        Purpose::Export { format, .. } => {
            let mut dialog = dialog.set_title("Export excerpts").set_file_name(suggested);
            if let Some(format) = crate::export::format(format) {
                dialog = dialog.add_filter(format.name, &[format.extension]);
            }
            dialog.save_file().map(|path| vec![path])
        }
    }
}

/// Whether the dialog asks before it gives a file that is there to be written to. Those of a desktop portal are of many
/// makes, of which not all do; zenity, which is called where there is no session bus, does.
fn asks() -> bool {
    cfg!(any(not(unix), target_os = "macos")) || std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_none()
}

/// Whether the system has a dialog to offer. On Linux that takes a desktop portal or zenity; a portal cannot be asked
/// for without a session bus.
#[cfg(all(unix, not(target_os = "macos")))]
fn can_show() -> bool {
    let bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some();
    let zenity = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join("zenity").is_file()));
    bus || zenity
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn can_show() -> bool {
    true
}
