//! What can be undone and redone: the inverse of each change, newest last.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Change, RecordId};

/// Changes done and undone. Holds inverses, so that going back is applying the last of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    done: Vec<Past>,
    undone: Vec<Past>,
}

/// A step of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// What takes it back, or does it again where it was taken back.
    pub change: Arc<Change>,
    /// When it was first done; none where that was not kept.
    pub when: Option<Timestamp>,
}

impl History {
    /// A history as it was kept: inverses of what was done and of what was undone, newest last.
    #[must_use]
    pub fn from_kept(done: Vec<Past>, undone: Vec<Past>) -> Self {
        Self { done, undone }
    }

    /// Notes a change just applied, by its inverse. What was undone before can no longer be redone.
    pub fn note_done(&mut self, inverse: impl Into<Arc<Change>>, when: Timestamp) {
        self.done.push(Past { change: inverse.into(), when: Some(when) });
        self.undone.clear();
    }

    /// The change that undoes the last step.
    #[must_use]
    pub fn next_undo(&self) -> Option<&Arc<Change>> {
        self.done.last().map(|past| &past.change)
    }

    /// The change that redoes the step last undone.
    #[must_use]
    pub fn next_redo(&self) -> Option<&Arc<Change>> {
        self.undone.last().map(|past| &past.change)
    }

    /// Notes that [`Self::next_undo`] was applied; `inverse` redoes it.
    pub fn note_undone(&mut self, inverse: impl Into<Arc<Change>>) {
        if let Some(past) = self.done.pop() {
            self.undone.push(Past { change: inverse.into(), ..past });
        }
    }

    /// Notes that [`Self::next_redo`] was applied; `inverse` undoes it again.
    pub fn note_redone(&mut self, inverse: impl Into<Arc<Change>>) {
        if let Some(past) = self.undone.pop() {
            self.done.push(Past { change: inverse.into(), ..past });
        }
    }

    /// Drops what can no longer be applied, because another analyst changed the records since.
    pub fn forget(&mut self) {
        self.done.clear();
        self.undone.clear();
    }

    /// Drops every step that touches one of `ids`, and all that come to their turn after it: another analyst changed
    /// these records since, and going back would take their change away.
    pub fn forget_touching(&mut self, ids: &BTreeSet<RecordId>) {
        for steps in [&mut self.done, &mut self.undone] {
            let touches = |step: &Past| step.change.edits.iter().any(|edit| ids.contains(&edit.id()));
            if let Some(last) = steps.iter().rposition(touches) {
                steps.drain(..=last);
            }
        }
    }

    /// Steps that can be undone, oldest first.
    #[must_use]
    pub fn done(&self) -> &[Past] {
        &self.done
    }

    /// Steps that can be redone, the next one last.
    #[must_use]
    pub fn undone(&self) -> &[Past] {
        &self.undone
    }
}
