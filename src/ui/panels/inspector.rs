//! The inspector: the selected excerpt with all its fields, or several. The tag is chosen in `tag_choice.rs`, the list of
//! the article's excerpts below is `in_article.rs`.

use egui::{Id, RichText, ScrollArea, Ui};

use super::{in_article, statement, tag_choice};
use crate::app::state::LOOKED_AT_MAX;
use crate::app::{Action, CommandId, OpenProject, State, View};
use crate::model::{Excerpt, ExcerptId, Project};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::views::excerpts::preview;
use crate::ui::widgets::code_picker::Picker;
use crate::ui::widgets::icon_button::{command_button, icon_fill};
use crate::ui::widgets::{AtHand, Drafts, quote as quoted, section};

/// What the inspector keeps between frames.
#[derive(Default)]
pub struct Inspector {
    pub(super) actors: Picker,
    pub(super) addressees: Picker,
    pub(super) issues: Picker,
    tag: tag_choice::TagChoice,
    list: in_article::List,
}

/// The id of an excerpt's memo field.
#[must_use]
pub fn memo_field(id: ExcerptId) -> Id {
    Id::unique(("memo", id.to_string()))
}

/// Whether the keyboard is on the list of the article's excerpts: then going through it does not lead into the text.
#[must_use]
pub fn is_in_list(ui: &Ui) -> bool {
    ui.memory(|memory| memory.has_focus(in_article::list_id()))
}

/// Shows the inspector.
pub fn show(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    (look, at_hand): (&Look, &AtHand),
    (inspector, drafts): (&mut Inspector, &mut Drafts),
    actions: &mut Vec<Action>,
) {
    let in_table = open.view == View::Excerpts;
    let listing = open.reading.map_or(0, |id| open.places_shown(id).len());
    let nothing_below = if in_table { open.inspected().is_none() } else { listing == 0 && open.narrowed_to.is_empty() };
    let below = if nothing_below { 0.0 } else { (ui.available_height() * 0.36).clamp(120.0, 360.0) };
    let top = ui.available_height() - below;
    ui.allocate_ui(egui::vec2(ui.available_width(), top), |ui| {
        ui.set_min_height(top);
        ScrollArea::vertical().id_salt("inspector").auto_shrink([false, false]).show(ui, |ui| {
            // Room for the scroll bar, so that it never lies over a field.
            ui.set_max_width(ui.available_width() - 10.0);
            if open.selected.is_empty() {
                nothing_selected(ui, open, look);
            } else {
                ui.add_enabled_ui(open.read_only.is_none(), |ui| {
                    selected(ui, state, open, (look, at_hand), (inspector, drafts), actions);
                });
            }
        });
    });
    if below > 0.0 && in_table {
        preview::show(ui, open, look, actions);
    } else if below > 0.0 {
        in_article::show(ui, open, look, &mut inspector.list, actions);
    }
}

fn nothing_selected(ui: &mut Ui, open: &OpenProject, look: &Look) {
    section::heading(ui, look, "Excerpt", None);
    ui.add_space(theme::GAPS[0]);
    let keys: Vec<String> = open
        .project
        .tags_in_order()
        .iter()
        .filter_map(|tag| Some(format!("{} {}", tag.key?, visible(&tag.name).to_lowercase())))
        .collect();
    let text = match (open.passage, open.article()) {
        _ if open.view == View::Excerpts => {
            "Choose an excerpt in the table to see and change what it records, or several to change all at once"
                .to_owned()
        }
        (Some(_), _) => format!("Press a key to tag the selected passage: {}", keys.join(", ")),
        (None, None) => "Open an article to read and tag it".to_owned(),
        (None, Some(_)) => {
            "Select a passage and press a tag's key, or click an excerpt to see what it records".to_owned()
        }
    };
    ui.label(RichText::new(text).color(look.secondary));
}

