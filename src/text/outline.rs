//! The headings of an article: guessed from its paragraphs, since plain text does not say which they are.

use super::ArticleText;

/// Longest heading, in characters.
const HEADING_MAX_CHARS: usize = 90;

/// Shortest paragraph that a heading may stand over, in characters.
const BODY_MIN_CHARS: usize = 120;

/// A paragraph that looks like a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Number of the paragraph, from 0.
    pub paragraph: usize,
    /// First byte of its words.
    pub byte: usize,
    /// Its words, without the marks of Markdown.
    pub words: String,
    /// How deep it is, from 1: so many `#` as it has.
    pub level: u8,
}

/// The headings of `text`, in order: paragraphs marked with `#`, and short ones without a full stop over long ones.
/// Linear; to be asked once for an article.
#[must_use]
pub fn headings(text: &ArticleText) -> Vec<Heading> {
    let mut found = Vec::new();
    // A short paragraph waits until it is known what stands below it.
    let mut waiting: Option<Heading> = None;
    for paragraph in 0..text.paragraph_count() {
        let Some(range) = text.paragraph(paragraph) else { break };
        let line = text.as_str().get(range.clone()).unwrap_or_default();
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        let byte = range.start + (line.len() - line.trim_start().len());
        let marks = words.bytes().take_while(|b| *b == b'#').count();
        let bare = words.get(marks..).unwrap_or_default();
        if (1..=6).contains(&marks) && bare.starts_with(' ') {
            waiting = None;
            let level = u8::try_from(marks).unwrap_or(6);
            let words = bare.trim().trim_end_matches('#').trim_end().to_owned();
            found.push(Heading { paragraph, byte, words, level });
            continue;
        }
        let long = words.len() > BODY_MIN_CHARS && words.chars().nth(BODY_MIN_CHARS).is_some();
        if long {
            found.extend(waiting.take());
        }
        waiting = looks_like_heading(words).then(|| Heading { paragraph, byte, words: words.to_owned(), level: 1 });
    }
    found
}

fn looks_like_heading(words: &str) -> bool {
    let short = words.len() <= HEADING_MAX_CHARS * 4 && words.chars().nth(HEADING_MAX_CHARS).is_none();
    let first = words.chars().next().is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase());
    let last = words.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '?' | ')' | '！' | '？'));
    short && first && last && words.chars().filter(|c| c.is_alphabetic()).count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(usize, u8, String)> {
        let text = ArticleText::new(text.to_owned());
        headings(&text).into_iter().map(|heading| (heading.byte, heading.level, heading.words)).collect()
    }

    #[test]
    fn short_lines_over_long_paragraphs_and_marked_lines() {
        let body = "The talks went on all night and nobody signed anything at all. ".repeat(3);
        let text =
            format!("The second day\n\n{body}\nHe left.\n{body}\n“No”\n{body}\nsmall print\n{body}\nLast\nShort");
        assert_eq!(found(&text), [(0, 1, "The second day".to_owned())]);
        let text = format!("# Title\n## What they want ##\n{body}\nЧого вони хочуть?\n{body}");
        let words: Vec<_> = found(&text).into_iter().map(|(_, level, words)| (level, words)).collect();
        let expected = [(1, "Title"), (2, "What they want"), (1, "Чого вони хочуть?")];
        assert_eq!(words, expected.map(|(level, words)| (level, words.to_owned())));
        assert_eq!(found(""), []);
        assert_eq!(found("#hashtag at the start of it"), []);
    }

    proptest! {
        #[test]
        fn headings_stand_where_they_say(text in "([A-Za-zЇ# .?\n]{0,40}|[a-z ]{130}\n){0,8}") {
            let article = ArticleText::new(text.clone());
            for heading in headings(&article) {
                prop_assert!(text.is_char_boundary(heading.byte));
                prop_assert_eq!(article.paragraph_at(heading.byte), heading.paragraph);
                prop_assert!(!heading.words.contains('\n'));
            }
        }
    }
}
