//! The tagging gesture in the window: from a passage to a complete statement, by keyboard alone and by mouse alone, and
//! saying it again for others.

#![cfg(feature = "gui")]
#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

mod support;

use std::path::Path;

use egui::{Event, Key, Modifiers, Rect};
use egui_kittest::kittest::Queryable as _;
use rapporteur::app::{Action, CodeAction, CodeField, ExcerptField, Settings};
use rapporteur::model::{CodeId, Stance};
use support::window::Window;

const NONE: Modifiers = Modifiers::NONE;

const TEXT: &str = "The river board met at noon.\n\
    Oberau will never pay the toll, said the miller of Oberau.\n\
    The board would accept a weir, and Calder waits.";

/// A window on an article, with actors, issues and aliases.
fn open(home: &Path) -> Window {
    let mut window = Window::open(home, TEXT, Settings::default());
    let text = window.project().text().expect("a text").clone();
    let at = text.as_str().find("Calder").expect("the word");
    let span = rapporteur::model::TextSpan::new(text.as_str(), at..at + 6).expect("a passage");
    let mut act = |action| {
        window.0.state_mut().act(action);
        window.0.run();
    };
    act(Action::SetStrip(false));
    act(Action::SelectPassage(Some(span)));
    act(Action::Tag("position".parse().expect("a tag")));
    let ids = window.project().selected.clone();
    let mut act = |action| {
        window.0.state_mut().act(action);
        window.0.run();
    };
    for name in ["Oberau", "River board", "Calder"] {
        act(Action::AddActor(ids.clone(), name.to_owned()));
    }
    for name in ["Toll", "Weir"] {
        act(Action::AddIssue(ids.clone(), name.to_owned()));
    }
    act(Action::SetStrip(true));
    act(Action::SelectExcerpts(Vec::new()));
    window
}

/// What the newest excerpt says.
fn newest(window: &Window) -> String {
    let project = &window.project().project;
    let excerpt = project.excerpts().values().next_back().expect("an excerpt");
    let actors = excerpt.actors.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
    let issues = excerpt.issues.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
    let stance = excerpt.stance.as_ref().map_or("", Stance::word);
    format!("{}|{actors}|{issues}|{stance}|{}", excerpt.tag, excerpt.anchor.quote())
}

#[test]
fn six_keys_from_a_passage_to_a_whole_statement() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("will", "toll");
    for key in [Key::Num2, Key::Enter, Key::Tab, Key::Enter, Key::Tab] {
        window.press(NONE, key);
    }
    window.type_text("a");
    assert_eq!(newest(&window), "red-line|oberau|toll|against|will never pay the toll");
    window.type_text("gainst");
    assert_eq!(newest(&window), "red-line|oberau|toll|against|will never pay the toll", "the whole word is the same");
    assert!(!window.project().project.excerpts().values().any(|excerpt| excerpt.starred), "and runs no command");
    window.press(NONE, Key::Enter);
    assert!(window.project().strip.is_none(), "the strip has gone");
    window.press(NONE, Key::Num1);
    assert_eq!(newest(&window), "position|oberau|toll|against|will never pay the toll", "keys go to the text again");
}

#[test]
fn the_same_by_mouse_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("will", "toll");
    window.click("Tag as Red line");
    window.click("Oberau, named in the sentence");
    window.click("Strip: Issue");
    window.click("Toll, “toll” named in the passage");
    window.click("Strip: Stance");
    window.click("Stance against");
    assert_eq!(newest(&window), "red-line|oberau|toll|against|will never pay the toll");
    assert!(window.project().strip.is_none());
}

#[test]
fn typing_filters_and_makes_new_names_in_place() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("will", "toll");
    window.press(NONE, Key::Num3);
    window.type_text("cal");
    window.press(NONE, Key::Enter);
    window.type_text("Żabno");
    window.press(NONE, Key::Enter);
    assert_eq!(newest(&window), "proposal|calder+żabno|||will never pay the toll");
    window.press(NONE, Key::Escape);
    assert!(window.project().strip.is_none() && window.project().selected.len() == 1, "Esc leaves the strip alone");
    assert_eq!(window.project().project.actors().len(), 4);
}

