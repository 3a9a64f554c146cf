//! Between a project and its folder of RON files: one file has one writer, one record is one line, nothing that was
//! not understood is ever overwritten. The layout is in `layout`, which version of a record counts in `stamp`.

mod append_file;
mod archive;
mod atomic_file;
mod backups;
mod check;
mod checkpoint;
mod codebook;
mod comments;
mod copy;
mod couriers;
mod doubts;
mod error;
pub mod fs;
mod glance;
mod history_file;
mod index;
mod journal;
mod journals;
mod known;
mod layout;
mod limits;
mod load;
mod lock;
mod lone;
mod losses;
mod merge;
mod migrate;
mod open;
mod place;
mod reader;
mod reading;
mod record_file;
mod record_list;
mod records;
mod salvage;
mod set_back;
mod stamp;
mod starter;
mod store;
mod sweep;
#[cfg(test)]
mod tests;
mod texts;
mod thinning;
mod walk;
mod writer;

pub use archive::{pack, unpack};
pub use atomic_file::{copy_in, make_folder, write_file};
pub use backups::{Backup, BackupDetails, BackupReason, Backups};
pub use check::{CheckReport, check, check_with};
pub use codebook::{read_codebook, write_codebook};
pub use copy::SavedCopy;
pub use doubts::Doubts;
pub use error::StoreError;
pub use fs::{Dice, Entry, EntryKind, Fault, Fs, FsFile, FsLock, RealFs, SimulatedFs, Stat};
pub use glance::{Tell, Told};
pub use layout::PROJECT_FILE;
pub use limits::{ARCHIVE_MAX_BYTES, ARTICLE_MAX_BYTES, LINE_MAX_BYTES, PROJECT_FILE_MAX_BYTES, RECORD_FILE_MAX_BYTES};
pub use load::{Concurrent, OpenReport, Restored, Wrote};
pub use merge::{MergeReport, merge, repair, repair_with};
pub use migrate::FORMAT;
pub use place::place_of;
pub use reader::Reader;
pub use record_list::{RECORD_LIST, read_records, record_line};
pub use starter::{STARTERS, Starter, starter};
pub use store::{Opened, ReadOnly, Step, Store, Way};
pub use sweep::Arrival;
pub use texts::Texts;
pub use writer::{Writer, WriterId, WriterIdError};

use std::fmt;

use crate::model::ArticleId;

/// Something found in a project's folder: where, and a sentence about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the project's folder, with forward slashes.
    pub file: String,
    /// The line, from 1, where it is about one.
    pub line: Option<usize>,
    /// The column in characters, from 1, where known.
    pub column: Option<usize>,
    /// What was found.
    pub what: String,
}

impl Finding {
    /// Whether what was found may keep excerpts of an article from being known: it is about their folder or one above it,
    /// about a file in it, or about what is not in its files yet.
    #[must_use]
    pub fn may_hold_excerpts_of(&self, article: ArticleId) -> bool {
        let folder = layout::excerpts_folder(article);
        let is_in = |path: &str, folder: &str| {
            path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        is_in(&self.file, &folder) || is_in(&folder, &self.file) || is_in(&self.file, layout::JOURNALS)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.what)
    }
}
