//! The pane for screen readers: a document, its visible paragraphs with the excerpts in them, and the selection.
//! Costs nothing while no screen reader listens.

use std::ops::Range;

use egui::accesskit::{self, TextDirection, TextPosition, TextSelection};
use egui::emath::TSTransform;
use egui::text_selection::accesskit_text::update_accesskit_for_text_widget;
use egui::{Id, Pos2, Rect, Role, Ui, UiBuilder, WidgetInfo, pos2};
use unicode_segmentation::UnicodeSegmentation as _;

use super::block_layout::{BlockRow, Stretch};
use super::blocks::Blocks;
use super::page::{Page, PlacedBlock};
use super::painted::Placed;
use super::selection::Selection;
use crate::model::TextSpan;
use crate::text::marks;

/// Characters of a row that one node of the tree holds at most; egui's helper splits at the same number.
const RUN_CHARS: usize = 255;

/// Longest part of an excerpt that is announced, in characters.
const QUOTE_CHARS: usize = 80;

/// What of the pane is on the screen.
pub(super) struct Shown<'a> {
    pub(super) page: &'a Page,
    /// Top of the view, left edge of the column.
    pub(super) origin: Pos2,
    /// Width of the column.
    pub(super) width: f32,
    /// The title and where it is, if it is on the screen.
    pub(super) title: Option<(&'a str, Rect)>,
    pub(super) excerpts: &'a [(&'a Placed, TextSpan)],
}

/// Tells who listens what the pane shows.
pub(super) fn expose(
    ui: &mut Ui,
    response: &egui::Response,
    shown: &Shown<'_>,
    (text, blocks): (&str, &Blocks),
    selection: Selection,
) {
    let page = shown.page;
    response.widget_info(|| WidgetInfo::labeled(Role::Document, ui.is_enabled(), "Article text"));
    let first = blocks.paragraph_of(page.blocks.first().map_or(0, |block| block.index));
    let last = blocks.paragraph_of(page.blocks.last().map_or(0, |block| block.index));
    let place = format!("Paragraphs {first} to {last} of {}", blocks.paragraph_count());
    if ui.accesskit_node_builder(response.id, |node| node.set_description(place)).is_none() {
        return;
    }
    if let Some((title, rect)) = shown.title {
        ui.new_child(
            UiBuilder::new()
                .id_salt("title")
                .max_rect(rect)
                .accessibility_parent(response.id)
                .accessibility_role(Role::Heading)
                .accessibility_label(title),
        );
    }
    let mut told = Vec::with_capacity(page.blocks.len());
    for block in &page.blocks {
        told.push(expose_block(ui, response.id, block, shown, text));
    }
    let position = |byte: usize| {
        let block = page.block_with(byte)?;
        let place = page.blocks.iter().position(|other| other.index == block.index)?;
        let Told { id, runs } = told.get(place)?;
        if block.layout.galley().is_none() {
            let at = runs.partition_point(|(bytes, _)| bytes.start <= byte).saturating_sub(1);
            let (bytes, run) = runs.get(at)?;
            let character_index = text.get(bytes.start..byte.min(bytes.end))?.graphemes(true).count();
            return Some(TextPosition { node: run.accesskit_id(), character_index });
        }
        let row = block.layout.row_of(byte, false);
        let from = block.layout.rows().get(row)?.bytes.start;
        let column = text.get(from..byte)?.chars().count();
        let chunk = if column > 0 && column % RUN_CHARS == 0 { column / RUN_CHARS - 1 } else { column / RUN_CHARS };
        let node = id.with(row).with(chunk).accesskit_id();
        Some(TextPosition { node, character_index: column - chunk * RUN_CHARS })
    };
    if let (Some(anchor), Some(focus)) = (position(selection.anchor), position(selection.focus)) {
        ui.accesskit_node_builder(response.id, |node| node.set_text_selection(TextSelection { anchor, focus }));
    }
}

/// A paragraph that was told: its node, and where egui does not tell its rows, the nodes of their stretches of text.
struct Told {
    id: Id,
    runs: Vec<(Range<usize>, Id)>,
}

