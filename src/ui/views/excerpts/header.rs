//! The head of the table: what the columns are, by which one it is sorted, how wide each is. A click sorts, with Shift
//! by one column more; an edge is dragged to make a column wider, a title to put it elsewhere.

use egui::{CursorIcon, FontId, Id, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::analysis::Column;
use crate::analysis::listing::{COLUMNS, GROUPINGS};
use crate::app::{Action, State, Table};
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::icon_button::icon_button;
use crate::ui::widgets::list_row::line;

/// Height of the head in points.
pub(super) const HEIGHT: f32 = 26.0;

/// Least width of the column of quotes, which takes what the others leave.
const QUOTE_LEAST: f32 = 200.0;

/// Room for the table in which the columns are as wide as at first, in points; they grow with more of it so far.
const ROOM_AT_FIRST: f32 = 930.0;
const GROWTH_MOST: f32 = 1.6;

/// What the head keeps between frames.
#[derive(Default)]
pub(super) struct Header {
    /// The column whose width is being dragged, and how wide it is by now.
    sizing: Option<(Column, f32)>,
    /// The column that is being dragged elsewhere.
    moving: Option<Column>,
}

/// A column and where it stands, from the left edge of all columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) column: Column,
    pub(super) left: f32,
    pub(super) width: f32,
}

impl Header {
    /// Where the columns stand in so much room; and how wide they are together.
    pub(super) fn places(&self, table: &Table, room: f32) -> (Vec<Place>, f32) {
        // Columns that nobody has sized take their part of a wide window.
        let more = (room / ROOM_AT_FIRST).clamp(1.0, GROWTH_MOST);
        let wide = |column: Column, width: f32| match self.sizing {
            Some((sizing, now)) if sizing == column => now,
            _ if width == Table::width_at_first(column) && column != Column::Marks => (width * more).round(),
            _ => width,
        };
        let others: f32 = table
            .shown()
            .filter(|(column, _)| *column != Column::Quote)
            .map(|(column, width)| wide(column, width))
            .sum();
        let mut left = 0.0;
        let places = table.shown().map(|(column, width)| {
            let sizing = self.sizing.is_some_and(|(sizing, _)| sizing == column);
            let width = match column {
                Column::Quote if !sizing => (room - others).max(QUOTE_LEAST),
                column => wide(column, width),
            };
            let place = Place { column, left, width };
            left += width;
            place
        });
        let places: Vec<Place> = places.collect();
        (places, left)
    }

