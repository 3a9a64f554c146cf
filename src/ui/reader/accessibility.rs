//! The pane for screen readers: a document, its visible paragraphs with the excerpts in them, and the selection.
//! Costs nothing while no screen reader listens.

use egui::accesskit::{TextPosition, TextSelection};
use egui::emath::TSTransform;
use egui::text_selection::accesskit_text::update_accesskit_for_text_widget;
use egui::{Id, Pos2, Rect, Role, Ui, UiBuilder, WidgetInfo, pos2};

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
    (text, block_count): (&str, usize),
    selection: Selection,
) {
    let page = shown.page;
    response.widget_info(|| WidgetInfo::labeled(Role::Document, ui.is_enabled(), "Article text"));
    let first = page.blocks.first().map_or(0, |block| block.index + 1);
    let last = first + page.blocks.len().saturating_sub(1);
    let place = format!("Paragraphs {first} to {last} of {block_count}");
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
    let mut ids = Vec::with_capacity(page.blocks.len());
    for block in &page.blocks {
        ids.push(expose_block(ui, response.id, block, shown, text));
    }
    let position = |byte: usize| {
        let block = page.block_with(byte)?;
        block.layout.galley()?;
        let place = page.blocks.iter().position(|other| other.index == block.index)?;
        let row = block.layout.row_of(byte, false);
        let from = block.layout.rows().get(row)?.bytes.start;
        let column = text.get(from..byte)?.chars().count();
        let chunk = if column > 0 && column % RUN_CHARS == 0 { column / RUN_CHARS - 1 } else { column / RUN_CHARS };
        let node = ids.get(place)?.with(row).with(chunk).accesskit_id();
        Some(TextPosition { node, character_index: column - chunk * RUN_CHARS })
    };
    if let (Some(anchor), Some(focus)) = (position(selection.anchor), position(selection.focus)) {
        ui.accesskit_node_builder(response.id, |node| node.set_text_selection(TextSelection { anchor, focus }));
    }
}

fn expose_block(ui: &mut Ui, parent: Id, block: &PlacedBlock, shown: &Shown<'_>, text: &str) -> Id {
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
    // Text in two directions is told as a whole: egui's helper would tell it in the order in which it is seen.
    if let Some(galley) = block.layout.galley() {
        update_accesskit_for_text_widget(ui.ctx(), id, None, transform, galley);
    }
    let rows = block.layout.rows();
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
    id
}

fn announce(text: &str, placed: &Placed, span: TextSpan) -> String {
    let quote = span.slice(text).unwrap_or_default();
    let short = quote.char_indices().nth(QUOTE_CHARS).and_then(|(at, _)| quote.get(..at));
    match short {
        Some(short) => format!("{}: “{short}…”", placed.excerpt.label),
        None => format!("{}: “{quote}”", placed.excerpt.label),
    }
}
