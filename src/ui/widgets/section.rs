//! Small-caps headings that tell sections apart, instead of boxes.

use egui::{FontId, RichText, Ui};

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

/// A number with thin spaces between groups of three digits.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [0, 999, 1_000, 1_234_567].map(super::grouped),
            ["0", "999", "1\u{202f}000", "1\u{202f}234\u{202f}567"]
        );
    }
}
