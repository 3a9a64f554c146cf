//! The backups of the open project: listed with what changed since, compared by article, and restored as one change
//! that can be undone. Reading them is a job of the outside world.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{JobId, NoticeKind, Overlay, Request, State, editing, exchange};
use crate::model::difference::{Differences, as_far_as_it_goes, restore_article, turn_into};
use crate::model::{ArticleId, Change, Project, Reach};
use crate::storage::BackupReason;

/// One backup, in one or both of its places.
#[derive(Debug, Clone, PartialEq)]
pub struct BackupEntry {
    /// When it was made.
    pub made: Timestamp,
    /// Why, as far as it says.
    pub reason: Option<BackupReason>,
    /// Whether it lies in the project's folder.
    pub inside: bool,
    /// Whether it lies outside of it.
    pub outside: bool,
    /// Files in it.
    pub files: usize,
    /// Their length together, in bytes.
    pub bytes: u64,
    /// Files that could not be read when it was made.
    pub lacking: usize,
    /// Why it cannot be read, where it cannot be read anywhere.
    pub damaged: Option<String>,
}

/// A backup compared with the project as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// What changed since.
    pub since: Differences,
    /// Articles in it.
    pub articles: usize,
    /// Excerpts in it.
    pub excerpts: usize,
    /// Lines and files of it that cannot be read.
    pub unreadable: usize,
}

/// What the window of backups shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BackupList {
    /// All backups, newest first; none while they are looked for.
    pub entries: Option<Result<Vec<BackupEntry>, String>>,
    /// What changed since, as far as it is worked out.
    pub compared: BTreeMap<Timestamp, Result<Compared, String>>,
    /// The one that is looked at.
    pub chosen: Option<Timestamp>,
    /// The job that compares.
    pub(super) comparing: Option<JobId>,
    /// The job that restores.
    pub restoring: Option<JobId>,
}

impl BackupList {
    /// The backup that is looked at.
    #[must_use]
    pub fn chosen(&self) -> Option<&BackupEntry> {
        let entries = self.entries.as_ref()?.as_ref().ok()?;
        entries.iter().find(|entry| Some(entry.made) == self.chosen)
    }
}

/// A change that was applied to the project where nobody waits for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The project with the change.
    pub project: Arc<Project>,
    /// The change that undoes it.
    pub inverse: Change,
    /// What the change touches beyond excerpts.
    pub reach: Reach,
}

/// A backup read and compared, ready to be restored.
#[derive(Debug, Clone, PartialEq)]
pub struct Restoring {
    /// The change that restores it.
    pub change: Change,
    /// What the change comes to, or why it cannot be applied.
    pub applied: Result<Applied, String>,
    /// The project's revision for which the change was worked out.
    pub revision: u64,
    /// The project as the backup has it.
    pub then: Arc<Project>,
    /// The article whose excerpts alone come back.
    pub article: Option<ArticleId>,
    /// Articles whose text is neither in the project nor in the backup.
    pub missing_texts: usize,
    /// Records that were left out, because what they name is not there.
    pub left_out: usize,
}

impl Restoring {
    /// Works out the change that makes `now` what it was `then`, or one article of it.
    #[must_use]
    pub fn new(now: &Project, then: Arc<Project>, article: Option<ArticleId>, label: &str) -> Self {
        let change = match article {
            Some(article) => restore_article(now, &then, article, label),
            None => turn_into(now, &then, label),
        };
        let (change, left_out) = as_far_as_it_goes(now, change);
        let mut restored = now.clone();
        let applied = restored.apply(&change).map_err(|error| error.to_string());
        let reach = change.reach();
        let applied = applied.map(|inverse| Applied { project: Arc::new(restored), inverse, reach });
        Self { change, applied, revision: now.revision(), then, article, missing_texts: 0, left_out }
    }
}

/// Opens the window of backups and looks for them.
pub(super) fn show(state: &mut State, requests: &mut Vec<Request>) {
    state.overlay = Some(Overlay::Backups);
    look(state, requests);
}

fn look(state: &mut State, requests: &mut Vec<Request>) {
    stop(state, requests);
    let job = exchange::start_job(state, "Comparing backups");
    let Some(open) = state.open.as_mut() else { return };
    let chosen = open.backups.chosen;
    open.backups = BackupList { comparing: Some(job), chosen, ..BackupList::default() };
    requests.push(Request::ListBackups { job, folder: open.folder.clone(), project: open.project.clone() });
}

/// The window of backups was closed: nobody waits for comparisons any more.
pub(super) fn stop(state: &mut State, requests: &mut Vec<Request>) {
    if let Some(job) = state.open.as_mut().and_then(|open| open.backups.comparing.take()) {
        state.jobs.remove(&job);
        requests.push(Request::CancelJob(job));
    }
}

