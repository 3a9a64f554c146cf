//! The store against a model so plain that it cannot be wrong: memos in a list, and two stacks. Edit, undo, redo, save,
//! reopen, crash in any order say what the model says; and whatever happened in between, the same edits give the same bytes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::{Desk, FOLDER};
use crate::model::{Change, ExcerptId, History, Surroundings as _, operations};
use crate::storage::{Step, Way};

#[derive(Debug, Clone)]
enum Move {
    Memo(usize, String),
    Undo,
    Redo,
    /// These only decide when something is written.
    Save,
    Reopen,
    Crash,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        6 => (0usize..3, "[a-zї“\\\\\n]{0,9}").prop_map(|(slot, text)| Move::Memo(slot, text)),
        3 => Just(Move::Undo),
        2 => Just(Move::Redo),
        1 => Just(Move::Save),
        1 => Just(Move::Reopen),
        2 => Just(Move::Crash),
    ];
    proptest::collection::vec(one, 1..30)
}

#[derive(Debug, Default)]
struct Model {
    memos: [String; 3],
    done: Vec<(usize, String)>,
    undone: Vec<(usize, String)>,
}

impl Model {
    fn swap(&mut self, slot: usize, text: String) -> (usize, String) {
        (slot, std::mem::replace(&mut self.memos[slot], text))
    }

    fn take(&mut self, next: &Move) {
        match next {
            Move::Memo(slot, text) => {
                let old = self.swap(*slot, text.clone());
                self.done.push(old);
                self.undone.clear();
            }
            Move::Undo => {
                if let Some((slot, old)) = self.done.pop() {
                    let new = self.swap(slot, old);
                    self.undone.push(new);
                }
            }
            Move::Redo => {
                if let Some((slot, new)) = self.undone.pop() {
                    let old = self.swap(slot, new);
                    self.done.push(old);
                }
            }
            Move::Save | Move::Reopen | Move::Crash => {}
        }
    }
}

const UNKNOWN: &str = "later_field: Some({\"k\": [1.5, 'c']})";

struct Session {
    desk: Desk,
    slots: Vec<ExcerptId>,
    history: History,
}

impl Session {
    /// A project with three excerpts, each with a field of a later version.
    fn new() -> Self {
        let (mut desk, article) = Desk::new();
        let slots = ["never accept", "joint post", "proposed"].map(|quote| desk.tag(article, quote)).to_vec();
        let excerpts = format!("{FOLDER}/excerpts");
        let path = desk.fs.files().into_keys().find(|path| path.starts_with(&excerpts)).expect("there");
        let text = String::from_utf8(desk.fs.files()[&path].clone()).expect("text");
        desk.fs.put(&path, text.replace("),\n", &format!(", {UNKNOWN}),\n")).as_bytes());
        // What was tagged before is not the model's to undo.
        desk.fs.take(format!("{FOLDER}/.local/history"));
        let mut session = Self { desk, slots, history: History::default() };
        session.reopen();
        session
    }

    fn reopen(&mut self) {
        let opened = self.desk.reopened();
        assert_eq!((&opened.report.damage, &opened.report.notes), (&Vec::new(), &Vec::new()));
        (self.desk.store, self.desk.project, self.history) = (opened.store, opened.project, opened.history);
    }

    fn record(&mut self, way: Way, change: Change) {
        let when = self.desk.surroundings.now();
        let inverse = self.desk.project.apply(&change).expect("applies");
        match way {
            Way::Done => self.history.note_done(inverse.clone(), when),
            Way::Undone => self.history.note_undone(inverse.clone()),
            Way::Redone => self.history.note_redone(inverse.clone()),
        }
        self.desk.store.record(&[Step { way, change: change.into(), inverse: inverse.into(), when }]).expect("kept");
    }

    fn take(&mut self, next: &Move) {
        match next {
            Move::Memo(slot, text) => {
                self.desk.surroundings.pass(1);
                let now = self.desk.surroundings.now();
                let memo = |e: &mut crate::model::Excerpt| e.memo.clone_from(text);
                let change = operations::edit_excerpts(&self.desk.project, &[self.slots[*slot]], "memo", now, memo);
                self.record(Way::Done, change);
            }
            Move::Undo => {
                if let Some(change) = self.history.next_undo().cloned() {
                    self.record(Way::Undone, Change::clone(&change));
                }
            }
            Move::Redo => {
                if let Some(change) = self.history.next_redo().cloned() {
                    self.record(Way::Redone, Change::clone(&change));
                }
            }
            Move::Save => self.desk.store.checkpoint().expect("saves"),
            Move::Reopen => {
                self.desk.store.checkpoint().expect("saves");
                self.reopen();
            }
            Move::Crash => self.reopen(),
        }
    }

    fn memos(&self) -> Vec<String> {
        self.slots.iter().map(|id| self.desk.project.excerpts()[id].memo.clone()).collect()
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let local = Path::new(FOLDER).join(".local");
        self.desk.fs.files().into_iter().filter(|(path, _)| !path.starts_with(&local)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn a_session_says_what_a_plain_model_says_and_the_same_edits_give_the_same_bytes(moves in moves()) {
        let (mut session, mut undisturbed, mut model) = (Session::new(), Session::new(), Model::default());
        for next in &moves {
            session.take(next);
            model.take(next);
            prop_assert_eq!(session.memos(), model.memos.to_vec());
            if matches!(next, Move::Memo(..) | Move::Undo | Move::Redo) {
                undisturbed.take(next);
            }
        }
        for session in [&mut session, &mut undisturbed] {
            session.take(&Move::Save);
        }
        let files = session.files();
        for (file, bytes) in undisturbed.files() {
            let found = files.get(&file).map(|bytes| String::from_utf8_lossy(bytes));
            prop_assert_eq!(found, Some(String::from_utf8_lossy(&bytes)), "{}", file.display());
        }
        let kept = files.values().map(|bytes| String::from_utf8_lossy(bytes).matches(UNKNOWN).count()).sum::<usize>();
        prop_assert_eq!(kept, 3, "a field of a later version is lost");
        session.take(&Move::Crash);
        prop_assert_eq!(session.memos(), model.memos.to_vec());
        prop_assert!(session.files() == files);
    }
}
