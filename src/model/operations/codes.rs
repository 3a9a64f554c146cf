//! Reworking the codes: new, move, merge, split, retire, delete. Every excerpt follows, in one change.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::find_or_new_tag;
use crate::model::code::{Code, CodeId, CodeKind, clean_name};
use crate::model::{Actor, ActorId, Change, Edit, Excerpt, ExcerptId, Few, Issue, IssueId, Project, Record, RecordId};

/// What a change touches, to be said before it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effect {
    /// Excerpts that become different.
    pub excerpts: usize,
    /// Codes that become different, are new or go.
    pub codes: usize,
}

/// What a change would touch.
#[must_use]
pub fn effect(change: &Change) -> Effect {
    let mut effect = Effect::default();
    for edit in &change.edits {
        match edit.id() {
            RecordId::Excerpt(_) => effect.excerpts += 1,
            RecordId::Tag(_) | RecordId::Actor(_) | RecordId::Issue(_) => effect.codes += 1,
            _ => {}
        }
    }
    effect
}

/// The codes directly below one, or at the top, in the order in which they are shown: tags by their order, others by
/// name.
#[must_use]
pub fn below(project: &Project, kind: CodeKind, parent: Option<&CodeId>) -> Vec<CodeId> {
    match kind {
        CodeKind::Tag => {
            let here = project.tags_in_order().into_iter().map(|tag| CodeId::Tag(tag.id.clone()));
            here.filter(|id| id.parent(project).as_ref() == parent).collect()
        }
        CodeKind::Actor => {
            let here = |actor: &&Actor| actor.parent.clone().map(CodeId::Actor).as_ref() == parent;
            let mut found: Vec<&Actor> = project.actors().values().filter(here).collect();
            found.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
            found.into_iter().map(|actor| CodeId::Actor(actor.id.clone())).collect()
        }
        CodeKind::Issue => {
            let here = |issue: &&Issue| issue.parent.clone().map(CodeId::Issue).as_ref() == parent;
            let mut found: Vec<&Issue> = project.issues().values().filter(here).collect();
            found.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
            found.into_iter().map(|issue| CodeId::Issue(issue.id.clone())).collect()
        }
    }
}

/// A new code of this name, below another one or at the top. A tag gets the next free colour and underline.
///
/// # Errors
/// Where the name is not one.
pub fn new_code(
    project: &Project,
    kind: CodeKind,
    name: &str,
    parent: Option<&CodeId>,
) -> Result<(Change, CodeId), String> {
    let name = clean_name(name)?;
    let mut code = match kind {
        CodeKind::Tag => {
            // Made as if nothing had this name yet: the codebook may hold it twice, and says so.
            let mut tag = find_or_new_tag(project, "\u{0}");
            tag.id = crate::model::TagId::from_name(&name, |id| project.tags().contains_key(id));
            tag.name.clone_from(&name);
            Code::Tag(tag)
        }
        CodeKind::Actor => {
            Code::Actor(Actor::new(ActorId::from_name(&name, |id| project.actors().contains_key(id)), &name))
        }
        CodeKind::Issue => {
            Code::Issue(Issue::new(IssueId::from_name(&name, |id| project.issues().contains_key(id)), &name))
        }
    };
    code.set_parent(parent.cloned());
    let id = code.id();
    Ok((Change::put(format!("new {} {name}", kind.word()), [code.into_record()]), id))
}

/// A code in its tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeRow {
    /// Which.
    pub id: CodeId,
    /// How many stand above it.
    pub depth: usize,
    /// How many stand directly below it.
    pub children: usize,
}

