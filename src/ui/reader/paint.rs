//! Draws one frame of the pane: tints, underlines, lanes, selection, text, caret and handles.
//! Decides nothing: where things are comes from `page.rs`, what overlaps how from `overlaps.rs`.

use std::ops::Range;

use egui::epaint::Mesh;
use egui::{Align2, Color32, FontId, Painter, Pos2, Rangef, Rect, Shape, Stroke, pos2, vec2};

use super::found::Found;
use super::input::ReadingStyle;
use super::overlaps;
use super::page::Page;
use super::painted::Placed;
use super::underline;
use crate::model::{ExcerptId, TextSpan};

/// Distance of the first lane from the text.
const LANE_GAP: f32 = 14.0;
/// Distance of lanes from each other.
const LANE_STEP: f32 = 10.0;
/// Width of a full bar.
const LANE_WIDTH: f32 = 5.0;
/// Most lanes that are drawn where there is room; the rest is counted.
const LANES_SHOWN: u8 = 6;
/// Room that the lanes need at the left of the text.
pub(super) const LANES_WIDTH: f32 = LANE_GAP + 6.0 * LANE_STEP + 22.0;
/// Least room for them, in narrow panes.
pub(super) const LANES_LEAST: f32 = LANE_GAP + 2.0 * LANE_STEP + 22.0;
/// How far from a handle a press still takes it.
const HANDLE_REACH: f32 = 7.0;

/// What there is to draw, in one place.
pub(super) struct Picture<'a> {
    pub(super) page: &'a Page,
    pub(super) style: &'a ReadingStyle,
    /// Top of the view, left edge of the column.
    pub(super) origin: Pos2,
    /// The excerpts on the page; an end that is being dragged is already moved.
    pub(super) excerpts: Vec<(&'a Placed, TextSpan)>,
    pub(super) selected: &'a [ExcerptId],
    pub(super) hovered: &'a [ExcerptId],
    /// How many lanes have room.
    pub(super) lanes: u16,
    /// The bars in the lanes.
    pub(super) bars: Vec<Bar>,
}

/// A bar in the margin: an excerpt by its number on the page, or a part of it.
pub(super) struct Bar {
    number: usize,
    lane: u16,
    y: Rangef,
    /// The excerpt begins here.
    first: bool,
}

