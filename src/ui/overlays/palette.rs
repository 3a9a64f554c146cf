//! The command palette: type a part of what you want, `Enter` does it. Commands, tags, articles and codes alike.

use egui::{FontId, Key, Modifiers, RichText, TextEdit, Ui};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::scrolled;
use crate::app::{Action, COMMANDS, OpenProject, State};
use crate::model::operations::codes::codes_of;
use crate::model::{CodeKind, Excerpt};
use crate::text::marks::visible;
use crate::ui::icons;
use crate::ui::theme::{self, Look};
use crate::ui::widgets::list_row::{line, line_right, list_row};

/// Letters from which on excerpts are looked through.
const EXCERPT_LETTERS: usize = 3;
/// Excerpts offered at most, and how many of the newest are looked at.
const EXCERPTS_MAX: usize = 12;
const EXCERPTS_LOOKED_AT: usize = 20_000;

/// Where excerpts stand among what is found by name.
const EXCERPT_SCORE: u32 = 60;

/// Lines found at most.
const FOUND_MAX: usize = 60;

/// What is typed and found.
#[derive(Default)]
pub struct Palette {
    typed: String,
    found: Vec<Line>,
    chosen: usize,
}

struct Line {
    sign: &'static str,
    text: String,
    note: String,
    enabled: bool,
    action: Action,
}

/// Shows the palette.
pub fn show(ui: &mut Ui, state: &State, look: &Look, palette: &mut Palette, first: bool, actions: &mut Vec<Action>) {
    let (mut up, mut down, mut enter) = (0usize, 0usize, false);
    ui.input_mut(|input| {
        up = input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp);
        down = input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown);
        enter = input.consume_key(Modifiers::NONE, Key::Enter);
    });
    let edit = TextEdit::singleline(&mut palette.typed)
        .hint_text("Find or do: a command, an article, a code, words of an excerpt");
    let edit = edit
        .desired_width(f32::INFINITY)
        .margin(egui::vec2(10.0, 8.0))
        .font(FontId::new(15.0, egui::FontFamily::Proportional));
    let response = ui.add(edit).accessible_name("Find or do");
    if first {
        response.request_focus();
    }
    if first || response.changed() {
        palette.found = find(state, &palette.typed);
        palette.chosen = palette.found.iter().position(|line| line.enabled).unwrap_or(0);
    }
    let last = palette.found.len().saturating_sub(1);
    palette.chosen = (palette.chosen + down).min(last).saturating_sub(up);
    let mut taken = None;
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 1.0;
    if palette.found.is_empty() {
        ui.label(RichText::new(format!("Nothing is called “{}”", palette.typed)).color(look.secondary));
    }
    scrolled(ui, "palette", 420.0).show(ui, |ui| {
        for (at, found) in palette.found.iter().enumerate() {
            let chosen = at == palette.chosen;
            let (rect, response) = list_row(ui, look, 30.0, chosen, &found.text);
            if chosen && (up > 0 || down > 0) {
                response.scroll_to_me(None);
            }
            let color = if found.enabled { look.ink } else { look.secondary };
            let y = rect.center().y - 8.0;
            let icon = FontId::new(16.0, theme::icon_family());
            line(ui, egui::pos2(rect.left() + 8.0, y), found.sign, icon, look.secondary, 20.0);
            let right = egui::pos2(rect.right() - 8.0, y + 1.0);
            let took = line_right(ui, right, &found.note, theme::small(), look.secondary);
            let font = FontId::new(theme::TOOL_SIZE, egui::FontFamily::Proportional);
            line(ui, egui::pos2(rect.left() + 34.0, y), &found.text, font, color, rect.width() - 50.0 - took);
            if response.clicked() || (chosen && enter) {
                taken = Some(at);
            }
        }
    });
    if let Some(line) = taken.and_then(|at| palette.found.get(at)).filter(|line| line.enabled) {
        actions.push(Action::ShowOverlay(None));
        actions.push(line.action.clone());
    }
}

/// The excerpts whose words, memo or speaker hold what was typed: those of the article shown, then the newest.
fn excerpts(open: &OpenProject, typed: &str) -> Vec<Line> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    if typed.trim().chars().count() < EXCERPT_LETTERS {
        return Vec::new();
    }
    let fits = |excerpt: &&Excerpt| {
        let texts = [excerpt.anchor.quote(), &excerpt.memo, &excerpt.speaker].map(str::to_lowercase);
        open.shows(excerpt) && words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    };
    let here = open.reading.into_iter().flat_map(|id| open.project.excerpts_in(id));
    let newest = open.project.excerpts().values().rev().take(EXCERPTS_LOOKED_AT);
    let newest = newest.filter(|excerpt| Some(excerpt.article) != open.reading);
    let line = |excerpt: &Excerpt| {
        let quote: String = excerpt.anchor.quote().chars().take(120).map(|c| if c == '\n' { ' ' } else { c }).collect();
        let tag = open.project.tags().get(&excerpt.tag).map_or("", |tag| tag.name.as_str());
        Line {
            sign: icons::QUOTES,
            text: format!("“{}”", visible(&quote)),
            note: visible(tag),
            enabled: true,
            action: Action::ShowExcerpt(excerpt.id),
        }
    };
    here.chain(newest).filter(fits).take(EXCERPTS_MAX).map(line).collect()
}

