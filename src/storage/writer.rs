//! Who writes: one analyst in one copy of a project's folder. Every file of a project has exactly one writer. Which
//! writer goes on in a folder is found by `place`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::limits::WRITER_ID_MAX_BYTES;
use crate::model::{Analyst, Surroundings};

/// Names one analyst in one copy of a project's folder; part of file names, so lower-case ASCII letters, digits and hyphens only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriterId(Arc<str>);

/// Why a text is not a writer's id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a writer's id: lower-case letters a to z, digits and hyphens, at most 40")]
pub struct WriterIdError(String);

/// The analyst who works here, and the id under which they write where they did not write before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writer {
    /// Random, a new one for each project that is opened or made.
    pub id: WriterId,
    /// Who works here. Added to a project that does not know them yet.
    pub analyst: Analyst,
    /// The installation as people know it, such as the name of the computer; may be empty.
    pub installation: String,
}

/// Digits of base 32 without letters that look like digits, all lower case, for file systems that ignore case.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl WriterId {
    /// A new id of 80 random bits, as 16 letters and digits.
    #[must_use]
    pub fn fresh(surroundings: &mut dyn Surroundings) -> Self {
        let bits = surroundings.random().iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
        let digit = |place: u32| {
            let index = usize::try_from(bits >> (5 * place) & 31).unwrap_or(0);
            char::from(DIGITS.get(index).copied().unwrap_or(b'0'))
        };
        let text: String = (0..16).rev().map(digit).collect();
        Self(Arc::from(text))
    }

    /// Stands where a version needs a writer and has none.
    pub(super) fn nobody() -> Self {
        Self(Arc::from("unknown"))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WriterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for WriterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WriterId({})", self.0)
    }
}

impl FromStr for WriterId {
    type Err = WriterIdError;
    fn from_str(text: &str) -> Result<Self, WriterIdError> {
        let sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || text.len() > WRITER_ID_MAX_BYTES || !text.bytes().all(sign) {
            return Err(WriterIdError(text.chars().take(60).collect()));
        }
        Ok(Self(Arc::from(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::surroundings::Counting;

    #[test]
    fn ids_are_fit_for_file_names() {
        let mut surroundings = Counting::default();
        let (one, two) = (WriterId::fresh(&mut surroundings), WriterId::fresh(&mut surroundings));
        assert_ne!(one, two);
        assert_eq!(one.as_str().len(), 16);
        assert_eq!(one.as_str().parse(), Ok(one));
        for bad in ["", "Anna", "a/b", "..", "a b", &"a".repeat(41)] {
            assert!(bad.parse::<WriterId>().is_err(), "{bad}");
        }
    }
}
