//! Frames of the reading pane without a window, in CPU time: `cargo bench --bench reading_pane`. With `-- --quick` every
//! case runs a few frames and nothing is judged. Budgets are those of the design; results go to benches/RESULTS.md.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

#[path = "support/articles.rs"]
mod articles;
#[path = "support/clock.rs"]
#[expect(dead_code, reason = "shared with other benchmarks, each of which uses a part of it")]
mod clock;
#[path = "support/dice.rs"]
mod dice;
#[path = "support/stage.rs"]
mod stage;

use articles::Case;
use clock::{Times, growth};
use dice::Dice;
use rapporteur::model::{ExcerptId, TextSpan};
use rapporteur::text::ArticleText;
use rapporteur::text::search::{SearchOptions, find_all};
use rapporteur::ui::reader::{Found, PaintedExcerpts, ReaderState};
use stage::Stage;

/// What is measured, and the most that the 99th of a hundred frames may take, in milliseconds.
const KINDS: [(&str, f64); 10] = [
    ("idle", 0.5),
    ("hover", 0.5),
    ("wheel", 1.0),
    ("page key", 5.0),
    ("sweep", 1.0),
    ("jump", 5.0),
    ("scroll bar", 5.0),
    ("resize", 8.0),
    ("size of type", 8.0),
    ("tagging", 2.0),
];

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick" || argument == "--test");
    let frames = if quick { 5 } else { 600 };
    let mut table: Vec<(Case, Vec<Times>)> = Vec::new();
    for case in articles::CASES {
        if quick && case.bytes > 2_000_000 {
            continue;
        }
        table.push((case, run(case, frames)));
    }
    println!(
        "\nCPU milliseconds a frame (layout and tessellation), p50 / p99 / worst of {frames}; ! is over the budget"
    );
    print!("{:<14}", "");
    for (case, _) in &table {
        print!("{:>26}", case.name);
    }
    println!();
    for (number, (kind, budget)) in KINDS.iter().enumerate() {
        print!("{:<14}", format!("{kind} <{budget}"));
        for (_, times) in &table {
            let Some(times) = times.get(number) else { continue };
            let over = if !quick && times.p99() > *budget { "!" } else { " " };
            print!("{:>25}{over}", format!("{:.3} / {:.3} / {:.3}", times.p50(), times.p99(), times.worst()));
        }
        println!();
    }
    println!("\nGrowth of p50 (exponent; 0 is flat, 1 is linear)");
    let exponent = |small: &str, large: &str, factor: f64, number: usize| {
        let p50 = |name: &str| {
            table.iter().find(|(case, _)| case.name == name).and_then(|(_, times)| Some(times.get(number)?.p50()))
        };
        Some(growth(p50(small)?, p50(large)?, factor))
    };
    for (number, (kind, _)) in KINDS.iter().enumerate() {
        let text = exponent("1 MB 10k", "10 MB 10k", 10.0, number);
        let excerpts = exponent("10 MB 10k", "10 MB 100k", 10.0, number);
        if let (Some(text), Some(excerpts)) = (text, excerpts) {
            println!("{kind:<14} text 1 to 10 MB {text:>6.2}    excerpts 10,000 to 100,000 {excerpts:>6.2}");
        }
    }
}

/// Opens the case's article, plays a session on it and answers the frames' times in the order of [`KINDS`].
fn run(case: Case, frames: usize) -> Vec<Times> {
    let mut dice = Dice::new(7);
    let text = ArticleText::new(case.text(&mut dice));
    let excerpts = case.excerpts(text.as_str(), &mut dice);
    let mut opening = Times::default();
    let mut stages = Vec::new();
    let warm = Stage::warm();
    let mut memory = Vec::new();
    for _ in 0..if frames < 50 { 1 } else { 5 } {
        let before = clock::resident();
        let excerpts = excerpts.clone();
        let mut stage = Stage::with(warm.clone(), &text);
        opening.measure(|| {
            stage.open(ReaderState::new(&text), PaintedExcerpts::new(text.as_str().len(), excerpts));
            stage.frame(&[]);
        });
        stages.push(stage);
        memory.push(clock::resident().saturating_sub(before));
    }
    let found = clock::once(|| find_all(text.as_str(), "harbour", SearchOptions::default()));
    println!(
        "{:<12} {:>8} kB {:>7} excerpts: opened in {:.2} ms (worst {:.2}) and {} kB; found {} places in {:.1} ms",
        case.name,
        text.as_str().len() / 1000,
        excerpts.len(),
        opening.p50(),
        opening.worst(),
        memory.iter().max().map_or(0, |bytes| bytes / 1000),
        found.1.len(),
        found.0
    );
    let Some(mut stage) = stages.pop() else { return Vec::new() };
    drop(stages);
    let opened = clock::resident();
    stage.found = Found::new(text.as_str().len(), found.1);
    stage.bookmarks = vec![text.as_str().len() / 2];
    let mut all = Vec::new();
    let length = text.as_str().len();
    let place = |dice: &mut Dice| text.as_str().floor_char_boundary(dice.below(length));
    // Frames of one kind are played in a row; the first ones of a kind warm up what a real session has warm.
    let mut play = |stage: &mut Stage, warm_up: usize, count: usize, act: &mut dyn FnMut(&mut Stage, usize)| {
        let mut times = Times::default();
        for number in 0..warm_up + count {
            let before = times.len();
            times.measure(|| act(stage, number));
            if number < warm_up {
                times.forget(before);
            }
        }
        all.push(times);
    };
    stage.state.set_place(place(&mut dice));
    play(&mut stage, 5, frames, &mut |stage, _| stage.frame(&[]));
    play(&mut stage, 5, frames, &mut |stage, n| stage.frame(&[stage::moved(n)]));
    play(&mut stage, 5, frames, &mut |stage, _| stage.frame(&[stage::wheel(-30.0)]));
    stage.state.request_focus();
    play(&mut stage, 3, frames, &mut |stage, _| stage.frame(&[stage::key(egui::Key::PageDown)]));
    stage.press();
    play(&mut stage, 5, frames, &mut |stage, n| stage.frame(&[stage::swept(n)]));
    stage.release();
    play(&mut stage, 3, frames, &mut |stage, _| {
        let to = place(&mut dice);
        stage.state.set_place(to);
        stage.frame(&[]);
    });
    play(&mut stage, 1, frames, &mut |stage, n| stage.drag_bar(n));
    stage.release();
    play(&mut stage, 1, frames, &mut |stage, n| stage.resized_frame(n));
    play(&mut stage, 1, frames.min(40), &mut |stage, n| {
        stage.style.size = 14.0 + f32::from(u8::try_from(n % 6).unwrap_or(0));
        stage.frame(&[]);
    });
    stage.style.size = 18.0;
    stage.frame(&[]);
    let mut number = 0u128;
    play(&mut stage, 3, frames, &mut |stage, _| {
        number += 1;
        let start = stage.state.place();
        let end = text.as_str().ceil_char_boundary((start + 40).min(length));
        if let (Some(span), Some(mut new)) = (TextSpan::new(text.as_str(), start..end), stage.painted_like()) {
            (new.id, new.span) = (ExcerptId::from_bytes(number.to_be_bytes()), span);
            stage.painted.put(new);
        }
        stage.frame(&[]);
        if let Some(before) = number.checked_sub(6) {
            stage.painted.remove(ExcerptId::from_bytes(before.to_be_bytes()));
        }
    });
    // Thousands of screens have been seen by now.
    println!("{:<12} after the session {} kB more", "", clock::resident().saturating_sub(opened) / 1000);
    all
}
