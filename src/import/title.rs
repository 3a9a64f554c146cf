//! The title of a plain text: the line that looks like one, or else the first words, marked as inferred.
//! The line itself stays in the text.

use super::title_words::{BYLINES, LABELS, MONTHS_AND_DAYS, TIME_WORDS};

/// Longest line that is taken for a title, in characters.
const TITLE_CHARS: usize = 160;
/// Length to which first words are cut, in characters.
const INFERRED_CHARS: usize = 70;
/// Least length of a paragraph that shows that a text has begun, in characters.
const BODY_CHARS: usize = 80;
/// How many lines at the start are looked at.
const LINES_AT_START: usize = 16;

/// A title and whether it was made of the first words because the text has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// One line, never empty for a text that holds any letter or digit.
    pub title: String,
    /// Whether it is only the first words.
    pub inferred: bool,
}

/// One line at the start of a text that holds anything at all.
struct Line<'t> {
    words: &'t str,
    /// Whether a blank line or the end of the text comes after it.
    stands_alone: bool,
}

/// Finds the title of a cleaned text.
#[must_use]
pub fn title_of(text: &str) -> Title {
    let start = first_lines(text);
    let mut rest = start.as_slice();
    let mut first_words = None;
    while let Some((line, after)) = rest.split_first() {
        rest = after;
        if says_nothing(line.words) {
            continue;
        }
        if looks_like_title(line, after) && !is_unknown_label(line, after) {
            return Title { title: one_line(line.words), inferred: false };
        }
        first_words.get_or_insert(line.words);
        if line.words.chars().count() >= BODY_CHARS {
            break;
        }
    }
    let any = || text.split('\n').map(str::trim).find(|line| has_letters(line));
    let words = first_words.or_else(any).unwrap_or_else(|| text.trim());
    Title { title: shortened(&one_line(words)), inferred: true }
}

fn first_lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for line in text.split('\n').map(str::trim) {
        if !line.is_empty() {
            if lines.len() == LINES_AT_START {
                return lines;
            }
            lines.push(Line { words: line, stands_alone: false });
        } else if let Some(last) = lines.last_mut() {
            last.stands_alone = true;
        }
    }
    lines
}

/// The first words of a text, cut at a word's end with “…” where there are more.
#[must_use]
pub fn shortened(words: &str) -> String {
    let Some((limit, _)) = words.char_indices().nth(INFERRED_CHARS) else { return words.to_owned() };
    let within = words.get(..limit).unwrap_or_default();
    let cut = within.rfind(char::is_whitespace).filter(|at| *at > limit / 2).unwrap_or(limit);
    let kept =
        words.get(..cut).unwrap_or_default().trim_end_matches(|c: char| c.is_whitespace() || ",;:.–—-".contains(c));
    format!("{kept}…")
}

/// White space of any kind as one space, control characters gone: fit for a title, a name or an address.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether a line only says in which part of a paper a text stood.
#[must_use]
pub fn is_label(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let parts = || bare.split(['|', '/', '>', '»', '·', '›', '•']).map(str::trim);
    !has_letters(line) || parts().all(|part| LABELS.contains(&part))
}

/// Labels, names of authors, dates and ornaments: no title, and no first words either.
fn says_nothing(line: &str) -> bool {
    is_label(line) || is_byline(line) || is_date(line)
}

fn looks_like_title(line: &Line<'_>, after: &[Line<'_>]) -> bool {
    let length = line.words.chars().count();
    let ends_like_a_sentence = |c: char| matches!(c, '.' | ',' | ';' | ':' | '–' | '—' | '-');
    let last = line.words.trim_end_matches(|c| "”’\"'»)“".contains(c)).chars().next_back();
    if length > TITLE_CHARS || last.is_none_or(ends_like_a_sentence) {
        return false;
    }
    // A line that runs on into the next one is the start of a broken paragraph.
    let runs_on = after.first().is_some_and(|next| next.words.chars().next().is_some_and(char::is_lowercase));
    if runs_on && !line.stands_alone {
        return false;
    }
    if !line.stands_alone {
        let enough = BODY_CHARS.max(length + length / 4);
        return after.iter().any(|next| next.words.chars().count() >= enough);
    }
    // Below a blank line a paragraph may be broken into many short lines.
    let mut paragraph = 0;
    after.iter().any(|next| {
        paragraph += next.words.chars().count();
        let is_body = paragraph >= BODY_CHARS;
        paragraph = if next.stands_alone { 0 } else { paragraph };
        is_body
    })
}

