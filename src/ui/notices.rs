//! Short messages at the lower edge, newest at the bottom, with Undo where it is still the last thing done.
//! Written here because the ready-made toasts for egui have no button.

use egui::{Align2, Area, Frame, Id, Key, Margin, Modifiers, Order, RichText, Stroke, Ui};
use jiff::Timestamp;

use super::icons;
use super::theme::{self, Look};
use super::widgets::icon_button::{icon_button, icon_fill};
use crate::app::panels::{PANEL_WIDTHS, Side, shows};
use crate::app::{Action, CommandId, NoticeKind, State};

/// Shows the notices and puts away those whose time is over.
pub fn show(ui: &Ui, state: &State, look: &Look, now: Timestamp, actions: &mut Vec<Action>) {
    if state.notices.shown().is_empty() {
        return;
    }
    // What nobody else takes `Esc` for puts the newest away.
    let leaves = |input: &mut egui::InputState| input.consume_key(Modifiers::NONE, Key::Escape);
    if state.overlay.is_none()
        && !ui.text_edit_focused()
        && ui.input_mut(leaves)
        && let Some(newest) = state.notices.shown().last()
    {
        actions.push(Action::DismissNotice(newest.id));
    }
    let (anchor, width) = place(state);
    let from_edge = if anchor.y() == egui::Align::Min { 6.0 } else { -44.0 };
    let area = Area::new(Id::unique("notices")).order(Order::Foreground).anchor(anchor, [0.0, from_edge]);
    area.show(ui, |ui| {
        ui.set_max_width(width);
        for notice in state.notices.shown() {
            let age = now.as_second() - notice.since.as_second();
            match notice.seconds() {
                Some(seconds) if age >= seconds => actions.push(Action::DismissNotice(notice.id)),
                Some(seconds) => {
                    let left = u64::try_from((seconds - age).max(1)).unwrap_or(1);
                    ui.request_repaint_after(std::time::Duration::from_secs(left));
                }
                None => {}
            }
            let problem = matches!(notice.kind, NoticeKind::Problem | NoticeKind::Refused);
            let edge = if problem { look.problem } else { look.hairline };
            let frame = Frame::new()
                .fill(look.raised)
                .stroke(Stroke::new(1.0, edge))
                .corner_radius(theme::CORNER)
                .shadow(ui.style().visuals.popup_shadow)
                .inner_margin(Margin::symmetric(12, 6));
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    let (sign, color) =
                        if problem { (icons::WARNING, look.problem) } else { (icons::CHECK_CIRCLE, look.well) };
                    ui.label(icon_fill(sign, 16.0).color(color));
                    ui.add(egui::Label::new(RichText::new(&notice.text)).wrap());
                    let open = state.open.as_ref();
                    let undoable = matches!(notice.kind, NoticeKind::Undoable { revision }
                        if open.is_some_and(|open| open.project.revision() == revision));
                    if undoable && ui.link(RichText::new("Undo").family(theme::medium_family())).clicked() {
                        actions.push(Action::Command(CommandId::Undo));
                        actions.push(Action::DismissNotice(notice.id));
                    }
                    let offered = notice.offer.and_then(CommandId::command).filter(|command| (command.enabled)(state));
                    if let Some(command) = offered
                        && ui.link(RichText::new(command.title).family(theme::medium_family())).clicked()
                    {
                        actions.push(Action::Command(command.id));
                    }
                    if icon_button(ui, icons::X, "Dismiss", true).clicked() {
                        actions.push(Action::DismissNotice(notice.id));
                    }
                });
            });
            ui.add_space(6.0);
        }
    });
}

/// Where they stand and how wide they may be: in the middle, above a window over the window, but over a side panel while the strip asks about a passage,
/// so that they never lie over it.
fn place(state: &State) -> (Align2, f32) {
    // A window over the window has its buttons at its lower edge.
    if state.overlay.is_some() {
        return (Align2::CENTER_TOP, 560.0);
    }
    let asks = state.open.as_ref().is_some_and(|open| open.strip.is_some());
    if asks && shows(state, Side::Right) {
        (Align2::RIGHT_BOTTOM, PANEL_WIDTHS.1 - 24.0)
    } else if asks && shows(state, Side::Left) {
        (Align2::LEFT_BOTTOM, PANEL_WIDTHS.0 - 24.0)
    } else {
        (Align2::CENTER_BOTTOM, 560.0)
    }
}
