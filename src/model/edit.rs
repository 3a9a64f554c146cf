//! The only way in which saved data changes: a named list of records put and records removed.
//! Applying one is the work of `project`; undoing is applying the inverse that it returned.

use super::{Few, Record, RecordId};

/// One step of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// The record takes the place of the one with its id, or is new.
    Put(Record),
    /// The record goes.
    Remove(RecordId),
}

/// One undo step and one line of the journal: all of its edits are applied or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// What it does, as the menu says it after “Undo: ”, in lower case: “tag passage as red line”.
    pub label: String,
    /// Its steps, in order. Copies of a change share them, so that one of a million records is handed on at once.
    pub edits: Few<Edit>,
}

impl Change {
    /// A change that puts records.
    #[must_use]
    pub fn put(label: impl Into<String>, records: impl IntoIterator<Item = Record>) -> Self {
        Self { label: label.into(), edits: records.into_iter().map(Edit::Put).collect() }
    }

    /// A change that removes records.
    #[must_use]
    pub fn remove(label: impl Into<String>, ids: impl IntoIterator<Item = RecordId>) -> Self {
        Self { label: label.into(), edits: ids.into_iter().map(Edit::Remove).collect() }
    }
}

/// What a change touches beyond excerpts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// Whether it removes tags, actors or issues.
    pub removes_codes: bool,
    /// Whether it puts or removes articles.
    pub touches_articles: bool,
}

impl Change {
    /// What it touches beyond excerpts. Walks all of its steps.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let mut reach = Reach::default();
        for edit in &self.edits {
            match edit {
                Edit::Remove(RecordId::Tag(_) | RecordId::Actor(_) | RecordId::Issue(_)) => reach.removes_codes = true,
                Edit::Remove(RecordId::Article(_)) | Edit::Put(Record::Article(_)) => reach.touches_articles = true,
                _ => {}
            }
        }
        reach
    }
}

impl Edit {
    /// The record that it touches.
    #[must_use]
    pub fn id(&self) -> RecordId {
        match self {
            Self::Put(record) => record.id(),
            Self::Remove(id) => id.clone(),
        }
    }
}

/// Why a change was refused. Nothing of it was applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// It removes what is not there.
    #[error("{0} is not there and cannot be removed")]
    NotThere(RecordId),
    /// It would leave a record that names another one that is not there.
    #[error("{record} names {missing}, which is not there")]
    Dangling {
        /// The record that names.
        record: RecordId,
        /// What it names.
        missing: RecordId,
    },
    /// It would take away what others still name.
    #[error("{0} is still in use and cannot be removed")]
    InUse(RecordId),
    /// A code would be above itself.
    #[error("{0} would stand below itself")]
    Cycle(RecordId),
    /// A name is empty, too long, or holds control characters.
    #[error("“{0}” is not a name: it needs 1 to 200 characters and no control characters")]
    BadName(String),
    /// A record holds more text than its line in a file may have.
    #[error("{what} has {} kB of text, more than the {} kB that one record may have", .bytes / 1000, .limit / 1000)]
    TooLong {
        /// What it is, in words.
        what: &'static str,
        /// How long its texts are together.
        bytes: usize,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The project's own line cannot go.
    #[error("a project cannot lose its own line")]
    ProjectLine,
}
