//! The details of an article, or of all articles that the list shows: title, outlet, author, address, date, language,
//! grade, status, groups, attributes, notes. What differs between several is marked, and what is set goes to all.

use egui::{ComboBox, Id, RichText, ScrollArea, Ui};

use super::{close, title};
use crate::app::{Action, ArticleField, OpenProject, State};
use crate::model::{Article, ArticleId, ArticleStatus, PartialDate, SourceGrade};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::Drafts;
use crate::ui::widgets::draft_field::{DATE, Field};
use crate::ui::widgets::section::grouped;

/// Articles looked at for what they have in common; with more, everything counts as mixed.
const COMPARED_MAX: usize = 2_000;

/// Shows the details; what is typed is kept by itself.
pub fn show(
    ui: &mut Ui,
    state: &State,
    look: &Look,
    id: ArticleId,
    (all, drafts): (&mut bool, &mut Drafts),
    actions: &mut Vec<Action>,
) {
    let Some(open) = &state.open else { return };
    let Some(article) = open.project.articles().get(&id) else { return };
    let marked = open.marked.len() > 1 && open.marked.contains(&id);
    let several = marked || *all && open.listed.len() > 1;
    title(
        ui,
        &match (marked, several) {
            (true, _) => format!("Details of the {} articles marked", grouped(open.marked.len())),
            (false, true) => "Details of the articles listed".to_owned(),
            (false, false) => "Article details".to_owned(),
        },
    );
    if open.listed.len() > 1 && !marked {
        let text = format!("Change all {} articles that the list shows", grouped(open.listed.len()));
        ui.checkbox(all, text);
    }
    let ids = match (marked, several) {
        (true, _) => open.marked.clone(),
        (false, true) => open.listed.clone(),
        (false, false) => vec![id],
    };
    let height = (ui.ctx().content_rect().height() - 220.0).max(200.0);
    ScrollArea::vertical().id_salt("details").max_height(height).min_scrolled_height(height.min(520.0)).show(
        ui,
        |ui| {
            ui.set_max_width(ui.available_width() - 12.0);
            ui.add_enabled_ui(open.read_only.is_none(), |ui| {
                let mut form = Form { open, look, ids, drafts, actions };
                fields(ui, &mut form, article, several);
            });
            if !several {
                origin(ui, look, article);
            }
        },
    );
    ui.add_space(theme::GAPS[0]);
    close(ui, actions);
}

fn fields(ui: &mut Ui, form: &mut Form<'_>, article: &Article, several: bool) {
    if !several {
        form.text(ui, "Title", "", 1, |a| a.title.clone(), |typed| Some(ArticleField::Title(typed)));
    }
    form.text(ui, "Outlet", "who published it", 1, |a| a.outlet.clone(), |typed| Some(ArticleField::Outlet(typed)));
    form.text(ui, "Author", "who wrote it", 1, |a| a.author.clone(), |typed| Some(ArticleField::Author(typed)));
    let date = |a: &Article| a.published.map(|date| date.to_string()).unwrap_or_default();
    form.text(ui, "Published", DATE, 1, date, |typed| match typed.trim() {
        "" => Some(ArticleField::Published(None)),
        typed => typed.parse::<PartialDate>().ok().map(|date| ArticleField::Published(Some(date))),
    });
    if !several {
        form.text(ui, "Address", "https://…", 1, |a| a.url.clone(), |typed| Some(ArticleField::Url(typed)));
    }
    form.text(ui, "Language", "en, uk, de …", 1, |a| a.language.clone(), |typed| Some(ArticleField::Language(typed)));
    form.label(ui, "Status and source grade");
    ui.horizontal(|ui| {
        let word = |a: &Article| a.status.clone().unwrap_or(ArticleStatus::Unread).word().to_owned();
        let common = form.common(word);
        let shown = common.as_deref().map_or_else(|| "mixed".to_owned(), visible);
        let response = ComboBox::from_id_salt("status").selected_text(shown).width(140.0).show_ui(ui, |ui| {
            for choice in ArticleStatus::KNOWN {
                if ui.selectable_label(common.as_deref() == Some(choice.word()), choice.word()).clicked() {
                    form.set(ArticleField::Status(Some(choice.clone())));
                }
            }
        });
        response.response.accessible_name("Status");
        grade(ui, form, article, several);
    });
    let groups = |a: &Article| a.groups.join(", ");
    form.text(ui, "Groups", "separated by commas", 1, groups, |typed| {
        let mut groups: Vec<String> = Vec::new();
        for group in typed.split(',').map(str::trim).filter(|group| !group.is_empty()) {
            if !groups.iter().any(|known| known == group) {
                groups.push(group.to_owned());
            }
        }
        Some(ArticleField::Groups(groups))
    });
    let attributes = |a: &Article| {
        a.attributes.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")
    };
    form.text(ui, "Attributes", "name: value, one a line", 2, attributes, |typed| {
        let pair = |line: &str| {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            (name.trim().to_owned(), value.trim().to_owned())
        };
        let pairs = typed.lines().filter(|line| !line.trim().is_empty()).map(pair);
        Some(ArticleField::Attributes(pairs.filter(|(name, _)| !name.is_empty()).collect()))
    });
    form.text(ui, "Notes", "your own words", 3, |a| a.notes.clone(), |typed| Some(ArticleField::Notes(typed)));
}

