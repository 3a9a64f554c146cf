//! Every file of a project on the real disk, one at a time: emptied, cut at each line, filled with NUL, replaced by an
//! older version, by a folder, made unreadable, taken away. It opens, says what is wrong, and nothing is written over;
//! `repair` brings back what a backup has.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rapporteur::model::surroundings::Counting;
use rapporteur::model::{Change, ExcerptId, Project, Record, Surroundings as _, operations};
use rapporteur::storage::fs::{Entry, Stat};
use rapporteur::storage::{Backups, Fs, FsFile, FsLock, Opened, RealFs, Step, Store, Way, Writer, check, repair};

type Files = BTreeMap<PathBuf, Vec<u8>>;

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format_1")
}

fn put(folder: &Path, files: &Files) {
    for (file, bytes) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().expect("below")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
}

/// All files below a folder; what stays on the machine only where asked for.
fn files(folder: &Path, local: bool) -> Files {
    let all = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    all.map(|entry| (entry.path().strip_prefix(folder).expect("below").to_owned(), entry.into_path()))
        .filter(|(below, _)| local || !below.starts_with(".local"))
        .map(|(below, path)| (below, std::fs::read(path).expect("read")))
        .collect()
}

/// Whether a file is the project's, and not what git and sync programs are told.
fn is_of_the_project(file: &Path) -> bool {
    !file.to_string_lossy().starts_with(".git") && !file.ends_with(".stignore")
}

/// The real disk, on which one file cannot be read.
#[derive(Debug)]
struct Unreadable(PathBuf);

impl Fs for Unreadable {
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        RealFs.create_new(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealFs.rename(from, to)
    }
    fn unlink(&self, path: &Path) -> io::Result<()> {
        RealFs.unlink(path)
    }
    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        RealFs.sync_dir(folder)
    }
    fn create_dir(&self, folder: &Path) -> io::Result<()> {
        RealFs.create_dir(folder)
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        if path == self.0 { Err(io::Error::other("input/output error")) } else { RealFs.read(path, limit) }
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        RealFs.list(folder)
    }
    fn stat(&self, path: &Path) -> io::Result<Option<Stat>> {
        RealFs.stat(path)
    }
    fn identity(&self, path: &Path) -> io::Result<u128> {
        RealFs.identity(path)
    }
    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn FsLock>>> {
        RealFs.try_lock(path)
    }
}

fn ada(project: &Project) -> Writer {
    let analyst = project.analysts().values().find(|analyst| analyst.name == "Ada").expect("there").clone();
    Writer { id: "adas-desk".parse().expect("an id"), analyst, installation: String::new() }
}

/// A project at work: its files, as they are and as they were before the last changes, and what they say.
struct Trial {
    home: tempfile::TempDir,
    writer: Writer,
    surroundings: Counting,
    /// Everything below the folder, before anything is damaged.
    whole: Files,
    older: Files,
    project: Project,
}

impl Trial {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        put(home.path(), &files(&fixture(), false));
        let older = files(home.path(), false);
        let fs: Arc<dyn Fs> = Arc::new(RealFs);
        let looked = Store::open_read_only(fs.clone(), home.path()).expect("opens");
        let mut surroundings = Counting::default();
        let ada = ada(&looked.project);
        let ben = looked.project.analysts().values().find(|analyst| analyst.name == "Ben").expect("there").clone();
        let ben = Writer { id: "bens-laptop".parse().expect("an id"), analyst: ben, installation: String::new() };
        let mut project = looked.project;
        // Each writer changes every file of theirs, so that there is an older version of each.
        for writer in [&ben, &ada] {
            let mut opened = Store::open(fs.clone(), home.path(), writer).expect("opens");
            surroundings.pass(60);
            change_everything(&mut opened, writer, &mut surroundings);
            project = opened.project;
        }
        Backups::inside(fs, home.path()).make(surroundings.now()).expect("made");
        surroundings.pass(60);
        let mut trial = Self { writer: ada, surroundings, whole: Files::new(), older, project, home };
        // An older backup too, as there are many after a day's work.
        trial.project = trial.open(Arc::new(RealFs)).project;
        trial.whole = files(trial.home.path(), true);
        trial
    }

    fn folder(&self) -> &Path {
        self.home.path()
    }

    fn open(&self, fs: Arc<dyn Fs>) -> Opened {
        Store::open(fs, self.folder(), &self.writer).expect("opens")
    }

    /// Puts everything back as it was.
    fn mend(&self) {
        for entry in std::fs::read_dir(self.folder()).expect("there").flatten() {
            // The file that tells this copy of the folder from others stays.
            if entry.file_name() == ".local" {
                let _ = std::fs::remove_dir_all(entry.path().join("quarantine"));
                let _ = std::fs::remove_dir_all(entry.path().join("backups"));
                let _ = std::fs::remove_dir_all(entry.path().join("history"));
            } else if entry.file_type().expect("a kind").is_dir() {
                std::fs::remove_dir_all(entry.path()).expect("removed");
            } else {
                std::fs::remove_file(entry.path()).expect("removed");
            }
        }
        put(
            self.folder(),
            &self
                .whole
                .iter()
                .filter(|(file, _)| !file.ends_with("place"))
                .map(|(f, b)| (f.clone(), b.clone()))
                .collect(),
        );
    }

    fn quarantined(&self) -> Vec<Vec<u8>> {
        files(&self.folder().join(".local/quarantine"), true).into_values().collect()
    }

    fn checked(&self, fs: Arc<dyn Fs>) -> Vec<String> {
        let report = check(fs, self.folder()).expect("checks");
        report.problems.iter().map(ToString::to_string).collect()
    }
}

