//! Files that change while the project is open, without anybody having written a new version: nothing that memory knows is
//! lost, and nothing that a hand wrote.

use std::path::Path;

use super::sweeping::{ben_at, memo, take_in};
use super::{Desk, FOLDER};
use crate::model::{ArticleId, ExcerptId, Record, RecordId};
use crate::storage::{Store, StoreError};

/// Does what the window does when it is asked what doubts come to.
fn settle(desk: &mut Desk) -> (usize, usize) {
    let doubts = desk.store.sweep().expect("looks").doubts;
    let differs = |record: &Record| desk.project.record(&record.id()).is_some_and(|known| known != *record);
    let by_hand: Vec<Record> = doubts.said.into_iter().filter(differs).collect();
    let counted = (by_hand.len(), doubts.gone.len());
    desk.project.absorb(&crate::model::Change::put("by hand", by_hand));
    let back = doubts.gone.into_iter().map(|id| (id.clone(), desk.project.record(&id))).collect();
    desk.store.settle_doubts(back).expect("written back");
    counted
}

fn excerpts_file(desk: &Desk, article: ArticleId) -> std::path::PathBuf {
    Path::new(FOLDER).join(crate::storage::layout::excerpts_file(article, &desk.store.writer().id))
}

fn two_excerpts() -> (Desk, ArticleId, [ExcerptId; 2]) {
    let (mut desk, article) = Desk::new();
    let both = [desk.tag(article, "never accept"), desk.tag(article, "joint post")];
    (desk, article, both)
}

#[test]
fn an_own_file_that_loses_lines_gets_them_back() {
    type Spoil = fn(&[u8]) -> Option<Vec<u8>>;
    let spoils: [(&str, Spoil); 5] = [
        ("emptied", |_| Some(Vec::new())),
        ("deleted", |_| None),
        ("cut short", |whole| Some(whole[..whole.len() / 3].to_vec())),
        ("filled with NUL", |whole| Some(vec![0; whole.len()])),
        ("one line taken out", |whole| {
            let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
            Some([&lines[..1], &lines[2..]].concat().concat())
        }),
    ];
    for (how, spoil) in spoils {
        for looks_first in [true, false] {
            let (mut desk, article, [first, second]) = two_excerpts();
            memo(&mut desk, first, "kept");
            let file = excerpts_file(&desk, article);
            match spoil(&desk.fs.files()[&file]) {
                Some(bytes) => desk.fs.put(&file, &bytes),
                None => desk.fs.take(&file),
            }
            if looks_first {
                let (_, gone) = settle(&mut desk);
                assert!(gone > 0, "{how}");
            }
            // An edit of the other excerpt brings the file up to date.
            desk.surroundings.pass(1);
            let now = crate::model::Surroundings::now(&desk.surroundings);
            let change =
                crate::model::operations::edit_excerpts(&desk.project, &[second], "star", now, |e| e.starred = true);
            let inverse = desk.project.apply(&change).expect("applies");
            let step = crate::storage::Step {
                way: crate::storage::Way::Done,
                change: change.into(),
                inverse: inverse.into(),
                when: now,
            };
            desk.store.record(&[step]).expect("kept");
            if !looks_first {
                let refused = desk.store.checkpoint();
                assert!(matches!(refused, Err(StoreError::LinesGone { .. })), "{how}: {refused:?}");
                assert!(settle(&mut desk).1 > 0, "{how}");
            }
            desk.store.checkpoint().expect("filed");
            let opened = desk.reopened();
            assert_eq!(opened.project, desk.project, "{how}");
            assert_eq!(opened.project.excerpts()[&first].memo, "kept", "{how}");
            desk.store = opened.store;
            assert_eq!(settle(&mut desk), (0, 0), "{how}: nothing is asked twice");
        }
    }
}

#[test]
fn an_own_file_replaced_by_an_older_version_is_brought_up_to_date_again() {
    let (mut desk, article, [first, _]) = two_excerpts();
    let file = excerpts_file(&desk, article);
    let older = desk.fs.files()[&file].clone();
    memo(&mut desk, first, "newer");
    let codes = Path::new(FOLDER).join("codes/anna.ron");
    desk.fs.put(&file, &older);
    desk.fs.take(&codes);
    let (by_hand, gone) = settle(&mut desk);
    assert!(by_hand == 0 && gone > 1, "{by_hand} {gone}");
    assert_eq!(desk.reopened().project, desk.project);
}

