//! What could not be read is listed, kept in quarantine, and can be copied.

use rapporteur::app::{Action, CommandId, Overlay};

use super::keeping::tag_words;
use crate::support::Program;

#[test]
fn a_damaged_line_is_listed_with_its_place_and_the_copy_in_quarantine() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("weir");
    let mut program = Program::with_articles(home.path(), &folder, &["The mill stays ours. A shared weir."]);
    tag_words(&mut program, "The mill stays ours");
    tag_words(&mut program, "A shared weir");
    program.command(CommandId::CloseProject);
    let files = walkdir::WalkDir::new(folder.join("excerpts")).into_iter().flatten();
    let file = files.map(walkdir::DirEntry::into_path).find(|path| path.is_file()).expect("a file");
    let broken = std::fs::read_to_string(&file).expect("text").replace("start: 0", "start: oops(");
    std::fs::write(&file, &broken).expect("damaged");

    let mut program = Program::start(home.path());
    program.act(Action::OpenProject(folder.clone()));
    assert_eq!(program.state.overlay, Some(Overlay::Unread));
    assert_eq!(program.open().project.excerpts().len(), 1, "the rest is open");
    let unread = program.open().unread.clone();
    let [finding] = unread.findings.as_slice() else { panic!("{unread:?}") };
    assert!(file.ends_with(&finding.file) && finding.line == Some(2) && finding.column.is_some(), "{finding:?}");
    let [(of, copy)] = unread.quarantined.as_slice() else { panic!("{unread:?}") };
    assert_eq!(of, &finding.file);
    assert_eq!(std::fs::read_to_string(folder.join(copy)).expect("the copy"), broken);
    program.act(Action::CopyUnread);
    let text = program.copied().expect("copied").to_owned();
    assert!(text.contains(&finding.to_string()) && text.contains(copy), "{text}");
    program.act(Action::ShowOverlay(None));
    program.command(CommandId::ShowUnread);
    assert_eq!(program.state.overlay, Some(Overlay::Unread), "it can be read again");
}

#[test]
fn what_was_damaged_and_is_whole_again_is_no_longer_said() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("weir");
    let mut program = Program::with_articles(home.path(), &folder, &["The mill stays ours. A shared weir."]);
    tag_words(&mut program, "The mill stays ours");
    tag_words(&mut program, "A shared weir");
    program.command(CommandId::Save);
    let files = walkdir::WalkDir::new(folder.join("excerpts")).into_iter().flatten();
    let file = files.map(walkdir::DirEntry::into_path).find(|path| path.is_file()).expect("a file");
    let whole = std::fs::read(&file).expect("bytes");
    // Its own file is written back by itself.
    std::fs::write(&file, vec![0; whole.len()]).expect("damaged");
    program.pause();
    assert!(program.said().contains("cannot be read"), "{}", program.said());
    program.pause();
    assert_eq!(std::fs::read(&file).expect("bytes"), whole);
    assert_eq!(program.open().unread.findings, [], "{}", program.said());
    assert!(!program.said().contains("cannot be read"), "{}", program.said());
    // A colleague's file that came by half is whole when the rest has come.
    let theirs = file.with_file_name("boris.ron");
    let text =
        String::from_utf8(whole).expect("text").replace(&*file.file_stem().expect("a name").to_string_lossy(), "boris");
    let text = text.replace("id: \"0", "id: \"1");
    std::fs::write(&theirs, text.as_bytes().get(..text.len() - 9).expect("bytes")).expect("by half");
    program.pause();
    assert!(!program.open().unread.findings.is_empty(), "{}", program.said());
    std::fs::write(&theirs, &text).expect("whole");
    program.pause();
    assert_eq!(program.open().unread.findings, [], "{}", program.said());
    assert_eq!(program.open().project.excerpts().len(), 4);
}
