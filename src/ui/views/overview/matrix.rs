//! The overview's matrix: numbers by two kinds of values; the more excerpts, the stronger the ground. The names above the
//! columns climb, so that none is broken.

use egui::epaint::TextShape;
use egui::{FontId, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::go_to;
use crate::analysis::overview::{Overview, left_out};
use crate::app::{Action, OpenProject};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::list_row::line;
use crate::ui::widgets::section::grouped;

/// Rows and columns at most.
const MAX: (usize, usize) = (24, 16);
const CELL: egui::Vec2 = vec2(52.0, 24.0);
const NAMES: f32 = 200.0;
/// How long the names above the columns are, and how high these become when they climb.
const CLIMBING: f32 = 130.0;
const CLIMB: f32 = 100.0;

/// Shows the matrix.
#[expect(clippy::cast_precision_loss, reason = "a place on the screen, a colour")]
pub(super) fn show(ui: &mut Ui, open: &OpenProject, look: &Look, overview: &Overview, actions: &mut Vec<Action>) {
    let (skipped_rows, rows) = overview.shown(overview.by.0, MAX.0);
    let (skipped_columns, columns) = overview.shown(overview.by.1, MAX.1);
    let most = overview.cells.values().copied().max().unwrap_or(1).max(1);
    let size = vec2(NAMES + CELL.x * columns.len() as f32 + CLIMB, CLIMB + CELL.y * rows.len() as f32);
    let (all, _) = ui.allocate_exact_size(size, Sense::hover());
    for (at, (name, _)) in columns.iter().enumerate() {
        climbing(
            ui,
            look,
            pos2(all.left() + NAMES + CELL.x * (at as f32 + 0.4), all.top() + CLIMB - 4.0),
            &visible(name),
        );
    }
    for (row, (name, _)) in rows.iter().enumerate() {
        let top = all.top() + CLIMB + CELL.y * row as f32;
        line(ui, pos2(all.left(), top + 5.0), &visible(name), theme::small(), look.ink, NAMES - 10.0);
        for (column, (other, _)) in columns.iter().enumerate() {
            let place = (row + skipped_rows, column + skipped_columns);
            let Some(count) = overview.cells.get(&place).copied() else { continue };
            let at = pos2(all.left() + NAMES + CELL.x * column as f32, top);
            let rect = Rect::from_min_size(at, CELL).shrink(1.0);
            let response = ui.interact(rect, ui.scope_id().with(("cell", row, column)), Sense::click());
            let says = format!("{}, {}: {}", visible(name), visible(other), super::excerpts(count));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &says));
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
    if let Some(text) = left_out(overview, (rows.len(), columns.len())) {
        ui.label(RichText::new(text).small().color(look.secondary));
    }
}

/// A name that climbs to the right from here.
fn climbing(ui: &Ui, look: &Look, from: egui::Pos2, name: &str) {
    let mut job = egui::text::LayoutJob::simple_singleline(name.to_owned(), theme::small(), look.secondary);
    job.wrap = egui::text::TextWrapping::truncate_at_width(CLIMBING);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let angle = -std::f32::consts::FRAC_PI_4;
    // Turned around its upper left corner, which stands above the end of the line that it climbs along.
    let corner = from + egui::emath::Rot2::from_angle(angle) * vec2(0.0, -galley.size().y);
    ui.painter().add(TextShape::new(corner, galley, look.secondary).with_angle(angle));
}
