//! Merging, splitting, moving by name, retiring and deleting the chosen code, each with what it will change said before.

use std::collections::BTreeSet;

use egui::{Button, EventFilter, Id, Key, Modifiers, RichText, TextEdit, Ui};

use crate::analysis::code_uses::{CodeUses, inherited_said, uses_of};
use crate::app::editing::excerpts_that_say;
use crate::app::{Action, CodeAction, OpenProject, Whose};
use crate::model::operations::codes::{codes_of, tree};
use crate::model::{Code, CodeId, Project};
use crate::text::folding::{Folded, Folding};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::counted::Counted;
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
    /// The field that was just opened is to have the keyboard.
    wants_focus: bool,
    /// Which of those found `Enter` takes.
    chosen: Option<usize>,
    aliases: BTreeSet<String>,
    /// What hangs on codes that are about to be reworked.
    uses: Counted<(u64, Whose, BTreeSet<CodeId>), CodeUses>,
    /// How many excerpts follow the names chosen for splitting.
    follow: Counted<(u64, Whose, BTreeSet<String>), usize>,
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
                    self.wants_focus = !on;
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
            let uses = self.uses_of(ui, open, BTreeSet::from([id.clone()]));
            let below = uses.and_then(|uses| uses.below_said(&open.project));
            let below = below.map_or_else(String::new, |names| format!(" with what stands below it ({names})"));
            say(ui, look, &format!("It moves{below}; no excerpt changes"));
        }
        let (on, back, enter) = self.keys(ui);
        let hint = format!("Name of the other {}", id.kind().word());
        let edit = TextEdit::singleline(&mut self.typed).id(other_code()).hint_text(hint);
        let field = ui.add(edit.desired_width(280.0).margin(egui::vec2(6.0, 4.0))).accessible_name("Other code");
        if std::mem::take(&mut self.wants_focus) {
            field.request_focus();
        }
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(other_code(), filter));
        let key = (self.typed.clone(), open.project.codes_revision());
        let mut moved = on || back;
        if self.found_for.as_ref() != Some(&key) {
            moved = true;
            let folding = Folding { case: true, diacritics: true };
            let words = Folded::new(self.typed.trim(), folding);
            let fits = |other: &CodeId| {
                other != id
                    && (merging || !other.is_within(id, &open.project))
                    && names_of(&open.project, other)
                        .any(|name| Folded::new(name, folding).as_str().contains(words.as_str()))
            };
            self.found = codes_of(&open.project, id.kind()).filter(fits).take(MOST).collect();
            self.found_for = Some(key);
            self.chosen = (!self.typed.trim().is_empty() && self.found.len() == 1).then_some(0);
        }
        let last = self.found.len().saturating_sub(1);
        if on {
            self.chosen = Some(self.chosen.map_or(0, |at| (at + 1).min(last)));
        }
        if back {
            self.chosen = self.chosen.map(|at| at.saturating_sub(1));
        }
        if !merging && id.parent(&open.project).is_some() && ui.button("To the top of the tree").clicked() {
            actions.push(Action::Code(CodeAction::Move { code: id.clone(), parent: None, place: None }));
            self.doing = Doing::Nothing;
        }
        for (at, other) in self.found.clone().into_iter().enumerate() {
            let above =
                other.parent(&open.project).map(|above| format!(", below {}", visible(above.name(&open.project))));
            let (name, above) = (visible(other.name(&open.project)), above.unwrap_or_default());
            let verb = if merging { "Merge into" } else { "Move below" };
            let chosen = self.chosen == Some(at);
            let button = Button::new(format!("{verb} {name}{above}")).selected(chosen).frame_when_inactive(chosen);
            let response = ui.add(button).accessible_name(format!("{verb} {name}"));
            if chosen && moved {
                // What `Enter` takes is seen before.
                response.scroll_to_me(None);
            }
            let clicked = response.clicked();
            if clicked || (enter && chosen) {
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
        match self.uses_of(ui, open, from) {
            Some(uses) => {
                say(ui, look, &format!("Follow: {}", uses.excerpts_said(&open.project)));
                if let Some(below) = uses.below_said(&open.project) {
                    say(ui, look, &format!("Come to stand below the other one: {below}"));
                }
            }
            None => say(ui, look, "Follow: counting …"),
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

    /// The keys that choose among the codes found and take one, while their field has the focus.
    fn keys(&self, ui: &Ui) -> (bool, bool, bool) {
        if !ui.memory(|memory| memory.has_focus(other_code())) {
            return (false, false, false);
        }
        ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            (pressed(Key::ArrowDown), pressed(Key::ArrowUp), pressed(Key::Enter))
        })
    }

    /// What hangs on these codes; counted when they or the project change.
    fn uses_of(&mut self, ui: &Ui, open: &OpenProject, codes: BTreeSet<CodeId>) -> Option<&CodeUses> {
        let (project, shows, of) = (open.project.clone(), open.shows_apart(), codes.clone());
        let question = (open.project.revision(), open.whose, codes);
        self.uses.answer(ui, &open.project, question, move || uses_of(&project, &of, shows))
    }

    fn split(&mut self, ui: &mut Ui, open: &OpenProject, look: &Look, code: &Code, actions: &mut Vec<Action>) {
        ui.add_space(4.0);
        let sentence = "The new one takes the names chosen here; excerpts whose words hold one of them follow";
        ui.label(RichText::new(sentence).color(look.secondary));
        let edit = TextEdit::singleline(&mut self.typed).hint_text("Name of the new one");
        let field = ui.add(edit.desired_width(280.0).margin(egui::vec2(6.0, 4.0)));
        let field = field.accessible_name("Name of the new one");
        if std::mem::take(&mut self.wants_focus) {
            field.request_focus();
        }
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
        let question = (open.project.revision(), open.whose, self.aliases.clone());
        let (project, shows, of) = (open.project.clone(), open.shows_apart(), code.id());
        let names: Vec<String> = self.aliases.iter().cloned().collect();
        let count = self.follow.answer(ui, &open.project, question, move || {
            let found = if names.is_empty() { Vec::new() } else { excerpts_that_say(&project, &of, &names) };
            found.iter().filter_map(|id| project.excerpts().get(id)).filter(|excerpt| shows(excerpt)).count()
        });
        let follow = match count {
            None => "Counting the excerpts that follow …".to_owned(),
            Some(1) => "1 excerpt follows".to_owned(),
            Some(count) => format!("{} excerpts follow", grouped(*count)),
        };
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
        let excerpts = if open.is_counting_shown() {
            "The excerpts that name it are being counted".to_owned()
        } else if excerpts == 1 {
            "1 excerpt names it".to_owned()
        } else {
            format!("{} excerpts name it", grouped(excerpts))
        };
        let excerpts = if open.whose == Whose::All { excerpts } else { format!("{excerpts} among those shown") };
        match below {
            0 => excerpts,
            1 => format!("{excerpts}, 1 {word} stands below it"),
            count => format!("{excerpts}, {} {word}s stand below it", grouped(count)),
        }
    }
}

/// The field that finds another code.
fn other_code() -> Id {
    Id::unique("other code")
}

/// The name of a code and its aliases.
fn names_of<'a>(project: &'a Project, id: &CodeId) -> impl Iterator<Item = &'a str> {
    let (name, aliases) = match id {
        CodeId::Tag(id) => (project.tags().get(id).map(|tag| &tag.name), None),
        CodeId::Actor(id) => project.actors().get(id).map(|actor| (&actor.name, &actor.aliases)).unzip(),
        CodeId::Issue(id) => project.issues().get(id).map(|issue| (&issue.name, &issue.aliases)).unzip(),
    };
    name.into_iter().chain(aliases.into_iter().flatten()).map(String::as_str)
}

fn say(ui: &mut Ui, look: &Look, sentence: &str) {
    ui.add(egui::Label::new(RichText::new(visible(sentence)).color(look.secondary)).wrap());
}
