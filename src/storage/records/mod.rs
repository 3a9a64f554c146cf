//! Between records and lines of RON: what a line says (a version of a record, or that it is gone) and how.
//! Whole files of lines are the work of `record_file`.

mod article;
mod codes;
mod excerpt;
pub(super) mod fields;
mod kept;
pub(super) mod line;

use super::layout::{Defaults, Kind};
use super::stamp::Stamp;
use super::{Writer, WriterId};
use crate::model::{Analyst, AnalystId, ArticleId, Extra, ProjectId, ProjectMeta, Record, RecordId};

use fields::{FieldError, Fields, Value};
use line::{LineText, push_number, push_text};

/// One line of a file: one version of one record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Which version.
    pub(super) stamp: Stamp,
    /// What it says.
    pub(super) body: Body,
}

/// What a version of a record says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    /// The record is this.
    Put(Record),
    /// The record is gone. The line stays, so that no copy brings it back, with what it says beyond that.
    Removed(RecordId, Extra),
}

impl Body {
    /// The article that an excerpt is in.
    pub(super) fn article(&self) -> Option<ArticleId> {
        if let Self::Put(Record::Excerpt(excerpt)) = self { Some(excerpt.article) } else { None }
    }
}

impl Line {
    pub(super) fn id(&self) -> RecordId {
        match &self.body {
            Body::Put(record) => record.id(),
            Body::Removed(id, _) => id.clone(),
        }
    }

    /// Where a file lists it: by kind, excerpts by place in the text, removed ones last, then by id.
    pub(super) fn place(&self) -> (Kind, usize, RecordId) {
        let id = self.id();
        let start = match &self.body {
            Body::Put(Record::Excerpt(excerpt)) => excerpt.anchor.span.start(),
            Body::Put(_) => 0,
            Body::Removed(..) => usize::MAX,
        };
        (Kind::of(&id), start, id)
    }
}

/// What a field that this version knows should hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A text, a number, a yes or no.
    One,
    /// A list of these.
    List,
    /// A list of pairs of these.
    Pairs,
}

const PAIRS: &[&str] = &["over", "attributes", "seen"];
const LISTS: &[&str] = &[
    "actors",
    "addressees",
    "issues",
    "aliases",
    "groups",
    "cleaned",
    "supersedes",
    "contradicts",
    "repeats",
    "columns",
    "sorted_by",
    "grouped_by",
];
/// The other names of fields, of any kind of record; first those that a million excerpts have.
const ONES: &[&str] = &[
    "at",
    "id",
    "start",
    "end",
    "tag",
    "quote",
    "before",
    "after",
    "analyst",
    "created",
    "modified",
    "memo",
    "stance",
    "record",
    "removed",
    "name",
    "color",
    "title",
    "title_inferred",
    "outlet",
    "author",
    "url",
    "published",
    "language",
    "reliability",
    "credibility",
    "status",
    "notes",
    "text",
    "text_bytes",
    "file",
    "imported",
    "imported_by",
    "encoding",
    "underline",
    "key",
    "parent",
    "order",
    "definition",
    "use_when",
    "not_when",
    "example",
    "retired",
    "kind",
    "role",
    "since",
    "until",
    "article",
    "condition",
    "speaker",
    "voice",
    "said_on",
    "certainty",
    "starred",
    "checked",
    "format",
    "writer",
    "installation",
    "project",
    "way",
    "label",
    "when",
    "lines",
    "upto",
    "files",
    "query",
    "filter",
    "context",
    "citation",
    "raw",
    "without_codebook",
    "written",
    "written_print",
];

/// The shape of a field; none for one that this version does not know.
fn shape_of(name: &str) -> Option<Shape> {
    let shapes = [(LISTS, Shape::List), (ONES, Shape::One), (PAIRS, Shape::Pairs)];
    shapes.into_iter().find(|(names, _)| names.contains(&name)).map(|(_, shape)| shape)
}

