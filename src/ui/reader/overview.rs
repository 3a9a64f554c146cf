//! Where along an article things stand, in a fixed number of cells, for the scroll bar.
//! Adding and taking away costs the same however long the article is and however much stands in it.

/// How many cells an article has.
const CELLS: usize = 512;

/// What stands in one cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cell {
    count: u32,
    sums: [u32; 3],
}

/// Coloured things along an article.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    length: usize,
    cells: Vec<Cell>,
}

impl Overview {
    /// Nothing yet, along an article of so many bytes.
    #[must_use]
    pub fn new(length: usize) -> Self {
        Self { length, cells: Vec::new() }
    }

    fn cell(&mut self, byte: usize) -> Option<&mut Cell> {
        if self.length == 0 {
            return None;
        }
        if self.cells.is_empty() {
            self.cells.resize(CELLS, Cell::default());
        }
        self.cells.get_mut((byte.min(self.length - 1)).saturating_mul(CELLS) / self.length)
    }

    /// Something of this colour starts at `byte`.
    pub fn add(&mut self, byte: usize, color: [u8; 3]) {
        if let Some(cell) = self.cell(byte) {
            cell.count = cell.count.saturating_add(1);
            for (sum, part) in cell.sums.iter_mut().zip(color) {
                *sum = sum.saturating_add(u32::from(part));
            }
        }
    }

    /// It is no longer there.
    pub fn remove(&mut self, byte: usize, color: [u8; 3]) {
        if let Some(cell) = self.cell(byte) {
            cell.count = cell.count.saturating_sub(1);
            for (sum, part) in cell.sums.iter_mut().zip(color) {
                *sum = sum.saturating_sub(u32::from(part));
            }
        }
    }

    /// Every cell that holds something: how far along the article it begins, from 0 to 1, and the mixed colour.
    pub fn marks(&self) -> impl Iterator<Item = (f32, [u8; 3])> + '_ {
        let numbered = self.cells.iter().zip(0u16..);
        numbered.filter(|(cell, _)| cell.count > 0).map(|(cell, number)| {
            let color = cell.sums.map(|sum| u8::try_from(sum / cell.count.max(1)).unwrap_or(u8::MAX));
            (f32::from(number) / 512.0, color)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_away_leaves_no_mark() {
        let mut overview = Overview::new(1024);
        overview.add(0, [200, 0, 0]);
        overview.add(1, [0, 100, 0]);
        overview.add(5000, [1, 2, 3]);
        assert_eq!(overview.marks().collect::<Vec<_>>(), [(0.0, [100, 50, 0]), (511.0 / 512.0, [1, 2, 3])]);
        overview.remove(0, [200, 0, 0]);
        overview.remove(1023, [1, 2, 3]);
        assert_eq!(overview.marks().collect::<Vec<_>>(), [(0.0, [0, 100, 0])]);
        Overview::new(0).add(3, [0; 3]);
    }
}
