//! Codes through the same `update` as the window: files of codes in and out, starters, details of articles from a table,
//! links, the history as a list, whose excerpts are shown.

#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

mod support;

use rapporteur::analysis::Filter;
use rapporteur::app::{
    Action, ArticleField, CodeAction, CodeField, CommandId, ExcerptField, ExportAction, ExportOrder, LinkKind, Overlay,
    View, Which, Whose,
};
use rapporteur::model::operations::Statement;
use rapporteur::model::{ActorId, CodeId, CodeKind, ExcerptId};
use support::Program;

const TEXT: &str = "The mill stays ours, said the miller. The board would accept a weir. No boat will pass at night.";

fn program(home: &std::path::Path) -> Program {
    Program::with_articles(home, &home.join("weir"), &[TEXT, "The toll is dropped, wrote the board."])
}

fn tag(program: &mut Program, words: &str) -> ExcerptId {
    program.select(words);
    program.act(Action::Tag("position".parse().expect("a tag")));
    program.open().selected.first().copied().expect("the excerpt")
}

#[test]
fn codes_go_out_and_come_into_another_project() {
    let home = tempfile::tempdir().expect("a folder");
    let mut first = program(home.path());
    let id = tag(&mut first, "The mill stays ours");
    first.act(Action::AddActor(vec![id], "Oberau".to_owned()));
    first.act(Action::AddIssue(vec![id], "The mill; its weir".to_owned()));
    first.act(Action::TakeStarter("negotiation"));
    assert_eq!(first.open().project.tags().len(), 9, "{}", first.said());
    first.act(Action::TakeStarter("empty"));
    assert_eq!(first.open().project.tags().len(), 1, "only what is in use stays");
    first.command(CommandId::Undo);
    let files = [home.path().join("codes.ron"), home.path().join("codes.csv")];
    for (file, command) in files.iter().zip([CommandId::ExportCodesRon, CommandId::ExportCodesCsv]) {
        first.choose(Some(vec![file.clone()]));
        first.command(command);
        assert!(file.exists(), "{}", first.said());
    }
    let expected = first.open().project.clone();
    first.command(CommandId::CloseProject);
    for (number, file) in files.into_iter().enumerate() {
        let folder = home.path().join(format!("other-{number}"));
        let mut other = Program::with_articles(home.path(), &folder, &["Another text."]);
        other.choose(Some(vec![file]));
        other.command(CommandId::ImportCodebook);
        assert_eq!(other.open().project.actors(), expected.actors(), "{}", other.said());
        assert_eq!(other.open().project.issues(), expected.issues());
        assert_eq!(other.open().project.tags().len(), expected.tags().len());
        other.command(CommandId::Undo);
        assert!(other.open().project.actors().is_empty(), "one step");
        other.command(CommandId::CloseProject);
    }
}

#[test]
fn a_file_with_something_wrong_is_not_taken_in_by_half() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let before = program.open().project.clone();
    for (name, text, expected) in [
        ("bad.csv", "code,name\nactor,Good\ntag,\n", "Line 3"),
        (
            "bad.ron",
            "(format: 1, records: [\n(record: \"actor\", id: \"a\", name: \"A\", parent: \"a\"),\n])\n",
            "below itself",
        ),
        ("bad.txt", "nothing of the kind", "bad.txt"),
    ] {
        let file = home.path().join(name);
        std::fs::write(&file, text).expect("written");
        program.choose(Some(vec![file]));
        program.command(CommandId::ImportCodebook);
        let Some(Overlay::Refused { title, wrong }) = &program.state.overlay else { unreachable!("refused") };
        assert!(format!("{title}\n{}", wrong.join("\n")).contains(expected), "{wrong:?}");
        assert_eq!(program.open().project, before);
        program.act(Action::ShowOverlay(None));
    }
}