/// All backups were found.
pub(super) fn listed(state: &mut State, job: JobId, entries: Result<Vec<BackupEntry>, String>) {
    let Some(open) = state.open.as_mut().filter(|open| open.backups.comparing == Some(job)) else { return };
    let first = entries.as_ref().ok().and_then(|entries| entries.first()).map(|entry| entry.made);
    let list = &mut open.backups;
    list.entries = Some(entries);
    list.chosen = list.chosen().map(|entry| entry.made).or(first);
}

/// One backup was compared.
pub(super) fn compared(state: &mut State, job: JobId, made: Timestamp, outcome: Result<Compared, String>) {
    if let Some(open) = state.open.as_mut().filter(|open| open.backups.comparing == Some(job)) {
        open.backups.compared.insert(made, outcome);
    }
}

/// All were compared.
pub(super) fn all_compared(state: &mut State, job: JobId) {
    state.jobs.remove(&job);
    if let Some(open) = state.open.as_mut().filter(|open| open.backups.comparing == Some(job)) {
        open.backups.comparing = None;
    }
}

/// A backup was made by hand, or nothing had changed.
pub(super) fn backed_up(state: &mut State, outcome: Result<bool, String>, now: Timestamp, requests: &mut Vec<Request>) {
    match outcome {
        Ok(true) => state.notices.say(NoticeKind::Done, "Backed up", now),
        Ok(false) => state.notices.say(NoticeKind::Done, "Nothing has changed since the last backup", now),
        Err(message) => {
            state.notices.say(NoticeKind::Problem, format!("The project was not backed up as a whole: {message}"), now);
        }
    }
    if state.overlay == Some(Overlay::Backups) {
        look(state, requests);
    }
}

/// Asks for a backup to be restored, as a whole or one article of it.
pub(super) fn restore(
    state: &mut State,
    made: Timestamp,
    article: Option<ArticleId>,
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    let Some(open) = &state.open else { return };
    if let Some(reason) = &open.read_only {
        state.notices.say(NoticeKind::Refused, format!("Nothing can be restored: {reason}"), now);
        return;
    }
    if open.backups.restoring.is_some() {
        return;
    }
    let label = match article {
        Some(_) => format!("restore an article’s excerpts from the backup of {}", moment(made, now)),
        None => format!("restore backup of {}", moment(made, now)),
    };
    stop(state, requests);
    let job = exchange::start_job(state, "Restoring a backup");
    let Some(open) = state.open.as_mut() else { return };
    open.backups.restoring = Some(job);
    let (folder, project): (PathBuf, Arc<Project>) = (open.folder.clone(), open.project.clone());
    requests.push(Request::RestoreBackup { job, made, article, label, folder, project });
}

/// The backup was read, the texts are back: its records follow, in one change.
pub(super) fn restore_ready(
    state: &mut State,
    job: JobId,
    outcome: Result<Option<Box<Restoring>>, String>,
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    state.jobs.remove(&job);
    let Some(open) = state.open.as_mut().filter(|open| open.backups.restoring == Some(job)) else { return };
    open.backups.restoring = None;
    let ready = match outcome {
        Ok(Some(ready)) => *ready,
        Ok(None) => return,
        Err(message) => {
            state.notices.say(NoticeKind::Problem, format!("Nothing was restored: {message}"), now);
            return;
        }
    };
    let missing_texts = ready.missing_texts;
    // A whole project takes long to let go of; that is not done here.
    requests.push(Request::LetGo(ready.then.clone()));
    let ready = if open.project.revision() == ready.revision {
        ready
    } else {
        let label = ready.change.label.clone();
        Restoring::new(&open.project, ready.then, ready.article, &label)
    };
    state.overlay = None;
    if ready.change.edits.is_empty() {
        state.notices.say(NoticeKind::Done, "Nothing is different in that backup", now);
        return;
    }
    let count = ready.change.edits.len();
    let said = if count == 1 { "Restored: 1 record".to_owned() } else { format!("Restored: {count} records") };
    if !editing::commit_ready(state, ready.change, ready.applied, now, requests) {
        return;
    }
    let revision = state.open.as_ref().map_or(0, |open| open.project.revision());
    state.notices.say(NoticeKind::Undoable { revision }, said, now);
    // A text that could not be read before may be there again.
    if let Some(open) = state.open.as_mut() {
        open.texts.retain(|_, text| text.is_ok());
        if let Some(article) = open.reading.or(open.listed.first().copied()) {
            super::projects::show_article(state, article, requests);
        }
    }
    if missing_texts + ready.left_out > 0 {
        let text = format!(
            "Not all of the backup could be restored: {missing_texts} texts are neither there nor in the project, and \
             {} records name what is not there",
            ready.left_out
        );
        state.notices.say(NoticeKind::Problem, text, now);
    }
}

/// A moment as people say it: today by the hour, otherwise with the day.
#[must_use]
pub fn moment(at: Timestamp, now: Timestamp) -> String {
    let (at, now) = (at.to_zoned(TimeZone::system()), now.to_zoned(TimeZone::system()));
    at.strftime(if at.date() == now.date() { "%H:%M" } else { "%Y-%m-%d %H:%M" }).to_string()
}
