//! How a hit is set: between the words around it, or word by word beside the quote that it is a copy of.

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId};
use similar::{ChangeTag, TextDiff};

use crate::app::{Hit, Unit};
use crate::ui::theme::{self, Look};

/// The hit between the words around it; what would be tagged is tinted.
pub(super) fn in_context(hit: &Hit, unit: Unit, look: &Look, out: bool) -> LayoutJob {
    let mut job = LayoutJob::default();
    let faint = if out { look.secondary.gamma_multiply(0.6) } else { look.secondary };
    let ink = if out { faint } else { look.ink };
    let font = FontId::new(14.0, theme::article_family());
    let format =
        |color: Color32, ground: Color32| TextFormat { background: ground, ..TextFormat::simple(font.clone(), color) };
    let (none, tint) = (Color32::TRANSPARENT, if out { Color32::TRANSPARENT } else { look.chosen });
    let taken_before = hit.span.start() - hit.passage.start();
    let taken_after = hit.passage.end() - hit.span.end();
    // Line ends became spaces of the same length, so bytes still count alike; tabs and returns are one byte as well.
    let from = hit.before.floor_char_boundary(hit.before.len().saturating_sub(taken_before));
    let (outside, inside) = hit.before.split_at_checked(from).unwrap_or((&hit.before, ""));
    // Only so much stands before the hit that it is in sight.
    let kept = outside.char_indices().rev().nth(24).map_or(0, |(at, _)| at);
    // From the start of a word on, where there is one.
    let kept = outside.get(kept..).and_then(|rest| rest.find(' ')).map_or(kept, |ahead| kept + ahead + 1);
    if unit == Unit::Hit {
        job.append(outside.get(kept..).unwrap_or_default().trim_start(), 0.0, format(faint, none));
    } else if !outside.trim().is_empty() {
        job.append("… ", 0.0, format(faint, none));
    }
    job.append(inside, 0.0, format(ink, tint));
    let bold =
        TextFormat { background: tint, ..TextFormat::simple(FontId::new(14.0, theme::article_bold_family()), ink) };
    job.append(&hit.words, 0.0, bold);
    let to = hit.after.floor_char_boundary(taken_after.min(hit.after.len()));
    let (inside, outside) = hit.after.split_at_checked(to).unwrap_or(("", &hit.after));
    job.append(inside, 0.0, format(ink, tint));
    job.append(outside, 0.0, format(faint, none));
    job
}

/// How a copy gives a quote: words of its own are underlined, words that it leaves out struck through.
pub(super) fn compared(quote: &str, hit: &Hit, look: &Look, out: bool) -> LayoutJob {
    let mut job = LayoutJob::default();
    let font = FontId::new(14.0, theme::article_family());
    let ink = if out { look.secondary } else { look.ink };
    let one_line = quote.replace(['\n', '\r', '\t'], " ");
    let quote: String = one_line.chars().take(400).collect();
    let diff = TextDiff::from_words(quote.as_str(), &hit.words);
    let mut same = true;
    for change in diff.iter_all_changes() {
        let mut format = TextFormat::simple(font.clone(), ink);
        match change.tag() {
            ChangeTag::Equal => {}
            ChangeTag::Delete => {
                format.color = look.problem;
                format.strikethrough = egui::Stroke::new(1.0, look.problem);
            }
            ChangeTag::Insert => {
                format.color = look.accent;
                format.underline = egui::Stroke::new(1.5, look.accent);
            }
        }
        same &= change.tag() == ChangeTag::Equal;
        job.append(change.value(), 0.0, format);
    }
    if same {
        job.append("   word for word", 0.0, TextFormat::simple(theme::small(), look.secondary));
    }
    job
}
