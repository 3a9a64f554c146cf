//! Details of articles from a table, matched by file name: one row an article, a column a detail; other columns become
//! attributes. What cannot be read or matched is said with its row, and nothing is taken in.

use std::collections::BTreeMap;

use csv::StringRecord;

use crate::model::code::clean_name;
use crate::model::{Article, ArticleId, ArticleStatus, Project, SourceGrade};
use crate::text::cells::{names, unguarded};

/// Largest table, in bytes.
const MAX_BYTES: usize = 64 << 20;

/// The articles of a project as a table says they are; those that come out as they were are left out.
///
/// # Errors
/// What is wrong and where, one sentence each; then nothing of it is to be taken in.
pub fn read_details(project: &Project, bytes: &[u8]) -> Result<Vec<Article>, Vec<String>> {
    if bytes.len() > MAX_BYTES {
        return Err(vec!["The file is larger than a table of details can be".to_owned()]);
    }
    let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) else {
        return Err(vec!["The file is not UTF-8; save it as “CSV UTF-8”".to_owned()]);
    };
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().map_err(|error| vec![format!("Line 1: {error}")])?;
    let columns = columns(&headers)?;
    let files = Files::of(project);
    let (mut wrong, mut changed) = (Vec::new(), Vec::new());
    let mut seen: BTreeMap<ArticleId, u64> = BTreeMap::new();
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                wrong.push(format!("Not a table: {error}"));
                continue;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |name: &str| {
            let at = columns.iter().position(|column| column.eq_ignore_ascii_case(name));
            at.and_then(|at| row.get(at)).map(unguarded).unwrap_or_default().trim()
        };
        let article = match files.meant(cell("file"), cell("article")) {
            Ok(article) => article,
            Err(sentence) => {
                wrong.push(format!("Line {line}: {sentence}"));
                continue;
            }
        };
        if let Some(first) = seen.insert(article.id, line) {
            let file = cell("file");
            wrong.push(format!("Line {line}: “{file}” stands in line {first} already; put both into one row"));
            continue;
        }
        let mut new = article.clone();
        for (name, cell) in columns.iter().zip(row.iter()) {
            let cell = unguarded(cell).trim();
            if let Err(sentence) = set(&mut new, name, cell) {
                wrong.push(format!("Line {line}: {sentence}"));
            }
        }
        if new != *article {
            changed.push(new);
        }
    }
    if wrong.is_empty() { Ok(changed) } else { Err(wrong) }
}

/// The names of the columns, each once and one of them “file”. One without a name is let through where it holds
/// nothing, as spreadsheets write such.
fn columns(headers: &StringRecord) -> Result<Vec<String>, Vec<String>> {
    let columns: Vec<String> = headers.iter().map(|name| name.trim().to_owned()).collect();
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for name in columns.iter().filter(|name| !name.is_empty()) {
        if let Err(sentence) = clean_name(name) {
            wrong.push(format!("Line 1: the column “{name}”: {sentence}"));
        }
        let detail = match name.to_lowercase().as_str() {
            "address" => "url".to_owned(),
            "date" => "published".to_owned(),
            name => name.to_owned(),
        };
        if let Some(other) = seen.insert(detail, name) {
            wrong.push(format!("Line 1: the columns “{other}” and “{name}” say the same; leave one of them out"));
        }
    }
    if !seen.contains_key("file") {
        wrong.push("Line 1: a column “file” is needed, which names each article's file".to_owned());
    }
    if wrong.is_empty() { Ok(columns) } else { Err(wrong) }
}

/// The articles of a project by the names of their files, without the folders.
struct Files<'a>(BTreeMap<&'a str, Vec<&'a Article>>);

impl<'a> Files<'a> {
    fn of(project: &'a Project) -> Self {
        let mut files: BTreeMap<&str, Vec<&Article>> = BTreeMap::new();
        for article in project.articles().values() {
            files.entry(file_name(&article.import.file)).or_default().push(article);
        }
        Self(files)
    }

