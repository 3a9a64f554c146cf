//! Excerpts as lines of RON.

use super::fields::{FieldError, Fields};
use super::line::LineText;
use super::rest;
use crate::model::{Anchor, ArticleId, Certainty, Excerpt, SourceGrade, Stance, TextSpan, Voice};

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
    let anchor = Anchor {
        span,
        quote: fields.required::<String>("quote")?.into(),
        before: fields.text("before").into(),
        after: fields.text("after").into(),
    };
    let created = fields.required("created")?;
    let mut excerpt = Excerpt::new(id, article, anchor, fields.required("tag")?, fields.required("analyst")?, created);
    excerpt.actors = fields.list("actors");
    excerpt.addressees = fields.list("addressees");
    excerpt.issues = fields.list("issues");
    excerpt.stance = fields.text_as("stance", Stance::from_word);
    excerpt.condition = fields.text("condition");
    excerpt.speaker = fields.text("speaker");
    excerpt.voice = fields.text_as("voice", Voice::from_word);
    excerpt.said_on = fields.parsed("said_on");
    excerpt.grade = read_grade(&mut fields);
    excerpt.supersedes = fields.list("supersedes");
    excerpt.contradicts = fields.list("contradicts");
    excerpt.repeats = fields.list("repeats");
    excerpt.memo = fields.text("memo");
    let certainty = |word: &str| match word {
        "sure" => Some(Certainty::Sure),
        "unsure" => Some(Certainty::Unsure),
        _ => None,
    };
    excerpt.certainty = fields.text_as("certainty", certainty).unwrap_or_default();
    excerpt.starred = fields.flag("starred");
    excerpt.modified = fields.parsed("modified").unwrap_or(created);
    excerpt.extra = rest(fields, odd);
    Ok(excerpt)
}

pub(super) fn write(mut out: LineText, excerpt: &Excerpt, article: Option<ArticleId>) -> String {
    out.shown("id", Some(excerpt.id));
    out.shown("article", Some(excerpt.article).filter(|own| Some(*own) != article));
    out.number("start", excerpt.anchor.span.start() as u64);
    out.number("end", excerpt.anchor.span.end() as u64);
    out.shown("tag", Some(&excerpt.tag));
    // A quote is always written, even an empty one: it is the evidence.
    out.shown("quote", Some(&excerpt.anchor.quote));
    out.text("before", &excerpt.anchor.before);
    out.text("after", &excerpt.anchor.after);
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
