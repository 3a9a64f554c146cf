//! The window by mouse and by keyboard, without a display and without a GPU: widgets by what they are called, the text
//! by its words.

#![cfg(feature = "gui")]

#[path = "recovery/overlays.rs"]
mod recovery;
mod support;

use std::path::Path;

use egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::kittest::Queryable as _;
use rapporteur::app::{Action, Overlay, Settings};
use support::window::{TEXT, Window};

/// A window without the strip at the passage, which `tests/tagging.rs` tries.
fn open(home: &Path) -> Window {
    Window::open(home, TEXT, Settings { strip: false, ..Settings::default() })
}

#[test]
fn a_passage_is_tagged_by_mouse_and_key_and_stands_in_the_list() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    assert_eq!(window.excerpts(), ["red-line: mill stays ours"]);
    assert!(window.0.query_by_label("Red line: mill stays ours").is_some(), "it stands in the list of the article");
    assert!(window.0.query_by_label("Red line, tag of the excerpt").is_some(), "the inspector shows it");
    assert!(window.project().is_saved());
}

#[test]
fn the_same_with_the_keyboard_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::ArrowRight);
    for _ in 0..3 {
        window.press(Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    }
    window.press(Modifiers::NONE, Key::Num1);
    assert_eq!(window.excerpts(), ["position: mill stays ours"]);
    window.press(Modifiers::NONE, Key::A);
    window.type_text("Miller");
    window.press(Modifiers::NONE, Key::Enter);
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::NONE, Key::I);
    window.type_text("The weir");
    window.press(Modifiers::NONE, Key::Enter);
    let excerpt = window.project().inspected().expect("the excerpt");
    assert_eq!((excerpt.actors.len(), excerpt.issues.len()), (1, 1));
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::Z);
    assert!(
        window.project().inspected().expect("the excerpt").issues.is_empty(),
        "undo takes back the last step alone"
    );
}

#[test]
fn typing_in_a_field_never_calls_a_command() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    window.press(Modifiers::NONE, Key::M);
    for (key, text) in [(Key::Num1, "1"), (Key::N, "n"), (Key::J, "j"), (Key::S, "s"), (Key::Delete, "")] {
        window.0.key_press(key);
        window.type_text(text);
    }
    assert_eq!(window.excerpts(), ["red-line: mill stays ours"]);
    window.wait();
    let excerpt = window.project().inspected().expect("the excerpt is still there");
    assert_eq!((excerpt.memo.as_str(), excerpt.starred), ("1njs", false), "the memo is kept by itself");
}

#[test]
fn a_key_to_a_field_out_of_sight_brings_it_into_sight() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.0.set_size(Vec2::new(1280.0, 640.0));
    window.0.run();
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    window.press(Modifiers::NONE, Key::M);
    window.wait();
    let memo = window.0.get_by_label("Memo").rect();
    let below = window.0.get_by_label("IN THIS ARTICLE").rect();
    assert!(memo.bottom() <= below.top(), "the memo at {memo:?} lies under what begins at {below:?}");
}

#[test]
fn what_is_typed_is_kept_when_another_excerpt_is_clicked() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    window.sweep("No", "night");
    window.press(Modifiers::NONE, Key::Num3);
    window.press(Modifiers::NONE, Key::M);
    window.0.event(egui::Event::Text("half a thought".to_owned()));
    window.0.step();
    window.click("Red line: mill stays ours");
    let memos: Vec<&str> = window.project().project.excerpts().values().map(|excerpt| excerpt.memo.as_str()).collect();
    assert_eq!(memos, ["", "half a thought"]);
}

#[test]
fn the_palette_finds_and_does() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("No", "night");
    window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::K);
    assert_eq!(window.state().overlay, Some(Overlay::Palette));
    window.type_text("tag propo");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().overlay, None);
    assert_eq!(window.excerpts(), ["proposal: No boat will pass at night"]);
}

#[test]
fn shortcuts_are_listed_and_escape_leaves() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.press(Modifiers::NONE, Key::F1);
    assert_eq!(window.state().overlay, Some(Overlay::Shortcuts));
    assert!(window.0.query_all_by_label("Keyboard shortcuts").next().is_some());
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().overlay, None);
}

#[test]
fn a_deleted_excerpt_comes_back_by_the_notice() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    window.press(Modifiers::NONE, Key::Delete);
    assert!(window.excerpts().is_empty());
    let undo = window.0.query_all_by_role_and_label(Role::Link, "Undo").next().expect("the notice offers it");
    undo.click();
    window.0.run();
    assert_eq!(window.excerpts(), ["red-line: mill stays ours"]);
}

