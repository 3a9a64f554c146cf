//! Details of articles from a table, matched by file name: one row an article, a column a detail; other columns become
//! attributes. What cannot be read or matched is said with its row, and nothing is taken in.

use std::collections::BTreeMap;

use crate::model::{Article, ArticleStatus, Project, SourceGrade};
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
    let columns: Vec<String> = headers.iter().map(|name| name.trim().to_owned()).collect();
    let Some(file_column) = columns.iter().position(|name| name.eq_ignore_ascii_case("file")) else {
        return Err(vec!["Line 1: a column “file” is needed, which names each article's file".to_owned()]);
    };
    let mut by_file: BTreeMap<&str, Vec<&Article>> = BTreeMap::new();
    for article in project.articles().values() {
        by_file.entry(file_name(&article.import.file)).or_default().push(article);
    }
    let (mut wrong, mut changed) = (Vec::new(), Vec::new());
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                wrong.push(format!("Not a table: {error}"));
                continue;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        let file = row.get(file_column).unwrap_or_default().trim();
        let article = match by_file.get(file_name(file)).map(Vec::as_slice) {
            Some([one]) => *one,
            Some(_) => {
                wrong.push(format!("Line {line}: several articles come from “{file}”"));
                continue;
            }
            None => {
                wrong.push(format!("Line {line}: no article comes from “{file}”"));
                continue;
            }
        };
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

/// The last part of a path of either system.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Sets one detail; an empty cell leaves it as it is.
fn set(article: &mut Article, column: &str, cell: &str) -> Result<(), String> {
    if cell.is_empty() {
        return Ok(());
    }
    let text = || cell.to_owned();
    match column.to_lowercase().as_str() {
        "file" => {}
        "title" => (article.title, article.title_inferred) = (text(), false),
        "outlet" => article.outlet = text(),
        "author" => article.author = text(),
        "url" | "address" => article.url = text(),
        "published" | "date" => {
            let date = cell.parse().map_err(|_| format!("“{cell}” is no date; write 2025, 2025-12 or 2025-12-14"))?;
            article.published = Some(date);
        }
        "language" => article.language = text(),
        "status" => article.status = ArticleStatus::from_word(cell),
        "notes" => article.notes = text(),
        "groups" => article.groups = names(cell),
        "reliability" => {
            let letter = cell.chars().next().map(|c| c.to_ascii_uppercase()).filter(|_| cell.chars().count() == 1);
            let grade = SourceGrade::new(letter, article.grade.credibility());
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
            ("file,title\nmill.txt\n", "Not a table"),
        ] {
            let wrong = read_details(&project, table.as_bytes()).expect_err("refused").join("\n");
            assert!(wrong.contains(expected), "{wrong}");
        }
    }
}
