//! A memo as its Markdown means it: headings, emphasis, lists, code. Nothing in it is followed or loaded.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontFamily, FontId, Ui};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::text::marks::visible;
use crate::ui::theme::{self, Look};

/// Longest memo that is set, in bytes.
const MAX_BYTES: usize = 20_000;

/// Whether a text has marks that mean something in Markdown.
#[must_use]
pub fn has_marks(text: &str) -> bool {
    let line_marks = ["# ", "- ", "* ", "> ", "1. "];
    text.contains("**")
        || text.contains('`')
        || text.contains("](")
        || text.lines().any(|line| {
            let line = line.trim_start();
            line_marks.iter().any(|mark| line.starts_with(mark)) || line.matches(['*', '_']).count() >= 2
        })
}

/// Shows a text as Markdown.
pub fn markdown(ui: &mut Ui, look: &Look, text: &str) {
    let short = text.get(..text.floor_char_boundary(MAX_BYTES)).unwrap_or_default();
    ui.add(egui::Label::new(set(look, short, ui.available_width())).wrap().selectable(true));
}

/// The text as egui sets it.
fn set(look: &Look, text: &str, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let (mut strong, mut emphasis, mut code, mut heading) = (0usize, 0usize, 0usize, None);
    let mut lists: Vec<Option<u64>> = Vec::new();
    let push = |job: &mut LayoutJob,
                words: &str,
                strong: usize,
                emphasis: usize,
                code: usize,
                heading: Option<HeadingLevel>| {
        let size = match heading {
            Some(HeadingLevel::H1) => 17.0,
            Some(HeadingLevel::H2) => 15.5,
            _ => theme::TOOL_SIZE,
        };
        let family = match () {
            () if code > 0 => FontFamily::Monospace,
            () if strong > 0 || heading.is_some() => theme::bold_family(),
            () => FontFamily::Proportional,
        };
        let format = TextFormat {
            font_id: FontId::new(size, family),
            color: look.ink,
            italics: emphasis > 0,
            ..TextFormat::default()
        };
        job.append(words, 0.0, format);
    };
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Strong) => strong += 1,
            Event::End(TagEnd::Strong) => strong = strong.saturating_sub(1),
            Event::Start(Tag::Emphasis) => emphasis += 1,
            Event::End(TagEnd::Emphasis) => emphasis = emphasis.saturating_sub(1),
            Event::Start(Tag::CodeBlock(_)) => code += 1,
            Event::End(TagEnd::CodeBlock) => code = code.saturating_sub(1),
            Event::Start(Tag::Heading { level, .. }) => heading = Some(level),
            Event::End(TagEnd::Heading(_)) => {
                heading = None;
                push(&mut job, "\n", 0, 0, 0, None);
            }
            Event::Start(Tag::List(first)) => lists.push(first),
            Event::End(TagEnd::List(_)) => {
                lists.pop();
            }
            Event::Start(Tag::Item) => {
                let indent = "   ".repeat(lists.len().saturating_sub(1));
                let sign = match lists.last_mut() {
                    Some(Some(number)) => {
                        let sign = format!("{number}. ");
                        *number += 1;
                        sign
                    }
                    _ => "• ".to_owned(),
                };
                push(&mut job, &format!("{indent}{sign}"), 0, 0, 0, None);
            }
            Event::End(TagEnd::Item | TagEnd::Paragraph) | Event::HardBreak => push(&mut job, "\n", 0, 0, 0, None),
            Event::Text(words) => push(&mut job, &visible(&words), strong, emphasis, code, heading),
            Event::Code(words) => push(&mut job, &visible(&words), strong, emphasis, 1, heading),
            Event::Html(words) | Event::InlineHtml(words) => {
                push(&mut job, &visible(&words), strong, emphasis, 0, heading);
            }
            Event::SoftBreak => push(&mut job, " ", 0, 0, 0, None),
            Event::Rule => push(&mut job, "———\n", 0, 0, 0, None),
            _ => {}
        }
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_type() {
        let job = set(&theme::LIGHT, "# Head\n\nA **bold** and *slanted* `word`\n\n1. one\n2. two\n\n<b>x</b>", 200.0);
        assert!(job.text.starts_with("Head\nA bold and slanted word\n1. one\n2. two\n"), "{:?}", job.text);
        assert!(job.text.contains("<b>x</b>"), "HTML is shown and never run");
        assert!(job.sections.iter().any(|section| section.format.italics));
        assert!(has_marks("- a list") && has_marks("so *it* is") && !has_marks("2 * 3 is six"));
    }
}
