//! The index cache: a project opened with it is the one that its files say, whatever became of files and index since.

use std::path::Path;
use std::sync::Arc;

use super::{Desk, FOLDER, TEXT, writer};
use crate::model::{
    Change, Extra, FilterId, KeptFilter, Project, Record, RecordId, Stance, Surroundings as _, operations,
};
use crate::storage::fs::{Fault, Fs as _, SimulatedFs};
use crate::storage::{Store, StoreError, Told, Way, check};

const INDEX: &str = "/home/anna/talks/.local/index";

/// Enough articles for an index to be worth its making, with excerpts of every sort.
fn large() -> Desk {
    let (mut desk, first) = Desk::new();
    for (number, name) in [(1, "of Vale"), (2, "gone")] {
        let id = FilterId::from_bytes([number; 16]);
        let filter = KeptFilter { id, name: name.to_owned(), query: "actor:Vale".to_owned(), extra: Extra::default() };
        desk.apply(Way::Done, &Change::put("keep a filter", [Record::Filter(filter)]));
    }
    let gone = RecordId::Filter(FilterId::from_bytes([2; 16]));
    desk.apply(Way::Done, &Change::remove("remove a filter", [gone]));
    let mut articles = vec![first];
    for number in 0..80 {
        articles.push(desk.add_article(&format!("{TEXT}{number}\n")));
    }
    for (number, article) in articles.iter().enumerate().take(20) {
        desk.tag(*article, "never accept");
        let second = desk.tag(*article, "We will never");
        let now = desk.surroundings.now();
        let change = operations::edit_excerpts(&desk.project, &[second], "edit", now, |excerpt| {
            excerpt.memo = format!("Memo {number}, “їх”");
            excerpt.stance = Some(Stance::Other("wavering".into()));
            excerpt.said_on = "2025-12".parse().ok();
            excerpt.repeats = vec![second].into();
        });
        desk.apply(Way::Done, &change);
        if number % 4 == 0 {
            desk.apply(Way::Done, &operations::delete_excerpts(&[second]));
        }
    }
    desk
}

/// How many operations an opening takes, and the project it gives.
fn open(fs: &SimulatedFs) -> (u64, Project) {
    fs.unlock_all();
    let before = fs.operations();
    let opened = Store::open(Arc::new(fs.clone()), Path::new(FOLDER), &writer("anna", 1)).expect("opens");
    assert!(opened.report.damage.is_empty(), "{:?}", opened.report);
    (fs.operations() - before, opened.project)
}

