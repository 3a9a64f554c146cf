//! Work on backups, away from the window: making them, listing them with what changed since, and reading one to restore
//! it. Two sets are kept, one in the project's folder and one outside; what one has lost the other may have.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::jobs::Cancelled;
use crate::app::{BackupEntry, Compared, JobId, Reply, Restoring};
use crate::model::difference::differences;
use crate::model::{ArticleId, Project, ProjectId};
use crate::storage::{Backup, BackupReason, Backups, Fs, ReadOnly, Texts, place_of, write_file};

/// The sets of backups of one project: one in its folder and one outside of it, to which backups are added; and those
/// outside that were made before this copy of the folder was what it is, which are only read.
#[derive(Debug, Clone)]
pub struct Places {
    fs: Arc<dyn Fs>,
    folder: PathBuf,
    sets: Vec<Backups>,
    /// Where the second set lies.
    outside: PathBuf,
}

/// How many of the sets get new backups: the first ones.
const KEPT_SETS: usize = 2;

/// In each set outside: the folder whose backups they are.
const FOLDER_FILE: &str = "folder";
const FOLDER_FILE_MAX_BYTES: u64 = 1 << 16;
/// How the folder of a set begins; the name of the copy follows.
const COPY: &str = "copy-";

/// One backup to be made.
#[derive(Debug, Clone)]
pub struct BackUp {
    /// Where.
    pub places: Places,
    /// Whether backups that are no longer needed may go: not while anything is damaged.
    pub thin: bool,
    /// Why.
    pub reason: BackupReason,
    /// Backups are made one after the other: thinning out must not meet one that is half made.
    pub turn: Arc<Mutex<()>>,
}

impl BackUp {
    /// Makes it in both places; says whether there was anything new.
    ///
    /// # Errors
    /// A sentence, where it could not be made in one of the places; it was tried in the other all the same.
    pub fn run(&self, now: Timestamp) -> Result<bool, String> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let outcomes: Vec<Result<bool, String>> = self.places.kept().iter().map(|set| self.make(set, now)).collect();
        self.places.note_folder();
        outcomes.into_iter().try_fold(false, |new, made| made.map(|made| new | made))
    }

    fn make(&self, set: &Backups, now: Timestamp) -> Result<bool, String> {
        let made = match self.reason {
            BackupReason::Repair => set.make_mending(now, &self.reason),
            _ => set.make_for(now, Some(&self.reason)),
        };
        let made = made.map_err(|error| error.to_string())?;
        if self.thin {
            set.thin().map_err(|error| error.to_string())?;
        }
        let lacking = made.as_ref().and_then(|backup| set.details(backup).ok()).map(|details| details.lacking);
        match lacking.unwrap_or_default().as_slice() {
            [] => Ok(made.is_some()),
            [file] => Err(format!("“{file}” could not be read")),
            [file, more @ ..] => Err(format!("“{file}” and {} more could not be read", more.len())),
        }
    }
}

impl Places {
    /// The places for the project in `folder`; `user` is the folder of this user's data.
    pub fn of(fs: &Arc<dyn Fs>, folder: &Path, project: ProjectId, user: &Path) -> Self {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let all = user.join("backups").join(project.to_string());
        let own = place_of(&**fs, &folder).map(|place| format!("{COPY}{place}"));
        let is_of_this_folder = |name: &str| {
            let said = fs.read(&all.join(name).join(FOLDER_FILE), FOLDER_FILE_MAX_BYTES);
            said.is_ok_and(|said| said == folder.to_string_lossy().as_bytes())
        };
        let listed = fs.list(&all).unwrap_or_default().into_iter().map(|entry| entry.name);
        let earlier = listed.filter(|name| name.starts_with(COPY) && own.as_ref() != Some(name));
        let earlier: Vec<PathBuf> = earlier.filter(|name| is_of_this_folder(name)).map(|name| all.join(name)).collect();
        // All copies of a project once had one set, which lies beside those of each.
        let outside = own.map_or_else(|| all.clone(), |own| all.join(own));
        let places = [outside.clone()].into_iter().chain(earlier).chain((outside != all).then_some(all));
        let inside = Backups::inside(fs.clone(), &folder);
        let sets =
            std::iter::once(inside).chain(places.map(|place| Backups::at(fs.clone(), &folder, &place))).collect();
        Self { fs: fs.clone(), folder, sets, outside }
    }

