//! All keys on one page: a walk over the list of commands, the tags and the reading pane's own keys.

use egui::{FontId, RichText, Ui};

use super::{scrolled, title};
use crate::analysis::query::FIELDS;
use crate::app::command::Group;
use crate::app::{COMMANDS, Keys, State};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
pub use crate::ui::views::excerpts::keys::IN_THE_TABLE;
use crate::ui::widgets::section;

/// Keys and gestures of the text itself, which are no commands.
pub const IN_THE_TEXT: &[(&str, &str)] = &[
    ("Arrows, Home, PgDn …", "Move the caret"),
    ("with Shift", "Select a passage"),
    ("with Ctrl", "By words and paragraphs"),
    ("Ctrl+A", "Select the whole article"),
    ("Ctrl+C", "Copy the exact words"),
    ("2, 3, 4 clicks", "Word, sentence, paragraph"),
    ("Click, again", "Shortest excerpt, the one beneath"),
    ("Drag a handle", "Move an end of the excerpt"),
];

/// What joins the parts of a filter, beside its fields.
const IN_A_FILTER: &[(&str, &str)] = &[
    ("word \"some words\"", "in quote, memo, condition or speaker"),
    ("starred unsure checked", "marked so"),
    ("a b", "both; “a and b” is the same"),
    ("a or b", "one of them; so does tag:a,b"),
    ("-a", "all but these; “not a” is the same"),
    ("(a or b) c", "brackets group"),
];

/// Shows the list.
pub fn show(ui: &mut Ui, state: &State, look: &Look) {
    title(ui, "Keyboard shortcuts");
    scrolled(ui, "shortcuts", f32::INFINITY).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.columns(2, |columns| {
            let [left, right] = columns else { return };
            if let Some(open) = &state.open {
                section::heading(left, look, "Tagging", None);
                for tag in open.project.tags_in_order().into_iter().filter(|tag| !tag.retired) {
                    if let Some(key) = tag.key {
                        row(left, look, &key.to_string(), &format!("Tag as {}", visible(&tag.name).to_lowercase()));
                    }
                }
            }
            for group in [Group::Excerpt, Group::Project] {
                keys_of(left, state, look, group);
            }
            section::heading(left, look, "In a filter", None);
            for entry in FIELDS {
                row(left, look, &format!("{}:{}", entry.name, entry.example), entry.about);
            }
            for (typed, what) in IN_A_FILTER {
                row(left, look, typed, what);
            }
            section::heading(right, look, "In the text", None);
            for (keys, what) in IN_THE_TEXT {
                row(right, look, keys, what);
            }
            section::heading(right, look, "In the table of excerpts", None);
            for (keys, what) in IN_THE_TABLE {
                row(right, look, keys, what);
            }
            for group in [Group::Go, Group::View, Group::Help] {
                keys_of(right, state, look, group);
            }
        });
    });
}

fn keys_of(ui: &mut Ui, state: &State, look: &Look, group: Group) {
    section::heading(ui, look, group.title(), None);
    for command in COMMANDS.iter().filter(|command| command.group == group) {
        let keys: Vec<String> = state.keys_of(command.id).into_iter().map(Keys::text).collect();
        if keys.is_empty() {
            continue;
        }
        let mut shown: Vec<&String> = keys.iter().collect();
        shown.dedup();
        let text = shown.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        row(ui, look, &text, command.title);
    }
}

fn row(ui: &mut Ui, look: &Look, keys: &str, what: &str) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(128.0, 18.0), egui::Sense::hover());
        let font = FontId::new(theme::SMALL_SIZE, theme::medium_family());
        crate::ui::widgets::list_row::line(ui, rect.min + egui::vec2(0.0, 2.0), keys, font, look.ink, 126.0);
        ui.add(egui::Label::new(RichText::new(what).color(look.secondary)).truncate());
    });
}
