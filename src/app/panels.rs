//! Which side panels are shown: those that are wanted, as far as the window has room for them beside the text.

use super::request::Request;
use super::{State, View};

/// Width of the panel at the left and at the right when first shown, in points.
pub const PANEL_WIDTHS: (f32, f32) = (260.0, 320.0);

/// Room that a text needs beside panels, in points.
const TEXT_LEAST: f32 = 400.0;

/// A panel at the side of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Articles and codes.
    Left,
    /// The excerpt.
    Right,
}

/// How wide the window is, and what is shown although there is little room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Width of the window in points, which zooming changes too.
    pub width: f32,
    /// The panel that was called last.
    front: Option<Side>,
}

impl Default for Room {
    fn default() -> Self {
        Self { width: f32::INFINITY, front: None }
    }
}

/// Whether the panel is shown now. Where there is no room for both, the one called last stays, else the right one; where
/// there is room for neither, only one that was called.
#[must_use]
pub fn shows(state: &State, side: Side) -> bool {
    let (left, right) = PANEL_WIDTHS;
    let read = state.open.as_ref().is_none_or(|open| open.view == View::Read);
    let wants_left = state.settings.left_panel && read;
    let codes =
        state.open.as_ref().is_some_and(|open| matches!(open.view, View::Codes | View::Search | View::Overview));
    let wants_right = state.settings.right_panel && !codes;
    let front = state.room.front.filter(|front| if *front == Side::Left { wants_left } else { wants_right });
    let free = state.room.width - TEXT_LEAST;
    let both = free >= left + right;
    match side {
        Side::Left if front == Some(Side::Right) => wants_left && both,
        Side::Left => wants_left && (front == Some(Side::Left) || free >= left && (both || !wants_right)),
        Side::Right if front == Some(Side::Left) => wants_right && both,
        Side::Right => wants_right && (front == Some(Side::Right) || free >= right),
    }
}

/// Shows a panel, or puts it away.
pub(super) fn toggle(state: &mut State, side: Side, out: &mut Vec<Request>) {
    if shows(state, side) {
        *wanted(state, side) = false;
        state.room.front = state.room.front.filter(|front| *front != side);
    } else {
        call(state, side);
    }
    out.push(Request::KeepSettings(Box::new(state.settings.clone())));
}

/// Shows a panel because a field of it is wanted.
pub(super) fn call(state: &mut State, side: Side) {
    *wanted(state, side) = true;
    state.room.front = Some(side);
}

fn wanted(state: &mut State, side: Side) -> &mut bool {
    match side {
        Side::Left => &mut state.settings.left_panel,
        Side::Right => &mut state.settings.right_panel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Settings;

    fn shown(state: &State) -> (bool, bool) {
        (shows(state, Side::Left), shows(state, Side::Right))
    }

    #[test]
    fn panels_fold_where_the_text_needs_the_room() {
        let mut state = State::with(Settings::default());
        assert_eq!(shown(&state), (true, true));
        for (width, expected) in [(1280.0, (true, true)), (853.0, (false, true)), (427.0, (false, false))] {
            state.room.width = width;
            assert_eq!(shown(&state), expected, "{width}");
        }
    }

    #[test]
    fn a_panel_that_is_called_comes_to_the_front_and_goes_again() {
        let mut state = State::with(Settings::default());
        let mut out = Vec::new();
        state.room.width = 427.0;
        toggle(&mut state, Side::Left, &mut out);
        assert_eq!(shown(&state), (true, false));
        call(&mut state, Side::Right);
        assert_eq!(shown(&state), (false, true));
        toggle(&mut state, Side::Right, &mut out);
        assert_eq!(shown(&state), (false, false));
        state.room.width = 1280.0;
        assert_eq!(shown(&state), (true, false), "what was put away stays away");
        toggle(&mut state, Side::Right, &mut out);
        assert_eq!(shown(&state), (true, true));
    }
}
