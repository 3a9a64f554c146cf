//! The one place where the command line prints. What a terminal would obey is spelled out; a reader who has gone away
//! (a closed pipe) ends the printing, not the work; anything else that stops it is remembered and said at the end.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Whether a path of an output means standard output.
#[must_use]
pub fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// Where the command line prints.
pub struct Output<'a> {
    out: &'a mut dyn Write,
    error: &'a mut dyn Write,
    /// Whether `out` is read by a person at a terminal.
    terminal: bool,
    /// The first line of the report that could not be printed says why.
    failed: Option<io::Error>,
}

impl<'a> Output<'a> {
    /// Prints to `out`, and what went wrong to `error`.
    pub fn new(out: &'a mut dyn Write, error: &'a mut dyn Write, terminal: bool) -> Self {
        Self { out, error, terminal, failed: None }
    }

    /// Whether a person reads what is printed.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Prints a line of the report.
    pub fn line(&mut self, text: &str) {
        let printed = writeln!(self.out, "{}", shown(text));
        self.remember(printed);
    }

    /// Prints a line on standard error.
    pub fn problem(&mut self, text: &str) {
        let _ = writeln!(self.error, "{}", shown(text));
    }

    /// Prints text that has its own line ends and holds no control characters.
    pub fn text(&mut self, text: &str) {
        let printed = self.out.write_all(text.as_bytes());
        self.remember(printed);
    }

    /// Ends the printing.
    ///
    /// # Errors
    /// Why not all of it could be printed, unless the reader had gone away: a report that nobody reads is no failure.
    pub fn finish(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.remember(flushed);
        self.failed.take().map_or(Ok(()), Err)
    }

    fn remember(&mut self, printed: io::Result<()>) {
        if let Err(error) = printed
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.failed.get_or_insert(error);
        }
    }

    /// Lets `fill` write the output itself, as it is unless a person reads it.
    ///
    /// # Errors
    /// What `fill` returns.
    pub fn content<T, E: From<io::Error>>(
        &mut self,
        fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut content = Content { out: self.out, terminal: self.terminal, last: 0, closed: false };
        let done = fill(&mut content)?;
        content.flush()?;
        Ok(done)
    }
}

/// `text` on one line, control characters and those that turn the direction of writing spelled out.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => {
                shown.extend(sign.escape_unicode());
            }
            '\n' | '\r' | '\t' => shown.extend(sign.escape_default()),
            _ if sign.is_control() => shown.extend(sign.escape_unicode()),
            _ => shown.push(sign),
        }
    }
    shown
}

/// Bytes of an export on their way out.
struct Content<'a> {
    out: &'a mut dyn Write,
    terminal: bool,
    /// The byte before.
    last: u8,
    closed: bool,
}

impl Content<'_> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.out.write_all(bytes) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.closed = true,
            outcome => return outcome,
        }
        Ok(())
    }
}

impl Write for Content<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        if !self.terminal {
            self.put(bytes)?;
            return Ok(bytes.len());
        }
        let mut safe = Vec::with_capacity(bytes.len());
        for byte in bytes {
            match (self.last, *byte) {
                // The second half of U+0080 to U+009F, of which some terminals obey a few; the first is C2.
                (0xC2, 0x80..=0x9F) => safe.extend(b"?"),
                (0xC2, byte) => safe.extend([0xC2, byte]),
                (_, 0xC2) => {}
                (_, b'\n' | b'\r' | b'\t') => safe.push(*byte),
                (_, 0..=0x1F | 0x7F) => safe.extend(format!("\\u{{{byte:x}}}").bytes()),
                (_, byte) => safe.push(byte),
            }
            self.last = *byte;
        }
        self.put(&safe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.out.flush() {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            outcome => outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(terminal: bool, bytes: &[u8]) -> Vec<u8> {
        let (mut out, mut error) = (Vec::new(), Vec::new());
        let mut output = Output::new(&mut out, &mut error, terminal);
        output.content(|content| bytes.iter().try_for_each(|byte| content.write_all(&[*byte]))).expect("printed");
        out
    }

    #[test]
    fn terminals_get_no_orders() {
        let text = "“Йой”\r\n\ta\u{1b}[31mb\u{9b}c\u{7f}é";
        assert_eq!(printed(false, text.as_bytes()), text.as_bytes());
        let safe = "“Йой”\r\n\ta\\u{1b}[31mb?c\\u{7f}é";
        assert_eq!(String::from_utf8(printed(true, text.as_bytes())).as_deref(), Ok(safe));
        let (mut out, mut error) = (Vec::new(), Vec::new());
        let mut output = Output::new(&mut out, &mut error, true);
        output.line("a\u{1b}]0;x\u{7}\nb\u{202e}");
        output.problem("c\r");
        assert_eq!(out, b"a\\u{1b}]0;x\\u{7}\\nb\\u{202e}\n");
        assert_eq!(error, b"c\\r\n");
    }

    /// Takes nothing, for this reason.
    struct Refusing(ErrorKind);

    impl Write for Refusing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_reader_who_left_stops_nothing() {
        let (mut out, mut error) = (Refusing(ErrorKind::BrokenPipe), Refusing(ErrorKind::BrokenPipe));
        let mut output = Output::new(&mut out, &mut error, false);
        output.line("x");
        output.problem("y");
        assert!(output.content(|content| content.write_all(b"z")).is_ok());
        assert!(output.finish().is_ok());
    }

    #[test]
    fn what_cannot_be_printed_is_said_at_the_end() {
        let prints: [fn(&mut Output<'_>); 3] = [|output| output.line("x"), |output| output.text("x"), |_| {}];
        for print in prints {
            let (mut out, mut error) = (Refusing(ErrorKind::StorageFull), Vec::new());
            let mut output = Output::new(&mut out, &mut error, false);
            print(&mut output);
            assert!(output.finish().is_err_and(|error| error.kind() == ErrorKind::StorageFull));
        }
        let (mut out, mut error) = (std::io::BufWriter::new(Refusing(ErrorKind::StorageFull)), Vec::new());
        let mut output = Output::new(&mut out, &mut error, false);
        output.line("x");
        assert!(output.finish().is_err(), "what waited to be printed counts too");
    }
}
