//! The strip at a passage that was just tagged: offers actors, then issues, then stances. `Enter` takes, `Tab` goes on,
//! typing filters, `Esc` leaves. What is offered comes from `strip_lines.rs`; where it stands is decided here.

use egui::{
    Area, Button, EventFilter, Frame, Id, Key, Label, Modifiers, Order, Pos2, Rect, RichText, Stroke, TextEdit, Ui,
    pos2,
};

use super::ReadView;
use super::strip_lines::{Doubt, Line, Step, Take, chosen_at_first, lines, nothing};
use crate::app::{Action, ExcerptField, OpenProject};
use crate::model::code::clean_name;
use crate::model::{Excerpt, ExcerptId};
use crate::text::marks::visible;
use crate::text::names::NamedCode;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::icon_button;
use crate::ui::widgets::tag_sign::tag_sign;

/// Height of the strip, in points.
pub(super) const HEIGHT: f32 = 78.0;
/// Widest strip, in points.
const WIDTH: f32 = 780.0;
/// Widest name of a tag in it, in points.
const TAG: f32 = 140.0;
/// Room that the first line leaves to the second, in points.
const SECOND: f32 = 150.0;
/// Room that the steps leave to the sign that puts the strip away, in points.
const LEAVE: f32 = 40.0;
/// Distance from the passage, in points.
const GAP: f32 = 8.0;

/// What the strip keeps between frames.
#[derive(Default)]
pub(super) struct Strip {
    excerpt: Option<ExcerptId>,
    step: Step,
    typed: String,
    chosen: Option<usize>,
    lines: Vec<Line>,
    /// What stands where there are none.
    nothing: &'static str,
    found_for: Option<(ExcerptId, Step, u64, u64, String)>,
    /// It stands below the pane, because the passage leaves no room above or below itself.
    docked: bool,
}

impl Strip {
    /// How much room below the pane the strip needs for itself.
    pub(super) fn docked_height(&self, open: &OpenProject) -> f32 {
        if self.docked && open.strip.is_some() { HEIGHT + GAP } else { 0.0 }
    }

    fn go_to(&mut self, step: Step) {
        self.step = step;
        self.typed.clear();
    }

    fn field() -> Id {
        Id::unique("strip")
    }
}

/// How wide the strip is in a pane.
fn width_in(pane: Rect) -> f32 {
    WIDTH.min(pane.width() - GAP * 2.0)
}

/// Where the strip stands in `pane`: under the passage, else over it; `None` where neither has room.
pub(super) fn place_beside(pane: Rect, passage: Rect, width: f32) -> Option<Pos2> {
    let left = passage.left().min(pane.right() - width - GAP).max(pane.left() + GAP);
    if passage.bottom() + GAP + HEIGHT <= pane.bottom() {
        Some(pos2(left, passage.bottom() + GAP))
    } else if passage.top() - GAP - HEIGHT >= pane.top() {
        Some(pos2(left, passage.top() - GAP - HEIGHT))
    } else {
        None
    }
}

