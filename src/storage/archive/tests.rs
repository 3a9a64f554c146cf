//! Archives: packed and unpacked again file by file, and what is no archive of a project is refused before anything is
//! written.

use super::*;
use crate::storage::{RealFs, SimulatedFs};

fn fixture() -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/berlin-talks");
    let mut bytes = Vec::new();
    pack(&RealFs, &folder, &mut bytes, &mut |_, _| true).expect("packed");
    bytes
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

fn refused(bytes: Vec<u8>, expected: &str) {
    let fs = SimulatedFs::with_folder("/home");
    let outcome = unpack(&fs, Path::new("a.zip"), bytes, Path::new("/home/p"), &mut |_, _| true);
    let said = outcome.expect_err("refused").to_string();
    assert!(said.contains(expected), "{said}");
    assert!(fs.files().is_empty(), "nothing is written");
}

#[test]
fn a_project_comes_back_file_by_file() {
    let bytes = fixture();
    assert_eq!(bytes, fixture(), "the same bytes each time");
    let fs = SimulatedFs::with_folder("/home");
    let folder = Path::new("/home/p");
    let report = unpack(&fs, Path::new("a.zip"), bytes.clone(), folder, &mut |_, _| true).expect("unpacked");
    assert!(report.is_clean() && report.articles == 5 && report.excerpts > 40);
    let mut again = Vec::new();
    pack(&fs, folder, &mut again, &mut |_, _| true).expect("packed");
    assert_eq!(again, bytes);
    let taken = unpack(&fs, Path::new("a.zip"), bytes, folder, &mut |_, _| true);
    assert!(matches!(taken, Err(StoreError::NotEmpty { .. })));
}

#[test]
fn a_project_packed_with_its_folder_is_taken_out_of_it() {
    let mut packed = ZipArchive::new(Cursor::new(fixture())).expect("a zip");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_directory("my talks/", SimpleFileOptions::default()).expect("a folder");
    for index in 0..packed.len() {
        let mut file = packed.by_index(index).expect("a file");
        zip.start_file(format!("my talks/{}", file.name().expect("a name")), SimpleFileOptions::default())
            .expect("a file");
        io::copy(&mut file, &mut zip).expect("copied");
    }
    zip.start_file("my talks/.local/index", SimpleFileOptions::default()).expect("a file");
    zip.write_all(b"of another machine").expect("written");
    let (fs, plain) = (SimulatedFs::with_folder("/home"), SimulatedFs::with_folder("/home"));
    let (bytes, folder) = (zip.finish().expect("a zip").into_inner(), Path::new("/home/p"));
    unpack(&fs, Path::new("a.zip"), bytes, folder, &mut |_, _| true).expect("unpacked");
    unpack(&plain, Path::new("a.zip"), fixture(), folder, &mut |_, _| true).expect("unpacked");
    assert_eq!(fs.files(), plain.files());
}

#[test]
fn what_is_not_all_in_one_folder_is_refused_as_before() {
    refused(
        zip_of(&[("q/project.ron", b"()"), ("r/codes/a.ron", b"")]),
        "“q/project.ron” in it is no file of a project",
    );
    refused(zip_of(&[("q/project.ron", b"()"), ("q/../x", b"")]), "no file of a project");
    refused(zip_of(&[("q/project.ron", b"()"), ("q//x", b"")]), "no file of a project");
    refused(zip_of(&[("q/r/project.ron", b"()")]), "no file of a project");
    refused(zip_of(&[("../project.ron", b"()")]), "no file of a project");
    refused(zip_of(&[("/project.ron", b"()")]), "no file of a project");
    refused(zip_of(&[("q/project.ron", b"()"), ("q/.local/journal/a-00000001.journal", b"x")]), "not yet in");
    refused(zip_of(&[("project.ron", b"()"), (".local/index", b"x")]), "no file of a project");
}

#[test]
fn stopped_half_way_it_is_no_project() {
    let fs = SimulatedFs::with_folder("/home");
    let outcome = unpack(&fs, Path::new("a.zip"), fixture(), Path::new("/home/p"), &mut |done, all| done + 1 < all);
    assert!(matches!(outcome, Err(StoreError::Stopped { .. })));
    assert!(!fs.files().keys().any(|path| path.ends_with(PROJECT_FILE)));
}

#[test]
fn what_is_no_archive_of_a_project_is_refused() {
    refused(b"PK\x05\x06".to_vec(), "no zip file");
    refused(zip_of(&[("readme.txt", b"x")]), "“readme.txt” in it is no file of a project");
    refused(zip_of(&[("articles/x.txt", b"x")]), "holds no project.ron");
    refused(zip_of(&[("project.ron", b"nonsense")]), "project.ron");
    for name in [
        "../x",
        "/etc/x",
        "articles/../../x",
        "C:/x",
        "articles\\x",
        "articles/.x",
        "articles/con.txt",
        "codes/a:b",
        "articles//x",
        ".local/lock",
    ] {
        refused(zip_of(&[("project.ron", b"()"), (name, b"x")]), "no file of a project");
    }
    refused(zip_of(&[("project.ron", b"()"), ("codes/a.ron", b""), ("codes/A.ron", b"")]), "twice");
    let mut twice = zip_of(&[("project.ron", b"()"), ("codes/a.ron", b"1"), ("codes/b.ron", b"2")]);
    for at in 0..twice.len() - 11 {
        if &twice[at..at + 11] == b"codes/b.ron" {
            twice[at..at + 11].copy_from_slice(b"codes/a.ron");
        }
    }
    refused(twice, "same name twice");
    let mut bytes = fixture();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    let fs = SimulatedFs::with_folder("/home");
    assert!(unpack(&fs, Path::new("a.zip"), bytes, Path::new("/home/p"), &mut |_, _| true).is_err());
    let large = vec![b' '; usize::try_from(RECORD_FILE_MAX_BYTES).expect("a size") + 1];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("codes/a.ron", SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
        .expect("a file");
    zip.write_all(&large).expect("written");
    refused(zip.finish().expect("a zip").into_inner(), "more than a project can hold");
}

#[test]
fn links_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("articles/x", "/etc/passwd", SimpleFileOptions::default()).expect("a link");
    refused(zip.finish().expect("a zip").into_inner(), "no file of a project");
}
