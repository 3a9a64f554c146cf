//! Draws a fine dotted line under names in the text, so that the eye finds who speaks.

use egui::epaint::Mesh;
use egui::{Painter, Rect, Shape, pos2, vec2};

use super::paint::Picture;
use crate::text::names::NamePlace;

/// Distance of the dots from each other, in points.
const STEP: f32 = 3.0;

impl Picture<'_> {
    /// The line under every name on the page; `names` are in order and do not overlap.
    pub(super) fn names(&self, painter: &Painter, names: &[NamePlace]) {
        let shown = self.page.bytes();
        let from = names.partition_point(|place| place.span.end() <= shown.start);
        let mut rest = names.get(from..).unwrap_or_default().iter().peekable();
        let mut mesh = Mesh::default();
        let color = self.style.secondary.gamma_multiply(0.8);
        for (top, row) in self.page.rows() {
            while rest.next_if(|place| place.span.end() <= row.bytes.start).is_some() {}
            while let Some(place) = rest.peek().filter(|place| place.span.start() < row.bytes.end) {
                let y = (self.origin.y + top + row.baseline + 2.0).round();
                row.stretches(&place.span.range(), |left, right| {
                    let mut x = left;
                    while x + 1.0 <= right {
                        let dot = Rect::from_min_size(pos2((self.origin.x + x).round(), y), vec2(1.0, 1.0));
                        mesh.add_colored_rect(dot, color);
                        x += STEP;
                    }
                });
                if place.span.end() > row.bytes.end {
                    break;
                }
                rest.next();
            }
        }
        painter.add(Shape::mesh(mesh));
    }
}
