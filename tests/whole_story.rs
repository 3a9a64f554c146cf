//! The whole story through the same `update` as the window: new project, articles in, passages tagged, undo, redo,
//! save, reopen, excerpts out, and the exported table back in.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

mod recovery;
mod searching;
mod support;

use std::collections::BTreeMap;

use rapporteur::app::{Action, CommandId, ExcerptField, View};
use rapporteur::model::{ExcerptId, Stance, TagId, TextSpan, Voice};
use support::Program;

fn tag(id: &str) -> TagId {
    id.parse().expect("a tag")
}

/// Tags the first `count` sentences of the article shown, in turn with the three tags.
fn tag_sentences(program: &mut Program, count: usize) {
    let text = program.open().text().expect("a text").clone();
    let mut at = text.as_str().len() / 3;
    for number in 0..count {
        let range = rapporteur::text::bounds::sentence_at(text.as_str(), at);
        let span = TextSpan::new(text.as_str(), range.clone()).expect("a sentence");
        program.act(Action::SelectPassage(Some(span)));
        program.act(Action::Tag(tag(["position", "red-line", "proposal"][number % 3])));
        let ids = program.open().selected.clone();
        assert_eq!(ids.len(), 1, "the new excerpt is selected");
        program.act(Action::AddActor(ids.clone(), ["Ukraine", "Russia", "United States"][number % 3].to_owned()));
        program.act(Action::AddIssue(ids.clone(), "Security guarantees".to_owned()));
        if number % 2 == 0 {
            program.act(Action::SetField(ids.clone(), ExcerptField::Stance(Some(Stance::Conditional))));
            program.act(Action::SetField(ids, ExcerptField::Voice(Some(Voice::Paraphrase))));
        }
        at = range.end + 2;
    }
}

#[test]
fn from_an_empty_folder_to_an_exported_table_and_back() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("talks");
    let mut program = Program::start(home.path());
    program.act(Action::CreateProject { folder: folder.clone(), name: "Talks".to_owned(), codebook: "plain" });
    assert_eq!(program.open().project.tags().len(), 3);

    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/articles");
    program.act(Action::Import(vec![sample.clone()]));
    assert_eq!(program.open().project.articles().len(), 5);
    assert!(program.open().reading.is_some(), "the first article is shown");
    program.act(Action::Import(vec![sample]));
    assert_eq!(program.open().project.articles().len(), 5, "the same texts are not imported twice");

    for _ in 0..5 {
        tag_sentences(&mut program, 4);
        program.command(CommandId::NextArticle);
    }
    assert_eq!(program.open().project.excerpts().len(), 20);

    let full = program.open().project.clone();
    for _ in 0..5 {
        program.command(CommandId::Undo);
    }
    assert_ne!(program.open().project, full);
    let undone_two = {
        program.command(CommandId::Redo);
        program.command(CommandId::Redo);
        program.open().project.clone()
    };
    program.command(CommandId::Save);
    assert!(program.open().is_saved());
    program.command(CommandId::CloseProject);
    assert!(program.state.open.is_none());

    let mut later = Program::start(home.path());
    later.act(Action::OpenProject(folder.clone()));
    assert_eq!(later.open().project, undone_two, "reopening shows the same state");

    let table = home.path().join("out.csv");
    later.choose(Some(vec![table.clone()]));
    later.act(Action::ChooseExport { format: "csv", filtered: false });
    let exported = std::fs::read_to_string(&table).expect("the export");
    let rows = csv::Reader::from_reader(exported.as_bytes()).into_records().count();
    assert_eq!(rows, later.open().project.excerpts().len());

    let again = support::tag_from_table(home.path(), &folder, &exported);
    assert_eq!(again, exported, "what was exported goes back in identically");
}

#[test]
fn saving_writes_the_same_bytes_twice_and_reopening_changes_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("talks");
    let mut program = Program::with_articles(home.path(), &folder, &["One sentence here. Another sentence there."]);
    tag_sentences(&mut program, 2);
    program.command(CommandId::CloseProject);
    let before = files(&folder);
    let mut program = Program::start(home.path());
    program.act(Action::OpenProject(folder.clone()));
    program.command(CommandId::Save);
    program.command(CommandId::CloseProject);
    assert_eq!(files(&folder), before);
}

fn files(folder: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let is_kept = |entry: &walkdir::DirEntry| entry.file_name() != ".local";
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_entry(is_kept)
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().display().to_string(), std::fs::read(entry.path()).expect("a file")))
        .collect()
}

#[test]
fn a_tag_is_refused_while_nothing_is_selected_and_retags_what_is() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::with_articles(home.path(), &home.path().join("p"), &["One sentence here. Another one."]);
    program.act(Action::Tag(tag("position")));
    assert!(program.open().project.excerpts().is_empty());
    program.select("sentence here");
    program.act(Action::Tag(tag("position")));
    program.act(Action::Tag(tag("red-line")));
    let excerpts: Vec<_> = program.open().project.excerpts().values().cloned().collect();
    assert_eq!(excerpts.len(), 1);
    assert_eq!(excerpts[0].tag, tag("red-line"));
    assert_eq!(excerpts[0].anchor.quote(), "sentence here");
    assert_eq!(program.label(CommandId::Undo), "Undo: retag as red line");
    program.command(CommandId::Undo);
    assert_eq!(program.label(CommandId::Undo), "Undo: tag passage as position");
    assert_eq!(program.label(CommandId::Redo), "Redo: retag as red line");
}

