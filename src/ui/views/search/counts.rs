//! How many of the places found there are by outlet and by month; a click shows one of these alone.

use egui::{Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::app::search::CountedBy;
use crate::app::{Search, SearchAction};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::list_row::{line, line_right};
use crate::ui::widgets::section::grouped;

/// Outlets and months listed at most.
const LISTED_MAX: usize = 200;

/// What alone is shown; a click shows all again.
pub(super) fn narrowed(ui: &mut Ui, search: &Search, act: &mut impl FnMut(SearchAction)) {
    let only = |by| Some((by, search.only(by)?));
    let only: Vec<_> = [CountedBy::Outlet, CountedBy::Month].into_iter().filter_map(only).collect();
    if only.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for (by, name) in only {
            let button = ui.button(format!("Only {}   ×", visible(name)));
            let button = button.accessible_name(format!("Not only {}", visible(name)));
            if button.on_hover_text("Show the others too").clicked() {
                act(SearchAction::Narrow(by, name.to_owned()));
            }
        }
    });
}

/// The counts beside the hits.
pub(super) fn counts(ui: &mut Ui, search: &Search, look: &Look, act: &mut impl FnMut(SearchAction)) {
    ScrollArea::vertical().id_salt("search counts").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let kinds =
            [(CountedBy::Outlet, "By outlet", &search.by_outlet), (CountedBy::Month, "By month", &search.by_month)];
        for (by, title, counts) in kinds {
            ui.label(RichText::new(title).small().family(theme::bold_family()).color(look.secondary));
            let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(1);
            for (name, count) in counts.iter().take(LISTED_MAX) {
                if bar(ui, look, name, (*count, most), search.only(by) == Some(name)) {
                    act(SearchAction::Narrow(by, name.clone()));
                }
            }
            if counts.len() > LISTED_MAX {
                let text = format!("and {} more", counts.len() - LISTED_MAX);
                ui.label(RichText::new(text).small().color(look.secondary));
            }
            ui.add_space(theme::GAPS[1]);
        }
    });
}

#[expect(clippy::cast_precision_loss, reason = "a length on the screen")]
fn bar(ui: &mut Ui, look: &Look, name: &str, (count, most): (usize, usize), only: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width() - 10.0, 24.0), Sense::click());
    let name = visible(name);
    let says = format!("{name}: {} places", grouped(count));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, only, &says));
    if only || response.hovered() {
        let ground = if only { look.chosen } else { look.hover };
        ui.painter().rect_filled(rect, theme::CORNER, ground);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, theme::CORNER, Stroke::new(2.0, look.accent), StrokeKind::Inside);
    }
    let inner = rect.shrink2(egui::vec2(4.0, 2.0));
    let length = (inner.width() * count as f32 / most.max(1) as f32).max(2.0);
    let filled = Rect::from_min_size(egui::pos2(inner.left(), inner.bottom() - 3.0), egui::vec2(length, 3.0));
    ui.painter().rect_filled(filled, 1.0, look.accent);
    let took = line_right(ui, egui::pos2(inner.right(), inner.top()), &grouped(count), theme::small(), look.secondary);
    line(ui, inner.min, &name, theme::small(), look.ink, inner.width() - took - 8.0);
    let what = if only { "Click to show the others too" } else { "Click to show these alone" };
    response.on_hover_text(format!("{says}. {what}")).clicked()
}
