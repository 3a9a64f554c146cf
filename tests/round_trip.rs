//! What `export` writes as CSV goes back in through the tagging table and yields the same excerpts, byte for byte.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use rapporteur::analysis::everything;
use rapporteur::export::{Choices, Input, Wanted, format};
use rapporteur::import::table::{self, Tagging};
use rapporteur::model::surroundings::Counting;
use rapporteur::model::{
    Actor, Analyst, AnalystId, Article, ArticleId, Change, Excerpt, ExcerptId, Extra, ImportRecord, Issue, Project,
    ProjectId, ProjectMeta, Record, SourceGrade, Stance, Surroundings as _, Tag, TextHash, TextSpan, Underline, Voice,
};
use rapporteur::text::{ArticleText, anchoring};

type Texts = BTreeMap<TextHash, ArticleText>;

fn analyst(name: &str, seed: u8) -> Analyst {
    Analyst { id: AnalystId::from_bytes([seed; 16]), name: name.to_owned(), color: [0; 3], extra: Extra::default() }
}

/// A project of these articles (title and text) and nothing else.
fn project_of(articles: &[(String, String)], seed: u8) -> (Project, Texts) {
    let mut surroundings = Counting::default();
    let created = surroundings.now();
    let meta =
        ProjectMeta { id: ProjectId::from_bytes([seed; 16]), name: "Berlin".into(), created, extra: Extra::default() };
    let mut project = Project::new(meta);
    let mut texts = Texts::new();
    for (number, (title, text)) in articles.iter().enumerate() {
        // Ids run the other way round in the second project: nothing that is exported may depend on them.
        let mut bytes = *ArticleId::fresh(&mut surroundings).as_bytes();
        let number_byte = u8::try_from(number).expect("few");
        bytes[6] = if seed == 0 { number_byte } else { 200 - number_byte };
        let text = ArticleText::new(text.clone());
        let import = ImportRecord {
            file: format!("{number}.txt"),
            imported: created,
            analyst: AnalystId::from_bytes([1; 16]),
            encoding: "UTF-8".into(),
            cleaned: Vec::new(),
        };
        let id = ArticleId::from_bytes(bytes);
        let article = Article::new(id, title.clone(), text.hash(), text.as_str().len(), import);
        project.apply(&Change::put("import", [Record::Article(Box::new(article))])).expect("an article");
        texts.insert(text.hash(), text);
    }
    (project, texts)
}

fn export(project: &Project, texts: &Texts, raw: bool) -> String {
    let ids = everything(project);
    let mut text_of = |article: &Article| Ok(texts[&article.text].clone());
    let csv = format("csv").expect("a format");
    let choices = Choices::new(csv, &Wanted { raw, ..Wanted::default() }).expect("choices");
    let mut input = Input::new(project, &ids, &mut text_of, &choices);
    let mut bytes = Vec::new();
    let written = (csv.write)(&mut input, &mut bytes).expect("an export");
    assert_eq!((written.excerpts, written.notes), (ids.len(), Vec::new()));
    String::from_utf8(bytes).expect("UTF-8")
}

fn tag(project: &mut Project, texts: &Texts, table: &str, raw: bool) -> Tagging {
    let mut surroundings = Counting::default();
    surroundings.pass(1_000_000);
    let mut text_of = |article: &Article| Ok(texts[&article.text].clone());
    let ben = analyst("Ben", 9);
    let mut input = table::Input { project, text_of: &mut text_of, analyst: &ben, raw };
    let tagging = table::tag_from_table(table.as_bytes(), &mut input, &mut surroundings).expect("a table");
    project.apply(&tagging.change).expect("a change that fits");
    tagging
}

/// Everything that an excerpt may hold, drawn from small sets and awkward words.
#[derive(Debug, Clone)]
struct Coding {
    place: (usize, usize, usize),
    picks: [usize; 8],
    words: [String; 3],
}

/// Names as they may be in a project: they differ by more than case, and have no white space around them.
const NAMES: [&str; 6] = ["Ukraine", "=Russia", "A; B", "back\\slash", "\\;", "'-x, \"y\""];

