//! Excerpts as an Excel workbook: sheets of excerpts, articles, codes and counts. Every cell is typed: words are words
//! whatever they begin with, never a formula or a link, so that no apostrophe is needed. No macros.

use std::collections::BTreeSet;
use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Look, FormatAlign, Workbook, Worksheet, XlsxError};

use super::codebook::rows;
use super::columns::{Column, Kind};
use super::order::ordered;
use super::rows::Reader;
use super::tally::tallies;
use super::{ExportError, Format, Input, Shape, Written};
use crate::model::{Article, ArticleId, PartialDate, Project};

/// XLSX in the list of formats.
pub const FORMAT: Format = Format { id: "xlsx", name: "Excel workbook", extension: "xlsx", shape: Shape::Table, write };

/// Rows that a sheet holds at most, besides the one with the names.
const ROWS_MAX: usize = 1_048_575;

/// Characters (UTF-16 units) that a cell holds at most.
const CELL_MAX: usize = 32_767;

fn write(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let mut written = Written::default();
    let bytes = workbook(input, &mut written, ROWS_MAX).map_err(as_io)?;
    // In parts, so that it can be stopped.
    for part in bytes.chunks(1 << 20) {
        out.write_all(part)?;
    }
    out.flush()?;
    Ok(written)
}

fn as_io(error: XlsxError) -> ExportError {
    ExportError::Write(match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    })
}

/// How cells look.
struct Looks {
    header: Look,
    date: Look,
    moment: Look,
    words: Look,
}

fn workbook(input: &mut Input<'_>, written: &mut Written, rows_max: usize) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(input.project.meta().created.as_second())?;
    let about = DocProperties::new().set_title(&input.project.meta().name).set_creation_datetime(&created);
    book.set_properties(&about);
    let looks = Looks {
        header: Look::new().set_bold().set_background_color(0x00_E8_E4_DB),
        date: Look::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top),
        moment: Look::new().set_num_format("yyyy-mm-dd hh:mm:ss").set_align(FormatAlign::Top),
        words: Look::new().set_text_wrap().set_align(FormatAlign::Top),
    };
    let order = ordered(input);
    let counts = tallies(input);
    let columns = input.choices.table();
    let reads = input.choices.reads_texts(FORMAT.shape);
    let mut reader = Reader::new(input, reads);
    let mut articles = BTreeSet::new();
    let (mut cell, mut cut) = (String::new(), Vec::new());
    let mut parts = order.chunks(rows_max);
    let mut part = parts.next().or(Some(&[]));
    let mut number = 1;
    while let Some(ids) = part {
        let name = if number == 1 { "Excerpts".to_owned() } else { format!("Excerpts {number}") };
        let sheet =
            start(&mut book, &name, columns.iter().map(|column| (column.name, width(column))), ids.len(), &looks)?;
        for (index, id) in (1..).zip(ids) {
            let Some(row) = reader.row(*id) else { continue };
            articles.insert(row.excerpt.article);
            for (place, column) in (0..).zip(&columns) {
                cell.clear();
                (column.value)(&row, &mut cell);
                if put(sheet, (index, place), column.kind, &cell, &looks)? {
                    cut.push(format!(
                        "The cell “{}” of the excerpt {id} is cut: a cell holds {CELL_MAX} characters",
                        column.name
                    ));
                }
            }
            written.excerpts += 1;
        }
        part = parts.next();
        number += 1;
    }
    let project = reader.project();
    written.notes = reader.notes;
    written.notes.append(&mut cut);
    article_sheet(&mut book, project, &articles, &looks)?;
    codebook_sheet(&mut book, project, &looks)?;
    let total: usize = counts.iter().map(|(_, counts)| counts.len()).sum();
    let sheet = start(
        &mut book,
        "Counts",
        [("what", 14.0), ("name", 40.0), ("excerpts, with those below", 26.0)],
        total,
        &looks,
    )?;
    let lines = counts.iter().flat_map(|(what, counts)| counts.iter().map(move |count| (what, count)));
    for (index, (what, (name, count))) in (1..).zip(lines) {
        put(sheet, (index, 0), Kind::Text, what, &looks)?;
        put(sheet, (index, 1), Kind::Text, name, &looks)?;
        put(sheet, (index, 2), Kind::Number, &count.to_string(), &looks)?;
    }
    book.save_to_buffer()
}

