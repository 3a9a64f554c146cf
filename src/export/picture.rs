//! The overview as a picture to put into a brief: its bars and its matrix, with what was counted, when and by which
//! filter. One layout, written as SVG; the PNG is rendered from that.

mod canvas;
mod charts;
mod png;

use std::io::{self, Write};

use super::{ExportError, Format, Input, Shape, Written};
use crate::analysis::overview::{By, Overview};
use crate::text::marks::visible;
use crate::text::numbers::grouped;
use canvas::{Canvas, SECONDARY};

/// The overview as SVG, in the list of formats.
pub const SVG: Format = Format {
    id: "svg",
    name: "Overview as a picture (SVG)",
    extension: "svg",
    shape: Shape::Picture,
    write: write_svg,
};

/// The overview as PNG, in the list of formats.
pub const PNG: Format = Format {
    id: "png",
    name: "Overview as a picture (PNG)",
    extension: "png",
    shape: Shape::Picture,
    write: write_png,
};

/// What a picture can show: everything, one of the others as bars, two of them as a matrix.
pub const CHARTS: &[&str] = &["all", "tag", "actors", "issues", "outlet", "week"];

/// Everything, in [`CHARTS`].
pub const ALL: &str = "all";

const MARGIN: usize = 24;
/// How wide a chart is that stands beside another one, and how wide the gap between them.
const CARD: usize = 364;
const GAP: usize = 32;
/// How wide a chart is that stands alone.
const ALONE: usize = 560;
/// Bars at most, in a chart beside others and in one alone.
const BARS_MAX: (usize, usize) = (12, 40);
/// Rows and columns of the matrix at most, below the charts and alone.
const MATRIX_MAX: [(usize, usize); 2] = [(24, 12), (40, 20)];
/// Lines of the filter at most.
const FILTER_LINES: usize = 3;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawn {
    All(By, By),
    Bars(By),
    Matrix(By, By),
}

impl Drawn {
    fn of(group: &[&str]) -> Self {
        let kinds: Vec<By> = group.iter().filter_map(|name| kind(name)).collect();
        match (kinds.as_slice(), group.contains(&ALL)) {
            ([by], false) => Self::Bars(*by),
            ([rows, columns, ..], false) => Self::Matrix(*rows, *columns),
            ([rows, columns, ..], true) => Self::All(*rows, *columns),
            _ => Self::All(By::Actor, By::Issue),
        }
    }

    fn title(self) -> String {
        match self {
            Self::All(..) => "Overview".to_owned(),
            Self::Bars(by) => format!("By {}", by.name().to_lowercase()),
            Self::Matrix(rows, columns) => charts::matrix_title(rows, columns),
        }
    }
}

fn kind(name: &str) -> Option<By> {
    match name {
        "tag" => Some(By::Tag),
        "actors" => Some(By::Actor),
        "issues" => Some(By::Issue),
        "outlet" => Some(By::Outlet),
        "week" => Some(By::Week),
        _ => None,
    }
}

/// The name in [`CHARTS`] of what is counted.
#[must_use]
pub fn name_of(by: By) -> &'static str {
    CHARTS.iter().find(|name| kind(name) == Some(by)).copied().unwrap_or(ALL)
}

fn write_svg(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let (svg, written) = draw(input);
    out.write_all(svg.as_bytes())?;
    out.flush()?;
    Ok(written)
}

fn write_png(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let (svg, mut written) = draw(input);
    let (bytes, lacks) = png::render(&svg).map_err(io::Error::other)?;
    if lacks {
        written.notes.push("Some names have signs for which this machine has no font; they are boxes.".to_owned());
    }
    out.write_all(&bytes)?;
    out.flush()?;
    Ok(written)
}

fn draw(input: &Input<'_>) -> (String, Written) {
    let project = input.project;
    let drawn = Drawn::of(&input.choices.group);
    let by = match drawn {
        Drawn::All(rows, columns) | Drawn::Matrix(rows, columns) => (rows, columns),
        Drawn::Bars(by) => (by, by),
    };
    let excerpts = input.excerpts.iter().filter_map(|id| project.excerpts().get(id));
    let overview = Overview::of(project, excerpts, by);
    let mut canvas = Canvas::new(MARGIN);
    let least = if matches!(drawn, Drawn::All(..)) { 2 * CARD + GAP } else { ALONE };
    let width = match drawn {
        Drawn::Matrix(..) => charts::matrix_width(&overview, MATRIX_MAX[1]).max(least),
        _ => least,
    };
    let title = format!("{}: {}", visible(&project.meta().name), drawn.title());
    head(&mut canvas, input, &overview, (drawn, width));
    match drawn {
        _ if overview.excerpts == 0 => {
            canvas.down(24);
            canvas.words((MARGIN, canvas.bottom), SECONDARY, "No excerpts to count");
        }
        Drawn::Bars(by) => charts::bars(&mut canvas, project, &overview, by, ((MARGIN, width), BARS_MAX.1)),
        Drawn::Matrix(..) => charts::matrix(&mut canvas, &overview, MATRIX_MAX[1]),
        Drawn::All(rows, columns) => {
            let kinds: Vec<By> = By::ALL.into_iter().filter(|by| !overview.bars_of(*by).is_empty()).collect();
            for pair in kinds.chunks(2) {
                let (top, mut lowest) = (canvas.bottom, canvas.bottom);
                for (by, left) in pair.iter().zip([MARGIN, MARGIN + CARD + GAP]) {
                    canvas.bottom = top;
                    charts::heading(&mut canvas, left, by.name());
                    charts::bars(&mut canvas, project, &overview, *by, ((left, CARD), BARS_MAX.0));
                    lowest = lowest.max(canvas.bottom);
                }
                canvas.bottom = lowest;
            }
            if !overview.cells.is_empty() {
                charts::heading(&mut canvas, MARGIN, &charts::matrix_title(rows, columns));
                charts::matrix(&mut canvas, &overview, MATRIX_MAX[0]);
            }
        }
    }
    (canvas.finish(&title, width + 2 * MARGIN), Written { excerpts: overview.excerpts, notes: Vec::new() })
}

/// The project, what is shown, how many excerpts, when, and by which filter.
fn head(canvas: &mut Canvas, input: &Input<'_>, overview: &Overview, (drawn, width): (Drawn, usize)) {
    canvas.down(20);
    canvas.title((MARGIN, canvas.bottom), width, &visible(&input.project.meta().name));
    let count = if overview.excerpts == 1 { "1 excerpt".to_owned() } else { grouped(overview.excerpts) + " excerpts" };
    let mut line = format!("{} · {count}", drawn.title());
    if let Some(day) = input.occasion.day {
        line.push_str(&format!(" · {day}"));
    }
    canvas.down(24);
    canvas.words((MARGIN, canvas.bottom), SECONDARY, &line);
    if !input.occasion.filter.trim().is_empty() {
        let filter = format!("Filter: {}", visible(input.occasion.filter.trim()));
        for line in canvas::lines(&filter, width, FILTER_LINES) {
            canvas.down(18);
            canvas.words((MARGIN, canvas.bottom), SECONDARY, &line);
        }
    }
    canvas.down(8);
}

#[cfg(test)]
mod tests;
