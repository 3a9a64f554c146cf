//! How an excerpt holds on to its text: where, which words exactly, and the words around them.
//! Making and finding anchors in a text is the work of `text::anchoring`.

use super::TextSpan;

/// Span, exact quote and context of an excerpt. The quote is the evidence: it is never altered to fit a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// Where the quote stands in the article's cleaned text, in bytes.
    pub span: TextSpan,
    /// The article's own words, byte for byte.
    pub quote: Box<str>,
    /// The words just before, at most `text::anchoring::CONTEXT_CHARS` characters.
    pub before: Box<str>,
    /// The words just after, likewise.
    pub after: Box<str>,
}
