//! The fields of the statement that an excerpt records: who, on what, which direction, whose words, when.
//! With several excerpts selected, fields that differ are marked as mixed, and what is set goes to all.

use egui::{ComboBox, Id, RichText, TextWrapMode, Ui};

use super::inspector::{Inspector, memo_field};
use crate::app::{Action, ExcerptField, OpenProject};
use crate::model::{ActorId, Excerpt, ExcerptId, PartialDate, Project, SourceGrade, Stance, Voice};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::Look;
use crate::ui::widgets::code_picker::{Adding, code_picker};
use crate::ui::widgets::draft_field::Field;
use crate::ui::widgets::icon_button::icon_button;
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
/// Letters of a code's name that a chip shows.
const CHIP_CHARS: usize = 24;
const TWO_BUTTONS: f32 = 200.0;

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
    let form = Form { look, ids: &open.selected };

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
    };
    let to = open.selected.clone();
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

struct Form<'a> {
    look: &'a Look,
    ids: &'a [ExcerptId],
}

impl Form<'_> {
    fn row(&self, ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui)) {
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
            let hint = if value.is_none() { MIXED } else { hint };
            let field = Field { id: Id::unique((name, first.to_string())), name, hint, rows: 1 };
            drafts.field(ui, &field, value.map_or("", String::as_str), actions, move |text| {
                Some(Action::SetField(ids.clone(), make(text.trim().to_owned())))
            });
        });
    }
}

fn codes(
    ui: &mut Ui,
    form: &Form<'_>,
    (open, at_hand): (&OpenProject, &AtHand),
    excerpts: &[&Excerpt],
    adding: Adding,
    inspector: &mut Inspector,
    actions: &mut Vec<Action>,
) {
    let (label, picker) = match adding {
        Adding::Actor => ("Actors", &mut inspector.actors),
        Adding::Addressee => ("To", &mut inspector.addressees),
        Adding::Issue => ("Issues", &mut inspector.issues),
    };
    form.row(ui, label, |ui| {
        ui.vertical(|ui| {
            let wants_one_more = chips(ui, form, open, excerpts, adding, actions);
            if wants_one_more {
                picker.ask_for_one();
            }
            if picker.is_asked_for(ui, adding) || !excerpts.iter().any(|excerpt| has_codes(excerpt, adding)) {
                code_picker(ui, form.look, picker, adding, (open, at_hand), actions);
            }
        });
    });
}

fn has_codes(excerpt: &Excerpt, adding: Adding) -> bool {
    match adding {
        Adding::Actor => !excerpt.actors.is_empty(),
        Adding::Addressee => !excerpt.addressees.is_empty(),
        Adding::Issue => !excerpt.issues.is_empty(),
    }
}

