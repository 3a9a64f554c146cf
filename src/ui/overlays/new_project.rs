//! Name and folder of a new project.

use std::path::{Path, PathBuf};

use egui::{RichText, TextEdit, Ui};

use super::title;
use crate::app::{Action, State};
use crate::storage::STARTERS;
use crate::ui::theme::{self, Look};

/// What is typed.
#[derive(Default)]
pub struct Draft {
    name: String,
    folder: String,
    /// Whether the folder was typed by hand and no longer follows the name.
    own_folder: bool,
    /// Place of the chosen codebook among those to start from.
    codebook: usize,
}

/// Shows the dialog.
pub fn show(ui: &mut Ui, state: &State, look: &Look, draft: &mut Draft, first: bool, actions: &mut Vec<Action>) {
    title(ui, "New project");
    ui.label(RichText::new("Name").small().color(look.secondary));
    let name = ui.add(TextEdit::singleline(&mut draft.name).desired_width(f32::INFINITY).margin(egui::vec2(8.0, 6.0)));
    let name = name.accessible_name("Name of the project");
    if first {
        name.request_focus();
    }
    let beside = state.settings.recent.first().and_then(|recent| recent.folder.parent()).map(Path::to_owned);
    let base = beside.or_else(home).unwrap_or_default();
    if !draft.own_folder {
        draft.folder = base.join(folder_name(&draft.name)).display().to_string();
    }
    ui.add_space(theme::GAPS[0]);
    ui.label(RichText::new("Folder").small().color(look.secondary));
    let folder =
        ui.add(TextEdit::singleline(&mut draft.folder).desired_width(f32::INFINITY).margin(egui::vec2(8.0, 6.0)));
    draft.own_folder |= folder.accessible_name("Folder of the project").changed();
    ui.label(
        RichText::new("A folder of readable files; put it where you keep your work").small().color(look.secondary),
    );
    ui.add_space(theme::GAPS[0]);
    ui.label(RichText::new("Codebook to start from").small().color(look.secondary));
    for (at, starter) in STARTERS.iter().enumerate() {
        ui.horizontal(|ui| {
            ui.radio_value(&mut draft.codebook, at, starter.title);
            ui.add(egui::Label::new(RichText::new(starter.about).small().color(look.secondary)).truncate());
        });
    }
    ui.add_space(theme::GAPS[2]);
    let ready = !draft.name.trim().is_empty() && !draft.folder.trim().is_empty();
    let entered = ready && ui.input(|input| input.key_pressed(egui::Key::Enter));
    ui.horizontal(|ui| {
        let create = ui.add_enabled(ready, egui::Button::new("Create").min_size(egui::vec2(96.0, 30.0)));
        if create.clicked() || entered {
            actions.push(Action::CreateProject {
                folder: PathBuf::from(draft.folder.trim()),
                name: draft.name.trim().to_owned(),
                codebook: STARTERS.get(draft.codebook).map_or("plain", |starter| starter.id),
            });
        }
        if ui.add(egui::Button::new("Cancel").min_size(egui::vec2(96.0, 30.0))).clicked() {
            actions.push(Action::ShowOverlay(None));
        }
    });
}

fn home() -> Option<PathBuf> {
    directories::UserDirs::new().map(|dirs| dirs.document_dir().unwrap_or_else(|| dirs.home_dir()).to_owned())
}

/// The name in lower case, words joined by hyphens, without what file systems refuse.
fn folder_name(name: &str) -> String {
    let safe: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let joined = safe.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    if joined.is_empty() { "new-project".to_owned() } else { joined.chars().take(60).collect() }
}
