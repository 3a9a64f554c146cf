//! The files that an import is to read: what was named, and what lies in the folders among it; and whether a path that
//! was dropped is a project rather than articles. Reads, never writes.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::import::{self, Incoming, MAX_BYTES};
use crate::storage::PROJECT_FILE;

/// What was found at the paths of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Files to read, in the order of the paths, within a folder by name.
    pub files: Vec<PathBuf>,
    /// What cannot be read, and why.
    pub refused: Vec<(PathBuf, String)>,
    /// Files of folders that are no articles by their ending.
    pub passed_over: usize,
}

/// Whether this is the folder of a project.
#[must_use]
pub fn is_project(path: &Path) -> bool {
    path.join(PROJECT_FILE).is_file()
}

/// Gathers files: those that are named, whatever they are called, and those in named folders and below that an article
/// may be in. Hidden files and folders of a folder are skipped, links in it are not followed.
#[must_use]
pub fn gather(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => gather_folder(path, &mut found),
            Ok(_) => found.files.push(path.clone()),
            Err(error) => found.refused.push((path.clone(), said(&error))),
        }
    }
    found
}

fn gather_folder(folder: &Path, found: &mut Found) {
    let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
    let walk = WalkDir::new(folder).follow_links(false).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name())) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                if import::kind_by_name(&entry.file_name().to_string_lossy()).is_some() {
                    found.files.push(entry.into_path());
                } else {
                    found.passed_over += 1;
                }
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let why = error.io_error().map_or_else(|| error.to_string(), said);
                found.refused.push((path, why));
            }
        }
    }
}

/// Reads one file into an article that is in no project yet; or a sentence that says why not.
///
/// # Errors
/// What the system says, or what [`import::read`] does.
pub fn read(path: &Path) -> Result<Incoming, String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = read_regular(path, MAX_BYTES as u64 + 1)?;
    import::read(&name, &bytes).map_err(|error| error.to_string())
}

/// At most `limit` bytes of a regular file. Pipes and devices, which may never end, are refused.
///
/// # Errors
/// What the system says.
pub fn read_regular(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    // Asked before opening, because opening a pipe waits for someone to write to it.
    let metadata = std::fs::metadata(path).map_err(|error| said(&error))?;
    if !metadata.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    let file = File::open(path).map_err(|error| said(&error))?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(limit)).unwrap_or(0));
    file.take(limit).read_to_end(&mut bytes).map_err(|error| said(&error))?;
    Ok(bytes)
}

fn said(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "you may not read it".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order_without_what_is_hidden_or_linked() {
        let home = tempfile::tempdir().expect("a folder");
        let at = |name: &str| home.path().join(name);
        std::fs::create_dir_all(at("f/b")).expect("a folder");
        std::fs::create_dir_all(at("f/.git")).expect("a folder");
        for name in ["f/z.txt", "f/a.md", "f/b/c.txt", "f/.git/d.txt", "f/.e.txt", "f/photo.jpeg", "odd.name"] {
            std::fs::write(at(name), "Words.").expect("a file");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(at("odd.name"), at("f/link.txt")).expect("a link");
        let found = gather(&[at("odd.name"), at("f"), at("gone.txt")]);
        let kept: Vec<PathBuf> = found.files.iter().filter(|file| !file.ends_with("a.md")).cloned().collect();
        assert_eq!(kept, [at("odd.name"), at("f/b/c.txt"), at("f/z.txt")]);
        assert_eq!(found.refused, [(at("gone.txt"), "there is no such file or folder".to_owned())]);
        assert!(found.passed_over >= 1);
        assert_eq!(read(&at("odd.name")).map(|incoming| incoming.text.as_str().trim().to_owned()), Ok("Words.".into()));
        assert!(read(&at("f")).is_err_and(|why| why.contains("not a regular file")));
    }
}