/// A kind's codes as a tree, each before those below it: tags by their order, others by name. What hangs in a circle or
/// below something missing, which only a damaged file can hold, stands at the top.
#[must_use]
pub fn tree(project: &Project, kind: CodeKind) -> Vec<TreeRow> {
    let mut sorted: Vec<(u32, String, CodeId)> = codes_of(project, kind)
        .map(|id| (order_of(project, &id).unwrap_or(0), id.name(project).to_lowercase(), id))
        .collect();
    sorted.sort();
    let mut by_parent: BTreeMap<Option<CodeId>, Vec<CodeId>> = BTreeMap::new();
    for (_, _, id) in &sorted {
        let parent = id.parent(project).filter(|parent| project.has(&parent.record_id()));
        by_parent.entry(parent).or_default().push(id.clone());
    }
    let mut rows = Vec::with_capacity(sorted.len());
    let mut shown: BTreeSet<CodeId> = BTreeSet::new();
    let starts = by_parent.get(&None).cloned().unwrap_or_default();
    for start in starts.into_iter().chain(sorted.into_iter().map(|(_, _, id)| id)) {
        let mut waiting = vec![(start, 0usize)];
        while let Some((id, depth)) = waiting.pop() {
            if !shown.insert(id.clone()) {
                continue;
            }
            let children = by_parent.get(&Some(id.clone())).map_or(&[][..], Vec::as_slice);
            waiting.extend(children.iter().rev().map(|child| (child.clone(), depth + 1)));
            rows.push(TreeRow { id, depth, children: children.len() });
        }
    }
    rows
}

/// Moves a code below another one of its kind, or to the top; `place` is where among its new siblings, which counts for
/// tags (actors and issues stand by name).
///
/// # Errors
/// Where it would stand below itself.
pub fn move_code(
    project: &Project,
    id: &CodeId,
    parent: Option<&CodeId>,
    place: Option<usize>,
) -> Result<Change, String> {
    let name = id.name(project);
    if let Some(parent) = parent
        && (parent.kind() != id.kind() || parent.is_within(id, project))
    {
        return Err(format!("“{name}” cannot stand below “{}”", parent.name(project)));
    }
    let Some(mut code) = id.code(project) else { return Err(format!("“{name}” is not there any more")) };
    code.set_parent(parent.cloned());
    let mut records = Vec::new();
    if matches!(code, Code::Tag(_)) {
        let mut siblings = below(project, CodeKind::Tag, parent);
        siblings.retain(|other| other != id);
        let place = place.unwrap_or(siblings.len()).min(siblings.len());
        siblings.insert(place, id.clone());
        // Orders are given anew to all siblings; those that come out as they were are left alone.
        let lowest = siblings.iter().filter_map(|id| order_of(project, id)).min().unwrap_or(0);
        for (at, sibling) in siblings.iter().enumerate() {
            let order = lowest.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
            let changed = if sibling == id { Some(code.clone()) } else { sibling.code(project) };
            if let Some(Code::Tag(mut tag)) = changed {
                tag.order = order;
                if project.tags().get(&tag.id) != Some(&tag) {
                    records.push(Record::Tag(tag));
                }
            }
        }
    } else if id.code(project).as_ref() != Some(&code) {
        records.push(code.into_record());
    }
    Ok(Change::put(format!("move {} {name}", id.kind().word()), records))
}

fn order_of(project: &Project, id: &CodeId) -> Option<u32> {
    if let CodeId::Tag(id) = id { project.tags().get(id).map(|tag| tag.order) } else { None }
}

