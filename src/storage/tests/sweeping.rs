//! Two analysts at one folder, each with their own window: what one writes appears at the other's.

use std::path::Path;
use std::sync::Arc;

use super::{Desk, FOLDER, writer};
use crate::model::{ExcerptId, History, Surroundings as _, operations};
use crate::storage::{Arrival, Fs, Step, Store, StoreError, Way, Writer, merge, repair};

/// Ben at Anna's project. On another machine he would not meet her lock.
pub(super) fn ben_at(desk: &Desk) -> Desk {
    let ben = writer("ben", 2);
    desk.fs.unlock_all();
    let opened = Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &ben).expect("opens");
    let (fs, surroundings) = (desk.fs.clone(), desk.surroundings.clone());
    Desk { store: opened.store, project: opened.project, writer: ben, fs, surroundings }
}

pub(super) fn memo(desk: &mut Desk, excerpt: ExcerptId, text: &str) {
    desk.surroundings.pass(1);
    let now = desk.surroundings.now();
    let change = operations::edit_excerpts(&desk.project, &[excerpt], "memo", now, |e| e.memo = text.to_owned());
    desk.apply(Way::Done, &change);
}

pub(super) fn take_in(desk: &mut Desk) -> Arrival {
    let arrival = desk.store.sweep().expect("looks");
    if let Some(change) = &arrival.change {
        desk.project.absorb(change);
        desk.store.absorbed();
    }
    arrival
}

#[test]
fn two_installations_have_one_folder_open_and_what_touches_both_waits() {
    let (mut desk, article) = Desk::new();
    let (anna, ben) = (desk.writer.clone(), writer("ben", 2));
    let open = |desk: &Desk, who: &Writer| Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), who);
    assert!(matches!(open(&desk, &anna), Err(StoreError::InUse { .. })), "one installation opens it once");
    let opened = open(&desk, &ben).expect("another one writes other files");
    let excerpt = desk.tag(article, "never accept");
    let refused = repair(
        &(Arc::new(desk.fs.clone()) as Arc<dyn Fs>),
        Path::new(FOLDER),
        &writer("cem", 3),
        desk.surroundings.now(),
    );
    let Err(StoreError::InUse { holder, .. }) = refused else { panic!("{refused:?}") };
    assert!(holder.contains("anna"), "{holder}");
    let (fs, surroundings) = (desk.fs.clone(), desk.surroundings.clone());
    let mut ben = Desk { store: opened.store, project: opened.project, writer: ben, fs, surroundings };
    take_in(&mut ben);
    assert!(ben.project.excerpts().contains_key(&excerpt));
}

#[test]
fn what_others_write_appears_and_nothing_appears_twice() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    let mut ben = ben_at(&desk);
    assert_eq!(take_in(&mut desk), Arrival::default());
    memo(&mut ben, excerpt, "Ben");
    let added = ben.tag(article, "joint post");
    let arrival = take_in(&mut desk);
    assert!(arrival.concurrent.is_empty() && arrival.damage.is_empty(), "{arrival:?}");
    assert_eq!(desk.project, ben.project);
    assert_eq!(take_in(&mut desk), Arrival::default());
    desk.apply(Way::Done, &operations::delete_excerpts(&[added]));
    take_in(&mut ben);
    assert_eq!(desk.project, ben.project);
    assert_eq!(desk.reopened().project, ben.project);
}

