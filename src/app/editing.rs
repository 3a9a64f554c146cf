//! Changing the open project: undo and redo, and the verbs on excerpts. Every change goes through `commit`; verbs on
//! articles are in `articles`, those that repeat a statement in `statements`, single fields in `fields`.

mod articles;
mod codes;
mod commit;
mod fields;
mod following;
mod links;
mod statements;

use std::sync::Arc;

use crate::analysis::Filter;
use crate::analysis::query::Renaming;
use crate::model::code::clean_name;
use crate::model::operations;
use crate::model::{Change, Edit, ExcerptId, Reach, RecordId, Surroundings, TagId, TextSpan};
use crate::storage::{Step, Way};
use crate::text::{anchoring, bounds};

pub(super) use articles::{delete_article, set_articles_field, toggle_done};
pub(super) use codes::{command_on, rework};
pub use codes::{excerpts_that_say, free_keys};
pub(super) use commit::{commit, commit_and_say, commit_ready};
pub(super) use fields::{set_field, toggle_mark};
pub(super) use following::kept as kept_following;
pub(super) use links::{go_to_step, link_to, set_me};
pub(super) use statements::{also_tag, arm, duplicate_selected, repeat_last, tag_armed};

use super::{NoticeKind, Request, State};

/// Undoes the last change, or redoes the one last undone.
pub(super) fn go_back_or_forth(state: &mut State, back: bool, now: jiff::Timestamp, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_mut().filter(|open| open.read_only.is_none()) else { return };
    let next = if back { open.history.next_undo() } else { open.history.next_redo() };
    let Some(change) = next.cloned() else { return };
    match Arc::make_mut(&mut open.project).apply(&change) {
        Ok(inverse) => {
            let (way, verb) = if back {
                open.history.note_undone(inverse.clone());
                (Way::Undone, "Undone")
            } else {
                open.history.note_redone(inverse.clone());
                (Way::Redone, "Redone")
            };
            let touched = touched_excerpts(&change);
            let said = format!("{verb}: {}", change.label);
            let reach = change.reach();
            applied(state, Step { way, change, inverse, when: now }, reach, requests);
            state.notices.say(NoticeKind::Done, said, now);
            show_touched(state, &touched);
        }
        Err(error) => {
            let verb = if back { "undone" } else { "redone" };
            let text =
                format!("“{}” can no longer be {verb}, because another change came between: {error}", change.label);
            state.notices.say(NoticeKind::Refused, text, now);
        }
    }
}

/// What follows every change, whoever made it.
pub(super) fn follow_change(state: &mut State, change: &Change, inverse: &Change, reach: Reach) {
    state.notices.dismiss_undoable();
    let Some(open) = state.open.as_mut() else { return };
    open.follow_shown(change, inverse);
    if !open.filter.is_empty()
        && let Some(filter) =
            Renaming::behind(&open.project, inverse).and_then(|renaming| renaming.followed(open.filter.text()))
    {
        open.filter = Filter::new(&filter);
    }
    if reach.removes_codes {
        following::Following::of(open).within(&open.project).put_into(open);
    }
    let project = &open.project;
    open.selected.retain(|id| project.excerpts().contains_key(id));
    if reach.touches_articles {
        let gone = open.reading.is_some_and(|id| !project.articles().contains_key(&id));
        if gone {
            open.reading = None;
            open.passage = None;
        }
        open.marked.retain(|id| project.articles().contains_key(id));
        open.list_articles();
    }
}

fn applied(state: &mut State, step: Step, reach: Reach, requests: &mut Vec<Request>) {
    follow_change(state, &step.change, &step.inverse, reach);
    if let Some(open) = &mut state.open {
        open.versions.follow(&step.change, step.way, &open.project);
        requests.push(Request::Record { step: Box::new(step), revision: open.project.revision() });
    }
}

/// The excerpts that a change put.
fn touched_excerpts(change: &Change) -> Vec<ExcerptId> {
    let put = |edit: &Edit| match (edit, edit.id()) {
        (Edit::Put(_), RecordId::Excerpt(id)) => Some(id),
        _ => None,
    };
    change.edits.iter().filter_map(put).collect()
}

/// Selects excerpts that came back by undo or redo, and brings the first into view if its article is shown.
fn show_touched(state: &mut State, touched: &[ExcerptId]) {
    let Some(open) = state.open.as_mut() else { return };
    let Some(first) = touched.first().and_then(|id| open.project.excerpts().get(id)) else { return };
    if open.reading == Some(first.article) {
        let (article, span) = (first.article, first.anchor.span);
        open.selected = touched.to_vec();
        open.passage = None;
        open.reveal(article, span);
    }
}

/// Tags the selected passage, or else retags the selected excerpts.
pub(super) fn tag(state: &mut State, tag: &TagId, surroundings: &mut dyn Surroundings, requests: &mut Vec<Request>) {
    let now = surroundings.now();
    let Some(open) = state.open.as_ref() else { return };
    let passage = open.passage.zip(open.text()).zip(open.reading);
    let Some(((span, text), article)) = passage else {
        if open.selected.is_empty() {
            state.notices.say(NoticeKind::Refused, "Select a passage first, then tag it", now);
            return;
        }
        let change = operations::retag(&open.project, &open.selected, tag, now);
        commit(state, change, now, requests);
        return;
    };
    let text = text.clone();
    let made = bounds::trimmed(text.as_str(), span).and_then(|span| anchoring::anchor(text.as_str(), span));
    let Some(anchor) = made else { return };
    let (mut change, id) = operations::tag_passage(&open.project, article, anchor, tag, open.me.id, surroundings);
    statements::join(&mut change, state);
    if commit(state, change, now, requests)
        && let Some(open) = state.open.as_mut()
    {
        open.passage = None;
        open.selected = vec![id];
        open.last = Some(id);
        open.strip = state.settings.strip.then_some(id);
    }
}

