//! What could come next in a filter that is being typed: fields and marks first, then the values of a field.

use std::collections::BTreeSet;
use std::ops::Range;

use super::field::{FIELDS, Field, Kind, Mark, Part};
use super::needle::folded;
use super::parse::is_quotation_mark;
use super::print;
use crate::analysis::code_index::CodeIndex;
use crate::model::{ArticleStatus, Project, Stance, Voice};

/// Offers at most.
const OFFERS_MAX: usize = 10;

/// Names to offer codes by; made when codes change.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its actors.
    pub actors: &'a CodeIndex,
    /// Its issues.
    pub issues: &'a CodeIndex,
}

/// What is offered, and which part of the text it takes the place of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// Bytes of the text.
    pub at: Range<usize>,
    /// Best first.
    pub offers: Vec<Offer>,
}

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is written in place of what was typed.
    pub text: String,
    /// What it means, in a few words.
    pub about: String,
}

/// What is offered for a text with the cursor at a byte of it.
#[must_use]
pub fn complete(text: &str, cursor: usize, words: Words<'_>) -> Completion {
    let Some(before) = text.get(..cursor) else { return Completion::default() };
    let typed = Typed::at_the_end_of(before);
    let rest = text.get(cursor..).unwrap_or_default();
    // What stands on behind the cursor is part of the same word.
    let goes_on = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')') || is_quotation_mark(c));
    let mut end = cursor + goes_on.unwrap_or(rest.len());
    if typed.quoted {
        let closing = rest.find(is_quotation_mark).map(|at| cursor + at + 1);
        end = closing.filter(|_| !typed.word.is_empty() || rest.starts_with(is_quotation_mark)).unwrap_or(cursor);
    }
    let mut offers = match typed.field {
        _ if typed.closed => Vec::new(),
        Some(field) => values(field, &typed.word, words),
        // A joint is complete by itself: what merely has it in its name is not offered.
        None if typed.quoted || print::is_joint(&typed.word) => Vec::new(),
        None => beginnings(&typed.word, words),
    };
    offers.truncate(OFFERS_MAX);
    Completion { at: typed.from..end, offers }
}

/// The word or value that is being typed.
struct Typed {
    /// Where it begins, quotation mark included.
    from: usize,
    /// Without quotation mark.
    word: String,
    quoted: bool,
    /// Right behind a closing quotation mark, where nothing is being typed.
    closed: bool,
    field: Option<Field>,
}

impl Typed {
    fn at_the_end_of(text: &str) -> Self {
        let mut typed = Self { from: 0, word: String::new(), quoted: false, closed: false, field: None };
        let mut escaped = false;
        for (at, sign) in text.char_indices() {
            let end = at + sign.len_utf8();
            if typed.quoted {
                if !escaped && is_quotation_mark(sign) {
                    typed = Self { from: end, word: String::new(), quoted: false, closed: true, field: typed.field };
                } else {
                    escaped = sign == '\\' && !escaped;
                    typed.word.push(sign);
                }
            } else if is_quotation_mark(sign) {
                let field = typed.field.filter(|_| typed.word.is_empty());
                typed = Self { from: at, word: String::new(), quoted: true, closed: false, field };
            } else if sign == ',' && typed.field.is_some() {
                typed = Self { from: end, word: String::new(), quoted: false, closed: false, field: typed.field };
            } else if sign.is_whitespace() || matches!(sign, '(' | ')') {
                // A value may stand one space behind its field.
                let waiting = typed.field.filter(|_| text.get(..at).is_some_and(|before| before.ends_with([':', ','])));
                typed = Self { from: end, word: String::new(), quoted: false, closed: false, field: waiting };
            } else if typed.word.is_empty() && stands_before(sign, typed.field) {
                typed.from = end;
            } else if sign == ':' && typed.field.is_none() {
                typed = Self {
                    from: end,
                    field: Field::named(&typed.word),
                    word: String::new(),
                    quoted: false,
                    closed: false,
                };
            } else {
                typed.word.push(sign);
            }
        }
        typed
    }
}

/// Whether a sign stands before what is typed: “-” to leave it out, “=” before a value to ask for just that.
fn stands_before(sign: char, field: Option<Field>) -> bool {
    match field {
        None => sign == '-',
        Some(field) => sign == '=' && matches!(field.entry().kind, Kind::Words | Kind::Days),
    }
}

/// Fields and marks that begin with what was typed, and codes that have it in their name.
fn beginnings(typed: &str, words: Words<'_>) -> Vec<Offer> {
    let begins = |name: &str| name.starts_with(&typed.to_ascii_lowercase());
    let fields = FIELDS
        .iter()
        .filter(|entry| begins(entry.name))
        .map(|entry| Offer { text: format!("{}:", entry.name), about: entry.about.to_owned() });
    let marks = Mark::ALL.into_iter().filter(|mark| begins(mark.word()));
    let marks = marks.map(|mark| Offer { text: format!("{} ", mark.word()), about: "marked so".to_owned() });
    let mut offers: Vec<Offer> = fields.chain(marks).collect();
    if typed.chars().count() >= 2 {
        offers.truncate(4);
        for field in [Field::Actor, Field::Issue, Field::Tag] {
            for offer in values(field, typed, words).into_iter().take(3) {
                offers.push(Offer { text: format!("{}:{}", field.entry().name, offer.text), about: offer.about });
            }
        }
    }
    offers
}

