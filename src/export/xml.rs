//! Text that stays text in XML and HTML, whatever signs are in it.

/// Appends `text`, escaped for content and for attributes in double quotes. What XML cannot hold is shown as U+FFFD.
pub(super) fn push_text(out: &mut String, text: &str) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(sign),
            '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(sign),
        }
    }
}

/// `text` escaped.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    push_text(&mut out, text);
    out
}

/// Whether an address may be a link: one of the web, with nothing in it that is no part of one.
pub(super) fn is_web(address: &str) -> bool {
    let plain = !address.chars().any(|sign| sign.is_whitespace() || sign.is_control() || "<>\"\\".contains(sign));
    let scheme = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    plain && (scheme("http://") || scheme("https://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_place() {
        assert_eq!(
            text("a<b> & \"c\" 'd'\u{1}\u{85}\n\t\r"),
            "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;\u{FFFD}\u{FFFD}\n\t&#13;"
        );
        assert_eq!(text("😀 їжак \u{202e}"), "😀 їжак \u{202e}");
        assert!(is_web("https://a.example/x?y=1&z") && is_web("HTTP://a.example"));
        for address in
            ["javascript:alert(1)", "data:text/html,x", "https://a.example/\"x", " https://a", "//a.example", ""]
        {
            assert!(!is_web(address), "{address}");
        }
    }
}
