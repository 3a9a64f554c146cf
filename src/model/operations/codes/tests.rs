//! Properties of the operations on codes: undo is identity, nothing is lost or dangling, merges are associative.

use super::*;
use crate::model::surroundings::Counting;
use crate::model::{
    Analyst, AnalystId, Anchor, Article, ArticleId, Extra, ImportRecord, ProjectId, ProjectMeta, Surroundings as _,
    Tag, TagId, TextHash, TextSpan, Underline,
};
use proptest::prelude::*;

const KINDS: [CodeKind; 3] = CodeKind::ALL;

fn id(kind: CodeKind, number: usize) -> CodeId {
    let text = format!("{}{number}", kind.word());
    match kind {
        CodeKind::Tag => CodeId::Tag(text.parse().expect("an id")),
        CodeKind::Actor => CodeId::Actor(text.parse().expect("an id")),
        CodeKind::Issue => CodeId::Issue(text.parse().expect("an id")),
    }
}

/// Six codes of each kind in some tree (`parents[n]` below `n` is the parent of code `n`), and excerpts that name them.
fn project(parents: &[usize], excerpts: &[(usize, usize, usize, usize)]) -> Project {
    let mut surroundings = Counting::default();
    let now = surroundings.now();
    let meta =
        ProjectMeta { id: ProjectId::from_bytes([1; 16]), name: "Trial".into(), created: now, extra: Extra::default() };
    let mut project = Project::new(meta);
    let analyst =
        Analyst { id: AnalystId::from_bytes([7; 16]), name: "Ada".into(), color: [0; 3], extra: Extra::default() };
    let article = ArticleId::from_bytes([2; 16]);
    let import = ImportRecord {
        file: "a.txt".into(),
        imported: now,
        analyst: analyst.id,
        encoding: "UTF-8".into(),
        cleaned: Vec::new(),
    };
    let text = "Nobody crosses the weir.";
    let article_record = Article::new(article, "A".into(), TextHash::of(text), text.len(), import);
    let mut records = vec![Record::Analyst(analyst.clone()), Record::Article(Box::new(article_record))];
    for kind in KINDS {
        for (number, parent) in parents.iter().enumerate() {
            let name = format!("{} {number}", kind.word());
            let mut code = match id(kind, number) {
                CodeId::Tag(id) => Code::Tag(Tag::new(id, &name, [0; 3], Underline::Solid)),
                CodeId::Actor(id) => Code::Actor(Actor::new(id, &name)),
                CodeId::Issue(id) => Code::Issue(Issue::new(id, &name)),
            };
            if let Code::Tag(tag) = &mut code {
                tag.order = u32::try_from(number).expect("small");
            }
            code.set_aliases([format!("alias {number}"), "shared".to_owned()]);
            code.set_parent(Some(id(kind, *parent)).filter(|_| *parent < number));
            records.push(code.into_record());
        }
    }
    for (tag, actor, addressee, issue) in excerpts {
        let span = TextSpan::new(text, 0..6).expect("a span");
        let anchor = Anchor::new(span, "Nobody", "", "");
        let key = ExcerptId::fresh(&mut surroundings);
        let tag: TagId = format!("tag{tag}").parse().expect("an id");
        let mut excerpt = Excerpt::new(key, article, anchor, tag, analyst.id, now);
        excerpt.actors = vec![format!("actor{actor}").parse().expect("an id")].into();
        if addressee != actor {
            excerpt.addressees = vec![format!("actor{addressee}").parse().expect("an id")].into();
            excerpt.actors.push(format!("actor{addressee}").parse().expect("an id"));
        }
        excerpt.issues = vec![format!("issue{issue}").parse().expect("an id")].into();
        records.push(Record::Excerpt(Box::new(excerpt)));
    }
    project.apply(&Change::put("all", records)).expect("applied");
    project
}

fn now() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().expect("a moment")
}

/// Applies a change, looks that nothing is lost or dangling, undoes and redoes it.
fn applied(before: &Project, change: &Change) -> Project {
    let mut after = before.clone();
    let inverse = after.apply(change).expect("applied");
    assert_eq!(after.excerpts().len(), before.excerpts().len(), "no excerpt is lost");
    assert!(after.dangling().is_empty(), "{:?}", after.dangling());
    let mut back = after.clone();
    let again = back.apply(&inverse).expect("undone");
    assert_eq!(back, *before, "apply then undo is identity");
    back.apply(&again).expect("redone");
    assert_eq!(back, after);
    after
}

