//! Writing a file that the user named: it appears when it is whole, and nothing stays of one that was stopped.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Failure;
use crate::desktop::Stoppable;
use crate::storage::{RealFs, write_file};

/// Refuses early what could not be written in the end.
pub(super) fn may_write(file: &Path, force: bool) -> Result<(), Failure> {
    match file.symlink_metadata() {
        Ok(there) if !there.is_file() => {
            let why = "is a folder, a link or a device, and only plain files are replaced; - is standard output";
            Err(Failure(format!("“{}” {why}", file.display())))
        }
        Ok(_) if !force => Err(Failure(format!("“{}” is there already; --force replaces it", file.display()))),
        _ => Ok(()),
    }
}

/// Notes from now on whether the program was asked to stop, by `Ctrl+C` or as the system does. Where somebody else listens
/// already, or the user said that it is not to be stopped so (`nohup`), it ends as it always does.
pub(super) fn listen() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let asked = stopped.clone();
    let _ = ctrlc::try_set_handler(move || asked.store(true, Ordering::Relaxed));
    stopped
}

/// Whether it was.
pub(super) fn is_stopped(stopped: &AtomicBool) -> bool {
    stopped.load(Ordering::Relaxed)
}

/// Writes a file as [`write_file`] does. Whoever stops the program meanwhile finds neither half of it nor a
/// temporary file.
pub(super) fn write_whole(
    file: &Path,
    force: bool,
    stopped: &AtomicBool,
    fill: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let written = write_file(&RealFs, file, force, &mut |out| {
        let mut out = Stoppable { out, stopped: &|| is_stopped(stopped) };
        fill(&mut out)?;
        // A format that is written at its end may have seen nothing of it.
        out.flush()
    });
    match written {
        Err(_) if is_stopped(stopped) => Err(Failure(format!("stopped; nothing was written to “{}”", file.display()))),
        written => Ok(written?),
    }
}
