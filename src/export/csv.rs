//! Excerpts as CSV (RFC 4180): UTF-8, CRLF line ends, a header, one row an excerpt. The columns are in `columns`.

use std::borrow::Cow;
use std::io::Write;

use super::columns::{Column, Kind};
use super::order::ordered;
use super::rows::{Reader, Row};
use super::{ExportError, Format, Input, Shape, Written};
use crate::text::cells::guarded;

/// CSV in the list of formats.
pub const FORMAT: Format = Format { id: "csv", name: "CSV table", extension: "csv", shape: Shape::Table, write };

/// Excerpts fetched from memory at a time.
const FETCHED: usize = 32;

/// Bytes gathered before they are handed on.
const GATHERED_BYTES: usize = 64 << 10;

fn write(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let choices = input.choices;
    let columns = choices.table();
    let order = if choices.order.is_empty() && choices.group.is_empty() {
        Cow::Borrowed(input.excerpts)
    } else {
        Cow::Owned(ordered(input))
    };
    let mut lines = String::with_capacity(GATHERED_BYTES * 2);
    for column in &columns {
        let from = lines.len();
        lines.push_str(column.name);
        end_cell(&mut lines, from, true);
    }
    end_line(&mut lines, columns.len());
    let mut cells: Vec<Cells> = columns.iter().map(|column| Cells::of(column, choices.raw)).collect();
    let mut reader = Reader::new(input, choices.reads_texts(FORMAT.shape));
    let mut excerpts = 0;
    let mut fetched = Vec::with_capacity(FETCHED);
    for ids in order.chunks(FETCHED) {
        reader.fetch(ids, &mut fetched);
        for row in fetched.drain(..).filter_map(|excerpt| reader.row_of(excerpt)) {
            for cells in &mut cells {
                cells.push(&row, &mut lines);
            }
            end_line(&mut lines, columns.len());
            excerpts += 1;
        }
        if lines.len() >= GATHERED_BYTES {
            out.write_all(lines.as_bytes())?;
            lines.clear();
        }
    }
    out.write_all(lines.as_bytes())?;
    out.flush()?;
    Ok(Written { excerpts, notes: reader.notes })
}

/// The cells of one column.
struct Cells {
    column: &'static Column,
    raw: bool,
    shared_by: Option<fn(&Row<'_>) -> usize>,
    /// Cells written lately, by what rows share.
    lately: Vec<(usize, String)>,
}

/// How many cells of a column are remembered: a power of two, by which it is fast to divide.
const LATELY: usize = 4096;

impl Cells {
    fn of(column: &'static Column, raw: bool) -> Self {
        let shared_by = column.shared_by();
        let lately = if shared_by.is_some() { vec![(0, String::new()); LATELY] } else { Vec::new() };
        Self { column, raw, shared_by, lately }
    }

