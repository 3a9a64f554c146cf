//! The article's contents: a field for the number of a paragraph, its headings and its bookmarks.

use egui::{Button, Key, RichText, ScrollArea, TextEdit, Ui};

use crate::text::ArticleText;
use crate::text::marks::visible;
use crate::text::outline::Heading;
use crate::ui::reader::ReaderState;
use crate::ui::theme::Look;
use crate::ui::widgets::section::grouped;

/// Longest line of the list, in characters.
const LINE_CHARS: usize = 60;

/// What is typed.
#[derive(Default)]
pub(super) struct Contents {
    number: String,
    pub(super) wants_focus: bool,
}

impl Contents {
    /// Shows the drawer; answers the byte that the analyst chose.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        look: &Look,
        (text, pane): (&ArticleText, &ReaderState),
        headings: &[Heading],
        bookmarks: &[usize],
    ) -> Option<usize> {
        let mut wanted = None;
        let count = pane.paragraph_count();
        ui.horizontal(|ui| {
            ui.label("Paragraph");
            let field = ui.add(TextEdit::singleline(&mut self.number).desired_width(70.0)).accessible_name("Paragraph");
            if std::mem::take(&mut self.wants_focus) {
                field.request_focus();
            }
            ui.label(RichText::new(format!("of {}", grouped(count as usize))).small().color(look.secondary));
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if ui.button("Go").clicked() || entered {
                wanted = Some(pane.paragraph_start(self.number.trim().parse().unwrap_or(1)));
            }
        });
        let small = |words: &str| RichText::new(words).small().color(look.secondary);
        ui.add_space(4.0);
        ui.label(small(if bookmarks.is_empty() { "No bookmark yet; B sets one" } else { "Bookmarks" }));
        for byte in bookmarks.iter().take(50) {
            let line = text.as_str().get(*byte..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            wanted = entry(ui, line, 0).then_some(*byte).or(wanted);
        }
        ui.add_space(4.0);
        ui.label(small(if headings.is_empty() { "No headings found in this article" } else { "Headings" }));
        let height = 26.0 + ui.spacing().item_spacing.y;
        let area = ScrollArea::vertical().id_salt("headings").max_height(height * 12.0).auto_shrink([false, true]);
        area.show_rows(ui, 26.0, headings.len(), |ui, rows| {
            for heading in headings.get(rows).unwrap_or_default() {
                wanted = entry(ui, &heading.words, heading.level - 1).then_some(heading.byte).or(wanted);
            }
        });
        wanted
    }
}

/// One line that can be chosen, set in by its level.
fn entry(ui: &mut Ui, line: &str, level: u8) -> bool {
    let line = visible(line);
    let short = line.char_indices().nth(LINE_CHARS).and_then(|(at, _)| line.get(..at));
    let words = short.map_or_else(|| line.clone(), |short| format!("{short}…"));
    let words = if words.is_empty() { "(empty line)".to_owned() } else { words };
    ui.horizontal(|ui| {
        ui.add_space(12.0 * f32::from(level));
        ui.add(Button::new(words).frame_when_inactive(false).min_size(egui::vec2(0.0, 26.0)).truncate()).clicked()
    })
    .inner
}