#[test]
fn a_new_name_is_taken_before_letters_scattered_over_another() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    let code = CodeId::Actor("river-board".parse().expect("an id"));
    let aliases = CodeField::Aliases(vec!["Istituto Affari Internazionali".to_owned(), "Irish-American".to_owned()]);
    window.0.state_mut().act(Action::Code(CodeAction::Set(code, aliases)));
    window.0.run();
    window.sweep("will", "toll");
    window.press(NONE, Key::Num2);
    window.type_text("Iran");
    window.press(NONE, Key::Enter);
    assert_eq!(newest(&window), "red-line|iran|||will never pay the toll");
    window.type_text("riv");
    let new = window.0.get_by_label("New: riv").rect();
    assert!(new.width() > 20.0 && window.0.get_by_label("River board").rect().right() <= new.left(), "seen second");
    window.press(NONE, Key::Enter);
    assert_eq!(newest(&window), "red-line|iran+river-board|||will never pay the toll");
}

#[test]
fn who_was_named_lately_is_offered_apart_and_never_taken_unasked() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("met", "noon");
    window.press(NONE, Key::Num2);
    window.press(NONE, Key::Escape);
    window.sweep("accept", "weir");
    window.press(NONE, Key::Num2);
    window.press(NONE, Key::Tab);
    window.press(NONE, Key::Enter);
    assert_eq!(newest(&window), "red-line||weir||accept a weir", "what stands there is taken");
    window.0.get_by_label("lately");
    window.press(NONE, Key::Enter);
    assert_eq!(newest(&window), "red-line||weir||accept a weir", "what was named lately is not");
}

#[test]
fn enter_alone_says_nothing_that_was_not_seen_chosen() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("met", "noon");
    for key in [Key::Num2, Key::Tab, Key::Tab, Key::Enter] {
        window.press(NONE, key);
    }
    assert_eq!(newest(&window), "red-line||||met at noon", "no stance is nearer than another");
    assert!(window.project().strip.is_none(), "Enter leaves");
    window.sweep("will", "toll");
    window.press(NONE, Key::Num2);
    for _ in 0..2 {
        window.type_text("obe");
        window.press(NONE, Key::Enter);
    }
    assert_eq!(newest(&window), "red-line|oberau|||will never pay the toll", "it is there already, and nobody is new");
    assert_eq!(window.project().project.actors().len(), 3);
    window.0.get_by_label("said already; else");
    window.press(NONE, Key::ArrowDown);
    window.press(NONE, Key::Enter);
    assert_eq!(newest(&window), "red-line|oberau+obe|||will never pay the toll", "unless it is chosen");
    window.type_text("oberau");
    window.0.get_by_label("Said already");
}

#[test]
fn a_retired_name_is_taken_back_when_chosen() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    let code = CodeId::Actor("oberau".parse().expect("an id"));
    window.0.state_mut().act(Action::Code(CodeAction::Retire(code, true)));
    window.0.run();
    window.sweep("will", "toll");
    window.press(NONE, Key::Num2);
    window.type_text("oberau");
    window.press(NONE, Key::Enter);
    assert_eq!(newest(&window), "red-line||||will never pay the toll", "not unasked");
    window.0.get_by_label("Take back: oberau");
    window.press(NONE, Key::ArrowDown);
    window.press(NONE, Key::Enter);
    assert_eq!(newest(&window), "red-line|oberau|||will never pay the toll");
    let project = &window.project().project;
    assert!(!project.actors()[&"oberau".parse().expect("an id")].retired, "it is in use again");
    window.press(NONE, Key::Escape);
    window.press(Modifiers::COMMAND, Key::Z);
    let project = &window.project().project;
    assert!(project.actors()[&"oberau".parse().expect("an id")].retired, "one step");
}

#[test]
fn an_alias_of_two_is_never_taken_unasked() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    for id in ["oberau", "calder"] {
        let code = CodeId::Actor(id.parse().expect("an id"));
        let aliases = CodeField::Aliases(vec!["noon".to_owned()]);
        window.0.state_mut().act(Action::Code(CodeAction::Set(code, aliases)));
        window.0.run();
    }
    window.sweep("met", "noon");
    window.press(NONE, Key::Num2);
    window.press(NONE, Key::Enter);
    assert_eq!(newest(&window), "red-line||||met at noon", "both are offered, neither is taken");
    window.press(NONE, Key::ArrowRight);
    window.press(NONE, Key::ArrowRight);
    window.press(NONE, Key::Enter);
    assert!(["red-line|oberau|||met at noon", "red-line|calder|||met at noon"].contains(&newest(&window).as_str()));
}

