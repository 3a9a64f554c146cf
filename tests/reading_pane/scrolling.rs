//! Long articles: scrolling, staying where one was, and running on while text is swept.

use egui::{Event, Key, Modifiers, MouseWheelUnit, TouchPhase, vec2};
use rapporteur::model::TextSpan;
use rapporteur::ui::reader::ReaderEvent;

use super::desk::{Pane, Part};

/// Paragraphs with a word of their own each: p0 … p999.
fn long() -> String {
    let paragraph = |n: usize| format!("Paragraph p{n}x goes on with words and words, {}.", "more and ".repeat(n % 40));
    (0..1000).map(paragraph).collect::<Vec<_>>().join("\n")
}

fn wheel(pane: &mut Pane, delta: f32) {
    let at = egui::pos2(300.0, 250.0);
    pane.0.hover_at(at);
    let (unit, phase, modifiers) = (MouseWheelUnit::Point, TouchPhase::Move, Modifiers::NONE);
    let source = egui::MouseWheelSource::Trackpad;
    pane.0.event(Event::MouseWheel { unit, delta: vec2(0.0, delta), phase, source, modifiers });
    pane.0.run();
}

#[test]
fn the_wheel_moves_every_word_by_the_same_distance() {
    let mut pane = Pane::open(&long());
    let before = pane.at("p2x", Part::Start).y;
    wheel(&mut pane, -60.0);
    let after = pane.at("p2x", Part::Start).y;
    assert!((before - after - 60.0).abs() < 1.0, "{before} {after}");
    for _ in 0..200 {
        wheel(&mut pane, -300.0);
    }
    let word = (100..1000).map(|n| format!("p{n}x")).find(|word| pane.is_seen(word)).expect("a word far down");
    let before = pane.at(&word, Part::Start).y;
    wheel(&mut pane, 40.0);
    assert!((pane.at(&word, Part::Start).y - before - 40.0).abs() < 1.0);
    assert!(pane.desk().state.place() > 10_000);
    assert!(pane.take_events().iter().any(|event| matches!(event, ReaderEvent::PlaceChanged { .. })));
}

#[test]
fn the_line_at_the_top_stays_when_the_window_or_the_type_changes() {
    let mut pane = Pane::open(&long());
    let text = pane.desk().text.clone();
    let place = text.as_str().find("p700x").expect("it");
    pane.0.state_mut().state.set_place(place);
    pane.0.run();
    let y = pane.at("p700x", Part::Start).y;
    for (width, size) in [(500.0, 18.0), (420.0, 18.0), (900.0, 18.0), (900.0, 30.0), (700.0, 18.0)] {
        pane.0.state_mut().style.size = size;
        pane.0.set_size(vec2(width, 500.0));
        pane.0.run();
        assert!((pane.at("p700x", Part::Start).y - y).abs() < 12.0, "at {width}");
    }
    assert!((pane.at("p700x", Part::Start).y - y).abs() < 0.6);
    assert_eq!(pane.desk().state.place(), place);
}

#[test]
fn a_passage_is_revealed_and_one_on_the_screen_does_not_move() {
    let mut pane = Pane::open(&long());
    let text = pane.desk().text.clone();
    let at = text.as_str().find("p555x").expect("it");
    let span = TextSpan::new(text.as_str(), at..at + 5).expect("a span");
    pane.0.state_mut().state.reveal(span);
    pane.0.run();
    let y = pane.at("p555x", Part::Start).y;
    assert!((100.0..250.0).contains(&y), "{y}");
    pane.0.state_mut().state.reveal(span);
    pane.0.run();
    assert_eq!(pane.at("p555x", Part::Start).y, y);
}

#[test]
fn both_ends_are_reached_and_nothing_lies_beyond() {
    let mut pane = Pane::open(&long());
    pane.0.state_mut().state.request_focus();
    pane.0.run();
    pane.press(Modifiers::COMMAND | Modifiers::CTRL, Key::End);
    assert!(pane.is_seen("p999x"));
    wheel(&mut pane, -5000.0);
    assert!(pane.is_seen("p999x"));
    let before = pane.at("p999x", Part::Start).y;
    wheel(&mut pane, 30.0);
    assert!((pane.at("p999x", Part::Start).y - before - 30.0).abs() < 1.0, "no dead way at the end");
    pane.press(Modifiers::COMMAND | Modifiers::CTRL, Key::Home);
    wheel(&mut pane, 5000.0);
    assert!(pane.is_seen("p0x"));
    assert_eq!(pane.desk().state.place(), 0);
}

#[test]
fn pages_are_turned_by_key() {
    let mut pane = Pane::open(&long());
    pane.0.state_mut().state.request_focus();
    pane.0.run();
    for _ in 0..20 {
        pane.press(Modifiers::NONE, Key::PageDown);
    }
    assert!(!pane.is_seen("p3x"));
    assert!(pane.desk().state.selection().focus > 3000);
    for _ in 0..20 {
        pane.press(Modifiers::NONE, Key::PageUp);
    }
    assert!(pane.is_seen("p0x"));
}

#[test]
fn a_sweep_beyond_the_edge_runs_on() {
    let mut pane = Pane::open(&long());
    let from = pane.at("p1x", Part::Start);
    pane.0.hover_at(from);
    pane.0.drag_at(from);
    pane.0.hover_at(egui::pos2(from.x, 560.0));
    pane.0.run_steps(120);
    assert!(!pane.is_seen("p1x"));
    pane.0.hover_at(egui::pos2(from.x, 250.0));
    pane.0.run();
    pane.0.drop_at(egui::pos2(from.x, 250.0));
    pane.0.run();
    assert!(pane.selected_text().starts_with("p1x"));
    assert!(pane.selected_text().len() > 2000, "{}", pane.selected_text().len());
}

#[test]
fn the_bar_leads_anywhere() {
    let mut pane = Pane::open(&long());
    pane.drag(egui::pos2(693.0, 10.0), egui::pos2(693.0, 499.0));
    assert!(pane.is_seen("p999x"));
    pane.drag(egui::pos2(693.0, 490.0), egui::pos2(693.0, 0.0));
    assert!(pane.is_seen("p0x"));
    pane.drag(egui::pos2(693.0, 250.0), egui::pos2(693.0, 250.0));
    let seen = (0..1000).filter(|n| pane.is_seen(&format!("p{n}x"))).collect::<Vec<_>>();
    assert!(seen.iter().all(|n| (350..650).contains(n)), "{seen:?}");
}
