//! Writing a file that the user named: it appears when it is whole, and nothing stays of one that was stopped.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Failure;
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

/// Writes a file as [`write_file`] does. Whoever stops the program meanwhile, by `Ctrl+C` or as the system does, finds
/// neither half of it nor a temporary file.
pub(super) fn write_whole(
    file: &Path,
    force: bool,
    fill: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let stopped = Arc::new(AtomicBool::new(false));
    let asked = stopped.clone();
    // Where somebody else listens already, the program ends as it always does.
    let _ = ctrlc::try_set_handler(move || asked.store(true, Ordering::Relaxed));
    let written = write_file(&RealFs, file, force, &mut |out| {
        let mut out = Stoppable { out, stopped: &stopped };
        fill(&mut out)?;
        // A format that is written at its end may have seen nothing of it.
        out.flush()
    });
    match written {
        Err(_) if stopped.load(Ordering::Relaxed) => {
            Err(Failure(format!("stopped; nothing was written to “{}”", file.display())))
        }
        written => Ok(written?),
    }
}

struct Stoppable<'a> {
    out: &'a mut dyn Write,
    stopped: &'a AtomicBool,
}

impl Stoppable<'_> {
    fn look(&self) -> io::Result<()> {
        if self.stopped.load(Ordering::Relaxed) { Err(io::Error::other("stopped")) } else { Ok(()) }
    }
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.look()?;
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.look()?;
        self.out.flush()
    }
}
