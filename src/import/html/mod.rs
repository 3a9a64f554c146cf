//! Web pages as they are saved: the article without its boilerplate, one paragraph a line, and what the page says about it.
//! A readability library tells the article from the rest; `survey` first sees to it that no page can choke it.

mod charset;
mod json_ld;
mod lines;
mod metadata;
mod survey;

use dom_smoothie::{Config, Readability};

use super::{Draft, FileKind, title};
use crate::text::loose;
use survey::Survey;

pub(super) use lines::lines_of;

/// Web pages.
pub(super) const KIND: FileKind = FileKind {
    id: "html",
    name: "Web page",
    extensions: &["html", "htm", "xhtml", "xht"],
    declared: charset::declared,
    read,
};

/// Fewer characters than this are no article, but a teaser or a notice about cookies.
const LEAST_CHARS: usize = 140;

fn read(page: &str) -> Draft {
    let survey = Survey::of(page);
    let everything = lines_of(page);
    let mut draft = metadata::details(&survey);
    let article = if survey.is_bearable() { article_of(page) } else { None };
    match article.filter(|found| is_article(&found.text, &everything)) {
        Some(found) => {
            let share = found.text.len().saturating_mul(100) / everything.len().max(1);
            if share < 100 {
                draft.notes.push(format!("Menus, links and the like left out ({} % of the page's text)", 100 - share));
            }
            if draft.author.is_empty() {
                draft.author = found.byline;
            }
            draft.text = found.text;
        }
        None => {
            draft.notes.push(if survey.is_bearable() {
                "No article could be told from the rest of the page: all of its text was taken".to_owned()
            } else {
                "The page is too deeply nested or too large to tell the article from the rest: all of its text was taken".to_owned()
            });
            draft.text = everything;
        }
    }
    set_headline(&mut draft, &survey);
    draft
}

/// What the readability library takes for the article.
struct Found {
    text: String,
    byline: String,
}

/// The article of a page; `None` where none is found.
fn article_of(page: &str) -> Option<Found> {
    let config = Config { max_elements_to_parse: survey::MOST_ELEMENTS, disable_json_ld: true, ..Config::default() };
    let mut readability = Readability::new(page, None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    // A line with figures holds a date, and nobody can tell where the name ends.
    let byline = article.byline.filter(|line| !line.contains(|c: char| c.is_ascii_digit()));
    let byline = byline.map(|line| metadata::name(&line)).unwrap_or_default();
    Some(Found { text: lines_of(&article.content), byline })
}

fn is_article(text: &str, everything: &str) -> bool {
    let enough = text.chars().take(LEAST_CHARS).count() >= LEAST_CHARS;
    // On a very short page the whole article may be no longer.
    enough || (text.lines().count() > 0 && text.len() * 2 >= everything.len())
}

/// The headline opens the text where the page shows it: readability takes it for an ornament, but analysts tag it.
fn set_headline(draft: &mut Draft, survey: &Survey) {
    let plain = |words: &str| loose::folded(words).to_lowercase();
    let stated = plain(&draft.title);
    let shown = survey.headings.iter().find(|heading| plain(heading) == stated);
    let shown = shown.or_else(|| survey.headings.iter().find(|heading| within(&draft.title, heading)));
    if let Some(heading) = shown {
        draft.title.clone_from(heading);
    } else if draft.title.is_empty() && survey.headings.len() == 1 {
        draft.title = survey.headings.first().cloned().unwrap_or_default();
    }
    let Some(heading) = survey.headings.iter().find(|heading| **heading == draft.title) else { return };
    let wanted = plain(heading);
    if !title::is_label(heading) && !draft.text.lines().any(|line| plain(line) == wanted) {
        draft.text.insert_str(0, &format!("{heading}\n"));
    }
}

/// Whether `title` is the heading with something added, such as the outlet's name.
fn within(title: &str, heading: &str) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    words(heading) >= 3 && title.contains(heading)
}

#[cfg(test)]
mod tests;
