//! The line in which the filter is typed, what is wrong with it, and the filters that are kept in the project.

use egui::{Id, RichText, TextEdit, Ui};

use crate::analysis::Filter;
use crate::analysis::query::{Mistake, Words, complete};
use crate::app::{Action, OpenProject};
use crate::model::FilterId;
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::Look;
use crate::ui::widgets::AtHand;
use crate::ui::widgets::completing_field::{CompletingField, Looks};
use crate::ui::widgets::icon_button::{icon, icon_button};
use crate::ui::widgets::list_row::entry;
use crate::ui::widgets::section::grouped;

/// Height of the line below the field, in points.
const STATE_LINE: f32 = 20.0;

/// What the line keeps between frames.
#[derive(Default)]
pub(super) struct FilterLine {
    field: CompletingField,
    /// The filter that the field was last seen to stand for.
    known: String,
    /// The name that a filter is about to be kept by, or to get.
    naming: Option<(Option<FilterId>, String)>,
}

/// The field of the filter.
#[must_use]
pub fn field() -> Id {
    Id::unique("filter of the excerpts")
}

/// Shows the line. Says whether it was left for the table.
pub(super) fn show(
    ui: &mut Ui,
    open: &OpenProject,
    (look, at_hand): (&Look, &AtHand),
    line: &mut FilterLine,
    actions: &mut Vec<Action>,
) -> bool {
    if open.filter.text() != line.known {
        open.filter.text().clone_into(&mut line.field.text);
        open.filter.text().clone_into(&mut line.known);
    }
    // A mistake in names is found with the list, which may still be on its way.
    let mistake = open.mistake_in_filter().filter(|_| open.filter.text() == line.field.text).cloned();
    let mut done = false;
    let mut offering = false;
    ui.horizontal(|ui| {
        ui.label(icon(icons::FUNNEL, 16.0).color(look.secondary));
        let words = Words { project: &open.project, actors: at_hand.actors(), issues: at_hand.issues() };
        let looks = Looks {
            id: field(),
            name: "Filter excerpts",
            hint: "Filter: tag:\"red line\" actor:Ukraine -voice:paraphrase said:2025-12.. words",
            width: (ui.available_width() - 150.0).max(160.0),
            wrong: mistake.as_ref().map(|mistake| mistake.at.clone()),
            below: STATE_LINE + ui.spacing().item_spacing.y,
        };
        let typing = line.field.show(ui, look, &looks, |text, cursor| complete(text, cursor, words));
        if typing.changed {
            line.known.clone_from(&line.field.text);
            actions.push(Action::SetFilter(Filter::new(&line.field.text)));
        }
        offering = typing.offering;
        done = typing.entered || typing.left;
        let says = mistake.as_ref().map(|mistake| mistake.says.clone());
        typing.response.on_hover_text(says.unwrap_or_else(|| {
            "Fields, words, and, or, not, brackets; what fits is offered as you type. README tells all of it".to_owned()
        }));
        if ui.add_enabled(!open.filter.text().is_empty(), egui::Button::new("Clear")).clicked() {
            actions.push(Action::SetFilter(Filter::default()));
        }
        kept(ui, open, look, line, actions);
    });
    // While a name is still being typed, nothing is wrong with it yet.
    let growing = mistake.as_ref().is_some_and(|mistake| offering && line.field.is_at_the_end_of(&mistake.at));
    state_line(ui, open, look, mistake.as_ref(), growing);
    done
}