    /// The sets, the one in the project's folder first.
    #[must_use]
    pub fn sets(&self) -> &[Backups] {
        &self.sets
    }

    fn kept(&self) -> &[Backups] {
        self.sets.get(..KEPT_SETS).unwrap_or(&self.sets)
    }

    /// Notes beside the second set whose it is, for the day on which the folder has lost what names it.
    fn note_folder(&self) {
        let (file, folder) = (self.outside.join(FOLDER_FILE), self.folder.to_string_lossy());
        let is_noted = self.fs.read(&file, FOLDER_FILE_MAX_BYTES).is_ok_and(|said| said == folder.as_bytes());
        if !is_noted {
            // Without it the backups are there all the same.
            let _ = write_file(&*self.fs, &file, true, &mut |out| out.write_all(folder.as_bytes()));
        }
    }

    /// All backups, newest first.
    fn list(&self) -> Result<Vec<BackupEntry>, String> {
        let mut found: BTreeMap<Timestamp, BackupEntry> = BTreeMap::new();
        let mut failed = None;
        for (place, backups) in self.sets.iter().enumerate() {
            let listed = backups.list().unwrap_or_else(|error| {
                failed = Some(error.to_string());
                Vec::new()
            });
            for backup in listed {
                let entry = found.entry(backup.made).or_insert_with(|| BackupEntry {
                    made: backup.made,
                    reason: None,
                    inside: false,
                    outside: false,
                    files: 0,
                    bytes: 0,
                    lacking: 0,
                    damaged: Some(String::new()),
                });
                match backups.details(&backup) {
                    Ok(details) => {
                        (entry.files, entry.bytes, entry.damaged) = (details.files, details.bytes, None);
                        entry.lacking = entry.lacking.max(details.lacking.len());
                        entry.reason = details.reason.or(entry.reason.take());
                    }
                    Err(error) if entry.damaged.is_some() => entry.damaged = Some(error.to_string()),
                    Err(_) => {}
                }
                if place == 0 {
                    entry.inside = true;
                } else {
                    entry.outside = true;
                }
            }
        }
        match failed {
            Some(message) if found.is_empty() => Err(message),
            _ => Ok(found.into_values().rev().collect()),
        }
    }

    /// Opens the backup made then, from the place where the most of it can be read.
    fn open(&self, made: Timestamp) -> Result<(ReadOnly, usize), String> {
        let mut best: Option<(ReadOnly, usize)> = None;
        let mut why = "it is no longer there".to_owned();
        for backups in &self.sets {
            let listed = backups.list().unwrap_or_default();
            let Some(backup): Option<Backup> = listed.into_iter().find(|backup| backup.made == made) else { continue };
            match backups.open(&backup) {
                Ok(opened) => {
                    let unreadable = opened.report.damage.len();
                    if best.as_ref().is_none_or(|(_, least)| unreadable < *least) {
                        best = Some((opened, unreadable));
                    }
                    if unreadable == 0 {
                        break;
                    }
                }
                Err(error) => why = error.to_string(),
            }
        }
        best.ok_or(why)
    }

    /// Lists all backups, then compares each with the project, newest first.
    pub fn list_and_compare(
        &self,
        job: JobId,
        project: &Project,
        cancelled: &Cancelled,
        answer: &mut dyn FnMut(Reply),
    ) {
        let entries = self.list();
        let moments: Vec<Timestamp> = entries.iter().flatten().map(|entry| entry.made).collect();
        answer(Reply::BackupsListed { job, entries });
        for (done, made) in moments.iter().enumerate() {
            if cancelled.is_cancelled(job) {
                break;
            }
            answer(Reply::Progress { job, done, total: Some(moments.len()), at: made.to_string() });
            let outcome = self.open(*made).map(|(opened, unreadable)| Compared {
                since: differences(&opened.project, project),
                articles: opened.project.articles().len(),
                excerpts: opened.project.excerpts().len(),
                unreadable,
            });
            answer(Reply::BackupCompared { job, made: *made, outcome });
        }
        answer(Reply::BackupsCompared { job });
    }