#[test]
fn details_of_many_articles_come_from_a_table_and_are_set_at_once() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let file = home.path().join("details.csv");
    std::fs::write(&file, "file,outlet,desk\narticle-0.txt,Gazette,north\narticle-1.txt,Courier,south\n")
        .expect("written");
    program.choose(Some(vec![file]));
    program.command(CommandId::ImportDetails);
    let outlets = |program: &Program| {
        program.open().project.articles().values().map(|article| article.outlet.clone()).collect::<Vec<_>>()
    };
    assert_eq!(outlets(&program), ["Gazette", "Courier"], "{}", program.said());
    let ids = program.open().listed.clone();
    program.act(Action::SetArticlesField(ids, ArticleField::Groups(vec!["weir".to_owned()])));
    assert!(program.open().project.articles().values().all(|article| article.groups == ["weir"]));
    program.command(CommandId::Undo);
    program.command(CommandId::Undo);
    assert_eq!(outlets(&program), ["", ""], "two steps");
}

#[test]
fn excerpts_are_linked_and_the_history_is_gone_through() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let first = tag(&mut program, "The mill stays ours");
    let second = tag(&mut program, "No boat will pass at night");
    let steps = program.open().history.done().len();
    program.act(Action::StartLink(Some((second, LinkKind::Contradicts))));
    program.act(Action::SelectExcerpts(vec![first]));
    assert_eq!(program.open().project.excerpts()[&second].contradicts.to_vec(), [first]);
    assert_eq!(program.open().project.linked_to(first), [second], "the link is known at both ends");
    assert_eq!(program.open().selected, [second], "the one that was linked stays selected");
    program.act(Action::SelectExcerpts(vec![first]));
    assert_eq!(program.open().selected, [first], "the next click selects again");
    program.act(Action::SetField(vec![second], ExcerptField::Unlinked(LinkKind::Contradicts, first)));
    assert!(program.open().project.linked_to(first).is_empty());
    let last = program.open().project.clone();
    program.act(Action::GoToStep(steps + 1));
    assert_eq!(program.open().project.linked_to(first), [second], "and follows undo");
    program.act(Action::GoToStep(steps - 1));
    assert_eq!(program.open().project.excerpts().len(), 1);
    assert!(program.said().contains("2 steps undone"), "{}", program.said());
    program.act(Action::GoToStep(steps + 2));
    assert!(program.said().contains("3 steps done again"), "{}", program.said());
    assert_eq!(program.open().project, last);
    let times = |program: &Program| program.open().history.done().iter().map(|past| past.when).collect::<Vec<_>>();
    let before = times(&program);
    assert!(before.iter().all(Option::is_some) && before.is_sorted(), "each with the moment of its own: {before:?}");
    let folder = home.path().join("weir");
    program.command(CommandId::CloseProject);
    program.act(Action::OpenProject(folder));
    assert_eq!(times(&program), before, "kept with the history");
}

#[test]
fn escape_first_lets_go_of_excerpts_then_of_names() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let id = tag(&mut program, "The mill stays ours");
    program.act(Action::AddActor(vec![id], "Oberau".to_owned()));
    program.act(Action::NarrowExcerpts(vec!["oberau".parse().expect("an actor")]));
    program.act(Action::SelectExcerpts(vec![id]));
    program.command(CommandId::Deselect);
    assert_eq!((program.open().selected.len(), program.open().narrowed_to.len()), (0, 1));
    program.command(CommandId::Deselect);
    assert!(program.open().narrowed_to.is_empty());
    assert!(!(CommandId::Deselect.command().expect("a command").enabled)(&program.state));
}

#[test]
fn coding_blind_shows_ones_own_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let mine = tag(&mut program, "The mill stays ours");
    program.act(Action::ShowView(View::Excerpts));
    program.act(Action::ShowExcerptsOf(Whose::Others));
    assert!(program.open().hits.excerpts.is_empty());
    program.act(Action::ShowExcerptsOf(Whose::Mine));
    assert_eq!(program.open().hits.excerpts, [mine]);
    program.act(Action::SetMe { name: "  Ben ".to_owned(), color: [1, 2, 3] });
    let me = &program.open().project.analysts()[&program.open().me.id];
    assert_eq!((me.name.as_str(), me.color), ("Ben", [1, 2, 3]));
}

