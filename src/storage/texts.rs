//! The texts of articles, each in a file named by its hash, written once. Reading needs no store, only this.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::StoreError;
use super::fs::Fs;
use super::layout::text_file;
use super::limits::ARTICLE_MAX_BYTES;
use crate::model::TextHash;
use crate::text::ArticleText;

/// Reads the texts of one project. Cheap to clone and usable from any thread.
#[derive(Debug, Clone)]
pub struct Texts {
    pub(super) fs: Arc<dyn Fs>,
    pub(super) root: PathBuf,
}

impl Texts {
    /// The text with this hash.
    ///
    /// # Errors
    /// [`StoreError::Io`] where it is not there or cannot be read, [`StoreError::TextDamaged`] where the file does
    /// not hold what its name says.
    pub fn read(&self, hash: TextHash) -> Result<ArticleText, StoreError> {
        let file = self.root.join(text_file(hash));
        let bytes = self.fs.read(&file, ARTICLE_MAX_BYTES).map_err(|source| match source.kind() {
            io::ErrorKind::FileTooLarge => StoreError::TooLarge { file: file.clone(), limit: ARTICLE_MAX_BYTES },
            _ => StoreError::Io { doing: "read", file: file.clone(), source },
        })?;
        match String::from_utf8(bytes).map(ArticleText::new) {
            Ok(text) if text.hash() == hash => Ok(text),
            _ => Err(StoreError::TextDamaged { file }),
        }
    }
}
