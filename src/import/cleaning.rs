//! Cleans a text once, before any offset into it exists, and says what was done.
//! Words, quotation marks, dashes and Unicode forms stay as they are; cleaning twice changes nothing.

use super::encoding::counted;
use super::stray_tags;

/// A cleaned text and what was done to it, one sentence each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The text: lines parted by "\n", no blank line at either end, no line end at the end.
    pub text: String,
    /// What was done, and what is kept although it cannot be seen.
    pub notes: Vec<String>,
}

/// Whether leftovers of HTML tags are looked for at the ends of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrayTags {
    /// They go: the text came as plain text.
    Remove,
    /// They stay: the text was taken out of markup already, so that a “<” is the author's own.
    Keep,
}

#[derive(Default)]
struct Counts {
    line_ends: usize,
    controls: usize,
    byte_order_marks: usize,
    zero_width: usize,
    overrides: usize,
    tags: usize,
    trailing_spaces: usize,
    leading_blank: usize,
    trailing_blank: usize,
}

/// Cleans `text`. Linear in its length.
#[must_use]
pub fn clean(text: &str, tags: StrayTags) -> Cleaned {
    let mut counts = Counts::default();
    let plain = plain_characters(text, &mut counts);
    let mut cleaned = String::with_capacity(plain.len());
    let mut blank = 0;
    // The line end after the last line is no blank line of its own.
    for line in plain.strip_suffix('\n').unwrap_or(&plain).split('\n') {
        let (kept, gone) = match tags {
            StrayTags::Remove => stray_tags::stripped(line),
            StrayTags::Keep => (line, 0),
        };
        counts.tags += gone;
        let ended = kept.trim_end();
        if ended.is_empty() && gone > 0 {
            continue;
        }
        counts.trailing_spaces += usize::from(ended.len() < kept.len() && gone == 0);
        if ended.is_empty() {
            blank += 1;
            continue;
        }
        if cleaned.is_empty() {
            counts.leading_blank = blank;
        } else {
            cleaned.extend(std::iter::repeat_n('\n', blank + 1));
        }
        blank = 0;
        cleaned.push_str(ended);
    }
    if !cleaned.is_empty() {
        counts.trailing_blank = blank;
    }
    Cleaned { text: cleaned, notes: counts.notes() }
}

/// One kind of line end, no control characters but tab, no byte order marks.
fn plain_characters(text: &str, counts: &mut Counts) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut returns = 0;
    let mut last = '\n';
    for c in text.chars() {
        if c == '\r' {
            returns += 1;
            continue;
        }
        if returns > 0 {
            // "\r\n" and the "\r\r\n" of a transfer gone wrong are one line end; each lone "\r" is one as well.
            let ends = if c == '\n' && returns <= 2 { 1 } else { returns };
            counts.line_ends += ends;
            plain.extend(std::iter::repeat_n('\n', ends));
            returns = 0;
            last = '\n';
            if c == '\n' {
                continue;
            }
        }
        match c {
            '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                counts.line_ends += 1;
                plain.push('\n');
            }
            '\u{FEFF}' => counts.byte_order_marks += 1,
            '\n' | '\t' => plain.push(c),
            _ if c.is_control() => counts.controls += 1,
            _ => {
                // A joiner that holds an emoji together is seen well enough.
                let joins_emoji = c == '\u{200D}' && !last.is_alphanumeric();
                counts.zero_width += usize::from(is_zero_width(c) && !joins_emoji);
                counts.overrides += usize::from(is_bidi_override(c));
                plain.push(c);
            }
        }
        last = c;
    }
    counts.line_ends += returns;
    plain.extend(std::iter::repeat_n('\n', returns));
    plain
}

/// Whether a character takes no room: it cannot be seen, but is part of the text.
#[must_use]
pub fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}')
}

