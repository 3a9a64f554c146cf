//! The list of excerpts as the program keeps it: found anew when something changes, aside where there are many, filters
//! kept by a name, and how the table is set remembered.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;

use rapporteur::analysis::Filter;
use rapporteur::app::{Action, CodeAction, CodeField, CommandId, ExcerptField, Request, Table, View, Whose};
use rapporteur::desktop::user_folder::UserFolder;
use rapporteur::model::surroundings::Counting;
use rapporteur::model::{AnalystId, Change, CodeId, Excerpt, ExcerptId, Record, RecordId};
use support::Program;

const TEXT: &str = "The mill stays ours, said the miller. The board would accept a shared weir. No boat will pass.";

/// A project of one article and three excerpts, with the table shown.
fn program(home: &std::path::Path) -> Program {
    let mut program = Program::with_articles(home, &home.join("weir"), &[TEXT]);
    for (words, tag) in [("mill stays ours", "red-line"), ("a shared weir", "proposal"), ("No boat", "red-line")] {
        program.select(words);
        program.act(Action::Tag(tag.parse().expect("an id")));
    }
    program.act(Action::ShowView(View::Excerpts));
    program
}

fn quotes(program: &Program) -> Vec<&str> {
    let open = program.open();
    open.hits.excerpts.iter().map(|id| open.project.excerpts()[id].anchor.quote()).collect()
}

#[test]
fn the_list_follows_what_changes_and_a_mistake_leaves_it() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    program.act(Action::SetFilter(Filter::new("tag:\"red line\"")));
    assert_eq!(quotes(&program), ["mill stays ours", "No boat"]);
    let first = program.open().hits.excerpts[0];
    program.act(Action::SelectExcerpts(vec![first]));
    program.act(Action::Tag("proposal".parse().expect("an id")));
    assert_eq!(quotes(&program), ["No boat"], "what no longer fits goes");
    program.command(CommandId::Undo);
    assert_eq!(quotes(&program).len(), 2);
    for wrong in ["tag:", "tag:Rde"] {
        program.act(Action::SetFilter(Filter::new(wrong)));
        assert_eq!(quotes(&program).len(), 2, "{wrong}");
        assert!(program.open().hits.mistake.is_some(), "{wrong}");
    }
    program.act(Action::SetFilter(Filter::new("analyst:me")));
    assert_eq!((quotes(&program).len(), program.open().hits.mistake.is_none()), (3, true));
    program.act(Action::ShowExcerptsOf(Whose::Others));
    assert!(quotes(&program).is_empty());
}

#[test]
fn the_selection_never_reaches_further_than_the_list() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let all = program.open().hits.excerpts.clone();
    let selected = |program: &Program| {
        let open = program.open();
        open.selected.iter().map(|id| open.project.excerpts()[id].anchor.quote().to_owned()).collect::<Vec<_>>()
    };
    program.act(Action::SelectExcerpts(all.clone()));
    program.act(Action::SetFilter(Filter::new("tag:proposal")));
    assert_eq!(selected(&program), ["a shared weir"]);
    program.command(CommandId::Star);
    assert_eq!(program.open().project.excerpts().values().filter(|excerpt| excerpt.starred).count(), 1);
    program.act(Action::SetFilter(Filter::new("-tag:proposal")));
    assert!(selected(&program).is_empty(), "the only one goes as well");
    // A mistake changes nothing of what is listed, and what is chosen in the text is held against the list as well.
    program.act(Action::SelectExcerpts(vec![all[0]]));
    program.act(Action::SetFilter(Filter::new("tag:")));
    assert_eq!(selected(&program), ["mill stays ours"]);
    program.act(Action::ShowView(View::Read));
    program.act(Action::SetFilter(Filter::new("tag:proposal")));
    program.act(Action::ShowView(View::Excerpts));
    program.act(Action::ShowView(View::Read));
    program.act(Action::SelectExcerpts(vec![all[0]]));
    assert_eq!(selected(&program), ["mill stays ours"], "in the text all can be selected");
    program.act(Action::ShowView(View::Excerpts));
    assert!(selected(&program).is_empty());
}

