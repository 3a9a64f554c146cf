//! The actors, issues and addressees of the selected excerpts as chips: what only some have says how many, and can be
//! given to all.

use egui::{RichText, TextWrapMode, Ui};

use super::inspector::Inspector;
use super::statement::Form;
use crate::app::{Action, ExcerptField, OpenProject};
use crate::model::{ActorId, Excerpt};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::widgets::AtHand;
use crate::ui::widgets::code_picker::{Adding, code_picker};
use crate::ui::widgets::icon_button::icon_button;

/// Points between two chips.
const BETWEEN_CHIPS: f32 = 6.0;
/// Letters of a code's name that a chip shows.
const CHIP_CHARS: usize = 24;
/// And so many at least, however little room there is.
const CHIP_CHARS_LEAST: usize = 4;
/// The button that gives a code to all.
const TO_ALL: &str = "+ all";

/// The row of one of the three lists.
pub(super) fn codes(
    ui: &mut Ui,
    form: &Form<'_>,
    (open, at_hand): (&OpenProject, &AtHand),
    excerpts: &[&Excerpt],
    adding: Adding,
    inspector: &mut Inspector,
    actions: &mut Vec<Action>,
) {
    let (label, picker) = match adding {
        Adding::Actor => ("Actors", &mut inspector.actors),
        Adding::Addressee => ("To", &mut inspector.addressees),
        Adding::Issue => ("Issues", &mut inspector.issues),
    };
    let some = excerpts.iter().any(|excerpt| has_codes(excerpt, adding));
    let mut beside = |ui: &mut Ui| {
        let wants_one_more = chips(ui, form, open, excerpts, adding, actions);
        if wants_one_more {
            picker.ask_for_one();
        }
        if picker.is_asked_for(ui, adding) || !some {
            code_picker(ui, form.look, picker, adding, (open, at_hand), actions);
        }
    };
    if some && excerpts.len() > 1 {
        // Names with how many have them, and the way to give them to all, need the whole width.
        form.row(ui, label, |_| {});
        beside(ui);
    } else {
        form.row(ui, label, |ui| drop(ui.vertical(beside)));
    }
}

fn has_codes(excerpt: &Excerpt, adding: Adding) -> bool {
    match adding {
        Adding::Actor => !excerpt.actors.is_empty(),
        Adding::Addressee => !excerpt.addressees.is_empty(),
        Adding::Issue => !excerpt.issues.is_empty(),
    }
}

