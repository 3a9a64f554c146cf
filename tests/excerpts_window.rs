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
fn every_excerpt_is_reached_in_its_article_from_the_table() {
    let home = tempfile::tempdir().expect("a folder");
    let long = |end: &str| format!("{}{end}", "The river was calm that day, and nobody spoke.\n".repeat(120));
    let texts = [long("First the mill was sold."), long("Second the mill was let."), long("Third it burned down.")];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut program = Program::with_articles(home.path(), &home.path().join("weir"), &texts);
    for (article, words) in
        program.open().listed.clone().into_iter().zip(["mill was sold", "mill was let", "it burned"])
    {
        program.act(Action::ShowArticle(article));
        program.select(words);
        program.act(Action::Tag("position".parse().expect("an id")));
    }
    drop(program);
    let mut window = Window::reopen(home.path(), Settings { strip: false, ..Settings::default() });
    window.press(Modifiers::COMMAND, Key::Num2);
    for row in [0, 1, 2, 1, 0, 2] {
        window.press(Modifiers::NONE, Key::Home);
        for _ in 0..row {
            window.press(Modifiers::NONE, Key::ArrowDown);
        }
        let quote = selected(&window).remove(0);
        window.press(Modifiers::NONE, Key::Enter);
        // Words before the quote, which stand in the article alone.
        let before = [("mill was sold", "First the"), ("mill was let", "Second the"), ("it burned", "Third")];
        let before = before.iter().find(|(words, _)| *words == quote).expect("known").1;
        let at = window.at(before, 0.5);
        assert!(at.y > 60.0 && at.y < 740.0, "“{quote}” of row {row} is at {at}");
        window.press(Modifiers::ALT, Key::ArrowLeft);
    }
}

#[test]
fn toggles_of_the_search_leave_the_keyboard_in_its_field() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = window(home.path());
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    typed(&mut window, "wei");
    window.click("Whole words");
    typed(&mut window, "r");
    assert_eq!(window.project().search.words, "weir");
    window.press(Modifiers::NONE, Key::Delete);
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::NONE, Key::Delete);
    typed(&mut window, "cs");
    let changed = window.project().project.excerpts().values().filter(|e| e.checked || e.starred).count();
    assert_eq!((window.project().project.excerpts().len(), changed), (5, 0));
}

#[test]
fn marks_of_several_say_how_many_have_them() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = window(home.path());
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::S);
    assert!(window.0.query_by_label("5 of 5 · 1 selected").is_some());
    window.press(Modifiers::COMMAND, Key::A);
    assert!(window.0.query_by_label("Starred  1 of 5").is_some());
    window.press(Modifiers::NONE, Key::S);
    assert!(window.0.query_by_label("Starred  1 of 5").is_none());
    assert!(window.project().project.excerpts().values().all(|excerpt| excerpt.starred));
    assert!(window.0.query_by_label("5 of 5 · 5 selected").is_some());
}

#[test]
fn a_right_click_acts_on_what_is_selected() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = window(home.path());
    let row = |window: &Window, label: &str| window.0.get_by_label(label).rect().left_center() + egui::vec2(80.0, 0.0);
    let open_menu = |window: &mut Window, label: &str| {
        let at = row(window, label);
        window.0.hover_at(at);
        for pressed in [true, false] {
            let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
            window.0.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
        }
        window.0.run();
    };
    open_menu(&mut window, "Red line: never pay the toll");
    assert_eq!(selected(&window), ["never pay the toll"]);
    window.click("Star S");
    assert_eq!(window.project().project.excerpts().values().filter(|excerpt| excerpt.starred).count(), 1);
    window.press(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(selected(&window).len(), 2);
    open_menu(&mut window, "Red line: never pay the toll");
    assert!(window.0.query_by_label("All 2 excerpts selected").is_some());
    window.click("Delete 2 excerpts Delete");
    assert_eq!(listed(&window).len(), 3);
    open_menu(&mut window, "Position: accept a shared weir");
    window.click("Not tag: Position");
    assert_eq!(window.project().filter.text(), "-tag:Position");
}

#[test]
fn nothing_moves_or_is_covered_while_a_filter_is_typed() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = window(home.path());
    let head = |window: &Window| window.0.get_by_label("Sort by Tag").rect();
    let before = head(&window);
    window.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
    window.type_text("actor:Mil");
    assert!(window.0.query_by_label("Shown is what fitted before the word that is being typed").is_some());
    assert_eq!(head(&window), before);
    window.click("Clear");
    window.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
    window.type_text("said:2025-13 or");
    let mistake = |window: &Window| window.0.get_by_label_contains("Shown is what fitted before").rect();
    assert!(window.0.query_by_label_contains("Offer: ").is_none(), "the word is complete");
    assert_eq!(head(&window), before);
    typed(&mut window, " act");
    let offer = window.0.get_by_label("Offer: actor:").rect();
    assert!(offer.top() > mistake(&window).bottom(), "{offer}");
}

#[test]
fn what_is_typed_in_the_export_is_not_thrown_away_by_a_click_beside_it() {
    let home = tempfile::tempdir().expect("a folder");
    let mut window = window(home.path());
    window.press(Modifiers::COMMAND, Key::E);
    assert!(window.0.get_all_by_label("Export…").any(|button| button.is_focused()), "Enter goes on");
    window.0.get_by_role_and_label(egui::Role::TextInput, "Columns").click();
    window.0.run();
    window.type_text("quote");
    let beside = egui::pos2(20.0, 400.0);
    window.0.hover_at(beside);
    window.0.drag_at(beside);
    window.0.drop_at(beside);
    window.0.run();
    assert!(window.state().overlay.is_some());
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.state().overlay.is_none());
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
