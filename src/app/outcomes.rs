//! Parts of the world's answers: what became of a file that was imported, and a line of a folder.

use std::path::PathBuf;

/// What became of one file of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileOutcome {
    /// It became an article.
    Imported {
        /// Where it lay.
        file: PathBuf,
        /// The title it got.
        title: String,
        /// Whether the title was taken from the first words.
        title_inferred: bool,
        /// What was cleaned, one sentence each.
        cleaned: Vec<String>,
    },
    /// Its text is in the project already.
    Double {
        /// Where it lay.
        file: PathBuf,
    },
    /// It was refused.
    Refused {
        /// Where it lay.
        file: PathBuf,
        /// Why, and what to do.
        reason: String,
    },
}

/// One line of the program's own file dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderEntry {
    /// Name without the folder.
    pub name: String,
    /// Whether it can be looked into.
    pub is_folder: bool,
    /// Whether it is a project's folder.
    pub is_project: bool,
}
