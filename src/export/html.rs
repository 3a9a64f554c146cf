//! A report as one HTML file that needs nothing else: charts, a table with search and sort, the articles with their
//! highlights; and the articles alone. A Content-Security-Policy allows this file's own style and script by their
//! hashes and nothing more; what comes from the project is text wherever it stands.

mod chart;

use std::collections::BTreeMap;
use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::citation::Piece as SourcePiece;
use super::coded::{Article, Paper, each_article, write_coded};
use super::order::ordered;
use super::rows::Reader;
use super::spans::Piece;
use super::tally::{WITH_BELOW, tallies};
use super::xml::{is_web, push_text, text};
use super::{ExportError, Format, Input, Shape, Written};
use crate::model::operations::codes::codes_of;
use crate::model::{CodeKind, Project};

/// The report in the list of formats.
pub const FORMAT: Format = Format { id: "html", name: "HTML report", extension: "html", shape: Shape::Report, write };

/// Articles with their highlights, in the list of formats.
pub const CODED: Format = Format {
    id: "codedhtml",
    name: "Coded articles (HTML)",
    extension: "html",
    shape: Shape::Coded,
    write: write_articles,
};

/// Levels of a tree that are gone up at most, so that a circle in a damaged file ends it.
const LEVELS: usize = 64;

const STYLE: &str = include_str!("html/report.css");
const SCRIPT: &str = include_str!("html/report.js");

fn write_articles(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    head(input.project, false, out)?;
    let written = write_coded(input, &mut Page { out, listed: true })?;
    out.write_all(b"</main></body></html>\n")?;
    out.flush()?;
    Ok(written)
}

fn write(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let order = ordered(input);
    let tallies = tallies(input);
    let columns = input.choices.table();
    let project = input.project;
    head(project, true, out)?;
    let mut reader = Reader::new(input, true);
    let mut page = Page { out, listed: false };
    page.title(&project.meta().name)?;
    writeln!(
        page.out,
        "<nav><a href=\"#counts\">Counts</a> <a href=\"#excerpts\">Excerpts</a> <a href=\"#articles\">Articles</a></nav>\n\
         <section id=\"counts\"><h2>Counts</h2>"
    )?;
    for (name, counts) in &tallies {
        page.out.write_all(chart::bars(name, counts).as_bytes())?;
    }
    writeln!(page.out, "<p class=\"source\">{WITH_BELOW}.</p>")?;
    page.out.write_all(
        b"</section>\n<section id=\"excerpts\"><h2>Excerpts</h2><noscript><p>The table needs scripts; the articles below \
          do not.</p></noscript><div id=\"tools\" class=\"tools\"></div><p id=\"shown\" role=\"status\"></p><div \
          class=\"wide\"><table id=\"table\"></table></div><button id=\"more\" hidden>Show more</button></section>\n\
          <section id=\"articles\"><h2>Articles</h2>\n",
    )?;
    each_article(&mut reader, &order, &mut |article| page.article(article))?;
    let out = page.out;
    out.write_all(b"</section></main>\n<script type=\"application/json\" id=\"data\">{\"columns\":")?;
    let names: Vec<String> = columns.iter().map(|column| title_of(column.name)).collect();
    out.write_all(in_script(&names).as_bytes())?;
    out.write_all(b",\"above\":")?;
    out.write_all(in_script(&above(project)).as_bytes())?;
    out.write_all(b",\"rows\":[")?;
    let mut excerpts = 0;
    for id in order {
        let Some(row) = reader.row(id) else { continue };
        let list = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().into();
        let value = |column: &&'static super::columns::Column| -> serde_json::Value {
            match column.name {
                "actors" => list(&mut row.actors(&row.excerpt.actors)),
                "addressees" => list(&mut row.actors(&row.excerpt.addressees)),
                "issues" => list(&mut row.issues()),
                name => row.value(name).into(),
            }
        };
        let cells: Vec<serde_json::Value> = columns.iter().map(value).collect();
        out.write_all(if excerpts == 0 { b"\n" } else { b",\n" })?;
        out.write_all(in_script(&cells).as_bytes())?;
        excerpts += 1;
    }
    write!(out, "\n]}}</script>\n<script>{SCRIPT}</script></body></html>\n")?;
    out.flush()?;
    Ok(Written { excerpts, notes: reader.notes })
}

