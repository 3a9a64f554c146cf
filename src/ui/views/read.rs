//! The article in the middle: hands the reading pane what it paints and turns what happened there into actions.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use egui::{Color32, RichText, Ui};

use super::start;
use crate::app::{Action, CommandId, OpenProject, State};
use crate::model::{ArticleId, Change, Edit, Excerpt, ExcerptId, Record, RecordId};
use crate::text::marks::visible;
use crate::ui::menu;
use crate::ui::reader::{
    self, PaintedExcerpt, PaintedExcerpts, ReaderEvent, ReaderHeader, ReaderInput, ReaderState, ReadingStyle,
};
use crate::ui::theme::{self, Look};

/// Panes kept for articles read lately, so that going back is instant.
const PANES_MAX: usize = 8;

/// What the view keeps between frames.
#[derive(Default)]
pub struct ReadView {
    panes: BTreeMap<ArticleId, Pane>,
    lately: Vec<ArticleId>,
    revealed: Option<u64>,
    under_pointer: Vec<ExcerptId>,
    /// Set when the window wants the keyboard to be on the text.
    pub focus_text: bool,
}

struct Pane {
    state: ReaderState,
    painted: PaintedExcerpts,
    painted_revision: u64,
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
                    Edit::Put(Record::Excerpt(excerpt)) if excerpt.article == *article => {
                        pane.painted.put(painted(open, excerpt));
                    }
                    Edit::Remove(RecordId::Excerpt(id)) => pane.painted.remove(*id),
                    _ => {}
                }
            }
            pane.painted_revision = revision;
        }
    }

    /// Forgets everything, because another project is open.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

/// Shows the article that is read.
pub fn show(
    ui: &mut Ui,
    state: &State,
    open: &OpenProject,
    look: &Look,
    view: &mut ReadView,
    actions: &mut Vec<Action>,
) {
    let Some(article) = open.article() else {
        let (sentence, ids) = if open.project.articles().is_empty() {
            let text = "This project is empty. Import articles, or drop files and folders on the window";
            (text, &[CommandId::ImportFiles, CommandId::ImportFolder][..])
        } else {
            ("Choose an article at the left, or press J for the first", &[CommandId::NextArticle][..])
        };
        start::empty(ui, state, look, sentence, ids, actions);
        return;
    };
    let text = match open.texts.get(&article.id) {
        Some(Ok(text)) => text,
        Some(Err(message)) => {
            ui.centered_and_justified(|ui| ui.label(RichText::new(message).color(look.problem)));
            return;
        }
        None => {
            ui.centered_and_justified(egui::Ui::spinner);
            return;
        }
    };
    let revision = open.project.revision();
    if let Entry::Vacant(free) = view.panes.entry(article.id) {
        let mut state_of_pane = ReaderState::new(text);
        state_of_pane.set_place(state.settings.place(open.project.meta().id, article.id));
        let painted = gather(open, article.id);
        free.insert(Pane { state: state_of_pane, painted, painted_revision: revision });
        view.focus_text = true;
    }
    if view.lately.last() != Some(&article.id) {
        view.lately.retain(|id| *id != article.id);
        view.lately.push(article.id);
        view.focus_text = true;
        while view.lately.len() > PANES_MAX {
            let oldest = view.lately.remove(0);
            view.panes.remove(&oldest);
        }
    }
    let Some(pane) = view.panes.get_mut(&article.id) else { return };
    if pane.painted_revision != revision {
        pane.painted = gather(open, article.id);
        pane.painted_revision = revision;
    }
    if let Some((number, _, span)) =
        open.reveal.filter(|(number, id, _)| *id == article.id && view.revealed != Some(*number))
    {
        view.revealed = Some(number);
        pane.state.reveal(span);
    }
    let published = article.published.map(|date| date.to_string()).unwrap_or_default();
    let parts = [visible(&article.outlet), published, visible(&article.author)];
    let source_line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ·  ");
    // A title that stands among the first lines of the text is not said twice.
    let in_text =
        text.as_str().lines().filter(|line| !line.trim().is_empty()).take(4).any(|line| line.trim() == article.title);
    let title = if in_text || article.title_inferred { String::new() } else { visible(&article.title) };
    let style = reading_style(state, look);
    let input = ReaderInput {
        text,
        painted: &pane.painted,
        selection: open.passage,
        selected: &open.selected,
        header: ReaderHeader { source_line: &source_line, title: &title },
        style: &style,
    };
    let output = reader::show(ui, &mut pane.state, &input);
    if std::mem::take(&mut view.focus_text) && !ui.text_edit_focused() {
        output.response.request_focus();
    }
    for event in output.events {
        match event {
            ReaderEvent::SelectionChanged { selection, .. } => {
                if selection != open.passage {
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
                if !open.selected.is_empty() {
                    actions.push(Action::SelectExcerpts(Vec::new()));
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
            ReaderEvent::Copied { .. } => {}
            ReaderEvent::PlaceChanged { byte } => actions.push(Action::Place(article.id, byte)),
        }
    }
    output.response.context_menu(|ui| {
        ui.set_min_width(220.0);
        menu::entries(ui, state, look, crate::app::command::Group::Excerpt, actions);
    });
}

fn gather(open: &OpenProject, article: ArticleId) -> PaintedExcerpts {
    PaintedExcerpts::new(open.project.excerpts_in(article).map(|excerpt| painted(open, excerpt)).collect())
}

fn painted(open: &OpenProject, excerpt: &Excerpt) -> PaintedExcerpt {
    let tag = open.project.tags().get(&excerpt.tag);
    let name = tag.map_or_else(|| excerpt.tag.to_string(), |tag| visible(&tag.name));
    let actors = excerpt.actors.iter().filter_map(|id| open.project.actors().get(id)).map(|actor| visible(&actor.name));
    let actors = actors.collect::<Vec<_>>().join(", ");
    PaintedExcerpt {
        id: excerpt.id,
        span: excerpt.anchor.span,
        color: tag.map_or([0x80; 3], |tag| tag.color),
        underline: tag.map_or(crate::model::Underline::Solid, |tag| tag.underline.clone()),
        label: if actors.is_empty() { name } else { format!("{name} · {actors}") },
        sign: tag.and_then(|tag| tag.key).map(String::from).unwrap_or_default(),
    }
}

fn reading_style(state: &State, look: &Look) -> ReadingStyle {
    ReadingStyle {
        face: theme::article_family(),
        title_face: theme::article_bold_family(),
        label_face: theme::medium_family(),
        size: state.settings.text_size,
        ink: look.ink,
        secondary: look.secondary,
        paper: look.paper,
        hairline: look.hairline,
        accent: look.accent,
        tint: if look.dark { 1.7 } else { 1.0 },
        selection: if look.dark { Color32::from_rgb(0x3A, 0x4A, 0x66) } else { Color32::from_rgb(0xC9, 0xDB, 0xF5) },
        ..ReadingStyle::default()
    }
}
