//! What a right click on an excerpt offers: what can be done to it, or to all that are selected with it, and to list only
//! those that share something with it, or all but those.

use egui::{Response, RichText};

use crate::analysis::query::{Field, Query, Value};
use crate::app::{Action, CommandId, OpenProject, State};
use crate::model::Excerpt;
use crate::text::marks::visible;
use crate::ui::menu;
use crate::ui::theme::Look;
use crate::ui::widgets::list_row::entry;
use crate::ui::widgets::section::grouped;

/// What is done to the selected excerpts.
const DONE_TO_THEM: &[CommandId] = &[
    CommandId::CopyPassage,
    CommandId::CopyWithSource,
    CommandId::Star,
    CommandId::MarkUnsure,
    CommandId::MarkChecked,
    CommandId::SameWords,
    CommandId::DuplicateExcerpt,
    CommandId::DeleteExcerpts,
];

/// Shows the menu where it was asked for.
pub(super) fn menu(
    response: &Response,
    state: &State,
    (open, look): (&OpenProject, &Look),
    excerpt: &Excerpt,
    actions: &mut Vec<Action>,
) {
    response.context_menu(|ui| {
        ui.set_width(290.0);
        let head = |ui: &mut egui::Ui, text: &str| ui.label(RichText::new(text).small().color(look.secondary));
        match open.selected.len() {
            0 | 1 => head(ui, "This excerpt"),
            count => head(ui, &format!("All {} excerpts selected", grouped(count))),
        };
        if ui.button("Read in its place").clicked() {
            actions.push(Action::ShowExcerpt(excerpt.id));
            ui.close();
        }
        menu::some(ui, state, look, DONE_TO_THEM, actions);
        ui.separator();
        head(ui, "List only those like this one, or all but those");
        let height = (ui.ctx().content_rect().height() * 0.36).max(120.0);
        let area = egui::ScrollArea::vertical().id_salt("shared").max_height(height).min_scrolled_height(height);
        area.show(ui, |ui| {
            for (field, value) in shared(open, excerpt) {
                narrow_by(ui, open, (field, value), actions);
            }
        });
    });
}

/// A line of the menu: only those that have this in common, or all others.
fn narrow_by(ui: &mut egui::Ui, open: &OpenProject, (field, value): (Field, &str), actions: &mut Vec<Action>) {
    let query = Query::field(field, Value::alone(field, value));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let name = format!("{}: {}", field.entry().name, visible(value));
        let only = egui::Button::new(&name).frame_when_inactive(false);
        let width = ui.available_width() - 62.0;
        if entry(ui, width, only).accessible_name(format!("Only {name}")).clicked() {
            actions.push(Action::SetFilter(open.filter_in_force().with(query.clone())));
            ui.close();
        }
        let but = egui::Button::new("all but").frame_when_inactive(false);
        if ui.add(but).on_hover_text(format!("All but {name}")).accessible_name(format!("Not {name}")).clicked() {
            actions.push(Action::SetFilter(open.filter_in_force().with(Query::Not(Box::new(query)))));
            ui.close();
        }
    });
}

/// What an excerpt has that others may have as well.
fn shared<'a>(open: &'a OpenProject, excerpt: &'a Excerpt) -> Vec<(Field, &'a str)> {
    let project = &open.project;
    let mut shared = Vec::new();
    shared.extend(project.tags().get(&excerpt.tag).map(|tag| (Field::Tag, tag.name.as_str())));
    for (field, ids) in [(Field::Actor, &excerpt.actors), (Field::Addressee, &excerpt.addressees)] {
        shared.extend(ids.iter().filter_map(|id| Some((field, project.actors().get(id)?.name.as_str()))));
    }
    shared.extend(excerpt.issues.iter().filter_map(|id| Some((Field::Issue, project.issues().get(id)?.name.as_str()))));
    shared.extend(excerpt.stance.as_ref().map(|stance| (Field::Stance, stance.word())));
    shared.extend(excerpt.voice.as_ref().map(|voice| (Field::Voice, voice.word())));
    shared
        .extend(Some(excerpt.speaker.as_str()).filter(|words| !words.is_empty()).map(|words| (Field::Speaker, words)));
    if let Some(article) = project.articles().get(&excerpt.article) {
        shared.push((Field::Article, article.title.as_str()));
        shared.push((Field::Outlet, article.outlet.as_str()));
    }
    shared.extend(project.analysts().get(&excerpt.analyst).map(|analyst| (Field::Analyst, analyst.name.as_str())));
    shared.retain(|(_, value)| !value.trim().is_empty());
    shared
}
