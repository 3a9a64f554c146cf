//! What the journal says: frames with a length and a checksum, the first naming project and writer, each further one
//! holding one change: its stamped lines, and the edits that undo it. Reading stops at the first frame that is not whole.
//! The file of undo steps (`history_file`) is framed alike.

use jiff::Timestamp;
use sha2::Digest as _;

use super::known::Own;
use super::layout::{Defaults, defaults_of};
use super::migrate::FORMAT;
use super::records::fields::{FieldError, Fields};
use super::records::line::{LineText, push_number, push_text};
use super::records::{Body, Line, decode, encode};
use super::stamp::{Over, Stamp};
use super::{Way, WriterId};
use crate::model::{Change, Edit, Extra, Few, History, ProjectId};

/// How every framed file begins.
const FIRST_LINE: &[u8] = b"rapporteur journal 1\n";

/// One change of this writer, as the journal keeps it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// The number of the change.
    pub(super) at: u64,
    /// Which way it goes in the history.
    pub(super) way: Way,
    /// When it was made.
    pub(super) when: Timestamp,
    /// What it wrote, with the file that each line belongs in.
    pub(super) lines: Vec<(String, Line)>,
    /// What undoes it.
    pub(super) inverse: Change,
}

/// Whose a framed file is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FrameHeader {
    pub(super) project: ProjectId,
    pub(super) writer: WriterId,
    /// Up to which change of the writer the file goes; 0 where that does not matter.
    pub(super) upto: u64,
    /// For each other writer, up to which change theirs were known.
    pub(super) seen: Over,
    /// How many files the project had at least.
    pub(super) files: u64,
    /// What the writer had written; nothing where that is not known.
    pub(super) own: Own,
}

/// What a framed file holds.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Frames<'a> {
    pub(super) payloads: Vec<&'a str>,
    /// Where the first frame that is not whole begins, in bytes; none where all are.
    pub(super) broken_at: Option<usize>,
}

/// Begins a framed file.
pub(super) fn begin(header: &FrameHeader) -> Vec<u8> {
    let mut bytes = FIRST_LINE.to_vec();
    let mut line = LineText::new();
    line.number("format", FORMAT);
    line.shown("project", Some(header.project));
    line.shown("writer", Some(&header.writer));
    line.number("upto", header.upto);
    if header.files > 0 {
        line.number("files", header.files);
    }
    if header.own.records > 0 {
        line.number("written", header.own.records);
        line.number("written_print", header.own.print);
    }
    line.pairs("seen", &header.seen, |out, (writer, at)| {
        push_text(out, writer.as_str());
        out.push_str(", ");
        push_number(out, *at);
    });
    push_frame(&mut bytes, &line.finish(&Extra::default()));
    bytes
}

/// Adds one frame.
pub(super) fn push_frame(out: &mut Vec<u8>, payload: &str) {
    out.extend_from_slice(format!("#{} {}\n", payload.len(), checksum(payload)).as_bytes());
    out.extend_from_slice(payload.as_bytes());
    out.push(b'\n');
}

/// The frames of a file, up to the first that is not whole.
pub(super) fn frames(bytes: &[u8]) -> Frames<'_> {
    let Some(mut rest) = bytes.strip_prefix(FIRST_LINE) else {
        return Frames { payloads: Vec::new(), broken_at: Some(0) };
    };
    let mut payloads = Vec::new();
    while !rest.is_empty() {
        let Some((payload, after)) = first_frame(rest) else {
            return Frames { payloads, broken_at: Some(bytes.len() - rest.len()) };
        };
        payloads.push(payload);
        rest = after;
    }
    Frames { payloads, broken_at: None }
}

/// A framed file of one frame without header.
pub(super) fn one_frame(payload: &str) -> Vec<u8> {
    let mut bytes = FIRST_LINE.to_vec();
    push_frame(&mut bytes, payload);
    bytes
}

/// What [`one_frame`] framed; none where it is damaged.
pub(super) fn frames_of(bytes: &[u8]) -> Option<&str> {
    let found = frames(bytes);
    match found.payloads.as_slice() {
        [payload] if found.broken_at.is_none() => Some(payload),
        _ => None,
    }
}

/// Reads the first payload of a framed file; none where it is not one of this format.
pub(super) fn read_header(payload: &str) -> Option<FrameHeader> {
    let mut fields = Fields::parse(payload).ok()?;
    if fields.number::<u64>("format")? > FORMAT {
        return None;
    }
    Some(FrameHeader {
        project: fields.parsed("project")?,
        writer: fields.parsed("writer")?,
        upto: fields.number("upto")?,
        files: fields.number("files").unwrap_or(0),
        own: Own { records: fields.number("written").unwrap_or(0), print: fields.number("written_print").unwrap_or(0) },
        seen: fields.pairs("seen", |w, n| Some((w.as_text()?.parse().ok()?, n.as_number()?))).into_boxed_slice(),
    })
}

impl Entry {
    /// Notes the change in a history.
    pub(super) fn note_in(&self, history: &mut History) {
        if self.inverse == Change::default() {
            return; // taken over from another writer: not to be undone by this one
        }
        match self.way {
            Way::Done => history.note_done(self.inverse.clone()),
            Way::Undone => history.note_undone(self.inverse.clone()),
            Way::Redone => history.note_redone(self.inverse.clone()),
        }
    }

