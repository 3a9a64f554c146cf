//! Keys as data: with modifiers, as people write them. Which command they call is in `command`; `ui::shortcuts` listens.

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
