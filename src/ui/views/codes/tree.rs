//! The codes of one kind as a tree: only rows on the screen are drawn. A click chooses, `Ctrl`+click marks, dragging or
//! `Alt` with the arrows moves.

use std::collections::BTreeSet;

use egui::{FontId, Id, Key, Modifiers, Rect, ScrollArea, Sense, Stroke, TextEdit, Ui, pos2, vec2};

use super::excerpts_of;
use crate::analysis::code_checks::odd;
use crate::app::{Action, CodeAction, OpenProject};
use crate::model::operations::codes::{TreeRow, tree};
use crate::model::{CodeId, CodeKind};
use crate::text::folding::{Folded, Folding};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::shortcuts::consume;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::list_row::{line, line_right};
use crate::ui::widgets::section::grouped;
use crate::ui::widgets::tag_sign::tag_sign;

const ROW: f32 = 30.0;
const INDENT: f32 = 18.0;

/// What the tree keeps between frames.
#[derive(Default)]
pub(super) struct Tree {
    words: String,
    folded_up: BTreeSet<CodeId>,
    marked: BTreeSet<CodeId>,
    rows: Vec<TreeRow>,
    rows_for: Option<(u64, CodeKind, String, u64)>,
    /// Rises whenever something is folded up or down.
    folds: u64,
    dragged: Option<CodeId>,
    /// The code that was brought into sight.
    in_sight: Option<CodeId>,
    /// What of the rows is seen: from where, how much, in points.
    seen: (f32, f32),
    /// Codes with names or keys that clash, for the state of the codes at which they were found.
    odd: BTreeSet<CodeId>,
    odd_for: Option<(u64, CodeKind)>,
}

/// Levels of a tree that are unfolded to show a code.
const LEVELS: usize = 256;

/// Codes up to which those that clash are looked for whenever codes change.
const CHECKED_MAX: usize = 2_000;

/// Where something dragged would go.
enum Drop {
    Into,
    Before,
    After,
}

impl Tree {
    /// The codes marked for merging.
    pub(super) fn marked(&self) -> &BTreeSet<CodeId> {
        &self.marked
    }

    /// Finds the rows anew when the codes, the words or what is folded up changed.
    fn follow(&mut self, open: &OpenProject, kind: CodeKind) {
        let key = (open.project.codes_revision(), kind, self.words.clone(), self.folds);
        if self.rows_for.as_ref() == Some(&key) {
            return;
        }
        let all = tree(&open.project, kind);
        let folding = Folding { case: true, diacritics: true };
        let words = Folded::new(self.words.trim(), folding);
        self.rows = if words.as_str().is_empty() {
            let mut hidden_below: Option<usize> = None;
            let shown = |row: &TreeRow| {
                if hidden_below.is_some_and(|depth| row.depth > depth) {
                    return false;
                }
                hidden_below = self.folded_up.contains(&row.id).then_some(row.depth);
                true
            };
            all.into_iter().filter(shown).collect()
        } else {
            let fits = |row: &TreeRow| {
                let code = row.id.code(&open.project);
                let names = code.iter().flat_map(|code| {
                    std::iter::once(code.name().to_owned()).chain(code.aliases().iter().cloned()).collect::<Vec<_>>()
                });
                names.into_iter().any(|name| Folded::new(&name, folding).as_str().contains(words.as_str()))
            };
            all.into_iter().filter(fits).map(|row| TreeRow { depth: 0, ..row }).collect()
        };
        self.marked.retain(|id| id.kind() == kind && id.code(&open.project).is_some());
        self.rows_for = Some(key);
        let odd_for = Some((open.project.codes_revision(), kind));
        if self.odd_for != odd_for {
            let few = self.rows.len() <= CHECKED_MAX;
            self.odd = if few { odd(&open.project, kind) } else { BTreeSet::new() };
            self.odd_for = odd_for;
        }
    }

    fn fold(&mut self, id: &CodeId, up: bool) {
        let changed = if up { self.folded_up.insert(id.clone()) } else { self.folded_up.remove(id) };
        self.folds += u64::from(changed);
    }

