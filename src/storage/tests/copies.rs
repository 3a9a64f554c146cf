//! Copied and restored folders: who works in one gets a number of their own, so that nothing collides with what was, or
//! still is, written elsewhere under the old one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Desk, FOLDER, TEXT, writer};
use crate::model::{ExcerptId, Surroundings as _, operations};
use crate::storage::{Fs, Opened, RealFs, SimulatedFs, Step, Store, Way, Writer, merge};

/// Anna, as the program makes her anew with each start.
fn anna_under(id: &str) -> Writer {
    Writer { id: id.parse().expect("an id"), ..writer("anna", 1) }
}

fn opened(fs: &SimulatedFs, folder: &str, id: &str) -> Opened {
    fs.unlock_all();
    Store::open(Arc::new(fs.clone()), Path::new(folder), &anna_under(id)).expect("opens")
}

fn copy(fs: &SimulatedFs, from: &str, to: &str, which: impl Fn(&Path) -> bool) {
    for (path, bytes) in fs.files() {
        let Ok(below) = path.strip_prefix(from) else { continue };
        if which(below) {
            fs.put(Path::new(to).join(below), &bytes);
        }
    }
}

fn memo(desk: &mut Desk, excerpt: ExcerptId, text: &str) {
    desk.surroundings.pass(1);
    let now = desk.surroundings.now();
    let change = operations::edit_excerpts(&desk.project, &[excerpt], "memo", now, |e| e.memo = text.to_owned());
    desk.apply(Way::Done, &change);
}

fn take(desk: &mut Desk, opened: Opened) {
    (desk.store, desk.project) = (opened.store, opened.project);
}

#[test]
fn a_writer_goes_on_in_the_same_folder_and_undoes_what_was_before() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    for start in ["second", "third"] {
        let again = opened(&desk.fs, FOLDER, start);
        assert_eq!(again.store.writer().id.as_str(), "anna");
        assert_eq!((again.history.done().len(), again.report), (2, Default::default()));
    }
    // Another analyst at the same folder is another writer, and stays that one.
    let ben = || writer("ben", 2);
    for start in ["ben", "later"] {
        desk.fs.unlock_all();
        let start = Writer { id: start.parse().expect("an id"), ..ben() };
        let again = Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &start).expect("opens");
        assert_eq!(again.store.writer().id.as_str(), "ben");
        let (fs, surroundings) = (desk.fs.clone(), desk.surroundings.clone());
        let mut bens = Desk { fs, surroundings, writer: ben(), store: again.store, project: again.project };
        bens.tag(article, "joint post");
        desk.surroundings = bens.surroundings;
    }
}

#[test]
fn whoever_works_in_a_copy_of_the_folder_is_a_new_writer() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    let other = "/home/anna/copy";
    copy(&desk.fs, FOLDER, other, |_| true);
    let copied = opened(&desk.fs, other, "new");
    assert_eq!(copied.store.writer().id.as_str(), "new");
    assert_eq!((&copied.project, &copied.report), (&desk.project, &Default::default()));

    // Both go on with the same number, at the same record; nothing is lost when they meet.
    let (fs, surroundings) = (desk.fs.clone(), desk.surroundings.clone());
    let mut there = Desk { fs, surroundings, writer: anna_under("new"), store: copied.store, project: copied.project };
    memo(&mut there, excerpt, "in the copy");
    memo(&mut desk, excerpt, "where it was");
    desk.fs.unlock_all();
    let fs: Arc<dyn Fs> = Arc::new(desk.fs.clone());
    merge(&fs, Path::new(FOLDER), Path::new(other), &desk.writer, desk.surroundings.now()).expect("merges");
    let both = desk.reopened();
    assert_eq!(both.report.concurrent.len(), 1, "{:?}", both.report);
    assert_eq!(opened(&desk.fs, other, "third").store.writer().id.as_str(), "new");
}

#[test]
fn a_restored_project_does_not_count_over_what_its_former_self_wrote() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    let shared = |below: &Path| !below.starts_with(".local");
    copy(&desk.fs, FOLDER, "/backup", shared);
    memo(&mut desk, excerpt, "after the backup");
    // A colleague has it already when the disk dies.
    copy(&desk.fs, FOLDER, "/home/ben/talks", shared);
    copy(&desk.fs, "/backup", FOLDER, shared);
    let restored = opened(&desk.fs, FOLDER, "new");
    assert_eq!(restored.store.writer().id.as_str(), "new");
    let said: Vec<String> = restored.report.notes.iter().map(ToString::to_string).collect();
    assert!(said.len() == 1 && said[0].contains("restored from a backup"), "{said:?}");
    take(&mut desk, restored);
    memo(&mut desk, excerpt, "after the restoration");
    desk.fs.unlock_all();
    let fs: Arc<dyn Fs> = Arc::new(desk.fs.clone());
    merge(&fs, Path::new(FOLDER), Path::new("/home/ben/talks"), &anna_under("x"), desk.surroundings.now())
        .expect("merges");
    let both = opened(&desk.fs, FOLDER, "y");
    assert_eq!(both.store.writer().id.as_str(), "new");
    assert_eq!(both.report.concurrent.len(), 1, "neither memo is lost: {:?}", both.report);
}