#[test]
fn ends_move_by_words_and_what_is_deleted_comes_back() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::with_articles(home.path(), &home.path().join("p"), &["We will never accept any of it."]);
    program.select("never accept");
    program.act(Action::Tag(tag("red-line")));
    let quote = |program: &Program| program.open().inspected().map(|e| e.anchor.quote().to_string());
    program.command(CommandId::ExtendEndWord);
    assert_eq!(quote(&program).as_deref(), Some("never accept any"));
    program.command(CommandId::ExtendStartWord);
    assert_eq!(quote(&program).as_deref(), Some("will never accept any"));
    program.command(CommandId::ShrinkEndWord);
    program.command(CommandId::ShrinkStartWord);
    assert_eq!(quote(&program).as_deref(), Some("never accept"));
    let before = program.open().project.clone();
    program.command(CommandId::DeleteExcerpts);
    assert!(program.open().project.excerpts().is_empty());
    program.command(CommandId::Undo);
    assert_eq!(program.open().project, before);
}

#[test]
fn copies_stars_and_the_excerpts_beneath() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::with_articles(home.path(), &home.path().join("p"), &["We will never accept any of it."]);
    program.select("We will never accept any of it.");
    program.act(Action::Tag(tag("position")));
    let outer = program.open().selected.clone();
    program.select("never accept");
    program.act(Action::Tag(tag("red-line")));
    let inner = program.open().selected.clone();
    program.command(CommandId::ExcerptBeneath);
    assert_eq!(program.open().selected, outer);
    program.command(CommandId::ExcerptBeneath);
    assert_eq!(program.open().selected, inner);
    program.command(CommandId::DuplicateExcerpt);
    let copy = program.open().selected.clone();
    assert_ne!(copy, inner);
    program.command(CommandId::Star);
    assert!(program.open().inspected().is_some_and(|excerpt| excerpt.starred));
    program.command(CommandId::PreviousExcerpt);
    program.command(CommandId::PreviousExcerpt);
    assert_eq!(program.open().selected, outer);
    let all: Vec<ExcerptId> = program.open().project.excerpts().keys().copied().collect();
    program.act(Action::SetField(all, ExcerptField::Memo("looked at".to_owned())));
    assert!(program.open().project.excerpts().values().all(|excerpt| excerpt.memo == "looked at"));
    program.command(CommandId::Undo);
    assert!(program.open().project.excerpts().values().all(|excerpt| excerpt.memo.is_empty()), "one undo step");
}

#[test]
fn what_goes_wrong_is_said_and_nothing_is_opened() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(home.path());
    program.act(Action::OpenProject(home.path().join("nowhere")));
    assert!(program.state.open.is_none());
    assert!(program.said().contains("nowhere"), "{}", program.said());
    std::fs::create_dir(home.path().join("newer")).expect("a folder");
    let newer = "(format: 99, writer: \"w\", records: [\n])\n";
    std::fs::write(home.path().join("newer/project.ron"), newer).expect("a file");
    program.act(Action::OpenProject(home.path().join("newer")));
    assert!(program.state.open.is_none());
    assert!(program.said().contains("99"), "{}", program.said());
    let left = std::fs::read_to_string(home.path().join("newer/project.ron")).expect("the file");
    assert_eq!(left, newer, "nothing is overwritten");
}

#[test]
fn the_sample_is_copied_and_the_original_is_not_touched() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(home.path());
    program.act(Action::OpenSample);
    let open = program.open();
    assert!(open.folder.starts_with(home.path()));
    assert_eq!(open.project.articles().len(), 5);
    assert!(open.project.excerpts().len() >= 40);
    assert!(open.project.actors().len() >= 8 && open.project.issues().len() >= 8);
    let tags: std::collections::BTreeSet<_> = open.project.excerpts().values().map(|e| &e.tag).collect();
    assert_eq!(tags.len(), 3);
    program.act(Action::ShowView(View::Excerpts));
    let hits = program.open().hits.excerpts.clone();
    assert_eq!(hits.len(), program.open().project.excerpts().len());
    program.act(Action::ShowExcerpt(hits[7]));
    assert_eq!(program.open().view, View::Read);
    assert_eq!(program.open().selected, [hits[7]]);
}

#[test]
fn an_end_moved_into_a_blank_goes_on_to_the_next_word() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::with_articles(home.path(), &home.path().join("p"), &["We will never accept any of it."]);
    program.select("never");
    program.act(Action::Tag(tag("red-line")));
    let text = program.open().text().expect("a text").as_str().to_owned();
    let id = program.open().selected[0];
    let end = text.find("accept").expect("the next word");
    let start = text.find("never").expect("the word");
    program.act(Action::MoveEnds(id, TextSpan::new(&text, start..end).expect("a passage")));
    assert_eq!(program.open().inspected().map(|e| e.anchor.quote().to_string()).as_deref(), Some("never accept"));
}

#[test]
fn an_excerpt_chosen_in_the_table_is_the_one_that_is_read() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::with_articles(home.path(), &home.path().join("p"), &["One thing.", "Another thing."]);
    program.select("One thing");
    program.act(Action::Tag(tag("position")));
    let first = program.open().selected.clone();
    program.command(CommandId::NextArticle);
    program.act(Action::ShowView(View::Excerpts));
    program.act(Action::SelectExcerpts(first.clone()));
    program.command(CommandId::ShowRead);
    let open = program.open();
    assert_eq!((open.reading, &open.selected), (open.project.excerpts().get(&first[0]).map(|e| e.article), &first));
}
