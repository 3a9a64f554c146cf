//! Excerpts as W3C Web Annotations (JSON-LD): one collection with a page, or one annotation a line. A quote selector and
//! a position selector say where; positions count Unicode code points of the cleaned text, as the recommendation demands
//! (Web Annotation Data Model, 4.2.5) and readers such as `@apache-annotator/dom` count.

use std::io::Write;

use serde_json::{Value, json};

use super::order::ordered;
use super::rows::{Reader, Row};
use super::{ExportError, Format, Input, Shape, Written};
use crate::model::excerpt::Certainty;
use crate::model::{Article, ExcerptId, Stance, Voice};

/// One collection of annotations, in the list of formats.
pub const FORMAT: Format =
    Format { id: "jsonld", name: "Web Annotations (JSON-LD)", extension: "jsonld", shape: Shape::Records, write };

/// One annotation a line, in the list of formats.
pub const LINES: Format = Format {
    id: "jsonl",
    name: "Web Annotations, one a line",
    extension: "jsonl",
    shape: Shape::Records,
    write: write_lines,
};

/// What the terms mean: those of the recommendation, and ours behind `coding:`.
fn context() -> Value {
    json!(["http://www.w3.org/ns/anno.jsonld", { "coding": "urn:rapporteur:coding:" }])
}

fn write(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let order = ordered(input);
    let meta = input.project.meta();
    let collection = json!({
        "@context": context(),
        "id": format!("urn:uuid:{}", meta.id),
        "type": "AnnotationCollection",
        "label": meta.name,
        "created": meta.created,
        "total": order.len(),
    });
    // The page is written piece by piece, so that no more than one annotation is in memory.
    let start = collection.to_string();
    out.write_all(start.strip_suffix('}').unwrap_or(&start).as_bytes())?;
    out.write_all(b",\"first\":{\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[")?;
    let mut first = true;
    let written = each(input, order, &mut |annotation| {
        out.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &annotation)?;
        Ok(())
    })?;
    out.write_all(b"\n]}}\n")?;
    out.flush()?;
    Ok(written)
}

fn write_lines(input: &mut Input<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let order = ordered(input);
    let written = each(input, order, &mut |mut annotation| {
        if let Some(fields) = annotation.as_object_mut() {
            fields.insert("@context".to_owned(), context());
        }
        // What some readers take for a line end is spelled out: it can only stand within a string.
        let line = annotation.to_string();
        let mut rest = line.as_str();
        while let Some((before, sign, after)) = split_at_line_end(rest) {
            write!(out, "{before}\\u{:04x}", u32::from(sign))?;
            rest = after;
        }
        writeln!(out, "{rest}")
    })?;
    out.flush()?;
    Ok(written)
}

/// Signs that some readers take for the end of a line.
const LINE_ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// Before the first sign that Unicode calls a line end, the sign, and after it. JSON escapes those of ASCII by itself.
fn split_at_line_end(text: &str) -> Option<(&str, char, &str)> {
    // Each alone is found at the speed of memory.
    let at = LINE_ENDS.iter().filter_map(|sign| text.find(*sign)).min()?;
    let sign = text.get(at..)?.chars().next()?;
    Some((text.get(..at)?, sign, text.get(at + sign.len_utf8()..)?))
}

fn each(
    input: &mut Input<'_>,
    order: Vec<ExcerptId>,
    put: &mut dyn FnMut(Value) -> std::io::Result<()>,
) -> Result<Written, ExportError> {
    let mut reader = Reader::new(input, true);
    let mut excerpts = 0;
    for id in order {
        let Some(row) = reader.row(id) else { continue };
        put(annotation(&row))?;
        excerpts += 1;
    }
    Ok(Written { excerpts, notes: reader.notes })
}

fn annotation(row: &Row<'_>) -> Value {
    let excerpt = row.excerpt;
    let mut selectors = vec![json!({
        "type": "TextQuoteSelector",
        "exact": excerpt.anchor.quote(),
        "prefix": row.before(),
        "suffix": row.after(),
    })];
    if let Some(place) = row.place {
        selectors.push(json!({ "type": "TextPositionSelector", "start": place.start, "end": place.end }));
    }
    let mut body = vec![json!({ "type": "TextualBody", "purpose": "tagging", "value": row.tag() }), coding(row)];
    if !excerpt.memo.trim().is_empty() {
        let memo =
            json!({ "type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": excerpt.memo });
        body.push(memo);
    }
    json!({
        "id": format!("urn:uuid:{}", excerpt.id),
        "type": "Annotation",
        "motivation": "tagging",
        "created": excerpt.created,
        "modified": excerpt.modified,
        "creator": { "type": "Person", "name": row.analyst() },
        "body": body,
        "target": { "source": source(row), "selector": selectors },
    })
}