#[test]
fn a_project_that_someone_else_went_on_with_under_the_same_id_is_left_to_them() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    copy(&desk.fs, FOLDER, "/image", |below| below.starts_with(".local/history"));
    memo(&mut desk, excerpt, "later");
    // What stays on the machine is older than what travels: the machine was restored, the project came by itself.
    copy(&desk.fs, "/image", FOLDER, |_| true);
    assert_eq!(opened(&desk.fs, FOLDER, "new").store.writer().id.as_str(), "new");
}

#[test]
fn what_only_the_journal_of_a_copied_folder_had_is_taken_over() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    for text in ["one", "two"] {
        let now = desk.surroundings.now();
        let change = operations::edit_excerpts(&desk.project, &[excerpt], "memo", now, |e| e.memo = text.to_owned());
        let inverse = desk.project.apply(&change).expect("applies");
        desk.store.record(&[Step { way: Way::Done, change, inverse, when: now }]).expect("kept");
    }
    let other = "/home/anna/copy";
    copy(&desk.fs, FOLDER, other, |_| true);
    let copied = opened(&desk.fs, other, "new");
    assert_eq!((&copied.project, copied.store.writer().id.as_str()), (&desk.project, "new"));
    assert_eq!(copied.report.restored.map(|restored| restored.changes), Some(1), "the last of the two says it all");
    drop(copied);
    // It is in the files now, and nothing is left to restore.
    assert_eq!(opened(&desk.fs, other, "third").report, Default::default());
    desk.fs.take(format!("{other}/.local"));
    assert_eq!(opened(&desk.fs, other, "fourth").project, desk.project);
    // Where it was written it is restored as ever, and the two agree.
    assert_eq!(desk.reopened().report.restored.map(|restored| restored.changes), Some(2));
    let fs: Arc<dyn Fs> = Arc::new(desk.fs.clone());
    desk.fs.unlock_all();
    merge(&fs, Path::new(FOLDER), Path::new(other), &desk.writer, desk.surroundings.now()).expect("merges");
    let both = desk.reopened();
    assert_eq!((&both.project, both.report.concurrent.len()), (&desk.project, 0));
}

/// A disk with all that it has, as the image of a machine keeps it.
fn image(fs: &SimulatedFs) -> SimulatedFs {
    let image = fs.after_power_loss(0);
    assert_eq!(image.files(), fs.files(), "all of it was durable");
    image
}

#[test]
fn a_machine_set_back_with_all_that_was_on_it_loses_nothing_when_what_it_knew_before_arrives() {
    let (mut desk, article) = Desk::new();
    let (contested, other) = (desk.tag(article, "never accept"), desk.tag(article, "joint post"));
    let image = image(&desk.fs);
    for number in 1..=5 {
        memo(&mut desk, contested, &format!("before {number}"));
    }
    // The image starts again and cannot know. What is written there has the numbers of what was.
    let started = opened(&image, FOLDER, "new");
    assert_eq!(started.store.writer().id.as_str(), "anna");
    let (fs, surroundings) = (image.clone(), desk.surroundings.clone());
    let (store, project) = (started.store, started.project);
    let mut there = Desk { fs, surroundings, writer: anna_under("anna"), store, project };
    memo(&mut there, contested, "after");
    memo(&mut there, other, "after");
    // Now the files of before come by way of a colleague, over those that are there.
    let is_shared = |path: &Path| !path.starts_with(format!("{FOLDER}/.local"));
    let arriving: Vec<_> = desk.fs.files().into_iter().filter(|(path, _)| is_shared(path)).collect();
    arriving.iter().for_each(|(path, bytes)| there.fs.put(path, bytes));
    let arrival = there.store.sweep().expect("looked");
    assert!(arrival.was_set_back);
    assert_eq!(there.store.writer().id.as_str(), "new");
    assert_eq!(arrival.concurrent.len(), 1, "{arrival:?}");
    there.project.absorb(&arrival.change.expect("a change"));
    there.store.absorbed();
    assert!(!there.store.sweep().expect("looked").was_set_back);
    there.store.checkpoint().expect("filed");
    let after = opened(&there.fs, FOLDER, "third");
    assert_eq!(after.store.writer().id.as_str(), "new");
    assert_eq!(after.project.excerpts()[&other].memo, "after");
    let [both] = after.report.concurrent.as_slice() else { panic!("{:?}", after.report) };
    let hidden = both.others.iter().filter_map(|(_, record)| match record {
        Some(crate::model::Record::Excerpt(excerpt)) => Some(excerpt.memo.clone()),
        _ => None,
    });
    let mut memos: Vec<String> = hidden.chain([after.project.excerpts()[&contested].memo.clone()]).collect();
    memos.sort();
    assert_eq!(memos, ["after", "before 5"]);
    let anna = Some(there.writer.analyst.id);
    assert!(both.shown.analyst == anna && both.others.iter().all(|(wrote, _)| wrote.analyst == anna));
}

