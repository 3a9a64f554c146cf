//! The brief as Markdown (CommonMark): each quote a block quote. That no text can break out of its place is the work of
//! `escape`.

mod escape;

use std::io::{self, Write};

use super::brief::{Pages, Run, Style, write_brief};
use super::{ExportError, Format, Input, Shape, Written};
use escape::{block, line, link};

/// Markdown in the list of formats.
pub const FORMAT: Format =
    Format { id: "markdown", name: "Markdown brief", extension: "md", shape: Shape::Brief, write };

fn write(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let mut file = File { out, listed: false };
    let written = write_brief(input, &mut file)?;
    file.out.flush()?;
    Ok(written)
}

struct File<'a> {
    out: &'a mut dyn Write,
    /// The last paragraph was an item of a list.
    listed: bool,
}

impl Pages for File<'_> {
    fn heading(&mut self, level: usize, text: &str) -> io::Result<()> {
        self.listed = false;
        let blank = if level == 1 { "" } else { "\n" };
        writeln!(self.out, "{blank}{} {}", "#".repeat(level.min(6)), line(text))
    }

    fn paragraph(&mut self, style: Style, runs: &[Run<'_>]) -> io::Result<()> {
        let numbered = matches!(style, Style::Numbered(_));
        if !(numbered && self.listed) {
            writeln!(self.out)?;
        }
        self.listed = numbered;
        match style {
            Style::Quote => writeln!(self.out, "{}", block(&words(runs), "> ")),
            Style::Memo => writeln!(self.out, "{}", block(&words(runs), "")),
            Style::Numbered(number) => writeln!(self.out, "{number}. {}", on_one_line(runs)),
            Style::Plain | Style::Context => writeln!(self.out, "{}", on_one_line(runs)),
        }
    }
}

fn words(runs: &[Run<'_>]) -> String {
    let words = |run: &Run<'_>| match run {
        Run::Words(words) | Run::Bold(words) | Run::Address(words) => (*words).to_owned(),
        Run::Number(number) => format!("[{number}]"),
    };
    runs.iter().map(words).collect()
}

/// The runs in a row. Words begin a paragraph of the program's own, which no text of the project does.
fn on_one_line(runs: &[Run<'_>]) -> String {
    let mut out = String::new();
    for run in runs {
        match run {
            Run::Words(text) => {
                let space = |out: &mut String, there: bool| {
                    if there && !out.is_empty() && !out.ends_with(' ') {
                        out.push(' ');
                    }
                };
                space(&mut out, text.starts_with(char::is_whitespace));
                let at_start = out.is_empty();
                let text_line = line(text);
                // A template of one's own may begin with a sign that begins a list or a quote.
                if at_start && text_line.starts_with(['-', '+', '=', '>', ':']) {
                    out.push('\\');
                }
                out.push_str(&text_line);
                space(&mut out, text.ends_with(char::is_whitespace));
            }
            Run::Bold(text) => out.push_str(&format!("**{}**", line(text))),
            Run::Address(address) => out.push_str(&link(address)),
            Run::Number(number) => out.push_str(&format!("[{number}]")),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Choices;
    use crate::model::{Article, ExcerptId};
    use crate::text::sample::sample;

    #[test]
    fn grouped_by_article_with_the_source_of_each() {
        let (project, texts) = sample();
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(String::new);
        let choices = Choices::of(&FORMAT);
        let mut input = Input::new(&project, &ids, &mut text_of, &choices);
        let mut bytes = Vec::new();
        let written = write(&mut input, &mut bytes).expect("an export");
        assert_eq!(written, Written { excerpts: 4, notes: Vec::new() });
        let expected = r##"# Calder and Vale

4 excerpts from 2 articles.

## Mill talks: day two

> We will hold the mill

**Position** · Calder

Source: [1] “Mill talks: day two”, paragraph 2

> hold the mill

**Red line** · Mayor; Ames \\ Co, Calder

Memo: =HYPERLINK("x")\
second line, with a comma

Source: [1] “Mill talks: day two”, paragraph 2

> =2; “never”
>
> without the weir

**Red line** · Calder · to -Vale · Weir · conditional · condition: '=if · speaker: "Mayor" Ames · reporter's account · said on 2025-12 · grade B3

Source: [1] “Mill talks: day two”, paragraph 3

## Papier; \\Fluß

> Der Fluß bleibt offen.

**Position** · -Vale · River

Source: [2] “Papier; \\Fluß”, paragraph 1

## Sources

1. “Mill talks: day two”
2. “Papier; \\Fluß”

## Codebook

**Position**

**Proposal**

**Red line**
"##;
        assert_eq!(String::from_utf8(bytes).expect("UTF-8"), expected.replace("> =2", "> \\=2"));
    }
}
