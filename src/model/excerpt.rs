//! The excerpt: a tagged passage, the record the whole program exists for.

use jiff::Timestamp;

use super::article::SourceGrade;
use super::record::{Extra, open_choice};
use super::{ActorId, AnalystId, Anchor, ArticleId, ExcerptId, IssueId, PartialDate, TagId};

open_choice!(
    /// The direction of a statement on its issue. A later version or a user may know more: those are kept as written.
    Stance { For = "for", Against = "against", Conditional = "conditional", Open = "open" }
);

open_choice!(
    /// Whose words the passage gives, and how.
    Voice {
        DirectQuote = "direct quote",
        Paraphrase = "paraphrase",
        ReportersAccount = "reporter's account",
        AnonymousOrLeaked = "anonymous or leaked",
    }
);

/// How sure the analyst is of the coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Certainty {
    /// Nothing to look at again.
    #[default]
    Sure,
    /// To be looked at again.
    Unsure,
}

/// A tagged passage. Article, anchor, tag, analyst and time of creation are always there; the rest is optional.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Names the excerpt for good.
    pub id: ExcerptId,
    /// The article it was tagged in.
    pub article: ArticleId,
    /// Where, and which words.
    pub anchor: Anchor,
    /// What kind of statement it is.
    pub tag: TagId,
    /// Who holds it; in the order in which they were given, each once.
    pub actors: Vec<ActorId>,
    /// To whom it is said.
    pub addressees: Vec<ActorId>,
    /// What it is about.
    pub issues: Vec<IssueId>,
    /// Direction on the issues.
    pub stance: Option<Stance>,
    /// The “if” of a conditional statement.
    pub condition: String,
    /// Who spoke, as named in the text: a spokesman is not the president.
    pub speaker: String,
    /// Quoted, paraphrased, reported, leaked.
    pub voice: Option<Voice>,
    /// When it was said, which is not when it was published.
    pub said_on: Option<PartialDate>,
    /// How far it can be trusted.
    pub grade: SourceGrade,
    /// Earlier excerpts that this one replaces as the actor's word.
    pub supersedes: Vec<ExcerptId>,
    /// Excerpts that say the opposite.
    pub contradicts: Vec<ExcerptId>,
    /// Excerpts that give the same statement.
    pub repeats: Vec<ExcerptId>,
    /// The analyst's own words.
    pub memo: String,
    /// Whether the coding is to be looked at again.
    pub certainty: Certainty,
    /// Marked with a star.
    pub starred: bool,
    /// Who tagged it.
    pub analyst: AnalystId,
    /// When it was tagged.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Fields that this version does not know, kept as written.
    pub extra: Extra,
}

impl Excerpt {
    /// An excerpt with nothing but what is required.
    #[must_use]
    pub fn new(
        id: ExcerptId,
        article: ArticleId,
        anchor: Anchor,
        tag: TagId,
        analyst: AnalystId,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            article,
            anchor,
            tag,
            actors: Vec::new(),
            addressees: Vec::new(),
            issues: Vec::new(),
            stance: None,
            condition: String::new(),
            speaker: String::new(),
            voice: None,
            said_on: None,
            grade: SourceGrade::default(),
            supersedes: Vec::new(),
            contradicts: Vec::new(),
            repeats: Vec::new(),
            memo: String::new(),
            certainty: Certainty::Sure,
            starred: false,
            analyst,
            created: now,
            modified: now,
            extra: Extra::default(),
        }
    }
}
