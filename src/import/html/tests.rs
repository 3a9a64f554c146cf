//! Whole pages, ordinary and hostile.

use proptest::prelude::*;

use crate::import::{Incoming, kind_of, read as read_file};

const PARAGRAPHS: [&str; 5] = [
    "The envoys sat down in the morning and rose after five hours, and neither side would say what the other had put on the \
     table, let alone what it had taken off it again before lunch.",
    "A member of the delegation, who asked not to be named, said that the maps had been rolled up at noon and that nobody had \
     asked for them since, which he took for a good sign, or at least not for a bad one.",
    "“We have come to talk about guarantees,” she said, “and we are not leaving without knowing what they are worth.” Then she \
     went back in, past the cameras, the flags and a waiter with a tray of untouched sandwiches.",
    "In the afternoon the talks turned to money: who would lend it, who would guarantee it, and who would be asked to pay it \
     back, in that order, although the order itself was disputed for the better part of an hour.",
    "By nightfall there was a date for the next meeting, a list of open points that fitted on one page, and a promise on all \
     sides to keep that page to themselves, which held until about nine in the evening.",
];

fn page(head: &str, headline: &str) -> String {
    let paragraphs: String = PARAGRAPHS.iter().map(|words| format!("<p>{words}</p>\n")).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">{head}</head><body>\
         <header><nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/w\">World</a></li></ul></nav></header>\
         <main><article><h1>{headline}</h1><div class=\"byline\">By <a href=\"/jd\">Jane Doe</a></div>\
         <div class=\"share\"><a href=\"#\">Share</a> <a href=\"#\">Tweet</a></div>\
         <div class=\"content\">{paragraphs}<h2>What comes next</h2>{paragraphs}</div></article>\
         <aside><h3>Most read</h3><ul><li><a href=\"/1\">Ten things</a></li><li><a href=\"/2\">Weather</a></li></ul></aside></main>\
         <footer><p>© Meridian Wire. <a href=\"/terms\">Terms</a></p></footer>\
         <script>var ads = \"<p>never</p>\";</script></body></html>"
    )
}

