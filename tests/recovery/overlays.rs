//! What lies over the window when something is to be settled, restored or saved elsewhere: by label and by key.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapporteur::app::{Action, CommandId, ExcerptField, Overlay, Settings};
use rapporteur::model::{ExcerptId, Stance};

use super::support::Program;
use super::support::window::{TEXT, Window};

impl Window {
    /// Goes on with Tab until this has the focus, and presses it.
    fn press_by_key(&mut self, label: &str) {
        for _ in 0..60 {
            let mut named = self.0.query_all_by_label(label);
            if named.any(|node| node.accesskit_node().is_focused()) {
                drop(named);
                self.press(Modifiers::NONE, Key::Enter);
                return;
            }
            drop(named);
            self.press(Modifiers::NONE, Key::Tab);
        }
        assert!(self.shows(label), "there is no “{label}”");
        assert!(!self.shows(label), "Tab does not lead to “{label}”");
    }

    fn shows(&self, label: &str) -> bool {
        self.0.query_all_by_label_contains(label).next().is_some()
    }
}

#[test]
fn backups_are_made_looked_at_and_restored_by_keyboard_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = super::open(home.path());
    window.press(Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert_eq!(window.state().overlay, Some(Overlay::Backups));
    assert!(window.shows("on opening") && window.shows("nothing changed since"));
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().overlay, None);
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    window.press(Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    window.press_by_key("Back up now");
    assert!(window.shows("by hand") && window.shows("since: excerpts 1 added"));
    window.press(Modifiers::NONE, Key::ArrowUp);
    assert!(!window.shows("Excerpts: 1 added"), "the newest has it");
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert!(window.shows("Excerpts: 1 added"));
    window.press_by_key("Restore the whole project");
    assert!(window.excerpts().is_empty());
    window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::Z);
    assert_eq!(window.excerpts(), ["red-line: mill stays ours"]);
}

#[test]
fn versions_are_compared_field_by_field_and_settled() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("weir");
    let mut ada = Program::with_articles(home.path(), &folder, &[TEXT]);
    ada.select("a shared weir");
    ada.act(Action::Tag("position".parse().expect("a tag")));
    ada.command(CommandId::Save);
    let mut ben = Program::start_as(home.path(), "Ben");
    ben.act(Action::OpenProject(folder));
    let id: ExcerptId = *ada.open().project.excerpts().keys().next().expect("an excerpt");
    ben.act(Action::SetField(vec![id], ExcerptField::Memo("Ben’s words".to_owned())));
    ben.act(Action::SetField(vec![id], ExcerptField::Stance(Some(Stance::For))));
    ben.command(CommandId::CloseProject);
    ada.act(Action::SetField(vec![id], ExcerptField::Memo("Ada’s words".to_owned())));
    ada.command(CommandId::CloseProject);
    drop((ada, ben));

    let mut window = Window::reopen(home.path(), Settings::default());
    assert!(window.shows("≠ 1 to settle") && window.shows("to be settled: a shared weir"));
    window.press(Modifiers::NONE, Key::V);
    assert!(window.shows("2 versions of an excerpt") && window.shows("≠ Memo") && window.shows("≠ Stance"));
    assert!(window.shows("Keep Ada’s") && window.shows("Keep Ben’s"));
    let memo = |window: &Window, words: &str| window.project().project.excerpts().values().any(|e| e.memo == words);
    let other = if memo(&window, "Ada’s words") { "Ben" } else { "Ada" };
    window.click(&format!("Memo from {other}: {other}’s words"));
    window.press_by_key("Keep the chosen fields");
    assert!(memo(&window, &format!("{other}’s words")) && !window.shows("to settle"));
    window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::Z);
    assert!(window.shows("≠ 1 to settle"), "undo brings the choice back");
}

#[test]
fn a_folder_that_is_gone_is_said_in_words_with_a_way_out() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = super::open(home.path());
    std::fs::rename(home.path().join("weir"), home.path().join("unplugged")).expect("moved");
    window.sweep("mill", "ours");
    window.press(Modifiers::NONE, Key::Num2);
    assert!(window.shows("Connect its disk again"), "what happened and what to do");
    window.click("NOT SAVED");
    assert!(matches!(window.state().overlay, Some(Overlay::NotSaved { leaving: None })));
    window.press_by_key("Go on working");
    window.press(Modifiers::CTRL | Modifiers::COMMAND, Key::Q);
    assert!(window.shows("Quit without saving"));
    window.press_by_key("Save a copy elsewhere…");
    assert!(matches!(window.state().overlay, Some(Overlay::FileDialog { .. })), "the program's own dialog");
    assert_eq!(window.excerpts(), ["red-line: mill stays ours"]);
}
