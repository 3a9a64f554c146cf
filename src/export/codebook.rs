//! The codes of a project as a table, one row a tag, actor or issue; `import::codebook` reads it back.

use crate::model::codebook::COLUMNS;
use crate::model::operations::codes::tree;
use crate::model::{Code, CodeKind, Project};
use crate::text::cells::{guarded, push_names};

/// Writes all codes, each after those above it.
#[must_use]
pub fn write_codebook(project: &Project) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows(project) {
        // Writing to memory does not fail.
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}

/// The names of the columns, then a row for each code.
pub(super) fn rows(project: &Project) -> Vec<Vec<String>> {
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    for kind in CodeKind::ALL {
        rows.extend(tree(project, kind).into_iter().filter_map(|row| row.id.code(project)).map(|code| cells(&code)));
    }
    rows
}

fn cells(code: &Code) -> Vec<String> {
    let id = code.id();
    let yes = |on: bool| if on { "yes".to_owned() } else { String::new() };
    let color = |[r, g, b]: [u8; 3]| format!("#{r:02X}{g:02X}{b:02X}");
    let mut aliases = String::new();
    push_names(&mut aliases, code.aliases().iter().map(String::as_str));
    let none = String::new;
    let (parent, own): (Option<String>, [String; 12]) = match code {
        Code::Tag(tag) => (
            tag.parent.as_ref().map(ToString::to_string),
            [
                color(tag.color),
                tag.underline.word().to_owned(),
                tag.key.map(String::from).unwrap_or_default(),
                tag.definition.clone(),
                tag.use_when.clone(),
                tag.not_when.clone(),
                tag.example.clone(),
                none(),
                none(),
                none(),
                none(),
                none(),
            ],
        ),
        Code::Actor(actor) => (
            actor.parent.as_ref().map(ToString::to_string),
            [
                actor.color.map(color).unwrap_or_default(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                actor.kind.as_ref().map(|kind| kind.word().to_owned()).unwrap_or_default(),
                actor.role.clone(),
                actor.since.map(|date| date.to_string()).unwrap_or_default(),
                actor.until.map(|date| date.to_string()).unwrap_or_default(),
                actor.notes.clone(),
            ],
        ),
        Code::Issue(issue) => (
            issue.parent.as_ref().map(ToString::to_string),
            [
                issue.color.map(color).unwrap_or_default(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                issue.notes.clone(),
            ],
        ),
    };
    let mut row = vec![
        id.kind().word().to_owned(),
        id.as_str().to_owned(),
        code.name().to_owned(),
        parent.unwrap_or_default(),
        aliases,
    ];
    row.extend(own);
    row.push(yes(code.retired()));
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sample::sample;

    #[test]
    fn every_code_has_a_row() {
        let (project, _) = sample();
        let table = String::from_utf8(write_codebook(&project)).expect("UTF-8");
        let codes = project.tags().len() + project.actors().len() + project.issues().len();
        assert_eq!(csv::Reader::from_reader(table.as_bytes()).into_records().count(), codes);
        assert!(table.starts_with("code,id,name,parent,aliases"));
    }
}
