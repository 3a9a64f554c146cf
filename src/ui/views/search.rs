//! Search over all articles: hits by article with the words around them, how many by outlet and month, and all of them
//! tagged at once. Only the rows on the screen are laid out.

mod counts;
mod passage;

use egui::{Button, ComboBox, FontId, Key, Rect, RichText, ScrollArea, Ui};

use crate::app::search::Row;
use crate::app::{Action, OpenProject, SearchAction, Unit};
use crate::model::TagId;
use crate::text::marks::visible;
use crate::text::search::SearchOptions;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::SearchField;
use crate::ui::widgets::list_row::{line, line_right, list_row};
use crate::ui::widgets::section::grouped;
use counts::{counts, narrowed};
use passage::{compared, in_context};

const ROW: f32 = 28.0;
const COUNTS: f32 = 220.0;

/// What the view keeps between frames.
#[derive(Default)]
pub struct SearchView {
    field: SearchField,
    tag: Option<TagId>,
    /// The row that was in view last, so that going to another one scrolls.
    shown: usize,
}

impl SearchView {
    /// Puts the keyboard into the field.
    pub fn open(&mut self) {
        self.field.open();
    }
}

/// Shows the search.
pub fn show(ui: &mut Ui, open: &OpenProject, look: &Look, view: &mut SearchView, actions: &mut Vec<Action>) {
    let mut act = |action: SearchAction| actions.push(Action::Search(action));
    asked(ui, open, look, view, &mut act);
    ui.add_space(6.0);
    let search = &open.search;
    if let Some(wrong) = &search.wrong {
        ui.label(RichText::new(wrong).color(look.problem));
        return;
    }
    if search.words.is_empty() && search.same_as.is_none() {
        let text = "Type words to find them in all articles. Case, accents and the shape of quotation marks and dashes do \
                    not count unless you say so";
        ui.label(RichText::new(text).color(look.secondary));
        return;
    }
    said(ui, open, look);
    narrowed(ui, search, &mut act);
    if search.count == 0 {
        return;
    }
    keys(ui, open, &mut act);
    let below = 40.0;
    let whole = ui.available_rect_before_wrap();
    let wide = whole.width() > 760.0;
    let list_width = if wide { whole.width() - COUNTS - 16.0 } else { whole.width() };
    let list = Rect::from_min_size(whole.min, egui::vec2(list_width, whole.height() - below));
    ui.scope_builder(egui::UiBuilder::new().max_rect(list), |ui| rows(ui, open, look, view, &mut act));
    if wide {
        let counts_at = Rect::from_min_max(egui::pos2(list.right() + 16.0, whole.top()), whole.max);
        ui.scope_builder(egui::UiBuilder::new().max_rect(counts_at), |ui| counts(ui, search, look, &mut act));
    }
    let bar = Rect::from_min_max(
        egui::pos2(whole.left(), whole.bottom() - below + 6.0),
        list.right_bottom() + egui::vec2(0.0, below),
    );
    ui.scope_builder(egui::UiBuilder::new().max_rect(bar), |ui| tagging(ui, open, view, &mut act));
}

/// What is looked for, and what counts.
fn asked(ui: &mut Ui, open: &OpenProject, look: &Look, view: &mut SearchView, act: &mut impl FnMut(SearchAction)) {
    let search = &open.search;
    ui.horizontal_wrapped(|ui| {
        if let Some(excerpt) = search.same_as.and_then(|id| open.project.excerpts().get(&id)) {
            let quote: String = excerpt.anchor.quote().chars().take(90).collect();
            ui.label(RichText::new(format!("The same words as “{}”", visible(&quote))).family(theme::medium_family()));
            if ui.button("Search for words instead").clicked() {
                act(SearchAction::Words(search.words.clone()));
                view.open();
            }
            return;
        }
        let mut words = search.words.clone();
        let name = if search.regex { "Regular expression in all articles" } else { "Words in all articles" };
        let field = view.field.show(ui, &mut words, name, 320.0);
        if field.changed() {
            act(SearchAction::Words(words));
        }
        let (mut options, mut regex) = (search.options, search.regex);
        ui.toggle_value(&mut options.case, "Aa").on_hover_text("Capitals count");
        ui.toggle_value(&mut options.whole_words, "Whole words");
        ui.add_enabled_ui(!regex, |ui| {
            ui.toggle_value(&mut options.diacritics, "é").on_hover_text("Accents count");
        });
        ui.toggle_value(&mut regex, ".*").on_hover_text("A regular expression, over the text as it is written");
        if (options, regex) != (search.options, search.regex) {
            let options = SearchOptions { diacritics: options.diacritics && !regex, ..options };
            act(SearchAction::Options(options, regex));
            // What is typed next is more of what is looked for.
            field.request_focus();
        }
    });
    if search.running.is_some() {
        ui.horizontal(|ui| {
            ui.spinner();
            let (done, all) = search.read;
            ui.label(RichText::new(format!("{} of {} articles", grouped(done), grouped(all))).color(look.secondary));
        });
    }
}

