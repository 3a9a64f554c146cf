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

#[cfg(test)]
mod tests {
    #[test]
    fn what_misleads_is_shown() {
        assert_eq!(super::visible("Kyiv – Київ"), "Kyiv – Київ");
        assert_eq!(super::visible("a\u{202E}b\u{7}"), "a⟨U+202E⟩b⟨U+0007⟩");
    }
}
