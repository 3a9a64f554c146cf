//! Moving about in articles: back and forward, bookmarks, other side, places found.

use egui::Ui;

use super::drawers::Drawer;
use super::{Pane, ReadView};
use crate::app::{Action, CommandId, OpenProject, State};
use crate::model::{ArticleId, TextSpan};
use crate::text::ArticleText;

/// A jump farther than this, in bytes, can be gone back from.
const FAR_BYTES: usize = 3_000;

/// Longest passage that is taken over as what to look for, in bytes.
const WORDS_MAX: usize = 80;

/// Notices that another article is read now, so that one can go back to the one before.
pub(super) fn follow(view: &mut ReadView, article: ArticleId) {
    let travelling = std::mem::take(&mut view.travelling);
    match view.shown.replace(article) {
        Some(before) if before != article && !travelling => {
            let place = view.panes.get(&before).map_or(0, |pane| pane.state.place());
            view.trail.leave((before, place));
        }
        _ => {}
    }
}

/// Notes a place that one leaves for one far away.
pub(super) fn leave_if_far(view: &mut ReadView, article: ArticleId, from: usize, to: usize) {
    if from.abs_diff(to) > FAR_BYTES {
        view.trail.leave((article, from));
    }
}

/// The other of two articles side by side is the one that is read from now on.
pub(super) fn change_sides(view: &mut ReadView, reading: Option<ArticleId>, other: ArticleId) {
    if reading != Some(other) && view.beside == Some(other) {
        view.beside = reading;
        view.at_right = !view.at_right;
        view.travelling = true;
        view.focus_text = true;
    }
}

/// Goes to `byte` of the article shown.
pub(super) fn jump(
    view: &mut ReadView,
    open: &OpenProject,
    article: ArticleId,
    byte: usize,
    actions: &mut Vec<Action>,
) {
    let Some(pane) = view.panes.get_mut(&article) else { return };
    let before = pane.state.place();
    pane.state.set_place(byte);
    pane.state.place_caret(byte);
    if open.passage.is_some() {
        actions.push(Action::SelectPassage(None));
    }
    view.trail.leave((article, before));
    view.focus_text = true;
}

/// Carries out the commands that are the view's business.
pub(super) fn obey(
    ui: &Ui,
    state: &State,
    open: &OpenProject,
    view: &mut ReadView,
    article: ArticleId,
    actions: &mut Vec<Action>,
) {
    for id in std::mem::take(&mut view.wished) {
        match id {
            CommandId::FindInArticle => {
                view.drawer = Some(Drawer::Find);
                view.find.field.open();
                let words = open.passage.zip(open.text()).and_then(|(span, text)| span.slice(text.as_str()));
                if let Some(words) = words.filter(|words| words.len() <= WORDS_MAX && !words.contains('\n')) {
                    view.find.look_for(words);
                }
            }
            CommandId::FindNext | CommandId::FindPrevious => {
                let place = view.panes.get(&article).map_or(0, |pane| pane.state.place());
                if view.drawer != Some(Drawer::Find) {
                    view.find.field.open();
                }
                view.drawer = Some(Drawer::Find);
                let found = view.find.step(id == CommandId::FindNext, place);
                if let (Some(span), Some(pane)) = (found, view.panes.get_mut(&article)) {
                    pane.state.reveal(span);
                }
            }
            CommandId::GoToParagraph | CommandId::Contents => {
                view.drawer = Some(Drawer::Contents);
                view.contents.wants_focus = true;
            }
            CommandId::TextSettings => {
                view.drawer = if view.drawer == Some(Drawer::Text) { None } else { Some(Drawer::Text) };
            }
            CommandId::ToggleBookmark => toggle_bookmark(state, open, view, article, actions),
            CommandId::NextBookmark => {
                let bookmarks = state.settings.bookmarks(open.project.meta().id, article);
                let here = view.panes.get(&article).map_or(0, |pane| pane.state.present_byte());
                let next = bookmarks.iter().find(|byte| **byte > here).or(bookmarks.first());
                if let Some(byte) = next.copied() {
                    jump(view, open, article, byte, actions);
                }
            }
            CommandId::GoBack | CommandId::GoForward => {
                let now = (article, view.panes.get(&article).map_or(0, |pane| pane.state.place()));
                let step = if id == CommandId::GoBack { view.trail.back(now) } else { view.trail.forward(now) };
                let known = step.filter(|(to, _)| open.project.articles().contains_key(to));
                if let Some((to, byte)) = known {
                    view.going = Some((to, byte));
                    if to != article {
                        view.travelling = true;
                        actions.push(Action::ShowArticle(to));
                    }
                }
            }
            CommandId::SideBySide => side_by_side(open, view, article, actions),
            CommandId::OtherSide => {
                if let Some(other) = view.beside {
                    change_sides(view, Some(article), other);
                    actions.push(Action::ShowArticle(other));
                }
            }
            _ => continue,
        }
        ui.request_repaint();
    }
}

/// Two articles: the one read before beside this one, or else the next of the list.
fn side_by_side(open: &OpenProject, view: &mut ReadView, article: ArticleId, actions: &mut Vec<Action>) {
    if view.beside.take().is_some_and(|beside| beside != article) {
        view.at_right = false;
        return;
    }
    let at_hand = |id: &&ArticleId| **id != article && open.texts.get(id).is_some_and(Result::is_ok);
    if let Some(before) = view.lately.iter().rev().find(at_hand).copied() {
        view.beside = Some(before);
        view.at_right = false;
        return;
    }
    let at = open.listed.iter().position(|id| *id == article);
    let next = at.and_then(|at| open.listed.get(at + 1).or(open.listed.first())).filter(|id| **id != article);
    if let Some(next) = next.copied() {
        view.beside = Some(article);
        view.at_right = true;
        view.travelling = true;
        actions.push(Action::ShowArticle(next));
    }
}

fn toggle_bookmark(state: &State, open: &OpenProject, view: &ReadView, article: ArticleId, actions: &mut Vec<Action>) {
    let (Some(pane), Some(text)) = (view.panes.get(&article), open.text()) else { return };
    let byte = bookmark_at(pane, text);
    let mut bookmarks = state.settings.bookmarks(open.project.meta().id, article).to_vec();
    match bookmarks.binary_search(&byte) {
        Ok(place) => {
            bookmarks.remove(place);
        }
        Err(place) => bookmarks.insert(place, byte),
    }
    actions.push(Action::SetBookmarks(article, bookmarks));
}

/// The start of the present paragraph, or the present place itself within a monstrous one.
fn bookmark_at(pane: &Pane, text: &ArticleText) -> usize {
    let byte = pane.state.present_byte();
    let start = text.paragraph(text.paragraph_at(byte)).map_or(byte, |paragraph| paragraph.start);
    if byte - start.min(byte) > FAR_BYTES { byte } else { start }
}

/// Brings what was found into view.
pub(super) fn show_found(view: &mut ReadView, article: ArticleId, span: TextSpan) {
    let Some(pane) = view.panes.get_mut(&article) else { return };
    let before = pane.state.place();
    pane.state.reveal(span);
    leave_if_far(view, article, before, span.start());
}
