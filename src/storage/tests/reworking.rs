//! Codes reworked by the thousand: one record in the journal, which says it all again after a crash.

use super::Desk;
use crate::model::operations::codes::merge_codes;
use crate::model::{Actor, ActorId, Change, CodeId, ExcerptId, Record};
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