/// How much was found.
fn said(ui: &mut Ui, open: &OpenProject, look: &Look) {
    let search = &open.search;
    let places = |count: usize| if count == 1 { "1 place".to_owned() } else { format!("{} places", grouped(count)) };
    let text = match (search.count, search.running, search.same_as) {
        (0, Some(_), _) => return,
        (0, None, Some(_)) => "No other article has these words, or most of them".to_owned(),
        (0, None, None) => {
            format!("No article has “{}”. Look for less of it, or let more of it not count", search.words)
        }
        _ => {
            let (shown, of) = search.shown;
            let mut text = format!("{} in {}", places(shown), articles(of));
            if shown != search.count {
                text = format!("{text}, of {} in {}", places(search.count), articles(search.found.len()));
            }
            if !search.is_whole() && search.running.is_none() {
                text.push_str(&format!("; the first {} shown", grouped(search.rows.len() - of)));
            }
            text
        }
    };
    ui.label(RichText::new(text).color(look.secondary));
    if let Some(first) = search.unread.first() {
        let text = format!("{} could not be searched: {first}", articles(search.unread.len()));
        ui.label(RichText::new(text).color(look.problem));
    }
}

fn articles(count: usize) -> String {
    if count == 1 { "1 article".to_owned() } else { format!("{} articles", grouped(count)) }
}

/// Arrows go from row to row, Enter opens, Space takes out of what is tagged; typing in the field goes on meanwhile.
fn keys(ui: &Ui, open: &OpenProject, act: &mut impl FnMut(SearchAction)) {
    let search = &open.search;
    if egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let typing = ui.ctx().text_edit_focused();
    // What has the focus, a button or a count, takes these two itself.
    let elsewhere = !typing && ui.memory(|memory| memory.focused().is_some());
    let (down, up, page_down, page_up, enter, space) = ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(egui::Modifiers::NONE, key);
        (
            pressed(Key::ArrowDown),
            pressed(Key::ArrowUp),
            pressed(Key::PageDown),
            pressed(Key::PageUp),
            !elsewhere && pressed(Key::Enter),
            !elsewhere && !typing && pressed(Key::Space),
        )
    });
    let at = search.current;
    for (pressed, to) in
        [(down, at + 1), (up, at.saturating_sub(1)), (page_down, at + 20), (page_up, at.saturating_sub(20))]
    {
        if pressed {
            act(SearchAction::Choose(to));
        }
    }
    if let Some(row) = search.rows.get(at) {
        if enter {
            act(SearchAction::Open(*row));
        }
        if space {
            act(SearchAction::LeaveOut(*row));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn rows(ui: &mut Ui, open: &OpenProject, look: &Look, view: &mut SearchView, act: &mut impl FnMut(SearchAction)) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let search = &open.search;
    let mut area = ScrollArea::vertical().id_salt("search hits").auto_shrink([false, false]);
    if view.shown != search.current {
        view.shown = search.current;
        let height = ui.available_height();
        area = area.vertical_scroll_offset((search.current as f32 * ROW - height * 0.4).max(0.0));
    }
    area.show_rows(ui, ROW, search.rows.len(), |ui, range| {
        let first = range.start;
        for (number, row) in search.rows.get(range).unwrap_or_default().iter().enumerate() {
            let chosen = first + number == search.current;
            match row {
                Row::Article(at) => article_row(ui, open, look, *at, chosen, act),
                Row::Hit(at, hit) => hit_row(ui, open, look, (*at, *hit), chosen, act),
            }
        }
    });
}

fn article_row(
    ui: &mut Ui,
    open: &OpenProject,
    look: &Look,
    at: usize,
    chosen: bool,
    act: &mut impl FnMut(SearchAction),
) {
    let Some(found) = open.search.found.get(at) else { return };
    let Some(article) = open.project.articles().get(&found.article) else { return };
    let published = article.published.map(|date| date.to_string()).unwrap_or_default();
    let parts = [visible(&article.outlet), published];
    let place = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let title = visible(&article.title);
    let (rect, response) = list_row(ui, look, ROW, chosen, &format!("{title}, {place}, {} places", found.count));
    if ui.is_rect_visible(rect) {
        let right = egui::pos2(rect.right() - 8.0, rect.top() + 8.0);
        let count = line_right(ui, right, &grouped(found.count), theme::small(), look.secondary);
        let right = egui::pos2(right.x - count.max(24.0) - 12.0, right.y);
        let took = line_right(ui, right, &place, theme::small(), look.secondary);
        let width = right.x - took - 12.0 - rect.left() - 8.0;
        let font = FontId::new(theme::TOOL_SIZE, theme::bold_family());
        line(ui, egui::pos2(rect.left() + 8.0, rect.top() + 7.0), &title, font, look.ink, width);
    }
    if response.clicked() {
        act(SearchAction::Open(Row::Article(at)));
    }
}

fn hit_row(
    ui: &mut Ui,
    open: &OpenProject,
    look: &Look,
    (at, number): (usize, usize),
    chosen: bool,
    act: &mut impl FnMut(SearchAction),
) {
    let Some(hit) = open.search.found.get(at).and_then(|found| found.hits.get(number)) else { return };
    let out = open.search.left_out.contains(&(at, number));
    let says = format!("{}{}{}", hit.before, hit.words, hit.after);
    let (rect, response) = list_row(ui, look, ROW, chosen, &says);
    let box_at = Rect::from_center_size(egui::pos2(rect.left() + 20.0, rect.center().y), egui::vec2(18.0, 18.0));
    let mut taken = !out;
    let name = if out { "Left out" } else { "Taken" };
    // A child of its own, so that the row keeps its height.
    let mut beside = ui.new_child(egui::UiBuilder::new().max_rect(box_at));
    let check = beside.add(egui::Checkbox::without_text(&mut taken)).accessible_name(name);
    if check.on_hover_text("Whether it is tagged with the others").clicked() {
        act(SearchAction::LeaveOut(Row::Hit(at, number)));
    }
    if ui.is_rect_visible(rect) {
        let original = open.search.same_as.and_then(|id| open.project.excerpts().get(&id));
        let job = match original {
            Some(excerpt) => compared(excerpt.anchor.quote(), hit, look, out),
            None => in_context(hit, open.search.unit, look, out),
        };
        let mut job = job;
        job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 48.0);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let top = rect.center().y - galley.size().y * 0.5;
        ui.painter().galley(egui::pos2(rect.left() + 38.0, top), galley, look.ink);
    }
    if response.clicked() {
        act(SearchAction::Open(Row::Hit(at, number)));
    }
}

