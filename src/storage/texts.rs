//! The texts of articles, each in a file named by its hash, written once. Reading needs no store, only this.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::StoreError;
use super::atomic_file::{Folders, NewFile, replace_all};
use super::fs::Fs;
use super::layout::{QUARANTINE, text_file};
use super::limits::ARTICLE_MAX_BYTES;
use sha2::Digest as _;

use crate::model::TextHash;
use crate::text::ArticleText;

/// Reads and adds the texts of one project. Cheap to clone and usable from any thread, beside the store.
#[derive(Debug, Clone)]
pub struct Texts {
    pub(super) fs: Arc<dyn Fs>,
    pub(super) root: PathBuf,
    /// Keeps the temporary names of different writers apart.
    pub(super) suffix: String,
    pub(super) folders: Folders,
}

impl Texts {
    /// The text with this hash.
    ///
    /// # Errors
    /// [`StoreError::Io`] where it is not there or cannot be read, [`StoreError::TextDamaged`] where the file does
    /// not hold what its name says.
    pub fn read(&self, hash: TextHash) -> Result<ArticleText, StoreError> {
        self.read_telling(hash).map(|(text, _)| text)
    }

    /// The text with this hash, of which nothing is asked but its words.
    ///
    /// # Errors
    /// As [`Texts::read`].
    pub fn read_words(&self, hash: TextHash) -> Result<String, StoreError> {
        self.read_comparing(hash).map(|(text, _)| text)
    }

    /// The text with this hash, and whether its file has the very bytes: git may have given its lines the ends that
    /// Windows uses, which takes nothing from the text.
    ///
    /// # Errors
    /// As [`Texts::read`].
    pub(super) fn read_telling(&self, hash: TextHash) -> Result<(ArticleText, bool), StoreError> {
        let (text, very_bytes) = self.read_comparing(hash)?;
        Ok((ArticleText::with_hash(text, hash), very_bytes))
    }

    fn read_comparing(&self, hash: TextHash) -> Result<(String, bool), StoreError> {
        let file = self.root.join(text_file(hash));
        let bytes = self.fs.read(&file, ARTICLE_MAX_BYTES).map_err(|source| match source.kind() {
            io::ErrorKind::FileTooLarge => StoreError::TooLarge { file: file.clone(), limit: ARTICLE_MAX_BYTES },
            _ => StoreError::Io { doing: "read", file: file.clone(), source },
        })?;
        let damaged = || StoreError::TextDamaged { file };
        let Ok(text) = String::from_utf8(bytes) else { return Err(damaged()) };
        if TextHash::of(&text) == hash {
            return Ok((text, true));
        }
        let text = text.replace("\r\n", "\n");
        if TextHash::of(&text) == hash { Ok((text, false)) } else { Err(damaged()) }
    }

    /// Keeps the texts of new articles; to be called before the change that adds them is recorded. Durable on return.
    ///
    /// # Errors
    /// What kept them from being written.
    pub fn add(&self, texts: &[ArticleText]) -> Result<(), StoreError> {
        let mut files = Vec::new();
        let mut seen = BTreeSet::new();
        for text in texts {
            let file = text_file(text.hash());
            let path = self.root.join(&file);
            if text.as_str().len() as u64 > ARTICLE_MAX_BYTES {
                return Err(StoreError::TooLarge { file: path, limit: ARTICLE_MAX_BYTES });
            }
            if !seen.insert(text.hash()) {
                continue;
            }
            match self.fs.read(&path, ARTICLE_MAX_BYTES) {
                // Written again all the same: whoever put it there may not have made it durable.
                Ok(bytes) if bytes == text.as_str().as_bytes() => {}
                Ok(bytes) => drop(self.quarantine(&file, &bytes)?),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(StoreError::Io { doing: "read", file: path, source }),
            }
            files.push(NewFile { file, bytes: text.as_str().as_bytes().to_vec() });
        }
        if files.is_empty() { Ok(()) } else { replace_all(&*self.fs, &self.root, &self.suffix, &self.folders, &files) }
    }

    /// Keeps a copy of a damaged file before it is written anew. Returns where, relative to the project's folder.
    pub(super) fn quarantine(&self, file: &str, bytes: &[u8]) -> Result<String, StoreError> {
        let hash: [u8; 32] = sha2::Sha256::digest(bytes).into();
        let hash = TextHash::from_bytes(hash).to_string();
        let name = format!("{QUARANTINE}/{}-{}", hash.get(..16).unwrap_or_default(), file.replace('/', "_"));
        // The name holds the hash: what is there already is the same damage.
        if !matches!(self.fs.kind(&self.root.join(&name)), Ok(Some(_))) {
            let copy = NewFile { file: name.clone(), bytes: bytes.to_vec() };
            replace_all(&*self.fs, &self.root, &self.suffix, &self.folders, &[copy])?;
        }
        Ok(name)
    }
}