    /// Brings the chosen code into sight when it is another one than before, whoever chose it: unfolds those above it,
    /// lets go of words that hide it, and says where the rows are to stand.
    fn bring_into_sight(&mut self, open: &OpenProject, kind: CodeKind) -> Option<f32> {
        if self.in_sight == open.code {
            return None;
        }
        self.in_sight.clone_from(&open.code);
        let chosen = open.code.as_ref()?;
        let above = |id: &CodeId| id.parent(&open.project);
        // A circle, which only a damaged file can hold, ends there.
        for id in std::iter::successors(above(chosen), above).take(LEVELS) {
            self.fold(&id, false);
        }
        self.follow(open, kind);
        if !self.rows.iter().any(|row| row.id == *chosen) {
            self.words.clear();
            self.follow(open, kind);
        }
        let at = self.rows.iter().position(|row| row.id == *chosen)?;
        #[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
        let top = at as f32 * (ROW + 1.0);
        let (from, height) = self.seen;
        if top < from {
            Some(top)
        } else if top + ROW > from + height {
            Some((top + ROW - height).max(0.0))
        } else {
            None
        }
    }

    /// Shows the filter and the rows.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        open: &OpenProject,
        look: &Look,
        kind: CodeKind,
        actions: &mut Vec<Action>,
    ) {
        let edit = TextEdit::singleline(&mut self.words).hint_text("Filter by name or alias");
        let edit = edit.desired_width(f32::INFINITY).margin(vec2(6.0, 4.0));
        let field = ui.add(edit).accessible_name("Filter codes").rect;
        self.follow(open, kind);
        ui.add_space(4.0);
        if self.rows.is_empty() {
            let text = if self.words.is_empty() { "None yet" } else { "None is called so" };
            ui.label(egui::RichText::new(text).color(look.secondary));
            return;
        }
        if open.read_only.is_none() && !ui.text_edit_focused() {
            self.keys(ui, open, actions);
        }
        ui.spacing_mut().item_spacing.y = 1.0;
        let mut area = ScrollArea::vertical().id_salt("code rows").auto_shrink([false, false]);
        if let Some(top) = self.bring_into_sight(open, kind) {
            area = area.vertical_scroll_offset(top);
        }
        let rows = std::mem::take(&mut self.rows);
        let shown = area.show_rows(ui, ROW, rows.len(), |ui, range| {
            for row in rows.get(range).unwrap_or_default() {
                self.row(ui, open, look, row, actions);
            }
        });
        self.seen = (shown.state.clamped_offset().y, shown.inner_rect.height());
        self.rows = rows;
        self.top_of_the_tree(ui, look, field, actions);
    }

    /// While something is dragged, the place that leads to the top of the tree stands where the filter is. Let go
    /// anywhere else but on a row, or with `Esc`, it stays where it was.
    fn top_of_the_tree(&mut self, ui: &Ui, look: &Look, zone: Rect, actions: &mut Vec<Action>) {
        if self.dragged.is_none() {
            return;
        }
        let (at, down, escape) =
            ui.input(|input| (input.pointer.latest_pos(), input.pointer.primary_down(), input.key_down(Key::Escape)));
        if escape {
            self.dragged = None;
            return;
        }
        let over = at.is_some_and(|at| zone.contains(at));
        let painter = ui.painter();
        painter.rect_filled(zone, theme::CORNER, if over { look.chosen } else { look.raised });
        let stroke = Stroke::new(if over { 2.0 } else { 1.0 }, look.accent);
        painter.rect_stroke(zone, theme::CORNER, stroke, egui::StrokeKind::Inside);
        let font = FontId::new(theme::TOOL_SIZE, egui::FontFamily::Proportional);
        painter.text(zone.center(), egui::Align2::CENTER_CENTER, "To the top of the tree", font, look.ink);
        if !down && let Some(code) = self.dragged.take().filter(|_| over) {
            actions.push(Action::Code(CodeAction::Move { code, parent: None, place: None }));
        }
    }

    fn row(&mut self, ui: &mut Ui, open: &OpenProject, look: &Look, row: &TreeRow, actions: &mut Vec<Action>) {
        let name = visible(row.id.name(&open.project));
        let count = excerpts_of(open, row);
        let chosen = open.code.as_ref() == Some(&row.id);
        let marked = self.marked.contains(&row.id);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let id = Id::unique(("code row", row.id.kind(), row.id.as_str()));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        let says = format!("{name}, {count} excerpts");
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, chosen, &says));
        let code = row.id.code(&open.project);
        let retired = code.as_ref().is_some_and(crate::model::Code::retired);
        let painter = ui.painter();
        if chosen || marked || response.hovered() {
            painter.rect_filled(rect, theme::CORNER, if chosen || marked { look.chosen } else { look.hover });
        }
        if marked || response.has_focus() {
            let stroke = Stroke::new(if response.has_focus() { 2.0 } else { 1.0 }, look.accent);
            painter.rect_stroke(rect, theme::CORNER, stroke, egui::StrokeKind::Inside);
        }
        let depth = f32::from(u8::try_from(row.depth.min(12)).unwrap_or(12));
        let left = rect.left() + 6.0 + depth * INDENT;
        let y = rect.center().y - 8.0;
        let mut fold = None;
        if row.children > 0 && self.words.is_empty() {
            let at = Rect::from_center_size(pos2(left + 7.0, rect.center().y), vec2(18.0, ROW));
            let sign = if self.folded_up.contains(&row.id) { icons::CARET_RIGHT } else { icons::CARET_DOWN };
            line(ui, pos2(left, y + 1.0), sign, FontId::new(13.0, theme::icon_family()), look.secondary, 16.0);
            fold = Some(at);
        }
        let sign = Rect::from_min_size(pos2(left + 20.0, rect.center().y - 7.0), vec2(18.0, 15.0));
        match &code {
            Some(crate::model::Code::Tag(tag)) => tag_sign(ui, look, tag, sign),
            Some(crate::model::Code::Actor(actor)) => dot(ui, look, sign, actor.color),
            Some(crate::model::Code::Issue(issue)) => dot(ui, look, sign, issue.color),
            None => {}
        }
        let right = pos2(rect.right() - 8.0, y);
        let mut took = line_right(ui, right, &grouped(count), theme::small(), look.secondary);
        let note = match &code {
            _ if retired => "retired".to_owned(),
            Some(crate::model::Code::Tag(tag)) => tag.key.map(String::from).unwrap_or_default(),
            Some(crate::model::Code::Actor(actor)) => {
                actor.kind.as_ref().map(|k| visible(k.word())).unwrap_or_default()
            }
            _ => String::new(),
        };
        if self.odd.contains(&row.id) {
            let at = right - vec2(took + 10.0, -1.0);
            let sign = FontId::new(13.0, theme::icon_family());
            took += 10.0 + line_right(ui, at, icons::WARNING, sign, look.problem);
        }
        took += 10.0 + line_right(ui, right - vec2(took + 10.0, 0.0), &note, theme::small(), look.secondary);
        let color = if retired { look.secondary } else { look.ink };
        let font = FontId::new(theme::TOOL_SIZE, egui::FontFamily::Proportional);
        line(ui, pos2(left + 46.0, y), &name, font, color, right.x - took - left - 54.0);
        self.act(ui, open, look, row, (&response, rect, fold), actions);
    }

    fn act(
        &mut self,
        ui: &Ui,
        open: &OpenProject,
        look: &Look,
        row: &TreeRow,
        (response, rect, fold): (&egui::Response, Rect, Option<Rect>),
        actions: &mut Vec<Action>,
    ) {
        if response.clicked() {
            let at = response.interact_pointer_pos();
            if at.zip(fold).is_some_and(|(at, fold)| fold.contains(at)) {
                self.fold(&row.id, !self.folded_up.contains(&row.id));
            } else if ui.input(|input| input.modifiers.command) {
                if !self.marked.remove(&row.id) {
                    self.marked.insert(row.id.clone());
                }
            } else {
                self.marked.clear();
                response.request_focus();
                actions.push(Action::ShowCode(Some(row.id.clone())));
            }
        }
        if open.read_only.is_some() {
            return;
        }
        if response.drag_started() {
            self.dragged = Some(row.id.clone());
        }
        let Some(dragged) = self.dragged.clone().filter(|dragged| *dragged != row.id) else { return };
        let rect = rect.intersect(ui.clip_rect());
        let Some(at) = ui.input(|input| input.pointer.latest_pos()).filter(|at| rect.contains(*at)) else { return };
        let quarter = rect.height() * 0.28;
        let drop = if row.id.kind() != CodeKind::Tag {
            Drop::Into
        } else if at.y < rect.top() + quarter {
            Drop::Before
        } else if at.y > rect.bottom() - quarter {
            Drop::After
        } else {
            Drop::Into
        };
        let stroke = Stroke::new(2.0, look.accent);
        match drop {
            Drop::Into => {
                ui.painter().rect_stroke(rect, theme::CORNER, stroke, egui::StrokeKind::Inside);
            }
            Drop::Before => {
                ui.painter().hline(rect.x_range(), rect.top(), stroke);
            }
            Drop::After => {
                ui.painter().hline(rect.x_range(), rect.bottom(), stroke);
            }
        }
        if !ui.input(|input| input.pointer.primary_down()) {
            self.dragged = None;
            let (parent, place) = match drop {
                Drop::Into => (Some(row.id.clone()), None),
                Drop::Before | Drop::After => {
                    let parent = row.id.parent(&open.project);
                    let place = place_of(open, &row.id, &dragged, parent.as_ref());
                    (parent, place.map(|place| place + usize::from(matches!(drop, Drop::After))))
                }
            };
            actions.push(Action::Code(CodeAction::Move { code: dragged, parent, place }));
        }
    }

    /// Arrows choose; with `Alt` they move: up and down among the siblings, right below the one above, left out again.
    fn keys(&mut self, ui: &Ui, open: &OpenProject, actions: &mut Vec<Action>) {
        let pressed = |modifiers, key| ui.input_mut(|input| consume(input, modifiers, key));
        let at = open.code.as_ref().and_then(|id| self.rows.iter().position(|row| row.id == *id));
        if let Some(code) = open.code.as_ref().filter(|_| at.is_some()) {
            let parent = code.parent(&open.project);
            let siblings = crate::model::operations::codes::below(&open.project, code.kind(), parent.as_ref());
            let own = siblings.iter().position(|id| id == code).unwrap_or(0);
            let mut go = |parent, place| {
                actions.push(Action::Code(CodeAction::Move { code: code.clone(), parent, place }));
            };
            if pressed(Modifiers::ALT, Key::ArrowUp) {
                go(parent, Some(own.saturating_sub(1)));
            } else if pressed(Modifiers::ALT, Key::ArrowDown) {
                go(parent, Some(own + 1));
            } else if pressed(Modifiers::ALT, Key::ArrowRight) {
                if let Some(above) = own.checked_sub(1).and_then(|above| siblings.get(above)) {
                    go(Some(above.clone()), None);
                }
            } else if pressed(Modifiers::ALT, Key::ArrowLeft)
                && let Some(parent) = parent
            {
                let grand = parent.parent(&open.project);
                let place = place_of(open, &parent, code, grand.as_ref()).map(|place| place + 1);
                go(grand, place);
            }
        }
        if let Some(code) = open.code.as_ref().filter(|_| at.is_some()) {
            if pressed(Modifiers::NONE, Key::ArrowLeft) {
                self.fold(code, true);
            } else if pressed(Modifiers::NONE, Key::ArrowRight) {
                self.fold(code, false);
            } else if pressed(Modifiers::NONE, Key::Delete) {
                actions.push(Action::Code(CodeAction::Delete(code.clone())));
            }
        }
        let step = if pressed(Modifiers::NONE, Key::ArrowDown) {
            at.map_or(Some(0), |at| Some(at + 1))
        } else if pressed(Modifiers::NONE, Key::ArrowUp) {
            at.and_then(|at| at.checked_sub(1))
        } else {
            None
        };
        if let Some(row) = step.and_then(|at| self.rows.get(at)) {
            actions.push(Action::ShowCode(Some(row.id.clone())));
        }
    }
}

/// Where a code stands among the codes below `parent`, not counting `but`, which is on its way.
fn place_of(open: &OpenProject, id: &CodeId, but: &CodeId, parent: Option<&CodeId>) -> Option<usize> {
    let siblings = crate::model::operations::codes::below(&open.project, id.kind(), parent);
    siblings.iter().filter(|other| *other != but).position(|other| other == id)
}

fn dot(ui: &Ui, look: &Look, rect: Rect, color: Option<[u8; 3]>) {
    match color {
        Some(color) => {
            ui.painter().circle_filled(rect.center(), 5.0, theme::tag_color(look, color));
        }
        None => {
            ui.painter().circle_stroke(rect.center(), 4.0, Stroke::new(1.0, look.secondary));
        }
    }
}
