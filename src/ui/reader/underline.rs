//! The lines under tagged passages and the bars beside them: six kinds that are told apart without colour.

use egui::epaint::Mesh;
use egui::{Color32, Rangef, Rect, Shape, Stroke, pos2};

use crate::model::Underline;

/// How far under each other the lines of overlapping excerpts are, in points.
pub(super) const STEP: f32 = 3.25;

/// How many lines are stacked at most.
pub(super) const STACK: u16 = 4;

/// Draws a line of the kind of `underline` from left to right; straight parts go into `mesh`.
/// No part is thinner than a pixel, which is `pixel` points.
pub(super) fn line(
    (mesh, shapes): (&mut Mesh, &mut Vec<Shape>),
    underline: &Underline,
    x: Rangef,
    y: f32,
    color: Color32,
    pixel: f32,
) {
    let y = (y / pixel).round() * pixel;
    let mut bar = |left: f32, right: f32, top: f32, height: f32| {
        let (top, height) = ((top / pixel).round() * pixel, height.max(pixel));
        mesh.add_colored_rect(Rect::from_min_max(pos2(left, top), pos2(right.min(x.max), top + height)), color);
    };
    match underline {
        Underline::Thick => bar(x.min, x.max, y - 0.5, 2.25),
        Underline::Dashed => pieces(x, 6.0, 3.5).for_each(|left| bar(left, left + 6.0, y, 1.5)),
        Underline::Dotted => pieces(x, 1.5, 2.0).for_each(|left| bar(left, left + 1.5, y, 1.5)),
        Underline::Double => {
            bar(x.min, x.max, y - 0.75, 1.0);
            bar(x.min, x.max, y + 1.25, 1.0);
        }
        Underline::Wavy => {
            let mut up = false;
            let points = pieces(x, 2.0, 0.0).chain([x.max]).map(|left| {
                up = !up;
                pos2(left, if up { y - 0.5 } else { y + 1.5 })
            });
            shapes.push(Shape::line(points.collect(), Stroke::new(1.1, color)));
        }
        _ => bar(x.min, x.max, y, 1.0),
    }
}

/// Draws a bar in the margin in the manner of `underline`, `width` wide.
pub(super) fn bar(mesh: &mut Mesh, underline: &Underline, y: Rangef, left: f32, width: f32, color: Color32) {
    let mut piece = |from: f32, to: f32, left: f32, width: f32| {
        mesh.add_colored_rect(Rect::from_min_max(pos2(left, from), pos2(left + width, to.min(y.max))), color);
    };
    match underline {
        Underline::Thick => piece(y.min, y.max, left, width),
        Underline::Dashed => pieces(y, 7.0, 4.0).for_each(|top| piece(top, top + 7.0, left, width * 0.6)),
        Underline::Dotted => pieces(y, 2.0, 3.0).for_each(|top| piece(top, top + 2.0, left, width * 0.6)),
        Underline::Double => {
            piece(y.min, y.max, left, width * 0.3);
            piece(y.min, y.max, left + width * 0.7, width * 0.3);
        }
        Underline::Wavy => {
            let mut aside = false;
            for top in pieces(y, 4.0, 0.0) {
                aside = !aside;
                piece(top, top + 4.0, if aside { left } else { left + width * 0.5 }, width * 0.5);
            }
        }
        _ => piece(y.min, y.max, left, width * 0.45),
    }
}

/// The starts of pieces of `length` with `gap` between them, on a fixed grid, so that lines join across rows.
fn pieces(range: Rangef, length: f32, gap: f32) -> impl Iterator<Item = f32> {
    let step = length + gap;
    let first = range.min;
    std::iter::successors(Some(first), move |at| Some(at + step)).take_while(move |at| *at < range.max)
}
