//! Editing sessions: what was recorded comes back, whoever opens it, and a second save changes nothing.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::{Desk, FOLDER, TEXT, writer};
use crate::model::{Actor, ActorId, Change, ExcerptId, History, Issue, IssueId, Record, Surroundings as _, operations};
use crate::storage::{Fault, Fs, RealFs, Step, Store, StoreError, Way, check};

#[test]
fn the_layout_is_as_designed() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    let shared = |path: &&std::path::PathBuf| !path.starts_with(format!("{FOLDER}/.local"));
    let files: Vec<String> = desk.fs.files().keys().filter(shared).map(|path| path.display().to_string()).collect();
    let local = desk.fs.files().into_keys().filter(|path| !shared(&path));
    let local: Vec<String> = local.map(|path| path.display().to_string()).collect();
    let local: Vec<&str> = local.iter().filter_map(|path| path.split(".local/").nth(1)).collect();
    assert_eq!(local[..3], [".gitignore", ".sync-exclude.lst", "history/anna.undo"]);
    let local = &local[3..];
    assert!(local[0].starts_with("locks/") && local[1].starts_with("locks/") && local[2] == "place", "{local:?}");
    assert!(local.len() == 4 && local[3].starts_with("writers/"), "{local:?}");
    let id = article.to_string();
    let shard = id.get(34..).expect("36 characters");
    let text = desk.project.articles()[&article].text.to_string();
    let text_shard = text.get(62..).expect("64 characters");
    let mut expected = vec![
        format!("{FOLDER}/.gitattributes"),
        format!("{FOLDER}/.gitignore"),
        format!("{FOLDER}/.stignore"),
        format!("{FOLDER}/articles/{shard}/{id}.ron"),
        format!("{FOLDER}/articles/{text_shard}/{text}.txt"),
        format!("{FOLDER}/codes/anna.ron"),
        format!("{FOLDER}/excerpts/{shard}/{id}/anna.ron"),
        format!("{FOLDER}/project.ron"),
        format!("{FOLDER}/writers/anna.ron"),
    ];
    expected.sort();
    assert_eq!(files, expected);
    let excerpts = &desk.fs.files()[Path::new(&expected[6])];
    let excerpts = std::str::from_utf8(excerpts).expect("text");
    let lines: Vec<&str> = excerpts.lines().collect();
    assert_eq!(lines.len(), 3, "{excerpts}");
    assert_eq!(lines[0], format!(r#"(format: 1, writer: "anna", article: "{id}", records: ["#));
    assert!(lines[1].starts_with("(at: 3, id: \"") && lines[1].ends_with("),"), "{excerpts}");
    assert!(excerpts.ends_with("])\n"));
}

#[test]
fn a_real_disk_keeps_the_same() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("below/talks");
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let mut store = Store::create(fs.clone(), &folder, &desk.project, &desk.writer).expect("created");
    let text = desk.store.read_text(desk.project.articles()[&article].text).expect("there");
    store.add_texts(&[text.clone(), text]).expect("kept");
    assert!(matches!(Store::open(fs.clone(), &folder, &desk.writer), Err(StoreError::InUse { .. })));
    drop(store);
    let opened = Store::open(fs.clone(), &folder, &desk.writer).expect("opens");
    assert_eq!((&opened.project, &opened.report), (&desk.project, &Default::default()));
    assert_eq!(check(fs.clone(), &folder).expect("checks").problems, []);
    assert!(matches!(Store::create(fs, &folder, &desk.project, &desk.writer), Err(StoreError::NotEmpty { .. })));
    let left = walkdir::WalkDir::new(home.path()).into_iter().flatten().filter(|e| e.file_type().is_file()).count();
    assert_eq!(left, 16, "no temporary file stays; the lock, who holds it, who writes here, a copy of project.ron do");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_below_the_folder_are_left_alone() {
    let (desk, _) = Desk::new();
    let home = tempfile::tempdir().expect("a folder");
    let (folder, elsewhere) = (home.path().join("talks"), home.path().join("elsewhere"));
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let store = Store::create(fs.clone(), &folder, &desk.project, &desk.writer).expect("created");
    std::fs::remove_dir_all(folder.join("writers")).expect("removed");
    std::fs::create_dir(&elsewhere).expect("made");
    drop(store);
    std::os::unix::fs::symlink(&elsewhere, folder.join("writers")).expect("linked");
    std::os::unix::fs::symlink("/dev/zero", folder.join("codes/zero.ron")).expect("linked");
    let mut opened = Store::open(fs, &folder, &desk.writer).expect("opens");
    let said: Vec<&str> = opened.report.damage.iter().map(|finding| finding.file.as_str()).collect();
    assert_eq!(said, ["codes/zero.ron", "writers"]);
    let mut analyst = desk.writer.analyst.clone();
    analyst.name = "Ann".to_owned();
    let change = Change::put("rename", [Record::Analyst(analyst)]);
    let step =
        Step { way: Way::Done, inverse: change.clone().into(), change: change.into(), when: desk.surroundings.now() };
    opened.store.record(&[step]).expect("in the journal");
    assert!(matches!(opened.store.checkpoint(), Err(StoreError::NotRegular { .. })));
    assert_eq!(std::fs::read_dir(&elsewhere).expect("there").count(), 0);
}

#[test]
fn a_new_project_never_lands_among_other_files() {
    let (desk, _) = Desk::new();
    desk.fs.put("/home/anna/other/notes.txt", b"mine");
    let before = desk.fs.files();
    for folder in [FOLDER, "/home/anna/other"] {
        let outcome = Store::create(Arc::new(desk.fs.clone()), Path::new(folder), &desk.project, &desk.writer);
        assert!(matches!(outcome, Err(StoreError::NotEmpty { .. })));
    }
    let file =
        Store::create(Arc::new(desk.fs.clone()), Path::new("/home/anna/other/notes.txt"), &desk.project, &desk.writer);
    assert!(matches!(file, Err(StoreError::NotAFolder { .. })));
    assert_eq!(desk.fs.files(), before);
}

#[test]
fn opening_checking_and_looking_write_nothing() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    let shared = |desk: &super::Desk| {
        let local = std::path::PathBuf::from(format!("{FOLDER}/.local"));
        let files = desk.fs.files().into_iter().filter(|(path, _)| !path.starts_with(&local));
        files.collect::<Vec<_>>()
    };
    let before = shared(&desk);
    assert_eq!(desk.reopened().project, desk.project);
    assert!(shared(&desk) == before, "opening writes nothing but what stays on this machine");
    let changes = desk.fs.changes();
    let looked = Store::open_read_only(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("opens");
    assert_eq!(looked.project, desk.project);
    let text = desk.project.articles()[&article].text;
    assert_eq!(looked.texts.read(text).expect("reads").as_str(), TEXT);
    let report = check(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("checks");
    assert!(report.is_clean() && report.notes.is_empty(), "{report:?}");
    assert_eq!((report.articles, report.excerpts), (1, 1));
    assert_eq!(desk.fs.changes(), changes);
}

#[test]
fn a_second_analyst_writes_only_their_own_files() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    let mut annas = desk.fs.files();
    annas.retain(|path, _| !path.starts_with(format!("{FOLDER}/.local")));
    let ben = writer("ben", 2);
    desk.fs.unlock_all();
    let opened = Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &ben).expect("opens");
    let mut theirs = Desk {
        store: opened.store,
        project: opened.project,
        writer: ben.clone(),
        fs: desk.fs.clone(),
        surroundings: desk.surroundings.clone(),
    };
    theirs.surroundings.pass(60);
    assert!(theirs.project.analysts().contains_key(&ben.analyst.id));
    let retag = operations::edit_excerpts(&theirs.project, &[excerpt], "memo", theirs.surroundings.now(), |e| {
        e.memo = "Ben".to_owned();
    });
    theirs.apply(Way::Done, &retag);
    let mut renamed = theirs.project.articles()[&article].clone();
    renamed.title = "Ben's title".to_owned();
    theirs.apply(Way::Done, &Change::put("rename", [Record::Article(Box::new(renamed))]));
    let mut meta = theirs.project.meta().clone();
    meta.name = "Ben's talks".to_owned();
    theirs.apply(Way::Done, &Change::put("rename", [Record::Project(meta)]));
    let after = desk.fs.files();
    assert!(annas.iter().all(|(path, bytes)| after.get(path) == Some(bytes)), "Anna's files are as they were");
    let opened = desk.reopened();
    assert_eq!(opened.project, theirs.project);
    assert_eq!(opened.report, Default::default());
}

