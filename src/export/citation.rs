//! How a source is named: short, full, or by a template of one's own.

use super::rows::Row;
use crate::model::Article;
use crate::text::marks::closed;

/// How a source is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Citation {
    /// Outlet (or title), date and paragraph.
    Short,
    /// Title, outlet, author, date, address and paragraph.
    Full,
    /// A template of one's own.
    Template(Vec<Part>),
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words as they are.
    Words(String),
    /// The place of a value: its index in [`PLACEHOLDERS`].
    Value(usize),
}

/// Part of a source as it is written: words, or an address that may be a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Words(String),
    Address(String),
}

/// Why a citation is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CitationError {
    /// An unknown placeholder.
    #[error("There is no placeholder “{{{name}}}”; there are: {}", placeholders())]
    Placeholder {
        /// What was asked for.
        name: String,
    },
    /// A bracket without its other half.
    #[error("The “{{” in “{0}” is not closed; write “{{{{” for the sign itself")]
    NotClosed(String),
    /// Neither a style nor a template.
    #[error("“{0}” is no citation style: write short, full, or a template such as {{outlet}}, {{published}}")]
    Unknown(String),
}

/// What may stand between brackets in a template.
pub const PLACEHOLDERS: &[&str] = &[
    "title",
    "outlet",
    "author",
    "published",
    "year",
    "url",
    "paragraph",
    "start",
    "end",
    "file",
    "said_on",
    "speaker",
    "tag",
    "actors",
    "issues",
    "analyst",
    "id",
];

fn placeholders() -> String {
    PLACEHOLDERS.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ")
}

impl Citation {
    /// Reads `short`, `full` (also where nothing is said) or a template.
    ///
    /// # Errors
    /// What is wrong with it, and what there is.
    pub fn new(typed: &str) -> Result<Self, CitationError> {
        match typed.trim() {
            "" | "full" => return Ok(Self::Full),
            "short" => return Ok(Self::Short),
            other if !other.contains('{') => return Err(CitationError::Unknown(other.to_owned())),
            _ => {}
        }
        let mut parts = Vec::new();
        let mut words = String::new();
        let mut rest = typed.trim();
        while let Some((before, after)) = rest.split_once('{') {
            words.push_str(&before.replace("}}", "}"));
            if let Some(after) = after.strip_prefix('{') {
                words.push('{');
                rest = after;
                continue;
            }
            let (name, after) =
                after.split_once('}').ok_or_else(|| CitationError::NotClosed(typed.trim().to_owned()))?;
            let value = PLACEHOLDERS.iter().position(|known| *known == name.trim());
            let value = value.ok_or_else(|| CitationError::Placeholder { name: name.to_owned() })?;
            if !words.is_empty() {
                parts.push(Part::Words(std::mem::take(&mut words)));
            }
            parts.push(Part::Value(value));
            rest = after;
        }
        words.push_str(&rest.replace("}}", "}"));
        if !words.is_empty() {
            parts.push(Part::Words(words));
        }
        Ok(Self::Template(parts))
    }

    /// The source of an excerpt, piece by piece.
    pub(super) fn pieces(&self, row: &Row<'_>) -> Vec<Piece> {
        let mut pieces = Pieces(Vec::new());
        match self {
            Self::Short => {
                let outlet = row.article.map(|article| article.outlet.trim()).unwrap_or_default();
                let name =
                    if outlet.is_empty() { format!("“{}”", closed(row.title().trim())) } else { outlet.to_owned() };
                pieces.next(&name);
                pieces.next(&value(row, "published"));
                pieces.paragraph(row);
            }
            Self::Full => {
                pieces = match row.article {
                    Some(article) => Pieces(Self::of_article(article)),
                    None => Pieces(vec![Piece::Words(closed(&row.title()).into_owned())]),
                };
                pieces.paragraph(row);
            }
            Self::Template(parts) => {
                for part in parts {
                    match part {
                        Part::Words(words) => pieces.words(words),
                        Part::Value(index) => match PLACEHOLDERS.get(*index).copied().unwrap_or_default() {
                            "url" if !value(row, "url").is_empty() => pieces.address(&value(row, "url")),
                            name => pieces.words(&value(row, name)),
                        },
                    }
                }
            }
        }
        pieces.0
    }

    /// An article as a source.
    pub(super) fn of_article(article: &Article) -> Vec<Piece> {
        Self::after(vec![Piece::Words(format!("“{}”", closed(article.title.trim())))], article)
    }

    /// The same where the title stands above it.
    pub(super) fn without_title(article: &Article) -> Vec<Piece> {
        Self::after(Vec::new(), article)
    }

