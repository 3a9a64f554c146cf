//! The pane's scroll bar: a track with a thumb that can be dragged. Knows heights, not texts.

use egui::{Color32, Rect, Response, Role, Ui, WidgetInfo, pos2};

use super::heights::{narrow, wide};
use super::input::ReadingStyle;

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

/// Shows the bar; answers how much is to be above the view if the thumb was moved.
pub(super) fn show(
    ui: &Ui,
    response: &Response,
    track: Rect,
    extent: Extent,
    hold: &mut Option<f32>,
    style: &ReadingStyle,
) -> Option<f64> {
    let percent = (extent.above / (extent.total - extent.view).max(1.0) * wide(100)).clamp(0.0, 100.0);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, format!("Scroll bar, at {percent:.0} %")));
    if extent.total <= extent.view {
        return None;
    }
    let thumb = extent.thumb(track);
    let mut wanted = None;
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on()) {
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