#[test]
fn a_reader_sees_what_others_write_and_writes_nothing_but_a_copy_elsewhere() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    let fs: Arc<dyn Fs> = Arc::new(desk.fs.clone());
    let mut looked = Store::open_read_only(fs.clone(), Path::new(FOLDER)).expect("opens");
    assert_eq!(looked.project, desk.project);
    memo(&mut desk, excerpt, "Anna");
    desk.tag(article, "joint post");
    desk.store.checkpoint().expect("filed");
    desk.fs.put(Path::new(FOLDER).join("codes/cem.ron"), b"what is this?");
    let before = desk.fs.files();
    let arrival = looked.reader.sweep().expect("looks");
    assert!(arrival.damage.iter().all(|finding| finding.file == "codes/cem.ron") && !arrival.damage.is_empty());
    looked.project.absorb(&arrival.change.expect("a change"));
    looked.reader.absorbed();
    assert_eq!(looked.project, desk.project);
    assert_eq!(looked.reader.sweep().expect("looks"), Arrival::default());
    assert!(desk.fs.files() == before, "the damaged file is not even put into quarantine");
    // A copy goes on from there: taken into the project, what was changed in the copy follows upon what was known.
    let (elsewhere, dan) = (Path::new("/home/anna/copy"), writer("dan", 4));
    let copy = looked.reader.store().save_copy(elsewhere, &looked.project, &dan, &mut |_| None, &mut |_| true);
    let store = copy.expect("a copy").store;
    let (fs, surroundings) = (desk.fs.clone(), desk.surroundings.clone());
    let mut dans = Desk { store, project: looked.project, writer: dan, fs, surroundings };
    memo(&mut dans, excerpt, "Dan");
    dans.store.checkpoint().expect("filed");
    drop(dans);
    desk.fs.unlock_all();
    let report = merge(
        &(Arc::new(desk.fs.clone()) as Arc<dyn Fs>),
        Path::new(FOLDER),
        elsewhere,
        &writer("eva", 5),
        desk.surroundings.now(),
    );
    let report = report.expect("merged");
    let opened = desk.reopened();
    assert_eq!(opened.project.excerpts()[&excerpt].memo, "Dan", "{report:?}");
    assert!(opened.report.concurrent.is_empty(), "{:?}", opened.report.concurrent);
}

#[test]
fn changes_that_cross_are_both_kept_and_all_show_the_same() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    let mut ben = ben_at(&desk);
    memo(&mut ben, excerpt, "Ben");
    // Anna's window sends her change before it hears of Ben's.
    let arrival = desk.store.sweep().expect("looks");
    memo(&mut desk, excerpt, "Anna");
    desk.project.absorb(&arrival.change.expect("Ben's"));
    desk.store.absorbed();
    let settled = desk.store.settle_crossed().expect("they crossed");
    assert_eq!(settled.concurrent.len(), 1);
    desk.project.absorb(&settled.change.expect("one of the two"));
    desk.store.absorbed();
    let arrival = take_in(&mut ben);
    assert_eq!(arrival.concurrent.len(), 1);
    assert_eq!(desk.project, ben.project);
    let opened = desk.reopened();
    assert_eq!((&opened.project, opened.report.concurrent.len()), (&desk.project, 1));
    desk.store = opened.store;
    memo(&mut desk, excerpt, "settled");
    assert!(take_in(&mut ben).concurrent.is_empty());
    assert_eq!(ben.project.excerpts()[&excerpt].memo, "settled");
}

#[test]
fn what_others_changed_since_is_not_undone_over_their_heads() {
    let (mut desk, article) = Desk::new();
    let first = desk.tag(article, "never accept");
    desk.tag(article, "joint post");
    let mut ben = ben_at(&desk);
    memo(&mut ben, first, "Ben");
    let opened = desk.reopened();
    assert_eq!(opened.project, ben.project);
    let undo = opened.history.next_undo().expect("the second tag").clone();
    assert_eq!(opened.history.done().len(), 1, "{undo:?}");
}

