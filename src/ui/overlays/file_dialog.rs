//! The program's own file dialog, for systems that have none to offer: a path to type, folders to look into.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use egui::{Button, FontId, RichText, TextEdit, Ui};

use super::{scrolled, title};
use crate::app::{Action, FolderEntry, Purpose};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::icon_button;
use crate::ui::widgets::list_row::{line, list_row};

/// What is typed and ticked.
#[derive(Default)]
pub struct Draft {
    path: String,
    name: Option<String>,
    ticked: BTreeSet<String>,
    shown: Option<PathBuf>,
    replace: bool,
    /// The path is to get the focus, which it gets once.
    focus: bool,
    asked: bool,
}

/// What the dialog shows.
pub struct Listing<'a> {
    /// What it is for.
    pub purpose: Purpose,
    /// Proposed file name, for saving.
    pub suggested: &'a str,
    /// The folder shown.
    pub folder: Option<&'a Path>,
    /// What is in it, or why it cannot be read.
    pub entries: &'a Result<Vec<FolderEntry>, String>,
}

/// Shows the dialog.
pub fn show(ui: &mut Ui, look: &Look, listing: &Listing<'_>, draft: &mut Draft, actions: &mut Vec<Action>) {
    title(ui, heading(listing.purpose));
    if draft.shown.as_deref() != listing.folder {
        draft.shown = listing.folder.map(Path::to_owned);
        draft.path = listing.folder.map(|folder| folder.display().to_string()).unwrap_or_default();
        draft.ticked.clear();
        draft.focus |= listing.folder.is_some() && !draft.asked;
        draft.asked |= draft.focus;
    }
    ui.horizontal(|ui| {
        let above = listing.folder.and_then(Path::parent);
        if icon_button(ui, icons::UP, "Folder above", above.is_some()).clicked()
            && let Some(above) = above
        {
            actions.push(Action::LookInto(above.to_owned()));
        }
        let edit = TextEdit::singleline(&mut draft.path).desired_width(f32::INFINITY).margin(egui::vec2(8.0, 6.0));
        let response = ui.add(edit).accessible_name("Folder or file");
        // A name for what is exported is typed first of all.
        if std::mem::take(&mut draft.focus) && !saves(listing.purpose) {
            response.request_focus();
        }
        let typed = PathBuf::from(draft.path.trim());
        let enter = ui.input(|input| input.key_pressed(egui::Key::Enter));
        // A file is never to go elsewhere than the path on the screen says, so saving looks there without Enter, too.
        let elsewhere = saves(listing.purpose) && listing.folder != Some(typed.as_path());
        if response.lost_focus() && enter && is_wanted_file(listing.purpose, &typed) {
            actions.push(Action::Choose(listing.purpose, Some(vec![typed])));
        } else if response.lost_focus() && (enter || elsewhere) {
            actions.push(Action::LookInto(typed));
        }
    });
    ui.add_space(4.0);
    scrolled(ui, "files", 320.0).auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        match listing.entries {
            Err(message) => {
                ui.label(RichText::new(message).color(look.problem));
            }
            Ok(entries) => {
                for entry in entries.iter().filter(|entry| wanted(listing.purpose, entry)) {
                    row(ui, look, listing, entry, draft, actions);
                }
            }
        }
    });
    ui.add_space(theme::GAPS[0]);
    footer(ui, look, listing, draft, actions);
}

/// Whether the dialog asks where to write a file.
fn saves(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Export { .. } | Purpose::ExportCodebook { .. } | Purpose::Pack)
}

/// Whether a path that was typed names a file of the wanted kind, rather than a folder to look into.
fn is_wanted_file(purpose: Purpose, path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = FolderEntry { name, is_folder: false, is_project: false };
    let takes_one =
        matches!(purpose, Purpose::ImportFiles | Purpose::ImportCodebook | Purpose::ImportDetails | Purpose::Unpack);
    takes_one && wanted(purpose, &file)
}

fn heading(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::ImportFiles => "Import articles",
        Purpose::ImportFolder => "Import a folder",
        Purpose::OpenProject => "Open project",
        Purpose::NewProject => "New project",
        Purpose::SaveCopy => "Save a copy elsewhere",
        Purpose::Export { .. } => "Export excerpts",
        Purpose::ExportCodebook { .. } => "Export codes",
        Purpose::ImportCodebook => "Import codes",
        Purpose::Pack => "Pack the project",
        Purpose::Unpack => "Unpack a project",
        Purpose::UnpackInto => "Unpack in a folder",
        Purpose::ImportDetails => "Import details of articles",
    }
}

fn wanted(purpose: Purpose, entry: &FolderEntry) -> bool {
    match purpose {
        Purpose::ImportFiles => {
            entry.is_folder
                || crate::import::KINDS.iter().any(|kind| {
                    let name = entry.name.to_lowercase();
                    kind.extensions
                        .iter()
                        .any(|extension| name.strip_suffix(extension).is_some_and(|stem| stem.ends_with('.')))
                })
        }
        Purpose::Export { .. } | Purpose::ExportCodebook { .. } | Purpose::Pack => true,
        Purpose::ImportCodebook => entry.is_folder || ends(&entry.name, &["ron", "csv"]),
        Purpose::ImportDetails => entry.is_folder || ends(&entry.name, &["csv"]),
        Purpose::Unpack => entry.is_folder || ends(&entry.name, &["zip"]),
        Purpose::ImportFolder
        | Purpose::OpenProject
        | Purpose::NewProject
        | Purpose::SaveCopy
        | Purpose::UnpackInto => entry.is_folder,
    }
}