#[test]
fn concurrent_versions_are_both_kept_until_one_edit_settles_them() {
    let (mut desk, article) = Desk::new();
    let excerpt = desk.tag(article, "never accept");
    let ben = writer("ben", 2);
    desk.fs.unlock_all();
    let opened = Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &ben).expect("opens");
    let mut theirs = Desk {
        store: opened.store,
        project: opened.project,
        writer: ben,
        fs: desk.fs.clone(),
        surroundings: desk.surroundings.clone(),
    };
    let now = desk.surroundings.now();
    let memo = |desk: &Desk, text: &str| {
        operations::edit_excerpts(&desk.project, &[excerpt], "memo", now, |e| e.memo = text.to_owned())
    };
    let change = memo(&desk, "Anna");
    desk.apply(Way::Done, &change);
    theirs.apply(Way::Done, &operations::delete_excerpts(&[excerpt]));
    let mut opened = desk.reopened();
    assert_eq!(opened.report.concurrent.len(), 1);
    let (wrote, version) = &opened.report.concurrent[0].others[0];
    assert_eq!((wrote.writer.as_str(), version), ("ben", &None));
    assert_eq!(opened.project.excerpts()[&excerpt].memo, "Anna");
    let report = check(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("checks");
    assert!(report.is_clean() && report.notes.len() == 1, "{report:?}");
    std::mem::swap(&mut desk.store, &mut opened.store);
    desk.project = opened.project;
    let change = memo(&desk, "Both");
    desk.apply(Way::Done, &change);
    let opened = desk.reopened();
    assert!(opened.report.concurrent.is_empty());
    assert_eq!(opened.project.excerpts()[&excerpt].memo, "Both");
}

