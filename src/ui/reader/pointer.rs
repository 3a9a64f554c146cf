//! What the pointer does in the pane: sweeping over text, clicking excerpts, dragging their ends, hovering.
//! Reads one frame's input and the page; changes the state and tells events.

use egui::{CursorIcon, Pos2, Response, Ui, vec2};

use super::input::{ReaderEvent, ReaderInput};
use super::paint::Picture;
use super::selection::{Selection, Unit, swept};
use super::state::{Gesture, ReaderState};
use crate::model::{ExcerptId, TextSpan};
use crate::text::{bounds, marks};

/// How much of an excerpt's words the list under the pointer shows, in bytes.
const HOVER_BYTES: usize = 70;

/// A press that moved less than this is a click.
const CLICK_RADIUS: f32 = 4.0;

/// One frame of the pointer over the pane.
pub(super) struct Pointer<'a> {
    pub(super) input: &'a ReaderInput<'a>,
    pub(super) picture: &'a Picture<'a>,
    pub(super) response: &'a Response,
}

impl Pointer<'_> {
    fn text(&self) -> &str {
        self.input.text.as_str()
    }

    fn boundary(&self, at: Pos2) -> usize {
        let within = at - self.picture.origin;
        self.picture.page.boundary_at(within.x, within.y).unwrap_or(0)
    }

    fn under(&self, at: Pos2) -> Option<usize> {
        let within = at - self.picture.origin;
        self.picture.page.grapheme_at(within.x, within.y)
    }

    /// The boundary nearest to a point, or the `end` or the start of the unit there if selections snap to units.
    fn snapped(&self, at: Pos2, end: bool) -> usize {
        let boundary = self.boundary(at);
        match (self.input.snap, self.under(at)) {
            (Unit::Grapheme, _) | (_, None) => boundary,
            (unit, Some(under)) => {
                let here = unit.at(self.text(), under);
                if end { here.end } else { here.start }
            }
        }
    }

    /// The one selected excerpt, which has handles.
    fn held(&self) -> Option<(ExcerptId, TextSpan)> {
        let [only] = self.input.selected else { return None };
        self.input.painted.get(*only).map(|placed| (*only, placed.excerpt.span))
    }

    /// Takes in what the pointer did this frame.
    pub(super) fn act(&self, ui: &Ui, state: &mut ReaderState, events: &mut Vec<ReaderEvent>) {
        let Some(at) = ui.input(|i| i.pointer.latest_pos()) else {
            state.gesture = state.gesture.take().filter(|_| ui.input(|i| i.pointer.primary_down()));
            return;
        };
        let (pressed, down, secondary) =
            ui.input(|i| (i.pointer.primary_pressed(), i.pointer.primary_down(), i.pointer.secondary_clicked()));
        if pressed && (self.response.is_pointer_button_down_on() || self.response.clicked()) {
            self.response.request_focus();
            self.press(ui, state, at);
        }
        if state.gesture.is_some() {
            self.sweep(state, at);
            if !down {
                self.release(ui, state, at, events);
            }
        }
        if secondary && self.response.contains_pointer() {
            self.response.request_focus();
            let byte = self.under(at).unwrap_or_else(|| self.boundary(at));
            if !state.selection.bytes().contains(&byte) {
                state.selection = Selection::caret(byte);
            }
            let excerpts = self.hovered(at);
            events.push(ReaderEvent::ContextMenu { byte, excerpts, at });
        }
        self.cursor(ui, state, at);
    }

    fn press(&self, ui: &Ui, state: &mut ReaderState, at: Pos2) {
        if let Some((id, span)) = self.held()
            && let Some(moves_end) = self.picture.handle_at(span, at)
        {
            state.gesture = Some(Gesture::Handle { id, moves_end, span, was: span });
            return;
        }
        if let Some(id) = self.picture.lane_at(at) {
            state.gesture = Some(Gesture::Lane { id });
            return;
        }
        let (time, shift) = ui.input(|i| (i.time, i.modifiers.shift));
        let patience = ui.options(|options| options.input_options.max_double_click_delay);
        let again = time - state.clicks.time <= patience && state.clicks.at.distance(at) <= CLICK_RADIUS + 2.0;
        state.clicks.count = if again { state.clicks.count + 1 } else { 1 };
        (state.clicks.time, state.clicks.at) = (time, at);
        state.column = None;
        state.keys_resize = false;
        let (boundary, unit) = (self.boundary(at), Unit::of_clicks(state.clicks.count));
        if shift {
            let boundary = self.snapped(at, boundary >= state.selection.anchor);
            state.selection = Selection { focus: boundary, at_row_end: false, ..state.selection };
            let origin = state.selection.anchor..state.selection.anchor;
            state.gesture = Some(Gesture::Sweep { origin, unit: Unit::Grapheme, from: at, click: false });
            return;
        }
        let origin = match unit {
            Unit::Grapheme => boundary..boundary,
            _ => unit.at(self.text(), self.under(at).unwrap_or(boundary)),
        };
        state.selection = Selection::new(origin.start, origin.end);
        state.gesture = Some(Gesture::Sweep { origin, unit, from: at, click: state.clicks.count == 1 });
    }

    fn sweep(&self, state: &mut ReaderState, at: Pos2) {
        let boundary = self.boundary(at);
        match &mut state.gesture {
            Some(Gesture::Sweep { origin, unit, from, click }) => {
                if from.distance(at) < CLICK_RADIUS && (*click || *unit != Unit::Grapheme) {
                    return;
                }
                if *click && *unit == Unit::Grapheme && self.input.snap != Unit::Grapheme {
                    *unit = self.input.snap;
                    *origin = unit.at(self.text(), self.under(*from).unwrap_or(origin.start));
                }
                *click = false;
                let under = self.under(at).unwrap_or(boundary);
                state.selection = swept(self.text(), origin, *unit, boundary, under);
            }
            Some(Gesture::Handle { moves_end, span, .. }) => {
                let boundary = self.snapped(at, *moves_end);
                let (start, end) = if *moves_end {
                    (span.start(), boundary.max(bounds::next_grapheme(self.text(), span.start())))
                } else {
                    (boundary.min(bounds::previous_grapheme(self.text(), span.end())), span.end())
                };
                if let Some(new) = TextSpan::new(self.text(), start..end) {
                    *span = new;
                }
            }
            Some(Gesture::Lane { .. }) | None => {}
        }
    }

    fn release(&self, ui: &Ui, state: &mut ReaderState, at: Pos2, events: &mut Vec<ReaderEvent>) {
        let add = ui.input(|i| i.modifiers.command);
        match state.gesture.take() {
            Some(Gesture::Sweep { click: true, .. }) => {
                let selected = match self.input.selected {
                    [only] => Some(*only),
                    _ => None,
                };
                let byte = self.under(at);
                let id = byte.and_then(|byte| self.input.painted.click(byte, selected));
                state.keys_resize = id.is_some();
                events.push(ReaderEvent::ExcerptClicked { id, add });
            }
            Some(Gesture::Lane { id }) => {
                state.keys_resize = true;
                events.push(ReaderEvent::ExcerptClicked { id: Some(id), add });
            }
            Some(Gesture::Handle { id, span, was, .. }) if span != was => {
                events.push(ReaderEvent::HandleDragged { id, span });
            }
            _ => {}
        }
    }

    /// The excerpts under the pointer, shortest first.
    pub(super) fn hovered(&self, at: Pos2) -> Vec<ExcerptId> {
        match (self.picture.lane_at(at), self.under(at)) {
            (Some(id), _) => vec![id],
            (None, Some(byte)) => self.input.painted.at(byte).iter().map(|placed| placed.excerpt.id).collect(),
            (None, None) => Vec::new(),
        }
    }

    fn cursor(&self, ui: &Ui, state: &ReaderState, at: Pos2) {
        let on_handle = self.held().is_some_and(|(_, span)| self.picture.handle_at(span, at).is_some());
        let icon = match &state.gesture {
            Some(Gesture::Handle { .. }) => CursorIcon::ResizeHorizontal,
            Some(Gesture::Sweep { .. }) => CursorIcon::Text,
            Some(Gesture::Lane { .. }) => CursorIcon::PointingHand,
            None if !self.response.hovered() => return,
            None if on_handle => CursorIcon::ResizeHorizontal,
            None if self.picture.lane_at(at).is_some() => CursorIcon::PointingHand,
            None if self.under(at).is_some() => CursorIcon::Text,
            None => return,
        };
        ui.set_cursor_icon(icon);
    }

    /// Lists what is under the pointer, once it rests.
    pub(super) fn tooltip(&self, hovered: &[ExcerptId], at: Option<Pos2>) {
        let hidden = at.map_or_else(Vec::new, |at| self.picture.hidden_at(at));
        if hovered.is_empty() && hidden.is_empty() {
            return;
        }
        self.response.clone().on_hover_ui_at_pointer(|ui| {
            for c in hidden {
                ui.label(marks::name(c));
            }
            for placed in hovered.iter().filter_map(|id| self.input.painted.get(*id)).take(12) {
                let [r, g, b] = placed.excerpt.color;
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), egui::Sense::hover());
                    ui.painter().rect_filled(rect, 2.0, egui::Color32::from_rgb(r, g, b));
                    ui.label(&placed.excerpt.label);
                });
                let words = placed.excerpt.span.slice(self.text()).unwrap_or_default();
                let start = words.get(..words.floor_char_boundary(HOVER_BYTES)).unwrap_or(words);
                let more = if start.len() < words.len() { "…" } else { "" };
                ui.label(egui::RichText::new(format!("“{}{more}”", start.replace('\n', " "))).weak());
            }
            if hovered.len() > 12 {
                ui.label(format!("and {} more", hovered.len() - 12));
            }
        });
    }
}