fn change_everything(opened: &mut Opened, writer: &Writer, surroundings: &mut Counting) {
    let own: Vec<ExcerptId> =
        opened.project.excerpts().values().filter(|e| e.analyst == writer.analyst.id).map(|e| e.id).collect();
    let now = surroundings.now();
    let name = &writer.analyst.name;
    let memo = operations::edit_excerpts(&opened.project, &own, "memo", now, |e| e.memo = format!("{name}'s memo"));
    let mut records: Vec<Record> = Vec::new();
    for article in opened.project.articles().values().filter(|article| name == "Ada" || !article.outlet.is_empty()) {
        let mut article = article.clone();
        article.notes = format!("{name} was here");
        records.push(Record::Article(Box::new(article)));
    }
    let actor = opened.project.actors().values().find(|actor| (name == "Ben") == (actor.name == "Islanders"));
    let mut actor = actor.expect("there").clone();
    actor.notes = "seen".to_owned();
    let mut analyst = opened.project.analysts()[&writer.analyst.id].clone();
    analyst.color = [1, 2, 3];
    records.extend([Record::Actor(actor), Record::Analyst(analyst)]);
    if name == "Ada" {
        let mut meta = opened.project.meta().clone();
        meta.name = "Harbour talks, second round".to_owned();
        records.push(Record::Project(meta));
    }
    for change in [memo, Change::put("change", records)] {
        let inverse = opened.project.apply(&change).expect("applies");
        opened
            .store
            .record(&[Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when: now }])
            .expect("kept");
    }
    opened.store.checkpoint().expect("filed");
}

/// What happens to a file.
fn damages(file: &Path, bytes: &[u8], older: Option<&Vec<u8>>) -> Vec<(String, Option<Vec<u8>>)> {
    let mut all = vec![
        ("emptied".to_owned(), Some(Vec::new())),
        ("filled with NUL".to_owned(), Some(vec![0; bytes.len()])),
        ("taken away".to_owned(), None),
    ];
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
    // Without its very last line end a file says all that it said.
    let cuts = ends.map(|at| at + 1).filter(|at| *at < bytes.len());
    all.extend(cuts.map(|at| (format!("cut at byte {at}"), Some(bytes[..at].to_vec()))));
    all.push(("cut in the middle".to_owned(), Some(bytes[..bytes.len() / 2].to_vec())));
    match older {
        Some(older) if older != bytes => all.push(("replaced by an older version".to_owned(), Some(older.clone()))),
        _ => assert!(file.extension().is_some_and(|end| end == "txt"), "{} has no older version", file.display()),
    }
    all
}

