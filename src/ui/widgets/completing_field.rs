//! A field of one line that offers how to go on while one types, and underlines what is wrong. Arrows choose, `Tab` or
//! `Enter` takes, `Esc` puts the offers away; the pointer does as well.

use std::ops::Range;

use egui::text::{ByteIndex, CCursorRange, LayoutJob, LayoutSection};
use egui::{
    Area, Button, EventFilter, FontSelection, Frame, Id, Key, Modifiers, Order, Rect, Response, RichText, Stroke,
    TextEdit, TextFormat, Ui,
};

use crate::analysis::query::Completion;
use crate::text::marks::visible;
use crate::ui::theme::Look;

/// What the field keeps between frames.
#[derive(Default)]
pub struct CompletingField {
    /// What is typed.
    pub text: String,
    completion: Completion,
    /// Text and cursor that the offers are for.
    offered_for: Option<(String, usize)>,
    chosen: Option<usize>,
    /// The offers are shown: something was typed, or they were asked for.
    open: bool,
    /// The pointer is over them, which may take the focus from the field.
    over: bool,
    cursor_to: Option<usize>,
}

/// What was done in the field.
pub struct Typing {
    /// The text changed.
    pub changed: bool,
    /// It was confirmed, or left downwards.
    pub entered: bool,
    /// It was left by `Esc`.
    pub left: bool,
    /// How to go on is being offered.
    pub offering: bool,
    /// The field.
    pub response: Response,
}

/// What the field is like.
pub struct Looks<'a> {
    /// Names it.
    pub id: Id,
    /// What screen readers call it.
    pub name: &'a str,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// In points.
    pub width: f32,
    /// What is underlined, in bytes.
    pub wrong: Option<Range<usize>>,
    /// What is wrong with it.
    pub says: Option<&'a str>,
}

#[derive(Default)]
struct Keys {
    down: bool,
    up: bool,
    enter: bool,
    tab: bool,
    escape: bool,
}