/// `said_on` as a heading.
fn title_of(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut signs = words.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// For each column of codes the names above a name, so that the table finds what is below one as the program does.
fn above(project: &Project) -> BTreeMap<&'static str, BTreeMap<String, Vec<String>>> {
    let all = [("Tag", CodeKind::Tag), ("Actors", CodeKind::Actor), ("Issues", CodeKind::Issue)];
    let names_above = |kind| {
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for id in codes_of(project, kind) {
            let up = std::iter::successors(id.parent(project), |id| id.parent(project)).take(LEVELS);
            let up: Vec<String> = up.map(|id| id.name(project).to_owned()).collect();
            if !up.is_empty() {
                names.entry(id.name(project).to_owned()).or_default().extend(up);
            }
        }
        names
    };
    all.into_iter().map(|(column, kind)| (column, names_above(kind))).collect()
}

/// JSON that no text can end: it stands in a script element.
fn in_script<T: serde::Serialize + ?Sized>(what: &T) -> String {
    let text = serde_json::to_string(what).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + 16);
    for sign in text.chars() {
        match sign {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(sign))),
            _ => out.push(sign),
        }
    }
    out
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

fn head(project: &Project, script: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut style = STYLE.to_owned();
    for (index, tag) in project.tags_in_order().into_iter().enumerate() {
        let [r, g, b] = tag.color;
        let line = match tag.underline.word() {
            "thick" => "text-decoration-thickness:3px",
            "dashed" => "text-decoration-style:dashed",
            "dotted" => "text-decoration-style:dotted",
            "double" => "text-decoration-style:double",
            "wavy" => "text-decoration-style:wavy",
            _ => "text-decoration-style:solid",
        };
        style.push_str(&format!(".t{index}{{--c:#{r:02x}{g:02x}{b:02x};{line}}}"));
    }
    let scripts = if script { hash(SCRIPT) } else { "'none'".to_owned() };
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src {}; script-src {scripts}; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" \
         content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>{style}</style></head><body><main>",
        hash(&style),
        text(&project.meta().name)
    )
}

struct Page<'a> {
    out: &'a mut dyn Write,
    /// Whether the excerpts of an article are listed under it; a report has them in its table.
    listed: bool,
}

impl Paper for Page<'_> {
    fn title(&mut self, name: &str) -> io::Result<()> {
        writeln!(self.out, "<header><h1 dir=\"auto\">{}</h1></header>", text(name))
    }

    fn article(&mut self, article: &Article<'_>) -> io::Result<()> {
        let mut html = format!("<article><h3 dir=\"auto\">{}</h3>\n<p class=\"source\">", text(&article.title));
        for piece in &article.source {
            match piece {
                SourcePiece::Words(words) => html.push_str(&format!("<bdi>{}</bdi>", text(words))),
                SourcePiece::Address(address) if is_web(address) => {
                    html.push_str(&format!("<a href=\"{0}\" rel=\"noreferrer noopener\">{0}</a>", text(address)));
                }
                SourcePiece::Address(address) => push_text(&mut html, address),
            }
        }
        html.push_str("</p>\n<div class=\"text\"");
        if !article.language.is_empty() {
            html.push_str(&format!(" lang=\"{}\"", text(article.language)));
        }
        html.push_str(">\n");
        let mut begun = vec![false; article.excerpts.len()];
        for paragraph in article.paragraphs() {
            html.push_str("<p dir=\"auto\">");
            for piece in paragraph {
                self.piece(&mut html, article, &piece, &mut begun);
            }
            html.push_str("</p>\n");
        }
        html.push_str("</div>");
        let listed = article.excerpts.iter().filter(|excerpt| self.listed || !excerpt.placed);
        for (index, excerpt) in listed.enumerate() {
            html.push_str(if index == 0 { "\n<ul class=\"list\">" } else { "" });
            html.push_str(&format!(
                "\n<li><span class=\"n\">{}</span> <b class=\"tag t{}\">{}</b><bdi>{}</bdi>",
                excerpt.number,
                excerpt.tag_index,
                text(excerpt.tag),
                text(&excerpt.coding)
            ));
            if !excerpt.placed {
                html.push_str(&format!(
                    "<blockquote id=\"e{}\" dir=\"auto\">{}</blockquote>",
                    excerpt.number,
                    text(excerpt.quote)
                ));
            }
            if !excerpt.memo.is_empty() {
                html.push_str(&format!("<p class=\"memo\" dir=\"auto\">{}</p>", text(excerpt.memo)));
            }
            html.push_str("</li>");
        }
        html.push_str(if html.ends_with("</li>") { "</ul></article>\n" } else { "</article>\n" });
        self.out.write_all(html.as_bytes())
    }
}

