//! The folder in which the program keeps what belongs to one user on one machine: who they are as analysts
//! (`installation.ron`), their settings, their copy of the sample. Projects lie elsewhere.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::app::Settings;
use crate::model::operations::TAG_COLORS;
use crate::model::{Analyst, AnalystId, Extra, Surroundings};
use crate::storage::{Fs, RealFs, StoreError, Writer, WriterId, make_folder, write_file};

/// Names the folder where the usual place will not do.
pub const FOLDER_VARIABLE: &str = "RAPPORTEUR_DATA";

/// The format of `installation.ron` that this program writes.
const FORMAT: u32 = 1;

/// Largest file read here, in bytes.
const FILE_MAX_BYTES: u64 = 4 << 20;

/// The user's folder.
#[derive(Debug, Clone)]
pub struct UserFolder {
    fs: Arc<dyn Fs>,
    folder: PathBuf,
}

/// Why something of the user's folder could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum UserFolderError {
    /// The system names no home.
    #[error("The system does not say where your data belongs. Set {FOLDER_VARIABLE} to a folder.")]
    NoFolder,
    /// A file there does not say what it should. It is left as it is.
    #[error("“{}” cannot be read: {why}. Mend it, or move it away to start anew.", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// It could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What `installation.ron` holds.
#[derive(Debug, Serialize, Deserialize)]
struct Installation {
    format: u32,
    /// Each analyst who works here.
    writers: Vec<KnownAnalyst>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KnownAnalyst {
    analyst: AnalystId,
    name: String,
    color: [u8; 3],
}

impl UserFolder {
    /// The folder that [`FOLDER_VARIABLE`] names, or where the system keeps such things. It need not exist yet.
    ///
    /// # Errors
    /// [`UserFolderError::NoFolder`].
    pub fn find() -> Result<Self, UserFolderError> {
        let named = std::env::var_os(FOLDER_VARIABLE).filter(|folder| !folder.is_empty()).map(PathBuf::from);
        let usual = || directories::ProjectDirs::from("", "", "rapporteur").map(|dirs| dirs.data_dir().to_owned());
        Ok(Self::at(Arc::new(RealFs), named.or_else(usual).ok_or(UserFolderError::NoFolder)?))
    }

    /// The folder at a path.
    #[must_use]
    pub fn at(fs: Arc<dyn Fs>, folder: PathBuf) -> Self {
        Self { fs, folder }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Where the user's copy of the sample project belongs.
    #[must_use]
    pub fn sample(&self) -> PathBuf {
        self.folder.join("projects").join("berlin-talks")
    }

    /// The settings; the usual ones where none are kept.
    ///
    /// # Errors
    /// Where they cannot be read; they should then not be kept either, so that nothing is lost.
    pub fn settings(&self) -> Result<Settings, UserFolderError> {
        let settings: Option<Settings> = self.read("settings.ron")?;
        Ok(settings.unwrap_or_default().in_range())
    }

    /// Keeps the settings.
    ///
    /// # Errors
    /// What kept them from being written.
    pub fn keep_settings(&self, settings: &Settings) -> Result<(), UserFolderError> {
        self.write("settings.ron", settings)
    }

    /// The analyst of this name on this installation, with a new id to write under. The first time, the analyst is made
    /// and kept. Under which id they write in a project where they wrote before, its folder knows.
    ///
    /// # Errors
    /// Where `installation.ron` cannot be read or written.
    pub fn writer(&self, name: &str, surroundings: &mut dyn Surroundings) -> Result<Writer, UserFolderError> {
        const FILE: &str = "installation.ron";
        let installation: Option<Installation> = self.read(FILE)?;
        let mut installation = installation.unwrap_or(Installation { format: FORMAT, writers: Vec::new() });
        let unreadable = |why: String| UserFolderError::Unreadable { file: self.folder.join(FILE), why };
        if installation.format > FORMAT {
            return Err(unreadable("a newer version of Rapporteur wrote it".to_owned()));
        }
        let name = name.trim();
        let alike = |known: &&KnownAnalyst| known.name.to_lowercase() == name.to_lowercase();
        if let Some(known) = installation.writers.iter().find(alike) {
            let id = WriterId::fresh(surroundings);
            let analyst =
                Analyst { id: known.analyst, name: known.name.clone(), color: known.color, extra: Extra::default() };
            return Ok(Writer { id, analyst, installation: computer_name() });
        }
        let color = TAG_COLORS.get(installation.writers.len() % TAG_COLORS.len()).copied().unwrap_or([0x80; 3]);
        let analyst =
            Analyst { id: AnalystId::fresh(surroundings), name: name.to_owned(), color, extra: Extra::default() };
        let writer = Writer { id: WriterId::fresh(surroundings), analyst, installation: computer_name() };
        installation.writers.push(KnownAnalyst {
            analyst: writer.analyst.id,
            name: writer.analyst.name.clone(),
            color,
        });
        self.write(FILE, &installation)?;
        Ok(writer)
    }

    fn read<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>, UserFolderError> {
        let file = self.folder.join(name);
        let unreadable = |why: String| UserFolderError::Unreadable { file: file.clone(), why };
        let bytes = match self.fs.read(&file, FILE_MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error.to_string())),
        };
        ron::de::from_bytes(&bytes).map(Some).map_err(|error| unreadable(error.to_string()))
    }

