//! Merging: random teams on the rules of the stamps alone, and copies of whole projects with their files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::{Desk, FOLDER, writer};
use crate::model::{ExcerptId, Record, Surroundings as _, operations};
use crate::storage::stamp::{Stamp, current};
use crate::storage::{Dice, Fs, SimulatedFs, Store, StoreError, Way, WriterId, check, merge, repair};

/// A write to a record: its stamp, and which writes it had seen, as a model that knows everything.
#[derive(Debug, Clone)]
struct Write {
    record: usize,
    stamp: Stamp,
    seen: BTreeSet<usize>,
}

/// What one writer's copy holds: for each writer and record the latest of that writer's writes that has arrived.
type Copy = BTreeMap<(usize, usize), usize>;

/// The writes to a record that a copy shows: those that none of the others there replaces.
fn shown(copy: &Copy, writes: &[Write], record: usize) -> BTreeSet<usize> {
    let here: Vec<usize> = copy.iter().filter(|((_, r), _)| *r == record).map(|(_, write)| *write).collect();
    let stamps: Vec<&Stamp> = here.iter().map(|write| &writes[*write].stamp).collect();
    current(&stamps).into_iter().map(|index| here[index]).collect()
}

/// One team at work: writes, and files that arrive late, doubled, out of order. Returns the number of writes.
fn team(seed: u64) -> usize {
    const RECORDS: usize = 3;
    let mut dice = Dice(seed);
    let members = 2 + dice.below(5);
    let names: Vec<WriterId> = (0..members).map(|m| format!("w{m}").parse().expect("an id")).collect();
    let mut writes: Vec<Write> = Vec::new();
    let mut copies: Vec<Copy> = vec![Copy::new(); members];
    let mut counters = vec![0u64; members];
    // Files as they were at some time, on their way.
    let mut on_the_way: Vec<(usize, usize, usize)> = Vec::new();
    for _ in 0..4 + dice.below(24) {
        let who = dice.below(members);
        let record = dice.below(RECORDS);
        if dice.below(2) == 0 {
            let here: Vec<usize> = copies[who].iter().filter(|((_, r), _)| *r == record).map(|(_, w)| *w).collect();
            counters[who] += 1;
            let stamp = Stamp::after(&names[who], counters[who], here.iter().map(|write| &writes[*write].stamp));
            let seen = here.iter().flat_map(|write| writes[*write].seen.iter().copied().chain([*write])).collect();
            writes.push(Write { record, stamp, seen });
            copies[who].insert((who, record), writes.len() - 1);
            on_the_way.push((who, record, writes.len() - 1));
        } else if let Some((from, record, write)) = on_the_way.get(dice.below(on_the_way.len())).copied() {
            // It stays on its way: it may arrive twice, and after a later one.
            let newer = copies[who].get(&(from, record)).is_none_or(|known| *known < write);
            if newer && from != who {
                copies[who].insert((from, record), write);
            }
        }
    }
    let mut all = Copy::new();
    for copy in &copies {
        for (key, write) in copy {
            let latest = all.entry(*key).or_insert(*write);
            *latest = (*latest).max(*write);
        }
    }
    for record in 0..RECORDS {
        let of_record: Vec<usize> = (0..writes.len()).filter(|write| writes[*write].record == record).collect();
        let replaced: BTreeSet<usize> =
            of_record.iter().flat_map(|write| writes[*write].seen.iter().copied()).collect();
        let expected: BTreeSet<usize> = of_record.into_iter().filter(|write| !replaced.contains(write)).collect();
        assert_eq!(shown(&all, &writes, record), expected, "seed {seed}, record {record}");
    }
    writes.len()
}

/// No write is lost, none that was replaced comes back: the stamps alone find what a model that knows everything says.
#[test]
fn in_any_team_exactly_the_unreplaced_writes_are_shown() {
    let writes: usize = (0..100_000).map(team).sum();
    assert!(writes > 500_000, "{writes}");
}

/// A copy of the project under another folder of the same disk, without what stays on one machine.
fn copy_to(fs: &SimulatedFs, from: &str, to: &str) {
    for (path, bytes) in fs.files() {
        let Ok(below) = path.strip_prefix(from) else { continue };
        if !below.starts_with(".local") {
            fs.put(Path::new(to).join(below), &bytes);
        }
    }
}

fn at(desk: &Desk, folder: &str, name: &str, number: u8) -> Desk {
    let writer = writer(name, number);
    let opened = Store::open(Arc::new(desk.fs.clone()), Path::new(folder), &writer).expect("opens");
    let (fs, surroundings) = (desk.fs.clone(), desk.surroundings.clone());
    Desk { store: opened.store, project: opened.project, writer, fs, surroundings }
}

fn random_work(desk: &mut Desk, dice: &mut Dice) {
    for _ in 0..1 + dice.below(5) {
        desk.surroundings.pass(1);
        let now = desk.surroundings.now();
        let all: Vec<ExcerptId> = desk.project.excerpts().keys().copied().collect();
        let Some(id) = all.get(dice.below(all.len())).copied() else { return };
        let text = format!("{} {}", desk.writer.analyst.name, dice.roll());
        let change = match dice.below(4) {
            0 => operations::delete_excerpts(&[id]),
            1 => {
                let mut tag = desk.project.tags_in_order()[dice.below(2)].clone();
                tag.definition = text;
                crate::model::Change::put("define", [Record::Tag(tag)])
            }
            2 => operations::duplicate_excerpt(&desk.project, id, &mut desk.surroundings).expect("there").0,
            _ => operations::edit_excerpts(&desk.project, &[id], "memo", now, |e| e.memo.clone_from(&text)),
        };
        desk.apply(Way::Done, &change);
    }
}

