//! How high all blocks are together: an estimate from their length, corrected where a block was laid out.
//! Nothing here runs over all blocks: changing the width costs as much as was measured at the old one.

use std::collections::HashMap;

use super::blocks::Blocks;

/// Heights of all blocks in points. Only the scroll bar relies on them: what is on the screen was laid out.
#[derive(Debug, Clone, Default)]
pub struct Heights {
    /// Points that a byte of text adds on average.
    per_byte: f64,
    /// Points that a block adds whatever its length.
    per_block: f64,
    /// By block: measured less estimated height.
    corrections: HashMap<usize, f64>,
    /// Sums of the corrections (Fenwick tree).
    sums: Vec<f64>,
}

impl Heights {
    /// Estimates for `count` blocks, nothing measured yet.
    #[must_use]
    pub fn new(count: usize, per_byte: f64, per_block: f64) -> Self {
        Self { per_byte, per_block, corrections: HashMap::new(), sums: vec![0.0; count] }
    }

    /// Forgets what was measured, because the width or the type changed.
    pub fn estimate_anew(&mut self, per_byte: f64, per_block: f64) {
        self.per_byte = per_byte;
        self.per_block = per_block;
        self.corrections.clear();
        self.sums.fill(0.0);
    }

    fn estimated_before(&self, blocks: &Blocks, index: usize) -> f64 {
        wide(blocks.start(index)) * self.per_byte + wide(index.min(blocks.len())) * self.per_block
    }

    /// Notes the true height of block `index`.
    pub fn measure(&mut self, blocks: &Blocks, index: usize, height: f64) {
        if index >= self.sums.len() {
            return;
        }
        let estimated = self.estimated_before(blocks, index + 1) - self.estimated_before(blocks, index);
        let correction = height - estimated;
        let old = self.corrections.insert(index, correction).unwrap_or(0.0);
        let change = correction - old;
        if change == 0.0 {
            return;
        }
        let mut node = index + 1;
        while let Some(sum) = self.sums.get_mut(node - 1) {
            *sum += change;
            node += lowest_bit(node);
        }
    }

    /// Height of all blocks before block `index`.
    #[must_use]
    pub fn before(&self, blocks: &Blocks, index: usize) -> f64 {
        let mut corrections = 0.0;
        let mut node = index.min(self.sums.len());
        while node > 0 {
            corrections += self.sums.get(node - 1).copied().unwrap_or(0.0);
            node -= lowest_bit(node);
        }
        self.estimated_before(blocks, index) + corrections
    }

    /// Height of all blocks.
    #[must_use]
    pub fn total(&self, blocks: &Blocks) -> f64 {
        self.before(blocks, self.sums.len())
    }

    /// The block at height `y`, and how far into it `y` is.
    #[must_use]
    pub fn find(&self, blocks: &Blocks, y: f64) -> (usize, f64) {
        let (mut low, mut high) = (0, self.sums.len().saturating_sub(1));
        while low < high {
            let middle = (low + high).div_ceil(2);
            if self.before(blocks, middle) <= y {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        (low, (y - self.before(blocks, low)).max(0.0))
    }
}

fn lowest_bit(node: usize) -> usize {
    node & node.wrapping_neg()
}

/// A count as a float; exact below 2^52.
#[must_use]
pub fn wide(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// A length on the screen: as `f64` it was exact, as `f32` it is near enough once it is small.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "the one place where lengths become the toolkit's f32")]
pub fn narrow(length: f64) -> f32 {
    length as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ArticleText;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_agree_with_a_plain_list(lengths in prop::collection::vec(0usize..50, 1..60),
                                        measured in prop::collection::vec((0usize..60, 1u16..500), 0..40)) {
            let text: Vec<String> = lengths.iter().map(|n| "x".repeat(*n)).collect();
            let blocks = Blocks::new(&ArticleText::new(text.join("\n")));
            let mut heights = Heights::new(blocks.len(), 0.5, 10.0);
            let mut plain: Vec<f64> =
                (0..blocks.len()).map(|i| wide(blocks.start(i + 1) - blocks.start(i)) * 0.5 + 10.0).collect();
            for (index, height) in measured {
                heights.measure(&blocks, index, f64::from(height));
                if let Some(slot) = plain.get_mut(index) {
                    *slot = f64::from(height);
                }
            }
            let mut sum = 0.0;
            for (index, height) in plain.iter().enumerate() {
                prop_assert!((heights.before(&blocks, index) - sum).abs() < 1e-6);
                let (found, within) = heights.find(&blocks, sum + height * 0.5);
                prop_assert_eq!(found, index);
                prop_assert!((within - height * 0.5).abs() < 1e-6);
                sum += height;
            }
            prop_assert!((heights.total(&blocks) - sum).abs() < 1e-6);
        }
    }
}