/// Whether a character changes the direction of writing by force (UAX 9), so that text reads otherwise than it is.
#[must_use]
pub fn is_bidi_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl Counts {
    fn notes(&self) -> Vec<String> {
        let tell = |count: usize, one: &str, many: &str, done: &str| {
            (count > 0).then(|| format!("{} {done}", counted(count, one, many)))
        };
        [
            tell(self.line_ends, "line end", "line ends", "made uniform"),
            tell(self.byte_order_marks, "byte order mark", "byte order marks", "inside the text removed"),
            tell(self.controls, "control character", "control characters", "removed"),
            tell(self.tags, "stray tag", "stray tags", "removed"),
            tell(self.trailing_spaces, "line", "lines", "freed of spaces at the end"),
            tell(self.leading_blank, "leading blank line", "leading blank lines", "removed"),
            tell(self.trailing_blank, "trailing blank line", "trailing blank lines", "removed"),
            tell(
                self.zero_width,
                "zero-width character kept, although it",
                "zero-width characters kept, although they",
                "cannot be seen",
            ),
            tell(self.overrides, "character kept that turns", "characters kept that turn", "the direction of writing"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str, notes: &[&str]) {
        let cleaned = clean(text, StrayTags::Remove);
        assert_eq!(cleaned.text, expected, "{text:?}");
        assert_eq!(cleaned.notes, notes, "{text:?}");
    }

    #[test]
    fn what_is_cleaned_is_said() {
        check("", "", &[]);
        check("One.\nTwo.\n", "One.\nTwo.", &[]);
        check("One.\r\nTwo.\r\n", "One.\nTwo.", &["2 line ends made uniform"]);
        check("One.\rTwo.\r\rThree.", "One.\nTwo.\n\nThree.", &["3 line ends made uniform"]);
        check("One.\u{2028}Two.\u{B}Three.", "One.\nTwo.\nThree.", &["2 line ends made uniform"]);
        check("One.\n\n\n\n", "One.", &["3 trailing blank lines removed"]);
        check("One.\r\r\nTwo.", "One.\nTwo.", &["1 line end made uniform"]);
        check("\n\nOne.\n\nTwo.", "One.\n\nTwo.", &["2 leading blank lines removed"]);
        check("One. \t\nTwo.\u{A0}\n  Three.", "One.\nTwo.\n  Three.", &["2 lines freed of spaces at the end"]);
        check("O\0n\u{7}e\u{81}.\tTab", "One.\tTab", &["3 control characters removed"]);
        check("O\u{FEFF}ne.", "One.", &["1 byte order mark inside the text removed"]);
        check("<h2 Why\nBecause.\n<h2 And then?", "Why\nBecause.\nAnd then?", &["2 stray tags removed"]);
        check("<p>\nBecause a < b.\n</p>", "Because a < b.", &["2 stray tags removed"]);
        check(
            "a\u{200B}b\u{202E}c",
            "a\u{200B}b\u{202E}c",
            &[
                "1 zero-width character kept, although it cannot be seen",
                "1 character kept that turns the direction of writing",
            ],
        );
        check("👩\u{200D}🚀 “е\u{301}” — ‘ﬁ’…", "👩\u{200D}🚀 “е\u{301}” — ‘ﬁ’…", &[]);
    }

    #[test]
    fn tags_that_the_author_wrote_stay() {
        assert_eq!(clean("<p> opens a paragraph.", StrayTags::Keep).text, "<p> opens a paragraph.");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(
            text in "(\\PC|[\r\n\t \u{0}-\u{1f}\u{85}\u{a0}\u{feff}\u{2028}]|<|>|/|</?(h2|p|b|br|div)( class=\"x\")?>?| ){0,40}"
        ) {
            for tags in [StrayTags::Remove, StrayTags::Keep] {
                let once = clean(&text, tags);
                let twice = clean(&once.text, tags);
                prop_assert_eq!(&twice.text, &once.text);
                let kept = |note: &&String| !note.contains("kept");
                prop_assert_eq!(twice.notes.iter().find(kept), None);
            }
        }
    }
}