/// Shows the strip where one is wanted. `pane` is where the article is shown, `passage` where the excerpt is on it.
pub(super) fn show(
    ui: &Ui,
    open: &OpenProject,
    look: &Look,
    view: &mut ReadView,
    pane: Rect,
    passage: Option<Rect>,
    actions: &mut Vec<Action>,
) {
    let asked = open.strip.and_then(|id| open.project.excerpts().get(&id));
    let Some(excerpt) = asked.filter(|excerpt| Some(excerpt.article) == open.reading) else {
        view.strip = Strip::default();
        return;
    };
    let first = view.strip.excerpt != Some(excerpt.id);
    if first {
        view.strip = Strip { excerpt: Some(excerpt.id), ..Strip::default() };
    }
    let width = width_in(pane);
    let passage = passage.unwrap_or(Rect::from_min_max(pane.left_bottom(), pane.left_bottom()));
    let at = if view.strip.docked { None } else { place_beside(pane, passage, width) };
    let newly = at.is_none() && !view.strip.docked;
    view.strip.docked = at.is_none();
    // The pane gets lower by the strip: what that is about is not to go out of sight, where it can be seen whole.
    if newly
        && passage.height() < (pane.height() - HEIGHT - GAP) * 0.6
        && let Some(pane) = view.panes.get_mut(&excerpt.article)
    {
        pane.state.reveal(excerpt.anchor.span);
    }
    let at = at.unwrap_or(pos2(pane.left() + GAP, pane.bottom() + GAP * 0.5));
    let frame = Frame::new()
        .fill(look.raised)
        .stroke(Stroke::new(1.0, look.hairline))
        .corner_radius(theme::CORNER)
        .inner_margin(egui::Margin::symmetric(10, 8))
        .shadow(ui.visuals().popup_shadow);
    let area = Area::new(Id::unique("strip area")).order(Order::Middle).fixed_pos(at).constrain(false);
    area.show(ui, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(width - 20.0);
            ui.set_height(HEIGHT - 18.0);
            ui.spacing_mut().item_spacing = egui::vec2(6.0, 4.0);
            heading(ui, open, look, view, excerpt, actions);
            ui.horizontal(|ui| choices(ui, open, look, view, excerpt, first, actions));
        });
    });
}

/// What is tagged, and what it says so far: one button a step.
fn heading(
    ui: &mut Ui,
    open: &OpenProject,
    look: &Look,
    view: &mut ReadView,
    excerpt: &Excerpt,
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        if let Some(tag) = open.project.tags().get(&excerpt.tag) {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, 15.0), egui::Sense::hover());
            tag_sign(ui, look, tag, rect);
            let name = RichText::new(visible(&tag.name)).family(theme::medium_family());
            ui.scope(|ui| {
                ui.set_max_width(TAG.min(ui.available_width() / 4.0));
                ui.add(Label::new(name).truncate());
            });
        }
        ui.add_space(6.0);
        for (left, step) in (1_u8..=3).rev().zip(Step::ALL) {
            let chosen = step == view.strip.step;
            let said = step.said(&open.project, excerpt);
            let text = if said.is_empty() { step.title().to_owned() } else { format!("{}: {said}", step.title()) };
            let color = if chosen || !said.is_empty() { look.ink } else { look.secondary };
            let button = Button::selectable(chosen, RichText::new(&text).color(color)).truncate();
            let button = ui.scope(|ui| {
                ui.set_max_width((ui.available_width() - LEAVE) / f32::from(left));
                ui.add(button).accessible_name(format!("Strip: {}", step.title())).on_hover_text(text)
            });
            if button.inner.clicked() {
                view.strip.go_to(step);
                ui.memory_mut(|memory| memory.request_focus(Strip::field()));
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icon_button(ui, icons::X, "Leave the strip", true).clicked() {
                leave(view, actions);
            }
        });
    });
}

