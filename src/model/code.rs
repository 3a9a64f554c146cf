//! A tag, an actor or an issue, where one word for all three is needed: what names it and what all of them have.
//! What is done with codes is in `operations::codes`.

use super::codes::NAME_MAX_CHARS;
use super::{Actor, ActorId, ActorKind, Issue, IssueId, Project, Record, RecordId, Tag, TagId};

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeKind {
    /// Kinds of statement.
    Tag,
    /// Who holds it.
    Actor,
    /// What it is about.
    Issue,
}

/// Names a code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeId {
    /// A tag.
    Tag(TagId),
    /// An actor.
    Actor(ActorId),
    /// An issue.
    Issue(IssueId),
}

/// One of the three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code {
    /// A tag.
    Tag(Tag),
    /// An actor.
    Actor(Actor),
    /// An issue.
    Issue(Issue),
}

impl CodeKind {
    /// All three, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Tag, Self::Actor, Self::Issue];

    /// What one is called.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Actor => "actor",
            Self::Issue => "issue",
        }
    }
}

impl CodeId {
    /// Which of the three.
    #[must_use]
    pub fn kind(&self) -> CodeKind {
        match self {
            Self::Tag(_) => CodeKind::Tag,
            Self::Actor(_) => CodeKind::Actor,
            Self::Issue(_) => CodeKind::Issue,
        }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Tag(id) => id.as_str(),
            Self::Actor(id) => id.as_str(),
            Self::Issue(id) => id.as_str(),
        }
    }

    /// The id among those of all records.
    #[must_use]
    pub fn record_id(&self) -> RecordId {
        match self.clone() {
            Self::Tag(id) => RecordId::Tag(id),
            Self::Actor(id) => RecordId::Actor(id),
            Self::Issue(id) => RecordId::Issue(id),
        }
    }

    /// The code that a record's id names, where it names one.
    #[must_use]
    pub fn of_record(id: &RecordId) -> Option<Self> {
        match id {
            RecordId::Tag(id) => Some(Self::Tag(id.clone())),
            RecordId::Actor(id) => Some(Self::Actor(id.clone())),
            RecordId::Issue(id) => Some(Self::Issue(id.clone())),
            _ => None,
        }
    }

    /// A copy of the code.
    #[must_use]
    pub fn code(&self, project: &Project) -> Option<Code> {
        match self {
            Self::Tag(id) => project.tags().get(id).cloned().map(Code::Tag),
            Self::Actor(id) => project.actors().get(id).cloned().map(Code::Actor),
            Self::Issue(id) => project.issues().get(id).cloned().map(Code::Issue),
        }
    }

    /// Its name, or its id where it is not there.
    #[must_use]
    pub fn name<'a>(&'a self, project: &'a Project) -> &'a str {
        let name = match self {
            Self::Tag(id) => project.tags().get(id).map(|tag| &tag.name),
            Self::Actor(id) => project.actors().get(id).map(|actor| &actor.name),
            Self::Issue(id) => project.issues().get(id).map(|issue| &issue.name),
        };
        name.map_or_else(|| self.as_str(), String::as_str)
    }

    /// The code above it.
    #[must_use]
    pub fn parent(&self, project: &Project) -> Option<Self> {
        match self {
            Self::Tag(id) => project.tags().get(id)?.parent.clone().map(Self::Tag),
            Self::Actor(id) => project.actors().get(id)?.parent.clone().map(Self::Actor),
            Self::Issue(id) => project.issues().get(id)?.parent.clone().map(Self::Issue),
        }
    }

    /// Whether `above` stands somewhere above it, or is it.
    #[must_use]
    pub fn is_within(&self, above: &Self, project: &Project) -> bool {
        // A circle, which only a damaged file can hold, ends after as many steps as any real tree has levels.
        let mut next = Some(self.clone());
        for _ in 0..256 {
            match next {
                Some(code) if code == *above => return true,
                Some(code) => next = code.parent(project),
                None => return false,
            }
        }
        false
    }
}

impl Code {
    /// Names it.
    #[must_use]
    pub fn id(&self) -> CodeId {
        match self {
            Self::Tag(tag) => CodeId::Tag(tag.id.clone()),
            Self::Actor(actor) => CodeId::Actor(actor.id.clone()),
            Self::Issue(issue) => CodeId::Issue(issue.id.clone()),
        }
    }

