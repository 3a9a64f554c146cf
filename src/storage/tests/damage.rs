//! Damaged, missing, newer and foreign files: the rest opens, it is said what is wrong, nothing is overwritten.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Desk, FOLDER};
use crate::model::operations;
use crate::storage::{Store, StoreError, Way, check};

fn open_error(desk: &Desk, folder: &str) -> StoreError {
    desk.fs.unlock_all();
    Store::open(Arc::new(desk.fs.clone()), Path::new(folder), &desk.writer).expect_err("does not open")
}

#[test]
fn what_is_no_project_is_said_in_a_sentence() {
    let (desk, _) = Desk::new();
    desk.fs.put("/home/anna/notes.txt", b"mine");
    assert!(matches!(open_error(&desk, "/home/anna/none"), StoreError::NoFolder { .. }));
    assert!(matches!(open_error(&desk, "/home/anna"), StoreError::NotAProject { .. }));
    assert!(matches!(open_error(&desk, "/home/anna/notes.txt"), StoreError::NotAFolder { .. }));
    assert!(open_error(&desk, "/home/anna").to_string().contains("/home/anna"));
}

#[test]
fn a_project_of_a_newer_program_is_left_alone() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    for file in ["project.ron", "codes/anna.ron"] {
        let path = PathBuf::from(FOLDER).join(file);
        let old = desk.fs.files()[&path].clone();
        let newer = String::from_utf8(old.clone()).expect("text").replace("format: 1", "format: 2");
        desk.fs.put(&path, newer.as_bytes());
        let before = desk.fs.files();
        let error = open_error(&desk, FOLDER);
        assert!(matches!(error, StoreError::Newer { found: 2, known: 1, .. }), "{error}");
        assert_eq!(desk.fs.files(), before);
        desk.fs.put(&path, &old);
    }
}

#[test]
fn a_project_file_that_does_not_parse_is_said_with_line_and_column_and_the_rest_opens() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    let broken = b"(format: 1, writer: \"anna\", records: [\n(at: 1, id: \"x\", name \"Talks\"),\n])\n";
    let path = format!("{FOLDER}/project.ron");
    for has_copy in [true, false] {
        if has_copy {
            drop(desk.reopened());
        } else {
            desk.fs.take(format!("{FOLDER}/.local"));
        }
        desk.fs.put(&path, broken);
        let opened = desk.reopened();
        let said: Vec<String> = opened.report.damage.iter().map(ToString::to_string).collect();
        assert!(said[0].starts_with("project.ron, line 2, column"), "{said:?}");
        assert_eq!(opened.project.meta().id, desk.project.meta().id);
        assert_eq!(opened.project.excerpts(), desk.project.excerpts());
        let name = if has_copy { "Talks" } else { "talks" };
        assert_eq!(opened.project.meta().name, name);
        assert_eq!(desk.fs.files()[Path::new(&path)], broken);
    }
}

#[test]
fn a_damaged_line_costs_itself_and_is_kept_in_quarantine() {
    let (mut desk, article) = Desk::new();
    let first = desk.tag(article, "never accept");
    let second = desk.tag(article, "joint post");
    let path = desk.fs.files().into_keys().find(|path| path.starts_with(format!("{FOLDER}/excerpts"))).expect("there");
    let whole = String::from_utf8(desk.fs.files()[&path].clone()).expect("text");
    let damaged = whole.replacen("quote: \"never", "quote: never", 1);
    assert_ne!(whole, damaged);
    desk.fs.put(&path, damaged.as_bytes());

    let opened = desk.reopened();
    assert_eq!(opened.report.damage.len(), 1, "{:?}", opened.report);
    assert_eq!(opened.report.damage[0].line, Some(2));
    assert!(!opened.project.excerpts().contains_key(&first) && opened.project.excerpts().contains_key(&second));
    assert_eq!(desk.fs.files()[&path], damaged.as_bytes());

    desk.store = opened.store;
    desk.project = opened.project;
    desk.apply(Way::Done, &operations::delete_excerpts(&[second]));
    let quarantined: Vec<Vec<u8>> = desk
        .fs
        .files()
        .into_iter()
        .filter(|(path, _)| path.starts_with(format!("{FOLDER}/.local/quarantine")))
        .map(|(_, bytes)| bytes)
        .collect();
    assert_eq!(quarantined, [damaged.into_bytes()]);
    assert_eq!(desk.reopened().report, Default::default());
}