/// Everything whose name holds the letters typed, best first. Runs when the letters change, not in each frame.
fn find(state: &State, typed: &str) -> Vec<Line> {
    let commands = COMMANDS.iter().map(|command| Line {
        sign: icons::CARET_DOWN,
        text: command.id.title(state),
        note: state.keys_of(command.id).first().map(|keys| keys.text()).unwrap_or_default(),
        enabled: (command.enabled)(state),
        action: Action::Command(command.id),
    });
    let mut lines: Vec<Line> = commands.map(|line| Line { sign: icons::ARROW_RIGHT, ..line }).collect();
    if let Some(open) = &state.open {
        let can_tag = open.read_only.is_none() && (open.passage.is_some() || !open.selected.is_empty());
        lines.extend(open.project.tags_in_order().into_iter().filter(|tag| !tag.retired).map(|tag| Line {
            sign: icons::TAG,
            text: format!("Tag as {}", visible(&tag.name).to_lowercase()),
            note: tag.key.map(String::from).unwrap_or_default(),
            enabled: can_tag,
            action: Action::Tag(tag.id.clone()),
        }));
        if !typed.trim().is_empty() {
            lines.extend(open.project.articles().values().map(|article| Line {
                sign: icons::FILE_TEXT,
                text: visible(&article.title),
                note: visible(&article.outlet),
                enabled: true,
                action: Action::ShowArticle(article.id),
            }));
            lines.extend(excerpts(open, typed));
            for (kind, sign) in
                [(CodeKind::Tag, icons::TAG), (CodeKind::Actor, icons::USER), (CodeKind::Issue, icons::FLASK)]
            {
                lines.extend(codes_of(&open.project, kind).map(|id| Line {
                    sign,
                    text: visible(id.name(&open.project)),
                    note: format!("{} of the project", kind.word()),
                    enabled: true,
                    action: Action::OpenCode(id),
                }));
            }
            let selected = &open.selected;
            let can_add = open.read_only.is_none() && !selected.is_empty();
            lines.extend(open.project.actors().values().filter(|_| can_add).map(|actor| Line {
                sign: icons::PLUS,
                text: format!("Add actor {}", visible(&actor.name)),
                note: String::new(),
                enabled: true,
                action: Action::AddActor(selected.clone(), actor.name.clone()),
            }));
            lines.extend(open.project.issues().values().filter(|_| can_add).map(|issue| Line {
                sign: icons::PLUS,
                text: format!("Add issue {}", visible(&issue.name)),
                note: String::new(),
                enabled: true,
                action: Action::AddIssue(selected.clone(), issue.name.clone()),
            }));
        }
    }
    if typed.trim().is_empty() {
        lines.truncate(FOUND_MAX);
        return lines;
    }
    best_first(lines, typed)
}

/// The lines that hold the letters typed: those that hold the words whole before those that hold their letters scattered.
fn best_first(lines: Vec<Line>, typed: &str) -> Vec<Line> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut letters = Vec::new();
    let mut scored: Vec<(bool, u32, Line)> = lines
        .into_iter()
        .filter_map(|line| {
            // Excerpts were found by their words, also by those that the line does not show.
            if matches!(line.action, Action::ShowExcerpt(_)) {
                return Some((true, EXCERPT_SCORE, line));
            }
            let score = pattern.score(Utf32Str::new(&line.text, &mut letters), &mut matcher)?;
            let text = line.text.to_lowercase();
            Some((words.iter().all(|word| text.contains(word)), score, line))
        })
        .collect();
    scored.sort_by_key(|(whole, score, line)| std::cmp::Reverse((line.enabled, *whole, *score)));
    scored.into_iter().take(FOUND_MAX).map(|(_, _, line)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::CommandId;
    use crate::model::ExcerptId;

    #[test]
    fn whole_words_come_before_scattered_letters() {
        let line = |text: &str, action: Action| Line {
            sign: icons::TAG,
            text: text.to_owned(),
            note: String::new(),
            enabled: true,
            action,
        };
        let command = || Action::Command(CommandId::ToggleNames);
        let lines = vec![
            line("Names of actors", command()),
            line("Nathalie Tocci", command()),
            line("“the alliance will not”", Action::ShowExcerpt(ExcerptId::from_bytes([1; 16]))),
            line("Who pays for Nato", command()),
        ];
        let found: Vec<String> = best_first(lines, "NATO").into_iter().map(|line| line.text).collect();
        assert_eq!(found[..2], ["Who pays for Nato", "“the alliance will not”"]);
        assert_eq!(found.len(), 4, "{found:?}");
    }
}
