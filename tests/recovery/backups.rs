//! Backups are listed with what changed since, and restored as a whole or by article, which can be undone.

use std::path::Path;

use rapporteur::app::{Action, BackupEntry, CommandId, Compared, Overlay};
use rapporteur::model::difference::Difference;
use rapporteur::storage::BackupReason;

use super::keeping::tag_words;
use crate::support::Program;

const TEXTS: [&str; 2] =
    ["The mill stays ours. A shared weir is fine.", "No boat passes at night. The toll is dropped."];

fn entries(program: &mut Program) -> Vec<BackupEntry> {
    program.command(CommandId::Backups);
    assert_eq!(program.state.overlay, Some(Overlay::Backups));
    program.open().backups.entries.clone().expect("listed").expect("a list")
}

fn compared(program: &Program, entry: &BackupEntry) -> Compared {
    program.open().backups.compared.get(&entry.made).expect("compared").clone().expect("readable")
}

/// Two articles with an excerpt each, backed up by hand; then one excerpt is gone, and another is new.
fn changed_since(home: &Path) -> (Program, BackupEntry) {
    let mut program = Program::with_articles(home, &home.join("weir"), &TEXTS);
    tag_words(&mut program, "The mill stays ours");
    program.command(CommandId::NextArticle);
    tag_words(&mut program, "No boat passes");
    program.command(CommandId::BackUpNow);
    assert!(program.said().contains("Backed up"), "{}", program.said());
    program.command(CommandId::DeleteExcerpts);
    program.command(CommandId::PreviousArticle);
    tag_words(&mut program, "A shared weir");
    let all = entries(&mut program);
    let by_hand = all.into_iter().find(|entry| entry.reason == Some(BackupReason::ByHand)).expect("the backup");
    (program, by_hand)
}

#[test]
fn a_new_project_has_none_and_says_so() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(home.path());
    program.act(Action::CreateProject { folder: home.path().join("new"), name: "New".to_owned(), codebook: "plain" });
    assert_eq!(entries(&mut program), []);
    program.command(CommandId::BackUpNow);
    let found = program.open().backups.entries.clone().expect("listed").expect("a list");
    assert_eq!(found.len(), 1, "the open window shows the new one");
    program.command(CommandId::BackUpNow);
    assert!(program.said().contains("Nothing has changed"), "{}", program.said());
}

#[test]
fn each_says_why_where_and_what_changed_since() {
    let home = tempfile::tempdir().expect("a folder");
    let (program, entry) = changed_since(home.path());
    assert!(entry.inside && entry.outside && entry.damaged.is_none() && entry.bytes > 0, "{entry:?}");
    let compared = compared(&program, &entry);
    assert_eq!((compared.articles, compared.excerpts, compared.unreadable), (2, 2, 0));
    assert_eq!(compared.since.excerpts, Difference { added: 1, changed: 0, removed: 1 });
    assert_eq!(compared.since.by_article.len(), 2);
    assert!(program.state.jobs.is_empty(), "nothing goes on");
    let reasons: Vec<_> = program.open().backups.entries.iter().flatten().flatten().map(|e| e.reason.clone()).collect();
    assert_eq!(reasons, [Some(BackupReason::ByHand), Some(BackupReason::Import)]);
}

#[test]
fn the_whole_project_comes_back_and_that_can_be_undone() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, entry) = changed_since(home.path());
    let now = program.open().project.clone();
    program.act(Action::RestoreBackup { made: entry.made, article: None });
    assert!(program.state.overlay.is_none(), "{}", program.said());
    let quotes = |program: &Program| -> Vec<String> {
        program.open().project.excerpts().values().map(|excerpt| excerpt.anchor.quote().to_owned()).collect()
    };
    assert_eq!(quotes(&program), ["The mill stays ours", "No boat passes"]);
    assert!(
        program.label(CommandId::Undo).starts_with("Undo: restore backup of "),
        "{}",
        program.label(CommandId::Undo)
    );
    program.command(CommandId::Undo);
    assert_eq!(program.open().project, now);
    let before = entries(&mut program);
    assert!(before.iter().any(|entry| entry.reason == Some(BackupReason::Restore)), "one was made before: {before:?}");
}

#[test]
fn one_article_comes_back_with_its_text_where_both_are_gone() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, entry) = changed_since(home.path());
    let shared = program.open().reading.expect("the first article");
    let other = *program.open().project.articles().keys().find(|id| **id != shared).expect("the second");
    let text = program.open().project.articles()[&other].text.to_string();
    program.act(Action::DeleteArticle(other));
    let shard = text.get(62..).expect("64 characters");
    std::fs::remove_file(home.path().join(format!("weir/articles/{shard}/{text}.txt"))).expect("removed");
    let kept: Vec<_> = program.open().project.excerpts_in(shared).cloned().collect();
    program.act(Action::RestoreBackup { made: entry.made, article: Some(other) });
    let open = program.open();
    assert_eq!(open.project.excerpts_in(shared).cloned().collect::<Vec<_>>(), kept, "the other is as it was");
    assert_eq!(open.project.excerpt_count(other), 1);
    program.act(Action::ShowArticle(other));
    assert_eq!(program.open().text().map(|text| text.as_str().trim_end()), Some(TEXTS[1]));
    program.command(CommandId::Undo);
    assert!(!program.open().project.articles().contains_key(&other));
}

#[test]
fn a_damaged_backup_says_so_and_the_other_set_stands_in() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut program, entry) = changed_since(home.path());
    let inside = home.path().join("weir/.local/backups");
    std::fs::remove_dir_all(inside.join("content")).expect("gone");
    let again = entries(&mut program);
    assert_eq!(again.len(), 2);
    assert_eq!(compared(&program, &entry).unreadable, 0, "the set outside is whole");
    let ends = |path: &Path| path.extension().is_some_and(|end| end == "backup");
    let lists = walkdir::WalkDir::new(home.path()).into_iter().flatten().map(walkdir::DirEntry::into_path);
    for list in lists.filter(|path| ends(path)) {
        std::fs::write(list, "nonsense").expect("damaged");
    }
    let again = entries(&mut program);
    assert!(again.iter().all(|entry| entry.damaged.is_some()), "{again:?}");
    let outcome = program.open().backups.compared.get(&entry.made).expect("tried");
    assert!(outcome.as_ref().is_err_and(|why| why.contains("damaged")), "{outcome:?}");
    let before = program.open().project.clone();
    program.act(Action::RestoreBackup { made: entry.made, article: None });
    assert_eq!(program.open().project, before);
    assert!(program.said().contains("Nothing was restored"), "{}", program.said());
}
