//! A whole file of records: a first line that says whose it is, one record a line, a last line that closes it.
//! Our own files are read line by line; one that was edited by hand is read as RON reads it; a damaged one gives
//! its good lines and says what is wrong with the others.

use ron::value::RawValue;

use super::comments::comments;
use super::layout::{Defaults, QUARANTINE, defaults_of, writer_of};
use super::limits::LINE_MAX_BYTES;
use super::records::fields::{FieldError, Fields};
use super::records::{Body, Header, Line, decode, encode};
use super::{Finding, WriterId};
use crate::model::Record;
use crate::model::anchor::share_page;

/// What a file says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct RecordFile {
    pub(super) header: Header,
    pub(super) lines: Vec<FileLine>,
    /// What could not be read. Such a file is copied to quarantine before it is written anew.
    pub(super) damage: Vec<Finding>,
    /// What is strange but was read and is kept.
    pub(super) notes: Vec<Finding>,
    /// The first comment that writing the file anew would lose, with how many there are.
    pub(super) comments: Option<Finding>,
}

/// A record with the line (from 1) where it starts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FileLine {
    pub(super) number: usize,
    pub(super) line: Line,
}

/// Where in a file something is wrong, and what.
type Wrong = (usize, usize, String);

/// Reads `bytes`, the content of `file`. Never fails: what cannot be read is in `damage`.
pub(super) fn read(file: &str, bytes: &[u8]) -> RecordFile {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let from_path = Reader { file, defaults: defaults_of(file), writer: writer_of(file) };
    let mut found = from_path
        .by_lines(bytes, false)
        .or_else(|| from_path.as_a_whole(std::str::from_utf8(bytes).ok()?))
        .or_else(|| from_path.by_lines(bytes, true))
        .unwrap_or_default();
    found.comments = std::str::from_utf8(bytes).ok().and_then(|text| from_path.comments_to_lose(text, &found));
    if from_path.defaults.article.is_some() {
        let anchors = found.lines.iter_mut().filter_map(|found| match &mut found.line.body {
            Body::Put(Record::Excerpt(excerpt)) => Some(&mut excerpt.anchor),
            _ => None,
        });
        share_page(anchors);
    }
    found
}

/// The content of a file with these records.
pub(super) fn write<'a>(header: &Header, lines: impl IntoIterator<Item = &'a Line>, defaults: &Defaults) -> String {
    let mut lines: Vec<&Line> = lines.into_iter().collect();
    lines.sort_by_cached_key(|line| (line.place(), line.stamp.clone()));
    let mut text = header.encode();
    text.pop(); // the closing parenthesis
    if text.len() > 1 {
        text.push_str(", ");
    }
    text.push_str("records: [\n");
    for line in lines {
        text.push_str(&encode(line, defaults));
        text.push_str(",\n");
    }
    text.push_str("])\n");
    text
}

struct Reader<'a> {
    file: &'a str,
    defaults: Defaults,
    writer: Option<WriterId>,
}

