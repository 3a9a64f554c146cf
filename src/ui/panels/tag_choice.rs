//! The tag of the selected excerpts: a button each while they are few, otherwise those in use here and a field that finds
//! the others. In the order of the codebook.

use egui::{Button, Key, Popup, PopupCloseBehavior, Rect, RichText, ScrollArea, TextEdit, Ui};

use crate::app::state::LOOKED_AT_MAX;
use crate::app::{Action, OpenProject};
use crate::model::operations::codes::tree;
use crate::model::{CodeId, CodeKind, Tag};
use crate::text::folding::{Folded, Folding};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::tag_sign::tag_sign;

/// Tags that all get a button.
const BUTTONS_MAX: usize = 9;
/// Letters of a tag's name that a button shows.
const SHOWN: usize = 26;

/// What is kept between frames: the tags in the order of the tree with their depth, and what is typed to find one.
#[derive(Default)]
pub(super) struct TagChoice {
    rows: Vec<(crate::model::TagId, usize)>,
    rows_for: Option<u64>,
    words: String,
}

/// Shows the tags to choose from; the one that all selected excerpts have is pressed.
pub(super) fn show(ui: &mut Ui, open: &OpenProject, look: &Look, choice: &mut TagChoice, actions: &mut Vec<Action>) {
    let revision = open.project.codes_revision();
    if choice.rows_for != Some(revision) {
        let rows = tree(&open.project, CodeKind::Tag).into_iter();
        let of = |id| if let CodeId::Tag(id) = id { Some(id) } else { None };
        choice.rows = rows.filter_map(|row| Some((of(row.id)?, row.depth))).collect();
        choice.rows_for = Some(revision);
    }
    let having = |tag: &Tag| open.looked_at().filter(|excerpt| excerpt.tag == tag.id).count();
    let offered: Vec<(&Tag, usize, usize)> = choice
        .rows
        .iter()
        .filter_map(|(id, depth)| Some((open.project.tags().get(id)?, *depth)))
        .map(|(tag, depth)| (tag, depth, having(tag)))
        .filter(|(tag, _, having)| !tag.retired || *having > 0)
        .collect();
    let all = open.selected.len().min(LOOKED_AT_MAX);
    let few = offered.len() <= BUTTONS_MAX;
    let words = &mut choice.words;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for (tag, _, having) in offered.iter().filter(|(_, _, having)| few || *having > 0) {
            button(ui, look, tag, (*having, all), actions);
        }
        if !few {
            picker(ui, look, &offered, words, actions);
        }
    });
}

fn button(ui: &mut Ui, look: &Look, tag: &Tag, (having, of): (usize, usize), actions: &mut Vec<Action>) {
    let name = visible(&tag.name);
    let (chosen, some) = (having == of, having > 0 && having < of);
    let family = if chosen { theme::medium_family() } else { egui::FontFamily::Proportional };
    let color = if chosen { look.ink } else { look.secondary };
    let part = if some { format!("  {having} of {of}") } else { String::new() };
    let short: String = name.chars().take(SHOWN).collect();
    let cut = if name.chars().nth(SHOWN).is_some() { "…" } else { "" };
    let text = RichText::new(format!("     {}{cut}{part}", short.trim_end())).family(family).color(color);
    let text = if some { text.italics() } else { text };
    let button = Button::selectable(chosen, text).frame(true).frame_when_inactive(true);
    let response = ui.add(button).accessible_name(format!("{name}, tag of the excerpt"));
    let sign = Rect::from_min_size(response.rect.left_center() + egui::vec2(7.0, -6.0), egui::vec2(12.0, 13.0));
    tag_sign(ui, look, tag, sign);
    if response.on_hover_text(&name).clicked() && !chosen {
        actions.push(Action::Tag(tag.id.clone()));
    }
}

/// A button that opens a list of all tags with a field that finds one.
fn picker(ui: &mut Ui, look: &Look, offered: &[(&Tag, usize, usize)], words: &mut String, actions: &mut Vec<Action>) {
    let opener = ui.button("Other tag…");
    let just_opened = opener.clicked();
    let shown = Popup::from_toggle_button_response(&opener)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(240.0)
        .show(|ui| {
            let edit = TextEdit::singleline(words).hint_text("Find a tag").desired_width(f32::INFINITY);
            let field = ui.add(edit.margin(egui::vec2(6.0, 4.0))).accessible_name("Find a tag");
            if just_opened {
                field.request_focus();
            }
            let folding = Folding { case: true, diacritics: true };
            let wanted = Folded::new(words.trim(), folding);
            let fits = |tag: &Tag| Folded::new(&tag.name, folding).as_str().contains(wanted.as_str());
            let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let mut taken = None;
            ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
                for (tag, depth, _) in offered.iter().filter(|(tag, ..)| fits(tag)) {
                    ui.horizontal(|ui| {
                        ui.add_space(f32::from(u8::try_from(*depth).unwrap_or(8).min(8)) * 12.0);
                        let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 14.0), egui::Sense::hover());
                        tag_sign(ui, look, tag, rect);
                        let key = tag.key.map(|key| format!("  {key}")).unwrap_or_default();
                        let text = format!("{}{key}", visible(&tag.name));
                        let clicked = ui.add(Button::selectable(false, text).truncate()).clicked();
                        if clicked || (enter && taken.is_none()) {
                            taken = Some(tag.id.clone());
                        }
                    });
                }
            });
            if taken.is_some() {
                ui.close();
            }
            taken
        });
    match shown {
        Some(shown) => {
            if let Some(tag) = shown.inner {
                actions.push(Action::Tag(tag));
                words.clear();
            }
        }
        None => words.clear(),
    }
}
