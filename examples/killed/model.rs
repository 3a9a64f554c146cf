//! What the session does at each step, and what the project then says: the same whenever it is asked, so that what a
//! killed program left can be compared with what it had said to be saved.

use rapporteur::storage::Dice;

/// Excerpts whose memos the session writes.
pub(crate) const SLOTS: usize = 12;

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// Writes the memo of an excerpt.
    Memo(usize),
    Undo,
    Redo,
    /// Has everything written out.
    Save,
    /// Nothing is asked for a while.
    Pause,
}

impl Move {
    /// The step number `at` of the session with this seed.
    pub(crate) fn of(seed: u64, at: u64) -> Self {
        let mut dice = Dice(seed ^ at.wrapping_mul(0x5851_F42D_4C95_7F2D));
        match dice.below(24) {
            0..=2 => Self::Undo,
            3..=4 => Self::Redo,
            5 => Self::Save,
            6 => Self::Pause,
            _ => Self::Memo(dice.below(SLOTS)),
        }
    }
}

/// The memos, and what can be undone and redone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Model {
    pub(crate) memos: Vec<String>,
    done: Vec<(usize, String)>,
    undone: Vec<(usize, String)>,
}

impl Model {
    /// After `steps` steps.
    pub(crate) fn after(seed: u64, steps: u64) -> Self {
        let mut model = Self { memos: vec![String::new(); SLOTS], ..Self::default() };
        for at in 1..=steps {
            model.take(Move::of(seed, at), at);
        }
        model
    }

    /// Takes step number `at`. Says whether the project changed.
    pub(crate) fn take(&mut self, next: Move, at: u64) -> bool {
        match next {
            Move::Memo(slot) => {
                let old = self.swap(slot, memo(at));
                self.done.push((slot, old));
                self.undone.clear();
                true
            }
            Move::Undo => self.done.pop().is_some_and(|(slot, old)| {
                let new = self.swap(slot, old);
                self.undone.push((slot, new));
                true
            }),
            Move::Redo => self.undone.pop().is_some_and(|(slot, new)| {
                let old = self.swap(slot, new);
                self.done.push((slot, old));
                true
            }),
            Move::Save | Move::Pause => false,
        }
    }

    fn swap(&mut self, slot: usize, text: String) -> String {
        self.memos.get_mut(slot).map(|memo| std::mem::replace(memo, text)).unwrap_or_default()
    }
}

/// What step `at` writes: of very different lengths, so that journals and files grow unevenly.
pub(crate) fn memo(at: u64) -> String {
    let words = Dice(at).below(60) * usize::from(at.is_multiple_of(3));
    format!("step {at} {}", "“слово” ".repeat(words)).trim_end().to_owned()
}
