//! What a file says against what the project has: what is said counts, what is not stays, and trees are looked at as
//! they will be.

use super::*;
use crate::model::{Actor, ActorId, Change, Extra, ProjectId, ProjectMeta};

fn id(name: &str) -> ActorId {
    name.parse().expect("an id")
}

fn actor(name: &str, parent: Option<&str>) -> Actor {
    let mut actor = Actor::new(id(name), name);
    actor.parent = parent.map(id);
    actor
}

/// A project with `c` below `b` below `a`; `c` is retired and has notes.
fn project() -> Project {
    let created = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let meta =
        ProjectMeta { id: ProjectId::from_bytes([1; 16]), name: "Trial".into(), created, extra: Extra::default() };
    let mut project = Project::new(meta);
    let mut last = actor("c", Some("b"));
    (last.retired, last.notes) = (true, "seen".to_owned());
    let records = [actor("a", None), actor("b", Some("a")), last].map(Record::Actor);
    project.apply(&Change::put("actors", records)).expect("applied");
    project
}

/// An actor of a file, and the parent that is said of it: `Some(None)` for the top.
type Said<'a> = (&'a str, Option<Option<&'a str>>);

/// What such lines come to: each actor with its parent, or what is wrong.
fn check(lines: &[Said<'_>], expected: Result<&[(&str, Option<&str>)], &str>) {
    let listed = lines.iter().enumerate().map(|(at, (name, parent))| {
        let says = parent.iter().map(|_| "parent".to_owned()).collect();
        Listed { line: at + 1, code: Code::Actor(actor(name, parent.flatten())), says }
    });
    let project = project();
    match (outcome(listed.collect(), Vec::new(), Some(&project)), expected) {
        (Ok(records), Ok(expected)) => {
            let parents = records.iter().map(|record| match record {
                Record::Actor(actor) => (actor.id.as_str(), actor.parent.as_ref().map(ActorId::as_str)),
                _ => panic!("an actor"),
            });
            assert_eq!(parents.collect::<Vec<_>>(), expected);
            project.clone().apply(&Change::put("import", records)).expect("what is let through can be taken in");
        }
        (outcome, Ok(_)) => panic!("{lines:?}: {outcome:?}"),
        (outcome, Err(sentence)) => assert_eq!(outcome, Err(vec![sentence.to_owned()]), "{lines:?}"),
    }
}

#[test]
fn parents_follow_what_the_file_says() {
    check(&[("c", None)], Ok(&[("c", Some("b"))]));
    check(&[("c", Some(None))], Ok(&[("c", None)]));
    check(&[("b", Some(None)), ("a", Some(Some("b")))], Ok(&[("b", None), ("a", Some("b"))]));
    check(&[("b", None), ("a", Some(Some("b")))], Ok(&[("b", None), ("a", Some("b"))]));
    check(&[("a", Some(Some("c"))), ("c", None), ("b", None)], Ok(&[("a", Some("c")), ("c", None), ("b", Some("a"))]));
    check(&[("a", Some(Some("c")))], Err("Line 1: the actor “a” stands below itself, by way of “c”, “b”"));
    check(&[("a", Some(Some("a")))], Err("Line 1: the actor “a” stands below itself"));
    check(
        &[("a", Some(Some("z")))],
        Err("Line 1: the actor “a” stands below “z”, which is neither in the file nor in the project"),
    );
}

#[test]
fn what_is_written_out_counts_and_what_is_not_stays() {
    let outcome = |says: &[&str]| {
        let says = says.iter().map(|field| (*field).to_owned()).collect();
        let listed = Listed { line: 1, code: Code::Actor(actor("c", None)), says };
        let records = outcome(vec![listed], Vec::new(), Some(&project())).expect("taken in");
        let [Record::Actor(actor)] = records.as_slice() else { panic!("one actor") };
        (actor.retired, actor.notes.clone())
    };
    assert_eq!(outcome(&[]), (true, "seen".to_owned()));
    assert_eq!(outcome(&["retired"]), (false, "seen".to_owned()));
    assert_eq!(outcome(&["notes"]), (true, String::new()));
}