#[test]
fn an_edit_that_could_not_be_kept_is_kept_by_the_next_call() {
    let (mut desk, article) = Desk::new();
    let mut failed = 0;
    for number in 0..60 {
        desk.fs.fail_from(desk.fs.operations() + number, Fault::NoSpace);
        let quote = if number % 2 == 0 { "never" } else { "joint post" };
        let at = TEXT.find(quote).expect("there");
        let span = crate::model::TextSpan::new(TEXT, at..at + quote.len()).expect("a span");
        let anchor = crate::text::anchoring::anchor(TEXT, span).expect("an anchor");
        let tag = desk.project.tags_in_order()[0].id.clone();
        let (change, _) = operations::tag_passage(
            &desk.project,
            article,
            anchor,
            &tag,
            desk.writer.analyst.id,
            &mut desk.surroundings,
        );
        let inverse = desk.project.apply(&change).expect("applies");
        let step =
            Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when: desk.surroundings.now() };
        if desk.store.record(&[step]).is_err() {
            assert!(!desk.store.is_saved());
            failed += 1;
            desk.fs.heal();
            desk.store.checkpoint().expect("the disk has room again");
        }
        desk.fs.heal();
        assert!(desk.store.is_saved());
        assert_eq!(desk.reopened().project, desk.project);
    }
    assert!(failed > 3, "{failed}");
}

/// What a random session does next.
#[derive(Debug, Clone)]
enum Move {
    Tag(u8),
    Memo(u8, String),
    Delete(u8),
    Actor(String),
    GiveActor(u8, u8),
    Issue(String),
    Undo,
    Redo,
    Reopen,
    Article(String),
    DeleteArticle(u8),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let text = "[\\PC\\t\"\\\\ їé😀\u{202e}\n]{0,12}";
    let one = prop_oneof![
        4 => any::<u8>().prop_map(Move::Tag),
        3 => (any::<u8>(), text).prop_map(|(n, t)| Move::Memo(n, t)),
        2 => any::<u8>().prop_map(Move::Delete),
        1 => "[a-zї ]{1,8}".prop_map(Move::Actor),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(e, a)| Move::GiveActor(e, a)),
        1 => "[a-zї ]{1,8}".prop_map(Move::Issue),
        3 => Just(Move::Undo),
        2 => Just(Move::Redo),
        1 => Just(Move::Reopen),
        1 => "[a-z\nї]{1,30}".prop_map(Move::Article),
        1 => any::<u8>().prop_map(Move::DeleteArticle),
    ];
    proptest::collection::vec(one, 1..40)
}

