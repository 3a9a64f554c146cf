//! The codebook at hand: each tag with its key, sign and count. A click tags the selected passage, or retags.

use egui::{FontId, Rect, Ui};

use crate::app::{Action, OpenProject};
use crate::model::operations::codes::{TreeRow, tree};
use crate::model::{CodeId, CodeKind, RecordId, Tag};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::list_row::{line, line_right, list_row};
use crate::ui::widgets::section;
use crate::ui::widgets::tag_sign::tag_sign;

const ROW: f32 = 30.0;

/// Height that the codes take with `tags` of them, at most 12 rows.
#[must_use]
pub fn height(tags: usize) -> f32 {
    let rows = u8::try_from(tags.clamp(1, 12)).unwrap_or(12);
    f32::from(rows) * (ROW + 2.0) + 48.0
}

/// Shows the codes.
pub fn show(ui: &mut Ui, open: &OpenProject, look: &Look, actions: &mut Vec<Action>) {
    section::heading(ui, look, "Codes", None);
    ui.spacing_mut().item_spacing.y = 2.0;
    egui::ScrollArea::vertical().id_salt("codes").auto_shrink([false, false]).show(ui, |ui| {
        for row in tree(&open.project, CodeKind::Tag) {
            let CodeId::Tag(id) = &row.id else { continue };
            if let Some(tag) = open.project.tags().get(id).filter(|tag| !tag.retired) {
                self::row(ui, open, look, (tag, &row), actions);
            }
        }
    });
}

fn row(ui: &mut Ui, open: &OpenProject, look: &Look, (tag, place): (&Tag, &TreeRow), actions: &mut Vec<Action>) {
    let count = open.uses_shown(&RecordId::Tag(tag.id.clone()), place.children);
    let indent = f32::from(u8::try_from(place.depth.min(4)).unwrap_or(4)) * 12.0;
    let name = visible(&tag.name);
    let inspected = open.inspected().is_some_and(|excerpt| excerpt.tag == tag.id);
    let (rect, response) = list_row(ui, look, ROW, inspected, &format!("Tag as {name}"));
    if ui.is_rect_visible(rect) {
        let key = tag.key.map(String::from).unwrap_or_default();
        let middle = rect.center().y - 8.0;
        line(ui, egui::pos2(rect.left() + 10.0, middle), &key, theme::small(), look.secondary, 16.0);
        let sign =
            Rect::from_min_size(egui::pos2(rect.left() + 28.0 + indent, rect.center().y - 7.0), egui::vec2(18.0, 15.0));
        tag_sign(ui, look, tag, sign);
        let right = egui::pos2(rect.right() - 8.0, middle);
        // No number is better than one that is not true yet.
        let count = if open.is_counting_shown() { String::new() } else { section::grouped(count) };
        let took = line_right(ui, right, &count, theme::small(), look.secondary);
        let font = FontId::new(theme::TOOL_SIZE, egui::FontFamily::Proportional);
        line(
            ui,
            egui::pos2(rect.left() + 56.0 + indent, middle),
            &name,
            font,
            look.ink,
            rect.width() - 72.0 - indent - took,
        );
    }
    if response.clicked() {
        actions.push(Action::Tag(tag.id.clone()));
    }
    let about = if tag.definition.is_empty() { "No definition yet" } else { &tag.definition };
    response.on_hover_text(visible(about));
}
