//! The charts of a picture: bars under their names, as the window shows them, and the matrix.

use super::canvas::{ACCENT, Canvas, INK, SECONDARY, fitting};
use super::{GAP, MARGIN};
use crate::analysis::overview::{By, Overview, left_out};
use crate::model::Project;
use crate::text::marks::visible;
use crate::text::numbers::grouped;

const ROW: usize = 28;
/// How wide the names of the matrix's rows are.
const NAMES: usize = 190;
/// How long the names above its columns are, and how high these become when they climb.
const CLIMBING: usize = 150;
const CLIMB: usize = 106;
/// A cell's width, at least and at most, and all cells' width where they have what they need.
const CELL: (usize, usize) = (40, 64);
const CELLS: usize = 480;
const CELL_HEIGHT: usize = 24;

/// A heading above a chart.
pub(super) fn heading(canvas: &mut Canvas, left: usize, words: &str) {
    canvas.down(GAP - 8);
    canvas.heading((left, canvas.bottom), words);
}

/// Bars, at most `max` of them.
pub(super) fn bars(
    canvas: &mut Canvas,
    project: &Project,
    overview: &Overview,
    by: By,
    ((left, width), max): ((usize, usize), usize),
) {
    let (skipped, bars) = overview.shown(by, max);
    let most = overview.bars_of(by).iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    canvas.down(8);
    let title = format!("By {}", by.name().to_lowercase());
    canvas.together("bars", &title, |canvas| {
        for (name, count) in bars {
            let name = visible(name);
            let number = grouped(*count);
            let top = canvas.bottom;
            canvas.together("bar", &format!("{name}: {number}"), |canvas| {
                let room = width - 20 - 9 * number.chars().count();
                canvas.words((left, top + 16), INK, &fitting(&name, room));
                canvas.words_before((left + width, top + 16), SECONDARY, &number);
                let color = color(project, by, &name);
                canvas.block((left, top + 21), ((width * count / most).max(2), 4), &color, 100);
            });
            canvas.down(ROW);
        }
    });
    let all = overview.bars_of(by);
    let more = all.len() - bars.len();
    if more > 0 {
        let before = all.iter().take(skipped);
        let rest: usize = before.chain(all.iter().skip(skipped + bars.len())).map(|(_, count)| count).sum();
        canvas.down(18);
        canvas.words((left, canvas.bottom), SECONDARY, &format!("and {} in {more} more", grouped(rest)));
    }
}

/// A tag's own colour; the accent for all else.
fn color(project: &Project, by: By, name: &str) -> String {
    let tag = (by == By::Tag).then(|| project.tags().values().find(|tag| visible(&tag.name) == name)).flatten();
    tag.map_or_else(
        || ACCENT.to_owned(),
        |tag| {
            let [red, green, blue] = tag.color;
            format!("#{red:02X}{green:02X}{blue:02X}")
        },
    )
}

/// What the matrix is called.
pub(super) fn matrix_title(rows: By, columns: By) -> String {
    format!("{} by {}", rows.name(), columns.name().to_lowercase())
}

/// How wide the matrix is, the last of its climbing names included.
pub(super) fn matrix_width(overview: &Overview, max: (usize, usize)) -> usize {
    let columns = overview.shown(overview.by.1, max.1).1.len();
    NAMES + columns * cell_width(columns) + CLIMB - cell_width(columns) / 2
}

fn cell_width(columns: usize) -> usize {
    (CELLS / columns.max(1)).clamp(CELL.0, CELL.1)
}

/// Numbers by two kinds of values; the more excerpts, the stronger the ground.
pub(super) fn matrix(canvas: &mut Canvas, overview: &Overview, max: (usize, usize)) {
    let (skipped_rows, rows) = overview.shown(overview.by.0, max.0);
    let (skipped_columns, columns) = overview.shown(overview.by.1, max.1);
    let most = overview.cells.values().copied().max().unwrap_or(1).max(1);
    let width = cell_width(columns.len());
    canvas.down(CLIMB + 8);
    let title = matrix_title(overview.by.0, overview.by.1);
    canvas.together("matrix", &title, |canvas| {
        for (at, (name, _)) in columns.iter().enumerate() {
            let left = MARGIN + NAMES + at * width + width / 2;
            canvas.together("column", &visible(name), |canvas| {
                canvas.words_climbing((left, canvas.bottom - 6), &fitting(&visible(name), CLIMBING));
            });
        }
        for (row, (name, _)) in rows.iter().enumerate() {
            let top = canvas.bottom;
            canvas.together("row", &visible(name), |canvas| {
                canvas.words((MARGIN, top + 16), INK, &fitting(&visible(name), NAMES - 10));
            });
            for (column, (other, _)) in columns.iter().enumerate() {
                let place = (row + skipped_rows, column + skipped_columns);
                let Some(count) = overview.cells.get(&place).copied() else { continue };
                let left = MARGIN + NAMES + column * width;
                let says = format!("{}, {}: {}", visible(name), visible(other), grouped(count));
                canvas.together("cell", &says, |canvas| {
                    let size = (width - 2, CELL_HEIGHT - 2);
                    canvas.block((left + 1, top + 1), size, ACCENT, 12 + 50 * count / most);
                    canvas.words_around((left + width / 2, top + 17), &grouped(count));
                });
            }
            canvas.down(CELL_HEIGHT);
        }
    });
    if let Some(says) = left_out(overview, (rows.len(), columns.len())) {
        canvas.down(20);
        canvas.words((MARGIN, canvas.bottom), SECONDARY, &says);
    }
}
