//! Files that a sync program carries between copies of a project: late, doubled under another name, half copied. A model
//! that knows every write and what its writer had seen says what all must show in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Desk, FOLDER, writer};
use crate::model::{ExcerptId, Record, RecordId, Surroundings as _, operations};
use crate::storage::{Dice, Opened, Store};

/// A write to an excerpt: what it said then, or that it is gone, and which writes it had seen.
struct Write {
    by: usize,
    excerpt: ExcerptId,
    says: Option<String>,
    seen: BTreeSet<usize>,
}

struct Member {
    name: &'static str,
    number: u8,
    folder: &'static str,
    /// The writes that are here.
    here: BTreeSet<usize>,
    /// This writer's file of excerpts as it was after each piece of work, with the writes in it.
    sent: Vec<(Vec<u8>, BTreeSet<usize>)>,
}

struct Team {
    desk: Desk,
    article: String,
    members: Vec<Member>,
    writes: Vec<Write>,
}

impl Team {
    fn new() -> Self {
        let (mut desk, article) = Desk::new();
        for quote in ["never accept", "joint post", "proposed", "The other side"] {
            desk.tag(article, quote);
        }
        let places = [("anna", FOLDER), ("ben", "/home/ben/talks"), ("cleo", "/home/cleo/talks")];
        for (path, bytes) in desk.fs.files() {
            let Ok(below) = path.strip_prefix(FOLDER) else { continue };
            for (_, folder) in places.iter().skip(1).filter(|_| !below.starts_with(".local")) {
                desk.fs.put(Path::new(folder).join(below), &bytes);
            }
        }
        let member = |(at, (name, folder)): (usize, (&'static str, &'static str))| {
            let number = u8::try_from(at).expect("few") + 1;
            Member { name, number, folder, here: BTreeSet::new(), sent: Vec::new() }
        };
        let members = places.into_iter().enumerate().map(member).collect();
        let id = article.to_string();
        let article = format!("excerpts/{}/{id}", id.get(34..).expect("36 characters"));
        Self { desk, article, members, writes: Vec::new() }
    }

    fn open(&self, who: usize) -> Opened {
        let member = &self.members[who];
        self.desk.fs.unlock_all();
        let fs = Arc::new(self.desk.fs.clone());
        Store::open(fs, Path::new(member.folder), &writer(member.name, member.number)).expect("opens")
    }

    fn file(&self, owner: usize, at: usize) -> PathBuf {
        Path::new(self.members[at].folder).join(&self.article).join(format!("{}.ron", self.members[owner].name))
    }

    fn work(&mut self, who: usize, dice: &mut Dice) {
        let Opened { store, project, .. } = self.open(who);
        let (fs, surroundings) = (self.desk.fs.clone(), self.desk.surroundings.clone());
        let own = writer(self.members[who].name, self.members[who].number);
        let mut desk = Desk { fs, surroundings, writer: own, store, project };
        for _ in 0..1 + dice.below(3) {
            desk.surroundings.pass(1);
            let all: Vec<ExcerptId> = desk.project.excerpts().keys().copied().collect();
            let Some(excerpt) = all.get(dice.below(all.len())).copied() else { break };
            let text = format!("{} {}", self.members[who].name, self.writes.len());
            let now = desk.surroundings.now();
            let (change, says) = if dice.below(6) == 0 {
                (operations::delete_excerpts(&[excerpt]), None)
            } else {
                let memo =
                    operations::edit_excerpts(&desk.project, &[excerpt], "memo", now, |e| e.memo.clone_from(&text));
                (memo, Some(text))
            };
            desk.apply(crate::storage::Way::Done, &change);
            let here = &mut self.members[who].here;
            let of_it = here.iter().filter(|at| self.writes[**at].excerpt == excerpt);
            let seen = of_it.flat_map(|at| self.writes[*at].seen.iter().copied().chain([*at])).collect();
            here.insert(self.writes.len());
            self.writes.push(Write { by: who, excerpt, says, seen });
        }
        self.desk.surroundings = desk.surroundings.clone();
        drop(desk);
        if let Some(bytes) = self.desk.fs.files().get(&self.file(who, who)) {
            let own = |at: &usize| self.writes[*at].by == who;
            let writes = self.members[who].here.iter().copied().filter(own).collect();
            self.members[who].sent.push((bytes.clone(), writes));
        }
    }