/// A single word above a line that looks like a title itself is a label that the list does not know.
fn is_unknown_label(line: &Line<'_>, after: &[Line<'_>]) -> bool {
    let words = |line: &Line<'_>| line.words.split_whitespace().count();
    let Some((next, after_next)) = after.split_first() else { return false };
    words(line) == 1 && words(next) >= 4 && !says_nothing(next.words) && looks_like_title(next, after_next)
}

/// “By” and a name: every longer word begins with a capital letter, unlike in “By dawn the talks were over”.
fn is_byline(line: &str) -> bool {
    let low = line.to_lowercase();
    let begins = BYLINES.iter().any(|start| low.starts_with(start));
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let mut names = line.split_whitespace().skip(1).filter(|word| word.chars().count() > 3);
    begins && line.chars().count() < BODY_CHARS && names.all(|word| first(word).is_none_or(|c| !c.is_lowercase()))
}

/// Figures with names of months and days and little else: a date, a time, “5 min read”.
fn is_date(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    line.chars().any(|c| c.is_ascii_digit())
        && line.chars().count() < BODY_CHARS
        && words.all(|word| {
            let low = word.to_lowercase();
            let three = low.char_indices().nth(3).map_or(low.as_str(), |(at, _)| low.get(..at).unwrap_or_default());
            low.chars().count() <= 2 || TIME_WORDS.contains(&low.as_str()) || MONTHS_AND_DAYS.contains(&three)
        })
}

fn has_letters(line: &str) -> bool {
    line.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BODY: &str = "The envoys sat down in the morning and rose after five hours, and neither side would say what the \
        other had put on the table, let alone what it had taken off it again.";

    fn check(start: &str, title: &str, inferred: bool) {
        let text = start.replace("BODY", BODY);
        assert_eq!(title_of(&text), Title { title: title.to_owned(), inferred }, "{start:?}");
    }

    #[test]
    fn a_line_that_looks_like_a_title_is_one() {
        let title = "Second day in Berlin as envoys hunt for words";
        check(&format!("{title}\nBODY"), title, false);
        check(&format!("{title}\n\nBODY"), title, false);
        for label in
            ["News", "NEWS", "Opinion", "World", "Новини", "Nachrichten", "Politik", "World | Europe", "Live:", "* * *"]
        {
            check(&format!("{label}\n{title}\n\nBODY\n"), title, false);
        }
        check(&format!("Weltspiegel\n{title}\nBODY"), title, false);
        check(&format!("Monday, 15 December 2025\n{title}\nBODY"), title, false);
        check(&format!("{title}\nBy Jane Doe and Ivan Petrenko\n15.12.2025, 14:30 Uhr\nBODY"), title, false);
        check(&format!("By Jane Doe\n{title}\nBODY"), title, false);
        check(&format!("{title}\nWhat is known, what is not\nBODY"), title, false);
        check("Why?\nBODY", "Why?", false);
        check("«Ні» з Москви\nBODY", "«Ні» з Москви", false);
        check("Berlin talks, 14–15 December 2025\nBODY", "Berlin talks, 14–15 December 2025", false);
        check("By dawn the talks were over\nBODY", "By dawn the talks were over", false);
        check("A  title\twith\u{A0}gaps\nBODY", "A title with gaps", false);
        check(
            "Title\n\nA paragraph that was broken into\nlines of equal and modest length\nby a mail program.",
            "Title",
            false,
        );
    }

    #[test]
    fn first_words_are_inferred() {
        let first = "The envoys sat down in the morning and rose after five hours, and…";
        check("BODY", first, true);
        check("BODY\n\nA heading\nBODY", first, true);
        check("News\nBODY", first, true);
        check("They met in Berlin.\nBODY", "They met in Berlin.", true);
        check(
            "Nearly four years into the war the envoys\nsat down again. BODY",
            "Nearly four years into the war the envoys",
            true,
        );
        check("Only this", "Only this", true);
        check("News", "News", true);
        check("", "", true);
        let broken = "The envoys sat down in the morning and rose after five hours, and\nNATO said nothing, and Moscow said nothing, and Kyiv said very\n\
            little when it was asked by the reporters who had waited there.";
        check(broken, "The envoys sat down in the morning and rose after five hours, and", true);
        check(&"слово".repeat(40), &format!("{}…", "слово".repeat(14)), true);
    }

    proptest! {
        #[test]
        fn a_text_with_letters_has_a_title(text in "[A-Za-zїЇ.,:?\n 0-9]{0,300}") {
            let found = title_of(&text);
            prop_assert_eq!(found.title.is_empty(), text.trim().is_empty());
            prop_assert!(found.title.chars().count() <= TITLE_CHARS);
            prop_assert!(!found.title.contains('\n'));
        }
    }
}
