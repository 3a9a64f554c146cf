//! Links of an excerpt to others: what it supersedes, contradicts, repeats; made by clicking the other one.

use egui::{Align, Button, Layout, RichText, Ui};

use crate::app::{Action, ExcerptField, LinkKind, OpenProject};
use crate::model::{Excerpt, ExcerptId};
use crate::text::marks::visible;
use crate::ui::theme::Look;

/// Letters of a quote that a link shows.
const SHOWN: usize = 34;

/// Shows the links of one excerpt, and the way to make another.
pub(super) fn show(ui: &mut Ui, open: &OpenProject, look: &Look, excerpt: &Excerpt, actions: &mut Vec<Action>) {
    if let Some((_, kind)) = open.linking.filter(|(from, _)| *from == excerpt.id) {
        ui.horizontal_wrapped(|ui| {
            let text = format!("Click the excerpt that this one {}, in the text or in a list", kind.word());
            ui.label(RichText::new(text).color(look.accent));
            if ui.button("Leave it").clicked() {
                actions.push(Action::StartLink(None));
            }
        });
        return;
    }
    for kind in LinkKind::ALL {
        for to in kind.of(excerpt).iter().copied() {
            let remove = Action::SetField(vec![excerpt.id], ExcerptField::Unlinked(kind, to));
            link(ui, open, look, (kind.word(), to), remove, actions);
        }
    }
    let from = open.project.linked_to(excerpt.id).iter().filter_map(|id| open.project.excerpts().get(id));
    for other in from {
        for kind in LinkKind::ALL.into_iter().filter(|kind| kind.of(other).contains(&excerpt.id)) {
            let remove = Action::SetField(vec![other.id], ExcerptField::Unlinked(kind, excerpt.id));
            link(ui, open, look, (kind.word_back(), other.id), remove, actions);
        }
    }
    ui.menu_button("Link to another excerpt…", |ui| {
        for kind in LinkKind::ALL {
            if ui.button(format!("This one {} …", kind.word())).clicked() {
                actions.push(Action::StartLink(Some((excerpt.id, kind))));
                ui.close();
            }
        }
    });
}

/// One link: what the other excerpt is to this one, its words, and a way to remove it.
fn link(
    ui: &mut Ui,
    open: &OpenProject,
    look: &Look,
    (word, to): (&str, ExcerptId),
    remove: Action,
    actions: &mut Vec<Action>,
) {
    let there = open.project.excerpts().get(&to);
    let known = there.filter(|excerpt| open.shows(excerpt));
    let missing = if there.is_some() { "an excerpt that is hidden" } else { "an excerpt that is gone" };
    let words = known.map_or_else(|| missing.to_owned(), short);
    let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    // From the right, so that the words get what room is left and the panel never widens.
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        if ui.small_button("×").accessible_name("Remove link").clicked() {
            actions.push(remove);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(RichText::new(capital(word)).small().color(look.secondary));
            let link = Button::new(words).truncate().frame_when_inactive(false);
            if ui.add_enabled(known.is_some(), link).on_hover_text("Go there").clicked() {
                actions.push(Action::ShowExcerpt(to));
            }
        });
    });
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn short(excerpt: &Excerpt) -> String {
    let words: String = excerpt.anchor.quote().chars().take(SHOWN).map(|c| if c == '\n' { ' ' } else { c }).collect();
    format!("“{}…”", visible(words.trim_end()))
}
