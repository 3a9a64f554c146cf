//! The marks of an excerpt, with the same sign and colour wherever they are shown.

use egui::Color32;

use crate::analysis::query::Mark;
use crate::ui::icons;
use crate::ui::theme::Look;

/// The sign of a mark, and its colour.
#[must_use]
pub fn sign(mark: Mark, look: &Look) -> (&'static str, Color32) {
    match mark {
        Mark::Starred => (icons::STAR, look.accent),
        Mark::Unsure => (icons::QUESTION, look.problem),
        Mark::Checked => (icons::CHECK_CIRCLE, look.well),
    }
}

/// What a mark says of an excerpt that has it.
#[must_use]
pub fn words(mark: Mark) -> &'static str {
    match mark {
        Mark::Starred => "Starred",
        Mark::Unsure => "Unsure: look again",
        Mark::Checked => "Checked",
    }
}