    fn write(&self, name: &str, value: &impl Serialize) -> Result<(), UserFolderError> {
        let file = self.folder.join(name);
        let pretty = ron::ser::PrettyConfig::new().new_line("\n");
        let text = ron::ser::to_string_pretty(value, pretty)
            .map_err(|error| UserFolderError::Unreadable { file: file.clone(), why: error.to_string() })?;
        make_folder(&*self.fs, &self.folder)?;
        write_file(&*self.fs, &file, true, &mut |out| out.write_all(format!("{text}\n").as_bytes()))?;
        Ok(())
    }
}

/// What the system calls the user; “analyst” where it says nothing.
#[must_use]
pub fn system_user_name() -> String {
    let named = ["USER", "USERNAME", "LOGNAME"].into_iter().filter_map(|variable| std::env::var(variable).ok());
    let mut fit = named.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    fit.next().unwrap_or_else(|| "analyst".to_owned())
}

/// What the system calls the computer, where it says so without being asked further; for people only.
fn computer_name() -> String {
    let named = ["COMPUTERNAME", "HOSTNAME"].into_iter().find_map(|variable| std::env::var(variable).ok());
    named.unwrap_or_default().chars().filter(|sign| !sign.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::surroundings::Counting;

    #[test]
    fn an_analyst_is_made_once_and_writes_under_a_new_id() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = UserFolder::at(Arc::new(RealFs), home.path().join("new").join("data"));
        let mut surroundings = Counting::default();
        let ada = folder.writer("Ada", &mut surroundings).expect("a writer");
        let ben = folder.writer("Ben", &mut surroundings).expect("a writer");
        assert_ne!((&ada.id, ada.analyst.id), (&ben.id, ben.analyst.id));
        let again = folder.writer(" ada ", &mut surroundings).expect("a writer");
        assert_eq!(again.analyst, ada.analyst);
        assert_ne!(again.id, ada.id, "a copy of this folder must not lead to the same id");
        assert_eq!(folder.writer("Ben", &mut surroundings).expect("a writer").analyst, ben.analyst);
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = UserFolder::at(Arc::new(RealFs), home.path().to_owned());
        for (name, text) in [("installation.ron", "(format: 99, writers: [])"), ("settings.ron", "(theme")] {
            std::fs::write(home.path().join(name), text).expect("written");
            let error = match name {
                "settings.ron" => folder.settings().err(),
                _ => folder.writer("Ada", &mut Counting::default()).err(),
            };
            assert!(error.expect("an error").to_string().contains(name));
            assert_eq!(std::fs::read_to_string(home.path().join(name)).expect("there"), text);
        }
    }

    #[test]
    fn settings_come_back() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = UserFolder::at(Arc::new(RealFs), home.path().to_owned());
        assert_eq!(folder.settings().expect("settings"), Settings::default());
        let settings = Settings { zoom: 1.5, analyst: "Ada “A”".to_owned(), ..Settings::default() };
        folder.keep_settings(&settings).expect("kept");
        assert_eq!(folder.settings().expect("settings"), settings);
    }
}
