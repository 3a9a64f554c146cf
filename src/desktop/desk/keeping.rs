//! What the desk does so that nothing is lost: taking in what others wrote, noticing that a disk is gone, keeping a copy
//! elsewhere; and the sentences about it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Desk, JobOrder, kept};
use crate::app::{Archiving, JobId, Reply};
use crate::desktop::backing_up::{BackUp, Places};
use crate::model::{Project, ProjectId, Record, RecordId, TextHash};
use crate::storage::{
    Arrival, BackupReason, Concurrent, Doubts, Finding, OpenReport, Reader, SavedCopy, Store, Writer, WriterId,
};
use crate::text::ArticleText;

impl Desk {
    /// Packs the open project, or makes one of a zip. What the journal alone has goes into the files first; a project that
    /// is only looked at has none.
    pub(super) fn archive(&mut self, job: JobId, what: Archiving, answer: &mut dyn FnMut(Reply)) {
        match self.store.as_mut().map_or(Ok(()), Store::checkpoint) {
            Ok(()) => (self.run_job)(JobOrder::Archive(job, what, self.fs.clone())),
            Err(error) => answer(Reply::Archived(job, what, Err(error.to_string()))),
        }
    }

    /// Looks for what others wrote.
    pub(super) fn sweep(&mut self, answer: &mut dyn FnMut(Reply)) {
        let swept = match (self.store.as_mut(), self.reader.as_mut()) {
            (Some(store), _) => store.sweep(),
            (None, Some(reader)) => reader.sweep(),
            (None, None) => return,
        };
        match swept {
            Ok(arrival) => {
                if std::mem::take(&mut self.vanished) {
                    answer(Reply::FolderFound);
                }
                let doubts = arrived(arrival, answer);
                if !doubts.is_empty() {
                    answer(Reply::Doubted { revision: self.revision, doubts });
                } else if std::mem::take(&mut self.checkpoint_waits) {
                    let written = self.store.as_mut().map_or(Ok(()), Store::checkpoint);
                    answer(self.written(written));
                }
            }
            // Said once.
            Err(_) if self.vanished => {}
            Err(error) => {
                self.vanished = true;
                answer(Reply::FolderLost { message: error.to_string() });
            }
        }
    }

    /// The window has said what a doubt comes to.
    pub(super) fn settle_doubts(
        &mut self,
        revision: u64,
        back: Vec<(RecordId, Option<Record>)>,
        answer: &mut dyn FnMut(Reply),
    ) {
        self.revision = revision;
        let settled = match self.store.as_mut() {
            Some(store) => store.settle_doubts(back),
            None => return,
        };
        if std::mem::take(&mut self.checkpoint_waits) {
            self.checkpoint(answer);
        } else if let Err(error) = settled {
            answer(Reply::RecordFailed { message: error.to_string() });
        } else {
            self.say_kept(answer);
        }
    }

    /// Writes back what is gone from this writer's files, as the project has it, before the project is let go.
    pub(super) fn give_back(&mut self, project: &Project) {
        let Some(store) = self.store.as_mut() else { return };
        let gone = store.sweep().map(|arrival| arrival.doubts.gone).unwrap_or_default();
        let back = gone.into_iter().map(|id| (id.clone(), project.record(&id))).collect();
        // What goes wrong is said by the checkpoint that follows.
        let _ = store.settle_doubts(back);
    }

    /// Where the backups of a project lie.
    pub(super) fn places(&self, folder: &Path, project: ProjectId) -> Places {
        Places::of(&self.fs, folder, project, self.user_folder.path())
    }

    /// A backup of the open project to be made at once, with all that is only in the journal in its files.
    pub(super) fn backup_before(&mut self, reason: BackupReason) -> Option<BackUp> {
        let store = self.store.as_mut()?;
        // Where this fails it was said before, and the files are backed up as they are.
        let _ = store.checkpoint();
        // Copies of one project have backups of their own; where this one cannot be told from others, they share them.
        let _ = store.place();
        let (folder, project) = (store.folder().to_owned(), store.project_id());
        let thin = self.backed_up.is_some_and(|(_, thin)| thin);
        Some(BackUp { places: self.places(&folder, project), thin, reason, turn: self.backing_up.clone() })
    }

    /// Backs the project up, in its folder and in the user's.
    pub(super) fn back_up(&mut self, reason: BackupReason) {
        if let Some(work) = self.backup_before(reason) {
            let now = self.surroundings.now();
            self.backed_up = self.backed_up.map(|(_, thin)| (now, thin));
            (self.run_job)(JobOrder::BackUp { work, by_hand: false });
        }
    }

