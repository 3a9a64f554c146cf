//! What stands in the place of a view that needs all excerpts while they are still being read.

use egui::{ProgressBar, RichText, Ui};

use crate::app::State;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::section::grouped;

/// Says how far the reading is.
pub fn show(ui: &mut Ui, state: &State, look: &Look) {
    ui.add_space((ui.available_height() * 0.3).max(24.0));
    ui.vertical_centered(|ui| {
        ui.label(RichText::new("Reading the excerpts").family(theme::medium_family()).size(16.0).color(look.ink));
        ui.add_space(theme::GAPS[0]);
        let job = state.opening.as_ref().and_then(|(_, job)| state.jobs.get(job));
        let read = job.and_then(|job| Some((job.done, job.total.filter(|total| *total > 0)?)));
        if let Some((done, total)) = read {
            #[expect(clippy::cast_precision_loss, reason = "a bar of 280 points")]
            let part = done as f32 / total as f32;
            ui.add(ProgressBar::new(part).desired_width(280.0).desired_height(6.0));
            let far = format!("{} of {} files", grouped(done), grouped(total));
            ui.label(RichText::new(far).small().color(look.secondary));
        } else {
            ui.spinner();
        }
        ui.add_space(theme::GAPS[0]);
        let text = "This is shown as soon as all of them are there. Articles can be read meanwhile";
        ui.label(RichText::new(text).color(look.secondary));
    });
}