    /// Carries what one member sent at some time to another one.
    fn carry(&mut self, from: usize, to: usize, dice: &mut Dice) {
        let sent = &self.members[from].sent;
        let Some((bytes, writes)) = sent.get(dice.below(sent.len())).cloned() else { return };
        let place = self.file(from, to);
        let files = self.desk.fs.files();
        let there = files.get(&place);
        let is_newer = |known: &Vec<u8>| {
            sent.iter().rposition(|(old, _)| old == known) < sent.iter().position(|(old, _)| *old == bytes)
        };
        if there.is_none_or(is_newer) {
            if dice.below(3) == 0 {
                // Half of it first, and the window is opened just then.
                self.desk.fs.put(&place, &bytes[..dice.below(bytes.len())]);
                let before = shared(&self.desk);
                let opened = self.open(to);
                assert!(!opened.report.damage.is_empty(), "{:?}", opened.report);
                drop(opened);
                assert!(shared(&self.desk) == before, "written over");
            }
            self.desk.fs.put(&place, &bytes);
        } else {
            // Too late: sync programs put such a file beside the other one.
            self.desk.fs.put(place.with_extension(format!("sync-conflict-{}.ron", dice.below(3))), &bytes);
        }
        self.members[to].here.extend(writes);
    }

    fn expected(&self) -> BTreeMap<ExcerptId, BTreeSet<Option<String>>> {
        let replaced: BTreeSet<usize> = self.writes.iter().flat_map(|write| write.seen.iter().copied()).collect();
        let mut expected: BTreeMap<ExcerptId, BTreeSet<Option<String>>> = BTreeMap::new();
        for (_, write) in self.writes.iter().enumerate().filter(|(at, _)| !replaced.contains(at)) {
            expected.entry(write.excerpt).or_default().insert(write.says.clone());
        }
        expected.retain(|_, versions| *versions != BTreeSet::from([None]));
        expected
    }
}

fn shared(desk: &Desk) -> Vec<(PathBuf, Vec<u8>)> {
    desk.fs
        .files()
        .into_iter()
        .filter(|(path, _)| !path.components().any(|part| part.as_os_str() == ".local"))
        .collect()
}

fn found(opened: &Opened) -> BTreeMap<ExcerptId, BTreeSet<Option<String>>> {
    let mut found: BTreeMap<ExcerptId, BTreeSet<Option<String>>> = BTreeMap::new();
    for excerpt in opened.project.excerpts().values().filter(|excerpt| !excerpt.memo.is_empty()) {
        found.entry(excerpt.id).or_default().insert(Some(excerpt.memo.clone()));
    }
    for concurrent in &opened.report.concurrent {
        let RecordId::Excerpt(id) = concurrent.id else { continue };
        for (_, version) in &concurrent.others {
            let says = version.as_ref().map(|record| match record {
                Record::Excerpt(excerpt) => excerpt.memo.clone(),
                other => panic!("{other:?}"),
            });
            found.entry(id).or_default().insert(says);
        }
    }
    found.retain(|_, versions| *versions != BTreeSet::from([None]));
    found
}

#[test]
fn files_that_come_late_doubled_and_half_lose_nothing_and_bring_nothing_back() {
    let mut writes = 0;
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let mut team = Team::new();
        for _ in 0..24 {
            let (one, other) = (dice.below(3), dice.below(3));
            match dice.below(2) {
                0 => team.work(one, &mut dice),
                _ if one != other => team.carry(one, other, &mut dice),
                _ => {}
            }
        }
        // In the end everything has arrived.
        for (from, to) in [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)] {
            if let Some((bytes, _)) = team.members[from].sent.last() {
                team.desk.fs.put(team.file(from, to), bytes);
            }
        }
        let expected = team.expected();
        for who in 0..3 {
            let opened = team.open(who);
            assert_eq!(opened.report.damage, [], "seed {seed}");
            assert_eq!(found(&opened), expected, "seed {seed}, {}", team.members[who].name);
        }
        writes += team.writes.len();
    }
    assert!(writes > 1000, "{writes}");
}
