//! The backups of the project: when and why each was made, what changed since, and what of it to restore.

use egui::{FontId, Key, Label, RichText, ScrollArea, Ui};
use jiff::Timestamp;

use super::keeping::button;
use super::title;
use crate::app::{Action, BackupEntry, CommandId, Compared, OpenProject, moment};
use crate::model::difference::Difference;
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::icon_fill;
use crate::ui::widgets::list_row::{line, line_right, list_row};
use crate::ui::widgets::section::{self, grouped};

const ROW: f32 = 44.0;
const ARTICLE_ROW: f32 = 30.0;

/// Shows the list, and what changed since the backup that is chosen in it.
pub fn show(ui: &mut Ui, open: &OpenProject, look: &Look, now: Timestamp, first: bool, actions: &mut Vec<Action>) {
    title(ui, "Backups");
    let about = "Made by themselves when a project is opened, every hour while it changes, and before what changes much; \
                 kept for 24 hours, 14 days and 8 weeks, in the project’s folder and outside of it";
    ui.add(Label::new(RichText::new(about).small().color(look.secondary)).wrap());
    ui.add_space(theme::GAPS[0]);
    let list = &open.backups;
    match &list.entries {
        None => {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label("Looking for backups…");
            });
        }
        Some(Err(message)) => {
            ui.add(Label::new(RichText::new(visible(message)).color(look.problem)).wrap());
        }
        Some(Ok(entries)) if entries.is_empty() => {
            ui.label("There is no backup of this project yet");
        }
        Some(Ok(entries)) => {
            step_by_key(ui, open, entries, actions);
            let room = ui.ctx().content_rect().height() - 330.0;
            let height = (entries.len() as f32 * (ROW + 2.0)).min((room * 0.5).max(100.0));
            let area = ScrollArea::vertical().id_salt("backups").max_height(height).min_scrolled_height(height);
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                area.auto_shrink([false, true]).show_rows(ui, ROW, entries.len(), |ui, range| {
                    for entry in entries.get(range).unwrap_or_default() {
                        row(ui, open, look, entry, now, actions);
                    }
                });
            });
            if let Some(chosen) = list.chosen() {
                since(ui, open, look, chosen, now, (room * 0.5).max(90.0), actions);
            }
        }
    }
    ui.add_space(theme::GAPS[1]);
    footer(ui, open, first, actions);
}

/// The arrow keys go through the list, wherever the focus is.
fn step_by_key(ui: &Ui, open: &OpenProject, entries: &[BackupEntry], actions: &mut Vec<Action>) {
    let step = ui.input_mut(|input| {
        let down = input.consume_key(egui::Modifiers::NONE, Key::ArrowDown);
        let up = input.consume_key(egui::Modifiers::NONE, Key::ArrowUp);
        i32::from(down) - i32::from(up)
    });
    let at = entries.iter().position(|entry| Some(entry.made) == open.backups.chosen).unwrap_or(0);
    let next = match step {
        1 => entries.get(at + 1),
        -1 => at.checked_sub(1).and_then(|at| entries.get(at)),
        _ => None,
    };
    if let Some(entry) = next {
        actions.push(Action::ChooseBackup(entry.made));
    }
}

fn row(ui: &mut Ui, open: &OpenProject, look: &Look, entry: &BackupEntry, now: Timestamp, actions: &mut Vec<Action>) {
    let compared = open.backups.compared.get(&entry.made);
    let damaged = entry.damaged.as_deref().or(match compared {
        Some(Err(message)) => Some(message.as_str()),
        _ => None,
    });
    let when = moment(entry.made, now);
    let mut reason = entry.reason.as_ref().map(|reason| format!(" · {}", visible(reason.word()))).unwrap_or_default();
    if entry.lacking > 0 {
        reason.push_str(" · not whole");
    }
    let place = match (entry.inside, entry.outside) {
        (true, true) => "in the project and outside",
        (true, false) => "in the project",
        _ => "outside the project",
    };
    let holds = match compared {
        Some(Ok(compared)) => format!("{} excerpts", grouped(compared.excerpts)),
        _ => format!("{} files", grouped(entry.files)),
    };
    let size = format!("{holds}, {}", bytes(entry.bytes));
    let changed = match (damaged, compared) {
        (Some(message), _) => format!("Damaged: {}", visible(message)),
        (None, Some(Ok(compared))) => summary(compared),
        _ => "comparing…".to_owned(),
    };
    let chosen = open.backups.chosen == Some(entry.made);
    let (rect, response) = list_row(ui, look, ROW, chosen, &format!("{when}{reason}, {place}, {size}: {changed}"));
    if ui.is_rect_visible(rect) {
        let (left, right) = (rect.left() + 10.0, rect.right() - 10.0);
        let font = FontId::new(theme::TOOL_SIZE, theme::medium_family());
        let top = rect.top() + 5.0;
        let took = line_right(ui, egui::pos2(right, top + 1.0), place, theme::small(), look.secondary);
        line(ui, egui::pos2(left, top), &format!("{when}{reason}"), font, look.ink, right - left - took - 12.0);
        let below = rect.top() + 24.0;
        let took = line_right(ui, egui::pos2(right, below), &size, theme::small(), look.secondary);
        let color = if damaged.is_some() { look.problem } else { look.secondary };
        line(ui, egui::pos2(left, below), &changed, theme::small(), color, right - left - took - 12.0);
    }
    if response.clicked() {
        actions.push(Action::ChooseBackup(entry.made));
    }
}

