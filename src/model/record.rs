//! What all records share: the sum of them, their ids, the project's own line, and fields of later versions.

use jiff::Timestamp;

use super::{
    Actor, ActorId, Analyst, AnalystId, Article, ArticleId, Excerpt, ExcerptId, ExportPreset, FilterId, Issue, IssueId,
    KeptFilter, PresetId, ProjectId, Tag, TagId,
};

/// Fields that this version does not know, as name and raw RON text, in the order in which they were read.
/// They survive load and save, so that an older version never costs a newer one its data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extra(pub Vec<(Box<str>, Box<str>)>);

/// What `project.ron` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectMeta {
    /// Names the project for good.
    pub id: ProjectId,
    /// What the analyst calls it.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// Fields that this version does not know, kept as written.
    pub extra: Extra,
}

/// Any one record of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// The project's own line.
    Project(ProjectMeta),
    /// An article's details (its text is kept apart, by hash).
    Article(Box<Article>),
    /// A tagged passage.
    Excerpt(Box<Excerpt>),
    /// A tag of the codebook.
    Tag(Tag),
    /// An actor.
    Actor(Actor),
    /// An issue.
    Issue(Issue),
    /// An analyst.
    Analyst(Analyst),
    /// A filter kept by name.
    Filter(KeptFilter),
    /// An export kept by name.
    Preset(Box<ExportPreset>),
}

/// The id of any one record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordId {
    /// The project's own line.
    Project,
    /// An article.
    Article(ArticleId),
    /// An excerpt.
    Excerpt(ExcerptId),
    /// A tag.
    Tag(TagId),
    /// An actor.
    Actor(ActorId),
    /// An issue.
    Issue(IssueId),
    /// An analyst.
    Analyst(AnalystId),
    /// A kept filter.
    Filter(FilterId),
    /// A kept export.
    Preset(PresetId),
}

impl std::fmt::Display for RecordId {
    /// In words, for sentences; records whose ids say nothing to people go without them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Project => f.write_str("the project"),
            Self::Article(_) => f.write_str("an article"),
            Self::Excerpt(_) => f.write_str("an excerpt"),
            Self::Tag(id) => write!(f, "the tag “{id}”"),
            Self::Actor(id) => write!(f, "the actor “{id}”"),
            Self::Issue(id) => write!(f, "the issue “{id}”"),
            Self::Analyst(_) => f.write_str("an analyst"),
            Self::Filter(_) => f.write_str("a kept filter"),
            Self::Preset(_) => f.write_str("a kept export"),
        }
    }
}

impl Record {
    /// The id of this record.
    #[must_use]
    pub fn id(&self) -> RecordId {
        match self {
            Self::Project(_) => RecordId::Project,
            Self::Article(r) => RecordId::Article(r.id),
            Self::Excerpt(r) => RecordId::Excerpt(r.id),
            Self::Tag(r) => RecordId::Tag(r.id.clone()),
            Self::Actor(r) => RecordId::Actor(r.id.clone()),
            Self::Issue(r) => RecordId::Issue(r.id.clone()),
            Self::Analyst(r) => RecordId::Analyst(r.id),
            Self::Filter(r) => RecordId::Filter(r.id),
            Self::Preset(r) => RecordId::Preset(r.id),
        }
    }
}

/// A choice with named values that stays open: what it does not know is kept as written, never an error.
/// On disk and in exports it is the word itself.
macro_rules! open_choice {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("“", $word, "”")] $variant,)+
            /// A word that this version does not know.
            Other(Box<str>),
        }

        impl $name {
            /// The values that this version knows, in the order in which they are offered.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The word that files and exports use.
            #[must_use]
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }

            /// The value for a word; case does not matter, `None` for an empty one.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                let word = word.trim();
                if word.is_empty() {
                    return None;
                }
                $(if word.eq_ignore_ascii_case($word) { return Some(Self::$variant); })+
                Some(Self::Other(word.into()))
            }
        }
    };
}
pub(crate) use open_choice;
