//! Writers with clones of one project over a bare git repository, and with copies that a sync program keeps. `cargo run --example git_team` plays more.

mod clones;
mod synced;
mod team;

use std::sync::{Mutex, PoisonError};

use synced::play_synced;
use team::play;

/// A git that is started holds on for a moment to the locks of the process that starts it, so that the other test would
/// find a project open that was closed.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

#[test]
fn five_clones_end_equal_without_a_conflict_and_no_write_is_lost() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let home = tempfile::tempdir().expect("a folder");
    let outcome = play(home.path(), 7, 5, 30).unwrap_or_else(|what| panic!("{what}"));
    assert!(outcome.writes > 15 && outcome.merges > 2, "{outcome:?}");
}

#[test]
fn copies_whose_files_come_late_doubled_and_half_lose_no_write_and_bring_none_back() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut writes, mut concurrent) = (0, 0);
    for seed in 0..12 {
        let home = tempfile::tempdir().expect("a folder");
        let size = 2 + usize::try_from(seed).expect("few") % 3;
        let outcome = play_synced(home.path(), seed, size, 24).unwrap_or_else(|what| panic!("seed {seed}: {what}"));
        writes += outcome.writes;
        concurrent += outcome.concurrent;
    }
    assert!(writes > 100 && concurrent > 5, "{writes} writes, {concurrent} left to be settled");
}
