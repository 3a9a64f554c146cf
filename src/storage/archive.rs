//! A whole project as one zip to hand over, and back. An archive may come from anybody: names, kinds and sizes are
//! judged first, the project in it is checked without unpacking it, and only then its files are written, `project.ron`
//! last, so that what appears is whole.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::StoreError;
use super::atomic_file::{Folders, NewFile, io_error, make_folder, replace_all};
use super::check::{CheckReport, check};
use super::fs::{Entry, EntryKind, Fs, FsFile, FsLock, Stat};
use super::layout::{COURIER_FILES, FOLDERS, JOURNALS, PROJECT_FILE};
use super::limits::{ARCHIVE_FILES_MAX, ARCHIVE_MAX_BYTES, RECORD_FILE_MAX_BYTES, UNPACKED_MAX_BYTES};

/// Folders within folders at most.
const DEPTH_MAX: usize = 5;
/// Bytes that are held before they are written.
const BATCH_BYTES: usize = 16 << 20;

/// Writes the project in `folder` as a zip, the same bytes for the same files; `.local` stays here. `go_on` is told how
/// many files are done of how many, and says whether to go on. Returns the number of files.
///
/// # Errors
/// What the system says; `Interrupted` where it was not to go on.
pub fn pack(
    fs: &dyn Fs,
    folder: &Path,
    out: &mut dyn Write,
    go_on: &mut dyn FnMut(usize, usize) -> bool,
) -> io::Result<usize> {
    let mut files = vec![PROJECT_FILE.to_owned()];
    for name in COURIER_FILES {
        if fs.kind(&folder.join(name))? == Some(EntryKind::File) {
            files.push(name.to_owned());
        }
    }
    let mut folders: Vec<String> = FOLDERS.map(str::to_owned).to_vec();
    while let Some(below) = folders.pop() {
        if fs.kind(&folder.join(&below))? != Some(EntryKind::Folder) {
            continue;
        }
        for entry in fs.list(&folder.join(&below))? {
            let path = format!("{below}/{}", entry.name);
            match entry.kind {
                EntryKind::File if fitting(&path) => files.push(path),
                EntryKind::Folder if !entry.name.starts_with('.') => folders.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    // No time of day and no rights: the same project gives the same bytes.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new_stream(out);
    for (done, file) in files.iter().enumerate() {
        if !go_on(done, files.len()) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        zip.start_file(file.as_str(), options)?;
        zip.write_all(&fs.read(&folder.join(file), RECORD_FILE_MAX_BYTES)?)?;
    }
    zip.finish()?;
    Ok(files.len())
}

/// Unpacks a zip into `folder`, which must be empty or not there. `go_on` as for [`pack`].
///
/// # Errors
/// [`StoreError::Archive`] where it is no project's archive or not whole, and what the system says. Where it was not
/// to go on, what is in the folder is no project.
pub fn unpack(
    fs: &dyn Fs,
    file: &Path,
    bytes: Vec<u8>,
    folder: &Path,
    go_on: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<CheckReport, StoreError> {
    let archive = Arc::new(Archive::read(bytes).map_err(|why| StoreError::Archive { file: file.to_owned(), why })?);
    let wrong = |why: String| StoreError::Archive { file: file.to_owned(), why };
    let report = check(archive.clone(), Path::new("")).map_err(|error| wrong(error.to_string()))?;
    if let Some(found) = report.problems.first() {
        return Err(wrong(format!("the project in it is not whole: {found}")));
    }
    // Also what the check does not look at must be whole before anything is written.
    for name in archive.files.keys() {
        archive.content(name).map_err(|source| wrong(format!("“{name}”: {source}")))?;
    }
    let taken = match fs.kind(folder).map_err(|source| io_error("look at", folder, source))? {
        None => false,
        Some(EntryKind::Folder) => {
            !fs.list(folder).map_err(|source| io_error("read the folder", folder, source))?.is_empty()
        }
        Some(_) => return Err(StoreError::NotAFolder { folder: folder.to_owned() }),
    };
    if taken {
        return Err(StoreError::NotEmpty { folder: folder.to_owned() });
    }
    make_folder(fs, folder)?;
    let durable = Folders::default();
    let mut batch = Vec::new();
    let mut held = 0;
    let write = |batch: &mut Vec<NewFile>| replace_all(fs, folder, "unpack", &durable, &std::mem::take(batch));
    let names = archive.files.keys().filter(|name| *name != PROJECT_FILE);
    for (done, name) in names.map(String::as_str).chain([PROJECT_FILE]).enumerate() {
        if !go_on(done, archive.files.len()) {
            return Err(StoreError::Stopped { folder: folder.to_owned() });
        }
        let content = archive.content(name).map_err(|source| wrong(format!("“{name}”: {source}")))?;
        held += content.len();
        // What makes it a project comes alone and last.
        if held > BATCH_BYTES || name == PROJECT_FILE {
            write(&mut batch)?;
            held = content.len();
        }
        batch.push(NewFile { file: name.to_owned(), bytes: content });
    }
    write(&mut batch)?;
    Ok(report)
}

/// Whether a path within a project may be a file of it on every system.
fn fitting(path: &str) -> bool {
    let own = path == PROJECT_FILE || COURIER_FILES.contains(&path);
    let parts: Vec<&str> = path.split('/').collect();
    let part = |part: &&str| {
        let stem = part.split('.').next().unwrap_or_default().to_ascii_uppercase();
        let device = ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
            || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
        !part.is_empty()
            && part.len() <= 200
            && !part.starts_with(['.', ' '])
            && !part.ends_with(['.', ' '])
            && !part.ends_with(".tmp")
            && !part.chars().any(|sign| sign.is_control() || "\\:*?\"<>|".contains(sign))
            && !device
    };
    own || ((2..=DEPTH_MAX).contains(&parts.len())
        && parts.first().is_some_and(|first| FOLDERS.contains(first))
        && parts.iter().all(part))
}

/// An archive to look at: a file system that only reads, and inflates a file each time it is asked for.
struct Archive {
    zip: Mutex<ZipArchive<Cursor<Vec<u8>>>>,
    /// Index and length by path.
    files: BTreeMap<String, (usize, u64)>,
    folders: BTreeMap<PathBuf, BTreeSet<Entry>>,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("files", &self.files.len()).finish_non_exhaustive()
    }
}

/// The folder that holds all there is, with its “/”, where the project lies in one; as when a folder was packed by hand.
/// Else nothing.
fn top_folder(zip: &mut ZipArchive<Cursor<Vec<u8>>>) -> Result<String, String> {
    let mut top: Option<String> = None;
    let mut holds_project = false;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|error| format!("it is damaged: {error}"))?;
        let name = std::str::from_utf8(entry.name_raw()).unwrap_or_default();
        let Some((folder, below)) = name.split_once('/') else { return Ok(String::new()) };
        if top.as_deref().is_some_and(|top| top != folder) {
            return Ok(String::new());
        }
        holds_project |= below == PROJECT_FILE;
        top.get_or_insert_with(|| folder.to_owned());
    }
    let named = top.filter(|top| holds_project && !top.trim_matches('.').is_empty());
    Ok(named.map(|top| top + "/").unwrap_or_default())
}

impl Archive {
    fn read(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.len() as u64 > ARCHIVE_MAX_BYTES {
            return Err(format!("it has more than {ARCHIVE_MAX_BYTES} bytes"));
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("it is no zip file: {error}"))?;
        if zip.len() > ARCHIVE_FILES_MAX {
            return Err(format!("it holds more than {ARCHIVE_FILES_MAX} files"));
        }
        // The reader takes two files of one name for one; other programs would take the other one.
        if zip.has_duplicate_names() {
            return Err("it holds a file of the same name twice".to_owned());
        }
        let top = top_folder(&mut zip)?;
        let (mut files, mut folders) = (BTreeMap::new(), BTreeMap::<PathBuf, BTreeSet<Entry>>::new());
        let mut alike = BTreeSet::new();
        let mut total = 0u64;
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|error| format!("it is damaged: {error}"))?;
            let name = std::str::from_utf8(entry.name_raw()).map_err(|_| "a name in it is not UTF-8".to_owned())?;
            if entry.is_dir() {
                continue;
            }
            let name = name.strip_prefix(&top).unwrap_or(name);
            if !top.is_empty() && name.starts_with(".local/") {
                // Whoever packs a folder packs this too. Only what is on its way into the files would be missed.
                if name.starts_with(JOURNALS) && entry.size() > 0 {
                    let how = "open the project and close it again, or let “rapporteur archive” pack it";
                    return Err(format!("it holds changes that are not yet in the project's files ({name}): {how}"));
                }
                continue;
            }
            if entry.is_symlink() || entry.encrypted() || !fitting(name) {
                return Err(format!("“{}” in it is no file of a project", name.escape_debug()));
            }
            // Two names that some systems take for one would write over each other.
            if !alike.insert(name.to_lowercase()) {
                return Err(format!("it holds “{}” twice", name.escape_debug()));
            }
            total += entry.size();
            if entry.size() > RECORD_FILE_MAX_BYTES || total > UNPACKED_MAX_BYTES {
                return Err(format!("it unpacks to more than a project can hold, at “{name}”"));
            }
            files.insert(name.to_owned(), (index, entry.size()));
            let (mut below, mut kind) = (Path::new(name), EntryKind::File);
            while let (Some(folder), Some(last)) = (below.parent(), below.file_name()) {
                let entry = Entry { name: last.to_string_lossy().into_owned(), kind };
                folders.entry(folder.to_owned()).or_default().insert(entry);
                (below, kind) = (folder, EntryKind::Folder);
            }
        }
        if !files.contains_key(PROJECT_FILE) {
            return Err(format!("it holds no {PROJECT_FILE}"));
        }
        Ok(Self { zip: Mutex::new(zip), files, folders })
    }

    /// The content of a file; never more than it said it has.
    fn content(&self, name: &str) -> io::Result<Vec<u8>> {
        let (index, length) = *self.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        let mut zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner);
        let mut content = Vec::new();
        zip.by_index(index)?.take(length + 1).read_to_end(&mut content)?;
        if content.len() as u64 == length { Ok(content) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    fn refuse<T>() -> io::Result<T> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
}