#[test]
fn what_acts_on_excerpts_is_off_where_none_is_in_sight() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let first = program.open().hits.excerpts[0];
    program.act(Action::ShowExcerpt(first));
    let acting = [
        CommandId::DeleteExcerpts,
        CommandId::DuplicateExcerpt,
        CommandId::RepeatLast,
        CommandId::Arm,
        CommandId::Star,
        CommandId::MarkUnsure,
        CommandId::MarkChecked,
        CommandId::EditMemo,
        CommandId::AddActor,
        CommandId::AddIssue,
        CommandId::ExtendEndWord,
        CommandId::ExcerptBeneath,
        CommandId::SameWords,
        CommandId::CopyPassage,
        CommandId::CopyWithSource,
        CommandId::Deselect,
    ];
    let on = |program: &Program| {
        let on = |id: &&CommandId| (id.command().expect("a command").enabled)(&program.state);
        acting.iter().filter(on).count()
    };
    assert_eq!(on(&program), acting.len());
    let before = program.open().project.clone();
    for view in [View::Search, View::Overview, View::Codes] {
        program.act(Action::ShowView(view));
        assert_eq!(on(&program), 0, "{view:?}");
        for id in acting {
            program.act(Action::Command(id));
        }
        assert_eq!((&program.open().project, program.open().selected.len()), (&before, 1), "{view:?}");
    }
    program.act(Action::ShowView(View::Excerpts));
    assert_eq!(on(&program), acting.len());
}

#[test]
fn every_jump_to_a_place_is_a_wish_of_its_own() {
    let home = tempfile::tempdir().expect("a folder");
    let other = TEXT.replace("mill", "windmill");
    let mut program = Program::with_articles(home.path(), &home.path().join("weir"), &[TEXT, &other]);
    let articles = program.open().listed.clone();
    for article in &articles {
        program.act(Action::ShowArticle(*article));
        program.select("No boat");
        program.act(Action::Tag("red-line".parse().expect("an id")));
    }
    let excerpts: Vec<ExcerptId> = program.open().project.excerpts().keys().copied().collect();
    let mut wishes = std::collections::BTreeSet::new();
    for id in [excerpts[0], excerpts[1], excerpts[0], excerpts[0], excerpts[1]] {
        program.act(Action::ShowView(View::Excerpts));
        program.act(Action::ShowExcerpt(id));
        wishes.insert(program.open().reveal.expect("a place").0);
    }
    assert_eq!(wishes.len(), 5, "a number given before would be taken for a place that was shown already");
}

/// Adds 60,000 excerpts like the first one; every other one is changed before.
fn make_many(program: &mut Program, change: impl Fn(&mut Excerpt)) {
    let open = program.state.open.as_mut().expect("a project");
    let like = open.project.excerpts().values().next().expect("an excerpt").clone();
    let made = (0..60_000u32).map(|number| {
        let mut excerpt = like.clone();
        let mut bytes = [0x70; 16];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        excerpt.id = ExcerptId::from_bytes(bytes);
        if number % 2 == 0 {
            change(&mut excerpt);
        }
        Record::Excerpt(Box::new(excerpt))
    });
    Arc::make_mut(&mut open.project).apply(&Change::put("many", made)).expect("applied");
}

