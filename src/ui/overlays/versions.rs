//! Versions of one record side by side, field by field: who wrote each and when, where they differ, and which to keep.

use std::collections::BTreeMap;

use egui::{Align, Label, Layout, RichText, Ui};

use super::keeping::button;
use super::{scrolled, title};
use crate::app::{Action, OpenProject, Overlay, State, Version};
use crate::model::fields::{differing, fields, take_field};
use crate::model::{Record, RecordId};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};

const NAME_WIDTH: f32 = 96.0;

/// What is chosen: for each field in which versions differ, the version that it is taken from.
#[derive(Default)]
pub struct Draft {
    of: Option<RecordId>,
    taken: BTreeMap<&'static str, usize>,
}

/// Shows the versions of a record that wait to be settled.
pub fn show(ui: &mut Ui, state: &State, look: &Look, id: &RecordId, draft: &mut Draft, actions: &mut Vec<Action>) {
    let Some(open) = &state.open else { return };
    let waiting = open.versions.waiting();
    let Some(versions) = waiting.get(id) else {
        title(ui, "Nothing to settle");
        ui.label("This was settled meanwhile");
        ui.add_space(theme::GAPS[1]);
        if button(ui, "Close", true) {
            actions.push(Action::ShowOverlay(None));
        }
        return;
    };
    let first = draft.of.as_ref() != Some(id);
    if first {
        *draft = Draft { of: Some(id.clone()), taken: BTreeMap::new() };
    }
    heading(ui, open, look, id, versions);
    let width = ((ui.available_width() - NAME_WIDTH) / versions.len().max(1) as f32 - 12.0).max(120.0);
    ui.horizontal_top(|ui| {
        ui.allocate_exact_size(egui::vec2(NAME_WIDTH, 1.0), egui::Sense::hover());
        for (number, version) in versions.iter().enumerate() {
            column(ui, width, |ui| {
                let shown = if number == 0 { " · shown now" } else { "" };
                ui.label(RichText::new(visible(&version.analyst)).family(theme::bold_family()));
                let when = version.when.map(|at| at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M"));
                let when = when.map(|when| when.to_string()).unwrap_or_default();
                ui.label(RichText::new(format!("{when}{shown}")).small().color(look.secondary));
                if version.record.is_none() {
                    ui.label(RichText::new("removed it").family(theme::medium_family()));
                }
            });
        }
    });
    ui.separator();
    scrolled(ui, "versions", 380.0).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 10.0);
        rows(ui, open, look, versions, width, draft);
    });
    ui.add_space(theme::GAPS[0]);
    footer(ui, look, id, versions, draft, first, actions);
}

fn heading(ui: &mut Ui, open: &OpenProject, look: &Look, id: &RecordId, versions: &[Version]) {
    let what = match id {
        RecordId::Excerpt(_) => "an excerpt",
        RecordId::Article(_) => "an article’s details",
        RecordId::Tag(_) => "a tag",
        RecordId::Actor(_) => "an actor",
        RecordId::Issue(_) => "an issue",
        RecordId::Analyst(_) => "an analyst",
        RecordId::Filter(_) => "a kept filter",
        RecordId::Preset(_) => "a kept export",
        RecordId::Project => "the project",
    };
    title(ui, &format!("{} versions of {what}", versions.len()));
    let record = versions.iter().find_map(|version| version.record.as_ref());
    let about = match record {
        Some(Record::Excerpt(excerpt)) => {
            let article = open.project.articles().get(&excerpt.article);
            article.map_or_else(String::new, |article| format!("In {}", visible(&article.title)))
        }
        Some(Record::Article(article)) => visible(&article.title),
        Some(Record::Tag(tag)) => visible(&tag.name),
        Some(Record::Actor(actor)) => visible(&actor.name),
        Some(Record::Issue(issue)) => visible(&issue.name),
        _ => String::new(),
    };
    let left = open.versions.waiting().len();
    let count = if left > 1 { format!(" · {left} records wait to be settled") } else { String::new() };
    let text = format!("{about}{count}");
    ui.add(Label::new(RichText::new(text).color(look.secondary)).wrap());
    ui.add_space(theme::GAPS[0]);
}

