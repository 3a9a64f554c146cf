//! Backups: made, listed, opened, compared, restored; each one whole whatever happens to the project.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Desk, FOLDER, TEXT};
use crate::model::{Surroundings as _, difference, operations};
use crate::storage::{
    BackupReason, Backups, Entry, Fault, Fs, FsFile, FsLock, RealFs, SimulatedFs, Stat, Store, Way, check, repair,
};

fn backups(desk: &Desk) -> Backups {
    Backups::inside(Arc::new(desk.fs.clone()), Path::new(FOLDER))
}

#[test]
fn a_backup_opens_and_gives_everything_back_undoably() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    desk.tag(article, "joint post");
    let then = desk.project.clone();
    let backup = backups(&desk).make(desk.surroundings.now()).expect("made").expect("new");
    assert_eq!(backups(&desk).make(desk.surroundings.now()).expect("looked"), None, "nothing has changed");
    let all: Vec<_> = desk.project.excerpts().keys().copied().collect();
    desk.apply(Way::Done, &operations::delete_excerpts(&all[..1]));
    desk.surroundings.pass(3600);
    let later = backups(&desk).make(desk.surroundings.now()).expect("made").expect("new");
    assert_eq!(backups(&desk).list().expect("listed"), [backup.clone(), later]);

    let opened = backups(&desk).open(&backup).expect("opens");
    assert_eq!((&opened.project, &opened.report), (&then, &Default::default()));
    let text = then.articles()[&article].text;
    assert_eq!(opened.texts.read(text).expect("reads").as_str(), TEXT);
    let since = difference::compare(&opened.project, &desk.project);
    assert_eq!((since.added, since.changed, since.removed), (0, 0, 1));

    let before = desk.project.clone();
    let restore = difference::restore_article(&desk.project, &opened.project, article, "restore excerpts");
    let inverse = desk.apply(Way::Done, &restore);
    assert_eq!(desk.project, then);
    desk.apply(Way::Undone, &inverse);
    assert_eq!(desk.project, before);

    desk.apply(Way::Done, &operations::delete_article(&desk.project, article));
    let restore = difference::turn_into(&desk.project, &opened.project, "restore the project");
    desk.apply(Way::Done, &restore);
    assert_eq!((&desk.project, desk.reopened().project), (&then, then.clone()));
}

#[test]
fn the_second_set_survives_the_folder() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    let outside = Backups::at(Arc::new(desk.fs.clone()), Path::new(FOLDER), Path::new("/home/anna/data/backups/x"));
    let backup = outside.make(desk.surroundings.now()).expect("made").expect("new");
    desk.fs.take(FOLDER);
    assert_eq!(outside.open(&backup).expect("opens").project, desk.project);
    desk.surroundings.pass(3600);
    assert!(outside.make(desk.surroundings.now()).is_err(), "a folder that is gone is no empty project");
    assert_eq!(outside.list().expect("listed"), [backup]);
}

#[test]
fn whatever_fails_earlier_backups_stay_whole() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    let first = backups(&desk).make(desk.surroundings.now()).expect("made").expect("new");
    let then = desk.project.clone();
    desk.tag(article, "joint post");
    desk.surroundings.pass(60);
    for number in 0..200 {
        for fault in [Fault::NoSpace, Fault::InputOutput] {
            desk.surroundings.pass(1);
            desk.fs.fail_at(desk.fs.operations() + number, fault);
            let _ = backups(&desk).make(desk.surroundings.now());
            desk.fs.heal();
            for backup in backups(&desk).list().expect("listed") {
                let project = backups(&desk).open(&backup).expect("opens").project;
                // One that lacks what could not be read just then says so.
                let is_lacking = !backups(&desk).details(&backup).expect("read").lacking.is_empty();
                let is_whole = project == then && backup == first || project == desk.project;
                assert!(is_whole || is_lacking && project == then, "operation {number}");
            }
        }
    }
    let all = backups(&desk).list().expect("listed");
    let after = Backups::inside(Arc::new(desk.fs.after_power_loss(7)), Path::new(FOLDER));
    assert_eq!(after.list().expect("listed"), all);
    assert!(all.iter().all(|backup| after.open(backup).is_ok_and(|opened| opened.report == Default::default())));
}