#[test]
fn what_a_hand_changes_in_a_line_is_taken_in_and_stays() {
    let (mut desk, article, [first, second]) = two_excerpts();
    let mut ben = ben_at(&desk);
    memo(&mut desk, first, "before");
    take_in(&mut ben);
    let file = excerpts_file(&desk, article);
    let text = String::from_utf8(desk.fs.files()[&file].clone()).expect("text");
    desk.fs.put(&file, text.replace("\"before\"", "\"by hand, and longer\"").as_bytes());
    assert_eq!((settle(&mut desk), settle(&mut ben)), ((1, 0), (1, 0)));
    assert_eq!(desk.project.excerpts()[&first].memo, "by hand, and longer");
    assert_eq!(desk.project.excerpts(), ben.project.excerpts());
    assert_eq!(settle(&mut desk), (0, 0));
    memo(&mut desk, second, "another");
    assert_eq!(desk.reopened().project, desk.project);
    assert_eq!(desk.project.excerpts()[&first].memo, "by hand, and longer");
}

#[test]
fn own_writing_gives_no_cause_to_doubt() {
    let (mut desk, article, [first, _]) = two_excerpts();
    assert_eq!(desk.store.sweep().expect("looks").doubts, Default::default());
    memo(&mut desk, first, "one");
    desk.add_article("Another text.\n");
    assert!(desk.store.sweep().expect("looks").doubts.is_empty());
    // Touched alone, or written anew with the same content: looked at once, and then no more.
    let file = excerpts_file(&desk, article);
    let same = desk.fs.files()[&file].clone();
    desk.fs.put(&file, &same);
    assert_eq!(settle(&mut desk), (0, 0));
    assert!(desk.store.sweep().expect("looks").doubts.is_empty());
}

#[test]
fn a_version_in_a_file_of_any_name_is_shown_and_not_replaced_unseen() {
    let (mut desk, article, [first, second]) = two_excerpts();
    let mut ben = ben_at(&desk);
    memo(&mut ben, first, "Ben");
    let bens = Path::new(FOLDER).join(crate::storage::layout::excerpts_file(article, &ben.writer.id));
    let content = desk.fs.files()[&bens].clone();
    desk.fs.take(&bens);
    let named = ["ben.sync-conflict-20261127-110000-ABCDEFG.ron", "ben (conflicted copy 2026-11-27).ron", "copy.ron"];
    for name in named {
        let mut other = Desk { store: desk.reopened().store, ..desk_of(&desk) };
        desk.fs.put(bens.with_file_name(name), &content);
        let arrival = take_in(&mut other);
        assert_eq!(other.project.excerpts()[&first].memo, "Ben", "{name}: {arrival:?}");
        memo(&mut other, second, "Anna");
        assert_eq!(other.project, other.reopened().project, "{name}");
        desk.fs.take(bens.with_file_name(name));
        let (anna, mine) = (excerpts_file(&desk, article), desk.fs.files());
        desk.fs.put(&anna, &mine[&anna]);
    }
    // Two versions at once, one of them in such a file: both are found again when they are settled later.
    desk.store = desk.reopened().store;
    memo(&mut desk, first, "Anna");
    desk.fs.put(bens.with_file_name(named[0]), &content);
    let arrival = take_in(&mut desk);
    assert_eq!(arrival.concurrent.len(), 1, "{arrival:?}");
}

fn desk_of(desk: &Desk) -> Desk {
    let opened = desk.reopened();
    let (fs, surroundings, writer) = (desk.fs.clone(), desk.surroundings.clone(), desk.writer.clone());
    Desk { fs, surroundings, writer, store: opened.store, project: opened.project }
}

