//! The bar at the top: project and menu, views, search, undo and redo, and whether everything is saved.

use egui::{Align, Button, Color32, Layout, RichText, Ui};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::theme::{self, Look};
use super::widgets::icon_button::{command_button, icon, icon_fill};
use super::{icons, menu};
use crate::app::{Action, CommandId, Overlay, State, View};

/// Shows the bar.
pub fn show(ui: &mut Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    ui.horizontal_centered(|ui| {
        let name = state.open.as_ref().map_or("Rapporteur", |open| open.project.meta().name.as_str());
        let short: String =
            if name.chars().count() > 36 { name.chars().take(35).chain(['…']).collect() } else { name.to_owned() };
        let title = RichText::new(short).family(theme::bold_family()).size(14.0);
        let button =
            Button::new((title, icon(icons::CARET_DOWN, 12.0).color(look.secondary))).frame_when_inactive(false);
        let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
            ui.set_min_width(200.0);
            menu::all(ui, state, look, actions);
        });
        response.accessible_name("Menu").on_hover_text("Menu");
        if let Some(open) = &state.open {
            ui.add_space(theme::GAPS[0]);
            for (view, id) in [
                (View::Read, CommandId::ShowRead),
                (View::Excerpts, CommandId::ShowExcerpts),
                (View::Codes, CommandId::ShowCodes),
                (View::Overview, CommandId::ShowOverview),
                (View::Search, CommandId::SearchAll),
            ] {
                let chosen = open.view == view;
                let name = if view == View::Search { "Search".to_owned() } else { id.title(state) };
                let text = RichText::new(name).family(theme::medium_family());
                let text = text.color(if chosen { look.ink } else { look.secondary });
                let response = ui.add(Button::selectable(chosen, text));
                if response.clicked() {
                    actions.push(Action::ShowView(view));
                }
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if state.open.is_some() {
                saved(ui, state, look, actions);
                ui.add_space(4.0);
                // Where there is little room the menu and the keys have these.
                if state.room.width > theme::NARROW {
                    command_button(ui, state, CommandId::ToggleRightPanel, icons::SIDEBAR, actions);
                    command_button(ui, state, CommandId::Redo, icons::REDO, actions);
                    command_button(ui, state, CommandId::Undo, icons::UNDO, actions);
                    ui.add_space(4.0);
                }
            }
            search(ui, state, look, actions);
        });
    });
}

fn search(ui: &mut Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let keys = state.keys_of(CommandId::Palette).first().map(|keys| keys.text());
    let room = ui.available_width() - 24.0;
    if room < 160.0 {
        command_button(ui, state, CommandId::Palette, icons::SEARCH, actions);
        return;
    }
    let width = room.min(280.0);
    let text = RichText::new("Find or do…").color(look.secondary);
    let shortcut = RichText::new(keys.unwrap_or_default()).small().color(look.secondary);
    let button = Button::new((icon(icons::SEARCH, 14.0).color(look.secondary), text)).shortcut_text(shortcut);
    if ui.add(button.min_size(egui::vec2(width, 28.0))).accessible_name("Find or do").clicked() {
        actions.push(Action::Command(CommandId::Palette));
    }
}

/// Says in words whether everything is on the disk.
fn saved(ui: &mut Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let Some(open) = &state.open else { return };
    let (sign, color, text, about): (&str, Color32, String, String) = if open.project.is_in_part() {
        let about =
            "What can be changed, counted and exported comes with the last excerpt; articles can be read already";
        (icons::CIRCLE_HALF, look.secondary, "Reading…".to_owned(), about.to_owned())
    } else if let Some(reason) = &open.read_only {
        (icons::LOCK, look.secondary, "Read only".to_owned(), reason.clone())
    } else if let Some(message) = &open.saving.failed {
        (icons::WARNING, look.problem, "NOT SAVED".to_owned(), message.clone())
    } else if open.is_saved() {
        let at = open.saving.saved_at.map(|at| format!(" {}", clock(at))).unwrap_or_default();
        let text = format!("Saved{at}");
        (icons::CHECK_CIRCLE, look.well, text, "Every edit is kept by itself".to_owned())
    } else {
        (icons::CIRCLE_HALF, look.secondary, "Saving…".to_owned(), "The last edit is on its way to the disk".to_owned())
    };
    let family = if open.saving.failed.is_some() { theme::bold_family() } else { theme::medium_family() };
    let label = RichText::new(&text).small().family(family).color(if open.saving.failed.is_some() {
        look.problem
    } else {
        look.secondary
    });
    let response = ui.add(Button::new((icon_fill(sign, 14.0).color(color), label)).frame_when_inactive(false));
    if response.clicked() {
        actions.push(match open.saving.failed {
            Some(_) => Action::ShowOverlay(Some(Overlay::NotSaved { leaving: None })),
            None => Action::Command(CommandId::Save),
        });
    }
    response.accessible_name(text).on_hover_text(about);
}

/// Hours and minutes of the user's day.
#[must_use]
pub fn clock(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%H:%M").to_string()
}
