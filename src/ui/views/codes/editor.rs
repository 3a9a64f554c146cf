//! All fields of the chosen code. What is typed is kept by itself, field by field.

use egui::{Button, ComboBox, Id, RichText, Ui};

use crate::app::editing::free_keys;
use crate::app::{Action, CodeAction, CodeField, OpenProject, State};
use crate::model::operations::TAG_COLORS;
use crate::model::{Actor, ActorKind, Code, CodeId, PartialDate, Tag, Underline, colors};
use crate::text::marks::visible;
use crate::ui::theme::Look;
use crate::ui::widgets::Drafts;
use crate::ui::widgets::draft_field::{DATE, Field};
use crate::ui::widgets::tag_sign::tag_sign;

/// Shows the fields.
pub(super) fn show(
    ui: &mut Ui,
    (state, open): (&State, &OpenProject),
    look: &Look,
    code: &Code,
    drafts: &mut Drafts,
    actions: &mut Vec<Action>,
) {
    let mut form = Form { id: code.id(), look, drafts, actions };
    form.text(ui, "Name", "", 1, code.name(), |typed| {
        // A field that is just being emptied is no name yet.
        Some(CodeField::Name(typed)).filter(|field| !matches!(field, CodeField::Name(name) if name.trim().is_empty()))
    });
    match code {
        Code::Tag(tag) => tag_fields(ui, &mut form, (state, open), tag),
        Code::Actor(actor) => {
            actor_fields(ui, &mut form, actor);
            form.aliases(ui, &actor.aliases);
            form.colors(ui, actor.color, true);
            form.text(ui, "Notes", "your own words", 4, &actor.notes, |typed| Some(CodeField::Notes(typed)));
        }
        Code::Issue(issue) => {
            form.aliases(ui, &issue.aliases);
            form.colors(ui, issue.color, true);
            form.text(ui, "Notes", "your own words", 4, &issue.notes, |typed| Some(CodeField::Notes(typed)));
        }
    }
}

struct Form<'a> {
    id: CodeId,
    look: &'a Look,
    drafts: &'a mut Drafts,
    actions: &'a mut Vec<Action>,
}

impl Form<'_> {
    fn label(&self, ui: &mut Ui, text: &str) {
        ui.add_space(4.0);
        ui.label(RichText::new(text).small().color(self.look.secondary));
    }

    fn text(
        &mut self,
        ui: &mut Ui,
        name: &'static str,
        hint: &str,
        rows: usize,
        value: &str,
        make: impl Fn(String) -> Option<CodeField> + 'static,
    ) {
        self.label(ui, name);
        let id = Id::unique(("code field", name, self.id.kind(), self.id.as_str()));
        let field = Field { id, name, hint, rows, expects: hint };
        let id = self.id.clone();
        self.drafts.field(ui, &field, value, self.actions, move |typed| {
            Some(Action::Code(CodeAction::Set(id.clone(), make(typed)?)))
        });
    }

    fn set(&mut self, field: CodeField) {
        self.actions.push(Action::Code(CodeAction::Set(self.id.clone(), field)));
    }

    fn aliases(&mut self, ui: &mut Ui, aliases: &[String]) {
        let hint = "other names and case forms, one a line: they are found in texts";
        let rows = (aliases.len() + 1).clamp(2, 8);
        self.text(ui, "Aliases", hint, rows, &aliases.join("\n"), |typed| {
            Some(CodeField::Aliases(typed.lines().map(str::to_owned).collect()))
        });
    }

    /// The palette, with a ring around the present colour; `or_none` where there need not be one.
    fn colors(&mut self, ui: &mut Ui, color: Option<[u8; 3]>, or_none: bool) {
        self.label(ui, "Colour");
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            for (number, choice) in TAG_COLORS.into_iter().enumerate() {
                let (rect, response) = ui.allocate_exact_size(egui::vec2(26.0, 22.0), egui::Sense::click());
                let name = format!("Colour {}", number + 1);
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
                let [r, g, b] = choice;
                ui.painter().rect_filled(rect.shrink(3.0), 4.0, egui::Color32::from_rgb(r, g, b));
                if color == Some(choice) || response.has_focus() {
                    let stroke = egui::Stroke::new(2.0, self.look.accent);
                    ui.painter().rect_stroke(rect, 5.0, stroke, egui::StrokeKind::Inside);
                }
                if response.clicked() {
                    self.set(CodeField::Color(Some(choice)));
                }
            }
            let mut own = color.unwrap_or([0x80; 3]);
            let response = egui::color_picker::color_edit_button_srgb(ui, &mut own).accessible_name("Own colour");
            if response.changed() {
                self.set(CodeField::Color(Some(own)));
            }
            if or_none && color.is_some() && ui.button("No colour").clicked() {
                self.set(CodeField::Color(None));
            }
        });
        if let Some(color) = color {
            let [r, g, b, _] = self.look.paper.to_array();
            if colors::hardly_seen(color, [r, g, b]) {
                let text = "Hardly seen on this paper: lines and signs are drawn darker than the colour is";
                ui.label(RichText::new(text).small().color(self.look.problem));
            }
        }
    }
}

