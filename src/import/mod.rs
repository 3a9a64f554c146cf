//! Bytes to articles: one file a kind of source, all in one list. Bytes in, never files.
//! A new kind is a file beside this one and a line in [`KINDS`]; dialogs, command line and tests follow.

pub mod cleaning;
pub mod codebook;
mod dates;
pub mod details;
pub mod encoding;
mod front_matter;
mod html;
mod markdown;
mod plain_text;
mod signature;
mod stray_tags;
pub mod table;
pub mod title;
mod title_words;

use encoding_rs::Encoding;
use jiff::Timestamp;

use crate::model::{AnalystId, Article, ArticleId, ImportRecord, PartialDate};
use crate::text::ArticleText;

use cleaning::StrayTags;
use encoding::NotDecoded;

/// Largest article, in bytes, both as a file and as the text taken out of it.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// Longest title, name or address taken from a file, in characters.
const MAX_DETAIL_CHARS: usize = 1000;

/// One kind of file that articles come in.
#[derive(Debug)]
pub struct FileKind {
    /// Names the kind in reports.
    pub id: &'static str,
    /// What dialogs call it.
    pub name: &'static str,
    /// Endings of its file names, without the dot, in lower case.
    pub extensions: &'static [&'static str],
    /// The encoding that the bytes themselves declare.
    declared: fn(&[u8]) -> Option<&'static Encoding>,
    /// Takes the article out of the decoded file.
    read: fn(&str) -> Draft,
}

/// Every kind of file that can be imported. The first is what a file of unknown ending is taken for.
pub const KINDS: &[FileKind] = &[plain_text::KIND, markdown::KIND, html::KIND];

/// What a kind of file gives: a text not yet cleaned, and what the file says about it ("" where it says nothing).
#[derive(Debug, Default)]
struct Draft {
    text: String,
    /// Whether the text may hold leftovers of tags.
    plain: bool,
    title: String,
    outlet: String,
    author: String,
    url: String,
    published: Option<PartialDate>,
    language: String,
    notes: Vec<String>,
}

/// An article that was read and is not in a project yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Name of the file, without its folder.
    pub file: String,
    /// Id of the [`FileKind`] it was read as.
    pub kind: &'static str,
    /// The cleaned text, never empty.
    pub text: ArticleText,
    /// Its title, on one line.
    pub title: String,
    /// Whether the title was taken from the first words because the file names none.
    pub title_inferred: bool,
    /// Who published it; "" if unknown.
    pub outlet: String,
    /// Who wrote it; "" if unknown.
    pub author: String,
    /// Where it was published; "" if unknown.
    pub url: String,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// BCP 47 tag of its language; "" if unknown.
    pub language: String,
    /// WHATWG name of the encoding.
    pub encoding: String,
    /// What was guessed, cleaned or left out, one sentence each.
    pub cleaned: Vec<String>,
}

/// Why a file is not imported: what is wrong with which file, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// No bytes at all.
    #[error("“{file}” is empty: check whether it was saved or copied completely")]
    Empty {
        /// The file.
        file: String,
    },
    /// Bytes, but no words.
    #[error("“{file}” holds no text: open it in its own program and save the article's text")]
    NoText {
        /// The file.
        file: String,
    },
    /// More than [`MAX_BYTES`].
    #[error("“{file}” has {} MB and an article may have at most {}: split it into parts", megabytes(*.bytes), MAX_BYTES / 1024 / 1024)]
    TooLarge {
        /// The file.
        file: String,
        /// Its size, or that of its text.
        bytes: usize,
    },
    /// A picture, an archive, a document of a word processor.
    #[error("“{file}” is no text file, it looks like {looks_like}: {advice}")]
    NotText {
        /// The file.
        file: String,
        /// What it looks like, with its article: “a PDF document”.
        looks_like: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// No encoding makes words of it.
    #[error("“{file}” is in an encoding that could not be made out ({reason}): save it as UTF-8 and import it again")]
    Undecodable {
        /// The file.
        file: String,
        /// What was found.
        reason: String,
    },
}

/// The kind of a file, by the ending of its name; by its first words where the ending says nothing.
#[must_use]
pub fn kind_of(file_name: &str, bytes: &[u8]) -> &'static FileKind {
    let by_ending = kind_by_name(file_name);
    if by_ending.is_none_or(|kind| kind.id == plain_text::KIND.id) && signature::is_web_page(bytes) {
        return kind_by_id("html").unwrap_or(&plain_text::KIND);
    }
    by_ending.unwrap_or(&plain_text::KIND)
}

