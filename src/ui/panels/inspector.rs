//! The inspector: the selected excerpt with all its fields, or several, and the excerpts of the article below.

use egui::{Button, FontId, Id, Rect, RichText, ScrollArea, Ui};

use super::statement;
use crate::analysis::query::{Field, Query};
use crate::app::state::LOOKED_AT_MAX;
use crate::app::{Action, CommandId, OpenProject, State, View, Whose};
use crate::model::{ActorId, CodeId, Excerpt, ExcerptId, Project, TextSpan};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::reader::lines::lines;
use crate::ui::theme::{self, Look};
use crate::ui::views::excerpts::preview;
use crate::ui::widgets::code_picker::Picker;
use crate::ui::widgets::icon_button::{command_button, icon_fill};
use crate::ui::widgets::list_row::{line, list_row};
use crate::ui::widgets::tag_sign::tag_sign;
use crate::ui::widgets::{AtHand, Drafts, quote as quoted, section};

const ROW: f32 = 44.0;

/// What the inspector keeps between frames.
#[derive(Default)]
pub struct Inspector {
    pub(super) actors: Picker,
    pub(super) addressees: Picker,
    pub(super) issues: Picker,
    /// Those excerpts of the article shown to which the list is narrowed, for the revision they were gathered at.
    narrowed: Vec<(TextSpan, ExcerptId)>,
    narrowed_for: Option<(crate::model::ArticleId, u64, Vec<ActorId>, Whose)>,
    scrolled_to: Option<ExcerptId>,
}

/// The id of an excerpt's memo field.
#[must_use]
pub fn memo_field(id: ExcerptId) -> Id {
    Id::unique(("memo", id.to_string()))
}

/// Shows the inspector.
pub fn show(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    (look, at_hand): (&Look, &AtHand),
    (inspector, drafts): (&mut Inspector, &mut Drafts),
    actions: &mut Vec<Action>,
) {
    let in_table = open.view == View::Excerpts;
    let listing = open.reading.map_or(0, |id| open.places_shown(id).len());
    let nothing_below = if in_table { open.inspected().is_none() } else { listing == 0 && open.narrowed_to.is_empty() };
    let below = if nothing_below { 0.0 } else { (ui.available_height() * 0.36).clamp(120.0, 360.0) };
    let top = ui.available_height() - below;
    ui.allocate_ui(egui::vec2(ui.available_width(), top), |ui| {
        ui.set_min_height(top);
        ScrollArea::vertical().id_salt("inspector").auto_shrink([false, false]).show(ui, |ui| {
            // Room for the scroll bar, so that it never lies over a field.
            ui.set_max_width(ui.available_width() - 10.0);
            if open.selected.is_empty() {
                nothing_selected(ui, open, look);
            } else {
                ui.add_enabled_ui(open.read_only.is_none(), |ui| {
                    selected(ui, state, open, (look, at_hand), (inspector, drafts), actions);
                });
            }
        });
    });
    if below > 0.0 && in_table {
        preview::show(ui, open, look, actions);
    } else if below > 0.0 {
        in_article(ui, open, look, inspector, actions);
    }
}

fn nothing_selected(ui: &mut Ui, open: &OpenProject, look: &Look) {
    section::heading(ui, look, "Excerpt", None);
    ui.add_space(theme::GAPS[0]);
    let keys: Vec<String> = open
        .project
        .tags_in_order()
        .iter()
        .filter_map(|tag| Some(format!("{} {}", tag.key?, visible(&tag.name).to_lowercase())))
        .collect();
    let text = match (open.passage, open.article()) {
        _ if open.view == View::Excerpts => {
            "Choose an excerpt in the table to see and change what it records, or several to change all at once"
                .to_owned()
        }
        (Some(_), _) => format!("Press a key to tag the selected passage: {}", keys.join(", ")),
        (None, None) => "Open an article to read and tag it".to_owned(),
        (None, Some(_)) => {
            "Select a passage and press a tag's key, or click an excerpt to see what it records".to_owned()
        }
    };
    ui.label(RichText::new(text).color(look.secondary));
}

