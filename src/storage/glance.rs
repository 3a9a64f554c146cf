//! What can be shown of a project while it is still being read: its articles and codes, and the excerpts of an article
//! that somebody looks at. Reads only, and nothing of it is ever written.

use std::path::Path;
use std::sync::Arc;

use super::StoreError;
use super::atomic_file::Folders;
use super::fs::Fs;
use super::journals::add_journals;
use super::layout::{PROJECT_FILE, excerpts_folder};
use super::limits::PROJECT_FILE_MAX_BYTES;
use super::load::{Loaded, rank};
use super::lone::Version;
use super::reading::read_all;
use super::records::Body;
use super::stamp::{Stamp, current};
use super::texts::Texts;
use crate::model::{ArticleId, Excerpt, Project, Record};

/// Before so many files of excerpts are read it is told what can be shown already.
const MANY_FILES: usize = 500;

/// What is told while a project is read.
pub enum Told<'a> {
    /// So many files were read.
    Read {
        /// So many.
        done: usize,
        /// Of so many.
        total: usize,
    },
    /// Articles and codes were read, and the excerpts will take a while. What is called makes a project of what is there,
    /// [in part](Project::is_in_part); none where it cannot be said which project this is.
    Glance(&'a dyn Fn() -> Option<Project>),
}

/// Is told how far an opening is, and says whether to go on.
pub type Tell<'a> = dyn FnMut(Told<'_>) -> bool + 'a;

impl Loaded {
    /// Tells what can be shown already, where about `files` are still to be read and that takes its time.
    pub(super) fn show(&self, files: usize, root: &Path, tell: &mut Tell<'_>) -> Result<(), StoreError> {
        let go_on = files < MANY_FILES || tell(Told::Glance(&|| self.glance()));
        if go_on { Ok(()) } else { Err(StoreError::Stopped { folder: root.to_owned() }) }
    }

    /// The project without its excerpts, as far as it was read.
    pub(super) fn glance(&self) -> Option<Project> {
        let mut meta = None;
        let mut records = Vec::new();
        for record in self.versions.other.values().filter_map(|versions| shown(versions)) {
            match record {
                Record::Project(line) => meta = Some(line.clone()),
                Record::Excerpt(_) => {}
                record => records.push(record.clone()),
            }
        }
        Some(Project::from_records(meta?, records).in_part())
    }

    /// The excerpts of `article`, read from its folder and the journals alone.
    fn look_into(fs: &dyn Fs, root: &Path, article: ArticleId) -> Vec<Excerpt> {
        let mut loaded = Self::default();
        loaded.want(fs, root, PROJECT_FILE.into(), PROJECT_FILE_MAX_BYTES);
        loaded.walk_below(fs, root, &excerpts_folder(article), 0, None);
        let wanted = std::mem::take(&mut loaded.wanted);
        // What is wrong with any of it is said when the whole project is there.
        let _ = read_all(fs, root, wanted, |wanted, found| loaded.take(root, &wanted, found));
        add_journals(&mut loaded, fs, root);
        let several = loaded.versions.other.values().filter_map(|versions| match shown(versions)? {
            Record::Excerpt(excerpt) => Some(&**excerpt),
            _ => None,
        });
        several.chain(loaded.versions.excerpts.values()).filter(|found| found.article == article).cloned().collect()
    }
}

impl Texts {
    /// The texts of the project in `folder`, to be read only.
    #[must_use]
    pub fn to_look_at(fs: Arc<dyn Fs>, folder: &Path) -> Self {
        Self { fs, root: folder.to_owned(), suffix: String::new(), folders: Folders::default() }
    }

    /// The excerpts of an article as its files and the journals have them, for while the project is still being read.
    #[must_use]
    pub fn excerpts_of(&self, article: ArticleId) -> Vec<Excerpt> {
        Loaded::look_into(&*self.fs, &self.root, article)
    }
}

/// The record that is shown of several versions; none where it was removed.
fn shown(versions: &[Version]) -> Option<&Record> {
    let stamps: Vec<&Stamp> = versions.iter().map(|version| &version.stamp).collect();
    let live = current(&stamps).into_iter().filter_map(|index| versions.get(index));
    let version = live.max_by(|a, b| rank(&a.body, &a.stamp).cmp(&rank(&b.body, &b.stamp)))?;
    if let Body::Put(record) = &version.body { Some(record) } else { None }
}