fn values(field: Field, typed: &str, words: Words<'_>) -> Vec<Offer> {
    let project = words.project;
    match field {
        Field::Actor | Field::Addressee => of_index(words.actors, typed),
        Field::Issue => of_index(words.issues, typed),
        Field::Tag => named(typed, project.tags_in_order().into_iter().map(|tag| tag.name.as_str())),
        Field::Stance => named(typed, Stance::KNOWN.iter().map(Stance::word)),
        Field::Voice => named(typed, Voice::KNOWN.iter().map(Voice::word)),
        Field::Status => named(typed, ArticleStatus::KNOWN.iter().map(ArticleStatus::word)),
        Field::Has => named(typed, Part::ALL.iter().map(|part| part.word())),
        Field::Analyst => {
            named(typed, std::iter::once("me").chain(project.analysts().values().map(|analyst| analyst.name.as_str())))
        }
        Field::Outlet => named(typed, distinct(project.articles().values().map(|article| article.outlet.as_str()))),
        Field::Author => named(typed, distinct(project.articles().values().map(|article| article.author.as_str()))),
        Field::Language => named(typed, distinct(project.articles().values().map(|article| article.language.as_str()))),
        Field::Group => {
            let groups = project.articles().values().flat_map(|article| article.groups.iter().map(String::as_str));
            named(typed, distinct(groups))
        }
        Field::Title | Field::Article => {
            named(typed, project.articles().values().map(|article| article.title.as_str()))
        }
        _ if field.entry().kind == Kind::Words => Vec::new(),
        _ if typed.is_empty() => {
            let entry = field.entry();
            let example = |text: &str| {
                let grade = text.strip_prefix(">=").filter(|_| entry.kind != Kind::Days);
                let about = grade.map(|grade| format!("{grade} or better")).unwrap_or_default();
                Offer { text: format!("{text} "), about }
            };
            match entry.kind {
                Kind::Days => {
                    ["2025", "2025-12", "2025-12-14", "2025-11..2025-12", "2025-12..", "..2025-12"].map(example).into()
                }
                Kind::Letter => ["A..C", ">=C"].map(example).into(),
                Kind::Digit => ["1..3", ">=3"].map(example).into(),
                _ => vec![example(entry.example)],
            }
        }
        _ => Vec::new(),
    }
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    names.filter(|name| !name.is_empty()).collect::<BTreeSet<_>>().into_iter()
}

fn of_index(index: &CodeIndex, typed: &str) -> Vec<Offer> {
    let hits = index.find(typed, OFFERS_MAX).into_iter();
    hits.map(|hit| offer(&hit.name, hit.alias.map(|alias| format!("also “{alias}”")).unwrap_or_default())).collect()
}

/// Names that begin with what was typed, then those that hold it.
fn named<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Vec<Offer> {
    let typed = folded(typed);
    let mut found: Vec<(bool, &str)> = Vec::new();
    for name in names {
        let plain = folded(name);
        if plain.contains(&typed) {
            found.push((!plain.starts_with(&typed), name));
            if found.len() >= 4 * OFFERS_MAX {
                break;
            }
        }
    }
    found.sort_by_key(|(later, _)| *later);
    found.into_iter().take(OFFERS_MAX).map(|(_, name)| offer(name, String::new())).collect()
}

fn offer(name: &str, about: String) -> Offer {
    Offer { text: format!("{} ", print::text(name)), about }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::query::parse;
    use crate::text::names::{NamedCode, names_of};
    use crate::text::sample::sample;

    /// `marked` holds | at the cursor; each offer is shown as the text that it makes.
    fn check(marked: &str, expected: &[&str]) {
        let (project, _) = sample();
        let names = names_of(&project);
        let is_actor = |(code, _): &&(NamedCode, Vec<String>)| matches!(code, NamedCode::Actor(_));
        let actors = CodeIndex::new(names.iter().filter(is_actor));
        let issues = CodeIndex::new(names.iter().filter(|code| !is_actor(code)));
        let cursor = marked.find('|').expect("a cursor");
        let text = marked.replace('|', "");
        let words = Words { project: &project, actors: &actors, issues: &issues };
        let Completion { at, offers } = complete(&text, cursor, words);
        let whole = |offer: &Offer| {
            [text.get(..at.start).expect("before"), &offer.text, text.get(at.end..).expect("after")].concat()
        };
        let made: Vec<String> = offers.iter().map(whole).collect();
        assert_eq!(made, expected, "{marked}");
        for made in made.iter().filter(|made| !made.ends_with(':') && !made.contains("x:")) {
            assert!(parse(made).is_ok(), "{made}");
        }
    }

    #[test]
    fn fields_then_values_are_offered() {
        check("un|", &["unsure "]);
        check("rel|", &["reliability:"]);
        check("mill tag:re|", &["mill tag:\"Red line\" "]);
        check("tag:\"re|\"", &["tag:\"Red line\" "]);
        check("tag:\"re|", &["tag:\"Red line\" "]);
        check("tag:position,p|", &["tag:position,Position ", "tag:position,Proposal "]);
        check("-cald|", &["-actor:Calder "]);
        check("actor:cal| unsure", &["actor:Calder  unsure"]);
        check("(analyst:|)", &["(analyst:me )", "(analyst:Ada )"]);
        check("outlet:|", &[]);
        check("title:=mil|", &["title:=\"Mill talks: day two\" "]);
        check("title:=\"mil|", &["title:=\"Mill talks: day two\" "]);
        check("actor:=cal|", &[]);
        check("\"tag|", &[]);
        check("actor:\"Calder\"|", &[]);
        check("actor:\"Calder\"v|", &[]);
        check("actor:\"Calder\",va|", &["actor:\"Calder\",\"-Vale\" "]);
        check("mill or|", &[]);
        check("mill not|", &[]);
        check("reliability:|", &["reliability:A..C ", "reliability:>=C "]);
        check("stance: con|", &["stance: conditional "]);
    }
}
