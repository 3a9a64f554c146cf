//! The article: one text that the analyst reads, with what is known about where it comes from.

use jiff::Timestamp;

use super::record::{Extra, open_choice};
use super::{AnalystId, ArticleId, PartialDate, TextHash};

open_choice!(
    /// How far the analyst is with an article.
    ArticleStatus { Unread = "unread", Reading = "reading", Done = "done", Excluded = "excluded" }
);

/// The Admiralty code (NATO AJP-2.1): how reliable the source is, A (completely) to F (cannot be judged),
/// and how credible the information, 1 (confirmed) to 6 (cannot be judged).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SourceGrade {
    reliability: Option<char>,
    credibility: Option<u8>,
}

impl SourceGrade {
    /// No grade was given.
    pub(super) const UNKNOWN: Self = Self { reliability: None, credibility: None };

    /// A grade from its two signs; `None` where one of them is not a sign of the code. Lower case is taken as upper.
    #[must_use]
    pub fn new(reliability: Option<char>, credibility: Option<u8>) -> Option<Self> {
        let reliability = reliability.map(|letter| letter.to_ascii_uppercase());
        if reliability.is_some_and(|letter| !('A'..='F').contains(&letter))
            || credibility.is_some_and(|number| !(1..=6).contains(&number))
        {
            return None;
        }
        Some(Self { reliability, credibility })
    }

    /// A to F.
    #[must_use]
    pub fn reliability(self) -> Option<char> {
        self.reliability
    }

    /// 1 to 6.
    #[must_use]
    pub fn credibility(self) -> Option<u8> {
        self.credibility
    }
}

/// Where a text came from and what was done to it before any offset existed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// Name of the imported file, without its folder.
    pub file: String,
    /// When it was imported.
    pub imported: Timestamp,
    /// Who imported it.
    pub analyst: AnalystId,
    /// The encoding that it was read in, by its WHATWG name.
    pub encoding: String,
    /// What was cleaned, one sentence each.
    pub cleaned: Vec<String>,
}

/// One text that the analyst reads. The text itself never changes after import and is kept by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Names the article for good.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Whether the title was taken from the first words because the text has none.
    pub title_inferred: bool,
    /// Who published it.
    pub outlet: String,
    /// Who wrote it.
    pub author: String,
    /// Where it was published.
    pub url: String,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// BCP 47 tag of its language, as far as known.
    pub language: String,
    /// How far the outlet can be trusted.
    pub grade: SourceGrade,
    /// How far the analyst is with it; none is unread.
    pub status: Option<ArticleStatus>,
    /// The analyst's own words.
    pub notes: String,
    /// Groups that the analyst sorts articles into.
    pub groups: Vec<String>,
    /// Further attributes, name and value, as the analyst wants them.
    pub attributes: Vec<(String, String)>,
    /// The cleaned text, by hash.
    pub text: TextHash,
    /// Length of the cleaned text in bytes.
    pub text_bytes: u32,
    /// Where the text came from.
    pub import: ImportRecord,
    /// Fields that this version does not know, kept as written.
    pub extra: Extra,
}

impl Article {
    /// An article with a title, a text and where it came from, and nothing else known. `text_bytes` is the text's length.
    #[must_use]
    pub fn new(id: ArticleId, title: String, text: TextHash, text_bytes: usize, import: ImportRecord) -> Self {
        Self {
            id,
            title,
            title_inferred: false,
            outlet: String::new(),
            author: String::new(),
            url: String::new(),
            published: None,
            language: String::new(),
            grade: SourceGrade::default(),
            status: None,
            notes: String::new(),
            groups: Vec::new(),
            attributes: Vec::new(),
            text,
            text_bytes: u32::try_from(text_bytes).unwrap_or(u32::MAX),
            import,
            extra: Extra::default(),
        }
    }
}
