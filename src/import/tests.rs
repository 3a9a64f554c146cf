//! What any file gives: articles, reports and refusals, as tables.

use super::*;
use crate::model::Surroundings as _;
use crate::model::surroundings::Counting;

const BODY: &str = "The envoys sat down in the morning and rose after five hours, and neither side would say what the other \
    had put on the table, let alone what it had taken off it again.";

fn text_of(file: &str, bytes: &[u8]) -> Incoming {
    read(file, bytes).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_plain_text_with_the_usual_mess() {
    let file = format!("News\r\nSecond day in Berlin\r\n\r\n{BODY}\r\n<h2 What is next\r\n{BODY} \r\n\r\n\r\n");
    let found = text_of("/home/someone/texts\\second.txt", file.as_bytes());
    assert_eq!(found.file, "second.txt");
    assert_eq!(found.kind, "text");
    assert_eq!(found.text.as_str(), format!("News\nSecond day in Berlin\n\n{BODY}\nWhat is next\n{BODY}"));
    assert_eq!((found.title.as_str(), found.title_inferred), ("Second day in Berlin", false));
    assert_eq!(found.encoding, "UTF-8");
    assert_eq!(
        found.cleaned,
        [
            "8 line ends made uniform",
            "1 stray tag removed",
            "1 line freed of spaces at the end",
            "2 trailing blank lines removed",
        ]
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let check = |file: &str, bytes: &[u8], said: &str| {
        assert_eq!(read(file, bytes).expect_err(file).to_string(), said);
    };
    check("a/empty.txt", b"", "“empty.txt” is empty: check whether it was saved or copied completely");
    check(
        "blank.txt",
        b" \r\n\t\n",
        "“blank.txt” holds no text: open it in its own program and save the article's text",
    );
    check(
        "big.txt",
        &vec![b'a'; MAX_BYTES + 1],
        "“big.txt” has 21 MB and an article may have at most 20: split it into parts",
    );
    check(
        "talks.pdf",
        b"%PDF-1.7\n",
        "“talks.pdf” is no text file, it looks like a PDF document: open it and save or copy its text as plain text, \
         Markdown or HTML",
    );
    check(
        "talks.txt",
        b"PK\x03\x04\x14\0\x06\0[Content_Types].xml....word/document.xml",
        "“talks.txt” is no text file, it looks like a Word document: open it and save or copy its text as plain text, \
         Markdown or HTML",
    );
    check(
        "all.zip",
        b"PK\x03\x04abc",
        "“all.zip” is no text file, it looks like a zip archive: unpack it and import the files in it",
    );
    check(
        "p.txt",
        b"\x89PNG\r\n\x1A\n",
        "“p.txt” is no text file, it looks like a PNG image: there are no words in it to import",
    );
    check(
        "zeros.txt",
        &[0; 100],
        "“zeros.txt” is no text file, it looks like binary content: save the article as text or as a web page",
    );
    check(
        "e\x1B[31m\u{202E}.txt",
        b"\xFF\xFE\0\0a\0\0\0",
        "“e\\u{1b}[31m\\u{202e}.txt” is in an encoding that could not be made out (it looks like UTF-32): save it as UTF-8 and \
         import it again",
    );
}

#[test]
fn words_that_begin_like_a_signature_are_words() {
    for words in ["BZh is no word, but this is a text", "ID3 was proposed by no one", "MM and II, and then PK"] {
        assert_eq!(text_of("a.txt", words.as_bytes()).text.as_str(), words);
    }
}

#[test]
fn a_text_that_grows_too_large_by_decoding_is_refused() {
    let cyrillic = encoding_rs::WINDOWS_1251.encode("Переговори тривали. ").0.repeat(MAX_BYTES / 30);
    assert!(cyrillic.len() < MAX_BYTES && matches!(read("big.txt", &cyrillic), Err(ImportError::TooLarge { .. })));
}

#[test]
fn an_article_keeps_what_was_read() {
    let mut surroundings = Counting::default();
    let (id, analyst) = (ArticleId::fresh(&mut surroundings), AnalystId::fresh(&mut surroundings));
    let incoming = text_of("second.txt", format!("Second day\n{BODY}\n\n").as_bytes());
    let (article, text) = incoming.clone().into_article(id, analyst, surroundings.now());
    assert_eq!(text, incoming.text);
    assert_eq!((article.text, article.text_bytes as usize), (text.hash(), text.as_str().len()));
    assert_eq!((article.id, article.import.analyst, article.import.imported), (id, analyst, surroundings.now()));
    assert_eq!((article.title.as_str(), article.import.file.as_str()), ("Second day", "second.txt"));
    assert_eq!(article.import.cleaned, ["1 trailing blank line removed"]);
}

#[test]
fn every_kind_is_found_by_its_endings() {
    for kind in KINDS {
        for ending in kind.extensions {
            let name = format!("Talks.of.Berlin.{}", ending.to_uppercase());
            assert_eq!(kind_by_name(&name).map(|found| found.id), Some(kind.id));
        }
    }
    assert_eq!(kind_by_name("README").map(|kind| kind.id), None);
    assert_eq!(kind_by_name("photo.jpg").map(|kind| kind.id), None);
    assert_eq!(kind_of("notes.of-today", b"They met.").id, "text");
}

/// Reads the articles in the folder that `RAPPORTEUR_ARTICLES` names, as continuous integration does.
/// Where it names none there is nothing to read, which is said.
#[test]
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "tells what was read, or that nothing was")]
fn real_articles_are_read_with_a_sane_title() {
    let Some(folder) = std::env::var_os("RAPPORTEUR_ARTICLES") else {
        eprintln!("RAPPORTEUR_ARTICLES is not set: no real article was read");
        return;
    };
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder of articles") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "txt") {
            continue;
        }
        let name = path.file_name().expect("a name").to_string_lossy();
        let found = text_of(&name, &std::fs::read(&path).expect("bytes"));
        println!(
            "{name}: “{}”{} {:?}",
            found.title,
            if found.title_inferred { " (inferred)" } else { "" },
            found.cleaned
        );
        assert!(!title::is_label(&found.title) && found.title.split_whitespace().count() >= 3, "{}", found.title);
        assert!(!found.text.as_str().contains("<h2") && !found.text.as_str().ends_with('\n'));
        let again = text_of(&name, found.text.as_str().as_bytes());
        assert_eq!((again.text, again.title), (found.text, found.title));
        count += 1;
    }
    assert!(count > 0, "no article in {}", folder.display());
}
