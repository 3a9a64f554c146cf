//! The sign of a tag: a bar in its colour over a sample of its underline, so that colour is never the only sign.

use egui::{Color32, Pos2, Rect, Shape, Stroke, Ui};

use crate::model::{Tag, Underline};
use crate::ui::theme::{self, Look};

/// Paints a tag's sign into `rect`.
pub fn tag_sign(ui: &Ui, look: &Look, tag: &Tag, rect: Rect) {
    let color = theme::tag_color(look, tag.color);
    let bar = Rect::from_min_max(rect.min, egui::pos2(rect.right(), rect.bottom() - 5.0));
    ui.painter().rect_filled(bar, 2, color.gamma_multiply(if look.dark { 0.5 } else { 0.35 }));
    underline(ui, &tag.underline, color, rect.left()..=rect.right(), rect.bottom() - 1.5);
}

/// Paints a line in an underline's style; `y` is its middle.
pub fn underline(ui: &Ui, style: &Underline, color: Color32, x: std::ops::RangeInclusive<f32>, y: f32) {
    let painter = ui.painter();
    let (left, right) = (*x.start(), *x.end());
    let ends = [Pos2::new(left, y), Pos2::new(right, y)];
    match style {
        Underline::Thick => {
            painter.line_segment(ends, Stroke::new(3.0, color));
        }
        Underline::Dashed => {
            painter.extend(Shape::dashed_line(&ends, Stroke::new(1.5, color), 5.0, 3.0));
        }
        Underline::Dotted => {
            painter.extend(Shape::dotted_line(&ends, color, 3.5, 1.0));
        }
        Underline::Double => {
            for offset in [-1.25, 1.25] {
                painter.line_segment(ends.map(|end| end + egui::vec2(0.0, offset)), Stroke::new(1.0, color));
            }
        }
        Underline::Wavy => {
            let steps = ((right - left) / 2.0).max(1.0);
            let wave = |step: f32| Pos2::new(left + step * 2.0, y + if step % 2.0 < 1.0 { -1.2 } else { 1.2 });
            let points =
                std::iter::successors(Some(0.0f32), |step| (*step < steps).then_some(step + 1.0)).map(wave).collect();
            painter.add(Shape::line(points, Stroke::new(1.2, color)));
        }
        Underline::Solid | Underline::Other(_) => {
            painter.line_segment(ends, Stroke::new(1.5, color));
        }
    }
}
