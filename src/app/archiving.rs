//! A whole project into a zip and out of it, as far as the program decides.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::exchange::{file_name, pick, start_job};
use super::{JobId, NoticeKind, Purpose, Request, State};

/// One of the two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Archiving {
    /// Into a zip.
    Pack {
        /// The project's folder.
        folder: PathBuf,
        /// The zip.
        path: PathBuf,
        /// Whether a file that is there is replaced.
        replace: bool,
    },
    /// Out of a zip.
    Unpack {
        /// The zip.
        path: PathBuf,
        /// The folder to be made.
        folder: PathBuf,
    },
}

/// What the folder is called that the chosen zip is unpacked into.
pub(super) fn folder_name(state: &State) -> String {
    let stem = state.unpacking.as_deref().and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    file_name(&stem.unwrap_or_default())
}

/// Packs the project into the zip that was chosen.
pub(super) fn pack(state: &mut State, path: PathBuf, replace: bool, requests: &mut Vec<Request>) {
    let Some(folder) = state.open.as_ref().map(|open| open.folder.clone()) else { return };
    let job = start_job(state, "Packing the project");
    requests.push(Request::Archive(job, Archiving::Pack { folder, path, replace }));
}

/// The user chose a zip to unpack, or the folder for it.
pub(super) fn picked(state: &mut State, purpose: Purpose, path: PathBuf, requests: &mut Vec<Request>) {
    match purpose {
        Purpose::Unpack => {
            state.unpacking = Some(path);
            pick(state, Purpose::UnpackInto, requests);
        }
        _ => {
            let folder = path.join(folder_name(state));
            let Some(path) = state.unpacking.take() else { return };
            let job = start_job(state, "Unpacking a project");
            requests.push(Request::Archive(job, Archiving::Unpack { path, folder }));
        }
    }
}

/// It is done, or not; what was unpacked is opened.
pub(super) fn archived(
    state: &mut State,
    job: JobId,
    (what, outcome): (&Archiving, Result<Option<PathBuf>, String>),
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    state.jobs.remove(&job);
    let (kind, text) = match (what, outcome) {
        (Archiving::Unpack { .. }, Ok(Some(folder))) => return super::projects::open(state, folder, now, requests),
        (Archiving::Pack { .. }, Ok(Some(path))) => {
            (NoticeKind::Done, format!("The project is packed into {}", path.display()))
        }
        (Archiving::Pack { .. }, Ok(None)) => (NoticeKind::Done, "Packing was stopped; no file was written".to_owned()),
        (Archiving::Unpack { .. }, Ok(None)) => {
            (NoticeKind::Done, "Unpacking was stopped; there is no project".to_owned())
        }
        (Archiving::Pack { .. }, Err(message)) => {
            (NoticeKind::Problem, format!("The project was not packed: {message}"))
        }
        (Archiving::Unpack { .. }, Err(message)) => (NoticeKind::Problem, message),
    };
    state.notices.say(kind, text, now);
}