#[test]
fn whose_of_many_are_shown_is_counted_aside_and_nothing_leaks_meanwhile() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let mut other = program.open().me.clone();
    other.id = AnalystId::from_bytes([9; 16]);
    let id = other.id;
    let open = program.state.open.as_mut().expect("a project");
    Arc::make_mut(&mut open.project).apply(&Change::put("another", [Record::Analyst(other)])).expect("applied");
    make_many(&mut program, |excerpt| excerpt.analyst = id);
    let article = program.open().reading.expect("an article");
    let counts = |program: &Program| {
        let open = program.open();
        let of = |id| open.uses_shown(&RecordId::Analyst(id), 0);
        (open.count_shown(), open.places_shown(article).is_empty(), of(open.me.id), of(id), open.is_counting_shown())
    };
    let all = program.open().project.excerpts().len();
    let mut surroundings = Counting::default();
    let mut act =
        |program: &mut Program, action: Action| rapporteur::app::update(&mut program.state, action, &mut surroundings);
    let pass_on = |program: &mut Program, requests: Vec<Request>| {
        for request in requests {
            rapporteur::desktop::World::submit(&mut program.world, request);
        }
        program.pause();
    };
    let mine = act(&mut program, Action::ShowExcerptsOf(Whose::Mine));
    assert_eq!(counts(&program), (0, true, 0, 0, true), "nothing is shown until it is known what may be");
    // Another wish and an edit before the first is answered: what counts is how things are in the end.
    let others = act(&mut program, Action::ShowExcerptsOf(Whose::Others));
    let again = act(&mut program, Action::ShowExcerptsOf(Whose::Mine));
    let first = *program.open().project.excerpts().keys().next().expect("an excerpt");
    let edit = act(&mut program, Action::SetField(vec![first], ExcerptField::Starred(true)));
    assert_eq!(counts(&program), (0, true, 0, 0, true));
    for requests in [mine, others, again, edit] {
        pass_on(&mut program, requests);
    }
    assert_eq!(counts(&program), (all - 30_000, false, all - 30_000, 0, false));
    let others = act(&mut program, Action::ShowExcerptsOf(Whose::Others));
    assert_eq!(counts(&program), (0, true, 0, 0, true));
    pass_on(&mut program, others);
    assert_eq!(counts(&program), (30_000, false, 0, 30_000, false));
    act(&mut program, Action::ShowExcerptsOf(Whose::All));
    assert_eq!(counts(&program).0, all, "of all the project knows at once");
}

#[test]
fn many_excerpts_are_listed_aside_and_the_last_wish_counts() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    make_many(&mut program, |excerpt| excerpt.starred = true);
    program.act(Action::SetFilter(Filter::new("starred")));
    assert_eq!((program.open().hits.excerpts.len(), program.open().hits.is_coming()), (30_000, false));
    // Two wishes before the first is answered: what is shown in the end is what was wished last.
    let mut surroundings = Counting::default();
    let act = |program: &mut Program, filter: &str, surroundings: &mut Counting| {
        rapporteur::app::update(&mut program.state, Action::SetFilter(Filter::new(filter)), surroundings)
    };
    let first = act(&mut program, "-starred", &mut surroundings);
    assert!(program.open().hits.is_coming());
    assert_eq!(program.open().hits.excerpts.len(), 30_000, "the old list stays meanwhile");
    let second = act(&mut program, "weir", &mut surroundings);
    assert_eq!((first.len(), second.len()), (1, 0), "one at a time");
    for request in first {
        rapporteur::desktop::World::submit(&mut program.world, request);
    }
    program.pause();
    assert_eq!((quotes(&program), program.open().hits.is_coming()), (vec!["a shared weir"], false));
}

#[test]
fn filters_are_kept_renamed_and_removed() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    program.act(Action::SetFilter(Filter::new("tag:Proposal")));
    program.act(Action::KeepFilter("  Offers ".to_owned()));
    program.act(Action::SetFilter(Filter::new("tag:proposal weir")));
    program.act(Action::KeepFilter("offers".to_owned()));
    let kept = |program: &Program| {
        let filters = program.open().project.filters().values();
        filters.map(|filter| format!("{}: {}", filter.name, filter.query)).collect::<Vec<_>>()
    };
    assert_eq!(kept(&program), ["offers: tag:proposal weir"], "one of the same name is replaced");
    let id = *program.open().project.filters().keys().next().expect("a filter");
    program.act(Action::RenameFilter(id, "On the weir".to_owned()));
    assert_eq!(kept(&program), ["On the weir: tag:proposal weir"]);
    assert_eq!(program.label(CommandId::Undo), "Undo: rename filter On the weir");
    program.act(Action::KeepFilter(String::new()));
    assert!(program.said().contains("at least one letter"), "{}", program.said());
    program.act(Action::RemoveFilter(id));
    assert!(kept(&program).is_empty());
    program.command(CommandId::Undo);
    assert_eq!(kept(&program).len(), 1);
    drop(program);
    let mut again = Program::start(home.path());
    again.act(Action::OpenProject(home.path().join("weir")));
    assert_eq!(kept(&again).len(), 1, "kept with the project");
}

