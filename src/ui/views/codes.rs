//! Tags, actors and issues as trees at the left, the chosen code with all its fields at the right.
//! The tree is in `tree.rs`, the fields in `editor.rs`, merging and splitting in `rework.rs`.

mod editor;
mod rework;
mod tree;

use egui::{Frame, Margin, Panel, RichText, ScrollArea, TextEdit, Ui};

use crate::app::{Action, CodeAction, CommandId, OpenProject, State};
use crate::model::operations::codes::TreeRow;
use crate::model::{CodeId, CodeKind};
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::Drafts;
use crate::ui::widgets::icon_button::icon_button;
use crate::ui::widgets::section::grouped;

/// What the view keeps between frames.
#[derive(Default)]
pub struct CodesView {
    kind: Option<CodeKind>,
    tree: tree::Tree,
    new_name: String,
    rework: rework::Rework,
    remarks: Option<(CodeId, u64, Vec<String>)>,
}

/// Shows the view.
pub fn show(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    look: &Look,
    (view, drafts): (&mut CodesView, &mut Drafts),
    actions: &mut Vec<Action>,
) {
    let kind = open.code.as_ref().map(CodeId::kind).or(view.kind).unwrap_or(CodeKind::Tag);
    view.kind = Some(kind);
    let side = Frame::new().fill(look.panel).inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 8 });
    let width = (ui.available_width() * 0.42).clamp(260.0, 460.0);
    Panel::left("code tree").default_size(width).size_range(240.0..=620.0).frame(side).show(ui, |ui| {
        kinds(ui, open, view, kind, actions);
        ui.add_space(6.0);
        ui.add_enabled_ui(open.read_only.is_none(), |ui| new_code(ui, open, view, kind, actions));
        ui.add_space(6.0);
        view.tree.show(ui, open, look, kind, actions);
    });
    let middle = Frame::new().fill(look.paper).inner_margin(Margin::symmetric(20, 12));
    egui::CentralPanel::default().frame(middle).show(ui, |ui| {
        ScrollArea::vertical().id_salt("code editor").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(640.0_f32.min(ui.available_width() - 12.0));
            let Some(code) = open.code.as_ref().and_then(|id| id.code(&open.project)) else {
                nothing_chosen(ui, look, kind);
                return;
            };
            ui.add_enabled_ui(open.read_only.is_none(), |ui| {
                remarks(ui, open, look, view, &code.id());
                editor::show(ui, (state, open), look, &code, drafts, actions);
                let marked = view.tree.marked().clone();
                view.rework.show(ui, open, look, &code, &marked, actions);
            });
        });
    });
}

fn kinds(ui: &mut Ui, open: &OpenProject, view: &mut CodesView, kind: CodeKind, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let project = &open.project;
        let counts = [project.tags().len(), project.actors().len(), project.issues().len()];
        for ((other, title), count) in CodeKind::ALL.into_iter().zip(["Tags", "Actors", "Issues"]).zip(counts) {
            let text = RichText::new(format!("{title}  {}", grouped(count))).family(theme::medium_family());
            if ui.add(egui::Button::selectable(other == kind, text)).accessible_name(title).clicked() {
                view.kind = Some(other);
                actions.push(Action::ShowCode(None));
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.menu_button("…", |ui| {
                ui.set_min_width(240.0);
                if kind == CodeKind::Tag && open.read_only.is_none() {
                    for starter in crate::storage::STARTERS {
                        let text = format!("Starter codebook: {}", starter.title.to_lowercase());
                        if ui.button(text).on_hover_text(starter.about).clicked() {
                            actions.push(Action::TakeStarter(starter.id));
                            ui.close();
                        }
                    }
                }
                for id in [CommandId::ImportCodebook, CommandId::ExportCodesRon, CommandId::ExportCodesCsv] {
                    let Some(command) = id.command() else { continue };
                    if ui.button(command.title).on_hover_text(command.about).clicked() {
                        actions.push(Action::Command(id));
                        ui.close();
                    }
                }
            })
            .response
            .accessible_name("More about codes");
        });
    });
}

fn new_code(ui: &mut Ui, open: &OpenProject, view: &mut CodesView, kind: CodeKind, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let edit = TextEdit::singleline(&mut view.new_name).hint_text(format!("New {}", kind.word()));
        let edit = edit.desired_width(ui.available_width() - 40.0).margin(egui::vec2(6.0, 4.0));
        let response = ui.add(edit).accessible_name(format!("New {}", kind.word()));
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let add = icon_button(ui, icons::PLUS, "Add", !view.new_name.trim().is_empty()).clicked();
        if (enter || add) && !view.new_name.trim().is_empty() {
            // Beside the one that is chosen: there one most often wants the next.
            let parent = open.code.as_ref().filter(|id| id.kind() == kind).and_then(|id| id.parent(&open.project));
            let name = std::mem::take(&mut view.new_name);
            actions.push(Action::Code(CodeAction::New { kind, name, parent }));
        }
    });
}

fn nothing_chosen(ui: &mut Ui, look: &Look, kind: CodeKind) {
    ui.add_space(theme::GAPS[3]);
    let what = match kind {
        CodeKind::Tag => "A tag says what kind of statement a passage is",
        CodeKind::Actor => "An actor is who holds a position: a state, an organisation, a person, a group",
        CodeKind::Issue => "An issue is what a statement is about",
    };
    let how = "Choose one at the left to change it. Drag it onto another to nest it; with the keyboard, Alt and the arrows \
               move it. Ctrl+click marks several, to merge them";
    for text in [what, how] {
        ui.label(RichText::new(text).color(look.secondary));
        ui.add_space(4.0);
    }
}

/// What is odd about the code shown; looked for when the codes changed, not in each frame.
fn remarks(ui: &mut Ui, open: &OpenProject, look: &Look, view: &mut CodesView, id: &CodeId) {
    let revision = open.project.codes_revision();
    let known = view.remarks.as_ref().is_some_and(|(of, at, _)| of == id && *at == revision);
    if !known {
        let found = crate::analysis::code_checks::remarks(&open.project, id);
        view.remarks = Some((id.clone(), revision, found));
    }
    for remark in view.remarks.iter().flat_map(|(_, _, remarks)| remarks) {
        ui.horizontal(|ui| {
            ui.label(crate::ui::widgets::icon_button::icon(icons::WARNING, 14.0).color(look.problem));
            ui.add(egui::Label::new(RichText::new(crate::text::marks::visible(remark)).color(look.ink)).wrap());
        });
    }
}

/// How many excerpts name a code that has so many codes directly below it.
fn excerpts_of(open: &OpenProject, row: &TreeRow) -> usize {
    open.uses_shown(&row.id.record_id(), row.children)
}
