//! How the article is set: face, size, spacing, measure and what helps reading.

use egui::{Slider, Ui};

use crate::app::{Action, Snap, State};
use crate::ui::theme::Look;

/// Shows the drawer.
pub(super) fn show(ui: &mut Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let before = &state.settings.reading;
    let mut reading = before.clone();
    let mut size = state.settings.text_size;
    ui.spacing_mut().slider_width = 150.0;
    // The rail would have the drawer's own colour.
    ui.visuals_mut().widgets.inactive.bg_fill = look.hairline;
    egui::Grid::new("text settings").num_columns(2).spacing([12.0, 8.0]).show(ui, |ui| {
        let name = ui.label("Size");
        if ui
            .add(Slider::new(&mut size, 12.0..=32.0).step_by(1.0).fixed_decimals(0).suffix(" pt"))
            .labelled_by(name.id)
            .changed()
        {
            actions.push(Action::SetTextSize(size));
        }
        ui.end_row();
        let name = ui.label("Line spacing");
        ui.add(Slider::new(&mut reading.line_spacing, 1.2..=2.4).step_by(0.1).fixed_decimals(1)).labelled_by(name.id);
        ui.end_row();
        let name = ui.label("Widest line");
        ui.add(Slider::new(&mut reading.measure, 40..=110).suffix(" characters")).labelled_by(name.id);
        ui.end_row();
        ui.label("Face");
        ui.horizontal(|ui| {
            ui.selectable_value(&mut reading.sans, false, "Serif");
            ui.selectable_value(&mut reading.sans, true, "Sans");
        });
        ui.end_row();
        ui.label("Sweeps take");
        ui.horizontal(|ui| {
            ui.selectable_value(&mut reading.snap, Snap::Off, "Letters");
            ui.selectable_value(&mut reading.snap, Snap::Words, "Words");
            ui.selectable_value(&mut reading.snap, Snap::Sentences, "Sentences");
        });
        ui.end_row();
    });
    ui.checkbox(&mut reading.justify, "Both edges straight");
    ui.checkbox(&mut reading.focus_paragraph, "Focus on the present paragraph");
    ui.checkbox(&mut reading.paragraph_numbers, "Paragraph numbers");
    if reading != *before {
        actions.push(Action::SetReading(reading));
    }
}