/// The field to type into, and what there is to take.
fn choices(
    ui: &mut Ui,
    open: &OpenProject,
    look: &Look,
    view: &mut ReadView,
    excerpt: &Excerpt,
    first: bool,
    actions: &mut Vec<Action>,
) {
    let field = Strip::field();
    let keys = if ui.memory(|memory| memory.has_focus(field)) { keys(ui, &view.strip.typed) } else { Keys::default() };
    let edit = TextEdit::singleline(&mut view.strip.typed).id(field).hint_text(view.strip.step.hint()).lock_focus(true);
    let response = ui.add(edit.desired_width(124.0).margin(egui::vec2(6.0, 4.0)));
    let response = response.accessible_name(format!("{} of the passage", view.strip.step.title()));
    // After the field, which has a filter of its own: `Tab` and `Esc` are the strip's.
    let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(field, filter));
    if first {
        response.request_focus();
    }
    find(view, open, excerpt);
    if response.changed()
        && view.strip.step == Step::Stance
        && let [line] = view.strip.lines.as_slice()
    {
        // A letter says it, and what is typed beyond it is still typed here; Enter leaves.
        actions.push(action(excerpt.id, line.take.clone()));
    }
    let strip = &mut view.strip;
    let last = strip.lines.len().saturating_sub(1);
    if keys.on {
        strip.chosen = Some(strip.chosen.map_or(0, |at| (at + 1).min(last)));
    }
    if keys.back {
        strip.chosen = Some(strip.chosen.map_or(last, |at| at.saturating_sub(1)));
    }
    let mut taken = None;
    for (at, line) in strip.lines.iter().enumerate() {
        // The second, which may be the new name, is always seen.
        if at > 1 && ui.available_width() < 84.0 && Some(at) != strip.chosen {
            break;
        }
        let before = at.checked_sub(1).and_then(|before| strip.lines.get(before)).and_then(|line| line.doubt);
        if let Some(doubt) = line.doubt.filter(|doubt| before != Some(*doubt)) {
            let color = if doubt == Doubt::Shared { look.problem } else { look.secondary };
            ui.label(RichText::new(doubt.word()).small().color(color));
        }
        let room = if at == 0 && strip.lines.len() > 1 { SECOND } else { 0.0 };
        if offered(ui, look, line, strip.chosen == Some(at), ui.available_width() - room).clicked() {
            taken = Some(at);
        }
    }
    if strip.lines.is_empty() {
        ui.label(RichText::new(strip.nothing).color(look.secondary));
    }
    let clicked = taken.is_some();
    if keys.enter {
        taken = strip.chosen;
    }
    match taken.and_then(|at| strip.lines.get(at)).map(|line| line.take.clone()) {
        Some(take) => {
            let done = matches!(take, Take::Stance(_));
            // A name that cannot be taken stays to be mended.
            if !matches!(&take, Take::NewActor(name) | Take::NewIssue(name) if clean_name(name).is_err()) {
                strip.typed.clear();
            }
            actions.push(action(excerpt.id, take));
            if done {
                leave(view, actions);
            } else if clicked {
                ui.memory_mut(|memory| memory.request_focus(field));
            }
        }
        None if keys.enter && strip.step == Step::Stance => leave(view, actions),
        None if keys.enter && strip.typed.is_empty() && !asks(&strip.lines) => go_on(view, actions),
        None => {}
    }
    if keys.tab {
        go_on(view, actions);
    }
    if keys.back_tab {
        let before = view.strip.step.before();
        view.strip.go_to(before);
    }
    if keys.escape {
        leave(view, actions);
    }
}

/// Whether the first line waits to be chosen before `Enter` goes on.
fn asks(lines: &[Line]) -> bool {
    lines.first().is_some_and(|line| line.doubt != Some(Doubt::Lately))
}

/// One line that can be taken, no wider than `width`.
fn offered(ui: &mut Ui, look: &Look, line: &Line, chosen: bool, width: f32) -> egui::Response {
    let mut text = egui::text::LayoutJob::default();
    let style = ui.style().clone();
    let name = RichText::new(&line.label).color(look.ink);
    name.append_to(&mut text, &style, egui::FontSelection::Default, egui::Align::Center);
    if !line.note.is_empty() {
        let note = RichText::new(format!("  {}", line.note)).small().color(look.secondary);
        note.append_to(&mut text, &style, egui::FontSelection::Default, egui::Align::Center);
    }
    let button = Button::selectable(chosen, text).truncate();
    let response = ui.scope(|ui| {
        ui.set_max_width(width);
        ui.add(button).accessible_name(&line.says)
    });
    response.inner.on_hover_text(&line.says)
}

/// Finds the lines anew when what they follow from changed.
fn find(view: &mut ReadView, open: &OpenProject, excerpt: &Excerpt) {
    let strip = &mut view.strip;
    let key = (excerpt.id, strip.step, open.project.revision(), view.at_hand.number(), strip.typed.clone());
    if strip.found_for.as_ref() == Some(&key) {
        return;
    }
    strip.lines = lines(open, &view.at_hand, excerpt, strip.step, &strip.typed);
    strip.chosen = chosen_at_first(&strip.lines, strip.step);
    strip.nothing = nothing(open, excerpt, strip.step, &strip.typed);
    strip.found_for = Some(key);
}

