//! What lies over the window, one at a time: palette, shortcuts, dialogs and reports. `Esc` leaves each.

pub mod analysts;
pub mod article_details;
pub mod backups;
pub mod export;
pub mod file_dialog;
pub mod history;
pub mod keeping;
pub mod new_project;
pub mod own_keys;
pub mod palette;
pub mod reports;
pub mod shortcut_list;
pub mod unread;
pub mod versions;

use egui::{Align2, Area, Id, Modal, Order, RichText, ScrollArea, Ui};

use super::theme::{self, Look};
use super::widgets::Drafts;
use crate::app::{Action, Overlay, State};

/// What the overlays keep between frames; forgotten when they close.
#[derive(Default)]
pub struct Drawers {
    palette: palette::Palette,
    new_project: new_project::Draft,
    export: export::Draft,
    file_dialog: file_dialog::Draft,
    versions: versions::Draft,
    own_keys: own_keys::Draft,
    history: history::Chosen,
    /// The details are those of all articles listed.
    all_listed: bool,
    /// Which overlay the drafts belong to.
    shown: Option<std::mem::Discriminant<Overlay>>,
}

/// Shows the overlay that is open.
pub fn show(
    ui: &mut Ui,
    state: &State,
    look: &Look,
    drawers: &mut Drawers,
    drafts: &mut Drafts,
    now: jiff::Timestamp,
    actions: &mut Vec<Action>,
) {
    let Some(overlay) = &state.overlay else {
        drawers.shown = None;
        return;
    };
    let kind = std::mem::discriminant(overlay);
    let first = drawers.shown != Some(kind);
    if first {
        *drawers = Drawers { shown: Some(kind), ..Drawers::default() };
    }
    let (width, top): (f32, bool) = match overlay {
        Overlay::Palette => (560.0, true),
        Overlay::NotSaved { .. } => (580.0, false),
        Overlay::Shortcuts | Overlay::Versions(_) => (760.0, false),
        Overlay::Backups => (700.0, false),
        Overlay::Export { .. } => (600.0, false),
        Overlay::OwnKeys { .. }
        | Overlay::ImportReport { .. }
        | Overlay::Refused { .. }
        | Overlay::FileDialog { .. }
        | Overlay::Unread => (640.0, false),
        _ => (480.0, false),
    };
    // Below lists that open from it, which a click within one frame would otherwise put behind it.
    let area = Area::new(Id::unique("overlay area")).order(Order::Middle);
    let area =
        if top { area.anchor(Align2::CENTER_TOP, [0.0, 72.0]) } else { area.anchor(Align2::CENTER_CENTER, [0.0, 0.0]) };
    let frame = egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(20)).corner_radius(theme::CORNER + 4);
    let modal = Modal::new(Id::unique("overlay")).area(area).frame(frame);
    let response = modal.show(ui, |ui| {
        ui.set_width(width.min(ui.ctx().content_rect().width() - 48.0));
        // What lies below the edge of a list here would otherwise be known only to the pointer.
        ui.spacing_mut().scroll.foreground_color = true;
        ui.spacing_mut().scroll.dormant_handle_opacity = 0.6;
        match overlay {
            Overlay::Palette => palette::show(ui, state, look, &mut drawers.palette, first, actions),
            Overlay::Shortcuts => shortcut_list::show(ui, state, look),
            Overlay::NewProject => new_project::show(ui, state, look, &mut drawers.new_project, first, actions),
            Overlay::FileDialog { purpose, suggested, folder, entries, taken } => {
                let (folder, taken) = (folder.as_deref(), taken.as_deref());
                let listing = file_dialog::Listing { purpose: *purpose, suggested, folder, entries, taken };
                file_dialog::show(ui, look, &listing, &mut drawers.file_dialog, actions);
            }
            Overlay::Export { which, format } => {
                let proposed = (which, *format);
                export::show(ui, state, look, (proposed, &mut drawers.export), first, actions);
            }
            Overlay::ImportReport { outcomes, cancelled } => reports::import(ui, look, outcomes, *cancelled, actions),
            Overlay::Backups => {
                if let Some(open) = &state.open {
                    backups::show(ui, open, look, now, first, actions);
                }
            }
            Overlay::Unread => {
                if let Some(open) = &state.open {
                    unread::show(ui, open, look, first, actions);
                }
            }
            Overlay::Versions(id) => versions::show(ui, state, look, id, &mut drawers.versions, actions),
            Overlay::NotSaved { leaving } => keeping::not_saved(ui, state, look, *leaving, first, actions),
            Overlay::CopySaved { folder, missing_texts } => {
                keeping::copy_saved(ui, look, folder, *missing_texts, first, actions);
            }
            Overlay::Refused { title, wrong } => reports::refused(ui, look, title, wrong, actions),
            Overlay::ArticleDetails(id) => {
                let kept = (&mut drawers.all_listed, drafts);
                article_details::show(ui, state, look, *id, kept, actions);
            }
            Overlay::History => history::show(ui, state, look, (&mut drawers.history, first, now), actions),
            Overlay::Analysts => analysts::show(ui, state, look, drafts, actions),
            Overlay::OwnKeys { waiting } => {
                own_keys::show(ui, state, look, (*waiting, &mut drawers.own_keys), actions);
            }
            Overlay::About => reports::about(ui, look),
        }
    });
    // A click beside a window in which something is typed is not meant to throw that away.
    let typed = matches!(overlay, Overlay::Export { .. } | Overlay::FileDialog { .. } | Overlay::NewProject);
    let beside = typed && response.backdrop_response.clicked();
    if response.should_close() && !beside {
        actions.push(match overlay {
            Overlay::CopySaved { .. } => Action::EndCopy { go_on: false },
            _ => Action::ShowOverlay(None),
        });
    }
}

/// The title of an overlay.
fn title(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).family(theme::bold_family()).size(16.0));
    ui.add_space(theme::GAPS[0]);
}

/// The button that leaves an overlay. In a row, where its word stands in its middle.
fn close(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        if ui.add(egui::Button::new("Close").min_size(egui::vec2(96.0, 30.0))).clicked() {
            actions.push(Action::ShowOverlay(None));
        }
    });
}

/// A list in an overlay, as high as what is in it, up to `height` or what the window has room for. An overlay is laid out
/// into the height that it had before, so without a floor for lists that scroll it would never grow.
fn scrolled(ui: &Ui, id: &str, height: f32) -> ScrollArea {
    let height = height.min(ui.ctx().content_rect().height() - 160.0);
    ScrollArea::vertical().id_salt(id).max_height(height).min_scrolled_height(height).auto_shrink([false, true])
}
