//! One's own keys: every command with its keys; a click waits for the next press. Keys that call several are marked.

use egui::{Button, Event, RichText, TextEdit, Ui};

use super::{close, scrolled, title};
use crate::app::command::Group;
use crate::app::keys::KEY_NAMES;
use crate::app::{Action, COMMANDS, CommandId, Keys, Overlay, State};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::section;

/// Shows the list; `waiting` is the command whose key is pressed next, `words` narrow the list.
pub fn show(
    ui: &mut Ui,
    state: &State,
    look: &Look,
    (waiting, words): (Option<CommandId>, &mut String),
    actions: &mut Vec<Action>,
) {
    title(ui, "Your own keys");
    let text = "Click a command's keys, then press those that shall call it. Esc leaves them as they are, Delete takes them \
                away. They are kept in settings.ron, where they can be edited too";
    ui.add(egui::Label::new(RichText::new(text).color(look.secondary)).wrap());
    if let Some(id) = waiting {
        wait(ui, id, actions);
    }
    ui.add_space(theme::GAPS[0]);
    let edit = TextEdit::singleline(words).hint_text("Find a command or a key").desired_width(f32::INFINITY);
    ui.add_enabled(waiting.is_none(), edit.margin(egui::vec2(6.0, 4.0))).accessible_name("Find a command or a key");
    let wanted = words.trim().to_lowercase();
    let fits = |id: CommandId| {
        let title = id.command().map_or("", |command| command.title).to_lowercase();
        title.contains(&wanted) || state.keys_of(id).iter().any(|keys| keys.text().to_lowercase() == wanted)
    };
    scrolled(ui, "own keys", 400.0).show(ui, |ui| {
        for group in Group::ALL {
            let mut commands = COMMANDS.iter().filter(|command| command.group == group && fits(command.id)).peekable();
            if commands.peek().is_some() {
                section::heading(ui, look, group.title(), None);
            }
            for command in commands {
                row(ui, state, look, command.id, waiting, actions);
            }
        }
    });
    ui.add_space(theme::GAPS[0]);
    close(ui, actions);
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
        let stroke = egui::Stroke::new(1.0, if waiting == Some(id) { look.accent } else { look.hairline });
        let button = Button::new(text).selected(waiting == Some(id)).stroke(stroke).truncate();
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
        for tag in state.rival_tags(&keys) {
            let text = format!("also tags as {}", visible(&tag.name));
            ui.label(RichText::new(text).small().color(look.problem));
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