/// Merges codes of one kind into one of them or another: excerpts and codes below follow, names become aliases.
///
/// # Errors
/// Where there is nothing to merge, or they are not of one kind.
pub fn merge_codes(project: &Project, from: &[CodeId], into: &CodeId, now: Timestamp) -> Result<Change, String> {
    let kind = into.kind();
    let mut gone: BTreeSet<CodeId> = from.iter().filter(|id| *id != into).cloned().collect();
    gone.retain(|id| id.code(project).is_some());
    let Some(mut kept) = into.code(project).filter(|_| !gone.is_empty()) else {
        return Err(format!("Choose another {} to merge with", kind.word()));
    };
    if gone.iter().any(|id| id.kind() != kind) {
        return Err("Only codes of one kind can be merged".to_owned());
    }
    // Whoever stood below one that goes stands below the one that is kept.
    let mut records = Vec::new();
    for child in codes_of(project, kind).filter(|id| !gone.contains(id) && id != into) {
        if child.parent(project).is_some_and(|parent| gone.contains(&parent))
            && let Some(mut code) = child.code(project)
        {
            code.set_parent(Some(into.clone()));
            records.push(code.into_record());
        }
    }
    // Where the one that is kept stood somewhere below one that goes, it comes to the top: so the outcome is the same in
    // whatever order several are merged.
    let loose = gone.iter().any(|above| into.is_within(above, project));
    kept.set_parent(into.parent(project).filter(|_| !loose));
    let mut aliases = kept.aliases().to_vec();
    for code in gone.iter().filter_map(|id| id.code(project)) {
        aliases.push(code.name().to_owned());
        aliases.extend(code.aliases().iter().cloned());
        kept.inherit(code);
    }
    kept.set_aliases(aliases);
    let name = kept.name().to_owned();
    if into.code(project).as_ref() != Some(&kept) {
        records.insert(0, kept.into_record());
    }
    records.extend(renamed(project, &gone, into, now, |_| true));
    let mut change = Change::put(format!("merge {} into {name}", names(project, &gone)), records);
    change.edits.extend(gone.iter().map(|id| Edit::Remove(id.record_id())));
    Ok(change)
}

/// Splits some names off a code: a new code beside it takes them, and those of `excerpts` that named the old one.
///
/// # Errors
/// Where the new name is not one, or the code is not there.
pub fn split_code(
    project: &Project,
    id: &CodeId,
    name: &str,
    aliases: &[String],
    excerpts: &[ExcerptId],
    now: Timestamp,
) -> Result<(Change, CodeId), String> {
    let Some(mut old) = id.code(project) else { return Err("It is not there any more".to_owned()) };
    let (mut change, new) = new_code(project, id.kind(), name, id.parent(project).as_ref())?;
    let taken: Vec<String> = aliases.iter().filter(|alias| old.aliases().contains(alias)).cloned().collect();
    let rest: Vec<String> =
        old.aliases().iter().filter(|alias| !taken.contains(alias) && alias.trim() != name.trim()).cloned().collect();
    if let Some(Edit::Put(record)) = change.edits.first_mut() {
        match record {
            Record::Actor(actor) => actor.aliases = taken.into_iter().filter(|alias| *alias != actor.name).collect(),
            Record::Issue(issue) => issue.aliases = taken.into_iter().filter(|alias| *alias != issue.name).collect(),
            _ => {}
        }
    }
    old.set_aliases(rest);
    if id.code(project).as_ref() != Some(&old) {
        change.edits.push(Edit::Put(old.into_record()));
    }
    let wanted: BTreeSet<ExcerptId> = excerpts.iter().copied().collect();
    let from = BTreeSet::from([id.clone()]);
    let moved = renamed(project, &from, &new, now, |excerpt| wanted.contains(&excerpt.id));
    change.edits.extend(moved.into_iter().map(Edit::Put));
    change.label = format!("split {} off {}", name.trim(), id.name(project));
    Ok((change, new))
}

/// Retires a code, or takes it back into use.
#[must_use]
pub fn retire_code(project: &Project, id: &CodeId, retired: bool) -> Change {
    let verb = if retired { "retire" } else { "take back into use" };
    let label = format!("{verb} {} {}", id.kind().word(), id.name(project));
    let changed = id.code(project).filter(|code| code.retired() != retired).map(|mut code| {
        code.set_retired(retired);
        code.into_record()
    });
    Change::put(label, changed)
}

/// Removes a code that nothing names.
///
/// # Errors
/// How often it is used, and what to do instead.
pub fn delete_code(project: &Project, id: &CodeId) -> Result<Change, String> {
    let name = id.name(project);
    let codes = codes_of(project, id.kind()).filter(|other| other.parent(project).as_ref() == Some(id)).count();
    let excerpts = project.uses(&id.record_id()).saturating_sub(codes);
    if excerpts + codes > 0 {
        let mut uses = Vec::new();
        if excerpts > 0 {
            uses.push(if excerpts == 1 {
                "1 excerpt names it".to_owned()
            } else {
                format!("{excerpts} excerpts name it")
            });
        }
        if codes > 0 {
            let word = id.kind().word();
            uses.push(if codes == 1 {
                format!("1 {word} stands below it")
            } else {
                format!("{codes} {word}s stand below it")
            });
        }
        return Err(format!("“{name}” stays: {}. Merge it into another one, or retire it", uses.join(" and ")));
    }
    Ok(Change::remove(format!("delete {} {name}", id.kind().word()), [id.record_id()]))
}

