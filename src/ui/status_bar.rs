//! The bar at the bottom: what is open, what is under way, who tags, and how large things are.

use egui::{Align, Button, Layout, ProgressBar, RichText, Ui};

use super::icons;
use super::theme::{self, Look};
use super::widgets::icon_button::{icon, icon_button};
use super::widgets::section::grouped;
use crate::app::{Action, CommandId, OpenProject, State, Theme, Whose};
use crate::model::ArticleStatus;

/// Numbers of the open project, counted when it changes and not in each frame.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    revision: Option<u64>,
    done: usize,
}

/// Shows the bar.
pub fn show(ui: &mut Ui, state: &State, look: &Look, numbers: &mut Numbers, actions: &mut Vec<Action>) {
    let say = |text: String| RichText::new(text).small().color(look.secondary);
    ui.horizontal_centered(|ui| {
        if let Some(open) = &state.open {
            if numbers.revision != Some(open.project.revision()) {
                let done = |article: &&crate::model::Article| article.status == Some(ArticleStatus::Done);
                numbers.done = open.project.articles().values().filter(done).count();
                numbers.revision = Some(open.project.revision());
            }
            let articles = open.project.articles().len();
            ui.label(say(match open.count_shown() {
                _ if open.project.is_in_part() => "reading excerpts …".to_owned(),
                _ if open.is_counting_shown() => "counting excerpts …".to_owned(),
                1 => "1 excerpt".to_owned(),
                excerpts => format!("{} excerpts", grouped(excerpts)),
            }));
            ui.label(say("·".to_owned()));
            ui.label(say(format!(
                "{} of {} article{} done",
                grouped(numbers.done),
                grouped(articles),
                if articles == 1 { "" } else { "s" }
            )));
            if state.room.width > theme::NARROW {
                ui.label(say("·".to_owned()));
                let text = say(format!("tagging as {}", crate::text::marks::visible(&open.me.name)));
                let button = Button::new(text).frame_when_inactive(false);
                if ui.add(button).on_hover_text("Who tags here, and whose excerpts are shown").clicked() {
                    actions.push(Action::Command(CommandId::Analysts));
                }
                if open.whose != Whose::All {
                    let text = if open.whose == Whose::Mine { "blind: yours alone" } else { "others' alone" };
                    ui.label(RichText::new(text).small().color(look.accent));
                }
            }
            waiting(ui, open, look, actions);
        } else {
            numbers.revision = None;
        }
        for (id, job) in &state.jobs {
            ui.add_space(theme::GAPS[1]);
            let count = job
                .total
                .map_or_else(|| grouped(job.done), |total| format!("{} of {}", grouped(job.done), grouped(total)));
            let text =
                if job.cancelling { format!("{}: stopping…", job.title) } else { format!("{}: {count}", job.title) };
            ui.label(RichText::new(text).small());
            if let Some(total) = job.total.filter(|total| *total > 0) {
                #[expect(clippy::cast_precision_loss, reason = "a bar of 120 points")]
                let part = job.done as f32 / total as f32;
                ui.add(ProgressBar::new(part).desired_width(120.0).desired_height(6.0));
            } else {
                ui.spinner();
            }
            if !job.cancelling
                && ui.add(Button::new(RichText::new("Cancel").small()).small()).on_hover_text(&job.at).clicked()
            {
                actions.push(Action::CancelJob(*id));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (sign, name, next) = match state.settings.theme {
                Theme::System => (icons::CIRCLE_HALF, "Theme: as the system", Theme::Light),
                Theme::Light => (icons::SUN, "Theme: light", Theme::Sepia),
                Theme::Sepia => (icons::BOOK_OPEN, "Theme: sepia", Theme::Dark),
                Theme::Dark => (icons::MOON, "Theme: dark", Theme::System),
            };
            if icon_button(ui, sign, name, true).clicked() {
                actions.push(Action::SetTheme(next));
            }
            text_size(ui, state, look, actions);
            let zoom = format!("{:.0} %", state.settings.zoom * 100.0);
            let response = ui.add(Button::new(say(zoom)).frame_when_inactive(false));
            if response.on_hover_text("Zoom of the whole window; a click brings back 100 %").clicked() {
                actions.push(Action::SetZoom(1.0));
            }
        });
    });
}

/// What waits for somebody to look at it.
fn waiting(ui: &mut Ui, open: &OpenProject, look: &Look, actions: &mut Vec<Action>) {
    let (versions, unread) = (open.versions.waiting().len(), open.unread.findings.len());
    let versions = (versions, format!("≠ {} to settle", grouped(versions)), CommandId::SettleVersions);
    let unread = (unread, format!("{} unreadable", grouped(unread)), CommandId::ShowUnread);
    for (count, text, command) in [versions, unread] {
        if count > 0 {
            ui.label(RichText::new("·").small().color(look.secondary));
            let text = RichText::new(text).small().family(theme::medium_family()).color(look.problem);
            let about = command.command().map_or("", |command| command.about);
            if ui.add(Button::new(text).small().frame_when_inactive(false)).on_hover_text(about).clicked() {
                actions.push(Action::Command(command));
            }
        }
    }
}

fn text_size(ui: &mut Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let button = Button::new(RichText::new("Aa").family(theme::article_family()).size(14.0).color(look.secondary));
    let (response, _) =
        egui::containers::menu::MenuButton::from_button(button.frame_when_inactive(false)).ui(ui, |ui| {
            ui.set_min_width(180.0);
            ui.label(RichText::new("Size of the article's type").small().color(look.secondary));
            ui.horizontal(|ui| {
                for (text, step) in [("−", -1.0), ("+", 1.0)] {
                    if ui.add(Button::new(text).min_size(egui::vec2(32.0, 26.0))).clicked() {
                        actions.push(Action::SetTextSize(state.settings.text_size + step));
                    }
                }
                ui.label(format!("{:.0} pt", state.settings.text_size));
                ui.label(icon(icons::INFO, 14.0).color(look.secondary)).on_hover_text("12 to 32 points");
            });
        });
    response.accessible_name("Text size").on_hover_text("Text size");
}
