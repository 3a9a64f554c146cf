//! One's own keys: every command with its keys; a click waits for the next press. Keys that call several are marked.

use egui::{Button, Event, RichText, Ui};

use super::{scrolled, title};
use crate::app::command::Group;
use crate::app::keys::KEY_NAMES;
use crate::app::{Action, COMMANDS, CommandId, Keys, Overlay, State};
use crate::ui::theme::{self, Look};
use crate::ui::widgets::section;

/// Shows the list; `waiting` is the command whose key is pressed next.
pub fn show(ui: &mut Ui, state: &State, look: &Look, waiting: Option<CommandId>, actions: &mut Vec<Action>) {
    title(ui, "Your own keys");
    let text = "Click a command's keys, then press those that shall call it. Esc leaves them as they are, Delete takes them \
                away. They are kept in settings.ron, where they can be edited too";
    ui.add(egui::Label::new(RichText::new(text).color(look.secondary)).wrap());
    if let Some(id) = waiting {
        wait(ui, id, actions);
    }
    ui.add_space(theme::GAPS[0]);
    scrolled(ui, "own keys", 460.0).show(ui, |ui| {
        for group in Group::ALL {
            section::heading(ui, look, group.title(), None);
            for command in COMMANDS.iter().filter(|command| command.group == group) {
                row(ui, state, look, command.id, waiting, actions);
            }
        }
    });
}

fn row(ui: &mut Ui, state: &State, look: &Look, id: CommandId, waiting: Option<CommandId>, actions: &mut Vec<Action>) {
    let title = id.command().map_or("", |command| command.title);
    let keys = state.keys_of(id);
    ui.horizontal(|ui| {
        let text = if waiting == Some(id) {
            "press keys …".to_owned()
        } else if keys.is_empty() {
            "–".to_owned()
        } else {
            keys.iter().map(|keys| keys.text()).collect::<Vec<_>>().join(", ")
        };
        let button = Button::selectable(waiting == Some(id), text).min_size(egui::vec2(150.0, 22.0)).truncate();
        if ui.add_sized([150.0, 22.0], button).accessible_name(format!("Keys of {title}")).clicked() {
            actions.push(Action::ShowOverlay(Some(Overlay::OwnKeys { waiting: Some(id) })));
        }
        ui.label(title);
        if state.settings.keys.contains_key(&id.name()) && ui.small_button("as before").clicked() {
            actions.push(Action::SetKeys(id, None));
        }
        for rival in state.rivals(id, &keys) {
            let name = rival.command().map_or("", |command| command.title);
            ui.label(RichText::new(format!("also calls {name}")).small().color(look.problem));
        }
    });
}

/// Takes the next press for the command.
fn wait(ui: &Ui, id: CommandId, actions: &mut Vec<Action>) {
    let pressed = ui.input_mut(|input| {
        let mut found = None;
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => {
                found = Some((*key, *modifiers));
                false
            }
            Event::Text(_) => false,
            _ => true,
        });
        found
    });
    let Some((key, modifiers)) = pressed else { return };
    let done = |actions: &mut Vec<Action>| {
        actions.push(Action::ShowOverlay(Some(Overlay::OwnKeys { waiting: None })));
    };
    match key {
        egui::Key::Escape if modifiers.is_none() => done(actions),
        egui::Key::Delete | egui::Key::Backspace if modifiers.is_none() => {
            actions.push(Action::SetKeys(id, Some(Vec::new())));
            done(actions);
        }
        _ => {
            if let Some(name) = KEY_NAMES.iter().find(|name| egui::Key::from_name(name) == Some(key)) {
                let keys = Keys { command: modifiers.command, shift: modifiers.shift, alt: modifiers.alt, key: name };
                actions.push(Action::SetKeys(id, Some(vec![keys])));
                done(actions);
            }
        }
    }
}
