//! The list of articles: status, title, outlet and date, and how many excerpts each has.

use egui::{Color32, FontId, Id, Rect, RichText, ScrollArea, Stroke, TextEdit, Ui};

use crate::app::{Action, CommandId, OpenProject, State};
use crate::model::{Article, ArticleId, ArticleStatus};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::command_button;
use crate::ui::widgets::list_row::{line, line_right, list_row};
use crate::ui::widgets::section;

const ROW: f32 = 46.0;

/// What the list keeps between frames.
#[derive(Debug, Clone, Default)]
pub struct ArticlesPanel {
    shown: Option<ArticleId>,
}

/// The id of the field that narrows the list.
#[must_use]
pub fn filter_field() -> Id {
    Id::unique("filter articles")
}

/// Shows the list.
pub fn show(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    look: &Look,
    panel: &mut ArticlesPanel,
    actions: &mut Vec<Action>,
) {
    let title = format!("Articles  {}", section::grouped(open.listed.len()));
    section::heading_with(ui, look, &title, |ui| {
        command_button(ui, state, CommandId::ImportFiles, icons::FILE_PLUS, actions);
        command_button(ui, state, CommandId::NextArticle, icons::ARROW_RIGHT, actions);
        command_button(ui, state, CommandId::PreviousArticle, icons::ARROW_LEFT, actions);
    });
    ui.horizontal(|ui| {
        let mut words = open.narrow.clone();
        let edit = TextEdit::singleline(&mut words).id(filter_field()).hint_text("Filter by title, outlet, author");
        let edit = edit.desired_width(f32::INFINITY).margin(egui::vec2(6.0, 4.0));
        if ui.add(edit).accessible_name("Filter articles").changed() {
            actions.push(Action::NarrowArticles(words));
        }
    });
    if open.project.articles().is_empty() {
        ui.add_space(theme::GAPS[1]);
        let text = "No articles yet. Import text, Markdown or saved web pages, or drop them on the window";
        ui.label(RichText::new(text).color(look.secondary));
        return;
    }
    if open.listed.is_empty() {
        ui.add_space(theme::GAPS[1]);
        ui.label(RichText::new(format!("No article holds “{}”", open.narrow)).color(look.secondary));
        if ui.button("Show all articles").clicked() {
            actions.push(Action::NarrowArticles(String::new()));
        }
        return;
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    let mut area = ScrollArea::vertical().id_salt("articles").auto_shrink([false, false]);
    if panel.shown != open.reading {
        panel.shown = open.reading;
        area = match scroll_to(open, ui.available_height(), ROW + 2.0) {
            Some(top) => area.vertical_scroll_offset(top),
            None => area,
        };
    }
    area.show_rows(ui, ROW, open.listed.len(), |ui, range| {
        let shown = open.listed.get(range).unwrap_or_default();
        for article in shown.iter().filter_map(|id| open.project.articles().get(id)) {
            row(ui, open, look, article, actions);
        }
    });
}

/// Where the list must stand to show the article that is read, if it lies below the first screen.
#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn scroll_to(open: &OpenProject, height: f32, step: f32) -> Option<f32> {
    let at = open.listed.iter().position(|id| Some(*id) == open.reading)?;
    let top = at as f32 * step;
    (top + step > height).then_some(top - height * 0.5)
}

