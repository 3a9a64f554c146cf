//! A button that is an icon, with a name for screen readers and a tooltip that tells its key.

use egui::{Button, FontId, Response, RichText, Ui};

use crate::app::{Action, CommandId, State};
use crate::ui::theme;

/// An icon as text.
#[must_use]
pub fn icon(sign: &str, size: f32) -> RichText {
    RichText::new(sign).font(FontId::new(size, theme::icon_family()))
}

/// A filled icon as text.
#[must_use]
pub fn icon_fill(sign: &str, size: f32) -> RichText {
    RichText::new(sign).font(FontId::new(size, theme::icon_fill_family()))
}

/// A frameless button of 28 points with an icon; `name` is what it does.
pub fn icon_button(ui: &mut Ui, sign: &str, name: &str, enabled: bool) -> Response {
    let button = Button::new(icon(sign, 16.0)).frame_when_inactive(false).min_size(egui::vec2(28.0, 28.0));
    let response = ui.add_enabled(enabled, button).accessible_name(name);
    response.on_hover_text(name).on_disabled_hover_text(name)
}

/// The icon button of a command: its name, key and whether it can be called come from the list of commands.
pub fn command_button(ui: &mut Ui, state: &State, id: CommandId, sign: &str, actions: &mut Vec<Action>) -> Response {
    let Some(command) = id.command() else { return ui.label("") };
    let title = id.title(state);
    let text = state.keys_of(id).first().map_or_else(|| title.clone(), |keys| format!("{title}   {}", keys.text()));
    let button = Button::new(icon(sign, 16.0)).frame_when_inactive(false).min_size(egui::vec2(28.0, 28.0));
    let response = ui.add_enabled((command.enabled)(state), button).accessible_name(&title);
    if response.clicked() {
        actions.push(Action::Command(id));
    }
    response.on_hover_text(&text).on_disabled_hover_text(text)
}