/// One row a field that says anything; where versions differ it is marked, and each says whether it is taken.
fn rows(ui: &mut Ui, open: &OpenProject, look: &Look, versions: &[Version], width: f32, draft: &mut Draft) {
    let says: Vec<Vec<(&'static str, String)>> = versions
        .iter()
        .map(|version| version.record.as_ref().map(|record| fields(record, &open.project)).unwrap_or_default())
        .collect();
    let Some(names) = says.iter().find(|says| !says.is_empty()) else { return };
    let differ = differing_fields(versions);
    let mut ordered: Vec<(usize, &'static str)> = names.iter().enumerate().map(|(at, (name, _))| (at, *name)).collect();
    // What there is to decide comes first.
    ordered.sort_by_key(|(_, name)| !differ.contains(name));
    for (at, name) in ordered {
        let said = |column: &Vec<(&'static str, String)>| column.get(at).map(|(_, text)| text.clone());
        let texts: Vec<Option<String>> = says.iter().map(said).collect();
        if texts.iter().flatten().all(String::is_empty) && !differ.contains(&name) {
            continue;
        }
        let differs = differ.contains(&name);
        ui.horizontal_top(|ui| {
            let color = if differs { look.ink } else { look.secondary };
            let family = if differs { theme::bold_family() } else { egui::FontFamily::Proportional };
            column(ui, NAME_WIDTH, |ui| {
                let sign = if differs { "≠ " } else { "" };
                ui.label(RichText::new(format!("{sign}{name}")).small().family(family).color(color));
            });
            for (number, text) in texts.iter().enumerate() {
                column(ui, width, |ui| match text {
                    None => {}
                    Some(text) if differs => cell(ui, versions, number, name, text, draft),
                    Some(text) => {
                        ui.add(Label::new(RichText::new(visible(text)).color(look.secondary)).wrap());
                    }
                });
            }
        });
        ui.add_space(4.0);
    }
}

fn cell(ui: &mut Ui, versions: &[Version], number: usize, name: &'static str, text: &str, draft: &mut Draft) {
    let shown = if text.is_empty() { "nothing".to_owned() } else { visible(text) };
    let who = versions.get(number).map(|version| visible(&version.analyst)).unwrap_or_default();
    let taken = draft.taken.get(name).copied().unwrap_or(0) == number;
    ui.horizontal_top(|ui| {
        let response = ui.radio(taken, "").accessible_name(format!("{name} from {who}: {shown}"));
        let family = if taken { theme::medium_family() } else { egui::FontFamily::Proportional };
        let label = ui.add(Label::new(RichText::new(&shown).family(family)).wrap().sense(egui::Sense::CLICK));
        if response.clicked() || label.clicked() {
            draft.taken.insert(name, number);
        }
    });
}

fn column(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(egui::vec2(width, 0.0), Layout::top_down(Align::LEFT), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        add(ui);
    });
}

/// The fields in which any two of the versions differ.
fn differing_fields(versions: &[Version]) -> Vec<&'static str> {
    let mut records = versions.iter().filter_map(|version| version.record.as_ref());
    let Some(first) = records.next() else { return Vec::new() };
    records.flat_map(|other| differing(first, other)).collect()
}

fn footer(
    ui: &mut Ui,
    look: &Look,
    id: &RecordId,
    versions: &[Version],
    draft: &Draft,
    first: bool,
    actions: &mut Vec<Action>,
) {
    let mixed = mix(versions, draft);
    ui.horizontal_wrapped(|ui| {
        for (number, version) in versions.iter().enumerate() {
            let who = visible(&version.analyst);
            let text = match version.record {
                Some(_) => format!("Keep {who}’s"),
                None => format!("Remove it, as {who} did"),
            };
            if button(ui, &text, first && number == 0) {
                actions.push(Action::SettleVersions(id.clone(), version.record.clone().map(Box::new)));
            }
        }
        ui.add_enabled_ui(mixed.is_some(), |ui| {
            if button(ui, "Keep the chosen fields", false) {
                actions.push(Action::SettleVersions(id.clone(), mixed.map(Box::new)));
            }
        });
        if button(ui, "Later", false) {
            actions.push(Action::ShowOverlay(None));
        }
    });
    if let RecordId::Excerpt(excerpt) = id
        && ui.link(RichText::new("Show it in the article").small().color(look.accent)).clicked()
    {
        actions.push(Action::ShowOverlay(None::<Overlay>));
        actions.push(Action::ShowExcerpt(*excerpt));
    }
}

/// The record with the chosen fields, where they are not all of one version.
fn mix(versions: &[Version], draft: &Draft) -> Option<Record> {
    let mut record = versions.first()?.record.clone()?;
    for (name, number) in &draft.taken {
        let from = versions.get(*number)?.record.as_ref()?;
        take_field(&mut record, from, name);
    }
    let of_one = |version: &Version| version.record.as_ref().is_some_and(|other| differing(&record, other).is_empty());
    (!versions.iter().any(of_one)).then_some(record)
}
