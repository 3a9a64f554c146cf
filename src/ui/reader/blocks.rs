//! Cuts a text into blocks that are laid out one by one: a paragraph each, monstrous paragraphs in several.
//! Only ranges and counts; how high a block is stands in `heights.rs`.

use std::ops::Range;

use crate::text::{ArticleText, bounds};

/// Longest block in bytes: a paragraph up to this length is never cut.
pub const BLOCK_MAX_BYTES: usize = 3072;

/// How long the blocks of a paragraph are at most. Laying one out costs time in proportion to its length, but a cut
/// forces a line break: only where there is no end to a paragraph are its blocks short.
fn block_max(paragraph_bytes: usize) -> usize {
    if paragraph_bytes <= BLOCK_MAX_BYTES {
        BLOCK_MAX_BYTES
    } else if paragraph_bytes <= 16_384 {
        2048
    } else {
        768
    }
}

/// One block: a stretch of bytes within a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its bytes in the article, without the line end.
    pub bytes: Range<usize>,
    /// Whether a paragraph ends with it.
    pub ends_paragraph: bool,
}

/// All blocks of a text, in order. At least one, and together all of the text but its line ends.
#[derive(Debug, Clone, Default)]
pub struct Blocks {
    /// First byte of each block.
    starts: Vec<u32>,
    /// One past the last byte of each block, shifted left by one; the lowest bit tells whether it ends a paragraph.
    ends: Vec<u32>,
    /// How many paragraphs that hold more than white space there are up to and with each block's.
    numbers: Vec<u32>,
}

impl Blocks {
    /// Cuts `text`; linear, some milliseconds for 10 MB.
    #[must_use]
    pub fn new(text: &ArticleText) -> Self {
        let mut blocks = Self::default();
        let mut number = 0;
        for paragraph in (0..text.paragraph_count()).filter_map(|index| text.paragraph(index)) {
            let blank = text.as_str().get(paragraph.clone()).is_none_or(|words| words.trim_start().is_empty());
            number += u32::from(!blank);
            let mut from = paragraph.start;
            let max = block_max(paragraph.len());
            while paragraph.end - from > max {
                let to = cut(text.as_str(), from, paragraph.end, max);
                blocks.push(from..to, false, number);
                from = to;
            }
            blocks.push(from..paragraph.end, true, number);
        }
        blocks
    }

    fn push(&mut self, bytes: Range<usize>, ends_paragraph: bool, number: u32) {
        self.numbers.push(number);
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX >> 1);
        self.starts.push(small(bytes.start));
        self.ends.push(small(bytes.end) << 1 | u32::from(ends_paragraph));
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is none, which only a default value has.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The number of the paragraph that begins with block `index`, from 1; blank paragraphs are not counted and have none.
    #[must_use]
    pub fn paragraph_number(&self, index: usize) -> Option<u32> {
        let number = *self.numbers.get(index)?;
        let before = index.checked_sub(1).and_then(|before| self.numbers.get(before)).copied().unwrap_or(0);
        (number > before).then_some(number)
    }

    /// The number of the paragraph that holds block `index`, or of the last before it that is not blank; at least 1.
    #[must_use]
    pub fn paragraph_of(&self, index: usize) -> u32 {
        self.numbers.get(index).copied().unwrap_or(0).max(1)
    }

    /// First byte of the paragraph with this number, of the last if there are fewer.
    #[must_use]
    pub fn paragraph_start(&self, number: u32) -> usize {
        let number = number.clamp(1, self.paragraph_count().max(1));
        self.start(self.numbers.partition_point(|other| *other < number))
    }

    /// How many paragraphs hold more than white space.
    #[must_use]
    pub fn paragraph_count(&self) -> u32 {
        self.numbers.last().copied().unwrap_or(0)
    }

    /// Block number `index` from 0.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Block> {
        let (start, end) = (*self.starts.get(index)?, *self.ends.get(index)?);
        Some(Block { bytes: start as usize..(end >> 1) as usize, ends_paragraph: end & 1 == 1 })
    }

    /// The block that holds `byte`; a line end belongs to the block before it, a cut to the block after it.
    #[must_use]
    pub fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= byte).saturating_sub(1)
    }

    /// First byte of block `index`, the end of the text past the last; grows with `index`.
    #[must_use]
    pub fn start(&self, index: usize) -> usize {
        match self.starts.get(index) {
            Some(start) => *start as usize,
            None => self.ends.last().map_or(0, |end| (end >> 1) as usize),
        }
    }
}

