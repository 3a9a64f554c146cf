//! The fields of the statement that an excerpt records: who, on what, which direction, whose words, when. The lists of
//! actors and issues are in `statement_codes`.
//! With several excerpts selected, fields that differ are marked as mixed, and what is set goes to all.

use egui::{ComboBox, Id, RichText, Ui};

use super::inspector::{Inspector, memo_field};
use super::statement_codes::codes;
use crate::app::{Action, ExcerptField, OpenProject};
use crate::model::{Excerpt, ExcerptId, PartialDate, Project, SourceGrade, Stance, Voice};
use crate::text::marks::visible;
use crate::ui::theme::Look;
use crate::ui::widgets::code_picker::Adding;
use crate::ui::widgets::draft_field::{DATE, Field};
use crate::ui::widgets::markdown::{has_marks, markdown};
use crate::ui::widgets::{AtHand, Drafts};

/// What the two signs of a source's grade mean.
const ADMIRALTY: &str = "The Admiralty code grades source and information apart (NATO AJP-2.1).\n\
    The letter says how far the source can be relied on, from its record: A completely, B usually, C fairly, \
    D not usually, E not at all, F cannot be judged.\n\
    The number says how likely this piece of information is: 1 confirmed by others, 2 probably true, 3 possibly true, \
    4 doubtful, 5 improbable, 6 cannot be judged.\n\
    A usually reliable paper with an unconfirmed but plausible report is B3; F6 says that nothing is known.";

const LABEL: f32 = 76.0;
/// What a field says in which the excerpts differ.
const MIXED: &str = "mixed; goes to all";

/// Actors, issues and tag in one line, for lists.
#[must_use]
pub fn summary(project: &Project, excerpt: &Excerpt, tag: &str) -> String {
    let actors = excerpt.actors.iter().filter_map(|id| project.actors().get(id)).map(|actor| visible(&actor.name));
    let issues = excerpt.issues.iter().filter_map(|id| project.issues().get(id)).map(|issue| visible(&issue.name));
    let mut parts = vec![tag.to_owned()];
    parts.extend([actors.collect::<Vec<_>>().join(", "), issues.collect::<Vec<_>>().join(", ")]);
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Shows the fields of the selected excerpts.
pub fn show(
    ui: &mut Ui,
    open: &OpenProject,
    (look, at_hand): (&Look, &AtHand),
    inspector: &mut Inspector,
    drafts: &mut Drafts,
    actions: &mut Vec<Action>,
) {
    let excerpts: Vec<&Excerpt> = open.looked_at().collect();
    let Some(first) = excerpts.first().copied() else { return };
    let ids = &open.selected;
    let form = Form { look, ids };

    for adding in [Adding::Actor, Adding::Issue, Adding::Addressee] {
        codes(ui, &form, (open, at_hand), &excerpts, adding, inspector, actions);
    }
    let value = common(&excerpts, |excerpt| &excerpt.stance);
    form.row_of(ui, "Stance", value.is_none(), |ui| {
        form.choice(ui, "Stance", value, Stance::KNOWN, Stance::word, ExcerptField::Stance, actions);
    });
    let value = common(&excerpts, |excerpt| &excerpt.voice);
    form.row_of(ui, "Voice", value.is_none(), |ui| {
        form.choice(ui, "Voice", value, Voice::KNOWN, Voice::word, ExcerptField::Voice, actions);
    });
    form.text(
        ui,
        drafts,
        "Speaker",
        "who spoke, as named in the text",
        common(&excerpts, |e| &e.speaker),
        ExcerptField::Speaker,
        actions,
    );
    form.text(ui, drafts, "Condition", "if …", common(&excerpts, |e| &e.condition), ExcerptField::Condition, actions);
    date(ui, &form, drafts, &excerpts, actions);
    grade(ui, &form, &excerpts, actions);
    ui.add_space(4.0);
    let memo = common(&excerpts, |excerpt| &excerpt.memo);
    let mixed = memo.is_none();
    let field = Field {
        id: memo_field(first.id),
        name: "Memo",
        hint: if mixed { "Memos differ; what you write replaces them all" } else { "Memo: your own words" },
        rows: 3,
        expects: "a memo",
    };
    let to = ids.clone();
    let value = memo.map_or("", String::as_str);
    let response = drafts
        .field(ui, &field, value, actions, move |text| Some(Action::SetField(to.clone(), ExcerptField::Memo(text))));
    if !response.has_focus() && has_marks(value) {
        markdown(ui, look, value);
    }
}

/// The value that all have, or `None` where they differ.
fn common<'a, T: PartialEq>(excerpts: &[&'a Excerpt], field: impl Fn(&'a Excerpt) -> &'a T) -> Option<&'a T> {
    let (first, rest) = excerpts.split_first()?;
    let value = field(first);
    rest.iter().all(|excerpt| field(excerpt) == value).then_some(value)
}