fn go_on(view: &mut ReadView, actions: &mut Vec<Action>) {
    match view.strip.step.next() {
        Some(next) => view.strip.go_to(next),
        None => leave(view, actions),
    }
}

fn leave(view: &mut ReadView, actions: &mut Vec<Action>) {
    actions.push(Action::CloseStrip);
    view.focus_text = true;
}

fn action(id: ExcerptId, take: Take) -> Action {
    let ids = vec![id];
    match take {
        Take::Code(NamedCode::Actor(actor)) => Action::SetField(ids, ExcerptField::WithActor(actor)),
        Take::Code(NamedCode::Issue(issue)) => Action::SetField(ids, ExcerptField::WithIssue(issue)),
        Take::NewActor(name) => Action::AddActor(ids, name),
        Take::NewIssue(name) => Action::AddIssue(ids, name),
        Take::Stance(stance) => Action::SetField(ids, ExcerptField::Stance(Some(stance))),
    }
}

#[derive(Default)]
struct Keys {
    on: bool,
    back: bool,
    enter: bool,
    tab: bool,
    back_tab: bool,
    escape: bool,
}

/// Takes the strip's own keys out of the input before the field sees them.
fn keys(ui: &Ui, typed: &str) -> Keys {
    ui.input_mut(|input| {
        let mut pressed = |modifiers, key| input.consume_key(modifiers, key);
        Keys {
            // Within what was typed the arrows move the caret, as everywhere.
            on: pressed(Modifiers::NONE, Key::ArrowDown)
                || (typed.is_empty() && pressed(Modifiers::NONE, Key::ArrowRight)),
            back: pressed(Modifiers::NONE, Key::ArrowUp)
                || (typed.is_empty() && pressed(Modifiers::NONE, Key::ArrowLeft)),
            enter: pressed(Modifiers::NONE, Key::Enter),
            back_tab: pressed(Modifiers::SHIFT, Key::Tab),
            tab: pressed(Modifiers::NONE, Key::Tab),
            escape: pressed(Modifiers::NONE, Key::Escape),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Panes as they are in windows of 1280 × 800 and 1920 × 1080 at 100, 150, 200 and 300 %, with panels and without.
    const PANES: [[f32; 2]; 8] = [
        [700.0, 716.0],
        [1280.0, 716.0],
        [490.0, 450.0],
        [1360.0, 1004.0],
        [900.0, 640.0],
        [640.0, 460.0],
        [426.0, 190.0],
        [640.0, 280.0],
    ];

    #[test]
    fn it_never_lies_over_the_passage_and_is_never_cut_off() {
        for [width, height] in PANES {
            let pane = Rect::from_min_size(pos2(260.0, 44.0), egui::vec2(width, height));
            for step in 0u8..200 {
                for rows in [1u8, 2, 3, 12, 25, 60] {
                    let top = pane.top() - 60.0 + f32::from(step) * height / 160.0;
                    let left = pane.left() + f32::from(step % 7) * width / 8.0;
                    let passage = Rect::from_min_size(pos2(left, top), egui::vec2(60.0, f32::from(rows) * 27.0));
                    let passage = passage.intersect(pane);
                    if !passage.is_positive() {
                        continue;
                    }
                    let Some(at) = place_beside(pane, passage, width_in(pane)) else {
                        let above = passage.top() - pane.top();
                        let below = pane.bottom() - passage.bottom();
                        assert!(above.max(below) < HEIGHT + GAP, "there was room");
                        continue;
                    };
                    let strip = Rect::from_min_size(at, egui::vec2(width_in(pane), HEIGHT));
                    assert!(!strip.intersects(passage), "{strip:?} over {passage:?}");
                    assert!(pane.contains_rect(strip), "{strip:?} cut off by {pane:?}");
                }
            }
        }
    }
}
