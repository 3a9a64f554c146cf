//! What an analyst keeps of the table of excerpts: how it is set, and filters in the project by a name.

use jiff::Timestamp;

use crate::model::code::clean_name;
use crate::model::{Change, Extra, FilterId, KeptFilter, Record, RecordId, Surroundings};

use super::editing::commit_and_say;
use super::{Action, NoticeKind, Request, State};

/// Carries out what is done to the table's setting and to kept filters.
pub(super) fn act(state: &mut State, action: Action, surroundings: &mut dyn Surroundings, out: &mut Vec<Request>) {
    let now = surroundings.now();
    match action {
        Action::SetTable(table) => {
            if let Some(open) = state.open.as_mut() {
                open.arrangement = table.arrangement();
            }
            state.settings.table = table;
            out.push(Request::KeepSettings(Box::new(state.settings.clone())));
        }
        Action::KeepFilter(name) => keep_filter(state, &name, surroundings, out),
        Action::RenameFilter(id, name) => rename_filter(state, id, &name, now, out),
        Action::RemoveFilter(id) => remove_filter(state, id, now, out),
        _ => {}
    }
}

/// Keeps the filter by a name; one that has the name already is replaced.
fn keep_filter(state: &mut State, name: &str, surroundings: &mut dyn Surroundings, out: &mut Vec<Request>) {
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
fn rename_filter(state: &mut State, id: FilterId, name: &str, now: Timestamp, out: &mut Vec<Request>) {
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
fn remove_filter(state: &mut State, id: FilterId, now: Timestamp, out: &mut Vec<Request>) {
    let Some(kept) = state.open.as_ref().and_then(|open| open.project.filters().get(&id)) else { return };
    let said = format!("Filter “{}” removed", kept.name);
    let change = Change::remove(format!("remove filter {}", kept.name), [RecordId::Filter(id)]);
    commit_and_say(state, change, said, now, out);
}

fn cleaned(state: &mut State, name: &str, now: Timestamp) -> Option<String> {
    clean_name(name).map_err(|sentence| state.notices.say(NoticeKind::Problem, sentence, now)).ok()
}
