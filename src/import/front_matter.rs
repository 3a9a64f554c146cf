//! What stands between `---` lines at the start of a Markdown file: names and values, of which the known ones are read.
//! The simple form that note and blog programs write, not all of YAML.

use super::Draft;
use super::dates::published;

/// Most lines that are looked through for the end.
const MOST_LINES: usize = 200;

/// The draft with what the front matter says, and the rest of the text.
pub(super) fn taken(text: &str) -> (Draft, &str) {
    let Some((front, body)) = parted(text) else { return (Draft::default(), text) };
    let mut draft = Draft::default();
    let mut list_of: Option<&str> = None;
    for line in front.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            set(&mut draft, list_of.unwrap_or_default(), item);
        } else if let Some((key, value)) = line.split_once(':') {
            list_of = Some(key);
            match value.trim().strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
                Some(list) if !list.starts_with('[') => list.split(',').for_each(|item| set(&mut draft, key, item)),
                _ => set(&mut draft, key, value),
            }
        }
    }
    (draft, body)
}

fn parted(text: &str) -> Option<(&str, &str)> {
    let front = text.strip_prefix("---")?.trim_start_matches([' ', '\t']).strip_prefix('\n')?;
    let mut at = 0;
    for line in front.split_inclusive('\n').take(MOST_LINES) {
        let words = line.trim_end();
        if words == "---" || words == "..." {
            return Some((front.get(..at)?, front.get(at + line.len()..)?));
        }
        // A rule and then prose is no front matter.
        let is_entry = words.is_empty()
            || words.starts_with([' ', '\t', '#'])
            || words.starts_with("- ")
            || words.split_once(':').is_some_and(|(key, _)| !key.trim().is_empty() && !key.contains(". "));
        if !is_entry {
            return None;
        }
        at += line.len();
    }
    None
}

fn set(draft: &mut Draft, key: &str, value: &str) {
    let value = unquoted(value);
    if value.is_empty() || key.starts_with([' ', '\t']) {
        return;
    }
    let is_address = value.starts_with("https://") || value.starts_with("http://");
    match key.trim().to_lowercase().as_str() {
        "title" | "headline" => fill(&mut draft.title, value),
        "author" | "authors" | "by" | "byline" if draft.author.is_empty() => draft.author = value.to_owned(),
        "author" | "authors" | "by" | "byline" => {
            draft.author.push_str(", ");
            draft.author.push_str(value);
        }
        "source" | "url" | "link" | "canonical" | "canonical_url" | "source_url" if is_address => {
            fill(&mut draft.url, value);
        }
        "outlet" | "source" | "publisher" | "publication" | "newspaper" | "site" | "site_name" => {
            fill(&mut draft.outlet, value);
        }
        "date" | "published" | "date_published" | "publish_date" | "pubdate" => {
            draft.published = draft.published.or_else(|| published(value));
        }
        "lang" | "language" | "locale" => fill(&mut draft.language, &value.replace('_', "-")),
        _ => {}
    }
}

fn fill(detail: &mut String, value: &str) {
    if detail.is_empty() {
        value.clone_into(detail);
    }
}

/// Without quotation marks around it, and without the brackets of a link between notes.
fn unquoted(value: &str) -> &str {
    let mut value = value.trim();
    for (open, close) in [("\"", "\""), ("'", "'"), ("[[", "]]")] {
        if let Some(inner) = value.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            value = inner.trim();
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_read() {
        let (draft, body) = taken(
            "---\ntitle: \"Second day: what now?\"\nauthors: [Jane Doe, 'Ivan Petrenko']\ndate: 2025-12-15T08:00:00Z\n\
             source: Meridian Wire\nurl: https://example.org/a\nlang: en_GB\ntags:\n  - war\n---\n# Heading\n",
        );
        assert_eq!(draft.title, "Second day: what now?");
        assert_eq!(draft.author, "Jane Doe, Ivan Petrenko");
        assert_eq!(draft.published.map(|date| date.to_string()), Some("2025-12-15".to_owned()));
        assert_eq!((draft.outlet.as_str(), draft.url.as_str()), ("Meridian Wire", "https://example.org/a"));
        assert_eq!((draft.language.as_str(), body), ("en-GB", "# Heading\n"));
    }

    #[test]
    fn what_note_programs_clip_is_read() {
        let (draft, body) = taken(
            "---\nsource: \"https://example.org/b\"\nauthor:\n  - \"[[Jane Doe]]\"\npublished: 2025-12\n---\nText",
        );
        assert_eq!((draft.url.as_str(), draft.author.as_str(), body), ("https://example.org/b", "Jane Doe", "Text"));
        assert_eq!(draft.published.map(|date| date.to_string()), Some("2025-12".to_owned()));
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        for text in ["---\nProse after a rule.\n---\n", "---\ntitle: never closed\n", "--- \n", "text", "---"] {
            assert_eq!(taken(text).1, text);
        }
    }
}