#[test]
fn how_the_table_is_set_is_remembered() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    let columns = vec![("memo".to_owned(), 200.0), ("of a later version".to_owned(), 1.0), ("quote".to_owned(), 300.0)];
    let table = Table { columns, sorted_by: vec!["-quote".to_owned()], grouped_by: "tag".to_owned() };
    program.act(Action::SetTable(table.clone()));
    assert_eq!(quotes(&program), ["No boat", "mill stays ours", "a shared weir"]);
    let names: Vec<&str> = program.open().hits.groups.iter().map(|group| group.name).collect();
    assert_eq!(names, ["Red line", "Proposal"]);
    let kept = UserFolder::at(Arc::new(rapporteur::storage::RealFs), home.path().join("user")).settings();
    let kept = kept.expect("settings").table;
    assert_eq!((kept.shown().count(), kept), (2, table.clone()));
    // All that is chosen and copied comes as it stands in its groups.
    program.act(Action::SetTable(Table { sorted_by: vec!["quote".to_owned()], ..table }));
    assert_eq!(quotes(&program), ["a shared weir", "mill stays ours", "No boat"]);
    let open = program.open();
    let shown = open.hits.as_shown();
    let shown: Vec<&str> = shown.iter().map(|id| open.project.excerpts()[id].anchor.quote()).collect();
    assert_eq!(shown, ["mill stays ours", "No boat", "a shared weir"]);
}

#[test]
fn each_jump_to_an_excerpt_is_a_wish_of_its_own_also_from_article_to_article() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program =
        Program::with_articles(home.path(), &home.path().join("weir"), &[TEXT, "Calder waits at the weir."]);
    let articles: Vec<_> = program.open().project.articles().keys().copied().collect();
    for (article, words) in [(articles[0], "No boat"), (articles[1], "at the weir")] {
        program.act(Action::ShowArticle(article));
        program.select(words);
        program.act(Action::Tag("position".parse().expect("an id")));
    }
    let ids: Vec<ExcerptId> = program.open().project.excerpts().keys().copied().collect();
    let mut numbers = Vec::new();
    for turn in 0..4 {
        program.act(Action::ShowExcerpt(ids[turn % 2]));
        numbers.extend(program.open().reveal.map(|(number, ..)| number));
        program.act(Action::ShowView(View::Excerpts));
    }
    assert!(numbers.len() == 4 && numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
}

#[test]
fn kept_filters_follow_a_code_to_its_new_name() {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = program(home.path());
    program.act(Action::SetFilter(Filter::new("(tag:\"RED line\" or tag:proposal) -starred")));
    program.act(Action::KeepFilter("What counts".to_owned()));
    let rename = |program: &mut Program, name: &str| {
        let id = CodeId::Tag("red-line".parse().expect("an id"));
        program.act(Action::Code(CodeAction::Set(id, CodeField::Name(name.to_owned()))));
        program.open().project.filters().values().map(|kept| kept.query.clone()).collect::<Vec<_>>()
    };
    let kept = rename(&mut program, "No-go");
    assert_eq!(kept, ["(tag:No-go or tag:proposal) -starred"]);
    assert_eq!((program.open().filter.text(), quotes(&program).len()), (kept[0].as_str(), 3));
    program.command(CommandId::Undo);
    assert_eq!(program.open().project.filters().values().next().map(|kept| kept.query.contains("RED")), Some(true));
    program.act(Action::SetFilter(Filter::default()));
    assert_eq!(rename(&mut program, "Red line").len(), 1, "the same name changes nothing");
}