#[test]
fn the_strip_lies_beside_the_passage_and_follows_it() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("will", "toll");
    window.press(NONE, Key::Num2);
    let field = window.0.get_by_label("Actor of the passage").rect();
    let passage = Rect::from_two_pos(window.at("will", 0.0), window.at("toll", 1.0)).expand2(egui::vec2(0.0, 10.0));
    assert!(!field.expand(12.0).intersects(passage), "the strip at {field:?} lies over {passage:?}");
}

#[test]
fn without_the_strip_the_tag_alone_is_kept() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.press(NONE, Key::F10);
    window.sweep("will", "toll");
    window.press(NONE, Key::Num2);
    assert!(window.project().strip.is_none());
    assert_eq!(newest(&window), "red-line||||will never pay the toll");
}

#[test]
fn the_last_statement_is_repeated_and_given_to_others() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("will", "toll");
    for key in [Key::Num2, Key::Enter, Key::Tab, Key::Enter, Key::Escape] {
        window.press(NONE, key);
    }
    window.sweep("accept", "weir");
    window.press(NONE, Key::Period);
    assert_eq!(newest(&window), "red-line|oberau|toll||accept a weir");
    window.press(Modifiers::ALT, Key::Num3);
    assert_eq!(newest(&window), "proposal|oberau|toll||accept a weir", "the same statement, another tag");
    window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::D);
    assert_eq!(newest(&window), "proposal||toll||accept a weir", "a duplicate has no actor yet");
    window.press(NONE, Key::Enter);
    assert_eq!(newest(&window), "proposal|calder|toll||accept a weir");
}

#[test]
fn an_armed_statement_tags_every_selection_until_escape() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("will", "toll");
    for key in [Key::Num2, Key::Enter, Key::Tab, Key::Enter, Key::Escape] {
        window.press(NONE, key);
    }
    window.press(NONE, Key::T);
    assert!(window.0.query_by_value("red line, Oberau, Toll").is_some(), "what is armed is plainly said");
    window.sweep("met", "noon");
    window.sweep("accept", "weir");
    let count = window.project().project.excerpts().len();
    assert_eq!((newest(&window).as_str(), count), ("red-line|oberau|toll||accept a weir", 4));
    window.press(NONE, Key::Escape);
    window.sweep("river", "board");
    assert_eq!(window.project().project.excerpts().len(), 4, "put away");
}

#[test]
fn a_click_on_a_name_narrows_the_list_beside_the_text() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("will", "toll");
    for key in [Key::Num2, Key::Escape] {
        window.press(NONE, key);
    }
    window.wait();
    let at = window.at("Oberau", 0.5);
    window.0.hover_at(at);
    window.0.drag_at(at);
    window.0.drop_at(at);
    window.0.run();
    assert_eq!(window.project().narrowed_to, ["oberau".parse().expect("an id")]);
    assert!(window.0.query_by_label("Red line: will never pay the toll").is_none(), "it has no actor");
    let only = window.project().project.excerpts().values().next().expect("an excerpt").id;
    let without = ExcerptField::WithoutActor("oberau".parse().expect("an id"));
    window.0.state_mut().act(Action::SetField(vec![only], without));
    window.0.run();
    let said = "No excerpt of this article names them as actor. Esc or × shows all its excerpts again";
    assert!(window.0.query_by_value(said).is_some());
    window.click("Only Oberau  ×");
    assert!(window.0.query_by_label("Red line: will never pay the toll").is_some());
}

#[test]
fn what_is_typed_right_after_the_tag_calls_no_command() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("will", "toll");
    let key = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: NONE };
    window.0.input_mut().events.extend([key(Key::Num2), key(Key::S), key(Key::U)]);
    window.0.run();
    let excerpt = window.project().inspected().expect("the excerpt");
    assert!(!excerpt.starred && excerpt.certainty == rapporteur::model::Certainty::Sure);
}
