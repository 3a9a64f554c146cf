//! The article in the middle, or two side by side: hands the reading pane what it paints and turns what happened there
//! into actions. Drawers over it find words, list contents and set the type; `going.rs` moves about.

mod armed;
mod contents;
mod drawers;
mod find_bar;
mod going;
mod headings;
mod names;
mod painting;
mod strip;
mod strip_lines;
mod text_settings;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use egui::{Align2, FontId, Rect, RichText, Stroke, Ui, UiBuilder, pos2, vec2};

use super::start;
use crate::app::{Action, CommandId, OpenProject, State, Whose};
use crate::model::{Article, ArticleId, Change, Edit, ExcerptId, Record, RecordId, TextSpan};
use crate::text::ArticleText;
use crate::text::marks::visible;
use crate::ui::menu;
use crate::ui::reader::{self, PaintedExcerpts, ReaderEvent, ReaderHeader, ReaderInput, ReaderState, Trail};
use crate::ui::theme::{self, Look};
use crate::ui::widgets::AtHand;
use crate::ui::widgets::list_row::line;
use drawers::Drawer;
use headings::Outline;

/// Panes kept for articles read lately, so that going back is instant.
const PANES_MAX: usize = 8;

/// Height of the line above each of two articles side by side, in points.
const NAME_STRIP: f32 = 26.0;

/// What the view keeps between frames.
#[derive(Default)]
pub struct ReadView {
    panes: BTreeMap<ArticleId, Pane>,
    lately: Vec<ArticleId>,
    revealed: Option<(u64, ArticleId, TextSpan)>,
    under_pointer: Vec<ExcerptId>,
    /// Set when the window wants the keyboard to be on the text.
    pub focus_text: bool,
    trail: Trail<(ArticleId, usize)>,
    /// The article shown last, and whether the next one is reached along the trail, which is no new step of it.
    shown: Option<ArticleId>,
    travelling: bool,
    going: Option<(ArticleId, usize)>,
    /// The article at the other side, and whether the one that is read is at the right.
    beside: Option<ArticleId>,
    at_right: bool,
    drawer: Option<Drawer>,
    find: find_bar::FindBar,
    contents: contents::Contents,
    wished: Vec<CommandId>,
    /// Codes prepared for finding; panels beside the text use them too.
    pub at_hand: AtHand,
    strip: strip::Strip,
    armed: armed::Armed,
    excerpt_rect: Option<Rect>,
}

struct Pane {
    state: ReaderState,
    painted: PaintedExcerpts,
    painted_revision: u64,
    painted_whose: Whose,
    outline: Outline,
    names: names::Names,
}

impl ReadView {
    /// Brings the painted excerpts along with a change just made, so that nothing has to be gathered anew.
    pub fn follow(&mut self, open: &OpenProject, change: &Change) {
        let revision = open.project.revision();
        for (article, pane) in &mut self.panes {
            if pane.painted_revision + 1 != revision {
                continue;
            }
            let tags_changed = change.edits.iter().any(|edit| matches!(edit.id(), RecordId::Tag(_)));
            if tags_changed {
                continue;
            }
            for edit in &change.edits {
                match edit {
                    Edit::Put(Record::Excerpt(excerpt)) if excerpt.article == *article && open.shows(excerpt) => {
                        pane.painted.put(painting::painted(open, excerpt));
                    }
                    Edit::Remove(RecordId::Excerpt(id)) => pane.painted.remove(*id),
                    _ => {}
                }
            }
            pane.painted_revision = revision;
        }
    }

    /// Notes a command that may be the view's business; it is carried out in the next frame.
    pub fn wish(&mut self, id: CommandId) {
        self.wished.push(id);
    }

    /// Forgets everything, because another project is open.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn pane(
        &mut self,
        ctx: &egui::Context,
        state: &State,
        open: &OpenProject,
        article: ArticleId,
        text: &ArticleText,
    ) -> Option<&mut Pane> {
        let revision = open.project.revision();
        if let Entry::Vacant(free) = self.panes.entry(article) {
            let mut state_of_pane = ReaderState::new(text);
            state_of_pane.set_place(state.settings.place(open.project.meta().id, article));
            let painted = painting::gather(open, article, text.as_str().len());
            let outline = Outline::new(ctx, text);
            let names = names::Names::default();
            free.insert(Pane {
                state: state_of_pane,
                painted,
                painted_revision: revision,
                painted_whose: open.whose,
                outline,
                names,
            });
            self.focus_text = true;
        }
        if self.lately.last() != Some(&article) && self.beside != Some(article) {
            self.lately.retain(|id| *id != article);
            self.lately.push(article);
            self.focus_text = true;
            while self.lately.len() > PANES_MAX {
                let oldest = self.lately.remove(0);
                self.panes.remove(&oldest);
            }
        }
        let pane = self.panes.get_mut(&article)?;
        let whose = std::mem::replace(&mut pane.painted_whose, open.whose);
        if pane.painted_revision != revision || whose != open.whose {
            pane.painted = painting::gather(open, article, text.as_str().len());
            pane.painted_revision = revision;
        }
        Some(pane)
    }
}

