//! The fast order and groups against slow and simple ones, on made-up excerpts in any order.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::*;
use crate::analysis::filter::articles_in_order;
use crate::model::{ActorId, Change, IssueId, Record, Stance, Voice};
use crate::text::sample::sample;

/// What varies from excerpt to excerpt: quote, place, kind, day, marks.
type Draw = (usize, u8, u8, u8, u8);

const QUOTES: [&str; 9] = [
    "“We will hold the mill”, she said at last",
    "we will hold the MILL – she said at last",
    "We will hold the mill, she said at first",
    "We will",
    "Їжак мовчить",
    "їжак мовчав",
    "Ärger",
    "…",
    "10 boats",
];

fn project(draws: &[Draw]) -> Project {
    let (mut project, _texts) = sample();
    let first = project.excerpts().values().next().expect("an excerpt").clone();
    let articles: Vec<_> = project.articles().values().cloned().collect();
    let mut records = Vec::new();
    for (number, article) in articles.iter().enumerate() {
        let mut article = article.clone();
        article.outlet = ["Gazette", ""][number % 2].to_owned();
        article.published = ["2025-12", "2024"][number % 2].parse().ok();
        records.push(Record::Article(Box::new(article)));
    }
    for (number, (quote, place, kind, day, marks)) in draws.iter().enumerate() {
        let mut excerpt = first.clone();
        let mut bytes = [*place; 16];
        bytes[1] = u8::try_from(number).expect("few");
        excerpt.id = ExcerptId::from_bytes(bytes);
        let kind = usize::from(*kind);
        excerpt.article = articles[kind % articles.len()].id;
        let quote = QUOTES[quote % QUOTES.len()];
        let start = usize::from(place % 3);
        let span = crate::model::TextSpan::from_stored(start, start + quote.len()).expect("a span");
        excerpt.anchor = crate::model::Anchor::new(span, quote, "", "");
        excerpt.tag = ["proposal", "position", "red-line"][kind % 3].parse().expect("an id");
        let ids = ["vale", "calder", "mayor-ames"];
        excerpt.actors = ids.iter().skip(kind % 4).map(|id| id.parse::<ActorId>().expect("an id")).collect();
        excerpt.issues =
            ["weir", "river"].iter().skip(kind % 3).map(|id| id.parse::<IssueId>().expect("an id")).collect();
        let moment = |day: u8| format!("2025-12-{:02}T23:59:59Z", day % 28 + 1).parse().expect("a moment");
        (excerpt.created, excerpt.modified) = (moment(*day), moment(day / 2));
        excerpt.memo = ["", "see above", " See Above", "é"][usize::from(day % 4)].to_owned();
        excerpt.speaker = ["", "B", "a"][usize::from(day % 3)].to_owned();
        excerpt.said_on = ["", "2025", "2025-12", "2025-12-07"][usize::from(day % 4)].parse().ok();
        excerpt.starred = marks % 2 == 0;
        excerpt.checked = marks % 3 == 0;
        excerpt.stance = Stance::KNOWN.get(usize::from(marks % 5)).cloned();
        excerpt.voice = Voice::KNOWN.get(usize::from(marks % 7)).cloned();
        records.push(Record::Excerpt(Box::new(excerpt)));
    }
    project.apply(&Change::put("more", records)).expect("applied");
    project
}