/// A sheet with a frozen row of names above `rows` rows that can be filtered.
fn start<'a, 'b>(
    book: &'b mut Workbook,
    name: &str,
    columns: impl IntoIterator<Item = (&'a str, f64)>,
    rows: usize,
    looks: &Looks,
) -> Result<&'b mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    let mut last = 0;
    for (place, (name, width)) in (0..).zip(columns) {
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, name, &looks.header)?;
        last = place;
    }
    sheet.autofilter(0, 0, u32::try_from(rows).unwrap_or(u32::MAX), last)?;
    Ok(sheet)
}

/// Puts a value; says whether it had to be cut.
fn put(sheet: &mut Worksheet, at: (u32, u16), kind: Kind, value: &str, looks: &Looks) -> Result<bool, XlsxError> {
    let (row, column) = at;
    if value.is_empty() {
        return Ok(false);
    }
    match kind {
        Kind::Number => {
            if let Ok(number) = value.parse::<u32>() {
                sheet.write_number(row, column, number)?;
                return Ok(false);
            }
        }
        Kind::Date => {
            if let Some(date) = value.parse().ok().and_then(whole_date) {
                sheet.write_datetime_with_format(row, column, date, &looks.date)?;
                return Ok(false);
            }
        }
        Kind::Moment => {
            let second = value.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_second);
            if let Some(moment) = second.ok().and_then(|second| ExcelDateTime::from_timestamp(second).ok()) {
                sheet.write_datetime_with_format(row, column, moment, &looks.moment)?;
                return Ok(false);
            }
        }
        Kind::Text | Kind::Address => {}
    }
    let fits = fitting(value);
    sheet.write_string_with_format(row, column, fits, &looks.words)?;
    Ok(fits.len() < value.len())
}

/// As much of `value` as a cell holds.
fn fitting(value: &str) -> &str {
    if value.len() <= CELL_MAX {
        return value;
    }
    let mut units = 0;
    let end = value.char_indices().find(|(_, sign)| {
        units += sign.len_utf16();
        units > CELL_MAX
    });
    end.and_then(|(at, _)| value.get(..at)).unwrap_or(value)
}

/// A date of which the day is known, and that Excel knows: it begins with 1900.
fn whole_date(date: PartialDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::try_from(date.month()?).ok()?, u8::try_from(date.day()?).ok()?).ok()
}

fn width(column: &Column) -> f64 {
    match (column.kind, column.name) {
        (_, "quote") => 70.0,
        (_, "memo" | "before" | "after" | "article" | "source" | "condition") => 36.0,
        (Kind::Number, _) => 9.0,
        (Kind::Date, _) => 12.0,
        (Kind::Moment, _) => 20.0,
        _ => 18.0,
    }
}

fn article_sheet(
    book: &mut Workbook,
    project: &Project,
    articles: &BTreeSet<ArticleId>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    type Value = fn(&Article) -> String;
    let grade = |article: &Article| {
        let credibility = article.grade.credibility().map(|number| number.to_string());
        format!(
            "{}{}",
            article.grade.reliability().map(String::from).unwrap_or_default(),
            credibility.unwrap_or_default()
        )
    };
    let columns: [(&str, f64, Kind, Value); 13] = [
        ("id", 18.0, Kind::Text, |it| it.id.to_string()),
        ("title", 50.0, Kind::Text, |it| it.title.clone()),
        ("outlet", 18.0, Kind::Text, |it| it.outlet.clone()),
        ("author", 18.0, Kind::Text, |it| it.author.clone()),
        ("published", 12.0, Kind::Date, |it| it.published.map(|date| date.to_string()).unwrap_or_default()),
        ("url", 30.0, Kind::Address, |it| it.url.clone()),
        ("language", 10.0, Kind::Text, |it| it.language.clone()),
        ("status", 10.0, Kind::Text, |it| it.status.as_ref().map(|it| it.word().to_owned()).unwrap_or_default()),
        ("grade", 8.0, Kind::Text, grade),
        ("groups", 18.0, Kind::Text, |it| it.groups.join("; ")),
        ("notes", 36.0, Kind::Text, |it| it.notes.clone()),
        ("file", 18.0, Kind::Text, |it| it.import.file.clone()),
        ("imported", 20.0, Kind::Moment, |it| it.import.imported.to_string()),
    ];
    let names = columns.iter().map(|(name, width, ..)| (*name, *width));
    let sheet = start(book, "Articles", names, articles.len(), looks)?;
    for (index, article) in (1..).zip(articles.iter().filter_map(|id| project.articles().get(id))) {
        for (place, (_, _, kind, value)) in (0..).zip(&columns) {
            put(sheet, (index, place), *kind, &value(article), looks)?;
        }
    }
    Ok(())
}

