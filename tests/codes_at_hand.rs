//! Many tags and many excerpts in the window: trees that follow, drags that do nothing by accident, inspectors that stay of
//! use, notices that go.

#![cfg(feature = "gui")]
#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

mod support;

use std::path::Path;

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapporteur::app::{Action, CodeAction, CodeField, CommandId, LinkKind, Settings};
use rapporteur::model::{CodeId, CodeKind};
use support::window::{TEXT, Window};

const NONE: Modifiers = Modifiers::NONE;

fn act(window: &mut Window, action: Action) {
    window.0.state_mut().act(action);
    window.0.run();
}

/// A window on the text with one excerpt, selected, and so many more tags, the second half below “Threat 0”.
fn open(home: &Path, tags: usize) -> Window {
    let mut window = Window::open(home, TEXT, Settings { strip: false, ..Settings::default() });
    for number in 0..tags {
        let parent = (number >= tags / 2).then(|| tag("threat-0"));
        let name = format!("Threat {number}");
        act(&mut window, Action::Code(CodeAction::New { kind: CodeKind::Tag, name, parent }));
    }
    act(&mut window, Action::Command(CommandId::ShowRead));
    window.sweep("mill", "ours");
    window.press(NONE, Key::Num2);
    window
}

fn tag(id: &str) -> CodeId {
    CodeId::Tag(id.parse().expect("an id"))
}

fn drag(window: &mut Window, from: egui::Pos2, by: &[egui::Pos2]) {
    window.0.hover_at(from);
    window.0.drag_at(from);
    for at in by {
        window.0.hover_at(*at);
    }
}

#[test]
fn the_tree_follows_the_keyboard_and_whoever_chooses() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path(), 60);
    act(&mut window, Action::OpenCode(tag("position")));
    for _ in 0..45 {
        window.press(NONE, Key::ArrowDown);
    }
    let chosen = window.project().code.clone().expect("a code");
    let label = format!("{}, 0 excerpts", chosen.name(&window.project().project));
    let rect = window.0.get_by_label(&label).rect();
    assert!(rect.top() > 60.0 && rect.bottom() < 790.0, "{label} is out of sight: {rect:?}");
    for _ in 0..45 {
        window.press(NONE, Key::ArrowUp);
    }
    assert!(window.0.get_by_label("Position, 0 excerpts").rect().top() > 60.0);
    // Folded up, and opened from elsewhere.
    act(&mut window, Action::ShowCode(Some(tag("threat-0"))));
    window.press(NONE, Key::ArrowLeft);
    assert!(window.0.query_by_label("Threat 31, 0 excerpts").is_none());
    act(&mut window, Action::OpenCode(tag("threat-59")));
    let rect = window.0.get_by_label("Threat 59, 0 excerpts").rect();
    assert!(rect.bottom() < 790.0, "{rect:?}");
}

#[test]
fn a_slip_of_the_mouse_moves_nothing_and_a_marked_place_leads_to_the_top() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path(), 4);
    act(&mut window, Action::OpenCode(tag("threat-3")));
    let parent = |window: &Window| tag("threat-3").parent(&window.project().project);
    let from = window.0.get_by_label("Threat 3, 0 excerpts").rect().center();
    let slip = from + egui::vec2(9.0, 3.0);
    drag(&mut window, from, &[slip]);
    window.0.drop_at(slip);
    window.0.run();
    assert_eq!(parent(&window), Some(tag("threat-0")), "onto its own row");
    let nowhere = from + egui::vec2(0.0, 300.0);
    drag(&mut window, from, &[slip, nowhere]);
    window.0.drop_at(nowhere);
    window.0.run();
    assert_eq!(parent(&window), Some(tag("threat-0")), "beside all rows");
    let top = window.0.get_by_label("Filter codes").rect().center();
    drag(&mut window, from, &[slip, top]);
    window.0.key_down(Key::Escape);
    window.0.step();
    window.0.step();
    window.0.key_up(Key::Escape);
    window.0.drop_at(top);
    window.0.run();
    assert_eq!(parent(&window), Some(tag("threat-0")), "given up");
    drag(&mut window, from, &[slip, top]);
    window.0.drop_at(top);
    window.0.run();
    assert_eq!(parent(&window), None);
}

#[test]
fn with_many_tags_the_inspector_keeps_its_fields_in_sight() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path(), 60);
    let fields = window.0.get_by_label("Speaker").rect();
    assert!(fields.bottom() < 700.0, "{fields:?}");
    assert!(window.0.query_by_label("Threat 7, tag of the excerpt").is_none());
    window.click("Other tag…");
    window.type_text("threat 47");
    window.press(NONE, Key::Enter);
    let excerpt = window.project().project.excerpts().values().next().expect("the excerpt");
    assert_eq!(excerpt.tag.as_str(), "threat-47");
    window.0.get_by_label("Threat 47, tag of the excerpt");
}

/// Three excerpts, the first with an actor.
fn three(home: &Path) -> Window {
    let mut window = open(home, 0);
    let first = window.project().selected.clone();
    act(&mut window, Action::AddActor(first, "Oberau".to_owned()));
    for (from, to) in [("river", "board"), ("boat", "pass")] {
        window.sweep(from, to);
        window.press(NONE, Key::Num1);
    }
    window
}