#[test]
fn an_opening_with_index_reads_few_files_and_says_the_same() {
    let desk = large();
    let (without, project) = open(&desk.fs);
    assert_eq!(project, desk.project);
    assert_eq!(project.filters().len(), 1);
    let (with, project) = open(&desk.fs);
    assert_eq!(project, desk.project);
    assert!(with + 80 < without, "{with} operations, {without} without index");
    let read_only = Store::open_read_only(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("opens");
    assert_eq!(read_only.project, desk.project);
    // What was in the index can be changed, undone and found again like anything else.
    let reopened = desk.reopened();
    assert_eq!(reopened.history.done().len(), desk.store.history.done().len());
    assert!(check(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("checked").is_clean());
}

#[test]
fn a_file_that_changed_is_read_again_whoever_changed_it() {
    let mut desk = large();
    open(&desk.fs);
    // One of our own, by a checkpoint after the index was made.
    let (first, second) = {
        let mut ids = desk.project.excerpts().keys().copied();
        (ids.next().expect("one"), ids.next().expect("another"))
    };
    let now = desk.surroundings.now();
    let opened = desk.reopened();
    (desk.store, desk.project) = (opened.store, opened.project);
    let change = operations::edit_excerpts(&desk.project, &[first], "edit", now, |e| e.memo = "changed".to_owned());
    desk.apply(Way::Done, &change);
    assert_eq!(open(&desk.fs).1, desk.project);
    // Ben's, for an excerpt that was in the index alone until now.
    desk.fs.unlock_all();
    let ben = writer("ben", 2);
    let opened = Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &ben).expect("opens");
    let mut at_bens = Desk {
        store: opened.store,
        project: opened.project,
        writer: ben,
        fs: desk.fs.clone(),
        surroundings: desk.surroundings.clone(),
    };
    let change = operations::edit_excerpts(&at_bens.project, &[second], "edit", now, |e| e.memo = "by Ben".to_owned());
    at_bens.apply(Way::Done, &change);
    assert_eq!(open(&desk.fs).1, at_bens.project);
    // A file that is gone is gone, whatever the index says.
    let gone = desk.fs.files().into_keys().find(|path| path.starts_with(format!("{FOLDER}/excerpts"))).expect("a file");
    desk.fs.take(&gone);
    assert!(open(&desk.fs).1.excerpts().len() < at_bens.project.excerpts().len());
}

#[test]
fn a_file_written_just_before_the_index_is_not_taken_from_it() {
    let desk = large();
    let last = desk.fs.files().into_keys().filter(|path| path.to_string_lossy().contains("/articles/")).max();
    let last = last.expect("an article");
    let bytes = desk.fs.read(&last, 1 << 20).expect("read");
    open(&desk.fs);
    let written = desk.fs.stat(Path::new(INDEX)).expect("looked").expect("there").modified;
    let index = desk.fs.read(Path::new(INDEX), 1 << 30).expect("read");
    // As if the clock of the file system stood still: the index says the very moment at which the file was written.
    desk.fs.put(&last, &bytes);
    let touched = desk.fs.stat(&last).expect("looked").expect("there").modified;
    assert!(touched > written);
    desk.fs.put(INDEX, &index);
    assert_eq!(open(&desk.fs).1, desk.project);
}

#[test]
fn an_index_that_is_not_whole_is_not_used() {
    let desk = large();
    open(&desk.fs);
    let good = desk.fs.read(Path::new(INDEX), 1 << 30).expect("an index");
    let (with, _) = open(&desk.fs);
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let mut bad: Vec<Vec<u8>> = (0..good.len()).step_by(good.len() / 12).map(flipped).collect();
    bad.extend([0, 1, 30, good.len() / 2, good.len() - 1].map(|length| good[..length].to_vec()));
    bad.push([good.as_slice(), b"x"].concat());
    bad.push(vec![0; good.len()]);
    for bytes in bad {
        desk.fs.put(INDEX, &bytes);
        let (operations, project) = open(&desk.fs);
        assert_eq!(project, desk.project);
        assert!(operations > with + 80, "a damaged index was used");
    }
    // That of another project, which its folder was copied over.
    let other = large();
    open(&other.fs);
    let foreign = other.fs.read(Path::new(INDEX), 1 << 30).expect("an index");
    let fs = desk.fs.clone();
    fs.put(INDEX, &foreign);
    assert_eq!(open(&fs).1, desk.project);
}

#[test]
fn after_a_crash_every_file_is_read() {
    let mut desk = large();
    open(&desk.fs);
    let opened = desk.reopened();
    (desk.store, desk.project) = (opened.store, opened.project);
    let article = *desk.project.articles().keys().next().expect("an article");
    let (with, _) = open(&desk.fs);
    let id = {
        let tag = desk.project.tags_in_order()[0].id.clone();
        let text = desk.store.read_text(desk.project.articles()[&article].text).expect("a text");
        let span = crate::model::TextSpan::new(text.as_str(), 0..9).expect("a span");
        let anchor = crate::text::anchoring::anchor(text.as_str(), span).expect("an anchor");
        let analyst = desk.writer.analyst.id;
        let (change, id) =
            operations::tag_passage(&desk.project, article, anchor, &tag, analyst, &mut desk.surroundings);
        let inverse = desk.project.apply(&change).expect("applies");
        let when = desk.surroundings.now();
        desk.store
            .record(&[crate::storage::Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when }])
            .expect("kept");
        id
    };
    let (operations, project) = open(&desk.fs);
    assert!(project.excerpts().contains_key(&id));
    assert!(operations > with + 80);
}

#[test]
fn whatever_happens_while_the_index_is_written_the_project_opens() {
    let desk = large();
    let before = desk.fs.operations();
    let (operations, _) = open(&desk.fs);
    for number in (0..operations).rev().take(40) {
        let fs = large().fs;
        assert_eq!(fs.operations(), before);
        fs.unlock_all();
        fs.lose_power_at(before + number);
        let _ = Store::open(Arc::new(fs.clone()), Path::new(FOLDER), &writer("anna", 1));
        let fs = fs.after_power_loss(number);
        assert_eq!(open(&fs).1, desk.project, "power lost at operation {number}");
        assert_eq!(open(&fs).1, desk.project);
        let fs = large().fs;
        fs.unlock_all();
        fs.fail_at(before + number, Fault::NoSpace);
        let _ = Store::open(Arc::new(fs.clone()), Path::new(FOLDER), &writer("anna", 1));
        fs.heal();
        assert_eq!(open(&fs).1, desk.project, "no space at operation {number}");
    }
}

#[test]
fn an_opening_can_be_stopped_and_leaves_everything_as_it_was() {
    let (mut desk, _) = Desk::new();
    for number in 0..210 {
        desk.add_article(&format!("{TEXT}{number}\n"));
    }
    desk.store.checkpoint().expect("filed");
    desk.fs.unlock_all();
    let before = desk.fs.files();
    let mut told = Vec::new();
    let stopped = Store::open_telling(Arc::new(desk.fs.clone()), Path::new(FOLDER), &writer("anna", 1), &mut |now| {
        if let Told::Read { done, total } = now {
            told.push((done, total));
        }
        false
    });
    assert!(matches!(stopped, Err(StoreError::Stopped { .. })));
    assert_eq!(told, [(200, 211)]);
    let now = desk.fs.files();
    let changed = now.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).map(|(path, _)| path);
    assert!(
        changed.clone().all(|path| path.starts_with(format!("{FOLDER}/.local/locks"))),
        "{:?}",
        changed.collect::<Vec<_>>()
    );
    let opened =
        Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &writer("anna", 1)).expect("no lock is left");
    assert_eq!(opened.project, desk.project);
}
