//! What all hits together become: excerpts with one tag, repeats of an excerpt, or links between excerpts that stand there.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Place;
use crate::app::{JobId, NoticeKind, OpenProject, Request, State, editing};
use crate::model::operations::Statement;
use crate::model::{Change, Excerpt, ExcerptId, Record, TagId, operations};

/// What becomes of the hits when they are anchored.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tagging {
    /// Excerpts with this tag.
    As(TagId),
    /// Excerpts that repeat this one.
    Repeating(ExcerptId),
}

pub(super) fn anchor_all(state: &mut State, tagging: Tagging, now: Timestamp, out: &mut Vec<Request>) {
    state.next_job += 1;
    let job = state.next_job;
    let Some(open) = state.open.as_mut() else { return };
    if let Some(reason) = &open.read_only {
        let text = format!("Nothing can be changed: {reason}");
        state.notices.say(NoticeKind::Problem, text, now);
        return;
    }
    if !open.search.is_whole() || open.search.tagging.is_some() {
        return;
    }
    let articles = open.project.articles();
    let places = open.search.passages();
    let places = places.iter().filter_map(|(id, span)| Some((*id, articles.get(id)?.text, *span))).collect();
    open.search.tagging = Some((job, tagging));
    out.push(Request::Anchor { job, places });
}

/// The passages of all hits are anchored: they become excerpts in one step.
pub(in crate::app) fn anchored(
    state: &mut State,
    job: JobId,
    places: Vec<Place>,
    unread: usize,
    now: Timestamp,
    out: &mut Vec<Request>,
) {
    let Some(open) = state.open.as_mut() else { return };
    let Some((_, tagging)) = open.search.tagging.take_if(|(waited, _)| *waited == job) else { return };
    let source = match &tagging {
        Tagging::As(_) => None,
        Tagging::Repeating(id) => match open.project.excerpts().get(id) {
            Some(excerpt) => Some((*id, Statement::of(excerpt))),
            None => return,
        },
    };
    let tag = match (&tagging, &source) {
        (Tagging::As(tag), _) => tag.clone(),
        (Tagging::Repeating(_), Some((_, statement))) => statement.tag.clone(),
        (Tagging::Repeating(_), None) => return,
    };
    let (all, me) = (places.len(), open.me.id);
    let is_tagged = |place: &Place| {
        let same = |id: &ExcerptId| open.project.excerpts().get(id).is_some_and(|excerpt| excerpt.tag == tag);
        open.project.places_in(place.article).iter().any(|(span, id)| *span == place.anchor.span && same(id))
    };
    let new: Vec<Place> = places.into_iter().filter(|place| !is_tagged(place)).collect();
    let records = new.into_iter().map(|place| {
        let mut excerpt = Excerpt::new(place.id, place.article, place.anchor, tag.clone(), me, now);
        if let Some((id, statement)) = &source {
            statement.put_into(&mut excerpt);
            excerpt.repeats = vec![*id].into();
        }
        Record::Excerpt(Box::new(excerpt))
    });
    let records: Vec<Record> = records.collect();
    let (tagged, before) = (records.len(), all - records.len());
    let name = open.project.tags().get(&tag).map_or_else(|| tag.to_string(), |tag| tag.name.to_lowercase());
    let change = Change::put(format!("tag {tagged} passages as {name}"), records);
    let mut said = format!("Tagged {tagged} passages as {name}");
    if before > 0 {
        said.push_str(&format!("; {before} were so before"));
    }
    if unread > 0 {
        said.push_str(&format!("; {unread} could not be read"));
    }
    if tagged == 0 {
        state.notices.say(NoticeKind::Done, said, now);
    } else {
        editing::commit_and_say(state, change, said, now, out);
    }
}

/// Links what is tagged already where the same words stand to the excerpt that they are the same as.
pub(super) fn link_repeats(state: &mut State, now: Timestamp, out: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref() else { return };
    let Some(source) = open.search.same_as else { return };
    let ids = overlapping(open);
    if ids.is_empty() {
        state.notices.say(NoticeKind::Done, "No excerpt stands at these places yet", now);
        return;
    }
    let change = operations::edit_excerpts(&open.project, &ids, "link as repeats", now, |excerpt| {
        if !excerpt.repeats.contains(&source) {
            excerpt.repeats = excerpt.repeats.iter().copied().chain([source]).collect::<Vec<_>>().into();
        }
    });
    let said = format!("Linked {} excerpts as repeats", ids.len());
    editing::commit_and_say(state, change, said, now, out);
}

/// The excerpts that stand at the places found and are not left out.
#[must_use]
pub fn overlapping(open: &OpenProject) -> Vec<ExcerptId> {
    let mut ids = BTreeSet::new();
    for (article, span) in open.search.passages() {
        let here = open.project.places_in(article).iter();
        ids.extend(here.filter(|(at, _)| at.start() < span.end() && span.start() < at.end()).map(|(_, id)| *id));
    }
    ids.retain(|id| Some(*id) != open.search.same_as);
    ids.into_iter().collect()
}
