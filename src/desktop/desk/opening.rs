//! Opening a project: for writing, or else to look at it. What can be shown before all of it was read is handed out as
//! soon as it is there.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::Desk;
use super::keeping::Found;
use crate::app::{JobId, Reply};
use crate::model::History;
use crate::storage::{BackupReason, Opened, ReadOnly, Store, StoreError, Tell, Texts, Told};

impl Desk {
    pub(super) fn open(&mut self, folder: &Path, job: JobId, answer: &mut dyn FnMut(Reply)) {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let (cancelled, texts, me) = (self.cancelled.clone(), self.texts.clone(), self.writer.analyst.clone());
        let (fs, before) = (self.fs.clone(), self.texts.get());
        let opened = self.try_to_open(job, &folder, &mut |told| {
            match told {
                Told::Read { done, total } => {
                    answer(Reply::Progress { job, done, total: Some(total), at: String::new() });
                }
                Told::Glance(make) => {
                    if let Some(project) = make() {
                        texts.put(Some(Texts::to_look_at(fs.clone(), &folder)));
                        let (folder, project) = (folder.clone(), Arc::new(project));
                        answer(Reply::Glanced { job, folder, project, me: me.clone() });
                    }
                }
            }
            !cancelled.is_cancelled(job)
        });
        if matches!(opened, Reply::OpenFailed { .. }) {
            // Where a copy could not be opened, what was open still is.
            self.texts.put(before);
        }
        answer(opened);
    }

    fn try_to_open(&mut self, job: JobId, folder: &Path, tell: &mut Tell<'_>) -> Reply {
        let folder = folder.to_owned();
        self.renew_writer();
        let error = match Store::open_telling(self.fs.clone(), &folder, &self.writer, tell) {
            Ok(Opened { store, project, history, report }) => {
                self.texts.put(Some(store.texts()));
                (self.store, self.reader) = (Some(store), None);
                self.backed_up = Some((self.surroundings.now(), report.damage.is_empty() && report.lost.is_empty()));
                self.back_up(BackupReason::Opened);
                return self.opened((job, folder), project, history, Found::of(report), None);
            }
            Err(error) => error,
        };
        // Somebody else writes it, or it lies where nothing can be written: it can still be looked at.
        let cannot_write = match &error {
            StoreError::InUse { .. } => true,
            StoreError::Io { source, .. } => {
                matches!(source.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
            }
            _ => false,
        };
        if !cannot_write {
            return Reply::OpenFailed { job, message: error.to_string() };
        }
        match Store::open_read_only_telling(self.fs.clone(), &folder, tell) {
            Ok(ReadOnly { project, texts, report, reader }) => {
                (self.store, self.reader) = (None, Some(reader));
                self.texts.put(Some(texts));
                self.opened((job, folder), project, History::default(), Found::of(report), Some(error.to_string()))
            }
            Err(stopped @ StoreError::Stopped { .. }) => Reply::OpenFailed { job, message: stopped.to_string() },
            Err(_) => Reply::OpenFailed { job, message: error.to_string() },
        }
    }
}
