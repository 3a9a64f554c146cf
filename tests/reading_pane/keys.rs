//! The caret, and everything the mouse does done by keys.

use egui::{Event, Key, Modifiers, OutputCommand};
use rapporteur::model::TextSpan;
use rapporteur::ui::reader::ReaderEvent;

use super::desk::{Pane, Part, id};

const TEXT: &str = "One two three.\nFour five six seven.\nЇжак eight";
const CTRL: Modifiers = Modifiers { alt: false, ctrl: true, shift: false, mac_cmd: false, command: true };
const SHIFT: Modifiers = Modifiers::SHIFT;

fn focused(marked: &str) -> Pane {
    let mut pane = Pane::open(marked);
    pane.0.state_mut().state.request_focus();
    pane.0.run();
    pane
}

#[test]
fn arrows_move_and_shift_selects() {
    let mut pane = focused(TEXT);
    pane.press(Modifiers::NONE, Key::ArrowRight);
    assert_eq!(pane.before_caret(), "O");
    pane.press(CTRL | SHIFT, Key::ArrowRight);
    pane.press(CTRL | SHIFT, Key::ArrowRight);
    assert_eq!(pane.selected_text(), "ne two ");
    pane.press(SHIFT, Key::ArrowLeft);
    assert_eq!(pane.selected_text(), "ne two");
    pane.press(Modifiers::NONE, Key::ArrowRight);
    assert_eq!((pane.selected_text(), pane.before_caret()), ("", "One two"));
    pane.press(Modifiers::NONE, Key::ArrowDown);
    assert!(pane.before_caret().starts_with("One two three.\nFour f"), "{:?}", pane.before_caret());
    pane.press(SHIFT, Key::ArrowDown);
    pane.press(SHIFT, Key::End);
    assert!(pane.selected_text().ends_with("\nЇжак eight"), "{:?}", pane.selected_text());
}

#[test]
fn home_end_and_all() {
    let mut pane = focused(TEXT);
    pane.press(CTRL, Key::End);
    assert_eq!(pane.before_caret(), TEXT);
    pane.press(Modifiers::NONE, Key::Home);
    assert!(pane.before_caret().ends_with("seven.\n"));
    pane.press(SHIFT, Key::ArrowRight);
    assert_eq!(pane.selected_text(), "Ї");
    pane.press(CTRL | SHIFT, Key::Home);
    assert_eq!(pane.selected_text(), TEXT.split('Ї').next().expect("it"));
    pane.press(CTRL, Key::A);
    assert_eq!(pane.selected_text(), TEXT);
    assert_eq!(pane.desk().selection.map(TextSpan::byte_len), Some(TEXT.len()));
}

#[test]
fn the_end_key_stays_on_a_wrapped_row() {
    let text = "word ".repeat(60);
    let mut pane = focused(text.trim());
    pane.press(Modifiers::NONE, Key::End);
    let first = pane.before_caret().len();
    assert!(first > 20);
    pane.press(Modifiers::NONE, Key::End);
    assert_eq!(pane.before_caret().len(), first);
    pane.press(Modifiers::NONE, Key::Home);
    assert_eq!(pane.before_caret(), "");
}

#[test]
fn copying_gives_the_exact_text() {
    let mut pane = focused(TEXT);
    pane.press(CTRL, Key::A);
    pane.0.event(Event::Copy);
    pane.0.step();
    let commands = &pane.0.output().platform_output.commands;
    assert!(commands.iter().any(|command| matches!(command, OutputCommand::CopyText(text) if text == TEXT)));
    assert!(pane.take_events().iter().any(|event| matches!(event, ReaderEvent::Copied { .. })));
}

#[test]
fn keys_resize_a_clicked_excerpt_until_the_caret_moves() {
    let mut pane = Pane::open("We ⟦will never⟧ accept it");
    pane.click("never");
    pane.press(SHIFT | CTRL, Key::ArrowRight);
    pane.press(Modifiers::ALT | CTRL, Key::ArrowRight);
    let covered = |pane: &Pane| {
        let span = pane.desk().painted.get(id(1)).expect("it").excerpt.span;
        span.slice(pane.desk().text.as_str()).expect("it").to_owned()
    };
    assert_eq!(covered(&pane), "never ");
    pane.press(Modifiers::NONE, Key::ArrowRight);
    pane.press(SHIFT, Key::ArrowRight);
    assert_eq!(covered(&pane), "never ");
    assert_eq!(pane.selected_text().chars().count(), 1);
}

