//! What would turn one state of a project into another: how a backup is compared and restored. Builds changes only.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::excerpt_names;
use super::{ArticleId, Change, Edit, ExportPreset, Project, Record, RecordId};

/// How many records differ between two states of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Difference {
    /// Only in the later one.
    pub added: usize,
    /// In both, but not the same.
    pub changed: usize,
    /// Only in the earlier one.
    pub removed: usize,
}

/// Counts what became different between two states: articles, excerpts, tags, actors, issues.
#[must_use]
pub fn compare(earlier: &Project, later: &Project) -> Difference {
    let mut difference = Difference::default();
    for edit in turn_into(earlier, later, "").edits {
        match edit {
            Edit::Remove(_) => difference.removed += 1,
            Edit::Put(record) if earlier.has(&record.id()) => difference.changed += 1,
            Edit::Put(_) => difference.added += 1,
        }
    }
    difference
}

/// What became different between two states, by kind of record and by article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// Articles, without their excerpts.
    pub articles: Difference,
    /// Excerpts.
    pub excerpts: Difference,
    /// Tags, actors and issues.
    pub codes: Difference,
    /// The articles whose excerpts differ, by title.
    pub by_article: Vec<ArticleDifference>,
}

/// How the excerpts of one article differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleDifference {
    /// Which article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// Whether the later state has it no longer.
    pub gone: bool,
    /// Its excerpts.
    pub excerpts: Difference,
}

/// Finds what became different between two states.
#[must_use]
pub fn differences(earlier: &Project, later: &Project) -> Differences {
    let mut found = Differences::default();
    let mut by_article: BTreeMap<ArticleId, Difference> = BTreeMap::new();
    for edit in turn_into(earlier, later, "").edits {
        let id = edit.id();
        let (kind, article) = match &id {
            RecordId::Article(_) => (&mut found.articles, None),
            RecordId::Excerpt(excerpt) => {
                let excerpt = later.excerpts().get(excerpt).or_else(|| earlier.excerpts().get(excerpt));
                (&mut found.excerpts, excerpt.map(|excerpt| excerpt.article))
            }
            RecordId::Tag(_) | RecordId::Actor(_) | RecordId::Issue(_) => (&mut found.codes, None),
            RecordId::Project | RecordId::Analyst(_) | RecordId::Filter(_) | RecordId::Preset(_) => continue,
        };
        let of_article = article.map(|article| by_article.entry(article).or_default());
        for difference in std::iter::once(kind).chain(of_article) {
            match &edit {
                Edit::Remove(_) => difference.removed += 1,
                Edit::Put(_) if earlier.has(&id) => difference.changed += 1,
                Edit::Put(_) => difference.added += 1,
            }
        }
    }
    found.by_article = by_article
        .into_iter()
        .map(|(article, excerpts)| {
            let (now, before) = (later.articles().get(&article), earlier.articles().get(&article));
            let title = now.or(before).map_or_else(|| article.to_string(), |article| article.title.clone());
            ArticleDifference { article, title, gone: now.is_none(), excerpts }
        })
        .collect();
    found.by_article.sort_by(|a, b| a.title.cmp(&b.title).then(a.article.cmp(&b.article)));
    found
}

/// The change without the edits that could not stand: removals of what is still named, and records that name what is not
/// there. Says how many were left out.
#[must_use]
pub fn as_far_as_it_goes(now: &Project, mut change: Change) -> (Change, usize) {
    let all = change.edits.len();
    // Each round may take away what others name; there are few kinds of records to name one another.
    for _ in 0..8 {
        let mut then = now.clone();
        then.absorb(&change);
        let dangling = then.dangling();
        let removed: BTreeSet<RecordId> =
            change.edits.iter().filter(|edit| matches!(edit, Edit::Remove(_))).map(Edit::id).collect();
        let wrong = dangling.into_iter().map(|(id, missing)| if removed.contains(&missing) { missing } else { id });
        let wrong: BTreeSet<RecordId> = wrong.collect();
        let before = change.edits.len();
        change.edits.retain(|edit| !wrong.contains(&edit.id()));
        if change.edits.len() == before {
            break;
        }
    }
    let left_out = all - change.edits.len();
    (change, left_out)
}

