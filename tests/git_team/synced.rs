//! The same team with copies of a folder that a sync program keeps: files come late, whole or half, and older ones are put
//! beside newer ones under the names that such programs give them. Real files, as everywhere here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rapporteur::storage::{RealFs, Store};

use super::team::{Outcome, Team, travelling};

/// What one member's own files were after a piece of work, and which of their writes they hold.
struct Sent {
    files: BTreeMap<PathBuf, Vec<u8>>,
    writes: BTreeSet<usize>,
}

/// Plays one team of `size` writers for `turns` turns below `home`.
pub(crate) fn play_synced(home: &Path, seed: u64, size: usize, turns: usize) -> Result<Outcome, String> {
    let mut team = Team::start(home, seed, size)?;
    let mut sent: Vec<Vec<Sent>> = (0..size).map(|_| Vec::new()).collect();
    // What the others' copies were made of.
    let first = sent_by(&mut team, 0)?;
    sent.first_mut().ok_or("nobody")?.push(first);
    for _ in 0..turns {
        let (one, other) = (team.dice.below(size), team.dice.below(size));
        if team.dice.below(2) == 0 {
            team.edit(one)?;
            let now = sent_by(&mut team, one)?;
            sent.get_mut(one).ok_or("nobody")?.push(now);
        } else if one != other {
            let from = sent.get(one).ok_or("nobody")?;
            team.carry(from, other)?;
        }
    }
    // In the end everything has arrived.
    for (from, sent) in sent.iter().enumerate() {
        for to in (0..size).filter(|to| *to != from) {
            let folder = team.member(to)?.folder.clone();
            for (file, bytes) in sent.last().iter().flat_map(|last| &last.files) {
                put(&folder.join(file), bytes)?;
            }
        }
    }
    for who in 0..size {
        let opened = team.open(who)?;
        drop(opened);
        team.shows_what_was_written(who)?;
    }
    Ok(team.outcome)
}

fn put(place: &Path, bytes: &[u8]) -> Result<(), String> {
    let folder = place.parent().ok_or("no folder")?;
    std::fs::create_dir_all(folder).and_then(|()| std::fs::write(place, bytes)).map_err(|error| error.to_string())
}

fn sent_by(team: &mut Team, who: usize) -> Result<Sent, String> {
    let opened = team.open(who)?;
    let own = format!("writer: \"{}\"", opened.store.writer().id);
    drop(opened);
    let is_own = |bytes: &Vec<u8>| {
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        String::from_utf8_lossy(first).contains(&own)
    };
    let member = team.member(who)?;
    let mut files = travelling(&member.folder);
    files.retain(|file, bytes| !is_doubled(file) && is_own(bytes));
    let here = member.here.clone();
    let writes = here.into_iter().filter(|at| team.writes.get(*at).is_some_and(|write| write.by == who)).collect();
    Ok(Sent { files, writes })
}

fn is_doubled(file: &Path) -> bool {
    file.to_string_lossy().contains("conflict")
}

impl Team {
    /// Carries what one member's files were at some time to another one.
    fn carry(&mut self, sent: &[Sent], to: usize) -> Result<(), String> {
        let version = self.dice.below(sent.len());
        let Some(now) = sent.get(version) else { return Ok(()) };
        let folder = self.member(to)?.folder.clone();
        for (file, bytes) in &now.files {
            let place = folder.join(file);
            let there = std::fs::read(&place).ok();
            let known = sent.iter().rposition(|sent| sent.files.get(file) == there.as_ref());
            let is_excerpts = file.starts_with("excerpts");
            if !is_excerpts && self.dice.below(4) == 0 {
                continue; // It comes later than the others.
            }
            if there.is_some() && known.is_none_or(|known| known >= version) {
                if there.as_ref() != Some(bytes) {
                    let stem = place.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    let beside = match self.dice.below(2) {
                        0 => place.with_extension(format!("sync-conflict-20261127-{version:06}-ABCDEFG.ron")),
                        _ => place.with_file_name(format!("{stem} (conflicted copy {version}).ron")),
                    };
                    put(&beside, bytes)?;
                }
                continue;
            }
            if self.dice.below(3) == 0 {
                self.half_copied(to, &place, bytes)?;
            }
            put(&place, bytes)?;
        }
        let writes = now.writes.clone();
        self.member(to)?.here.extend(writes);
        Ok(())
    }

    /// Half of a file is there when the window opens, which says so and writes over nothing.
    fn half_copied(&mut self, to: usize, place: &Path, bytes: &[u8]) -> Result<(), String> {
        put(place, bytes.get(..self.dice.below(bytes.len())).unwrap_or_default())?;
        let writer = self.writer(to)?;
        let folder = self.member(to)?.folder.clone();
        let before = travelling(&folder);
        let opened = Store::open(Arc::new(RealFs), &folder, &writer).map_err(|error| error.to_string())?;
        if opened.report.damage.is_empty() {
            return Err(format!("half of {} was taken for all of it", place.display()));
        }
        drop(opened);
        if travelling(&folder) == before { Ok(()) } else { Err("a half-copied project was written to".to_owned()) }
    }
}
