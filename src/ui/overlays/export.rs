//! An export: which excerpts, as what, with which columns, order, groups, context and citation; and those that are kept
//! to run again by one click.

use egui::{Button, ComboBox, RichText, TextEdit, Ui};

use super::{scrolled, title};
use crate::app::{Action, ExportAction, ExportOrder, OpenProject, State, Which, Whose};
use crate::export::choices::GROUPS;
use crate::export::columns::COLUMNS;
use crate::export::picture::CHARTS;
use crate::export::{FORMATS, Format, Shape, Wanted, format};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::section::grouped;

/// Letters of an article's title that are shown.
const TITLE_CHARS: usize = 52;

/// What is typed.
#[derive(Default)]
pub struct Draft {
    format: String,
    which: Which,
    columns: String,
    order: String,
    group: String,
    context: String,
    citation: String,
    raw: bool,
    without_codebook: bool,
    name: String,
}

impl Draft {
    fn of(order: &ExportOrder) -> Self {
        let wanted = &order.wanted;
        Self {
            format: order.format.clone(),
            which: order.which.clone(),
            columns: wanted.columns.join(", "),
            order: wanted.order.join(", "),
            group: wanted.group.join(", "),
            context: wanted.context.map(|context| context.to_string()).unwrap_or_default(),
            citation: wanted.citation.clone(),
            raw: wanted.raw,
            without_codebook: wanted.without_codebook,
            name: String::new(),
        }
    }

    fn order(&self) -> Result<ExportOrder, String> {
        let list = |typed: &str| {
            typed.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
        };
        let context = match self.context.trim() {
            "" => None,
            typed => Some(
                typed.parse().map_err(|_| format!("“{typed}” is no number of characters: write digits, or nothing"))?,
            ),
        };
        let wanted = Wanted {
            columns: list(&self.columns),
            order: list(&self.order),
            group: list(&self.group),
            context,
            citation: self.citation.trim().to_owned(),
            raw: self.raw,
            without_codebook: self.without_codebook,
        };
        let order = ExportOrder { format: self.format.clone(), which: self.which.clone(), wanted };
        order.checked().map(|_| order.clone())
    }
}

/// Shows the overlay.
pub fn show(
    ui: &mut Ui,
    state: &State,
    look: &Look,
    ((which, format), draft): ((&Which, Option<&str>), &mut Draft),
    first: bool,
    actions: &mut Vec<Action>,
) {
    let Some(open) = &state.open else { return };
    if first {
        *draft = Draft::of(&state.settings.export);
        draft.which = which.clone();
        if let Some(format) = format {
            // What was chosen for another format means nothing to this one.
            let order = ExportOrder { format: format.to_owned(), which: which.clone(), wanted: Wanted::default() };
            *draft = Draft::of(&order);
        }
    }
    title(ui, "Export excerpts");
    kept(ui, open, look, actions);
    let area = scrolled(ui, "export", 560.0);
    let area = if first { area.vertical_scroll_offset(0.0) } else { area };
    area.show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 12.0);
        what(ui, open, look, draft);
        how(ui, look, draft);
    });
    ui.add_space(theme::GAPS[1]);
    let order = draft.order();
    if let Err(sentence) = &order {
        ui.add(egui::Label::new(RichText::new(sentence).color(look.problem)).wrap());
    }
    ui.horizontal(|ui| {
        let export = ui.add_enabled(order.is_ok(), Button::new("Export…").min_size(egui::vec2(96.0, 30.0)));
        if first {
            export.request_focus();
        }
        if export.clicked()
            && let Ok(order) = &order
        {
            actions.push(Action::Export(ExportAction::Start(Box::new(order.clone()))));
        }
        if ui.add(Button::new("Cancel").min_size(egui::vec2(96.0, 30.0))).clicked() {
            actions.push(Action::ShowOverlay(None));
        }
        if open.read_only.is_none() {
            ui.add_space(theme::GAPS[2]);
            let name = TextEdit::singleline(&mut draft.name).hint_text("Name").desired_width(140.0);
            ui.add(name.margin(egui::vec2(8.0, 6.0))).accessible_name("Name to keep this export by");
            let named = !draft.name.trim().is_empty() && order.is_ok();
            let keep = ui.add_enabled(named, Button::new("Keep as preset").min_size(egui::vec2(96.0, 30.0)));
            if keep.clicked()
                && let Ok(order) = &order
            {
                actions.push(Action::Export(ExportAction::Keep(draft.name.trim().to_owned(), Box::new(order.clone()))));
                draft.name.clear();
            }
        }
    });
}

/// The exports that are kept.
fn kept(ui: &mut Ui, open: &OpenProject, look: &Look, actions: &mut Vec<Action>) {
    if open.project.presets().is_empty() {
        return;
    }
    ui.label(RichText::new("Kept").small().color(look.secondary));
    scrolled(ui, "kept exports", 96.0).show(ui, |ui| {
        for preset in open.project.presets().values() {
            ui.horizontal(|ui| {
                let name = visible(&preset.name);
                if ui.button(&name).on_hover_text("Run it again").clicked() {
                    actions.push(Action::Export(ExportAction::Run(preset.id)));
                }
                let format = format(&preset.format).map_or(preset.format.as_str(), |format| format.name);
                let filter = if preset.filter.is_empty() { "all" } else { &preset.filter };
                let text = format!("{} · {}", visible(format), visible(filter));
                ui.add(egui::Label::new(RichText::new(text).color(look.secondary)).truncate());
                if open.read_only.is_none() {
                    let remove = ui.small_button("Remove");
                    if remove.accessible_name(format!("Remove {name}")).clicked() {
                        actions.push(Action::Export(ExportAction::Remove(preset.id)));
                    }
                }
            });
        }
    });
    ui.separator();
}

