//! The encoding that a web page declares, in an XML declaration or a meta element (HTML Standard, 13.2.3.2).

use encoding_rs::Encoding;

/// How far into a page a declaration is looked for; browsers look at 1024 bytes, saved pages may put notes before it.
const DECLARED_WITHIN: usize = 8192;

/// The declared encoding; `None` where none is declared or its name is not known.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(DECLARED_WITHIN)).unwrap_or(bytes).to_ascii_lowercase();
    let start: String = start.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' }).collect();
    let in_xml = start.trim_start().strip_prefix("<?xml").and_then(|rest| label(rest.split('>').next()?, "encoding"));
    let in_meta = || {
        let metas = start.split("<meta").skip(1).filter_map(|rest| rest.split('>').next());
        metas.filter_map(|meta| label(meta, "charset")).next()
    };
    in_xml.or_else(in_meta)
}

/// The encoding named after `name` and an equals sign.
fn label(tag: &str, name: &str) -> Option<&'static Encoding> {
    let mut rest = tag;
    while let Some((_, after)) = rest.split_once(name) {
        if let Some(value) = after.trim_start().strip_prefix('=') {
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let end = value.find(|c: char| c.is_whitespace() || "\"';/>?".contains(c)).unwrap_or(value.len());
            return Encoding::for_label_no_replacement(value.get(..end)?.as_bytes());
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found() {
        for (page, name) in [
            ("<meta charset=windows-1251>", Some("windows-1251")),
            ("<!-- note --><META CHARSET='KOI8-U' />", Some("KOI8-U")),
            ("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\">", Some("windows-1252")),
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><html>", Some("UTF-8")),
            ("<meta name=charset content=x><meta charset = utf-8>", Some("UTF-8")),
            ("<meta charset=nonsense>", None),
            ("<p>charset=utf-8</p>", None),
            ("<meta charset", None),
            ("", None),
        ] {
            assert_eq!(declared(page.as_bytes()).map(Encoding::name), name, "{page}");
        }
    }
}
