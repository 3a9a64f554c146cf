//! A field that finds an actor or an issue by a part of its name or alias, or makes a new one of what was typed.
//! The list is found anew only when the words change.

use egui::{Id, Key, Popup, PopupCloseBehavior, RichText, TextEdit, Ui};

use super::AtHand;
use crate::analysis::code_index::{CodeHit, place_of_new};
use crate::app::{Action, ExcerptField, OpenProject};
use crate::model::ExcerptId;
use crate::text::marks::visible;
use crate::text::names::NamedCode;
use crate::ui::theme::Look;

/// Names offered at most.
const OFFERED_MAX: usize = 8;

/// Narrowest list, in points: names with the alias that fits are long.
const LIST_WIDTH: f32 = 260.0;

/// What a name is added as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Adding {
    /// Who holds it.
    Actor,
    /// To whom it is said.
    Addressee,
    /// What it is about.
    Issue,
}

impl Adding {
    /// The field's name.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Actor => "Add actor",
            Self::Addressee => "Add addressee",
            Self::Issue => "Add issue",
        }
    }

    /// The field's id.
    #[must_use]
    pub fn field(self) -> Id {
        Id::unique(("code picker", self))
    }

    fn action(self, ids: Vec<ExcerptId>, line: &Line) -> Option<Action> {
        let field = match (self, &line.code) {
            (Self::Actor, None) => return Some(Action::AddActor(ids, line.name.clone())),
            (Self::Addressee, None) => return Some(Action::AddAddressee(ids, line.name.clone())),
            (Self::Issue, None) => return Some(Action::AddIssue(ids, line.name.clone())),
            (Self::Actor, Some(NamedCode::Actor(id))) => ExcerptField::WithActor(id.clone()),
            (Self::Addressee, Some(NamedCode::Actor(id))) => ExcerptField::WithAddressee(id.clone()),
            (Self::Issue, Some(NamedCode::Issue(id))) => ExcerptField::WithIssue(id.clone()),
            _ => return None,
        };
        Some(Action::SetField(ids, field))
    }
}

/// What is typed into a picker and which line of its list is chosen.
#[derive(Debug, Clone, Default)]
pub struct Picker {
    typed: String,
    lines: Vec<Line>,
    /// What the lines were found for: what was typed, and the state of the codes.
    found_for: Option<(String, u64)>,
    chosen: usize,
    /// It is to be shown and to get the focus.
    asked: bool,
    /// Where its list was in the last frame.
    list: Option<egui::Rect>,
}

/// One name offered; without a code it is a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    code: Option<NamedCode>,
    name: String,
    note: String,
}

impl Picker {
    /// Finds the lines anew if what was typed or the codes changed.
    fn find(&mut self, adding: Adding, at_hand: &AtHand) {
        if self.found_for.as_ref().is_some_and(|(typed, number)| *typed == self.typed && *number == at_hand.number()) {
            return;
        }
        let index = if adding == Adding::Issue { at_hand.issues() } else { at_hand.actors() };
        let hits = index.find(&self.typed, OFFERED_MAX);
        let typed = self.typed.trim();
        let new = place_of_new(&hits).filter(|_| !typed.is_empty());
        let line = |hit: CodeHit| Line {
            code: Some(hit.code),
            name: visible(&hit.name),
            note: hit.alias.map(|alias| visible(&alias)).unwrap_or_default(),
        };
        self.lines = hits.into_iter().map(line).collect();
        if let Some(place) = new {
            self.lines.insert(place, Line { code: None, name: typed.to_owned(), note: "new".to_owned() });
        }
        self.found_for = Some((self.typed.clone(), at_hand.number()));
    }

    /// Shows the field and puts the focus into it.
    pub fn ask_for_one(&mut self) {
        self.asked = true;
    }

    /// Whether the field is wanted now: somebody asked, or is typing into it, or is clicking in its list.
    #[must_use]
    pub fn is_asked_for(&self, ui: &Ui, adding: Adding) -> bool {
        self.asked || self.list.is_some() || ui.memory(|memory| memory.has_focus(adding.field()))
    }
}

/// Shows the picker. `Enter` takes the chosen line, arrows choose, `Esc` leaves.
pub fn code_picker(
    ui: &mut Ui,
    look: &Look,
    picker: &mut Picker,
    adding: Adding,
    (open, at_hand): (&OpenProject, &AtHand),
    actions: &mut Vec<Action>,
) {
    let id = adding.field();
    let focused = ui.memory(|memory| memory.has_focus(id));
    let (mut up, mut down, mut enter) = (false, false, false);
    if focused {
        ui.input_mut(|input| {
            up = input.consume_key(egui::Modifiers::NONE, Key::ArrowUp);
            down = input.consume_key(egui::Modifiers::NONE, Key::ArrowDown);
            enter = input.consume_key(egui::Modifiers::NONE, Key::Enter);
        });
    }
    let edit = TextEdit::singleline(&mut picker.typed).id(id).hint_text(adding.title()).desired_width(f32::INFINITY);
    let response = ui.add(edit.margin(egui::vec2(6.0, 4.0))).accessible_name(adding.title());
    if std::mem::take(&mut picker.asked) {
        response.request_focus();
        response.scroll_to_me(None);
    }
    if response.changed() {
        picker.chosen = 0;
    }
    // A press in the list takes the focus away before the click is complete; the list stays for it.
    let in_list = picker
        .list
        .is_some_and(|list| ui.input(|input| input.pointer.interact_pos().is_some_and(|at| list.contains(at))));
    let stays = focused || (in_list && picker.list.is_some() && !ui.input(|input| input.key_pressed(Key::Escape)));
    if !stays {
        picker.list = None;
        if !response.has_focus() {
            picker.typed.clear();
        }
        return;
    }
    picker.find(adding, at_hand);
    let lines = std::mem::take(&mut picker.lines);
    if down {
        picker.chosen = (picker.chosen + 1).min(lines.len().saturating_sub(1));
    }
    if up {
        picker.chosen = picker.chosen.saturating_sub(1);
    }
    let mut taken = lines.get(picker.chosen).filter(|_| enter);
    let shown = !lines.is_empty();
    let list = Popup::from_response(&response)
        .open(shown)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .width(response.rect.width().max(LIST_WIDTH))
        .show(|ui| {
            ui.set_min_width(LIST_WIDTH);
            for (at, line) in lines.iter().enumerate() {
                let mut text = egui::text::LayoutJob::default();
                let style = ui.style().clone();
                RichText::new(&line.name).append_to(
                    &mut text,
                    &style,
                    egui::FontSelection::Default,
                    egui::Align::Center,
                );
                if !line.note.is_empty() {
                    let note = RichText::new(format!("   {}", line.note)).small().color(look.secondary);
                    note.append_to(&mut text, &style, egui::FontSelection::Default, egui::Align::Center);
                }
                if ui.selectable_label(at == picker.chosen, text).clicked() {
                    taken = Some(line);
                }
            }
        });
    picker.list = list.map(|list| list.response.rect);
    let action = taken.and_then(|line| adding.action(open.selected.clone(), line));
    picker.lines = lines;
    if let Some(action) = action {
        actions.push(action);
        picker.typed.clear();
        picker.chosen = 0;
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}
