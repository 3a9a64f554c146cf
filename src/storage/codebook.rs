//! Codes as a RON file of their own, in the same form as those of a project: read strictly, all of it or nothing.

use ron::value::RawValue;

use super::layout::{defaults_of, writer_of};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::migrate::FORMAT;
use super::record_file;
use super::records::fields::{FieldError, Fields};
use super::records::{Body, Header, Line};
use super::stamp::Stamp;
use crate::model::codebook::{Listed, Wrong, expected, has, outcome};
use crate::model::{Code, Project, Record};

/// What the form of such a file goes by.
const NAME: &str = "codes/codebook.ron";

/// Reads a codebook. Of codes that the project has, what the file does not speak of stays as it is; a field that it
/// writes out, empty or not, counts.
///
/// # Errors
/// What is wrong and where, one sentence each; then nothing of it is to be taken in.
pub fn read_codebook(file: &str, bytes: &[u8], project: Option<&Project>) -> Result<Vec<Record>, Vec<String>> {
    if bytes.len() as u64 > RECORD_FILE_MAX_BYTES {
        return Err(vec![format!("“{file}” is larger than a codebook can be")]);
    }
    let found = record_file::read(file, bytes);
    if !found.damage.is_empty() {
        return Err(found.damage.iter().map(ToString::to_string).collect());
    }
    let written = fields_written(bytes)
        .map_err(|error| vec![format!("“{file}”, line {}, column {}: {}", error.line, error.column, error.why)])?;
    if written.len() != found.lines.len() {
        return Err(vec![format!("“{file}” does not read as one list of records")]);
    }
    let (mut codes, mut wrong): (Vec<Listed>, Wrong) = (Vec::new(), Vec::new());
    for (found, names) in found.lines.into_iter().zip(written) {
        let line = found.number;
        let code = match found.line.body {
            Body::Put(Record::Tag(tag)) => Code::Tag(tag),
            Body::Put(Record::Actor(actor)) => Code::Actor(actor),
            Body::Put(Record::Issue(issue)) => Code::Issue(issue),
            _ => {
                wrong.push((line, "this is neither a tag nor an actor nor an issue".to_owned()));
                continue;
            }
        };
        wrong.extend(left_over(&code).into_iter().map(|sentence| (line, sentence)));
        codes.push(Listed { line, code, says: names.into_iter().collect() });
    }
    if codes.is_empty() && wrong.is_empty() {
        return Err(vec![format!("“{file}” holds no tag, actor or issue")]);
    }
    outcome(codes, wrong, project)
}

/// What the file writes that is no field of a code, or that its field does not take.
fn left_over(code: &Code) -> Vec<String> {
    let (extra, kind, id) = match code {
        Code::Tag(tag) => (&tag.extra, code.id().kind(), tag.id.as_str()),
        Code::Actor(actor) => (&actor.extra, code.id().kind(), actor.id.as_str()),
        Code::Issue(issue) => (&issue.extra, code.id().kind(), issue.id.as_str()),
    };
    let sentence = |(name, raw): &(Box<str>, Box<str>)| {
        let what = format!("“{name}” of the {} “{id}”", kind.word());
        if !has(kind, name) {
            format!("{what}: there is no such field")
        } else {
            format!("{what}: {} is not {}", raw.chars().take(60).collect::<String>(), expected(name))
        }
    };
    extra.0.iter().map(sentence).collect()
}

/// The names of the fields of each record, in the order of the records.
fn fields_written(bytes: &[u8]) -> Result<Vec<Vec<String>>, FieldError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| FieldError::new("it is not UTF-8 text"))?;
    let mut fields = Fields::parse(text.trim())?;
    let list = fields.raw("records").ok_or_else(|| FieldError::new("it has no list of records"))?;
    let records: Vec<&RawValue> = ron::from_str(list).map_err(|error| FieldError::from_ron(&error))?;
    records
        .into_iter()
        .map(|raw| Ok(Fields::parse(raw.trim().get_ron())?.names().map(str::to_owned).collect()))
        .collect()
}