fn tag_fields(ui: &mut Ui, form: &mut Form<'_>, (state, open): (&State, &OpenProject), tag: &Tag) {
    form.label(ui, "Key and underline");
    ui.horizontal(|ui| {
        let text = tag.key.map_or_else(|| "no key".to_owned(), String::from);
        let response = ComboBox::from_id_salt("tag key").selected_text(text).width(90.0).show_ui(ui, |ui| {
            if ui.selectable_label(tag.key.is_none(), "no key").clicked() {
                form.set(CodeField::Key(None));
            }
            for key in free_keys(state) {
                if ui.selectable_label(tag.key == Some(key), key.to_string()).clicked() {
                    form.set(CodeField::Key(Some(key)));
                }
            }
        });
        response.response.accessible_name("Key of the tag");
        let word = visible(tag.underline.word());
        let response = ComboBox::from_id_salt("tag underline").selected_text(word).width(110.0).show_ui(ui, |ui| {
            for choice in Underline::KNOWN {
                if ui.selectable_label(tag.underline == *choice, choice.word()).clicked() {
                    form.set(CodeField::Underline(choice.clone()));
                }
            }
        });
        response.response.accessible_name("Underline of the tag");
        let (rect, _) = ui.allocate_exact_size(egui::vec2(28.0, 18.0), egui::Sense::hover());
        tag_sign(ui, form.look, tag, rect);
    });
    form.colors(ui, Some(tag.color), false);
    let others = open.project.tags().values().filter(|other| other.id != tag.id && !other.retired);
    let others: Vec<[u8; 3]> = others.map(|other| other.color).collect();
    if others.iter().any(|other| colors::alike(*other, tag.color))
        && ui.add(Button::new("Take the next colour that can be told apart")).clicked()
    {
        form.set(CodeField::Color(Some(colors::next(&others))));
    }
    form.text(ui, "Definition", "what it means", 3, &tag.definition, |typed| Some(CodeField::Definition(typed)));
    form.text(ui, "Use when", "", 2, &tag.use_when, |typed| Some(CodeField::UseWhen(typed)));
    form.text(ui, "Not when", "", 2, &tag.not_when, |typed| Some(CodeField::NotWhen(typed)));
    form.text(ui, "Example", "", 2, &tag.example, |typed| Some(CodeField::Example(typed)));
}

fn actor_fields(ui: &mut Ui, form: &mut Form<'_>, actor: &Actor) {
    form.label(ui, "Kind");
    let text = actor.kind.as_ref().map_or_else(|| "–".to_owned(), |kind| visible(kind.word()));
    let response = ComboBox::from_id_salt("actor kind").selected_text(text).width(160.0).show_ui(ui, |ui| {
        if ui.selectable_label(actor.kind.is_none(), "–").clicked() {
            form.set(CodeField::Kind(None));
        }
        for choice in ActorKind::KNOWN {
            if ui.selectable_label(actor.kind.as_ref() == Some(choice), choice.word()).clicked() {
                form.set(CodeField::Kind(Some(choice.clone())));
            }
        }
    });
    response.response.accessible_name("Kind of actor");
    if actor.kind == Some(ActorKind::Person) || !actor.role.is_empty() || actor.since.is_some() || actor.until.is_some()
    {
        form.text(ui, "Role", "the office of a person", 1, &actor.role, |typed| Some(CodeField::Role(typed)));
        let date = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let parse = |typed: &str| match typed.trim() {
            "" => Some(None),
            typed => typed.parse::<PartialDate>().ok().map(Some),
        };
        form.text(ui, "Since", DATE, 1, &date(actor.since), move |typed| parse(&typed).map(CodeField::Since));
        form.text(ui, "Until", DATE, 1, &date(actor.until), move |typed| parse(&typed).map(CodeField::Until));
    }
}
