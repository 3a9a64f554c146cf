//! Articles' details as lines of RON.

use super::excerpt::{read_grade, write_grade};
use super::fields::{FieldError, Fields};
use super::line::{LineText, push_text};
use super::{read_attributes, rest};
use crate::model::{Article, ArticleStatus, ImportRecord};

pub(super) fn read(mut fields: Fields<'_>, odd: &mut Vec<String>) -> Result<Article, FieldError> {
    Ok(Article {
        id: fields.required("id")?,
        title: fields.text("title"),
        title_inferred: fields.flag("title_inferred"),
        outlet: fields.text("outlet"),
        author: fields.text("author"),
        url: fields.text("url"),
        published: fields.parsed("published"),
        language: fields.text("language"),
        grade: read_grade(&mut fields),
        status: fields.text_as("status", ArticleStatus::from_word),
        notes: fields.text("notes"),
        groups: fields.list("groups"),
        attributes: read_attributes(&mut fields),
        text: fields.required("text")?,
        text_bytes: fields.required_number("text_bytes")?,
        import: ImportRecord {
            file: fields.text("file"),
            imported: fields.required("imported")?,
            analyst: fields.required("imported_by")?,
            encoding: fields.text("encoding"),
            cleaned: fields.list("cleaned"),
        },
        extra: rest(fields, odd),
    })
}

pub(super) fn write(mut out: LineText, article: &Article) -> String {
    out.shown("id", Some(article.id));
    out.text("title", &article.title);
    out.flag("title_inferred", article.title_inferred);
    out.text("outlet", &article.outlet);
    out.text("author", &article.author);
    out.text("url", &article.url);
    out.shown("published", article.published);
    out.text("language", &article.language);
    write_grade(&mut out, article.grade);
    out.shown("status", article.status.as_ref().map(ArticleStatus::word));
    out.text("notes", &article.notes);
    out.list("groups", &article.groups);
    out.pairs("attributes", &article.attributes, |out, (name, value)| {
        push_text(out, name);
        out.push_str(", ");
        push_text(out, value);
    });
    out.shown("text", Some(article.text));
    out.number("text_bytes", article.text_bytes);
    out.text("file", &article.import.file);
    out.shown("imported", Some(article.import.imported));
    out.shown("imported_by", Some(article.import.analyst));
    out.text("encoding", &article.import.encoding);
    out.list("cleaned", &article.import.cleaned);
    out.finish(&article.extra)
}
