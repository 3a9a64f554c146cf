//! Names in queries: what they stand for in a project, and the nearest name where they stand for nothing.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::needle::folded;
use crate::model::{Actor, ActorId, Issue, IssueId, Project, Tag, TagId};

/// Levels that the walk up a tree takes at most, so that a circle in a damaged file ends it.
const LEVELS: usize = 64;

/// The name that a mistyped one most likely was: one that begins with it, holds it, or differs by few letters.
pub(super) fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = folded(typed);
    let letters = typed.chars().count();
    let distance = |name: &str| {
        let name = folded(name);
        if letters >= 2 && name.starts_with(&typed) {
            return Some(0);
        }
        if letters >= 3 && name.contains(&typed) {
            return Some(1);
        }
        // The name as a whole, or a word of it.
        let words = std::iter::once(name.as_str()).chain(name.split(' '));
        let apart = words.map(|word| strsim::damerau_levenshtein(&typed, word)).min()?;
        (apart <= (letters / 3).max(1)).then_some(apart + 1)
    };
    names.into_iter().filter_map(|name| Some((distance(name)?, name))).min().map(|(_, name)| name)
}

/// A code of a tree: what it is called, and what stands above it.
#[derive(Clone, Copy)]
pub(in crate::analysis) struct Named<'a, I> {
    pub(super) id: &'a I,
    slug: &'a str,
    pub(super) name: &'a str,
    pub(super) aliases: &'a [String],
    parent: Option<&'a I>,
}

pub(in crate::analysis) fn tags(project: &Project) -> Vec<Named<'_, TagId>> {
    fn named(tag: &Tag) -> Named<'_, TagId> {
        Named { id: &tag.id, slug: tag.id.as_str(), name: &tag.name, aliases: &[], parent: tag.parent.as_ref() }
    }
    project.tags().values().map(named).collect()
}

pub(in crate::analysis) fn actors(project: &Project) -> Vec<Named<'_, ActorId>> {
    fn named(actor: &Actor) -> Named<'_, ActorId> {
        let Actor { id, name, aliases, parent, .. } = actor;
        Named { id, slug: id.as_str(), name, aliases, parent: parent.as_ref() }
    }
    project.actors().values().map(named).collect()
}

pub(in crate::analysis) fn issues(project: &Project) -> Vec<Named<'_, IssueId>> {
    fn named(issue: &Issue) -> Named<'_, IssueId> {
        let Issue { id, name, aliases, parent, .. } = issue;
        Named { id, slug: id.as_str(), name, aliases, parent: parent.as_ref() }
    }
    project.issues().values().map(named).collect()
}

/// What stands for the code of this very name and no other: the name, or its id where others go by that name as well,
/// written with another case or accent.
pub(in crate::analysis) fn alone<I>(name: &str, codes: &[Named<'_, I>]) -> String {
    let code = codes.iter().find(|code| code.name == name).filter(|_| called(name, codes).len() > 1);
    code.map(|code| code.slug).filter(|slug| called(slug, codes).len() == 1).unwrap_or(name).to_owned()
}

/// The codes that have this name, alias or id.
pub(super) fn called<'a, I>(name: &str, codes: &[Named<'a, I>]) -> Vec<&'a I> {
    let wanted = folded(name);
    let is_called = |code: &&Named<'a, I>| {
        code.slug == name || folded(code.name) == wanted || code.aliases.iter().any(|alias| folded(alias) == wanted)
    };
    codes.iter().filter(is_called).map(|code| code.id).collect()
}

/// These codes and all that stand below one of them.
pub(super) fn with_below<'a, I: Eq + Hash + Clone>(wanted: &HashSet<&'a I>, codes: &[Named<'a, I>]) -> HashSet<I> {
    let parents: HashMap<&I, &I> = codes.iter().filter_map(|code| Some((code.id, code.parent?))).collect();
    let is_below = |id: &&I| {
        std::iter::successors(Some(*id), |id| parents.get(id).copied()).take(LEVELS).any(|id| wanted.contains(id))
    };
    codes.iter().map(|code| code.id).filter(is_below).cloned().collect()
}
