//! Versions of one record that several analysts wrote without having seen each other's: all are kept until somebody
//! settles which counts, by choosing or by changing the record. And what could not be read, which waits likewise.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::{CommandId, NoticeKind, OpenProject, Overlay, Request, State, editing};
use crate::model::{ArticleId, Change, Edit, ExcerptId, Project, Record, RecordId};
use crate::storage::{Concurrent, Finding, Way, Wrote};

/// One of several versions of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Who wrote it.
    pub analyst: String,
    /// When, as far as the record says.
    pub when: Option<Timestamp>,
    /// What it says; none where they removed the record.
    pub record: Option<Record>,
}

/// Versions that wait to be settled, the one that is shown first; and those that were, so that undo brings them back.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Versions {
    waiting: BTreeMap<RecordId, Vec<Version>>,
    settled: BTreeMap<RecordId, Vec<Version>>,
    in_articles: BTreeMap<ArticleId, usize>,
}

impl Versions {
    /// Records that wait to be settled, each with its versions.
    #[must_use]
    pub fn waiting(&self) -> &BTreeMap<RecordId, Vec<Version>> {
        &self.waiting
    }

    /// How many excerpts of each article wait to be settled.
    #[must_use]
    pub fn in_articles(&self) -> &BTreeMap<ArticleId, usize> {
        &self.in_articles
    }

    /// Whether an excerpt waits to be settled.
    #[must_use]
    pub fn has_excerpt(&self, id: ExcerptId) -> bool {
        !self.waiting.is_empty() && self.waiting.contains_key(&RecordId::Excerpt(id))
    }

    /// Notes what was found; `project` holds the versions that are shown.
    pub(super) fn note(&mut self, found: &[Concurrent], project: &Project) {
        for concurrent in found {
            let version = |wrote: &Wrote, record: Option<Record>| {
                let named = wrote.analyst.and_then(|id| project.analysts().get(&id));
                let analyst = named.map_or_else(|| format!("writer {}", wrote.writer), |named| named.name.clone());
                let when = match &record {
                    Some(Record::Excerpt(excerpt)) => Some(excerpt.modified),
                    _ => None,
                };
                Version { analyst, when, record }
            };
            let shown = version(&concurrent.shown, project.record(&concurrent.id));
            let others = concurrent.others.iter().map(|(wrote, record)| version(wrote, record.clone()));
            self.waiting.insert(concurrent.id.clone(), std::iter::once(shown).chain(others).collect());
        }
        self.count();
    }

    fn count(&mut self) {
        self.in_articles.clear();
        for versions in self.waiting.values() {
            let excerpt = versions.iter().find_map(|version| match &version.record {
                Some(Record::Excerpt(excerpt)) => Some(excerpt.article),
                _ => None,
            });
            if let Some(article) = excerpt {
                *self.in_articles.entry(article).or_default() += 1;
            }
        }
    }

    /// Others changed these records: what they came to is said anew.
    pub(super) fn forget(&mut self, change: &Change) {
        for id in change.edits.iter().map(Edit::id) {
            self.waiting.remove(&id);
            self.settled.remove(&id);
        }
        self.count();
    }

    /// A change here settles what it touches; undoing it brings the choice back.
    pub(super) fn follow(&mut self, change: &Change, way: Way, project: &Project) {
        if self.waiting.is_empty() && self.settled.is_empty() {
            return;
        }
        for id in change.edits.iter().map(Edit::id) {
            if let Some(versions) = self.waiting.remove(&id) {
                self.settled.insert(id, versions);
            } else if way == Way::Undone
                && let Some(versions) = self.settled.remove(&id)
            {
                let as_before = versions.first().is_some_and(|shown| shown.record == project.record(&id));
                let back = if as_before { &mut self.waiting } else { &mut self.settled };
                back.insert(id, versions);
            }
        }
        self.count();
    }
}

/// Says that records have several versions.
pub(super) fn say_waiting(state: &mut State, count: usize, now: Timestamp) {
    let records = match count {
        0 => return,
        1 => "One record was changed by several analysts at the same time".to_owned(),
        count => format!("{count} records were changed by several analysts at the same time"),
    };
    let text = format!("{records}: all versions are kept until someone settles which counts");
    state.notices.offer(NoticeKind::Problem, text, Some(CommandId::SettleVersions), now);
}

