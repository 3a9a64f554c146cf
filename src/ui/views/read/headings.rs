//! The headings of the articles shown, found once for each: at once in a short text, on a thread in a long one.

use std::sync::mpsc::Receiver;

use egui::Context;

use super::find_bar::AT_ONCE_BYTES;
use crate::desktop::worker::aside;
use crate::model::Article;
use crate::text::ArticleText;
use crate::text::outline::{self, Heading};
use crate::ui::reader::Headings;

/// How many lines of a text, blank ones not counted, may be its title.
const TITLE_LINES: usize = 4;

/// How much of a text is looked at for its title, in bytes.
const TITLE_BYTES: usize = 2_000;

/// The headings of one text.
#[derive(Default)]
pub(super) struct Outline {
    found: Vec<Heading>,
    starts: Vec<usize>,
    awaited: Option<Receiver<Vec<Heading>>>,
}

impl Outline {
    /// Looks for the headings of `text`.
    pub(super) fn new(ctx: &Context, text: &ArticleText) -> Self {
        if text.as_str().len() <= AT_ONCE_BYTES {
            let mut outline = Self::default();
            outline.take(outline::headings(text), text);
            return outline;
        }
        let (text, ctx) = (text.clone(), ctx.clone());
        Self {
            awaited: Some(aside(move || outline::headings(&text), move || ctx.request_repaint())),
            ..Self::default()
        }
    }

    /// Takes in what the thread found meanwhile.
    pub(super) fn receive(&mut self, text: &ArticleText) {
        if let Some(found) = self.awaited.as_ref().and_then(|receiver| receiver.try_recv().ok()) {
            self.awaited = None;
            self.take(found, text);
        }
    }

    fn take(&mut self, found: Vec<Heading>, text: &ArticleText) {
        self.starts = found.iter().filter_map(|heading| Some(text.paragraph(heading.paragraph)?.start)).collect();
        self.found = found;
    }

    /// The headings in order.
    pub(super) fn headings(&self) -> &[Heading] {
        &self.found
    }

    /// What the pane is to set apart, with the title at byte `title`.
    pub(super) fn painted(&self, title: Option<usize>) -> Headings<'_> {
        Headings { title, others: &self.starts }
    }
}

/// Where the title stands among the first lines of the text, if it does: a title is not said twice.
pub(super) fn title_in(article: &Article, text: &ArticleText) -> Option<usize> {
    let top = text.as_str().get(..text.as_str().floor_char_boundary(TITLE_BYTES))?;
    let mut start = 0;
    let lines = top.split_inclusive('\n').map(|line| {
        let at = start;
        start += line.len();
        (at, line.trim())
    });
    let mut lines = lines.filter(|(_, line)| !line.is_empty()).take(TITLE_LINES);
    lines.find(|(_, line)| *line == article.title).map(|(at, _)| at)
}
