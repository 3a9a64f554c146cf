//! Overview: how many of the filtered excerpts there are of each tag, actor, issue, outlet and week, as bars and as a
//! matrix. A click narrows the filter and goes to the excerpts. Counted beside the window.

use std::sync::mpsc::{Receiver, TryRecvError};

use egui::{Color32, ComboBox, FontId, Rect, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui};

use crate::analysis::Filter;
use crate::analysis::overview::{By, Overview};
use crate::app::{Action, OpenProject, View};
use crate::desktop::worker::aside;
use crate::model::Excerpt;
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::list_row::{line, line_right};
use crate::ui::widgets::section::grouped;

const ROW: f32 = 24.0;
const CHART: f32 = 300.0;
/// Bars of one chart, rows and columns of the matrix at most.
const BARS_MAX: usize = 12;
const MATRIX_MAX: (usize, usize) = (24, 12);
const CELL: egui::Vec2 = egui::vec2(64.0, 24.0);
const NAMES: f32 = 200.0;

/// What a count was made of.
type Key = (u64, (By, By));

/// What the view keeps between frames.
pub struct OverviewView {
    by: (By, By),
    shown: Option<(Key, Overview)>,
    counting: Option<(Key, Receiver<Overview>)>,
}

impl Default for OverviewView {
    fn default() -> Self {
        Self { by: (By::Actor, By::Issue), shown: None, counting: None }
    }
}

