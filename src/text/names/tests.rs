//! Names in texts: as words, in every case, overlapping; and the same as a plain form of the search finds them.

use aho_corasick::AhoCorasick;
use proptest::prelude::*;

use super::*;

fn book(names: &[(&str, &[&str])]) -> NameBook {
    let code = |id: &str| NamedCode::Actor(id.parse().expect("an id"));
    let codes: Vec<_> =
        names.iter().map(|(id, names)| (code(id), names.iter().map(|n| (*n).to_owned()).collect())).collect();
    NameBook::new(&codes)
}

/// `marked` holds ⟦…⟧ around every place that is expected.
fn check(names: &[&str], marked: &str) {
    let text = marked.replace(['⟦', '⟧'], "");
    let book = book(&[("one", names)]);
    let mut shown = text.clone();
    for place in book.find(&text, 0..text.len()).into_iter().rev() {
        shown.insert(place.span.end(), '⟧');
        shown.insert(place.span.start(), '⟦');
    }
    assert_eq!(shown, marked, "{names:?}");
}

#[test]
fn names_are_found_as_words_in_every_case() {
    check(&["Kyiv"], "⟦Kyiv⟧, ⟦KYIV⟧’s and ⟦kyiv⟧-based, not Kyivan");
    check(&["Zelenskyy", "Zelensky"], "⟦Zelenskyy⟧, ⟦Zelenský⟧, ⟦Zelensky\u{301}⟧");
    check(&["Зеленський", "Зеленського"], "⟦Зеленський⟧ про ⟦ЗЕЛЕНСЬКОГО⟧, Зеленському");
    check(&["United States", "US"], "the ⟦US⟧ told us; the ⟦United  States⟧, the ⟦united\nstates⟧");
    check(&["U.S."], "the ⟦U.S.⟧ said");
    check(&["NATO"], "⟦NATO⟧, nato");
    check(&["security guarantees", "security"], "⟦security guarantees⟧ and ⟦security⟧");
    check(&["Kyiv", "Kyiv Po"], "the ⟦Kyiv⟧ Post");
    check(&["Article 5-like"], "⟦Article 5–like⟧ and ⟦article 5-LIKE⟧");
    check(&["Größe"], "⟦GRÖSSE⟧");
    check(&["…", ""], "nothing … at all");
    check(&["(EU)", ".com boom"], "the ⟦(EU)⟧ and the  ⟦(EU)⟧, not EU; a ⟦.com boom⟧");
}

#[test]
fn a_letter_that_folding_takes_apart_is_no_end_of_a_word() {
    check(&["на", "війна"], "⟦війна⟧ ⟦на⟧ сході, країна");
    check(&["на"], "війна, країна, ⟦на⟧");
}

#[test]
fn a_name_is_found_however_far_its_words_stand_apart() {
    let gap = " ".repeat(300);
    check(&["United States"], &format!("⟦United{gap}States⟧, ⟦United\u{AD}{gap}\u{AD}States⟧"));
}

#[test]
fn a_name_of_two_stands_for_both() {
    let book = book(&[("ukraine", &["Ukraine", "Kyiv"]), ("city", &["Kyiv", "Kyiv city"])]);
    let text = "Kyiv and Kyiv city";
    let found = book.find(text, 0..text.len());
    let codes: Vec<usize> = found.iter().map(|place| book.codes(*place).len()).collect();
    assert_eq!(codes, [2, 1]);
}

#[test]
fn an_empty_book_finds_nothing() {
    assert!(NameBook::new(&[]).find("any", 0..3).is_empty());
}

proptest! {
    #[test]
    fn pieces_find_what_the_whole_finds(text in "(Kyiv|US|Zelenský|[a-zї ’–\n]){0,30}", repeat in 1usize..3) {
        let text = text.repeat(repeat);
        let book = book(&[("one", &["Kyiv", "US", "Zelensky"])]);
        let whole = book.find(&text, 0..text.len());
        for pair in whole.windows(2) {
            prop_assert!(pair[0].span.end() <= pair[1].span.start());
        }
        let mut lines = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            lines.extend(book.find(&text, at..at + line.len()));
            at += line.len();
        }
        prop_assert_eq!(lines, whole);
    }
}

/// The plain form of the search: the whole text folded, every name in it, those that are whole words.
fn plainly(names: &[Name], text: &str) -> Vec<NamePlace> {
    let folded = Folded::new(text, FOLDING);
    let words = folded.as_str();
    let letter = |c: Option<char>| c.is_some_and(spotting::is_letter);
    let finder = AhoCorasick::new(names.iter().map(|name| &name.folded)).expect("a finder");
    let mut hits: Vec<(usize, usize, usize)> = finder
        .find_overlapping_iter(words)
        .map(|hit| (hit.start(), hit.end(), hit.pattern().as_usize()))
        .filter(|(start, end, _)| {
            let (before, after) = (words.get(..*start).unwrap_or(""), words.get(*end..).unwrap_or(""));
            !letter(before.chars().next_back()) && !letter(after.chars().next())
        })
        .collect();
    hits.sort_unstable_by_key(|(start, end, name)| (*start, std::cmp::Reverse(*end), *name));
    let mut free_from = 0;
    let mut found = Vec::new();
    for (start, end, name) in hits {
        let Some(range) = folded.original(start..end).and_then(|range| with_marks(text, range)) else { continue };
        let small = text.get(range.clone()).unwrap_or("").chars().any(char::is_lowercase);
        if start >= free_from && !(names[name].in_capitals && small) {
            free_from = end;
            let name = u32::try_from(name).expect("few names");
            found.extend(TextSpan::new(text, range).map(|span| NamePlace { span, name }));
        }
    }
    found
}

/// Names and texts of whatever folding treats in a way of its own.
const NAME: &str = "(Kyiv|US|us|Zelensk[ýy]|[a-cA-C]{1,3}|й|и|ß|Є|[.–’€(-]| |ü){1,4}|[a-b ]{1,12}";
const TEXT: &str = "((Kyiv|US|us|Zelensk[ýy]|Zelensky\u{301}|[a-cA-C ]{1,4}|й|и|ß|SS|Є|Ü|u\u{308}|[.–’€(-]| |\u{301}\
    |\u{306}|\u{AD}|\u{200B}|…|\n|  |ŉ|æ|½|漢|\u{A0}|«|\\PC){0,30})";

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_what_the_plain_form_finds(
        names in prop::collection::vec(NAME, 1..8),
        text in TEXT,
        before in 0usize..3,
        other in "[a-cA-C. -]{1,5}",
    ) {
        let text = format!("{}{text}", "x, ".repeat(before * 30));
        let listed: Vec<(String, Vec<String>)> = names.into_iter().enumerate().map(|(n, name)| (format!("a{n}"), vec![name])).collect();
        let codes = |listed: &[(String, Vec<String>)]| -> Vec<(NamedCode, Vec<String>)> {
            let code = |(id, names): &(String, Vec<String>)| (NamedCode::Actor(id.parse().expect("an id")), names.clone());
            listed.iter().map(code).collect()
        };
        let book = NameBook::new(&codes(&listed));
        prop_assert_eq!(book.find(&text, 0..text.len()), plainly(&book.names, &text));

        let mut changed = listed;
        changed[0].1[0] = other;
        let after = NameBook::new(&codes(&changed));
        prop_assert_eq!(after.hits_after(&book, &book.hits(&text), &text), after.hits(&text));
    }
}
