//! A codebook as CSV: one row a tag, actor or issue. Strict: what is wrong is said with its row, and nothing is taken in.

use std::collections::BTreeSet;

use csv::StringRecord;

use crate::model::code::clean_name;
use crate::model::codebook::{COLUMNS, Listed, Wrong, by_line, has, outcome, unexpected};
use crate::model::operations::codes::codes_of;
use crate::model::{
    Actor, ActorId, ActorKind, Code, CodeId, CodeKind, Issue, IssueId, Project, Record, Tag, TagId, Underline, colors,
};
use crate::text::cells::{names, unguarded};

/// Largest file, in bytes.
const MAX_BYTES: usize = 64 << 20;

/// Reads a codebook. Only `code` (tag, actor or issue) and `name` are needed. A code that the project has, by id or else
/// by name, keeps what the table has no column for or leaves empty.
///
/// # Errors
/// What is wrong and where, one sentence each; then nothing of it is to be taken in.
pub fn read_codebook(project: &Project, bytes: &[u8]) -> Result<Vec<Record>, Vec<String>> {
    if bytes.len() > MAX_BYTES {
        return Err(vec!["The file is larger than a codebook can be".to_owned()]);
    }
    let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) else {
        return Err(vec!["The file is not UTF-8; save it as “CSV UTF-8”".to_owned()]);
    };
    let separator =
        if text.lines().next().is_some_and(|line| line.contains(';') && !line.contains(',')) { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().map_err(|error| vec![format!("Line 1: {error}")])?;
    let mut wrong = Wrong::new();
    let named: Vec<String> = headers.iter().map(|name| name.trim().to_lowercase()).collect();
    for (at, name) in named.iter().enumerate() {
        if !COLUMNS.contains(&name.as_str()) {
            wrong.push((1, format!("there is no column “{name}”; known are {}", COLUMNS.join(", "))));
        } else if named.iter().take(at).any(|before| before == name) {
            wrong.push((1, format!("the column “{name}” stands there twice")));
        }
    }
    if !named.iter().any(|name| name == "code") || !named.iter().any(|name| name == "name") {
        wrong.push((1, "the columns “code” and “name” are needed".to_owned()));
    }
    if !wrong.is_empty() {
        return Err(by_line(wrong));
    }
    let mut codes: Vec<Listed> = Vec::new();
    let mut taken: Vec<[u8; 3]> = project.tags().values().map(|tag| tag.color).collect();
    for row in reader.records() {
        match row {
            Ok(row) => {
                let line = line_of(row.position());
                match (Row { named: &named, row: &row, number: codes.len(), project, taken: &taken }).read() {
                    Ok((code, says)) => {
                        taken.extend(if let Code::Tag(tag) = &code { Some(tag.color) } else { None });
                        codes.push(Listed { line, code, says });
                    }
                    Err(sentence) => wrong.push((line, sentence)),
                }
            }
            Err(error) => wrong.push((line_of(error.position()), format!("Not a table: {error}"))),
        }
    }
    if wrong.is_empty() && codes.is_empty() {
        return Err(vec!["The file holds no tag, actor or issue".to_owned()]);
    }
    outcome(codes, wrong, Some(project))
}

fn line_of(position: Option<&csv::Position>) -> usize {
    position.map_or(0, |place| usize::try_from(place.line()).unwrap_or(usize::MAX))
}

struct Row<'a> {
    named: &'a [String],
    row: &'a StringRecord,
    number: usize,
    project: &'a Project,
    /// Colours that tags have already.
    taken: &'a [[u8; 3]],
}

