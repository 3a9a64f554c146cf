//! A codebook as CSV: one row a tag, actor or issue. Strict: what is wrong is said with its row, and nothing is taken in.

use csv::StringRecord;

use crate::model::code::clean_name;
use crate::model::codebook::{COLUMNS, Listed, by_line, check, records};
use crate::model::operations::codes::codes_of;
use crate::model::operations::find_or_new_tag;
use crate::model::{
    Actor, ActorId, ActorKind, Code, CodeId, CodeKind, Issue, IssueId, Project, Record, TagId, Underline, colors,
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
    let mut wrong: Vec<(usize, String)> = Vec::new();
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
                let line = row.position().map_or(0, |place| usize::try_from(place.line()).unwrap_or(usize::MAX));
                match (Row { named: &named, row: &row, number: codes.len(), project, taken: &taken }).code() {
                    Ok(code) => {
                        taken.extend(if let Code::Tag(tag) = &code { Some(tag.color) } else { None });
                        codes.push((line, code));
                    }
                    Err(sentence) => wrong.push((line, sentence)),
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, |place| usize::try_from(place.line()).unwrap_or(usize::MAX));
                wrong.push((line, format!("Not a table: {error}")));
            }
        }
    }
    wrong.extend(check(&codes, Some(project)));
    if wrong.is_empty() && codes.is_empty() {
        return Err(vec!["The file holds no tag, actor or issue".to_owned()]);
    }
    if !wrong.is_empty() {
        return Err(by_line(wrong));
    }
    // Keys that the table does not speak of stay where they are.
    for (_, code) in &mut codes {
        if let Code::Tag(tag) = code
            && tag.key.is_none()
        {
            tag.key = project.tags().get(&tag.id).and_then(|old| old.key);
        }
    }
    Ok(records(codes))
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
            text => text.parse().map(Some).map_err(|_| format!("“{text}” is no {name}")),
        }
    }

    fn color(&self) -> Result<Option<[u8; 3]>, String> {
        let text = self.cell("color");
        if text.is_empty() {
            return Ok(None);
        }
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let part = |from: usize| u8::from_str_radix(digits?.get(from..from + 2)?, 16).ok();
        match (part(0), part(2), part(4)) {
            (Some(r), Some(g), Some(b)) => Ok(Some([r, g, b])),
            _ => Err(format!("“{text}” is no colour; write one as #0072B2")),
        }
    }

    /// What a cell says takes the place of what was there; an empty one leaves it.
    fn fill(&self, name: &str, field: &mut String) {
        let cell = self.cell(name);
        if !cell.is_empty() {
            *field = cell;
        }
    }

    fn fill_parsed<T: std::str::FromStr>(&self, name: &str, field: &mut Option<T>) -> Result<(), String> {
        if let Some(value) = self.parsed(name)? {
            *field = Some(value);
        }
        Ok(())
    }

    /// The code of this name that the project has.
    fn called<I>(&self, kind: CodeKind, name: &str, id: fn(CodeId) -> Option<I>) -> Option<I> {
        let name = name.to_lowercase();
        let mut codes = codes_of(self.project, kind);
        codes.find(|code| code.name(self.project).to_lowercase() == name).and_then(id)
    }

    fn code(&self) -> Result<Code, String> {
        let name = clean_name(&self.cell("name"))?;
        let project = self.project;
        let mut code = match self.cell("code").to_lowercase().as_str() {
            "tag" => {
                let called =
                    || self.called(CodeKind::Tag, &name, |id| if let CodeId::Tag(id) = id { Some(id) } else { None });
                let id: Option<TagId> = self.parsed("id")?.or_else(called);
                let id = id.unwrap_or_else(|| TagId::from_name(&name, |id| project.tags().contains_key(id)));
                let mut tag = project.tags().get(&id).cloned().unwrap_or_else(|| {
                    let mut tag = find_or_new_tag(project, "\u{0}");
                    let lines = Underline::KNOWN.iter().cycle().skip(self.taken.len());
                    (tag.id, tag.color) = (id, colors::next(self.taken));
                    tag.underline = lines.take(1).next().cloned().unwrap_or(Underline::Solid);
                    tag.order = u32::try_from(self.number).unwrap_or(u32::MAX);
                    tag
                });
                tag.name.clone_from(&name);
                tag.color = self.color()?.unwrap_or(tag.color);
                let word = self.cell("underline");
                if !word.is_empty() {
                    let known = Underline::KNOWN.iter().find(|known| known.word() == word).cloned();
                    tag.underline = known.ok_or_else(|| format!("“{word}” is no underline"))?;
                }
                tag.key = self.parsed("key")?;
                self.fill_parsed("parent", &mut tag.parent)?;
                self.fill("definition", &mut tag.definition);
                self.fill("use_when", &mut tag.use_when);
                self.fill("not_when", &mut tag.not_when);
                self.fill("example", &mut tag.example);
                Code::Tag(tag)
            }
            "actor" => {
                let called = || {
                    self.called(CodeKind::Actor, &name, |id| if let CodeId::Actor(id) = id { Some(id) } else { None })
                };
                let id: Option<ActorId> = self.parsed("id")?.or_else(called);
                let id = id.unwrap_or_else(|| ActorId::from_name(&name, |id| project.actors().contains_key(id)));
                let mut actor = project.actors().get(&id).cloned().unwrap_or_else(|| Actor::new(id, &name));
                actor.name.clone_from(&name);
                self.fill_parsed("parent", &mut actor.parent)?;
                actor.kind = ActorKind::from_word(&self.cell("kind")).or(actor.kind);
                self.fill("role", &mut actor.role);
                self.fill_parsed("since", &mut actor.since)?;
                self.fill_parsed("until", &mut actor.until)?;
                actor.color = self.color()?.or(actor.color);
                self.fill("notes", &mut actor.notes);
                Code::Actor(actor)
            }
            "issue" => {
                let called = || {
                    self.called(CodeKind::Issue, &name, |id| if let CodeId::Issue(id) = id { Some(id) } else { None })
                };
                let id: Option<IssueId> = self.parsed("id")?.or_else(called);
                let id = id.unwrap_or_else(|| IssueId::from_name(&name, |id| project.issues().contains_key(id)));
                let mut issue = project.issues().get(&id).cloned().unwrap_or_else(|| Issue::new(id, &name));
                issue.name.clone_from(&name);
                self.fill_parsed("parent", &mut issue.parent)?;
                issue.color = self.color()?.or(issue.color);
                self.fill("notes", &mut issue.notes);
                Code::Issue(issue)
            }
            other => return Err(format!("“{other}” is neither tag nor actor nor issue")),
        };
        let aliases = names(&self.cell("aliases"));
        if !aliases.is_empty() {
            code.set_aliases(aliases);
        }
        match self.cell("retired").to_lowercase().as_str() {
            "" => {}
            word => code.set_retired(matches!(word, "yes" | "true" | "1")),
        }
        Ok(code)
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
    fn what_is_wrong_is_said_with_its_line() {
        check_refused("name\nThreat\n", "“code” and “name” are needed");
        check_refused("code,name,colour\ntag,Threat,red\n", "no column “colour”");
        check_refused("code,name,name\ntag,a,b\n", "twice");
        check_refused("code,name\nthing,a\n", "Line 2: “thing” is neither");
        check_refused("code,name,color\ntag,a,red\n", "Line 2: “red” is no colour");
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
