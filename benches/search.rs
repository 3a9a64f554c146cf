//! Search over all articles, in CPU time and at two sizes: `cargo bench --bench search`; with `-- --quick` small sizes and
//! nothing is judged. The measure is a plain scan for the same bytes over the same texts in the same run.

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
use std::time::Instant;

use clock::{Times, growth, once, resident};
use memchr::memmem::Finder;
use rapporteur::analysis::filter::articles_in_order;
use rapporteur::app::{Reply, Unit};
use rapporteur::desktop::searching::{Corpus, SHOWN_MAX, SearchOrder};
use rapporteur::storage::{RealFs, Store};
use rapporteur::text::ArticleText;
use rapporteur::text::pattern::Pattern;
use rapporteur::text::search::SearchOptions;

/// What is looked for: a rare word, two words, a frequent syllable, another script, an expression, a quote nearly.
const WORDS: [&str; 6] = ["solpawa", "WORD OTHER", "ka", "наших", "wa[sz]o", "QUOTE"];

/// Milliseconds that the first hits and all hits may take where the texts are in memory.
const FIRST_MOST: f64 = 30.0;
const ALL_MOST: f64 = 100.0;

/// One search: CPU and wall milliseconds, to the first answer with hits and to the end, and the places found.
struct Taken {
    first: f64,
    all: f64,
    first_wall: f64,
    all_wall: f64,
    places: usize,
}

type Rows = Vec<(String, f64, Option<f64>)>;

fn main() -> Result<(), Box<dyn Error>> {
    let quick = std::env::args().any(|argument| argument == "--quick" || argument == "--test");
    let sizes = if quick { ["S", "S"] } else { ["M", "L"] };
    let mut tables: Vec<(usize, Rows)> = Vec::new();
    for name in sizes {
        let size = corpus::SIZES.into_iter().find(|size| size.name == name).ok_or("no such size")?;
        tables.push((size.articles, measure(size, if quick { 1 } else { 5 })?));
    }
    let [(few, small), (many, large)] = tables.as_slice() else { return Ok(()) };
    let count = |number: usize| u32::try_from(number).map_or(f64::MAX, f64::from);
    println!("\n{:<58}{:>10}{:>10}{:>9}{:>9}", "ms, median; by articles", few, many, "of limit", "growth");
    for ((_, before, _), (name, after, most)) in small.iter().zip(large) {
        let exponent = if few == many { 0.0 } else { growth(*before, *after, count(*many) / count(*few)) };
        let limit = most.map_or(String::new(), |most| format!("{:.2}", after / most));
        let over = if !quick && most.is_some_and(|most| *after > most) { "!" } else { "" };
        println!("{name:<58}{before:>10.2}{after:>10.1}{limit:>9}{exponent:>9.2} {over}");
    }
    Ok(())
}

fn measure(size: corpus::Size, times: usize) -> Result<Rows, Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let folder = home.path().join("project");
    let (project, texts) = corpus::make(size)?;
    corpus::keep(&project, &texts, &folder)?;
    let quote = project.excerpts().values().next().map_or(String::new(), |excerpt| excerpt.anchor.quote().to_owned());
    let opened = Store::open_read_only(Arc::new(RealFs), &folder)?;
    let articles: Vec<_> = articles_in_order(&project).iter().map(|article| (article.id, article.text)).collect();
    let mut words =
        quote.split(' ').filter(|word| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    let pair = format!("{} {}", words.next().unwrap_or("the"), words.next().unwrap_or("the"));
    let order = |words: &str, corpus: &Corpus| -> Result<SearchOrder, Box<dyn Error>> {
        let options = SearchOptions::default();
        let pattern = match words {
            "QUOTE" => Pattern::near(&quote),
            "WORD OTHER" => Pattern::words(&pair, options).ok_or("no words")?,
            words if words.contains('[') => Pattern::regex(words, options)?,
            words => Pattern::words(words, options).ok_or("no words")?,
        };
        let (articles, texts, corpus) = (articles.clone(), opened.texts.clone(), corpus.clone());
        Ok(SearchOrder { job: 0, pattern, unit: Unit::Hit, articles, texts, corpus, shown_max: SHOWN_MAX })
    };
    let mut rows = Rows::new();
    let before = resident();
    let corpus = Corpus::default();
    let first = search(&order("solpawa", &corpus)?);
    let bytes: usize = texts.iter().map(|text| text.as_str().len()).sum();
    println!(
        "{}: {} articles, {} MB; kept in memory {} MB",
        size.name,
        articles.len(),
        bytes >> 20,
        resident().saturating_sub(before) >> 20
    );
    rows.push(("first time, from disk: first hits".to_owned(), first.first, None));
    rows.push(("first time, from disk: all".to_owned(), first.all, None));
    rows.push(("the same, wall".to_owned(), first.all_wall, None));
    rows.push(("reading the files alone".to_owned(), read(&folder)?, None));
    for words in WORDS {
        let order = order(words, &corpus)?;
        let mut taken: [Times; 4] = Default::default();
        let mut places = 0;
        for _ in 0..times {
            let one = search(&order);
            places = one.places;
            let all = [one.first, one.all, one.first_wall, one.all_wall];
            taken.iter_mut().zip(all).for_each(|(times, time)| times.add(time));
        }
        let [first, all, first_wall, all_wall] = taken.map(|times| times.p50());
        rows.push((format!("{words} ({places}): first hits"), first, Some(FIRST_MOST)));
        rows.push((format!("{words}: first hits, wall"), first_wall, Some(FIRST_MOST)));
        rows.push((format!("{words}: all"), all, Some(ALL_MOST)));
        rows.push((format!("{words}: all, wall"), all_wall, Some(ALL_MOST)));
        rows.push((format!("{words}: a plain scan"), scan(&texts, words, times), None));
    }
    Ok(rows)
}

fn search(order: &SearchOrder) -> Taken {
    let started = Instant::now();
    let millis = |since: Instant| since.elapsed().as_secs_f64() * 1e3;
    let mut first = None;
    let mut places = 0;
    let before = clock::now();
    let (all, ()) = once(|| {
        order.run(&Default::default(), &mut |reply| {
            let Reply::Found { found, .. } = reply else { return };
            places += found.iter().map(|article| article.count).sum::<usize>();
            if !found.is_empty() && first.is_none() {
                first = Some((clock::now() - before, millis(started)));
            }
        });
    });
    let all_wall = millis(started);
    let (first, first_wall) = first.unwrap_or((all, all_wall));
    Taken { first, all, first_wall, all_wall, places }
}

/// Milliseconds for finding the bytes as they are, without anything told of them.
fn scan(texts: &[ArticleText], words: &str, times: usize) -> f64 {
    let mut taken = Times::default();
    let finder = Finder::new(words);
    for _ in 0..times {
        taken.measure(|| {
            let found = texts.iter().map(|text| finder.find_iter(text.as_str().as_bytes()).count()).sum::<usize>();
            std::hint::black_box(found);
        });
    }
    taken.p50()
}

/// Milliseconds for reading all texts of a project, and nothing else.
fn read(folder: &std::path::Path) -> Result<f64, Box<dyn Error>> {
    let files: Vec<_> = walkdir::WalkDir::new(folder.join("articles")).into_iter().collect::<Result<_, _>>()?;
    let files: Vec<_> = files.iter().filter(|file| file.path().extension().is_some_and(|name| name == "txt")).collect();
    let (time, bytes) =
        once(|| files.iter().map(|file| std::fs::read(file.path()).map_or(0, |bytes| bytes.len())).sum::<usize>());
    println!("{} files, {} MB", files.len(), bytes >> 20);
    Ok(time)
}
