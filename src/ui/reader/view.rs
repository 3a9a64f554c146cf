//! One frame of the reading pane, step by step: geometry, keys, scrolling, page, pointer, drawing.
//! What each step does is elsewhere; this file only puts them in order.

use std::sync::Arc;

use egui::{Context, Event, EventFilter, FontId, Rect, Response, Sense, Ui, pos2, vec2};

use super::accessibility;
use super::block_layout::Setting;
use super::header::{self, HeaderLayout};
use super::heights::{narrow, wide};
use super::input::{ReaderEvent, ReaderInput, ReaderOutput, ReadingStyle};
use super::keyboard::{self, Move, Wish};
use super::page::{Page, Setter, View};
use super::paint::{self, LANES_LEAST, LANES_WIDTH, Picture};
use super::pointer::Pointer;
use super::scroll_bar::{self, Marks};
use super::state::{Gesture, ReaderState};
use crate::model::TextSpan;

/// Least free space at the right of the text.
const RIGHT_MARGIN: f32 = 24.0;

/// The same with paragraph numbers.
const NUMBERS_WIDTH: f32 = 52.0;

/// A line of average letters, from which the width of the column is reckoned.
const SAMPLE: &str = "the quick brown fox jumps over a lazy dog and then rests on the mat for a while";

/// Shows the pane in all the room that `ui` has, and tells what happened.
pub fn show(ui: &mut Ui, state: &mut ReaderState, input: &ReaderInput<'_>) -> ReaderOutput {
    let outer = ui.available_rect_before_wrap();
    ui.allocate_rect(outer, Sense::hover());
    let id = ui.scope_id().with("reading pane");
    let track = Rect::from_min_max(pos2(outer.right() - scroll_bar::WIDTH, outer.top()), outer.max);
    let area = Rect::from_min_max(outer.min, pos2(track.left(), outer.bottom()));
    let response = ui.interact(area, id, Sense::click_and_drag());
    let bar = ui.interact(track, id.with("scroll bar"), Sense::CLICK | Sense::DRAG);
    let mut events = Vec::new();

    state.follow_text(input.text);
    let place_told = state.place_told.unwrap_or(state.place());
    state.follow_selection(input.selection);
    state.follow_selected(input);
    let selection_before = state.selection;
    if std::mem::take(&mut state.wants_focus) {
        response.request_focus();
    }

    let (left, setting) = column(ui.ctx(), area, input.style);
    let header = HeaderLayout::new(ui.ctx(), input.header, input.style, setting.width);
    let blocks = Arc::clone(&state.blocks);
    state.follow_setting(&setting, input.text);
    let mut view = View { height: area.height(), header: header.height(), footer: 0.0 };
    if !state.all_fits(view) {
        view.footer = (area.height() * 0.35).min(240.0).round();
    }
    let context = ui.ctx().clone();
    let kept = std::mem::take(&mut state.kept);
    let title_size = header::title_size(input.style);
    let title_face = |size: f32| FontId::new(size, input.style.title_face.clone());
    let heading = Setting { font: title_face(input.style.size), justify: false, ..setting.clone() };
    let title = Setting {
        font: title_face(title_size),
        line_height: (title_size * 1.25).round(),
        justify: false,
        ..setting.clone()
    };
    let (text, headings) = (input.text.as_str(), input.headings);
    let setter = Setter {
        ctx: &context,
        text,
        blocks: &blocks,
        setting: &setting,
        heading: &heading,
        title: &title,
        headings,
        kept: &kept,
    };

    if response.has_focus() {
        keys(ui, &response, state, input, setter, view, &mut events);
    }
    let mut moved = scroll_by_wheel(ui, outer, state, view) || scroll_by_sweep(ui, area, state, view);
    moved |= scroll_by_bar(ui, &bar, track, state, input, view);
    let mut page = Page::compose(setter, view, state.anchor_now(view));
    if state.turn_to_wanted(&page, view, (setting.line_height, input.covered)) {
        page = Page::compose(setter, view, state.anchor_now(view));
        moved = true;
    }
    state.settle(&page, view, moved);
    let fitted = state.all_fits(view);
    state.measure(&page);
    if fitted != state.all_fits(view) {
        ui.request_repaint();
    }
    kept.only(&page);

    let origin = pos2(left, area.top());
    let mut picture = picture_of(&page, input, state, (origin, area.left()));
    let hovered = {
        let dragged = state.gesture.is_some();
        let pointer = Pointer { input, picture: &picture, response: &response };
        pointer.act(ui, state, &mut events);
        let at = response.hover_pos().filter(|_| state.gesture.is_none());
        let hovered = at.map_or_else(Vec::new, |at| pointer.hovered(at));
        // A list over a passage that was just selected would hide what is about to be tagged.
        if input.tips && state.selection.bytes().is_empty() {
            pointer.tooltip(&hovered, at);
        }
        if dragged || state.gesture.is_some() {
            // An end of an excerpt may be elsewhere now.
            picture = picture_of(&page, input, state, (origin, area.left()));
        }
        hovered
    };
    let picture = Picture { hovered: &hovered, ..picture };
    state.caret_y = page.caret(state.selection.focus, state.selection.at_row_end).map(|(_, top, _)| top);

    let painter = ui.painter_at(area);
    let selected = state.selection.bytes();
    let held = picture.held();
    let first_top = page.blocks.first().filter(|block| block.index == 0).map(|block| block.top);
    if let Some(top) = first_top {
        header.paint(&painter, origin + vec2(0.0, top - view.header));
    }
    picture.fill(&painter, &selected, input.style.selection);
    picture.found(&painter, input.found);
    picture.tints(&painter);
    picture.names(&painter, input.names);
    picture.underlines(&painter);
    picture.text(&painter);
    picture.hidden(&painter);
    picture.lanes(&painter);
    if input.style.focus_paragraph {
        picture.step_back(&painter, &present_paragraph(&page, input, state, view), setting.width);
    }
    if input.style.numbers {
        picture.numbers(&painter, &blocks, setting.width);
    }
    picture.bookmarks(&painter, input.bookmarks, setting.width);
    if let Some(span) = held {
        picture.handles(&painter, span);
    }
    if response.has_focus() {
        picture.caret(&painter, state.selection.focus, state.selection.at_row_end);
    }
    let title = header.title().zip(first_top).map(|(title, top)| {
        let rect =
            Rect::from_min_max(origin + vec2(0.0, top - view.header), pos2(left + setting.width, origin.y + top));
        (title, rect)
    });
    let shown = accessibility::Shown { page: &page, origin, width: setting.width, title, excerpts: &picture.excerpts };
    accessibility::expose(ui, &response, &shown, (input.text.as_str(), &blocks), state.selection);

    let span = state.selection.span(input.text.as_str());
    if state.selection != selection_before {
        state.tell(span);
        events.push(ReaderEvent::SelectionChanged { selection: span, caret: state.selection.focus });
    }
    state.place_told = Some(state.place());
    if state.place() != place_told {
        events.push(ReaderEvent::PlaceChanged { byte: state.place() });
    }
    let around = |span: TextSpan| {
        let rects = page.rects(&span.range(), origin);
        rects.into_iter().reduce(Rect::union).map(|rect| rect.intersect(area)).filter(Rect::is_positive)
    };
    let excerpt_rect = picture.excerpts.iter().find(|(placed, _)| input.selected.first() == Some(&placed.excerpt.id));
    let excerpt_rect = excerpt_rect.and_then(|(_, span)| around(*span));
    state.kept = kept;
    let letters_apart = page.blocks.iter().any(|block| block.layout.letters_apart());
    let mut missing: Vec<char> = page.blocks.iter().flat_map(|block| block.layout.missing()).copied().collect();
    missing.sort_unstable();
    missing.dedup();
    ReaderOutput { response, events, selection_rect: span.and_then(around), excerpt_rect, letters_apart, missing }
}

