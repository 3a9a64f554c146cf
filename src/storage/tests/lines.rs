//! Lines and files: what is written is read again, and what people write by hand is understood.

use proptest::prelude::*;

use crate::model::*;
use crate::storage::layout::{Defaults, Kind};
use crate::storage::record_file;
use crate::storage::records::{Body, Line, decode, encode};
use crate::storage::stamp::Stamp;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), any::<String>(), "[a-z\"\\\\'\n\r\t\u{0}\u{feff}\u{202e}ї😀]{1,12}"]
}

fn moment() -> impl Strategy<Value = jiff::Timestamp> {
    (0i64..4_000_000_000, 0i32..1_000_000_000).prop_map(|(s, n)| jiff::Timestamp::new(s, n).expect("in range"))
}

fn slugs<T: std::str::FromStr + std::fmt::Debug>() -> impl Strategy<Value = Vec<T>> {
    proptest::collection::vec("[a-zї0-9\"\\\\-]{1,6}".prop_map(|slug| slug.parse().ok().expect("a slug")), 0..3)
}

fn extra() -> impl Strategy<Value = Extra> {
    let value = prop_oneof![
        Just("1.5"),
        Just("(a: 1, b: [Some(2), None])"),
        Just("{\"k\": 'c'}"),
        Just("\"a text\""),
        Just("Variant(3)"),
        Just("[ 1 ,2 /* kept */ ]"),
        Just("()"),
    ];
    let name = prop_oneof![Just("future"), Just("later_field"), Just("ünknown"), Just("kebab-case"), Just("x.y")];
    proptest::collection::vec((name, value), 0..3).prop_map(|pairs| {
        let mut kept: Vec<(Box<str>, Box<str>)> = Vec::new();
        for (name, value) in pairs {
            if !kept.iter().any(|(known, _)| &**known == name) {
                kept.push((name.into(), value.into()));
            }
        }
        Extra(kept)
    })
}

fn excerpt() -> impl Strategy<Value = Record> {
    let first = (any::<[u8; 16]>(), any::<[u8; 16]>(), 0usize..9999, 1usize..999, text(), text(), text());
    let second = (slugs::<ActorId>(), slugs::<IssueId>(), text(), text(), any::<bool>(), moment(), moment(), extra());
    (first, second).prop_map(|((id, article, start, length, quote, before, memo), rest)| {
        let (actors, issues, condition, speaker, flag, created, modified, extra) = rest;
        let span = TextSpan::from_stored(start, start + length).expect("a span");
        let anchor = Anchor::new(span, &quote, &before, &before);
        let tag = "red-line".parse().expect("an id");
        let analyst = AnalystId::from_bytes(id);
        let mut excerpt =
            Excerpt::new(ExcerptId::from_bytes(id), ArticleId::from_bytes(article), anchor, tag, analyst, created);
        excerpt.repeats = vec![ExcerptId::from_bytes(article)].into();
        excerpt.actors = actors.clone().into();
        excerpt.addressees = actors.into();
        excerpt.issues = issues.into();
        excerpt.condition = condition;
        excerpt.speaker = speaker;
        excerpt.memo = memo;
        excerpt.starred = flag;
        excerpt.checked = flag;
        excerpt.certainty = if flag { Certainty::Unsure } else { Certainty::Sure };
        excerpt.voice = flag.then_some(Voice::ReportersAccount);
        excerpt.stance = flag.then(|| Stance::Other("wavering".into()));
        excerpt.grade = SourceGrade::new(flag.then_some('C'), (!flag).then_some(4)).expect("a grade");
        excerpt.modified = modified;
        excerpt.extra = extra;
        Record::Excerpt(Box::new(excerpt))
    })
}

fn code() -> impl Strategy<Value = Record> {
    let fields = ("[a-z]{1,6}", text(), slugs::<ActorId>(), text(), any::<[u8; 3]>(), any::<bool>(), extra(), 0u8..6);
    fields.prop_map(|(id, name, parents, notes, color, retired, extra, kind)| match kind {
        0 => {
            let mut tag = Tag::new(id.parse().expect("an id"), &name, color, Underline::Other("zigzag".into()));
            tag.key = notes.chars().next();
            tag.definition = notes.clone();
            tag.not_when = notes;
            tag.order = u32::from(color[0]);
            tag.retired = retired;
            tag.extra = extra;
            Record::Tag(tag)
        }
        1 => {
            let mut actor = Actor::new(id.parse().expect("an id"), &name);
            actor.parent = parents.first().cloned();
            actor.aliases = vec![notes.clone(), String::new()];
            actor.kind = retired.then_some(ActorKind::Person);
            actor.since = "2019-05".parse().ok();
            actor.color = retired.then_some(color);
            actor.role = notes;
            actor.extra = extra;
            Record::Actor(actor)
        }
        2 => {
            let mut issue = Issue::new(id.parse().expect("an id"), &name);
            issue.notes = notes;
            issue.retired = retired;
            issue.extra = extra;
            Record::Issue(issue)
        }
        3 => Record::Filter(KeptFilter { id: FilterId::from_bytes([3; 16]), name, query: notes, extra }),
        4 => Record::Preset(Box::new(ExportPreset {
            id: PresetId::from_bytes([4; 16]),
            name,
            format: id,
            filter: notes.clone(),
            columns: parents.iter().map(ToString::to_string).collect(),
            sorted_by: vec![notes.clone()],
            grouped_by: Vec::new(),
            context: retired.then_some(u32::from(color[0])),
            citation: notes,
            raw: retired,
            without_codebook: color[1] > 127,
            extra,
        })),
        _ => Record::Analyst(Analyst { id: AnalystId::from_bytes([7; 16]), name, color, extra }),
    })
}