fn expose_block(ui: &mut Ui, parent: Id, block: &PlacedBlock, shown: &Shown<'_>, text: &str) -> Told {
    let (origin, width) = (shown.origin, shown.width);
    let (top, bottom) = (origin.y + block.top, origin.y + block.top + block.layout.height());
    let rect = Rect::from_min_max(pos2(origin.x, top), pos2(origin.x + width, bottom));
    let child = ui.new_child(
        UiBuilder::new()
            .id_salt(("block", block.index))
            .max_rect(rect)
            .accessibility_parent(parent)
            .accessibility_role(Role::Paragraph),
    );
    let id = child.unique_id();
    let transform = TSTransform::from_translation(rect.min.to_vec2());
    let rows = block.layout.rows();
    let mut runs = Vec::new();
    // Text in two directions is told stretch by stretch: egui's helper would tell it in the order in which it is seen.
    match block.layout.galley() {
        Some(galley) => update_accesskit_for_text_widget(ui.ctx(), id, None, transform, galley),
        None => rows.iter().for_each(|row| expose_row(ui, id, row, rect.min, text, &mut runs)),
    }
    let bytes = rows.first().map_or(0, |row| row.bytes.start)..rows.last().map_or(0, |row| row.bytes.end);
    let here = shown.excerpts.iter().filter(|(_, span)| span.start() < bytes.end && span.end() > bytes.start);
    let mut announced: Vec<String> = here.map(|(placed, span)| announce(text, placed, *span)).collect();
    announced.extend(rows.iter().flat_map(|row| &row.hidden).take(20).map(|(_, c)| marks::name(*c)));
    let value = text.get(bytes).unwrap_or_default().to_owned();
    ui.accesskit_node_builder(id, |node| {
        node.set_value(value);
        if !announced.is_empty() {
            node.set_description(announced.join("; "));
        }
    });
    Told { id, runs }
}

/// Tells a row with text in two directions: a node for each stretch of one direction, in the order of the text.
fn expose_row(ui: &mut Ui, parent: Id, row: &BlockRow, at: Pos2, text: &str, runs: &mut Vec<(Range<usize>, Id)>) {
    for stretch in row.one_way(RUN_CHARS) {
        let rect = Rect::from_min_max(pos2(stretch.left, row.top), pos2(stretch.right, row.bottom));
        let rect = rect.translate(at.to_vec2());
        let child = ui.new_child(
            UiBuilder::new()
                .id_salt(("stretch", stretch.bytes.start))
                .max_rect(rect)
                .accessibility_parent(parent)
                .accessibility_role(Role::TextRun),
        );
        let id = child.unique_id();
        let words = text.get(stretch.bytes.clone()).unwrap_or_default();
        ui.accesskit_node_builder(id, |node| tell_stretch(node, &stretch, words, rect));
        runs.push((stretch.bytes, id));
    }
}

/// Positions count from the side at which the stretch begins, which for right-to-left text is the right.
fn tell_stretch(node: &mut accesskit::Node, stretch: &Stretch, words: &str, rect: Rect) {
    let graphemes = || words.graphemes(true);
    let lengths = graphemes().map(|grapheme| u8::try_from(grapheme.len()).unwrap_or(u8::MAX));
    let mut was_word = true;
    let mut starts = Vec::new();
    for (number, grapheme) in graphemes().enumerate() {
        let is_word = grapheme.chars().any(char::is_alphanumeric);
        if is_word && !was_word {
            starts.extend(u8::try_from(number));
        }
        was_word = is_word;
    }
    let direction = if stretch.reversed { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
    node.set_text_direction(direction);
    node.set_value(words);
    node.set_bounds(accesskit::Rect {
        x0: rect.min.x.into(),
        y0: rect.min.y.into(),
        x1: rect.max.x.into(),
        y1: rect.max.y.into(),
    });
    node.set_character_lengths(lengths.collect::<Vec<_>>());
    node.set_character_positions(stretch.places.iter().map(|(from, _)| *from).collect::<Vec<_>>());
    node.set_character_widths(stretch.places.iter().map(|(_, width)| *width).collect::<Vec<_>>());
    node.set_word_starts(starts);
}

fn announce(text: &str, placed: &Placed, span: TextSpan) -> String {
    let quote = span.slice(text).unwrap_or_default();
    let short = quote.char_indices().nth(QUOTE_CHARS).and_then(|(at, _)| quote.get(..at));
    match short {
        Some(short) => format!("{}: “{short}…”", placed.excerpt.label),
        None => format!("{}: “{quote}”", placed.excerpt.label),
    }
}