#[test]
fn any_damage_is_said_and_never_written_over_and_repaired_from_a_backup() {
    let trial = Trial::new();
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let shared: Files = trial
        .whole
        .iter()
        .filter(|(file, _)| !file.starts_with(".local"))
        .map(|(f, b)| (f.clone(), b.clone()))
        .collect();
    let mut cases = 0;
    for (file, bytes) in shared.iter().filter(|(file, _)| is_of_the_project(file)) {
        for (how, version) in damages(file, bytes, trial.older.get(file)) {
            let case = format!("{} {how}", file.display());
            let path = trial.folder().join(file);
            match &version {
                Some(version) => std::fs::write(&path, version).expect("written"),
                None => std::fs::remove_file(&path).expect("removed"),
            }
            let before = files(trial.folder(), false);
            let name = file.to_string_lossy().replace('\\', "/");

            let problems = trial.checked(fs.clone());
            assert!(problems.iter().any(|problem| problem.contains(&name)), "{case}: {problems:?}");
            let Opened { mut store, report, .. } = trial.open(fs.clone());
            let is_record = file.extension().is_some_and(|end| end == "ron");
            let said = report.damage.len() + report.lost.len() + report.notes.len();
            assert!(said > 0 || !is_record || how.contains("older"), "{case}: {report:?}");
            store.checkpoint().expect("nothing to file");
            drop(store);
            assert!(files(trial.folder(), false) == before, "{case}: written over");
            if is_record && let Some(version) = version.filter(|_| !how.contains("older")) {
                assert!(trial.quarantined().contains(&version), "{case}: not in quarantine");
            }

            repair(&fs, trial.folder(), &trial.writer, trial.surroundings.now()).expect("repairs");
            assert_eq!(trial.checked(fs.clone()), [""; 0], "{case}, repaired");
            let again = trial.open(fs.clone());
            assert!(again.project == trial.project, "{case}: not all of it came back");
            drop(again);
            trial.mend();
            cases += 1;
        }
    }
    assert!(cases > 60, "{cases}");
}

#[test]
fn what_cannot_be_read_is_said_and_left_alone() {
    let trial = Trial::new();
    let before = files(trial.folder(), false);
    for file in before.keys().filter(|file| is_of_the_project(file)) {
        let path = trial.folder().join(file);
        let name = file.to_string_lossy().replace('\\', "/");
        // On a disk that does not answer; as root a file without permissions would be read all the same.
        let fs: Arc<dyn Fs> = Arc::new(Unreadable(path.clone()));
        let problems = trial.checked(fs.clone());
        assert!(problems.iter().any(|problem| problem.contains(&name)), "{name}: {problems:?}");
        let Opened { mut store, report, .. } = trial.open(fs);
        let is_record = file.extension().is_some_and(|end| end == "ron");
        assert!(!is_record || report.damage.iter().any(|found| found.file == name), "{name}: {report:?}");
        store.checkpoint().expect("nothing to file");
        drop(store);
        assert!(files(trial.folder(), false) == before, "{name}: written over");

        // A folder where the file should be.
        let bytes = std::fs::read(&path).expect("read");
        std::fs::remove_file(&path).expect("removed");
        std::fs::create_dir(&path).expect("made");
        let fs: Arc<dyn Fs> = Arc::new(RealFs);
        let problems = trial.checked(fs.clone());
        assert!(problems.iter().any(|problem| problem.contains(&name)), "{name}: {problems:?}");
        let Opened { mut store, report, .. } = trial.open(fs.clone());
        assert!(!is_record || report.damage.iter().any(|found| found.file == name), "{name}: {report:?}");
        store.checkpoint().expect("nothing to file");
        drop(store);
        // It is said, and the rest is repaired.
        let done = repair(&fs, trial.folder(), &trial.writer, trial.surroundings.now()).expect("repairs");
        assert!(done.left.iter().any(|found| found.file == name), "{name}: {done:?}");
        assert!(path.is_dir());
        std::fs::remove_dir(&path).expect("removed");
        std::fs::write(&path, bytes).expect("written");
        trial.mend();
    }
}

#[test]
fn a_folder_that_is_gone_is_no_clean_project() {
    let trial = Trial::new();
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    for folder in ["excerpts", "articles", "codes", "writers"] {
        let problems = || trial.checked(fs.clone());
        assert_eq!(problems(), [""; 0]);
        std::fs::remove_dir_all(trial.folder().join(folder)).expect("removed");
        let found = problems();
        assert!(found.iter().any(|problem| problem.starts_with(folder)), "{folder}: {found:?}");
        let Opened { store, report, .. } = trial.open(fs.clone());
        assert!(!report.lost.is_empty(), "{folder}: {report:?}");
        drop(store);
        // A backup of what is left does not make the loss any smaller.
        let now = jiff::Timestamp::from_second(trial.surroundings.now().as_second() + 7200).expect("a moment");
        Backups::inside(fs.clone(), trial.folder()).make(now).expect("made");
        assert!(problems().iter().any(|problem| problem.starts_with(folder)), "{folder}");
        repair(&fs, trial.folder(), &trial.writer, now).expect("repairs");
        assert_eq!(problems(), [""; 0], "{folder}");
        assert!(trial.open(fs.clone()).project == trial.project, "{folder}");
        trial.mend();
    }
}