impl Page<'_> {
    /// A piece of text in one mark for each passage on it, the enclosing one outermost, and the numbers of those that
    /// end with it.
    fn piece(&self, html: &mut String, article: &Article<'_>, piece: &Piece<'_>, begun: &mut [bool]) {
        let of = |number: &usize| article.excerpts.get(*number);
        for number in &piece.on {
            let Some(excerpt) = of(number) else { continue };
            html.push_str(&format!("<mark class=\"t{}\"", excerpt.tag_index));
            if let Some(begun) = begun.get_mut(*number).filter(|begun| !**begun) {
                *begun = true;
                html.push_str(&format!(" id=\"e{}\"", excerpt.number));
            }
            html.push_str(&format!(" title=\"{}. {}{}\">", excerpt.number, text(excerpt.tag), text(&excerpt.coding)));
        }
        push_text(html, piece.words);
        html.push_str(&"</mark>".repeat(piece.on.iter().filter_map(of).count()));
        for excerpt in piece.ends.iter().filter_map(of) {
            html.push_str(&format!("<sup class=\"n\">{}</sup>", excerpt.number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Choices;
    use crate::model::{Change, ExcerptId, Record};
    use crate::text::sample::sample;

    fn page(format: &Format, change: impl Fn(&Project) -> Vec<Record>) -> String {
        let (mut project, texts) = sample();
        let records = change(&project);
        project.apply(&Change::put("change", records)).expect("applied");
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        let choices = Choices::of(format);
        let mut text_of = |article: &crate::model::Article| texts.get(&article.text).cloned().ok_or_else(String::new);
        let mut input = Input::new(&project, &ids, &mut text_of, &choices);
        let mut bytes = Vec::new();
        assert_eq!((format.write)(&mut input, &mut bytes).expect("an export").excerpts, 4);
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn highlights_nest_and_the_policy_names_style_and_script() {
        let page = page(&FORMAT, |_| Vec::new());
        let expected = "<mark class=\"t0\" id=\"e1\" title=\"1. Position · Calder\">We will </mark><mark class=\"t0\" \
            title=\"1. Position · Calder\"><mark class=\"t2\" id=\"e2\"";
        assert!(page.contains(expected), "{page}");
        assert!(page.contains("hold the mill</mark></mark><sup class=\"n\">1</sup><sup class=\"n\">2</sup>"), "{page}");
        let style = page.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("a style").0;
        assert!(page.contains(&format!("style-src {}; script-src {};", hash(style), hash(SCRIPT))));
        assert!(page.contains("default-src 'none'") && !page.contains("unsafe"));
        assert!(!page.contains(" style=") && !page.contains(" onclick="));
    }

    #[test]
    fn words_of_the_project_are_never_markup() {
        let evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
        for format in [&FORMAT, &CODED] {
            let page = page(format, |project| {
                let mut records = vec![];
                for article in project.articles().values() {
                    let mut article = article.clone();
                    (article.title, article.outlet, article.url) =
                        (evil.into(), evil.into(), "javascript:alert(1)".into());
                    article.language = "\"><script>".into();
                    records.push(Record::Article(Box::new(article)));
                }
                for tag in project.tags().values() {
                    records.push(Record::Tag(crate::model::Tag { name: evil.into(), ..tag.clone() }));
                }
                let mut excerpt = project.excerpts().values().next().expect("an excerpt").clone();
                excerpt.memo = evil.into();
                records.push(Record::Excerpt(Box::new(excerpt)));
                records
            });
            assert!(!page.contains("<img") && !page.contains("href=\"javascript"), "{page}");
            let scripts = page.matches("<script").count();
            assert_eq!((scripts, page.matches("</script").count()), if format.id == "html" { (2, 2) } else { (0, 0) });
        }
    }
}
