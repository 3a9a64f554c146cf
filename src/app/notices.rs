//! Short messages that say what was done, or what went wrong. Those about changes offer Undo.

use jiff::Timestamp;

use super::CommandId;

/// Notices kept at most; the oldest goes first.
const NOTICES_MAX: usize = 5;

/// How a notice looks and how long it stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something was done.
    Done,
    /// Something was done that can be undone by a click.
    Undoable {
        /// The project's revision right after it: the button is offered while that is still the newest.
        revision: u64,
    },
    /// What was asked cannot be done; goes after a while.
    Refused,
    /// Something is wrong, or needs a hand; stays until put away.
    Problem,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Names it while it is shown.
    pub id: u64,
    /// How it looks.
    pub kind: NoticeKind,
    /// What it says.
    pub text: String,
    /// A command that helps, offered beside it.
    pub offer: Option<CommandId>,
    /// Since when it is shown.
    pub since: Timestamp,
}

/// The messages that are shown now, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notices {
    shown: Vec<Notice>,
    next: u64,
}

impl Notices {
    /// Shows a message. It takes the place of the last thing done; problems stay until they are put away, the same one
    /// never twice, and of those that offer the same way out only the last.
    pub fn say(&mut self, kind: NoticeKind, text: impl Into<String>, now: Timestamp) {
        self.offer(kind, text, None, now);
    }

    /// Like [`Notices::say`], with a command that helps.
    pub fn offer(&mut self, kind: NoticeKind, text: impl Into<String>, offer: Option<CommandId>, now: Timestamp) {
        let text = text.into();
        let again = |notice: &Notice| notice.text == text || offer.is_some() && notice.offer == offer;
        self.shown.retain(|notice| notice.kind == NoticeKind::Problem && !again(notice));
        if self.shown.len() >= NOTICES_MAX {
            self.shown.remove(0);
        }
        self.next += 1;
        self.shown.push(Notice { id: self.next, kind, text, offer, since: now });
    }

    /// Puts one away.
    pub fn dismiss(&mut self, id: u64) {
        self.shown.retain(|notice| notice.id != id);
    }

    /// Puts all away that offer this command: there is no need for it any more.
    pub fn dismiss_offering(&mut self, command: CommandId) {
        self.shown.retain(|notice| notice.offer != Some(command));
    }

    /// Puts all away that can be undone: what they speak of is no longer the last thing done.
    pub fn dismiss_undoable(&mut self) {
        self.shown.retain(|notice| !matches!(notice.kind, NoticeKind::Undoable { .. }));
    }

    /// Those shown now, oldest first.
    #[must_use]
    pub fn shown(&self) -> &[Notice] {
        &self.shown
    }
}

impl Notice {
    /// Seconds for which it is shown; `None` until it is put away.
    #[must_use]
    pub fn seconds(&self) -> Option<i64> {
        match self.kind {
            NoticeKind::Done => Some(4),
            NoticeKind::Undoable { .. } => Some(8),
            NoticeKind::Refused => Some(10),
            NoticeKind::Problem => None,
        }
    }
}
