//! Exports at three sizes, in CPU time: `cargo bench --bench export`. With `-- --quick` the smallest runs and nothing is
//! judged; `-- M` leaves out the largest. Budgets are those of the design; results go to benches/RESULTS.md.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

#[path = "support/clock.rs"]
#[expect(dead_code, reason = "shared with other benchmarks, each of which uses a part of it")]
mod clock;
#[path = "support/corpus.rs"]
mod corpus;
#[path = "support/dice.rs"]
mod dice;

use std::collections::HashMap;
use std::error::Error;
use std::io::{self, Write};
use std::sync::Arc;

use clock::{growth, once, resident};
use rapporteur::analysis::everything;
use rapporteur::desktop::record_file;
use rapporteur::export::{Choices, FORMATS, Format, Input, format};
use rapporteur::model::{Article, ExcerptId, Project, TextHash};
use rapporteur::storage::{RealFs, Store};
use rapporteur::text::ArticleText;

/// Formats with the most excerpts that they are measured with, and the milliseconds of CPU they may take then.
const BUDGETS: [(&str, usize, f64); 3] =
    [("csv", 1_000_000, 1000.0), ("xlsx", 100_000, 5000.0), ("html", 50_000, f64::MAX)];

type Texts = HashMap<TextHash, ArticleText>;

/// Counts what goes by, and what memory there was meanwhile.
#[derive(Default)]
struct Counted {
    bytes: usize,
    next: usize,
    most: usize,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len();
        if self.bytes > self.next {
            self.next = self.bytes + (8 << 20);
            self.most = self.most.max(resident());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let quick = arguments.iter().any(|argument| argument == "--quick" || argument == "--test");
    let last = if quick { "S" } else { arguments.iter().find(|name| name.as_str() == "M").map_or("L", |_| "M") };
    let mut before: HashMap<&str, (usize, f64)> = HashMap::new();
    for size in corpus::SIZES.into_iter().take(3) {
        let (made, texts) = corpus::make(size)?;
        // As it is after it was opened: the words of an article's excerpts are in memory once.
        let home = tempfile::tempdir()?;
        let folder = home.path().join("project");
        corpus::keep(&made, &texts, &folder)?;
        drop(made);
        let project = Store::open_read_only(Arc::new(RealFs), &folder)?.project;
        let texts: Texts = texts.into_iter().map(|text| (text.hash(), text)).collect();
        let all = everything(&project);
        println!("{}: {} articles, {} excerpts", size.name, project.articles().len(), all.len());
        for one in FORMATS {
            let most = BUDGETS.iter().find(|(id, ..)| *id == one.id).map_or(50_000, |(_, most, _)| *most);
            let ids = all.get(..most.min(all.len())).unwrap_or_default();
            measure(one, (&project, &texts), ids, &mut before)?;
        }
        if size.name == last {
            break;
        }
    }
    Ok(())
}

fn measure(
    one: &'static Format,
    (project, texts): (&Project, &Texts),
    ids: &[ExcerptId],
    before: &mut HashMap<&str, (usize, f64)>,
) -> Result<(), Box<dyn Error>> {
    let choices = Choices::of(one);
    let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(|| "no text".to_owned());
    let mut input = Input::new(project, ids, &mut text_of, &choices);
    input.records = Some(record_file());
    let mut out = Counted::default();
    let resting = resident();
    let (time, written) = once(|| (one.write)(&mut input, &mut out));
    let written = written?;
    // The limit: the bytes alone, written to memory a piece at a time.
    let piece = vec![b'x'; 64 << 10];
    let mut page = Vec::with_capacity(piece.len());
    let (bare, _) = once(|| {
        for _ in 0..out.bytes / piece.len() + 1 {
            page.clear();
            page.extend_from_slice(std::hint::black_box(&piece));
            std::hint::black_box(&page);
        }
    });
    let budget = BUDGETS.iter().find(|(id, most, _)| *id == one.id && ids.len() == *most).map(|(.., budget)| *budget);
    let judged = budget
        .filter(|budget| *budget < f64::MAX)
        .map_or(String::new(), |budget| format!(", of {budget:.0}: {:.2}", time / budget));
    let grown = before.insert(one.id, (ids.len(), time)).filter(|(count, _)| *count < ids.len());
    let size = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let grown = grown.map_or(String::new(), |(count, small)| {
        format!(", growth {:.2}", growth(small, time, size(ids.len()) / size(count)))
    });
    let memory = out.most.saturating_sub(resting) >> 20;
    println!(
        "  {:<10} {:>8} excerpts {:>9.1} ms, {:>4} MB out, {memory:>4} MB of memory on top, {:.0} times the bytes{judged}{grown}",
        one.id,
        written.excerpts,
        time,
        out.bytes >> 20,
        time / bare.max(0.01),
    );
    debug_assert!(format(one.id).is_some());
    Ok(())
}
