//! Random editing sessions on a disk that loses its power at any operation, and again during recovery, and on which any
//! operation may fail. What was said to be saved is there afterwards. `cargo run --release --example power_loss` runs more.

mod careless;
mod session;

use careless::{Careless, Carelessness};
use session::{Chance, run};

#[test]
fn what_was_said_to_be_saved_survives_the_loss_of_power() {
    let mut crashes = 0;
    for seed in 0..2400 {
        match run(Chance::of_seed(seed), &careless::careful) {
            Ok(outcome) => crashes += outcome.crashes,
            Err(what) => panic!("seed {seed}: {what}"),
        }
    }
    assert!(crashes > 2400, "{crashes} crashes are too few to show anything");
}

#[test]
fn power_may_fail_at_every_operation_of_a_session() {
    for seed in [3, 17] {
        let whole = run(Chance::without(seed), &careless::careful).expect("nothing went wrong");
        for number in 0..=whole.operations {
            let outcome = run(Chance::power_loss_at(seed, number), &careless::careful);
            assert!(outcome.is_ok(), "seed {seed}, operation {number}: {outcome:?}");
        }
    }
}

#[test]
fn every_error_may_come_at_every_operation_of_a_session() {
    let seed = 5;
    let whole = run(Chance::without(seed), &careless::careful).expect("nothing went wrong");
    for fault in rapporteur::storage::Fault::ERRORS {
        for number in 0..whole.operations {
            let outcome = run(Chance::fault_at(seed, number, fault), &careless::careful);
            assert!(outcome.is_ok(), "seed {seed}, {fault:?} at operation {number}: {outcome:?}");
        }
    }
}

/// The simulation has teeth: each kind of carelessness is found out, and soon.
#[test]
fn every_kind_of_carelessness_is_caught() {
    for how in Carelessness::ALL {
        let careless = |fs| Careless::over(fs, how);
        let caught = (0..12_000).find(|seed| run(Chance::of_seed(*seed), &careless).is_err());
        assert!(caught.is_some(), "{how:?} was not caught");
    }
}
