//! Articles' details in the index: read in a tenth of the time that their lines take.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::super::records::{Body, Line};
use super::super::stamp::{Over, Stamp};
use super::entries::{Moment, moment, timestamp};
use crate::model::{AnalystId, Article, ArticleId, ArticleStatus, Extra, ImportRecord, Record, SourceGrade, TextHash};
use crate::storage::WriterId;

/// A version of an article's details that replaced none by others.
#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct ArticleEntry<'a> {
    pub(super) file: u32,
    pub(super) number: u32,
    pub(super) writer: u32,
    at: u64,
    id: [u8; 16],
    text: [u8; 32],
    text_bytes: u32,
    title: &'a str,
    title_inferred: bool,
    outlet: &'a str,
    author: &'a str,
    url: &'a str,
    published: Cow<'a, str>,
    language: &'a str,
    reliability: Option<char>,
    credibility: Option<u8>,
    status: &'a str,
    notes: &'a str,
    #[serde(borrow)]
    groups: Vec<&'a str>,
    attributes: Vec<(&'a str, &'a str)>,
    imported_file: &'a str,
    imported: Moment,
    analyst: [u8; 16],
    encoding: &'a str,
    cleaned: Vec<&'a str>,
}

impl<'a> ArticleEntry<'a> {
    /// The entry of a version; none where its line has to say it.
    pub(super) fn of(stamp: &Stamp, body: &'a Body, (file, number, writer): (u32, u32, u32)) -> Option<Self> {
        let Body::Put(Record::Article(article)) = body else { return None };
        if !stamp.over.is_empty() || !article.extra.0.is_empty() {
            return None;
        }
        let texts = |list: &'a [String]| list.iter().map(String::as_str).collect();
        Some(Self {
            file,
            number,
            writer,
            at: stamp.at,
            id: *article.id.as_bytes(),
            text: *article.text.as_bytes(),
            text_bytes: article.text_bytes,
            title: &article.title,
            title_inferred: article.title_inferred,
            outlet: &article.outlet,
            author: &article.author,
            url: &article.url,
            published: article.published.map(|date| date.to_string()).unwrap_or_default().into(),
            language: &article.language,
            reliability: article.grade.reliability(),
            credibility: article.grade.credibility(),
            status: article.status.as_ref().map(ArticleStatus::word).unwrap_or_default(),
            notes: &article.notes,
            groups: texts(&article.groups),
            attributes: article.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            imported_file: &article.import.file,
            imported: moment(article.import.imported),
            analyst: *article.import.analyst.as_bytes(),
            encoding: &article.import.encoding,
            cleaned: texts(&article.import.cleaned),
        })
    }

    pub(super) fn line(&self, writer: &WriterId) -> Option<Line> {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let published = if self.published.is_empty() { None } else { Some(self.published.parse().ok()?) };
        let article = Article {
            id: ArticleId::from_bytes(self.id),
            title: self.title.to_owned(),
            title_inferred: self.title_inferred,
            outlet: self.outlet.to_owned(),
            author: self.author.to_owned(),
            url: self.url.to_owned(),
            published,
            language: self.language.to_owned(),
            grade: SourceGrade::new(self.reliability, self.credibility)?,
            status: ArticleStatus::from_word(self.status),
            notes: self.notes.to_owned(),
            groups: texts(&self.groups),
            attributes: self.attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            text: TextHash::from_bytes(self.text),
            text_bytes: self.text_bytes,
            import: ImportRecord {
                file: self.imported_file.to_owned(),
                imported: timestamp(self.imported)?,
                analyst: AnalystId::from_bytes(self.analyst),
                encoding: self.encoding.to_owned(),
                cleaned: texts(&self.cleaned),
            },
            extra: Extra::default(),
        };
        let stamp = Stamp { at: self.at, writer: writer.clone(), over: Over::default() };
        Some(Line { stamp, body: Body::Put(Record::Article(Box::new(article))) })
    }
}
