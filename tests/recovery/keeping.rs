//! Two analysts at one folder, and a folder that goes away.

use std::path::Path;

use rapporteur::app::{Action, CommandId, ExcerptField, Leaving, Overlay, Request};
use rapporteur::desktop::World as _;
use rapporteur::model::{Change, Record};
use rapporteur::storage::{Step, Way};

use crate::support::Program;
use crate::tag;

const TEXT: &str = "The mill stays ours, said the miller. The river board would accept a shared weir.";

/// Tags the words as a position and returns the program's excerpts.
pub(crate) fn tag_words(program: &mut Program, words: &str) {
    program.select(words);
    program.act(Action::Tag(tag("position")));
}

/// Ada at a project with one article, and Ben at the same folder with an installation of his own.
pub(crate) fn ada_and_ben(home: &Path) -> (Program, Program) {
    let folder = home.join("weir");
    let ada = Program::with_articles(home, &folder, &[TEXT]);
    let mut ben = Program::start_as(home, "Ben");
    ben.act(Action::OpenProject(folder));
    assert_eq!(ben.open().read_only, None, "{}", ben.said());
    (ada, ben)
}

#[test]
fn what_another_analyst_writes_appears_on_coming_back_to_the_window_and_in_every_pause() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut ada, mut ben) = ada_and_ben(home.path());
    tag_words(&mut ben, "a shared weir");
    ben.command(CommandId::Save);
    assert!(ada.open().project.excerpts().is_empty());
    ada.act(Action::Focused);
    assert_eq!(ada.open().project.excerpts(), ben.open().project.excerpts());
    assert!(ada.open().is_saved(), "what came from the disk is not waiting to be saved");
    tag_words(&mut ada, "The mill stays ours");
    ada.command(CommandId::Save);
    ben.pause();
    assert_eq!(ben.open().project.excerpts(), ada.open().project.excerpts());
    assert!(ben.open().is_saved());
}

#[test]
fn a_text_that_comes_after_its_article_is_shown_when_it_is_there() {
    let home = tempfile::tempdir().expect("a folder");
    let (ada, mut ben) = ada_and_ben(home.path());
    let article = ada.open().article().expect("an article").clone();
    let name = article.text.to_string();
    let file = ada.open().folder.join(format!("articles/{}/{name}.txt", name.get(62..).expect("64 characters")));
    let elsewhere = home.path().join("on-its-way.txt");
    std::fs::rename(&file, &elsewhere).expect("moved");
    ben.act(Action::OpenProject(home.path().join("weir/../weir")));
    assert!(ben.open().text().is_none());
    std::fs::rename(&elsewhere, &file).expect("moved back");
    ben.act(Action::Focused);
    assert!(ben.open().text().is_some());
}

/// The disk with the project goes away, and an edit after that cannot be kept.
fn unplugged(home: &Path) -> Program {
    let mut program = Program::with_articles(home, &home.join("weir"), &[TEXT]);
    tag_words(&mut program, "The mill stays ours");
    std::fs::rename(home.join("weir"), home.join("unplugged")).expect("moved");
    program.pause();
    program
}

#[test]
fn a_folder_that_goes_away_is_said_and_one_that_comes_back_too() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = unplugged(home.path());
    assert!(program.open().saving.failed.as_deref().is_some_and(|why| why.contains("weir")));
    let notice = program.state.notices.shown().first().expect("a notice").clone();
    assert_eq!(notice.offer, Some(CommandId::SaveCopy), "{}", notice.text);
    let before = program.open().project.clone();
    tag_words(&mut program, "a shared weir");
    assert_eq!(program.open().project.excerpts().len(), before.excerpts().len() + 1, "work goes on in memory");
    assert!(!program.open().is_saved());
    assert!(!home.path().join("weir").exists(), "nothing is made where the folder was");
    std::fs::rename(home.path().join("unplugged"), home.path().join("weir")).expect("moved back");
    program.pause();
    assert!(program.open().is_saved(), "{}", program.said());
    assert_eq!(program.state.notices.shown().iter().filter(|notice| notice.offer.is_some()).count(), 0);
    let now = program.open().project.clone();
    drop(program);
    let mut later = Program::start(home.path());
    later.act(Action::OpenProject(home.path().join("weir")));
    assert_eq!(later.open().project, now);
}