fn codebook_sheet(book: &mut Workbook, project: &Project, looks: &Looks) -> Result<(), XlsxError> {
    let mut rows = rows(project).into_iter();
    let names = rows.next().unwrap_or_default();
    let wide = |name: &str| {
        if ["definition", "use_when", "not_when", "example", "notes"].contains(&name) { 36.0 } else { 16.0 }
    };
    let names: Vec<(&str, f64)> = names.iter().map(|name| (name.as_str(), wide(name))).collect();
    let sheet = start(book, "Codebook", names, rows.len(), looks)?;
    for (index, row) in (1..).zip(rows) {
        for (place, cell) in (0..).zip(&row) {
            put(sheet, (index, place), Kind::Text, cell, looks)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::export::Choices;
    use crate::model::{Change, ExcerptId, Record};
    use crate::text::sample::sample;

    fn export(project: &Project, rows_max: usize) -> (Vec<u8>, Written) {
        let (_, texts) = sample();
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        let choices = Choices::of(&FORMAT);
        let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(String::new);
        let mut input = Input::new(project, &ids, &mut text_of, &choices);
        let mut written = Written::default();
        (workbook(&mut input, &mut written, rows_max).expect("a workbook"), written)
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).expect("a zip");
        let mut text = String::new();
        archive.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
        text
    }

    #[test]
    fn cells_are_typed_and_nothing_is_a_formula_or_a_link() {
        let (project, _) = sample();
        let (bytes, written) = export(&project, ROWS_MAX);
        assert_eq!(written, Written { excerpts: 4, notes: Vec::new() });
        assert_eq!(bytes, export(&project, ROWS_MAX).0, "the same bytes each time");
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("=2; “never”\n\nwithout the weir"), "{sheet}");
        assert!(sheet.contains("=HYPERLINK(&quot;x&quot;)") || sheet.contains("=HYPERLINK(\"x\")"), "{sheet}");
        assert!(sheet.contains("<v>108</v>") && sheet.contains("topLeftCell=\"A2\"") && sheet.contains("<autoFilter"));
        let archive = zip::ZipArchive::new(io::Cursor::new(&bytes)).expect("a zip");
        for name in archive.file_names() {
            let name = name.expect("a name");
            let name = &*name;
            assert!(!name.contains("vba") && !name.contains("external"), "{name}");
            let text = part(&bytes, name);
            assert!(!text.contains("<f>") && !text.contains("<hyperlink"), "{name}");
        }
        assert!(part(&bytes, "xl/workbook.xml").contains("name=\"Counts\""));
    }

    #[test]
    fn more_rows_than_a_sheet_holds_go_to_the_next() {
        let (project, _) = sample();
        let (bytes, written) = export(&project, 3);
        assert_eq!(written.excerpts, 4);
        assert!(part(&bytes, "xl/workbook.xml").contains("name=\"Excerpts 2\""));
        assert!(part(&bytes, "xl/worksheets/sheet2.xml").contains("Der Fluß bleibt offen."));
    }

    #[test]
    fn what_a_cell_cannot_hold_is_cut_and_said() {
        let (mut project, _) = sample();
        let mut excerpt = project.excerpts().values().next().expect("an excerpt").clone();
        excerpt.memo = format!("\u{1}\u{fffe}\u{202e}{}", "😀".repeat(20_000));
        project.apply(&Change::put("memo", [Record::Excerpt(Box::new(excerpt.clone()))])).expect("applied");
        let (_, written) = export(&project, ROWS_MAX);
        assert_eq!(written.notes.len(), 1);
        let expected = format!("The cell “memo” of the excerpt {} is cut", excerpt.id);
        assert!(written.notes[0].starts_with(&expected), "{:?}", written.notes);
    }
}