/// What changed since the chosen backup, by article.
fn since(
    ui: &mut Ui,
    open: &OpenProject,
    look: &Look,
    entry: &BackupEntry,
    now: Timestamp,
    height: f32,
    actions: &mut Vec<Action>,
) {
    ui.separator();
    section::heading(ui, look, &format!("Changed since {}", moment(entry.made, now)), None);
    let compared = match open.backups.compared.get(&entry.made) {
        Some(Ok(compared)) => compared,
        Some(Err(message)) => {
            ui.horizontal_top(|ui| {
                ui.label(icon_fill(icons::WARNING, 14.0).color(look.problem));
                ui.add(Label::new(visible(&format!("This backup cannot be read: {message}"))).wrap());
            });
            return;
        }
        None => {
            ui.spinner();
            return;
        }
    };
    if compared.unreadable > 0 {
        let text = format!(
            "This backup is damaged: {} lines or files of it cannot be read, and what stood in them would be missing",
            compared.unreadable
        );
        ui.add(Label::new(RichText::new(text).color(look.problem)).wrap());
    }
    let kinds =
        [("Excerpts", compared.since.excerpts), ("Articles", compared.since.articles), ("Codes", compared.since.codes)];
    let said: Vec<String> = kinds
        .iter()
        .filter(|(_, d)| *d != Difference::default())
        .map(|(name, d)| format!("{name}: {}", counts(*d)))
        .collect();
    let text = if said.is_empty() { "Nothing".to_owned() } else { said.join(" · ") };
    ui.add(Label::new(RichText::new(text).color(look.secondary)).wrap());
    let articles = &compared.since.by_article;
    let height = (articles.len() as f32 * (ARTICLE_ROW + 2.0)).min(height);
    let area = ScrollArea::vertical().id_salt("changed articles").max_height(height).min_scrolled_height(height);
    area.auto_shrink([false, true]).show_rows(ui, ARTICLE_ROW, articles.len(), |ui, range| {
        for changed in articles.get(range).unwrap_or_default() {
            ui.horizontal(|ui| {
                ui.set_height(ARTICLE_ROW);
                let name = visible(&changed.title);
                let can = open.read_only.is_none() && open.backups.restoring.is_none();
                let restore = ui.add_enabled(can, egui::Button::new("Restore").small());
                if restore.accessible_name(format!("Restore the excerpts of {name}")).clicked() {
                    actions.push(Action::RestoreBackup { made: entry.made, article: Some(changed.article) });
                }
                let gone = if changed.gone { " (article gone)" } else { "" };
                let text = format!("{}{gone}", counts(changed.excerpts));
                ui.label(RichText::new(text).small().color(look.secondary));
                ui.add(Label::new(name).truncate());
            });
        }
    });
}

fn footer(ui: &mut Ui, open: &OpenProject, first: bool, actions: &mut Vec<Action>) {
    let list = &open.backups;
    ui.horizontal_wrapped(|ui| {
        let readable = list.chosen().filter(|entry| matches!(list.compared.get(&entry.made), Some(Ok(_))));
        let can = readable.is_some() && open.read_only.is_none() && list.restoring.is_none();
        ui.add_enabled_ui(can, |ui| {
            if button(ui, "Restore the whole project", false)
                && let Some(entry) = readable
            {
                actions.push(Action::RestoreBackup { made: entry.made, article: None });
            }
        });
        ui.add_enabled_ui(open.read_only.is_none(), |ui| {
            if button(ui, "Back up now", false) {
                actions.push(Action::Command(CommandId::BackUpNow));
            }
        });
        if button(ui, "Close", first) {
            actions.push(Action::ShowOverlay(None));
        }
        if list.restoring.is_some() {
            ui.spinner();
        }
    });
}

fn summary(compared: &Compared) -> String {
    let since = &compared.since;
    let parts = [("excerpts", since.excerpts), ("articles", since.articles), ("codes", since.codes)];
    let said =
        parts.iter().filter(|(_, d)| *d != Difference::default()).map(|(name, d)| format!("{name} {}", counts(*d)));
    let said: Vec<String> = said.collect();
    let damaged = if compared.unreadable > 0 { "damaged · " } else { "" };
    let text = if said.is_empty() { "nothing changed since".to_owned() } else { format!("since: {}", said.join(", ")) };
    format!("{damaged}{text}")
}

/// “3 added, 1 changed, 2 removed”.
fn counts(difference: Difference) -> String {
    let parts = [(difference.added, "added"), (difference.changed, "changed"), (difference.removed, "removed")];
    let said = parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{} {word}", grouped(*count)));
    said.collect::<Vec<_>>().join(", ")
}

fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