impl Row<'_> {
    fn cell(&self, name: &str) -> String {
        let at = self.named.iter().position(|other| other == name);
        let cell = at.and_then(|at| self.row.get(at)).unwrap_or_default();
        unguarded(cell).trim().to_owned()
    }

    fn parsed<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, String> {
        match self.cell(name).as_str() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| unexpected(text, name)),
        }
    }

    fn color(&self) -> Result<Option<[u8; 3]>, String> {
        let text = self.cell("color");
        if text.is_empty() {
            return Ok(None);
        }
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
        let part = |from: usize| u8::from_str_radix(digits?.get(from..from + 2)?, 16).ok();
        match (part(0), part(2), part(4)) {
            (Some(r), Some(g), Some(b)) => Ok(Some([r, g, b])),
            _ => Err(unexpected(&text, "color")),
        }
    }

    fn retired(&self) -> Result<bool, String> {
        match self.cell("retired").to_lowercase().as_str() {
            "" | "no" | "false" | "0" => Ok(false),
            "yes" | "true" | "1" => Ok(true),
            word => Err(format!("“{word}” in “retired” is neither yes nor no")),
        }
    }

    /// The code of this name that the project has.
    fn called<I>(&self, kind: CodeKind, name: &str, id: fn(CodeId) -> Option<I>) -> Option<I> {
        let name = name.to_lowercase();
        let mut codes = codes_of(self.project, kind);
        codes.find(|code| code.name(self.project).to_lowercase() == name).and_then(id)
    }

    /// What the row says of a code, and which fields it says; empty cells say nothing.
    fn read(&self) -> Result<(Code, BTreeSet<String>), String> {
        let name = clean_name(&self.cell("name"))?;
        let word = self.cell("code").to_lowercase();
        let kind = CodeKind::ALL.into_iter().find(|kind| kind.word() == word);
        let kind = kind.ok_or_else(|| format!("“{word}” is neither tag nor actor nor issue"))?;
        let mut says: BTreeSet<String> =
            self.named.iter().filter(|field| !self.cell(field).is_empty()).cloned().collect();
        says.remove("code");
        if let Some(field) = says.iter().find(|field| !has(kind, field)) {
            return Err(format!("“{}” stands in “{field}”, which no {word} has", self.cell(field)));
        }
        let mut code = match kind {
            CodeKind::Tag => Code::Tag(self.tag(&name)?),
            CodeKind::Actor => Code::Actor(self.actor(&name)?),
            CodeKind::Issue => Code::Issue(self.issue(&name)?),
        };
        code.set_retired(self.retired()?);
        Ok((code, says))
    }

    fn tag(&self, name: &str) -> Result<Tag, String> {
        let called = || self.called(CodeKind::Tag, name, |id| if let CodeId::Tag(id) = id { Some(id) } else { None });
        let id: Option<TagId> = self.parsed("id")?.or_else(called);
        let id = id.unwrap_or_else(|| TagId::from_name(name, |id| self.project.tags().contains_key(id)));
        // The line under it goes round as the colours do, so that new tags differ in both.
        let line = Underline::KNOWN.iter().cycle().nth(self.taken.len()).cloned().unwrap_or(Underline::Solid);
        let line = Underline::from_word(&self.cell("underline")).unwrap_or(line);
        let mut tag = Tag::new(id, name, self.color()?.unwrap_or_else(|| colors::next(self.taken)), line);
        tag.order = u32::try_from(self.number).unwrap_or(u32::MAX);
        tag.key = self.parsed("key")?;
        tag.parent = self.parsed("parent")?;
        tag.definition = self.cell("definition");
        tag.use_when = self.cell("use_when");
        tag.not_when = self.cell("not_when");
        tag.example = self.cell("example");
        Ok(tag)
    }

    fn actor(&self, name: &str) -> Result<Actor, String> {
        let called =
            || self.called(CodeKind::Actor, name, |id| if let CodeId::Actor(id) = id { Some(id) } else { None });
        let id: Option<ActorId> = self.parsed("id")?.or_else(called);
        let id = id.unwrap_or_else(|| ActorId::from_name(name, |id| self.project.actors().contains_key(id)));
        let mut actor = Actor::new(id, name);
        actor.parent = self.parsed("parent")?;
        actor.aliases = names(&self.cell("aliases"));
        actor.kind = ActorKind::from_word(&self.cell("kind"));
        actor.role = self.cell("role");
        actor.since = self.parsed("since")?;
        actor.until = self.parsed("until")?;
        actor.color = self.color()?;
        actor.notes = self.cell("notes");
        Ok(actor)
    }

    fn issue(&self, name: &str) -> Result<Issue, String> {
        let called =
            || self.called(CodeKind::Issue, name, |id| if let CodeId::Issue(id) = id { Some(id) } else { None });
        let id: Option<IssueId> = self.parsed("id")?.or_else(called);
        let id = id.unwrap_or_else(|| IssueId::from_name(name, |id| self.project.issues().contains_key(id)));
        let mut issue = Issue::new(id, name);
        issue.parent = self.parsed("parent")?;
        issue.aliases = names(&self.cell("aliases"));
        issue.color = self.color()?;
        issue.notes = self.cell("notes");
        Ok(issue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Change;
    use crate::text::sample::sample;

    fn check_refused(text: &str, expected: &str) {
        let (project, _) = sample();
        let wrong = read_codebook(&project, text.as_bytes()).expect_err("refused").join("\n");
        assert!(wrong.contains(expected), "{wrong}");
    }

    #[test]
    fn a_table_of_codes_is_read() {
        let text = "code,name,parent,aliases,kind,color,key\n\
            tag,Threat,,,,#123456,7\nactor,Oberau,,,state,,\nactor,The miller,oberau,miller; the mill's owner,person,,\n";
        let (project, _) = sample();
        let records = read_codebook(&project, text.as_bytes()).expect("read");
        assert_eq!(records.len(), 3);
        let Record::Actor(actor) = &records[2] else { panic!("an actor") };
        assert_eq!((actor.id.as_str(), actor.aliases.len()), ("the-miller", 2));
        assert!(read_codebook(&project, "code;name\ntag;Threat\n".as_bytes()).is_ok());
    }

    #[test]
    fn what_a_table_leaves_empty_stays_as_it_is() {
        let (mut project, _) = sample();
        let mut tag = project.tags()[&"red-line".parse().expect("an id")].clone();
        (tag.definition, tag.use_when, tag.key) = ("what is not crossed".to_owned(), "always".to_owned(), Some('2'));
        let mut actor = project.actors()[&"calder".parse().expect("an id")].clone();
        (actor.notes, actor.aliases) = ("upstream".to_owned(), vec!["the town".to_owned()]);
        let put = [Record::Tag(tag.clone()), Record::Actor(actor.clone())];
        project.apply(&Change::put("fields", put)).expect("applied");
        let text = format!("code,name,key,role\ntag,{},,\nactor,{},,town\n", tag.name.to_uppercase(), actor.name);
        let records = read_codebook(&project, text.as_bytes()).expect("read");
        tag.name = tag.name.to_uppercase();
        actor.role = "town".to_owned();
        assert_eq!(records, [Record::Tag(tag), Record::Actor(actor)]);
    }

    #[test]
    fn new_tags_get_colours_of_their_own_and_may_stand_below_those_of_the_project() {
        let (project, _) = sample();
        let text = "code,name,parent\ntag,Threat,red-line\ntag,Promise,\nactor,Envoy,calder\n";
        let records = read_codebook(&project, text.as_bytes()).expect("read");
        let tags: Vec<_> =
            records.iter().filter_map(|record| if let Record::Tag(tag) = record { Some(tag) } else { None }).collect();
        assert_eq!(tags[0].parent.as_ref().map(TagId::as_str), Some("red-line"));
        for tag in &tags {
            let others = project.tags().values().chain(tags.iter().copied().filter(|other| other.id != tag.id));
            assert!(others.into_iter().all(|other| other.color != tag.color), "{}", tag.name);
        }
        check_refused("code,name,parent\ntag,Threat,nowhere\n", "neither in the file nor in the project");
    }

    #[test]
    fn a_cell_that_makes_no_sense_is_refused() {
        let long = "x".repeat(500);
        for (row, expected) in [
            (format!("actor,a,{long},,,"), "Line 2: aliases of the actor “a”: “xxx"),
            (
                "actor,a,b;be\u{7}ll,,,".to_owned(),
                "Line 2: aliases of the actor “a”: “be\u{7}ll”: A name has no line breaks",
            ),
            ("actor,\u{200B}\u{200B},,,,".to_owned(), "Line 2: A name needs"),
            ("actor,a,,wizard,,".to_owned(), "“wizard” in “kind” is not one of state, organisation, person, group"),
            ("actor,a,,,perhaps,".to_owned(), "“perhaps” in “retired” is neither yes nor no"),
            ("actor,a,,,ja,".to_owned(), "“ja” in “retired”"),
            ("tag,a,,,,wiggly".to_owned(), "“wiggly” in “underline” is not one of solid"),
            ("tag,a,b,,,".to_owned(), "“b” stands in “aliases”, which no tag has"),
            ("issue,a,,state,,".to_owned(), "“state” stands in “kind”, which no issue has"),
        ] {
            check_refused(&format!("code,name,aliases,kind,retired,underline\n{row}\nactor,Good,,,,\n"), expected);
        }
        check_refused("code,name,key\ntag,a,ab\n", "Line 2: “ab” in “key” is not one letter or digit");
        check_refused("code,name,since\nactor,a,May\n", "Line 2: “May” in “since” is not a date such as 2025");
        check_refused("code,name,parent\nactor,a,the board\n", "“the board” in “parent” is not an id such as red-line");
        let (mut project, _) = sample();
        let calder = CodeId::Actor("calder".parse().expect("an id"));
        let retire = crate::model::operations::codes::retire_code(&project, &calder, true);
        project.apply(&retire).expect("applied");
        let read = |retired: &str| {
            let text = format!("code,name,retired\nactor,Calder,{retired}\n");
            let records = read_codebook(&project, text.as_bytes()).expect("read");
            let [Record::Actor(actor)] = records.as_slice() else { panic!("one actor") };
            actor.retired
        };
        assert_eq!(["", "yes", "NO"].map(read), [true, true, false]);
    }

    #[test]
    fn a_tree_that_is_turned_round_is_taken_as_the_table_has_it() {
        let (project, _) = sample();
        let records =
            read_codebook(&project, "code,name,parent\nissue,Weir,\nissue,River,weir\n".as_bytes()).expect("read");
        let parents: Vec<_> = records
            .iter()
            .map(
                |record| {
                    if let Record::Issue(issue) = record { issue.parent.as_ref().map(IssueId::as_str) } else { None }
                },
            )
            .collect();
        assert_eq!(parents, [None, Some("weir")]);
        check_refused(
            "code,name,parent\nissue,River,weir\n",
            "Line 2: the issue “river” stands below itself, by way of “weir”",
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        check_refused("name\nThreat\n", "“code” and “name” are needed");
        check_refused("code,name,colour\ntag,Threat,red\n", "no column “colour”");
        check_refused("code,name,name\ntag,a,b\n", "twice");
        check_refused("code,name\nthing,a\n", "Line 2: “thing” is neither");
        check_refused("code,name,color\ntag,a,red\n", "Line 2: “red” in “color” is not a colour such as #0072B2");
        check_refused("code,name,key\ntag,a,1\ntag,b,1\n", "Line 3: the tag “b” has the key 1");
        check_refused("code,name,parent\ntag,a,b\ntag,b,a\n", "stands below itself");
        check_refused("code,name\ntag,a\ntag,A\n", "Line 3: the tag “a” stands in line 2 already");
        check_refused("code,name\n", "holds no tag");
        check_refused("code,name\ntag,a,b,c\n", "Not a table");
        let many = "code,name\n".to_owned() + &"tag,a\n".repeat(12);
        let wrong = read_codebook(&sample().0, many.as_bytes()).expect_err("refused");
        assert!(wrong[0].starts_with("Line 3:") && wrong[10].starts_with("Line 13:"), "{wrong:?}");
        assert!(read_codebook(&sample().0, b"code,name\ntag,\xFF\n").is_err());
    }
}