#[test]
fn what_only_some_have_is_marked_and_given_to_all_at_once() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = three(home.path());
    let all = window.project().project.excerpts().keys().copied().collect::<Vec<_>>();
    act(&mut window, Action::SelectExcerpts(all));
    window.click("Give Oberau to all");
    assert!(window.project().project.excerpts().values().all(|excerpt| excerpt.actors.len() == 1));
    assert!(window.0.query_by_label("Give Oberau to all").is_none());
}

#[test]
fn excerpts_of_the_list_are_selected_as_a_range_by_mouse_and_by_key() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = three(home.path());
    let reading = window.project().reading.expect("an article");
    let ids: Vec<_> = window.project().places_shown(reading).iter().map(|(_, id)| *id).collect();
    window.click("Red line: mill stays ours");
    assert_eq!(window.project().selected, ids[..1]);
    window.0.get_by_label("Position: boat will pass").click_modifiers(Modifiers::SHIFT);
    window.0.run();
    assert_eq!(window.project().selected, ids);
    window.press(NONE, Key::ArrowUp);
    assert_eq!(window.project().selected, ids[1..2], "the arrows go on from there");
    window.press(Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(window.project().selected, ids[..2]);
}

#[test]
fn a_link_does_not_widen_the_inspector() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = three(home.path());
    let ids: Vec<_> = window.project().project.excerpts().keys().copied().collect();
    act(&mut window, Action::SelectExcerpts(vec![ids[1]]));
    let before = window.0.get_by_label("Condition").rect();
    act(&mut window, Action::StartLink(Some((ids[1], LinkKind::Contradicts))));
    act(&mut window, Action::SelectExcerpts(vec![ids[0]]));
    window.0.run_steps(20);
    window.0.get_by_label("Remove link");
    let after = window.0.get_by_label("Condition").rect();
    assert!((before.left() - after.left()).abs() < 1.0, "{before:?} {after:?}");
}

#[test]
fn escape_puts_a_refusal_away() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path(), 0);
    let before = window.state().notices.shown().len();
    act(&mut window, Action::Code(CodeAction::Delete(tag("red-line"))));
    assert_eq!(window.state().notices.shown().len(), before + 1);
    window.press(NONE, Key::Escape);
    assert!(window.project().selected.is_empty(), "first what is selected");
    assert_eq!(window.state().notices.shown().len(), before + 1);
    window.press(NONE, Key::Escape);
    assert_eq!(window.state().notices.shown().len(), before);
}

#[test]
fn a_date_that_is_none_stays_in_its_field() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path(), 0);
    let article = window.project().reading.expect("an article");
    act(&mut window, Action::Command(CommandId::ArticleDetails));
    window.0.get_by_role_and_label(egui::Role::TextInput, "Published").focus();
    window.0.run();
    window.type_text("14 December");
    window.0.get_by_role_and_label(egui::Role::TextInput, "Author").focus();
    window.0.run();
    window.wait();
    let shown = window.0.get_by_role_and_label(egui::Role::TextInput, "Published").accesskit_node().value();
    assert_eq!(shown.as_deref(), Some("14 December"));
    let said = "Not understood: expected is 2025-12-14, 2025-12 or 2025";
    assert!(window.0.query_by_value(said).is_some(), "a sentence says what is expected");
    assert_eq!(window.project().project.articles()[&article].published, None);
}

#[test]
fn a_key_that_a_command_has_is_no_key_for_a_tag() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path(), 0);
    act(&mut window, Action::Code(CodeAction::Set(tag("position"), CodeField::Key(Some('n')))));
    assert_eq!(window.project().project.tags()[&"position".parse().expect("an id")].key, Some('1'));
    act(&mut window, Action::SetKeys(CommandId::NextExcerpt, Some(Vec::new())));
    act(&mut window, Action::Code(CodeAction::Set(tag("position"), CodeField::Key(Some('n')))));
    assert_eq!(window.project().project.tags()[&"position".parse().expect("an id")].key, Some('n'));
    let keys = rapporteur::app::Keys::parse("2").expect("a key");
    assert_eq!(window.state().rival_tags(&[keys])[0].name, "Red line");
}

#[test]
fn escape_in_an_open_list_closes_that_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path(), 0);
    window.click("Stance");
    assert!(window.0.query_by_label("against").is_some(), "the list is open");
    window.press(NONE, Key::Escape);
    assert!(window.0.query_by_label("against").is_none());
    assert_eq!(window.project().selected.len(), 1);
    window.press(NONE, Key::Escape);
    assert_eq!(window.project().selected.len(), 0);
}

#[test]
fn the_history_is_gone_through_by_arrows_and_enter() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path(), 0);
    window.press(NONE, Key::S);
    window.press(NONE, Key::U);
    let steps = window.project().history.done().len();
    act(&mut window, Action::Command(CommandId::History));
    let says = format!("Step {steps}: change certainty");
    assert!(window.0.query_by_label_contains(&says).is_some(), "{says}");
    assert!(window.0.query_all_by_label_contains("“mill stays ours” 10:00").next().is_some(), "where and when");
    window.press(NONE, Key::ArrowDown);
    window.press(NONE, Key::ArrowDown);
    window.press(NONE, Key::Enter);
    assert_eq!(window.project().history.done().len(), steps - 2);
    window.press(NONE, Key::ArrowUp);
    window.press(NONE, Key::Enter);
    assert_eq!(window.project().history.done().len(), steps - 1, "the keyboard stays where it was");
}
