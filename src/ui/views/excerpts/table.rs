//! The table of excerpts. It draws the rows on the screen and knows where all others are, so that a million of them
//! scroll like ten. What keys do is in `keys`, what stands in a row in `cells`.

use std::collections::HashSet;

use egui::{Color32, EventFilter, FontId, Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::cells::{ROW, cell, one_line};
use super::header::{HEIGHT, Header, Place};
use super::rows::{Row, Rows};
use super::{keys, narrowing};
use crate::app::{Action, OpenProject, State};
use crate::model::ExcerptId;
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::list_row::line;
use crate::ui::widgets::quote;
use crate::ui::widgets::section::grouped;

/// Width of a scroll bar in points.
const BAR: f32 = 10.0;

/// What the table keeps between frames.
#[derive(Default)]
pub(super) struct Table {
    pub(super) rows: Rows,
    pub(super) header: Header,
    /// The filter that the rows were last made by.
    filter: String,
    /// Points above the view.
    pub(super) top: f64,
    left: f32,
    /// Where within the thumb it is held.
    hold: Option<f32>,
    /// The row that keys act on, and the excerpt in it.
    pub(super) cursor: Option<usize>,
    pub(super) cursor_excerpt: Option<ExcerptId>,
    /// The row from which a range is selected.
    pub(super) anchor: Option<usize>,
    /// The cursor is to be brought into view.
    pub(super) reveal: bool,
    pub(super) wants_focus: bool,
    picked: Picked,
}

/// The selected excerpts, to be asked for row by row.
#[derive(Default)]
struct Picked {
    /// Where the list lies and what it begins and ends with.
    of: Option<(usize, usize, Option<ExcerptId>, Option<ExcerptId>)>,
    ids: HashSet<ExcerptId>,
}

impl Picked {
    fn follow(&mut self, selected: &[ExcerptId]) {
        let of = (selected.as_ptr().addr(), selected.len(), selected.first().copied(), selected.last().copied());
        if self.of != Some(of) {
            self.of = Some(of);
            self.ids = selected.iter().copied().collect();
        }
    }
}

/// Names the table as what has the keyboard.
#[must_use]
pub fn table_id() -> Id {
    Id::unique("table of excerpts")
}

impl Table {
    /// Shows head and rows in the room that is left.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        state: &State,
        open: &OpenProject,
        look: &Look,
        actions: &mut Vec<Action>,
    ) {
        self.follow(open);
        let all = ui.available_rect_before_wrap();
        ui.allocate_rect(all, Sense::hover());
        let head = Rect::from_min_max(all.min, pos2(all.right() - BAR, all.top() + HEIGHT));
        let (places, wide) = self.header.places(&state.settings.table, head.width());
        let too_wide = wide > head.width() + 0.5;
        let bottom = all.bottom() - if too_wide { BAR } else { 0.0 };
        let body = Rect::from_min_max(pos2(all.left(), head.bottom()), pos2(all.right() - BAR, bottom));
        let focus = ui.interact(body, table_id(), Sense::focusable_noninteractive());
        focus.widget_info(|| WidgetInfo::labeled(Role::Grid, true, format!("Excerpts, {} rows", self.rows.len())));
        let nobody = ui.memory(|memory| memory.focused().is_none()) && state.overlay.is_none() && !ui.any_popup_open();
        if std::mem::take(&mut self.wants_focus) || nobody {
            focus.request_focus();
        }
        if focus.has_focus() {
            let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(table_id(), filter));
            if state.overlay.is_none() && !ui.any_popup_open() {
                keys::pressed(ui, self, open, f64::from(body.height()), actions);
                self.rows.follow(&open.hits);
            }
        }
        self.scroll(ui, body, (wide - head.width()).max(0.0));
        self.header.show(ui, state, look, (head, &places, self.left), actions);
        self.body(ui, state, (open, look), (body, &places), focus.has_focus(), actions);
        self.bars(ui, look, (body, all), wide);
    }

    /// Follows the list: the cursor stays on its excerpt, wherever that stands now.
    fn follow(&mut self, open: &OpenProject) {
        self.picked.follow(&open.selected);
        if self.rows.follow(&open.hits) {
            self.anchor = None;
            let another = open.filter.text() != self.filter;
            let place = self.cursor_excerpt.and_then(|id| self.rows.find(id, &open.hits));
            if another {
                // Another filter is read from its beginning, unless the excerpt chosen before fits it as well.
                open.filter.text().clone_into(&mut self.filter);
                (self.top, self.reveal) = (0.0, place.is_some());
            }
            self.cursor = place.or(self.cursor.filter(|_| !another));
            self.cursor = self.cursor.filter(|_| self.rows.len() > 0).map(|row| row.min(self.rows.len() - 1));
        }
    }

    fn scroll(&mut self, ui: &Ui, body: Rect, beyond: f32) {
        let view = f64::from(body.height());
        if ui.rect_contains_pointer(body) {
            let delta = ui.input(egui::InputState::smooth_scroll_delta);
            self.top -= f64::from(delta.y);
            self.left -= delta.x;
        }
        let row = f64::from(ROW);
        if std::mem::take(&mut self.reveal)
            && let Some(cursor) = self.cursor
        {
            let at = points(cursor);
            self.top = self.top.min(at).max(at + row - view);
        }
        self.top = self.top.clamp(0.0, (points(self.rows.len()) - view).max(0.0));
        self.left = self.left.clamp(0.0, beyond);
    }

    fn body(
        &mut self,
        ui: &mut Ui,
        state: &State,
        (open, look): (&OpenProject, &Look),
        (body, places): (Rect, &[Place]),
        focused: bool,
        actions: &mut Vec<Action>,
    ) {
        let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(body));
        ui.set_clip_rect(body.intersect(ui.clip_rect()));
        let first = rows_in(self.top);
        let last = (rows_in(self.top + f64::from(body.height())) + 1).min(self.rows.len());
        for number in first..last {
            #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
            let y = body.top() + (points(number) - self.top) as f32;
            let rect = Rect::from_min_size(pos2(body.left(), y), vec2(body.width(), ROW - 1.0));
            match self.rows.at(number, &open.hits) {
                Some(Row::Group(group)) => self.group(ui, open, look, (number, group, rect), actions),
                Some(Row::Excerpt(id)) => self.excerpt(ui, state, (open, look), (number, id, rect), places, actions),
                None => {}
            }
            if focused && self.cursor == Some(number) {
                ui.painter().rect_stroke(rect, theme::CORNER, Stroke::new(1.5, look.accent), StrokeKind::Inside);
            }
        }
    }

    fn group(
        &mut self,
        ui: &Ui,
        open: &OpenProject,
        look: &Look,
        (number, group, rect): (usize, usize, Rect),
        actions: &mut Vec<Action>,
    ) {
        let Some(found) = open.hits.groups.get(group) else { return };
        let folded = self.rows.is_folded(group, &open.hits);
        let response = ui.interact(rect, table_id().with(("row", number)), Sense::CLICK);
        let name = if found.name.is_empty() { "None".to_owned() } else { visible(found.name) };
        let says = format!("Group {name}, {}{}", found.rows.len(), if folded { ", folded" } else { "" });
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, !folded, &says));
        ui.painter().rect_filled(rect, theme::CORNER, if response.hovered() { look.hover } else { look.panel });
        let middle = rect.center().y;
        let caret = if folded { icons::CARET_RIGHT } else { icons::CARET_DOWN };
        let font = FontId::new(14.0, theme::icon_family());
        line(ui, pos2(rect.left() + 8.0, middle - 8.0), caret, font, look.secondary, 20.0);
        let font = FontId::new(theme::TOOL_SIZE + 1.0, theme::bold_family());
        let took = line(ui, pos2(rect.left() + 30.0, middle - 9.0), &name, font, look.ink, rect.width() - 160.0);
        let count = grouped(found.rows.len());
        let at = pos2(rect.left() + 42.0 + took, middle - 7.0);
        line(ui, at, &count, theme::small(), look.secondary, 100.0);
        if response.clicked() {
            self.cursor = Some(number);
            self.cursor_excerpt = None;
            self.wants_focus = true;
            if ui.input(|input| input.modifiers.command) {
                // With Ctrl, all that is in it is selected.
                let ids = found.rows.iter().filter_map(|row| open.hits.excerpts.get(*row as usize).copied());
                actions.push(Action::SelectExcerpts(ids.collect()));
            } else {
                self.rows.fold(group, !folded, &open.hits);
            }
        }
        response.on_hover_text("Click to fold or unfold, Ctrl+click to select all in it");
    }

    fn excerpt(
        &mut self,
        ui: &Ui,
        state: &State,
        (open, look): (&OpenProject, &Look),
        (number, id, rect): (usize, ExcerptId, Rect),
        places: &[Place],
        actions: &mut Vec<Action>,
    ) {
        let Some(excerpt) = open.project.excerpts().get(&id) else { return };
        let tag = open.project.tags().get(&excerpt.tag);
        let name = tag.map_or_else(|| excerpt.tag.to_string(), |tag| visible(&tag.name));
        let response = ui.interact(rect, table_id().with(("row", number)), Sense::CLICK);
        let chosen = self.picked.ids.contains(&id);
        let says = format!("{name}: {}", one_line(excerpt.anchor.quote()));
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &says));
        let fill = match (chosen, response.hovered()) {
            (true, _) => look.chosen,
            (false, true) => look.hover,
            (false, false) => Color32::TRANSPARENT,
        };
        ui.painter().rect_filled(rect, theme::CORNER, fill);
        for place in places {
            let left = rect.left() + place.left - self.left;
            let room = Rect::from_min_max(pos2(left + 8.0, rect.top()), pos2(left + place.width - 6.0, rect.bottom()));
            if room.right() > ui.clip_rect().left() && room.left() < ui.clip_rect().right() {
                cell(ui, open, look, place.column, excerpt, room);
            }
        }
        if response.clicked() {
            let modifiers = ui.input(|input| input.modifiers);
            self.wants_focus = true;
            let picked = if modifiers.shift {
                let from = self.anchor.or(self.cursor).unwrap_or(number);
                self.anchor = Some(from);
                self.rows.between(from, number, &open.hits)
            } else if modifiers.command {
                self.anchor = Some(number);
                let mut ids = open.selected.clone();
                if chosen {
                    ids.retain(|other| *other != id);
                } else {
                    ids.push(id);
                }
                ids
            } else {
                self.anchor = Some(number);
                vec![id]
            };
            self.cursor = Some(number);
            self.cursor_excerpt = Some(id);
            actions.push(Action::SelectExcerpts(picked));
        }
        if response.double_clicked() {
            actions.push(Action::ShowExcerpt(id));
        }
        if response.secondary_clicked() && !chosen {
            (self.cursor, self.cursor_excerpt, self.anchor) = (Some(number), Some(id), Some(number));
            actions.push(Action::SelectExcerpts(vec![id]));
        }
        narrowing::menu(&response, state, (open, look), excerpt, actions);
        response.on_hover_ui(|ui| {
            ui.set_max_width(480.0);
            quote::quote(ui, look, excerpt.anchor.quote());
            if !excerpt.memo.is_empty() {
                ui.label(egui::RichText::new(one_line(&excerpt.memo)).color(look.secondary));
            }
            let way = egui::RichText::new("Enter or double-click to read it in its place").small();
            ui.label(way.color(look.secondary));
        });
    }

    /// The scroll bars, of which the lower one is there only where the columns need it.
    fn bars(&mut self, ui: &Ui, look: &Look, (body, all): (Rect, Rect), wide: f32) {
        let track = Rect::from_min_max(pos2(body.right(), body.top()), pos2(all.right(), body.bottom()));
        let (total, view) = (points(self.rows.len()), f64::from(body.height()));
        if total > view {
            let id = table_id().with("scroll bar");
            let response = ui.interact(track, id, Sense::DRAG | Sense::CLICK);
            response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, "Scroll bar of the excerpts"));
            #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
            let (height, part) = (
                ((view / total * f64::from(track.height())) as f32).max(28.0),
                (self.top / (total - view)).clamp(0.0, 1.0) as f32,
            );
            let way = (track.height() - height).max(1.0);
            let thumb =
                Rect::from_min_size(pos2(track.left() + 2.0, track.top() + part * way), vec2(BAR - 4.0, height));
            let pressed = response.is_pointer_button_down_on() || response.dragged();
            match response.interact_pointer_pos().filter(|_| pressed || response.clicked()) {
                Some(at) => {
                    let inside = thumb.y_range().contains(at.y);
                    let held = *self.hold.get_or_insert(if inside { at.y - thumb.top() } else { height * 0.5 });
                    let part = ((at.y - held - track.top()) / way).clamp(0.0, 1.0);
                    self.top = f64::from(part) * (total - view);
                }
                None => self.hold = None,
            }
            let strength = if pressed || response.hovered() { 0.6 } else { 0.35 };
            ui.painter().rect_filled(thumb, 4.0, look.secondary.gamma_multiply(strength));
        }
        if wide > body.width() + 0.5 {
            let track = Rect::from_min_max(pos2(body.left(), body.bottom()), pos2(body.right(), all.bottom()));
            let response = ui.interact(track, table_id().with("lower bar"), Sense::DRAG);
            let part = body.width() / wide;
            let thumb = Rect::from_min_size(
                pos2(track.left() + self.left * part, track.top() + 2.0),
                vec2(track.width() * part, BAR - 4.0),
            );
            self.left += response.drag_delta().x / part;
            let strength = if response.dragged() || response.hovered() { 0.6 } else { 0.35 };
            ui.painter().rect_filled(thumb, 4.0, look.secondary.gamma_multiply(strength));
        }
    }
}

/// Points above a row. A row's number stays far below what a double holds exactly.
#[expect(clippy::cast_precision_loss, reason = "rows are fewer than a double counts exactly")]
pub(super) fn points(row: usize) -> f64 {
    row as f64 * f64::from(ROW)
}

/// Rows in so many points.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never negative, and few enough")]
pub(super) fn rows_in(points: f64) -> usize {
    (points / f64::from(ROW)).max(0.0) as usize
}
