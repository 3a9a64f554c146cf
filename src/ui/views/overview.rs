//! Overview: how many of the filtered excerpts there are of each tag, actor, issue, outlet and week, as bars and as a
//! matrix. A click narrows the filter and goes to the excerpts. Counted beside the window.

mod matrix;

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, TryRecvError};

use egui::{Color32, ComboBox, Rect, RichText, ScrollArea, Sense, Ui};

use crate::analysis::overview::{By, Overview};
use crate::app::{Action, ExportAction, ExportOrder, OpenProject, View, Which};
use crate::desktop::worker::aside;
use crate::export::{Wanted, picture};
use crate::model::Excerpt;
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::icon;
use crate::ui::widgets::list_row::{line, line_right};
use crate::ui::widgets::section::grouped;

const ROW: f32 = 24.0;
const CHART: f32 = 300.0;
/// Bars of one chart at first, and when all are asked for.
const BARS_MAX: usize = 12;
const BARS_ALL_MAX: usize = 500;

/// What a count was made of.
type Key = (u64, (By, By));

/// What the view keeps between frames.
pub struct OverviewView {
    by: (By, By),
    /// The charts of which all bars are shown.
    whole: BTreeSet<By>,
    shown: Option<(Key, Overview)>,
    counting: Option<(Key, Receiver<Overview>)>,
}

impl Default for OverviewView {
    fn default() -> Self {
        Self { by: (By::Actor, By::Issue), whole: BTreeSet::new(), shown: None, counting: None }
    }
}

/// Shows the overview.
pub fn show(ui: &mut Ui, open: &OpenProject, look: &Look, view: &mut OverviewView, actions: &mut Vec<Action>) {
    count(ui, open, view);
    let Some((_, overview)) = &view.shown else {
        ui.spinner();
        return;
    };
    let (mut by, mut whole) = (view.by, view.whole.clone());
    ui.horizontal_wrapped(|ui| {
        let text = if open.filter.is_empty() {
            format!("All {} excerpts", grouped(overview.excerpts))
        } else if open.mistake_in_filter().is_some() {
            format!("{} excerpts fitted before", grouped(overview.excerpts))
        } else {
            format!("{} excerpts fit the filter", grouped(overview.excerpts))
        };
        ui.label(RichText::new(text).family(theme::medium_family()));
        if overview.excerpts > 0 {
            let charts = [picture::ALL, picture::name_of(by.0), picture::name_of(by.1)];
            save_menu(ui, RichText::new("Save as a picture"), "Save all charts as a picture", &charts, actions);
        }
    });
    if overview.excerpts == 0 {
        let text = if open.filter.is_empty() {
            "Nothing to count yet: select a passage in an article and press 1, 2 or 3"
        } else {
            "No excerpt fits the filter"
        };
        ui.label(RichText::new(text).color(look.secondary));
        return;
    }
    ui.add_space(theme::GAPS[0]);
    ScrollArea::both().id_salt("overview").auto_shrink([false, false]).show(ui, |ui| {
        // Laid out by hand: as many charts beside each other as there is room for.
        let beside = ((ui.available_width() + 24.0) / (CHART + 24.0)).floor().max(1.0);
        let charts: Vec<_> = By::ALL.into_iter().filter(|by| !overview.bars_of(*by).is_empty()).collect();
        let mut rest = charts.as_slice();
        while !rest.is_empty() {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few columns")]
            let (row, left) = rest.split_at(rest.len().min(beside as usize));
            ui.horizontal_top(|ui| {
                for by in row {
                    ui.allocate_ui(egui::vec2(CHART, 0.0), |ui| {
                        ui.set_width(CHART);
                        ui.vertical(|ui| chart(ui, open, look, (overview, *by, &mut whole), actions));
                    });
                    ui.add_space(24.0);
                }
            });
            ui.add_space(theme::GAPS[1]);
            rest = left;
        }
        ui.horizontal(|ui| {
            choose(ui, "Rows", &mut by.0);
            ui.label("by");
            choose(ui, "Columns", &mut by.1);
            let charts = [picture::name_of(by.0), picture::name_of(by.1)];
            save_menu(ui, icon(icons::EXPORT, 14.0), "Save the matrix as a picture", &charts, actions);
        });
        ui.add_space(theme::GAPS[0]);
        matrix::show(ui, open, look, overview, actions);
    });
    (view.by, view.whole) = (by, whole);
}

/// Counts anew where anything changed; what was counted last stays in sight meanwhile.
fn count(ui: &Ui, open: &OpenProject, view: &mut OverviewView) {
    if let Some((key, counting)) = view.counting.take() {
        match counting.try_recv() {
            Ok(overview) => view.shown = Some((key, overview)),
            Err(TryRecvError::Empty) => view.counting = Some((key, counting)),
            Err(TryRecvError::Disconnected) => {}
        }
    }
    let key: Key = (open.hits.number, view.by);
    let is_shown = view.shown.as_ref().is_some_and(|(shown, _)| *shown == key);
    if is_shown || view.counting.as_ref().is_some_and(|(counting, _)| *counting == key) {
        return;
    }
    let (project, hits, by) = (open.project.clone(), open.hits.excerpts.clone(), view.by);
    let ctx = ui.ctx().clone();
    let counted = aside(
        move || {
            let excerpts = hits.iter().filter_map(|id| project.excerpts().get(id));
            Overview::of(&project, excerpts.collect::<Vec<&Excerpt>>(), by)
        },
        move || ctx.request_repaint(),
    );
    view.counting = Some((key, counted));
}

