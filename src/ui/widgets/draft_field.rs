//! Text fields that hold a draft while they are typed into. A draft becomes an action when the field is left, after a
//! second without typing, and when the field is no longer shown: nothing typed is ever lost. What is refused (a date that
//! is none) stays in the field, with a red edge and a sentence on what is expected.

use egui::{Id, IdMap, Label, Response, RichText, Stroke, StrokeKind, TextEdit, Ui};

use crate::app::Action;
use crate::ui::theme;

/// Seconds without typing after which a draft is kept.
const IDLE_SECONDS: f64 = 1.0;

/// The drafts of all fields that are being typed into.
#[derive(Default)]
pub struct Drafts {
    drafts: IdMap<Draft>,
    /// The field that has the focus and was brought into sight for it.
    in_sight: Option<Id>,
}

struct Draft {
    text: String,
    kept: String,
    changed_at: f64,
    shown_in: u64,
    refused: bool,
    make: Box<dyn Fn(String) -> Option<Action>>,
}

/// What is expected of a date.
pub const DATE: &str = "2025-12-14, 2025-12 or 2025";

/// What a field is like.
pub struct Field<'a> {
    /// Names the field and what it belongs to.
    pub id: Id,
    /// What screen readers call it.
    pub name: &'a str,
    /// What is shown in it while it is empty.
    pub hint: &'a str,
    /// Rows of text; 1 for a single line.
    pub rows: usize,
    /// What is expected in it; said while what is typed is refused.
    pub expects: &'a str,
}

impl Drafts {
    /// Shows a field with `value`; `make` turns what was typed into an action, or refuses it.
    pub fn field(
        &mut self,
        ui: &mut Ui,
        field: &Field<'_>,
        value: &str,
        actions: &mut Vec<Action>,
        make: impl Fn(String) -> Option<Action> + 'static,
    ) -> Response {
        let (now, pass) = (ui.input(|input| input.time), ui.cumulative_pass_nr());
        let mut text = self.drafts.get(&field.id).map_or_else(|| value.to_owned(), |draft| draft.text.clone());
        let edit = if field.rows > 1 {
            TextEdit::multiline(&mut text).desired_rows(field.rows)
        } else {
            TextEdit::singleline(&mut text)
        };
        let edit = edit.id(field.id).hint_text(field.hint).desired_width(f32::INFINITY).margin(egui::vec2(6.0, 4.0));
        let response = ui.add(edit).accessible_name(field.name);
        if response.has_focus() != (self.in_sight == Some(field.id)) {
            self.in_sight = response.has_focus().then_some(field.id);
            if response.has_focus() {
                // A key may lead to a field that is scrolled out of sight: nobody is to type blindly.
                response.scroll_to_me(None);
            }
        }
        if response.changed() {
            let draft = self.drafts.entry(field.id).or_insert_with(|| Draft {
                text: String::new(),
                kept: value.to_owned(),
                changed_at: now,
                shown_in: pass,
                refused: false,
                make: Box::new(make),
            });
            draft.text = text;
            draft.changed_at = now;
            draft.refused = false;
        }
        if let Some(draft) = self.drafts.get_mut(&field.id) {
            draft.shown_in = pass;
            let idle = now - draft.changed_at >= IDLE_SECONDS;
            let mut refused = draft.refused;
            if response.lost_focus() || idle && !refused {
                draft.keep(actions);
                refused = draft.refused;
            } else if !idle {
                ui.request_repaint_after(std::time::Duration::from_secs_f64(IDLE_SECONDS));
            }
            // A field that was emptied says again what is kept.
            let stays = refused && !draft.text.trim().is_empty();
            if stays {
                let edge = Stroke::new(1.5, ui.visuals().error_fg_color);
                ui.painter().rect_stroke(response.rect, theme::CORNER, edge, StrokeKind::Inside);
                let said = format!("Not understood: expected is {}", field.expects);
                ui.add(Label::new(RichText::new(said).small().color(ui.visuals().error_fg_color)).wrap());
            }
            if !response.has_focus() && !stays {
                self.drafts.remove(&field.id);
            }
        }
        response
    }

    /// What is typed into a field but not kept yet.
    #[must_use]
    pub fn typed(&self, id: Id) -> Option<&str> {
        self.drafts.get(&id).map(|draft| draft.text.as_str())
    }

    /// Keeps the drafts of fields that were not shown in this pass. Called once at the end of each.
    pub fn keep_hidden(&mut self, pass: u64, actions: &mut Vec<Action>) {
        self.drafts.retain(|_, draft| {
            let shown = draft.shown_in >= pass;
            if !shown {
                draft.keep(actions);
            }
            shown
        });
    }

    /// Keeps all drafts, because the window closes.
    pub fn keep_all(&mut self, actions: &mut Vec<Action>) {
        for draft in self.drafts.values_mut() {
            draft.keep(actions);
        }
        self.drafts.clear();
    }
}

impl Draft {
    fn keep(&mut self, actions: &mut Vec<Action>) {
        if self.text != self.kept {
            let made = (self.make)(self.text.clone());
            self.refused = made.is_none();
            if made.is_some() {
                self.kept.clone_from(&self.text);
            }
            actions.extend(made);
        }
    }
}