/// Shows the article that is read, and the one beside it.
pub fn show(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    look: &Look,
    view: &mut ReadView,
    actions: &mut Vec<Action>,
) {
    let Some(article) = open.article() else {
        view.wished.clear();
        let (sentence, ids) = if open.project.articles().is_empty() {
            let text = "This project is empty. Import articles, or drop files and folders on the window";
            (text, &[CommandId::ImportFiles, CommandId::ImportFolder][..])
        } else {
            ("Choose an article at the left, or press J for the first", &[CommandId::NextArticle][..])
        };
        start::empty(ui, state, look, sentence, ids, actions);
        return;
    };
    going::follow(view, article.id);
    going::obey(ui, state, open, view, article.id, actions);
    let whole = ui.available_rect_before_wrap();
    let beside = view.beside.filter(|id| *id != article.id).and_then(|id| open.project.articles().get(&id));
    let mut place = whole;
    if let Some(beside) = beside {
        let middle = whole.center().x.round();
        let left = Rect::from_min_max(whole.min, pos2(middle, whole.bottom()));
        let right = Rect::from_min_max(pos2(middle + 1.0, whole.top()), whole.max);
        let (mine, other) = if view.at_right { (right, left) } else { (left, right) };
        let (mine, other) = (named(ui, look, mine, article), named(ui, look, other, beside));
        place = mine;
        let scope = UiBuilder::new().max_rect(other).id_salt(("side", !view.at_right));
        ui.scope_builder(scope, |ui| show_pane(ui, state, open, look, view, (beside, false), actions));
        ui.painter().vline(middle, whole.y_range(), Stroke::new(1.0, look.hairline));
        let stripe = Rect::from_min_max(mine.min, pos2(mine.right(), mine.top() + 2.0));
        ui.painter().rect_filled(stripe, 0.0, look.accent);
    }
    place = armed::bar(ui, open, look, place, actions);
    place.max.y -= view.strip.docked_height(open);
    let scope = UiBuilder::new().max_rect(place).id_salt(("side", view.at_right));
    view.excerpt_rect = None;
    ui.scope_builder(scope, |ui| show_pane(ui, state, open, look, view, (article, true), actions));
    ui.allocate_rect(whole, egui::Sense::hover());
    let excerpt_rect = view.excerpt_rect;
    strip::show(ui, open, look, view, place, excerpt_rect, actions);
    drawers::show(ui, state, open, look, view, (article.id, place), actions);
}

/// Says above a side which article it shows, also when its title is scrolled away; answers the room that is left.
fn named(ui: &Ui, look: &Look, side: Rect, article: &Article) -> Rect {
    let (strip, rest) = side.split_top_bottom_at_y(side.top() + NAME_STRIP);
    let words = [&article.outlet, &article.title].map(|words| visible(words));
    let words = words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("  ·  ");
    line(ui, strip.min + vec2(12.0, 6.0), &words, theme::small(), look.secondary, strip.width() - 24.0);
    ui.painter().hline(strip.x_range(), strip.bottom(), Stroke::new(1.0, look.hairline));
    rest
}

