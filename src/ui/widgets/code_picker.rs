//! A field that finds an actor or an issue by a part of its name or alias, or makes a new one of what was typed.
//! The list is found anew only when the words change.

use egui::{Id, Key, Popup, PopupCloseBehavior, RichText, TextEdit, Ui};

use crate::app::{Action, OpenProject};
use crate::model::ExcerptId;
use crate::ui::theme::Look;

/// Names offered at most.
const OFFERED_MAX: usize = 8;

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

    fn action(self, ids: Vec<ExcerptId>, name: String) -> Action {
        match self {
            Self::Actor => Action::AddActor(ids, name),
            Self::Addressee => Action::AddAddressee(ids, name),
            Self::Issue => Action::AddIssue(ids, name),
        }
    }
}

/// What is typed into a picker and which line of its list is chosen.
#[derive(Debug, Clone, Default)]
pub struct Picker {
    typed: String,
    chosen: usize,
    /// It is to be shown and to get the focus.
    asked: bool,
    /// Where its list was in the last frame.
    list: Option<egui::Rect>,
}

impl Picker {
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
    open: &OpenProject,
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
    let (offered, exact) = offered(open, adding, &picker.typed);
    let mut lines: Vec<(String, String)> = offered;
    let typed = picker.typed.trim();
    if !typed.is_empty() && !exact {
        lines.push((typed.to_owned(), "new".to_owned()));
    }
    if down {
        picker.chosen = (picker.chosen + 1).min(lines.len().saturating_sub(1));
    }
    if up {
        picker.chosen = picker.chosen.saturating_sub(1);
    }
    let mut taken = enter.then(|| lines.get(picker.chosen).map(|(name, _)| name.clone())).flatten();
    let shown = !lines.is_empty();
    let list = Popup::from_response(&response)
        .open(shown)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .width(response.rect.width())
        .show(|ui| {
            for (at, (name, note)) in lines.iter().enumerate() {
                let mut text = egui::text::LayoutJob::default();
                let style = ui.style().clone();
                RichText::new(name).append_to(&mut text, &style, egui::FontSelection::Default, egui::Align::Center);
                if !note.is_empty() {
                    let note = RichText::new(format!("   {note}")).small().color(look.secondary);
                    note.append_to(&mut text, &style, egui::FontSelection::Default, egui::Align::Center);
                }
                if ui.selectable_label(at == picker.chosen, text).clicked() {
                    taken = Some(name.clone());
                }
            }
        });
    picker.list = list.map(|list| list.response.rect);
    if let Some(name) = taken {
        actions.push(adding.action(open.selected.clone(), name));
        picker.typed.clear();
        picker.chosen = 0;
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

/// Names that hold what was typed, best first, each with the alias that fitted; and whether one is just that.
fn offered(open: &OpenProject, adding: Adding, typed: &str) -> (Vec<(String, String)>, bool) {
    let typed = folded(typed.trim());
    let mut found: Vec<(u8, String, String)> = Vec::new();
    let mut exact = false;
    let mut look_at = |name: &str, aliases: &[String]| {
        let rank = |text: &str| {
            let text = folded(text);
            if text == typed {
                Some(0)
            } else if text.starts_with(&typed) {
                Some(1)
            } else if text.split_whitespace().any(|word| word.starts_with(&typed)) {
                Some(2)
            } else {
                text.contains(&typed).then_some(3)
            }
        };
        let by_name = rank(name).map(|rank| (rank, String::new()));
        let by_alias = aliases.iter().filter_map(|alias| rank(alias).map(|rank| (rank, alias.clone()))).min();
        if let Some((rank, note)) = by_name.into_iter().chain(by_alias).min() {
            exact |= rank == 0;
            found.push((rank, name.to_owned(), note));
        }
    };
    match adding {
        Adding::Issue => {
            open.project.issues().values().filter(|i| !i.retired).for_each(|i| look_at(&i.name, &i.aliases));
        }
        Adding::Actor | Adding::Addressee => {
            open.project.actors().values().filter(|a| !a.retired).for_each(|a| look_at(&a.name, &a.aliases));
        }
    }
    found.sort();
    found.truncate(OFFERED_MAX);
    (found.into_iter().map(|(_, name, note)| (name, note)).collect(), exact)
}

/// Lower case without diacritics, so that “zelen” finds “Żeleń”.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
