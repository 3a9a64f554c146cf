//! What is armed, plainly, over the article; and when a selection is ready to be tagged with it.

use egui::{Key, Modifiers, Rect, RichText, Ui, UiBuilder};

use crate::app::{Action, OpenProject};
use crate::model::operations::statement_named;
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::icon;
use crate::ui::widgets::tag_sign::tag_sign;

/// Height of the bar, in points.
const HEIGHT: f32 = 38.0;

/// How long after a double click a third one may follow, in seconds.
const THIRD_CLICK: f64 = 0.4;

/// What is kept between frames.
#[derive(Default)]
pub(super) struct Armed {
    /// When a word that was double-clicked is tagged, unless a third click follows.
    at: Option<f64>,
}

/// Shows the bar at the top of `place` and returns what is left of it.
pub(super) fn bar(ui: &mut Ui, open: &OpenProject, look: &Look, place: Rect, actions: &mut Vec<Action>) -> Rect {
    let Some(armed) = &open.armed else { return place };
    let (bar, rest) = place.split_top_bottom_at_y(place.top() + HEIGHT);
    ui.painter().rect_filled(bar, 0, look.chosen);
    ui.painter().hline(bar.x_range(), bar.bottom(), egui::Stroke::new(1.0, look.accent));
    let inner = bar.shrink2(egui::vec2(12.0, 4.0));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(inner).layout(layout).id_salt("armed"), |ui| {
        ui.label(icon(icons::TAG, 16.0).color(look.accent));
        ui.label(RichText::new("Every selection becomes").color(look.ink));
        if let Some(tag) = open.project.tags().get(&armed.tag) {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, 15.0), egui::Sense::hover());
            tag_sign(ui, look, tag, rect);
        }
        let words = visible(&statement_named(&open.project, armed));
        let said = RichText::new(&words).family(theme::medium_family()).color(look.ink);
        ui.add(egui::Label::new(said).truncate());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button("Stop   Esc").accessible_name("Stop tagging every selection").clicked() {
                actions.push(Action::Arm(None));
            }
            if open.passage.is_some() {
                ui.label(RichText::new("Enter tags what is selected").color(look.secondary));
            }
        });
    });
    rest
}

impl Armed {
    /// Tags the selection when the sweep is over, a third click can no longer come, or `Enter` is pressed in the text.
    pub(super) fn follow(&mut self, ui: &Ui, open: &OpenProject, text_has_focus: bool, actions: &mut Vec<Action>) {
        if open.armed.is_none() {
            self.at = None;
            return;
        }
        let selects = actions.iter().rev().find_map(|action| match action {
            Action::SelectPassage(span) => Some(span.is_some()),
            _ => None,
        });
        let passage = selects.unwrap_or(open.passage.is_some());
        let (now, released, twice, thrice) = ui.input(|input| {
            let pointer = &input.pointer;
            let primary = egui::PointerButton::Primary;
            let twice = pointer.button_double_clicked(primary);
            (input.time, pointer.primary_released(), twice, pointer.button_triple_clicked(primary))
        });
        let enter = text_has_focus && passage && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        if released && twice && !thrice {
            self.at = Some(now + THIRD_CLICK);
            ui.request_repaint_after(std::time::Duration::from_secs_f64(THIRD_CLICK));
            return;
        }
        let late = self.at.is_some_and(|at| now >= at);
        if self.at.is_some() && !late && !thrice {
            ui.request_repaint();
        }
        if (released && text_has_focus) || late || enter {
            self.at = None;
            if passage {
                actions.push(Action::TagArmed);
            }
        }
    }
}
