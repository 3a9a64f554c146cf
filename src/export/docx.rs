//! The brief, and articles with their highlights, as DOCX (ECMA-376). No macros; links only to the web; line ends and
//! tabs of a quote stay what they are. Written here over `zip`: what is needed of the format is paragraphs and runs, and
//! the libraries there are hold the whole document in memory.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::brief::{Pages, Run, Style, write_brief};
use super::coded::{Article, Paper, write_coded};
use super::{ExportError, Format, Input, Shape, Written, xml};
use crate::text::marks::closed;

/// The brief in the list of formats.
pub const FORMAT: Format = Format { id: "docx", name: "Word brief", extension: "docx", shape: Shape::Brief, write };

/// Articles with their highlights, in the list of formats.
pub const CODED: Format = Format {
    id: "codeddocx",
    name: "Coded articles (Word)",
    extension: "docx",
    shape: Shape::Coded,
    write: write_articles,
};

fn write(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let mut file = File::start(&input.project.meta().name)?;
    let written = write_brief(input, &mut file)?;
    file.finish(out)?;
    Ok(written)
}

fn write_articles(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let mut file = File::start(&input.project.meta().name)?;
    let written = write_coded(input, &mut file)?;
    file.finish(out)?;
    Ok(written)
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Most bytes of XML that wait to be compressed.
const WAITING_MAX_BYTES: usize = 64 << 10;

struct File {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    waiting: String,
    links: Vec<String>,
}

fn options() -> SimpleFileOptions {
    // No time of day: the same excerpts give the same bytes.
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

impl File {
    fn start(title: &str) -> io::Result<Self> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let parts = [
            (
                "[Content_Types].xml",
                format!(
                    "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
                     ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override \
                     PartName=\"/word/document.xml\" ContentType=\"{TYPES}.document.main+xml\"/><Override \
                     PartName=\"/word/styles.xml\" ContentType=\"{TYPES}.styles+xml\"/><Override \
                     PartName=\"/docProps/core.xml\" \
                     ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>"
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                     Type=\"{RELATIONSHIPS}/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" \
                     Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
                ),
            ),
            (
                "docProps/core.xml",
                format!(
                    "<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
                     xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
                    xml::text(title)
                ),
            ),
            ("word/styles.xml", include_str!("docx/styles.xml").to_owned()),
        ];
        for (name, text) in parts {
            zip.start_file(name, options())?;
            zip.write_all(DECLARATION.as_bytes())?;
            zip.write_all(text.as_bytes())?;
        }
        zip.start_file("word/document.xml", options())?;
        let waiting = format!("{DECLARATION}<w:document xmlns:w=\"{WORD}\" xmlns:r=\"{RELATIONSHIPS}\"><w:body>");
        Ok(Self { zip, waiting, links: Vec::new() })
    }

    fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.waiting.push_str(
            "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1418\" w:right=\"1418\" w:bottom=\"1418\" \
             w:left=\"1418\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
        );
        self.zip.write_all(self.waiting.as_bytes())?;
        let mut links = format!(
            "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId0\" \
             Type=\"{RELATIONSHIPS}/styles\" Target=\"styles.xml\"/>"
        );
        for (number, address) in (1..).zip(&self.links) {
            links.push_str(&format!(
                "<Relationship Id=\"rId{number}\" Type=\"{RELATIONSHIPS}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>",
                xml::text(address)
            ));
        }
        links.push_str("</Relationships>");
        self.zip.start_file("word/_rels/document.xml.rels", options())?;
        self.zip.write_all(links.as_bytes())?;
        let bytes = self.zip.finish()?.into_inner();
        for part in bytes.chunks(1 << 20) {
            out.write_all(part)?;
        }
        out.flush()
    }

    fn start_paragraph(&mut self, style: &str) {
        self.waiting.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>"));
    }

    fn end_paragraph(&mut self) -> io::Result<()> {
        self.waiting.push_str("</w:p>");
        if self.waiting.len() > WAITING_MAX_BYTES {
            self.zip.write_all(self.waiting.as_bytes())?;
            self.waiting.clear();
        }
        Ok(())
    }

    /// Words with the properties `look` of a run.
    fn words(&mut self, text: &str, look: &str) {
        if text.is_empty() {
            return;
        }
        self.waiting.push_str("<w:r>");
        if !look.is_empty() {
            self.waiting.push_str(&format!("<w:rPr>{look}</w:rPr>"));
        }
        let mut rest = text;
        while let Some(at) = rest.find(['\n', '\t']) {
            let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.plain(before);
            self.waiting.push_str(if after.starts_with('\t') { "<w:tab/>" } else { "<w:br/>" });
            rest = after.get(1..).unwrap_or_default();
        }
        self.plain(rest);
        self.waiting.push_str("</w:r>");
    }

    fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            self.waiting.push_str("<w:t xml:space=\"preserve\">");
            xml::push_text(&mut self.waiting, text);
            self.waiting.push_str("</w:t>");
        }
    }

    fn address(&mut self, address: &str) {
        if !xml::is_web(address) {
            return self.words(address, "");
        }
        self.links.push(address.to_owned());
        self.waiting.push_str(&format!("<w:hyperlink r:id=\"rId{}\">", self.links.len()));
        self.words(address, "<w:rStyle w:val=\"Hyperlink\"/>");
        self.waiting.push_str("</w:hyperlink>");
    }
}

