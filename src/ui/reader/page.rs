//! The blocks that are on the screen and where: laid out from one anchored line upwards and downwards,
//! so that nothing above or below ever moves it. Lengths are in points from the top of the view.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use egui::{Context, Pos2, Rect, pos2};

use super::block_layout::{BlockLayout, BlockRow, Setting};
use super::blocks::Blocks;
use super::input::Headings;

/// Space after a paragraph, as a part of the line height.
const PARAGRAPH_GAP: f32 = 0.5;

/// The line that stays where it is: the row with `byte` has its upper edge at `y`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Anchor {
    /// A byte of the row.
    pub(super) byte: usize,
    /// Where its upper edge is.
    pub(super) y: f32,
}

/// Lays out blocks of one text in one setting.
#[derive(Clone, Copy)]
pub(super) struct Setter<'a> {
    pub(super) ctx: &'a Context,
    pub(super) text: &'a str,
    pub(super) blocks: &'a Blocks,
    pub(super) setting: &'a Setting,
    /// How headings are set, and the title; and which paragraphs these are.
    pub(super) heading: &'a Setting,
    pub(super) title: &'a Setting,
    pub(super) headings: Headings<'a>,
    pub(super) kept: &'a Kept,
}

/// Blocks laid out lately, so that rows and columns are worked out once and not in every frame.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept(RefCell<HashMap<usize, BlockLayout>>);

impl Kept {
    /// Forgets all blocks, because they are set in another way from now on.
    pub(super) fn forget(&self) {
        self.0.borrow_mut().clear();
    }

    /// Forgets all blocks but those of `page`.
    pub(super) fn only(&self, page: &Page) {
        let (first, last) = (page.blocks.first().map_or(0, |b| b.index), page.blocks.last().map_or(0, |b| b.index));
        self.0.borrow_mut().retain(|index, _| (first..=last).contains(index));
    }
}

impl Setter<'_> {
    /// Block `index` laid out.
    pub(super) fn block(&self, index: usize) -> Option<BlockLayout> {
        let block = self.blocks.get(index)?;
        let text = self.text.get(block.bytes.clone())?;
        let kept = self.kept.0.borrow().get(&index).cloned();
        let start = block.bytes.start;
        let setting = if self.headings.title == Some(start) {
            self.title
        } else if self.headings.others.binary_search(&start).is_ok() {
            self.heading
        } else {
            self.setting
        };
        let layout = BlockLayout::new(self.ctx, text, start, setting, kept.as_ref());
        self.kept.0.borrow_mut().insert(index, layout.clone());
        Some(layout)
    }

    /// Height of block `index` with the space behind it.
    fn height(&self, index: usize, layout: &BlockLayout) -> f32 {
        let gap = match self.blocks.get(index) {
            Some(block) if block.ends_paragraph && !block.bytes.is_empty() => {
                (PARAGRAPH_GAP * self.setting.line_height).round()
            }
            _ => 0.0,
        };
        layout.height() + gap
    }
}

/// A block on the screen.
#[derive(Debug, Clone)]
pub(super) struct PlacedBlock {
    /// Which.
    pub(super) index: usize,
    /// Its upper edge.
    pub(super) top: f32,
    /// Its height with the space behind it.
    pub(super) height: f32,
    /// What it shows.
    pub(super) layout: BlockLayout,
}

/// How high the view is and what surrounds the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    /// Height of the view.
    pub(super) height: f32,
    /// Height of what stands above the text.
    pub(super) header: f32,
    /// Height of what is left free below it.
    pub(super) footer: f32,
}

/// What is on the screen.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// The blocks from top to bottom.
    pub(super) blocks: Vec<PlacedBlock>,
    /// Height of the view.
    height: f32,
}

impl Page {
    /// Lays out what is seen when the line of `anchor` is where it says, or as near as the ends of the text allow.
    pub(super) fn compose(setter: Setter<'_>, view: View, anchor: Anchor) -> Self {
        let mut page = Self { height: view.height, ..Self::default() };
        let index = setter.blocks.at(anchor.byte);
        let Some(layout) = setter.block(index) else { return page };
        let row = layout.row_of(anchor.byte, false);
        let within = layout.rows().get(row).map_or(0.0, |row| row.top);
        let height = setter.height(index, &layout);
        page.blocks.push(PlacedBlock { index, top: anchor.y - within, height, layout });
        page.fill_down(setter, view);
        page.fill_up(setter);
        let bottom = page.blocks.last().map_or(0.0, |last| last.top + last.height) + view.footer;
        let ends = page.blocks.last().is_some_and(|last| last.index + 1 == setter.blocks.len());
        if ends && bottom < view.height {
            page.shift(view.height - bottom);
            page.fill_up(setter);
        }
        let top = page.blocks.first().map_or(0.0, |first| first.top);
        if page.blocks.first().is_some_and(|first| first.index == 0) && top > view.header {
            page.shift(view.header - top);
            page.fill_down(setter, view);
        }
        page.blocks.retain(|block| block.top + block.height > 0.0 && block.top < view.height);
        page
    }

