//! Filtering, sorting and grouping all excerpts of a project, in CPU time and at two sizes. `cargo bench --bench filter`;
//! with `-- --quick` small sizes and nothing is judged. The measure is a bare walk over all excerpts in the same run.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

#[path = "support/clock.rs"]
#[expect(dead_code, reason = "shared with other benchmarks, each of which uses a part of it")]
mod clock;
#[path = "support/corpus.rs"]
mod corpus;
#[path = "support/dice.rs"]
mod dice;

use std::error::Error;
use std::sync::Arc;

use clock::{Times, growth, once};
use rapporteur::analysis::listing::{SortBy, Table};
use rapporteur::analysis::{Arrangement, Column, Filter, Listing};
use rapporteur::model::Project;
use rapporteur::storage::{RealFs, Store};

/// What was asked for, and the milliseconds that it took at first and again.
type Measured = (String, [f64; 2]);

/// What a list of all excerpts may take, in milliseconds.
const MOST: f64 = 100.0;

/// Filters, as they are typed; ACTOR, ISSUE and WORD are replaced by names of the project.
const FILTERS: &[&str] = &[
    "",
    "tag:position,\"Red line\"",
    "actor:ACTOR",
    "issue:ISSUE -actor:ACTOR",
    "starred or unsure",
    "stance:for said:2025-12..",
    "published:..2025-12-10 tagged:2025",
    "outlet:OUTLET -voice:paraphrase",
    "has:memo or has:condition",
    "WORD",
    "-WORD",
    "\"WORD OTHER\"",
    "наших",
    "never actor:ACTOR (tag:position or stance:against)",
];

const SORTS: &[&str] = &[
    "quote",
    "tag",
    "-actors",
    "issues",
    "article",
    "published",
    "said_on",
    "analyst",
    "memo",
    "tag -published actors",
];

const GROUPS: &[Column] = &[Column::Tag, Column::Actors, Column::Article, Column::Published];

fn main() -> Result<(), Box<dyn Error>> {
    let quick = std::env::args().any(|argument| argument == "--quick" || argument == "--test");
    let sizes = if quick { ["S", "S"] } else { ["M", "L"] };
    let mut tables: Vec<(usize, Vec<Measured>)> = Vec::new();
    for name in sizes {
        let size = corpus::SIZES.into_iter().find(|size| size.name == name).ok_or("no such size")?;
        let project = project(size)?;
        println!("{name}: {} excerpts, bare walk {:.1} ms", project.excerpts().len(), walk(&project));
        tables.push((project.excerpts().len(), measure(&project, if quick { 1 } else { 5 })));
    }
    let [(few, small), (many, large)] = tables.as_slice() else { return Ok(()) };
    let count = |number: usize| u32::try_from(number).map_or(f64::MAX, f64::from);
    println!("\nCPU ms, median; at first with nothing kept from another list, then from what was kept");
    println!("{:<58}{few:>10}{:>8}{many:>10}{:>8}{:>10}{:>8}", "", "again", "again", "of limit", "growth");
    for ((name, before), (_, after)) in small.iter().zip(large) {
        let growth = |at: usize| match (before.get(at), after.get(at)) {
            (Some(before), Some(after)) if few != many => growth(*before, *after, count(*many) / count(*few)),
            _ => 0.0,
        };
        let [[first, again], [first_of_many, again_of_many]] = [before, after];
        let over = if !quick && *again_of_many > MOST { "!" } else { "" };
        println!(
            "{name:<58}{first:>10.2}{again:>8.2}{first_of_many:>10.1}{again_of_many:>8.1}{:>10.2}{:>8.2} {over}",
            again_of_many / MOST,
            growth(1)
        );
    }
    Ok(())
}

/// A project as it is after it was opened: what excerpts share is in memory once.
fn project(size: corpus::Size) -> Result<Project, Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let folder = home.path().join("project");
    let (project, texts) = corpus::make(size)?;
    corpus::keep(&project, &texts, &folder)?;
    drop((project, texts));
    Ok(Store::open_read_only(Arc::new(RealFs), &folder)?.project)
}

/// Milliseconds for looking at every excerpt once.
fn walk(project: &Project) -> f64 {
    let mut times = Times::default();
    for _ in 0..5 {
        let mut seen = 0;
        times
            .measure(|| seen = project.excerpts().values().filter(|excerpt| excerpt.anchor.span.start() > 100).count());
        assert!(seen <= project.excerpts().len());
    }
    times.p50()
}

fn measure(project: &Project, times: usize) -> Vec<Measured> {
    let me = project.analysts().keys().next().copied();
    let actor = project.actors().values().nth(3).map_or("", |actor| actor.name.as_str());
    let issue = project.issues().values().nth(2).map_or("", |issue| issue.name.as_str());
    let outlet = project.articles().values().next().map_or("", |article| article.outlet.as_str());
    let quote = project.excerpts().values().next().map_or("", |excerpt| excerpt.anchor.quote());
    let mut words =
        quote.split(' ').filter(|word| word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let (word, other) = (words.next().unwrap_or("never"), words.next().unwrap_or("wait"));
    let named = |text: &str| {
        let pairs = [("ACTOR", actor), ("ISSUE", issue), ("OUTLET", outlet), ("OTHER", other), ("WORD", word)];
        pairs.iter().fold(text.to_owned(), |text, (sign, name)| {
            let name = if name.contains(' ') { format!("\"{name}\"") } else { (*name).to_owned() };
            text.replace(sign, if *sign == "OTHER" || *sign == "WORD" { name.trim_matches('"') } else { &name })
        })
    };
    let mut rows = Vec::new();
    let mut row = |name: String, filter: &str, arrangement: Arrangement| {
        let Some(me) = me else { return };
        let listing = Listing { filter: Filter::new(filter), me, of: None, arrangement };
        let mut found = 0;
        let mut list = |table: &mut Table| match listing.list(project, table) {
            Ok(listed) => found = listed.excerpts.len(),
            Err(mistake) => println!("{filter}: {mistake}"),
        };
        let (mut first, mut again) = (Times::default(), Times::default());
        for _ in 0..times {
            let mut table = Table::default();
            first.measure(|| list(&mut table));
            again.measure(|| list(&mut table));
        }
        rows.push((format!("{name} ({found})"), [first.p50(), again.p50()]));
    };
    for filter in FILTERS {
        let text = named(filter);
        row(format!("filter {text}"), &text, Arrangement::default());
    }
    for sort in SORTS {
        let sorted_by = SortBy::read(sort.split(' '));
        row(format!("sort by {sort}"), "", Arrangement { sorted_by, grouped_by: None });
    }
    for column in GROUPS {
        let arrangement = Arrangement { sorted_by: Vec::new(), grouped_by: Some(*column) };
        row(format!("group by {}", column.entry().name), "", arrangement);
    }
    let (typing, _) = once(|| {
        Filter::new(&named("tag:position actor:ACTOR -voice:paraphrase said:2025-12.. WORD")).plan(project, me).is_ok()
    });
    rows.push(("a filter read and made ready".to_owned(), [typing; 2]));
    rows
}