/// Writes codes as such a file, one a line. That a code stands at the top and is in use is written out, so that the file
/// brings it there where it is taken in.
#[must_use]
pub fn write_codebook(codes: impl IntoIterator<Item = Record>) -> String {
    // A codebook belongs to nobody: its lines have no version, whoever takes it in gives them one.
    let Some(writer) = writer_of(NAME) else { return String::new() };
    let stamp = Stamp { at: 0, writer, over: Box::default() };
    let lines: Vec<Line> =
        codes.into_iter().map(|code| Line { stamp: stamp.clone(), body: Body::Put(spelled_out(code)) }).collect();
    let header = Header { format: Some(FORMAT), ..Header::default() };
    record_file::write(&header, &lines, &defaults_of(NAME))
}

/// A code with what a line leaves out where it says nothing; fields that it has are written in their own place.
fn spelled_out(mut code: Record) -> Record {
    let extra = match &mut code {
        Record::Tag(tag) => &mut tag.extra,
        Record::Actor(actor) => &mut actor.extra,
        Record::Issue(issue) => &mut issue.extra,
        _ => return code,
    };
    extra.0.extend([("parent", "None"), ("retired", "false")].map(|(name, raw)| (name.into(), raw.into())));
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Actor;

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
        check_refused(
            &file(&[&tag("a", ", colour: \"#123456\"")]),
            "Line 2: “colour” of the tag “a”: there is no such",
        );
        check_refused(&file(&[&tag("a", ", kind: \"state\"")]), "“kind” of the tag “a”: there is no such field");
        check_refused(&file(&[&tag("a", ", name: \"b\"")]), "line 2, column 37: the field name stands there twice");
        check_refused(&file(&["(record: \"tag\", id: \"a\", name: \"  \"),"]), "A name needs");
        check_refused(&file(&["(record: \"tag\", id: \"a\""]), "2");
        check_refused("(format: 1, records: [\n])\n", "holds no tag");
        check_refused("nonsense", "");
    }

    #[test]
    fn names_and_choices_are_held_to_what_the_window_takes() {
        let file = |fields: &str| format!("(format: 1, records: [\n(record: \"actor\", id: \"a\", {fields}),\n])\n");
        for (fields, expected) in [
            ("name: \"\\u{200B}\\u{200B}\"", "Line 2: name of the actor “a”: A name needs"),
            (
                "name: \"A\", aliases: [\"a\\nb\"]",
                "Line 2: aliases of the actor “a”: “a\nb”: A name has no line breaks",
            ),
            ("name: \"A\", aliases: [\"bell\\u{7}\"]", "no control characters"),
            ("name: \"A\", aliases: [\"b\", \"\"]", "Line 2: aliases of the actor “a”: “”: A name needs"),
            ("name: \"A\", aliases: \"b\"", "“aliases” of the actor “a”: \"b\" is not a list of texts"),
            ("name: \"A\", kind: \"wizard\"", "“wizard” in “kind” is not one of state, organisation, person, group"),
            ("name: \"A\", color: \"red\"", "\"red\" is not a colour such as #0072B2"),
            ("name: \"A\", retired: \"perhaps\"", "\"perhaps\" is not true or false"),
            ("name: \"A\", since: \"May\"", "\"May\" is not a date such as"),
        ] {
            check_refused(&file(fields), expected);
        }
        check_refused(
            &file("name: \"A\", underline: \"x\"").replace("actor", "tag"),
            "“x” in “underline” is not one of solid",
        );
        check_refused(&file("name: \"A\", key: \"ab\"").replace("actor", "tag"), "\"ab\" is not one letter or digit");
        check_refused(
            &file("name: \"A\", key: \" \"").replace("actor", "tag"),
            "“ ” in “key” is not one letter or digit",
        );
        let good = file("name: \"  Spaced \", aliases: [\" one \", \"one\", \"Spaced\"], retired: false, parent: None");
        let read = read_codebook("codes.ron", good.as_bytes(), None).expect("read");
        let mut actor = Actor::new("a".parse().expect("an id"), "Spaced");
        actor.aliases = vec!["one".to_owned()];
        assert_eq!(read, [Record::Actor(actor)]);
    }
}
