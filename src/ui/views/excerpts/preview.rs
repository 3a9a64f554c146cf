//! The words around the selected excerpt, from the article's text, beside the table.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Label, RichText, ScrollArea, Stroke, Ui};

use crate::app::{Action, OpenProject};
use crate::text::marks::visible;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::section;

/// Bytes of the text shown before and after the quote at most.
const AROUND_BYTES: usize = 700;

/// Bytes of the quote shown at most.
const QUOTE_BYTES: usize = 4_000;

/// Shows the excerpt's paragraph with the quote marked in it.
pub fn show(ui: &mut Ui, open: &OpenProject, look: &Look, actions: &mut Vec<Action>) {
    let Some(excerpt) = open.inspected() else { return };
    ui.separator();
    section::heading_with(ui, look, "In its place", |ui| {
        if ui.link("Read").on_hover_text("In the article   Enter").clicked() {
            actions.push(Action::ShowExcerpt(excerpt.id));
        }
    });
    let article = open.project.articles().get(&excerpt.article);
    if let Some(article) = article {
        let published = article.published.map(|date| date.to_string()).unwrap_or_default();
        let parts = [visible(&article.outlet), published, visible(&article.title)];
        let source = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        ui.add(Label::new(RichText::new(source).small().color(look.secondary)).truncate());
    }
    ScrollArea::vertical().id_salt("preview").auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 10.0);
        let span = excerpt.anchor.span;
        let text = open.texts.get(&excerpt.article).and_then(|text| text.as_ref().ok());
        let whole = text.map_or("", |text| text.as_str());
        let stands = whole.get(span.start()..span.end()) == Some(excerpt.anchor.quote());
        // Where the text is not in memory, or says something else there, the words kept with the excerpt are shown.
        let (before, after) = if stands {
            (before(whole, span.start()), after(whole, span.end()))
        } else {
            (excerpt.anchor.before(), excerpt.anchor.after())
        };
        let quote = excerpt.anchor.quote();
        let quote = quote.get(..quote.floor_char_boundary(QUOTE_BYTES)).unwrap_or(quote);
        let font = FontId::new(14.0, theme::article_family());
        let around = TextFormat { line_height: Some(21.0), ..TextFormat::simple(font, look.secondary) };
        let tag = open.project.tags().get(&excerpt.tag);
        let color = tag.map_or(look.accent, |tag| theme::tag_color(look, tag.color));
        let marked = TextFormat {
            color: look.ink,
            background: color.gamma_multiply(if look.dark { 0.3 } else { 0.18 }),
            underline: Stroke::new(1.5, color),
            ..around.clone()
        };
        let mut job = LayoutJob::default();
        job.append(before, 0.0, around.clone());
        job.append(quote, 0.0, marked);
        job.append(after, 0.0, around);
        ui.add(Label::new(job).wrap().selectable(true));
    });
}

/// What stands before a byte, from the beginning of its paragraph on.
fn before(text: &str, at: usize) -> &str {
    let from = text.ceil_char_boundary(at.saturating_sub(AROUND_BYTES));
    let near = text.get(from..at).unwrap_or_default();
    near.rfind('\n').and_then(|line| near.get(line + 1..)).unwrap_or(near)
}

/// What stands after a byte, up to the end of its paragraph.
fn after(text: &str, at: usize) -> &str {
    let to = text.floor_char_boundary((at + AROUND_BYTES).min(text.len()));
    let near = text.get(at..to).unwrap_or_default();
    near.find('\n').and_then(|line| near.get(..line)).unwrap_or(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paragraph_around_a_place() {
        let text = "One.\nTwo “three” four.\nFive.";
        let at = text.find("three").unwrap_or_default();
        assert_eq!((before(text, at), after(text, at + 5)), ("Two “", "” four."));
        assert_eq!((before(text, 0), after(text, text.len())), ("", ""));
    }
}