#[test]
fn another_project_in_the_place_of_this_one_is_left_alone() {
    let (mut desk, article, [first, _]) = two_excerpts();
    let (mut other, _) = Desk::new();
    let meta =
        crate::model::ProjectMeta { id: crate::model::ProjectId::from_bytes([9; 16]), ..other.project.meta().clone() };
    let elsewhere = Path::new("/home/anna/other");
    let theirs = crate::model::Project::from_records(meta, []);
    drop(Store::create(std::sync::Arc::new(other.fs.clone()), elsewhere, &theirs, &other.writer).expect("made"));
    let own = desk.fs.files();
    own.keys().for_each(|path| desk.fs.take(path));
    let moved = |path: &Path| Path::new(FOLDER).join(path.strip_prefix(elsewhere).expect("below"));
    for (path, bytes) in other.fs.files().iter().filter(|(path, _)| path.starts_with(elsewhere)) {
        desk.fs.put(moved(path), bytes);
    }
    let before = desk.fs.files();
    let refused = |outcome: Result<(), StoreError>| matches!(outcome, Err(StoreError::OtherProjectThere { .. }));
    assert!(refused(desk.store.sweep().map(|_| ())));
    let change = crate::model::operations::delete_excerpts(&[first]);
    let inverse = desk.project.apply(&change).expect("applies");
    let when = crate::model::Surroundings::now(&desk.surroundings);
    let step =
        crate::storage::Step { way: crate::storage::Way::Done, change: change.into(), inverse: inverse.into(), when };
    assert!(refused(desk.store.record(&[step])));
    assert!(refused(desk.store.checkpoint()) && !desk.store.is_saved());
    assert!(desk.fs.files() == before, "nothing was written to the other one");
    // Back in its place, everything goes on.
    before.keys().for_each(|path| desk.fs.take(path));
    own.iter().for_each(|(path, bytes)| desk.fs.put(path, bytes));
    desk.store.checkpoint().expect("filed");
    assert!(desk.store.sweep().expect("looks").doubts.gone.is_empty() && desk.store.is_saved());
    assert!(!desk.reopened().project.has(&RecordId::Excerpt(first)));
    other.add_article("Theirs.\n");
    assert!(desk.project.articles().contains_key(&article));
}

