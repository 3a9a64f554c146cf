//! What a page's structured data (JSON-LD with the words of schema.org) says about its article.

use serde_json::Value;

/// What was found; "" where nothing was.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) headline: String,
    pub(super) author: String,
    pub(super) publisher: String,
    pub(super) published: String,
    pub(super) url: String,
    pub(super) language: String,
}

/// Most objects of one page that are looked at.
const MOST_OBJECTS: usize = 2000;

/// The first article that the scripts describe.
pub(super) fn stated(scripts: &[String]) -> Option<Stated> {
    let mut seen = 0;
    for script in scripts {
        let Ok(root) = serde_json::from_str::<Value>(script.trim().trim_end_matches(';')) else { continue };
        let mut waiting = vec![&root];
        while let Some(value) = waiting.pop() {
            seen += 1;
            if seen > MOST_OBJECTS {
                return None;
            }
            match value {
                Value::Array(values) => waiting.extend(values.iter().rev()),
                Value::Object(object) if is_article(value) => {
                    return Some(Stated {
                        headline: words(object.get("headline").or_else(|| object.get("name"))),
                        author: names(object.get("author")),
                        publisher: names(object.get("publisher")),
                        published: words(object.get("datePublished")),
                        url: address(value),
                        language: names(object.get("inLanguage")),
                    });
                }
                Value::Object(object) => {
                    waiting.extend(["mainEntity", "@graph"].iter().filter_map(|key| object.get(*key)));
                }
                _ => {}
            }
        }
    }
    None
}

fn is_article(value: &Value) -> bool {
    let named =
        |name: &Value| name.as_str().is_some_and(|n| n.ends_with("Article") || n.ends_with("Posting") || n == "Report");
    match value.get("@type") {
        Some(Value::Array(names)) => names.iter().any(named),
        Some(name) => named(name),
        None => false,
    }
}

fn words(value: Option<&Value>) -> String {
    let found = match value {
        Some(Value::String(words)) => words.as_str(),
        Some(Value::Array(values)) => values.first().and_then(Value::as_str).unwrap_or_default(),
        _ => "",
    };
    // Some pages put entities into their data, where they mean nothing.
    if found.contains('&') && found.contains(';') { super::lines_of(found) } else { found.to_owned() }
}

/// One or several people or bodies, by name.
fn names(value: Option<&Value>) -> String {
    let one = |value: &Value| match value {
        Value::Object(object) => words(object.get("name")),
        other => words(Some(other)),
    };
    match value {
        Some(Value::Array(values)) => {
            let all: Vec<String> = values.iter().take(20).map(one).filter(|name| !name.is_empty()).collect();
            all.join(", ")
        }
        Some(value) => one(value),
        None => String::new(),
    }
}

fn address(article: &Value) -> String {
    let page = article.get("mainEntityOfPage");
    let found = [article.get("url"), page, page.and_then(|page| page.get("@id"))];
    found
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .find(|url| url.starts_with("http"))
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_among_other_data() {
        let scripts = [
            "not json".to_owned(),
            r#"{"@graph": [{"@type": "WebSite", "name": "Site"}, {"@type": ["NewsArticle"], "headline": "Second day &amp; after",
                "author": [{"name": "Jane Doe"}, "Ivan Petrenko"], "publisher": {"@type": "Organization", "name": "Meridian Wire"},
                "datePublished": "2025-12-15T08:00:00Z", "mainEntityOfPage": {"@id": "https://example.org/a"}, "inLanguage": "en"}]};"#
                .to_owned(),
        ];
        let found = stated(&scripts).expect("an article");
        assert_eq!(
            found,
            Stated {
                headline: "Second day & after".into(),
                author: "Jane Doe, Ivan Petrenko".into(),
                publisher: "Meridian Wire".into(),
                published: "2025-12-15T08:00:00Z".into(),
                url: "https://example.org/a".into(),
                language: "en".into(),
            }
        );
        assert_eq!(stated(&["[".repeat(100_000), "{\"@type\": 3}".into(), "[[], 1, null]".into()]), None);
    }
}