    fn fill_down(&mut self, setter: Setter<'_>, view: View) {
        while let Some((index, top)) = self.blocks.last().map(|last| (last.index + 1, last.top + last.height)) {
            if top >= view.height {
                break;
            }
            let Some(layout) = setter.block(index) else { break };
            let height = setter.height(index, &layout);
            self.blocks.push(PlacedBlock { index, top, height, layout });
        }
    }

    fn fill_up(&mut self, setter: Setter<'_>) {
        let mut above = Vec::new();
        let Some((mut index, mut top)) = self.blocks.first().map(|first| (first.index, first.top)) else { return };
        while top > 0.0
            && let Some(before) = index.checked_sub(1)
            && let Some(layout) = setter.block(before)
        {
            let height = setter.height(before, &layout);
            (index, top) = (before, top - height);
            above.push(PlacedBlock { index, top, height, layout });
        }
        above.reverse();
        above.append(&mut self.blocks);
        self.blocks = above;
    }

    fn shift(&mut self, by: f32) {
        for block in &mut self.blocks {
            block.top += by;
        }
    }

    /// The topmost line of which something is seen.
    pub(super) fn top_line(&self) -> Option<Anchor> {
        let block = self.blocks.first()?;
        let row = block.layout.row_at(-block.top + 1.0)?;
        Some(Anchor { byte: row.bytes.start, y: block.top + row.top })
    }

    /// The bytes on the screen.
    pub(super) fn bytes(&self) -> Range<usize> {
        let start = self.rows().next().map_or(0, |(_, row)| row.bytes.start);
        let end = self.rows().next_back().map_or(0, |(_, row)| row.bytes.end);
        start..end.max(start)
    }

    /// The block that holds `byte`, if it is on the screen.
    pub(super) fn block_with(&self, byte: usize) -> Option<&PlacedBlock> {
        let after =
            self.blocks.partition_point(|block| block.layout.rows().first().is_some_and(|row| row.bytes.start <= byte));
        let block = self.blocks.get(after.checked_sub(1)?)?;
        let ends = block.layout.rows().last().is_some_and(|row| byte <= row.bytes.end);
        ends.then_some(block)
    }

    /// Where a caret at `byte` stands: x from the column's left edge, and the row's upper and lower edge.
    pub(super) fn caret(&self, byte: usize, at_row_end: bool) -> Option<(f32, f32, f32)> {
        let block = self.block_with(byte)?;
        let row = block.layout.rows().get(block.layout.row_of(byte, at_row_end))?;
        Some((row.x_of(byte), block.top + row.top, block.top + row.bottom))
    }

    /// The row at height `y`, the first or last of the page beyond.
    pub(super) fn row_at(&self, y: f32) -> Option<&BlockRow> {
        let after = self.blocks.partition_point(|block| block.top + block.height <= y);
        let block = self.blocks.get(after).or(self.blocks.last())?;
        block.layout.row_at(y - block.top)
    }

    /// The grapheme boundary nearest to a point.
    pub(super) fn boundary_at(&self, x: f32, y: f32) -> Option<usize> {
        let row = self.row_at(y)?;
        Some(row.boundary_at(x))
    }

    /// The grapheme that is drawn at a point, if there is one: its first byte.
    pub(super) fn grapheme_at(&self, x: f32, y: f32) -> Option<usize> {
        let block = self.blocks.iter().find(|block| (block.top..block.top + block.layout.height()).contains(&y))?;
        block.layout.row_at(y - block.top)?.grapheme_at(x)
    }

    /// Every row of which something is seen, with the height of its block's upper edge, from top to bottom.
    pub(super) fn rows(&self) -> impl DoubleEndedIterator<Item = (f32, &BlockRow)> {
        let height = self.height;
        self.blocks.iter().flat_map(move |block| {
            let seen = move |row: &&BlockRow| block.top + row.bottom > 0.0 && block.top + row.top < height;
            block.layout.rows().iter().filter(seen).map(|row| (block.top, row))
        })
    }

    /// The rectangles that `bytes` cover, one a row, relative to `origin` (the view's top, the column's left edge).
    pub(super) fn rects(&self, bytes: &Range<usize>, origin: Pos2) -> Vec<Rect> {
        let mut rects = Vec::new();
        for block in &self.blocks {
            let overlaps = block.layout.rows().last().is_some_and(|row| row.bytes.end > bytes.start)
                && block.layout.rows().first().is_some_and(|row| row.bytes.start < bytes.end);
            if !overlaps {
                continue;
            }
            for row in block.layout.rows() {
                let (top, bottom) = (origin.y + block.top + row.top, origin.y + block.top + row.bottom);
                row.stretches(bytes, |left, right| {
                    rects.push(Rect::from_min_max(pos2(origin.x + left, top), pos2(origin.x + right, bottom)));
                });
            }
        }
        rects
    }
}
