//! Writing that can be asked to stop, by the window as by the command line.

use std::io::{self, Write};

/// Refuses to take more once `stopped` says so.
pub struct Stoppable<'a> {
    /// Where it goes.
    pub out: &'a mut dyn Write,
    /// Whether it was asked to stop.
    pub stopped: &'a dyn Fn() -> bool,
}

impl Stoppable<'_> {
    fn look(&self) -> io::Result<()> {
        if (self.stopped)() { Err(io::Error::other("stopped")) } else { Ok(()) }
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
