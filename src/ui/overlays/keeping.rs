//! What lies over the window when something could not be saved: what happened, and the ways out of it.

use std::path::Path;

use egui::{Button, Label, RichText, Ui};

use super::title;
use crate::app::{Action, CommandId, Leaving, State};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};

/// Not everything is saved.
pub fn not_saved(
    ui: &mut Ui,
    state: &State,
    look: &Look,
    leaving: Option<Leaving>,
    first: bool,
    actions: &mut Vec<Action>,
) {
    title(ui, "Not saved");
    let message = state.open.as_ref().and_then(|open| open.saving.failed.as_deref());
    let Some(message) = message else {
        ui.label("Everything is saved again");
        ui.add_space(theme::GAPS[1]);
        if button(ui, "Close", first) {
            actions.push(Action::ShowOverlay(None));
        }
        return;
    };
    ui.add(Label::new(visible(message)).wrap());
    ui.add_space(4.0);
    let text = "Nothing is lost while this window is open. A copy elsewhere holds the whole project, with the edits that \
                are not saved yet and the texts";
    ui.add(Label::new(RichText::new(text).color(look.secondary)).wrap());
    ui.add_space(theme::GAPS[1]);
    ui.horizontal_wrapped(|ui| {
        if button(ui, "Save a copy elsewhere…", first) {
            actions.push(Action::ShowOverlay(None));
            actions.push(Action::Command(CommandId::SaveCopy));
        }
        if button(ui, "Try again", false) {
            actions.push(Action::ShowOverlay(None));
            actions.push(Action::Command(CommandId::Save));
        }
        let leave = match leaving {
            Some(Leaving::Project) => Some("Close without saving"),
            Some(Leaving::Window) => Some("Quit without saving"),
            None => None,
        };
        if let (Some(text), Some(leaving)) = (leave, leaving)
            && ui.add(Button::new(RichText::new(text).color(look.problem)).min_size(egui::vec2(96.0, 30.0))).clicked()
        {
            actions.push(Action::LeaveUnsaved(leaving));
        }
        if button(ui, "Go on working", false) {
            actions.push(Action::ShowOverlay(None));
        }
    });
}

/// A copy of the project was made.
pub fn copy_saved(
    ui: &mut Ui,
    look: &Look,
    folder: &Path,
    missing_texts: usize,
    first: bool,
    actions: &mut Vec<Action>,
) {
    title(ui, "A copy is saved");
    ui.add(Label::new(visible(&folder.display().to_string())).wrap().selectable(true));
    ui.add_space(4.0);
    let text = match missing_texts {
        0 => {
            "It holds the whole project: articles with their texts, excerpts, codes, and what can be undone".to_owned()
        }
        1 => "The text of 1 article could not be read and is missing in it; everything else is there".to_owned(),
        count => {
            format!("The texts of {count} articles could not be read and are missing in it; everything else is there")
        }
    };
    let color = if missing_texts == 0 { look.secondary } else { look.problem };
    ui.add(Label::new(RichText::new(text).color(color)).wrap());
    ui.add_space(theme::GAPS[1]);
    ui.horizontal_wrapped(|ui| {
        if button(ui, "Go on in the copy", first) {
            actions.push(Action::EndCopy { go_on: true });
        }
        if button(ui, "Stay in this project", false) {
            actions.push(Action::EndCopy { go_on: false });
        }
    });
}

/// A button of the usual height, with the keyboard's focus where it comes first.
pub(super) fn button(ui: &mut Ui, text: &str, focus: bool) -> bool {
    let response = ui.add(Button::new(text).min_size(egui::vec2(96.0, 30.0)));
    if focus {
        response.request_focus();
    }
    response.clicked()
}
