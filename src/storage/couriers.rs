//! What git, Syncthing and Nextcloud are told: to leave `.local` where it is, and every byte as it is. What the analyst put
//! into such a file stays, and gets at most the lines that it lacks. Every copy of a project makes its own: Syncthing
//! carries none, and git does not look into what is left out.

use std::io;

use super::StoreError;
use super::atomic_file::{NewFile, io_error};
use super::fs::EntryKind;
use super::store::Store;

/// Longest file of this kind that is added to, in bytes.
const FILE_MAX_BYTES: u64 = 1 << 20;

/// Everything in the folder that it lies in.
const ALL: &str = "*\n";

/// A file for a courier: where, and what it says where it is made. `added` makes of one that is there one that says
/// enough; none where it does already.
struct Letter {
    file: &'static str,
    text: &'static str,
    added: fn(&str) -> Option<String>,
}

const LETTERS: [Letter; 5] = [
    // Git, and Nextcloud from 2.6 on, read a list in every folder: these two hold whatever the folders above say.
    Letter { file: ".local/.gitignore", text: ALL, added: |_| None },
    Letter { file: ".local/.sync-exclude.lst", text: ALL, added: |_| None },
    Letter { file: ".gitattributes", text: GIT_ATTRIBUTES, added: with_attributes },
    Letter { file: ".gitignore", text: "/.local/\n*.tmp\n", added: |_| None },
    // Syncthing reads this one alone, and only where the project is the whole of what it shares.
    Letter { file: ".stignore", text: "/.local\n*.tmp\n", added: with_local },
];

/// Without it git on Windows gives every line another end, and texts no longer fit their names.
const GIT_ATTRIBUTES: &str = "*.ron -text\n/articles/**/*.txt -text\n";

/// The last line that fits a file decides.
fn with_attributes(there: &str) -> Option<String> {
    let has = |wanted: &str| there.lines().any(|line| line.split_whitespace().eq(wanted.split_whitespace()));
    let enough = has("* -text") || has("* binary") || GIT_ATTRIBUTES.lines().all(has);
    let end = if there.is_empty() || there.ends_with('\n') { "" } else { "\n" };
    (!enough).then(|| format!("{there}{end}{GIT_ATTRIBUTES}"))
}

/// The first line that fits a file decides.
fn with_local(there: &str) -> Option<String> {
    let is_local = |line: &str| {
        let line = line.trim().trim_start_matches("(?d)").trim_start_matches("(?i)");
        line.trim_start_matches('/').trim_end_matches("/**").trim_end_matches('/') == ".local"
    };
    (!there.lines().any(is_local)).then(|| format!("/.local\n{there}"))
}

impl Store {
    /// Makes the files that are missing, and adds to the others what they lack.
    ///
    /// # Errors
    /// What kept them from being read or written.
    pub(super) fn tell_couriers(&self) -> Result<(), StoreError> {
        let mut files = Vec::new();
        for Letter { file, text, added } in LETTERS {
            let path = self.root.join(file);
            let bytes = match self.fs.kind(&path).map_err(|source| io_error("look at", &path, source))? {
                None => Some(text.to_owned()),
                Some(EntryKind::File) => match self.fs.read(&path, FILE_MAX_BYTES) {
                    Ok(there) => std::str::from_utf8(&there).ok().and_then(added),
                    Err(error) if error.kind() == io::ErrorKind::FileTooLarge => None,
                    Err(source) => return Err(io_error("read", &path, source)),
                },
                // A link is somebody's own arrangement.
                Some(EntryKind::Folder | EntryKind::Other) => None,
            };
            files.extend(bytes.map(|text| NewFile { file: file.to_owned(), bytes: text.into_bytes() }));
        }
        self.replace_all(&files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_analyst_wrote_gets_at_most_what_it_lacks() {
        assert_eq!(with_local("*.bak\n").as_deref(), Some("/.local\n*.bak\n"));
        for enough in ["*.bak\n(?d).local\n", "/.local", ".local/\n", "/.local/**"] {
            assert_eq!(with_local(enough), None, "{enough}");
        }
        assert_eq!(with_local(".localised").as_deref(), Some("/.local\n.localised"));
        assert_eq!(with_attributes("*.py text").as_deref(), Some(&*format!("*.py text\n{GIT_ATTRIBUTES}")));
        for enough in ["*  -text\n", "* text=auto\n* binary", GIT_ATTRIBUTES] {
            assert_eq!(with_attributes(enough), None, "{enough}");
        }
    }
}