    /// What the analyst calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Tag(tag) => &tag.name,
            Self::Actor(actor) => &actor.name,
            Self::Issue(issue) => &issue.name,
        }
    }

    /// Gives it another name.
    pub fn set_name(&mut self, name: String) {
        match self {
            Self::Tag(tag) => tag.name = name,
            Self::Actor(actor) => actor.name = name,
            Self::Issue(issue) => issue.name = name,
        }
    }

    /// Other names; tags have none.
    #[must_use]
    pub fn aliases(&self) -> &[String] {
        match self {
            Self::Tag(_) => &[],
            Self::Actor(actor) => &actor.aliases,
            Self::Issue(issue) => &issue.aliases,
        }
    }

    /// Gives it other aliases: trimmed, each once, none of them empty or the name; a tag keeps none. Whether each is a
    /// name is asked before, where it can be said.
    pub fn set_aliases(&mut self, aliases: impl IntoIterator<Item = String>) {
        let mut kept: Vec<String> = Vec::new();
        for alias in aliases {
            let alias = alias.trim();
            if !alias.is_empty() && alias != self.name() && !kept.iter().any(|other| other == alias) {
                kept.push(alias.to_owned());
            }
        }
        match self {
            Self::Tag(_) => {}
            Self::Actor(actor) => actor.aliases = kept,
            Self::Issue(issue) => issue.aliases = kept,
        }
    }

    /// The code above it.
    #[must_use]
    pub fn parent(&self) -> Option<CodeId> {
        match self {
            Self::Tag(tag) => tag.parent.clone().map(CodeId::Tag),
            Self::Actor(actor) => actor.parent.clone().map(CodeId::Actor),
            Self::Issue(issue) => issue.parent.clone().map(CodeId::Issue),
        }
    }

    /// Puts it below another code of its kind, or at the top.
    pub fn set_parent(&mut self, parent: Option<CodeId>) {
        match (self, parent) {
            (Self::Tag(tag), None) => tag.parent = None,
            (Self::Tag(tag), Some(CodeId::Tag(id))) => tag.parent = Some(id),
            (Self::Actor(actor), None) => actor.parent = None,
            (Self::Actor(actor), Some(CodeId::Actor(id))) => actor.parent = Some(id),
            (Self::Issue(issue), None) => issue.parent = None,
            (Self::Issue(issue), Some(CodeId::Issue(id))) => issue.parent = Some(id),
            _ => {}
        }
    }

    /// No longer offered, but kept where it is used.
    #[must_use]
    pub fn retired(&self) -> bool {
        match self {
            Self::Tag(tag) => tag.retired,
            Self::Actor(actor) => actor.retired,
            Self::Issue(issue) => issue.retired,
        }
    }

    /// Retires it, or takes it back into use.
    pub fn set_retired(&mut self, retired: bool) {
        match self {
            Self::Tag(tag) => tag.retired = retired,
            Self::Actor(actor) => actor.retired = retired,
            Self::Issue(issue) => issue.retired = retired,
        }
    }

    /// Takes over what one that is merged into it says: everything where it says nothing itself, else the words behind its
    /// own, under the name of the one that goes; an actor's kind, role and dates are words in its notes then.
    pub fn inherit(&mut self, gone: Self) {
        fn fill<T: Default + PartialEq>(own: &mut T, other: T) {
            if *own == T::default() {
                *own = other;
            }
        }
        let name = gone.name().to_owned();
        let append = |own: &mut String, other: &str| {
            let other = other.trim();
            if own.trim().is_empty() {
                other.clone_into(own);
            } else if !own.contains(other) {
                *own = format!("{}\n\n{name}: {other}", own.trim_end());
            }
        };
        match (self, gone) {
            (Self::Tag(own), Self::Tag(other)) => {
                append(&mut own.definition, &other.definition);
                append(&mut own.use_when, &other.use_when);
                append(&mut own.not_when, &other.not_when);
                append(&mut own.example, &other.example);
            }
            (Self::Actor(own), Self::Actor(other)) => {
                append(&mut own.notes, &other.notes);
                let (kind, role) = (other.kind.as_ref().map(ActorKind::word), Some(other.role.as_str()));
                let differing = [
                    kind.filter(|_| own.kind.is_some() && own.kind != other.kind).map(|kind| format!("kind {kind}")),
                    role.filter(|role| !role.is_empty() && !own.role.is_empty() && own.role != **role)
                        .map(|role| format!("role {role}")),
                    other
                        .since
                        .filter(|date| own.since.is_some_and(|own| own != *date))
                        .map(|date| format!("since {date}")),
                    other
                        .until
                        .filter(|date| own.until.is_some_and(|own| own != *date))
                        .map(|date| format!("until {date}")),
                ];
                let differing = differing.into_iter().flatten().collect::<Vec<_>>().join(", ");
                if !differing.is_empty() {
                    let gap = if own.notes.trim().is_empty() { "" } else { "\n\n" };
                    own.notes = format!("{}{gap}{name}: {differing}", own.notes.trim_end());
                }
                fill(&mut own.kind, other.kind);
                fill(&mut own.role, other.role);
                fill(&mut own.since, other.since);
                fill(&mut own.until, other.until);
                fill(&mut own.color, other.color);
            }
            (Self::Issue(own), Self::Issue(other)) => {
                append(&mut own.notes, &other.notes);
                fill(&mut own.color, other.color);
            }
            _ => {}
        }
    }

    /// The record that it is.
    #[must_use]
    pub fn into_record(self) -> Record {
        match self {
            Self::Tag(tag) => Record::Tag(tag),
            Self::Actor(actor) => Record::Actor(actor),
            Self::Issue(issue) => Record::Issue(issue),
        }
    }
}

/// A name as it is kept: trimmed.
///
/// # Errors
/// What is wrong with it, as a sentence: empty or nothing that is seen, longer than [`NAME_MAX_CHARS`], or with control
/// characters.
pub fn clean_name(name: &str) -> Result<String, String> {
    let name = name.trim();
    if name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        Err("A name has no line breaks and no control characters".to_owned())
    } else if name.chars().all(|c| c.is_whitespace() || is_unseen(c)) {
        Err("A name needs at least one letter".to_owned())
    } else if name.chars().count() > NAME_MAX_CHARS {
        Err(format!("A name has at most {NAME_MAX_CHARS} characters, this one has {}", name.chars().count()))
    } else {
        Ok(name.to_owned())
    }
}

/// Whether a character is there and not seen (Unicode's `Default_Ignorable_Code_Point`, and the empty Braille cell).
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}