/// How the rows look, and which excerpts they change.
pub(super) struct Form<'a> {
    pub(super) look: &'a Look,
    pub(super) ids: &'a [ExcerptId],
}

impl Form<'_> {
    pub(super) fn row(&self, ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui)) {
        self.row_of(ui, label, false, add);
    }

    /// A row whose label says where what is beside it differs among the excerpts.
    fn row_of(&self, ui: &mut Ui, label: &str, mixed: bool, add: impl FnOnce(&mut Ui)) {
        ui.horizontal_top(|ui| {
            let (rect, response) = ui.allocate_exact_size(egui::vec2(LABEL, 26.0), egui::Sense::hover());
            let font = egui::FontId::new(crate::ui::theme::TOOL_SIZE, egui::FontFamily::Proportional);
            let (text, color) = if mixed {
                (format!("{label} ≠"), self.look.accent)
            } else {
                (label.to_owned(), self.look.secondary)
            };
            ui.painter().text(rect.left_center(), egui::Align2::LEFT_CENTER, text, font, color);
            if mixed {
                response.on_hover_text(format!("Differs among the {} excerpts", self.ids.len()));
            }
            add(ui);
        });
    }

    #[expect(clippy::too_many_arguments, reason = "one generic row; each argument is one of its parts")]
    fn choice<T: Clone + PartialEq + 'static>(
        &self,
        ui: &mut Ui,
        name: &str,
        value: Option<&Option<T>>,
        known: &[T],
        word: fn(&T) -> &str,
        make: fn(Option<T>) -> ExcerptField,
        actions: &mut Vec<Action>,
    ) {
        let text = match value {
            None => RichText::new("mixed").italics().color(self.look.secondary),
            Some(None) => RichText::new("–").color(self.look.secondary),
            Some(Some(value)) => RichText::new(visible(word(value))),
        };
        let shown = ComboBox::from_id_salt(("choice", name)).selected_text(text).width(ui.available_width() - 4.0);
        let response = shown.show_ui(ui, |ui| {
            let mut offer = |ui: &mut Ui, choice: Option<T>, text: &str| {
                let chosen = value == Some(&choice);
                if ui.selectable_label(chosen, text).clicked() && !chosen {
                    actions.push(Action::SetField(self.ids.to_vec(), make(choice)));
                    ui.close();
                }
            };
            offer(ui, None, "–");
            for choice in known {
                offer(ui, Some(choice.clone()), word(choice));
            }
        });
        let response = response.response.accessible_name(name);
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one generic row; each argument is one of its parts")]
    fn text(
        &self,
        ui: &mut Ui,
        drafts: &mut Drafts,
        name: &str,
        hint: &str,
        value: Option<&String>,
        make: fn(String) -> ExcerptField,
        actions: &mut Vec<Action>,
    ) {
        let ids = self.ids.to_vec();
        let Some(first) = ids.first().copied() else { return };
        self.row_of(ui, name, value.is_none(), |ui| {
            let (hint, expects) = (if value.is_none() { MIXED } else { hint }, hint);
            let field = Field { id: Id::unique((name, first.to_string())), name, hint, rows: 1, expects };
            drafts.field(ui, &field, value.map_or("", String::as_str), actions, move |text| {
                Some(Action::SetField(ids.clone(), make(text.trim().to_owned())))
            });
        });
    }
}