#[test]
fn any_one_file_may_be_lost_emptied_or_cut() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    desk.tag(article, "joint post");
    // What git and sync programs are told is made anew where it is missing.
    let is_told = |path: &Path| [".gitattributes", ".gitignore", ".stignore"].iter().any(|told| path.ends_with(told));
    for (path, bytes) in desk.fs.files().into_iter().filter(|(path, _)| !is_told(path)) {
        let mut versions: Vec<Option<Vec<u8>>> = vec![None, Some(Vec::new()), Some(vec![0; bytes.len()])];
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
        versions.extend(ends.map(|at| Some(bytes[..at].to_vec())));
        for version in versions {
            match &version {
                Some(bytes) => desk.fs.put(&path, bytes),
                None => desk.fs.take(&path),
            }
            let mut before = desk.fs.files();
            let is_ron = path.extension().is_some_and(|end| end == "ron");
            desk.fs.unlock_all();
            match Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &desk.writer) {
                Ok(opened) => {
                    let said = !opened.report.damage.is_empty() || !is_ron || version.is_none();
                    let only_the_last_line_end = version.as_ref().is_some_and(|v| v.ends_with(b"])"));
                    assert!(said || only_the_last_line_end, "{}", path.display());
                    let report = check(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("checks");
                    let shows = path.extension().is_some_and(|end| end == "ron" || end == "txt");
                    let lists_nothing = path.starts_with(format!("{FOLDER}/excerpts")) && version.is_none();
                    let fine = !shows || only_the_last_line_end || lists_nothing;
                    assert!(fine || !report.is_clean(), "{} {version:?}", path.display());
                }
                Err(error) => panic!("{}: {error}", path.display()),
            }
            let mut after = desk.fs.files();
            for files in [&mut before, &mut after] {
                files.retain(|path, _| !path.starts_with(format!("{FOLDER}/.local")));
            }
            assert_eq!(after, before);
        }
        desk.fs.put(&path, &bytes);
    }
}

#[test]
fn a_quote_that_the_text_does_not_say_is_found_by_check() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    let path = desk.fs.files().into_keys().find(|path| path.starts_with(format!("{FOLDER}/excerpts"))).expect("there");
    let whole = String::from_utf8(desk.fs.files()[&path].clone()).expect("text");
    desk.fs.put(
        &path,
        whole.replacen("quote: \"never", "quote: \"Never", 1).replace("tag: \"position\"", "tag: \"gone\"").as_bytes(),
    );
    let report = check(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("checks");
    assert_eq!(report.problems.len(), 2, "{report:?}");
    assert!(report.problems.iter().all(|finding| finding.line == Some(2)), "{report:?}");
    assert!(report.problems.iter().any(|finding| finding.what.contains("“Never accept” is not in the text")));
    assert!(report.problems.iter().any(|finding| finding.what.contains("names tag “gone”")));
}

#[test]
fn comments_are_said_before_they_are_lost_and_kept_in_a_copy() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    let path = PathBuf::from(FOLDER).join("codes/anna.ron");
    let text = String::from_utf8(desk.fs.files()[&path].clone()).expect("text");
    let commented = text.replacen("(at:", "// what we agreed on\n(at:", 1);
    desk.fs.put(&path, commented.as_bytes());
    let report = check(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("checks");
    assert!(report.is_clean() && report.notes.len() == 1, "{report:?}");
    let opened = desk.reopened();
    let said: Vec<String> = opened.report.notes.iter().map(ToString::to_string).collect();
    assert!(said.len() == 1 && said[0].starts_with("codes/anna.ron, line 2, column 1: this comment"), "{said:?}");
    assert_eq!(desk.fs.files()[&path], commented.as_bytes(), "opening writes nothing");

    (desk.store, desk.project) = (opened.store, opened.project);
    let mut tag = desk.project.tags_in_order()[0].clone();
    tag.definition = "new".to_owned();
    desk.apply(Way::Done, &crate::model::Change::put("define", [crate::model::Record::Tag(tag)]));
    assert!(!String::from_utf8(desk.fs.files()[&path].clone()).expect("text").contains("agreed"));
    let in_quarantine = |path: &PathBuf| path.starts_with(format!("{FOLDER}/.local/quarantine"));
    let kept: Vec<Vec<u8>> =
        desk.fs.files().into_iter().filter(|(path, _)| in_quarantine(path)).map(|(_, bytes)| bytes).collect();
    assert_eq!(kept, [commented.into_bytes()]);
    // What others wrote by hand is theirs to lose: nothing is said on opening.
    let ben = super::writer("ben", 2);
    desk.fs.put(PathBuf::from(FOLDER).join("codes/carl.ron"), b"// Carl's\n(writer: \"carl\", records: [])\n");
    desk.fs.unlock_all();
    let opened = Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &ben).expect("opens");
    assert_eq!(opened.report, Default::default());
}