#[test]
fn a_machine_set_back_is_told_by_what_others_have_seen() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    let image = image(&desk.fs);
    memo(&mut desk, excerpt, "seen by Ben");
    desk.fs.unlock_all();
    let ben = writer("ben", 2);
    let opened_by_ben = Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &ben).expect("opens");
    let (fs, surroundings) = (desk.fs.clone(), desk.surroundings.clone());
    let (store, project) = (opened_by_ben.store, opened_by_ben.project);
    let mut bens = Desk { fs, surroundings, writer: ben, store, project };
    memo(&mut bens, excerpt, "by Ben");
    // Ben's files alone reach the machine that was set back, once before it starts and once while it runs.
    let bens_files = |to: &SimulatedFs| {
        for (path, bytes) in desk.fs.files().into_iter().filter(|(path, _)| path.ends_with("ben.ron")) {
            to.put(path, &bytes);
        }
    };
    let before = image.after_power_loss(0);
    bens_files(&before);
    assert_eq!(opened(&before, FOLDER, "new").store.writer().id.as_str(), "new");
    let mut started = opened(&image, FOLDER, "new");
    assert_eq!(started.store.writer().id.as_str(), "anna");
    bens_files(&image);
    assert!(started.store.sweep().expect("looked").was_set_back);
    assert_eq!(started.store.writer().id.as_str(), "new");
}

#[test]
fn a_writer_of_a_new_number_is_known_by_name() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    let other = "/home/anna/copy";
    copy(&desk.fs, FOLDER, other, |_| true);
    let copied = opened(&desk.fs, other, "new");
    let (fs, surroundings) = (desk.fs.clone(), desk.surroundings.clone());
    let mut there = Desk { fs, surroundings, writer: anna_under("new"), store: copied.store, project: copied.project };
    memo(&mut there, excerpt, "in the copy");
    memo(&mut desk, excerpt, "where it was");
    copy(&desk.fs, other, FOLDER, |below| below.to_string_lossy().contains("new.ron"));
    let arrival = desk.store.sweep().expect("looked");
    let [found] = arrival.concurrent.as_slice() else { panic!("{arrival:?}") };
    let anna = Some(desk.writer.analyst.id);
    assert!(found.shown.analyst == anna && found.others[0].0.analyst == anna, "{found:?}");
    let again = desk.reopened();
    let [found] = again.report.concurrent.as_slice() else { panic!("{:?}", again.report) };
    assert!(found.shown.analyst == anna && found.others[0].0.analyst == anna, "{found:?}");
}

/// Copies a folder as people do, with what is hidden.
fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("there");
        let new: PathBuf = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&new).expect("made");
        } else {
            std::fs::copy(entry.path(), &new).expect("copied");
        }
    }
}

#[test]
fn on_a_real_disk_a_moved_folder_is_the_same_and_a_copied_one_is_not() {
    let (desk, article) = Desk::new();
    let home = tempfile::tempdir().expect("a folder");
    let (first, moved, copied) = (home.path().join("a"), home.path().join("b"), home.path().join("c"));
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let store = Store::create(fs.clone(), &first, &desk.project, &desk.writer).expect("created");
    let text = desk.store.read_text(desk.project.articles()[&article].text).expect("there");
    store.texts().add(&[text]).expect("kept");
    drop(store);
    let id = |folder: &Path| {
        let opened = Store::open(fs.clone(), folder, &anna_under("new")).expect("opens");
        assert_eq!(opened.project, desk.project);
        opened.store.writer().id.to_string()
    };
    assert_eq!(id(&first), "anna");
    copy_folder(&first, &copied);
    std::fs::rename(&first, &moved).expect("moved");
    assert_eq!((id(&moved), id(&copied)), ("anna".to_owned(), "new".to_owned()));
    assert!(TEXT.contains("never"));
}
