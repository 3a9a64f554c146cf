//! Bytes of a table to rows with named cells: encoding, separator and header are found out; the meaning of the cells
//! is the work of `coding`.

use csv::StringRecord;

use super::TableError;
use crate::text::cells::unguarded;

/// Largest table, in bytes.
pub const TABLE_MAX_BYTES: usize = 1 << 30;

/// Columns that mean something here; `end`, `before` and `after` follow from the quote and the rest is left alone.
const KNOWN: [&str; 24] = [
    "article",
    "tag",
    "quote",
    "actors",
    "addressees",
    "issues",
    "stance",
    "condition",
    "speaker",
    "voice",
    "said_on",
    "reliability",
    "credibility",
    "memo",
    "start",
    "id",
    "analyst",
    "created",
    "modified",
    "outlet",
    "author",
    "published",
    "url",
    "file",
];

/// Columns without which nothing can be tagged.
const REQUIRED: [&str; 3] = ["article", "tag", "quote"];

/// A table as it was read.
#[derive(Debug)]
pub(super) struct Table {
    columns: Vec<(&'static str, usize)>,
    width: usize,
    rows: Vec<StringRecord>,
    raw: bool,
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    cells: &'a StringRecord,
    /// Its number as a spreadsheet shows it: the header is row 1. Lines with nothing at all are not counted.
    pub(super) number: usize,
}

impl Table {
    /// Reads a table with a header. `raw` tells that it was written without guarding apostrophes.
    pub(super) fn read(text: &str, raw: bool) -> Result<Self, TableError> {
        let (text, declared) = without_separator_line(text);
        let separators = declared.map_or_else(|| vec![b',', b';', b'\t'], |separator| vec![separator]);
        let readers = separators.into_iter().filter_map(|separator| {
            let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
            let columns = known_columns(reader.headers().ok()?);
            Some((columns, reader))
        });
        // The separator under which most columns have a known name; the comma where none has more.
        let best = readers.reduce(|best, next| if next.0.len() > best.0.len() { next } else { best });
        let (columns, mut reader) = best.ok_or(TableError::Empty)?;
        let missing: Vec<&str> =
            REQUIRED.into_iter().filter(|name| !columns.iter().any(|(known, _)| known == name)).collect();
        if !missing.is_empty() {
            return Err(TableError::MissingColumns(missing.join("”, “")));
        }
        if let Some((twice, _)) = columns
            .iter()
            .enumerate()
            .find_map(|(at, column)| columns.iter().skip(at + 1).find(|other| other.0 == column.0))
        {
            return Err(TableError::ColumnTwice((*twice).to_owned()));
        }
        let width = reader.headers().map_or(0, StringRecord::len);
        let rows =
            reader.into_records().collect::<Result<_, _>>().map_err(|error| TableError::Broken(error.to_string()))?;
        Ok(Self { columns, width, rows, raw })
    }

    /// The rows that hold anything, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.rows.iter().enumerate().map(|(at, cells)| Row { table: self, cells, number: at + 2 });
        rows.filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()))
    }
}

impl<'a> Row<'a> {
    /// A cell, without the apostrophe that guards it; `None` where the table has no such column, "" where the row
    /// has no such cell.
    pub(super) fn cell(&self, column: &str) -> Option<&'a str> {
        let cell = self.cell_as_written(column)?;
        Some(if self.table.raw { cell } else { unguarded(cell) })
    }

    /// A cell as the table has it.
    pub(super) fn cell_as_written(&self, column: &str) -> Option<&'a str> {
        let (_, at) = self.table.columns.iter().find(|(name, _)| *name == column)?;
        Some(self.cells.get(*at).unwrap_or_default())
    }

    /// Whether it has more cells than the header names: then a quotation mark is missing and nothing can be trusted.
    pub(super) fn is_too_wide(&self) -> bool {
        self.cells.iter().skip(self.table.width).any(|cell| !cell.trim().is_empty())
    }
}

fn known_columns(header: &StringRecord) -> Vec<(&'static str, usize)> {
    let known = |name: &str| KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(name.trim()));
    header.iter().enumerate().filter_map(|(at, name)| Some((known(name)?, at))).collect()
}

/// Spreadsheets may write “sep=;” as a first line, which is no part of the table.
fn without_separator_line(text: &str) -> (&str, Option<u8>) {
    let declared = text.split_once('\n').and_then(|(first, rest)| {
        let separator = first.trim_end_matches('\r').strip_prefix("sep=")?;
        [b',', b';', b'\t'].into_iter().find(|known| separator.as_bytes() == [*known]).map(|known| (rest, Some(known)))
    });
    declared.unwrap_or((text, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, &str, &str)]) {
        let table = Table::read(text, false).expect("a table");
        let found: Vec<_> = table
            .rows()
            .map(|row| (row.number, row.cell("quote").expect("a column"), row.cell("memo").unwrap_or("none")))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn separators_headers_and_rows_are_found_out() {
        check("article,tag,quote\nA,t,q\n", &[(2, "q", "none")]);
        check(
            "Quote;TAG ; Article;memo\r\n\"q;1\";t;A;m\r\n;;;\r\n\"q\n2\";t;A\r\n",
            &[(2, "q;1", "m"), (4, "q\n2", "")],
        );
        check("article\ttag\tquote\textra\nA\tt\tq, \"r\"\tx\n", &[(2, "q, \"r\"", "none")]);
        check("sep=;\r\narticle;tag;quote\r\nA;t;'=q\r\n", &[(2, "=q", "none")]);
        check("article,tag,quote", &[]);
    }

    #[test]
    fn tables_that_cannot_be_used_say_why() {
        let why = |text: &str| Table::read(text, false).expect_err("no table").to_string();
        assert!(why("").contains("“article”, “tag”, “quote”"), "{}", why(""));
        assert!(why("article,text\nA,x\n").contains("“tag”, “quote”"));
        assert!(why("article,tag,quote,Tag\nA,x,y,z\n").contains("“tag” stands twice"));
        let table = Table::read("article,tag,quote\nA,t,he said, no\n", false).expect("a table");
        assert!(table.rows().all(|row| row.is_too_wide()));
    }
}
