//! The whole project in another folder, as the way out where its own cannot be written any more; and telling a folder
//! that is gone from one that is empty.

use std::path::{Path, PathBuf};

use super::fs::EntryKind;
use super::layout::{ARTICLES, CODES, EXCERPTS, PROJECT_FILE, WRITERS};
use super::store::Store;
use super::{StoreError, Texts, Writer};
use crate::model::{Project, TextHash};
use crate::text::ArticleText;

/// Texts written at once.
const BATCH: usize = 32;
/// Names tried for a copy before giving up.
const NAMES: u32 = 1000;

/// A copy of a project in another folder.
#[derive(Debug)]
pub struct SavedCopy {
    /// Takes the changes from here on.
    pub store: Store,
    /// Articles whose text could not be had.
    pub missing_texts: usize,
}

impl Store {
    /// Keeps the whole project in another folder, with what is not saved yet and what can be undone, written by `writer`:
    /// the same analyst under a new id. The copy goes on from here: when both are there again, `merge` finds that it has seen all that this one knew. Texts are taken from
    /// this project's folder or, where that is gone, from `in_memory`. `progress` is told how many texts
    /// are done and says whether to go on; the rest then counts as missing.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn save_copy(
        &self,
        folder: &Path,
        project: &Project,
        writer: &Writer,
        in_memory: &mut dyn FnMut(TextHash) -> Option<ArticleText>,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<SavedCopy, StoreError> {
        let store = Self::create_with(self.fs.clone(), folder, project, writer, |store| {
            (store.next, store.known, store.seen) = (self.next, self.known.clone(), self.seen.clone());
            if self.next > 1 {
                store.seen.insert(self.writer.id.clone(), self.next - 1);
            }
            store.history = self.history.clone();
        })?;
        store.replace_all(&[store.history_to_keep()])?;
        let (from, to) = (self.texts(), store.texts());
        let (mut missing_texts, mut stopped) = (0, false);
        let mut batch = Vec::new();
        for (done, article) in project.articles().values().enumerate() {
            if stopped {
                missing_texts += 1;
                continue;
            }
            match from.read(article.text).ok().or_else(|| in_memory(article.text)) {
                Some(text) => batch.push(text),
                None => missing_texts += 1,
            }
            if batch.len() >= BATCH {
                to.add(&std::mem::take(&mut batch))?;
                stopped = !progress(done + 1);
            }
        }
        to.add(&batch)?;
        Ok(SavedCopy { store, missing_texts })
    }

    /// A folder in `parent` that is not there yet, named `name`, with a number where that is taken.
    ///
    /// # Errors
    /// What the system says of `parent`.
    pub fn free_folder(&self, parent: &Path, name: &str) -> Result<PathBuf, StoreError> {
        let io = |source| StoreError::Io { doing: "look at", file: parent.to_owned(), source };
        for number in 1..=NAMES {
            let folder = parent.join(if number == 1 { name.to_owned() } else { format!("{name} {number}") });
            if self.fs.kind(&folder).map_err(io)?.is_none() {
                return Ok(folder);
            }
        }
        Err(StoreError::NotEmpty { folder: parent.join(name) })
    }

    /// Refuses to go on where nothing of the project is left in its folder: the disk is gone, and what remains is the
    /// place where it was. Writing there would look like saving.
    pub(super) fn look_for_folder(&self) -> Result<(), StoreError> {
        if self.looked_at.is_empty() {
            return Ok(()); // it is being made
        }
        let is_there = |name: &&str| !matches!(self.fs.kind(&self.root.join(name)), Ok(None));
        let mut parts = [PROJECT_FILE, ARTICLES, EXCERPTS, CODES, WRITERS].iter();
        let folder = self.fs.kind(&self.root);
        if matches!(folder, Ok(Some(EntryKind::Folder | EntryKind::Other))) && parts.any(is_there) {
            return self.look_whose_folder();
        }
        match folder {
            Err(source) => Err(StoreError::Io { doing: "look at", file: self.root.clone(), source }),
            Ok(_) => Err(StoreError::Vanished { folder: self.root.clone() }),
        }
    }
}

impl Texts {
    /// Keeps those texts of `hashes` that cannot be read here and can be read in `from`. `progress` is told how many were
    /// looked at and says whether to go on. Returns how many could be had nowhere.
    ///
    /// # Errors
    /// What kept them from being written.
    pub fn bring(
        &self,
        hashes: impl IntoIterator<Item = TextHash>,
        from: &Texts,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<usize, StoreError> {
        let mut missing = 0;
        for (done, hash) in hashes.into_iter().enumerate() {
            if !progress(done) {
                break;
            }
            if self.read(hash).is_ok() {
                continue;
            }
            match from.read(hash) {
                Ok(text) => self.add(&[text])?,
                Err(_) => missing += 1,
            }
        }
        Ok(missing)
    }
}