/// Where to cut a paragraph that goes on from `from` to `end` and is too long: after the last sentence in the second
/// half of the block, else after the last white space there, else between graphemes, else (one endless grapheme) between characters.
fn cut(text: &str, from: usize, end: usize, max: usize) -> usize {
    let limit = text.floor_char_boundary((from + max).min(end));
    let half = text.floor_char_boundary(from + max / 2);
    let part = text.get(half..limit).unwrap_or_default();
    let spaces = || part.char_indices().rev().filter(|(_, c)| c.is_whitespace());
    let ends_sentence =
        |at: usize| part.get(..at).is_some_and(|before| before.ends_with(['.', '!', '?', '…', '”', '»']));
    let space = spaces().find(|(at, _)| ends_sentence(*at)).or_else(|| spaces().next());
    match space.map(|(at, c)| half + at + c.len_utf8()) {
        Some(at) => at,
        None => {
            let grapheme = bounds::grapheme_start(text, limit);
            if grapheme > half { grapheme } else { limit }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ranges(text: &str) -> Vec<(Range<usize>, bool)> {
        let blocks = Blocks::new(&ArticleText::new(text.to_owned()));
        (0..blocks.len()).filter_map(|i| blocks.get(i)).map(|b| (b.bytes, b.ends_paragraph)).collect()
    }

    #[test]
    fn a_paragraph_is_a_block() {
        assert_eq!(ranges("one\n\nthree"), [(0..3, true), (4..4, true), (5..10, true)]);
        assert_eq!(ranges(""), [(0..0, true)]);
        let long = "Довгий абзац. ".repeat(100);
        assert_eq!(ranges(&long).len(), 1);
        assert_eq!(ranges("a\n"), [(0..1, true), (2..2, true)]);
    }

    #[test]
    fn paragraphs_are_counted_as_people_count() {
        let text = format!("one\n\n  \n{}\nthree\n", "word ".repeat(600));
        let blocks = Blocks::new(&ArticleText::new(text.clone()));
        let numbers: Vec<u32> = (0..blocks.len()).filter_map(|index| blocks.paragraph_number(index)).collect();
        assert_eq!((numbers, blocks.paragraph_count()), (vec![1, 2, 3], 3));
        assert!(text.get(blocks.paragraph_start(2)..).is_some_and(|rest| rest.starts_with("word")));
        assert!(text.get(blocks.paragraph_start(99)..).is_some_and(|rest| rest.starts_with("three")));
        assert_eq!(blocks.paragraph_start(0), 0);
    }

    #[test]
    fn long_paragraphs_are_cut_after_spaces() {
        let text = "word ".repeat(2000);
        let blocks = ranges(&text);
        assert!(blocks.len() >= 5);
        assert!(
            blocks.iter().all(|(bytes, _)| bytes.len() <= BLOCK_MAX_BYTES
                && text.get(bytes.clone()).is_some_and(|t| t.ends_with(' ')))
        );
        assert_eq!(blocks.iter().filter(|(_, ends)| *ends).count(), 1);
    }

    #[test]
    fn a_family_is_not_cut() {
        let family = "👨‍👩‍👧";
        let text = family.repeat(400);
        assert!(ranges(&text).iter().all(|(bytes, _)| bytes.len() % family.len() == 0));
        let endless = format!("a{}", "\u{301}".repeat(4000));
        assert!(ranges(&endless).iter().all(|(bytes, _)| bytes.len() <= BLOCK_MAX_BYTES));
    }

    proptest! {
        #[test]
        fn blocks_cover_the_text(part in "[aї 漢😀\u{301}\n.]{1,60}", times in 1usize..300) {
            let text = ArticleText::new(part.repeat(times));
            let blocks = Blocks::new(&text);
            let mut at = 0;
            for index in 0..blocks.len() {
                let block = blocks.get(index).expect("a block");
                prop_assert_eq!(block.bytes.start, at);
                prop_assert!(block.bytes.len() <= BLOCK_MAX_BYTES);
                prop_assert!(text.as_str().get(block.bytes.clone()).is_some_and(|t| !t.contains('\n')));
                prop_assert_eq!(blocks.at(block.bytes.start), index);
                at = block.bytes.end + usize::from(block.ends_paragraph);
            }
            prop_assert_eq!(at, text.as_str().len() + 1);
        }
    }
}
