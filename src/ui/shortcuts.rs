//! Keys to actions: walks the list of commands and the project's tags. A key that would type or move is inert while a
//! field has the focus.

use egui::{Key, Modifiers, Ui};

use crate::app::{Action, COMMANDS, Command, CommandId, Keys, OpenProject, Overlay, State, View};

/// Takes the keys that call commands or tags out of this frame's input and returns what they ask for. `typed_before`:
/// a field had the focus in the last frame; then `Esc` leaves that field and nothing else.
pub fn pressed(ui: &Ui, state: &State, typed_before: bool) -> Vec<Action> {
    let typing = ui.text_edit_focused() || typed_before;
    if matches!(state.overlay, Some(Overlay::OwnKeys { waiting: Some(_) })) {
        return Vec::new(); // the next press is meant for that window
    }
    // What is open is asked of the memory: nothing of this frame is drawn yet.
    let covered = state.overlay.is_some() || egui::Popup::is_any_open(ui);
    let mut actions = Vec::new();
    // Keys with Ctrl first: one of them may open a field, and what follows at once is meant for that field.
    let (plain, others): (Vec<&Command>, Vec<&Command>) =
        COMMANDS.iter().partition(|command| state.keys_of(command.id).iter().any(|keys| keys.types_or_moves()));
    for command in others.into_iter().chain(plain) {
        let typing = typing || actions.iter().any(|action| opens_field(state, action));
        // Moving the ends of an excerpt is for where its text is seen.
        let ends = state.open.as_ref().is_some_and(|open| open.view == View::Excerpts)
            && matches!(
                command.id,
                CommandId::ExtendStartWord
                    | CommandId::ShrinkStartWord
                    | CommandId::ExtendEndWord
                    | CommandId::ShrinkEndWord
            );
        if ends {
            continue;
        }
        for keys in state.keys_of(command.id) {
            if keys.types_or_moves() && (typing || covered) {
                continue;
            }
            // A field has its own undo, redo and copy.
            if typing && matches!(command.id, CommandId::Undo | CommandId::Redo | CommandId::CopyWithSource) {
                continue;
            }
            let Some((modifiers, key)) = as_egui(keys) else { continue };
            let enabled = (command.enabled)(state);
            // A plain key of a command that cannot be called is left to whoever has the focus.
            if !enabled && keys.types_or_moves() {
                continue;
            }
            if ui.input_mut(|input| consume(input, modifiers, key)) && enabled {
                actions.push(Action::Command(command.id));
            }
        }
    }
    let typing = typing || actions.iter().any(|action| opens_field(state, action));
    // A passage is copied by the pane; of selected excerpts the window has the words.
    let excerpts =
        |open: &OpenProject| open.has_excerpts_in_sight() && open.passage.is_none() && !open.selected.is_empty();
    let excerpts = state.open.as_ref().is_some_and(excerpts);
    if !typing && !covered && excerpts && ui.input_mut(copy) {
        actions.push(Action::Command(CommandId::CopyPassage));
    }
    let taggable = |open: &OpenProject| match open.view {
        View::Read => true,
        View::Excerpts => !open.selected.is_empty(),
        View::Codes | View::Search | View::Overview => false,
    };
    if !typing && !covered && state.open.as_ref().is_some_and(taggable) {
        actions.extend(tag_pressed(ui, state));
    }
    actions
}

/// Whether an action puts the keyboard into a field, which then takes all plain keys.
pub fn opens_field(state: &State, action: &Action) -> bool {
    let id = match action {
        Action::Command(id) => id,
        // The strip at the passage comes with it.
        Action::Tag(_) => return state.settings.strip && state.open.as_ref().is_some_and(|o| o.passage.is_some()),
        _ => return false,
    };
    matches!(
        id,
        CommandId::Palette
            | CommandId::NewProject
            | CommandId::NarrowArticles
            | CommandId::FilterExcerpts
            | CommandId::ArticleDetails
            | CommandId::EditMemo
            | CommandId::AddActor
            | CommandId::AddIssue
            | CommandId::FindInArticle
            | CommandId::GoToParagraph
    )
}

/// The tag whose key was pressed.
fn tag_pressed(ui: &Ui, state: &State) -> Option<Action> {
    let open = state.open.as_ref()?;
    open.project.tags().values().filter(|tag| !tag.retired).find_map(|tag| {
        let key = Key::from_name(&tag.key?.to_ascii_uppercase().to_string())?;
        let pressed = |modifiers| ui.input_mut(|input| consume(input, modifiers, key));
        if pressed(Modifiers::NONE) {
            Some(Action::Tag(tag.id.clone()))
        } else {
            pressed(Modifiers::ALT).then(|| Action::AlsoTag(tag.id.clone()))
        }
    })
}

/// Takes the wish to copy out of the input.
fn copy(input: &mut egui::InputState) -> bool {
    let before = input.events.len();
    input.events.retain(|event| !matches!(event, egui::Event::Copy));
    input.events.len() < before
}

/// Like egui's own, but with exactly these modifiers: `Ctrl+Shift+Z` never stands for `Ctrl+Z`.
pub(super) fn consume(input: &mut egui::InputState, modifiers: Modifiers, key: Key) -> bool {
    let mut found = false;
    input.events.retain(|event| {
        let hit = matches!(event, egui::Event::Key { key: pressed, pressed: true, modifiers: held, .. }
            if *pressed == key && held.matches_exact(modifiers));
        found |= hit;
        !hit
    });
    if found && modifiers.is_none() {
        // The same press also arrives as text; a command swallows both.
        input.events.retain(|event| !matches!(event, egui::Event::Text(_)));
    }
    found
}

/// A key of the command list as egui knows it. Keys that need Shift on most keyboards match with and without it.
#[must_use]
pub fn as_egui(keys: Keys) -> Option<(Modifiers, Key)> {
    let key = Key::from_name(keys.key)?;
    let mut modifiers = Modifiers::NONE;
    if keys.command {
        modifiers = modifiers.plus(Modifiers::COMMAND);
    }
    if keys.shift || keys.key == "Questionmark" {
        modifiers = modifiers.plus(Modifiers::SHIFT);
    }
    if keys.alt {
        modifiers = modifiers.plus(Modifiers::ALT);
    }
    Some((modifiers, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn egui_knows_every_key() {
        for name in crate::app::keys::KEY_NAMES {
            assert!(Key::from_name(name).is_some(), "{name}");
        }
        for command in COMMANDS {
            for keys in command.keys {
                assert!(as_egui(*keys).is_some(), "{}: {}", command.title, keys.key);
            }
        }
    }
}