fn choose(ui: &mut Ui, name: &str, by: &mut By) {
    let shown = ComboBox::from_id_salt(("overview", name)).selected_text(by.name()).width(100.0).show_ui(ui, |ui| {
        for one in By::ALL {
            ui.selectable_value(by, one, one.name());
        }
    });
    shown.response.accessible_name(format!("{name} of the matrix"));
}

/// Asks for what was clicked, besides what the filter asks for, and shows the excerpts.
fn go_to(open: &OpenProject, wanted: &[(By, &str)], actions: &mut Vec<Action>) {
    let mut filter = open.filter_in_force().clone();
    for (by, name) in wanted {
        let (field, value) = by.filter(&open.project, name);
        filter = filter.with_value(field, Some(value));
    }
    actions.push(Action::SetFilter(filter));
    actions.push(Action::ShowView(View::Excerpts));
}

/// So many excerpts, in words.
fn excerpts(count: usize) -> String {
    if count == 1 { "1 excerpt".to_owned() } else { format!("{} excerpts", grouped(count)) }
}

/// A menu that saves charts, by their names in `picture::CHARTS`, as a picture.
fn save_menu(ui: &mut Ui, sign: RichText, name: &str, charts: &[&str], actions: &mut Vec<Action>) {
    let menu = ui.menu_button(sign, |ui| {
        for (words, format) in [("As SVG…", &picture::SVG), ("As PNG…", &picture::PNG)] {
            if ui.button(words).clicked() {
                let group = charts.iter().map(|name| (*name).to_owned()).collect();
                let wanted = Wanted { group, ..Wanted::default() };
                let order = ExportOrder { format: format.id.to_owned(), which: Which::Filtered, wanted };
                actions.push(Action::Export(ExportAction::Once(Box::new(order))));
                ui.close();
            }
        }
    });
    menu.response.accessible_name(name).on_hover_text(name);
}

#[expect(clippy::cast_precision_loss, reason = "a length on the screen")]
fn chart(
    ui: &mut Ui,
    open: &OpenProject,
    look: &Look,
    (overview, by, whole): (&Overview, By, &mut BTreeSet<By>),
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(by.name()).small().family(theme::bold_family()).color(look.secondary));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let name = format!("Save the chart by {} as a picture", by.name().to_lowercase());
            save_menu(ui, icon(icons::EXPORT, 14.0), &name, &[picture::name_of(by)], actions);
        });
    });
    let bars = overview.bars_of(by);
    let most = bars.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let max = if whole.contains(&by) { BARS_ALL_MAX } else { BARS_MAX };
    let (skipped, shown) = overview.shown(by, max);
    for (name, count) in shown {
        let (rect, response) = ui.allocate_exact_size(egui::vec2(CHART, ROW), Sense::click());
        let says = format!("{}: {}", visible(name), excerpts(*count));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &says));
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, theme::CORNER, look.hover);
        }
        let color = bar_color(open, look, by, name);
        let length = ((rect.width() - 4.0) * *count as f32 / most as f32).max(2.0);
        let at = egui::pos2(rect.left() + 2.0, rect.bottom() - 5.0);
        ui.painter().rect_filled(Rect::from_min_size(at, egui::vec2(length, 4.0)), 1.0, color);
        let right = egui::pos2(rect.right() - 2.0, rect.top() + 2.0);
        let took = line_right(ui, right, &grouped(*count), theme::small(), look.secondary);
        let at = rect.min + egui::vec2(2.0, 2.0);
        line(ui, at, &visible(name), theme::small(), look.ink, rect.width() - took - 12.0);
        if response.on_hover_text(format!("{says}. Click to see them")).clicked() {
            go_to(open, &[(by, name)], actions);
        }
    }
    let more = bars.len() - shown.len();
    let rest: usize = {
        let (before, after) = (bars.iter().take(skipped), bars.iter().skip(skipped + shown.len()));
        before.chain(after).map(|(_, count)| count).sum()
    };
    if max == BARS_MAX && more > 0 {
        let text = format!("and {more} more, {} together", grouped(rest));
        let button = egui::Button::new(RichText::new(text).small().color(look.secondary)).frame_when_inactive(false);
        if ui.add(button).on_hover_text("Show all").clicked() {
            whole.insert(by);
        }
    } else if max > BARS_MAX {
        let text = if more > 0 {
            format!("and {more} more, {} together. Show fewer", grouped(rest))
        } else {
            "Show fewer".to_owned()
        };
        let button = egui::Button::new(RichText::new(text).small().color(look.secondary)).frame_when_inactive(false);
        if ui.add(button).clicked() {
            whole.remove(&by);
        }
    }
}

fn bar_color(open: &OpenProject, look: &Look, by: By, name: &str) -> Color32 {
    let tag = (by == By::Tag).then(|| open.project.tags().values().find(|tag| tag.name == name)).flatten();
    tag.map_or(look.accent, |tag| {
        let [red, green, blue] = tag.color;
        Color32::from_rgb(red, green, blue)
    })
}
