//! One row of a list: hover, chosen and focus look alike everywhere; what is in it is painted by the caller.

use egui::{Align, Button, Color32, FontId, Layout, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::ui::theme::{self, Look};

/// Allocates a row of the full width, paints its ground, and tells screen readers what it says.
pub fn list_row(ui: &mut Ui, look: &Look, height: f32, chosen: bool, says: &str) -> (Rect, Response) {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, says));
    if ui.is_rect_visible(rect) {
        let fill = if chosen {
            look.chosen
        } else if response.hovered() {
            look.hover
        } else {
            Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, theme::CORNER, fill);
        if response.has_focus() {
            ui.painter().rect_stroke(rect, theme::CORNER, Stroke::new(2.0, look.accent), StrokeKind::Inside);
        }
    }
    (rect, response)
}

/// A button as an entry of a menu that has others beside it: so wide, its words at the left and cut where they are long.
pub fn entry(ui: &mut Ui, width: f32, button: Button<'_>) -> Response {
    let layout = Layout::left_to_right(Align::Center).with_main_align(Align::LEFT);
    let size = egui::vec2(width, 26.0);
    ui.allocate_ui_with_layout(size, layout, |ui| ui.add(button.truncate().min_size(size))).inner
}

/// One line of text in a row, cut with an ellipsis at `width`. Returns the width it took.
pub fn line(ui: &Ui, at: egui::Pos2, text: &str, font: FontId, color: Color32, width: f32) -> f32 {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let took = galley.size().x;
    ui.painter().galley(at, galley, color);
    took
}

/// Text that ends at `right`. Returns the width it took.
pub fn line_right(ui: &Ui, right: egui::Pos2, text: &str, font: FontId, color: Color32) -> f32 {
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, color));
    let took = galley.size().x;
    ui.painter().galley(right - egui::vec2(took, 0.0), galley, color);
    took
}
