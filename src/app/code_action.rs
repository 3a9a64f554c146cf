//! What an analyst can do to the codes, as plain data. The verbs are in `model::operations::codes`.

use crate::model::{ActorKind, CodeId, CodeKind, PartialDate, Underline};

/// Reworks tags, actors or issues.
#[derive(Debug, Clone, PartialEq)]
pub enum CodeAction {
    /// A new one.
    New {
        /// Which of the three.
        kind: CodeKind,
        /// What it is called.
        name: String,
        /// Below which it stands.
        parent: Option<CodeId>,
    },
    /// Set a field.
    Set(CodeId, CodeField),
    /// Put it elsewhere in its tree.
    Move {
        /// Which.
        code: CodeId,
        /// Below which; `None` for the top.
        parent: Option<CodeId>,
        /// Where among its siblings, which counts for tags.
        place: Option<usize>,
    },
    /// Merged codes into one.
    Merge {
        /// Those that go.
        from: Vec<CodeId>,
        /// The one that stays.
        into: CodeId,
    },
    /// Split some names off a code; excerpts that say one of them follow.
    Split {
        /// Which.
        code: CodeId,
        /// What the new one is called.
        name: String,
        /// The aliases that it takes.
        aliases: Vec<String>,
    },
    /// Retired it, or took it back into use.
    Retire(CodeId, bool),
    /// Removed it, if nothing names it.
    Delete(CodeId),
}

/// One field of a code and what it becomes. A field that a kind of code does not have is left alone.
#[derive(Debug, Clone, PartialEq)]
pub enum CodeField {
    /// What it is called.
    Name(String),
    /// Other names.
    Aliases(Vec<String>),
    /// sRGB colour; `None` for none, which a tag cannot have.
    Color(Option<[u8; 3]>),
    /// The analyst's own words.
    Notes(String),
    /// The line under passages of a tag.
    Underline(Underline),
    /// The key of a tag.
    Key(Option<char>),
    /// What a tag means.
    Definition(String),
    /// When to use it.
    UseWhen(String),
    /// When not to use it.
    NotWhen(String),
    /// An example.
    Example(String),
    /// What an actor is.
    Kind(Option<ActorKind>),
    /// The office of a person.
    Role(String),
    /// Since when they hold it.
    Since(Option<PartialDate>),
    /// Until when they held it.
    Until(Option<PartialDate>),
}