#[test]
fn merging_commutes_is_idempotent_and_loses_nothing() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let (mut desk, article) = Desk::new();
        for quote in ["never accept", "joint post", "proposed"] {
            desk.tag(article, quote);
        }
        let fs: Arc<dyn Fs> = Arc::new(desk.fs.clone());
        let folders = ["/home/ben/talks", "/home/cleo/talks"];
        for folder in folders {
            copy_to(&desk.fs, FOLDER, folder);
        }
        let mut surroundings = desk.surroundings.clone();
        for (folder, name, number) in [(folders[0], "ben", 2), (folders[1], "cleo", 3)] {
            let mut other = at(&desk, folder, name, number);
            // Ids are random outside of tests.
            for _ in 0..100 * u32::from(number) {
                let _ = ExcerptId::fresh(&mut other.surroundings);
            }
            random_work(&mut other, &mut dice);
            surroundings.pass(1000);
        }
        random_work(&mut desk, &mut dice);
        desk.fs.unlock_all();
        let now = surroundings.now();
        // Anna takes in Ben's and Cleo's, Ben takes in Cleo's and Anna's, in different orders and twice.
        for (into, from) in [(FOLDER, 0), (FOLDER, 1), (FOLDER, 0)] {
            merge(&fs, Path::new(into), Path::new(folders[from]), &desk.writer, now).expect("merges");
            desk.fs.unlock_all();
        }
        let ben = writer("ben", 2);
        for from in [folders[1], FOLDER, folders[1]] {
            merge(&fs, Path::new(folders[0]), Path::new(from), &ben, now).expect("merges");
            desk.fs.unlock_all();
        }
        let annas = Store::open_read_only(fs.clone(), Path::new(FOLDER)).expect("opens");
        let bens = Store::open_read_only(fs.clone(), Path::new(folders[0])).expect("opens");
        assert_eq!(annas.project, bens.project, "seed {seed}");
        assert_eq!(annas.report, bens.report, "seed {seed}");
        let again = merge(&fs, Path::new(FOLDER), Path::new(folders[0]), &desk.writer, now).expect("merges");
        assert_eq!((again.files, again.texts), (0, 0), "seed {seed}");
        let shared = |root: &str| -> BTreeMap<_, _> {
            let files = desk.fs.files().into_iter();
            files
                .filter_map(|(path, bytes)| Some((path.strip_prefix(root).ok()?.to_owned(), bytes)))
                .filter(|(path, _)| !path.starts_with(".local"))
                .collect()
        };
        assert!(shared(FOLDER) == shared(folders[0]), "seed {seed}: the same bytes");
    }
}

#[test]
fn another_project_is_not_merged() {
    let (desk, _) = Desk::new();
    copy_to(&desk.fs, FOLDER, "/home/ben/other");
    let path = Path::new("/home/ben/other/project.ron");
    let text = String::from_utf8(desk.fs.files()[path].clone()).expect("text");
    let id = desk.project.meta().id.to_string();
    desk.fs.put(path, text.replace(&id, "019b21e1-ba00-7000-8000-0000000000ff").as_bytes());
    desk.fs.unlock_all();
    let fs: Arc<dyn Fs> = Arc::new(desk.fs.clone());
    let outcome = merge(&fs, Path::new(FOLDER), Path::new("/home/ben/other"), &desk.writer, desk.surroundings.now());
    assert!(matches!(outcome, Err(StoreError::OtherProject { .. })), "{outcome:?}");
}

#[test]
fn what_a_backup_still_has_is_repaired() {
    let (mut desk, article) = Desk::new();
    desk.tag(article, "never accept");
    desk.tag(article, "joint post");
    let fs: Arc<dyn Fs> = Arc::new(desk.fs.clone());
    let now = desk.surroundings.now();
    crate::storage::Backups::inside(fs.clone(), Path::new(FOLDER)).make(now).expect("made");
    let whole = desk.fs.files();
    let shared = whole.keys().filter(|path| !path.starts_with(format!("{FOLDER}/.local")));
    for path in shared.filter(|path| path.extension().is_some_and(|end| end == "ron" || end == "txt")) {
        for version in [&b""[..], &whole[path][..whole[path].len() / 2], &vec![0; whole[path].len()]] {
            desk.fs.put(path, version);
            desk.surroundings.pass(60);
            desk.fs.unlock_all();
            repair(&fs, Path::new(FOLDER), &desk.writer, desk.surroundings.now()).expect("repairs");
            desk.fs.unlock_all();
            let report = check(fs.clone(), Path::new(FOLDER)).expect("checks");
            assert!(report.is_clean(), "{}: {report:?}", path.display());
            let opened = desk.reopened();
            assert_eq!(opened.project, desk.project, "{}", path.display());
        }
    }
}
