//! The view of codes in the window: trees, fields, moving by key and by mouse, merging, retiring, refusing.

#![cfg(feature = "gui")]
#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

mod support;

use std::path::Path;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use rapporteur::app::{Action, CodeAction, CodeField, CommandId, Overlay, Settings};
use rapporteur::model::{CodeId, CodeKind};
use support::window::{TEXT, Window};

const NONE: Modifiers = Modifiers::NONE;

/// A window on the view of codes; one excerpt names Oberau and River board.
fn open(home: &Path) -> Window {
    let mut window = Window::open(home, TEXT, Settings { strip: false, ..Settings::default() });
    window.sweep("mill", "ours");
    window.press(NONE, Key::Num2);
    let ids = window.project().selected.clone();
    for name in ["Oberau", "River board"] {
        window.0.state_mut().act(Action::AddActor(ids.clone(), name.to_owned()));
        window.0.run();
    }
    window.0.state_mut().act(Action::Command(CommandId::ShowCodes));
    window.0.run();
    window
}

fn actor(id: &str) -> CodeId {
    CodeId::Actor(id.parse().expect("an id"))
}

#[test]
fn an_actor_is_named_given_aliases_merged_and_all_of_it_undone() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.click("Actors");
    window.click("Oberau, 1 excerpts");
    window.0.get_by_role_and_label(egui::Role::MultilineTextInput, "Aliases").focus();
    window.0.run();
    window.type_text("the miller");
    window.wait();
    assert_eq!(window.project().project.actors()[&"oberau".parse().expect("an id")].aliases, ["the miller"]);
    window.click("Merge into…");
    window.click("Merge into River board");
    let project = &window.project().project;
    let excerpt = project.excerpts().values().next().expect("the excerpt");
    assert_eq!(excerpt.actors.to_vec(), ["river-board".parse().expect("an id")]);
    let kept = &project.actors()[&"river-board".parse().expect("an id")];
    assert_eq!(kept.aliases, ["Oberau", "the miller"]);
    assert_eq!(window.project().code, Some(actor("river-board")), "the one that is kept is shown");
    window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::Z);
    assert_eq!(window.project().project.actors().len(), 2, "one step");
}

#[test]
fn tags_are_made_nested_and_reordered_by_key() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.0.get_by_label("New tag").focus();
    window.0.run();
    window.type_text("Threat");
    window.press(NONE, Key::Enter);
    let threat = CodeId::Tag("threat".parse().expect("an id"));
    assert_eq!(window.project().code, Some(threat.clone()), "the new one is shown");
    window.click("Threat, 0 excerpts");
    window.press(Modifiers::ALT, Key::ArrowUp);
    let order = |window: &Window| {
        let rows = rapporteur::model::operations::codes::tree(&window.project().project, CodeKind::Tag);
        rows.iter().map(|row| format!("{}{}", "-".repeat(row.depth), row.id.as_str())).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order(&window), "position red-line threat proposal");
    window.press(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(order(&window), "position red-line -threat proposal");
    window.press(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(order(&window), "position red-line threat proposal");
    let tag = window.project().project.tags()[&"threat".parse().expect("an id")].clone();
    assert!(window.project().project.tags().values().all(|other| other.id == tag.id || other.color != tag.color));
}

#[test]
fn a_row_dragged_onto_another_stands_below_it() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.click("Actors");
    let from = window.0.get_by_label("Oberau, 1 excerpts").rect().center();
    let to = window.0.get_by_label("River board, 1 excerpts").rect().center();
    window.0.hover_at(from);
    window.0.drag_at(from);
    window.0.hover_at(from + egui::vec2(4.0, 8.0));
    window.0.hover_at(to);
    window.0.drop_at(to);
    window.0.run();
    assert_eq!(actor("oberau").parent(&window.project().project), Some(actor("river-board")));
}

#[test]
fn what_is_in_use_is_not_deleted_but_retired() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.click("Actors");
    window.click("Oberau, 1 excerpts");
    window.click("Delete");
    assert_eq!(window.project().project.actors().len(), 2);
    let said = window.state().notices.shown().iter().map(|notice| notice.text.clone()).collect::<String>();
    assert!(said.contains("1 excerpt names it"), "{said}");
    window.click("Retire");
    assert!(window.project().project.actors()[&"oberau".parse().expect("an id")].retired);
    assert!(window.0.query_by_label("Take back into use").is_some());
}

#[test]
fn names_that_are_none_are_refused_and_doubles_are_told() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    let code = actor("oberau");
    for (name, kept) in [("a\u{7}b", "Oberau"), (" River board ", "River board")] {
        let field = CodeField::Name(name.to_owned());
        window.0.state_mut().act(Action::Code(CodeAction::Set(code.clone(), field)));
        window.0.run();
        assert_eq!(code.name(&window.project().project), kept);
    }
    window.0.state_mut().act(Action::ShowCode(Some(code)));
    window.0.run();
    assert!(window.0.query_by_value("Another actor is called “River board” too").is_some());
}

#[test]
fn keys_of_ones_own_take_effect_and_clashes_are_told() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.0.state_mut().act(Action::Command(CommandId::ShowRead));
    window.0.state_mut().act(Action::Command(CommandId::OwnKeys));
    window.0.run();
    let wait = |id| Action::ShowOverlay(Some(Overlay::OwnKeys { waiting: Some(id) }));
    window.0.state_mut().act(wait(CommandId::Star));
    window.0.run();
    window.press(NONE, Key::U);
    assert_eq!(window.state().keys_of(CommandId::Star).iter().map(|keys| keys.name()).collect::<Vec<_>>(), ["U"]);
    assert!(window.0.query_by_value("also calls Mark as unsure").is_some());
    assert!(window.0.query_by_label("Only the 2 commands in conflict").is_some());
    window.click("Only the 2 commands in conflict");
    let listed = |window: &Window| window.0.query_all_by_label_contains("Keys of ").count();
    assert_eq!(listed(&window), 2);
    window.0.state_mut().act(wait(CommandId::MarkUnsure));
    window.0.run();
    window.press(NONE, Key::ArrowDown);
    assert!(
        window
            .0
            .query_by_value("↓ goes through texts and lists, so no command can have it. Press another one")
            .is_some()
    );
    window.0.event(egui::Event::Copy);
    window.0.run();
    let said = "Ctrl+C copies, cuts and pastes, so no command can have it. Press another one";
    assert!(window.0.query_by_value(said).is_some());
    window.press(NONE, Key::Delete);
    assert!(listed(&window) > 80, "without conflicts all are listed");
    window.press(NONE, Key::Escape);
    window.press(NONE, Key::U);
    let excerpt = window.project().project.excerpts().values().next().expect("the excerpt");
    assert!(excerpt.starred && excerpt.certainty == rapporteur::model::Certainty::Sure);
}

#[test]
fn codes_are_merged_by_keyboard_found_by_an_alias() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    let aliases = CodeField::Aliases(vec!["the council".to_owned()]);
    window.0.state_mut().act(Action::Code(CodeAction::Set(actor("river-board"), aliases)));
    window.0.run();
    window.click("Actors");
    window.click("Oberau, 1 excerpts");
    window.click("Merge into…");
    window.type_text("counc");
    window.press(NONE, Key::Enter);
    assert_eq!(window.project().project.actors().len(), 1, "the one that fits is taken");
    assert_eq!(window.project().code, Some(actor("river-board")));
    assert_eq!(window.project().project.excerpts().len(), 1, "and no letter was a command");
}
