//! What a page says about its article: title, outlet, author, date, address, language. Structured data first, then what
//! the page tells social networks, then what it tells search engines and readers.

use super::super::{Draft, dates};
use super::json_ld;
use super::survey::Survey;

/// A draft without text.
pub(super) fn details(survey: &Survey) -> Draft {
    let stated = json_ld::stated(&survey.json_ld).unwrap_or_default();
    let meta = |names: &[&str]| survey.meta(names).unwrap_or_default();
    let outlet = first(&[&stated.publisher, meta(&["og:site_name", "application-name", "dc.publisher"])]);
    let author = first(&[&stated.author, meta(&AUTHORS)]);
    let published = [stated.published.as_str()]
        .into_iter()
        .chain(PUBLISHED.iter().map(|name| meta(&[name])))
        .chain(survey.time.iter().map(|(moment, _)| moment.as_str()))
        .find_map(dates::published);
    let url = [survey.canonical.as_str(), meta(&["og:url"]), &stated.url, meta(&["twitter:url"]), &survey.saved_from]
        .into_iter()
        .map(str::trim)
        .find(|url| url.starts_with("https://") || url.starts_with("http://"));
    let language = [&survey.language, meta(&["content-language", "language"]), &stated.language, meta(&["og:locale"])]
        .into_iter()
        .find_map(language_tag);
    Draft {
        title: title(survey, &stated.headline, &outlet),
        author: name(&author),
        outlet,
        url: url.unwrap_or_default().to_owned(),
        published,
        language: language.unwrap_or_default(),
        ..Draft::default()
    }
}

const AUTHORS: [&str; 8] = [
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "twitter:creator",
];

const PUBLISHED: [&str; 13] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "publish-date",
    "publish_date",
    "pubdate",
    "sailthru.date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "article:published",
    "date",
];

fn first(found: &[&str]) -> String {
    let is_name = |words: &&&str| !words.trim().is_empty() && !words.starts_with("http") && !words.starts_with('@');
    found.iter().find(is_name).map(|words| words.trim().to_owned()).unwrap_or_default()
}

/// Longest name or names, in characters: more is a biography.
const LONGEST_NAME: usize = 120;

/// A name as it stands in a line such as “By Jane Doe”; "" where the line says more than a name.
pub(super) fn name(line: &str) -> String {
    let line = super::title::one_line(line);
    let bare = ["By: ", "By ", "BY: ", "BY ", "by ", "Von ", "VON ", "von ", "Par ", "Автор: "];
    let name = bare.iter().find_map(|by| line.strip_prefix(by)).unwrap_or(&line).trim();
    if name.chars().count() <= LONGEST_NAME { name.to_owned() } else { String::new() }
}

/// The headline without the name of the outlet that titles carry for the window's bar.
fn title(survey: &Survey, stated: &str, outlet: &str) -> String {
    let shared = survey.meta(&["og:title", "twitter:title", "dc.title", "title"]).unwrap_or_default();
    let found = [stated, shared, &survey.title].into_iter().find(|title| !title.trim().is_empty()).unwrap_or_default();
    let found = super::title::one_line(found);
    let separators = [" - ", " – ", " — ", " | ", " · ", " :: ", " » "];
    let last = separators.iter().filter_map(|mark| found.rsplit_once(mark)).max_by_key(|(front, _)| front.len());
    match last {
        Some((front, end)) if !outlet.is_empty() && end.trim().eq_ignore_ascii_case(outlet) => front.trim().to_owned(),
        // Without a name to compare with, only a short end after a long front is taken for one.
        Some((front, end))
            if outlet.is_empty()
                && found.contains(" | ")
                && end.split_whitespace().count() <= 3
                && front.split_whitespace().count() >= 4 =>
        {
            front.trim().to_owned()
        }
        _ => found,
    }
}

/// A language tag in its usual form: “en_GB” is “en-GB”. `None` where it is no tag.
fn language_tag(text: &str) -> Option<String> {
    let tag = text.split(',').next()?.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next()?;
    let is_language = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    (is_language && rest).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_are_taken_off_titles() {
        let check = |title_element: &str, outlet: &str, expected: &str| {
            let survey = Survey::of(&format!("<title>{title_element}</title>"));
            assert_eq!(title(&survey, "", outlet), expected);
        };
        check("Second day in Berlin - Meridian Wire", "Meridian Wire", "Second day in Berlin");
        check("Guarantees – and land | Meridian Wire", "Meridian Wire", "Guarantees – and land");
        check("Second day in Berlin | Meridian", "", "Second day in Berlin");
        check("Guarantees – and land", "Meridian Wire", "Guarantees – and land");
        check("Berlin - the second day", "", "Berlin - the second day");
    }

    #[test]
    fn languages_are_tags() {
        for (text, tag) in
            [("en", Some("en")), ("en_GB", Some("en-GB")), ("uk-UA, ru", Some("uk-UA")), ("english", None), ("", None)]
        {
            assert_eq!(language_tag(text).as_deref(), tag);
        }
    }
}