/// What a column is sorted by, as words; `None` where there is nothing.
fn value(project: &Project, row: &Excerpt, column: Column) -> Option<String> {
    let article = &project.articles()[&row.article];
    let words = |text: &str| Some(text.trim().to_lowercase()).filter(|text| !text.is_empty());
    let date = |date: Option<crate::model::PartialDate>| date.map(|date| date.to_string());
    match column {
        Column::Quote => {
            let letters = row.anchor.quote().chars().filter(|c| c.is_alphanumeric() || c.is_whitespace());
            let small: String = letters.flat_map(char::to_lowercase).collect();
            Some(small.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Column::Tag => project.tags_in_order().iter().position(|tag| tag.id == row.tag).map(|at| format!("{at:04}")),
        Column::Actors | Column::Addressees | Column::Issues => words(&names_of(project, row, column).join(", ")),
        Column::Stance => row.stance.as_ref().map(|stance| stance.word().to_owned()),
        Column::Voice => row.voice.as_ref().map(|voice| voice.word().to_owned()),
        Column::Speaker => words(&row.speaker),
        Column::Condition => words(&row.condition),
        Column::Memo => words(&row.memo),
        Column::Said => date(row.said_on),
        Column::Grade => {
            let grade = (row.grade.reliability(), row.grade.credibility());
            let sign = |part: Option<String>| part.unwrap_or_else(|| "Z".to_owned());
            let words = sign(grade.0.map(String::from)) + &sign(grade.1.map(|number| number.to_string()));
            (grade != (None, None)).then_some(words)
        }
        Column::Marks => {
            let marks = [row.starred, row.certainty == crate::model::Certainty::Unsure, row.checked];
            let sign = |mark: &bool| if *mark { '0' } else { '1' };
            marks.contains(&true).then(|| marks.iter().map(sign).collect())
        }
        Column::Analyst => words(&project.analysts()[&row.analyst].name),
        Column::Tagged => Some(row.created.to_string()),
        Column::Changed => Some(row.modified.to_string()),
        Column::Article => words(&article.title),
        Column::Outlet => words(&article.outlet),
        Column::Author => words(&article.author),
        Column::Published => date(article.published),
    }
}

fn naive<'a>(project: &'a Project, sorted_by: &[SortBy]) -> Vec<&'a Excerpt> {
    let articles = articles_in_order(project);
    let place = |row: &&Excerpt| (articles.iter().position(|it| it.id == row.article), row.anchor.span, row.id);
    let mut rows: Vec<&Excerpt> = project.excerpts().values().collect();
    rows.sort_by_key(place);
    for by in sorted_by.iter().rev() {
        rows.sort_by(|a, b| match (value(project, a, by.column), value(project, b, by.column)) {
            (Some(a), Some(b)) if by.down => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
    }
    rows
}

proptest! {
    #[test]
    fn the_fast_order_is_the_simple_one(
        draws in proptest::collection::vec((0..9usize, any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>()), 0..200),
        columns in proptest::sample::subsequence(COLUMNS.iter().map(|entry| entry.column).collect::<Vec<_>>(), 0..4),
        down in any::<[bool; 4]>(),
        grouped_by in proptest::sample::select(GROUPINGS),
    ) {
        let project = project(&draws);
        let sorted_by: Vec<SortBy> =
            columns.into_iter().zip(down).map(|(column, down)| SortBy { column, down }).collect();
        let expected = naive(&project, &sorted_by);
        let me = AnalystId::from_bytes([7; 16]);
        let arrangement = Arrangement { sorted_by, grouped_by: Some(grouped_by) };
        let mut listing = Listing { filter: Filter::new(""), me, of: None, arrangement };
        let listed = listing.list(&project, &mut Table::default()).expect("a list");
        let ids: Vec<ExcerptId> = expected.iter().map(|excerpt| excerpt.id).collect();
        prop_assert_eq!(&listed.excerpts, &ids);
        // Each group has the rows that are in it, and each row is in a group.
        let mut seen = BTreeSet::new();
        for group in listed.groups.iter() {
            let is_in = |row: &Excerpt| {
                let article = &project.articles()[&row.article];
                let date = |date: Option<crate::model::PartialDate>| date.map_or(String::new(), |date| date.to_string());
                let names: Vec<String> = match grouped_by {
                    Column::Tag => vec![project.tags()[&row.tag].name.clone()],
                    Column::Article => vec![article.title.clone()],
                    Column::Outlet => vec![article.outlet.clone()],
                    Column::Published => vec![date(article.published)],
                    Column::Said => vec![date(row.said_on)],
                    Column::Analyst => vec![project.analysts()[&row.analyst].name.clone()],
                    column => names_of(&project, row, column).into_iter().map(str::to_owned).collect(),
                };
                names.iter().any(|name| name == group.name) || (names.is_empty() && group.name.is_empty())
            };
            let rows: Vec<u32> = (0..).zip(&expected).filter(|(_, row)| is_in(row)).map(|(at, _)| at).collect();
            prop_assert_eq!(group.rows, &rows, "{}", group.name);
            seen.extend(rows);
        }
        prop_assert_eq!(seen.len(), expected.len());
        // From what other lists kept, also of other projects, every list is made as from nothing.
        let other = self::project(&draws[draws.len() / 2..]);
        let mut table = Table::default();
        for (project, filter, up) in
            [(&other, "", true), (&project, "", true), (&project, "", false), (&project, "unsure or starred", false)]
        {
            listing.filter = Filter::new(filter);
            listing.arrangement.sorted_by.iter_mut().for_each(|by| by.down ^= up);
            let expected = listing.list(project, &mut Table::default());
            prop_assert_eq!(listing.list(project, &mut table), expected);
        }
        let found = select(&project, None, &Filter::new("starred")).expect("found");
        let starred: Vec<_> = naive(&project, &[]).iter().filter(|row| row.starred).map(|row| row.id).collect();
        prop_assert_eq!(found, starred);
    }
}
