//! The view of excerpts as an analyst uses it: filter, table, keys; widgets by their accessible labels.
#![cfg(feature = "gui")]
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use rapporteur::app::{Action, Settings, View};
use rapporteur::model::Certainty;
use support::Program;
use support::window::Window;

const FIRST: &str = "The mill stays ours, said the miller of Oberau.\n\
    The river board would accept a shared weir if the toll is dropped.\n\
    No boat will pass at night, the miller added.";
const SECOND: &str = "Oberau talks\n\nThe board will never pay the toll, its chairman wrote. He would share the weir.";

/// Two articles with five excerpts in them, and the table open.
fn window(home: &std::path::Path) -> Window {
    let mut program = Program::with_articles(home, &home.join("weir"), &[FIRST, SECOND]);
    let articles: Vec<_> = program.open().listed.clone();
    let coded = [
        (0, "The mill stays ours", "red-line", "Miller"),
        (0, "accept a shared weir", "position", "River board"),
        (0, "No boat will pass", "red-line", "Miller"),
        (1, "never pay the toll", "red-line", "River board"),
        (1, "share the weir", "proposal", ""),
    ];
    for (article, words, tag, actor) in coded {
        program.act(Action::ShowArticle(articles[article]));
        program.select(words);
        program.act(Action::Tag(tag.parse().expect("an id")));
        let selected = program.open().selected.clone();
        if !actor.is_empty() {
            program.act(Action::AddActor(selected, actor.to_owned()));
        }
    }
    drop(program);
    let settings = Settings { strip: false, ..Settings::default() };
    let mut window = Window::reopen(home, settings);
    window.press(Modifiers::COMMAND, Key::Num2);
    window
}

fn listed(window: &Window) -> Vec<String> {
    let open = window.project();
    let quote = |id| open.project.excerpts().get(id).map(|excerpt| excerpt.anchor.quote().to_owned());
    open.hits.excerpts.iter().filter_map(quote).collect()
}

fn selected(window: &Window) -> Vec<String> {
    let open = window.project();
    open.selected.iter().filter_map(|id| open.project.excerpts().get(id)).map(|e| e.anchor.quote().to_owned()).collect()
}

fn typed(window: &mut Window, text: &str) {
    for letter in text.chars() {
        window.type_text(&letter.to_string());
    }
}

#[test]
fn a_filter_is_typed_with_what_fits_offered() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = window(home.path());
    assert_eq!(listed(&window).len(), 5);
    window.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
    typed(&mut window, "act");
    window.press(Modifiers::NONE, Key::Tab);
    assert_eq!(window.project().filter.text(), "actor:");
    typed(&mut window, "riv");
    assert!(window.0.query_by_label("Offer: \"River board\"").is_some());
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.project().filter.text(), "actor:\"River board\" ");
    assert_eq!(listed(&window), ["never pay the toll", "accept a shared weir"]);
    typed(&mut window, "-toll");
    assert_eq!(listed(&window), ["accept a shared weir"]);
    // What is wrong is said, and what fitted before stays.
    window.type_text(" tag:rde ");
    assert_eq!(listed(&window), ["accept a shared weir"]);
    let says = "There is no tag called “rde”; did you mean “Red line”? Shown is what fitted before";
    assert!(window.0.query_by_label(says).is_some());
    window.click("Clear");
    assert_eq!(listed(&window).len(), 5);
    window.click("Starred");
    assert_eq!(window.project().filter.text(), "starred");
    assert!(listed(&window).is_empty());
    window.click("Clear the filter");
    assert_eq!(listed(&window).len(), 5);
}

