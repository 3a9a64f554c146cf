//! Saying a statement again: for another actor, with another tag, the last one, or the armed one with every selection.

use crate::app::{NoticeKind, Request, State};
use crate::model::operations::{self, Statement};
use crate::model::{Change, Edit, ExcerptId, Record, Surroundings, TagId};
use crate::text::{anchoring, bounds};

use super::{commit, commit_and_say};

/// Copies the selected excerpt without its actors, selects the copy and asks who holds it.
pub(in crate::app) fn duplicate_selected(
    state: &mut State,
    surroundings: &mut dyn Surroundings,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_ref() else { return };
    let [id] = open.selected.as_slice() else { return };
    let Some((change, copy)) = operations::duplicate_excerpt(&open.project, *id, surroundings) else { return };
    let said = "Duplicated; the copy is selected and has no actor yet".to_owned();
    if commit_and_say(state, change, said, surroundings.now(), requests) {
        select(state, copy, true);
    }
}

/// Tags the passage of the selected excerpt once more with another tag; actors, issues and the rest stay.
pub(in crate::app) fn also_tag(
    state: &mut State,
    tag: &TagId,
    surroundings: &mut dyn Surroundings,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_ref() else { return };
    let [id] = open.selected.as_slice() else {
        let said = "Select one excerpt first; its statement is then tagged once more";
        state.notices.say(NoticeKind::Done, said, surroundings.now());
        return;
    };
    let Some((change, copy)) = operations::also_tag(&open.project, *id, tag, surroundings) else { return };
    if commit(state, change, surroundings.now(), requests) {
        select(state, copy, false);
    }
}

/// Gives the selected passage, or the selected excerpts, the statement that was coded last.
pub(in crate::app) fn repeat_last(state: &mut State, surroundings: &mut dyn Surroundings, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref() else { return };
    let Some(statement) = open.last_statement() else { return };
    if open.passage.is_some() {
        tag_as(state, &statement, surroundings, requests);
    } else {
        let change = operations::say_again(&open.project, &open.selected, &statement, surroundings.now());
        commit(state, change, surroundings.now(), requests);
    }
}

/// Arms a statement, or puts the armed one away. A passage that is selected already is tagged with it at once.
pub(in crate::app) fn arm(
    state: &mut State,
    statement: Option<Statement>,
    surroundings: &mut dyn Surroundings,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_mut().filter(|open| open.read_only.is_none()) else { return };
    open.strip = None;
    open.armed = statement;
    tag_armed(state, surroundings, requests);
}

/// Tags the selected passage with the armed statement.
pub(in crate::app) fn tag_armed(state: &mut State, surroundings: &mut dyn Surroundings, requests: &mut Vec<Request>) {
    let armed = state.open.as_ref().filter(|open| open.passage.is_some()).and_then(|open| open.armed.clone());
    if let Some(statement) = armed {
        tag_as(state, &statement, surroundings, requests);
    }
}

fn tag_as(state: &mut State, statement: &Statement, surroundings: &mut dyn Surroundings, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref() else { return };
    let Some(((span, text), article)) = open.passage.zip(open.text()).zip(open.reading) else { return };
    let text = text.clone();
    let made = bounds::trimmed(text.as_str(), span).and_then(|span| anchoring::anchor(text.as_str(), span));
    let Some(anchor) = made else { return };
    let (mut change, id) =
        operations::tag_passage_as(&open.project, article, anchor, statement, open.me.id, surroundings);
    join(&mut change, state);
    if commit(state, change, surroundings.now(), requests) {
        select(state, id, false);
    }
}

/// Someone who tags in a project for the first time becomes one of its analysts by it.
pub(super) fn join(change: &mut Change, state: &State) {
    let Some(open) = &state.open else { return };
    if !open.project.analysts().contains_key(&open.me.id) {
        change.edits.insert(0, Edit::Put(Record::Analyst(open.me.clone())));
    }
}

fn select(state: &mut State, id: ExcerptId, ask: bool) {
    let strip = state.settings.strip && ask;
    if let Some(open) = state.open.as_mut() {
        open.passage = None;
        open.selected = vec![id];
        open.last = Some(id);
        open.strip = strip.then_some(id);
    }
}