    /// Appends a row's cell and a comma.
    fn push(&mut self, row: &Row<'_>, lines: &mut String) {
        // Nothing lies at 0 but what is not there.
        let shared = self.shared_by.map_or(0, |shared_by| shared_by(row));
        let kept = if shared == 0 { None } else { self.lately.get_mut((shared >> 4) % LATELY) };
        if let Some((known, cell)) = &kept
            && *known == shared
        {
            lines.push_str(cell);
            return;
        }
        let from = lines.len();
        (self.column.value)(row, lines);
        match self.column.kind {
            // Of digits and what stands between them.
            Kind::Number | Kind::Date | Kind::Moment => lines.push(','),
            Kind::Text | Kind::Address => end_cell(lines, from, self.raw),
        }
        if let Some((known, cell)) = kept {
            *known = shared;
            cell.clear();
            cell.push_str(lines.get(from..).unwrap_or_default());
        }
    }
}

/// Guards the cell that begins at `from`, puts it in quotation marks where it needs them, and a comma behind it.
fn end_cell(lines: &mut String, from: usize, raw: bool) {
    let cell = lines.get(from..).unwrap_or_default();
    // Most cells are empty.
    if cell.is_empty() {
        lines.push(',');
        return;
    }
    if !raw && let Cow::Owned(guarded) = guarded(cell) {
        lines.truncate(from);
        lines.push_str(&guarded);
    }
    let cell = lines.get(from..).unwrap_or_default().as_bytes();
    if memchr::memchr3(b',', b'"', b'\n', cell).is_some() || memchr::memchr(b'\r', cell).is_some() {
        if memchr::memchr(b'"', cell).is_some() {
            let doubled = lines.split_off(from).replace('"', "\"\"");
            lines.push_str(&doubled);
        }
        lines.insert(from, '"');
        lines.push('"');
    }
    lines.push(',');
}

/// Ends a line of so many cells, each of which has a comma behind it.
fn end_line(lines: &mut String, cells: usize) {
    let comma = lines.pop();
    // A line of one empty cell would be no line to those who read it.
    if cells == 1 && comma.is_some() && (lines.is_empty() || lines.ends_with('\n')) {
        lines.push_str("\"\"");
    }
    lines.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use crate::export::{Choices, Wanted};
    use crate::model::{Article, ExcerptId};
    use crate::text::sample::sample;

    use super::*;
    use proptest::prelude::*;

    fn export(raw: bool) -> String {
        let (project, texts) = sample();
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(String::new);
        let choices = Choices::new(&FORMAT, &Wanted { raw, ..Wanted::default() }).expect("choices");
        let mut input = Input::new(&project, &ids, &mut text_of, &choices);
        let mut bytes = Vec::new();
        let written = write(&mut input, &mut bytes).expect("an export");
        assert_eq!(written, Written { excerpts: 4, notes: Vec::new() });
        String::from_utf8(bytes).expect("UTF-8")
    }

    const HEADER: &str = "id,tag,quote,actors,addressees,issues,stance,condition,speaker,voice,said_on,reliability,\
        credibility,memo,article,outlet,author,published,url,file,start,end,before,after,analyst,created,modified\r\n";

    #[test]
    fn the_columns_are_those_that_were_promised_and_cells_are_guarded() {
        let table = export(false);
        let expected = concat!(
            ",Red line,\"'=2; “never”\n\nwithout the weir\",Calder,'-Vale,Weir,conditional,''=if,\"\"\"Mayor\"\" Ames\",",
            "reporter's account,2025-12,B,3,,Mill talks: day two,,,,,mill.txt,108,137,",
            "\" laughed.\n\nAsked for a sum, 😀 she wrote \",\", and left. We will hold the mill, she r\",",
            "Ada,2025-12-15T12:02:00Z,2025-12-20T10:11:12.131415Z\r\n",
        );
        assert!(table.starts_with(HEADER), "{table}");
        assert!(table.contains(expected), "{table}");
        assert!(table.contains("Mayor\\; Ames \\\\ Co;Calder"), "{table}");
        assert!(table.contains("\"'=HYPERLINK(\"\"x\"\")\r\nsecond line, with a comma\""), "{table}");
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_csv_crate(rows in proptest::collection::vec(proptest::collection::vec("(\\PC|[\",\r\n=' ]){0,8}", 1..5), 0..5)) {
            let (mut lines, mut expected) = (String::new(), Vec::new());
            for row in &rows {
                for cell in row {
                    let from = lines.len();
                    lines.push_str(cell);
                    end_cell(&mut lines, from, false);
                }
                end_line(&mut lines, row.len());
                let mut table = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(&mut expected);
                table.write_record(row.iter().map(|cell| guarded(cell).into_owned())).expect("written");
                table.flush().expect("flushed");
            }
            prop_assert_eq!(lines, String::from_utf8(expected).expect("UTF-8"));
        }
    }

    #[test]
    fn raw_leaves_cells_as_they_are() {
        let table = export(true);
        assert!(
            table.contains(",Red line,\"=2; “never”\n\nwithout the weir\",Calder,-Vale,Weir,conditional,'=if,"),
            "{table}"
        );
    }
}
