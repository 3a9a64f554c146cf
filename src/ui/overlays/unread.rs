//! What could not be read in the project's folder: file, line, column, what was expected, and where a copy is kept.

use egui::{Label, RichText, Ui};

use super::keeping::button;
use super::{scrolled, title};
use crate::app::{Action, OpenProject};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::icon_fill;

/// Rows shown at most; copying gives all.
const ROWS_MAX: usize = 400;

/// Shows the list.
pub fn show(ui: &mut Ui, open: &OpenProject, look: &Look, first: bool, actions: &mut Vec<Action>) {
    let unread = &open.unread;
    let damaged = !unread.findings.is_empty();
    title(ui, if damaged { "What could not be read" } else { "While opening the project" });
    if damaged {
        let text = "Everything else is open. The files are as they were: nothing that could not be read is overwritten";
        ui.add(Label::new(RichText::new(text).color(look.secondary)).wrap());
        ui.add_space(theme::GAPS[0]);
    }
    scrolled(ui, "unread", 360.0).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 10.0);
        let mut last = "";
        for finding in unread.findings.iter().take(ROWS_MAX) {
            if finding.file != last {
                last = &finding.file;
                file(ui, look, last, unread.quarantined.iter().find(|(file, _)| *file == finding.file));
            }
            let place = match (finding.line, finding.column) {
                (Some(line), Some(column)) => format!("Line {line}, column {column}: "),
                (Some(line), None) => format!("Line {line}: "),
                _ => String::new(),
            };
            ui.horizontal_top(|ui| {
                ui.add_space(20.0);
                ui.add(Label::new(visible(&format!("{place}{}", finding.what))).wrap().selectable(true));
            });
        }
        if unread.findings.len() > ROWS_MAX {
            ui.label(format!("… and {} more; “Copy” gives all", unread.findings.len() - ROWS_MAX));
        }
        for remark in &unread.remarks {
            ui.add_space(4.0);
            ui.horizontal_top(|ui| {
                ui.label(icon_fill(icons::INFO, 14.0).color(look.accent));
                ui.add(Label::new(visible(remark)).wrap().selectable(true));
            });
        }
    });
    ui.add_space(theme::GAPS[1]);
    ui.horizontal(|ui| {
        if button(ui, "Close", first) {
            actions.push(Action::ShowOverlay(None));
        }
        if button(ui, "Copy as text", false) {
            actions.push(Action::CopyUnread);
        }
    });
}

fn file(ui: &mut Ui, look: &Look, name: &str, copy: Option<&(String, String)>) {
    ui.add_space(4.0);
    ui.horizontal_top(|ui| {
        ui.label(icon_fill(icons::WARNING, 14.0).color(look.problem));
        ui.vertical(|ui| {
            ui.add(Label::new(RichText::new(visible(name)).family(theme::medium_family())).wrap().selectable(true));
            if let Some((_, copy)) = copy {
                let text = format!("A copy is kept in {}", visible(copy));
                ui.add(Label::new(RichText::new(text).small().color(look.secondary)).wrap().selectable(true));
            }
        });
    });
}