    /// The entry as a payload: a line about it, its lines with the file of each, the lines that undo it.
    pub(super) fn encode(&self) -> String {
        let mut line = LineText::new();
        line.number("at", self.at);
        line.text("way", self.way.word());
        line.text("label", &self.inverse.label);
        line.shown("when", Some(self.when));
        line.number("lines", self.lines.len() as u64);
        let mut text = line.finish(&Extra::default());
        for (home, line) in &self.lines {
            text.push('\n');
            text.push_str(home);
            text.push(' ');
            text.push_str(&encode(line, &defaults_of(home)));
        }
        for edit in &self.inverse.edits {
            let stamp = Stamp { at: 0, writer: nobody(), over: Over::default() };
            let body = match edit {
                Edit::Put(record) => Body::Put(record.clone()),
                Edit::Remove(id) => Body::Removed(id.clone(), Extra::default()),
            };
            text.push('\n');
            text.push_str(&encode(&Line { stamp, body }, &Defaults::default()));
        }
        text
    }

    /// Reads a payload that `writer` wrote.
    ///
    /// # Errors
    /// What of it is not as it should be.
    pub(super) fn decode(payload: &str, writer: &WriterId) -> Result<Self, FieldError> {
        let mut lines = payload.split('\n');
        let mut fields = Fields::parse(lines.next().unwrap_or_default())?;
        let at = fields.required_number("at")?;
        let way = fields.text_as("way", Way::from_word).ok_or_else(|| FieldError::new("way is missing"))?;
        let label = fields.text("label");
        let when = fields.required("when")?;
        let count: usize = fields.required_number("lines")?;
        let mut entry = Self { at, way, when, lines: Vec::new(), inverse: Change { label, edits: Few::new() } };
        for (number, text) in lines.enumerate() {
            if number < count {
                let (home, text) = text.split_once(' ').ok_or_else(|| FieldError::new("the file is missing"))?;
                if home.split(['/', '\\']).any(|part| matches!(part, "" | "." | "..")) {
                    return Err(FieldError::new("it names a file outside of the project"));
                }
                let (line, _) = decode(text, writer, &defaults_of(home))?;
                entry.lines.push((home.to_owned(), line));
            } else {
                let (line, _) = decode(text, &nobody(), &Defaults::default())?;
                entry.inverse.edits.push(match line.body {
                    Body::Put(record) => Edit::Put(record),
                    Body::Removed(id, _) => Edit::Remove(id),
                });
            }
        }
        if entry.lines.len() < count {
            return Err(FieldError::new("lines are missing"));
        }
        Ok(entry)
    }
}

impl Way {
    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Undone => "undone",
            Self::Redone => "redone",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Done, Self::Undone, Self::Redone].into_iter().find(|way| way.word() == word)
    }
}

/// Stands where a line needs a writer and has none.
fn nobody() -> WriterId {
    WriterId::nobody()
}

/// The first 64 bits of the SHA-256, in hexadecimal.
fn checksum(payload: &str) -> String {
    let hash: [u8; 32] = sha2::Sha256::digest(payload.as_bytes()).into();
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a whole frame stands at the beginning.
pub(super) fn starts_whole(bytes: &[u8]) -> bool {
    first_frame(bytes).is_some()
}

fn first_frame(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let line_end = bytes.iter().take(40).position(|byte| *byte == b'\n')?;
    let line = std::str::from_utf8(bytes.get(..line_end)?).ok()?;
    let (length, sum) = line.strip_prefix('#')?.split_once(' ')?;
    let length: usize = length.parse().ok()?;
    let rest = bytes.get(line_end + 1..)?;
    let payload = std::str::from_utf8(rest.get(..length)?).ok()?;
    let after = rest.get(length..)?.strip_prefix(b"\n")?;
    (checksum(payload) == sum).then_some((payload, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header() -> FrameHeader {
        let anna = "anna".parse().expect("an id");
        let seen = vec![("ben".parse().expect("an id"), 4)].into_boxed_slice();
        FrameHeader {
            project: ProjectId::from_bytes([7; 16]),
            writer: anna,
            upto: 3,
            seen,
            files: 9,
            own: Own { records: 4, print: u64::MAX >> 1 },
        }
    }

    #[test]
    fn frames_come_back_up_to_the_first_broken_one() {
        let mut bytes = begin(&header());
        for payload in ["one", "", "three\nwith a line"] {
            push_frame(&mut bytes, payload);
        }
        let found = frames(&bytes);
        assert_eq!((found.payloads.get(1..), found.broken_at), (Some(&["one", "", "three\nwith a line"][..]), None));
        assert_eq!(read_header(found.payloads[0]), Some(header()));
        for cut in 0..bytes.len() {
            let found = frames(&bytes[..cut]);
            assert!(found.payloads.len() < 4);
            let mut flipped = bytes.clone();
            flipped[cut] ^= 1;
            assert!(frames(&flipped).broken_at.is_some(), "byte {cut}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[#0-9a-f \n(\":]{0,80}") {
            let anna = "anna".parse().expect("an id");
            let mut framed = FIRST_LINE.to_vec();
            framed.extend(&bytes);
            let _ = frames(&framed);
            let _ = read_header(&text);
            let _ = Entry::decode(&text, &anna);
        }
    }
}
