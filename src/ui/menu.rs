//! The menu: a walk over the list of commands, and over the tags.

use egui::{Button, RichText, Ui};

use crate::app::command::Group;
use crate::app::{Action, COMMANDS, Command, CommandId, State};
use crate::ui::theme::Look;

/// Shows all menus as submenus of the one that is open.
pub fn all(ui: &mut Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    for group in Group::ALL {
        ui.menu_button(group.title(), |ui| entries(ui, state, look, group, actions));
    }
}

/// The entries of one group.
pub fn entries(ui: &mut Ui, state: &State, look: &Look, group: Group, actions: &mut Vec<Action>) {
    if group == Group::Excerpt {
        tags(ui, state, look, actions);
    }
    for command in COMMANDS.iter().filter(|command| command.group == group) {
        entry(ui, state, look, command, actions);
    }
}

/// The entries of some commands.
pub fn some(ui: &mut Ui, state: &State, look: &Look, ids: &[CommandId], actions: &mut Vec<Action>) {
    for command in ids.iter().filter_map(|id| id.command()) {
        entry(ui, state, look, command, actions);
    }
}

fn entry(ui: &mut Ui, state: &State, look: &Look, command: &Command, actions: &mut Vec<Action>) {
    let mut button = Button::new(command.id.title(state)).selected(command.id.ticked(state)).truncate();
    if let Some(keys) = state.keys_of(command.id).first() {
        button = button.shortcut_text(RichText::new(keys.text()).small().color(look.secondary));
    }
    if ui.add_enabled((command.enabled)(state), button).on_hover_text(command.about).clicked() {
        actions.push(Action::Command(command.id));
        ui.close();
    }
}

/// One entry for each tag: “Tag as red line”, or “Retag as red line” where an excerpt is selected.
fn tags(ui: &mut Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let Some(open) = state.open.as_ref() else { return };
    let can = open.read_only.is_none() && (open.passage.is_some() || !open.selected.is_empty());
    for tag in open.project.tags_in_order().into_iter().filter(|tag| !tag.retired) {
        let verb = if open.passage.is_none() && !open.selected.is_empty() { "Retag" } else { "Tag" };
        let mut button = Button::new(format!("{verb} as {}", tag.name.to_lowercase()));
        if let Some(key) = tag.key {
            button = button.shortcut_text(RichText::new(key.to_string()).small().color(look.secondary));
        }
        if ui.add_enabled(can, button).clicked() {
            actions.push(Action::Tag(tag.id.clone()));
            ui.close();
        }
    }
    ui.separator();
}
