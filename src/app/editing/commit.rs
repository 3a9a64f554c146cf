//! The one way in for every change to the open project, whether it is applied here or was elsewhere.

use std::sync::Arc;

use super::applied;
use crate::app::Applied;
use crate::app::{NoticeKind, Request, State};
use crate::model::{Change, Reach};
use crate::storage::{Step, Way};

/// Applies a change, notes its inverse, and asks for it to be kept. Says whether it was applied; an empty change is not.
pub(in crate::app) fn commit(
    state: &mut State,
    change: Change,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) -> bool {
    let Some(open) = state.open.as_mut().filter(|_| !change.edits.is_empty()) else { return false };
    let outcome = if open.read_only.is_none() {
        Arc::make_mut(&mut open.project).apply(&change).map_err(|error| error.to_string())
    } else {
        Ok(Change::default())
    };
    let reach = change.reach();
    committed(state, change, outcome.map(|inverse| (inverse, reach)), now, requests)
}

/// Like [`commit`] for a change that was applied elsewhere to the project as it is: `ready` is what came of it, or why it
/// could not be applied. However many records it touches, none of them is looked at here, and the project as it was
/// goes where nobody waits for it.
pub(in crate::app) fn commit_ready(
    state: &mut State,
    change: Change,
    ready: Result<Applied, String>,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) -> bool {
    let Some(open) = state.open.as_mut() else { return false };
    let outcome = ready.map(|Applied { project, inverse, reach }| {
        if open.read_only.is_none() {
            requests.push(Request::LetGo(std::mem::replace(&mut open.project, project)));
        }
        (inverse, reach)
    });
    committed(state, change, outcome, now, requests)
}

/// Notes a change that was applied, or says why it was not.
fn committed(
    state: &mut State,
    change: Change,
    outcome: Result<(Change, Reach), String>,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) -> bool {
    let Some(open) = state.open.as_mut() else { return false };
    let refused = match (&open.read_only, outcome) {
        (Some(reason), _) => format!("Nothing can be changed: {reason}"),
        (None, Err(error)) => format!("Could not {}: {error}", change.label),
        (None, Ok((inverse, reach))) => {
            open.history.note_done(inverse.clone());
            applied(state, Step { way: Way::Done, change, inverse, when: now }, reach, requests);
            return true;
        }
    };
    state.notices.say(NoticeKind::Refused, refused, now);
    false
}

/// Like [`commit`], and says what was done with an offer to undo it.
pub(in crate::app) fn commit_and_say(
    state: &mut State,
    change: Change,
    said: String,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) -> bool {
    if !commit(state, change, now, requests) {
        return false;
    }
    let revision = state.open.as_ref().map_or(0, |open| open.project.revision());
    state.notices.say(NoticeKind::Undoable { revision }, said, now);
    true
}
