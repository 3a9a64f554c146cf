//! Excerpts as CSV (RFC 4180): UTF-8, CRLF line ends, a header, one row an excerpt. The columns are in `columns`.

use std::io::Write;

use super::order::ordered;
use super::rows::Reader;
use super::{ExportError, Format, Input, Shape, Written};
use crate::text::cells::guarded;

/// CSV in the list of formats.
pub const FORMAT: Format = Format { id: "csv", name: "CSV table", extension: "csv", shape: Shape::Table, write };

fn write(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let choices = input.choices;
    let columns = choices.table();
    let order = ordered(input);
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(columns.iter().map(|column| column.name)).map_err(as_io)?;
    let mut reader = Reader::new(input, choices.reads_texts(FORMAT.shape));
    let mut excerpts = 0;
    let mut cell = String::new();
    for id in order {
        let Some(row) = reader.row(id) else { continue };
        for column in &columns {
            cell.clear();
            (column.value)(&row, &mut cell);
            let outcome =
                if choices.raw { table.write_field(&cell) } else { table.write_field(guarded(&cell).as_bytes()) };
            outcome.map_err(as_io)?;
        }
        table.write_record(None::<&[u8]>).map_err(as_io)?;
        excerpts += 1;
    }
    table.flush()?;
    Ok(Written { excerpts, notes: reader.notes })
}

fn as_io(error: csv::Error) -> ExportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ExportError::Write(error),
        other => ExportError::Write(std::io::Error::other(format!("{other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use crate::export::{Choices, Wanted};
    use crate::model::{Article, ExcerptId};
    use crate::text::sample::sample;

    use super::*;

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

    #[test]
    fn raw_leaves_cells_as_they_are() {
        let table = export(true);
        assert!(
            table.contains(",Red line,\"=2; “never”\n\nwithout the weir\",Calder,-Vale,Weir,conditional,'=if,"),
            "{table}"
        );
    }
}