#[test]
fn a_click_on_painted_text_selects_and_a_tag_in_the_inspector_retags() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.project().selected.is_empty());
    window.wait();
    let at = window.at("stays", 0.5);
    window.0.hover_at(at);
    window.0.drag_at(at);
    window.0.drop_at(at);
    window.0.run();
    assert_eq!(window.project().selected.len(), 1);
    window.click("Proposal, tag of the excerpt");
    assert_eq!(window.excerpts(), ["proposal: mill stays ours"]);
    window.click("Tag as Position");
    assert_eq!(window.excerpts(), ["position: mill stays ours"]);
}

#[test]
fn every_view_and_overlay_can_be_drawn_in_every_theme() {
    use rapporteur::app::{CommandId, Theme};
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    for theme in [Theme::Light, Theme::Sepia, Theme::Dark] {
        window.0.state_mut().act(Action::SetTheme(theme));
        for id in [
            CommandId::ShowExcerpts,
            CommandId::ShowRead,
            CommandId::About,
            CommandId::ArticleDetails,
            CommandId::NewProject,
            CommandId::ShowCodes,
            CommandId::ShowRead,
            CommandId::History,
            CommandId::Analysts,
            CommandId::OwnKeys,
        ] {
            window.0.state_mut().act(Action::Command(id));
            window.0.run();
            window.0.state_mut().act(Action::ShowOverlay(None));
            window.0.run();
        }
    }
    window.0.state_mut().act(Action::Command(CommandId::CloseProject));
    window.0.run();
    assert!(window.0.query_by_label("Open the sample project").is_some(), "the start screen");
}

/// A file as it lies on the disk, dropped on the window.
#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn dropped_files_and_folders_are_imported() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    let folder = home.path().join("dropped");
    std::fs::create_dir(&folder).expect("a folder");
    for number in 0..12 {
        let text = format!("Headline number {number}\nSome words about weir number {number}, at length.");
        std::fs::write(folder.join(format!("{number}.txt")), text).expect("a file");
    }
    std::fs::write(folder.join("broken.txt"), [0u8; 64]).expect("a file");
    let more = home.path().join("more.md");
    std::fs::write(&more, "# On its own\n\nA file beside the folder.").expect("a file");
    window.0.input_mut().dropped_files = vec![std::sync::Arc::new(Dropped(folder)), std::sync::Arc::new(Dropped(more))];
    window.0.run();
    assert_eq!(window.project().project.articles().len(), 1 + 12 + 1, "the bad file does not stop the others");
    assert!(matches!(window.state().overlay, Some(Overlay::ImportReport { .. })), "and is reported");
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::Z);
    assert_eq!(window.project().project.articles().len(), 1, "one import is one step");
}

#[test]
fn where_the_system_has_no_dialog_the_program_has_its_own() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::E);
    window.click("Export…");
    assert!(matches!(window.state().overlay, Some(Overlay::FileDialog { .. })), "{:?}", window.state().overlay);
    window.0.state_mut().act(Action::LookInto(home.path().to_owned()));
    window.0.run();
    assert!(window.0.query_by_label("weir").is_some(), "the folder's entries are listed");
    window.click("Export");
    let table = std::fs::read_to_string(home.path().join("Trial.csv")).expect("the export");
    assert!(table.contains("mill stays ours"), "{table}");
    assert_eq!(window.state().overlay, None);
}

#[test]
fn the_programs_own_dialog_asks_wherever_the_name_leads() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    let (precious, sub) = (home.path().join("a.csv"), home.path().join("sub"));
    std::fs::create_dir(&sub).expect("a folder");
    for name in [precious.display().to_string(), "../a.csv".to_owned()] {
        std::fs::write(&precious, "precious").expect("a file");
        window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::E);
        window.click("Export…");
        window.0.state_mut().act(Action::LookInto(sub.clone()));
        window.0.run();
        window.0.get_by_label("File name").click();
        window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::A);
        window.type_text(&name);
        window.press(Modifiers::NONE, Key::Enter);
        assert_eq!(std::fs::read(&precious).expect("there"), b"precious", "{name}");
        window.click(&format!("Replace {name}, which is there already"));
        window.click("Export");
        assert_eq!(window.state().overlay, None);
        let table = std::fs::read_to_string(&precious).expect("the export");
        assert!(table.contains("mill stays ours"), "{table}");
    }
}

#[test]
fn what_is_typed_right_after_a_key_that_opens_a_field_calls_no_command() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = open(home.path());
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    let key = |key, modifiers| egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let ctrl = Modifiers::CTRL | Modifiers::COMMAND;
    // All in one frame, as on a machine that is busy.
    window.0.input_mut().events.extend([
        key(Key::K, ctrl),
        key(Key::Num3, Modifiers::NONE),
        key(Key::S, Modifiers::NONE),
    ]);
    window.0.step();
    window.0.input_mut().events.extend([key(Key::Num1, Modifiers::NONE), key(Key::Delete, Modifiers::NONE)]);
    window.0.run();
    assert_eq!(window.excerpts(), ["red-line: mill stays ours"]);
    assert!(window.project().project.excerpts().values().all(|excerpt| !excerpt.starred));
}
