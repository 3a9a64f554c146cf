//! Filters that are kept in the project by a name.

use jiff::Timestamp;

use crate::model::code::clean_name;
use crate::model::{Change, Extra, FilterId, KeptFilter, Record, RecordId, Surroundings};

use super::editing::commit_and_say;
use super::{NoticeKind, Request, State};

/// Keeps the filter by a name; one that has the name already is replaced.
pub(super) fn keep_filter(state: &mut State, name: &str, surroundings: &mut dyn Surroundings, out: &mut Vec<Request>) {
    let now = surroundings.now();
    let Some(name) = cleaned(state, name, now) else { return };
    let Some(open) = state.open.as_ref() else { return };
    let same = open.project.filters().values().find(|kept| kept.name.to_lowercase() == name.to_lowercase());
    let kept = match same {
        Some(kept) => KeptFilter { name: name.clone(), query: open.filter.text().trim().to_owned(), ..kept.clone() },
        None => KeptFilter {
            id: FilterId::fresh(surroundings),
            name: name.clone(),
            query: open.filter.text().trim().to_owned(),
            extra: Extra::default(),
        },
    };
    let change = Change::put(format!("keep filter {name}"), [Record::Filter(kept)]);
    commit_and_say(state, change, format!("Filter “{name}” kept"), now, out);
}

/// Gives a kept filter another name.
pub(super) fn rename_filter(state: &mut State, id: FilterId, name: &str, now: Timestamp, out: &mut Vec<Request>) {
    let Some(name) = cleaned(state, name, now) else { return };
    let Some(kept) = state.open.as_ref().and_then(|open| open.project.filters().get(&id)) else { return };
    if kept.name == name {
        return;
    }
    let kept = KeptFilter { name: name.clone(), ..kept.clone() };
    let change = Change::put(format!("rename filter {}", kept.name), [Record::Filter(kept)]);
    commit_and_say(state, change, format!("Filter renamed to “{name}”"), now, out);
}

/// Removes a kept filter.
pub(super) fn remove_filter(state: &mut State, id: FilterId, now: Timestamp, out: &mut Vec<Request>) {
    let Some(kept) = state.open.as_ref().and_then(|open| open.project.filters().get(&id)) else { return };
    let said = format!("Filter “{}” removed", kept.name);
    let change = Change::remove(format!("remove filter {}", kept.name), [RecordId::Filter(id)]);
    commit_and_say(state, change, said, now, out);
}

fn cleaned(state: &mut State, name: &str, now: Timestamp) -> Option<String> {
    clean_name(name).map_err(|sentence| state.notices.say(NoticeKind::Problem, sentence, now)).ok()
}
