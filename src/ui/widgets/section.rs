//! Small-caps headings that tell sections apart, instead of boxes.

use egui::{FontId, RichText, Ui};

pub use crate::text::numbers::grouped;
use crate::ui::theme::{self, Look};

/// A heading in small capitals with a count at the right, where there is one.
pub fn heading(ui: &mut Ui, look: &Look, title: &str, count: Option<usize>) {
    heading_with(ui, look, title, |ui| {
        if let Some(count) = count {
            ui.label(RichText::new(grouped(count)).font(font()).color(look.secondary));
        }
    });
}

/// A heading in small capitals with something at the right, added from right to left.
pub fn heading_with(ui: &mut Ui, look: &Look, title: &str, at_right: impl FnOnce(&mut Ui)) {
    ui.add_space(theme::GAPS[0] * 0.5);
    let size = egui::vec2(ui.available_width(), 28.0);
    ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_size(size);
        ui.label(RichText::new(title.to_uppercase()).font(font()).color(look.secondary).extra_letter_spacing(0.8));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            at_right(ui);
        });
    });
}

fn font() -> FontId {
    FontId::new(10.5, theme::bold_family())
}
