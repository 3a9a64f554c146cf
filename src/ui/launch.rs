//! Opens the window on this machine: settings, worker, fonts, and a clear sentence where there is no display.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::MainWindow;
use crate::app::Action;
use crate::desktop::RealSurroundings;
use crate::desktop::user_folder::{UserFolder, system_user_name};
use crate::desktop::worker::Worker;
use crate::storage::RealFs;

/// What to say where no window can be opened.
const NO_WINDOW: &str = "Rapporteur found no display to open its window on: start it in a desktop session or under Xvfb, on \
    a bare Linux with the packages libx11-6, libx11-xcb1, libxcursor1, libxi6, libxkbcommon-x11-0 and libgl1, or use the \
    command line, which works without one (rapporteur --help)";

/// Opens the window, on `project` where one is named, otherwise on the last project, otherwise on the sample.
///
/// # Errors
/// A sentence that says what the window needs and is not there.
pub fn run(project: Option<PathBuf>, analyst: Option<&str>) -> Result<(), String> {
    if !has_display() {
        return Err(NO_WINDOW.to_owned());
    }
    let fs = Arc::new(RealFs);
    let home = UserFolder::find().map_err(|error| error.to_string())?;
    let settings = home.settings().map_err(|error| error.to_string())?;
    let named = analyst.map(str::to_owned).or_else(|| Some(settings.analyst.clone()).filter(|name| !name.is_empty()));
    let name = named.unwrap_or_else(system_user_name);
    let writer = home.writer(&name, &mut RealSurroundings::default()).map_err(|error| error.to_string())?;
    // Also where its folder is gone: opening it says so.
    let last = settings.recent.first().filter(|_| settings.reopen);
    let first = match (project, last) {
        (Some(folder), _) => Action::OpenProject(folder),
        (None, Some(recent)) => Action::OpenProject(recent.folder.clone()),
        (None, None) if settings.recent.is_empty() => Action::OpenSample,
        (None, None) => Action::ShowOverlay(None),
    };
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("rapporteur")
        .with_title("Rapporteur")
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([760.0, 480.0])
        .with_icon(icon());
    let options = eframe::NativeOptions {
        viewport,
        persistence_path: Some(home.path().join("window.ron")),
        ..eframe::NativeOptions::default()
    };
    let opened = Arc::new(AtomicBool::new(false));
    let (began, started) = (opened.clone(), opened.clone());
    let start = move |creation: &eframe::CreationContext<'_>| {
        MainWindow::prepare(&creation.egui_ctx);
        let ctx = creation.egui_ctx.clone();
        let world = Worker::start(fs, home, writer, Arc::new(move || ctx.request_repaint()));
        let window = MainWindow::new(settings, Box::new(world), Box::new(RealSurroundings::default()), Some(first));
        began.store(true, Ordering::Relaxed);
        Ok(Box::new(window) as Box<dyn eframe::App>)
    };
    // A missing keyboard library panics below eframe instead of being an error; both become one sentence.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if started.load(Ordering::Relaxed) {
            usual(panic);
        }
    }));
    let run = std::panic::AssertUnwindSafe(|| eframe::run_native("rapporteur", options, Box::new(start)));
    match std::panic::catch_unwind(run) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(format!("{NO_WINDOW}: {}", what_went_wrong(&error.to_string()))),
        Err(_) if opened.load(Ordering::Relaxed) => {
            Err("Rapporteur stopped because of a mistake of its own; what the status bar called saved is on the disk"
                .to_owned())
        }
        Err(_) => Err(NO_WINDOW.to_owned()),
    }
}

/// The end of an error of the window system: before it stands where in its sources that error was made.
fn what_went_wrong(error: &str) -> &str {
    error.rsplit(": ").next().unwrap_or(error)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn has_display() -> bool {
    true
}

/// The program's icon: a tinted, underlined line of text on paper, drawn rather than shipped.
fn icon() -> egui::IconData {
    const SIZE: u32 = 64;
    let color = |x: u32, y: u32| -> [u8; 4] {
        let inside = (6..58).contains(&x) && (4..60).contains(&y);
        let line = (14..50).contains(&x);
        match y {
            _ if !inside => [0, 0, 0, 0],
            14..17 | 48..51 if line => [0x6B, 0x67, 0x5F, 255],
            24..34 if line => [0xBF, 0xD9, 0xEA, 255],
            34..38 if line => [0x00, 0x72, 0xB2, 255],
            _ => [0xFB, 0xFA, 0xF7, 255],
        }
    };
    let rgba = (0..SIZE).flat_map(|y| (0..SIZE).flat_map(move |x| color(x, y))).collect();
    egui::IconData { rgba, width: SIZE, height: SIZE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_display_one_sentence_is_said_and_no_path_of_a_builder() {
        let error = "winit EventLoopError: os error at /a/winit/mod.rs:788: Failed to open connection to X server";
        assert_eq!(what_went_wrong(error), "Failed to open connection to X server");
        assert!(!NO_WINDOW.contains(". "), "more than one sentence");
    }
}