fn read(page: &str) -> Incoming {
    read_file("page.html", page.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn an_article_without_its_boilerplate() {
    let head = "<title>Second day in Berlin - Meridian Wire</title>\
        <meta property=\"og:site_name\" content=\"Meridian Wire\">\
        <meta property=\"og:title\" content=\"Second day in Berlin\">\
        <meta name=\"author\" content=\"Jane Doe\">\
        <meta property=\"article:published_time\" content=\"2025-12-15T09:30:00+01:00\">\
        <link rel=\"canonical\" href=\"https://example.org/second-day\">";
    let found = read(&page(head, "Second day in Berlin"));
    let body = PARAGRAPHS.join("\n");
    assert_eq!(found.text.as_str(), format!("Second day in Berlin\n{body}\nWhat comes next\n{body}"));
    assert_eq!((found.title.as_str(), found.title_inferred, found.kind), ("Second day in Berlin", false, "html"));
    assert_eq!((found.outlet.as_str(), found.author.as_str()), ("Meridian Wire", "Jane Doe"));
    assert_eq!((found.url.as_str(), found.language.as_str()), ("https://example.org/second-day", "en-GB"));
    assert_eq!(found.published.map(|date| date.to_string()).as_deref(), Some("2025-12-15"));
    assert_eq!(found.cleaned.len(), 1, "{:?}", found.cleaned);
    assert!(found.cleaned.iter().all(|note| note.starts_with("Menus, links and the like left out (")));
}

#[test]
fn structured_data_and_the_note_of_the_browser_count() {
    let head = "<title>Second day in Berlin</title><script type=\"application/ld+json\">\
        {\"@context\": \"https://schema.org\", \"@type\": \"NewsArticle\", \"headline\": \"Second day in Berlin\",\
        \"author\": [{\"name\": \"Jane Doe\"}, {\"name\": \"Ivan Petrenko\"}], \"datePublished\": \"2025-12-15\",\
        \"publisher\": {\"name\": \"Meridian Wire\"}}</script>\
        <!-- saved from url=(0030)https://example.org/second-day -->";
    let found = read(&page(head, "Second day in Berlin"));
    assert_eq!((found.outlet.as_str(), found.author.as_str()), ("Meridian Wire", "Jane Doe, Ivan Petrenko"));
    assert_eq!(found.url, "https://example.org/second-day");
    assert_eq!(found.published.map(|date| date.to_string()).as_deref(), Some("2025-12-15"));
}

#[test]
fn a_page_without_metadata_has_its_heading_for_a_title() {
    let found = read(&page("", "Second day in Berlin"));
    assert_eq!((found.title.as_str(), found.outlet.as_str(), found.published), ("Second day in Berlin", "", None));
    assert_eq!(found.author, "Jane Doe");
    assert!(found.text.as_str().starts_with("Second day in Berlin\nThe envoys"), "{}", found.text.as_str());
}

#[test]
fn a_page_that_is_no_article_gives_all_its_words() {
    let found = read("<html><body><ul><li><a href=x>One</a><li><a href=y>Two</a></ul></body></html>");
    assert_eq!(found.text.as_str(), "• One\n• Two");
    let found = read("<p>They met. They left.</p>");
    assert_eq!(found.text.as_str(), "They met. They left.");
}

#[test]
fn encodings_are_declared_by_the_page() {
    let words = "Переговори тривали п’ять годин, і жодна зі сторін не сказала, чим вони закінчилися.";
    let page = format!(
        "<html><head><meta charset=windows-1251><title>Другий день</title></head><body><p>{words}</p></body></html>"
    );
    let found = read_file("a.htm", &encoding_rs::WINDOWS_1251.encode(&page).0).expect("a page");
    assert_eq!(
        (found.text.as_str(), found.encoding.as_str(), found.title.as_str()),
        (words, "windows-1251", "Другий день")
    );
    assert_eq!(kind_of("saved-page", page.as_bytes()).id, "html");
    assert_eq!(kind_of("saved.txt", b" <!DOCTYPE HTML><p>").id, "html");
}

/// Each page would make a tree builder overflow its stack, run for minutes or fill the memory.
#[test]
fn hostile_pages_are_read_in_reasonable_time() {
    let words = PARAGRAPHS[0];
    let deep =
        |tag: &str| format!("{}{words}{}", format!("<{tag}>").repeat(100_000), format!("</{tag}>").repeat(100_000));
    let numbered = |times: usize, part: &dyn Fn(usize) -> String| (0..times).map(part).collect::<String>();
    let pages = [
        deep("div"),
        deep("b"),
        deep("blockquote"),
        deep("table"),
        format!("<p>{words}</p>{}", deep("svg")),
        format!("{}{words}", "<div></x>".repeat(100_000)),
        format!("{}{}{words}", numbered(5_000, &|n| format!("<b a={n}>")), "<p>x".repeat(5_000)),
        format!("{}{words}", numbered(100, &|n| format!("<b a={n}><p>x</p>")).repeat(200)),
        format!("<p a=\"{}\">{words}</p>", "x".repeat(5_000_000)),
        format!("<p {}>{words}</p>", numbered(200_000, &|n| format!("a{n}=1 "))),
        format!("<p>{words}</p>{}", "<p>x</p>".repeat(70_000)),
        format!("<p>{words}</p>{}", "<".repeat(200_000)),
        format!("<p>{words}</p>{}", "&".repeat(300_000)),
        format!("<p>{words}</p>{}", "<!--".repeat(100_000)),
        format!("<p>{words}</p><script>{}", "<script>".repeat(100_000)),
        format!("<p>{words}</p>{}", "<select><option>".repeat(50_000)),
        format!("<p>{words}</p>{}", "<table><tr><td>".repeat(50_000)),
        format!("<p>{words}</p>{}", "<a href=x><table>".repeat(150)),
        format!("<p>{words}</p>{}", "<ul><li>".repeat(100_000)),
        format!("{}<p>{words}</p>", "</p>".repeat(200_000)),
        // Just within what a tree is built for.
        format!("{}{}", "<div>".repeat(190), format!("<p>{words}</p>").repeat(2_000)),
        format!("{}{}", "<span>".repeat(190), format!("<p>{words}<br><br>").repeat(2_000)),
        format!("{}{words}", "<div><p>a,b,c</p>".repeat(195)),
        format!("{}{words}", format!("{}{words}{}", "<div>".repeat(180), "</div>".repeat(180)).repeat(300)),
        format!("<p>{words}{}</p>", "<br>".repeat(2_000)),
        format!("<div>{}</div>", format!("{words}<br><br>").repeat(5_000)),
        format!("<div>{}</div>", format!("<a href=x>{words}</a>").repeat(5_000)),
        format!("<table>{}</table>", format!("<tr><td>{words}<td>{words}").repeat(3_000)),
        format!("<p>{words}</p><div>{}</div>", "x,".repeat(1_000_000)),
        format!("<p>{words}</p><div class=\"{}\">{words}</div>", "article ".repeat(200_000)),
        format!("<p>{words}</p><title>{}</title>", "a - b | ".repeat(100_000)),
        format!("<p>{words}</p>{}", "<h1>a</h1><h2>b</h2>".repeat(5_000)),
        format!("<p>{words}</p>{}", "<img src=x><noscript><img src=y></noscript>".repeat(3_000)),
    ];
    for page in pages {
        let found = read(&page);
        assert!(found.text.as_str().contains("The envoys sat down"), "{}", page.chars().take(60).collect::<String>());
    }
}

const SOUP: &str = "(</?(p|div|span|b|a|table|tr|td|ul|li|h1|h2|article|section|header|title|br|img|font|svg|math|select|template|\
    noscript|script|style|head|body|html|blockquote|pre|form|textarea|frameset)( (class|id|href|hidden|src|style|rel|role)=\"?\
    (article|comment|sidebar|x|1|byline)\"?)?/?>|<!--|-->|&amp;|&|<|>|words, more words, and a few words beside\\. |\\PC|\n){0,60}";

proptest! {
    #[test]
    fn any_page_is_read(soup in SOUP) {
        let _ = read_file("soup.html", soup.as_bytes());
        let _ = read_file("soup.md", soup.as_bytes());
        let draft = super::read(&format!("{soup}<p>{}</p>", PARAGRAPHS[0]));
        prop_assert!(!draft.text.contains("\n\n") && !draft.text.ends_with('\n'), "{:?}", draft.text);
    }
}
