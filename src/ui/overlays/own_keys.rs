//! One's own keys: every command with its keys; a click waits for the next press. Keys that call several are marked.

use egui::{Button, Event, RichText, TextEdit, Ui};

use super::{close, scrolled, title};
use crate::app::command::Group;
use crate::app::keys::KEY_NAMES;
use crate::app::{Action, COMMANDS, CommandId, Keys, Overlay, State};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::section;

/// What the window keeps between frames.
#[derive(Default)]
pub struct Draft {
    /// What narrows the list.
    words: String,
    /// Only commands in conflict are listed.
    in_conflict: bool,
    /// Why the keys just pressed were refused.
    refused: Option<String>,
}

/// Shows the list; `waiting` is the command whose key is pressed next.
pub fn show(
    ui: &mut Ui,
    state: &State,
    look: &Look,
    (waiting, draft): (Option<CommandId>, &mut Draft),
    actions: &mut Vec<Action>,
) {
    title(ui, "Your own keys");
    let text = "Click a command's keys, then press those that shall call it. Esc leaves them as they are, Delete takes them \
                away. They are kept in settings.ron, where they can be edited too";
    ui.add(egui::Label::new(RichText::new(text).color(look.secondary)).wrap());
    match waiting {
        Some(id) => wait(ui, id, &mut draft.refused, actions),
        None => draft.refused = None,
    }
    if let Some(sentence) = &draft.refused {
        ui.label(RichText::new(sentence).color(look.problem));
    }
    ui.add_space(theme::GAPS[0]);
    let edit = TextEdit::singleline(&mut draft.words).hint_text("Find a command or a key").desired_width(f32::INFINITY);
    ui.add_enabled(waiting.is_none(), edit.margin(egui::vec2(6.0, 4.0))).accessible_name("Find a command or a key");
    let rivals: Vec<CommandId> =
        COMMANDS.iter().map(|command| command.id).filter(|id| state.is_in_conflict(*id)).collect();
    if rivals.is_empty() {
        draft.in_conflict = false;
    } else {
        ui.checkbox(&mut draft.in_conflict, format!("Only the {} commands in conflict", rivals.len()));
    }
    let wanted = draft.words.trim().to_lowercase();
    let fits = |id: CommandId| {
        if draft.in_conflict && !rivals.contains(&id) {
            return false;
        }
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
fn wait(ui: &Ui, id: CommandId, refused: &mut Option<String>, actions: &mut Vec<Action>) {
    let pressed = ui.input_mut(|input| {
        let mut found = None;
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => {
                found = Some((*key, *modifiers));
                false
            }
            // Where the system has keys for the clipboard, what they mean arrives in their place.
            Event::Copy | Event::Cut | Event::Paste(_) => {
                let key = match event {
                    Event::Copy => egui::Key::C,
                    Event::Cut => egui::Key::X,
                    _ => egui::Key::V,
                };
                found = Some((key, egui::Modifiers::COMMAND));
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
                *refused = keys.refused();
                if refused.is_none() {
                    actions.push(Action::SetKeys(id, Some(vec![keys])));
                    done(actions);
                }
            }
        }
    }
}