fn date(ui: &mut Ui, form: &Form<'_>, drafts: &mut Drafts, excerpts: &[&Excerpt], actions: &mut Vec<Action>) {
    let value = common(excerpts, |excerpt| &excerpt.said_on);
    let text = value.and_then(|date| *date).map(|date| date.to_string()).unwrap_or_default();
    let ids = form.ids.to_vec();
    let Some(first) = ids.first().copied() else { return };
    form.row_of(ui, "Said on", value.is_none(), |ui| {
        let hint = if value.is_none() { MIXED } else { DATE };
        let field =
            Field { id: Id::unique(("Said on", first.to_string())), name: "Said on", hint, rows: 1, expects: DATE };
        ui.vertical(|ui| {
            drafts.field(ui, &field, &text, actions, move |typed| {
                let date = match typed.trim() {
                    "" => None,
                    typed => Some(typed.parse::<PartialDate>().ok()?),
                };
                Some(Action::SetField(ids.clone(), ExcerptField::SaidOn(date)))
            });
        });
    });
}

/// Reliability and credibility by the Admiralty code.
fn grade(ui: &mut Ui, form: &Form<'_>, excerpts: &[&Excerpt], actions: &mut Vec<Action>) {
    let value = common(excerpts, |excerpt| &excerpt.grade).copied();
    let shown = value.unwrap_or_default();
    form.row_of(ui, "Source", value.is_none(), |ui| {
        let letters = [
            "A completely reliable",
            "B usually reliable",
            "C fairly reliable",
            "D not usually reliable",
            "E unreliable",
            "F cannot be judged",
        ];
        let numbers =
            ["1 confirmed", "2 probably true", "3 possibly true", "4 doubtful", "5 improbable", "6 cannot be judged"];
        let half = (ui.available_width() - 12.0) / 2.0;
        let sign = |text: String| {
            if value.is_none() {
                "mixed".to_owned()
            } else if text.is_empty() {
                "–".to_owned()
            } else {
                text
            }
        };
        let letter = sign(shown.reliability().map(String::from).unwrap_or_default());
        let response = ComboBox::from_id_salt("reliability").selected_text(letter).width(half).show_ui(ui, |ui| {
            for choice in std::iter::once("–").chain(letters) {
                let reliability = choice.chars().next().filter(char::is_ascii_uppercase);
                if ui.selectable_label(shown.reliability() == reliability, choice).clicked()
                    && let Some(grade) = SourceGrade::new(reliability, shown.credibility())
                {
                    actions.push(Action::SetField(form.ids.to_vec(), ExcerptField::Grade(grade)));
                    ui.close();
                }
            }
        });
        let named = response.response.accessible_name("Reliability of the source, A to F (Admiralty code)");
        named.on_hover_text(ADMIRALTY);
        let number = sign(shown.credibility().map(|number| number.to_string()).unwrap_or_default());
        let response = ComboBox::from_id_salt("credibility").selected_text(number).width(half).show_ui(ui, |ui| {
            for choice in std::iter::once("–").chain(numbers) {
                let credibility = choice.chars().next().and_then(|c| c.to_digit(10)).and_then(|n| u8::try_from(n).ok());
                if ui.selectable_label(shown.credibility() == credibility, choice).clicked()
                    && let Some(grade) = SourceGrade::new(shown.reliability(), credibility)
                {
                    actions.push(Action::SetField(form.ids.to_vec(), ExcerptField::Grade(grade)));
                    ui.close();
                }
            }
        });
        let named = response.response.accessible_name("Credibility of the information, 1 to 6 (Admiralty code)");
        named.on_hover_text(ADMIRALTY);
    });
}
