//! Takes in what the outside world answers.

use jiff::Timestamp;

use super::{
    CommandId, NoticeKind, Overlay, Reply, Request, State, Unread, archiving, backups, exchange, files, glance,
    keeping, projects, search, seeking, shown, versions,
};

/// Takes in one reply and returns what follows from it.
pub fn receive(state: &mut State, reply: Reply, now: Timestamp) -> Vec<Request> {
    let mut requests = Vec::new();
    let out = &mut requests;
    match reply {
        Reply::Opened { job, folder, project, history, me, remarks, damage, quarantined, concurrent, read_only } => {
            let unread = Unread { findings: damage, quarantined, remarks };
            let opened = projects::Opened { folder, project, history, me, unread, concurrent, read_only };
            projects::opened(state, job, opened, now, out);
        }
        Reply::OpenFailed { job, message } => projects::not_opened(state, job, message, now),
        Reply::Glanced { job, folder, project, me } => glance::glanced(state, job, (folder, project, me), out),
        Reply::ExcerptsRead { article, excerpts } => glance::excerpts_read(state, article, excerpts),
        Reply::Found { job, found, unread, read, ended } => {
            search::found(state, job, (found, unread), read, ended, out);
        }
        Reply::Anchored { job, places, unread } => search::anchored(state, job, places, unread, now, out),
        Reply::Recorded { revision, at } => {
            if let Some(open) = state.open.as_mut() {
                open.saving.saved_revision = open.saving.saved_revision.max(revision);
                open.saving.saved_at = Some(at);
                if open.saving.failed.take().is_some() {
                    state.notices.dismiss_offering(CommandId::SaveCopy);
                }
            }
        }
        Reply::RecordFailed { message } => keeping::record_failed(state, &message, now, out),
        Reply::FolderLost { message } => keeping::folder_lost(state, message, now),
        Reply::BackupsListed { job, entries } => backups::listed(state, job, entries),
        Reply::BackupCompared { job, made, outcome } => backups::compared(state, job, made, outcome),
        Reply::BackupsCompared { job } => backups::all_compared(state, job),
        Reply::BackedUp(outcome) => backups::backed_up(state, outcome, now, out),
        Reply::RestoreReady { job, outcome } => backups::restore_ready(state, job, outcome, now, out),
        Reply::FolderFound => keeping::folder_found(state, now),
        Reply::CopySaved { job, outcome } => {
            state.jobs.remove(&job);
            keeping::copy_saved(state, outcome, now);
        }
        Reply::Checkpointed { at } => {
            if let Some(open) = state.open.as_mut() {
                open.saving.saved_at = Some(at);
                open.saving.failed = None;
            }
            if state.quitting {
                out.push(Request::CloseWindow);
            } else {
                let local = at.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M").to_string();
                state.notices.say(NoticeKind::Done, format!("Saved at {local}"), now);
            }
        }
        Reply::TextLoaded { article, text } => {
            if let Some(open) = state.open.as_mut() {
                open.texts.insert(article, text);
            }
        }
        Reply::Progress { job, done, total, at } => {
            if let Some(job) = state.jobs.get_mut(&job) {
                (job.done, job.total, job.at) = (done, total, at);
            }
        }
        Reply::Imported { job, articles, outcomes, cancelled } => {
            exchange::imported(state, job, articles, outcomes, cancelled, now, out);
        }
        Reply::Exported { job, outcome, excerpts } => exchange::exported(state, job, outcome, excerpts, now),
        Reply::Archived(job, what, outcome) => archiving::archived(state, job, (&what, outcome), now, out),
        Reply::FileRead { purpose, path, bytes } => files::read(state, purpose, &path, bytes, now, out),
        Reply::FileWritten(Ok(said)) => state.notices.say(NoticeKind::Done, said, now),
        Reply::FileWritten(Err(sentence)) => state.notices.say(NoticeKind::Problem, sentence, now),
        Reply::Picked { purpose, paths, asks } => {
            exchange::picked(state, purpose, paths.unwrap_or_default(), asks, now, out);
        }
        Reply::LookedAt { purpose, path, taken } => exchange::looked_at(state, purpose, path, taken, now, out),
        Reply::NoDialog { purpose, suggested } => {
            let (folder, entries, taken) = (None, Ok(Vec::new()), None);
            state.overlay = Some(Overlay::FileDialog { purpose, suggested, folder, entries, taken });
            out.push(Request::ListFolder(state.last_folder.clone()));
        }
        Reply::FolderListed { folder: listed, entries: found } => {
            if let Some(Overlay::FileDialog { folder, entries, .. }) = &mut state.overlay {
                state.last_folder = Some(listed.clone());
                *folder = Some(listed);
                *entries = found;
            }
        }
        Reply::Unread { damage, whole } => versions::unread(state, damage, &whole, now),
        Reply::Arrived { change, concurrent } => keeping::arrived(state, &change, &concurrent, now, out),
        Reply::Doubted { revision, doubts } => keeping::doubted(state, revision, doubts, now, out),
        Reply::ShownCounted(of, counted) => shown::counted(state, of, *counted),
        Reply::Listed(number, outcome, table) => seeking::listed(state, number, outcome, *table),
        Reply::Trouble(message) => state.notices.say(NoticeKind::Problem, message, now),
    }
    shown::follow(state, &mut requests);
    seeking::follow(state, &mut requests);
    requests
}