/// The codes that the excerpts have, each to be taken away by a click; those that only some have say how many, and can be
/// given to all. Says whether one more is wanted.
fn chips(
    ui: &mut Ui,
    form: &Form<'_>,
    open: &OpenProject,
    excerpts: &[&Excerpt],
    adding: Adding,
    actions: &mut Vec<Action>,
) -> bool {
    if !excerpts.iter().any(|excerpt| has_codes(excerpt, adding)) {
        return false;
    }
    let wrapped = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        let mut chip = |ui: &mut Ui, names: [Option<&str>; 2], having: usize, fields: [ExcerptField; 2]| {
            let ([name, above], [without, with]) = (names, fields);
            let name = name.unwrap_or_default();
            let all = having == excerpts.len();
            let shown = visible(name);
            // The way to give it to all stands in the row of its chip.
            if !all && ui.available_size_before_wrap().x < TWO_BUTTONS {
                ui.end_row();
            }
            let most = if all { CHIP_CHARS } else { CHIP_CHARS / 2 };
            let short: String = shown.chars().take(most).collect();
            let cut = if shown.chars().nth(most).is_some() { "…" } else { "" };
            let part = if all { String::new() } else { format!("  {having} of {}", excerpts.len()) };
            let text = RichText::new(format!("{}{cut}{part}  ×", short.trim_end()));
            let text = if all { text.color(form.look.ink) } else { text.color(form.look.secondary).italics() };
            let response = ui.add(egui::Button::new(text).wrap_mode(TextWrapMode::Extend));
            let response = response.accessible_name(format!("Remove {name}"));
            let path = above.map_or_else(|| name.to_owned(), |above| format!("{above} › {name}"));
            if response.on_hover_text(format!("{}\nClick to remove", visible(&path))).clicked() {
                actions.push(Action::SetField(form.ids.to_vec(), without));
            }
            if !all {
                let response = ui.add(egui::Button::new("+ all")).accessible_name(format!("Give {name} to all"));
                if response.on_hover_text(format!("Give {shown} to all {}", excerpts.len())).clicked() {
                    actions.push(Action::SetField(form.ids.to_vec(), with));
                }
            }
        };
        if adding == Adding::Issue {
            for id in each_once(excerpts, |excerpt| &excerpt.issues) {
                let having = excerpts.iter().filter(|excerpt| excerpt.issues.contains(id)).count();
                let issue = open.project.issues().get(id);
                let above = issue.and_then(|issue| open.project.issues().get(issue.parent.as_ref()?));
                let name = issue.map_or(id.as_str(), |issue| issue.name.as_str());
                let fields = [ExcerptField::WithoutIssue(id.clone()), ExcerptField::WithIssue(id.clone())];
                chip(ui, [Some(name), above.map(|above| above.name.as_str())], having, fields);
            }
            return one_more(ui, adding);
        }
        let holds = adding == Adding::Actor;
        let of: fn(&Excerpt) -> &Vec<ActorId> =
            if holds { |excerpt| &excerpt.actors } else { |excerpt| &excerpt.addressees };
        for id in each_once(excerpts, of) {
            let having = excerpts.iter().filter(|excerpt| of(excerpt).contains(id)).count();
            let actor = open.project.actors().get(id);
            let above = actor.and_then(|actor| open.project.actors().get(actor.parent.as_ref()?));
            let name = actor.map_or(id.as_str(), |actor| actor.name.as_str());
            let fields = if holds {
                [ExcerptField::WithoutActor(id.clone()), ExcerptField::WithActor(id.clone())]
            } else {
                [ExcerptField::WithoutAddressee(id.clone()), ExcerptField::WithAddressee(id.clone())]
            };
            chip(ui, [Some(name), above.map(|above| above.name.as_str())], having, fields);
        }
        one_more(ui, adding)
    };
    ui.horizontal_wrapped(wrapped).inner
}

/// The button that opens the picker beside codes that are there already.
fn one_more(ui: &mut Ui, adding: Adding) -> bool {
    icon_button(ui, icons::PLUS, adding.title(), true).clicked()
}

/// What the excerpts name, each once, in order of first mention.
fn each_once<'a, I: PartialEq>(excerpts: &[&'a Excerpt], of: impl Fn(&'a Excerpt) -> &'a Vec<I>) -> Vec<&'a I> {
    let mut ids: Vec<&I> = Vec::new();
    for id in excerpts.iter().copied().flat_map(of) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn date(ui: &mut Ui, form: &Form<'_>, drafts: &mut Drafts, excerpts: &[&Excerpt], actions: &mut Vec<Action>) {
    let value = common(excerpts, |excerpt| &excerpt.said_on);
    let text = value.and_then(|date| *date).map(|date| date.to_string()).unwrap_or_default();
    let ids = form.ids.to_vec();
    let Some(first) = ids.first().copied() else { return };
    form.row_of(ui, "Said on", value.is_none(), |ui| {
        let hint = if value.is_none() { MIXED } else { "2025-12-14, 2025-12 or 2025" };
        let id = Id::unique(("Said on", first.to_string()));
        let field = Field { id, name: "Said on", hint, rows: 1 };
        let response = drafts.field(ui, &field, &text, actions, move |typed| {
            let date = match typed.trim() {
                "" => None,
                typed => Some(typed.parse::<PartialDate>().ok()?),
            };
            Some(Action::SetField(ids.clone(), ExcerptField::SaidOn(date)))
        });
        let typed = drafts.typed(id).unwrap_or(&text);
        if !typed.trim().is_empty() && typed.parse::<PartialDate>().is_err() {
            ui.painter().rect_stroke(
                response.rect,
                crate::ui::theme::CORNER,
                egui::Stroke::new(1.5, form.look.problem),
                egui::StrokeKind::Inside,
            );
            response.on_hover_text("Not a date yet: write 2025, 2025-12 or 2025-12-14");
        }
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
