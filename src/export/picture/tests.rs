//! What a picture says is what was counted, whatever signs names have; and the PNG is that picture.

use super::super::xml::text;
use super::super::{Choices, Wanted};
use super::*;
use crate::model::{Article, Edit, ExcerptId, Project, Record};
use crate::text::sample::sample;

fn picture(project: &Project, format: &Format, group: &[&str], filter: &str) -> (Vec<u8>, Written) {
    let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
    let group = group.iter().map(|name| (*name).to_owned()).collect();
    let choices = Choices::new(format, &Wanted { group, ..Wanted::default() }).expect("choices");
    let mut text_of = |_: &Article| Err("no text is read for a picture".to_owned());
    let mut input = Input::new(project, &ids, &mut text_of, &choices);
    input.occasion.filter = filter.to_owned();
    input.occasion.day = "2025-12-20".parse().ok();
    let mut bytes = Vec::new();
    let written = (format.write)(&mut input, &mut bytes).expect("a picture");
    (bytes, written)
}

fn svg(project: &Project, group: &[&str], filter: &str) -> String {
    String::from_utf8(picture(project, &SVG, group, filter).0).expect("UTF-8")
}

/// The names and numbers of the marks of a class.
fn named<'a>(svg: &'a str, class: &str) -> Vec<&'a str> {
    let start = format!("<g class=\"{class}\"><title>");
    svg.split(start.as_str()).skip(1).filter_map(|rest| Some(rest.split_once("</title>")?.0)).collect()
}

/// The sample with its first actor called so.
fn with_actor(name: &str) -> Project {
    let (mut project, _) = sample();
    let mut actor = project.actors().values().next().expect("an actor").clone();
    actor.name = name.to_owned();
    let change = crate::model::Change::put("rename", [Record::Actor(actor)]);
    assert!(matches!(change.edits.as_slice(), [Edit::Put(_)]));
    project.apply(&change).expect("renamed");
    project
}

#[test]
fn a_picture_says_what_was_counted_when_and_by_which_filter() {
    let (project, _) = sample();
    let overview = Overview::of(&project, project.excerpts().values(), (By::Tag, By::Actor));
    let all = svg(&project, &[], "");
    let expected: Vec<String> = By::ALL
        .into_iter()
        .flat_map(|by| overview.bars_of(by).iter().map(|(name, count)| format!("{}: {count}", text(name))))
        .collect();
    assert_eq!(named(&all, "bar"), expected);
    assert!(all.contains(">Overview · 4 excerpts · 2025-12-20</text>") && !all.contains("Filter:"), "{all}");
    let matrix = svg(&project, &["tag", "actor"], "tag:\"red line\" <b>");
    assert!(matrix.contains(">Filter: tag:&quot;red line&quot; &lt;b&gt;</text>"), "{matrix}");
    assert_eq!(named(&matrix, "cell").len(), overview.cells.len());
    assert!(named(&matrix, "bar").is_empty() && named(&matrix, "matrix") == ["Tag by actor"]);
    let weeks = svg(&project, &["week"], "");
    assert_eq!(named(&weeks, "bars"), ["By week"]);
    assert_eq!(named(&weeks, "bar").len(), overview.bars_of(By::Week).len());
}

#[test]
fn names_stay_text_and_are_cut_where_there_is_no_room() {
    let long = "<svg onload=\"x\">&'".to_owned() + &"Ministry of Foreign and European Affairs ".repeat(3);
    let svg = svg(&with_actor(long.trim()), &["actors"], "");
    assert!(svg.contains("&lt;svg onload=&quot;x&quot;&gt;&amp;&#39;Ministry") && svg.contains('…'), "{svg}");
    assert_eq!(svg.matches("<svg").count(), 1);
}

#[test]
fn nothing_counted_is_said() {
    let (project, _) = sample();
    let choices = Choices::of(&SVG);
    let mut text_of = |_: &Article| Err(String::new());
    let (svg, written) = draw(&Input::new(&project, &[], &mut text_of, &choices));
    assert!(svg.contains(">No excerpts to count</text>") && written == Written::default(), "{svg}");
}

#[test]
fn the_png_is_the_picture_at_twice_its_size() {
    for name in ["Vale", "Міністерство закордонних справ"] {
        let project = with_actor(name);
        let (bytes, written) = picture(&project, &PNG, &["actors"], "");
        assert_eq!((written.excerpts, written.notes.len()), (4, 0), "our own face has Latin and Cyrillic");
        let pixels = resvg::tiny_skia::Pixmap::decode_png(&bytes).expect("a PNG");
        assert_eq!(pixels.width(), 2 * u32::try_from(ALONE + 2 * MARGIN).expect("a width"));
        let dark = pixels.pixels().iter().filter(|pixel| pixel.red() < 100 && pixel.blue() < 100).count();
        assert!(dark > 1_000, "words are drawn: {dark}");
        let accent = pixels.pixels().iter().filter(|pixel| (pixel.red(), pixel.green(), pixel.blue()) == (36, 86, 166));
        assert!(accent.count() > 2_000, "bars are drawn");
    }
}

#[test]
fn which_charts_is_checked() {
    let refused = |group: &[&str]| {
        let group = group.iter().map(|name| (*name).to_owned()).collect();
        Choices::new(&PNG, &Wanted { group, ..Wanted::default() }).expect_err("refused").to_string()
    };
    assert_eq!(
        refused(&["article"]),
        "A picture does not show “article”, only: all, tag, actors, issues, outlet, week"
    );
    assert!(refused(&["tag", "actor", "week"]).ends_with("not 3"));
    assert_eq!(Drawn::of(&["all", "tag", "week"]), Drawn::All(By::Tag, By::Week));
    assert_eq!(Drawn::of(&[]), Drawn::All(By::Actor, By::Issue));
}