#[test]
fn what_was_written_here_and_is_gone_or_older_is_said_without_any_backup() {
    let say = |desk: &Desk| {
        let checked = crate::storage::check(std::sync::Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("checks");
        let opened = desk.reopened();
        (checked.problems.len(), opened.report.lost.len())
    };
    let (mut desk, article, [first, _]) = two_excerpts();
    let file = excerpts_file(&desk, article);
    let older = desk.fs.files()[&file].clone();
    memo(&mut desk, first, "newer");
    // The change that comes last is in another file, so that the highest number is still there.
    desk.add_article("Another text.\n");
    let newer = desk.fs.files()[&file].clone();
    assert_eq!(say(&desk), (0, 0));
    desk.fs.put(&file, &older);
    assert_eq!(say(&desk), (1, 1), "an older version");
    desk.fs.take(&file);
    let (problems, lost) = say(&desk);
    assert!(problems >= 1 && lost >= 1, "a file that is gone");
    desk.fs.put(&file, &newer);
    assert_eq!(say(&desk), (0, 0), "back again");
}

/// Two excerpts of which Ben changed both, Ben, and his file with what it says.
fn beside_ben() -> (Desk, ArticleId, Desk, std::path::PathBuf, Vec<u8>) {
    let (desk, article, [first, second]) = two_excerpts();
    let mut ben = ben_at(&desk);
    memo(&mut ben, first, "Ben");
    memo(&mut ben, second, "Ben too");
    ben.store.checkpoint().expect("filed");
    let bens = Path::new(FOLDER).join(crate::storage::layout::excerpts_file(article, &ben.writer.id));
    let whole = desk.fs.files()[&bens].clone();
    (desk, article, ben, bens, whole)
}

#[test]
fn half_of_a_colleagues_file_is_not_made_a_whole_one() {
    let (mut desk, article, ben, bens, whole) = beside_ben();
    let half = &whole[..whole.len() - 30];
    desk.fs.put(&bens, half);
    desk.fs.unlock_all();
    drop((std::mem::replace(&mut desk.store, ben.store), desk.surroundings.pass(1)));
    desk.fs.unlock_all();
    let now = crate::model::Surroundings::now(&desk.surroundings);
    let fs: std::sync::Arc<dyn crate::storage::Fs> = std::sync::Arc::new(desk.fs.clone());
    let report = crate::storage::repair(&fs, Path::new(FOLDER), &desk.writer, now).expect("repairs");
    assert_eq!(desk.fs.files()[&bens], half, "{report:?}");
    assert!(report.left.iter().any(|left| left.file.contains("ben.ron")), "{report:?}");
    // One's own is closed, and what was lost is said.
    let mine = excerpts_file_of(article, "anna");
    let own = desk.fs.files()[&mine].clone();
    desk.fs.take(Path::new(FOLDER).join(".local/backups"));
    let backups: Vec<_> =
        desk.fs.files().into_keys().filter(|path| path.starts_with("/home/anna/talks/.local/backups")).collect();
    backups.iter().for_each(|path| desk.fs.take(path));
    desk.fs.put(&mine, &own[..own.len() - 30]);
    desk.fs.unlock_all();
    let report = crate::storage::repair(&fs, Path::new(FOLDER), &desk.writer, now).expect("repairs");
    assert!(report.lost.iter().any(|lost| lost.file.contains("anna.ron")), "{report:?}");
}

#[test]
fn half_of_a_colleagues_file_stays_so_beside_a_backup_of_a_longer_half() {
    let (mut desk, _, ben, bens, whole) = beside_ben();
    let fs: std::sync::Arc<dyn crate::storage::Fs> = std::sync::Arc::new(desk.fs.clone());
    drop((ben, desk.store));
    for left in [whole.len() - 30, whole.len() / 2] {
        desk.fs.put(&bens, &whole[..left]);
        desk.fs.unlock_all();
        desk.surroundings.pass(60);
        let now = crate::model::Surroundings::now(&desk.surroundings);
        let report = crate::storage::repair(&fs, Path::new(FOLDER), &desk.writer, now).expect("repairs");
        assert_eq!(desk.fs.files()[&bens], whole[..left], "{report:?}");
        assert!(report.left.iter().any(|left| left.file.contains("ben.ron")), "{report:?}");
    }
}

#[test]
fn the_newest_change_that_is_gone_for_good_is_said_and_then_given_up() {
    let (mut desk, article, [first, _]) = two_excerpts();
    memo(&mut desk, first, "the newest");
    let file = excerpts_file(&desk, article);
    drop(desk.store);
    desk.fs.take(&file);
    let fs: std::sync::Arc<dyn crate::storage::Fs> = std::sync::Arc::new(desk.fs.clone());
    let problems = || crate::storage::check(fs.clone(), Path::new(FOLDER)).expect("checks").problems.len();
    desk.fs.unlock_all();
    let anew = crate::storage::Writer { id: "anna2".parse().expect("an id"), ..desk.writer.clone() };
    let opened = Store::open(fs.clone(), Path::new(FOLDER), &anew).expect("opens");
    assert!(opened.report.notes.iter().any(|note| note.what.contains("not there any more")), "{:?}", opened.report);
    drop(opened);
    assert!(problems() > 0);
    desk.fs.unlock_all();
    let now = crate::model::Surroundings::now(&desk.surroundings);
    let report = crate::storage::repair(&fs, Path::new(FOLDER), &anew, now).expect("repairs");
    assert!(report.lost.iter().any(|lost| lost.what.contains("not there any more")), "{report:?}");
    assert_eq!(problems(), 0);
}

fn excerpts_file_of(article: ArticleId, writer: &str) -> std::path::PathBuf {
    Path::new(FOLDER).join(crate::storage::layout::excerpts_file(article, &writer.parse().expect("an id")))
}

#[test]
fn what_is_missing_is_said_until_a_repair_gives_it_up() {
    let (mut desk, article, [first, second]) = two_excerpts();
    desk.apply(crate::storage::Way::Done, &crate::model::operations::delete_excerpts(&[second]));
    let file = excerpts_file(&desk, article);
    desk.fs.take(&file);
    let fs: std::sync::Arc<dyn crate::storage::Fs> = std::sync::Arc::new(desk.fs.clone());
    let problems = |fs| crate::storage::check(fs, Path::new(FOLDER)).expect("checks").problems.len();
    assert!(problems(fs.clone()) > 0);
    // The next change goes elsewhere; what is gone is still missed.
    let opened = desk.reopened();
    (desk.store, desk.project) = (opened.store, opened.project);
    assert!(!desk.project.excerpts().contains_key(&first));
    desk.add_article("Another text.\n");
    assert!(problems(fs.clone()) > 0);
    desk.fs.unlock_all();
    let now = crate::model::Surroundings::now(&desk.surroundings);
    let report = crate::storage::repair(&fs, Path::new(FOLDER), &desk.writer, now).expect("repairs");
    assert_eq!(report.lost.len(), 1, "{report:?}");
    assert_eq!(problems(fs), 0);
}

#[test]
fn two_backups_of_one_second_are_both_kept() {
    let (mut desk, article, _) = two_excerpts();
    let now = crate::model::Surroundings::now(&desk.surroundings);
    let fs: std::sync::Arc<dyn crate::storage::Fs> = std::sync::Arc::new(desk.fs.clone());
    let backups = crate::storage::Backups::inside(fs, Path::new(FOLDER));
    assert!(backups.make_for(now, None).expect("made").is_some());
    desk.tag(article, "he said");
    assert!(backups.make_for(now, None).expect("made").is_some());
    assert_eq!(backups.list().expect("listed").len(), 2);
}
