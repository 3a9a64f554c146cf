//! Setting one field of excerpts, of one or of many at once.

use super::{commit, excerpts_named};
use crate::analysis::query::Mark;
use crate::app::{ExcerptField, Request, State};
use crate::model::{Certainty, ExcerptId, operations};

/// Sets a field in all of these excerpts, as one step.
pub(in crate::app) fn set_field(
    state: &mut State,
    ids: &[ExcerptId],
    field: &ExcerptField,
    now: jiff::Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_ref() else { return };
    let label = field_named(&open.project, field, ids.len());
    let change = operations::edit_excerpts(&open.project, ids, label, now, |excerpt| match field.clone() {
        ExcerptField::Actors(value) => excerpt.actors = value.into(),
        ExcerptField::Addressees(value) => excerpt.addressees = value.into(),
        ExcerptField::Issues(value) => excerpt.issues = value.into(),
        ExcerptField::WithActor(id) => add_once(&mut excerpt.actors, id),
        ExcerptField::WithAddressee(id) => add_once(&mut excerpt.addressees, id),
        ExcerptField::WithIssue(id) => add_once(&mut excerpt.issues, id),
        ExcerptField::Linked(kind, id) => add_once(kind.of_mut(excerpt), id),
        ExcerptField::Unlinked(kind, id) => kind.of_mut(excerpt).retain(|other| *other != id),
        ExcerptField::WithoutActor(id) => excerpt.actors.retain(|other| *other != id),
        ExcerptField::WithoutAddressee(id) => excerpt.addressees.retain(|other| *other != id),
        ExcerptField::WithoutIssue(id) => excerpt.issues.retain(|other| *other != id),
        ExcerptField::Stance(value) => excerpt.stance = value,
        ExcerptField::Condition(value) => excerpt.condition = value,
        ExcerptField::Speaker(value) => excerpt.speaker = value,
        ExcerptField::Voice(value) => excerpt.voice = value,
        ExcerptField::SaidOn(value) => excerpt.said_on = value,
        ExcerptField::Grade(value) => excerpt.grade = value,
        ExcerptField::Memo(value) => excerpt.memo = value,
        ExcerptField::Certainty(value) => excerpt.certainty = value,
        ExcerptField::Starred(value) => excerpt.starred = value,
        ExcerptField::Checked(value) => excerpt.checked = value,
    });
    if commit(state, change, now, requests)
        && let (Some(open), [id]) = (state.open.as_mut(), ids)
    {
        open.last = Some(*id);
    }
}

fn add_once<I: PartialEq>(list: &mut Vec<I>, id: I) {
    if !list.contains(&id) {
        list.push(id);
    }
}

fn field_label(field: &ExcerptField) -> &'static str {
    match field {
        ExcerptField::Actors(_) => "change actors",
        ExcerptField::Addressees(_) => "change addressees",
        ExcerptField::Issues(_) => "change issues",
        ExcerptField::WithActor(_) => "add actor",
        ExcerptField::WithAddressee(_) => "add addressee",
        ExcerptField::WithIssue(_) => "add issue",
        ExcerptField::Linked(..) => "add link",
        ExcerptField::Unlinked(..) => "remove link",
        ExcerptField::WithoutActor(_) => "remove actor",
        ExcerptField::WithoutAddressee(_) => "remove addressee",
        ExcerptField::WithoutIssue(_) => "remove issue",
        ExcerptField::Stance(_) => "change stance",
        ExcerptField::Condition(_) => "change condition",
        ExcerptField::Speaker(_) => "change speaker",
        ExcerptField::Voice(_) => "change voice",
        ExcerptField::SaidOn(_) => "change date",
        ExcerptField::Grade(_) => "change source grade",
        ExcerptField::Memo(_) => "change memo",
        ExcerptField::Certainty(_) => "change certainty",
        ExcerptField::Starred(_) => "change star",
        ExcerptField::Checked(_) => "change check mark",
    }
}

/// What setting a field does to so many excerpts; a code by its name.
fn field_named(project: &crate::model::Project, field: &ExcerptField, count: usize) -> String {
    let name = match field {
        ExcerptField::WithActor(id) | ExcerptField::WithAddressee(id) => {
            project.actors().get(id).map(|actor| &actor.name)
        }
        ExcerptField::WithIssue(id) => project.issues().get(id).map(|issue| &issue.name),
        _ => return format!("{} of {}", field_label(field), excerpts_named(count)),
    };
    format!("{} {} to {}", field_label(field), name.map_or("", String::as_str), excerpts_named(count))
}

/// Gives the selected excerpts a mark, or takes it away where all have it.
pub(in crate::app) fn toggle_mark(state: &mut State, mark: Mark, now: jiff::Timestamp, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref() else { return };
    let ids = open.selected.clone();
    let mut excerpts = ids.iter().filter_map(|id| open.project.excerpts().get(id));
    let on = !excerpts.all(|excerpt| mark.is_on(excerpt));
    let field = match mark {
        Mark::Starred => ExcerptField::Starred(on),
        Mark::Checked => ExcerptField::Checked(on),
        Mark::Unsure => ExcerptField::Certainty(if on { Certainty::Unsure } else { Certainty::Sure }),
    };
    set_field(state, &ids, &field, now, requests);
}