/// Whether a file's name ends so.
fn ends(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

fn row(
    ui: &mut Ui,
    look: &Look,
    listing: &Listing<'_>,
    entry: &FolderEntry,
    draft: &mut Draft,
    actions: &mut Vec<Action>,
) {
    let ticked = draft.ticked.contains(&entry.name);
    let (rect, response) = list_row(ui, look, 28.0, ticked, &entry.name);
    let sign = if entry.is_project {
        icons::QUOTES
    } else if entry.is_folder {
        icons::FOLDER
    } else {
        icons::FILE_TEXT
    };
    line(ui, rect.min + egui::vec2(8.0, 6.0), sign, FontId::new(16.0, theme::icon_family()), look.secondary, 20.0);
    let font = FontId::new(theme::TOOL_SIZE, egui::FontFamily::Proportional);
    line(ui, rect.min + egui::vec2(34.0, 6.0), &visible(&entry.name), font, look.ink, rect.width() - 44.0);
    let Some(folder) = listing.folder else { return };
    let path = folder.join(&entry.name);
    if response.clicked() {
        match listing.purpose {
            Purpose::OpenProject if entry.is_project => actions.push(Action::Choose(listing.purpose, Some(vec![path]))),
            _ if entry.is_folder => actions.push(Action::LookInto(path)),
            Purpose::Export { .. } | Purpose::ExportCodebook { .. } | Purpose::Pack => {
                draft.name = Some(entry.name.clone());
            }
            Purpose::ImportCodebook | Purpose::ImportDetails | Purpose::Unpack => {
                actions.push(Action::Choose(listing.purpose, Some(vec![path])));
            }
            _ if ticked => {
                draft.ticked.remove(&entry.name);
            }
            _ => {
                draft.ticked.insert(entry.name.clone());
            }
        }
    }
}

fn footer(ui: &mut Ui, look: &Look, listing: &Listing<'_>, draft: &mut Draft, actions: &mut Vec<Action>) {
    let typed = PathBuf::from(draft.path.trim());
    let mut chosen: Option<Vec<PathBuf>> = None;
    let mut entered = false;
    let label;
    match listing.purpose {
        Purpose::ImportFiles => {
            if let Some(folder) = listing.folder.filter(|_| !draft.ticked.is_empty()) {
                chosen = Some(draft.ticked.iter().map(|name| folder.join(name)).collect());
                label = format!("Import {}", draft.ticked.len());
            } else if is_wanted_file(listing.purpose, &typed) {
                chosen = Some(vec![typed]);
                label = "Import this file".to_owned();
            } else {
                let text = "Click files to choose them; several at once are welcome";
                ui.label(RichText::new(text).small().color(look.secondary));
                label = "Import".to_owned();
            }
        }
        Purpose::ImportFolder => {
            chosen = Some(vec![typed]);
            label = "Import this folder".to_owned();
        }
        Purpose::OpenProject | Purpose::NewProject => {
            chosen = Some(vec![typed]);
            label = "Open this folder".to_owned();
        }
        Purpose::SaveCopy => {
            let text = format!("A new folder, {}, is made in the one above", visible(listing.suggested));
            ui.label(RichText::new(text).small().color(look.secondary));
            chosen = Some(vec![typed]);
            label = "Save a copy here".to_owned();
        }
        Purpose::UnpackInto => {
            let text = format!("A new folder, {}, is made in the one above", visible(listing.suggested));
            ui.label(RichText::new(text).small().color(look.secondary));
            chosen = Some(vec![typed]);
            label = "Unpack here".to_owned();
        }
        Purpose::Unpack => {
            chosen = Some(vec![typed]);
            label = "Unpack this file".to_owned();
        }
        Purpose::ImportCodebook | Purpose::ImportDetails => {
            chosen = Some(vec![typed]).filter(|paths| paths.iter().all(|path| is_wanted_file(listing.purpose, path)));
            label = "Import this file".to_owned();
        }
        Purpose::Export { .. } | Purpose::ExportCodebook { .. } | Purpose::Pack => {
            let first_shown = draft.name.is_none();
            let name = draft.name.get_or_insert_with(|| listing.suggested.to_owned());
            let edit = TextEdit::singleline(name).desired_width(f32::INFINITY).margin(egui::vec2(8.0, 6.0));
            let response = ui.add(edit).accessible_name("File name");
            if response.changed() {
                draft.replace = false;
            }
            if first_shown {
                response.request_focus();
            }
            entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let name = name.trim().to_owned();
            // Only what the list would show can be asked about: a name in this folder.
            let plain =
                Path::new(&name).file_name().is_some_and(|last| last == name.as_str()) && !name.starts_with('.');
            if !plain && !name.is_empty() {
                let text = "Write a name alone, without a dot before it; the folder is chosen above";
                ui.label(RichText::new(text).small().color(look.problem));
            }
            let there = listing.entries.as_ref().is_ok_and(|entries| entries.iter().any(|entry| entry.name == name));
            if there {
                ui.checkbox(&mut draft.replace, format!("Replace {}", visible(&name)));
            }
            if let Some(folder) = listing.folder.filter(|folder| *folder == typed && plain && (!there || draft.replace))
            {
                chosen = Some(vec![folder.join(&name)]);
            }
            label = if listing.purpose == Purpose::Pack { "Pack" } else { "Export" }.to_owned();
        }
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let button = Button::new(label).min_size(egui::vec2(120.0, 30.0));
        if ui.add_enabled(chosen.is_some(), button).clicked() || (entered && chosen.is_some()) {
            actions.push(Action::Choose(listing.purpose, chosen));
        }
        if ui.add(Button::new("Cancel").min_size(egui::vec2(96.0, 30.0))).clicked() {
            actions.push(Action::ShowOverlay(None));
        }
    });
}
