//! What keys do in the table: move, select, fold, mark, and go to the place in the article.

use egui::{Event, Key, Modifiers, Ui};

use super::rows::Row;
use super::table::{Table, rows_in};
use crate::app::{Action, CommandId, OpenProject};

/// The keys of the table and what they do, as the overlay of shortcuts shows them.
pub const IN_THE_TABLE: &[(&str, &str)] = &[
    ("Up, Down, PgDn, Home …", "Go to an excerpt"),
    ("with Shift", "Select up to there"),
    ("with Ctrl", "Go without selecting"),
    ("Ctrl+Space", "Select one more, or one less"),
    ("Ctrl+A", "Select all that are listed"),
    ("Left, Right", "Fold or unfold a group; with Ctrl all"),
    ("Enter", "Read it in its place"),
    ("Alt+Left", "Back to the table"),
    ("Space", "Mark as checked"),
    ("1, 2, 3 …", "Give the selected excerpts another tag"),
];

/// Carries out the keys pressed in this frame. `view` is the height of the rows shown, in points.
pub(super) fn pressed(ui: &Ui, table: &mut Table, open: &OpenProject, view: f64, actions: &mut Vec<Action>) {
    let mut keys: Vec<(Key, Modifiers)> = Vec::new();
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } if is_ours(*key, *modifiers) => {
                keys.push((*key, *modifiers));
                false
            }
            Event::Text(text) => text != " ",
            _ => true,
        });
    });
    for (key, modifiers) in keys {
        carry_out(table, open, (key, modifiers), view, actions);
    }
}

fn is_ours(key: Key, modifiers: Modifiers) -> bool {
    let plain = !modifiers.alt;
    match key {
        Key::ArrowUp | Key::ArrowDown | Key::PageUp | Key::PageDown | Key::Home | Key::End => plain,
        Key::ArrowLeft | Key::ArrowRight | Key::Space => plain && !modifiers.shift,
        Key::Enter => modifiers.is_none(),
        Key::A => modifiers.matches_exact(Modifiers::COMMAND),
        _ => false,
    }
}

fn carry_out(
    table: &mut Table,
    open: &OpenProject,
    (key, modifiers): (Key, Modifiers),
    view: f64,
    actions: &mut Vec<Action>,
) {
    let hits = &open.hits;
    let last = table.rows.len().saturating_sub(1);
    let at = table.cursor;
    let page = rows_in(view).saturating_sub(1).max(1);
    let target = match key {
        Key::ArrowDown => Some(at.map_or(0, |row| (row + 1).min(last))),
        Key::ArrowUp => Some(at.map_or(0, |row| row.saturating_sub(1))),
        Key::PageDown => Some(at.map_or(0, |row| (row + page).min(last))),
        Key::PageUp => Some(at.map_or(0, |row| row.saturating_sub(page))),
        Key::Home => Some(0),
        Key::End => Some(last),
        _ => None,
    };
    if let Some(row) = target {
        if table.rows.len() == 0 {
            return;
        }
        let id = match table.rows.at(row, hits) {
            Some(Row::Excerpt(id)) => Some(id),
            _ => None,
        };
        if modifiers.shift {
            let from = *table.anchor.get_or_insert(at.unwrap_or(row));
            actions.push(Action::SelectExcerpts(table.rows.between(from, row, hits)));
        } else if !modifiers.command {
            table.anchor = Some(row);
            actions.push(Action::SelectExcerpts(id.into_iter().collect()));
        }
        (table.cursor, table.cursor_excerpt, table.reveal) = (Some(row), id, true);
        return;
    }
    let under = at.and_then(|row| table.rows.at(row, hits));
    match (key, under) {
        (Key::A, _) => actions.push(Action::SelectExcerpts(hits.as_shown())),
        (Key::Enter, Some(Row::Excerpt(id))) => actions.push(Action::ShowExcerpt(id)),
        (Key::Enter, Some(Row::Group(group))) => {
            let fold = !table.rows.is_folded(group, hits);
            table.rows.fold(group, fold, hits);
        }
        (Key::Space, Some(Row::Excerpt(id))) if modifiers.command => {
            let mut ids = open.selected.clone();
            let before = ids.len();
            ids.retain(|other| *other != id);
            if ids.len() == before {
                ids.push(id);
            }
            table.anchor = at;
            actions.push(Action::SelectExcerpts(ids));
        }
        (Key::Space, _) => actions.push(Action::Command(CommandId::MarkChecked)),
        (Key::ArrowLeft | Key::ArrowRight, _) if modifiers.command => {
            table.rows.fold_all(key == Key::ArrowLeft, hits);
            table.reveal = true;
        }
        (Key::ArrowLeft, Some(_)) => {
            if let Some(group) = at.and_then(|row| table.rows.group_at(row)).filter(|_| !hits.groups.is_empty()) {
                table.rows.fold(group, true, hits);
                let head = table.rows.head(group);
                (table.cursor, table.cursor_excerpt, table.reveal) = (head, None, true);
            }
        }
        (Key::ArrowRight, Some(Row::Group(group))) => table.rows.fold(group, false, hits),
        _ => {}
    }
}