fn selected(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    (look, at_hand): (&Look, &AtHand),
    (inspector, drafts): (&mut Inspector, &mut Drafts),
    actions: &mut Vec<Action>,
) {
    let title =
        if open.selected.len() == 1 { "Excerpt".to_owned() } else { format!("{} excerpts", open.selected.len()) };
    section::heading_with(ui, look, &title, |ui| {
        command_button(ui, state, CommandId::DeleteExcerpts, icons::TRASH, actions);
        command_button(ui, state, CommandId::DuplicateExcerpt, icons::COPY, actions);
        command_button(ui, state, CommandId::MarkChecked, icons::CHECK_CIRCLE, actions);
        command_button(ui, state, CommandId::MarkUnsure, icons::QUESTION, actions);
        command_button(ui, state, CommandId::Star, icons::STAR, actions);
    });
    waiting(ui, open, look, actions);
    if open.selected.len() > LOOKED_AT_MAX {
        let text = format!("Shown is what the first {} have; what is set goes to all", section::grouped(LOOKED_AT_MAX));
        ui.label(RichText::new(text).small().color(look.secondary));
    }
    marks(ui, open, look);
    tags(ui, open, look, actions);
    if let Some(excerpt) = open.inspected() {
        quote(ui, excerpt, look);
    }
    statement::show(ui, open, (look, at_hand), inspector, drafts, actions);
    if let Some(excerpt) = open.inspected() {
        super::links::show(ui, open, look, excerpt, actions);
        who_and_when(ui, &open.project, excerpt, look);
    }
}

/// That several analysts changed the excerpt at the same time.
fn waiting(ui: &mut Ui, open: &OpenProject, look: &Look, actions: &mut Vec<Action>) {
    let Some(excerpt) = open.inspected().filter(|excerpt| open.versions.has_excerpt(excerpt.id)) else { return };
    let id = crate::model::RecordId::Excerpt(excerpt.id);
    let count = open.versions.waiting().get(&id).map_or(0, Vec::len);
    ui.horizontal_wrapped(|ui| {
        ui.label(icon_fill(icons::WARNING, 13.0).color(look.problem));
        ui.label(RichText::new(format!("{count} versions wait to be settled")).family(theme::medium_family()));
        if ui.button("Compare…").clicked() {
            actions.push(Action::ShowOverlay(Some(crate::app::Overlay::Versions(id))));
        }
    });
}

/// Star and doubt, where the selected excerpts have them.
fn marks(ui: &mut Ui, open: &OpenProject, look: &Look) {
    let excerpts = open.looked_at();
    let starred = excerpts.clone().any(|excerpt| excerpt.starred);
    let checked = excerpts.clone().any(|excerpt| excerpt.checked);
    let unsure = excerpts.clone().any(|excerpt| excerpt.certainty == crate::model::Certainty::Unsure);
    if starred || unsure || checked {
        ui.horizontal(|ui| {
            let marks = [
                (starred, icons::STAR, "Starred"),
                (unsure, icons::QUESTION, "Unsure: look again"),
                (checked, icons::CHECK_CIRCLE, "Checked"),
            ];
            for (on, sign, text) in marks {
                if on {
                    ui.label(icon_fill(sign, 13.0).color(look.accent));
                    ui.label(RichText::new(text).small().color(look.secondary));
                }
            }
        });
    }
}

/// One button a tag; the tag that all selected excerpts have is pressed.
fn tags(ui: &mut Ui, open: &OpenProject, look: &Look, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for tag in open.project.tags_in_order() {
            let mut excerpts = open.looked_at();
            let chosen = excerpts.all(|excerpt| excerpt.tag == tag.id);
            if tag.retired && !chosen {
                continue;
            }
            let name = visible(&tag.name);
            let family = if chosen { theme::medium_family() } else { egui::FontFamily::Proportional };
            let color = if chosen { look.ink } else { look.secondary };
            let button = Button::selectable(chosen, RichText::new(format!("     {name}")).family(family).color(color));
            let response = ui
                .add(button.frame(true).frame_when_inactive(true))
                .accessible_name(format!("{name}, tag of the excerpt"));
            let sign = Rect::from_min_size(response.rect.left_center() + egui::vec2(7.0, -6.0), egui::vec2(12.0, 13.0));
            tag_sign(ui, look, tag, sign);
            if response.clicked() && !chosen {
                actions.push(Action::Tag(tag.id.clone()));
            }
        }
    });
}

fn quote(ui: &mut Ui, excerpt: &Excerpt, look: &Look) {
    ui.add_space(2.0);
    let words = excerpt.anchor.quote();
    if words.len() > 420 {
        ScrollArea::vertical().id_salt("quote").max_height(120.0).show(ui, |ui| quoted::quote(ui, look, words));
    } else {
        quoted::quote(ui, look, words);
    }
    ui.add_space(4.0);
}