impl CompletingField {
    /// Shows the field. `complete` says what is offered for a text and a cursor; it is asked when one of them changed.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        look: &Look,
        looks: &Looks<'_>,
        complete: impl Fn(&str, usize) -> Completion,
    ) -> Typing {
        let focused = ui.memory(|memory| memory.has_focus(looks.id));
        let offering = self.open && (focused || self.over) && !self.completion.offers.is_empty();
        let keys = if focused { keys(ui, offering) } else { Keys::default() };
        let last = self.completion.offers.len().saturating_sub(1);
        if keys.down && offering {
            self.chosen = Some(self.chosen.map_or(0, |at| (at + 1).min(last)));
        }
        // Where nothing is offered unasked, the arrow asks.
        let asks = keys.down && !offering && !self.completion.offers.is_empty();
        self.open |= asks;
        if keys.up && offering {
            self.chosen = self.chosen.and_then(|at| at.checked_sub(1));
        }
        let mut changed = false;
        let takes = (keys.enter && offering && self.chosen.is_some()) || (keys.tab && offering);
        if takes {
            changed = self.take(self.chosen.unwrap_or(0));
        }
        let entered = !takes && (keys.enter || (keys.down && !offering && !asks));
        let left = keys.escape && !offering;
        if keys.escape || entered {
            self.open = false;
        }
        let mut output = self.edit(ui, look, looks);
        let response = output.response.response.clone().accessible_name(looks.name);
        if focused {
            let filter = EventFilter { tab: offering, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(looks.id, filter));
        }
        changed |= response.changed();
        if let Some(byte) = self.cursor_to.take() {
            let at = self.text.get(..byte).map_or(0, |before| before.chars().count());
            output.state.cursor.set_char_range(Some(CCursorRange::one(egui::text::CCursor::new(at))));
            output.state.store(ui.ctx(), response.id);
            response.request_focus();
        } else if let Some(range) = output.cursor_range {
            let before = self.text.char_indices().nth(range.primary.index.0);
            let cursor = before.map_or(self.text.len(), |(byte, _)| byte);
            self.follow(cursor, complete);
            if response.changed() {
                // Between two words all could come next: then nothing is offered unasked.
                let before = self.text.get(..cursor).unwrap_or_default();
                self.open = !self.completion.at.is_empty() || before.ends_with([':', ',', '"']);
            }
        }
        self.over = false;
        let offering = self.open && !self.completion.offers.is_empty() && (focused || response.has_focus() || offering);
        if offering && let Some(at) = self.popup(ui, look, response.rect, looks) {
            changed |= self.take(at);
        }
        Typing { changed, entered, left, offering, response }
    }

    /// Whether the cursor stands at the end of a part of the text: it may still be going on.
    #[must_use]
    pub fn is_at_the_end_of(&self, part: &Range<usize>) -> bool {
        self.offered_for.as_ref().is_some_and(|(_, cursor)| *cursor == part.end)
    }

    fn follow(&mut self, cursor: usize, complete: impl Fn(&str, usize) -> Completion) {
        let known = self.offered_for.as_ref().is_some_and(|(text, at)| *at == cursor && *text == self.text);
        if !known {
            self.completion = complete(&self.text, cursor);
            self.chosen = None;
            self.offered_for = Some((self.text.clone(), cursor));
        }
    }

    /// Writes an offer in the place that it is for.
    fn take(&mut self, at: usize) -> bool {
        let Some(offer) = self.completion.offers.get(at) else { return false };
        let place = self.completion.at.clone();
        let (before, after) = (self.text.get(..place.start), self.text.get(place.end..));
        let Some((before, after)) = before.zip(after) else { return false };
        let after = if offer.text.ends_with(' ') { after.strip_prefix(' ').unwrap_or(after) } else { after };
        self.cursor_to = Some(before.len() + offer.text.len());
        self.open = !offer.text.ends_with(' ');
        self.text = [before, &offer.text, after].concat();
        true
    }

    fn edit(&mut self, ui: &mut Ui, look: &Look, looks: &Looks<'_>) -> egui::text_edit::TextEditOutput {
        let (ink, wrong, problem) = (look.ink, looks.wrong.clone(), look.problem);
        let mut layouter = move |ui: &Ui, text: &dyn egui::TextBuffer, _width: f32| {
            let text = text.as_str();
            let font = FontSelection::Default.resolve(ui.style());
            let plain = TextFormat::simple(font, ink);
            let marked = TextFormat { underline: Stroke::new(2.0, problem), ..plain.clone() };
            let end = |byte: usize| text.floor_char_boundary(byte.min(text.len()));
            let wrong = wrong.clone().map_or(text.len()..text.len(), |wrong| end(wrong.start)..end(wrong.end));
            let parts = [(0..wrong.start, &plain), (wrong.clone(), &marked), (wrong.end..text.len(), &plain)];
            let sections = parts.into_iter().filter(|(range, _)| !range.is_empty() || text.is_empty());
            let section = |(range, format): (Range<usize>, &TextFormat)| LayoutSection {
                leading_space: 0.0,
                byte_range: ByteIndex(range.start)..ByteIndex(range.end),
                format: format.clone(),
            };
            let job = LayoutJob {
                sections: sections.map(section).collect(),
                text: text.to_owned(),
                break_on_newline: false,
                ..LayoutJob::default()
            };
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let edit = TextEdit::singleline(&mut self.text).id(looks.id).hint_text(looks.hint).layouter(&mut layouter);
        edit.desired_width(looks.width).margin(egui::vec2(8.0, 5.0)).show(ui)
    }

    /// The offers below the field; the one clicked.
    fn popup(&mut self, ui: &Ui, look: &Look, field: Rect, looks: &Looks<'_>) -> Option<usize> {
        let mut clicked = None;
        // The offers lie over the place where the mistake is told, unless it is what is being typed.
        let over = looks.wrong.as_ref().filter(|wrong| !self.is_at_the_end_of(wrong)).and(looks.says);
        let area = Area::new(Id::unique("offers of a field")).order(Order::Foreground);
        let shown = area.fixed_pos(field.left_bottom() + egui::vec2(0.0, 4.0)).show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_min_width(320.0);
                ui.set_max_width(480.0);
                ui.spacing_mut().item_spacing.y = 1.0;
                if let Some(says) = over {
                    ui.label(RichText::new(visible(says)).color(look.problem));
                }
                for (at, offer) in self.completion.offers.iter().enumerate() {
                    let chosen = self.chosen == Some(at);
                    let mut text = LayoutJob::default();
                    let style = ui.style().clone();
                    let name = RichText::new(visible(offer.text.trim_end())).color(look.ink);
                    name.append_to(&mut text, &style, FontSelection::Default, egui::Align::Center);
                    let about = RichText::new(format!("  {}", visible(&offer.about))).small().color(look.secondary);
                    about.append_to(&mut text, &style, FontSelection::Default, egui::Align::Center);
                    let row =
                        Button::selectable(chosen, text).truncate().min_size(egui::vec2(ui.available_width(), 24.0));
                    let says = format!("Offer: {}", offer.text.trim_end());
                    if ui.add(row).accessible_name(says).clicked() {
                        clicked = Some(at);
                    }
                }
            });
        });
        self.over = shown.response.contains_pointer();
        clicked
    }
}

/// Takes the field's own keys out of the input before it sees them.
fn keys(ui: &Ui, offering: bool) -> Keys {
    ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        Keys {
            down: pressed(Key::ArrowDown),
            up: pressed(Key::ArrowUp),
            enter: pressed(Key::Enter),
            tab: offering && pressed(Key::Tab),
            escape: pressed(Key::Escape),
        }
    })
}
