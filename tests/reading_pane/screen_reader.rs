//! What a screen reader is told.

use egui::Role;
use egui::accesskit::TextDirection;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::desk::{Pane, Part};

/// The stretches of text in the order in which they are told, and whether they go from the right.
fn stretches(pane: &Pane) -> Vec<(String, bool)> {
    let nodes = pane.0.root().query_all_by_role(Role::TextRun);
    let told = nodes.map(|node| {
        let node = node.accesskit_node();
        let data = node.data();
        let value = data.value().expect("words").to_owned();
        let lengths: usize = data.character_lengths().iter().map(|length| usize::from(*length)).sum();
        assert_eq!(lengths, value.len());
        assert_eq!(data.character_positions().map(<[f32]>::len), Some(data.character_lengths().len()));
        (value, data.text_direction() == Some(TextDirection::RightToLeft))
    });
    told.collect()
}

#[test]
fn paragraphs_are_told_with_their_excerpts() {
    let pane = Pane::open("We ⟦will ⟦never⟧ accept⟧ it.\nNor will they.");
    let paragraphs: Vec<_> = pane.0.root().query_all_by_role(Role::Paragraph).collect();
    let told = |number: usize| {
        let node = paragraphs.get(number).expect("a paragraph").accesskit_node();
        (node.value().unwrap_or_default(), node.data().description().unwrap_or_default().to_owned())
    };
    assert_eq!(told(0).0, "We will never accept it.");
    assert_eq!(told(0).1, "Red line 1: “will never accept”; Red line 2: “never”");
    assert_eq!(told(1), ("Nor will they.".to_owned(), String::new()));
    let document = pane.0.root().get_by_label("Article text");
    assert_eq!(document.accesskit_node().data().description(), Some("Paragraphs 1 to 2 of 2"));
}

#[test]
fn text_in_two_directions_is_told_in_its_own_order() {
    let pane = Pane::open("The envoy said שלום עולם, and left.\nשלום 25 abc.");
    let told: Vec<(String, bool)> = stretches(&pane);
    let words: String = told.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(words, pane.desk().text.as_str().replace('\n', ""));
    assert!(told.contains(&("שלום עולם".to_owned(), true)), "{told:?}");
    assert!(told.contains(&("The envoy said ".to_owned(), false)), "{told:?}");
    assert!(told.iter().any(|(words, reversed)| words.contains("25") && !reversed), "{told:?}");
}

#[test]
fn the_selection_is_told_in_either_direction() {
    let mut pane = Pane::open("The envoy said שלום עולם, and left.");
    pane.sweep("said", "said");
    for words in ["said", "עולם", "left"] {
        pane.pause();
        pane.0.state_mut().selection = {
            let text = pane.desk().text.as_str();
            let from = text.find(words).expect("words");
            rapporteur::model::TextSpan::new(text, from..from + words.len())
        };
        pane.0.run();
        let document = pane.0.root().get_by_label("Article text");
        let node = document.accesskit_node();
        let selection = node.text_selection().expect("a selection");
        assert_eq!(selection.text(), words);
    }
    let _ = pane.at("envoy", Part::Start);
}
