//! Markdown (CommonMark with GitHub's tables, footnotes, strikethrough and task lists): the words without the marks, one
//! paragraph a line. What `---` lines at the start say about the article is taken from `front_matter`.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::encoding::counted;
use super::{Draft, FileKind, front_matter, html, title};

/// Markdown.
pub(super) const KIND: FileKind =
    FileKind { id: "markdown", name: "Markdown", extensions: &["md", "markdown", "mdown"], declared: |_| None, read };

/// Lists deeper than this are not indented further.
const DEEPEST_INDENT: usize = 8;

fn read(text: &str) -> Draft {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (mut draft, body) = front_matter::taken(&text);
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    let mut lines = Lines::default();
    for event in Parser::new_ext(body, extensions) {
        lines.take(event);
    }
    lines.end_line();
    if draft.title.is_empty() {
        draft.title = lines.heading.take().unwrap_or_default();
    }
    if lines.images > 0 {
        draft.notes.push(format!("{} left out", counted(lines.images, "image", "images")));
    }
    draft.text = lines.text;
    draft
}

#[derive(Default)]
struct Lines {
    text: String,
    line: String,
    /// What stands before the next words: a bullet, a number, a footnote's mark.
    mark: String,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    cells: usize,
    in_image: usize,
    images: usize,
    /// A block of HTML, collected until it ends.
    html: Option<String>,
    /// The first heading of the first level, or whatever heading the text opens with.
    heading: Option<String>,
}

impl Lines {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            _ if self.in_image > 0 => {}
            Event::Text(words) | Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                self.words(&words);
            }
            Event::Html(markup) => self.html.get_or_insert_default().push_str(&markup),
            Event::InlineHtml(tag) => {
                if tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br")) {
                    self.end_line();
                }
            }
            Event::FootnoteReference(name) => self.words(&format!("[{name}]")),
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak | Event::Rule => self.end_line(),
            Event::TaskListMarker(done) => self.mark.push_str(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(number) => {
                self.end_line();
                self.lists.push(*number);
            }
            Tag::Item => {
                self.end_line();
                let indent = self.lists.len().saturating_sub(1).min(DEEPEST_INDENT);
                self.mark = "  ".repeat(indent);
                match self.lists.last_mut() {
                    Some(Some(number)) => {
                        self.mark.push_str(&format!("{number}. "));
                        *number = number.saturating_add(1);
                    }
                    _ => self.mark.push_str("• "),
                }
            }
            Tag::FootnoteDefinition(name) => {
                self.end_line();
                self.mark = format!("[{name}] ");
            }
            Tag::TableRow | Tag::TableHead => {
                self.end_line();
                self.cells = 0;
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.line.push_str(" | ");
                }
                self.cells += 1;
            }
            Tag::Image { .. } => {
                self.images += usize::from(self.in_image == 0);
                self.in_image += 1;
            }
            tag if is_block(tag.to_end()) => self.end_line(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::List(_) => {
                self.end_line();
                self.lists.pop();
            }
            TagEnd::Image => self.in_image = self.in_image.saturating_sub(1),
            TagEnd::Heading(level) => {
                let opens = self.text.is_empty() && !title::is_label(&self.line);
                if self.heading.is_none() && (level == HeadingLevel::H1 || opens) && !title::is_label(&self.line) {
                    self.heading = Some(self.line.clone());
                }
                self.end_line();
            }
            TagEnd::HtmlBlock => {
                if let Some(markup) = self.html.take() {
                    self.end_line();
                    for line in html::lines_of(&markup).lines() {
                        self.words(line);
                        self.end_line();
                    }
                }
            }
            tag if is_block(tag) => self.end_line(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        let mut parts = words.split('\n');
        self.put(parts.next().unwrap_or_default());
        for part in parts {
            self.end_line();
            self.put(part);
        }
    }

    fn put(&mut self, words: &str) {
        if !words.is_empty() {
            self.line.push_str(&std::mem::take(&mut self.mark));
            self.line.push_str(words);
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(line.trim_end());
        }
    }
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::TableCell
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, text: &str) {
        assert_eq!(read(markdown).text, text, "{markdown:?}");
    }

    #[test]
    fn words_without_marks() {
        check(
            "# Title\n\nOne *two*\nthree **four**.\n\nFive [six](https://example.org \"x\").",
            "Title\nOne two three four.\nFive six.",
        );
        check("Title\n=====\n\nLine one  \nline two\\\nline three", "Title\nLine one\nline two\nline three");
        check(
            "- one\n- two\n  1. deep\n  2. deeper\n\n3. three\n4. four",
            "• one\n• two\n  1. deep\n  2. deeper\n3. three\n4. four",
        );
        check("* loose\n\n  second paragraph\n\n* [x] done", "• loose\nsecond paragraph\n• ☑ done");
        check("> “Never,” he said.\n> Then he left.", "“Never,” he said. Then he left.");
        check("| a | b |\n|---|---|\n| 1 | *2* |", "a | b\n1 | 2");
        check("```rust\nlet a = 1;\n\nlet b;\n```\nand `code`", "let a = 1;\nlet b;\nand code");
        check("a \\* b &amp; c &mdash; d's \"quotes\"", "a * b & c — d's \"quotes\"");
        check("Claim[^1].\n\n[^1]: Source.", "Claim[1].\n[1] Source.");
        check("one ![alt *text*](p.png) two", "one  two");
        check("one<br>two <b>bold</b>", "one\ntwo bold");
        check("<div>\n<p>In &laquo;HTML&raquo;</p><script>x</script>\n</div>\n\nafter", "In «HTML»\nafter");
        check("one\n\n---\n\ntwo\r\n\r\nthree", "one\ntwo\nthree");
        check("Перемовини — *п’ять* годин", "Перемовини — п’ять годин");
    }

    #[test]
    fn the_title_is_the_first_heading() {
        let title = |markdown: &str| read(markdown).title;
        assert_eq!(title("# Second *day*\n\nText"), "Second day");
        assert_eq!(title("## News\n\n# Second day\n\nText"), "Second day");
        assert_eq!(title("### Second day\n\nText\n\n# Later"), "Second day");
        assert_eq!(title("Text\n\n## Later"), "");
        assert_eq!(title("---\ntitle: From the front\n---\n# Second day\n"), "From the front");
        assert_eq!(read("![a](b) ![c](d)\n\nText").notes, ["2 images left out"]);
    }

    #[test]
    fn hostile_markdown_is_read_in_reasonable_time() {
        for part in [
            ">", "[", "![", "*", "`", "- ", "<", "|", "~", "a](", "*a_ ", "[^1]: ", "<!--", "&", "\\", "[a](<b", "<?",
            "**a *b ",
        ] {
            let found = read(&part.repeat(200_000 / part.len()));
            assert!(found.text.len() < 20_000_000);
        }
    }
}