/// All codes of a kind.
pub fn codes_of(project: &Project, kind: CodeKind) -> impl Iterator<Item = CodeId> + '_ {
    let tags = project.tags().keys().filter(move |_| kind == CodeKind::Tag).cloned().map(CodeId::Tag);
    let actors = project.actors().keys().filter(move |_| kind == CodeKind::Actor).cloned().map(CodeId::Actor);
    let issues = project.issues().keys().filter(move |_| kind == CodeKind::Issue).cloned().map(CodeId::Issue);
    tags.chain(actors).chain(issues)
}

/// The excerpts that name one of `from` and are `wanted`, with `into` in its place.
fn renamed(
    project: &Project,
    from: &BTreeSet<CodeId>,
    into: &CodeId,
    now: Timestamp,
    wanted: impl Fn(&Excerpt) -> bool,
) -> Vec<Record> {
    let mut records = Vec::new();
    let mut put = |mut excerpt: Excerpt| {
        excerpt.modified = now;
        records.push(Record::Excerpt(Box::new(excerpt)));
    };
    match into {
        CodeId::Tag(into) => {
            let gone = |tag: &crate::model::TagId| from.contains(&CodeId::Tag(tag.clone()));
            let mut known: BTreeMap<&crate::model::TagId, bool> = BTreeMap::new();
            for excerpt in project.excerpts().values().filter(|excerpt| wanted(excerpt)) {
                if *known.entry(&excerpt.tag).or_insert_with(|| gone(&excerpt.tag)) {
                    let mut new = excerpt.clone();
                    new.tag = into.clone();
                    put(new);
                }
            }
        }
        CodeId::Actor(into) => {
            let gone: BTreeSet<&ActorId> =
                from.iter().filter_map(|id| if let CodeId::Actor(id) = id { Some(id) } else { None }).collect();
            let names = |list: &[ActorId]| list.iter().any(|id| gone.contains(id));
            for excerpt in project.excerpts().values() {
                let (actors, addressees) = (names(&excerpt.actors), names(&excerpt.addressees));
                if (actors || addressees) && wanted(excerpt) {
                    let mut new = excerpt.clone();
                    if actors {
                        new.actors = in_place_of(&excerpt.actors, &gone, into);
                    }
                    if addressees {
                        new.addressees = in_place_of(&excerpt.addressees, &gone, into);
                    }
                    put(new);
                }
            }
        }
        CodeId::Issue(into) => {
            let gone: BTreeSet<&IssueId> =
                from.iter().filter_map(|id| if let CodeId::Issue(id) = id { Some(id) } else { None }).collect();
            for excerpt in project.excerpts().values() {
                if excerpt.issues.iter().any(|id| gone.contains(id)) && wanted(excerpt) {
                    let mut new = excerpt.clone();
                    new.issues = in_place_of(&excerpt.issues, &gone, into);
                    put(new);
                }
            }
        }
    }
    records
}

/// A list with `into` at the first place of one that goes; each once.
fn in_place_of<I: Clone + Ord>(list: &[I], gone: &BTreeSet<&I>, into: &I) -> Few<I> {
    let mut new: Vec<I> = Vec::with_capacity(list.len());
    for id in list.iter().map(|id| if gone.contains(id) { into } else { id }) {
        if !new.contains(id) {
            new.push(id.clone());
        }
    }
    new.into()
}

fn names(project: &Project, ids: &BTreeSet<CodeId>) -> String {
    let mut ids = ids.iter();
    match (ids.next(), ids.len()) {
        (Some(one), 0) => one.name(project).to_owned(),
        (Some(one), more) => format!("{} and {more} more", one.name(project)),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests;
