//! What was done, newest first; a click goes back or forward to just after that step.

use egui::{FontId, RichText, Ui};

use super::{scrolled, title};
use crate::app::{Action, State};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::list_row::{line, line_right, list_row};

const ROW: f32 = 28.0;

/// Shows the list.
pub fn show(ui: &mut Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let Some(open) = &state.open else { return };
    let (done, undone) = (open.history.done(), open.history.undone());
    title(ui, "History");
    let text = "A click goes to just after that step. What was taken back stays here until something else is done";
    ui.add(egui::Label::new(RichText::new(text).color(look.secondary)).wrap());
    ui.add_space(theme::GAPS[0]);
    ui.spacing_mut().item_spacing.y = 1.0;
    let rows = undone.len() + done.len() + 1;
    scrolled(ui, "history", 420.0).show_rows(ui, ROW, rows, |ui, range| {
        for at in range {
            // From the top: what can be done again, the last of it first; then what was done; then the beginning.
            let (label, steps) = if let Some(change) = undone.get(at) {
                (visible(&change.label), done.len() + undone.len() - at)
            } else {
                let steps = done.len() - (at - undone.len());
                let change = steps.checked_sub(1).and_then(|index| done.get(index));
                (change.map_or_else(|| "as the project was before".to_owned(), |change| visible(&change.label)), steps)
            };
            let now = steps == done.len();
            let (rect, response) = list_row(ui, look, ROW, now, &format!("Step {steps}: {label}"));
            let color = if steps > done.len() { look.secondary } else { look.ink };
            let font = FontId::new(theme::TOOL_SIZE, egui::FontFamily::Proportional);
            let mut letters = label.chars();
            let label: String = letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default();
            let note = match () {
                () if now => "now",
                () if steps > done.len() => "taken back",
                () => "",
            };
            let right = rect.right_top() + egui::vec2(-8.0, 7.0);
            let took = line_right(ui, right, note, theme::small(), look.secondary);
            line(ui, rect.min + egui::vec2(10.0, 6.0), &label, font, color, rect.width() - 28.0 - took);
            if response.clicked() && !now && open.read_only.is_none() {
                actions.push(Action::GoToStep(steps));
            }
        }
    });
}
