//! Lists of the sample: order, groups, whose.

mod naive;

use super::*;
use crate::text::sample::sample;

fn listing(filter: &str, sorted_by: &str, grouped_by: Option<Column>) -> (Listed, Project) {
    let (project, _) = sample();
    let arrangement = Arrangement { sorted_by: SortBy::read(sorted_by.split(' ')), grouped_by };
    let me = AnalystId::from_bytes([7; 16]);
    let listing = Listing { filter: Filter::new(filter), me, of: None, arrangement };
    (listing.list(&project, &mut Table::default()).expect("a list"), project)
}

fn check(sorted_by: &str, expected: [usize; 4]) {
    const QUOTES: [&str; 4] =
        ["We will hold the mill", "hold the mill", "=2; “never”\n\nwithout the weir", "Der Fluß bleibt offen."];
    let (listed, project) = listing("", sorted_by, None);
    let quotes: Vec<&str> = listed.excerpts.iter().map(|id| project.excerpts()[id].anchor.quote()).collect();
    assert_eq!(quotes, expected.map(|at| QUOTES[at]), "{sorted_by}");
}

#[test]
fn sorted_by_each_column_and_by_several() {
    check("", [0, 1, 2, 3]);
    check("quote", [2, 3, 1, 0]);
    check("-quote", [0, 1, 3, 2]);
    check("tag", [0, 3, 1, 2]);
    check("-tag", [1, 2, 0, 3]);
    check("tag -quote", [0, 3, 1, 2]);
    check("actors", [3, 0, 2, 1]);
    check("-actors quote", [1, 2, 0, 3]);
    check("article", [0, 1, 2, 3]);
    check("-article", [3, 0, 1, 2]);
    check("issues", [3, 2, 0, 1]);
    check("-issues", [2, 3, 0, 1]);
    check("said_on", [2, 0, 1, 3]);
    check("grade memo", [2, 1, 0, 3]);
    check("marks", [1, 0, 2, 3]);
    check("-created", [3, 2, 1, 0]);
    check("-modified", [2, 3, 1, 0]);
    check("stance nonsense", [2, 0, 1, 3]);
    for entry in COLUMNS {
        check(&format!("{0} -{0} created", entry.name), listing_order(entry.name));
    }
}

/// The order that a column alone gives, in the numbers of the excerpts.
fn listing_order(column: &str) -> [usize; 4] {
    let (alone, project) = listing("", &format!("{column} created"), None);
    let place = |id: &ExcerptId| project.excerpts().keys().position(|other| other == id).expect("there");
    let places: Vec<usize> = alone.excerpts.iter().map(place).collect();
    places.try_into().expect("four")
}

fn groups(filter: &str, column: Column) -> Vec<(String, Vec<u32>)> {
    listing(filter, "", Some(column))
        .0
        .groups
        .iter()
        .map(|group| (group.name.to_owned(), group.rows.to_vec()))
        .collect()
}

#[test]
fn grouped_by_what_they_share() {
    let named = |name: &str, rows: &[u32]| (name.to_owned(), rows.to_vec());
    assert_eq!(groups("", Column::Tag), [named("Position", &[0, 3]), named("Red line", &[1, 2])]);
    assert_eq!(
        groups("", Column::Actors),
        [named("-Vale", &[3]), named("Calder", &[0, 1, 2]), named("Mayor; Ames \\ Co", &[1])]
    );
    assert_eq!(groups("", Column::Issues), [named("River", &[3]), named("Weir", &[2]), named("", &[0, 1])]);
    assert_eq!(groups("", Column::Said), [named("2025-12", &[2]), named("", &[0, 1, 3])]);
    assert_eq!(groups("", Column::Article), [named("Mill talks: day two", &[0, 1, 2]), named("Papier; \\Fluß", &[3])]);
    assert_eq!(groups("mill", Column::Analyst), [named("Ada", &[0, 1])]);
    assert_eq!(groups("starred", Column::Outlet), []);
}

#[test]
fn whose_and_mistakes() {
    let (project, _) = sample();
    let me = AnalystId::from_bytes([7; 16]);
    let count = |theirs: bool, filter: &str| {
        let of = Some(Tagger { id: me, theirs });
        Listing { filter: Filter::new(filter), me, of, arrangement: Arrangement::default() }
            .list(&project, &mut Table::default())
            .map(|listed| listed.excerpts.len())
    };
    assert_eq!((count(true, ""), count(false, ""), count(true, "unsure")), (Ok(4), Ok(0), Ok(1)));
    assert!(count(true, "actor:nobody").is_err());
}
