//! The records of the excerpts as RON, as a project's own files have them, with all that they name: analysts, codes,
//! articles. `storage::read_records` reads them back. Texts of articles are not among them; an archive has those.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::order::ordered;
use super::rows::Reader;
use super::{ExportError, Format, Input, Shape, Written};
use crate::model::operations::codes::tree;
use crate::model::{CodeKind, Record};

/// RON in the list of formats.
pub const FORMAT: Format = Format { id: "ron", name: "RON records", extension: "ron", shape: Shape::Records, write };

fn write(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let Some(file) = input.records.clone() else {
        return Err(io::Error::other("nobody said how records are written").into());
    };
    let order = ordered(input);
    let mut reader = Reader::new(input, false);
    let project = reader.project();
    let mut put = |record: Record| out.write_all((file.line)(&record).as_bytes());
    let found = || order.iter().filter_map(|id| project.excerpts().get(id));
    let articles: BTreeSet<_> = found().map(|excerpt| excerpt.article).collect();
    let analysts: BTreeSet<_> = found().map(|excerpt| excerpt.analyst).collect();
    put(Record::Project(project.meta().clone())).and_then(|()| {
        project
            .analysts()
            .values()
            .filter(|it| analysts.contains(&it.id))
            .try_for_each(|it| put(Record::Analyst(it.clone())))?;
        let codes = CodeKind::ALL.into_iter().flat_map(|kind| tree(project, kind));
        codes.filter_map(|row| row.id.code(project)).try_for_each(|code| put(code.into_record()))?;
        let articles = project.articles().values().filter(|article| articles.contains(&article.id));
        articles.cloned().try_for_each(|article| put(Record::Article(Box::new(article))))
    })?;
    let mut excerpts = 0;
    for id in order.iter().copied() {
        let Some(row) = reader.row(id) else { continue };
        put(Record::Excerpt(Box::new(row.excerpt.clone())))?;
        excerpts += 1;
    }
    out.write_all(file.end.as_bytes())?;
    out.flush()?;
    Ok(Written { excerpts, notes: reader.notes })
}
