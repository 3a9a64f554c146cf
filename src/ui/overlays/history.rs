//! What was done, newest first: when and where, as far as known. A click, or Enter on the row that the arrows chose, goes
//! back or forward to just after that step.

use std::collections::BTreeSet;

use egui::{FontId, Key, Modifiers, Rect, RichText, Ui};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{scrolled, title};
use crate::app::{Action, OpenProject, State};
use crate::model::{ArticleId, Edit, Excerpt, Past, Record, RecordId};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::list_row::{line, line_right, list_row};

const ROW: f32 = 28.0;
/// Rows that Page up and Page down go.
const PAGE: usize = 12;
/// Excerpts of a step that are looked at to say where it was, and letters of the only one that are shown.
const LOOKED_AT_MAX: usize = 100;
const QUOTE_CHARS: usize = 60;

/// The row that the keyboard is on.
#[derive(Default)]
pub struct Chosen(usize);

/// Shows the list.
pub fn show(
    ui: &mut Ui,
    state: &State,
    look: &Look,
    (Chosen(chosen), first, present): (&mut Chosen, bool, Timestamp),
    actions: &mut Vec<Action>,
) {
    let Some(open) = &state.open else { return };
    let (done, undone) = (open.history.done(), open.history.undone());
    title(ui, "History");
    let text =
        "A click or Enter goes to just after that step. What was taken back stays here until something else is done";
    ui.add(egui::Label::new(RichText::new(text).color(look.secondary)).wrap());
    ui.add_space(theme::GAPS[0]);
    ui.spacing_mut().item_spacing.y = 1.0;
    let rows = undone.len() + done.len() + 1;
    if first {
        *chosen = undone.len();
    }
    let before = *chosen;
    let enter = ui.input_mut(|input| {
        let mut times = |key| input.count_and_consume_key(Modifiers::NONE, key);
        let down = times(Key::ArrowDown) + PAGE * times(Key::PageDown);
        let up = times(Key::ArrowUp) + PAGE * times(Key::PageUp);
        *chosen = (*chosen + down).min(rows - 1).saturating_sub(up);
        input.consume_key(Modifiers::NONE, Key::Enter)
    });
    let moved = first || *chosen != before;
    scrolled(ui, "history", 420.0).show_rows(ui, ROW, rows, |ui, range| {
        if moved {
            #[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
            let below = (*chosen as f32 - range.start as f32) * (ROW + 1.0);
            let top = ui.max_rect().left_top() + egui::vec2(0.0, below);
            ui.scroll_to_rect(Rect::from_min_size(top, egui::vec2(1.0, ROW)), None);
        }
        for at in range {
            // From the top: what can be done again, the last of it first; then what was done; then the beginning.
            let (past, steps) = if let Some(past) = undone.get(at) {
                (Some(past), done.len() + undone.len() - at)
            } else {
                let steps = done.len() - (at - undone.len());
                (steps.checked_sub(1).and_then(|index| done.get(index)), steps)
            };
            let now = steps == done.len();
            let label = past.map_or_else(|| "as the project was before".to_owned(), |past| visible(&past.change.label));
            let place = past.and_then(|past| place(open, past)).map(|place| format!(" · {place}")).unwrap_or_default();
            let when = past.and_then(|past| past.when).map(|when| moment(when, present)).unwrap_or_default();
            let note = match () {
                () if now => "now",
                () if steps > done.len() => "taken back",
                () => "",
            };
            let right_text = [note, when.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            let right_text = right_text.join(" · ");
            let says = format!("Step {steps}: {label}{place} {right_text}");
            let (rect, response) = list_row(ui, look, ROW, at == *chosen, says.trim_end());
            if at == *chosen && moved {
                response.request_focus();
            }
            let color = if steps > done.len() { look.secondary } else { look.ink };
            let font = FontId::new(theme::TOOL_SIZE, egui::FontFamily::Proportional);
            let mut letters = label.chars();
            let label: String = letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default();
            let right = rect.right_top() + egui::vec2(-8.0, 7.0);
            let took = line_right(ui, right, &right_text, theme::small(), look.secondary);
            let room = rect.width() - 28.0 - took;
            let left = rect.min + egui::vec2(10.0, 6.0);
            let took = line(ui, left, &label, font, color, room);
            line(ui, left + egui::vec2(took, 1.0), &place, theme::small(), look.secondary, room - took);
            if (response.clicked() || (enter && at == *chosen)) && !now && open.read_only.is_none() {
                *chosen = at;
                actions.push(Action::GoToStep(steps));
            }
        }
    });
}

/// Where a step was: the words of the only excerpt that it touched, or the only article that all of them are in.
fn place(open: &OpenProject, past: &Past) -> Option<String> {
    let edits = past.change.edits.get(..LOOKED_AT_MAX.min(past.change.edits.len()))?;
    if edits.len() < past.change.edits.len() {
        return None;
    }
    let excerpt = |edit: &'_ Edit| -> Option<(ArticleId, String)> {
        let of = |excerpt: &Excerpt| (excerpt.article, excerpt.anchor.quote().to_owned());
        match edit {
            Edit::Put(Record::Excerpt(excerpt)) => Some(of(excerpt)),
            Edit::Remove(RecordId::Excerpt(id)) => open.project.excerpts().get(id).map(of),
            _ => None,
        }
    };
    let touched: Vec<(ArticleId, String)> = edits.iter().filter_map(excerpt).collect();
    if let [(_, quote)] = touched.as_slice() {
        let words: String = quote.chars().take(QUOTE_CHARS).map(|c| if c == '\n' { ' ' } else { c }).collect();
        return Some(format!("“{}”", visible(&words)));
    }
    let articles: BTreeSet<ArticleId> = touched.iter().map(|(article, _)| *article).collect();
    let only = articles.first().filter(|_| articles.len() == 1)?;
    open.project.articles().get(only).map(|article| format!("in {}", visible(&article.title)))
}

/// When a step was done, in the zone of this machine: the hour alone where that was today.
fn moment(when: Timestamp, present: Timestamp) -> String {
    let [when, present] = [when, present].map(|moment| moment.to_zoned(TimeZone::system()));
    let today = when.date() == present.date();
    when.strftime(if today { "%H:%M" } else { "%Y-%m-%d %H:%M" }).to_string()
}
