//! The long form of `tests/git_team`: `cargo run --example git_team -- --teams 20 --turns 150`.

#[path = "../../tests/git_team/synced.rs"]
mod synced;
#[path = "../../tests/git_team/team.rs"]
mod team;

use std::io::Write as _;

fn main() -> Result<(), String> {
    let number = |name: &str, usual: usize| {
        let mut arguments = std::env::args().skip_while(|argument| argument != name);
        arguments.nth(1).map_or(Ok(usual), |text| text.parse().map_err(|error| format!("{name} {text}: {error}")))
    };
    let (teams, turns) = (number("--teams", 20)?, number("--turns", 150)?);
    let (mut writes, mut merges, mut concurrent) = (0, 0, 0);
    let (mut synced, mut apart) = (0, 0);
    for seed in 0..teams {
        let home = std::env::temp_dir().join(format!("rapporteur-team-{}-{seed}", std::process::id()));
        let outcome = team::play(&home, seed as u64, 5, turns).map_err(|what| format!("team {seed}: {what}"))?;
        std::fs::remove_dir_all(&home).map_err(|error| error.to_string())?;
        writes += outcome.writes;
        merges += outcome.merges;
        concurrent += outcome.concurrent;
        let outcome =
            synced::play_synced(&home, seed as u64, 4, turns).map_err(|what| format!("folders {seed}: {what}"))?;
        std::fs::remove_dir_all(&home).map_err(|error| error.to_string())?;
        synced += outcome.writes;
        apart += outcome.concurrent;
    }
    let said = format!(
        "{teams} teams of five over a bare repository, {turns} turns each: {writes} writes to excerpts, {merges} merges by \
         git, no conflict; all clones equal, none of the writes lost, {concurrent} records left in several versions\n{teams} teams of four with folders whose files \
         come late, doubled and half: {synced} writes, none lost, none back, {apart} records left in several versions\n"
    );
    std::io::stdout().write_all(said.as_bytes()).map_err(|error| error.to_string())
}