    /// The article that comes from a file. Where several files have that name, as much of the path decides as both
    /// know, else the id or title in `article`.
    fn meant(&self, file: &str, article: &str) -> Result<&'a Article, String> {
        let found = self.0.get(file_name(file)).map(Vec::as_slice).unwrap_or_default();
        let path = |path: &str| path.replace('\\', "/");
        let is_it = |one: &&&Article| path(&one.import.file) == path(file);
        let ends_alike = |one: &&&Article| {
            let (own, given) = (format!("/{}", path(&one.import.file)), format!("/{}", path(file)));
            file.contains(['/', '\\'])
                && own.matches('/').count() > 1
                && (own.ends_with(&given) || given.ends_with(&own))
        };
        let is_called = |one: &&&Article| one.id.to_string() == article || one.title == article;
        let only = |fits: &dyn Fn(&&&'a Article) -> bool| {
            let mut fitting = found.iter().filter(fits);
            fitting.next().filter(|_| fitting.next().is_none()).copied()
        };
        match found {
            [] => Err(format!("no article comes from “{file}”")),
            [one] => Ok(one),
            _ => only(&is_it).or_else(|| only(&ends_alike)).or_else(|| only(&is_called)).ok_or_else(|| {
                format!("several articles come from “{file}”; name the one that is meant in a column “article”, by title or id")
            }),
        }
    }
}

