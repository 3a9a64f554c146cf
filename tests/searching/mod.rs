//! Search over all articles: what is found, all of it tagged in one step, and the same words elsewhere.

use rapporteur::app::search::{Row, overlapping};
use rapporteur::app::{Action, ArticleField, CommandId, CountedBy, SearchAction, Unit, View};
use rapporteur::text::search::SearchOptions;

use crate::recovery::keeping::tag_words;
use crate::support::Program;
use crate::tag;

const TEXTS: [&str; 3] = [
    "The mill stays ours, said the miller. Nobody may take the mill. The river board listened.",
    "“We will not hand over the old weir before the board has signed,” she said. The mayor’s men left.",
    "She said that “we will not hand over the weir before the board has signed”. A mill stood near.",
];

fn searching(words: &str) -> (tempfile::TempDir, Program) {
    let home = tempfile::tempdir().expect("a folder");
    let mut program = Program::with_articles(home.path(), &home.path().join("weir"), &TEXTS);
    program.command(CommandId::SearchAll);
    assert_eq!(program.open().view, View::Search);
    program.act(Action::Search(SearchAction::Words(words.to_owned())));
    (home, program)
}

fn counts(program: &Program) -> (usize, usize) {
    (program.open().search.count, program.open().search.found.len())
}

#[test]
fn places_are_found_as_one_types_and_opened() {
    let (_home, mut program) = searching("Mill");
    assert_eq!(counts(&program), (4, 2), "miller among them");
    let whole = SearchOptions { whole_words: true, ..SearchOptions::default() };
    program.act(Action::Search(SearchAction::Options(whole, false)));
    assert_eq!(counts(&program), (3, 2));
    let search = &program.open().search;
    assert!(search.is_whole() && search.running.is_none());
    assert_eq!(search.rows.len(), 5);
    assert_eq!(search.by_month, [("no date".to_owned(), 3)]);
    program.act(Action::Search(SearchAction::Options(SearchOptions::default(), true)));
    program.act(Action::Search(SearchAction::Words("(".to_owned())));
    assert!(program.open().search.wrong.is_some() && program.open().search.rows.is_empty());
    program.act(Action::Search(SearchAction::Words(r"m\w+r".to_owned())));
    assert_eq!(counts(&program), (2, 2), "miller and mayor");
    let row = program.open().search.rows[3];
    program.act(Action::Search(SearchAction::Open(row)));
    let open = program.open();
    assert_eq!(open.view, View::Read);
    assert_eq!(open.passage.and_then(|span| span.slice(open.text()?.as_str())), Some("mayor"));
    program.command(CommandId::SearchAll);
    assert_eq!(counts(&program), (2, 2), "it is still there on coming back");
}

#[test]
fn all_hits_are_tagged_in_one_step_but_those_left_out_and_those_tagged_before() {
    let (_home, mut program) = searching("mill");
    program.act(Action::Search(SearchAction::Unit(Unit::Sentence)));
    let search = &program.open().search;
    assert_eq!((search.count, search.taken.0), (4, 3), "two hits in one sentence");
    let last = *search.rows.last().expect("a row");
    program.act(Action::Search(SearchAction::LeaveOut(last)));
    assert_eq!(program.open().search.taken.0, 2);
    program.act(Action::Search(SearchAction::TagAll(tag("proposal"))));
    let quotes = |program: &Program| -> Vec<String> {
        program.open().project.excerpts().values().map(|excerpt| excerpt.anchor.quote().to_owned()).collect()
    };
    assert_eq!(quotes(&program), ["A mill stood near.", "The mill stays ours, said the miller."]);
    program.act(Action::Search(SearchAction::LeaveOut(last)));
    program.act(Action::Search(SearchAction::TagAll(tag("proposal"))));
    assert_eq!(quotes(&program).len(), 3, "{}", program.said());
    assert!(program.said().contains("2 were so before"), "{}", program.said());
    program.command(CommandId::Undo);
    program.command(CommandId::Undo);
    assert!(program.open().project.excerpts().is_empty());
    assert!(program.open().is_saved());
}

#[test]
fn the_same_words_elsewhere_are_found_tagged_too_and_linked() {
    let (_home, mut program) = searching("");
    let second = *program.open().project.articles().keys().nth(1).expect("an article");
    program.act(Action::ShowArticle(second));
    tag_words(&mut program, "We will not hand over the old weir before the board has signed");
    let source = program.open().selected[0];
    program.command(CommandId::SameWords);
    let search = &program.open().search;
    assert_eq!((search.count, program.open().view), (1, View::Search), "{:?}", search.found);
    let found = search.found[0].hits[0].words.to_string();
    assert_eq!(found, "we will not hand over the weir before the board has signed");
    program.act(Action::Search(SearchAction::TagAsRepeats));
    let open = program.open();
    let copy = open.project.excerpts().values().find(|excerpt| excerpt.id != source).expect("a second one");
    assert_eq!((copy.repeats.to_vec(), &copy.tag), (vec![source], &open.project.excerpts()[&source].tag));
    let copy = copy.id;
    program.command(CommandId::Undo);
    let third = *program.open().project.articles().keys().nth(2).expect("an article");
    program.act(Action::ShowArticle(third));
    tag_words(&mut program, "hand over the weir");
    let there = program.open().selected[0];
    assert_ne!(there, copy);
    program.act(Action::SelectExcerpts(vec![source]));
    program.act(Action::Search(SearchAction::SameWords(source)));
    assert_eq!(overlapping(program.open()), [there]);
    program.act(Action::Search(SearchAction::LinkRepeats));
    assert_eq!(program.open().project.excerpts()[&there].repeats.to_vec(), [source]);
    assert_eq!(program.open().search.rows[0], Row::Article(0));
}

