//! Characters that mislead the eye, shown as visible marks in names and titles. Article texts keep them as they are.

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

#[cfg(test)]
mod tests {
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