/// The names, trees and excerpts of a project without what differs by the order of merges: aliases as a set.
fn in_effect(project: &Project) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for kind in KINDS {
        for code in codes_of(project, kind).filter_map(|id| id.code(project)) {
            let aliases: BTreeSet<&String> = code.aliases().iter().collect();
            let parent = code.id().parent(project);
            lines.push(format!("{:?} {} {aliases:?} {parent:?}", code.id(), code.name()));
        }
    }
    for excerpt in project.excerpts().values() {
        let set = |ids: &[ActorId]| ids.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        let (actors, addressees) = (set(&excerpt.actors), set(&excerpt.addressees));
        let issues: BTreeSet<String> = excerpt.issues.iter().map(ToString::to_string).collect();
        lines.push(format!("{} {} {actors:?} {addressees:?} {issues:?}", excerpt.id, excerpt.tag));
    }
    lines
}

fn parents() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0usize..8, 6)
}

fn excerpts() -> impl Strategy<Value = Vec<(usize, usize, usize, usize)>> {
    prop::collection::vec((0usize..6, 0usize..6, 0usize..6, 0usize..6), 0..12)
}

proptest! {
    #[test]
    fn every_operation_is_undone_and_leaves_nothing_dangling(
        parents in parents(), excerpts in excerpts(), kind in 0usize..3, one in 0usize..6, other in 0usize..6, place in 0usize..8,
    ) {
        let before = project(&parents, &excerpts);
        let kind = KINDS[kind];
        let (one, other) = (id(kind, one), id(kind, other));
        if let Ok(change) = merge_codes(&before, std::slice::from_ref(&one), &other, now()) {
            let after = applied(&before, &change);
            prop_assert!(one.code(&after).is_none());
            prop_assert_eq!(after.uses(&one.record_id()), 0);
        }
        if let Ok(change) = move_code(&before, &one, Some(&other), Some(place)) {
            let after = applied(&before, &change);
            prop_assert_eq!(one.parent(&after), Some(other.clone()));
        }
        let after = applied(&before, &move_code(&before, &one, None, Some(place)).expect("to the top"));
        let top = below(&after, kind, None);
        prop_assert!(kind != CodeKind::Tag || top.get(place.min(top.len() - 1)) == Some(&one));
        let all: Vec<ExcerptId> = before.excerpts().keys().copied().collect();
        let (change, new) = split_code(&before, &one, "Split off", &["shared".to_owned()], &all, now()).expect("split");
        let after = applied(&before, &change);
        prop_assert!(new.code(&after).is_some() && !one.code(&after).expect("there").aliases().contains(&"shared".to_owned()));
        let back = merge_codes(&after, &[new], &one, now()).expect("merged back");
        let again = applied(&after, &back);
        prop_assert_eq!(again.excerpts().len(), before.excerpts().len());
        applied(&before, &retire_code(&before, &one, true));
        match delete_code(&before, &one) {
            Ok(change) => { applied(&before, &change); }
            Err(sentence) => prop_assert!(before.uses(&one.record_id()) > 0 && sentence.contains("stays")),
        }
        applied(&before, &new_code(&before, kind, " Another ", Some(&other)).expect("new").0);
    }

    #[test]
    fn merges_are_associative_in_effect(parents in parents(), excerpts in excerpts(), kind in 0usize..3, order in Just([0usize, 1, 2, 3, 4, 5]).prop_shuffle()) {
        let before = project(&parents, &excerpts);
        let kind = KINDS[kind];
        let [a, b, c] = [order[0], order[1], order[2]].map(|number| id(kind, number));
        let step = |project: &Project, from: &CodeId, into: &CodeId| {
            applied(project, &merge_codes(project, std::slice::from_ref(from), into, now()).expect("merged"))
        };
        let inner_first = step(&step(&before, &a, &b), &b, &c);
        let outer_first = step(&step(&before, &b, &c), &a, &c);
        let at_once = applied(&before, &merge_codes(&before, &[a, b], &c, now()).expect("merged"));
        prop_assert_eq!(in_effect(&inner_first), in_effect(&at_once));
        prop_assert_eq!(in_effect(&outer_first), in_effect(&at_once));
    }
}

#[test]
fn names_are_checked_in_words() {
    assert_eq!(clean_name("  Oberau "), Ok("Oberau".to_owned()));
    assert!(clean_name(" ").is_err() && clean_name("a\u{7}b").is_err() && clean_name(&"x".repeat(201)).is_err());
    assert!(clean_name(&"ї".repeat(200)).is_ok());
}

