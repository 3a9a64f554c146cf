//! Backups: made, listed, opened, compared, restored; each one whole whatever happens to the project.

use std::path::Path;
use std::sync::Arc;

use super::{Desk, FOLDER, TEXT};
use crate::model::{Surroundings as _, difference, operations};
use crate::storage::{BackupReason, Backups, Fault, Way};

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
                assert!(project == then && backup == first || project == desk.project, "operation {number}");
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