/// The left edge of the text and how it is set: centred, never wider than the measure, with room for the lanes.
fn column(ctx: &Context, area: Rect, style: &ReadingStyle) -> (f32, Setting) {
    let font = FontId::new(style.size, style.face.clone());
    let sample = ctx.fonts_mut(|fonts| fonts.layout_no_wrap(SAMPLE.to_owned(), font.clone(), style.ink));
    let letter = sample.size().x / f32::from(u8::try_from(SAMPLE.len()).unwrap_or(u8::MAX));
    let margin = (area.width() * 0.14).clamp(LANES_LEAST, LANES_WIDTH).min(area.width() * 0.3);
    let right = if style.numbers { NUMBERS_WIDTH } else { RIGHT_MARGIN };
    let room = (area.width() - margin - right).max(letter * 4.0);
    let width = (letter * f32::from(style.measure_chars)).min(room).floor();
    let left = (area.left() + ((area.width() - width) * 0.5).max(margin)).round();
    let setting = Setting { font, line_height: style.line_height(), width, justify: style.justify, ink: style.ink };
    (left, setting)
}

/// The paragraph with the place found or the caret, or the one in the upper third if both are elsewhere.
fn present_paragraph(page: &Page, input: &ReaderInput<'_>, state: &ReaderState, view: View) -> std::ops::Range<usize> {
    let found = input.found.current().map(TextSpan::start);
    let seen = |byte: &usize| page.block_with(*byte).is_some();
    let byte = match found.into_iter().chain([state.selection.focus]).find(seen) {
        Some(byte) => byte,
        None => page.row_at(view.height * 0.3).map_or(0, |row| row.bytes.start),
    };
    input.text.paragraph(input.text.paragraph_at(byte)).unwrap_or(0..0)
}