/// The change after which `now` has the records of `then`. Analysts are never removed.
#[must_use]
pub fn turn_into(now: &Project, then: &Project, label: impl Into<String>) -> Change {
    let mut edits = Vec::new();
    if now.meta() != then.meta() {
        edits.push(Edit::Put(Record::Project(then.meta().clone())));
    }
    differ(now.analysts(), then.analysts(), |_| None, |r| Record::Analyst(r.clone()), &mut edits);
    differ(now.tags(), then.tags(), |id| Some(RecordId::Tag(id.clone())), |r| Record::Tag(r.clone()), &mut edits);
    differ(
        now.actors(),
        then.actors(),
        |id| Some(RecordId::Actor(id.clone())),
        |r| Record::Actor(r.clone()),
        &mut edits,
    );
    differ(
        now.issues(),
        then.issues(),
        |id| Some(RecordId::Issue(id.clone())),
        |r| Record::Issue(r.clone()),
        &mut edits,
    );
    differ(now.filters(), then.filters(), |id| Some(RecordId::Filter(*id)), |r| Record::Filter(r.clone()), &mut edits);
    let preset = |r: &ExportPreset| Record::Preset(Box::new(r.clone()));
    differ(now.presets(), then.presets(), |id| Some(RecordId::Preset(*id)), preset, &mut edits);
    let article = |id: &ArticleId| Some(RecordId::Article(*id));
    differ(now.articles(), then.articles(), article, |r| Record::Article(Box::new(r.clone())), &mut edits);
    let (old, new) = (then.excerpts(), now.excerpts());
    let other = old.values().filter(|excerpt| new.get(&excerpt.id) != Some(*excerpt)).cloned();
    edits.extend(other.map(|excerpt| Edit::Put(Record::Excerpt(Box::new(excerpt)))));
    edits.extend(new.keys().filter(|id| !old.contains_key(id)).map(|id| Edit::Remove(RecordId::Excerpt(*id))));
    Change { label: label.into(), edits: edits.into() }
}

/// The change after which one article of `now` has the excerpts that it has in `then`, with the codes that they name.
/// The article itself comes back too, where it is gone.
#[must_use]
pub fn restore_article(now: &Project, then: &Project, article: ArticleId, label: impl Into<String>) -> Change {
    let mut edits = Vec::new();
    if !now.articles().contains_key(&article)
        && let Some(gone) = then.articles().get(&article)
    {
        edits.push(Edit::Put(Record::Article(Box::new(gone.clone()))));
    }
    let mut missing: Vec<RecordId> = then.excerpts_in(article).flat_map(excerpt_names).collect();
    // A code may stand below others that are gone too.
    let mut next = 0;
    while let Some(id) = missing.get(next).cloned() {
        next += 1;
        let above = match &id {
            RecordId::Tag(id) => then.tags().get(id).and_then(|tag| tag.parent.clone()).map(RecordId::Tag),
            RecordId::Actor(id) => then.actors().get(id).and_then(|actor| actor.parent.clone()).map(RecordId::Actor),
            RecordId::Issue(id) => then.issues().get(id).and_then(|issue| issue.parent.clone()).map(RecordId::Issue),
            _ => None,
        };
        missing.extend(above.filter(|above| !missing.contains(above)));
    }
    missing.sort();
    missing.dedup();
    let gone = missing.iter().filter(|id| !now.has(id) && !matches!(id, RecordId::Article(_) | RecordId::Excerpt(_)));
    edits.extend(gone.filter_map(|id| then.record(id)).map(Edit::Put));
    let mut left: BTreeMap<_, _> = now.excerpts_in(article).map(|excerpt| (excerpt.id, excerpt)).collect();
    for excerpt in then.excerpts_in(article) {
        if left.remove(&excerpt.id) != Some(excerpt) {
            edits.push(Edit::Put(Record::Excerpt(Box::new(excerpt.clone()))));
        }
    }
    edits.extend(left.into_keys().map(|id| Edit::Remove(RecordId::Excerpt(id))));
    Change { label: label.into(), edits: edits.into() }
}

fn differ<K: Ord, R: PartialEq>(
    now: &BTreeMap<K, R>,
    then: &BTreeMap<K, R>,
    id: impl Fn(&K) -> Option<RecordId>,
    record: impl Fn(&R) -> Record,
    edits: &mut Vec<Edit>,
) {
    edits.extend(then.iter().filter(|(key, old)| now.get(key) != Some(*old)).map(|(_, old)| Edit::Put(record(old))));
    let gone = now.keys().filter(|key| !then.contains_key(key)).filter_map(id);
    edits.extend(gone.map(Edit::Remove));
}
