//! The shape of a brief: quotes under the headings chosen, each with its coding and the number of its source; then the
//! sources, then the codebook. How that looks in a file is said by `markdown` and `docx`. A quote has a paragraph of its
//! own, which ends whatever turns the direction in it; what shares a paragraph is `closed`.

use std::collections::BTreeMap;
use std::io;

use super::citation::{Citation, Piece};
use super::order::sections;
use super::rows::{Reader, Row};
use super::{ExportError, Input, Written};
use crate::model::{ArticleId, Project, RecordId};
use crate::text::marks::closed;

/// A file that takes a brief.
pub(super) trait Pages {
    /// A heading; 1 is the title.
    fn heading(&mut self, level: usize, text: &str) -> io::Result<()>;
    /// One paragraph, or several where the style keeps line ends.
    fn paragraph(&mut self, style: Style, runs: &[Run<'_>]) -> io::Result<()>;
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// On one line.
    Plain,
    /// The article's own words, to the letter, line ends included.
    Quote,
    /// The words around a quote.
    Context,
    /// The analyst's own words, line ends included.
    Memo,
    /// An item of a numbered list.
    Numbered(usize),
}

/// Part of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run<'a> {
    /// Words from the project.
    Words(&'a str),
    /// Words from the project, bold.
    Bold(&'a str),
    /// An address, which is a link where it is one of the web.
    Address(&'a str),
    /// The number of a source.
    Number(usize),
}

/// Writes a brief.
pub(super) fn write_brief(input: &mut Input<'_>, pages: &mut dyn Pages) -> Result<Written, ExportError> {
    let sections = sections(input);
    let mut excerpts: Vec<_> = sections.iter().flat_map(|section| section.excerpts.iter().copied()).collect();
    excerpts.sort_unstable();
    excerpts.dedup();
    let mut sources: BTreeMap<ArticleId, usize> = BTreeMap::new();
    let mut reader = Reader::new(input, true);
    let project = reader.project();
    for id in sections.iter().flat_map(|section| &section.excerpts) {
        if let Some(excerpt) = project.excerpts().get(id) {
            let next = sources.len() + 1;
            sources.entry(excerpt.article).or_insert(next);
        }
    }
    pages.heading(1, &project.meta().name)?;
    let counted = format!("{} from {}.", count(excerpts.len(), "excerpt"), count(sources.len(), "article"));
    pages.paragraph(Style::Plain, &[Run::Words(&counted)])?;
    let mut above: Vec<String> = Vec::new();
    for section in sections {
        let same = above.iter().zip(&section.path).take_while(|(a, b)| a == b).count();
        let fresh = if same == section.path.len() { same.saturating_sub(1) } else { same };
        for (level, title) in section.path.iter().enumerate().skip(fresh) {
            pages.heading(level + 2, title)?;
        }
        above = section.path;
        for id in section.excerpts {
            if let Some(row) = reader.row(id) {
                let number = sources.get(&row.excerpt.article).copied().unwrap_or_default();
                excerpt(pages, &row, number)?;
            }
        }
    }
    if !sources.is_empty() {
        pages.heading(2, "Sources")?;
        let mut listed: Vec<(usize, ArticleId)> = sources.into_iter().map(|(id, number)| (number, id)).collect();
        listed.sort_unstable();
        for (number, id) in listed {
            source(pages, project, number, id)?;
        }
    }
    if reader.choices().codebook && !excerpts.is_empty() {
        codebook(pages, project)?;
    }
    Ok(Written { excerpts: excerpts.len(), notes: reader.notes })
}

fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

fn excerpt(pages: &mut dyn Pages, row: &Row<'_>, number: usize) -> io::Result<()> {
    let context = |pages: &mut dyn Pages, words: String| {
        if words.trim_matches(['…', ' ']).trim().is_empty() {
            return Ok(());
        }
        pages.paragraph(Style::Context, &[Run::Words(&words)])
    };
    if row.choices.context > 0 {
        context(pages, format!("… {}", row.before().trim_start()))?;
    }
    pages.paragraph(Style::Quote, &[Run::Words(row.excerpt.anchor.quote())])?;
    if row.choices.context > 0 {
        context(pages, format!("{} …", row.after().trim_end()))?;
    }
    let chosen = |name: &str| !row.choices.columns_chosen || row.choices.columns.contains(&name);
    let tag = if chosen("tag") { closed(row.tag()) } else { "".into() };
    let details = if row.choices.columns_chosen { chosen_details(row) } else { coding(row) };
    let details = if tag.is_empty() { details.trim_start_matches(" · ") } else { &details };
    if !tag.is_empty() || !details.is_empty() {
        let runs = [Run::Bold(&tag), Run::Words(details)];
        pages.paragraph(Style::Plain, runs.get(usize::from(tag.is_empty())..).unwrap_or_default())?;
    }
    let memo = row.excerpt.memo.trim();
    if !memo.is_empty() && chosen("memo") {
        pages.paragraph(Style::Memo, &[Run::Words(&format!("Memo: {}", memo.replace("\r\n", "\n")))])?;
    }
    let pieces = row.choices.citation.pieces(row);
    let mut runs = vec![Run::Words("Source: "), Run::Number(number), Run::Words(" ")];
    runs.extend(pieces.iter().map(run));
    pages.paragraph(Style::Plain, &runs)
}

fn run(piece: &Piece) -> Run<'_> {
    match piece {
        Piece::Words(words) => Run::Words(words),
        Piece::Address(address) => Run::Address(address),
    }
}

/// What stands in the columns that were chosen; each after a dot, those that do not speak for themselves by name.
fn chosen_details(row: &Row<'_>) -> String {
    let mut details = String::new();
    for name in &row.choices.columns {
        let before = match *name {
            // These have their own place.
            "tag" | "quote" | "before" | "after" | "memo" | "source" => continue,
            "actors" | "issues" | "stance" | "voice" | "article" | "outlet" | "published" => String::new(),
            name => format!("{}: ", name.replace('_', " ")),
        };
        let value = row.value(name).replace(';', "; ").replace(";  ", "; ");
        if !value.trim().is_empty() {
            details.push_str(&format!(" · {before}{}", closed(value.trim())));
        }
    }
    details
}

/// Actors, issues and whatever else is known of the statement; each after a dot.
pub(super) fn coding(row: &Row<'_>) -> String {
    let excerpt = row.excerpt;
    let join = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(", ");
    let mut parts = String::new();
    let mut part = |before: &str, text: &str| {
        if !text.trim().is_empty() {
            parts.push_str(&format!(" · {before}{}", closed(text.trim())));
        }
    };
    part("", &join(&mut row.actors(&excerpt.actors)));
    part("to ", &join(&mut row.actors(&excerpt.addressees)));
    part("", &join(&mut row.issues()));
    part("", excerpt.stance.as_ref().map_or("", |stance| stance.word()));
    part("condition: ", &excerpt.condition);
    part("speaker: ", &excerpt.speaker);
    part("", excerpt.voice.as_ref().map_or("", |voice| voice.word()));
    part("said on ", &excerpt.said_on.map(|date| date.to_string()).unwrap_or_default());
    let reliability = excerpt.grade.reliability().map(String::from).unwrap_or_default();
    let credibility = excerpt.grade.credibility().map(|number| number.to_string()).unwrap_or_default();
    part("grade ", &format!("{reliability}{credibility}"));
    parts
}

fn source(pages: &mut dyn Pages, project: &Project, number: usize, id: ArticleId) -> io::Result<()> {
    let Some(article) = project.articles().get(&id) else {
        return pages.paragraph(Style::Numbered(number), &[Run::Words(&id.to_string())]);
    };
    let pieces = Citation::of_article(article);
    pages.paragraph(Style::Numbered(number), &pieces.iter().map(run).collect::<Vec<_>>())
}

/// The tags with what they mean; those that are retired only where they are used.
fn codebook(pages: &mut dyn Pages, project: &Project) -> io::Result<()> {
    pages.heading(2, "Codebook")?;
    for tag in project.tags_in_order() {
        if tag.retired && project.uses(&RecordId::Tag(tag.id.clone())) == 0 {
            continue;
        }
        let mut about = String::new();
        for (label, text) in [
            ("", &tag.definition),
            ("Use when: ", &tag.use_when),
            ("Not when: ", &tag.not_when),
            ("Example: ", &tag.example),
        ] {
            if !text.trim().is_empty() {
                about.push_str(if about.is_empty() { ": " } else { " " });
                about.push_str(&format!("{label}{}", text.trim()));
            }
        }
        pages.paragraph(Style::Plain, &[Run::Bold(&closed(&tag.name)), Run::Words(&about)])?;
    }
    Ok(())
}
