//! What lies over the upper right corner of the text: find, contents or text settings, one at a time.

use egui::{Area, Frame, Id, Key, Order, Rect, Stroke, Ui, pos2};

use super::find_bar::Wish;
use super::{ReadView, going, text_settings};
use crate::app::{Action, OpenProject, State};
use crate::model::ArticleId;
use crate::ui::theme::{self, Look};

/// Which drawer is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawer {
    /// Find in article.
    Find,
    /// Paragraph number, headings, bookmarks.
    Contents,
    /// How the text is set.
    Text,
}

/// How much of the text's upper edge the find bar covers, in points.
pub(super) fn covered(view: &ReadView) -> f32 {
    if view.drawer == Some(Drawer::Find) { 64.0 } else { 0.0 }
}

/// Shows the open drawer over the article at `place`.
pub(super) fn show(
    ui: &Ui,
    state: &State,
    open: &OpenProject,
    look: &Look,
    view: &mut ReadView,
    (article, place): (ArticleId, Rect),
    actions: &mut Vec<Action>,
) {
    let Some(drawer) = view.drawer else { return };
    let Some(text) = open.text() else { return };
    let escaped = ui.input(|input| {
        input.raw.events.iter().any(|event| matches!(event, egui::Event::Key { key: Key::Escape, pressed: true, .. }))
    });
    let width = if drawer == Drawer::Find { 520.0f32 } else { 360.0 }.min(place.width() - 60.0);
    // Left of the scroll bar, with the frame's own margins.
    let at = pos2(place.right() - width - 20.0 - 22.0, place.top() + 8.0);
    let frame = Frame::new()
        .fill(look.raised)
        .stroke(Stroke::new(1.0, look.hairline))
        .corner_radius(theme::CORNER)
        .inner_margin(10)
        .shadow(ui.visuals().popup_shadow);
    let mut close = escaped && !ui.any_popup_open();
    Area::new(Id::unique("reading drawer")).order(Order::Middle).fixed_pos(at).constrain_to(place).show(ui, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(width);
            match drawer {
                Drawer::Find => {
                    let from = view.panes.get(&article).map_or(0, |pane| pane.state.place());
                    match view.find.show(ui, look, (article, text), from) {
                        Some(Wish::Show(span)) => going::show_found(view, article, span),
                        Some(Wish::Close) => close = true,
                        None => {}
                    }
                }
                Drawer::Contents => {
                    let Some(pane) = view.panes.get(&article) else { return };
                    let headings = pane.outline.headings();
                    let bookmarks = state.settings.bookmarks(open.project.meta().id, article);
                    if let Some(byte) = view.contents.show(ui, look, (text, &pane.state), headings, bookmarks) {
                        going::jump(view, open, article, byte, actions);
                        close = true;
                    }
                }
                Drawer::Text => text_settings::show(ui, state, look, actions),
            }
        });
    });
    if close {
        view.drawer = None;
        view.focus_text = true;
        if drawer == Drawer::Find {
            // What was found is selected, ready to be tagged.
            if let Some(span) = view.find.found_in(article).current() {
                actions.push(Action::SelectPassage(Some(span)));
            }
            view.find.put_away();
        }
        ui.request_repaint();
    }
}