/// All that are shown: while coding blind, one's own alone are handed on.
fn all_of(whose: Whose) -> &'static str {
    match whose {
        Whose::All => "All",
        Whose::Mine => "All of mine",
        Whose::Others => "All of the others",
    }
}

/// Which excerpts, and as what.
fn what(ui: &mut Ui, open: &OpenProject, look: &Look, draft: &mut Draft) {
    ui.label(RichText::new("Excerpts").small().color(look.secondary));
    ui.horizontal_wrapped(|ui| {
        let counted = |count: usize| if open.is_counting_shown() { "…".to_owned() } else { grouped(count) };
        let all = format!("{} ({})", all_of(open.whose), counted(open.count_shown()));
        ui.radio_value(&mut draft.which, Which::All, all);
        let filtered = if open.filter.is_empty() {
            "Filtered (no filter is set)".to_owned()
        } else if open.mistake_in_filter().is_some() {
            "Filtered (there is a mistake in the filter)".to_owned()
        } else {
            format!("Filtered ({})", grouped(open.hits.excerpts.len()))
        };
        ui.radio_value(&mut draft.which, Which::Filtered, filtered);
        if let Some(article) = open.article() {
            let count = counted(open.places_shown(article.id).len());
            let title = visible(&article.title);
            let short: String = title.chars().take(TITLE_CHARS).collect();
            let cut = if short.len() < title.len() { "…" } else { "" };
            let text = format!("The article being read, “{}{cut}” ({count})", short.trim_end());
            ui.radio_value(&mut draft.which, Which::Article(article.id), text);
        }
    });
    ui.add_space(theme::GAPS[0]);
    ui.label(RichText::new("Format").small().color(look.secondary));
    let shown = format(&draft.format).map_or("", |format| format.name);
    let choice = ComboBox::from_id_salt("export format").selected_text(shown).width(260.0).height(420.0);
    let response = choice.show_ui(ui, |ui| {
        for format in FORMATS {
            ui.selectable_value(&mut draft.format, format.id.to_owned(), format.name);
        }
    });
    response.response.accessible_name("Format");
}

/// What the format lets one choose.
fn how(ui: &mut Ui, look: &Look, draft: &mut Draft) {
    let Some(format): Option<&Format> = format(&draft.format) else { return };
    let shape = format.shape;
    let columns: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    if matches!(shape, Shape::Table | Shape::Report) {
        list(ui, look, ("Columns", "those that are usual, in their order"), &mut draft.columns, &columns);
    } else if shape == Shape::Brief {
        let hint = "tag, actors, issues and all else that is known";
        list(ui, look, ("Below each quote", hint), &mut draft.columns, &columns);
    }
    if shape == Shape::Picture {
        let hint = "all; one alone for its bars, two for a matrix";
        list(ui, look, ("Charts", hint), &mut draft.group, CHARTS);
    } else {
        list(ui, look, ("Sorted by", "article and place; - before a name turns it round"), &mut draft.order, &columns);
    }
    if matches!(shape, Shape::Table | Shape::Brief) {
        let hint = if shape == Shape::Brief { "article; write none for no headings" } else { "nothing" };
        list(ui, look, ("Grouped by", hint), &mut draft.group, GROUPS);
    }
    if matches!(shape, Shape::Table | Shape::Brief | Shape::Records) {
        let hint = if shape == Shape::Brief { "none" } else { "40" };
        label(ui, look, "Context, in characters on each side");
        let edit = TextEdit::singleline(&mut draft.context).hint_text(hint).desired_width(120.0);
        ui.add(edit.margin(egui::vec2(8.0, 6.0))).accessible_name("Context");
    }
    if matches!(shape, Shape::Table | Shape::Brief) {
        label(ui, look, "Citation: short, full, or words with {outlet}, {title}, {published} …");
        let hint = if shape == Shape::Brief { "short" } else { "full; shown by the column “source”" };
        ui.horizontal(|ui| {
            let edit = TextEdit::singleline(&mut draft.citation).hint_text(hint).desired_width(340.0);
            ui.add(edit.margin(egui::vec2(8.0, 6.0))).accessible_name("Citation");
            for style in ["short", "full"] {
                if ui.small_button(style).clicked() {
                    style.clone_into(&mut draft.citation);
                }
            }
        });
    }
    if shape == Shape::Brief {
        ui.add_space(theme::GAPS[0]);
        ui.checkbox(&mut draft.without_codebook, "Leave out the codebook at the end");
    }
    if format.id == crate::export::csv::FORMAT.id {
        ui.add_space(theme::GAPS[0]);
        ui.checkbox(&mut draft.raw, "Leave cells as they are that a spreadsheet would run as a formula");
    }
}

fn label(ui: &mut Ui, look: &Look, text: &str) {
    ui.add_space(theme::GAPS[0]);
    ui.label(RichText::new(text).small().color(look.secondary));
}

/// A list of names, typed or picked from a menu.
fn list(ui: &mut Ui, look: &Look, (name, hint): (&str, &str), typed: &mut String, known: &[&str]) {
    label(ui, look, name);
    ui.horizontal(|ui| {
        let edit = TextEdit::singleline(typed).hint_text(hint).desired_width(ui.available_width() - 80.0);
        ui.add(edit.margin(egui::vec2(8.0, 6.0))).accessible_name(name);
        let menu = ui.menu_button("Add", |ui| {
            egui::ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
                for column in known {
                    if ui.button(*column).clicked() {
                        if !typed.trim().is_empty() {
                            typed.push_str(", ");
                        }
                        typed.push_str(column);
                        ui.close();
                    }
                }
            });
        });
        menu.response.accessible_name(format!("Add to {}", name.to_lowercase()));
    });
}
