//! Selecting and pointing with the mouse.

use egui::{Modifiers, PointerButton, vec2};
use rapporteur::model::TextSpan;
use rapporteur::text::search::{SearchOptions, find_all};
use rapporteur::ui::reader::{Found, ReaderEvent, Unit};

use super::desk::{Pane, Part, id};

const TEXT: &str = "The talks went on for five hours. Nobody left the room before midnight.\n\
    “We will never accept it,” the envoy said. The others had no comment.\n\
    A third paragraph closes the page.";

#[test]
fn a_sweep_selects_exactly_the_words() {
    let mut pane = Pane::open(TEXT);
    pane.sweep("never", "accept");
    assert_eq!(pane.selected_text(), "never accept");
    let told = pane.take_events();
    assert!(matches!(told.last(), Some(ReaderEvent::SelectionChanged { selection: Some(_), .. })), "{told:?}");
    assert!(pane.desk().rects[0].is_some());
}

#[test]
fn a_sweep_crosses_paragraphs_both_ways() {
    let mut pane = Pane::open(TEXT);
    pane.sweep("Nobody", "never");
    assert_eq!(pane.selected_text(), "Nobody left the room before midnight.\n“We will never");
    pane.pause();
    let (from, to) = (pane.at("third", Part::End), pane.at("comment", Part::Start));
    pane.drag(from, to);
    assert_eq!(pane.selected_text(), "comment.\nA third");
}

#[test]
fn clicks_in_succession_select_word_sentence_paragraph() {
    let mut pane = Pane::open(TEXT);
    pane.click("never");
    assert_eq!(pane.selected_text(), "");
    pane.click("never");
    assert_eq!(pane.selected_text(), "never");
    pane.click("never");
    assert_eq!(pane.selected_text(), "“We will never accept it,” the envoy said.");
    pane.click("never");
    assert_eq!(pane.selected_text(), TEXT.lines().nth(1).expect("a paragraph"));
    pane.pause();
    pane.click("never");
    assert_eq!(pane.selected_text(), "");
}

#[test]
fn a_double_click_and_drag_selects_whole_words() {
    let mut pane = Pane::open(TEXT);
    pane.click("never");
    let (from, to) = (pane.at("never", Part::Middle), pane.at("envoy", Part::Middle));
    pane.drag(from, to);
    assert_eq!(pane.selected_text(), "never accept it,” the envoy");
}

#[test]
fn shift_click_extends() {
    let mut pane = Pane::open(TEXT);
    pane.sweep("never", "never");
    pane.pause();
    pane.click_at(pane.at("it", Part::End), Modifiers::SHIFT);
    assert_eq!(pane.selected_text(), "never accept it");
}

#[test]
fn a_click_selects_the_shortest_excerpt_and_then_the_next_beneath() {
    let mut pane = Pane::open("Plain ⟦outer words ⟦middle ⟦inner⟧ middle⟧ outer⟧ words.");
    for expected in [id(3), id(2), id(1), id(3)] {
        pane.click("inner");
        assert_eq!(pane.desk().selected, [expected]);
        pane.pause();
    }
    pane.click("Plain");
    assert_eq!(pane.desk().selected, []);
    pane.pause();
    pane.click("outer words");
    assert_eq!(pane.desk().selected, [id(1)]);
}

#[test]
fn a_bar_in_the_margin_selects_its_excerpt() {
    let mut pane = Pane::open("⟦One ⟦two three⟧ four⟧ five.");
    let line = pane.at("One", Part::Start);
    pane.click_at(line - vec2(17.0, 0.0), Modifiers::NONE);
    assert_eq!(pane.desk().selected, [id(1)]);
    pane.click_at(line - vec2(27.0, 0.0), Modifiers::NONE);
    assert_eq!(pane.desk().selected, [id(2)]);
}

#[test]
fn both_ends_of_the_selected_excerpt_can_be_dragged() {
    let mut pane = Pane::open("He said ⟦we will⟧ never accept it, and left.");
    pane.click("will");
    pane.pause();
    // The knobs stand at the upper edge of the first line and at the lower edge of the last.
    let half = vec2(0.0, pane.desk().style.size * pane.desk().style.line_spacing * 0.5);
    let (from, to) = (pane.at("will", Part::End) + half, pane.at("accept", Part::End));
    pane.drag(from, to);
    let (from, to) = (pane.at("we will", Part::Start) - half, pane.at("said", Part::Start));
    pane.drag(from, to);
    let moved: Vec<_> = pane
        .take_events()
        .into_iter()
        .filter_map(|event| match event {
            ReaderEvent::HandleDragged { span, .. } => span.slice(pane.desk().text.as_str()).map(str::to_owned),
            _ => None,
        })
        .collect();
    assert_eq!(moved, ["we will never accept", "said we will never accept"]);
    assert_eq!(pane.selected_text(), "");
    let (from, to) = (pane.at("accept", Part::End) + half, pane.at("He", Part::Start));
    pane.drag(from, to);
    let span = pane.desk().painted.get(id(1)).expect("it").excerpt.span;
    assert_eq!(span.slice(pane.desk().text.as_str()), Some("s"), "an excerpt never becomes empty");
}

#[test]
fn the_words_of_a_selected_excerpt_can_be_swept_again() {
    let mut pane = Pane::open("He said ⟦we will⟧ never accept it, and left.");
    pane.click("will");
    pane.pause();
    pane.sweep("we", "will");
    assert_eq!(pane.selected_text(), "we will");
    assert!(!pane.take_events().iter().any(|event| matches!(event, ReaderEvent::HandleDragged { .. })));
}

