//! Merging, splitting, moving by name, retiring and deleting the chosen code, each with what it will change said before.

use std::collections::BTreeSet;

use egui::{Button, RichText, TextEdit, Ui};

use crate::app::{Action, CodeAction, OpenProject};
use crate::model::operations::codes::{codes_of, tree};
use crate::model::{Code, CodeId};
use crate::text::folding::{Folded, Folding};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::section::{self, grouped};

/// Names offered at most.
const MOST: usize = 8;

/// What is under way.
#[derive(Default, PartialEq, Eq)]
enum Doing {
    #[default]
    Nothing,
    Merging,
    Moving,
    Splitting,
}

/// What is kept between frames.
#[derive(Default)]
pub(super) struct Rework {
    of: Option<CodeId>,
    doing: Doing,
    typed: String,
    found: Vec<CodeId>,
    found_for: Option<(String, u64)>,
    aliases: BTreeSet<String>,
    /// How many codes stand directly below, for the state of the codes at which they were counted.
    below: Option<(u64, usize)>,
}

impl Rework {
    /// Shows the buttons and what is under way.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        open: &OpenProject,
        look: &Look,
        code: &Code,
        marked: &BTreeSet<CodeId>,
        actions: &mut Vec<Action>,
    ) {
        let id = code.id();
        if self.of.as_ref() != Some(&id) {
            *self = Self { of: Some(id.clone()), ..Self::default() };
        }
        let revision = open.project.codes_revision();
        if self.below.is_none_or(|(at, _)| at != revision) {
            let children = tree(&open.project, id.kind()).iter().find(|row| row.id == id).map_or(0, |row| row.children);
            self.below = Some((revision, children));
        }
        ui.add_space(theme::GAPS[1]);
        section::heading(ui, look, "Rework", None);
        ui.label(RichText::new(self.uses(open, &id)).small().color(look.secondary));
        ui.horizontal_wrapped(|ui| {
            let mut starts = |ui: &mut Ui, text: &str, doing: Doing| {
                let on = self.doing == doing;
                if ui.add(Button::selectable(on, text)).clicked() {
                    self.doing = if on { Doing::Nothing } else { doing };
                    self.typed.clear();
                    self.found_for = None;
                }
            };
            starts(ui, "Merge into…", Doing::Merging);
            starts(ui, "Move below…", Doing::Moving);
            if !matches!(code, Code::Tag(_)) {
                starts(ui, "Split…", Doing::Splitting);
            }
            let retire = if code.retired() { "Take back into use" } else { "Retire" };
            if ui
                .button(retire)
                .on_hover_text("A retired code is no longer offered, but stays where it is used")
                .clicked()
            {
                actions.push(Action::Code(CodeAction::Retire(id.clone(), !code.retired())));
            }
            if ui.button("Delete").on_hover_text("Only a code that nothing names can be deleted").clicked() {
                actions.push(Action::Code(CodeAction::Delete(id.clone())));
            }
        });
        let others: Vec<CodeId> = marked.iter().filter(|other| **other != id).cloned().collect();
        if !others.is_empty() {
            let text = format!("Merge the {} marked into “{}”", others.len(), visible(code.name()));
            let excerpts: usize = others.iter().map(|id| open.project.uses(&id.record_id())).sum();
            let response = ui.button(text).on_hover_text(format!("Up to {} excerpts follow", grouped(excerpts)));
            if response.clicked() {
                actions.push(Action::Code(CodeAction::Merge { from: others, into: id.clone() }));
            }
        }
        match self.doing {
            Doing::Nothing => {}
            Doing::Merging | Doing::Moving => self.choose(ui, open, look, &id, actions),
            Doing::Splitting => self.split(ui, look, code, actions),
        }
    }

    /// A field that finds another code, and what taking it will do.
    fn choose(&mut self, ui: &mut Ui, open: &OpenProject, look: &Look, id: &CodeId, actions: &mut Vec<Action>) {
        let merging = self.doing == Doing::Merging;
        let sentence = if merging {
            format!(
                "{}, and its names become aliases of the other one. One step, which can be undone",
                self.uses(open, id)
            )
        } else {
            "It keeps what stands below it".to_owned()
        };
        ui.add_space(4.0);
        ui.label(RichText::new(sentence).color(look.secondary));
        let edit = TextEdit::singleline(&mut self.typed).hint_text(format!("Name of the other {}", id.kind().word()));
        ui.add(edit.desired_width(280.0).margin(egui::vec2(6.0, 4.0))).accessible_name("Other code");
        let key = (self.typed.clone(), open.project.codes_revision());
        if self.found_for.as_ref() != Some(&key) {
            let folding = Folding { case: true, diacritics: true };
            let words = Folded::new(self.typed.trim(), folding);
            let fits = |other: &CodeId| {
                other != id
                    && (merging || !other.is_within(id, &open.project))
                    && Folded::new(other.name(&open.project), folding).as_str().contains(words.as_str())
            };
            self.found = codes_of(&open.project, id.kind()).filter(fits).take(MOST).collect();
            self.found_for = Some(key);
        }
        if !merging && id.parent(&open.project).is_some() && ui.button("To the top of the tree").clicked() {
            actions.push(Action::Code(CodeAction::Move { code: id.clone(), parent: None, place: None }));
            self.doing = Doing::Nothing;
        }
        for other in self.found.clone() {
            let name = visible(other.name(&open.project));
            let verb = if merging { "Merge into" } else { "Move below" };
            if ui.add(Button::new(format!("{verb} {name}")).frame_when_inactive(false)).clicked() {
                actions.push(Action::Code(if merging {
                    CodeAction::Merge { from: vec![id.clone()], into: other }
                } else {
                    CodeAction::Move { code: id.clone(), parent: Some(other), place: None }
                }));
                self.doing = Doing::Nothing;
            }
        }
    }

    fn split(&mut self, ui: &mut Ui, look: &Look, code: &Code, actions: &mut Vec<Action>) {
        ui.add_space(4.0);
        let sentence = "The new one takes the names chosen here; excerpts whose words hold one of them follow";
        ui.label(RichText::new(sentence).color(look.secondary));
        let edit = TextEdit::singleline(&mut self.typed).hint_text("Name of the new one");
        ui.add(edit.desired_width(280.0).margin(egui::vec2(6.0, 4.0))).accessible_name("Name of the new one");
        for alias in code.aliases() {
            let mut on = self.aliases.contains(alias);
            if ui.checkbox(&mut on, visible(alias)).changed() {
                if on {
                    self.aliases.insert(alias.clone());
                } else {
                    self.aliases.remove(alias);
                }
            }
        }
        let ready = !self.typed.trim().is_empty();
        if ui.add_enabled(ready, Button::new("Split off")).clicked() {
            let aliases = std::mem::take(&mut self.aliases).into_iter().collect();
            let name = std::mem::take(&mut self.typed);
            actions.push(Action::Code(CodeAction::Split { code: code.id(), name, aliases }));
            self.doing = Doing::Nothing;
        }
    }

    /// What names a code: “12 excerpts and 2 actors below it follow”.
    fn uses(&self, open: &OpenProject, id: &CodeId) -> String {
        let below = self.below.map_or(0, |(_, children)| children);
        let excerpts = open.project.uses(&id.record_id()).saturating_sub(below);
        let word = id.kind().word();
        let excerpts = if excerpts == 1 {
            "1 excerpt names it".to_owned()
        } else {
            format!("{} excerpts name it", grouped(excerpts))
        };
        match below {
            0 => excerpts,
            1 => format!("{excerpts}, 1 {word} stands below it"),
            count => format!("{excerpts}, {} {word}s stand below it", grouped(count)),
        }
    }
}