fn row(ui: &mut Ui, open: &OpenProject, look: &Look, article: &Article, actions: &mut Vec<Action>) {
    let count = open.places_shown(article.id).len();
    let title = visible(&article.title);
    let published = article.published.map(|date| date.to_string()).unwrap_or_default();
    let place = match (article.outlet.as_str(), published.as_str()) {
        ("", "") => visible(&article.import.file),
        ("", date) => date.to_owned(),
        (outlet, "") => visible(outlet),
        (outlet, date) => format!("{} · {date}", visible(outlet)),
    };
    let waiting = open.versions.in_articles().get(&article.id).copied().unwrap_or(0);
    let to_settle = if waiting > 0 { format!(", {waiting} to settle") } else { String::new() };
    // No number is better than one that is not true yet.
    let count = (!open.is_counting_shown()).then(|| section::grouped(count));
    let excerpts = count.as_ref().map(|count| format!(", {count} excerpts")).unwrap_or_default();
    let says = format!("{title}, {place}{excerpts}{to_settle}");
    let (rect, response) = list_row(ui, look, ROW, open.reading == Some(article.id), &says);
    if open.marked.contains(&article.id) {
        ui.painter().rect_stroke(rect, theme::CORNER, Stroke::new(1.0, look.accent), egui::StrokeKind::Inside);
    }
    if ui.is_rect_visible(rect) {
        status_dot(ui, look, article, rect);
        let left = rect.left() + 24.0;
        let width = rect.right() - left - 8.0;
        let family = if article.title_inferred { egui::FontFamily::Proportional } else { theme::medium_family() };
        let color = if article.status == Some(ArticleStatus::Excluded) { look.secondary } else { look.ink };
        let font = FontId::new(theme::TOOL_SIZE, family);
        line(ui, egui::pos2(left, rect.top() + 6.0), &title, font, color, width);
        let below = rect.top() + 25.0;
        let right = egui::pos2(rect.right() - 8.0, below);
        let took = line_right(ui, right, &count.unwrap_or_default(), theme::small(), look.secondary);
        let mut took = took + 8.0;
        if waiting > 0 {
            let right = egui::pos2(rect.right() - took, below);
            let text = format!("{} to settle", section::grouped(waiting));
            took += line_right(ui, right, &text, theme::small(), look.problem) + 8.0;
        }
        line(ui, egui::pos2(left, below), &place, theme::small(), look.secondary, width - took);
    }
    if response.clicked() {
        let modifiers = ui.input(|input| input.modifiers);
        if modifiers.shift || modifiers.command {
            actions.push(Action::MarkArticles(marked(open, article.id, modifiers.shift)));
        } else {
            if !open.marked.is_empty() {
                actions.push(Action::MarkArticles(Vec::new()));
            }
            actions.push(Action::ShowArticle(article.id));
        }
    }
    let inferred = if article.title_inferred { "\nTitle taken from the first words" } else { "" };
    let response = response.on_hover_text(format!("{title}\n{place} · {}{inferred}", visible(&article.import.file)));
    response.context_menu(|ui| {
        if ui.button("Open").clicked() {
            actions.push(Action::ShowArticle(article.id));
            ui.close();
        }
        let many = open.marked.len() > 1 && open.marked.contains(&article.id);
        let details =
            if many { format!("Details of {} articles…", open.marked.len()) } else { "Details…".to_owned() };
        if ui.button(details).clicked() {
            actions.push(Action::ShowOverlay(Some(crate::app::Overlay::ArticleDetails(article.id))));
            ui.close();
        }
        if ui.add_enabled(open.read_only.is_none(), egui::Button::new("Delete article")).clicked() {
            actions.push(Action::DeleteArticle(article.id));
            ui.close();
        }
    });
}

/// What is marked once this one is clicked with `Shift` (all up to it) or `Ctrl` (it too, or no longer).
fn marked(open: &OpenProject, clicked: ArticleId, to: bool) -> Vec<ArticleId> {
    let mut marked = open.marked.clone();
    if marked.is_empty() {
        marked.extend(open.reading);
    }
    if to {
        let at = |id: &ArticleId| open.listed.iter().position(|other| other == id);
        let ends = marked.first().and_then(at).zip(at(&clicked));
        let range = ends.and_then(|(from, to)| open.listed.get(from.min(to)..=from.max(to)));
        let first = marked.first().copied();
        let rest = range.unwrap_or_default().iter().copied().filter(|id| Some(*id) != first);
        first.into_iter().chain(rest).collect()
    } else if let Some(at) = marked.iter().position(|id| *id == clicked) {
        marked.remove(at);
        marked
    } else {
        marked.push(clicked);
        marked
    }
}

/// Unread is a ring, reading a ring with a point, done a disc, excluded a small dot.
fn status_dot(ui: &Ui, look: &Look, article: &Article, rect: Rect) {
    let at = egui::pos2(rect.left() + 12.0, rect.top() + 14.0);
    let painter = ui.painter();
    match &article.status {
        Some(ArticleStatus::Done) => {
            painter.circle_filled(at, 4.0, look.accent);
        }
        Some(ArticleStatus::Reading) => {
            painter.circle_stroke(at, 3.5, Stroke::new(1.5, look.accent));
            painter.circle_filled(at, 1.8, look.accent);
        }
        Some(ArticleStatus::Excluded) => {
            painter.circle_filled(at, 1.5, look.secondary);
        }
        _ => {
            painter.circle(at, 3.5, Color32::TRANSPARENT, Stroke::new(1.5, look.secondary));
        }
    }
}
