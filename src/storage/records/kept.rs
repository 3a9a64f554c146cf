//! Kept filters and exports as lines of RON.

use super::fields::{FieldError, Fields};
use super::line::LineText;
use super::rest;
use crate::model::{ExportPreset, KeptFilter};

pub(super) fn read_filter(mut fields: Fields<'_>, odd: &mut Vec<String>) -> Result<KeptFilter, FieldError> {
    Ok(KeptFilter {
        id: fields.required("id")?,
        name: fields.required("name")?,
        query: fields.text("query"),
        extra: rest(fields, odd),
    })
}

pub(super) fn write_filter(mut out: LineText, filter: &KeptFilter) -> String {
    out.shown("id", Some(filter.id));
    out.shown("name", Some(&filter.name));
    out.text("query", &filter.query);
    out.finish(&filter.extra)
}

pub(super) fn read_preset(mut fields: Fields<'_>, odd: &mut Vec<String>) -> Result<ExportPreset, FieldError> {
    Ok(ExportPreset {
        id: fields.required("id")?,
        name: fields.required("name")?,
        format: fields.text("format"),
        filter: fields.text("filter"),
        columns: fields.list("columns"),
        sorted_by: fields.list("sorted_by"),
        grouped_by: fields.list("grouped_by"),
        context: fields.number("context"),
        citation: fields.text("citation"),
        raw: fields.flag("raw"),
        without_codebook: fields.flag("without_codebook"),
        extra: rest(fields, odd),
    })
}

pub(super) fn write_preset(mut out: LineText, preset: &ExportPreset) -> String {
    out.shown("id", Some(preset.id));
    out.shown("name", Some(&preset.name));
    out.text("format", &preset.format);
    out.text("filter", &preset.filter);
    out.list("columns", &preset.columns);
    out.list("sorted_by", &preset.sorted_by);
    out.list("grouped_by", &preset.grouped_by);
    if let Some(context) = preset.context {
        out.number("context", u64::from(context));
    }
    out.text("citation", &preset.citation);
    out.flag("raw", preset.raw);
    out.flag("without_codebook", preset.without_codebook);
    out.finish(&preset.extra)
}
