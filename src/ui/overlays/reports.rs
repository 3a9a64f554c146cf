//! Reports: what became of the files of an import, and about the program.

use egui::{RichText, Ui};

use super::{scrolled, title};
use crate::app::{Action, FileOutcome};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::icon_fill;

/// Each file of an import and what became of it: refusals first, then doubles, then what was imported.
pub fn import(ui: &mut Ui, look: &Look, outcomes: &[FileOutcome], cancelled: bool, actions: &mut Vec<Action>) {
    let count = |wanted: fn(&FileOutcome) -> bool| outcomes.iter().filter(|outcome| wanted(outcome)).count();
    let imported = count(|outcome| matches!(outcome, FileOutcome::Imported { .. }));
    let doubles = count(|outcome| matches!(outcome, FileOutcome::Double { .. }));
    let refused = count(|outcome| matches!(outcome, FileOutcome::Refused { .. }));
    title(ui, if cancelled { "Import stopped" } else { "Import report" });
    let mut parts = vec![format!("{imported} imported")];
    if doubles > 0 {
        parts.push(format!("{doubles} in the project already"));
    }
    if refused > 0 {
        parts.push(format!("{refused} refused"));
    }
    ui.label(RichText::new(parts.join(" · ")).color(look.secondary));
    ui.add_space(theme::GAPS[0]);
    let mut ordered: Vec<&FileOutcome> = outcomes.iter().collect();
    ordered.sort_by_key(|outcome| match outcome {
        FileOutcome::Refused { .. } => 0,
        FileOutcome::Double { .. } => 1,
        FileOutcome::Imported { .. } => 2,
    });
    // Rows differ in height, so the list is cut rather than measured; the command line prints them all.
    let shown = ordered.iter().take(400);
    scrolled(ui, "import report", 380.0).show(ui, |ui| {
        for outcome in shown {
            outcome_row(ui, look, outcome);
        }
        if ordered.len() > 400 {
            ui.label(RichText::new(format!("… and {} more", ordered.len() - 400)).color(look.secondary));
        }
    });
    close(ui, actions);
}

fn outcome_row(ui: &mut Ui, look: &Look, outcome: &FileOutcome) {
    let (sign, color, file, first, rest) = match outcome {
        FileOutcome::Imported { file, title, title_inferred, cleaned } => {
            let how = if *title_inferred { " (title taken from the first words)" } else { "" };
            (icons::CHECK_CIRCLE, look.well, file, format!("{}{how}", visible(title)), cleaned.clone())
        }
        FileOutcome::Double { file } => (
            icons::COPY,
            look.secondary,
            file,
            "The same text is in the project already; not imported again".to_owned(),
            Vec::new(),
        ),
        FileOutcome::Refused { file, reason } => (icons::WARNING, look.problem, file, visible(reason), Vec::new()),
    };
    ui.horizontal_top(|ui| {
        ui.label(icon_fill(sign, 14.0).color(color));
        ui.vertical(|ui| {
            ui.add(egui::Label::new(RichText::new(first)).wrap());
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            ui.label(RichText::new(visible(&name)).small().color(look.secondary))
                .on_hover_text(file.display().to_string());
            for sentence in rest {
                ui.add(egui::Label::new(RichText::new(visible(&sentence)).small().color(look.secondary)).wrap());
            }
        });
    });
    ui.add_space(4.0);
}

/// Why nothing was taken in from a file.
pub fn refused(ui: &mut Ui, look: &Look, heading: &str, wrong: &[String], actions: &mut Vec<Action>) {
    title(ui, &visible(heading));
    scrolled(ui, "refused", 380.0).show(ui, |ui| {
        for sentence in wrong {
            ui.horizontal_top(|ui| {
                ui.label(icon_fill(icons::WARNING, 14.0).color(look.problem));
                ui.add(egui::Label::new(RichText::new(visible(sentence))).wrap().selectable(true));
            });
        }
    });
    close(ui, actions);
}

/// About the program.
pub fn about(ui: &mut Ui, look: &Look) {
    title(ui, "Rapporteur");
    ui.label(format!("Version {}", env!("CARGO_PKG_VERSION")));
    let text = "Works on this machine alone: no request ever leaves it. Every project is a folder of readable files. \
                Program: MIT or Apache 2.0. Typefaces: Literata and Inter (OFL), icons: Phosphor (MIT)";
    ui.add(egui::Label::new(RichText::new(text).color(look.secondary)).wrap());
}

fn close(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space(theme::GAPS[1]);
    super::close(ui, actions);
}