    /// Shows the head over columns that are scrolled by `scrolled`.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        state: &State,
        look: &Look,
        (rect, places, scrolled): (Rect, &[Place], f32),
        actions: &mut Vec<Action>,
    ) {
        let table = &state.settings.table;
        let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(rect));
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(1.0, look.hairline));
        let sorted = table.arrangement().sorted_by;
        for place in places {
            let entry = place.column.entry();
            let left = rect.left() + place.left - scrolled;
            let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(place.width, HEIGHT - 1.0));
            let title = ui.interact(cell, Id::unique(("title of column", entry.name)), Sense::click_and_drag());
            let at = sorted.iter().position(|by| by.column == place.column);
            let way = at.and_then(|at| sorted.get(at)).map(|by| if by.down { "down" } else { "up" });
            let says = match (at, way) {
                (Some(at), Some(way)) => {
                    format!("Sort by {}: sorted {way}, {} of {}", entry.title, at + 1, sorted.len())
                }
                _ => format!("Sort by {}", entry.title),
            };
            title.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &says));
            if title.hovered() {
                ui.painter().rect_filled(cell, 0, look.hover);
            }
            let font = FontId::new(theme::SMALL_SIZE, theme::medium_family());
            let color = if at.is_some() { look.accent } else { look.secondary };
            let mut text = entry.title.to_owned();
            if let (Some(at), Some(way)) = (at, way) {
                text.push_str(if way == "down" { " ↓" } else { " ↑" });
                if sorted.len() > 1 {
                    text.push_str(&(at + 1).to_string());
                }
            }
            line(ui, pos2(left + 8.0, rect.top() + 6.0), &text, font, color, place.width - 12.0);
            if title.clicked() {
                let more = ui.input(|input| input.modifiers.shift);
                actions.push(Action::SetTable(sorted_by(table, place.column, more)));
            }
            if title.drag_started() {
                self.moving = Some(place.column);
            }
            title.on_hover_text("Click to sort, Shift+click to sort by this as well, drag to move");
            self.edge(ui, look, table, place, cell, actions);
        }
        self.follow_moving(ui, look, table, (rect, places, scrolled), actions);
    }

    /// The edge at the right of a column, by which it is made wider.
    fn edge(&mut self, ui: &Ui, look: &Look, table: &Table, place: &Place, cell: Rect, actions: &mut Vec<Action>) {
        let grip = Rect::from_min_max(pos2(cell.right() - 4.0, cell.top()), pos2(cell.right() + 4.0, cell.bottom()));
        let name = place.column.entry().name;
        let edge = ui.interact(grip, Id::unique(("edge of column", name)), Sense::drag());
        let strong = edge.hovered() || edge.dragged();
        let color = if strong { look.accent } else { look.hairline };
        ui.painter().vline(
            cell.right(),
            cell.y_range().shrink(5.0),
            Stroke::new(if strong { 2.0 } else { 1.0 }, color),
        );
        if strong {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        if edge.dragged() {
            let width =
                self.sizing.filter(|(column, _)| *column == place.column).map_or(place.width, |(_, width)| width);
            self.sizing = Some((place.column, (width + edge.drag_delta().x).clamp(36.0, 2_000.0)));
        }
        if edge.drag_stopped()
            && let Some((column, width)) = self.sizing.take()
        {
            let mut table = table.clone();
            for (name, wide) in &mut table.columns {
                if Column::named(name) == Some(column) {
                    *wide = width.round();
                }
            }
            actions.push(Action::SetTable(table));
        }
    }

    fn follow_moving(
        &mut self,
        ui: &Ui,
        look: &Look,
        table: &Table,
        (rect, places, scrolled): (Rect, &[Place], f32),
        actions: &mut Vec<Action>,
    ) {
        let Some(moving) = self.moving else { return };
        let pointer = ui.input(|input| input.pointer.latest_pos()).map_or(rect.left(), |at| at.x);
        let along = pointer - rect.left() + scrolled;
        let before = places.iter().find(|place| along < place.left + place.width * 0.5);
        let x =
            rect.left() - scrolled + before.map_or_else(|| places.last().map_or(0.0, |p| p.left + p.width), |p| p.left);
        ui.painter().vline(x, rect.y_range(), Stroke::new(2.0, look.accent));
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        if ui.input(|input| !input.pointer.any_down()) {
            self.moving = None;
            if before.is_none_or(|place| place.column != moving) {
                actions.push(Action::SetTable(moved(table, moving, before.map(|place| place.column))));
            }
        }
    }
}

/// The table sorted by a column; once more turns it round, a third time lets it go.
fn sorted_by(table: &Table, column: Column, more: bool) -> Table {
    let name = column.entry().name;
    let now = table.sorted_by.iter().position(|by| by.trim_start_matches('-') == name);
    let next = match now.and_then(|at| table.sorted_by.get(at)) {
        None => Some(name.to_owned()),
        Some(by) if by.starts_with('-') => None,
        Some(_) => Some(format!("-{name}")),
    };
    let mut table = table.clone();
    match (more, now, next) {
        (true, Some(at), Some(next)) => table.sorted_by.splice(at..=at, [next]).for_each(drop),
        (true, Some(at), None) => drop(table.sorted_by.remove(at)),
        (true, None, next) => table.sorted_by.extend(next),
        (false, _, next) => table.sorted_by = next.into_iter().collect(),
    }
    table
}

/// The table with a column put before another one, or last.
fn moved(table: &Table, column: Column, before: Option<Column>) -> Table {
    let mut table = table.clone();
    let is = |name: &str, column: Column| Column::named(name) == Some(column);
    let Some(from) = table.columns.iter().position(|(name, _)| is(name, column)) else { return table };
    let taken = table.columns.remove(from);
    let to = before.and_then(|before| table.columns.iter().position(|(name, _)| is(name, before)));
    table.columns.insert(to.unwrap_or(table.columns.len()), taken);
    table
}

