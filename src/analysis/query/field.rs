//! The fields that a query can name, in one list: parser, completion, help and README walk over it.

use crate::model::{Certainty, Excerpt};

/// A field of an excerpt or of its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is described in FIELDS")]
pub enum Field {
    Tag,
    Actor,
    Addressee,
    Issue,
    Stance,
    Voice,
    Speaker,
    Condition,
    Said,
    Published,
    Tagged,
    Reliability,
    Credibility,
    Analyst,
    Outlet,
    Author,
    Title,
    Article,
    Language,
    Status,
    Group,
    Quote,
    Memo,
    Has,
}

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The name of something that the project has.
    Name,
    /// Words that stand in it.
    Words,
    /// One of a few words.
    Choice,
    /// Dates and ranges of dates.
    Days,
    /// A to F.
    Letter,
    /// 1 to 6.
    Digit,
    /// What an excerpt can have.
    Part,
}

/// A field as the list has it.
#[derive(Debug, Clone, Copy)]
pub struct FieldEntry {
    /// Which.
    pub field: Field,
    /// What it is called.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// What it asks, in a few words.
    pub about: &'static str,
    /// An example of its value.
    pub example: &'static str,
}

macro_rules! fields {
    ($($field:ident, $name:literal, $kind:ident, $about:literal, $example:literal;)+) => {
        /// Every field.
        pub const FIELDS: &[FieldEntry] = &[$(FieldEntry {
            field: Field::$field, name: $name, kind: Kind::$kind, about: $about, example: $example,
        }),+];
    };
}

fields! {
    Tag, "tag", Name, "this tag or one below it", "\"red line\"";
    Actor, "actor", Name, "held by this actor or one below it", "Russia";
    Addressee, "addressee", Name, "said to this actor or one below it", "NATO";
    Issue, "issue", Name, "about this issue or one below it", "territory";
    Stance, "stance", Choice, "for, against, conditional or open", "against";
    Voice, "voice", Choice, "direct quote, paraphrase, reporter's account, anonymous or leaked", "paraphrase";
    Speaker, "speaker", Words, "these words in the speaker", "spokesman";
    Condition, "condition", Words, "these words in the condition", "ceasefire";
    Said, "said", Days, "said on these days", "2025-12..";
    Published, "published", Days, "the article published on these days", "2025-12-14";
    Tagged, "tagged", Days, "tagged on these days", ">=2025-12-15";
    Reliability, "reliability", Letter, "reliability of the source, A (best) to F", ">=C";
    Credibility, "credibility", Digit, "credibility of what it says, 1 (best) to 6", "1..3";
    Analyst, "analyst", Name, "tagged by this analyst, or by “me”", "me";
    Outlet, "outlet", Words, "these words in the article's outlet", "Reuters";
    Author, "author", Words, "these words in the article's author", "Smith";
    Title, "title", Words, "these words in the article's title", "talks";
    Article, "article", Name, "the article with this title, file or id", "talks.txt";
    Language, "language", Words, "the article's language", "en";
    Status, "status", Choice, "the article unread, reading, done or excluded", "done";
    Group, "group", Name, "the article in this group", "\"week 51\"";
    Quote, "quote", Words, "these words in the quote", "ceasefire";
    Memo, "memo", Words, "these words in the memo", "compare";
    Has, "has", Part, "memo, actor, addressee, issue, stance, condition, speaker, voice, said, grade or link", "memo";
}

impl Field {
    /// The field's entry in the list.
    #[must_use]
    pub fn entry(self) -> &'static FieldEntry {
        const NONE: &FieldEntry = &FieldEntry { field: Field::Has, name: "", kind: Kind::Part, about: "", example: "" };
        FIELDS.iter().find(|entry| entry.field == self).unwrap_or(NONE)
    }

    /// The field of this name; case does not matter.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        FIELDS.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)).map(|entry| entry.field)
    }
}

/// A mark that an excerpt can have; asked for by its word alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// With a star.
    Starred,
    /// To be looked at again.
    Unsure,
    /// Looked at by a second pair of eyes.
    Checked,
}

impl Mark {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Starred, Self::Unsure, Self::Checked];

    /// What it is called.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Starred => "starred",
            Self::Unsure => "unsure",
            Self::Checked => "checked",
        }
    }

    /// Whether an excerpt has it.
    #[must_use]
    pub fn is_on(self, excerpt: &Excerpt) -> bool {
        match self {
            Self::Starred => excerpt.starred,
            Self::Unsure => excerpt.certainty == Certainty::Unsure,
            Self::Checked => excerpt.checked,
        }
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.word().eq_ignore_ascii_case(word))
    }
}

macro_rules! parts {
    ($($part:ident $word:literal),+) => {
        /// What an excerpt can have.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each is called what it is")]
        pub enum Part { $($part),+ }

        impl Part {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$part),+];

            /// What it is called.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$part => $word),+ }
            }
        }
    };
}

parts!(
    Memo "memo", Actor "actor", Addressee "addressee", Issue "issue", Stance "stance", Condition "condition",
    Speaker "speaker", Voice "voice", Said "said", Grade "grade", Link "link"
);

impl Part {
    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.word().eq_ignore_ascii_case(word))
    }
}
