//! The ids of all records, one type a kind, so that one cannot be taken for another.
//! Articles, excerpts, analysts and projects get a UUIDv7 (RFC 9562); codes get a readable slug.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_segmentation::UnicodeSegmentation as _;
use uuid::Uuid;

use super::Surroundings;

/// Longest slug, in bytes.
pub const SLUG_MAX_BYTES: usize = 96;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{found}” is not a valid {kind} id")]
pub struct IdError {
    kind: &'static str,
    found: String,
}

macro_rules! unique_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(Uuid);

        // As one number: the same order as that of the bytes, without a call for each pair of a million.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.0.as_u128().cmp(&other.0.as_u128())
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl $name {
            /// Appends the id as it displays.
            pub fn push_to(self, text: &mut String) {
                text.push_str(self.0.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer()));
            }

            /// A new id: the present millisecond and 74 random bits, so that two analysts who work apart never collide.
            #[must_use]
            pub fn fresh(surroundings: &mut dyn Surroundings) -> Self {
                let millis = u64::try_from(surroundings.now().as_millisecond()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &surroundings.random()).into_uuid())
            }

            /// The 16 bytes of the id, for binary files.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The id that has these 16 bytes.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::parse_str(text.trim())
                    .map(Self)
                    .map_err(|_| IdError { kind: $kind, found: text.chars().take(60).collect() })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

unique_id!(
    /// Names one article.
    ArticleId, "article"
);
unique_id!(
    /// Names one excerpt.
    ExcerptId, "excerpt"
);
unique_id!(
    /// Names one project, for good: copies of a project share it.
    ProjectId, "project"
);
unique_id!(
    /// Names one kept filter.
    FilterId, "filter"
);
unique_id!(
    /// Names one kept export.
    PresetId, "preset"
);
unique_id!(
    /// Names one analyst, for good: the same person on two machines shares it.
    AnalystId, "analyst"
);

/// The text of a readable id, apart from it, so that an id is one pointer wide.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Slug(Box<str>);

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<Slug>);

        impl $name {
            /// A readable id made from a name: lower case, words joined by hyphens, letters of any script kept.
            /// `taken` tells which ids exist already; a number is added until the id is free.
            #[must_use]
            pub fn from_name(name: &str, taken: impl Fn(&Self) -> bool) -> Self {
                let base = slug(name, $kind);
                let mut candidate = Self::of_slug(&base);
                let mut number = 2u32;
                while taken(&candidate) {
                    candidate = Self::of_slug(&format!("{base}-{number}"));
                    number = number.saturating_add(1);
                }
                candidate
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0.0
            }

            fn of_slug(text: &str) -> Self {
                Self(Arc::new(Slug(text.into())))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            /// Accepts what people write by hand: 1 to [`SLUG_MAX_BYTES`] bytes without white space or control characters.
            fn from_str(text: &str) -> Result<Self, IdError> {
                let bad = text.is_empty()
                    || text.len() > SLUG_MAX_BYTES
                    || text.chars().any(|c| c.is_whitespace() || c.is_control());
                if bad {
                    return Err(IdError { kind: $kind, found: text.chars().take(60).collect() });
                }
                Ok(Self::of_slug(text))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

slug_id!(
    /// Names one tag of the codebook.
    TagId, "tag"
);
slug_id!(
    /// Names one actor.
    ActorId, "actor"
);
slug_id!(
    /// Names one issue.
    IssueId, "issue"
);

/// SHA-256 (FIPS 180-4) of an article's cleaned UTF-8 text; names the text file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextHash([u8; 32]);

impl TextHash {
    /// The hash of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(text.as_bytes()).into())
    }

    /// The 32 bytes of the hash, for binary files.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The hash that has these 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextHash({self})")
    }
}

impl FromStr for TextHash {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let bad = || IdError { kind: "text", found: text.chars().take(60).collect() };
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(bad());
        }
        let mut bytes = [0u8; 32];
        for (slot, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| bad())?;
            *slot = u8::from_str_radix(pair, 16).map_err(|_| bad())?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for TextHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TextHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// `name` in lower case with runs of other characters than letters and digits as one hyphen;
/// `fallback` where nothing is left. At most [`SLUG_MAX_BYTES`] minus room for a number.
fn slug(name: &str, fallback: &str) -> String {
    let mut slug = String::new();
    for word in name.unicode_words() {
        let word: String = word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        if word.is_empty() {
            continue;
        }
        if slug.len() + word.len() + 1 > SLUG_MAX_BYTES - 12 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    if slug.is_empty() { fallback.to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_readable_and_free() {
        assert_eq!(TagId::from_name("Red line", |_| false).as_str(), "red-line");
        assert_eq!(ActorId::from_name("Зеленський, Володимир", |_| false).as_str(), "зеленський-володимир");
        assert_eq!(IssueId::from_name("…", |_| false).as_str(), "issue");
        let taken = |id: &TagId| id.as_str() == "red-line" || id.as_str() == "red-line-2";
        assert_eq!(TagId::from_name("Red line!", taken).as_str(), "red-line-3");
    }

    #[test]
    fn ids_from_hand_are_checked() {
        assert!("red line".parse::<TagId>().is_err());
        assert!("".parse::<ActorId>().is_err());
        assert!("a".repeat(97).parse::<ActorId>().is_err());
        assert!("not-a-uuid".parse::<ArticleId>().is_err());
        let hash = TextHash::of("abc");
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(hash.to_string().parse::<TextHash>(), Ok(hash));
        assert!("zz".parse::<TextHash>().is_err());
    }
}