#[test]
fn a_copy_elsewhere_has_everything_and_work_goes_on_in_it() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = unplugged(home.path());
    tag_words(&mut program, "a shared weir");
    std::fs::create_dir(home.path().join("stick")).expect("a folder");
    program.choose(Some(vec![home.path().join("stick")]));
    program.command(CommandId::SaveCopy);
    let Some(Overlay::CopySaved { folder, missing_texts }) = program.state.overlay.clone() else {
        panic!("no copy: {}", program.said());
    };
    assert_eq!((folder.clone(), missing_texts), (home.path().join("stick/Trial"), 0), "the text was in memory");
    let project = program.open().project.clone();
    program.act(Action::EndCopy { go_on: true });
    assert_eq!((&program.open().folder, &program.open().project), (&folder, &project));
    assert!(program.open().is_saved() && program.open().text().is_some());
    assert!(!program.said().contains("no longer there"), "{}", program.said());
    program.command(CommandId::Undo);
    assert_eq!(program.open().project.excerpts().len(), 1, "what was done before can be undone here");
    program.command(CommandId::CloseProject);
    let mut later = Program::start(home.path());
    later.act(Action::OpenProject(folder));
    assert_eq!(later.open().project.excerpts().len(), 1);
}

#[test]
fn a_copy_takes_a_free_name_and_one_that_is_not_gone_on_with_stays_as_it_is() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::with_articles(home.path(), &home.path().join("weir"), &[TEXT]);
    std::fs::create_dir(home.path().join("Trial")).expect("a folder");
    program.choose(Some(vec![home.path().to_owned()]));
    program.command(CommandId::SaveCopy);
    tag_words(&mut program, "a shared weir");
    program.act(Action::EndCopy { go_on: false });
    assert_eq!(program.open().folder, home.path().join("weir"));
    tag_words(&mut program, "The mill stays ours");
    program.command(CommandId::CloseProject);
    program.act(Action::OpenProject(home.path().join("Trial 2")));
    assert_eq!(program.open().project.excerpts().len(), 1, "what was done while it was asked");
}

#[test]
fn a_second_window_only_looks_sees_what_the_first_writes_and_can_keep_a_copy() {
    let home = tempfile::tempdir().expect("a folder");
    let mut first = Program::with_articles(home.path(), &home.path().join("weir"), &[TEXT]);
    let mut second = Program::start(home.path());
    second.act(Action::OpenProject(home.path().join("weir")));
    assert!(second.open().read_only.as_deref().is_some_and(|why| why.contains("Ada")), "{}", second.said());
    tag_words(&mut first, "a shared weir");
    first.command(CommandId::Save);
    second.pause();
    assert_eq!(second.open().project.excerpts(), first.open().project.excerpts());
    tag_words(&mut second, "The mill stays ours");
    assert_eq!(second.open().project.excerpts().len(), 1, "it cannot write");
    std::fs::create_dir(home.path().join("stick")).expect("a folder");
    second.choose(Some(vec![home.path().join("stick")]));
    second.command(CommandId::SaveCopy);
    second.act(Action::EndCopy { go_on: true });
    assert_eq!((second.open().read_only.as_deref(), second.open().project.excerpts().len()), (None, 1));
    tag_words(&mut second, "The mill stays ours");
    assert!(second.open().is_saved());
    first.pause();
    assert_eq!(first.open().project.excerpts().len(), 1, "the copy is a folder of its own");
}

#[test]
fn after_a_change_was_refused_for_good_nothing_is_called_saved() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::with_articles(home.path(), &home.path().join("weir"), &[TEXT]);
    let mut meta = program.open().project.meta().clone();
    meta.name = "w".repeat(2_000_000);
    let change = Change::put("rename", [Record::Project(meta)]);
    let step = Step {
        way: Way::Done,
        inverse: change.clone().into(),
        change: change.into(),
        when: jiff::Timestamp::UNIX_EPOCH,
    };
    program.world.submit(Request::Record { step: Box::new(step), revision: 99 });
    tag_words(&mut program, "a shared weir");
    assert!(program.open().saving.failed.is_some(), "{:?}", program.open().saving);
    program.command(CommandId::Save);
    program.pause();
    assert!(!program.open().is_saved() && program.open().saving.failed.is_some());
    assert!(program.said().contains("may have"), "{}", program.said());
}

#[test]
fn nobody_leaves_a_project_with_something_unsaved_without_being_asked() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = unplugged(home.path());
    program.act(Action::Quit);
    assert!(program.world.for_window.contains(&Request::CloseWindow), "all of it was on the disk before");
    program.world.for_window.clear();
    let mut program = unplugged(&{
        let other = home.path().join("other");
        std::fs::create_dir(&other).expect("a folder");
        other
    });
    let id = *program.open().project.excerpts().keys().next().expect("an excerpt");
    program.act(Action::SetField(vec![id], ExcerptField::Memo("not kept yet".to_owned())));
    program.act(Action::Quit);
    assert_eq!(program.state.overlay, Some(Overlay::NotSaved { leaving: Some(Leaving::Window) }));
    assert!(!program.world.for_window.contains(&Request::CloseWindow));
    program.act(Action::ShowOverlay(None));
    program.command(CommandId::CloseProject);
    assert_eq!(program.state.overlay, Some(Overlay::NotSaved { leaving: Some(Leaving::Project) }));
    assert!(program.state.open.is_some());
    program.act(Action::LeaveUnsaved(Leaving::Project));
    assert!(program.state.open.is_none());
}
