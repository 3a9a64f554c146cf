//! Articles with their highlights: which paragraphs, which passages on them, what is said of each. How that looks is
//! said by `html` and `docx`.

use std::collections::HashMap;
use std::io;

use super::brief::coding;
use super::citation::{Citation, Piece as SourcePiece};
use super::order::ordered;
use super::rows::Reader;
use super::spans::{Piece, pieces};
use super::{ExportError, Input, Written};
use crate::model::{ArticleId, Excerpt, ExcerptId, TextSpan};
use crate::text::ArticleText;

/// A file that takes articles with their highlights.
pub(super) trait Paper {
    /// The name of the project.
    fn title(&mut self, name: &str) -> io::Result<()>;
    /// An article.
    fn article(&mut self, article: &Article<'_>) -> io::Result<()>;
}

/// An article with the excerpts that are exported of it.
pub(super) struct Article<'a> {
    pub(super) title: String,
    /// Its source, piece by piece.
    pub(super) source: Vec<SourcePiece>,
    /// BCP 47 tag of its language; empty where unknown.
    pub(super) language: &'a str,
    /// In their order.
    pub(super) excerpts: Vec<Coded<'a>>,
    text: Option<ArticleText>,
    passages: Vec<(TextSpan, usize)>,
}

/// An excerpt and what is said of it.
pub(super) struct Coded<'a> {
    /// Its number in the export, from 1.
    pub(super) number: usize,
    pub(super) tag: &'a str,
    /// Index of its tag by order in the codebook.
    pub(super) tag_index: usize,
    pub(super) color: [u8; 3],
    pub(super) underline: &'a str,
    pub(super) coding: String,
    pub(super) memo: &'a str,
    pub(super) quote: &'a str,
    /// Whether its words were found in the text.
    pub(super) placed: bool,
}

impl Article<'_> {
    /// Its paragraphs that hold more than white space, cut where passages begin and end; `Piece::on` are indexes of
    /// `excerpts`.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = Vec<Piece<'_>>> {
        let text = self.text.as_ref();
        (0..text.map_or(0, ArticleText::paragraph_count)).filter_map(move |index| {
            let (text, range) = (text?.as_str(), text?.paragraph(index)?);
            let blank = text.get(range.clone())?.trim().is_empty();
            (!blank).then(|| pieces(text, range, &self.passages))
        })
    }
}

/// Writes all articles of the export's excerpts.
pub(super) fn write_coded(input: &mut Input<'_>, paper: &mut dyn Paper) -> Result<Written, ExportError> {
    let order = ordered(input);
    paper.title(&input.project.meta().name)?;
    let mut reader = Reader::new(input, true);
    let excerpts = order.len();
    each_article(&mut reader, &order, &mut |article| paper.article(article))?;
    Ok(Written { excerpts, notes: reader.notes })
}

/// Gives each article with its excerpts, numbered as in `order`.
pub(super) fn each_article(
    reader: &mut Reader<'_, '_>,
    order: &[ExcerptId],
    take: &mut dyn FnMut(&Article<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let project = reader.project();
    let mut articles: Vec<ArticleId> = Vec::new();
    let mut of_article: HashMap<ArticleId, Vec<(usize, &Excerpt)>> = HashMap::new();
    for (number, excerpt) in (1..).zip(order.iter().filter_map(|id| project.excerpts().get(id))) {
        let list = of_article.entry(excerpt.article).or_insert_with(|| {
            articles.push(excerpt.article);
            Vec::new()
        });
        list.push((number, excerpt));
    }
    let tags = project.tags_in_order();
    for id in articles {
        let known = project.articles().get(&id);
        let mut article = Article {
            title: known.map_or_else(|| id.to_string(), |article| article.title.clone()),
            source: known.map(Citation::without_title).unwrap_or_default(),
            language: known.map(|article| article.language.trim()).unwrap_or_default(),
            excerpts: Vec::new(),
            text: reader.text(id),
            passages: Vec::new(),
        };
        for (number, excerpt) in of_article.remove(&id).unwrap_or_default() {
            let Some(row) = reader.row(excerpt.id) else { continue };
            let tag_index = tags.iter().position(|tag| tag.id == excerpt.tag);
            let tag = tag_index.and_then(|index| tags.get(index));
            let quote = excerpt.anchor.quote();
            if let Some(place) = row.place {
                article.passages.push((place.span, article.excerpts.len()));
            }
            article.excerpts.push(Coded {
                number,
                tag: row.tag(),
                tag_index: tag_index.unwrap_or(tags.len()),
                color: tag.map_or([0x80; 3], |tag| tag.color),
                underline: tag.map_or("solid", |tag| tag.underline.word()),
                coding: coding(&row),
                memo: excerpt.memo.trim(),
                quote,
                placed: row.place.is_some(),
            });
        }
        take(&article)?;
    }
    Ok(())
}

/// A colour over white, `strength` of 255.
pub(super) fn tint(color: [u8; 3], strength: usize) -> [u8; 3] {
    color.map(|part| {
        let over = usize::from(part) * strength + 255 * (255 - strength.min(255));
        u8::try_from(over / 255).unwrap_or(u8::MAX)
    })
}
