//! Records of any kind as one RON file that is no part of a project: handed on, and read back strictly. The lines are
//! those of a project's own files, without versions.

use super::layout::Defaults;
use super::limits::RECORD_FILE_MAX_BYTES;
use super::record_file;
use super::records::{Body, Line, encode};
use super::stamp::Stamp;
use super::{Finding, WriterId};
use crate::model::Record;

/// The first and the last line of such a file.
pub const RECORD_LIST: (&str, &str) = ("(format: 1, records: [\n", "])\n");

/// A record as a line of such a file.
#[must_use]
pub fn record_line(record: &Record) -> String {
    // The list belongs to nobody: whoever takes it in gives its records a version.
    let Ok(writer) = "records".parse::<WriterId>() else { return String::new() };
    let stamp = Stamp { at: 0, writer, over: Box::default() };
    let line = Line { stamp, body: Body::Put(record.clone()) };
    encode(&line, &Defaults { kind: None, article: None }) + ",\n"
}

/// Reads such a file back.
///
/// # Errors
/// What is wrong and where, one finding each; then nothing of it is to be taken in.
pub fn read_records(bytes: &[u8]) -> Result<Vec<Record>, Vec<Finding>> {
    let at = |line, what: &str| Finding { file: "records.ron".to_owned(), line, column: None, what: what.to_owned() };
    if bytes.len() as u64 > RECORD_FILE_MAX_BYTES {
        return Err(vec![at(None, "the file is larger than a list of records can be")]);
    }
    // Judged as a file of codes, in which a line may be of any kind and says so.
    let found = record_file::read("codes/records.ron", bytes);
    let mut wrong: Vec<Finding> = found.damage.into_iter().chain(found.notes).collect();
    let mut records = Vec::new();
    for line in found.lines {
        match line.line.body {
            Body::Put(record) => records.push(record),
            Body::Removed(..) => wrong.push(at(Some(line.number), "a list of records removes none")),
        }
    }
    if wrong.is_empty() { Ok(records) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sample::sample;

    #[test]
    fn every_kind_of_record_comes_back_as_it_was() {
        let (project, _) = sample();
        let mut records: Vec<Record> = vec![Record::Project(project.meta().clone())];
        records.extend(project.analysts().values().cloned().map(Record::Analyst));
        records.extend(project.tags().values().cloned().map(Record::Tag));
        records.extend(project.actors().values().cloned().map(Record::Actor));
        records.extend(project.issues().values().cloned().map(Record::Issue));
        records.extend(project.articles().values().cloned().map(|it| Record::Article(Box::new(it))));
        records.extend(project.excerpts().values().cloned().map(|it| Record::Excerpt(Box::new(it))));
        let lines: String = records.iter().map(record_line).collect();
        let text = format!("{}{lines}{}", RECORD_LIST.0, RECORD_LIST.1);
        assert_eq!(read_records(text.as_bytes()), Ok(records));
        assert!(read_records(b"nonsense").is_err());
        assert!(RECORD_LIST.0.starts_with(&format!("(format: {}", super::super::FORMAT)));
    }
}
