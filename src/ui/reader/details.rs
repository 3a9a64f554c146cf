//! Draws what is told besides the text: hidden and missing characters, paragraph numbers, bookmarks, and the veil over
//! paragraphs that step back.

use std::ops::Range;

use egui::{Align2, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::blocks::Blocks;
use super::paint::Picture;

/// How far the ink of other paragraphs steps back when one is focused on.
const VEIL: f32 = 0.62;

impl Picture<'_> {
    /// Marks where characters are that are not seen by themselves, and writes the numbers of those that no font has.
    pub(super) fn hidden(&self, painter: &Painter) {
        let mark = self.style.problem;
        for (top, row) in self.page.rows() {
            let y = self.origin.y + top;
            for (byte, _) in &row.hidden {
                let at = pos2(self.origin.x + row.x_of(*byte), y + row.baseline + 3.0);
                painter.vline(at.x, at.y - self.style.size * 0.95..=at.y, Stroke::new(1.0, mark));
                let tip = at - vec2(0.0, self.style.size * 0.95);
                let flag = vec![tip - vec2(3.0, 2.0), tip + vec2(3.0, -2.0), tip + vec2(0.0, 2.5)];
                painter.add(Shape::convex_polygon(flag, mark, Stroke::NONE));
            }
            for (byte, c) in &row.missing {
                let mut place = None;
                row.stretches(&(*byte..*byte + c.len_utf8()), |left, right| place = Some((left, right)));
                let Some((left, right)) = place.filter(|(left, right)| right - left > 2.0) else { continue };
                let height = self.style.size * 0.92;
                let bottom = y + row.baseline + self.style.size * 0.12;
                let min = pos2(self.origin.x + left + 0.5, bottom - height);
                let rect = Rect::from_min_max(min, pos2(self.origin.x + right - 0.5, bottom));
                painter.rect(rect, 1.0, self.style.paper, Stroke::new(0.75, self.style.secondary), StrokeKind::Inside);
                let digits = format!("{:04X}", u32::from(*c));
                let (upper, lower) = digits.split_at_checked(digits.len() / 2).unwrap_or((&digits, ""));
                let font = FontId::new(height * 0.42, self.style.label_face.clone());
                for (half, y) in [(upper, rect.top() + height * 0.28), (lower, rect.top() + height * 0.72)] {
                    let at = pos2(rect.center().x, y);
                    painter.text(at, Align2::CENTER_CENTER, half, font.clone(), self.style.ink);
                }
            }
        }
    }

    /// The hidden characters whose mark is under a point.
    pub(super) fn hidden_at(&self, at: Pos2) -> Vec<char> {
        let within = at - self.origin;
        let Some(row) = self.page.row_at(within.y) else { return Vec::new() };
        let near = row.hidden.iter().filter(|(byte, _)| (row.x_of(*byte) - within.x).abs() < 4.0);
        near.map(|(_, c)| *c).collect()
    }

    /// Lays a veil over every block that is not in `paragraph`.
    pub(super) fn step_back(&self, painter: &Painter, paragraph: &Range<usize>, width: f32) {
        let veil = self.style.paper.gamma_multiply(VEIL);
        for block in &self.page.blocks {
            let Some(first) = block.layout.rows().first() else { continue };
            if first.bytes.start >= paragraph.start && first.bytes.start <= paragraph.end {
                continue;
            }
            let min = self.origin + vec2(-4.0, block.top);
            painter.rect_filled(Rect::from_min_size(min, vec2(width + 8.0, block.height)), 0.0, veil);
        }
    }

    /// The number of every paragraph that begins on the page, at the right of the text.
    pub(super) fn numbers(&self, painter: &Painter, blocks: &Blocks, width: f32) {
        let font = FontId::new((self.style.size * 0.6).clamp(8.0, 13.0), self.style.label_face.clone());
        for block in &self.page.blocks {
            if let (Some(number), Some(first)) = (blocks.paragraph_number(block.index), block.layout.rows().first()) {
                let at = self.origin + vec2(width + 12.0, block.top + first.baseline);
                painter.text(at, Align2::LEFT_BOTTOM, number, font.clone(), self.style.secondary);
            }
        }
    }

    /// A ribbon at the right of every bookmarked line.
    pub(super) fn bookmarks(&self, painter: &Painter, bookmarks: &[usize], width: f32) {
        let shown = self.page.bytes();
        let from = bookmarks.partition_point(|byte| *byte < shown.start);
        for byte in bookmarks.get(from..).unwrap_or_default().iter().take_while(|byte| **byte <= shown.end) {
            let Some((_, top, _)) = self.page.caret(*byte, false) else { continue };
            let at = self.origin + vec2(width + 6.0, top + 3.0);
            let corner = |x: f32, y: f32| pos2(at.x + x, at.y + y);
            // A ribbon with a notch: two halves, each without a dent.
            for (left, right, left_end, right_end) in [(0.0, 4.0, 14.0, 10.0), (4.0, 8.0, 10.0, 14.0)] {
                let points =
                    vec![corner(left, 0.0), corner(right, 0.0), corner(right, right_end), corner(left, left_end)];
                painter.add(Shape::convex_polygon(points, self.style.accent, Stroke::NONE));
            }
        }
    }
}