/// What else is known of the statement; nothing that is not.
fn coding(row: &Row<'_>) -> Value {
    let excerpt = row.excerpt;
    let mut fields = serde_json::Map::new();
    let mut put = |name: &str, value: Value| {
        let empty = value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty);
        if !value.is_null() && !empty && value != Value::Bool(false) {
            fields.insert(name.to_owned(), value);
        }
    };
    put("type", "coding:Coding".into());
    put("purpose", "classifying".into());
    put("coding:actors", row.actors(&excerpt.actors).collect());
    put("coding:addressees", row.actors(&excerpt.addressees).collect());
    put("coding:issues", row.issues().collect());
    put("coding:stance", excerpt.stance.as_ref().map(Stance::word).into());
    put("coding:condition", excerpt.condition.as_str().into());
    put("coding:speaker", excerpt.speaker.as_str().into());
    put("coding:voice", excerpt.voice.as_ref().map(Voice::word).into());
    put("coding:saidOn", excerpt.said_on.map(|date| date.to_string()).into());
    put("coding:reliability", excerpt.grade.reliability().map(String::from).into());
    put("coding:credibility", excerpt.grade.credibility().into());
    put("coding:unsure", (excerpt.certainty == Certainty::Unsure).into());
    put("coding:checked", excerpt.checked.into());
    put("coding:starred", excerpt.starred.into());
    put("coding:paragraph", row.place.map(|place| place.paragraph).into());
    for (name, links) in [
        ("coding:supersedes", &excerpt.supersedes),
        ("coding:contradicts", &excerpt.contradicts),
        ("coding:repeats", &excerpt.repeats),
    ] {
        put(name, links.iter().map(|id| Value::from(format!("urn:uuid:{id}"))).collect());
    }
    Value::Object(fields)
}

/// The cleaned text that positions count in. Its address on the web is where it came from, not what was annotated.
fn source(row: &Row<'_>) -> Value {
    let Some(article) = row.article else { return json!({ "id": format!("urn:uuid:{}", row.excerpt.article) }) };
    let Article { id, title, outlet, author, url, published, language, .. } = article;
    let mut source = json!({
        "id": format!("urn:uuid:{id}"),
        "type": "Text",
        "format": "text/plain",
        "label": title,
        "coding:textSha256": article.text.to_string(),
        "coding:file": article.import.file,
    });
    let known = [
        ("language", language.clone()),
        ("dcterms:publisher", outlet.clone()),
        ("dcterms:creator", author.clone()),
        ("dcterms:issued", published.map(|date| date.to_string()).unwrap_or_default()),
        ("via", url.clone()),
    ];
    if let Some(fields) = source.as_object_mut() {
        fields.extend(
            known
                .into_iter()
                .filter(|(_, value)| !value.trim().is_empty())
                .map(|(name, value)| (name.to_owned(), value.into())),
        );
    }
    source
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Choices;
    use crate::text::sample::sample;

    fn export(format: &Format) -> String {
        let (project, texts) = sample();
        let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
        let choices = Choices::of(format);
        let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(String::new);
        let mut input = Input::new(&project, &ids, &mut text_of, &choices);
        let mut bytes = Vec::new();
        assert_eq!((format.write)(&mut input, &mut bytes).expect("an export").excerpts, 4);
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn every_quote_stands_where_its_position_says() {
        let (_, texts) = sample();
        let collection: Value = serde_json::from_str(&export(&FORMAT)).expect("JSON");
        let items = collection["first"]["items"].as_array().expect("items");
        assert_eq!((items.len(), &collection["total"]), (4, &4.into()));
        for item in items {
            let target = &item["target"];
            let hash = target["source"]["coding:textSha256"].as_str().expect("a hash").parse().expect("a hash");
            let [quote, position] = [&target["selector"][0], &target["selector"][1]];
            let place = |name: &str| usize::try_from(position[name].as_u64().expect("a number")).expect("few");
            let chars = texts[&hash].as_str().chars();
            let there: String = chars.skip(place("start")).take(place("end") - place("start")).collect();
            assert_eq!(quote["exact"], there);
        }
        let third = &items[2];
        assert_eq!(third["body"][0]["value"], "Red line");
        assert_eq!(third["body"][1]["coding:addressees"], json!(["-Vale"]));
        assert_eq!(third["body"][1]["coding:stance"], "conditional");
        assert_eq!(third["body"][1].get("coding:starred"), None);
        assert!(items[1]["body"][2]["value"].as_str().is_some_and(|memo| memo.starts_with("=HYPERLINK")));
    }

    #[test]
    fn what_unicode_calls_a_line_end_is_spelled_out() {
        let text = "one\u{85}two\u{2028}three “four”\u{2029}";
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, sign, after)) = split_at_line_end(rest) {
            out.push_str(&format!("{before}\\u{:04x}", u32::from(sign)));
            rest = after;
        }
        out.push_str(rest);
        assert_eq!(out, "one\\u0085two\\u2028three “four”\\u2029");
        assert_eq!(serde_json::from_str::<String>(&format!("\"{out}\"")).expect("JSON"), text);
    }

    #[test]
    fn one_annotation_a_line() {
        let lines = export(&LINES);
        assert_eq!(lines.lines().count(), 4);
        for line in lines.lines() {
            let annotation: Value = serde_json::from_str(line).expect("JSON");
            assert_eq!(annotation["@context"], context());
            assert_eq!(annotation["type"], "Annotation");
        }
    }
}