/// What there is to draw; nothing is hovered yet.
fn picture_of<'a>(
    page: &'a Page,
    input: &'a ReaderInput<'_>,
    state: &ReaderState,
    (origin, left_edge): (egui::Pos2, f32),
) -> Picture<'a> {
    let mut excerpts: Vec<_> =
        input.painted.within(&page.bytes()).into_iter().map(|placed| (placed, placed.excerpt.span)).collect();
    if let Some(Gesture::Handle { id, span, .. }) = &state.gesture {
        excerpts.retain(|(placed, _)| placed.excerpt.id != *id);
        excerpts.extend(input.painted.get(*id).map(|placed| (placed, *span)));
        excerpts.sort_by_key(|(placed, span)| (*span, placed.excerpt.id));
    }
    let lanes = paint::lanes_within(origin.x - left_edge);
    Picture {
        page,
        style: input.style,
        origin,
        lanes,
        excerpts,
        selected: input.selected,
        hovered: &[],
        bars: Vec::new(),
    }
    .with_bars()
}

fn keys(
    ui: &Ui,
    response: &Response,
    state: &mut ReaderState,
    input: &ReaderInput<'_>,
    setter: Setter<'_>,
    view: View,
    events: &mut Vec<ReaderEvent>,
) {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let os = ui.os();
    let mut taken = Vec::new();
    let text = input.text.as_str();
    let resizable = match input.selected {
        [only] => input.painted.get(*only).map(|placed| (*only, placed.excerpt.span)),
        _ => None,
    };
    ui.input_mut(|i| {
        i.events.retain(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => {
                let resize = resizable.filter(|_| state.keys_resize && state.selection.bytes().is_empty());
                let resized = resize.and_then(|(id, span)| {
                    let key = keyboard::along_text(text, span.start(), *key);
                    keyboard::resized(text, span, key, *modifiers).map(|span| (id, span))
                });
                if let Some((id, span)) = resized {
                    events.push(ReaderEvent::HandleDragged { id, span });
                    return false;
                }
                let key = keyboard::along_text(text, state.selection.focus, *key);
                match keyboard::wish(key, *modifiers, os) {
                    Some(wish) => taken.push(Some(wish)),
                    None => return true,
                }
                false
            }
            Event::Copy if !state.selection.bytes().is_empty() => {
                taken.push(None);
                false
            }
            _ => true,
        });
    });
    let page_rows = ((view.height / setter.setting.line_height).floor().max(3.0) - 2.0).clamp(1.0, 500.0);
    for wish in taken {
        match wish {
            None => {
                if let Some(span) = state.selection.span(text)
                    && let Some(quote) = span.slice(text)
                {
                    ui.copy_text(quote.to_owned());
                    events.push(ReaderEvent::Copied { span });
                }
            }
            Some(Wish::All) => state.selection = super::selection::Selection::new(0, text.len()),
            Some(Wish::Go { to, extend }) => {
                if !extend && state.caret_y.is_none() && state.selection.bytes().is_empty() {
                    // The caret was left behind while the text was scrolled: what is read now is where keys begin.
                    state.selection = super::selection::Selection::caret(state.place());
                    state.caret_y = Some(0.0);
                }
                let rows = std::iter::successors(Some(1.0f32), |n| Some(n + 1.0)).take_while(|n| *n <= page_rows);
                state.selection = keyboard::moved(setter, state.selection, to, extend, rows.count(), &mut state.column);
                state.keys_resize = false;
                state.follow_caret =
                    Some(if matches!(to, Move::PageUp | Move::PageDown) { state.caret_y } else { None });
                let upwards =
                    matches!(to, Move::RowUp | Move::PageUp | Move::ParagraphUp | Move::TextStart | Move::RowStart);
                let first_row = setter.block(0).and_then(|first| first.rows().first().map(|row| row.bytes.clone()));
                if upwards && first_row.is_some_and(|row| state.selection.focus < row.end.max(1)) {
                    // The title and the line above it belong to the first line.
                    state.set_place(0);
                    state.follow_caret = None;
                }
            }
        }
    }
}

