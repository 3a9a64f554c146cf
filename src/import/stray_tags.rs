//! Leftovers of HTML tags at the ends of a line of plain text, such as “<h2 ” before a heading.
//! Only what is plainly a tag goes; a “<” in running text and every word stay.

/// Elements whose leftovers are known to reach plain text. Those of one block may be cut short (“<h2 ”).
const BLOCKS: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "div",
    "dd",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements within a line: only whole tags of these count, since “<b ” may be arithmetic.
const INLINE: &[&str] = &["a", "b", "em", "font", "i", "img", "small", "span", "strong", "sub", "sup", "u"];

/// Longest leftover tag, in bytes.
const TAG_BYTES: usize = 1000;

/// The line without tags at its two ends, and how many tags went. White space beside a tag goes with it.
pub(super) fn stripped(line: &str) -> (&str, usize) {
    if !line.contains('<') {
        return (line, 0);
    }
    let (mut rest, mut gone) = (line, 0);
    loop {
        let before = gone;
        while let Some(after) = without_first(rest) {
            rest = after;
            gone += 1;
        }
        while let Some(front) = without_last(rest) {
            rest = front;
            gone += 1;
        }
        if gone == before {
            return (rest, gone);
        }
    }
}

fn without_first(line: &str) -> Option<&str> {
    let tag = line.trim_start();
    let (name, closing, after_name) = name_of(tag)?;
    let after = match after_attributes(after_name) {
        Some((after, true)) => after,
        Some((after, false)) if is_cut_short(name, after_name, after) => after,
        _ => return None,
    };
    if closing && after.len() == after_name.len() {
        return None;
    }
    (tag.len() - after.len() <= TAG_BYTES).then(|| after.trim_start())
}

fn without_last(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let from = line.floor_char_boundary(line.len().saturating_sub(TAG_BYTES));
    let at = from + line.get(from..)?.rfind('<')?;
    let tag = line.get(at..)?;
    let (name, closing, after_name) = name_of(tag)?;
    let is_whole = matches!(after_attributes(after_name), Some((after, true)) if after.trim().is_empty());
    let is_cut = after_name.is_empty() && BLOCKS.contains(&name) && (closing || at == 0);
    (is_whole || is_cut).then(|| line.get(..at).unwrap_or_default().trim_end())
}

/// The known element's name in lower case at “<name” or “</name”, whether it closes, and what follows the name.
fn name_of(tag: &str) -> Option<(&'static str, bool, &str)> {
    let inside = tag.strip_prefix('<')?;
    let (closing, inside) = inside.strip_prefix('/').map_or((false, inside), |rest| (true, rest));
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (found, after) = inside.split_at_checked(end)?;
    let name = BLOCKS.iter().chain(INLINE).find(|name| name.eq_ignore_ascii_case(found))?;
    Some((name, closing, after))
}

/// Skips `name="value"` pairs; then whether the tag is closed by “>”, and what follows. `None`: not a tag.
fn after_attributes(mut rest: &str) -> Option<(&str, bool)> {
    loop {
        let next = rest.trim_start();
        if let Some(after) = next.strip_prefix("/>").or_else(|| next.strip_prefix('>')) {
            return Some((after, true));
        }
        if next.len() == rest.len() && !rest.is_empty() {
            return None;
        }
        match after_attribute(next) {
            Some(after) => rest = after,
            None => return Some((next, false)),
        }
    }
}

fn after_attribute(text: &str) -> Option<&str> {
    let name_end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))?;
    if name_end == 0 {
        return None;
    }
    let value = text.get(name_end..)?.strip_prefix('=')?;
    for quote in ['"', '\''] {
        if let Some(value) = value.strip_prefix(quote) {
            let within = value.get(..value.floor_char_boundary(TAG_BYTES))?;
            return value.get(within.find(quote)? + 1..);
        }
    }
    let end = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
    value.get(end..)
}

/// “<h2 Heading”: a block's name, white space, and then words. “<p < 0.05” is none.
fn is_cut_short(name: &str, after_name: &str, words: &str) -> bool {
    let separated = after_name.is_empty() || after_name.starts_with(char::is_whitespace);
    let starts_words = |c: char| c.is_alphanumeric() || "“”„«‘’\"'¿¡(".contains(c);
    let fits = match words.chars().next() {
        None => true,
        Some(first) if name == "p" || name == "th" => starts_words(first) && !first.is_numeric(),
        Some(first) => starts_words(first),
    };
    BLOCKS.contains(&name) && separated && fits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let (rest, gone) = stripped(line);
        assert_eq!(rest, expected, "{line}");
        assert_eq!(gone > 0, line != expected, "{line}");
    }

    #[test]
    fn leftovers_go_and_words_stay() {
        check("<h2 Who was in the room?", "Who was in the room?");
        check("<h2 “Quoted” heading", "“Quoted” heading");
        check("<h2 800,000 soldiers", "800,000 soldiers");
        check("<H3>Heading</H3>", "Heading");
        check("<h2 class=\"x y\">Heading</h2>", "Heading");
        check("<h2 class='x' Heading", "Heading");
        check("<h2 class=x>Heading</h2", "Heading");
        check("  <p>They met.</p>  ", "They met.");
        check("<div><p>They met.<br/></p></div>", "They met.");
        check("They met.<br />", "They met.");
        check("<p>", "");
        check("<h2", "");
        check("</p>They met.", "They met.");
        check("<p Вони зустрілися.", "Вони зустрілися.");
        check("<a href=\"https://example.org/a?b=c\">They met.</a>", "They met.");
    }

    #[test]
    fn a_sign_in_running_text_stays() {
        for line in [
            "Profits were < 5 % and > 3 %.",
            "<p < 0.05 was their bar",
            "<p 0.05",
            "<b and c",
            "<a few",
            "<3 they said",
            "<unknown>tag</unknown>",
            "if a <b> c",
            "The tag <p> opens a paragraph.",
            "<h2Heading",
            "<h2-b heading",
            "<pre-war levels",
            "<https://example.org>",
            "5 <p",
            "x < y",
            "<",
        ] {
            check(line, line);
        }
        check("<h2 Profits rise > 5 %", "Profits rise > 5 %");
        check("<h2 Why it matters>", "Why it matters>");
    }
}
