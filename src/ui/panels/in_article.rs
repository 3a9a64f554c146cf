//! The excerpts of the article shown, as a list below the inspector: a click goes there, `Shift`+click and `Shift` with the
//! arrows select a range, `Ctrl`+click several. Only rows on the screen are drawn.

use egui::{
    Align, Button, EventFilter, FontId, Id, Key, Layout, Modifiers, Rect, RichText, ScrollArea, Sense, Stroke,
    StrokeKind, Ui,
};

use super::statement;
use crate::analysis::query::{Field, Query};
use crate::app::{Action, OpenProject, View, Whose};
use crate::model::{ActorId, ArticleId, CodeId, Excerpt, ExcerptId, TextSpan};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::reader::lines::lines;
use crate::ui::shortcuts::consume;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::icon_fill;
use crate::ui::widgets::list_row::{line, list_row};
use crate::ui::widgets::section;
use crate::ui::widgets::tag_sign::tag_sign;

const ROW: f32 = 44.0;

/// What the list keeps between frames.
#[derive(Default)]
pub(super) struct List {
    /// Those excerpts of the article shown to which the list is narrowed, for the revision they were gathered at.
    narrowed: Vec<(TextSpan, ExcerptId)>,
    narrowed_for: Option<(ArticleId, u64, Vec<ActorId>, Whose)>,
    scrolled_to: Option<ExcerptId>,
    /// From where a range is selected.
    anchor: Option<ExcerptId>,
    /// Where the arrows are.
    lead: Option<ExcerptId>,
    /// What is to be brought into sight.
    scroll_to: Option<ExcerptId>,
}

/// The excerpts of the article shown, in order of place.
pub(super) fn show(ui: &mut Ui, open: &OpenProject, look: &Look, list: &mut List, actions: &mut Vec<Action>) {
    let Some(reading) = open.reading else { return };
    let as_wanted = list.narrowed_for.as_ref().is_some_and(|(article, revision, actors, whose)| {
        (*article, *revision, *whose) == (reading, open.project.revision(), open.whose) && *actors == open.narrowed_to
    });
    let every = open.narrowed_to.is_empty();
    if !as_wanted && !every {
        let wanted = |excerpt: &Excerpt, actor: &ActorId| {
            let above = CodeId::Actor(actor.clone());
            excerpt.actors.iter().any(|id| CodeId::Actor(id.clone()).is_within(&above, &open.project))
        };
        let matches =
            |excerpt: &&Excerpt| open.shows(excerpt) && open.narrowed_to.iter().any(|actor| wanted(excerpt, actor));
        let wanted = open.project.excerpts_in(reading).filter(matches);
        list.narrowed = wanted.map(|excerpt| (excerpt.anchor.span, excerpt.id)).collect();
        list.narrowed_for = Some((reading, open.project.revision(), open.narrowed_to.clone(), open.whose));
    }
    let all = open.places_shown(reading);
    let narrowed = std::mem::take(&mut list.narrowed);
    let listed = if every { all } else { narrowed.as_slice() };
    ui.separator();
    section::heading(ui, look, "In this article", Some(listed.len()));
    narrowing(ui, open, look, actions);
    if listed.is_empty() && !every {
        let text = "No excerpt of this article names them as actor. Esc or × shows all its excerpts again";
        ui.add(egui::Label::new(RichText::new(text).color(look.secondary)).wrap());
    }
    let whole = ui.available_rect_before_wrap();
    let focus = ui.interact(whole, list_id(), Sense::focusable_noninteractive());
    focus.widget_info(|| egui::WidgetInfo::labeled(egui::Role::List, true, "Excerpts of the article"));
    if focus.has_focus() {
        keys(ui, open, listed, list, actions);
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    let mut area = ScrollArea::vertical().id_salt("in article").auto_shrink([false, false]);
    let selected = open.selected.first().copied();
    let asked = list.scroll_to.take();
    if list.scrolled_to != selected || asked.is_some() {
        list.scrolled_to = selected;
        let place = asked.or(open.inspected().map(|excerpt| excerpt.id));
        let place = place.and_then(|id| open.project.excerpts().get(&id)).map(|one| (one.anchor.span, one.id));
        if let Some(at) = place.and_then(|place| listed.binary_search(&place).ok()) {
            #[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
            let top = at as f32 * (ROW + 2.0);
            area = area.vertical_scroll_offset((top - ui.available_height() * 0.4).max(0.0));
        }
    }
    area.show_rows(ui, ROW, listed.len(), |ui, range| {
        let shown = listed.get(range).unwrap_or_default().iter();
        for excerpt in shown.filter_map(|(_, id)| open.project.excerpts().get(id)) {
            row(ui, open, look, excerpt, (listed, list), actions);
        }
    });
    if focus.has_focus() {
        ui.painter().rect_stroke(whole, theme::CORNER, Stroke::new(2.0, look.accent), StrokeKind::Inside);
    }
    list.narrowed = narrowed;
}

pub(super) fn list_id() -> Id {
    Id::unique("excerpts of the article")
}

/// Selects all from the anchor to this one.
fn range(open: &OpenProject, listed: &[(TextSpan, ExcerptId)], list: &List, to: ExcerptId) -> Vec<ExcerptId> {
    let at = |id: ExcerptId| listed.iter().position(|(_, other)| *other == id);
    let from = list.anchor.or(open.selected.first().copied()).and_then(at);
    let (Some(from), Some(to)) = (from, at(to)) else { return vec![to] };
    let ids = listed.get(from.min(to)..=from.max(to)).unwrap_or_default();
    ids.iter().map(|(_, id)| *id).collect()
}

/// Up and down go to the next excerpt; with Shift they select more.
fn keys(ui: &Ui, open: &OpenProject, listed: &[(TextSpan, ExcerptId)], list: &mut List, actions: &mut Vec<Action>) {
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(list_id(), filter));
    let pressed = |modifiers, key| ui.input_mut(|input| consume(input, modifiers, key));
    for (modifiers, more) in [(Modifiers::NONE, false), (Modifiers::SHIFT, true)] {
        let (down, up) = (pressed(modifiers, Key::ArrowDown), pressed(modifiers, Key::ArrowUp));
        if !down && !up {
            continue;
        }
        let here = list.lead.filter(|id| open.selected.contains(id)).or(open.selected.last().copied());
        let at = here.and_then(|id| listed.iter().position(|(_, other)| *other == id));
        let next = match at {
            Some(at) if down => at + 1,
            Some(at) => at.saturating_sub(1),
            None => 0,
        };
        let Some((_, next)) = listed.get(next).copied() else { continue };
        list.lead = Some(next);
        list.scroll_to = Some(next);
        if more {
            actions.push(Action::SelectExcerpts(range(open, listed, list, next)));
        } else {
            list.anchor = Some(next);
            actions.push(Action::ShowExcerpt(next));
        }
    }
}

