//! What can go wrong between a project and its folder, each said in full: what, to which file, what to do.

use std::io;
use std::path::PathBuf;

/// Why the store could not do what it was asked. Whatever could not be read was not overwritten.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder does not exist.
    #[error("There is no folder “{folder}”. Check the path, or whether the disk it is on is connected.")]
    NoFolder {
        /// The folder asked for.
        folder: PathBuf,
    },
    /// The folder of an open project is gone.
    #[error(
        "The folder “{folder}” is no longer there. Connect its disk again, or save a copy of the project elsewhere."
    )]
    Vanished {
        /// The project's folder.
        folder: PathBuf,
    },
    /// Another project lies where that of an open project was.
    #[error(
        "Another project lies in “{folder}” now. Put the one that is open back there, or save a copy of it elsewhere; \
         nothing was written to the other one."
    )]
    OtherProjectThere {
        /// The project's folder.
        folder: PathBuf,
    },
    /// A file lost lines of this writer's while the project was open.
    #[error(
        "“{file}” was changed by something else, and {lines} records that were in it are gone from it. It was left as it \
         is; what is gone is still there in the window, which writes it back."
    )]
    LinesGone {
        /// The file.
        file: PathBuf,
        /// How many.
        lines: usize,
    },
    /// The path is something else than a folder.
    #[error("“{folder}” is not a folder. A project is a folder that holds a project.ron.")]
    NotAFolder {
        /// The path asked for.
        folder: PathBuf,
    },
    /// The analyst did not want to wait.
    #[error("“{folder}” was not opened: it was stopped. Nothing was changed.")]
    Stopped {
        /// The project's folder.
        folder: PathBuf,
    },
    /// The folder holds no project.
    #[error(
        "“{folder}” is not a project: it holds no project.ron. Choose the folder that does, or make a new project."
    )]
    NotAProject {
        /// The folder asked for.
        folder: PathBuf,
    },
    /// Two folders hold different projects.
    #[error("“{other}” is not a copy of the project in “{folder}”: its project.ron names another one.")]
    OtherProject {
        /// The project.
        folder: PathBuf,
        /// What was to be taken into it.
        other: PathBuf,
    },
    /// A new project would land among other files.
    #[error("“{folder}” is not empty. A new project needs a folder of its own: choose another name.")]
    NotEmpty {
        /// The folder asked for.
        folder: PathBuf,
    },
    /// Another window or program has it open for writing.
    #[error("“{folder}” is open for writing already: {holder}. Close it there to write here.")]
    InUse {
        /// The project's folder.
        folder: PathBuf,
        /// Who holds it, as a sentence without its end.
        holder: String,
    },
    /// A newer program wrote it.
    #[error(
        "“{file}” has format {found}, and this version of Rapporteur reads formats up to {known}. \
         Nothing was changed: open it with a newer version."
    )]
    Newer {
        /// The file that says so.
        file: PathBuf,
        /// Its format number.
        found: u64,
        /// The newest that this program reads.
        known: u64,
    },
    /// A file that everything depends on does not parse.
    #[error("“{file}”, line {line}, column {column}: {why}. Nothing was changed: mend the line or restore a backup.")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What was expected or found.
        why: String,
    },
    /// A file is larger than the store takes.
    #[error("“{file}” is larger than {limit} bytes and was not read.")]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// The limit, in bytes.
        limit: u64,
    },
    /// One record would not fit on a line.
    #[error("One record for “{file}” takes {bytes} bytes, more than the {limit} that a line may have. Shorten it.")]
    LineTooLong {
        /// The file it was meant for.
        file: PathBuf,
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// A text does not have the hash that its name promises.
    #[error("“{file}” is not the text that was imported: its content does not fit its name. Import the article again.")]
    TextDamaged {
        /// The file.
        file: PathBuf,
    },
    /// A file that this writer would write says that it is another's.
    #[error("“{file}” says that “{writer}” writes it, so it was left alone. Rename it and save again.")]
    NotOurs {
        /// The file.
        file: PathBuf,
        /// The writer it names.
        writer: String,
    },
    /// Something that should be a plain file or folder is a link, a device or the like.
    #[error("“{file}” is not a regular file or folder inside the project and was left alone.")]
    NotRegular {
        /// The path.
        file: PathBuf,
    },
    /// The steps that can be undone cannot be read just now.
    #[error("Could not read “{file}”: {source}. It only holds what can be undone: try again, or move it away.")]
    UndoUnreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A zip that is no project's archive, or not whole.
    #[error("“{file}” cannot be unpacked: {why}. Nothing was written: ask for the archive again.")]
    Archive {
        /// The zip.
        file: PathBuf,
        /// What is wrong with it, as a sentence without its end.
        why: String,
    },
    /// The system said no.
    #[error("Could not {doing} “{file}”: {source}.")]
    Io {
        /// The verb: “read”, “write”, “rename” …
        doing: &'static str,
        /// The file or folder.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
