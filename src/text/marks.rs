//! Characters that mislead the eye, shown as visible marks in names and titles. Article texts keep them as they are; where
//! something stands behind such a text, the changes of direction that it leaves open are ended behind it.

use std::borrow::Cow;

/// `text` with control characters, directional overrides and zero-width characters replaced by visible marks.
#[must_use]
pub fn visible(text: &str) -> String {
    if !text.chars().any(is_misleading) {
        return text.to_owned();
    }
    text.chars().map(|c| if is_misleading(c) { format!("⟨U+{:04X}⟩", u32::from(c)) } else { c.to_string() }).collect()
}

/// Whether a character is invisible, or changes how its neighbours are drawn.
#[must_use]
pub fn is_misleading(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether a character is not seen by itself in an article: it is marked there. Tabs are spaces, and joiners belong to
/// the letters and pictures that they join.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c == '\u{AD}' || (c != '\t' && c != '\n' && is_misleading(c))
}

/// What a hidden character is called: its number, and its name where it has a common one.
#[must_use]
pub fn name(c: char) -> String {
    let name = match c {
        '\u{AD}' => "soft hyphen",
        '\u{200B}' => "zero-width space",
        '\u{200C}' => "zero-width non-joiner",
        '\u{200D}' => "zero-width joiner",
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{202A}' | '\u{202B}' => "directional embedding",
        '\u{202C}' | '\u{2069}' => "end of a change of direction",
        '\u{202D}' => "left-to-right override",
        '\u{202E}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2066}'..='\u{2068}' => "directional isolate",
        '\u{FEFF}' => "byte order mark",
        _ => "control character",
    };
    format!("U+{:04X} {name}", u32::from(c))
}

/// The characters of `text` that are to be marked, with their places: hidden ones, and joiners between letters that
/// never join.
pub fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut before = ' ';
    let some = !text.bytes().all(|byte| (0x20..0x7F).contains(&byte));
    text.char_indices().filter(move |(_, c)| {
        let alone = matches!(c, '\u{200C}' | '\u{200D}') && (before.is_ascii() || matches!(before, 'À'..='ԯ'));
        before = *c;
        some && (alone || is_hidden(*c))
    })
}

/// `text`, and behind it what ends the changes of direction that it begins and does not end, so that they cannot turn what
/// is written after it. The text itself stays as it is, character by character.
#[must_use]
pub fn closed(text: &str) -> Cow<'_, str> {
    let ends_line = |c: char| matches!(c, '\n' | '\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2029}');
    // Some formats show the line ends of a text within one paragraph, and only the end of a paragraph ends changes of
    // direction. Both are provided for: an end too many does nothing.
    let last_line = text.rsplit(ends_line).next().unwrap_or_default();
    let ends = if last_line.len() < text.len() { open(last_line) + &open(text) } else { open(text) };
    if ends.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(text.to_owned() + &ends) }
}

/// The ends that a paragraph lacks, by the Unicode Bidirectional Algorithm (X1 to X8).
fn open(paragraph: &str) -> String {
    const POP: char = '\u{202C}';
    const POP_ISOLATE: char = '\u{2069}';
    let mut open = Vec::new();
    for sign in paragraph.chars() {
        match sign {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push(POP),
            '\u{2066}'..='\u{2068}' => open.push(POP_ISOLATE),
            POP if open.last() == Some(&POP) => _ = open.pop(),
            POP_ISOLATE => {
                // The end of an isolate ends what was begun within it.
                let begin = open.iter().rposition(|end| *end == POP_ISOLATE);
                open.truncate(begin.unwrap_or(open.len()));
            }
            _ => {}
        }
    }
    open.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_bidi::{BidiInfo, Level};

    /// Whether what stands behind `text` runs on as if nothing stood before it.
    fn leaves_alone(text: &str) -> bool {
        let followed = format!("{text}abc");
        let info = BidiInfo::new(&followed, Some(Level::ltr()));
        info.levels.iter().rev().take(3).all(|level| *level == Level::ltr())
    }

    #[test]
    fn a_direction_left_open_is_ended_behind_the_text() {
        assert!(!leaves_alone("a\u{202E}b"), "this is what it is for");
        for (text, ends) in [
            ("plain, Київ, שלום", ""),
            ("a\u{202E}b", "\u{202C}"),
            ("a\u{202E}b\u{202C}", ""),
            ("\u{2067}a\u{202B}b", "\u{202C}\u{2069}"),
            ("\u{2067}a\u{202B}b\u{2069}", ""),
            ("\u{202E}a\nb", "\u{202C}"),
            ("\u{200F}a\u{202C}\u{2069}", ""),
        ] {
            assert_eq!(super::closed(text).strip_prefix(text), Some(ends), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_follows_is_never_turned(text in "[ab1א \n\u{2029}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}]{0,24}") {
            let closed = super::closed(&text);
            prop_assert!(closed.starts_with(&text));
            prop_assert!(leaves_alone(&closed), "{closed:?}");
            let on_one_line = closed.replace(['\n', '\u{2029}'], " ");
            prop_assert!(leaves_alone(&on_one_line), "{closed:?}");
        }
    }

    #[test]
    fn what_is_hidden_is_found() {
        let found = |text| super::hidden(text).map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(found("a\u{200B}b\tc\u{7}"), [1, 7]);
        assert_eq!(found("soft\u{AD}ly"), [4]);
        assert_eq!(found("a\u{200D}b, 👨‍👩‍👧, می‌خواهم"), [1]);
        assert!(found("plain").is_empty());
        assert_eq!(super::name('\u{202E}'), "U+202E right-to-left override");
    }

    #[test]
    fn what_misleads_is_shown() {
        assert_eq!(super::visible("Kyiv – Київ"), "Kyiv – Київ");
        assert_eq!(super::visible("a\u{202E}b\u{7}"), "a⟨U+202E⟩b⟨U+0007⟩");
    }
}
