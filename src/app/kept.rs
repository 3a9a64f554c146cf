//! What an analyst keeps of the table of excerpts: how it is set, and filters in the project by a name.

use jiff::Timestamp;

use crate::analysis::Filter;
use crate::analysis::query::Field;
use crate::model::code::{CodeId, clean_name};
use crate::model::{Change, ExportPreset, Extra, FilterId, KeptFilter, Record, RecordId, Surroundings};

use super::editing::commit_and_say;
use super::{Action, NoticeKind, OpenProject, Request, State};

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

/// What is kept that asks for a code by its name, with the code's new one: kept filters, exports, and the filter of the
/// table.
pub(super) fn renamed(open: &OpenProject, code: &CodeId, to: &str) -> (Vec<Record>, Option<Filter>) {
    let fields: &[Field] = match code {
        CodeId::Tag(_) => &[Field::Tag],
        CodeId::Actor(_) => &[Field::Actor, Field::Addressee],
        CodeId::Issue(_) => &[Field::Issue],
    };
    let Some(from) = code.code(&open.project) else { return (Vec::new(), None) };
    let asking = |filter: &Filter| filter.renamed(fields, from.name(), to);
    let filters = open.project.filters().values().filter_map(|kept| {
        let query = asking(&Filter::new(&kept.query))?.text().to_owned();
        Some(Record::Filter(KeptFilter { query, ..kept.clone() }))
    });
    let presets = open.project.presets().values().filter_map(|kept| {
        let filter = asking(&Filter::new(&kept.filter))?.text().to_owned();
        Some(Record::Preset(Box::new(ExportPreset { filter, ..kept.clone() })))
    });
    (filters.chain(presets).collect(), asking(&open.filter))
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
