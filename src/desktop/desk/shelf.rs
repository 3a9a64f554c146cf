//! Where the texts of the open project are read, beside the desk: whoever opens an article does not wait until the desk is
//! done with something long.

use std::sync::{Arc, Mutex, PoisonError};

use crate::app::Reply;
use crate::model::{ArticleId, TextHash};
use crate::storage::Texts;

/// Reads texts, and what else an article needs. Clones share the project that is open.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<Mutex<Option<Texts>>>);

impl Shelf {
    pub(super) fn put(&self, texts: Option<Texts>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = texts;
    }

    pub(super) fn get(&self) -> Option<Texts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the text of an article.
    #[must_use]
    pub fn load(&self, article: ArticleId, text: TextHash) -> Reply {
        let read = self.get().ok_or_else(|| "No project is open".to_owned());
        let text = read.and_then(|texts| texts.read(text).map_err(|error| error.to_string()));
        Reply::TextLoaded { article, text }
    }

    /// Reads the excerpts of an article while the project is still being read.
    #[must_use]
    pub fn read_excerpts(&self, article: ArticleId) -> Reply {
        Reply::ExcerptsRead {
            article,
            excerpts: self.get().map(|texts| texts.excerpts_of(article)).unwrap_or_default(),
        }
    }
}
