//! Comments that people write into a project's files. RON allows them and reading passes over them; where a file is
//! written anew those inside of values that this version does not know stay, the others go. They are found here, so that
//! it can be said, and a copy kept, before they are lost.

use memchr::memmem;

/// A comment, with the byte at which it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comment<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
}

/// All comments of a text in RON, in order. What stands in quotation marks is none.
pub(super) fn comments(text: &str) -> Vec<Comment<'_>> {
    let bytes = text.as_bytes();
    if memmem::find(bytes, b"//").is_none() && memmem::find(bytes, b"/*").is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let next = bytes.get(at + 1);
        at = match (byte, next) {
            (b'"', _) => after_string(bytes, at + 1),
            (b'r', Some(b'"' | b'#')) if !is_word(bytes, at) => after_raw_string(text, at),
            // '"' and '\'' are characters; a lone apostrophe is nothing that RON knows.
            (b'\'', Some(b'\\')) => at + 3,
            (b'\'', Some(_)) if bytes.get(at + 2) == Some(&b'\'') => at + 3,
            (b'/', Some(b'/' | b'*')) => {
                let end = if next == Some(&b'/') { line_end(bytes, at) } else { after_block(bytes, at) };
                found.extend(text.get(at..end).map(|text| Comment { at, text: text.trim_end() }));
                end
            }
            _ => at + 1,
        };
    }
    found
}

/// Whether the byte goes on a word that began before it.
fn is_word(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |end| from + end)
}

fn after_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// After `r"…"` or `r#"…"#`; after the `r` where it starts something else.
fn after_raw_string(text: &str, at: usize) -> usize {
    let rest = text.get(at + 1..).unwrap_or_default();
    let marks = rest.bytes().take_while(|byte| *byte == b'#').count();
    let Some(inside) = rest.get(marks..).and_then(|rest| rest.strip_prefix('"')) else { return at + 1 };
    let end = format!("\"{}", "#".repeat(marks));
    inside.find(&end).map_or(text.len(), |found| at + 1 + marks + 1 + found + end.len())
}

/// After a comment between `/*` and `*/`, with those inside of it.
fn after_block(bytes: &[u8], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0usize);
    while at < bytes.len() {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'/'), Some(b'*')) => (at, depth) = (at + 2, depth + 1),
            (Some(b'*'), Some(b'/')) if depth == 1 => return at + 2,
            (Some(b'*'), Some(b'/')) => (at, depth) = (at + 2, depth.saturating_sub(1)),
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = comments(text).into_iter().map(|comment| comment.text).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn comments_are_told_from_what_stands_in_quotation_marks() {
        check("(url: \"https://example.org\")", &[]);
        check("(a: 1) // one \r\n// two", &["// one", "// two"]);
        check("( /* a /* b */ c */ a: \"/* no */\", b: \"\\\"// no\")", &["/* a /* b */ c */"]);
        check("(a: r#\"// \" no\"#, b: r\"// no\", c: '\"', d: '\\'') // yes", &["// yes"]);
        check("(for: 1, r#odd-name: 2) // yes", &["// yes"]);
        check("(a: \"open // no", &[]);
        check("/* open", &["/* open"]);
    }

    proptest! {
        #[test]
        fn any_text_is_gone_through(text in "[r#\"'/*\\\\\n aї]{0,40}") {
            for comment in comments(&text) {
                prop_assert!(text.get(comment.at..).is_some_and(|rest| rest.starts_with(comment.text)));
            }
        }
    }
}
