//! All excerpts of the project in a table that draws only the rows on the screen, with a filter above it.

use egui::{Button, ComboBox, FontId, Rect, RichText, ScrollArea, TextEdit, Ui};

use super::start;
use crate::analysis::Filter;
use crate::analysis::code_index::CodeIndex;
use crate::analysis::query::{Field, Mark};
use crate::app::{Action, CommandId, OpenProject, State};
use crate::model::{Excerpt, RecordId};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::AtHand;
use crate::ui::widgets::icon_button::icon;
use crate::ui::widgets::list_row::{line, list_row};
use crate::ui::widgets::quote;
use crate::ui::widgets::section::grouped;
use crate::ui::widgets::tag_sign::tag_sign;

const ROW: f32 = 46.0;

/// Names offered to filter by at most.
const OFFERED_MAX: usize = 40;

/// What the view keeps between frames: what is typed to find an actor or an issue to filter by.
#[derive(Default)]
pub struct ExcerptsView {
    actor: String,
    issue: String,
}

/// Shows the table.
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
    filters(ui, open, (look, at_hand), view, actions);
    ui.add_space(4.0);
    let columns = Columns::across(ui.available_width() - 12.0);
    header(ui, look, &columns);
    if open.hits.is_empty() {
        ui.add_space(theme::GAPS[3]);
        ui.vertical_centered(|ui| {
            ui.label(RichText::new(loosen(open)).color(look.secondary));
            if ui.button("Clear the filter").clicked() {
                actions.push(Action::SetFilter(Filter::default()));
            }
        });
        return;
    }
    ui.spacing_mut().item_spacing.y = 1.0;
    ScrollArea::vertical().id_salt("excerpts").auto_shrink([false, false]).show_rows(
        ui,
        ROW,
        open.hits.len(),
        |ui, range| {
            for excerpt in
                open.hits.get(range).unwrap_or_default().iter().filter_map(|id| open.project.excerpts().get(id))
            {
                row(ui, open, look, &columns, excerpt, actions);
            }
        },
    );
}

/// Which part of the filter to loosen when nothing fits.
fn loosen(open: &OpenProject) -> String {
    format!("No excerpt fits all of: {}. Loosen one of them", open.filter.parts().join(", "))
}

fn filters(
    ui: &mut Ui,
    open: &OpenProject,
    (look, at_hand): (&Look, &AtHand),
    view: &mut ExcerptsView,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.label(icon(icons::FUNNEL, 16.0).color(look.secondary));
        let mut filter = open.filter.clone();
        let mut text = filter.text().to_owned();
        let edit = TextEdit::singleline(&mut text).hint_text("Words in quote, memo, speaker").desired_width(220.0);
        if ui.add(edit.margin(egui::vec2(6.0, 4.0))).accessible_name("Words to filter excerpts by").changed() {
            filter = Filter::new(&text);
        }
        tag_choice(ui, open, &mut filter);
        choice(ui, Field::Actor, (at_hand.actors(), &mut view.actor), &mut filter);
        choice(ui, Field::Issue, (at_hand.issues(), &mut view.issue), &mut filter);
        for (mark, name) in [(Mark::Starred, "Starred"), (Mark::Unsure, "Unsure"), (Mark::Checked, "Checked")] {
            let mut on = filter.asks_for(mark);
            if ui.toggle_value(&mut on, name).changed() {
                filter = filter.with_mark(mark, on);
            }
        }
        if !filter.is_empty() && ui.add(Button::new("Clear")).clicked() {
            filter = Filter::default();
        }
        if filter != open.filter {
            actions.push(Action::SetFilter(filter));
        }
        let text = format!("{} of {}", grouped(open.hits.len()), grouped(open.count_shown()));
        ui.label(RichText::new(text).color(look.secondary));
        if ui.button("Export…").clicked() {
            actions.push(Action::Command(CommandId::Export));
        }
    });
}

/// One tag or all.
fn tag_choice(ui: &mut Ui, open: &OpenProject, filter: &mut Filter) {
    let chosen = filter.value(Field::Tag);
    let text = chosen.as_deref().map_or_else(|| "Tag".to_owned(), visible);
    let shown = ComboBox::from_id_salt("filter tag").selected_text(text).width(120.0).height(360.0);
    let response = shown.show_ui(ui, |ui| {
        if ui.selectable_label(chosen.is_none(), "Any tag").clicked() {
            *filter = filter.with_value(Field::Tag, None);
        }
        for tag in open.project.tags_in_order() {
            if ui.selectable_label(chosen.as_deref() == Some(&tag.name), visible(&tag.name)).clicked() {
                *filter = filter.with_value(Field::Tag, Some(&tag.name));
            }
        }
    });
    response.response.accessible_name("Tag to filter excerpts by");
}

