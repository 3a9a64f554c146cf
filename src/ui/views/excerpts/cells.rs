//! What stands in a cell of the table.

use egui::{FontFamily, FontId, Pos2, Rect, Ui, pos2, vec2};

use crate::analysis::Column;
use crate::analysis::query::Mark;
use crate::app::OpenProject;
use crate::model::{ActorId, Excerpt, IssueId, Stance, Voice};
use crate::text::marks::visible;
use crate::ui::reader::lines::lines;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::list_row::line;
use crate::ui::widgets::marks;
use crate::ui::widgets::tag_sign::tag_sign;

/// Height of a row in points.
pub(super) const ROW: f32 = 46.0;

/// Letters of a text that are laid out for a cell at most.
const LETTERS_MAX: usize = 240;

/// The words of a text as one line.
pub(super) fn one_line(text: &str) -> String {
    visible(&text.chars().take(LETTERS_MAX).map(|c| if c == '\n' { ' ' } else { c }).collect::<String>())
}

/// Paints the cell of a column for an excerpt.
pub(super) fn cell(ui: &Ui, open: &OpenProject, look: &Look, column: Column, excerpt: &Excerpt, rect: Rect) {
    let pen = Pen { ui, look, rect };
    let project = &open.project;
    let article = || project.articles().get(&excerpt.article);
    match column {
        Column::Quote => pen.quote(excerpt.anchor.quote()),
        Column::Marks => pen.marks(excerpt),
        Column::Tag => {
            let tag = project.tags().get(&excerpt.tag);
            if let Some(tag) = tag {
                tag_sign(ui, look, tag, Rect::from_min_size(rect.min + vec2(0.0, 7.0), vec2(12.0, 13.0)));
            }
            let name = tag.map_or_else(|| excerpt.tag.to_string(), |tag| visible(&tag.name));
            pen.first(&name, 18.0);
            let about = [excerpt.stance.as_ref().map(Stance::word), excerpt.voice.as_ref().map(Voice::word)];
            pen.second(&visible(&about.into_iter().flatten().collect::<Vec<_>>().join(" · ")), 0.0);
        }
        Column::Actors => pen.first(&actors(open, &excerpt.actors), 0.0),
        Column::Addressees => pen.first(&actors(open, &excerpt.addressees), 0.0),
        Column::Issues => pen.first(&issues(open, &excerpt.issues), 0.0),
        Column::Stance => pen.first(&visible(excerpt.stance.as_ref().map_or("", |it| it.word())), 0.0),
        Column::Voice => pen.first(&visible(excerpt.voice.as_ref().map_or("", |it| it.word())), 0.0),
        Column::Speaker => pen.first(&one_line(&excerpt.speaker), 0.0),
        Column::Condition => pen.first(&one_line(&excerpt.condition), 0.0),
        Column::Memo => pen.first(&one_line(&excerpt.memo), 0.0),
        Column::Said => pen.first(&excerpt.said_on.map(|date| date.to_string()).unwrap_or_default(), 0.0),
        Column::Grade => {
            let letter = excerpt.grade.reliability().map(String::from);
            let number = excerpt.grade.credibility().map(|number| number.to_string());
            pen.first(&[letter, number].into_iter().flatten().collect::<Vec<_>>().join(" "), 0.0);
        }
        Column::Analyst => {
            pen.first(&project.analysts().get(&excerpt.analyst).map(|it| visible(&it.name)).unwrap_or_default(), 0.0);
        }
        Column::Tagged => pen.first(&day(excerpt.created), 0.0),
        Column::Changed => pen.first(&day(excerpt.modified), 0.0),
        Column::Article => {
            let Some(article) = article() else { return };
            pen.first(&one_line(&article.title), 0.0);
            let published = article.published.map(|date| date.to_string()).unwrap_or_default();
            let parts = [visible(&article.outlet), published];
            pen.second(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "), 0.0);
        }
        Column::Outlet => pen.first(&article().map(|it| visible(&it.outlet)).unwrap_or_default(), 0.0),
        Column::Author => pen.first(&article().map(|it| visible(&it.author)).unwrap_or_default(), 0.0),
        Column::Published => {
            pen.first(&article().and_then(|it| it.published).map(|it| it.to_string()).unwrap_or_default(), 0.0);
        }
    }
}

fn actors(open: &OpenProject, ids: &[ActorId]) -> String {
    let names = ids.iter().filter_map(|id| open.project.actors().get(id)).map(|actor| visible(&actor.name));
    names.collect::<Vec<_>>().join(", ")
}

fn issues(open: &OpenProject, ids: &[IssueId]) -> String {
    let names = ids.iter().filter_map(|id| open.project.issues().get(id)).map(|issue| visible(&issue.name));
    names.collect::<Vec<_>>().join(", ")
}

fn day(moment: jiff::Timestamp) -> String {
    moment.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d").to_string()
}

struct Pen<'a> {
    ui: &'a Ui,
    look: &'a Look,
    rect: Rect,
}

impl Pen<'_> {
    fn at(&self, indent: f32, down: f32) -> Pos2 {
        pos2(self.rect.left() + indent, self.rect.top() + down)
    }

    fn first(&self, text: &str, indent: f32) {
        let font = FontId::new(theme::TOOL_SIZE, FontFamily::Proportional);
        line(self.ui, self.at(indent, 5.0), text, font, self.look.ink, self.rect.width() - indent);
    }

    fn second(&self, text: &str, indent: f32) {
        let width = self.rect.width() - indent;
        line(self.ui, self.at(indent, 24.0), text, theme::small(), self.look.secondary, width);
    }

    /// Two lines of the quote, in the article's type.
    fn quote(&self, words: &str) {
        let font = FontId::new(14.0, theme::article_family());
        let text = format!("“{}”", one_line(words));
        if let Some(lines) = lines(self.ui, &text, font.clone(), self.look.ink, self.rect.width()) {
            let room = Rect::from_min_size(self.at(0.0, 2.0), vec2(self.rect.width(), ROW - 4.0));
            lines.paint(self.ui, room, self.look.ink);
            return;
        }
        let mut job = egui::text::LayoutJob::simple(text, font, self.look.ink, self.rect.width());
        job.wrap.max_rows = 2;
        job.wrap.break_anywhere = false;
        let galley = self.ui.fonts_mut(|fonts| fonts.layout_job(job));
        let at = self.at(0.0, ((ROW - galley.size().y) * 0.5).clamp(2.0, 5.0));
        self.ui.painter().galley(at, galley, self.look.ink);
    }

    fn marks(&self, excerpt: &Excerpt) {
        let mut left = 0.0;
        for mark in Mark::ALL.into_iter().filter(|mark| mark.is_on(excerpt)) {
            let (sign, color) = marks::sign(mark, self.look);
            let font = FontId::new(14.0, theme::icon_fill_family());
            left += 2.0 + line(self.ui, self.at(left, 5.0), sign, font, color, 20.0);
        }
    }
}
