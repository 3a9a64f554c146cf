//! Who tags in this project: who I am, the colours of all, and whose excerpts are shown.

use egui::{Id, RichText, Ui};

use super::{close, title};
use crate::app::{Action, State, Whose};
use crate::model::{RecordId, colors};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::Drafts;
use crate::ui::widgets::draft_field::Field;
use crate::ui::widgets::section::{self, grouped};

/// Shows the analysts.
pub fn show(ui: &mut Ui, state: &State, look: &Look, drafts: &mut Drafts, actions: &mut Vec<Action>) {
    let Some(open) = &state.open else { return };
    title(ui, "Analysts");
    ui.add_enabled_ui(open.read_only.is_none(), |ui| {
        ui.label(RichText::new("You are").small().color(look.secondary));
        ui.horizontal(|ui| {
            let mut color = open.me.color;
            let response = egui::color_picker::color_edit_button_srgb(ui, &mut color).accessible_name("Your colour");
            if response.changed() {
                actions.push(Action::SetMe { name: open.me.name.clone(), color });
            }
            let id = Id::unique(("my name", open.me.id.to_string()));
            let field = Field { id, name: "Your name", hint: "your name", rows: 1, expects: "a name" };
            let color = open.me.color;
            drafts.field(ui, &field, &open.me.name, actions, move |name| Some(Action::SetMe { name, color }));
        });
        let others = open.project.analysts().values().filter(|analyst| analyst.id != open.me.id);
        let taken: Vec<[u8; 3]> = others.map(|analyst| analyst.color).collect();
        if taken.iter().any(|other| colors::alike(*other, open.me.color)) {
            let text = "Your colour is hard to tell from another's: take one that is not";
            if ui.add(egui::Button::new(text)).clicked() {
                actions.push(Action::SetMe { name: open.me.name.clone(), color: colors::next(&taken) });
            }
        }
    });
    section::heading(ui, look, "Everyone in this project", Some(open.project.analysts().len()));
    for analyst in open.project.analysts().values() {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 14.0), egui::Sense::hover());
            ui.painter().circle_filled(rect.center(), 6.0, theme::tag_color(look, analyst.color));
            ui.label(visible(&analyst.name));
            let is_me = analyst.id == open.me.id;
            let is_hidden = open.whose != Whose::All && (open.whose == Whose::Mine) != is_me;
            let count = match open.uses_shown(&RecordId::Analyst(analyst.id), 0) {
                // Zero would be a count of what is not to be seen.
                _ if is_hidden => "not shown".to_owned(),
                1 => "1 excerpt".to_owned(),
                count => format!("{} excerpts", grouped(count)),
            };
            let me = if is_me { " · you" } else { "" };
            ui.label(RichText::new(format!("{count}{me}")).small().color(look.secondary));
        });
    }
    section::heading(ui, look, "Show excerpts of", None);
    ui.horizontal(|ui| {
        for (whose, text) in Whose::ALL {
            if ui.selectable_label(open.whose == whose, text).clicked() {
                actions.push(Action::ShowExcerptsOf(whose));
            }
        }
    });
    let text = "To code blind, show your own alone: nothing that others tagged is painted or listed";
    ui.add(egui::Label::new(RichText::new(text).small().color(look.secondary)).wrap());
    ui.add_space(theme::GAPS[0]);
    close(ui, actions);
}
