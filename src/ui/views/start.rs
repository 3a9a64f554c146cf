//! The start screen: sample, new, open, and recent projects.

use egui::{Align, Button, FontId, Layout, RichText, ScrollArea, Ui};

use crate::app::{Action, CommandId, State};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::{icon, icon_button};
use crate::ui::widgets::list_row::{line, list_row};
use crate::ui::widgets::section;

const WIDTH: f32 = 560.0;

/// Shows the start screen.
pub fn show(ui: &mut Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let top = (ui.available_height() * 0.16).clamp(24.0, 160.0);
    ui.add_space(top);
    ui.vertical_centered(|ui| {
        ui.set_max_width(WIDTH.min(ui.available_width() - 32.0));
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.label(RichText::new("Rapporteur").font(FontId::new(34.0, theme::article_bold_family())).color(look.ink));
            let text = "Tag positions, red lines and proposals, and hand them on with their source";
            ui.label(RichText::new(text).font(FontId::new(15.0, theme::article_family())).color(look.secondary));
            ui.add_space(theme::GAPS[3]);
            if let Some((folder, job)) = &state.opening {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(format!("Opening {}…", folder.display()));
                });
                if let Some((id, job)) = state.jobs.get(job).map(|known| (*job, known))
                    && let Some(total) = job.total
                {
                    let (done, total) = (section::grouped(job.done), section::grouped(total));
                    ui.label(format!("{done} of {total} files read"));
                    if ui.add_enabled(!job.cancelling, Button::new("Stop")).clicked() {
                        actions.push(Action::CancelJob(id));
                    }
                }
                return;
            }
            for (id, sign) in [
                (CommandId::OpenSample, icons::FLASK),
                (CommandId::NewProject, icons::FOLDER_PLUS),
                (CommandId::OpenProject, icons::FOLDER_OPEN),
            ] {
                entry(ui, state, look, id, sign, actions);
            }
            recent(ui, state, look, actions);
        });
    });
}

fn entry(ui: &mut Ui, state: &State, look: &Look, id: CommandId, sign: &str, actions: &mut Vec<Action>) {
    let Some(command) = id.command() else { return };
    let title = id.title(state);
    let (rect, response) = list_row(ui, look, 48.0, false, &title);
    ui.painter().rect_stroke(rect, theme::CORNER, egui::Stroke::new(1.0, look.hairline), egui::StrokeKind::Inside);
    let sign_at = rect.left_center() + egui::vec2(26.0, 0.0);
    ui.painter().text(sign_at, egui::Align2::CENTER_CENTER, sign, FontId::new(22.0, theme::icon_family()), look.accent);
    let left = rect.left() + 52.0;
    let font = FontId::new(14.0, theme::medium_family());
    line(ui, egui::pos2(left, rect.top() + 7.0), &title, font, look.ink, WIDTH - 140.0);
    line(ui, egui::pos2(left, rect.top() + 27.0), command.about, theme::small(), look.secondary, WIDTH - 140.0);
    if let Some(keys) = state.keys_of(command.id).first() {
        let right = rect.right_center() + egui::vec2(-14.0, -7.0);
        crate::ui::widgets::list_row::line_right(ui, right, &keys.text(), theme::small(), look.secondary);
    }
    if response.clicked() {
        actions.push(Action::Command(id));
    }
}

fn recent(ui: &mut Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    if state.settings.recent.is_empty() {
        return;
    }
    ui.add_space(theme::GAPS[0]);
    section::heading(ui, look, "Recent projects", None);
    ui.spacing_mut().item_spacing.y = 2.0;
    ScrollArea::vertical().id_salt("recent").auto_shrink([false, true]).show(ui, |ui| {
        for recent in &state.settings.recent {
            ui.horizontal(|ui| {
                let width = ui.available_width() - 40.0;
                let row = ui.allocate_ui(egui::vec2(width, 44.0), |ui| {
                    let name = visible(&recent.name);
                    let (rect, response) = list_row(ui, look, 44.0, false, &format!("Open {name}"));
                    let font = FontId::new(theme::TOOL_SIZE, theme::medium_family());
                    line(ui, rect.min + egui::vec2(12.0, 5.0), &name, font, look.ink, width - 24.0);
                    let folder = visible(&recent.folder.display().to_string());
                    line(ui, rect.min + egui::vec2(12.0, 24.0), &folder, theme::small(), look.secondary, width - 24.0);
                    response
                });
                if row.inner.clicked() {
                    actions.push(Action::OpenProject(recent.folder.clone()));
                }
                if icon_button(ui, icons::X, "Take off this list; the project stays on disk", true).clicked() {
                    actions.push(Action::ForgetRecent(recent.folder.clone()));
                }
            });
        }
    });
}

/// One sentence and one button, for a place with nothing in it.
pub fn empty(ui: &mut Ui, state: &State, look: &Look, sentence: &str, ids: &[CommandId], actions: &mut Vec<Action>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.34);
        ui.label(icon(icons::FILE_TEXT, 34.0).color(look.secondary));
        ui.add_space(theme::GAPS[0]);
        ui.label(RichText::new(sentence).font(FontId::new(16.0, theme::article_family())).color(look.secondary));
        ui.add_space(theme::GAPS[0]);
        for id in ids {
            let enabled = id.command().is_some_and(|command| (command.enabled)(state));
            if ui.add_enabled(enabled, Button::new(id.title(state)).min_size(egui::vec2(180.0, 30.0))).clicked() {
                actions.push(Action::Command(*id));
            }
        }
    });
}