/// Shows the overview.
pub fn show(ui: &mut Ui, open: &OpenProject, look: &Look, view: &mut OverviewView, actions: &mut Vec<Action>) {
    count(ui, open, view);
    let Some((_, overview)) = &view.shown else {
        ui.spinner();
        return;
    };
    let mut by = view.by;
    ui.horizontal_wrapped(|ui| {
        let text = if open.filter.is_empty() {
            format!("All {} excerpts", grouped(overview.excerpts))
        } else {
            format!("{} excerpts that fit {}", grouped(overview.excerpts), visible(open.filter.text()))
        };
        ui.label(RichText::new(text).family(theme::medium_family()));
        if !open.filter.is_empty() && ui.button("Count all").clicked() {
            actions.push(Action::SetFilter(Filter::default()));
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
        let charts: Vec<_> = overview.bars.iter().filter(|(_, bars)| !bars.is_empty()).collect();
        let mut rest = charts.as_slice();
        while !rest.is_empty() {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few columns")]
            let (row, left) = rest.split_at(rest.len().min(beside as usize));
            ui.horizontal_top(|ui| {
                for (by, bars) in row {
                    ui.allocate_ui(egui::vec2(CHART, 0.0), |ui| {
                        ui.set_width(CHART);
                        ui.vertical(|ui| chart(ui, open, look, *by, bars, actions));
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
        });
        ui.add_space(theme::GAPS[0]);
        matrix(ui, open, look, overview, actions);
    });
    view.by = by;
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
    let mut filter = open.filter.clone();
    for (by, name) in wanted {
        let (field, value) = by.filter(name);
        filter = filter.with_value(field, Some(&value));
    }
    actions.push(Action::SetFilter(filter));
    actions.push(Action::ShowView(View::Excerpts));
}

#[expect(clippy::cast_precision_loss, reason = "a length on the screen")]
fn chart(ui: &mut Ui, open: &OpenProject, look: &Look, by: By, bars: &[(String, usize)], actions: &mut Vec<Action>) {
    ui.label(RichText::new(by.name()).small().family(theme::bold_family()).color(look.secondary));
    let most = bars.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    // The latest weeks, and the most frequent of anything else.
    let skipped = if by == By::Week { bars.len().saturating_sub(BARS_MAX) } else { 0 };
    for (name, count) in bars.iter().skip(skipped).take(BARS_MAX) {
        let (rect, response) = ui.allocate_exact_size(egui::vec2(CHART, ROW), Sense::click());
        let says = format!("{}: {} excerpts", visible(name), grouped(*count));
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
    if bars.len() > BARS_MAX {
        let rest: usize = if skipped > 0 {
            bars.iter().take(skipped).map(|(_, count)| count).sum()
        } else {
            bars.iter().skip(BARS_MAX).map(|(_, count)| count).sum()
        };
        let text = format!("and {} in {} more", grouped(rest), bars.len() - BARS_MAX);
        ui.label(RichText::new(text).small().color(look.secondary));
    }
}

fn bar_color(open: &OpenProject, look: &Look, by: By, name: &str) -> Color32 {
    let tag = (by == By::Tag).then(|| open.project.tags().values().find(|tag| tag.name == name)).flatten();
    tag.map_or(look.accent, |tag| {
        let [red, green, blue] = tag.color;
        Color32::from_rgb(red, green, blue)
    })
}

/// Numbers by two kinds of values; the more excerpts, the stronger the ground.
#[expect(clippy::cast_precision_loss, reason = "a colour")]
fn matrix(ui: &mut Ui, open: &OpenProject, look: &Look, overview: &Overview, actions: &mut Vec<Action>) {
    let (rows, columns) = (overview.bars_of(overview.by.0), overview.bars_of(overview.by.1));
    let (rows, columns) = (
        rows.get(..rows.len().min(MATRIX_MAX.0)).unwrap_or_default(),
        columns.get(..columns.len().min(MATRIX_MAX.1)).unwrap_or_default(),
    );
    let most = overview.cells.values().copied().max().unwrap_or(1).max(1);
    let head = 76.0;
    let size = egui::vec2(NAMES + CELL.x * columns.len() as f32, head + CELL.y * rows.len() as f32);
    let (all, _) = ui.allocate_exact_size(size, Sense::hover());
    for (at, (name, _)) in columns.iter().enumerate() {
        let left = all.left() + NAMES + CELL.x * at as f32;
        let words = RichText::new(visible(name)).small().color(look.secondary);
        let rect = Rect::from_min_size(egui::pos2(left + 3.0, all.top()), egui::vec2(CELL.x - 6.0, head - 4.0));
        let layout = egui::Layout::bottom_up(egui::Align::Center);
        ui.scope_builder(egui::UiBuilder::new().max_rect(rect).layout(layout), |ui| {
            ui.set_clip_rect(rect.intersect(ui.clip_rect()));
            ui.add(egui::Label::new(words).wrap().halign(egui::Align::Center)).on_hover_text(visible(name));
        });
    }
    for (row, (name, _)) in rows.iter().enumerate() {
        let top = all.top() + head + CELL.y * row as f32;
        line(ui, egui::pos2(all.left(), top + 5.0), &visible(name), theme::small(), look.ink, NAMES - 10.0);
        for (column, (other, _)) in columns.iter().enumerate() {
            let Some(count) = overview.cells.get(&(row, column)).copied() else { continue };
            let at = egui::pos2(all.left() + NAMES + CELL.x * column as f32, top);
            let rect = Rect::from_min_size(at, CELL).shrink(1.0);
            let response = ui.interact(rect, ui.scope_id().with(("cell", row, column)), Sense::click());
            let says = format!("{}, {}: {} excerpts", visible(name), visible(other), grouped(count));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &says));
            let strength = 0.12 + 0.5 * count as f32 / most as f32;
            ui.painter().rect_filled(rect, 3.0, look.accent.gamma_multiply(strength));
            if response.hovered() || response.has_focus() {
                ui.painter().rect_stroke(rect, 3.0, Stroke::new(1.5, look.accent), StrokeKind::Inside);
            }
            let font = FontId::new(theme::SMALL_SIZE, theme::medium_family());
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, grouped(count), font, look.ink);
            if response.on_hover_text(format!("{says}. Click to see them")).clicked() {
                go_to(open, &[(overview.by.0, name), (overview.by.1, other)], actions);
            }
        }
    }
    let left =
        (overview.bars_of(overview.by.0).len() - rows.len(), overview.bars_of(overview.by.1).len() - columns.len());
    if left != (0, 0) {
        let text = format!("{} rows and {} columns with fewer excerpts are left out", left.0, left.1);
        ui.label(RichText::new(text).small().color(look.secondary));
    }
}
