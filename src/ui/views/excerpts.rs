//! All excerpts of the project as a workbench: a filter that is typed or clicked, a table of those that fit, and beside
//! it what the selected ones say, where it can be changed. The table's parts are in `excerpts/`.

mod cells;
mod filter_line;
mod header;
pub mod keys;
mod narrowing;
pub mod preview;
mod rows;
mod table;

use egui::{ComboBox, RichText, TextEdit, Ui};

use super::start;
use crate::analysis::Filter;
use crate::analysis::code_index::CodeIndex;
use crate::analysis::query::{Field, Mark};
use crate::app::{Action, CommandId, OpenProject, State};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::AtHand;

pub use filter_line::field as filter_field;
pub use table::table_id;

/// Names offered to filter by at most.
const OFFERED_MAX: usize = 40;

/// What the view keeps between frames.
#[derive(Default)]
pub struct ExcerptsView {
    /// What is typed to find an actor or an issue to filter by.
    actor: String,
    issue: String,
    line: filter_line::FilterLine,
    table: table::Table,
}

/// Shows filter and table.
pub fn show(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    (look, at_hand): (&Look, &AtHand),
    view: &mut ExcerptsView,
    actions: &mut Vec<Action>,
) {
    if open.project.excerpts().is_empty() {
        let sentence = "No excerpts yet: select a passage in an article and press 1, 2 or 3";
        start::empty(ui, state, look, sentence, &[CommandId::ShowRead], actions);
        return;
    }
    if filter_line::show(ui, open, (look, at_hand), &mut view.line, actions) {
        view.table.wants_focus = true;
    }
    choices(ui, state, open, at_hand, view, actions);
    ui.add_space(2.0);
    if open.hits.excerpts.is_empty() && !open.hits.is_coming() {
        // Left for a table that is not there: later, when something fits again, the line is what is typed in.
        view.table.wants_focus = false;
        nothing(ui, open, look, actions);
        return;
    }
    view.table.show(ui, state, open, look, actions);
}

/// The line of the filter alone, above another view of what it lets through.
pub fn show_filter(
    ui: &mut Ui,
    open: &OpenProject,
    looks: (&Look, &AtHand),
    view: &mut ExcerptsView,
    actions: &mut Vec<Action>,
) {
    if !open.project.excerpts().is_empty() {
        filter_line::show(ui, open, looks, &mut view.line, actions);
    }
}

/// What is shown where nothing fits: which part of the filter to loosen.
fn nothing(ui: &mut Ui, open: &OpenProject, look: &Look, actions: &mut Vec<Action>) {
    ui.add_space(theme::GAPS[3]);
    ui.vertical_centered(|ui| {
        let parts = open.filter.parts();
        let text = match parts.as_slice() {
            _ if open.hits.mistake.is_some() => "Nothing fitted before".to_owned(),
            [] => "None of the excerpts that are shown are by this analyst".to_owned(),
            [_] => "No excerpt fits".to_owned(),
            parts => format!("No excerpt fits all {} parts of the filter. Leave one out:", parts.len()),
        };
        ui.label(RichText::new(text).color(look.secondary));
        if parts.len() > 1 && open.hits.mistake.is_none() {
            ui.horizontal_wrapped(|ui| {
                for part in &parts {
                    if ui.button(format!("{}  ×", visible(part))).clicked() {
                        actions.push(Action::SetFilter(open.filter.without(part)));
                    }
                }
            });
        }
        if ui.button("Clear the filter").clicked() {
            actions.push(Action::SetFilter(Filter::default()));
        }
    });
}

/// The choices below the line, each of which changes what stands in it, and what the table looks like.
fn choices(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    at_hand: &AtHand,
    view: &mut ExcerptsView,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_wrapped(|ui| {
        let mut filter = open.filter.clone();
        tag_choice(ui, open, &mut filter);
        choice(ui, open, Field::Actor, (at_hand.actors(), &mut view.actor), &mut filter);
        choice(ui, open, Field::Issue, (at_hand.issues(), &mut view.issue), &mut filter);
        for (mark, name) in [(Mark::Starred, "Starred"), (Mark::Unsure, "Unsure"), (Mark::Checked, "Checked")] {
            let mut on = filter.asks_for(mark);
            if ui.toggle_value(&mut on, name).changed() {
                filter = filter.with_mark(mark, on);
            }
        }
        if filter != open.filter {
            actions.push(Action::SetFilter(filter));
        }
        ui.separator();
        header::grouping(ui, state, actions);
        header::columns_menu(ui, state, actions);
        if ui.button("Export…").clicked() {
            actions.push(Action::Command(CommandId::Export));
        }
    });
}

/// One tag or all.
fn tag_choice(ui: &mut Ui, open: &OpenProject, filter: &mut Filter) {
    let chosen = chosen(open, Field::Tag);
    let text = chosen.as_deref().map_or_else(|| "Tag".to_owned(), visible);
    let shown = ComboBox::from_id_salt("filter tag").selected_text(text).width(120.0).truncate().height(360.0);
    let response = shown.show_ui(ui, |ui| {
        if ui.selectable_label(chosen.is_none(), "Any tag").clicked() {
            *filter = filter.with_value(Field::Tag, None);
        }
        for tag in open.project.tags_in_order() {
            if ui.selectable_label(chosen.as_deref() == Some(&tag.name), visible(&tag.name)).clicked() {
                *filter = filter.with_value(Field::Tag, Some(tag.name.as_str().into()));
            }
        }
    });
    response.response.accessible_name("Tag to filter excerpts by");
}

/// What the filter asks for in a field, unless there is nothing of that name: then it is not chosen but being typed.
fn chosen(open: &OpenProject, field: Field) -> Option<String> {
    let chosen = open.filter.value(field)?;
    let mistake = open.hits.mistake.as_ref().and_then(|mistake| open.filter.text().get(mistake.at.clone()));
    (mistake.map(|words| words.trim_matches(['"', '“', '”'])) != Some(chosen.as_str())).then_some(chosen)
}

/// One code or all, found by a part of its name.
fn choice(
    ui: &mut Ui,
    open: &OpenProject,
    field: Field,
    (index, typed): (&CodeIndex, &mut String),
    filter: &mut Filter,
) {
    let name = if field == Field::Actor { "Actor" } else { "Issue" };
    let chosen = chosen(open, field);
    let text = chosen.as_deref().map_or_else(|| name.to_owned(), visible);
    let shown = ComboBox::from_id_salt(("filter", name)).selected_text(text).width(120.0).truncate().height(360.0);
    let shown = shown.close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let response = shown.show_ui(ui, |ui| {
        let edit = TextEdit::singleline(typed).hint_text("Type a part of the name").desired_width(200.0);
        ui.add(edit).accessible_name(format!("{name} to look for"));
        if ui.selectable_label(chosen.is_none(), format!("Any {}", name.to_lowercase())).clicked() {
            *filter = filter.with_value(field, None);
            ui.close();
        }
        for hit in index.find(typed, OFFERED_MAX) {
            if ui.selectable_label(chosen.as_deref() == Some(&hit.name), visible(&hit.name)).clicked() {
                *filter = filter.with_value(field, Some(hit.name.as_str().into()));
                typed.clear();
                ui.close();
            }
        }
    });
    response.response.accessible_name(format!("{name} to filter excerpts by"));
}
