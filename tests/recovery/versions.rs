//! Two analysts change one excerpt at the same time: both versions are kept until one of them settles which counts.

use std::path::Path;

use rapporteur::app::{Action, CommandId, ExcerptField, Overlay, Version};
use rapporteur::model::fields::{differing, take_field};
use rapporteur::model::{ExcerptId, Record, RecordId, Stance};

use super::keeping::{ada_and_ben, tag_words};
use crate::support::Program;

/// Ada writes a memo and Ben another one, and a stance, before either has heard of the other.
fn two_versions(home: &Path) -> (Program, Program, ExcerptId) {
    let (mut ada, mut ben) = ada_and_ben(home);
    tag_words(&mut ada, "a shared weir");
    ada.command(CommandId::Save);
    ben.act(Action::Focused);
    let id = *ada.open().project.excerpts().keys().next().expect("an excerpt");
    ben.act(Action::SetField(vec![id], ExcerptField::Memo("Ben’s words".to_owned())));
    ben.act(Action::SetField(vec![id], ExcerptField::Stance(Some(Stance::For))));
    ben.command(CommandId::Save);
    ada.act(Action::SetField(vec![id], ExcerptField::Memo("Ada’s words".to_owned())));
    ada.command(CommandId::Save);
    ada.act(Action::Focused);
    ben.act(Action::Focused);
    (ada, ben, id)
}

fn versions(program: &Program, id: ExcerptId) -> Vec<Version> {
    program.open().versions.waiting().get(&RecordId::Excerpt(id)).cloned().unwrap_or_default()
}

fn by<'a>(versions: &'a [Version], analyst: &str) -> &'a Record {
    let version = versions.iter().find(|version| version.analyst == analyst).expect("a version of theirs");
    version.record.as_ref().expect("a record")
}

#[test]
fn both_see_both_versions_and_what_one_settles_is_settled_for_both() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut ada, mut ben, id) = two_versions(home.path());
    let (hers, his) = (versions(&ada, id), versions(&ben, id));
    assert_eq!(hers, his, "both are shown the same");
    assert_eq!(hers.len(), 2);
    assert_eq!(differing(by(&hers, "Ada"), by(&hers, "Ben")), ["Stance", "Memo"]);
    assert_eq!(ada.open().project.excerpts(), ben.open().project.excerpts());
    assert!(ada.state.notices.shown().iter().any(|notice| notice.offer == Some(CommandId::SettleVersions)));
    ada.command(CommandId::SettleVersions);
    assert_eq!(ada.state.overlay, Some(Overlay::Versions(RecordId::Excerpt(id))));

    let mut mixed = by(&hers, "Ada").clone();
    take_field(&mut mixed, by(&hers, "Ben"), "Stance");
    ada.act(Action::SettleVersions(RecordId::Excerpt(id), Some(Box::new(mixed))));
    assert!(versions(&ada, id).is_empty() && ada.state.overlay.is_none());
    ada.command(CommandId::Save);
    ben.act(Action::Focused);
    assert!(versions(&ben, id).is_empty());
    let excerpt = ben.open().project.excerpts().get(&id).expect("the excerpt").clone();
    assert_eq!((excerpt.memo.as_str(), excerpt.stance.clone()), ("Ada’s words", Some(Stance::For)));
}

#[test]
fn undo_brings_the_choice_back_and_the_next_edit_settles_it_as_well() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut ada, mut ben, id) = two_versions(home.path());
    let both = versions(&ada, id);
    ada.act(Action::SettleVersions(RecordId::Excerpt(id), Some(Box::new(by(&both, "Ben").clone()))));
    assert_eq!(ada.open().project.excerpts()[&id].memo, "Ben’s words");
    assert_eq!(ada.label(CommandId::Undo), "Undo: settle versions of excerpt");
    ada.command(CommandId::Undo);
    assert_eq!(versions(&ada, id), both);
    ada.command(CommandId::Redo);
    assert!(versions(&ada, id).is_empty());
    ada.command(CommandId::Undo);
    ada.act(Action::SetField(vec![id], ExcerptField::Memo("both".to_owned())));
    assert!(versions(&ada, id).is_empty());
    ada.command(CommandId::Save);
    ben.act(Action::Focused);
    assert!(versions(&ben, id).is_empty());
    assert_eq!(ben.open().project.excerpts()[&id].memo, "both");
}

#[test]
fn versions_wait_across_a_restart_and_a_removal_is_one_of_them() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut ada, mut ben) = ada_and_ben(home.path());
    tag_words(&mut ada, "a shared weir");
    ada.command(CommandId::Save);
    ben.act(Action::Focused);
    let id = *ada.open().project.excerpts().keys().next().expect("an excerpt");
    ben.act(Action::SelectExcerpts(vec![id]));
    ben.command(CommandId::DeleteExcerpts);
    ben.command(CommandId::CloseProject);
    ada.act(Action::SetField(vec![id], ExcerptField::Memo("Ada’s words".to_owned())));
    ada.command(CommandId::CloseProject);
    let mut ada = Program::start(home.path());
    ada.act(Action::OpenProject(home.path().join("weir")));
    let both = versions(&ada, id);
    let said: Vec<_> = both.iter().map(|version| (version.analyst.as_str(), version.record.is_some())).collect();
    assert_eq!(said, [("Ada", true), ("Ben", false)]);
    ada.act(Action::SettleVersions(RecordId::Excerpt(id), None));
    assert!(ada.open().project.excerpts().is_empty() && versions(&ada, id).is_empty());
    ada.command(CommandId::Undo);
    assert_eq!(versions(&ada, id), both);
}