#[test]
fn content_that_no_backup_names_any_more_goes() {
    let (mut desk, article) = Desk::new();
    for hour in 0..60 {
        desk.tag(article, "never accept");
        desk.surroundings.pass(3600);
        backups(&desk).make(desk.surroundings.now()).expect("made").expect("new");
        backups(&desk).thin().expect("thinned");
        assert!(backups(&desk).list().expect("listed").len() <= 24 + 4, "hour {hour}");
    }
    for backup in backups(&desk).list().expect("listed") {
        assert_eq!(backups(&desk).open(&backup).expect("opens").report, Default::default());
    }
    let content = desk.fs.files().keys().filter(|path| path.to_string_lossy().contains("backups/content")).count();
    assert!(content < 24 + 4 + 10, "{content} files of content");
}

#[test]
fn one_made_on_purpose_is_not_thinned_out_by_the_next() {
    let (mut desk, article) = Desk::new();
    let purpose = Some(&BackupReason::ByHand);
    let by_hand = backups(&desk).make_for(desk.surroundings.now(), purpose).expect("made").expect("new");
    for minutes in 1..300 {
        desk.tag(article, "never accept");
        desk.surroundings.pass(60);
        backups(&desk).make_for(desk.surroundings.now(), Some(&BackupReason::Hourly)).expect("made").expect("new");
        backups(&desk).thin().expect("thinned");
        let left = backups(&desk).list().expect("listed");
        assert!(left.contains(&by_hand), "after {minutes} minutes");
        assert!(left.len() <= 60 + 6 + 1, "{} backups", left.len());
    }
    let details = backups(&desk).details(&by_hand).expect("read");
    assert_eq!(details.reason.as_ref(), purpose);
    assert!(details.files > 4 && details.bytes > 100, "{details:?}");
}

fn content(desk: &Desk) -> Vec<PathBuf> {
    let all = desk.fs.files().into_keys();
    all.filter(|path| path.starts_with(format!("{FOLDER}/.local/backups/content"))).collect()
}

#[test]
fn damaged_content_is_kept_anew_as_long_as_the_file_still_says_it() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    backups(&desk).make(desk.surroundings.now()).expect("made").expect("new");
    let checked = || check(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("checks");
    assert_eq!((checked().backups, checked().whole_backups), (1, 1));
    let objects = content(&desk);
    let before = desk.fs.files();
    // Gone or shorter is seen by every backup; another byte only by one that looks into them.
    for mending in [false, true] {
        desk.fs.take(&objects[0]);
        desk.fs.put(&objects[1], b"x");
        let other: Vec<u8> = before[&objects[2]].iter().map(|byte| byte ^ 1).collect();
        if mending {
            desk.fs.put(&objects[2], &other);
        }
        assert_eq!((checked().backups, checked().whole_backups), (1, 0));
        let now = desk.surroundings.now();
        let made = match mending {
            false => backups(&desk).make(now),
            true => backups(&desk).make_mending(now, &BackupReason::Repair),
        };
        assert_eq!(made.expect("made"), None, "the project has not changed");
        assert_eq!((checked().backups, checked().whole_backups), (1, 1));
        assert!(objects.iter().all(|object| desk.fs.files()[object] == before[object]));
    }
}