#[test]
fn undo_and_redo_reach_back_across_a_restart() {
    let (mut desk, article) = Desk::new();
    let empty = desk.project.clone();
    desk.tag(article, "never accept");
    desk.tag(article, "joint post");
    let both = desk.project.clone();
    let mut history: History = desk.reopened().history;
    for expected in [None, Some(&empty)] {
        let opened = desk.reopened();
        (desk.store, desk.project) = (opened.store, opened.project);
        let inverse = desk.apply(Way::Undone, &opened.history.next_undo().expect("a step").clone());
        history.note_undone(inverse);
        assert!(expected.is_none_or(|expected| *expected == desk.project));
    }
    for _ in 0..2 {
        let opened = desk.reopened();
        assert_eq!(opened.history, history);
        (desk.store, desk.project) = (opened.store, opened.project);
        let inverse = desk.apply(Way::Redone, &opened.history.next_redo().expect("a step").clone());
        history.note_redone(inverse);
    }
    assert_eq!(desk.project, both);
}

#[test]
fn changes_that_only_the_journal_had_are_restored_and_counted() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    for text in ["one", "two", "three"] {
        let now = desk.surroundings.now();
        let change = operations::edit_excerpts(&desk.project, &[excerpt], "memo", now, |e| e.memo = text.to_owned());
        let inverse = desk.project.apply(&change).expect("applies");
        desk.store
            .record(&[Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when: now }])
            .expect("kept");
    }
    assert!(desk.store.is_saved());
    let opened = desk.reopened();
    assert_eq!(opened.project, desk.project);
    let restored = opened.report.restored.expect("said");
    assert_eq!((restored.changes, restored.first), (3, desk.surroundings.now()));
    drop(opened);
    assert_eq!(desk.reopened().report, Default::default());
}

#[test]
fn a_folder_that_vanishes_is_said_and_never_taken_for_an_empty_project() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    desk.fs.take(FOLDER);
    assert!(matches!(desk.store.sweep(), Err(StoreError::Vanished { .. })));
    let now = desk.surroundings.now();
    let all: Vec<ExcerptId> = desk.project.excerpts().keys().copied().collect();
    let change = operations::edit_excerpts(&desk.project, &all, "memo", now, |e| e.memo = "kept".to_owned());
    let inverse = desk.project.apply(&change).expect("applies");
    let step = Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when: now };
    assert!(desk.store.record(&[step]).is_err());
    assert!(!desk.store.is_saved());
    assert!(desk.fs.files().is_empty(), "nothing is made in its place");
    let elsewhere = Path::new("/home/anna/copy");
    let anew = Writer { id: "anna-2".parse().expect("an id"), ..desk.writer.clone() };
    let copy =
        desk.store.save_copy(elsewhere, &desk.project, &anew, &mut |_| None, &mut |_| true).expect("kept elsewhere");
    assert_eq!(copy.missing_texts, 1);
    assert_ne!(copy.store.writer().id, desk.writer.id, "both may go on, and must not count alike");
    desk.fs.unlock_all();
    let opened = Store::open(Arc::new(desk.fs.clone()), elsewhere, &desk.writer).expect("opens");
    assert_eq!(opened.project, desk.project);
    assert_eq!(opened.history.next_undo().map(|step| step.label.as_str()), Some("memo"), "also what is not saved yet");
}

#[test]
fn nothing_is_written_where_a_disk_was() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    desk.store.sweep().expect("looks");
    desk.fs.take(FOLDER);
    desk.fs.create_dir(Path::new(FOLDER)).expect("the place where the disk was");
    assert!(matches!(desk.store.sweep(), Err(StoreError::Vanished { .. })));
    let now = desk.surroundings.now();
    let all: Vec<ExcerptId> = desk.project.excerpts().keys().copied().collect();
    let change = operations::edit_excerpts(&desk.project, &all, "memo", now, |e| e.memo = "kept".to_owned());
    let inverse = desk.project.apply(&change).expect("applies");
    let kept = desk.store.record(&[Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when: now }]);
    assert!(matches!(kept, Err(StoreError::Vanished { .. })), "{kept:?}");
    assert!(matches!(desk.store.checkpoint(), Err(StoreError::Vanished { .. })));
    assert!(!desk.store.is_saved() && desk.fs.files().is_empty());
}