fn scroll_by_wheel(ui: &Ui, outer: Rect, state: &mut ReaderState, view: View) -> bool {
    if !ui.is_enabled() || !ui.rect_contains_pointer(outer) {
        return false;
    }
    let delta = ui.input_mut(|i| {
        let delta = i.smooth_scroll_delta().y;
        i.smooth_scroll_delta.y = 0.0;
        delta
    });
    state.scroll(delta, view)
}

/// While text is swept or a handle dragged beyond an edge, the text runs on, the faster the farther.
fn scroll_by_sweep(ui: &Ui, area: Rect, state: &mut ReaderState, view: View) -> bool {
    if !matches!(state.gesture, Some(Gesture::Sweep { .. } | Gesture::Handle { .. })) {
        return false;
    }
    let Some(at) = ui.input(|i| i.pointer.latest_pos()) else { return false };
    let beyond = (at.y - area.bottom()).max(0.0) - (area.top() - at.y).max(0.0);
    if beyond == 0.0 {
        return false;
    }
    ui.request_repaint();
    let seconds = ui.input(|i| i.stable_dt).min(0.1);
    // Quickly also where only the status bar is left between the text and the edge of the screen.
    let speed = beyond.signum() * 80.0 + beyond * 20.0 + beyond * beyond.abs() * 0.5;
    state.scroll(-speed.clamp(-6000.0, 6000.0) * seconds, view)
}

fn scroll_by_bar(
    ui: &Ui,
    bar: &Response,
    track: Rect,
    state: &mut ReaderState,
    input: &ReaderInput<'_>,
    view: View,
) -> bool {
    let extent = state.extent(view);
    let length = wide(input.text.as_str().len().max(1));
    let part = |points: f32| narrow(f64::from(points) / extent.total.max(extent.view));
    let marks = Marks {
        excerpts: input.painted.overview(),
        found: input.found.overview(),
        bookmarks: input.bookmarks.iter().map(|byte| narrow(wide(*byte) / length)).collect(),
        text: (part(view.header), part(narrow(extent.total) - view.footer)),
    };
    let mut hold = state.thumb_hold;
    let wanted = scroll_bar::show(ui, bar, track, extent, &mut hold, input.style, &marks);
    state.thumb_hold = hold;
    match wanted {
        Some(above) if (above - extent.above).abs() >= 0.5 => {
            state.scroll_to(above, view);
            true
        }
        _ => false,
    }
}
