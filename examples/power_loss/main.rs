//! The long form of `tests/power_loss`: `cargo run --release --example power_loss -- --seeds 1000000`.
//! Of every thousandth session each operation loses the power once, and meets each error once.
//! Prints what it came to; ends with an error at the first edit that was said to be saved and is gone.

#[path = "../../tests/power_loss/session.rs"]
mod session;

use std::io::Write as _;
use std::sync::Arc;

use rapporteur::storage::{Fault, Fs};
use session::{Chance, run};

fn every_operation(seed: u64) -> Result<(), String> {
    let disk = |fs| Arc::new(fs) as Arc<dyn Fs>;
    let whole = run(Chance::without(seed), &disk)?;
    for number in 0..whole.operations {
        let said = |what: String| format!("seed {seed}, operation {number}: {what}");
        run(Chance::power_loss_at(seed, number), &disk).map_err(said)?;
        for fault in Fault::ERRORS {
            let said = |what: String| format!("seed {seed}, {fault:?} at operation {number}: {what}");
            run(Chance::fault_at(seed, number, fault), &disk).map_err(said)?;
        }
    }
    Ok(())
}

fn main() -> Result<(), String> {
    let number = |name: &str, usual: u64| {
        let mut arguments = std::env::args().skip_while(|argument| argument != name);
        arguments.nth(1).map_or(Ok(usual), |text| text.parse().map_err(|error| format!("{name} {text}: {error}")))
    };
    let (seeds, first) = (number("--seeds", 100_000)?, number("--from", 0)?);
    let (mut operations, mut crashes, mut acknowledged, mut refused) = (0, 0, 0, 0);
    for seed in first..first.saturating_add(seeds) {
        let outcome = run(Chance::of_seed(seed), &|fs| Arc::new(fs)).map_err(|what| format!("seed {seed}: {what}"))?;
        if seed % 1000 == 0 {
            every_operation(seed)?;
        }
        operations += outcome.operations;
        crashes += outcome.crashes;
        acknowledged += outcome.acknowledged;
        refused += outcome.refused;
    }
    let said = format!(
        "{seeds} sessions, {operations} operations on the disk, {crashes} crashes, {acknowledged} edits said to be \
         saved, {refused} said not to be; none lost, every project readable\n"
    );
    std::io::stdout().write_all(said.as_bytes()).map_err(|error| error.to_string())
}