fn who_and_when(ui: &mut Ui, project: &Project, excerpt: &Excerpt, look: &Look) {
    let name = project.analysts().get(&excerpt.analyst).map_or_else(|| "unknown".to_owned(), |a| visible(&a.name));
    let day = |at: jiff::Timestamp| at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
    let mut text = format!("Tagged by {name}, {}", day(excerpt.created));
    if excerpt.modified != excerpt.created {
        text.push_str(&format!(" · changed {}", day(excerpt.modified)));
    }
    ui.add_space(theme::GAPS[0]);
    ui.label(RichText::new(text).small().color(look.secondary));
    ui.add_space(theme::GAPS[0]);
}

/// The excerpts of the article shown, in order of place.
fn in_article(ui: &mut Ui, open: &OpenProject, look: &Look, inspector: &mut Inspector, actions: &mut Vec<Action>) {
    let Some(reading) = open.reading else { return };
    let as_wanted = inspector.narrowed_for.as_ref().is_some_and(|(article, revision, actors, whose)| {
        (*article, *revision, *whose) == (reading, open.project.revision(), open.whose) && *actors == open.narrowed_to
    });
    let every = open.narrowed_to.is_empty();
    if !as_wanted && !every {
        let wanted = |excerpt: &Excerpt, actor: &ActorId| {
            let above = CodeId::Actor(actor.clone());
            excerpt.actors.iter().any(|id| CodeId::Actor(id.clone()).is_within(&above, &open.project))
        };
        let matches = |excerpt: &&Excerpt| {
            let narrowed = &open.narrowed_to;
            open.shows(excerpt) && (narrowed.is_empty() || narrowed.iter().any(|actor| wanted(excerpt, actor)))
        };
        let wanted = open.project.excerpts_in(reading).filter(matches);
        inspector.narrowed = wanted.map(|excerpt| (excerpt.anchor.span, excerpt.id)).collect();
        inspector.narrowed_for = Some((reading, open.project.revision(), open.narrowed_to.clone(), open.whose));
    }
    let all = open.places_shown(reading);
    let listed = if every { all } else { inspector.narrowed.as_slice() };
    ui.separator();
    section::heading(ui, look, "In this article", Some(listed.len()));
    narrowed(ui, open, look, actions);
    ui.spacing_mut().item_spacing.y = 2.0;
    let mut area = ScrollArea::vertical().id_salt("in article").auto_shrink([false, false]);
    let selected = open.selected.first().copied();
    if inspector.scrolled_to != selected {
        inspector.scrolled_to = selected;
        let place = open.inspected().map(|excerpt| (excerpt.anchor.span, excerpt.id));
        if let Some(at) = place.and_then(|place| listed.binary_search(&place).ok()) {
            #[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
            let top = at as f32 * (ROW + 2.0);
            area = area.vertical_scroll_offset((top - ui.available_height() * 0.4).max(0.0));
        }
    }
    area.show_rows(ui, ROW, listed.len(), |ui, range| {
        let shown = listed.get(range).unwrap_or_default().iter();
        for excerpt in shown.filter_map(|(_, id)| open.project.excerpts().get(id)) {
            excerpt_row(ui, open, look, excerpt, actions);
        }
    });
}

/// To whose excerpts the list is narrowed, by a click on their name in the text.
fn narrowed(ui: &mut Ui, open: &OpenProject, look: &Look, actions: &mut Vec<Action>) {
    if open.narrowed_to.is_empty() {
        return;
    }
    let names = open.narrowed_to.iter().filter_map(|id| open.project.actors().get(id));
    let names = names.map(|actor| visible(&actor.name)).collect::<Vec<_>>().join(" or ");
    ui.horizontal(|ui| {
        ui.label(icon_fill(icons::FUNNEL, 13.0).color(look.accent));
        let only = Button::new(RichText::new(format!("Only {names}  ×"))).truncate();
        if ui.add(only).on_hover_text("Show all excerpts of the article").clicked() {
            actions.push(Action::NarrowExcerpts(Vec::new()));
        }
        if ui.link("in all articles").clicked() {
            let named = open.narrowed_to.iter().filter_map(|id| open.project.actors().get(id));
            let query = Query::or(named.map(|actor| Query::field(Field::Actor, &actor.name)));
            actions.push(Action::SetFilter(query.into()));
            actions.push(Action::ShowView(View::Excerpts));
        }
    });
}

fn excerpt_row(ui: &mut Ui, open: &OpenProject, look: &Look, excerpt: &Excerpt, actions: &mut Vec<Action>) {
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
        if ui.input(|input| input.modifiers.command) {
            let mut ids = open.selected.clone();
            if chosen {
                ids.retain(|id| *id != excerpt.id);
            } else {
                ids.push(excerpt.id);
            }
            actions.push(Action::SelectExcerpts(ids));
        } else {
            actions.push(Action::ShowExcerpt(excerpt.id));
        }
    }
}
