//! The words of HTML, one block a line: what a reader sees, without scripts, styles, pictures and fields of forms.
//! Works along the tags without building a tree, so that no nesting is too deep for it.

use html5gum::{StartTag, Token};

use super::survey::{text, tokens};

/// Elements that are not read: nobody sees their words as part of the text.
const UNREAD: &[&str] = &[
    "audio", "button", "canvas", "datalist", "head", "iframe", "math", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "video",
];

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// Lists deeper than this are not indented further.
const DEEPEST_INDENT: usize = 8;

/// The words of `html`, one block a line, no empty lines. Linear.
pub(in crate::import) fn lines_of(html: &str) -> String {
    let mut lines = Lines::default();
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => lines.start(&tag),
            Token::EndTag(tag) => lines.end(&text(&tag.name)),
            Token::String(words) => lines.words(&text(&words)),
            _ => {}
        }
    }
    lines.end_line();
    lines.text
}

#[derive(Default)]
struct Lines {
    text: String,
    line: String,
    /// White space stands before the next word.
    space: bool,
    /// The bullet or number that stands before the next words.
    mark: String,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// Whether the row has a cell already.
    after_cell: bool,
    preformatted: usize,
    /// The element that is not read, and how many of its name are open.
    unread: Option<(String, usize)>,
}

impl Lines {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = text(&tag.name);
        let name = name.as_str();
        if let Some((unread, open)) = &mut self.unread {
            // A body ends a head that was never closed, and a block ends a paragraph.
            if (unread == "head" && name == "body") || (unread == "p" && BLOCKS.contains(&name)) {
                self.unread = None;
            } else {
                *open += usize::from(unread == name && !tag.self_closing);
                return;
            }
        }
        let is_hidden = tag.attributes.contains_key(&b"hidden"[..]) && name != "body" && name != "html" && name != "br";
        if (UNREAD.contains(&name) || is_hidden) && !is_void(name) {
            let closes_itself = tag.self_closing && matches!(name, "svg" | "math");
            if !closes_itself {
                self.unread = Some((name.to_owned(), 1));
            }
            return;
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
        match name {
            "ol" => {
                let start = tag.attributes.get(&b"start"[..]).and_then(|value| text(value).trim().parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
            }
            "ul" | "menu" => self.lists.push(None),
            "li" => self.item(),
            "pre" => self.preformatted += 1,
            "q" => self.put("“"),
            "tr" => self.after_cell = false,
            "td" | "th" => self.cell(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((unread, open)) = &mut self.unread {
            if unread == name {
                *open -= 1;
                if *open == 0 {
                    self.unread = None;
                }
            }
            return;
        }
        if name == "q" {
            self.space = false;
            self.put("”");
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
        match name {
            "ol" | "ul" | "menu" => {
                self.lists.pop();
                self.mark.clear();
            }
            "li" => self.mark.clear(),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.mark = "  ".repeat(self.lists.len().saturating_sub(1).min(DEEPEST_INDENT));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.mark.push_str(&format!("{number}. "));
                *number = number.saturating_add(1);
            }
            _ => self.mark.push_str("• "),
        }
    }

    fn cell(&mut self) {
        if std::mem::replace(&mut self.after_cell, true) && !self.line.is_empty() {
            self.space = false;
            self.put(" | ");
        }
    }

    fn words(&mut self, words: &str) {
        if self.unread.is_some() {
            return;
        }
        if self.preformatted > 0 {
            for (index, line) in words.split('\n').enumerate() {
                if index > 0 {
                    self.end_line();
                }
                self.put(line);
            }
            return;
        }
        // No-break spaces are the author's and stay; all else is how the page was typed.
        let typed = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}');
        for (index, word) in words.split(typed).enumerate() {
            self.space |= index > 0;
            self.put(word);
        }
    }

    fn put(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.line.is_empty() {
            self.line.push_str(&std::mem::take(&mut self.mark));
        } else if self.space {
            self.line.push(' ');
        }
        self.space = false;
        self.line.push_str(words);
    }

    fn end_line(&mut self) {
        self.space = false;
        let line = std::mem::take(&mut self.line);
        let line = line.trim_end();
        if !line.trim().is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(line);
        }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr" | "img" | "input" | "wbr" | "embed" | "area" | "col" | "meta" | "link" | "source" | "track"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, text: &str) {
        assert_eq!(lines_of(html), text, "{html}");
    }

    #[test]
    fn one_block_a_line() {
        check("<p>One <b>two</b>\n three.</p><p>Four</p>", "One two three.\nFour");
        check("<h2>Head</h2>text<div>inner<p>para</p>rest</div>", "Head\ntext\ninner\npara\nrest");
        check("one<br>two<br/><br />three", "one\ntwo\nthree");
        check("a&nbsp;b &amp; &laquo;c&raquo; &#8212; &hellip; &lt;p&gt;", "a\u{A0}b & «c» — … <p>");
        check("<ul><li>one<li><p>two</p><ol start=3><li>deep</ol></ul>", "• one\n• two\n  3. deep");
        check("<ul><li></li></ul>after", "after");
        check("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a | b\n1 | 2");
        check("<pre>one\n  two</pre>", "one\n  two");
        check("he said <q>no</q>, twice", "he said “no”, twice");
        check("<script>if (a < b) {}</script>x<style>p{}</style>y<!-- z -->", "xy");
        check("<head><title>t</title><p>in</head><body>out", "out");
        check("<head><title>t</title><body>out", "out");
        check("a<svg><title>x</title><svg/></svg>b<noscript><img></noscript>", "ab");
        check("<p hidden>unseen <b>still</b><p>seen</p><div hidden><div></div>unseen</div>seen", "seen\nseen");
        check("word<wbr>break and <span>in</span>line", "wordbreak and inline");
        check("", "");
        check("<p", "");
        check("5 < 6 and 7 > 6", "5 < 6 and 7 > 6");
    }
}