/// Moves the ends of an excerpt. The quote becomes what the article says there.
pub(super) fn move_ends(
    state: &mut State,
    id: ExcerptId,
    span: TextSpan,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_ref() else { return };
    let Some(excerpt) = open.project.excerpts().get(&id) else { return };
    let Some(Ok(text)) = open.texts.get(&excerpt.article) else { return };
    let text = text.as_str();
    let Some(trimmed) = bounds::trimmed(text, span) else { return };
    // An end that was moved into white space alone goes on to the end of the next word, so that a key never sticks.
    let grown = span.end() > excerpt.anchor.span.end() && trimmed == excerpt.anchor.span;
    let longer = grown.then(|| TextSpan::new(text, trimmed.start()..end_of_next_word(text, trimmed.end()))).flatten();
    let Some(anchor) = anchoring::anchor(text, longer.unwrap_or(trimmed)) else { return };
    let change = operations::edit_excerpts(&open.project, &[id], "move ends of excerpt", now, |excerpt| {
        excerpt.anchor = anchor.clone();
    });
    commit(state, change, now, requests);
}

/// Moves one end of the selected excerpt by a word.
pub(super) fn move_end_by_word(
    state: &mut State,
    start: bool,
    outward: bool,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_ref() else { return };
    let Some((excerpt, text)) = open.inspected().zip(open.text()).filter(|(e, _)| Some(e.article) == open.reading)
    else {
        return;
    };
    let (id, span, text) = (excerpt.id, excerpt.anchor.span, text.as_str());
    let range = match (start, outward) {
        (true, true) => bounds::previous_word(text, span.start())..span.end(),
        (true, false) => bounds::next_word(text, span.start())..span.end(),
        (false, true) => span.start()..end_of_next_word(text, span.end()),
        (false, false) => span.start()..end_of_previous_word(text, span.start(), span.end()),
    };
    let moved = TextSpan::new(text, range).and_then(|span| bounds::trimmed(text, span));
    if let Some(span) = moved {
        move_ends(state, id, span, now, requests);
    }
}

fn end_of_next_word(text: &str, byte: usize) -> usize {
    let skipped = text.get(byte..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    bounds::word_at(text, byte + skipped).end
}

fn end_of_previous_word(text: &str, start: usize, end: usize) -> usize {
    let last = bounds::previous_word(text, end);
    text.get(start..last).map_or(end, |rest| start + rest.trim_end().len())
}

fn excerpts_named(count: usize) -> String {
    if count == 1 { "excerpt".to_owned() } else { format!("{count} excerpts") }
}

/// Which list of an excerpt a name goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedCode {
    Actor,
    Addressee,
    Issue,
}

/// Adds an actor, addressee or issue by name to these excerpts; a new name is created in the same step, one that was put
/// out of use is taken back.
pub(super) fn add_named(
    state: &mut State,
    ids: &[ExcerptId],
    name: &str,
    kind: NamedCode,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_ref() else { return };
    let name = name.trim();
    if name.is_empty() || ids.is_empty() {
        return;
    }
    let project = &open.project;
    if let Err(sentence) = clean_name(name) {
        state.notices.say(NoticeKind::Refused, sentence, now);
        return;
    }
    if let Some(sentence) = operations::shared_alias(project, name, kind == NamedCode::Issue) {
        state.notices.say(NoticeKind::Refused, sentence, now);
        return;
    }
    let mut change = if kind == NamedCode::Issue {
        let mut issue = operations::find_or_new_issue(project, name);
        let is_new = !project.issues().contains_key(&issue.id) || std::mem::take(&mut issue.retired);
        let id = issue.id.clone();
        let label = format!("add issue {} to {}", issue.name, excerpts_named(ids.len()));
        let mut change = operations::edit_excerpts(project, ids, label, now, |excerpt| {
            if !excerpt.issues.contains(&id) {
                excerpt.issues.push(id.clone());
            }
        });
        if is_new {
            change.edits.insert(0, Edit::Put(crate::model::Record::Issue(issue)));
        }
        change
    } else {
        let mut actor = operations::find_or_new_actor(project, name);
        let is_new = !project.actors().contains_key(&actor.id) || std::mem::take(&mut actor.retired);
        let id = actor.id.clone();
        let word = if kind == NamedCode::Actor { "actor" } else { "addressee" };
        let label = format!("add {word} {} to {}", actor.name, excerpts_named(ids.len()));
        let mut change = operations::edit_excerpts(project, ids, label, now, |excerpt| {
            let list = if kind == NamedCode::Actor { &mut excerpt.actors } else { &mut excerpt.addressees };
            if !list.contains(&id) {
                list.push(id.clone());
            }
        });
        if is_new {
            change.edits.insert(0, Edit::Put(crate::model::Record::Actor(actor)));
        }
        change
    };
    change.edits.dedup();
    commit(state, change, now, requests);
}

/// Removes the selected excerpts.
pub(super) fn delete_selected(state: &mut State, now: jiff::Timestamp, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref().filter(|open| !open.selected.is_empty()) else { return };
    let count = open.selected.len();
    let change = operations::delete_excerpts(&open.selected);
    let said = if count == 1 { "Excerpt deleted".to_owned() } else { format!("{count} excerpts deleted") };
    commit_and_say(state, change, said, now, requests);
}