impl Pages for File {
    fn heading(&mut self, level: usize, text: &str) -> io::Result<()> {
        let style = if level == 1 { "Title".to_owned() } else { format!("Heading{}", (level - 1).min(4)) };
        self.start_paragraph(&style);
        self.words(text, "");
        self.end_paragraph()
    }

    fn paragraph(&mut self, style: Style, runs: &[Run<'_>]) -> io::Result<()> {
        self.start_paragraph(match style {
            Style::Plain => "Coding",
            Style::Quote => "Quote",
            Style::Context => "Context",
            Style::Memo => "Memo",
            Style::Numbered(_) => "Source",
        });
        if let Style::Numbered(number) = style {
            self.words(&format!("{number}.\t"), "");
        }
        for run in runs {
            match run {
                Run::Words(text) => self.words(text, ""),
                Run::Bold(text) => self.words(text, "<w:b/>"),
                Run::Address(address) => self.address(address),
                Run::Number(number) => self.words(&format!("[{number}]"), ""),
            }
        }
        self.end_paragraph()
    }
}

impl Paper for File {
    fn title(&mut self, name: &str) -> io::Result<()> {
        self.heading(1, name)
    }

    fn article(&mut self, article: &Article<'_>) -> io::Result<()> {
        self.heading(2, &article.title)?;
        self.start_paragraph("Coding");
        article.source.iter().for_each(|piece| match piece {
            super::citation::Piece::Words(words) => self.words(words, ""),
            super::citation::Piece::Address(address) => self.address(address),
        });
        self.end_paragraph()?;
        for paragraph in article.paragraphs() {
            self.start_paragraph("Article");
            for piece in paragraph {
                let look = piece.on.last().and_then(|number| article.excerpts.get(*number)).map(|excerpt| {
                    let [red, green, blue] = super::coded::tint(excerpt.color, 40 + 18 * piece.on.len().min(4));
                    let [r, g, b] = excerpt.color;
                    format!(
                        "<w:u w:val=\"{}\" w:color=\"{r:02X}{g:02X}{b:02X}\"/><w:shd w:val=\"clear\" w:color=\"auto\" \
                         w:fill=\"{red:02X}{green:02X}{blue:02X}\"/>",
                        underline(excerpt.underline)
                    )
                });
                self.words(piece.words, &look.unwrap_or_default());
                let ends: Vec<String> = piece
                    .ends
                    .iter()
                    .filter_map(|number| article.excerpts.get(*number))
                    .map(|excerpt| excerpt.number.to_string())
                    .collect();
                self.words(&ends.join(","), "<w:vertAlign w:val=\"superscript\"/>");
            }
            self.end_paragraph()?;
        }
        for excerpt in &article.excerpts {
            self.start_paragraph("Source");
            self.words(&format!("{}.\t", excerpt.number), "");
            self.words(&closed(excerpt.tag), "<w:b/>");
            self.words(&excerpt.coding, "");
            if !excerpt.placed {
                self.words(&format!(" “{}”", closed(excerpt.quote)), "");
            }
            if !excerpt.memo.is_empty() {
                self.words(&format!("\nMemo: {}", excerpt.memo), "");
            }
            self.end_paragraph()?;
        }
        Ok(())
    }
}

/// The name that Word has for a line under words.
fn underline(word: &str) -> &'static str {
    match word {
        "thick" => "thick",
        "dashed" => "dash",
        "dotted" => "dotted",
        "double" => "double",
        "wavy" => "wave",
        _ => "single",
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::export::Choices;
    use crate::model::ExcerptId;
    use crate::text::sample::sample;

    fn document(format: &Format) -> String {
        let (project, texts) = sample();
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        let choices = Choices::of(format);
        let export = || {
            let mut text_of =
                |article: &crate::model::Article| texts.get(&article.text).cloned().ok_or_else(String::new);
            let mut input = Input::new(&project, &ids, &mut text_of, &choices);
            let mut bytes = Vec::new();
            assert_eq!((format.write)(&mut input, &mut bytes).expect("an export").excerpts, 4);
            bytes
        };
        let bytes = export();
        assert_eq!(bytes, export(), "the same bytes each time");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let mut text = String::new();
        archive.by_name("word/document.xml").expect("the document").read_to_string(&mut text).expect("UTF-8");
        text
    }

    #[test]
    fn quotes_keep_their_line_ends_and_sources_their_numbers() {
        let text = document(&FORMAT);
        let quote = "<w:t xml:space=\"preserve\">=2; “never”</w:t><w:br/><w:br/><w:t xml:space=\"preserve\">without the weir</w:t>";
        assert!(text.contains(quote), "{text}");
        assert!(
            text.contains("[1]</w:t>") && text.contains(">1.</w:t><w:tab/>") && text.contains("Codebook"),
            "{text}"
        );
        assert!(text.contains("=HYPERLINK(&quot;x&quot;)") && !text.contains("<w:hyperlink"));
    }

    #[test]
    fn a_coded_article_has_all_its_words_and_the_numbers_of_its_excerpts() {
        let text = document(&CODED);
        assert!(text.contains("<w:u w:val=\"single\""), "{text}");
        assert!(text.contains("superscript") && text.contains("Nobody laughed."), "{text}");
    }
}
