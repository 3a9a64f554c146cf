//! Keys as data: with modifiers, as people write them. Which command they call is in `command`; `ui::shortcuts` listens.

use jiff::Timestamp;

use super::{COMMANDS, CommandId, NoticeKind, State};
use crate::model::Tag;

/// A key with the modifiers that go with it. `command` is Ctrl, on a Mac Cmd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Keys {
    /// Ctrl, on a Mac Cmd.
    pub command: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
    /// The key's name as egui spells it: “Z”, “F1”, “Delete”, “Plus”.
    pub key: &'static str,
}

pub(super) const fn plain(key: &'static str) -> Keys {
    Keys { command: false, shift: false, alt: false, key }
}
pub(super) const fn ctrl(key: &'static str) -> Keys {
    Keys { command: true, shift: false, alt: false, key }
}
pub(super) const fn ctrl_shift(key: &'static str) -> Keys {
    Keys { command: true, shift: true, alt: false, key }
}
pub(super) const fn shift(key: &'static str) -> Keys {
    Keys { command: false, shift: true, alt: false, key }
}
pub(super) const fn alt(key: &'static str) -> Keys {
    Keys { command: false, shift: false, alt: true, key }
}

impl Keys {
    /// The keys as people write them: “Ctrl+Shift+Z”, on a Mac “⇧⌘Z”.
    #[must_use]
    pub fn text(self) -> String {
        let key = match self.key {
            "Plus" | "Equals" => "+",
            "Minus" => "−",
            "ArrowRight" => "→",
            "ArrowLeft" => "←",
            "ArrowUp" => "↑",
            "ArrowDown" => "↓",
            "Escape" => "Esc",
            "Questionmark" => "?",
            "Period" => ".",
            "OpenBracket" => "[",
            "CloseBracket" => "]",
            "Backslash" => "\\",
            other => other,
        };
        let mac = cfg!(target_os = "macos");
        let mut text = String::new();
        for (on, pc, apple) in [(self.command, "Ctrl+", "⌘"), (self.alt, "Alt+", "⌥"), (self.shift, "Shift+", "⇧")]
        {
            if on {
                text.push_str(if mac { apple } else { pc });
            }
        }
        text + key
    }

    /// Whether typing into a field would swallow it: such keys are inert while a field has the focus.
    #[must_use]
    pub fn types_or_moves(self) -> bool {
        !self.command && !self.key.starts_with('F') || self.key == "F"
    }
}

