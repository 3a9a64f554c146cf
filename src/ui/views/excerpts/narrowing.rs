//! What a right click on an excerpt offers: to list only those that share something with it, or all but those.

use egui::{Response, RichText};

use crate::analysis::query::{Field, Query};
use crate::app::{Action, OpenProject};
use crate::model::Excerpt;
use crate::text::marks::visible;
use crate::ui::theme::Look;

/// Shows the menu where it was asked for.
pub(super) fn menu(response: &Response, open: &OpenProject, look: &Look, excerpt: &Excerpt, actions: &mut Vec<Action>) {
    response.context_menu(|ui| {
        ui.set_min_width(260.0);
        ui.label(RichText::new("List only these, or all but these").small().color(look.secondary));
        for (field, value) in shared(open, excerpt) {
            let query = Query::field(field, value);
            ui.horizontal(|ui| {
                let name = format!("{}: {}", field.entry().name, visible(value));
                let only = egui::Button::new(&name).frame_when_inactive(false).truncate();
                let room = egui::vec2((ui.available_width() - 76.0).max(120.0), 26.0);
                if ui.add_sized(room, only).accessible_name(format!("Only {name}")).clicked() {
                    actions.push(Action::SetFilter(open.filter.with(query.clone())));
                    ui.close();
                }
                if ui.button("not").on_hover_text("All but these").accessible_name(format!("Not {name}")).clicked() {
                    actions.push(Action::SetFilter(open.filter.with(Query::Not(Box::new(query)))));
                    ui.close();
                }
            });
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
