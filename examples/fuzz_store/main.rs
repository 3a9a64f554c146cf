//! The fuzz targets of the store without a fuzzer: each on its committed corpus and on random changes of it, for so many
//! seconds. `cargo run --release --example fuzz_store -- --seconds 60 --target journal`. Ends with an error at a panic, an
//! input that takes over a second, or more than 512 MB.

#![expect(clippy::expect_used, reason = "a target fails by panicking")]

#[path = "../../fuzz/src/targets.rs"]
mod targets;

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use rapporteur::storage::Dice;
use targets::{TARGETS, Target};

const SLOW: Duration = Duration::from_secs(1);
const MEMORY_MAX_KIB: u64 = 512 * 1024;
/// Longest input.
const INPUT_MAX_BYTES: usize = 1 << 20;

/// What RON and our files are made of.
const WORDS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\n",
    "\r\n",
    "//",
    "/*",
    "*/",
    "r#\"",
    "\"#",
    "Some(",
    "None",
    "true",
    "#!",
    "at: ",
    "over: [(\"a\", 1)], ",
    "id: \"\"",
    "removed: true",
    "record: \"tag\"",
    "format: 1",
    "format: 2",
    "writer: \"x\"",
    "records: [\n",
    "])\n",
    "),\n",
    "18446744073709551615",
    "-1",
    "1e999",
    "0x",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[31m",
    "ї",
    "😀",
    "\\u{110000}",
    "\u{1e}",
    "#12 0123456789abcdef\n",
    "rapporteur journal 1\n",
    "(at: 1, way: \"done\", label: \"x\", when: \"2025-12-14T10:00:00Z\", lines: 1)\n",
    "../../x",
];

fn change(dice: &mut Dice, corpus: &[Vec<u8>]) -> Vec<u8> {
    let any = |dice: &mut Dice| corpus.get(dice.below(corpus.len())).cloned().unwrap_or_default();
    let mut input = any(dice);
    for _ in 0..1 + dice.below(6) {
        let at = dice.below(input.len() + 1);
        let to = at + dice.below((input.len() - at).min(200) + 1);
        match dice.below(9) {
            0 => drop(input.drain(at..to)),
            1 => drop(input.splice(at..at, input.get(at..to).unwrap_or_default().to_vec())),
            2 => {
                let word = WORDS.get(dice.below(WORDS.len())).copied().unwrap_or_default();
                drop(input.splice(at..at, word.bytes()));
            }
            3 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            4 => input.truncate(at),
            5 => {
                let other = any(dice);
                let from = dice.below(other.len() + 1);
                drop(input.splice(at.., other.get(from..).unwrap_or_default().to_vec()));
            }
            6 => {
                let byte = u8::try_from(dice.below(256)).unwrap_or(0);
                drop(input.splice(at..to, std::iter::repeat_n(byte, to - at)));
            }
            7 => {
                let word = WORDS.get(dice.below(WORDS.len())).copied().unwrap_or_default();
                let times = [2, 8, 130, 5_000].get(dice.below(4)).copied().unwrap_or(2);
                drop(input.splice(at..at, word.repeat(times).into_bytes()));
            }
            _ => {
                let number = dice.roll().to_string();
                drop(input.splice(at..at, number.into_bytes()));
            }
        }
        input.truncate(INPUT_MAX_BYTES);
    }
    input
}

/// The most memory that this process had so far, where the system says so.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn fuzz(target: &Target, seconds: u64, seed: u64) -> Result<String, String> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target.name);
    let mut corpus = Vec::new();
    let mut entries: Vec<_> = std::fs::read_dir(&place).map_err(|error| error.to_string())?.flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        corpus.push(std::fs::read(entry.path()).map_err(|error| error.to_string())?);
    }
    let mut dice = Dice(seed);
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut inputs, mut slowest) = (0u64, Duration::ZERO);
    while Instant::now() < end || inputs < corpus.len() as u64 {
        let first = usize::try_from(inputs).ok().and_then(|number| corpus.get(number)).cloned();
        let input = first.unwrap_or_else(|| change(&mut dice, &corpus));
        let started = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
        let took = started.elapsed();
        slowest = slowest.max(took);
        let wrong = match outcome {
            Err(_) => Some("it panicked".to_owned()),
            // A busy machine may stop it for a while: only what is slow a second time is slow.
            Ok(()) if took > SLOW => {
                let again = Instant::now();
                (target.run)(&input);
                (again.elapsed() > SLOW).then(|| format!("it took {took:?}"))
            }
            Ok(()) => None,
        };
        if let Some(what) = wrong {
            let file = std::env::temp_dir().join(format!("fuzz-{}-{inputs}", target.name));
            std::fs::write(&file, &input).map_err(|error| error.to_string())?;
            return Err(format!("{}: {what}; the input is in {}", target.name, file.display()));
        }
        inputs += 1;
    }
    let memory = peak_kib();
    if memory > MEMORY_MAX_KIB {
        return Err(format!("{}: {} MB of memory", target.name, memory / 1024));
    }
    Ok(format!(
        "{}: {inputs} inputs in {seconds} s, slowest {} ms, at most {} MB",
        target.name,
        slowest.as_millis(),
        memory / 1024
    ))
}

fn main() -> Result<(), String> {
    let argument = |name: &str| std::env::args().skip_while(|argument| argument != name).nth(1);
    let number =
        |name: &str, usual: u64| argument(name).map_or(Ok(usual), |text| text.parse()).map_err(|_| format!("{name}?"));
    let (seconds, seed, only) = (number("--seconds", 10)?, number("--seed", 1)?, argument("--target"));
    let chosen: Vec<&Target> =
        TARGETS.iter().filter(|target| only.as_ref().is_none_or(|only| only == target.name)).collect();
    if chosen.is_empty() {
        return Err("there is no such target".to_owned());
    }
    for target in chosen {
        let said = fuzz(target, seconds, seed)?;
        std::io::stdout().write_all(format!("{said}\n").as_bytes()).map_err(|error| error.to_string())?;
    }
    Ok(())
}