/// The disk of a desk, on which one file cannot be read.
#[derive(Debug)]
struct Unreadable(SimulatedFs, &'static str);

impl Fs for Unreadable {
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        self.0.create_new(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.rename(from, to)
    }
    fn unlink(&self, path: &Path) -> io::Result<()> {
        self.0.unlink(path)
    }
    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        self.0.sync_dir(folder)
    }
    fn create_dir(&self, folder: &Path) -> io::Result<()> {
        self.0.create_dir(folder)
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let is_it = path.to_string_lossy().contains(self.1);
        if is_it { Err(io::ErrorKind::PermissionDenied.into()) } else { self.0.read(path, limit) }
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.0.list(folder)
    }
    fn stat(&self, path: &Path) -> io::Result<Option<Stat>> {
        self.0.stat(path)
    }
    fn identity(&self, path: &Path) -> io::Result<u128> {
        self.0.identity(path)
    }
    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn FsLock>>> {
        self.0.try_lock(path)
    }
}

#[test]
fn one_unreadable_file_stops_no_backup_and_never_takes_the_place_of_a_whole_one() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    let whole = backups(&desk).make(desk.surroundings.now()).expect("made").expect("new");
    let then = desk.project.clone();
    let fs: Arc<dyn Fs> = Arc::new(Unreadable(desk.fs.clone(), "/talks/excerpts/"));
    let unreadable = Backups::inside(fs.clone(), Path::new(FOLDER));
    for quote in ["joint post", "proposed"] {
        let mut tag = desk.project.tags_in_order()[0].clone();
        tag.definition = quote.to_owned();
        desk.tag(article, quote);
        desk.apply(Way::Done, &crate::model::Change::put("define", [crate::model::Record::Tag(tag)]));
        desk.surroundings.pass(8 * 604_800);
        let made = unreadable.make(desk.surroundings.now()).expect("made").expect("new");
        let lacking = unreadable.details(&made).expect("read").lacking;
        assert!(lacking.len() == 1 && lacking[0].starts_with("excerpts/"), "{lacking:?}");
        let opened = backups(&desk).open(&made).expect("opens");
        assert_eq!(opened.project.tags(), desk.project.tags(), "the rest is as it is now");
        assert_eq!(opened.project.excerpts(), then.excerpts(), "and this as it was last read");
        unreadable.thin().expect("thinned");
        assert!(backups(&desk).list().expect("listed").contains(&whole));
    }
    let report = check(Arc::new(desk.fs.clone()), Path::new(FOLDER)).expect("checks");
    assert_eq!((report.backups, report.whole_backups), (3, 1));
    assert!(repair(&fs, Path::new(FOLDER), &desk.writer, desk.surroundings.now()).is_err(), "in use");
    desk.fs.unlock_all();
    repair(&fs, Path::new(FOLDER), &desk.writer, desk.surroundings.now()).expect("repairs the rest");
    desk.surroundings.pass(60);
    let next = backups(&desk).make(desk.surroundings.now()).expect("made").expect("new");
    assert_eq!(backups(&desk).details(&next).expect("read").lacking, [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_link_where_backups_belong_is_refused() {
    let (desk, _) = Desk::new();
    let home = tempfile::tempdir().expect("a folder");
    let (folder, elsewhere) = (home.path().join("talks"), home.path().join("elsewhere"));
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    drop(Store::create(fs.clone(), &folder, &desk.project, &desk.writer).expect("created"));
    std::fs::create_dir(&elsewhere).expect("made");
    let now = desk.surroundings.now();
    for below in ["backups", "backups/content"] {
        let link = folder.join(".local").join(below);
        std::fs::create_dir_all(link.parent().expect("below")).expect("made");
        std::os::unix::fs::symlink(&elsewhere, &link).expect("linked");
        let set = Backups::inside(fs.clone(), &folder);
        for said in [set.make(now).err(), set.thin().err()] {
            assert!(said.expect("refused").to_string().contains("not a regular file or folder"), "{below}");
        }
        let problems = check(fs.clone(), &folder).expect("checks").problems;
        assert!(problems.iter().any(|found| found.file == ".local/backups"), "{problems:?}");
        std::fs::remove_file(&link).expect("removed");
    }
    assert_eq!(std::fs::read_dir(&elsewhere).expect("there").count(), 0);
}
