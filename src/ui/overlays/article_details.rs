//! The details of an article: title, outlet, author, address, date, language, status, notes.

use egui::{ComboBox, Id, RichText, Ui};

use super::title;
use crate::app::{Action, ArticleField, State};
use crate::model::{ArticleId, ArticleStatus, PartialDate};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::Drafts;
use crate::ui::widgets::draft_field::Field;
use crate::ui::widgets::section::grouped;

/// Shows the details; what is typed is kept by itself.
pub fn show(ui: &mut Ui, state: &State, look: &Look, id: ArticleId, drafts: &mut Drafts, actions: &mut Vec<Action>) {
    let Some(open) = &state.open else { return };
    let Some(article) = open.project.articles().get(&id) else { return };
    title(ui, "Article details");
    ui.add_enabled_ui(open.read_only.is_none(), |ui| {
        let mut text = |ui: &mut Ui,
                        name: &'static str,
                        hint: &str,
                        rows: usize,
                        value: &str,
                        make: fn(String) -> Option<ArticleField>| {
            ui.label(RichText::new(name).small().color(look.secondary));
            let field = Field { id: Id::unique(("detail", name, id.to_string())), name, hint, rows };
            drafts.field(ui, &field, value, actions, move |typed| Some(Action::SetArticleField(id, make(typed)?)));
        };
        let published = article.published.map(|date| date.to_string()).unwrap_or_default();
        text(ui, "Title", "", 1, &article.title, |typed| Some(ArticleField::Title(typed)));
        text(ui, "Outlet", "who published it", 1, &article.outlet, |typed| Some(ArticleField::Outlet(typed)));
        text(ui, "Author", "who wrote it", 1, &article.author, |typed| Some(ArticleField::Author(typed)));
        text(ui, "Published", "2025-12-14, 2025-12 or 2025", 1, &published, |typed| match typed.trim() {
            "" => Some(ArticleField::Published(None)),
            typed => typed.parse::<PartialDate>().ok().map(|date| ArticleField::Published(Some(date))),
        });
        text(ui, "Address", "https://…", 1, &article.url, |typed| Some(ArticleField::Url(typed)));
        text(ui, "Language", "en, uk, de …", 1, &article.language, |typed| Some(ArticleField::Language(typed)));
        text(ui, "Notes", "your own words", 3, &article.notes, |typed| Some(ArticleField::Notes(typed)));
        ui.label(RichText::new("Status").small().color(look.secondary));
        let status = article.status.clone().unwrap_or(ArticleStatus::Unread);
        let response =
            ComboBox::from_id_salt("status").selected_text(visible(status.word())).width(160.0).show_ui(ui, |ui| {
                for choice in ArticleStatus::KNOWN {
                    if ui.selectable_label(*choice == status, choice.word()).clicked() {
                        actions.push(Action::SetArticleField(id, ArticleField::Status(Some(choice.clone()))));
                    }
                }
            });
        response.response.accessible_name("Status");
    });
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
    ui.add_space(theme::GAPS[0]);
    if ui.add(egui::Button::new("Close").min_size(egui::vec2(96.0, 30.0))).clicked() {
        actions.push(Action::ShowOverlay(None));
    }
}