    /// The window has taken in what others wrote.
    pub(super) fn absorbed(&mut self, revision: u64, answer: &mut dyn FnMut(Reply)) {
        self.revision = revision;
        match (self.store.as_mut(), self.reader.as_mut()) {
            (Some(store), _) => store.absorbed(),
            (None, Some(reader)) => reader.absorbed(),
            (None, None) => return,
        }
        self.say_kept(answer);
    }

    /// Says that everything is kept up to the present revision, where it is.
    fn say_kept(&mut self, answer: &mut dyn FnMut(Reply)) {
        let (is_saved, revision) = (self.store.as_ref().is_none_or(Store::is_saved), self.revision);
        if is_saved && !self.vanished {
            answer(kept(&self.refused, revision, self.surroundings.now()));
        }
    }

    /// Keeps the whole project in a new folder below `parent`.
    pub(super) fn save_copy(
        &mut self,
        job: JobId,
        parent: &Path,
        name: &str,
        project: &Arc<Project>,
        mut texts: BTreeMap<TextHash, ArticleText>,
        answer: &mut dyn FnMut(Reply),
    ) -> Result<(PathBuf, usize), String> {
        self.copy = None;
        // What numbers the changes never goes on in two places.
        let writer = Writer { id: WriterId::fresh(&mut *self.surroundings), ..self.writer.clone() };
        let store = self.store.as_ref().or(self.reader.as_ref().map(Reader::store)).ok_or("no project is open")?;
        let folder = store.free_folder(parent, name).map_err(|error| error.to_string())?;
        let (total, cancelled) = (Some(project.articles().len()), self.cancelled.clone());
        let mut progress = |done| {
            answer(Reply::Progress { job, done, total, at: folder.display().to_string() });
            !cancelled.is_cancelled(job)
        };
        let saved = store.save_copy(&folder, project, &writer, &mut |hash| texts.remove(&hash), &mut progress);
        let SavedCopy { store: copy, missing_texts } = saved.map_err(|error| error.to_string())?;
        self.copy = Some(copy);
        Ok((folder, missing_texts))
    }

    /// Opens the copy made last instead of the project, or lets go of it.
    pub(super) fn end_copy(&mut self, go_on: Option<JobId>, answer: &mut dyn FnMut(Reply)) {
        let copy = self.copy.take();
        let Some(job) = go_on else { return };
        let Some(mut copy) = copy else {
            answer(Reply::OpenFailed { job, message: "The copy is open no longer; open its folder".to_owned() });
            return;
        };
        let folder = copy.folder().to_owned();
        if let Err(error) = copy.checkpoint() {
            answer(Reply::OpenFailed { job, message: error.to_string() });
            return;
        }
        drop(copy);
        self.vanished = false;
        self.open(&folder, job, answer);
    }
}

/// What is said where the numbers of an analyst's changes show that this computer knew more before.
const SET_BACK: &str = "This computer was set back to an earlier state: changes that you had made here later have come \
                        from another copy of the project. What you changed since stands beside them, and where both \
                        are of one record you choose";

/// Hands on what others wrote; returns what is to be compared with the project.
pub(super) fn arrived(arrival: Arrival, answer: &mut dyn FnMut(Reply)) -> Doubts {
    if let Some(change) = arrival.change {
        answer(Reply::Arrived { change, concurrent: arrival.concurrent });
    }
    if arrival.was_set_back {
        answer(Reply::Trouble(SET_BACK.to_owned()));
    }
    if !arrival.damage.is_empty() || !arrival.whole.is_empty() {
        answer(Reply::Unread { damage: arrival.damage, whole: arrival.whole });
    }
    arrival.doubts
}

/// What is worth saying about a project just opened.
#[derive(Default)]
pub(super) struct Found {
    pub(super) remarks: Vec<String>,
    pub(super) damage: Vec<Finding>,
    pub(super) quarantined: Vec<(String, String)>,
    pub(super) concurrent: Vec<Concurrent>,
}

impl Found {
    pub(super) fn of(report: OpenReport) -> Self {
        Self {
            remarks: remarks(&report),
            damage: report.damage,
            quarantined: report.quarantined,
            concurrent: report.concurrent,
        }
    }
}

/// What is to be said of a project just opened, besides what could not be read.
#[must_use]
pub fn remarks(report: &OpenReport) -> Vec<String> {
    let restored = report.restored.map(|restored| {
        let local = restored.first.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M").to_string();
        let edits = if restored.changes == 1 { "1 edit".to_owned() } else { format!("{} edits", restored.changes) };
        format!("Restored after the program had ended unexpectedly: {edits} from {local}")
    });
    restored.into_iter().chain(report.lost.iter().chain(&report.notes).map(ToString::to_string)).collect()
}
