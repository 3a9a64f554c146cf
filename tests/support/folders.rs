//! Folders as tests need them.

use std::path::Path;

/// Copies a folder with all that lies below it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("there");
        let new = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&new).expect("made");
        } else {
            std::fs::copy(entry.path(), &new).expect("copied");
        }
    }
}
