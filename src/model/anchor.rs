//! How an excerpt holds on to its text: where, which words exactly, and the words around them. The words of excerpts
//! that overlap are kept once. Making and finding anchors in a text is the work of `text::anchoring`.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::TextSpan;

/// Span, exact quote and context of an excerpt. The quote is the evidence: it is never altered to fit a text.
#[derive(Clone)]
pub struct Anchor {
    /// Where the quote stands in the article's cleaned text, in bytes.
    pub span: TextSpan,
    /// Where the words begin on a page that is shared.
    at: u32,
    before_bytes: u16,
    after_bytes: u16,
    page: Arc<Page>,
}

/// The words of one anchor, or of all the anchors of an article, each stretch of its text once.
pub(crate) struct Page {
    pub(crate) text: Box<str>,
    /// On the page of a single anchor, the lengths of what is before the quote and of the quote.
    pub(crate) alone: Option<(usize, usize)>,
    script: OnceLock<Script>,
}

/// With which signs a text is written: how it can be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    /// Signs of which each can be looked at by itself.
    Simple {
        /// Some of them are letters of ASCII with accents, of two bytes each.
        accents: bool,
        /// Without the accents all are ASCII, but for quotation marks and dashes.
        latin: bool,
    },
    /// Others too.
    Other,
}

impl Page {
    pub(crate) fn new(text: Box<str>, alone: Option<(usize, usize)>) -> Self {
        Self { text, alone, script: OnceLock::new() }
    }

    /// How it can be searched, worked out once.
    pub(crate) fn script(&self, work_out: impl FnOnce(&str) -> Script) -> Script {
        *self.script.get_or_init(|| work_out(&self.text))
    }
}

/// Where on a shared page the words of an anchor begin, and how long those before and after the quote are.
pub(crate) type Place = (u32, u16, u16);

impl Anchor {
    /// An anchor of these words. `before` and `after` are at most `text::anchoring::CONTEXT_CHARS` characters where this
    /// program made them.
    #[must_use]
    pub fn new(span: TextSpan, quote: &str, before: &str, after: &str) -> Self {
        let text = [before, quote, after].concat().into_boxed_str();
        let page = Page::new(text, Some((before.len(), quote.len())));
        Self { span, at: 0, before_bytes: 0, after_bytes: 0, page: Arc::new(page) }
    }

    /// An anchor whose words stand on a page that was kept.
    pub(crate) fn from_page(span: TextSpan, page: Arc<Page>, (at, before_bytes, after_bytes): Place) -> Self {
        Self { span, at, before_bytes, after_bytes, page }
    }

    /// The page with its words, and where on it they stand.
    pub(crate) fn on_page(&self) -> (&Arc<Page>, Place) {
        (&self.page, (self.at, self.before_bytes, self.after_bytes))
    }

    /// Where on the page the words before, the quote and the words after begin, and where they end.
    fn marks(&self) -> [usize; 4] {
        if let Some((before, quote)) = self.page.alone {
            return [0, before, before + quote, self.page.text.len()];
        }
        let first = self.at as usize;
        let quote = first + usize::from(self.before_bytes);
        let after = quote + self.span.byte_len();
        [first, quote, after, after + usize::from(self.after_bytes)]
    }

    fn part(&self, from: usize, to: usize) -> &str {
        self.page.text.get(from..to).unwrap_or_default()
    }

    /// The article's own words, byte for byte.
    #[must_use]
    pub fn quote(&self) -> &str {
        let [_, from, to, _] = self.marks();
        self.part(from, to)
    }

    /// The page with its words, and where on it the quote stands.
    pub(crate) fn quote_on_page(&self) -> (&str, std::ops::Range<usize>) {
        let [_, from, to, _] = self.marks();
        (&self.page.text, from..to)
    }

    /// The words just before.
    #[must_use]
    pub fn before(&self) -> &str {
        let [from, to, ..] = self.marks();
        self.part(from, to)
    }

    /// The words just after.
    #[must_use]
    pub fn after(&self) -> &str {
        let [.., from, to] = self.marks();
        self.part(from, to)
    }

    /// All three in a row.
    fn words(&self) -> &str {
        let [from, .., to] = self.marks();
        self.part(from, to)
    }
}