fn put(project: &mut Project, texts: &Texts, number: usize, coding: &Coding) {
    let pick = |at: usize, of: usize| coding.picks[at] % of;
    let articles: Vec<&Article> = project.articles().values().collect();
    let article = articles[coding.place.0 % articles.len()];
    let text = texts[&article.text].as_str();
    let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let (a, b) = (coding.place.1 % boundaries.len(), coding.place.2 % boundaries.len());
    let Some(span) = TextSpan::new(text, boundaries[a.min(b)]..boundaries[a.max(b)]) else { return };
    if span.slice(text).is_none_or(|quote| quote.trim().is_empty()) {
        return;
    }
    let mut bytes = *ExcerptId::fresh(&mut Counting::default()).as_bytes();
    bytes[15] = u8::try_from(number).expect("few");
    let tag = Tag::new(format!("t{}", pick(0, 6)).parse().expect("an id"), NAMES[pick(0, 6)], [0; 3], Underline::Solid);
    let actor = |at: usize| Actor::new(format!("a{}", pick(at, 6)).parse().expect("an id"), NAMES[pick(at, 6)]);
    let issue = Issue::new(format!("i{}", pick(4, 6)).parse().expect("an id"), NAMES[pick(4, 6)]);
    let (ada, now) = (analyst("Ada", 7), Counting::default().now());
    let anchor = anchoring::anchor(text, span).expect("an anchor");
    let mut excerpt = Excerpt::new(ExcerptId::from_bytes(bytes), article.id, anchor, tag.id.clone(), ada.id, now);
    excerpt.actors = [actor(1), actor(2)].iter().take(pick(5, 3)).map(|actor| actor.id.clone()).collect();
    excerpt.actors.dedup();
    excerpt.addressees = [actor(3)].iter().take(pick(5, 2)).map(|actor| actor.id.clone()).collect();
    excerpt.issues = vec![issue.id.clone()].into();
    excerpt.stance = Stance::KNOWN.get(pick(5, 5)).cloned();
    excerpt.voice = Voice::KNOWN.get(pick(6, 5)).cloned();
    excerpt.said_on = ["2025-12-14", "2025", ""][pick(7, 3)].parse().ok();
    excerpt.grade =
        SourceGrade::new(Some('C').filter(|_| pick(6, 2) == 0), Some(4).filter(|_| pick(7, 2) == 0)).expect("a grade");
    [excerpt.condition, excerpt.speaker, excerpt.memo] = coding.words.clone();
    let nanoseconds = i64::try_from(coding.place.1).expect("few");
    excerpt.modified = now.checked_add(jiff::SignedDuration::from_nanos(nanoseconds)).expect("a time");
    let records = [
        Record::Analyst(ada),
        Record::Tag(tag),
        Record::Actor(actor(1)),
        Record::Actor(actor(2)),
        Record::Actor(actor(3)),
        Record::Issue(issue),
        Record::Excerpt(Box::new(excerpt)),
    ];
    project.apply(&Change::put("tag", records)).expect("an excerpt");
}

fn codings() -> impl Strategy<Value = Vec<Coding>> {
    let words = || "['=+@;\\\\\",\r\n\ta é—]{0,8}";
    let one = ((0usize..9, 0usize..5000, 0usize..5000), any::<[u16; 8]>(), [words(), words(), words()]);
    let one = one.prop_map(|(place, picks, words)| Coding { place, picks: picks.map(usize::from), words });
    proptest::collection::vec(one, 1..12)
}

proptest! {
    #[test]
    fn an_exported_table_yields_the_same_excerpts(
        texts in proptest::collection::vec("[a '=“”\n;,—é😀.-]{1,60}", 1..4),
        same_title in any::<bool>(),
        raw in any::<bool>(),
        codings in codings(),
    ) {
        let mut articles: Vec<(String, String)> = Vec::new();
        for (number, text) in texts.into_iter().enumerate() {
            if articles.iter().all(|(_, other)| *other != text) {
                let title = if same_title { "=News; \"today\"".to_owned() } else { format!("Title {number}") };
                articles.push((title, text));
            }
        }
        let (mut project, texts) = project_of(&articles, 0);
        for (number, coding) in codings.iter().enumerate() {
            put(&mut project, &texts, number, coding);
        }
        let exported = export(&project, &texts, raw);

        let (mut other, texts) = project_of(&articles, 1);
        let tagging = tag(&mut other, &texts, &exported, raw);
        prop_assert_eq!(&tagging.refused, &[]);
        prop_assert_eq!((tagging.tagged, tagging.already_there), (project.excerpts().len(), 0));
        prop_assert_eq!(export(&other, &texts, raw), exported.clone());

        let before = project.clone();
        let tagging = tag(&mut project, &texts, &exported, raw);
        prop_assert_eq!((tagging.refused, tagging.tagged), (Vec::new(), 0));
        prop_assert!(project == before);
    }
}
