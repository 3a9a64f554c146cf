//! Writes whole files, each replaced in one step or not at all. Beside `append_file` the only place that writes.
//! Temporary file, written, measured, synced, renamed; then the folders are synced. What fails leaves the old file.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::StoreError;
use super::fs::{EntryKind, Fs, FsFile};
use super::layout::is_of_project;

/// A file to be written: its path relative to the project's folder, with forward slashes, and its whole content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewFile {
    /// Where.
    pub(super) file: String,
    /// What.
    pub(super) bytes: Vec<u8>,
}

/// How much is written at once.
const BLOCK_BYTES: usize = 64 * 1024;

/// Files open at the same time, to be synced together.
const SYNCED_AT_ONCE: usize = 128;

/// Tries for a free temporary name before giving up; each taken one was left by a crash.
const TEMPORARY_NAMES: u32 = 1000;

/// The folders below a project's that this program knows to be durable, name and all. Clones share the list. A folder
/// that is there when the program starts may have been made just before a crash, so each is made sure of once.
#[derive(Debug, Clone, Default)]
pub(super) struct Folders(Arc<Mutex<BTreeSet<PathBuf>>>);

impl Folders {
    fn list(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes `files` so that each is there whole and durable on return. Renames happen in the given order, after all
/// content is durable. `suffix` keeps the temporary names of different writers apart.
///
/// # Errors
/// The first thing that went wrong. Files not yet renamed are as they were, and no temporary file is left where
/// the system still allows to remove it. Files that were renamed may or may not outlast a power loss.
pub(super) fn replace_all(
    fs: &dyn Fs,
    root: &Path,
    suffix: &str,
    folders: &Folders,
    files: &[NewFile],
) -> Result<(), StoreError> {
    let mut temporary: Vec<(PathBuf, PathBuf)> = Vec::with_capacity(files.len());
    let mut made = BTreeSet::new();
    let mut looked_at = BTreeSet::new();
    let written = files.chunks(SYNCED_AT_ONCE).try_for_each(|group| {
        let first = temporary.len();
        let mut open = Vec::with_capacity(group.len());
        for new in group {
            if looked_at.insert(new.file.rsplit_once('/').map(|(folder, _)| folder)) {
                made.extend(make_folders(fs, root, folders, &new.file)?);
            }
            let path = root.join(&new.file);
            let (place, file) = fill_beside(fs, &path, suffix, &mut |out| out.write_all(&new.bytes))?;
            temporary.push((place, path));
            open.push(file);
        }
        fs.sync_files(&mut open).map_err(|(number, source)| {
            let path = temporary.get(first + number).map_or(root, |(_, path)| path);
            io_error("write", path, source)
        })
    });
    let mut renamed = 0;
    let outcome = written.and_then(|()| {
        temporary.iter().try_for_each(|(from, to)| {
            fs.rename(from, to).map_err(|source| io_error("rename the new version of", to, source))?;
            renamed += 1;
            Ok(())
        })
    });
    for (left, _) in temporary.iter().skip(renamed) {
        // The error that led here is the one to tell; a temporary file that stays behind is removed on the next open.
        let _ = fs.unlink(left);
    }
    let touched = temporary.iter().filter_map(|(_, to)| to.parent().map(Path::to_owned));
    let outcome = outcome.and_then(|()| sync_folders(fs, folders, made, touched));
    if outcome.is_err() {
        folders.list().clear();
    }
    outcome
}

/// Makes the folders that `file` stands in, each a real folder below `root`. Returns those that are not yet sure to be
/// durable, for [`sync_folders`].
pub(super) fn make_folders(
    fs: &dyn Fs,
    root: &Path,
    durable: &Folders,
    file: &str,
) -> Result<Vec<PathBuf>, StoreError> {
    let Some((folders, _)) = file.rsplit_once('/') else { return Ok(Vec::new()) };
    let mut path = root.to_owned();
    let mut made = Vec::new();
    for part in folders.split('/') {
        path.push(part);
        if durable.list().contains(&path) {
            continue;
        }
        match fs.kind(&path).map_err(|source| io_error("look at", &path, source))? {
            Some(EntryKind::Folder) => {}
            Some(EntryKind::File | EntryKind::Other) => return Err(StoreError::NotRegular { file: path }),
            None => match fs.create_dir(&path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(io_error("make the folder", &path, error));
                }
                _ => {}
            },
        }
        made.push(path.clone());
    }
    Ok(made)
}

/// Makes durable the names of the folders `made`, and all names in the folders `touched`.
pub(super) fn sync_folders(
    fs: &dyn Fs,
    durable: &Folders,
    made: impl IntoIterator<Item = PathBuf>,
    touched: impl IntoIterator<Item = PathBuf>,
) -> Result<(), StoreError> {
    let made: BTreeSet<PathBuf> = made.into_iter().collect();
    let above = made.iter().filter_map(|folder| folder.parent().map(Path::to_owned));
    let all: BTreeSet<PathBuf> = touched.into_iter().chain(above).collect();
    let all: Vec<&Path> = all.iter().map(PathBuf::as_path).collect();
    fs.sync_dirs(&all).map_err(|(number, source)| {
        let folder = all.get(number).copied().unwrap_or(Path::new(""));
        io_error("make durable the folder", folder, source)
    })?;
    durable.list().extend(made);
    Ok(())
}

/// Makes a folder, with the folders above it. One that is there already is left as it is.
///
/// # Errors
/// What the system says.
pub fn make_folder(fs: &dyn Fs, folder: &Path) -> Result<(), StoreError> {
    let look = |path: &Path| fs.kind(path).map_err(|source| io_error("look at", path, source));
    let mut missing = Vec::new();
    for path in folder.ancestors().take_while(|path| !path.as_os_str().is_empty()) {
        if look(path)?.is_some() {
            break;
        }
        missing.push(path);
    }
    for path in missing.into_iter().rev() {
        match fs.create_dir(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(io_error("make the folder", path, error));
            }
            _ => {}
        }
        if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
            fs.sync_dir(above).map_err(|source| io_error("make durable the folder", above, source))?;
        }
    }
    Ok(())
}