#[test]
fn keys_alone_select_change_and_go_there_and_back() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = window(home.path());
    // By article, that of the title “Oberau talks” first.
    for _ in 0..4 {
        window.press(Modifiers::NONE, Key::ArrowDown);
    }
    assert_eq!(selected(&window), ["accept a shared weir"]);
    window.press(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(selected(&window), ["accept a shared weir", "No boat will pass"]);
    window.press(Modifiers::NONE, Key::U);
    window.press(Modifiers::NONE, Key::Space);
    let project = &window.project().project;
    let marked = project.excerpts().values().filter(|e| e.checked && e.certainty == Certainty::Unsure).count();
    assert_eq!(marked, 2);
    window.press(Modifiers::NONE, Key::Num3);
    let proposals = |window: &Window| {
        window.project().project.excerpts().values().filter(|excerpt| excerpt.tag.as_str() == "proposal").count()
    };
    assert_eq!(proposals(&window), 3, "many at once");
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(proposals(&window), 1);
    window.press(Modifiers::COMMAND, Key::A);
    assert_eq!(selected(&window).len(), 5);
    window.press(Modifiers::NONE, Key::Home);
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected(&window), ["share the weir"]);
    assert!(window.0.query_by_label_contains("He would").is_some(), "the words around it");
    window.press(Modifiers::NONE, Key::Enter);
    let (open, at) = (window.project(), window.project().inspected().expect("one").article);
    assert_eq!((open.view, open.reading), (View::Read, Some(at)));
    window.press(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(window.project().view, View::Excerpts);
    assert_eq!(selected(&window), ["share the weir"], "nothing was shortened");
    window.press(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(selected(&window), ["never pay the toll"], "the table is where it was");
    window.press(Modifiers::COMMAND, Key::ArrowDown);
    window.press(Modifiers::COMMAND, Key::ArrowDown);
    window.press(Modifiers::COMMAND, Key::Space);
    assert_eq!(selected(&window), ["never pay the toll", "The mill stays ours"]);
}

#[test]
fn the_table_is_sorted_grouped_and_set() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = window(home.path());
    window.click("Sort by Tag");
    assert_eq!(listed(&window)[0], "accept a shared weir");
    window.click("Sort by Tag: sorted up, 1 of 1");
    assert_eq!(listed(&window)[0], "share the weir");
    assert_eq!(window.state().settings.table.sorted_by, ["-tag"]);
    window.click("What to group excerpts by");
    window.click("By actor");
    assert!(window.0.query_by_label("Group Miller, 2").is_some() && window.0.query_by_label("Group None, 1").is_some());
    window.click("Group Miller, 2");
    assert!(window.0.query_by_label("Group Miller, 2, folded").is_some());
    assert!(window.0.query_by_label("Red line: No boat will pass").is_none());
    window.press(Modifiers::COMMAND, Key::ArrowLeft);
    assert!(window.0.query_by_label("Group River board, 2, folded").is_some());
    window.press(Modifiers::NONE, Key::ArrowRight);
    assert!(window.0.query_by_label("Red line: No boat will pass").is_some());
    window.click("Columns");
    window.click("Memo");
    assert!(window.state().settings.table.columns.iter().any(|(name, _)| name == "memo"));
    window.click("Memo: further left");
    let names: Vec<&str> = window.state().settings.table.columns.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["marks", "quote", "tag", "actors", "issues", "memo", "article"]);
}

#[test]
fn filters_are_kept_by_a_name() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = window(home.path());
    window.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
    typed(&mut window, "weir");
    window.click("Kept filters");
    window.click("Keep this filter…");
    window.0.run_steps(3);
    typed(&mut window, "The weir");
    window.press(Modifiers::NONE, Key::Enter);
    let kept: Vec<_> = window.project().project.filters().values().cloned().collect();
    assert_eq!((kept.len(), kept[0].name.as_str(), kept[0].query.as_str()), (1, "The weir", "weir"));
    window.click("Clear");
    assert_eq!(listed(&window).len(), 5);
    window.click("Kept filters");
    window.click("The weir");
    assert_eq!(listed(&window), ["share the weir", "accept a shared weir"]);
    window.click("Kept filters");
    window.click("Remove The weir");
    assert!(window.project().project.filters().is_empty());
    window.0.run();
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.project().project.filters().len(), 1, "undone");
}

#[test]
fn a_filter_left_without_a_hit_keeps_the_line_when_something_fits_again() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = window(home.path());
    window.press(Modifiers::NONE, Key::ArrowDown);
    let before = window.project().project.clone();
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    typed(&mut window, "qqq");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(listed(&window).is_empty());
    window.press(Modifiers::COMMAND, Key::A);
    typed(&mut window, "mill");
    assert_eq!(window.project().filter.text(), "mill", "the line keeps the keys");
    assert_eq!(*window.project().project, *before, "and no excerpt is changed by them");
}