/// One article in all the room there is; `active` if it is the one that is read.
fn show_pane(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    look: &Look,
    view: &mut ReadView,
    (article, active): (&Article, bool),
    actions: &mut Vec<Action>,
) {
    let text = match open.texts.get(&article.id) {
        Some(Ok(text)) => text,
        Some(Err(message)) => {
            ui.vertical_centered(|ui| {
                ui.add_space(ui.available_height() * 0.34);
                ui.set_max_width(520.0);
                ui.add(egui::Label::new(RichText::new(message).color(look.problem)).wrap());
            });
            return;
        }
        None => {
            ui.centered_and_justified(egui::Ui::spinner);
            return;
        }
    };
    let going = view.going.take_if(|(id, _)| *id == article.id).map(|(_, byte)| byte);
    let reveal = open.reveal.filter(|wish| wish.1 == article.id && view.revealed != Some(*wish));
    let Some(pane) = view.pane(ui.ctx(), state, open, article.id, text) else { return };
    if let Some(byte) = going {
        pane.state.set_place(byte);
    }
    if let Some((.., span)) = reveal {
        let before = pane.state.place();
        pane.state.reveal(span);
        view.revealed = reveal;
        going::leave_if_far(view, article.id, before, span.start());
    }
    let published = article.published.map(|date| date.to_string()).unwrap_or_default();
    let parts = [visible(&article.outlet), published, visible(&article.author)];
    let source_line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ·  ");
    let title_at = headings::title_in(article, text);
    let title = if title_at.is_some() || article.title_inferred { String::new() } else { visible(&article.title) };
    let style = painting::reading_style(state, look);
    let covered = drawers::covered(view);
    let Some(pane) = view.panes.get_mut(&article.id) else { return };
    pane.names.follow(ui, &view.at_hand, text);
    pane.outline.receive(text);
    let input = ReaderInput {
        text,
        painted: &pane.painted,
        selection: open.passage.filter(|_| active),
        selected: if active { &open.selected } else { &[] },
        found: view.find.found_in(article.id),
        names: if state.settings.name_lines { pane.names.places() } else { &[] },
        bookmarks: state.settings.bookmarks(open.project.meta().id, article.id),
        snap: painting::snap(state),
        tips: open.strip.is_none(),
        covered,
        header: ReaderHeader { source_line: &source_line, title: &title },
        headings: pane.outline.painted(title_at),
        style: &style,
    };
    let output = reader::show(ui, &mut pane.state, &input);
    if active && std::mem::take(&mut view.focus_text) && !ui.text_edit_focused() {
        output.response.request_focus();
    }
    if active {
        view.excerpt_rect = output.excerpt_rect;
    }
    let first_action = actions.len();
    for event in output.events {
        match event {
            ReaderEvent::SelectionChanged { selection, .. } => {
                if selection != open.passage || !active {
                    actions.push(Action::SelectPassage(selection));
                }
            }
            ReaderEvent::ExcerptClicked { id: Some(id), add } => {
                let mut ids = if add { open.selected.clone() } else { Vec::new() };
                if !ids.contains(&id) {
                    ids.push(id);
                }
                actions.push(Action::SelectExcerpts(ids));
            }
            ReaderEvent::ExcerptClicked { id: None, .. } => {
                if !open.selected.is_empty() || !active {
                    actions.push(Action::SelectExcerpts(Vec::new()));
                }
                let actors = pane.names.actors_at(&view.at_hand, pane.state.selection().focus);
                if state.settings.name_lines && !actors.is_empty() {
                    actions.push(Action::NarrowExcerpts(actors));
                }
            }
            ReaderEvent::HandleDragged { id, span } => actions.push(Action::MoveEnds(id, span)),
            ReaderEvent::ContextMenu { excerpts, .. } => {
                if open.passage.is_none()
                    && let Some(first) = excerpts.first()
                    && !open.selected.contains(first)
                {
                    actions.push(Action::SelectExcerpts(vec![*first]));
                }
                view.under_pointer = excerpts;
            }
            ReaderEvent::PlaceChanged { byte } if active => actions.push(Action::Place(article.id, byte)),
            ReaderEvent::Copied { .. } | ReaderEvent::PlaceChanged { .. } => {}
        }
    }
    if active {
        view.armed.follow(ui, open, output.response.has_focus(), actions);
    }
    if !active && actions.len() > first_action {
        // Whatever was done at the other side makes that the side that is read.
        going::change_sides(view, open.reading, article.id);
        actions.insert(first_action, Action::ShowArticle(article.id));
    }
    output.response.context_menu(|ui| {
        ui.set_min_width(220.0);
        menu::entries(ui, state, look, crate::app::command::Group::Excerpt, actions);
    });
    if let Some(notice) = notice(&output.missing, output.letters_apart) {
        tell(ui, look, &notice);
    }
}

/// What cannot be shown as it should be.
fn notice(missing: &[char], letters_apart: bool) -> Option<String> {
    if !missing.is_empty() {
        let some: Vec<String> = missing.iter().take(3).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        let more = if missing.len() > 3 { " and others" } else { "" };
        return Some(format!("No font here has {}{more}; they are shown as numbers", some.join(", ")));
    }
    letters_apart.then(|| "Some letters here are shown one by one; places and quotes are right".to_owned())
}

fn tell(ui: &Ui, look: &Look, words: &str) {
    let area = ui.max_rect();
    let font = FontId::new(theme::SMALL_SIZE, egui::FontFamily::Proportional);
    let galley = ui.painter().layout(words.to_owned(), font, look.secondary, (area.width() - 60.0).max(80.0));
    let at = Align2::CENTER_BOTTOM.anchor_size(area.center_bottom() - egui::vec2(0.0, 14.0), galley.size());
    ui.painter().rect(
        at.expand(6.0),
        theme::CORNER,
        look.raised,
        Stroke::new(1.0, look.hairline),
        egui::StrokeKind::Outside,
    );
    ui.painter().galley(at.min, galley, look.secondary);
}