/// One code or all, found by a part of its name.
fn choice(ui: &mut Ui, field: Field, (index, typed): (&CodeIndex, &mut String), filter: &mut Filter) {
    let name = if field == Field::Actor { "Actor" } else { "Issue" };
    let chosen = filter.value(field);
    let text = chosen.as_deref().map_or_else(|| name.to_owned(), visible);
    let shown = ComboBox::from_id_salt(("filter", name)).selected_text(text).width(120.0).height(360.0);
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
                *filter = filter.with_value(field, Some(&hit.name));
                typed.clear();
                ui.close();
            }
        }
    });
    response.response.accessible_name(format!("{name} to filter excerpts by"));
}

struct Columns {
    quote: f32,
    who: f32,
    what: f32,
    place: f32,
}

impl Columns {
    /// Shares the width out: the quote gets half.
    fn across(width: f32) -> Self {
        Self { quote: width * 0.46, who: width * 0.16, what: width * 0.16, place: width * 0.22 }
    }
}

fn header(ui: &mut Ui, look: &Look, columns: &Columns) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 22.0), egui::Sense::hover());
    let mut left = rect.left() + 10.0;
    for (title, width) in
        [("Excerpt", columns.quote), ("Actors", columns.who), ("Issues", columns.what), ("Article", columns.place)]
    {
        let font = FontId::new(theme::SMALL_SIZE, theme::medium_family());
        line(ui, egui::pos2(left, rect.top() + 3.0), title, font, look.secondary, width);
        left += width;
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, look.hairline));
}

fn row(ui: &mut Ui, open: &OpenProject, look: &Look, columns: &Columns, excerpt: &Excerpt, actions: &mut Vec<Action>) {
    let project = &open.project;
    let tag = project.tags().get(&excerpt.tag);
    let name = tag.map_or_else(|| excerpt.tag.to_string(), |tag| visible(&tag.name));
    let words: String = excerpt.anchor.quote().chars().take(240).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let (rect, response) = list_row(ui, look, ROW, open.selected.contains(&excerpt.id), &format!("{name}: {words}"));
    if ui.is_rect_visible(rect) {
        let (top, below) = (rect.top() + 5.0, rect.top() + 25.0);
        let mut left = rect.left() + 10.0;
        if let Some(tag) = tag {
            tag_sign(ui, look, tag, Rect::from_min_size(egui::pos2(left, top + 1.0), egui::vec2(12.0, 13.0)));
        }
        let font = FontId::new(14.0, theme::article_family());
        line(ui, egui::pos2(left + 20.0, top - 1.0), &format!("“{words}”"), font, look.ink, columns.quote - 36.0);
        let mut about = vec![name];
        about.extend(excerpt.stance.as_ref().map(|stance| visible(stance.word())));
        about.extend(excerpt.voice.as_ref().map(|voice| visible(voice.word())));
        if !excerpt.speaker.is_empty() {
            about.push(visible(&excerpt.speaker));
        }
        let about = about.join(" · ");
        line(ui, egui::pos2(left + 20.0, below), &about, theme::small(), look.secondary, columns.quote - 36.0);
        left += columns.quote;
        let tool = FontId::new(theme::TOOL_SIZE, egui::FontFamily::Proportional);
        let actors = excerpt.actors.iter().filter_map(|id| project.actors().get(id)).map(|actor| visible(&actor.name));
        let actors = actors.collect::<Vec<_>>().join(", ");
        line(ui, egui::pos2(left, top), &actors, tool.clone(), look.ink, columns.who - 12.0);
        left += columns.who;
        let issues = excerpt.issues.iter().filter_map(|id| project.issues().get(id)).map(|issue| visible(&issue.name));
        let issues = issues.collect::<Vec<_>>().join(", ");
        line(ui, egui::pos2(left, top), &issues, tool.clone(), look.ink, columns.what - 12.0);
        left += columns.what;
        if let Some(article) = project.articles().get(&excerpt.article) {
            line(ui, egui::pos2(left, top), &visible(&article.title), tool, look.ink, columns.place - 16.0);
            let published = article.published.map(|date| date.to_string()).unwrap_or_default();
            let parts = [visible(&article.outlet), published];
            let place = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            line(ui, egui::pos2(left, below), &place, theme::small(), look.secondary, columns.place - 16.0);
        }
    }
    if response.clicked() {
        actions.push(Action::SelectExcerpts(vec![excerpt.id]));
    }
    if response.double_clicked() {
        actions.push(Action::ShowExcerpt(excerpt.id));
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(480.0);
        quote::quote(ui, look, excerpt.anchor.quote());
        if !excerpt.memo.is_empty() {
            ui.label(RichText::new(&excerpt.memo).color(look.secondary));
        }
        let uses = open.uses_shown(&RecordId::Tag(excerpt.tag.clone()), 0);
        ui.label(
            RichText::new(format!("Double-click to read it in its place · {} with this tag", grouped(uses)))
                .small()
                .color(look.secondary),
        );
    });
}