impl Reader<'_> {
    /// One record a line. `salvage` takes what can be read; without it, anything out of the ordinary gives none.
    fn by_lines(&self, bytes: &[u8], salvage: bool) -> Option<RecordFile> {
        let mut found = RecordFile::default();
        let mut opened = false;
        let mut closed = false;
        let wrong = |number: usize, column: usize, why: String, found: &mut RecordFile| {
            found.damage.push(self.finding((number, column, why)));
            salvage.then_some(())
        };
        let mut last = 0;
        for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            let number = index + 1;
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                continue;
            }
            last = number;
            if line.len() > LINE_MAX_BYTES {
                wrong(number, 1, format!("the line has {} bytes, more than {LINE_MAX_BYTES}", line.len()), &mut found)?;
                continue;
            }
            let text = match std::str::from_utf8(line) {
                Ok(text) => text.trim(),
                Err(error) => {
                    wrong(number, error.valid_up_to() + 1, "the line is not UTF-8 text".to_owned(), &mut found)?;
                    continue;
                }
            };
            if !opened && number == 1 {
                opened = true;
                match header_text(text).map(|text| Header::decode(&text)) {
                    Some(Ok(header)) => {
                        found.header = header;
                        continue;
                    }
                    _ if text.starts_with('(') && text.ends_with("),") => {} // a record: the first line is missing
                    _ => {
                        wrong(
                            number,
                            1,
                            "the first line should say “(format: 1, writer: …, records: [”".into(),
                            &mut found,
                        )?;
                        continue;
                    }
                }
            }
            if text == "])" && !closed {
                closed = true;
                continue;
            }
            let writer = self.writer_for(&found.header)?;
            let record = text.strip_suffix(',').unwrap_or(text);
            match decode(record, &writer, &self.defaults_for(&found.header)) {
                Ok((line, odd)) if !closed || salvage => self.keep(&mut found, number, line, &odd),
                Ok(_) => return None,
                Err(error) => wrong(number, error.column, error.why, &mut found)?,
            }
        }
        if !closed {
            let why = if last == 0 { "the file is empty" } else { "the file ends before its last line “])”" };
            wrong(last.max(1), 1, why.to_owned(), &mut found)?;
        }
        Some(found)
    }

    /// Any layout that RON allows; none where the file as a whole is not RON.
    fn as_a_whole(&self, text: &str) -> Option<RecordFile> {
        let mut fields = Fields::parse(text.trim()).ok()?;
        let list = fields.raw("records")?;
        let records: Vec<&RawValue> = ron::from_str(list).ok()?;
        let mut found = RecordFile { header: Header::of_fields(fields), ..RecordFile::default() };
        let writer = self.writer_for(&found.header)?;
        for raw in records {
            let raw = raw.trim().get_ron();
            let offset = (raw.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            let (line, column) = place_of(text, offset);
            if raw.len() > LINE_MAX_BYTES {
                let why = format!("the record has {} bytes, more than {LINE_MAX_BYTES}", raw.len());
                found.damage.push(self.finding((line, column, why)));
                continue;
            }
            match decode(raw, &writer, &self.defaults_for(&found.header)) {
                Ok((record, odd)) => self.keep(&mut found, line, record, &odd),
                Err(FieldError { line: below, column: along, why }) => {
                    let at = if below == 1 { (line, column + along - 1) } else { (line + below - 1, along) };
                    found.damage.push(self.finding((at.0, at.1, why)));
                }
            }
        }
        Some(found)
    }

    /// Says which comments would not be there any more if the file were written anew.
    fn comments_to_lose(&self, text: &str, found: &RecordFile) -> Option<Finding> {
        let comments = comments(text);
        if comments.is_empty() {
            return None;
        }
        let again = write(&found.header, found.lines.iter().map(|found| &found.line), &self.defaults);
        let mut lost = comments.iter().filter(|comment| !again.contains(comment.text));
        let first = place_of(text, lost.next()?.at);
        let what = match lost.count() {
            0 => "this comment will be left out when the file is next written".to_owned(),
            more => format!("this comment and {more} more will be left out when the file is next written"),
        };
        Some(self.finding((first.0, first.1, format!("{what}; a copy of it as it is will be kept in {QUARANTINE}"))))
    }

    fn keep(&self, found: &mut RecordFile, number: usize, line: Line, odd: &[String]) {
        for name in odd {
            let why = format!("the field {name} makes no sense to this version; it is kept as written");
            found.notes.push(self.finding((number, 1, why)));
        }
        found.lines.push(FileLine { number, line });
    }

    /// The header says whose a file is; where it was lost, the name of the file does; a file of neither is nobody's.
    fn writer_for(&self, header: &Header) -> Option<WriterId> {
        header.writer.clone().or_else(|| self.writer.clone()).or_else(|| "unknown".parse().ok())
    }

    fn defaults_for(&self, header: &Header) -> Defaults {
        Defaults { kind: self.defaults.kind, article: header.article.or(self.defaults.article) }
    }

    fn finding(&self, (line, column, why): Wrong) -> Finding {
        Finding { file: self.file.to_owned(), line: Some(line), column: Some(column), what: why }
    }
}

/// The header as a struct of its own: the first line without “records: [”.
fn header_text(line: &str) -> Option<String> {
    let before = line.strip_suffix('[')?.trim_end().strip_suffix(':')?.trim_end().strip_suffix("records")?.trim_end();
    Some(format!("{})", before.strip_suffix(',').unwrap_or(before)))
}

/// Line and column (both from 1, columns in characters) of a byte.
fn place_of(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
