//! A computer that was set back to an earlier state, as from the image of a disk, numbers changes a second time. Nothing on
//! it tells; but as soon as files arrive that name higher numbers of this writer than were given here, it is known: from
//! then on they write under another id, also what they wrote since the project was opened, so that it stands beside what
//! they had written before under the same numbers and neither replaces the other.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::WriterId;
use super::journal::{Entry, push_frame};
use super::layout::{PROJECT_FILE, article_file};
use super::records::Line;
use super::stamp::Stamp;
use super::store::{Store, Way};
use crate::model::{Change, RecordId};

/// Changed records that are remembered, so that what they say can be written again under another id.
const REMEMBERED_MAX: usize = 10_000;

/// What is needed in case this writer turns out to have been set back.
#[derive(Debug, Default)]
pub(super) struct SetBack {
    /// An id that nobody ever wrote under.
    pub(super) spare: Option<WriterId>,
    /// What was written since the project was opened.
    written: BTreeMap<RecordId, (Line, Timestamp)>,
    /// A number arrived that this writer has not given here.
    pub(super) is_found: bool,
}

impl SetBack {
    /// Remembers lines of a change.
    pub(super) fn note(&mut self, lines: &[(String, Line)], when: Timestamp) {
        if self.spare.is_none() {
            return;
        }
        for (_, line) in lines {
            let id = line.id();
            if self.written.len() < REMEMBERED_MAX || self.written.contains_key(&id) {
                self.written.insert(id, (line.clone(), when));
            }
        }
    }
}

impl Store {
    /// Goes on under the spare id if this writer was found to be set back; says whether it did. `before` takes what was
    /// known until now of the records that are written anew. Where the files cannot be written just now, the next look
    /// tries again.
    pub(super) fn start_anew(&mut self, before: &mut BTreeMap<RecordId, Vec<Stamp>>) -> bool {
        if !self.set_back.is_found || self.set_back.spare.is_none() || self.checkpoint().is_err() {
            return false;
        }
        let Some(id) = self.set_back.spare.take() else { return false };
        let former = std::mem::replace(&mut self.writer.id, id);
        self.is_known_here = false;
        self.seen.insert(former, self.next.saturating_sub(1));
        // Files named by their record have one owner, who is the former self.
        self.kept_by_others.insert(PROJECT_FILE.to_owned());
        self.kept_by_others.extend(self.known.articles().map(article_file));
        for (id, (line, when)) in std::mem::take(&mut self.set_back.written) {
            let at = self.next;
            self.next = at.saturating_add(1);
            let mut known = self.known.get(&id).unwrap_or_default();
            before.entry(id.clone()).or_insert_with(|| known.stamps.clone());
            let article = line.body.article().or(known.article);
            let line = Line { stamp: Stamp::after(&self.writer.id, at, [&line.stamp]), body: line.body };
            known.stamps.retain(|old| !line.stamp.replaces(old));
            known.stamps.push(line.stamp.clone());
            self.known.set(id.clone(), known);
            let home = self.home_of(&id, article);
            let lines = vec![(home.clone(), line.clone())];
            let entry = Entry { at, way: Way::Done, when, lines, inverse: Change::default() };
            push_frame(&mut self.unfiled.frames, &entry.encode());
            self.unfiled.changes += 1;
            self.pending.entry(home).or_default().insert(id, line);
        }
        // Where it cannot be kept, it is not called saved, and the next change or pause tries again.
        let _ = self.write_journal();
        true
    }
}