/// What all hits together can become.
fn tagging(ui: &mut Ui, open: &OpenProject, view: &mut SearchView, act: &mut impl FnMut(SearchAction)) {
    let search = &open.search;
    let can = open.read_only.is_none() && search.is_whole();
    let why = if open.read_only.is_some() {
        "Nothing can be changed here"
    } else if search.running.is_some() || search.filling.is_some() {
        "Not all places are shown yet"
    } else {
        "Of so many places the first are shown, and only what is shown can be tagged: choose an outlet or a month, or look \
         for more words"
    };
    ui.horizontal(|ui| {
        let (passages, there) = search.taken;
        if search.same_as.is_some() {
            let text = format!("Tag {} too, as repeats", grouped(passages));
            let about = "With the same tag, actors, issues and stance, linked as repeating it";
            let button = ui.add_enabled(can && passages > 0, Button::new(text)).on_hover_text(about);
            if button.on_disabled_hover_text(why).clicked() {
                act(SearchAction::TagAsRepeats);
            }
            let text = format!("Link {} that stand there already", grouped(there));
            if ui.add_enabled(can && there > 0, Button::new(text)).on_disabled_hover_text(why).clicked() {
                act(SearchAction::LinkRepeats);
            }
            return;
        }
        let names =
            [(Unit::Hit, "the hits"), (Unit::Sentence, "their sentences"), (Unit::Paragraph, "their paragraphs")];
        let name = names.iter().find(|(unit, _)| *unit == search.unit).map_or("", |(_, name)| *name);
        ui.label("Tag");
        let chosen = ComboBox::from_id_salt("search unit").selected_text(name).width(120.0).show_ui(ui, |ui| {
            for (unit, name) in names {
                if ui.selectable_label(unit == search.unit, name).clicked() {
                    act(SearchAction::Unit(unit));
                }
            }
        });
        chosen.response.accessible_name("What is tagged around a hit");
        ui.label("as");
        let tags = open.project.tags_in_order();
        let tag = view.tag.as_ref().and_then(|id| open.project.tags().get(id)).or(tags.first().copied());
        let name = tag.map_or_else(String::new, |tag| visible(&tag.name));
        let chosen = ComboBox::from_id_salt("search tag").selected_text(name).width(120.0).show_ui(ui, |ui| {
            for one in tags.iter().filter(|tag| !tag.retired) {
                if ui.selectable_label(tag.is_some_and(|tag| tag.id == one.id), visible(&one.name)).clicked() {
                    view.tag = Some(one.id.clone());
                }
            }
        });
        chosen.response.accessible_name("Tag for all hits");
        let text =
            if passages == 1 { "Tag 1 passage".to_owned() } else { format!("Tag {} passages", grouped(passages)) };
        let button = ui.add_enabled(can && passages > 0 && tag.is_some(), Button::new(text));
        if button.on_disabled_hover_text(why).clicked()
            && let Some(tag) = tag
        {
            act(SearchAction::TagAll(tag.id.clone()));
        }
    });
}