#[test]
fn a_click_on_an_outlet_or_a_month_narrows_the_hits_and_what_is_tagged() {
    let (_home, mut program) = searching("");
    let articles: Vec<_> = program.open().project.articles().keys().copied().collect();
    for (id, outlet, day) in [
        (articles[0], "Courier", "2025-11-30"),
        (articles[1], "Courier", "2025-12-01"),
        (articles[2], "Gazette", "2025-12-01"),
    ] {
        program.act(Action::SetArticleField(id, ArticleField::Outlet(outlet.to_owned())));
        program.act(Action::SetArticleField(id, ArticleField::Published(day.parse().ok())));
    }
    let narrow = |program: &mut Program, by, name: &str| {
        program.act(Action::Search(SearchAction::Narrow(by, name.to_owned())));
        let search = &program.open().search;
        let named = |counts: &[(String, usize)]| -> String {
            counts.iter().map(|(name, count)| format!("{name} {count}, ")).collect()
        };
        (search.shown, search.taken.0, named(&search.by_outlet) + "| " + &named(&search.by_month))
    };
    let said = |(places, articles, tagged): (usize, usize, usize), counts: &str| {
        ((places, articles), tagged, counts.to_owned())
    };
    program.act(Action::Search(SearchAction::Words("the".to_owned())));
    assert_eq!(counts(&program), (9, 3));
    let courier = narrow(&mut program, CountedBy::Outlet, "Courier");
    assert_eq!(courier, said((7, 2, 7), "Courier 7, Gazette 2, | 2025-11 4, 2025-12 3, "));
    let december = narrow(&mut program, CountedBy::Month, "2025-12");
    assert_eq!(december, said((3, 1, 3), "Courier 3, Gazette 2, | 2025-11 4, 2025-12 3, "));
    program.act(Action::Search(SearchAction::Unit(Unit::Sentence)));
    let search = &program.open().search;
    assert_eq!((search.shown, search.only(CountedBy::Outlet)), ((3, 1), Some("Courier")), "it stays so");
    let of_row = |row: &Row| match row {
        Row::Article(at) | Row::Hit(at, _) => search.found[*at].article,
    };
    assert!(search.rows.iter().all(|row| of_row(row) == articles[1]));
    program.act(Action::Search(SearchAction::TagAll(tag("proposal"))));
    let in_second = |program: &Program| {
        let excerpts = program.open().project.excerpts();
        (excerpts.len(), excerpts.values().filter(|excerpt| excerpt.article == articles[1]).count())
    };
    assert_eq!(in_second(&program), (2, 2), "{}", program.said());
    narrow(&mut program, CountedBy::Month, "2025-12");
    let all = narrow(&mut program, CountedBy::Outlet, "Courier");
    assert_eq!((all.0, program.open().search.only(CountedBy::Outlet)), ((9, 3), None));
    narrow(&mut program, CountedBy::Outlet, "Gazette");
    program.act(Action::Search(SearchAction::Words("weir".to_owned())));
    assert_eq!((counts(&program), program.open().search.shown), ((2, 2), (2, 2)), "other words, all outlets");
}

#[test]
fn of_very_many_places_those_of_one_outlet_are_all_shown_and_tagged() {
    let home = tempfile::tempdir().expect("a folder");
    let texts: Vec<String> = (0..60).map(|number| format!("{number}. {}", "The mill. ".repeat(100))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut program = Program::with_articles(home.path(), &home.path().join("weir"), &texts);
    let last = *program.open().project.articles().keys().last().expect("an article");
    program.act(Action::SetArticleField(last, ArticleField::Outlet("Courier".to_owned())));
    program.command(CommandId::SearchAll);
    program.act(Action::Search(SearchAction::Words("mill".to_owned())));
    assert_eq!(counts(&program), (6_000, 60));
    assert!(!program.open().search.is_whole(), "more than are shown");
    let narrow = Action::Search(SearchAction::Narrow(CountedBy::Outlet, "Courier".to_owned()));
    program.act(narrow.clone());
    let search = &program.open().search;
    assert!(search.is_whole() && search.filling.is_none());
    assert_eq!((search.shown, search.taken.0, search.rows.len()), ((100, 1), 100, 101));
    // What is looked for anew is shown as whole as before.
    program.act(Action::Search(SearchAction::Unit(Unit::Sentence)));
    assert!(program.open().search.is_whole());
    program.act(Action::Search(SearchAction::TagAll(tag("proposal"))));
    let excerpts = program.open().project.excerpts();
    assert_eq!(excerpts.values().filter(|excerpt| excerpt.article == last).count(), 100, "{}", program.said());
    program.act(narrow);
    assert_eq!(program.open().search.shown, (6_000, 60));
}
