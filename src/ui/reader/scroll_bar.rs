//! The pane's scroll bar: a track with a thumb that can be dragged, and marks of what stands where in the article.

use egui::epaint::Mesh;
use egui::{Color32, Painter, Rect, Response, Role, Shape, Ui, WidgetInfo, pos2};

use super::heights::{narrow, wide};
use super::input::ReadingStyle;
use super::overview::Overview;

/// Width of the bar in points.
pub(super) const WIDTH: f32 = 14.0;

/// Smallest height of the thumb.
const THUMB_MIN: f32 = 28.0;

/// Where the view is in the whole, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// Height of everything.
    pub(super) total: f64,
    /// How much of it is above the view.
    pub(super) above: f64,
    /// Height of the view.
    pub(super) view: f64,
}

impl Extent {
    fn thumb(self, track: Rect) -> Rect {
        let height = narrow((self.view / self.total.max(self.view)) * f64::from(track.height())).max(THUMB_MIN);
        let way = (self.total - self.view).max(0.0);
        let part = if way > 0.0 { (self.above / way).clamp(0.0, 1.0) } else { 0.0 };
        let top = track.top() + narrow(part) * (track.height() - height).max(0.0);
        Rect::from_min_max(pos2(track.left() + 3.0, top), pos2(track.right() - 3.0, top + height))
    }
}

/// What stands where along the article.
pub(super) struct Marks<'a> {
    /// The excerpts.
    pub(super) excerpts: &'a Overview,
    /// What a search found.
    pub(super) found: &'a Overview,
    /// Bookmarks, as parts of the text from 0 to 1.
    pub(super) bookmarks: Vec<f32>,
    /// Which part of all that scrolls is the text: where it begins and where it ends, from 0 to 1.
    pub(super) text: (f32, f32),
}

impl Marks<'_> {
    fn paint(&self, painter: &Painter, track: Rect, style: &ReadingStyle) {
        let mut mesh = Mesh::default();
        let mut mark = |part: f32, left: f32, right: f32, height: f32, color: Color32| {
            let along = self.text.0 + (self.text.1 - self.text.0) * part;
            let top = track.top() + along * (track.height() - height);
            let (left, right) = (track.left() + left, track.left() + right);
            mesh.add_colored_rect(Rect::from_min_max(pos2(left, top), pos2(right, top + height)), color);
        };
        for (part, [r, g, b]) in self.excerpts.marks() {
            mark(part, 1.0, 6.0, 2.0, Color32::from_rgb(r, g, b));
        }
        for (part, _) in self.found.marks() {
            mark(part, 8.0, 13.0, 3.0, style.found);
        }
        for part in &self.bookmarks {
            mark(*part, 0.0, WIDTH, 2.0, style.accent);
        }
        painter.add(Shape::mesh(mesh));
    }
}

/// Shows the bar; answers how much is to be above the view if the thumb was moved.
pub(super) fn show(
    ui: &Ui,
    response: &Response,
    track: Rect,
    extent: Extent,
    hold: &mut Option<f32>,
    style: &ReadingStyle,
    marks: &Marks<'_>,
) -> Option<f64> {
    let percent = (extent.above / (extent.total - extent.view).max(1.0) * wide(100)).clamp(0.0, 100.0);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, format!("Scroll bar, at {percent:.0} %")));
    marks.paint(ui.painter(), track, style);
    if extent.total <= extent.view {
        return None;
    }
    let thumb = extent.thumb(track);
    let mut wanted = None;
    if let Some(at) =
        response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on() || response.clicked())
    {
        let held = *hold.get_or_insert_with(|| {
            if thumb.y_range().contains(at.y) { at.y - thumb.top() } else { thumb.height() * 0.5 }
        });
        let way = (track.height() - thumb.height()).max(1.0);
        let part = f64::from(((at.y - held - track.top()) / way).clamp(0.0, 1.0));
        wanted = Some(part * (extent.total - extent.view));
    } else {
        *hold = None;
    }
    let strength = if hold.is_some() || response.hovered() { 0.6 } else { 0.35 };
    let color: Color32 = style.secondary.gamma_multiply(strength);
    ui.painter().rect_filled(thumb, 4.0, color);
    wanted
}