fn stamped(record: Record, at: u64) -> Line {
    let over = vec![("ben".parse().expect("an id"), at / 2), ("carl".parse().expect("an id"), 0)];
    Line {
        stamp: Stamp { at, writer: "anna".parse().expect("an id"), over: over.into_boxed_slice() },
        body: Body::Put(record),
    }
}

proptest! {
    #[test]
    fn every_record_comes_back_from_its_line(record in prop_oneof![excerpt(), code()], at in any::<u64>()) {
        for kind in [None, Some(Kind::Excerpt), Some(Kind::Analyst)] {
            let defaults = Defaults { kind, article: None };
            let line = stamped(record.clone(), at);
            let text = encode(&line, &defaults);
            prop_assert!(!text.contains('\n'));
            let (found, odd) = decode(&text, &line.stamp.writer, &defaults).expect("reads");
            prop_assert_eq!(&found, &line);
            prop_assert!(odd.is_empty());
            prop_assert_eq!(encode(&found, &defaults), text);
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[\\(\\)\\[\\]:,\"a-z0-9 \n]{0,80}") {
        let _ = record_file::read("codes/anna.ron", &bytes);
        let _ = record_file::read("codes/anna.ron", text.as_bytes());
    }

    #[test]
    fn a_broken_line_costs_itself_alone(records in proptest::collection::vec(excerpt(), 2..6), which in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>()) {
        let file = format!("excerpts/00/{}/anna.ron", ArticleId::from_bytes([1; 16]));
        let defaults = Defaults { kind: Some(Kind::Excerpt), article: None };
        let lines: Vec<Line> = records.into_iter().enumerate().map(|(at, record)| stamped(record, at as u64)).collect();
        let whole = record_file::write(&record_file::read(&file, b"").header, &lines, &defaults);
        let mut texts: Vec<String> = whole.lines().map(str::to_owned).collect();
        let broken = 1 + which.index(lines.len());
        let keep = texts[broken].floor_char_boundary(cut.index(texts[broken].len() - 1));
        texts[broken].truncate(keep);
        let found = record_file::read(&file, (texts.join("\n") + "\n").as_bytes());
        prop_assert_eq!(found.lines.len(), lines.len() - 1);
        prop_assert!(found.damage.iter().all(|finding| finding.line == Some(broken + 1)), "{:?}", found.damage);
        prop_assert!(keep == 0 || found.damage.len() == 1);
    }
}

fn read_tags(text: &str) -> (Vec<Tag>, record_file::RecordFile) {
    let found = record_file::read("codes/anna.ron", text.as_bytes());
    let tag = |line: &record_file::FileLine| match &line.line.body {
        Body::Put(Record::Tag(tag)) => Some(tag.clone()),
        _ => None,
    };
    (found.lines.iter().filter_map(tag).collect(), found)
}

#[test]
fn what_people_write_by_hand_is_understood() {
    let by_hand = "\u{feff}// my codebook\r\n(\r\n  writer: \"anna\",\r\n  format: 1,\r\n  records: [\r\n    // the first\r\n    (\r\n      name: \"Threat\", id: \"threat\",\r\n      record: \"tag\", /* no number */ parent: None,\r\n      key: Some(\"4\"), order: 7,\r\n    ),\r\n  ],\r\n)\r\n";
    let (tags, found) = read_tags(by_hand);
    assert_eq!((&found.damage, &found.notes), (&Vec::new(), &Vec::new()));
    assert_eq!(tags.len(), 1, "{found:?}");
    assert_eq!((tags[0].name.as_str(), tags[0].order, tags[0].key), ("Threat", 7, Some('4')));
    assert_eq!(found.lines[0].number, 7);
}

#[test]
fn a_field_that_makes_no_sense_is_kept_and_said() {
    let line = r##"(record: "tag", id: "threat", name: "Threat", key: "long", order: "first", credibility: 9, stance: Maybe(3))"##;
    let (found, odd) = decode(line, &"anna".parse().expect("an id"), &Defaults::default()).expect("reads");
    assert_eq!(odd, ["key", "order"]);
    let text = encode(&found, &Defaults::default());
    for kept in [r#"key: "long""#, "credibility: 9", "stance: Maybe(3)"] {
        assert!(text.contains(kept), "{text}");
    }
}

#[test]
fn errors_name_line_and_column() {
    let (tags, found) = read_tags(
        "(format: 1, writer: \"anna\", records: [\n(at: 1, record: \"tag\", id: \"a\", name: \"A\"),\n(at: 1, record: \"tag\", id: \"b\", name: B\"),\n(record: \"tag\", id: \"c\"),\n(record: \"bogus\", id: \"c\"),\n])\n",
    );
    assert_eq!(tags.len(), 1);
    let said: Vec<String> = found.damage.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("codes/anna.ron, line 3, column "), "{said:?}");
    assert!(said[1].contains("line 4") && said[1].contains("name is missing"), "{said:?}");
    assert!(said[2].contains("“bogus” is not a kind of record"), "{said:?}");
}

#[test]
fn fields_stand_in_any_order_and_optional_ones_may_be_missing() {
    let excerpt = |fields: &[&str]| {
        let text = format!("({})", fields.join(", "));
        decode(&text, &"anna".parse().expect("an id"), &Defaults { kind: Some(Kind::Excerpt), article: None })
    };
    let id = ExcerptId::from_bytes([1; 16]);
    let (id, article) = (format!("id: \"{id}\""), format!("article: \"{}\"", ArticleId::from_bytes([2; 16])));
    let analyst = format!("analyst: \"{}\"", AnalystId::from_bytes([3; 16]));
    let required = [
        id.as_str(),
        &article,
        "start: 1",
        "end: 5",
        "quote: \"four\"",
        "tag: \"position\"",
        &analyst,
        "created: \"2025-12-14T10:00:00Z\"",
    ];
    let (whole, odd) = excerpt(&required).expect("reads");
    assert_eq!((odd.len(), whole.stamp.at), (0, 0));
    for first in 0..required.len() {
        let mut turned = required;
        turned.rotate_left(first);
        assert_eq!(excerpt(&turned).expect("reads").0, whole);
        turned.reverse();
        assert_eq!(excerpt(&turned).expect("reads").0, whole);
        let missing: Vec<&str> = required.iter().copied().filter(|field| *field != required[first]).collect();
        let why = excerpt(&missing).expect_err("not without this one").why;
        assert!(why.contains(required[first].split(':').next().expect("a name")), "{why}");
    }
}

#[test]
fn what_a_tombstone_says_beyond_that_is_kept() {
    let line =
        "(at: 7, over: [(\"ben\", 3)], record: \"tag\", id: \"threat\", removed: true, why: \"double\", by: (1, [2]))";
    let (found, odd) = decode(line, &"anna".parse().expect("an id"), &Defaults::default()).expect("reads");
    assert_eq!((encode(&found, &Defaults::default()).as_str(), odd.len()), (line, 0));
}

#[test]
fn comments_that_would_be_lost_are_said_with_their_place() {
    let text = "(format: 1, writer: \"anna\", records: [\n(record: \"tag\", id: \"a\", name: \"https://a.example\", \
                later: [1 /* stays */]),\n// mine\n(record: \"tag\", /* two */ id: \"b\", name: \"B\"), // three\n])\n";
    let (tags, found) = read_tags(text);
    assert_eq!((tags.len(), found.damage.len()), (2, 0), "{found:?}");
    let said = found.comments.expect("said").to_string();
    assert!(said.starts_with("codes/anna.ron, line 3, column 1: this comment and 2 more will be left out"), "{said}");
    let (_, found) = read_tags(&text.replace("// mine\n", "").replace("/* two */ ", "").replace(" // three", ""));
    assert_eq!(found.comments, None);
}

#[test]
fn every_file_of_a_frozen_project_is_written_as_it_was_read() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format_1");
    let mut files = 0;
    for entry in walkdir::WalkDir::new(&root).into_iter().flatten() {
        let file = entry.path().strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
        if file.ends_with(".ron") {
            let text = std::fs::read_to_string(entry.path()).expect("text");
            let found = record_file::read(&file, text.as_bytes());
            let lines = found.lines.iter().map(|found| &found.line);
            assert_eq!(record_file::write(&found.header, lines, &crate::storage::layout::defaults_of(&file)), text);
            files += 1;
        }
    }
    assert_eq!(files, 11);
}
