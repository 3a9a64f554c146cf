//! What a stranger may have put into a project's files, row by row as the design lists it. Links, pipes and devices on a
//! real disk are in `tests/planted_files.rs`; what the command line prints is tested in `cli/output.rs`.

use std::path::Path;
use std::sync::Arc;

use super::{Desk, FOLDER, TEXT};
use crate::model::TextHash;
use crate::storage::limits::{JOURNAL_MAX_BYTES, WRITER_ID_MAX_BYTES};
use crate::storage::{
    ARTICLE_MAX_BYTES, Fs, LINE_MAX_BYTES, OpenReport, PROJECT_FILE_MAX_BYTES, RECORD_FILE_MAX_BYTES, RealFs, Store,
    StoreError, WriterId,
};
use crate::text::ArticleText;

/// Opens the project with one more file in it; the rest of it must be there all the same.
fn opened_with(file: &str, bytes: &[u8]) -> OpenReport {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    desk.fs.put(Path::new(FOLDER).join(file), bytes);
    let opened = Store::open_read_only(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("opens");
    assert_eq!(opened.project.excerpts(), desk.project.excerpts());
    opened.report
}

fn said(report: &OpenReport) -> Vec<String> {
    report.damage.iter().map(ToString::to_string).collect()
}

#[test]
fn deep_nesting_costs_its_line_and_no_stack() {
    for (open, close) in [("(", ")"), ("[", "]"), ("Some(", ")"), ("{\"a\":", "}"), ("/*", "*/"), ("(a:", ")")] {
        for depth in [200, 20_000] {
            let value = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let line = format!("(record: \"tag\", id: \"a\", name: \"A\", later: {value})");
            let file = format!(
                "(format: 1, writer: \"x\", records: [\n{line},\n(record: \"tag\", id: \"b\", name: \"B\"),\n])\n"
            );
            // Comments may be nested, and there the record is whole.
            let report = opened_with("codes/x.ron", file.as_bytes());
            let fine = open == "/*";
            assert!(
                fine || said(&report).iter().any(|said| said.starts_with("codes/x.ron, line 2")),
                "{open} {report:?}"
            );
            let _ = opened_with("codes/x.ron", value.as_bytes());
        }
    }
}

#[test]
fn giant_numbers_and_lengths_are_no_reason_to_take_memory() {
    let line = "(at: 99999999999999999999999, record: \"tag\", id: \"a\", name: \"A\", order: 1e400)";
    let report = opened_with("codes/x.ron", format!("(format: 1, writer: \"x\", records: [\n{line},\n])\n").as_bytes());
    assert!(report.damage.len() + report.notes.len() > 0, "{report:?}");
    let journal = "rapporteur journal 1\n#18446744073709551615 0123456789abcdef\nshort\n";
    let report = opened_with(".local/journal/anna-00000001.journal", journal.as_bytes());
    assert_eq!(report, OpenReport::default(), "as if the power had failed while it was begun");
}

#[test]
fn every_cap_holds_and_is_said() {
    let over = |limit: u64| vec![b' '; usize::try_from(limit).expect("fits") + 1];
    let report = opened_with("codes/x.ron", &over(RECORD_FILE_MAX_BYTES));
    assert!(said(&report)[0].contains(&format!("larger than {RECORD_FILE_MAX_BYTES} bytes")), "{report:?}");
    let report = opened_with("project.ron", &over(PROJECT_FILE_MAX_BYTES));
    assert!(said(&report)[0].contains(&format!("larger than {PROJECT_FILE_MAX_BYTES} bytes")), "{report:?}");
    let long = format!("(record: \"tag\", id: \"a\", name: \"{}\")", "x".repeat(LINE_MAX_BYTES));
    for by_hand in ["", "// by hand\n"] {
        let file = format!(
            "{by_hand}(format: 1, writer: \"x\", records: [\n{long},\n(record: \"tag\", id: \"b\", name: \"B\"),\n])\n"
        );
        let report = opened_with("codes/x.ron", file.as_bytes());
        assert!(
            report.damage.len() == 1 && said(&report)[0].contains(&format!("more than {LINE_MAX_BYTES}")),
            "{report:?}"
        );
    }
    let (mut desk, _) = Desk::new();
    let text = ArticleText::new("x".repeat(usize::try_from(ARTICLE_MAX_BYTES).expect("fits") + 1));
    assert!(matches!(desk.store.add_texts(&[text]), Err(StoreError::TooLarge { limit: ARTICLE_MAX_BYTES, .. })));
    let hash = TextHash::from_bytes([7; 32]);
    desk.fs.put(Path::new(FOLDER).join(crate::storage::layout::text_file(hash)), &over(ARTICLE_MAX_BYTES));
    assert!(matches!(desk.store.read_text(hash), Err(StoreError::TooLarge { limit: ARTICLE_MAX_BYTES, .. })));
    assert!("x".repeat(WRITER_ID_MAX_BYTES).parse::<WriterId>().is_ok());
    assert!("x".repeat(WRITER_ID_MAX_BYTES + 1).parse::<WriterId>().is_err());
    // A hole of this size takes no room on the disk, and must take none in memory.
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("hole");
    std::fs::File::create(&file).and_then(|file| file.set_len(JOURNAL_MAX_BYTES + 1)).expect("made");
    let refused = RealFs.read(&file, JOURNAL_MAX_BYTES).expect_err("refused");
    assert_eq!(refused.kind(), std::io::ErrorKind::FileTooLarge);
}

#[test]
fn invalid_utf_8_and_nul_cost_their_line() {
    let good = "(record: \"tag\", id: \"b\", name: \"B\"),\n";
    for bad in [
        &b"(record: \"tag\", id: \"a\", name: \"\xff\xfe\"),\n"[..],
        b"\0\0\0\0\n",
        b"(record: \"tag\", id: \"a\0\", \0),\n",
    ] {
        let mut file = b"(format: 1, writer: \"x\", records: [\n".to_vec();
        file.extend_from_slice(bad);
        file.extend_from_slice(good.as_bytes());
        file.extend_from_slice(b"])\n");
        let report = opened_with("codes/x.ron", &file);
        assert_eq!(report.damage.len(), 1, "{report:?}");
        assert_eq!(report.damage[0].line, Some(2), "{report:?}");
    }
    let utf_16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(!opened_with("codes/x.ron", &utf_16).damage.is_empty());
}

#[test]
fn names_in_files_lead_to_no_place_outside_of_the_project() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    let escape =
        "(format: 1, writer: \"../../../etc/x\", records: [\n(record: \"tag\", id: \"../../x\", name: \"../x\"),\n])\n";
    desk.fs.put(Path::new(FOLDER).join("codes/x.ron"), escape.as_bytes());
    let opened = desk.reopened();
    (desk.store, desk.project) = (opened.store, opened.project);
    desk.tag(article, "joint post");
    assert!(desk.fs.files().keys().all(|path| path.starts_with(FOLDER)), "{:?}", desk.fs.files().keys());
    assert!(TEXT.contains("joint post"));
}