/// Shows the versions of the selected excerpt, or else of the first record that waits.
pub(super) fn show(state: &mut State) {
    let Some(open) = &state.open else { return };
    let waiting = open.versions.waiting();
    let selected = open.selected.iter().map(|id| RecordId::Excerpt(*id)).find(|id| waiting.contains_key(id));
    // Excerpts come first: they are what the analyst works on.
    let excerpt = waiting.keys().find(|id| matches!(id, RecordId::Excerpt(_))).or(waiting.keys().next());
    state.overlay = selected.or(excerpt.cloned()).map(Overlay::Versions);
}

/// Settles which version of a record counts: this one, or its removal.
pub(super) fn settle(
    state: &mut State,
    id: &RecordId,
    record: Option<Record>,
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(open) = &state.open else { return };
    let label = format!("settle versions of {}", named(id));
    let change = match record {
        Some(mut record) => {
            if let Record::Excerpt(excerpt) = &mut record {
                excerpt.modified = now;
            }
            Change::put(label, [record])
        }
        None if open.project.has(id) => Change::remove(label, [id.clone()]),
        None => return,
    };
    if editing::commit_and_say(state, change, "Settled".to_owned(), now, requests) {
        state.overlay = None;
        let left = state.open.as_ref().map_or(0, |open| open.versions.waiting().len());
        if left == 0 {
            state.notices.dismiss_offering(CommandId::SettleVersions);
        } else {
            show(state);
        }
    }
}

fn named(id: &RecordId) -> &'static str {
    match id {
        RecordId::Project => "project",
        RecordId::Article(_) => "article",
        RecordId::Excerpt(_) => "excerpt",
        RecordId::Tag(_) => "tag",
        RecordId::Actor(_) => "actor",
        RecordId::Issue(_) => "issue",
        RecordId::Analyst(_) => "analyst",
        RecordId::Filter(_) => "kept filter",
        RecordId::Preset(_) => "kept export",
    }
}

/// What could not be read in the project's folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unread {
    /// File, line, column, and what was expected.
    pub findings: Vec<Finding>,
    /// Damaged files, and where in the project's folder a copy of each is kept.
    pub quarantined: Vec<(String, String)>,
    /// What else opening the project brought to light.
    pub remarks: Vec<String>,
}

impl Unread {
    /// All of it as text.
    #[must_use]
    pub fn text(&self, open: &OpenProject) -> String {
        let mut text = format!("What could not be read in “{}”\n\n", open.folder.display());
        for finding in &self.findings {
            text.push_str(&format!("{finding}\n"));
        }
        for (file, copy) in &self.quarantined {
            text.push_str(&format!("\nA copy of {file} is kept in {copy}"));
        }
        for remark in &self.remarks {
            text.push_str(&format!("\n{remark}"));
        }
        text.trim_end().to_owned() + "\n"
    }
}

/// Takes in what could not be read while the project is open, and of which files everything can be read again.
pub(super) fn unread(state: &mut State, damage: Vec<Finding>, whole: &[Arc<str>], now: Timestamp) {
    let Some(open) = state.open.as_mut() else { return };
    if !open.unread.findings.is_empty() {
        let whole: BTreeSet<&str> = whole.iter().map(|file| &**file).collect();
        open.unread.findings.retain(|finding| !whole.contains(&*finding.file));
        if open.unread.findings.is_empty() {
            state.notices.dismiss_offering(CommandId::ShowUnread);
        }
    }
    // What is found in a file now takes the place of what was found there before.
    let anew: BTreeSet<String> = damage.iter().map(|finding| finding.file.clone()).collect();
    open.unread.findings.retain(|known| !anew.contains(&known.file) || damage.contains(known));
    for finding in damage {
        if !open.unread.findings.contains(&finding) {
            let text = format!("Left out because it cannot be read; the file is as it was: {finding}");
            open.unread.findings.push(finding);
            state.notices.offer(NoticeKind::Problem, text, Some(CommandId::ShowUnread), now);
        }
    }
}