/// Puts the words of several anchors of one article on one page, where a stretch of text that several of them have
/// stands once. What each of them says stays the same to the byte; where two do not agree about the text, both are kept.
pub(crate) fn share_page<'a>(anchors: impl IntoIterator<Item = &'a mut Anchor>) {
    let fits = |anchor: &Anchor| {
        anchor.quote().len() == anchor.span.byte_len()
            && anchor.before().len() <= anchor.span.start()
            && u16::try_from(anchor.before().len()).is_ok()
            && u16::try_from(anchor.after().len()).is_ok()
    };
    let first_byte = |anchor: &Anchor| anchor.span.start() - anchor.before().len();
    let mut anchors: Vec<&mut Anchor> = anchors.into_iter().filter(|anchor| fits(anchor)).collect();
    anchors.sort_by_key(|anchor| first_byte(anchor));
    let mut text = String::new();
    // The byte of the article at which the present stretch ends.
    let mut end = 0usize;
    let mut places = Vec::with_capacity(anchors.len());
    for anchor in &anchors {
        let (words, first) = (anchor.words(), first_byte(anchor));
        let shared = end.checked_sub(first).filter(|_| first <= end).unwrap_or(usize::MAX);
        // How much of it stands on the page already, at its end.
        let there = text.len().checked_sub(shared).filter(|at| {
            let common = shared.min(words.len());
            text.get(*at..at + common).is_some_and(|stands| Some(stands) == words.get(..common))
        });
        let at = there.unwrap_or(text.len());
        let new = if there.is_some() { words.get(shared..).unwrap_or_default() } else { words };
        text.push_str(new);
        end = if there.is_some() { end + new.len() } else { first + words.len() };
        places.push(at);
    }
    if u32::try_from(text.len()).is_err() {
        return;
    }
    let page = Arc::new(Page::new(text.into_boxed_str(), None));
    for (anchor, at) in anchors.into_iter().zip(places) {
        let short = |words: &str| u16::try_from(words.len()).unwrap_or(u16::MAX);
        (anchor.before_bytes, anchor.after_bytes) = (short(anchor.before()), short(anchor.after()));
        anchor.at = u32::try_from(at).unwrap_or(u32::MAX);
        anchor.page = page.clone();
    }
}

impl PartialEq for Anchor {
    fn eq(&self, other: &Self) -> bool {
        let words = |anchor: &Self| (anchor.before().len(), anchor.quote().len());
        let is_same_place = || Arc::ptr_eq(&self.page, &other.page) && self.on_page().1 == other.on_page().1;
        self.span == other.span && (is_same_place() || words(self) == words(other) && self.words() == other.words())
    }
}

impl Eq for Anchor {}

impl fmt::Debug for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Anchor")
            .field("span", &self.span)
            .field("quote", &self.quote())
            .field("before", &self.before())
            .field("after", &self.after())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Anchors of one text, some of them with words that are not there.
    fn anchors() -> impl Strategy<Value = Vec<Anchor>> {
        let text = "Der Müller said: “We will hold the mill.” Їжак мовчав. 🏳️ And no boat will pass at night.";
        let one =
            (0..text.len(), 1..40usize, 0..9usize, 0..9usize, 0..12u8).prop_filter_map("no words", move |tuple| {
                let (start, length, before, after, odd) = tuple;
                let floor = |at: usize| text.floor_char_boundary(at.min(text.len()));
                let (from, to) = (floor(start), floor(start + length));
                let span = TextSpan::new(text, from..to)?;
                let quote = if odd == 0 { "words of somebody else" } else { text.get(from..to)? };
                let before = if odd == 1 { "not these" } else { text.get(floor(from.saturating_sub(before))..from)? };
                let after = if odd == 2 { "" } else { text.get(to..floor(to + after))? };
                Some(Anchor::new(span, quote, before, after))
            });
        proptest::collection::vec(one, 0..12)
    }

    proptest! {
        #[test]
        fn sharing_a_page_changes_no_word(alone in anchors()) {
            let mut shared = alone.clone();
            share_page(&mut shared);
            prop_assert_eq!(&shared, &alone);
            // And again, from pages that are shared already.
            share_page(shared.iter_mut().rev());
            prop_assert_eq!(&shared, &alone);
        }
    }

    #[test]
    fn overlapping_words_stand_once() {
        let text = "We will hold the mill, and no boat will pass.";
        let anchor = |from: usize, to: usize| {
            let span = TextSpan::new(text, from..to).expect("a passage");
            let part = |from: usize, to: usize| text.get(from..to).expect("a part");
            Anchor::new(span, part(from, to), part(from.saturating_sub(3), from), part(to, to + 3))
        };
        let mut all = vec![anchor(0, 21), anchor(8, 16), anchor(13, 30)];
        share_page(&mut all);
        assert_eq!(all[0].page.text.len(), 33);
        assert_eq!((all[1].quote(), all[1].before(), all[1].after()), ("hold the", "ll ", " mi"));
        assert!(std::mem::size_of::<Anchor>() <= 24);
    }
}