#[test]
fn what_others_tagged_leaves_no_trace_while_coding_blind() {
    let home = tempfile::tempdir().expect("a folder");
    let mut ada = program(home.path());
    let listed = ada.open().listed.clone();
    let [first, second] = listed.as_slice() else { unreachable!("two articles") };
    let mine = tag(&mut ada, "No boat will pass");
    ada.command(CommandId::CloseProject);
    let mut ben = Program::start_as(home.path(), "Ben");
    ben.act(Action::OpenProject(home.path().join("weir")));
    ben.act(Action::ShowArticle(*first));
    let theirs = tag(&mut ben, "The mill stays ours");
    ben.act(Action::AddActor(vec![theirs], "Oberau".to_owned()));
    ben.act(Action::ShowArticle(*second));
    tag(&mut ben, "The toll is dropped");
    ben.command(CommandId::CloseProject);

    ada.act(Action::OpenProject(home.path().join("weir")));
    assert_eq!(ada.open().count_shown(), 3, "{}", ada.said());
    ada.act(Action::ShowExcerptsOf(Whose::Mine));
    let position = rapporteur::model::RecordId::Tag("position".parse().expect("a tag"));
    let actor = rapporteur::model::RecordId::Actor("oberau".parse().expect("an actor"));
    let counts = |program: &Program| {
        let open = program.open();
        let at = |article| open.places_shown(article).len();
        (open.count_shown(), at(*first), at(*second), open.uses_shown(&position, 0), open.uses_shown(&actor, 0))
    };
    assert_eq!(counts(&ada), (1, 1, 0, 1, 0));
    ada.act(Action::ShowArticle(*first));
    for _ in 0..3 {
        ada.command(CommandId::NextExcerpt);
        assert_eq!(ada.open().selected, [mine], "going on never leads to what is hidden");
    }
    let again = tag(&mut ada, "The board would accept a weir");
    assert_eq!(counts(&ada), (2, 2, 0, 2, 0));
    ada.act(Action::AddActor(vec![again], "Oberau".to_owned()));
    assert_eq!(counts(&ada), (2, 2, 0, 2, 1));
    ada.command(CommandId::Undo);
    ada.command(CommandId::Undo);
    assert_eq!(counts(&ada), (1, 1, 0, 1, 0), "undo is followed too");
    let actor = CodeId::Actor("oberau".parse().expect("an actor"));
    ada.act(Action::Code(CodeAction::Delete(actor.clone())));
    let said = ada.said();
    assert!(said.contains("it is in use") && !said.contains("excerpt"), "no count of what is hidden: {said}");
    ada.act(Action::ShowExcerptsOf(Whose::All));
    assert_eq!(counts(&ada), (3, 2, 1, 3, 1));
}

#[test]
fn what_is_armed_narrowed_and_filtered_goes_along_with_a_merge() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let id = tag(&mut program, "The mill stays ours");
    program.act(Action::AddActor(vec![id], "Oberau".to_owned()));
    program.act(Action::AddActor(vec![id], "River board".to_owned()));
    let (from, into): (ActorId, ActorId) =
        ("oberau".parse().expect("an actor"), "river-board".parse().expect("an actor"));
    let statement = Statement { actors: vec![from.clone()], ..program.open().last_statement().expect("a statement") };
    program.act(Action::Arm(Some(statement)));
    program.act(Action::NarrowExcerpts(vec![from.clone(), into.clone()]));
    program.act(Action::SetFilter(Filter::new("actor:Oberau")));
    program.act(Action::ShowView(View::Excerpts));
    let merge = CodeAction::Merge { from: vec![CodeId::Actor(from)], into: CodeId::Actor(into.clone()) };
    program.act(Action::Code(merge));
    let open = program.open();
    assert_eq!(open.armed.as_ref().map(|armed| armed.actors.clone()), Some(vec![into.clone()]));
    assert_eq!(open.narrowed_to, std::slice::from_ref(&into));
    assert_eq!(open.hits.excerpts, [id], "the name merged away is an alias now");
    let first = program.open().listed[0];
    program.act(Action::ShowArticle(first));
    program.select("No boat will pass");
    program.act(Action::TagArmed);
    assert_eq!(program.open().project.excerpts().len(), 2, "{}", program.said());
    // An actor that is gone for another reason is let go of.
    program.act(Action::Code(CodeAction::New { kind: CodeKind::Actor, name: "Nobody".to_owned(), parent: None }));
    let nobody: ActorId = "nobody".parse().expect("an actor");
    program.act(Action::NarrowExcerpts(vec![nobody]));
    program.command(CommandId::Undo);
    assert!(program.open().narrowed_to.is_empty());
    assert_eq!(program.open().code, None);
}

