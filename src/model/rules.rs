//! What a record names, and which names and trees are allowed. `project` asks these on every change.

use super::codes::NAME_MAX_CHARS;
use super::{Actor, Edit, EditError, Excerpt, Issue, Project, Record, RecordId, Tag};

/// Most text in one record, in bytes: written out with every sign escaped, it still fits on a line of a file.
pub(super) const RECORD_TEXT_MAX_BYTES: usize = 300_000;

/// What this record, after a change, must not leave behind.
pub(super) fn check(project: &Project, edit: &Edit) -> Result<(), EditError> {
    let id = edit.id();
    let held;
    let record = match edit {
        // Nothing is copied to be looked at where what was put is what is held.
        Edit::Put(put @ Record::Excerpt(excerpt)) if project.excerpts().get(&excerpt.id) == Some(&**excerpt) => put,
        _ => {
            let Some(found) = project.record(&id) else {
                let in_use = match &id {
                    RecordId::Article(article) => project.excerpt_count(*article) > 0,
                    other => project.uses(other) > 0,
                };
                return if in_use { Err(EditError::InUse(id)) } else { Ok(()) };
            };
            held = found;
            &held
        }
    };
    let names = match record {
        Record::Excerpt(r) => excerpt_names(r),
        Record::Tag(r) => tag_names(r),
        Record::Actor(r) => actor_names(r),
        Record::Issue(r) => issue_names(r),
        Record::Project(_) | Record::Article(_) | Record::Analyst(_) | Record::Filter(_) | Record::Preset(_) => {
            Vec::new()
        }
    };
    if let Some(missing) = names.into_iter().find(|name| !project.has(name)) {
        return Err(EditError::Dangling { record: id, missing });
    }
    check_length(record)?;
    match record {
        Record::Tag(r) => check_name(&r.name),
        Record::Actor(r) => check_name(&r.name),
        Record::Issue(r) => check_name(&r.name),
        Record::Analyst(r) => check_name(&r.name),
        Record::Project(r) => check_name(&r.name),
        Record::Filter(r) => check_name(&r.name),
        Record::Preset(r) => check_name(&r.name),
        Record::Article(_) | Record::Excerpt(_) => Ok(()),
    }?;
    let cycle = match record {
        Record::Tag(r) => stands_below_itself(&r.id, |id| project.tags().get(id)?.parent.as_ref()),
        Record::Actor(r) => stands_below_itself(&r.id, |id| project.actors().get(id)?.parent.as_ref()),
        Record::Issue(r) => stands_below_itself(&r.id, |id| project.issues().get(id)?.parent.as_ref()),
        _ => false,
    };
    if cycle { Err(EditError::Cycle(id)) } else { Ok(()) }
}

/// Whether the texts of a record are short enough to be kept.
fn check_length(record: &Record) -> Result<(), EditError> {
    let all = |texts: &[&str]| texts.iter().map(|text| text.len()).sum::<usize>();
    let each = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
    let (what, bytes) = match record {
        Record::Excerpt(r) => ("This excerpt", all(&[r.anchor.quote(), &r.memo, &r.condition, &r.speaker])),
        Record::Tag(r) => ("This tag", all(&[&r.definition, &r.use_when, &r.not_when, &r.example])),
        Record::Actor(r) => ("This actor", all(&[&r.role, &r.notes]) + each(&r.aliases)),
        Record::Issue(r) => ("This issue", all(&[&r.notes]) + each(&r.aliases)),
        Record::Article(r) => {
            let attributes: usize = r.attributes.iter().map(|(name, value)| name.len() + value.len()).sum();
            let details = [&r.title, &r.outlet, &r.author, &r.url, &r.notes].map(String::as_str);
            ("This article's details", all(&details) + each(&r.groups) + attributes)
        }
        Record::Filter(r) => ("This filter", all(&[&r.query])),
        Record::Preset(r) => {
            let lists = each(&r.columns) + each(&r.sorted_by) + each(&r.grouped_by);
            ("This export", all(&[&r.format, &r.filter, &r.citation]) + lists)
        }
        Record::Project(_) | Record::Analyst(_) => return Ok(()),
    };
    let limit = RECORD_TEXT_MAX_BYTES;
    if bytes > limit { Err(EditError::TooLong { what, bytes, limit }) } else { Ok(()) }
}

/// What an excerpt names, each once. Links to other excerpts may outlive them and are not among these.
pub(super) fn excerpt_names(excerpt: &Excerpt) -> Vec<RecordId> {
    let mut names = vec![
        RecordId::Article(excerpt.article),
        RecordId::Tag(excerpt.tag.clone()),
        RecordId::Analyst(excerpt.analyst),
    ];
    names.extend(excerpt.actors.iter().chain(&excerpt.addressees).cloned().map(RecordId::Actor));
    names.extend(excerpt.issues.iter().cloned().map(RecordId::Issue));
    names.sort();
    names.dedup();
    names
}

pub(super) fn tag_names(tag: &Tag) -> Vec<RecordId> {
    tag.parent.iter().cloned().map(RecordId::Tag).collect()
}

pub(super) fn actor_names(actor: &Actor) -> Vec<RecordId> {
    actor.parent.iter().cloned().map(RecordId::Actor).collect()
}

pub(super) fn issue_names(issue: &Issue) -> Vec<RecordId> {
    issue.parent.iter().cloned().map(RecordId::Issue).collect()
}

fn check_name(name: &str) -> Result<(), EditError> {
    let good = !name.trim().is_empty() && name.chars().count() <= NAME_MAX_CHARS && !name.chars().any(char::is_control);
    if good { Ok(()) } else { Err(EditError::BadName(name.chars().take(60).collect())) }
}

fn stands_below_itself<'a, I: PartialEq + 'a>(start: &'a I, parent: impl Fn(&'a I) -> Option<&'a I>) -> bool {
    let mut slow = start;
    let mut fast = start;
    loop {
        let Some(step) = parent(fast).and_then(&parent) else { return false };
        fast = step;
        let Some(step) = parent(slow) else { return false };
        slow = step;
        if slow == fast {
            return true;
        }
    }
}