fn selected(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    (look, at_hand): (&Look, &AtHand),
    (inspector, drafts): (&mut Inspector, &mut Drafts),
    actions: &mut Vec<Action>,
) {
    let title =
        if open.selected.len() == 1 { "Excerpt".to_owned() } else { format!("{} excerpts", open.selected.len()) };
    section::heading_with(ui, look, &title, |ui| {
        command_button(ui, state, CommandId::DeleteExcerpts, icons::TRASH, actions);
        command_button(ui, state, CommandId::DuplicateExcerpt, icons::COPY, actions);
        command_button(ui, state, CommandId::MarkChecked, icons::CHECK_CIRCLE, actions);
        command_button(ui, state, CommandId::MarkUnsure, icons::QUESTION, actions);
        command_button(ui, state, CommandId::Star, icons::STAR, actions);
    });
    waiting(ui, open, look, actions);
    if open.selected.len() > LOOKED_AT_MAX {
        let text = format!("Shown is what the first {} have; what is set goes to all", section::grouped(LOOKED_AT_MAX));
        ui.label(RichText::new(text).small().color(look.secondary));
    }
    marks(ui, open, look);
    tag_choice::show(ui, open, look, &mut inspector.tag, actions);
    if let Some(excerpt) = open.inspected() {
        quote(ui, excerpt, look);
    }
    statement::show(ui, open, (look, at_hand), inspector, drafts, actions);
    if let Some(excerpt) = open.inspected() {
        super::links::show(ui, open, look, excerpt, actions);
        who_and_when(ui, &open.project, excerpt, look);
    }
}

/// That several analysts changed the excerpt at the same time.
fn waiting(ui: &mut Ui, open: &OpenProject, look: &Look, actions: &mut Vec<Action>) {
    let Some(excerpt) = open.inspected().filter(|excerpt| open.versions.has_excerpt(excerpt.id)) else { return };
    let id = crate::model::RecordId::Excerpt(excerpt.id);
    let count = open.versions.waiting().get(&id).map_or(0, Vec::len);
    ui.horizontal_wrapped(|ui| {
        ui.label(icon_fill(icons::WARNING, 13.0).color(look.problem));
        ui.label(RichText::new(format!("{count} versions wait to be settled")).family(theme::medium_family()));
        if ui.button("Compare…").clicked() {
            actions.push(Action::ShowOverlay(Some(crate::app::Overlay::Versions(id))));
        }
    });
}

/// Star and doubt, where the selected excerpts have them.
fn marks(ui: &mut Ui, open: &OpenProject, look: &Look) {
    let excerpts = open.looked_at();
    let all = excerpts.clone().count();
    let starred = excerpts.clone().filter(|excerpt| excerpt.starred).count();
    let checked = excerpts.clone().filter(|excerpt| excerpt.checked).count();
    let unsure = excerpts.clone().filter(|excerpt| excerpt.certainty == crate::model::Certainty::Unsure).count();
    if starred + unsure + checked > 0 {
        ui.horizontal(|ui| {
            let marks = [
                (starred, icons::STAR, "Starred", look.accent),
                (unsure, icons::QUESTION, "Unsure: look again", look.problem),
                (checked, icons::CHECK_CIRCLE, "Checked", look.well),
            ];
            for (count, sign, text, color) in marks {
                if count > 0 {
                    let some = if count < all { format!(", {count} of {all}") } else { String::new() };
                    ui.label(icon_fill(sign, 13.0).color(color));
                    ui.label(RichText::new(format!("{text}{some}")).small().color(look.secondary));
                }
            }
        });
    }
}

fn quote(ui: &mut Ui, excerpt: &Excerpt, look: &Look) {
    ui.add_space(2.0);
    let words = excerpt.anchor.quote();
    if words.len() > 420 {
        ScrollArea::vertical().id_salt("quote").max_height(120.0).show(ui, |ui| quoted::quote(ui, look, words));
    } else {
        quoted::quote(ui, look, words);
    }
    ui.add_space(4.0);
}

fn who_and_when(ui: &mut Ui, project: &Project, excerpt: &Excerpt, look: &Look) {
    let name = project.analysts().get(&excerpt.analyst).map_or_else(|| "unknown".to_owned(), |a| visible(&a.name));
    let day = |at: jiff::Timestamp| at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
    let mut text = format!("Tagged by {name}, {}", day(excerpt.created));
    if excerpt.modified != excerpt.created {
        text.push_str(&format!(" · changed {}", day(excerpt.modified)));
    }
    ui.add_space(theme::GAPS[0]);
    ui.label(RichText::new(text).small().color(look.secondary));
    ui.add_space(theme::GAPS[0]);
}
