//! Whether everything is on the disk, and the way out where it is not: a copy of the project elsewhere. Nobody leaves a
//! project with something unsaved without having been asked.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::editing::follow_change;
use super::{CommandId, Leaving, NoticeKind, OpenProject, Overlay, Request, State, exchange, projects, versions};
use crate::model::{Change, Edit, Record, RecordId};
use crate::storage::{Concurrent, Doubts};

/// Whether the open project can be left without losing anything; where it cannot, asks what to do.
pub(super) fn may_leave(state: &mut State, leaving: Leaving) -> bool {
    let unsaved = state
        .open
        .as_ref()
        .is_some_and(|open| open.saving.failed.is_some() && open.saving.saved_revision < open.project.revision());
    if unsaved {
        state.overlay = Some(Overlay::NotSaved { leaving: Some(leaving) });
    }
    !unsaved
}

/// Leaves all the same.
pub(super) fn leave_unsaved(state: &mut State, leaving: Leaving, requests: &mut Vec<Request>) {
    state.overlay = None;
    match leaving {
        Leaving::Project => projects::close(state, requests),
        Leaving::Window => requests.push(Request::CloseWindow),
    }
}

/// A change, or all that waits, could not be kept.
pub(super) fn record_failed(state: &mut State, message: &str, now: Timestamp, requests: &mut Vec<Request>) {
    if let Some(open) = state.open.as_mut() {
        open.saving.failed = Some(message.to_owned());
    }
    if std::mem::take(&mut state.quitting) {
        if may_leave(state, Leaving::Window) {
            // The journal has it all; only the files are not up to date.
            requests.push(Request::CloseWindow);
        }
        return;
    }
    state.notices.offer(NoticeKind::Problem, format!("Not saved: {message}"), Some(CommandId::SaveCopy), now);
}

/// The project's folder went away.
pub(super) fn folder_lost(state: &mut State, message: String, now: Timestamp) {
    if let Some(open) = state.open.as_mut() {
        open.saving.failed = Some(message.clone());
        state.notices.offer(NoticeKind::Problem, message, Some(CommandId::SaveCopy), now);
    }
}

/// The project's folder is there again. What could not be kept meanwhile is kept by the next pause, which says so.
pub(super) fn folder_found(state: &mut State, now: Timestamp) {
    let Some(open) = state.open.as_mut() else { return };
    if open.saving.saved_revision >= open.project.revision() {
        open.saving.failed = None;
    }
    state.notices.dismiss_offering(CommandId::SaveCopy);
    state.notices.say(NoticeKind::Done, "The project’s folder is there again", now);
}

/// Takes in what others wrote.
pub(super) fn arrived(
    state: &mut State,
    change: &Change,
    concurrent: &[Concurrent],
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_mut() else { return };
    let inverse = absorb(open, change);
    open.versions.note(concurrent, &open.project);
    requests.push(Request::Absorbed { revision: open.project.revision() });
    follow_change(state, change, &inverse, change.reach());
    requests.extend(missing_text(state));
    versions::say_waiting(state, concurrent.len(), now);
}

fn absorb(open: &mut OpenProject, change: &Change) -> Change {
    let inverse = Arc::make_mut(&mut open.project).absorb(change);
    // Going back over what was written elsewhere would take it away.
    open.history.forget_touching(&change.edits.iter().map(Edit::id).collect());
    open.versions.forget(change);
    inverse
}

/// Files changed although nobody wrote a new version. What one says differently was edited by hand and is taken in; what
/// is gone from one is given back.
pub(super) fn doubted(state: &mut State, revision: u64, doubts: Doubts, now: Timestamp, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_mut() else { return };
    if revision != open.project.revision() {
        // Changes are on their way to the store. Once they are there, the same is found again or not.
        requests.push(Request::Sweep);
        return;
    }
    let differs = |record: &Record| open.project.record(&record.id()).is_some_and(|known| known != *record);
    let edits: Vec<Edit> = doubts.said.into_iter().filter(differs).map(Edit::Put).collect();
    let back: Vec<(RecordId, Option<Record>)> =
        doubts.gone.into_iter().map(|id| (id.clone(), open.project.record(&id))).collect();
    let (by_hand, gone) = (edits.len(), back.len());
    let change = Change { label: "changes by hand".to_owned(), edits: edits.into() };
    let inverse = (by_hand > 0).then(|| absorb(open, &change));
    requests.push(Request::SettleDoubts { revision: open.project.revision(), back });
    if let Some(inverse) = inverse {
        follow_change(state, &change, &inverse, change.reach());
    }
    let count = |number: usize| if number == 1 { "1 record".to_owned() } else { format!("{number} records") };
    if by_hand > 0 {
        let said = format!("{} changed by hand in the project’s files: taken in", count(by_hand));
        state.notices.say(NoticeKind::Done, said, now);
    }
    if gone > 0 {
        let said = format!("{} had gone from your files, which something else changed: written back", count(gone));
        state.notices.say(NoticeKind::Problem, said, now);
    }
}

/// Starts to copy the project into a new folder in `parent`.
pub(super) fn save_copy(state: &mut State, parent: PathBuf, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref() else { return };
    let project = open.project.clone();
    let name = exchange::file_name(&project.meta().name);
    let loaded = open.texts.values().filter_map(|text| text.as_ref().ok());
    let texts = loaded.map(|text| (text.hash(), text.clone())).collect();
    let job = exchange::start_job(state, "Saving a copy");
    requests.push(Request::SaveCopy { job, parent, name, project, texts });
}

/// The copy is there, or not.
pub(super) fn copy_saved(state: &mut State, outcome: Result<(PathBuf, usize), String>, now: Timestamp) {
    match outcome {
        Ok((folder, missing_texts)) => state.overlay = Some(Overlay::CopySaved { folder, missing_texts }),
        Err(message) => {
            let text = format!("No copy was made: {message}");
            state.notices.offer(NoticeKind::Problem, text, Some(CommandId::SaveCopy), now);
        }
    }
}

/// Goes on in the copy, or leaves it at that.
pub(super) fn end_copy(state: &mut State, go_on: bool, requests: &mut Vec<Request>) {
    if let Some(Overlay::CopySaved { folder, .. }) = state.overlay.take() {
        let go_on = go_on.then(|| projects::start_opening(state, folder));
        requests.push(Request::EndCopy { go_on });
    }
}

/// Back at the window: others may have written meanwhile, and a text that was not there may have come.
pub(super) fn focused(state: &State, requests: &mut Vec<Request>) {
    if state.open.is_some() {
        requests.push(Request::Sweep);
        requests.extend(missing_text(state));
    }
}

/// Asks again for the text of the article shown, where it could not be read.
pub(super) fn missing_text(state: &State) -> Option<Request> {
    let open = state.open.as_ref()?;
    let article = open.article()?;
    let missing = matches!(open.texts.get(&article.id), Some(Err(_)));
    missing.then_some(Request::LoadText { article: article.id, text: article.text })
}