impl Fs for Archive {
    fn create_new(&self, _: &Path) -> io::Result<Box<dyn FsFile>> {
        Self::refuse()
    }

    fn rename(&self, _: &Path, _: &Path) -> io::Result<()> {
        Self::refuse()
    }

    fn unlink(&self, _: &Path) -> io::Result<()> {
        Self::refuse()
    }

    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        Self::refuse()
    }

    fn create_dir(&self, _: &Path) -> io::Result<()> {
        Self::refuse()
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let name = path.to_str().ok_or(io::ErrorKind::NotFound)?;
        match self.files.get(name) {
            Some((_, length)) if *length > limit => Err(io::ErrorKind::FileTooLarge.into()),
            _ => self.content(name),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        Ok(self.folders.get(folder).ok_or(io::ErrorKind::NotFound)?.iter().cloned().collect())
    }

    fn stat(&self, path: &Path) -> io::Result<Option<Stat>> {
        let stat = |kind, bytes| Some(Stat { kind, bytes, modified: 0, changed: 0 });
        if self.folders.contains_key(path) {
            return Ok(stat(EntryKind::Folder, 0));
        }
        let found = path.to_str().and_then(|name| self.files.get(name));
        Ok(found.and_then(|(_, bytes)| stat(EntryKind::File, *bytes)))
    }

    fn try_lock(&self, _: &Path) -> io::Result<Option<Box<dyn FsLock>>> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
