//! The excerpt: a tagged passage, the record the whole program exists for.

use std::collections::HashSet;
use std::hash::Hash;
use std::ops::{Deref, DerefMut};

use jiff::Timestamp;

use super::article::SourceGrade;
use super::ordered::Keyed;
use super::record::{Extra, open_choice};
use super::{ActorId, AnalystId, Anchor, ArticleId, ExcerptId, Few, IssueId, PartialDate, TagId};

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

/// A tagged passage. Article, anchor, tag, analyst and time of creation are always there; the rest is optional. A
/// project holds a million of these: what few excerpts have is in [`Details`], and read and set as if it stood here.
#[derive(Debug, Clone)]
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
    pub actors: Few<ActorId>,
    /// What it is about.
    pub issues: Few<IssueId>,
    /// Who tagged it.
    pub analyst: AnalystId,
    /// When it was tagged.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    details: Option<Box<Details>>,
}

/// What only some excerpts say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// To whom it is said.
    pub addressees: Few<ActorId>,
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
    pub supersedes: Few<ExcerptId>,
    /// Excerpts that say the opposite.
    pub contradicts: Few<ExcerptId>,
    /// Excerpts that give the same statement.
    pub repeats: Few<ExcerptId>,
    /// The analyst's own words.
    pub memo: String,
    /// Whether the coding is to be looked at again.
    pub certainty: Certainty,
    /// Marked with a star.
    pub starred: bool,
    /// Looked over once more, and found right.
    pub checked: bool,
    /// Fields that this version does not know, kept as written.
    pub extra: Extra,
}

static NO_DETAILS: Details = Details {
    addressees: Few::new(),
    stance: None,
    condition: String::new(),
    speaker: String::new(),
    voice: None,
    said_on: None,
    grade: SourceGrade::UNKNOWN,
    supersedes: Few::new(),
    contradicts: Few::new(),
    repeats: Few::new(),
    memo: String::new(),
    certainty: Certainty::Sure,
    starred: false,
    checked: false,
    extra: Extra(Vec::new()),
};

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
        let (actors, issues) = (Few::new(), Few::new());
        Self { id, article, anchor, tag, actors, issues, analyst, created: now, modified: now, details: None }
    }

    /// Its details, where it has any.
    pub(crate) fn details(&self) -> Option<&Details> {
        self.details.as_deref().filter(|details| **details != NO_DETAILS)
    }

    /// Looks at its details, so that they are at hand for whoever reads them next: memory answers many that are asked for
    /// one after the other as fast as one. What it returns only stands for having looked.
    pub(crate) fn fetch(&self, with_memo: bool) -> usize {
        let Some(details) = &self.details else { return 0 };
        let first = if with_memo { details.memo.bytes().next() } else { None };
        details.memo.len() + usize::from(first.unwrap_or(0))
    }

    /// Gives it these details.
    pub fn set_details(&mut self, details: Details) {
        self.details = (details != NO_DETAILS).then(|| Box::new(details));
    }

    /// Gives back the room of details that say nothing, and shares with `codes` what others have as well.
    pub(crate) fn make_small(&mut self, codes: &mut SharedCodes) {
        if self.details.as_ref().is_some_and(|details| **details == NO_DETAILS) {
            self.details = None;
        }
        share(&mut self.tag, &mut codes.tags);
        share(&mut self.actors, &mut codes.actors);
        share(&mut self.issues, &mut codes.issues);
        if let Some(details) = &mut self.details {
            share(&mut details.addressees, &mut codes.actors);
        }
    }
}

/// Ids and lists of ids that many excerpts have, each kept once.
#[derive(Debug, Default)]
pub(crate) struct SharedCodes {
    tags: HashSet<TagId>,
    actors: HashSet<Few<ActorId>>,
    issues: HashSet<Few<IssueId>>,
}

fn share<T: Eq + Hash + Clone>(value: &mut T, known: &mut HashSet<T>) {
    match known.get(value) {
        Some(same) => *value = same.clone(),
        None => {
            known.insert(value.clone());
        }
    }
}

impl Deref for Excerpt {
    type Target = Details;
    fn deref(&self) -> &Details {
        self.details.as_deref().unwrap_or(&NO_DETAILS)
    }
}

impl DerefMut for Excerpt {
    fn deref_mut(&mut self) -> &mut Details {
        self.details.get_or_insert_with(|| Box::new(NO_DETAILS.clone()))
    }
}

impl PartialEq for Excerpt {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && self.article == other.article
            && self.anchor == other.anchor
            && self.tag == other.tag
            && self.actors == other.actors
            && self.issues == other.issues
            && self.analyst == other.analyst
            && self.created == other.created
            && self.modified == other.modified
            && **self == **other
    }
}

impl Eq for Excerpt {}

impl Keyed for Excerpt {
    type Key = ExcerptId;
    fn key(&self) -> &ExcerptId {
        &self.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TextSpan;

    #[test]
    fn details_stand_as_if_they_were_its_own_and_cost_nothing_where_there_are_none() {
        let span = TextSpan::from_stored(3, 6).expect("a span");
        let tag: TagId = "position".parse().expect("an id");
        let ids = (ExcerptId::from_bytes([1; 16]), ArticleId::from_bytes([2; 16]), AnalystId::from_bytes([3; 16]));
        let plain = Excerpt::new(ids.0, ids.1, Anchor::new(span, "yes", "", ""), tag, ids.2, Timestamp::UNIX_EPOCH);
        let mut excerpt = plain.clone();
        assert!(excerpt.memo.is_empty() && excerpt.details.is_none());
        excerpt.memo.push_str("Compare.");
        assert_ne!(excerpt, plain);
        excerpt.memo.clear();
        assert_eq!(excerpt, plain);
        excerpt.make_small(&mut SharedCodes::default());
        assert!(excerpt.details.is_none());
        assert!(std::mem::size_of::<Excerpt>() <= 136);
    }
}
