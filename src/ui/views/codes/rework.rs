//! Merging, splitting, moving by name, retiring and deleting the chosen code, each with what it will change said before.

use std::collections::BTreeSet;

use egui::{Button, RichText, TextEdit, Ui};

use crate::analysis::code_uses::{CodeUses, inherited_said, uses_of};
use crate::app::editing::excerpts_that_say;
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
    /// What hangs on codes that are about to be reworked, for the revision and the codes it was counted for.
    uses: Option<(u64, BTreeSet<CodeId>, CodeUses)>,
    /// How many excerpts follow the names chosen for splitting, for the revision and the names.
    follow: Option<(u64, BTreeSet<String>, usize)>,
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
                if ui.add(Button::new(text).selected(on)).clicked() {
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
                .on_hover_text(format!("No longer offered, but it stays where it is used. {}", self.uses(open, &id)))
                .clicked()
            {
                actions.push(Action::Code(CodeAction::Retire(id.clone(), !code.retired())));
            }
            if ui.button("Delete").on_hover_text("Only a code that nothing names can be deleted").clicked() {
                actions.push(Action::Code(CodeAction::Delete(id.clone())));
            }
        });
        let others: Vec<CodeId> = marked.iter().filter(|other| **other != id).cloned().collect();
        // One at a time: what hangs on codes is counted for one set of them.
        if !others.is_empty() && self.doing == Doing::Nothing {
            let text = format!("Merge the {} marked into “{}”", others.len(), visible(code.name()));
            self.say_merge(ui, open, look, others.iter().cloned().collect());
            if ui.button(text).clicked() {
                actions.push(Action::Code(CodeAction::Merge { from: others, into: id.clone() }));
            }
        }
        match self.doing {
            Doing::Nothing => {}
            Doing::Merging | Doing::Moving => self.choose(ui, open, look, &id, actions),
            Doing::Splitting => self.split(ui, open, look, code, actions),
        }
    }

    /// A field that finds another code, and what taking it will do.
    fn choose(&mut self, ui: &mut Ui, open: &OpenProject, look: &Look, id: &CodeId, actions: &mut Vec<Action>) {
        let merging = self.doing == Doing::Merging;
        ui.add_space(4.0);
        if merging {
            self.say_merge(ui, open, look, BTreeSet::from([id.clone()]));
        } else {
            let below = self.uses_of(open, BTreeSet::from([id.clone()])).below_said(&open.project);
            let below = below.map_or_else(String::new, |names| format!(" with what stands below it ({names})"));
            say(ui, look, &format!("It moves{below}; no excerpt changes"));
        }
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

    /// What merging these into another one changes.
    fn say_merge(&mut self, ui: &mut Ui, open: &OpenProject, look: &Look, from: BTreeSet<CodeId>) {
        let codes: Vec<Code> = from.iter().filter_map(|id| id.code(&open.project)).collect();
        let names: Vec<&str> = codes
            .iter()
            .filter(|code| !matches!(code, Code::Tag(_)))
            .flat_map(|code| std::iter::once(code.name()).chain(code.aliases().iter().map(String::as_str)))
            .collect();
        let uses = self.uses_of(open, from);
        say(ui, look, &format!("Follow: {}", uses.excerpts_said(&open.project)));
        if let Some(below) = uses.below_said(&open.project) {
            say(ui, look, &format!("Come to stand below the other one: {below}"));
        }
        if !names.is_empty() {
            let more = names.len().saturating_sub(MOST);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let shown: Vec<&str> = names.iter().take(MOST).copied().collect();
            say(ui, look, &format!("Become aliases of the other one: {}{more}", shown.join(", ")));
        }
        for sentence in inherited_said(&codes) {
            say(ui, look, &sentence);
        }
        say(ui, look, "Kept filters and exports follow. One step, which can be undone");
    }

    /// What hangs on these codes; counted when they or the project change.
    fn uses_of(&mut self, open: &OpenProject, codes: BTreeSet<CodeId>) -> &CodeUses {
        let revision = open.project.revision();
        let known = self.uses.take().filter(|(at, of, _)| *at == revision && *of == codes);
        let counted = || {
            let uses = uses_of(&open.project, &codes);
            (revision, codes, uses)
        };
        &self.uses.insert(known.unwrap_or_else(counted)).2
    }

    fn split(&mut self, ui: &mut Ui, open: &OpenProject, look: &Look, code: &Code, actions: &mut Vec<Action>) {
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
        let revision = open.project.revision();
        let known = self.follow.take().filter(|(at, names, _)| *at == revision && *names == self.aliases);
        let (.., count) = self.follow.insert(known.unwrap_or_else(|| {
            let names: Vec<String> = self.aliases.iter().cloned().collect();
            let count = if names.is_empty() { 0 } else { excerpts_that_say(&open.project, &code.id(), &names).len() };
            (revision, self.aliases.clone(), count)
        }));
        let follow =
            if *count == 1 { "1 excerpt follows".to_owned() } else { format!("{} excerpts follow", grouped(*count)) };
        say(ui, look, &format!("{follow}; the others stay with “{}”", code.name()));
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
        let excerpts = open.uses_shown(&id.record_id(), below);
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

fn say(ui: &mut Ui, look: &Look, sentence: &str) {
    ui.add(egui::Label::new(RichText::new(visible(sentence)).color(look.secondary)).wrap());
}