#[test]
fn kept_filters_and_exports_go_along_when_codes_are_renamed_or_merged() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let id = tag(&mut program, "The mill stays ours");
    program.act(Action::AddActor(vec![id], "Oberau".to_owned()));
    program.act(Action::ShowView(View::Excerpts));
    program.act(Action::SetFilter(Filter::new("actor:Oberau  tag:Position")));
    program.act(Action::KeepFilter("theirs".to_owned()));
    let order = ExportOrder { which: Which::Filtered, ..ExportOrder::default() };
    program.act(Action::Export(ExportAction::Keep("theirs".to_owned(), Box::new(order))));
    let texts = |program: &Program| {
        let open = program.open();
        let kept = open.project.filters().values().next().map(|kept| kept.query.clone()).unwrap_or_default();
        let preset = open.project.presets().values().next().map(|preset| preset.filter.clone()).unwrap_or_default();
        assert_eq!((&open.hits.excerpts, &open.hits.mistake), (&vec![id], &None), "{kept}");
        [open.filter.text().to_owned(), kept, preset]
    };
    let before = ["actor:Oberau  tag:Position"; 3];
    assert_eq!(texts(&program), before);
    let oberau = CodeId::Actor("oberau".parse().expect("an actor"));
    let rename = CodeAction::Set(oberau, CodeField::Name("Lower Oberau".to_owned()));
    program.act(Action::Code(rename));
    assert!(program.said().contains("2 kept filters and exports follow"), "{}", program.said());
    let renamed = ["actor:\"Lower Oberau\"  tag:Position"; 3];
    assert_eq!(texts(&program), renamed);
    program.command(CommandId::Undo);
    assert_eq!(texts(&program), before, "one step, and the filter in force follows");
    program.command(CommandId::Redo);
    assert_eq!(texts(&program), renamed);
    let [position, proposal] = ["position", "proposal"].map(|id| CodeId::Tag(id.parse().expect("a tag")));
    program.act(Action::Code(CodeAction::Merge { from: vec![position], into: proposal }));
    assert_eq!(texts(&program), ["actor:\"Lower Oberau\"  tag:Proposal"; 3]);
    program.command(CommandId::Undo);
    assert_eq!(program.open().project.filters().values().next().map(|kept| kept.query.as_str()), Some(renamed[0]));
}

#[test]
fn a_codebook_exported_after_moves_brings_the_tree_back() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let [position, red_line, proposal] =
        ["position", "red-line", "proposal"].map(|id| CodeId::Tag(id.parse().expect("a tag")));
    let below = |code: &CodeId, parent: Option<&CodeId>| {
        Action::Code(CodeAction::Move { code: code.clone(), parent: parent.cloned(), place: None })
    };
    program.act(below(&position, Some(&red_line)));
    program.act(Action::Code(CodeAction::Retire(proposal.clone(), true)));
    let first = program.open().project.tags().clone();
    program.act(below(&position, None));
    program.act(below(&red_line, Some(&position)));
    program.act(Action::Code(CodeAction::Retire(proposal, false)));
    let file = home.path().join("codes.ron");
    program.choose(Some(vec![file.clone()]));
    program.command(CommandId::ExportCodesRon);
    let places = |program: &Program| {
        let tags = program.open().project.tags().values();
        tags.map(|tag| (tag.name.clone(), tag.parent.clone(), tag.retired)).collect::<Vec<_>>()
    };
    let moved = places(&program);
    (0..3).for_each(|_| program.command(CommandId::Undo));
    assert_eq!(program.open().project.tags(), &first);
    program.choose(Some(vec![file]));
    program.command(CommandId::ImportCodebook);
    assert_eq!(places(&program), moved, "{}", program.said());
}

