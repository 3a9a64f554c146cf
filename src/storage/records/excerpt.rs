//! Excerpts as lines of RON.

use super::fields::{FieldError, Fields};
use super::line::LineText;
use super::rest;
use crate::model::{Anchor, ArticleId, Certainty, Details, Excerpt, SourceGrade, Stance, TextSpan, Voice};

pub(super) fn read(
    mut fields: Fields<'_>,
    article: Option<ArticleId>,
    odd: &mut Vec<String>,
) -> Result<Excerpt, FieldError> {
    let id = fields.required("id")?;
    let article = fields.parsed("article").or(article).ok_or_else(|| FieldError::new("article is missing"))?;
    let (start, end) = (fields.required_number("start")?, fields.required_number("end")?);
    let span = TextSpan::from_stored(start, end)
        .ok_or_else(|| FieldError::new(format!("no passage runs from byte {start} to byte {end}")))?;
    let quote: String = fields.required("quote")?;
    let anchor = Anchor::new(span, &quote, &fields.text("before"), &fields.text("after"));
    let created = fields.required("created")?;
    let mut excerpt = Excerpt::new(id, article, anchor, fields.required("tag")?, fields.required("analyst")?, created);
    excerpt.actors = fields.list("actors").into();
    excerpt.issues = fields.list("issues").into();
    excerpt.modified = fields.parsed("modified").unwrap_or(created);
    let certainty = |word: &str| match word {
        "sure" => Some(Certainty::Sure),
        "unsure" => Some(Certainty::Unsure),
        _ => None,
    };
    excerpt.set_details(Details {
        addressees: fields.list("addressees").into(),
        stance: fields.text_as("stance", Stance::from_word),
        condition: fields.text("condition"),
        speaker: fields.text("speaker"),
        voice: fields.text_as("voice", Voice::from_word),
        said_on: fields.parsed("said_on"),
        grade: read_grade(&mut fields),
        supersedes: fields.list("supersedes").into(),
        contradicts: fields.list("contradicts").into(),
        repeats: fields.list("repeats").into(),
        memo: fields.text("memo"),
        certainty: fields.text_as("certainty", certainty).unwrap_or_default(),
        starred: fields.flag("starred"),
        checked: fields.flag("checked"),
        extra: rest(fields, odd),
    });
    Ok(excerpt)
}

pub(super) fn write(mut out: LineText, excerpt: &Excerpt, article: Option<ArticleId>) -> String {
    out.shown("id", Some(excerpt.id));
    out.shown("article", Some(excerpt.article).filter(|own| Some(*own) != article));
    out.number("start", excerpt.anchor.span.start() as u64);
    out.number("end", excerpt.anchor.span.end() as u64);
    out.shown("tag", Some(&excerpt.tag));
    // A quote is always written, even an empty one: it is the evidence.
    out.shown("quote", Some(excerpt.anchor.quote()));
    out.text("before", excerpt.anchor.before());
    out.text("after", excerpt.anchor.after());
    out.list("actors", &excerpt.actors);
    out.list("addressees", &excerpt.addressees);
    out.list("issues", &excerpt.issues);
    out.shown("stance", excerpt.stance.as_ref().map(Stance::word));
    out.text("condition", &excerpt.condition);
    out.text("speaker", &excerpt.speaker);
    out.shown("voice", excerpt.voice.as_ref().map(Voice::word));
    out.shown("said_on", excerpt.said_on);
    write_grade(&mut out, excerpt.grade);
    out.list("supersedes", &excerpt.supersedes);
    out.list("contradicts", &excerpt.contradicts);
    out.list("repeats", &excerpt.repeats);
    out.text("memo", &excerpt.memo);
    out.shown("certainty", (excerpt.certainty == Certainty::Unsure).then_some("unsure"));
    out.flag("starred", excerpt.starred);
    out.flag("checked", excerpt.checked);
    out.shown("analyst", Some(excerpt.analyst));
    out.shown("created", Some(excerpt.created));
    out.shown("modified", Some(excerpt.modified).filter(|modified| *modified != excerpt.created));
    out.finish(&excerpt.extra)
}

pub(super) fn read_grade(fields: &mut Fields<'_>) -> SourceGrade {
    let reliability = fields.text_as("reliability", |text| {
        let letter = text.parse().ok()?;
        SourceGrade::new(Some(letter), None)?.reliability()
    });
    let credibility = fields.number_as("credibility", |number| {
        let number = u8::try_from(number).ok()?;
        SourceGrade::new(None, Some(number))?.credibility()
    });
    SourceGrade::new(reliability, credibility).unwrap_or_default()
}

pub(super) fn write_grade(out: &mut LineText, grade: SourceGrade) {
    out.shown("reliability", grade.reliability());
    if let Some(credibility) = grade.credibility() {
        out.number("credibility", credibility);
    }
}