/// To whose excerpts the list is narrowed, by a click on their name in the text.
fn narrowing(ui: &mut Ui, open: &OpenProject, look: &Look, actions: &mut Vec<Action>) {
    if open.narrowed_to.is_empty() {
        return;
    }
    let names = open.narrowed_to.iter().filter_map(|id| open.project.actors().get(id));
    let names = names.map(|actor| visible(&actor.name)).collect::<Vec<_>>().join(" or ");
    let band = egui::Frame::new().fill(look.chosen).corner_radius(theme::CORNER).inner_margin(6);
    band.show(ui, |ui| {
        // From the right, so that the names get what room is left.
        let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            if ui.link("in all articles").clicked() {
                let named = open.narrowed_to.iter().filter_map(|id| open.project.actors().get(id));
                let query = Query::or(named.map(|actor| Query::field(Field::Actor, actor.name.as_str())));
                actions.push(Action::SetFilter(query.into()));
                actions.push(Action::ShowView(View::Excerpts));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(icon_fill(icons::FUNNEL, 13.0).color(look.accent));
                let only = Button::new(RichText::new(format!("Only {names}  ×"))).truncate();
                if ui.add(only).on_hover_text("Show all excerpts of the article").clicked() {
                    actions.push(Action::NarrowExcerpts(Vec::new()));
                }
            });
        });
    });
}

fn row(
    ui: &mut Ui,
    open: &OpenProject,
    look: &Look,
    excerpt: &Excerpt,
    (listed, list): (&[(TextSpan, ExcerptId)], &mut List),
    actions: &mut Vec<Action>,
) {
    let tag = open.project.tags().get(&excerpt.tag);
    let name = tag.map_or_else(|| excerpt.tag.to_string(), |tag| visible(&tag.name));
    let words: String = excerpt.anchor.quote().chars().take(120).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let chosen = open.selected.contains(&excerpt.id);
    let waits = open.versions.has_excerpt(excerpt.id);
    let says = if waits { format!("{name}, to be settled: {words}") } else { format!("{name}: {words}") };
    let (rect, response) = list_row(ui, look, ROW, chosen, &says);
    if ui.is_rect_visible(rect) {
        if let Some(tag) = tag {
            let sign = Rect::from_min_size(rect.min + egui::vec2(8.0, 7.0), egui::vec2(12.0, 13.0));
            tag_sign(ui, look, tag, sign);
        }
        let left = rect.left() + 28.0;
        let width = rect.width() - 36.0;
        let font = FontId::new(13.0, theme::article_family());
        let (at, text) = (egui::pos2(left, rect.top() + 4.0), format!("“{words}”"));
        match lines(ui, &text, font.clone(), look.ink, width) {
            Some(lines) => lines.paint(ui, Rect::from_min_size(at, egui::vec2(width, 20.0)), look.ink),
            None => drop(line(ui, at, &text, font, look.ink, width)),
        }
        let mut about = statement::summary(&open.project, excerpt, &name);
        if waits {
            about.insert_str(0, "≠ to be settled · ");
        }
        let other = open.project.analysts().get(&excerpt.analyst).filter(|analyst| analyst.id != open.me.id);
        if let Some(other) = other {
            let at = egui::pos2(rect.left() + 14.0, rect.top() + 32.0);
            ui.painter().circle_filled(at, 4.0, theme::tag_color(look, other.color));
        }
        line(ui, egui::pos2(left, rect.top() + 24.0), &about, theme::small(), look.secondary, width);
    }
    if response.clicked() {
        let modifiers = ui.input(|input| input.modifiers);
        // A plain click leads into the text, selecting several stays with the list.
        if modifiers.shift || modifiers.command {
            ui.memory_mut(|memory| memory.request_focus(list_id()));
        } else {
            ui.memory_mut(|memory| memory.surrender_focus(list_id()));
        }
        if modifiers.shift {
            actions.push(Action::SelectExcerpts(range(open, listed, list, excerpt.id)));
        } else if modifiers.command {
            let mut ids = open.selected.clone();
            if chosen {
                ids.retain(|id| *id != excerpt.id);
            } else {
                ids.push(excerpt.id);
            }
            list.anchor = Some(excerpt.id);
            actions.push(Action::SelectExcerpts(ids));
        } else {
            list.anchor = Some(excerpt.id);
            actions.push(Action::ShowExcerpt(excerpt.id));
        }
        list.lead = Some(excerpt.id);
    }
}