    fn after(first: Vec<Piece>, article: &Article) -> Vec<Piece> {
        let mut pieces = Pieces(first);
        let published = article.published.map(|date| date.to_string()).unwrap_or_default();
        for part in [&article.outlet, &article.author, &published] {
            pieces.next(part.trim());
        }
        if !article.url.trim().is_empty() {
            pieces.words(if pieces.0.is_empty() { "" } else { ", " });
            pieces.address(article.url.trim());
        }
        pieces.0
    }

    /// The source of an excerpt as plain words.
    pub(super) fn plain(&self, row: &Row<'_>) -> String {
        let words = |piece| match piece {
            Piece::Words(words) | Piece::Address(words) => words,
        };
        self.pieces(row).into_iter().map(words).collect()
    }
}

struct Pieces(Vec<Piece>);

impl Pieces {
    /// An address; what would turn what follows is ended behind it, not in it.
    fn address(&mut self, address: &str) {
        self.0.push(Piece::Address(address.to_owned()));
        self.words(closed(address).strip_prefix(address).unwrap_or_default());
    }

    /// Words that cannot turn what follows.
    fn words(&mut self, words: &str) {
        let words = &*closed(words);
        match self.0.last_mut() {
            Some(Piece::Words(before)) => before.push_str(words),
            _ if words.is_empty() => {}
            _ => self.0.push(Piece::Words(words.to_owned())),
        }
    }

    fn paragraph(&mut self, row: &Row<'_>) {
        if let Some(place) = row.place {
            self.next(&format!("paragraph {}", place.paragraph));
        }
    }

    /// Words after a comma, where there are any.
    fn next(&mut self, words: &str) {
        if !words.is_empty() {
            if !self.0.is_empty() {
                self.words(", ");
            }
            self.words(words);
        }
    }
}

fn value(row: &Row<'_>, name: &str) -> String {
    match name {
        "title" => row.title(),
        "year" => {
            row.article.and_then(|article| article.published).map(|date| date.year().to_string()).unwrap_or_default()
        }
        "actors" => row.actors(&row.excerpt.actors).collect::<Vec<_>>().join(", "),
        "issues" => row.issues().collect::<Vec<_>>().join(", "),
        name => row.value(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Choices, Input, csv};
    use crate::model::{Change, Record};
    use crate::text::sample::sample;

    fn check(typed: &str, expected: &str) {
        let (mut project, texts) = sample();
        let mut article = project.articles().values().next().expect("an article").clone();
        article.outlet = "Mill Gazette".to_owned();
        article.published = "2025-12-15".parse().ok();
        article.url = "https://mill.example/a b".to_owned();
        project.apply(&Change::put("details", [Record::Article(Box::new(article))])).expect("applied");
        let choices = Choices::of(&csv::FORMAT);
        let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(String::new);
        let ids: Vec<_> = project.excerpts().keys().copied().collect();
        let mut input = Input::new(&project, &ids, &mut text_of, &choices);
        let mut reader = super::super::rows::Reader::new(&mut input, true);
        let row = reader.row(ids[1]).expect("a row");
        assert_eq!(Citation::new(typed).expect("a citation").plain(&row), expected);
    }

    #[test]
    fn short_full_and_ones_own() {
        check("short", "Mill Gazette, 2025-12-15, paragraph 2");
        check("", "“Mill talks: day two”, Mill Gazette, 2025-12-15, https://mill.example/a b, paragraph 2");
        check("{outlet} ({year}), ¶{paragraph}: {actors}", "Mill Gazette (2025), ¶2: Mayor; Ames \\ Co, Calder");
        check("{{x}} {speaker}{url}", "{x} https://mill.example/a b");
    }

    #[test]
    fn no_value_turns_what_follows_it() {
        let (project, _) = sample();
        let mut article = project.articles().values().next().expect("an article").clone();
        article.title = "Mill\u{202E}".to_owned();
        article.outlet = "\u{2067}Gazette".to_owned();
        article.url = "https://mill.example/\u{202E}".to_owned();
        let piece = |piece| match piece {
            Piece::Words(words) => words,
            Piece::Address(address) => format!("<{address}>"),
        };
        let cited: Vec<String> = Citation::of_article(&article).into_iter().map(piece).collect();
        let [words, address, end] = cited.as_slice() else { panic!("{cited:?}") };
        assert_eq!(words, "“Mill\u{202E}\u{202C}”, \u{2067}Gazette\u{2069}, ");
        assert_eq!((address.as_str(), end.as_str()), ("<https://mill.example/\u{202E}>", "\u{202C}"));
    }

    #[test]
    fn what_is_no_citation_is_said() {
        let said = |typed: &str| Citation::new(typed).expect_err("refused").to_string();
        assert!(said("{colour}").contains("no placeholder “{colour}”; there are: {title}, {outlet}"));
        assert!(said("a {outlet").contains("not closed"));
        assert!(said("shrt").contains("no citation style"));
    }
}
