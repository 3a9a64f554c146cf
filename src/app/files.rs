//! Small files that come in and go out whole: codebooks and tables of articles' details. All of a file is taken in as one
//! step, or nothing and what is wrong with it is said.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::editing::{command_on, commit_and_say, kept_following};
use super::{NoticeKind, Overlay, Purpose, Request, State};
use crate::analysis::query::Renaming;
use crate::model::operations::codes::codes_of;
use crate::model::{Change, CodeKind, Project, Record, RecordId, Tag, TagId};
use crate::{export, import, storage};

/// A file that was asked for has been read.
pub(super) fn read(
    state: &mut State,
    purpose: Purpose,
    path: &Path,
    bytes: Result<Vec<u8>, String>,
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_ref() else { return };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(sentence) => {
            state.notices.say(NoticeKind::Problem, sentence, now);
            return;
        }
    };
    let table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let found = match purpose {
        Purpose::ImportDetails => import::details::read_details(&open.project, &bytes)
            .map(|articles| articles.into_iter().map(|article| Record::Article(Box::new(article))).collect()),
        _ if table => import::codebook::read_codebook(&open.project, &bytes),
        _ => storage::read_codebook(&name, &bytes, Some(&open.project)),
    };
    match found {
        Ok(records) if purpose == Purpose::ImportDetails => {
            let said = match records.len() {
                0 => "The articles have these details already".to_owned(),
                1 => "Details of 1 article taken in".to_owned(),
                count => format!("Details of {count} articles taken in"),
            };
            let change = Change::put("import details of articles", records);
            if !commit_and_say(state, change, said.clone(), now, requests) {
                state.notices.say(NoticeKind::Done, said, now);
            }
        }
        Ok(records) => take_in(state, records, format!("import codebook {name}"), now, requests),
        Err(wrong) => {
            let title = format!("Nothing was taken in from “{name}”");
            state.overlay = Some(Overlay::Refused { title, wrong });
        }
    }
}

/// Takes in codes as one step: new tags after those that are there, and without keys that are taken already.
fn take_in(state: &mut State, mut records: Vec<Record>, label: String, now: Timestamp, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref() else { return };
    let project = &open.project;
    let lost = free_of_taken_keys(state, project, &mut records);
    let last = project.tags().values().map(|tag| tag.order).max().map_or(0, |last| last.saturating_add(1));
    for record in &mut records {
        if let Record::Tag(tag) = record {
            tag.order = project.tags().get(&tag.id).map_or(last.saturating_add(tag.order), |old| old.order);
        }
    }
    records.retain(|record| project.record(&record.id()).as_ref() != Some(record));
    let new = records.iter().filter(|record| !project.has(&record.id())).count();
    let mut said = match (new, records.len() - new) {
        (new, 0) => format!("Codes taken in: {new} new"),
        (0, changed) => format!("Codes taken in: {changed} changed"),
        (new, changed) => format!("Codes taken in: {new} new, {changed} changed"),
    };
    if !lost.is_empty() {
        said.push_str(&format!("; without their keys, which are taken: {}", lost.join(", ")));
    }
    if records.is_empty() {
        state.notices.say(NoticeKind::Done, "All of these codes are there already", now);
        return;
    }
    let mut change = Change::put(label, records);
    let renaming = Renaming::ahead(project, &change, BTreeMap::new());
    change.edits.extend(renaming.iter().flat_map(|renaming| kept_following(project, renaming)));
    commit_and_say(state, change, said, now, requests);
}

/// Takes away keys that another tag or a command has; says which.
fn free_of_taken_keys(state: &State, project: &Project, records: &mut [Record]) -> Vec<String> {
    let tags = |records: &[Record]| -> BTreeMap<TagId, Option<char>> {
        let of = |record: &Record| if let Record::Tag(tag) = record { Some((tag.id.clone(), tag.key)) } else { None };
        records.iter().filter_map(of).collect()
    };
    let coming = tags(records);
    // A tag that keeps its key has it before any that asks for it.
    let keeps = |tag: &&Tag| coming.get(&tag.id).is_none_or(|key| *key == tag.key);
    let kept = project.tags().values().filter(keeps).filter_map(|tag| Some((tag.key?, tag.id.clone())));
    let mut holders: BTreeMap<char, TagId> = kept.collect();
    let mut lost = Vec::new();
    for record in records {
        let Record::Tag(tag) = record else { continue };
        let Some(key) = tag.key else { continue };
        let holder = holders.entry(key).or_insert_with(|| tag.id.clone());
        let had = project.tags().get(&tag.id).is_some_and(|old| old.key == Some(key));
        if *holder != tag.id || (!had && command_on(state, key).is_some()) {
            tag.key = None;
            lost.push(format!("{} ({key})", tag.name));
        }
    }
    lost
}

/// Adds a starter codebook; the empty one takes away the tags that nothing names.
pub(super) fn take_starter(state: &mut State, id: &str, now: Timestamp, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref() else { return };
    let Some(starter) = storage::STARTERS.iter().find(|starter| starter.id == id) else { return };
    let records = starter.records();
    if records.is_empty() {
        let unused: Vec<RecordId> = codes_of(&open.project, CodeKind::Tag)
            .map(|id| id.record_id())
            .filter(|id| open.project.uses(id) == 0)
            .collect();
        let said = format!("{} tags that nothing named are gone", unused.len());
        commit_and_say(state, Change::remove("empty the codebook", unused), said, now, requests);
        return;
    }
    let new = records.into_iter().filter(|record| !open.project.has(&record.id())).collect();
    take_in(state, new, format!("add codebook {}", starter.title.to_lowercase()), now, requests);
}

/// Writes the codes to a file.
pub(super) fn export_codes(state: &State, table: bool, path: PathBuf, replace: bool, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref() else { return };
    let bytes = if table {
        export::codebook::write_codebook(&open.project)
    } else {
        storage::write_codebook(all_codes(&open.project)).into_bytes()
    };
    let said = format!("Codes exported to {}", path.display());
    requests.push(Request::WriteFile { path, replace, bytes, said });
}

fn all_codes(project: &Project) -> Vec<Record> {
    CodeKind::ALL
        .into_iter()
        .flat_map(|kind| codes_of(project, kind).collect::<Vec<_>>())
        .filter_map(|id| project.record(&id.record_id()))
        .collect()
}