/// The menu of columns: which are shown, and in what order.
pub(super) fn columns_menu(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let config =
        egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    egui::containers::menu::MenuButton::new("Columns").config(config).ui(ui, |ui| {
        ui.set_width(250.0);
        let table = &state.settings.table;
        let shown: Vec<Column> = table.shown().map(|(column, _)| column).collect();
        for (at, column) in shown.iter().enumerate() {
            ui.horizontal(|ui| {
                let title = column.entry().title;
                let mut on = true;
                // Without the quote there is nothing to read.
                let may_go = *column != Column::Quote;
                if ui.add_enabled(may_go, egui::Checkbox::new(&mut on, title)).changed() {
                    let mut table = table.clone();
                    table.columns.retain(|(name, _)| Column::named(name) != Some(*column));
                    actions.push(Action::SetTable(table));
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let right = shown.get(at + 1).map(|_| shown.get(at + 2).copied());
                    if icon_button(ui, icons::ARROW_RIGHT, &format!("{title}: further right"), right.is_some())
                        .clicked()
                    {
                        actions.push(Action::SetTable(moved(table, *column, right.flatten())));
                    }
                    let left = at.checked_sub(1).and_then(|at| shown.get(at)).copied();
                    if icon_button(ui, icons::ARROW_LEFT, &format!("{title}: further left"), left.is_some()).clicked() {
                        actions.push(Action::SetTable(moved(table, *column, left)));
                    }
                });
            });
        }
        ui.separator();
        for entry in COLUMNS.iter().filter(|entry| !shown.contains(&entry.column)) {
            let mut on = false;
            if ui.checkbox(&mut on, entry.title).changed() {
                let mut table = table.clone();
                table.columns.push((entry.name.to_owned(), Table::width_at_first(entry.column)));
                actions.push(Action::SetTable(table));
            }
        }
        ui.separator();
        if ui.button("As at first").clicked() {
            let table = Table { columns: Table::default().columns, ..table.clone() };
            actions.push(Action::SetTable(table));
        }
    });
}

/// What the table is grouped by.
pub(super) fn grouping(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let table = &state.settings.table;
    let now = table.arrangement().grouped_by;
    let text = now.map_or_else(|| "Not grouped".to_owned(), |column| format!("By {}", group_word(column)));
    let shown = egui::ComboBox::from_id_salt("group excerpts").selected_text(text).width(110.0).height(360.0);
    let response = shown.show_ui(ui, |ui| {
        let choices = std::iter::once(None).chain(GROUPINGS.iter().copied().map(Some));
        for choice in choices {
            let name = choice.map_or_else(|| "Not grouped".to_owned(), |column| format!("By {}", group_word(column)));
            if ui.selectable_label(choice == now, name).clicked() {
                let grouped_by = choice.map(|column| column.entry().name.to_owned()).unwrap_or_default();
                actions.push(Action::SetTable(Table { grouped_by, ..table.clone() }));
            }
        }
    });
    response.response.accessible_name("What to group excerpts by");
}

fn group_word(column: Column) -> &'static str {
    match column {
        Column::Actors => "actor",
        Column::Issues => "issue",
        Column::Published => "date published",
        Column::Said => "date said",
        Column::Tag => "tag",
        Column::Outlet => "outlet",
        Column::Analyst => "analyst",
        _ => "article",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clicks_sort_and_turn_round() {
        let mut table = Table::default();
        for (column, more, expected) in [
            (Column::Tag, false, vec!["tag"]),
            (Column::Tag, false, vec!["-tag"]),
            (Column::Published, true, vec!["-tag", "published"]),
            (Column::Tag, true, vec!["published"]),
            (Column::Published, true, vec!["-published"]),
            (Column::Quote, false, vec!["quote"]),
            (Column::Quote, false, vec!["-quote"]),
            (Column::Quote, false, vec![]),
        ] {
            table = sorted_by(&table, column, more);
            assert_eq!(table.sorted_by, expected);
        }
    }

    #[test]
    fn columns_move() {
        let names = |table: &Table| table.shown().map(|(column, _)| column.entry().name).collect::<Vec<_>>().join(" ");
        let table = moved(&Table::default(), Column::Article, Some(Column::Quote));
        assert_eq!(names(&table), "marks article quote tag actors issues");
        assert_eq!(names(&moved(&table, Column::Marks, None)), "article quote tag actors issues marks");
    }
}