/// Writes one file anywhere but among a project's own, such as an export: it appears when it is whole and durable, or not
/// at all. A file that is there is replaced only if `replace` says so. `fill` writes the content and may do so in small
/// pieces.
///
/// # Errors
/// What `fill` or the system says; the old file is then as it was.
pub fn write_file(
    fs: &dyn Fs,
    path: &Path,
    replace: bool,
    fill: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), StoreError> {
    if is_of_project(fs, path) {
        let why = "the project keeps its own files there; choose another folder";
        return Err(io_error("write", path, io::Error::new(io::ErrorKind::InvalidInput, why)));
    }
    write_any(fs, path, replace, fill)
}

/// [`write_file`] also for a file of a project.
pub(super) fn write_any(
    fs: &dyn Fs,
    path: &Path,
    replace: bool,
    fill: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), StoreError> {
    let free = || match fs.kind(path) {
        Ok(Some(_)) if !replace => {
            Err(io_error("write", path, io::Error::new(io::ErrorKind::AlreadyExists, "it is there already")))
        }
        Ok(_) => Ok(()),
        Err(source) => Err(io_error("look at", path, source)),
    };
    free()?;
    let place = write_beside(fs, path, "rapporteur", fill)?;
    let renamed = free()
        .and_then(|()| fs.rename(&place, path).map_err(|source| io_error("rename the new version of", path, source)));
    if let Err(error) = renamed {
        let _ = fs.unlink(&place);
        return Err(error);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs.sync_dir(folder).map_err(|source| io_error("make durable the folder", folder, source))
}

/// Copies files into a new folder: paths relative to it with forward slashes, and their content. `last` is written at
/// the end, so that a crash before leaves no folder that looks complete.
///
/// # Errors
/// What the system says.
pub fn copy_in(fs: &dyn Fs, folder: &Path, files: &[(String, &[u8])], last: &str) -> Result<(), StoreError> {
    make_folder(fs, folder)?;
    let durable = Folders::default();
    let (at_the_end, first): (Vec<_>, Vec<_>) = files.iter().partition(|(file, _)| file == last);
    for (file, bytes) in first.into_iter().chain(at_the_end) {
        replace_all(fs, folder, "copy", &durable, &[NewFile { file: file.clone(), bytes: bytes.to_vec() }])?;
    }
    Ok(())
}

/// A file being filled, with how much went into it.
pub(super) struct Filling {
    pub(super) file: Box<dyn FsFile>,
    pub(super) written: u64,
}

impl Filling {
    /// Whether the file took all that was written and nothing else.
    pub(super) fn check_length(&self) -> io::Result<()> {
        if self.file.length()? == self.written {
            return Ok(());
        }
        Err(io::Error::other("the file is not as long as what was written"))
    }
}

impl Write for Filling {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.written += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes durably to a new file beside `path` and returns where.
fn write_beside(
    fs: &dyn Fs,
    path: &Path,
    suffix: &str,
    fill: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<PathBuf, StoreError> {
    let (place, mut file) = fill_beside(fs, path, suffix, fill)?;
    if let Err(source) = file.sync() {
        drop(file);
        let _ = fs.unlink(&place);
        return Err(io_error("write", path, source));
    }
    Ok(place)
}

/// Writes to a new file beside `path`. Returns where, and the file, which is not durable yet.
fn fill_beside(
    fs: &dyn Fs,
    path: &Path,
    suffix: &str,
    fill: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(PathBuf, Box<dyn FsFile>), StoreError> {
    if matches!(
        fs.kind(path).map_err(|source| io_error("look at", path, source))?,
        Some(EntryKind::Folder | EntryKind::Other)
    ) {
        return Err(StoreError::NotRegular { file: path.to_owned() });
    }
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let mut number = 0;
    let (place, file) = loop {
        let place = path.with_file_name(format!(".{name}.{suffix}.{number}.tmp"));
        match fs.create_new(&place) {
            Ok(file) => break (place, file),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < TEMPORARY_NAMES => number += 1,
            Err(source) => return Err(io_error("write beside", path, source)),
        }
    };
    let mut filling = Filling { file, written: 0 };
    // Formats write cell by cell; the system is asked for whole blocks.
    let mut blocks = io::BufWriter::with_capacity(BLOCK_BYTES, &mut filling);
    let filled = fill(&mut blocks).and_then(|()| blocks.flush());
    // What is still in the block after an error is not wanted any more.
    let _ = blocks.into_parts();
    match filled.and_then(|()| filling.check_length()) {
        Ok(()) => Ok((place, filling.file)),
        Err(source) => {
            drop(filling);
            let _ = fs.unlink(&place);
            Err(io_error("write", path, source))
        }
    }
}

pub(super) fn io_error(doing: &'static str, file: &Path, source: io::Error) -> StoreError {
    StoreError::Io { doing, file: file.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::fs::{Fault, SimulatedFs};

    fn new(file: &str, text: &str) -> NewFile {
        NewFile { file: file.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn whatever_fails_leaves_the_old_or_the_new_file() {
        for number in 0.. {
            let fs = SimulatedFs::with_folder("/p");
            replace_all(&fs, Path::new("/p"), "w", &Folders::default(), &[new("a/b.ron", "old"), new("c.ron", "old")])
                .expect("written");
            let before = fs.operations();
            fs.fail_at(before + number, Fault::NoSpace);
            let outcome = replace_all(
                &fs,
                Path::new("/p"),
                "w",
                &Folders::default(),
                &[new("a/b.ron", "new"), new("c.ron", "new")],
            );
            for (path, bytes) in fs.files() {
                let temporary = path.extension().is_some_and(|end| end == "tmp");
                assert!(temporary || bytes == b"old" || bytes == b"new", "{}", path.display());
            }
            if outcome.is_ok() {
                assert!(fs.files().values().all(|bytes| bytes == b"new"));
                assert_eq!(fs.files().len(), 2);
                if fs.operations() < before + number {
                    return;
                }
            }
        }
    }

    #[test]
    fn one_file_appears_whole_and_replaces_only_when_told() {
        let fs = SimulatedFs::with_folder("/p");
        let path = Path::new("/p/out.csv");
        let write = |replace, text: &str| {
            write_file(&fs, path, replace, &mut |out| text.bytes().try_for_each(|byte| out.write_all(&[byte])))
        };
        write(false, "one").expect("written");
        assert!(write(false, "two").is_err_and(|error| error.to_string().contains("there already")));
        write(true, "three").expect("written");
        let broken = write_file(&fs, path, true, &mut |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        assert!(broken.is_err_and(|error| error.to_string().contains("no more")));
        assert_eq!(fs.files().into_values().collect::<Vec<_>>(), [b"three"]);
    }

    #[test]
    fn a_folder_in_the_way_is_said() {
        let fs = SimulatedFs::with_folder("/p/c.ron");
        let outcome = replace_all(&fs, Path::new("/p"), "w", &Folders::default(), &[new("c.ron", "new")]);
        assert!(matches!(outcome, Err(StoreError::NotRegular { .. })));
    }
}
