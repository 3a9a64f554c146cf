//! What git and sync programs carry and what stays: the files that tell them, and what happens where `.local` came along
//! all the same, or git changed the line ends of a text.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Desk, FOLDER, TEXT, writer};
use crate::model::{ExcerptId, Surroundings as _, operations};
use crate::storage::{Opened, SimulatedFs, Step, Store, Way, check, repair};

const OTHER: &str = "/home/cleo/talks";

fn text_of(fs: &SimulatedFs, file: &str) -> Option<String> {
    fs.files().get(&Path::new(FOLDER).join(file)).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

#[test]
fn every_copy_tells_git_and_sync_programs_to_leave_local_alone() {
    let (desk, _) = Desk::new();
    let told = [".gitattributes", ".gitignore", ".stignore", ".local/.gitignore", ".local/.sync-exclude.lst"];
    for file in told {
        assert!(text_of(&desk.fs, file).is_some(), "{file} is made with the project");
        desk.fs.take(format!("{FOLDER}/{file}"));
    }
    // Syncthing carries no .stignore, and an analyst may have files of their own.
    desk.fs.put(format!("{FOLDER}/.gitignore"), b"target\n");
    desk.fs.put(format!("{FOLDER}/.gitattributes"), b"*.py text");
    assert_eq!(desk.reopened().report, Default::default());
    let now = |file| text_of(&desk.fs, file).unwrap_or_default();
    assert_eq!((now(".local/.gitignore"), now(".local/.sync-exclude.lst")), ("*\n".to_owned(), "*\n".to_owned()));
    assert_eq!((now(".gitignore").as_str(), now(".stignore").as_str()), ("target\n", "/.local\n*.tmp\n"));
    assert_eq!(now(".gitattributes"), "*.py text\n*.ron -text\n/articles/**/*.txt -text\n");
    desk.fs.put(format!("{FOLDER}/.stignore"), b"!/drafts\n*\n");
    for _ in 0..2 {
        drop(desk.reopened());
        assert_eq!(now(".stignore"), "/.local\n!/drafts\n*\n", "the first line that fits decides; once is enough");
    }
}

fn memo(desk: &mut Desk, excerpt: ExcerptId, text: &str) {
    desk.surroundings.pass(1);
    let when = desk.surroundings.now();
    let change = operations::edit_excerpts(&desk.project, &[excerpt], "memo", when, |e| e.memo = text.to_owned());
    let inverse = desk.project.apply(&change).expect("applies");
    desk.store.record(&[Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when }]).expect("kept");
}

fn carry(fs: &SimulatedFs, from: &str, to: &str, local: bool) {
    for (path, bytes) in fs.files() {
        let Ok(below) = path.strip_prefix(from) else { continue };
        if local || !below.starts_with(".local") {
            fs.put(Path::new(to).join(below), &bytes);
        }
    }
}

#[test]
fn a_journal_that_came_along_stays_and_what_it_says_stays_its_writers() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    memo(&mut desk, excerpt, "not in the files yet");
    carry(&desk.fs, FOLDER, OTHER, true);
    let fs = desk.fs.clone();
    let journals = || -> Vec<PathBuf> {
        let all = fs.files().into_keys();
        all.filter(|path| path.starts_with(format!("{OTHER}/.local/journal"))).collect()
    };
    assert_eq!(journals().len(), 1);
    let cleo = writer("cleo", 3);
    let open = || -> Opened {
        fs.unlock_all();
        Store::open(Arc::new(fs.clone()), Path::new(OTHER), &cleo).expect("opens")
    };
    let Opened { mut store, project, report, .. } = open();
    assert_eq!(project.excerpts()[&excerpt].memo, "not in the files yet");
    assert_eq!(report.restored.map(|restored| restored.changes), Some(1));
    store.checkpoint().expect("filed");
    drop(store);
    assert_eq!(journals().len(), 1, "its writer may be writing it now");
    assert_eq!(open().report, Default::default(), "it is said once");
    // Without the journal it is there as well, whoever opens the copy.
    desk.fs.take(format!("{OTHER}/.local"));
    assert_eq!(open().project.excerpts()[&excerpt].memo, "not in the files yet");

    // Anna goes on, and the two meet: nothing was written twice under two names.
    memo(&mut desk, excerpt, "later");
    desk.store.checkpoint().expect("filed");
    carry(&desk.fs, FOLDER, OTHER, false);
    carry(&desk.fs, OTHER, FOLDER, false);
    for both in [desk.reopened(), open()] {
        assert_eq!((both.project.excerpts()[&excerpt].memo.as_str(), both.report.concurrent.len()), ("later", 0));
        assert!(both.report.damage.is_empty() && both.report.lost.is_empty(), "{:?}", both.report);
    }
}

#[test]
fn a_text_whose_line_ends_git_changed_is_read_as_it_was_and_mended() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "joint post");
    let file = desk.project.articles()[&article].text;
    let path = desk.fs.files().into_keys().find(|path| path.ends_with(format!("{file}.txt"))).expect("there");
    desk.fs.put(&path, TEXT.replace('\n', "\r\n").as_bytes());
    assert_eq!(desk.store.read_text(file).expect("reads").as_str(), TEXT);
    let fs: Arc<dyn crate::storage::Fs> = Arc::new(desk.fs.clone());
    let report = check(fs.clone(), Path::new(FOLDER)).expect("checks");
    assert_eq!(report.problems, []);
    assert!(report.notes.iter().any(|note| note.what.contains("Windows")), "{:?}", report.notes);
    assert!(desk.project.excerpts().contains_key(&excerpt));

    desk.fs.unlock_all();
    let done = repair(&fs, Path::new(FOLDER), &desk.writer, desk.surroundings.now()).expect("repairs");
    assert_eq!((done.texts, desk.fs.files()[&path].as_slice()), (1, TEXT.as_bytes()));
    assert_eq!(check(fs.clone(), Path::new(FOLDER)).expect("checks").notes, []);
    // Anything else than that is damage.
    desk.fs.put(&path, TEXT.replace("never", "NEVER").replace('\n', "\r\n").as_bytes());
    assert!(desk.store.read_text(file).is_err());
    let problems = check(fs, Path::new(FOLDER)).expect("checks").problems;
    assert!(problems.iter().any(|problem| problem.what.contains("“A title”")), "{problems:?}");
}