/// How much is listed and selected, and what is wrong with the filter. Always as high, so that nothing below it moves
/// while one types, and never under what is offered.
fn state_line(ui: &mut Ui, open: &OpenProject, look: &Look, mistake: Option<&Mistake>, growing: bool) {
    let size = egui::vec2(ui.available_width(), STATE_LINE);
    ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_size(size);
        let mut text = format!("{} of {}", grouped(open.hits.excerpts.len()), grouped(open.count_shown()));
        if !open.selected.is_empty() {
            text.push_str(&format!(" · {} selected", grouped(open.selected.len())));
        }
        ui.label(RichText::new(text).color(look.secondary));
        if open.hits.is_coming() {
            ui.add(egui::Spinner::new().size(14.0)).on_hover_text("Listing");
        }
        match mistake {
            Some(_) if growing => {
                ui.label(
                    RichText::new("Shown is what fitted before the word that is being typed").color(look.secondary),
                );
            }
            Some(mistake) => {
                ui.label(icon(icons::WARNING, 14.0).color(look.problem));
                let says = visible(&mistake.says);
                let end = if says.ends_with('?') { "" } else { "." };
                let text = RichText::new(format!("{says}{end} Shown is what fitted before")).color(look.problem);
                ui.add(egui::Label::new(text).truncate());
            }
            None => {}
        }
    });
}

/// The menu of filters kept in the project.
fn kept(ui: &mut Ui, open: &OpenProject, look: &Look, line: &mut FilterLine, actions: &mut Vec<Action>) {
    let config =
        egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::containers::menu::MenuButton::new("Kept filters").config(config);
    let (response, _) = button.ui(ui, |ui| {
        ui.set_width(300.0);
        let writable = open.read_only.is_none();
        let filters = open.project.filters();
        if filters.is_empty() {
            ui.label(RichText::new("None yet: type a filter and keep it by a name").color(look.secondary));
        }
        let mut listed: Vec<_> = filters.values().collect();
        listed.sort_by_key(|filter| filter.name.to_lowercase());
        for filter in listed {
            if line.naming.as_ref().is_some_and(|(of, _)| *of == Some(filter.id)) {
                name_field(ui, line, actions);
                continue;
            }
            ui.horizontal(|ui| {
                let chosen = filter.query.trim() == open.filter.text().trim();
                let width = (ui.available_width() - 72.0).max(80.0);
                let name = egui::Button::selectable(chosen, visible(&filter.name));
                if entry(ui, width, name).on_hover_text(visible(&filter.query)).clicked() {
                    actions.push(Action::SetFilter(Filter::new(&filter.query)));
                    ui.close();
                }
                if icon_button(ui, icons::DOTS, &format!("Rename {}", visible(&filter.name)), writable).clicked() {
                    line.naming = Some((Some(filter.id), filter.name.clone()));
                }
                if icon_button(ui, icons::TRASH, &format!("Remove {}", visible(&filter.name)), writable).clicked() {
                    actions.push(Action::RemoveFilter(filter.id));
                }
            });
        }
        ui.separator();
        let can_keep = writable && !open.filter.is_empty() && open.filter.query().is_ok();
        if line.naming.as_ref().is_some_and(|(of, _)| of.is_none()) {
            name_field(ui, line, actions);
        } else if ui.add_enabled(can_keep, egui::Button::new("Keep this filter…")).clicked() {
            line.naming = Some((None, String::new()));
        }
    });
    if !egui::Popup::is_id_open(ui.ctx(), egui::Popup::default_response_id(&response)) {
        line.naming = None;
    }
}

/// The field for a filter's name.
fn name_field(ui: &mut Ui, line: &mut FilterLine, actions: &mut Vec<Action>) {
    let Some((of, name)) = &mut line.naming else { return };
    let edit = TextEdit::singleline(name).hint_text("Name of the filter").desired_width(ui.available_width());
    let response = ui.add(edit).accessible_name("Name of the filter");
    if response.lost_focus() {
        if ui.input(|input| input.key_pressed(egui::Key::Enter)) && !name.trim().is_empty() {
            actions.push(match of {
                Some(id) => Action::RenameFilter(*id, name.clone()),
                None => Action::KeepFilter(name.clone()),
            });
            ui.close();
        }
        line.naming = None;
    } else if !response.has_focus() {
        response.request_focus();
    }
}