    /// Reads a backup, brings back texts that are gone from the project, and works out the change that restores it;
    /// none where it was stopped.
    pub fn restore(
        &self,
        order: &RestoreOrder,
        cancelled: &Cancelled,
        answer: &mut dyn FnMut(Reply),
    ) -> Result<Option<Box<Restoring>>, String> {
        let (opened, _) = self.open(order.made)?;
        let then = Arc::new(opened.project);
        let wanted = then.articles().values().filter(|article| order.article.is_none_or(|only| only == article.id));
        let wanted: Vec<_> = wanted.map(|article| article.text).collect();
        let (job, total) = (order.job, Some(wanted.len()));
        let mut progress = |done| {
            if done % 64 == 0 {
                answer(Reply::Progress { job, done, total, at: "texts".to_owned() });
            }
            !cancelled.is_cancelled(job)
        };
        let brought = order.texts.bring(wanted, &opened.texts, &mut progress);
        let missing_texts = brought.map_err(|error| error.to_string())?;
        if cancelled.is_cancelled(job) {
            return Ok(None);
        }
        let mut ready = Restoring::new(&order.project, then, order.article, &order.label);
        ready.missing_texts = missing_texts;
        Ok(Some(Box::new(ready)))
    }
}

/// What is to be restored.
#[derive(Debug, Clone)]
pub struct RestoreOrder {
    /// The job.
    pub job: JobId,
    /// When the backup was made.
    pub made: Timestamp,
    /// The article whose excerpts alone come back.
    pub article: Option<ArticleId>,
    /// What the change is called.
    pub label: String,
    /// The project as it is now.
    pub project: Arc<Project>,
    /// Where its texts are kept.
    pub texts: Texts,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desktop::desk::new_project;
    use crate::desktop::user_folder::UserFolder;
    use crate::model::Surroundings as _;
    use crate::model::surroundings::Counting;
    use crate::storage::{RealFs, Store};

    #[test]
    fn a_moved_project_finds_its_backups_and_a_copy_does_not() {
        let home = tempfile::tempdir().expect("a folder");
        let (fs, mut surroundings): (Arc<dyn Fs>, _) = (Arc::new(RealFs), Counting::default());
        let user = home.path().join("data");
        let [first, moved, copied] = ["first", "moved", "copied"].map(|name| home.path().join(name));
        let writer = UserFolder::at(fs.clone(), user.clone()).writer("Ada", &mut surroundings).expect("a writer");
        let project = new_project("Talks", "plain", &writer, &mut surroundings).expect("a project");
        let id = project.meta().id;
        drop(Store::create(fs.clone(), &first, &project, &writer).expect("created"));
        // As they were made before each copy had a set of its own.
        let old = Backups::at(fs.clone(), &first, &user.join("backups").join(id.to_string()));
        old.make(surroundings.now()).expect("made").expect("new");
        let back_up = |folder: &Path, now| {
            let places = Places::of(&fs, folder, id, &user);
            let work = BackUp { places, thin: true, reason: BackupReason::ByHand, turn: Arc::default() };
            work.run(now)
        };
        let outside = |folder: &Path| {
            let listed = Places::of(&fs, folder, id, &user).list().expect("listed");
            listed.iter().filter(|entry| entry.outside).count()
        };
        surroundings.pass(60);
        assert_eq!(back_up(&first, surroundings.now()), Ok(true));
        assert_eq!(outside(&first), 2, "the old place is still looked at");
        for entry in walkdir::WalkDir::new(&first).into_iter().flatten() {
            let to = copied.join(entry.path().strip_prefix(&first).expect("below"));
            match entry.file_type().is_dir() {
                true => std::fs::create_dir_all(to).expect("made"),
                false => std::fs::copy(entry.path(), to).map(|_| ()).expect("copied"),
            }
        }
        assert_eq!(outside(&copied), 1, "what all copies once shared, and nothing of the other copy");
        surroundings.pass(60);
        assert_eq!(back_up(&copied, surroundings.now()), Ok(true));
        assert_eq!((outside(&first), outside(&copied)), (2, 2));
        std::fs::rename(&first, &moved).expect("moved");
        assert_eq!(outside(&moved), 2);
        // One that lost what names it is known by where it lies.
        assert_eq!(back_up(&moved, surroundings.now()), Ok(false));
        std::fs::remove_dir_all(moved.join(".local")).expect("removed");
        assert_eq!(outside(&moved), 2);
    }
}