/// The last part of a path of either system.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Sets one detail; an empty cell leaves it as it is.
fn set(article: &mut Article, column: &str, cell: &str) -> Result<(), String> {
    if cell.is_empty() {
        return Ok(());
    }
    let name = column.to_lowercase();
    let lines = name == "notes";
    if cell.chars().any(|c| (c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'))) || is_line_end(c) && !lines)
    {
        return Err(format!("the cell “{column}” has line breaks or control characters; write it on one line"));
    }
    let text = || cell.to_owned();
    match name.as_str() {
        "file" | "article" => {}
        "" => return Err(format!("“{cell}” stands in a column without a name; name it in the first line")),
        "title" => (article.title, article.title_inferred) = (text(), false),
        "outlet" => article.outlet = text(),
        "author" => article.author = text(),
        "url" | "address" => article.url = text(),
        "published" | "date" => {
            let date = cell.parse().map_err(|_| format!("“{cell}” is no date; write 2025, 2025-12 or 2025-12-14"))?;
            article.published = Some(date);
        }
        "language" => article.language = text(),
        "status" => {
            let status = ArticleStatus::from_word(cell).filter(|status| ArticleStatus::KNOWN.contains(status));
            let words = || ArticleStatus::KNOWN.iter().map(ArticleStatus::word).collect::<Vec<_>>().join(", ");
            article.status = Some(status.ok_or_else(|| format!("“{cell}” is no status; write one of {}", words()))?);
        }
        "notes" => article.notes = text(),
        "groups" => {
            let groups: Result<Vec<String>, String> = names(cell).iter().map(|group| clean_name(group)).collect();
            article.groups = groups.map_err(|sentence| format!("groups: {sentence}"))?;
        }
        "reliability" => {
            let letter = cell.chars().next().map(|c| c.to_ascii_uppercase()).filter(|_| cell.chars().count() == 1);
            let grade = SourceGrade::new(letter, article.grade.credibility()).filter(|_| letter.is_some());
            article.grade = grade.ok_or_else(|| format!("“{cell}” is no reliability; write A to F"))?;
        }
        "credibility" => {
            let number = cell.parse().ok();
            let grade = number.and_then(|number| SourceGrade::new(article.grade.reliability(), Some(number)));
            article.grade = grade.ok_or_else(|| format!("“{cell}” is no credibility; write 1 to 6"))?;
        }
        _ => set_attribute(article, column, cell),
    }
    Ok(())
}

/// The line ends that are no control characters.
fn is_line_end(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

fn set_attribute(article: &mut Article, name: &str, value: &str) {
    match article.attributes.iter_mut().find(|(known, _)| known.as_str() == name) {
        Some((_, known)) => value.clone_into(known),
        None => article.attributes.push((name.to_owned(), value.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sample::{MILL, RIVER, project_of};

    #[test]
    fn details_go_to_the_article_of_the_file() {
        let (project, _) = project_of(&[("Mill", "mill.txt", MILL), ("River", "in/river.txt", RIVER)], 1);
        let table = "file,outlet,published,groups,credibility,desk\nmill.txt,Gazette,2025-12,north; rivers,2,evening\nriver.txt,,,,,\n";
        let changed = read_details(&project, table.as_bytes()).expect("read");
        assert_eq!(changed.len(), 1, "an empty row changes nothing");
        let mill = &changed[0];
        assert_eq!((mill.outlet.as_str(), mill.groups.len()), ("Gazette", 2));
        assert_eq!(mill.grade.credibility(), Some(2));
        assert_eq!(mill.attributes, [("desk".to_owned(), "evening".to_owned())]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let (project, _) = project_of(&[("Mill", "mill.txt", MILL), ("River", "river.txt", RIVER)], 1);
        for (table, expected) in [
            ("name\nmill.txt\n", "a column “file” is needed"),
            ("file,published\nmill.txt,yesterday\n", "Line 2: “yesterday” is no date"),
            ("file,title\nlake.txt,Lake\n", "Line 2: no article comes from “lake.txt”"),
            ("file,reliability\nmill.txt,Z\n", "Line 2: “Z” is no reliability"),
            ("file,reliability\nmill.txt,AB\n", "Line 2: “AB” is no reliability"),
            ("file,title\nmill.txt\n", "Not a table"),
            (
                "file,outlet,title\nmill.txt,A,\nx/mill.txt,,B\n",
                "Line 3: “x/mill.txt” stands in line 2 already; put both",
            ),
            (
                "file,status\nmill.txt,Finished\n",
                "Line 2: “Finished” is no status; write one of unread, reading, done, excluded",
            ),
            ("file,title\nmill.txt,\"Two\nlines\"\n", "Line 2: the cell “title” has line breaks or control characters"),
            ("file,desk\nmill.txt,be\u{7}ll\n", "Line 2: the cell “desk” has line breaks or control"),
            ("file,notes\nmill.txt,be\u{7}ll\n", "Line 2: the cell “notes” has line breaks or control"),
            ("file,,title\nmill.txt,y,T\n", "Line 2: “y” stands in a column without a name; name it in the first line"),
            ("file,outlet,Outlet\nmill.txt,a,b\n", "Line 1: the columns “outlet” and “Outlet” say the same"),
            ("file,date,published\nmill.txt,2025,2026\n", "Line 1: the columns “date” and “published” say the same"),
            ("file,a\u{7}b\nmill.txt,x\n", "no control characters"),
        ] {
            let wrong = read_details(&project, table.as_bytes()).expect_err("refused").join("\n");
            assert!(wrong.contains(expected), "{wrong}");
        }
    }
    #[test]
    fn what_is_harmless_is_let_through() {
        let (project, _) = project_of(&[("Mill", "mill.txt", MILL)], 1);
        let table = "file,status,notes,,\nmill.txt,DONE,\"Two\nlines\",,\n";
        let changed = read_details(&project, table.as_bytes()).expect("read");
        assert_eq!((changed[0].status.clone(), changed[0].notes.as_str()), (Some(ArticleStatus::Done), "Two\nlines"));
        assert!(changed[0].attributes.is_empty());
    }

    #[test]
    fn files_of_one_name_are_told_apart_by_path_or_else_by_title() {
        let check = |files: [&str; 2], table: &str, expected: Result<&str, &str>| {
            let (project, _) = project_of(&[("Mill", files[0], MILL), ("River", files[1], RIVER)], 1);
            match (read_details(&project, table.as_bytes()), expected) {
                (Ok(changed), Ok(title)) => {
                    assert_eq!(changed.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), [title]);
                }
                (Err(wrong), Err(sentence)) => assert!(wrong.join("\n").contains(sentence), "{wrong:?}"),
                (outcome, _) => panic!("{files:?} {table}: {outcome:?}"),
            }
        };
        let row = |file: &str| format!("file,outlet\n{file},Gazette\n");
        let folders = ["a/x.txt", "b/x.txt"];
        check(folders, &row("a/x.txt"), Ok("Mill"));
        check(folders, &row("b\\x.txt"), Ok("River"));
        check(folders, &row("all/of/b/x.txt"), Ok("River"));
        check(folders, &row("x.txt"), Err("Line 2: several articles come from “x.txt”; name the one that is meant"));
        check(["x.txt", "b/x.txt"], &row("x.txt"), Ok("Mill"));
        let bare = ["x.txt", "x.txt"];
        check(bare, &row("a/x.txt"), Err("several articles come from “a/x.txt”"));
        check(bare, "file,article,outlet\nx.txt,River,Gazette\n", Ok("River"));
        check(bare, "file,article,outlet\nx.txt,Lake,Gazette\n", Err("several articles"));
    }
}
