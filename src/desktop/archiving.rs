//! Whole projects into a zip and out of it, as long work: how far it is, and whether it is to stop.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::jobs::Cancelled;
use crate::app::{Archiving, JobId, Reply};
use crate::storage::{self, ARCHIVE_MAX_BYTES, Fs, write_file};

/// Does it and says where; none where that was stopped.
pub(super) fn run(
    fs: &Arc<dyn Fs>,
    (job, cancelled): (JobId, &Cancelled),
    what: &Archiving,
    answer: &mut dyn FnMut(Reply),
) -> Result<Option<PathBuf>, String> {
    let (zip, made) = match what {
        Archiving::Pack { path, .. } => (path, path),
        Archiving::Unpack { path, folder } => (path, folder),
    };
    let mut tell = telling(job, cancelled, zip, answer);
    let done = match what {
        Archiving::Pack { folder, path } => {
            write_file(&**fs, path, true, &mut |out| storage::pack(fs, folder, out, &mut tell).map(|_| ()))
        }
        Archiving::Unpack { path, folder } => {
            let bytes = fs.read(path, ARCHIVE_MAX_BYTES).map_err(|error| match error.kind() {
                io::ErrorKind::FileTooLarge => format!("“{}” is larger than an archive can be", path.display()),
                _ => format!("“{}” cannot be read: {error}", path.display()),
            })?;
            storage::unpack(&**fs, path, bytes, folder, &mut tell).map(|_| ())
        }
    };
    match done {
        Ok(()) => Ok(Some(made.clone())),
        Err(_) if cancelled.is_cancelled(job) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

fn telling<'a>(
    job: JobId,
    cancelled: &'a Cancelled,
    path: &Path,
    answer: &'a mut dyn FnMut(Reply),
) -> impl FnMut(usize, usize) -> bool + 'a {
    let at = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    move |done, total| {
        answer(Reply::Progress { job, done, total: Some(total), at: at.clone() });
        !cancelled.is_cancelled(job)
    }
}