#[test]
fn a_codebook_fills_in_and_never_empties() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let position: rapporteur::model::TagId = "position".parse().expect("a tag");
    let before = program.open().project.tags()[&position].clone();
    assert!(before.key.is_some() && !before.definition.is_empty());
    let file = home.path().join("codes.csv");
    let table = "code,name,key,definition\ntag,Position,,\ntag,Threat,n,what will happen else\ntag,Promise,1,\n";
    std::fs::write(&file, table).expect("written");
    program.choose(Some(vec![file]));
    program.command(CommandId::ImportCodebook);
    let said = program.said();
    assert!(said.contains("2 new") && said.contains("Threat (n), Promise (1)"), "{said}");
    let tags = program.open().project.tags();
    assert_eq!(tags[&position], before);
    let names: Vec<&str> = program.open().project.tags_in_order().iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["Position", "Red line", "Proposal", "Threat", "Promise"], "new ones come last");
    let file = home.path().join("codes.ron");
    let text = "(format: 1, records: [\n(record: \"tag\", id: \"position\", name: \"Stand\"),\n])\n";
    std::fs::write(&file, text).expect("written");
    program.choose(Some(vec![file]));
    program.command(CommandId::ImportCodebook);
    assert!(program.said().contains("1 changed"), "{}", program.said());
    let after = program.open().project.tags()[&position].clone();
    assert_eq!(after, rapporteur::model::Tag { name: "Stand".to_owned(), ..before });
}

#[test]
fn a_project_starts_with_the_codebook_that_was_chosen() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(home.path());
    for (codebook, tags) in [("plain", 3), ("negotiation", 9), ("empty", 0)] {
        let folder = home.path().join(codebook);
        program.act(Action::CreateProject { folder, name: "Trial".to_owned(), codebook });
        assert_eq!(program.open().project.tags().len(), tags, "{codebook}");
    }
}

#[test]
fn whoever_joins_has_a_colour_of_their_own() {
    let home = tempfile::tempdir().expect("a folder");
    let mut ada = program(home.path());
    let hers = ada.open().me.color;
    ada.command(CommandId::CloseProject);
    let mut ben = Program::start_as(home.path(), "Ben");
    ben.act(Action::OpenProject(home.path().join("weir")));
    tag(&mut ben, "No boat will pass");
    let me = &ben.open().project.analysts()[&ben.open().me.id];
    assert!(!rapporteur::model::colors::alike(me.color, hers), "{:?} beside {hers:?}", me.color);
}

#[test]
fn marked_articles_are_changed_together_and_a_narrowed_list_ends_with_its_article() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let ids = program.open().listed.clone();
    program.act(Action::MarkArticles(ids.clone()));
    assert_eq!(program.open().marked, ids);
    let first = tag(&mut program, "The");
    program.act(Action::AddActor(vec![first], "Oberau".to_owned()));
    program.act(Action::NarrowExcerpts(vec!["oberau".parse().expect("an actor")]));
    let other = ids.iter().copied().find(|id| Some(*id) != program.open().reading).expect("another");
    program.act(Action::ShowArticle(other));
    assert!(program.open().narrowed_to.is_empty());
    program.act(Action::DeleteArticle(other));
    assert_eq!(program.open().marked.len(), 1, "what is gone is not marked");
}

#[test]
fn a_code_is_opened_by_name() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let code = CodeId::Tag("red-line".parse().expect("a tag"));
    program.act(Action::OpenCode(code.clone()));
    assert_eq!((program.open().view, program.open().code.clone()), (View::Codes, Some(code)));
}