fn pick<T: Copy>(items: &[T], number: u8) -> Option<T> {
    if items.is_empty() { None } else { Some(items[usize::from(number) % items.len()]) }
}

fn change_of(desk: &mut Desk, next: &Move) -> Option<Change> {
    let excerpts: Vec<ExcerptId> = desk.project.excerpts().keys().copied().collect();
    let now = desk.surroundings.now();
    desk.surroundings.pass(1);
    match next {
        Move::Tag(number) => {
            let articles: Vec<_> = desk.project.articles().keys().copied().collect();
            let article = pick(&articles, *number)?;
            let text = desk.store.read_text(desk.project.articles()[&article].text).expect("there");
            let span = text.whole()?;
            let anchor = crate::text::anchoring::anchor(text.as_str(), span)?;
            let tag = desk.project.tags_in_order()[usize::from(*number) % 3].id.clone();
            let analyst = desk.writer.analyst.id;
            Some(operations::tag_passage(&desk.project, article, anchor, &tag, analyst, &mut desk.surroundings).0)
        }
        Move::Memo(number, text) => {
            let id = pick(&excerpts, *number)?;
            Some(operations::edit_excerpts(&desk.project, &[id], "memo", now, |e| {
                e.memo.clone_from(text);
                e.starred = !e.starred;
                e.said_on = "2025-12-14".parse().ok();
                e.stance = crate::model::Stance::from_word("wavering");
            }))
        }
        Move::Delete(number) => Some(operations::delete_excerpts(&[pick(&excerpts, *number)?])),
        Move::Actor(name) if name.trim().is_empty() => None,
        Move::Actor(name) => {
            let id = ActorId::from_name(name, |id| desk.project.actors().contains_key(id));
            let mut actor = Actor::new(id, name);
            actor.parent = desk.project.actors().keys().next().cloned();
            Some(Change::put("actor", [Record::Actor(actor)]))
        }
        Move::GiveActor(excerpt, actor) => {
            let actors: Vec<&ActorId> = desk.project.actors().keys().collect();
            let actor = pick(&actors, *actor)?.clone();
            Some(operations::edit_excerpts(&desk.project, &[pick(&excerpts, *excerpt)?], "actor", now, |e| {
                e.actors = vec![actor.clone()].into();
            }))
        }
        Move::Issue(name) if name.trim().is_empty() => None,
        Move::Issue(name) => {
            let id = IssueId::from_name(name, |id| desk.project.issues().contains_key(id));
            Some(Change::put("issue", [Record::Issue(Issue::new(id, name))]))
        }
        Move::DeleteArticle(number) => {
            let articles: Vec<_> = desk.project.articles().keys().copied().collect();
            Some(operations::delete_article(&desk.project, pick(&articles, *number)?))
        }
        Move::Undo | Move::Redo | Move::Reopen | Move::Article(_) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_session_comes_back_as_it_was(moves in moves()) {
        let (mut desk, _) = Desk::new();
        let mut history = History::default();
        for next in &moves {
            match next {
                Move::Undo => {
                    if let Some(change) = history.next_undo().cloned() {
                        let inverse = desk.apply(Way::Undone, &change);
                        history.note_undone(inverse);
                    }
                }
                Move::Redo => {
                    if let Some(change) = history.next_redo().cloned() {
                        let inverse = desk.apply(Way::Redone, &change);
                        history.note_redone(inverse);
                    }
                }
                Move::Reopen => desk.store = desk.reopened().store,
                Move::Article(text) => {
                    desk.add_article(text);
                    history.forget();
                }
                other => {
                    if let Some(change) = change_of(&mut desk, other) {
                        let inverse = desk.apply(Way::Done, &change);
                        history.note_done(inverse, desk.surroundings.now());
                    }
                }
            }
        }
        let opened = desk.reopened();
        prop_assert_eq!(&opened.project, &desk.project);
        prop_assert_eq!(opened.report, Default::default());

        // The same state gives the same bytes: a copy under the same writer, and the copy saved again.
        let before = desk.fs.files();
        let mut store = opened.store;
        store.checkpoint().expect("saves");
        prop_assert_eq!(desk.fs.files(), before);
    }
}