#[test]
fn what_is_in_use_is_not_deleted_and_the_count_is_said() {
    let project = project(&[7, 0, 0, 7, 7, 7], &[(0, 0, 0, 0), (0, 0, 1, 0)]);
    let sentence = delete_code(&project, &id(CodeKind::Actor, 0)).expect_err("in use");
    assert!(sentence.contains("2 excerpts name it and 2 actors stand below it"), "{sentence}");
    assert!(delete_code(&project, &id(CodeKind::Actor, 5)).is_ok());
    let change = merge_codes(&project, &[id(CodeKind::Actor, 0)], &id(CodeKind::Actor, 5), now()).expect("merged");
    assert_eq!(effect(&change), Effect { excerpts: 2, codes: 4 });
    assert_eq!(change.label, "merge actor 0 into actor 5");
}

#[test]
fn a_code_never_stands_below_itself() {
    let project = project(&[7, 0, 1, 7, 7, 7], &[]);
    for kind in KINDS {
        assert!(move_code(&project, &id(kind, 0), Some(&id(kind, 2)), None).is_err());
        assert!(move_code(&project, &id(kind, 0), Some(&id(kind, 0)), None).is_err());
        let merged = merge_codes(&project, &[id(kind, 0)], &id(kind, 2), now()).expect("merged");
        let after = applied(&project, &merged);
        assert_eq!(id(kind, 2).parent(&after), None);
        assert_eq!(id(kind, 1).parent(&after), Some(id(kind, 2)));
    }
}

#[test]
fn what_is_merged_away_leaves_its_notes_and_what_the_other_lacks() {
    let mut project = project(&[7, 7, 7, 7, 7, 7], &[]);
    let CodeId::Actor(first) = id(CodeKind::Actor, 0) else { unreachable!("an actor") };
    let CodeId::Actor(second) = id(CodeKind::Actor, 1) else { unreachable!("an actor") };
    let (mut one, mut other) = (project.actors()[&first].clone(), project.actors()[&second].clone());
    (one.notes, one.kind, one.role) =
        ("seen in May".to_owned(), Some(crate::model::ActorKind::State), "host".to_owned());
    (other.notes, other.role) = ("seen in June\n".to_owned(), "guest".to_owned());
    project.apply(&Change::put("notes", [Record::Actor(one), Record::Actor(other)])).expect("applied");
    let change = merge_codes(&project, &[CodeId::Actor(first)], &CodeId::Actor(second.clone()), now()).expect("merged");
    let after = applied(&project, &change);
    let kept = &after.actors()[&second];
    assert_eq!(kept.notes, "seen in June\n\nactor 0: seen in May\n\nactor 0: role host");
    assert_eq!((kept.kind.clone(), kept.role.as_str()), (Some(crate::model::ActorKind::State), "guest"));
}

#[test]
fn what_two_actors_say_differently_is_kept_in_the_notes() {
    let mut own = Actor::new("own".parse().expect("an id"), "Own");
    own.kind = Some(crate::model::ActorKind::Person);
    (own.role, own.since) = ("mayor".to_owned(), "2020".parse().ok());
    let mut gone = own.clone();
    (gone.name, gone.until) = ("Gone".to_owned(), "2026".parse().ok());
    let mut merged = Code::Actor(own.clone());
    merged.inherit(Code::Actor(gone.clone()));
    assert_eq!(merged, Code::Actor(Actor { until: gone.until, ..own.clone() }), "what is the same leaves no note");
    (gone.kind, gone.since) = (Some(crate::model::ActorKind::Group), "2021-05".parse().ok());
    let mut merged = Code::Actor(own);
    merged.inherit(Code::Actor(gone));
    let Code::Actor(merged) = merged else { unreachable!("an actor") };
    assert_eq!(merged.notes, "Gone: kind group, since 2021-05");
}

#[test]
fn a_merged_tag_leaves_its_words_under_its_name() {
    let mut own = Tag::new("own".parse().expect("an id"), "Own", [1; 3], Underline::Solid);
    (own.definition, own.use_when, own.example) = ("A wish.".into(), "It is said so.".into(), String::new());
    let mut gone = Tag::new("gone".parse().expect("an id"), "Gone", [2; 3], Underline::Thick);
    (gone.definition, gone.use_when) = ("A limit.\n".into(), "It is said so.".into());
    (gone.not_when, gone.example) = ("It is asked.".into(), "Never.".into());
    let mut merged = Code::Tag(own.clone());
    merged.inherit(Code::Tag(gone));
    let expected = Tag {
        definition: "A wish.\n\nGone: A limit.".to_owned(),
        not_when: "It is asked.".to_owned(),
        example: "Never.".to_owned(),
        ..own
    };
    assert_eq!(merged, Code::Tag(expected));
}