/// Keys that go through texts and lists, and keys that act in what has the focus.
const MOVES: &[&str] = &["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];
const ACTS: &[&str] = &["Enter", "Space", "Tab", "Escape", "Backspace"];

/// The names of keys that can be bound, as files and egui have them.
pub const KEY_NAMES: &[&str] = &[
    "A",
    "B",
    "C",
    "D",
    "E",
    "F",
    "G",
    "H",
    "I",
    "J",
    "K",
    "L",
    "M",
    "N",
    "O",
    "P",
    "Q",
    "R",
    "S",
    "T",
    "U",
    "V",
    "W",
    "X",
    "Y",
    "Z",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F10",
    "F11",
    "F12",
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "ArrowDown",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Delete",
    "Backspace",
    "Insert",
    "Enter",
    "Space",
    "Escape",
    "Tab",
    "Plus",
    "Minus",
    "Equals",
    "Comma",
    "Period",
    "Slash",
    "Backslash",
    "Semicolon",
    "Quote",
    "Backtick",
    "OpenBracket",
    "CloseBracket",
    "Questionmark",
];

impl Keys {
    /// Why no command can have these keys, where none can: texts, lists and fields need them. Those that a command comes
    /// with are free to be given to another one.
    #[must_use]
    pub fn reserved(self) -> Option<&'static str> {
        if COMMANDS.iter().any(|command| command.keys.contains(&self)) {
            return None;
        }
        let plain = !self.command && !self.alt;
        match self.key {
            key if MOVES.contains(&key) && !self.alt => Some("goes through texts and lists"),
            key if ACTS.contains(&key) && plain => Some("acts in what has the keyboard"),
            "A" if self.command && !self.alt && !self.shift => Some("selects all"),
            "C" | "X" | "V" if self.command && !self.alt && !self.shift => Some("copies, cuts and pastes"),
            _ => None,
        }
    }

    /// The sentence with which these keys are refused, where no command can have them.
    #[must_use]
    pub fn refused(self) -> Option<String> {
        Some(format!("{} {}, so no command can have it. Press another one", self.text(), self.reserved()?))
    }

    /// The keys as a file has them: “Ctrl+Shift+Z”, “Period”.
    #[must_use]
    pub fn name(self) -> String {
        let parts = [(self.command, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")];
        parts.into_iter().filter(|(on, _)| *on).map(|(_, part)| part).collect::<String>() + self.key
    }

    /// The keys that a file names so; case does not matter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut keys = Self { command: false, shift: false, alt: false, key: "" };
        let mut parts: Vec<&str> = text.split('+').map(str::trim).collect();
        let last = parts.pop()?;
        keys.key = KEY_NAMES.iter().find(|name| name.eq_ignore_ascii_case(last))?;
        for part in parts {
            match part.to_lowercase().as_str() {
                "ctrl" | "cmd" => keys.command = true,
                "alt" => keys.alt = true,
                "shift" => keys.shift = true,
                _ => return None,
            }
        }
        Some(keys)
    }
}

impl State {
    /// The keys that call a command: the user's own, else those that it comes with.
    #[must_use]
    pub fn keys_of(&self, id: CommandId) -> Vec<Keys> {
        let own = if self.settings.keys.is_empty() { None } else { self.settings.keys.get(&id.name()) };
        match own {
            Some(names) => {
                let keys = names.iter().filter_map(|name| Keys::parse(name));
                keys.filter(|keys| keys.reserved().is_none()).collect()
            }
            None => id.command().map_or_else(Vec::new, |command| command.keys.to_vec()),
        }
    }

    /// The tags that one of these keys tags with too, by itself or with Alt, in order.
    #[must_use]
    pub fn rival_tags(&self, keys: &[Keys]) -> Vec<&Tag> {
        let open = self.open.as_ref();
        let tags = open.map(|open| open.project.tags_in_order()).unwrap_or_default();
        let same = |tag: &&Tag| {
            let name = tag.key.map(|key| key.to_ascii_uppercase().to_string()).unwrap_or_default();
            keys.iter().any(|keys| !keys.command && !keys.shift && keys.key == name)
        };
        tags.into_iter().filter(|tag| !tag.retired).filter(same).collect()
    }

    /// Gives a command keys of one's own; `None` for those that it comes with.
    ///
    /// # Errors
    /// Which of them no command can have, and why; then all stay as they are.
    pub(super) fn set_keys(&mut self, id: CommandId, keys: Option<Vec<Keys>>) -> Result<(), String> {
        if let Some(sentence) = keys.iter().flatten().find_map(|keys| keys.refused()) {
            return Err(sentence);
        }
        match keys {
            Some(keys) => self.settings.keys.insert(id.name(), keys.into_iter().map(Keys::name).collect()),
            None => self.settings.keys.remove(&id.name()),
        };
        Ok(())
    }

    /// Whether one of a command's keys also calls another command or tags.
    #[must_use]
    pub fn is_in_conflict(&self, id: CommandId) -> bool {
        let keys = self.keys_of(id);
        !keys.is_empty() && (!self.rivals(id, &keys).is_empty() || !self.rival_tags(&keys).is_empty())
    }

    /// Says which keys in the settings call nothing, if there are some.
    pub(super) fn say_odd_keys(&mut self, now: Timestamp) {
        let odd = self.odd_keys();
        if !odd.is_empty() {
            let said = format!("Of the keys in settings.ron some call nothing: {}", odd.join("; "));
            self.notices.say(NoticeKind::Problem, said, now);
        }
    }

    /// What of the keys in the settings calls nothing: commands that do not exist, keys that are none.
    #[must_use]
    pub fn odd_keys(&self) -> Vec<String> {
        let known = |name: &str| COMMANDS.iter().any(|command| command.id.name() == name);
        let mut odd = Vec::new();
        for (name, keys) in &self.settings.keys {
            if !known(name) {
                odd.push(format!("no command is called “{name}”"));
                continue;
            }
            let none = keys.iter().filter(|keys| Keys::parse(keys).is_none());
            odd.extend(none.map(|keys| format!("“{keys}” for {name} is no key")));
            let reserved = keys.iter().filter_map(|keys| Some((keys, Keys::parse(keys)?.reserved()?)));
            odd.extend(reserved.map(|(keys, why)| format!("“{keys}” for {name} {why}")));
        }
        odd
    }

    /// The other commands that one of these keys calls too.
    #[must_use]
    pub fn rivals(&self, id: CommandId, keys: &[Keys]) -> Vec<CommandId> {
        let same = |other: &CommandId| self.keys_of(*other).iter().any(|key| keys.contains(key));
        COMMANDS.iter().map(|command| command.id).filter(|other| *other != id && same(other)).collect()
    }
}

impl CommandId {
    /// What the settings call it.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_name_that_is_read_back() {
        for keys in COMMANDS.iter().flat_map(|command| command.keys) {
            assert_eq!(Keys::parse(&keys.name()), Some(*keys), "{keys:?}");
        }
        assert_eq!(Keys::parse("ctrl + shift + z"), Some(ctrl_shift("Z")));
        assert_eq!((Keys::parse("Hyper+Z"), Keys::parse("Ctrl+"), Keys::parse("")), (None, None, None));
    }

    #[test]
    fn own_keys_take_the_place_of_those_it_comes_with() {
        let mut state = State::default();
        assert_eq!(state.keys_of(CommandId::RepeatLast), [plain("Period")]);
        state.settings.keys.insert("RepeatLast".to_owned(), vec!["Ctrl+K".to_owned(), "nonsense".to_owned()]);
        assert_eq!(state.keys_of(CommandId::RepeatLast), [ctrl("K")]);
        assert_eq!(state.rivals(CommandId::RepeatLast, &[ctrl("K")]), [CommandId::Palette]);
        assert_eq!(state.keys_of(CommandId::Undo), [ctrl("Z")]);
        assert_eq!(state.odd_keys(), ["“nonsense” for RepeatLast is no key"]);
        state.settings.keys.insert("Repeat".to_owned(), Vec::new());
        assert_eq!(state.odd_keys()[0], "no command is called “Repeat”");
    }

    #[test]
    fn keys_that_texts_and_lists_need_are_refused() {
        let mut state = State::default();
        for reserved in
            ["ArrowDown", "Shift+ArrowUp", "Ctrl+End", "Enter", "Tab", "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X"]
        {
            let keys = Keys::parse(reserved).expect("a key");
            let sentence = state.set_keys(CommandId::Star, Some(vec![keys])).expect_err(reserved);
            assert!(sentence.starts_with(&keys.text()), "{sentence}");
            state.settings.keys.insert("Star".to_owned(), vec![reserved.to_owned()]);
            assert_eq!((state.keys_of(CommandId::Star), state.odd_keys().len()), (Vec::new(), 1), "{reserved}");
            state.settings.keys.clear();
        }
        for free in ["Alt+ArrowDown", "Shift+ArrowLeft", "Ctrl+Shift+A", "C", "Ctrl+Enter", "Delete", "F5"] {
            let keys = Keys::parse(free).expect("a key");
            assert_eq!(state.set_keys(CommandId::Star, Some(vec![keys])), Ok(()), "{free}");
        }
    }

    #[test]
    fn a_command_is_in_conflict_with_who_has_its_keys() {
        let mut state = State::default();
        let in_conflict = |state: &State| {
            COMMANDS.iter().map(|command| command.id).filter(|id| state.is_in_conflict(*id)).collect::<Vec<_>>()
        };
        assert_eq!(in_conflict(&state), []);
        state.set_keys(CommandId::Star, Some(vec![plain("U")])).expect("free");
        assert_eq!(in_conflict(&state), [CommandId::Star, CommandId::MarkUnsure]);
    }
}
