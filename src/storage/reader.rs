//! A project opened to look at it: what others write is taken in and it can be kept elsewhere, but nothing below its
//! own folder is ever written, not even a lock.

use std::path::Path;
use std::sync::Arc;

use super::fs::Fs;
use super::glance::Tell;
use super::load::{Index, OpenReport, load_with};
use super::store::{ReadOnly, Store};
use super::{Arrival, StoreError, Writer, WriterId};
use crate::model::record::Extra;
use crate::model::{Analyst, AnalystId};

/// Looks at one project folder.
#[derive(Debug)]
pub struct Reader(Store);

impl Store {
    /// Opens a project to look at it. Nothing below the folder is written, not even a lock.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_read_only(fs: Arc<dyn Fs>, folder: &Path) -> Result<ReadOnly, StoreError> {
        Self::open_read_only_telling(fs, folder, &mut |_| true)
    }

    /// Opens a project as [`Store::open_read_only`], and tells how far it is as [`Store::open_telling`].
    ///
    /// # Errors
    /// As [`Store::open_telling`].
    pub fn open_read_only_telling(fs: Arc<dyn Fs>, folder: &Path, tell: &mut Tell<'_>) -> Result<ReadOnly, StoreError> {
        let (mut loaded, _) = load_with(&*fs, folder, Index::Used, tell)?;
        let settled = loaded.settle(folder)?;
        let report = OpenReport {
            damage: loaded.damage,
            notes: loaded.notes,
            concurrent: settled.concurrent,
            ..OpenReport::default()
        };
        let nobody = Analyst {
            id: AnalystId::from_bytes([0; 16]),
            name: String::new(),
            color: [0x80; 3],
            extra: Extra::default(),
        };
        let writer = Writer { id: WriterId::nobody(), analyst: nobody, installation: String::new() };
        let mut store = Self::new(fs, folder, &writer, settled.project.meta().id);
        (store.known, store.looked_at, store.analysts) = (settled.known, loaded.looked_at, loaded.analysts);
        store.count_changes();
        Ok(ReadOnly { project: settled.project, texts: store.texts(), report, reader: Reader(store) })
    }
}

impl Reader {
    /// Looks for what others wrote since, as [`Store::sweep`] does.
    ///
    /// # Errors
    /// As [`Store::sweep`].
    pub fn sweep(&mut self) -> Result<Arrival, StoreError> {
        self.0.sweep()
    }

    /// The project has taken in what the last look found, as [`Store::absorbed`] has it.
    pub fn absorbed(&mut self) {
        self.0.absorbed();
    }

    /// The store, for what can be asked of it without changing anything.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0
    }
}
