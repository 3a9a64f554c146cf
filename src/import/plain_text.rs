//! Plain text: the file is the article. It says nothing about itself.

use super::{Draft, FileKind};

/// Plain text, and whatever has no ending that tells.
pub(super) const KIND: FileKind = FileKind {
    id: "text",
    name: "Plain text",
    extensions: &["txt", "text"],
    declared: |_| None,
    read: |text| Draft { text: text.to_owned(), plain: true, ..Draft::default() },
};