fn grade(ui: &mut Ui, form: &mut Form<'_>, article: &Article, several: bool) {
    let shown = article.grade;
    let common = form.common(|a| format!("{:?}", a.grade)).is_some();
    let several = several && !common;
    let none = if several { "mixed" } else { "–" };
    let letter = shown.reliability().filter(|_| !several).map_or_else(|| none.to_owned(), String::from);
    let response = ComboBox::from_id_salt("outlet reliability").selected_text(letter).width(66.0).show_ui(ui, |ui| {
        for choice in [None, Some('A'), Some('B'), Some('C'), Some('D'), Some('E'), Some('F')] {
            let text = choice.map_or_else(|| "–".to_owned(), String::from);
            if ui.selectable_label(!several && shown.reliability() == choice, text).clicked()
                && let Some(grade) = SourceGrade::new(choice, shown.credibility())
            {
                form.set(ArticleField::Grade(grade));
            }
        }
    });
    response.response.accessible_name("Reliability of the outlet, A to F (Admiralty code)");
    let number = shown.credibility().filter(|_| !several).map_or_else(|| none.to_owned(), |number| number.to_string());
    let response = ComboBox::from_id_salt("outlet credibility").selected_text(number).width(66.0).show_ui(ui, |ui| {
        for choice in std::iter::once(None).chain((1..=6).map(Some)) {
            let text = choice.map_or_else(|| "–".to_owned(), |number: u8| number.to_string());
            if ui.selectable_label(!several && shown.credibility() == choice, text).clicked()
                && let Some(grade) = SourceGrade::new(shown.reliability(), choice)
            {
                form.set(ArticleField::Grade(grade));
            }
        }
    });
    response.response.accessible_name("Credibility of the article, 1 to 6 (Admiralty code)");
}

struct Form<'a> {
    open: &'a OpenProject,
    look: &'a Look,
    ids: Vec<ArticleId>,
    drafts: &'a mut Drafts,
    actions: &'a mut Vec<Action>,
}

impl Form<'_> {
    fn label(&self, ui: &mut Ui, name: &str) {
        ui.label(RichText::new(name).small().color(self.look.secondary));
    }

    fn set(&mut self, field: ArticleField) {
        self.actions.push(Action::SetArticlesField(self.ids.clone(), field));
    }

    /// What all of them say, or `None` where they differ.
    fn common(&self, of: impl Fn(&Article) -> String) -> Option<String> {
        if self.ids.len() > COMPARED_MAX {
            return None;
        }
        let mut values = self.ids.iter().filter_map(|id| self.open.project.articles().get(id)).map(of);
        let first = values.next()?;
        values.all(|value| value == first).then_some(first)
    }

    fn text(
        &mut self,
        ui: &mut Ui,
        name: &'static str,
        hint: &str,
        rows: usize,
        of: impl Fn(&Article) -> String,
        make: fn(String) -> Option<ArticleField>,
    ) {
        self.label(ui, name);
        let value = self.common(of);
        let (hint, expects) = (if value.is_none() { "mixed; what is typed goes to all" } else { hint }, hint);
        let first = self.ids.first().map(ToString::to_string).unwrap_or_default();
        let field = Field { id: Id::unique(("detail", name, first, self.ids.len())), name, hint, rows, expects };
        let ids = self.ids.clone();
        self.drafts.field(ui, &field, value.as_deref().unwrap_or_default(), self.actions, move |typed| {
            Some(Action::SetArticlesField(ids.clone(), make(typed)?))
        });
    }
}

/// Where the text came from and what was done to it.
fn origin(ui: &mut Ui, look: &Look, article: &Article) {
    ui.add_space(theme::GAPS[0]);
    let import = &article.import;
    let imported = import.imported.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
    let mut about = format!(
        "Imported {imported} from {}, read as {}, {} bytes of text",
        visible(&import.file),
        visible(&import.encoding),
        grouped(article.text_bytes as usize)
    );
    for sentence in &import.cleaned {
        about.push_str(&format!("\n{}", visible(sentence)));
    }
    ui.add(egui::Label::new(RichText::new(about).small().color(look.secondary)).wrap());
}
