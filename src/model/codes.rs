//! The codes: tags, actors and issues; and the analysts who use them.

use super::record::{Extra, open_choice};
use super::{ActorId, AnalystId, IssueId, PartialDate, TagId};

open_choice!(
    /// What an actor is.
    ActorKind { State = "state", Organisation = "organisation", Person = "person", Group = "group" }
);

open_choice!(
    /// The line under a tagged passage, which tells the tag without colour.
    Underline { Solid = "solid", Thick = "thick", Dashed = "dashed", Dotted = "dotted", Double = "double", Wavy = "wavy" }
);

/// Longest name of a code, in characters.
pub const NAME_MAX_CHARS: usize = 200;

/// What kind of statement an excerpt is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Names the tag for good.
    pub id: TagId,
    /// What the analyst calls it.
    pub name: String,
    /// sRGB colour.
    pub color: [u8; 3],
    /// The line under its passages.
    pub underline: Underline,
    /// The key that tags with it, where it has one.
    pub key: Option<char>,
    /// The tag above it in the codebook.
    pub parent: Option<TagId>,
    /// Place among its siblings, ascending.
    pub order: u32,
    /// What it means.
    pub definition: String,
    /// When to use it.
    pub use_when: String,
    /// When not to use it.
    pub not_when: String,
    /// An example.
    pub example: String,
    /// No longer offered, but kept where it is used.
    pub retired: bool,
    /// Fields that this version does not know, kept as written.
    pub extra: Extra,
}

/// Who holds a position: a party, a person or a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Names the actor for good.
    pub id: ActorId,
    /// What the analyst calls it.
    pub name: String,
    /// The actor above it: Zelenskyy under Ukraine.
    pub parent: Option<ActorId>,
    /// Other names and spellings.
    pub aliases: Vec<String>,
    /// State, organisation, person, group.
    pub kind: Option<ActorKind>,
    /// The office of a person.
    pub role: String,
    /// Since when they hold it.
    pub since: Option<PartialDate>,
    /// Until when they held it.
    pub until: Option<PartialDate>,
    /// sRGB colour, where it has one.
    pub color: Option<[u8; 3]>,
    /// The analyst's own words.
    pub notes: String,
    /// No longer offered, but kept where it is used.
    pub retired: bool,
    /// Fields that this version does not know, kept as written.
    pub extra: Extra,
}

/// What a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Names the issue for good.
    pub id: IssueId,
    /// What the analyst calls it.
    pub name: String,
    /// The issue above it: Donbas under Territory.
    pub parent: Option<IssueId>,
    /// Other names.
    pub aliases: Vec<String>,
    /// sRGB colour, where it has one.
    pub color: Option<[u8; 3]>,
    /// The analyst's own words.
    pub notes: String,
    /// No longer offered, but kept where it is used.
    pub retired: bool,
    /// Fields that this version does not know, kept as written.
    pub extra: Extra,
}

/// Who tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analyst {
    /// Names the analyst for good.
    pub id: AnalystId,
    /// Their name.
    pub name: String,
    /// sRGB colour of what they tagged.
    pub color: [u8; 3],
    /// Fields that this version does not know, kept as written.
    pub extra: Extra,
}

impl Tag {
    /// A tag with a name and nothing else decided but its colour and underline.
    #[must_use]
    pub fn new(id: TagId, name: &str, color: [u8; 3], underline: Underline) -> Self {
        Self {
            id,
            name: name.to_owned(),
            color,
            underline,
            key: None,
            parent: None,
            order: 0,
            definition: String::new(),
            use_when: String::new(),
            not_when: String::new(),
            example: String::new(),
            retired: false,
            extra: Extra::default(),
        }
    }
}

impl Actor {
    /// An actor with a name and nothing else.
    #[must_use]
    pub fn new(id: ActorId, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            parent: None,
            aliases: Vec::new(),
            kind: None,
            role: String::new(),
            since: None,
            until: None,
            color: None,
            notes: String::new(),
            retired: false,
            extra: Extra::default(),
        }
    }
}

impl Issue {
    /// An issue with a name and nothing else.
    #[must_use]
    pub fn new(id: IssueId, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            parent: None,
            aliases: Vec::new(),
            color: None,
            notes: String::new(),
            retired: false,
            extra: Extra::default(),
        }
    }
}
