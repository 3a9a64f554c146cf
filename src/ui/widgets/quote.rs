//! An excerpt's words as panels show them.

use egui::{FontId, Label, Response, RichText, Ui};

use super::section::grouped;
use crate::ui::theme::{self, Look};

/// How much of a quote is shown beside the text, in bytes: a label lays out all it is given in every frame.
const SHOWN_BYTES: usize = 2_000;

/// Shows a quote between quotation marks; of a very long one the beginning, and how long it is.
pub fn quote(ui: &mut Ui, look: &Look, words: &str) -> Response {
    let font = FontId::new(14.0, theme::article_family());
    let shown = words.get(..words.floor_char_boundary(SHOWN_BYTES)).unwrap_or(words);
    let all = shown.len() == words.len();
    let text = if all { format!("“{shown}”") } else { format!("“{shown}…") };
    let response = ui.add(Label::new(RichText::new(text).font(font).color(look.ink)).wrap().selectable(true));
    if !all {
        let length = format!("{} kB in all; the article has the rest", grouped(words.len().div_ceil(1000)));
        ui.label(RichText::new(length).small().color(look.secondary));
    }
    response
}
