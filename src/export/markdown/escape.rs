//! Text that stays text in Markdown: no sign of it becomes structure, markup, a link or HTML, and all of it is shown.
//! Escapes no more than it must, so that quotes stay readable in the file itself.

/// `text` as one line: line ends and other runs of white space become a space. Not for the start of a line.
pub(super) fn line(text: &str) -> String {
    let words = text.split(|sign: char| sign.is_whitespace() || sign.is_control()).filter(|it| !it.is_empty());
    let mut out = String::new();
    push_signs(&mut out, &words.collect::<Vec<_>>().join(" "));
    out
}

/// `text` as paragraphs, each line of the file after `prefix`. An empty line parts paragraphs; a single line end is a
/// hard break; what Markdown would swallow (line ends beyond two, white space at the ends of a line) is a reference.
pub(super) fn block(text: &str, prefix: &str) -> String {
    let mut out = String::from(prefix);
    let mut line_ends = 0usize;
    let mut begun = false;
    for (index, part) in text.split('\n').enumerate() {
        line_ends += usize::from(index > 0);
        if part.is_empty() {
            continue;
        }
        let mut swallowed = line_ends;
        if begun && line_ends == 1 {
            out.push_str(&format!("\\\n{prefix}"));
            swallowed = 0;
        } else if begun {
            out.push_str(&format!("\n{}\n{prefix}", prefix.trim_end()));
            swallowed -= 2;
        }
        out.push_str(&"&#10;".repeat(swallowed));
        push_start(&mut out, part, swallowed == 0);
        line_ends = 0;
        begun = true;
    }
    out.push_str(&"&#10;".repeat(line_ends));
    out
}

/// A web address as a link; anything else as text.
pub(super) fn link(address: &str) -> String {
    let web = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
    let plain = !address.chars().any(|sign| sign.is_whitespace() || sign.is_control() || "<>\\".contains(sign));
    if web && plain { format!("<{address}>") } else { line(address) }
}

/// Appends a line whose start may be the start of a line of the file.
fn push_start(out: &mut String, text: &str, at_start: bool) {
    let blank = |sign: char| sign == ' ' || sign == '\t';
    let words = text.trim_matches(blank);
    let (before, after) = match text.find(words) {
        Some(at) if !words.is_empty() => text.split_at_checked(at).unwrap_or(("", text)),
        _ => (text, ""),
    };
    let after = after.strip_prefix(words).unwrap_or_default();
    let push_blanks = |out: &mut String, blanks: &str| {
        blanks.chars().for_each(|sign| out.push_str(if sign == ' ' { "&#32;" } else { "&#9;" }));
    };
    push_blanks(out, before);
    let mut rest = words;
    if at_start && before.is_empty() {
        // List items, rules, headings, quotes and definitions begin with a sign; numbered items with digits.
        let digits = words.trim_start_matches(|sign: char| sign.is_ascii_digit());
        let number = words.strip_suffix(digits).unwrap_or_default();
        if number.is_empty() && words.starts_with(['-', '+', '=', '>', ':']) {
            out.push('\\');
        } else if !number.is_empty() && digits.starts_with(['.', ')']) {
            out.push_str(number);
            out.push('\\');
            rest = digits;
        }
    }
    push_signs(out, rest);
    push_blanks(out, after);
}

/// Appends signs that mean something anywhere in a line with a backslash. An ampersand gets one where it would begin a
/// reference. Beyond CommonMark: `|`, `~`, `^`, `$` and `{`, which many readers know as extensions.
fn push_signs(out: &mut String, text: &str) {
    let mut rest = text.chars();
    while let Some(sign) = rest.next() {
        match sign {
            '\r' => {
                out.push_str("&#13;");
                continue;
            }
            '&' if begins_reference(rest.as_str()) => out.push('\\'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '#' | '|' | '~' | '^' | '$' | '{' => out.push('\\'),
            _ => {}
        }
        out.push(sign);
    }
}

fn begins_reference(rest: &str) -> bool {
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '#');
    end.and_then(|at| rest.get(at..)).is_some_and(|tail| tail.starts_with(';'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    /// What a reader shows of the block quotes and of the rest. Panics at anything that is not plain text.
    fn shown(markdown: &str, options: Options) -> (Vec<String>, Vec<String>) {
        let mut quotes = Vec::new();
        let mut others = Vec::new();
        let mut in_quote = false;
        let mut text = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Start(Tag::BlockQuote(None)) => in_quote = true,
                Event::End(TagEnd::BlockQuote(None)) => {
                    quotes.push(std::mem::take(&mut text));
                    in_quote = false;
                }
                Event::Start(Tag::Paragraph) if !text.is_empty() => text.push_str("\n\n"),
                Event::Start(Tag::Paragraph) => {}
                Event::End(TagEnd::Paragraph) if in_quote => {}
                Event::End(TagEnd::Paragraph) => others.push(std::mem::take(&mut text)),
                Event::Text(part) => text.push_str(&part),
                Event::HardBreak => text.push('\n'),
                other => panic!("{other:?} in {markdown:?}"),
            }
        }
        (quotes, others)
    }

    fn check(quote: &str) {
        let markdown = format!("before\n\n{}\n\nafter\n", block(quote, "> "));
        for options in [Options::empty(), Options::all() - Options::ENABLE_SMART_PUNCTUATION] {
            let (quotes, others) = shown(&markdown, options);
            assert_eq!(quotes, [quote], "{markdown:?}");
            assert_eq!(others, ["before", "after"], "{markdown:?}");
        }
    }

    #[test]
    fn a_quote_is_shown_as_it_is() {
        for quote in [
            "Plain words — “nothing” else; it's 5 % of AT&T & Co.",
            "# not a heading\n- not a list\n1. nor this\n12) nor that\n> nor a quote\n---\n===\n+ a\n: b",
            "<script>alert(1)</script> &lt;b&gt; &#60; <!-- x --> <https://a.example>",
            "*a* _b_ `c` ~~d~~ ![e](f) [g]: h \\ i | j | k",
            "a | b\n--|--\n1 | 2",
            "```\ncode\n```\n\n    indented\n\ttab",
            "one\n\ntwo\nthree\n\n\n\nfour",
            "\nstart and end \n",
            " \n \n",
            "ends in a backslash\\",
            "{.class} $x$ H~2~O 2^10^ [^1] :smile: @name",
            "Мы сказали: «ні».\u{a0}\u{2028}x",
        ] {
            check(quote);
        }
    }

    #[test]
    fn readable_where_nothing_is_at_stake() {
        let quote = "“We will not go,” she said — 5-6 times; see Art. 5 (a), AT&T = fine!";
        assert_eq!(block(quote, "> "), format!("> {quote}"));
        assert_eq!(block("800,000 troops\n2025. A year", "> "), "> 800,000 troops\\\n> 2025\\. A year");
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(link("https://a.example/x_y?z=1&w"), "<https://a.example/x_y?z=1&w>");
        assert_eq!(link("javascript:alert(1)"), "javascript:alert(1)");
        assert_eq!(link("https://a.example/> <b>"), "https://a.example/> \\<b>");
        assert_eq!(line(" a\nb\t*c* "), "a b \\*c\\*");
    }

    proptest! {
        #[test]
        fn any_text_is_shown_as_it_is(quote in "[-+*_#>=:.)1a `~\\[\\]<>!&;\\\\|\t\n$^{}()/\"']{1,30}|\\PC{1,30}|(&[a-z]{1,4};?|\n| |a){1,12}") {
            check(&quote);
        }
    }
}
