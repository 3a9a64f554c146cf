//! Codes reworked by the thousand: one record in the journal, which says it all again after a crash.

use std::path::Path;

use super::{Desk, FOLDER};
use crate::model::operations::codes::merge_codes;
use crate::model::{Actor, ActorId, Change, CodeId, ExcerptId, Record};
use crate::storage::limits::RECORD_FILE_MAX_BYTES;
use crate::storage::{Step, Way};

/// Excerpts that follow.
const MANY: usize = 3_000;

#[test]
fn a_merge_of_many_excerpts_comes_back_from_the_journal_alone() {
    let (mut desk, article) = Desk::new();
    let first = desk.tag(article, "never accept");
    let actor = |id: &str| Actor::new(id.parse::<ActorId>().expect("an id"), id);
    let mut records: Vec<Record> = ["oberau", "unterau"].map(|id| Record::Actor(actor(id))).into();
    let pattern = desk.project.excerpts()[&first].clone();
    records.extend((0..MANY).map(|_| {
        let mut excerpt = pattern.clone();
        excerpt.id = ExcerptId::fresh(&mut desk.surroundings);
        excerpt.actors = vec!["oberau".parse().expect("an id")].into();
        Record::Excerpt(Box::new(excerpt))
    }));
    desk.apply(Way::Done, &Change::put("many", records));
    let before = desk.project.clone();

    let code = |id: &str| CodeId::Actor(id.parse().expect("an id"));
    let when = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let change = merge_codes(&desk.project, &[code("oberau")], &code("unterau"), when).expect("merged");
    let inverse = desk.project.apply(&change).expect("applied");
    let step = Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when };
    // Kept in the journal, and the program dies before any file was brought up to date.
    desk.store.record(&[step]).expect("kept");
    let reopened = desk.reopened();
    assert_eq!(reopened.project, desk.project);
    assert_eq!(reopened.project.uses(&code("unterau").record_id()), MANY);
    assert!(code("oberau").code(&reopened.project).is_none());

    // And it can be undone as the one step that it was.
    let mut project = reopened.project;
    let undo = reopened.history.next_undo().expect("a step").clone();
    project.apply(&undo).expect("undone");
    assert_eq!(project, before);
}

#[test]
fn what_is_too_large_to_be_undone_later_keeps_nothing_closed() {
    let (mut desk, article) = Desk::new();
    let ids: Vec<ExcerptId> = (0..190).map(|_| desk.tag(article, "never accept")).collect();
    let with_memos = |desk: &mut Desk, memo: &str| {
        let records = ids.iter().map(|id| {
            let mut excerpt = desk.project.excerpts()[id].clone();
            excerpt.memo = memo.to_owned();
            Record::Excerpt(Box::new(excerpt))
        });
        let change = Change::put("memos", records.collect::<Vec<_>>());
        desk.apply(Way::Done, &change);
    };
    with_memos(&mut desk, &"m".repeat(290_000));
    // What takes this back is some 55 MB, which the file that is read at the next opening may not hold.
    with_memos(&mut desk, "");
    let opened = desk.reopened();
    assert_eq!((opened.project == desk.project, opened.history.next_undo().is_some()), (true, false));
    assert_eq!((opened.report.damage.len(), opened.report.notes.len()), (0, 0));
    // Nor does one that something else made too large.
    let undo = Path::new(FOLDER).join(".local/history/anna.undo");
    drop(opened);
    desk.fs.put(&undo, &vec![b'#'; usize::try_from(RECORD_FILE_MAX_BYTES).expect("a size") + 1]);
    let opened = desk.reopened();
    assert!(opened.project == desk.project && opened.history.next_undo().is_none());
    assert!(opened.report.notes.iter().any(|note| note.what.contains("larger than")), "{:?}", opened.report.notes);
}
