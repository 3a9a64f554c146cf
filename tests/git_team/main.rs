//! Five writers with clones of one project over a bare git repository. `cargo run --example git_team` plays more.

mod clones;
mod team;

use team::play;

#[test]
fn five_clones_end_equal_without_a_conflict_and_no_write_is_lost() {
    let home = tempfile::tempdir().expect("a folder");
    let outcome = play(home.path(), 7, 5, 30).unwrap_or_else(|what| panic!("{what}"));
    assert!(outcome.writes > 15 && outcome.merges > 2, "{outcome:?}");
}