#[test]
fn letters_and_digits_are_left_to_the_program() {
    let mut pane = focused(TEXT);
    pane.0.key_press(Key::Num2);
    pane.0.event(Event::Text("2".into()));
    pane.0.run();
    assert_eq!(pane.take_events(), []);
}

#[test]
fn the_programs_own_selection_is_followed() {
    let mut pane = Pane::open(TEXT);
    pane.sweep("two", "two");
    pane.0.state_mut().selection = None;
    pane.0.run();
    assert_eq!(pane.selected_text(), "");
    let text = pane.desk().text.clone();
    pane.0.state_mut().selection = TextSpan::new(text.as_str(), 4..7);
    pane.0.run();
    assert_eq!(pane.selected_text(), "two");
    let _ = pane.at("two", Part::Middle);
}

#[test]
fn in_a_paragraph_from_the_right_arrows_still_lead_where_they_point() {
    let mut pane = focused("שלום עולם abc\nOne שלום two");
    pane.press(Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(pane.before_caret(), "ש");
    pane.press(CTRL | SHIFT, Key::ArrowLeft);
    assert_eq!(pane.selected_text(), "לום ");
    pane.press(Modifiers::NONE, Key::ArrowRight);
    assert_eq!((pane.selected_text(), pane.before_caret()), ("", "ש"));
    pane.press(CTRL, Key::End);
    pane.press(SHIFT, Key::ArrowLeft);
    assert_eq!(pane.selected_text(), "o");
}

#[test]
fn excerpts_in_a_paragraph_from_the_right_are_resized_to_the_side_of_the_arrow() {
    let mut pane = Pane::open("שלום ⟦עולם⟧ טוב");
    pane.0.state_mut().selected = vec![id(1)];
    pane.0.state_mut().state.request_focus();
    pane.0.run();
    let middle = pane.desk().rects[1].expect("a place").center();
    pane.click_at(middle, Modifiers::NONE);
    pane.press(SHIFT | CTRL, Key::ArrowLeft);
    let span = pane.desk().painted.get(id(1)).expect("it").excerpt.span;
    assert_eq!(span.slice(pane.desk().text.as_str()), Some("עולם "));
}

#[test]
fn keys_begin_where_one_reads_and_not_where_the_caret_was_left() {
    let paragraph = |n: usize| format!("Paragraph {n} says nothing new.");
    let mut pane = focused(&(0..200).map(paragraph).collect::<Vec<_>>().join("\n"));
    let far = pane.desk().text.as_str().find("Paragraph 120").expect("it");
    pane.0.state_mut().state.set_place(far);
    pane.0.run();
    pane.press(Modifiers::NONE, Key::ArrowDown);
    assert!(pane.is_seen("Paragraph 121"));
    assert!((far..far + 80).contains(&pane.desk().state.selection().focus));
    pane.0.state_mut().state.set_place(far);
    pane.0.run();
    pane.press(Modifiers::NONE, Key::PageDown);
    assert!(!pane.is_seen("Paragraph 119") && pane.before_caret().contains("Paragraph 125"));
}

#[test]
fn the_first_line_brings_the_title_with_it() {
    let paragraph = |n: usize| format!("Paragraph {n} says nothing new.");
    let mut pane = focused(&(0..200).map(paragraph).collect::<Vec<_>>().join("\n"));
    pane.press(CTRL, Key::End);
    assert!(!pane.is_seen("Paragraph 0 says"));
    pane.press(CTRL, Key::Home);
    assert_eq!(pane.desk().state.place(), 0);
    let first = pane.at("Paragraph 0", Part::Start).y;
    assert!(first > 60.0, "title and source line stand above: {first}");
}
