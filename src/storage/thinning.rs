//! Which backups stay: those of the last hour, then one for each hour, day and week; those made on purpose for some days;
//! the rest goes, with the content that none of the others names. And how many of them are whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::StoreError;
use super::atomic_file::io_error;
use super::backups::{Backup, BackupReason, Backups, CONTENT, LIST_END, Listed};
use super::fs::EntryKind;
use crate::model::TextHash;

/// The newest backup of each of so many hours, days and weeks is kept.
const KEPT_HOURS: usize = 24;
const KEPT_DAYS: usize = 14;
const KEPT_WEEKS: usize = 8;

impl Backups {
    /// Drops the backups that are no longer needed, and the content that none of the others holds. Not to be called
    /// while anything of the project is damaged: an older backup may be the one that is whole.
    ///
    /// # Errors
    /// What the system says.
    pub fn thin(&self) -> Result<(), StoreError> {
        let all = self.list()?;
        let listed: Vec<Result<Listed, StoreError>> = all.iter().map(|backup| self.read_listed(backup)).collect();
        let is_complete = |listed: &Result<Listed, StoreError>| listed.as_ref().is_ok_and(|it| it.lacking.is_empty());
        let complete = all.iter().zip(&listed).filter(|(_, listed)| is_complete(listed));
        // One that lacks something never takes the place of one that is whole.
        let mut needed: BTreeSet<Backup> = needed_of(&all);
        needed.extend(needed_of(&complete.map(|(backup, _)| backup.clone()).collect::<Vec<_>>()));
        let newest = all.last().map_or(Timestamp::UNIX_EPOCH, |backup| backup.made);
        let mut used = BTreeSet::new();
        for (backup, listed) in all.iter().zip(listed) {
            let on_purpose = |reason: &BackupReason| {
                !matches!(reason, BackupReason::Opened | BackupReason::Hourly | BackupReason::Tagged)
            };
            let reason = listed.as_ref().ok().and_then(|listed| listed.reason.as_ref());
            let days = newest.duration_since(backup.made).as_hours() / 24;
            if reason.is_some_and(on_purpose) && days < KEPT_DAYS as i64 {
                needed.insert(backup.clone());
            }
            if needed.contains(backup) {
                // Where one cannot be read nothing is dropped: it might name any of the content.
                used.extend(listed?.files.into_values().map(|kept| kept.hash));
            }
        }
        let dropped: Vec<&Backup> = all.iter().filter(|backup| !needed.contains(backup)).collect();
        if dropped.is_empty() {
            return Ok(());
        }
        let remove = |path: PathBuf| self.fs.unlink(&path).map_err(|source| io_error("remove", &path, source));
        for backup in dropped {
            remove(self.place.join(format!("{}{LIST_END}", backup.name)))?;
        }
        let objects = self.place.join(CONTENT);
        let list = |folder: &Path| self.fs.list(folder).map_err(|source| io_error("list", folder, source));
        for shard in list(&objects)?.into_iter().filter(|entry| entry.kind == EntryKind::Folder) {
            let shard = objects.join(shard.name);
            for entry in list(&shard)? {
                if entry.name.parse::<TextHash>().is_ok_and(|hash| !used.contains(&hash)) {
                    remove(shard.join(entry.name))?;
                }
            }
        }
        Ok(())
    }

    /// How many backups there are, and how many of them are whole: each file in them can be read and is what it was, and
    /// none could not be read when they were made. Reads everything.
    ///
    /// # Errors
    /// Where they cannot be listed.
    pub(super) fn count_whole(&self) -> Result<(usize, usize), StoreError> {
        let all = self.list()?;
        let mut is_there: BTreeMap<TextHash, bool> = BTreeMap::new();
        let mut is_whole = |backup: &&Backup| {
            let Ok(listed) = self.read_listed(backup) else { return false };
            let has =
                listed.files.values().all(|kept| *is_there.entry(kept.hash).or_insert_with(|| self.has(kept, true)));
            has && listed.lacking.is_empty()
        };
        let whole = all.iter().filter(|backup| is_whole(backup)).count();
        Ok((all.len(), whole))
    }
}

/// All of the last hour, and the newest of each of the hours, days and weeks before that have one.
fn needed_of(all: &[Backup]) -> BTreeSet<Backup> {
    let newest = all.last().map_or(0, |backup| backup.made.as_second());
    let lately = all.iter().filter(|backup| newest - backup.made.as_second() < 3600);
    let mut needed: BTreeSet<Backup> = lately.cloned().collect();
    for (seconds, count) in [(3600, KEPT_HOURS), (86_400, KEPT_DAYS), (604_800, KEPT_WEEKS)] {
        let mut newest: BTreeMap<i64, &Backup> = BTreeMap::new();
        for backup in all {
            newest.insert(backup.made.as_second().div_euclid(seconds), backup);
        }
        needed.extend(newest.into_values().rev().take(count).cloned());
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backups_thin_out_with_age() {
        let first = 1_765_800_000;
        let hourly = (0..24 * 100).filter_map(|hour| {
            let made = Timestamp::from_second(first + hour * 3600).ok()?;
            Some(Backup { made, name: format!("{hour:05}") })
        });
        let all: Vec<Backup> = hourly.collect();
        let kept = needed_of(&all);
        assert!(kept.contains(all.last().expect("some")));
        let days = |backup: &Backup| (all[all.len() - 1].made.as_second() - backup.made.as_second()) / 86_400;
        assert_eq!(kept.iter().filter(|backup| days(backup) < 1).count(), 24);
        assert!((KEPT_HOURS + KEPT_DAYS + KEPT_WEEKS - 6..=46).contains(&kept.len()), "{}", kept.len());
        assert!(kept.iter().any(|backup| days(backup) >= 42) && kept.iter().all(|backup| days(backup) < 57));
    }
}
