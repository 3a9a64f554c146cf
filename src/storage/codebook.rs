//! Codes as a RON file of their own, in the same form as those of a project: read strictly, all of it or nothing.

use super::layout::{defaults_of, writer_of};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::migrate::FORMAT;
use super::record_file;
use super::records::{Body, Header, Line};
use super::stamp::Stamp;
use crate::model::codebook::{Listed, by_line, check, filled, records};
use crate::model::{Code, Project, Record};

/// What the form of such a file goes by.
const NAME: &str = "codes/codebook.ron";

/// Reads a codebook; what it leaves empty of codes that the project has stays as it is there.
///
/// # Errors
/// What is wrong and where, one sentence each; then nothing of it is to be taken in.
pub fn read_codebook(file: &str, bytes: &[u8], project: Option<&Project>) -> Result<Vec<Record>, Vec<String>> {
    if bytes.len() as u64 > RECORD_FILE_MAX_BYTES {
        return Err(vec![format!("“{file}” is larger than a codebook can be")]);
    }
    let found = record_file::read(file, bytes);
    let mut wrong: Vec<String> = found.damage.iter().chain(&found.notes).map(ToString::to_string).collect();
    let (mut codes, mut listed): (Vec<Listed>, Vec<(usize, String)>) = (Vec::new(), Vec::new());
    for line in found.lines {
        match line.line.body {
            Body::Put(Record::Tag(tag)) => codes.push((line.number, Code::Tag(tag))),
            Body::Put(Record::Actor(actor)) => codes.push((line.number, Code::Actor(actor))),
            Body::Put(Record::Issue(issue)) => codes.push((line.number, Code::Issue(issue))),
            _ => listed.push((line.number, "this is neither a tag nor an actor nor an issue".to_owned())),
        }
    }
    for (line, code) in &codes {
        let extra = match code {
            Code::Tag(tag) => &tag.extra,
            Code::Actor(actor) => &actor.extra,
            Code::Issue(issue) => &issue.extra,
        };
        for (name, _) in &extra.0 {
            listed.push((*line, format!("there is no field “{name}”")));
        }
    }
    listed.extend(check(&codes, project));
    wrong.extend(by_line(listed));
    if wrong.is_empty() && codes.is_empty() {
        wrong.push(format!("“{file}” holds no tag, actor or issue"));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if let Some(project) = project {
        codes = codes.into_iter().map(|(line, code)| (line, filled(code, project))).collect();
    }
    Ok(records(codes))
}

/// Writes codes as such a file, one a line.
#[must_use]
pub fn write_codebook(codes: impl IntoIterator<Item = Record>) -> String {
    // A codebook belongs to nobody: its lines have no version, whoever takes it in gives them one.
    let Some(writer) = writer_of(NAME) else { return String::new() };
    let stamp = Stamp { at: 0, writer, over: Box::default() };
    let lines: Vec<Line> =
        codes.into_iter().map(|record| Line { stamp: stamp.clone(), body: Body::Put(record) }).collect();
    let header = Header { format: Some(FORMAT), ..Header::default() };
    record_file::write(&header, &lines, &defaults_of(NAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_refused(text: &str, expected: &str) {
        let wrong = read_codebook("codes.ron", text.as_bytes(), None).expect_err("refused").join("\n");
        assert!(wrong.contains(expected), "{wrong}");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut codes = super::super::starter();
        codes.sort_by_key(Record::id);
        let text = write_codebook(codes.clone());
        assert_eq!(read_codebook("codes.ron", text.as_bytes(), None), Ok(codes));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_nothing_is_taken() {
        let file = |lines: &[&str]| format!("(format: 1, records: [\n{}\n])\n", lines.join("\n"));
        let tag = |id: &str, rest: &str| format!("(record: \"tag\", id: \"{id}\", name: \"{id}\"{rest}),");
        let good = tag("a", ", key: \"1\"");
        check_refused(&file(&[&good, &tag("a", "")]), "Line 3: the tag “a” stands in line 2 already");
        check_refused(&file(&[&good, &tag("b", ", key: \"1\"")]), "Line 3: the tag “b” has the key 1");
        check_refused(&file(&[&tag("a", ", parent: \"b\""), &tag("b", ", parent: \"a\"")]), "stands below itself");
        check_refused(&file(&[&tag("a", ", parent: \"z\"")]), "Line 2: the tag “a” stands below “z”");
        check_refused(&file(&[&tag("a", ", colour: \"#123456\"")]), "colour");
        check_refused(&file(&["(record: \"tag\", id: \"a\", name: \"  \"),"]), "A name needs");
        check_refused(&file(&["(record: \"tag\", id: \"a\""]), "2");
        check_refused("(format: 1, records: [\n])\n", "holds no tag");
        check_refused("nonsense", "");
    }
}
