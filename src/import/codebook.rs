//! A codebook as CSV: one row a tag, actor or issue. Strict: what is wrong is said with its row, and nothing is taken in.

use csv::StringRecord;

use crate::model::code::clean_name;
use crate::model::codebook::{COLUMNS, Listed, check, records};
use crate::model::operations::TAG_COLORS;
use crate::model::{Actor, ActorId, ActorKind, Code, Issue, IssueId, Record, Tag, TagId, Underline};
use crate::text::cells::{names, unguarded};

/// Largest file, in bytes.
const MAX_BYTES: usize = 64 << 20;

/// Reads a codebook. Only `code` (tag, actor or issue) and `name` are needed; ids follow from names where none is given.
///
/// # Errors
/// What is wrong and where, one sentence each; then nothing of it is to be taken in.
pub fn read_codebook(bytes: &[u8]) -> Result<Vec<Record>, Vec<String>> {
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
    let mut wrong: Vec<String> = Vec::new();
    let named: Vec<String> = headers.iter().map(|name| name.trim().to_lowercase()).collect();
    for (at, name) in named.iter().enumerate() {
        if !COLUMNS.contains(&name.as_str()) {
            wrong.push(format!("Line 1: there is no column “{name}”; known are {}", COLUMNS.join(", ")));
        } else if named.iter().take(at).any(|before| before == name) {
            wrong.push(format!("Line 1: the column “{name}” stands there twice"));
        }
    }
    if !named.iter().any(|name| name == "code") || !named.iter().any(|name| name == "name") {
        wrong.push("Line 1: the columns “code” and “name” are needed".to_owned());
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut codes: Vec<Listed> = Vec::new();
    for row in reader.records() {
        match row {
            Ok(row) => {
                let line = row.position().map_or(0, |place| usize::try_from(place.line()).unwrap_or(usize::MAX));
                match (Row { named: &named, row: &row, number: codes.len() }).code() {
                    Ok(code) => codes.push((line, code)),
                    Err(sentence) => wrong.push(format!("Line {line}: {sentence}")),
                }
            }
            Err(error) => wrong.push(format!("Not a table: {error}")),
        }
    }
    wrong.extend(check(&codes));
    if wrong.is_empty() && codes.is_empty() {
        wrong.push("The file holds no tag, actor or issue".to_owned());
    }
    if wrong.is_empty() { Ok(records(codes)) } else { Err(wrong) }
}

struct Row<'a> {
    named: &'a [String],
    row: &'a StringRecord,
    number: usize,
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

    fn code(&self) -> Result<Code, String> {
        let name = clean_name(&self.cell("name"))?;
        let retired = matches!(self.cell("retired").to_lowercase().as_str(), "yes" | "true" | "1");
        let aliases = names(&self.cell("aliases"));
        let mut code = match self.cell("code").to_lowercase().as_str() {
            "tag" => {
                let id = self.parsed("id")?.unwrap_or_else(|| TagId::from_name(&name, |_| false));
                let palette = TAG_COLORS.get(self.number % TAG_COLORS.len()).copied().unwrap_or([0x80; 3]);
                let word = self.cell("underline");
                let known = |word: &str| Underline::KNOWN.iter().find(|known| known.word() == word).cloned();
                let underline = match word.as_str() {
                    "" => Underline::Solid,
                    word => known(word).ok_or_else(|| format!("“{word}” is no underline"))?,
                };
                let mut tag = Tag::new(id, &name, self.color()?.unwrap_or(palette), underline);
                tag.key = self.parsed("key")?;
                tag.parent = self.parsed("parent")?;
                tag.order = u32::try_from(self.number).unwrap_or(u32::MAX);
                tag.definition = self.cell("definition");
                tag.use_when = self.cell("use_when");
                tag.not_when = self.cell("not_when");
                tag.example = self.cell("example");
                Code::Tag(tag)
            }
            "actor" => {
                let id = self.parsed("id")?.unwrap_or_else(|| ActorId::from_name(&name, |_| false));
                let mut actor = Actor::new(id, &name);
                actor.parent = self.parsed("parent")?;
                actor.kind = ActorKind::from_word(&self.cell("kind"));
                actor.role = self.cell("role");
                actor.since = self.parsed("since")?;
                actor.until = self.parsed("until")?;
                actor.color = self.color()?;
                actor.notes = self.cell("notes");
                Code::Actor(actor)
            }
            "issue" => {
                let id = self.parsed("id")?.unwrap_or_else(|| IssueId::from_name(&name, |_| false));
                let mut issue = Issue::new(id, &name);
                issue.parent = self.parsed("parent")?;
                issue.color = self.color()?;
                issue.notes = self.cell("notes");
                Code::Issue(issue)
            }
            other => return Err(format!("“{other}” is neither tag nor actor nor issue")),
        };
        code.set_aliases(aliases);
        code.set_retired(retired);
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_refused(text: &str, expected: &str) {
        let wrong = read_codebook(text.as_bytes()).expect_err("refused").join("\n");
        assert!(wrong.contains(expected), "{wrong}");
    }

    #[test]
    fn a_table_of_codes_is_read() {
        let text = "code,name,parent,aliases,kind,color,key\n\
            tag,Threat,,,,#123456,7\nactor,Oberau,,,state,,\nactor,The miller,oberau,miller; the mill's owner,person,,\n";
        let records = read_codebook(text.as_bytes()).expect("read");
        assert_eq!(records.len(), 3);
        let Record::Actor(actor) = &records[2] else { panic!("an actor") };
        assert_eq!((actor.id.as_str(), actor.aliases.len()), ("the-miller", 2));
        assert!(read_codebook("code;name\ntag;Threat\n".as_bytes()).is_ok());
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
        assert!(read_codebook(b"code,name\ntag,\xFF\n").is_err());
    }
}