/// Reads one record. `writer` is the file's; `defaults` says what the line need not say.
/// The second part names fields that made no sense; they are kept as written.
pub(super) fn decode(text: &str, writer: &WriterId, defaults: &Defaults) -> Result<(Line, Vec<String>), FieldError> {
    let mut fields = Fields::parse(text)?;
    let over = fields.pairs("over", |writer, at| Some((writer.as_text()?.parse().ok()?, at.as_number()?)));
    let stamp = Stamp { at: fields.number("at").unwrap_or(0), writer: writer.clone(), over: over.into_boxed_slice() };
    let kind = match fields.text_as("record", |word| Some(word.to_owned())) {
        Some(word) => Kind::from_word(&word)
            .ok_or_else(|| FieldError::new(format!("“{word}” is not a kind of record that this version knows")))?,
        None => {
            defaults.kind.ok_or_else(|| FieldError::new("record is missing: is it a tag, an actor or an issue?"))?
        }
    };
    let mut odd = Vec::new();
    if fields.flag("removed") {
        let id = match kind {
            Kind::Project => return Err(FieldError::new("a project cannot lose its own line")),
            Kind::Analyst => RecordId::Analyst(fields.required("id")?),
            Kind::Tag => RecordId::Tag(fields.required("id")?),
            Kind::Actor => RecordId::Actor(fields.required("id")?),
            Kind::Issue => RecordId::Issue(fields.required("id")?),
            Kind::Article => RecordId::Article(fields.required("id")?),
            Kind::Excerpt => RecordId::Excerpt(fields.required("id")?),
            Kind::Filter => RecordId::Filter(fields.required("id")?),
            Kind::Preset => RecordId::Preset(fields.required("id")?),
        };
        let extra = rest(fields, &mut odd);
        return Ok((Line { stamp, body: Body::Removed(id, extra) }, odd));
    }
    let record = match kind {
        Kind::Project => Record::Project(ProjectMeta {
            id: fields.required("id")?,
            name: fields.text("name"),
            created: fields.required("created")?,
            extra: rest(fields, &mut odd),
        }),
        Kind::Analyst => Record::Analyst(Analyst {
            id: fields.required("id")?,
            name: fields.text("name"),
            color: fields.text_as("color", color_from).unwrap_or([0x80; 3]),
            extra: rest(fields, &mut odd),
        }),
        Kind::Tag => Record::Tag(codes::read_tag(fields, &mut odd)?),
        Kind::Actor => Record::Actor(codes::read_actor(fields, &mut odd)?),
        Kind::Issue => Record::Issue(codes::read_issue(fields, &mut odd)?),
        Kind::Article => Record::Article(Box::new(article::read(fields, &mut odd)?)),
        Kind::Excerpt => Record::Excerpt(Box::new(excerpt::read(fields, defaults.article, &mut odd)?)),
        Kind::Filter => Record::Filter(kept::read_filter(fields, &mut odd)?),
        Kind::Preset => Record::Preset(Box::new(kept::read_preset(fields, &mut odd)?)),
    };
    Ok((Line { stamp, body: Body::Put(record) }, odd))
}