#[test]
fn the_secondary_button_tells_what_is_there() {
    let mut pane = Pane::open("Plain ⟦outer ⟦inner⟧ outer⟧.");
    let at = pane.at("inner", Part::Middle);
    pane.0.hover_at(at);
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
        pane.0.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
    }
    pane.0.run();
    let told = pane.take_events();
    let expected = [id(2), id(1)];
    assert!(
        told.iter().any(|e| matches!(e, ReaderEvent::ContextMenu { excerpts, .. } if excerpts == &expected)),
        "{told:?}"
    );
}

#[test]
fn hovering_lists_all_excerpts() {
    use egui_kittest::kittest::Queryable as _;
    let mut pane = Pane::open("Plain ⟦outer ⟦inner⟧ outer⟧.");
    pane.0.hover_at(pane.at("inner", Part::Middle));
    pane.pause();
    pane.0.get_by_label("Red line 1");
    pane.0.get_by_label("Red line 2");
}

#[test]
fn letters_of_every_script_are_selected_whole() {
    let mut pane = Pane::open("Це її слово. Famille 👨‍👩‍👧 ici. Cafe\u{301} noir.");
    pane.sweep("її", "її");
    assert_eq!(pane.selected_text(), "її");
    pane.pause();
    pane.sweep("Cafe\u{301}", "Cafe\u{301}");
    assert_eq!(pane.selected_text(), "Cafe\u{301}");
    pane.pause();
    let (from, to) = (pane.at("Famille", Part::End), pane.at("ici", Part::End));
    pane.drag(from, to);
    assert_eq!(pane.selected_text(), " 👨‍👩‍👧 ici");
}

#[test]
fn sweeps_snap_to_words_or_sentences() {
    let mut pane = Pane::open("He said no. We will never accept it, not now. Then ⟦he left⟧.");
    pane.0.state_mut().snap = Unit::Word;
    let (from, to) = (pane.at("never", Part::Middle), pane.at("accept", Part::Middle));
    pane.drag(from, to);
    assert_eq!(pane.selected_text(), "never accept");
    pane.pause();
    pane.click("left");
    pane.pause();
    let half = vec2(0.0, pane.desk().style.size * pane.desk().style.line_spacing * 0.5);
    let (from, to) = (pane.at("he left", Part::Start) - half, pane.at("Then", Part::Middle));
    pane.drag(from, to);
    let span = pane.desk().painted.get(id(1)).expect("it").excerpt.span;
    assert_eq!(span.slice(pane.desk().text.as_str()), Some("Then he left"));
    pane.pause();
    pane.0.state_mut().snap = Unit::Sentence;
    let (from, to) = (pane.at("never", Part::Middle), pane.at("accept", Part::Middle));
    pane.drag(from, to);
    assert_eq!(pane.selected_text(), "We will never accept it, not now.");
    pane.pause();
    pane.click("said");
    assert_eq!(pane.selected_text(), "", "a click takes nothing");
}

/// The rectangle of words when they are selected.
fn rect_of(pane: &mut Pane, words: &str) -> egui::Rect {
    let text = pane.desk().text.clone();
    let at = text.as_str().find(words).expect("the words");
    pane.0.state_mut().selection = TextSpan::new(text.as_str(), at..at + words.len());
    pane.0.run();
    pane.desk().rects[0].expect("on the screen")
}

#[test]
fn words_from_right_to_left_are_swept_from_right_to_left() {
    let mut pane = Pane::open("The envoy said שלום עולם to all, and left.\nשלום, said he; no more.");
    for (words, reversed) in [("שלום", true), ("עולם", true), ("to all", false), ("said he", false), ("envoy", false)]
    {
        let rect = rect_of(&mut pane, words);
        let (mut from, mut to) = (rect.left_center() + vec2(0.5, 0.0), rect.right_center() - vec2(0.5, 0.0));
        if reversed {
            (from, to) = (to, from);
        }
        pane.pause();
        pane.drag(from, to);
        assert_eq!(pane.selected_text(), words);
    }
    let (first, second) = (rect_of(&mut pane, "שלום"), rect_of(&mut pane, "עולם"));
    assert!(second.right() < first.left(), "the second word stands at the left of the first");
    let (before, behind) = (rect_of(&mut pane, "envoy"), rect_of(&mut pane, "to all"));
    assert!(before.right() < second.left() && first.right() < behind.left());
}

#[test]
fn what_cannot_be_seen_is_told() {
    let mut pane = Pane::open("Plain words.");
    assert!(pane.desk().missing.is_empty());
    pane = Pane::open("The sign 漢 is in no face, the sign a is.");
    assert_eq!(pane.desk().missing, ['漢']);
    pane.sweep("in", "no");
    assert_eq!(pane.selected_text(), "in no");
}

#[test]
fn found_places_are_marked_and_the_bar_of_a_short_article_stays_empty() {
    let mut pane = Pane::open("One two one.");
    let text = pane.desk().text.clone();
    let spans = find_all(text.as_str(), "one", SearchOptions::default());
    let mut found = Found::new(text.as_str().len(), spans);
    found.go_on_from(4);
    pane.0.state_mut().found = found;
    pane.0.state_mut().bookmarks = vec![0];
    pane.0.state_mut().style.numbers = true;
    pane.0.state_mut().style.focus_paragraph = true;
    pane.0.run();
    assert_eq!(pane.desk().found.number(), Some(2));
    let y = pane.at("two", Part::Start).y;
    pane.drag(egui::pos2(693.0, 100.0), egui::pos2(693.0, 400.0));
    assert_eq!(pane.at("two", Part::Start).y, y);
}
