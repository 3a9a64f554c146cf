//! A field that is opened to look for something: the first letter replaces what was looked for last.

use egui::text::CCursorRange;
use egui::{Event, Response, TextEdit, Ui};

/// What the field keeps between frames.
#[derive(Debug, Clone, Copy, Default)]
pub struct SearchField {
    wants_focus: bool,
    select_all: bool,
}

impl SearchField {
    /// Puts the keyboard into the field, with all its words selected.
    pub fn open(&mut self) {
        self.wants_focus = true;
    }

    /// Shows the field.
    pub fn show(&mut self, ui: &mut Ui, words: &mut String, name: &str, width: f32) -> Response {
        let typed = |event: &Event| matches!(event, Event::Text(_));
        if self.select_all && ui.input(|input| input.raw.events.iter().any(typed)) {
            self.select_all = false;
            words.clear();
        }
        let mut shown = TextEdit::singleline(words).hint_text(name).desired_width(width).show(ui);
        let response = shown.response.response.accessible_name(name);
        if self.select_all && response.has_focus() {
            // Only a field that had the focus for a frame keeps what is selected in it.
            self.select_all = false;
            shown.state.cursor.set_char_range(Some(CCursorRange::select_all_str(words.as_str())));
            shown.state.store(ui.ctx(), response.id);
        }
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            self.select_all = true;
        }
        response
    }
}