/// The kind that the ending of a file name stands for; `None` tells that a folder's import passes the file over.
#[must_use]
pub fn kind_by_name(file_name: &str) -> Option<&'static FileKind> {
    let (_, ending) = base_name(file_name).rsplit_once('.')?;
    KINDS.iter().find(|kind| kind.extensions.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

fn kind_by_id(id: &str) -> Option<&'static FileKind> {
    KINDS.iter().find(|kind| kind.id == id)
}

/// Reads one file into an article.
///
/// # Errors
/// [`ImportError`] where it is empty, too large, no text, or in an encoding that could not be made out.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Incoming, ImportError> {
    let file = base_name(file_name).to_owned();
    let shown = || shown(&file);
    if bytes.is_empty() {
        return Err(ImportError::Empty { file: shown() });
    }
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { file: shown(), bytes: bytes.len() });
    }
    if let Some((looks_like, advice)) = signature::other_than_text(bytes) {
        return Err(ImportError::NotText { file: shown(), looks_like, advice });
    }
    let kind = kind_of(file_name, bytes);
    let decoded = encoding::decode(bytes, (kind.declared)(bytes)).map_err(|why| not_decoded(shown(), why))?;
    let draft = (kind.read)(&decoded.text);
    let cleaned = cleaning::clean(&draft.text, if draft.plain { StrayTags::Remove } else { StrayTags::Keep });
    if !cleaned.text.chars().any(char::is_alphanumeric) {
        return Err(ImportError::NoText { file: shown() });
    }
    if cleaned.text.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { file: shown(), bytes: cleaned.text.len() });
    }
    let named = detail(&draft.title);
    let found =
        if named.is_empty() { title::title_of(&cleaned.text) } else { title::Title { title: named, inferred: false } };
    Ok(Incoming {
        file,
        kind: kind.id,
        text: ArticleText::new(cleaned.text),
        title: found.title,
        title_inferred: found.inferred,
        outlet: detail(&draft.outlet),
        author: detail(&draft.author),
        url: detail(&draft.url),
        published: draft.published,
        language: detail(&draft.language),
        encoding: decoded.encoding.to_owned(),
        cleaned: [decoded.notes, draft.notes, cleaned.notes].concat(),
    })
}

impl Incoming {
    /// The article's record and its text. Reading status, grade, notes and groups are the analyst's to fill in.
    #[must_use]
    pub fn into_article(self, id: ArticleId, analyst: AnalystId, now: Timestamp) -> (Article, ArticleText) {
        let import =
            ImportRecord { file: self.file, imported: now, analyst, encoding: self.encoding, cleaned: self.cleaned };
        let article = Article {
            title_inferred: self.title_inferred,
            outlet: self.outlet,
            author: self.author,
            url: self.url,
            published: self.published,
            language: self.language,
            ..Article::new(id, self.title, self.text.hash(), self.text.as_str().len(), import)
        };
        (article, self.text)
    }
}

fn not_decoded(file: String, why: NotDecoded) -> ImportError {
    match why {
        NotDecoded::Binary => ImportError::NotText {
            file,
            looks_like: "binary content",
            advice: "save the article as text or as a web page",
        },
        NotDecoded::Unsupported(name) => ImportError::Undecodable { file, reason: format!("it looks like {name}") },
        NotDecoded::Unreadable { lost, of } => {
            ImportError::Undecodable { file, reason: format!("{lost} of {of} characters could not be read") }
        }
    }
}

/// What a file says about its article, on one line and of bearable length.
fn detail(text: &str) -> String {
    let mut line = title::one_line(text);
    if let Some((at, _)) = line.char_indices().nth(MAX_DETAIL_CHARS) {
        line.truncate(at);
    }
    line
}

/// The last part of a path, whichever system wrote it.
fn base_name(file_name: &str) -> &str {
    file_name.rsplit(['/', '\\']).next().unwrap_or(file_name)
}

/// A file name as messages show it: what a terminal would obey and what turns the direction of writing is spelled out.
fn shown(file_name: &str) -> String {
    let mut shown = String::with_capacity(file_name.len());
    for c in file_name.chars() {
        if c.is_control() || cleaning::is_bidi_override(c) || cleaning::is_zero_width(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1024 * 1024)
}

#[cfg(test)]
mod tests;