/// The codes that the excerpts have, each to be taken away by a click; those that only some have say how many, and can be
/// given to all. Says whether one more is wanted.
fn chips(
    ui: &mut Ui,
    form: &Form<'_>,
    open: &OpenProject,
    excerpts: &[&Excerpt],
    adding: Adding,
    actions: &mut Vec<Action>,
) -> bool {
    let project = &open.project;
    if !excerpts.iter().any(|excerpt| has_codes(excerpt, adding)) {
        return false;
    }
    let wrapped = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(BETWEEN_CHIPS, 4.0);
        let mut chip = |ui: &mut Ui, names: [Option<&str>; 2], having: usize, fields: [ExcerptField; 2]| {
            let ([name, above], [without, with]) = (names, fields);
            let name = name.unwrap_or_default();
            let all = having == excerpts.len();
            let shown = visible(name);
            let part = if all { String::new() } else { format!("  {having} of {}", excerpts.len()) };
            let words = if all { says(&shown, CHIP_CHARS, "") } else { kept_together(ui, &shown, &part) };
            let color = if all { form.look.ink } else { form.look.secondary };
            let text = RichText::new(words).color(color);
            let text = if all { text } else { text.italics() };
            if !all {
                ui.spacing_mut().item_spacing.x = 1.0;
            }
            let response = ui
                .add(egui::Button::new(text).wrap_mode(TextWrapMode::Extend))
                .accessible_name(format!("Remove {name}"));
            let path = above.map_or_else(|| name.to_owned(), |above| format!("{above} › {name}"));
            if response.on_hover_text(format!("{}\nClick to remove", visible(&path))).clicked() {
                actions.push(Action::SetField(form.ids.to_vec(), without));
            }
            if !all {
                ui.spacing_mut().item_spacing.x = BETWEEN_CHIPS;
                let response = ui.add(egui::Button::new(TO_ALL)).accessible_name(format!("Give {name} to all"));
                if response.on_hover_text(format!("Give {shown} to all {}", excerpts.len())).clicked() {
                    actions.push(Action::SetField(form.ids.to_vec(), with));
                }
            }
        };
        if adding == Adding::Issue {
            for id in each_once(excerpts, |excerpt| &excerpt.issues) {
                let having = excerpts.iter().filter(|excerpt| excerpt.issues.contains(id)).count();
                let issue = project.issues().get(id);
                let above = issue.and_then(|issue| project.issues().get(issue.parent.as_ref()?));
                let name = issue.map_or(id.as_str(), |issue| issue.name.as_str());
                let fields = [ExcerptField::WithoutIssue(id.clone()), ExcerptField::WithIssue(id.clone())];
                chip(ui, [Some(name), above.map(|above| above.name.as_str())], having, fields);
            }
            return one_more(ui, adding);
        }
        let holds = adding == Adding::Actor;
        let of: fn(&Excerpt) -> &Vec<ActorId> =
            if holds { |excerpt| &excerpt.actors } else { |excerpt| &excerpt.addressees };
        for id in each_once(excerpts, of) {
            let having = excerpts.iter().filter(|excerpt| of(excerpt).contains(id)).count();
            let actor = project.actors().get(id);
            let above = actor.and_then(|actor| project.actors().get(actor.parent.as_ref()?));
            let name = actor.map_or(id.as_str(), |actor| actor.name.as_str());
            let fields = if holds {
                [ExcerptField::WithoutActor(id.clone()), ExcerptField::WithActor(id.clone())]
            } else {
                [ExcerptField::WithoutAddressee(id.clone()), ExcerptField::WithAddressee(id.clone())]
            };
            chip(ui, [Some(name), above.map(|above| above.name.as_str())], having, fields);
        }
        one_more(ui, adding)
    });
    wrapped.inner
}

/// What a chip says: so many letters of a name at most, and how many excerpts have it.
fn says(name: &str, most: usize, part: &str) -> String {
    let short: String = name.chars().take(most).collect();
    let cut = if name.chars().nth(most).is_some() { "…" } else { "" };
    format!("{}{cut}{part}  ×", short.trim_end())
}

/// The same so short that the button beside it stands in the same row, which is a new one where this one is too full.
fn kept_together(ui: &mut Ui, name: &str, part: &str) -> String {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let width = |text: &str| {
        let galley = ui.painter().layout_no_wrap(text.to_owned(), font.clone(), egui::Color32::WHITE);
        galley.size().x + ui.spacing().button_padding.x * 2.0 + 1.0
    };
    let row = ui.max_rect().width() - width(TO_ALL);
    let mut most = CHIP_CHARS;
    let mut words = says(name, most, part);
    while width(&words) > row && most > CHIP_CHARS_LEAST {
        most -= 1;
        words = says(name, most, part);
    }
    let begun = ui.cursor().left() > ui.max_rect().left() + 1.0;
    if begun && width(&words) + width(TO_ALL) > ui.available_size_before_wrap().x {
        ui.end_row();
    }
    words
}

/// The button that opens the picker beside codes that are there already.
fn one_more(ui: &mut Ui, adding: Adding) -> bool {
    icon_button(ui, icons::PLUS, adding.title(), true).clicked()
}

/// What the excerpts name, each once, in order of first mention.
fn each_once<'a, I: PartialEq>(excerpts: &[&'a Excerpt], of: impl Fn(&'a Excerpt) -> &'a Vec<I>) -> Vec<&'a I> {
    let mut ids: Vec<&I> = Vec::new();
    for id in excerpts.iter().copied().flat_map(of) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}