impl Picture<'_> {
    /// The tints behind the text, with more of it for what is hovered and selected.
    pub(super) fn tints(&self, painter: &Painter) {
        let mut mesh = Mesh::default();
        let runs =
            overlaps::flatten(self.excerpts.iter().map(|(p, span)| (*span, p.excerpt.color)), &self.page.bytes());
        let mut runs = runs.into_iter().peekable();
        for (top, row) in self.page.rows() {
            while runs.next_if(|run| run.bytes.end <= row.bytes.start).is_some() {}
            while let Some(run) = runs.peek().filter(|run| run.bytes.start < row.bytes.end) {
                self.band(&mut mesh, top, row, &run.bytes, tint(run.color, strength(run.depth, self.style)));
                if run.bytes.end > row.bytes.end {
                    break;
                }
                runs.next();
            }
        }
        for (placed, span) in &self.excerpts {
            let id = placed.excerpt.id;
            let more = match (self.selected.contains(&id), self.hovered.first() == Some(&id)) {
                (true, _) => 0.20,
                (false, true) => 0.12,
                (false, false) => continue,
            };
            for rect in self.page.rects(&span.range(), self.origin) {
                mesh.add_colored_rect(rect, tint(placed.excerpt.color, more * self.style.tint));
            }
        }
        painter.add(Shape::mesh(mesh));
    }

    fn band(
        &self,
        mesh: &mut Mesh,
        top: f32,
        row: &super::block_layout::BlockRow,
        bytes: &Range<usize>,
        color: Color32,
    ) {
        let y = self.origin.y + top;
        row.stretches(bytes, |left, right| {
            let min = pos2(self.origin.x + left, y + row.top);
            mesh.add_colored_rect(Rect::from_min_max(min, pos2(self.origin.x + right, y + row.bottom)), color);
        });
    }

    /// One plain colour behind `bytes`.
    pub(super) fn fill(&self, painter: &Painter, bytes: &Range<usize>, color: Color32) {
        let mut mesh = Mesh::default();
        for (top, row) in self.page.rows() {
            self.band(&mut mesh, top, row, bytes, color);
        }
        painter.add(Shape::mesh(mesh));
    }

    /// What a search found: a ground behind it, and a frame around the place that one is at.
    pub(super) fn found(&self, painter: &Painter, found: &Found) {
        let here = found.within(&self.page.bytes());
        let Some((first, last)) = here.first().zip(here.last()) else { return };
        let mut mesh = Mesh::default();
        for (top, row) in self.page.rows() {
            if row.bytes.end <= first.start() || row.bytes.start >= last.end() {
                continue;
            }
            for span in found.within(&row.bytes) {
                self.band(&mut mesh, top, row, &span.range(), self.style.found);
            }
        }
        painter.add(Shape::mesh(mesh));
        for rect in found.current().into_iter().flat_map(|span| self.page.rects(&span.range(), self.origin)) {
            let stroke = Stroke::new(1.5, self.style.accent);
            painter.rect_stroke(rect.expand2(vec2(1.0, -3.0)), 3.0, stroke, egui::StrokeKind::Outside);
        }
    }

    /// The line under every excerpt, stacked where they overlap.
    pub(super) fn underlines(&self, painter: &Painter) {
        let (mut mesh, mut shapes) = (Mesh::default(), Vec::new());
        let pixel = 1.0 / painter.pixels_per_point();
        let all: Vec<_> = self.excerpts.iter().map(|(placed, span)| (span.range(), placed.level)).collect();
        let mut lines = overlaps::fitted(&all, underline::STACK);
        lines.sort_by_key(|line| (line.range.start, line.range.end));
        let Some(first) = lines.first() else { return };
        let mut from = 0;
        for (top, row) in self.page.rows() {
            if first.range.start >= row.bytes.end {
                continue;
            }
            // Lines are sorted by start: those that ended above are skipped for good as far as they lead the list.
            while lines.get(from).is_some_and(|line| line.range.end <= row.bytes.start) {
                from += 1;
            }
            let rest = lines.get(from..).unwrap_or_default();
            for line in rest.iter().take_while(|line| line.range.start < row.bytes.end) {
                let Some((placed, _)) = self.excerpts.get(line.number) else { continue };
                let y = self.origin.y + top + row.baseline + underline::STEP * (1.0 + f32::from(line.lane));
                let color = line_color(placed.excerpt.color, self.style);
                row.stretches(&line.range, |left, right| {
                    let x = Rangef::new(self.origin.x + left, self.origin.x + right);
                    let into = (&mut mesh, &mut shapes);
                    underline::line(into, &placed.excerpt.underline, x, y, color, pixel);
                });
            }
        }
        painter.add(Shape::mesh(mesh));
        painter.extend(shapes);
    }

    /// A bar for each excerpt at the left of the text, its sign at the top, and how many found no room.
    pub(super) fn lanes(&self, painter: &Painter) {
        let mut mesh = Mesh::default();
        let font = FontId::new((self.style.size * 0.55).clamp(8.0, 12.0), self.style.label_face.clone());
        let begins = self.page.bytes().start;
        for bar in &self.bars {
            let Some((placed, span)) = self.excerpts.get(bar.number) else { continue };
            let left = self.lane_left(bar.lane);
            let marked = self.selected.contains(&placed.excerpt.id) || self.hovered.contains(&placed.excerpt.id);
            let color = line_color(placed.excerpt.color, self.style).gamma_multiply(if marked { 1.0 } else { 0.75 });
            let y = bar.y;
            let signed = bar.first && begins <= span.start() && !placed.excerpt.sign.is_empty() && y.span() > 20.0;
            let sign = if signed { font.size + 1.0 } else { 0.0 };
            if signed {
                let at = pos2(left + LANE_WIDTH * 0.5, y.min);
                painter.text(at, Align2::CENTER_TOP, &placed.excerpt.sign, font.clone(), self.style.secondary);
            }
            let y = Rangef::new(y.min + sign, y.max);
            underline::bar(&mut mesh, &placed.excerpt.underline, y, left, LANE_WIDTH, color);
        }
        painter.add(Shape::mesh(mesh));
        self.counts(painter, &font);
    }

    /// How many excerpts of a row found no lane.
    fn counts(&self, painter: &Painter, font: &FontId) {
        if self.excerpts.len() <= usize::from(self.lanes) {
            return;
        }
        let mut last = 0;
        for (top, row) in self.page.rows() {
            let centre = self.origin.y + top + (row.top + row.bottom) * 0.5;
            let here = |span: &TextSpan| span.start() < row.bytes.end && span.end() > row.bytes.start;
            let all = self.excerpts.iter().filter(|(_, span)| here(span)).count();
            let shown = self.bars.iter().filter(|bar| bar.y.contains(centre)).count();
            let count = all.saturating_sub(shown);
            if count > 0 && count != last {
                let at = pos2(self.lane_left(self.lanes.saturating_sub(1)) - 6.0, self.origin.y + top + row.top + 4.0);
                painter.text(at, Align2::RIGHT_TOP, format!("+{count}"), font.clone(), self.style.secondary);
            }
            last = count;
        }
    }

    /// Gives every excerpt its bars: in its own lane, or where that has no room, row by row in one that is free there.
    pub(super) fn with_bars(mut self) -> Self {
        let rows: Vec<(f32, f32, Range<usize>)> = self
            .page
            .rows()
            .map(|(top, row)| (self.origin.y + top + row.top, self.origin.y + top + row.bottom, row.bytes.clone()))
            .collect();
        let spans = self.excerpts.iter().map(|(placed, span)| {
            let first = rows.partition_point(|(.., bytes)| bytes.end <= span.start());
            let end = rows.partition_point(|(.., bytes)| bytes.start < span.end());
            (first..end.max(first), placed.lane)
        });
        let spans: Vec<_> = spans.collect();
        for part in overlaps::fitted(&spans, self.lanes) {
            let (Some(first), Some(last)) =
                (rows.get(part.range.start), part.range.end.checked_sub(1).and_then(|last| rows.get(last)))
            else {
                continue;
            };
            let begins = spans.get(part.number).is_some_and(|(range, _)| range.start == part.range.start);
            let y = Rangef::new(first.0 + 2.0, last.1 - 2.0);
            self.bars.push(Bar { number: part.number, lane: part.lane, y, first: begins });
        }
        self
    }

    fn lane_left(&self, lane: u16) -> f32 {
        self.origin.x - LANE_GAP - LANE_STEP * f32::from(lane) - LANE_WIDTH
    }

    /// The excerpt whose bar is under a point.
    pub(super) fn lane_at(&self, at: Pos2) -> Option<ExcerptId> {
        let lane = (0..self.lanes).find(|lane| {
            let centre = self.lane_left(*lane) + LANE_WIDTH * 0.5;
            (at.x - centre).abs() <= LANE_STEP * 0.5
        })?;
        let bar = self.bars.iter().find(|bar| bar.lane == lane && bar.y.contains(at.y))?;
        self.excerpts.get(bar.number).map(|(placed, _)| placed.excerpt.id)
    }

    /// Where the ends of `span` stand, if they are on the page: x, upper and lower edge on the screen.
    fn ends(&self, span: TextSpan) -> [Option<(f32, Rangef)>; 2] {
        [(span.start(), false), (span.end(), true)].map(|(byte, at_row_end)| {
            let (x, top, bottom) = self.page.caret(byte, at_row_end)?;
            Some((self.origin.x + x, Rangef::new(self.origin.y + top, self.origin.y + bottom)))
        })
    }

    /// The end of `span` that a press at `at` takes: `Some(true)` for the last one.
    pub(super) fn handle_at(&self, span: TextSpan, at: Pos2) -> Option<bool> {
        let distance = |end: Option<(f32, Rangef)>, knob_above: bool| {
            // Only the knob: the words beside it are there to be swept again.
            let (x, y) = end?;
            let knob = pos2(x, if knob_above { y.min } else { y.max });
            (knob.distance(at) <= HANDLE_REACH).then_some(knob.distance(at))
        };
        let [start, end] = self.ends(span);
        match (distance(start, true), distance(end, false)) {
            (Some(start), Some(end)) => Some(end <= start),
            (Some(_), None) => Some(false),
            (None, Some(_)) => Some(true),
            (None, None) => None,
        }
    }

    /// The handles at both ends of `span`.
    pub(super) fn handles(&self, painter: &Painter, span: TextSpan) {
        let accent = self.style.accent;
        for (end, last) in self.ends(span).into_iter().zip([false, true]) {
            let Some((x, y)) = end else { continue };
            painter.vline(x, y, Stroke::new(2.0, accent));
            let knob = pos2(x, if last { y.max } else { y.min });
            painter.circle(knob, 4.0, accent, Stroke::new(1.0, self.style.paper));
        }
    }

    /// What the one selected excerpt covers, if it is on the page.
    pub(super) fn held(&self) -> Option<TextSpan> {
        let [only] = self.selected else { return None };
        self.excerpts.iter().find(|(placed, _)| placed.excerpt.id == *only).map(|(_, span)| *span)
    }

    /// The caret.
    pub(super) fn caret(&self, painter: &Painter, byte: usize, at_row_end: bool) {
        if let Some((x, top, bottom)) = self.page.caret(byte, at_row_end) {
            let min = pos2((self.origin.x + x).round() - 0.5, self.origin.y + top + 3.0);
            painter.rect_filled(Rect::from_min_size(min, vec2(1.5, bottom - top - 6.0)), 0.0, self.style.accent);
        }
    }

    /// The letters.
    pub(super) fn text(&self, painter: &Painter) {
        for block in &self.page.blocks {
            block.layout.paint(painter, self.origin + vec2(0.0, block.top), self.style.ink);
        }
    }
}

/// How many lanes have room in so many points at the left of the text.
pub(super) fn lanes_within(room: f32) -> u16 {
    let fits = |lanes: &u8| LANE_GAP + f32::from(*lanes) * LANE_STEP + 20.0 <= room;
    u16::from((1..=LANES_SHOWN).rev().find(fits).unwrap_or(1))
}

/// A tag's colour for lines on this paper: on dark paper lighter, so that thin lines are seen.
fn line_color([r, g, b]: [u8; 3], style: &ReadingStyle) -> Color32 {
    let given = Color32::from_rgb(r, g, b);
    if style.paper.intensity() < 0.4 { given.lerp_to_gamma(Color32::WHITE, 0.35) } else { given }
}

/// How strong the tint of so many excerpts is.
fn strength(depth: usize, style: &ReadingStyle) -> f32 {
    let base = match depth {
        0 => 0.0,
        1 => 0.18,
        2 => 0.23,
        3 => 0.27,
        _ => 0.30,
    };
    base * style.tint
}

fn tint([r, g, b]: [u8; 3], strength: f32) -> Color32 {
    Color32::from_rgb(r, g, b).gamma_multiply(strength.clamp(0.0, 1.0))
}