/// Writes one record, without comma and line end.
pub(super) fn encode(line: &Line, defaults: &Defaults) -> String {
    let mut out = LineText::new();
    out.number("at", line.stamp.at);
    out.pairs("over", &line.stamp.over, |out, (writer, at)| {
        push_text(out, writer.as_str());
        out.push_str(", ");
        push_number(out, *at);
    });
    let id = line.id();
    let kind = Kind::of(&id);
    if defaults.kind != Some(kind) {
        out.text("record", kind.word());
    }
    let record = match &line.body {
        Body::Put(record) => record,
        Body::Removed(id, extra) => {
            match id {
                RecordId::Project => {}
                RecordId::Article(id) => out.shown("id", Some(id)),
                RecordId::Excerpt(id) => out.shown("id", Some(id)),
                RecordId::Tag(id) => out.shown("id", Some(id)),
                RecordId::Actor(id) => out.shown("id", Some(id)),
                RecordId::Issue(id) => out.shown("id", Some(id)),
                RecordId::Analyst(id) => out.shown("id", Some(id)),
                RecordId::Filter(id) => out.shown("id", Some(id)),
                RecordId::Preset(id) => out.shown("id", Some(id)),
            }
            out.flag("removed", true);
            return out.finish(extra);
        }
    };
    match record {
        Record::Project(meta) => {
            out.shown("id", Some(meta.id));
            out.text("name", &meta.name);
            out.shown("created", Some(meta.created));
            out.finish(&meta.extra)
        }
        Record::Analyst(analyst) => {
            out.shown("id", Some(analyst.id));
            out.text("name", &analyst.name);
            out.text("color", &color_text(analyst.color));
            out.finish(&analyst.extra)
        }
        Record::Tag(tag) => codes::write_tag(out, tag),
        Record::Actor(actor) => codes::write_actor(out, actor),
        Record::Issue(issue) => codes::write_issue(out, issue),
        Record::Article(article) => article::write(out, article),
        Record::Excerpt(excerpt) => excerpt::write(out, excerpt, defaults.article),
        Record::Filter(filter) => kept::write_filter(out, filter),
        Record::Preset(preset) => kept::write_preset(out, preset),
    }
}

/// What the first line of a file says about all of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Header {
    /// The format number; none where it is missing.
    pub(super) format: Option<u64>,
    /// Who wrote the file.
    pub(super) writer: Option<WriterId>,
    /// The article that its excerpts are in.
    pub(super) article: Option<ArticleId>,
    /// Who that is; writers' own files say so.
    pub(super) analyst: Option<AnalystId>,
    /// On which installation, as people know it.
    pub(super) installation: String,
    /// Which project it belongs to; writers' own files say so.
    pub(super) project: Option<ProjectId>,
    /// Fields that this version does not know, kept as written.
    pub(super) extra: Extra,
}

impl Header {
    /// The header of a file of `writer`; their own file also says where they work, and on which `project`.
    pub(super) fn of(writer: &Writer, defaults: &Defaults, project: Option<ProjectId>) -> Self {
        Self {
            format: Some(super::migrate::FORMAT),
            writer: Some(writer.id.clone()),
            article: defaults.article,
            analyst: project.map(|_| writer.analyst.id),
            installation: if project.is_some() { writer.installation.clone() } else { String::new() },
            project,
            extra: Extra::default(),
        }
    }

    /// The header of a struct without its records.
    pub(super) fn decode(text: &str) -> Result<Self, FieldError> {
        Ok(Self::of_fields(Fields::parse(text)?))
    }

    pub(super) fn of_fields(mut fields: Fields<'_>) -> Self {
        Self {
            format: fields.number("format"),
            writer: fields.parsed("writer"),
            article: fields.parsed("article"),
            analyst: fields.parsed("analyst"),
            installation: fields.text("installation"),
            project: fields.parsed("project"),
            extra: rest(fields, &mut Vec::new()),
        }
    }

    /// The fields, in parentheses.
    pub(super) fn encode(&self) -> String {
        let mut out = LineText::new();
        if let Some(format) = self.format {
            out.number("format", format);
        }
        out.shown("writer", self.writer.as_ref());
        out.shown("analyst", self.analyst);
        out.text("installation", &self.installation);
        out.shown("project", self.project);
        out.shown("article", self.article);
        out.finish(&self.extra)
    }
}

/// What nobody took, noting what made no sense.
fn rest(mut fields: Fields<'_>, odd: &mut Vec<String>) -> Extra {
    odd.extend(fields.odd());
    fields.rest()
}

/// “#RRGGBB”.
fn color_text(color: [u8; 3]) -> String {
    let [red, green, blue] = color;
    format!("#{red:02X}{green:02X}{blue:02X}")
}

fn color_from(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Names with values, as two texts each.
fn read_attributes(fields: &mut Fields<'_>) -> Vec<(String, String)> {
    let read = |name: &Value<'_>, value: &Value<'_>| Some((name.as_text()?.to_owned(), value.as_text()?.to_owned()));
    fields.pairs("attributes", read)
}
