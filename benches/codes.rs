//! Codes at their largest, in CPU time: names of 2,000 aliases in 10 MB of text, a picker over 10,000 names, two actors
//! with 100,000 excerpts merged. `cargo bench --bench codes`; with `-- --quick` small sizes and nothing is judged.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

#[path = "support/clock.rs"]
#[expect(dead_code, reason = "shared with other benchmarks, each of which uses a part of it")]
mod clock;
#[path = "support/dice.rs"]
mod dice;

use clock::{Times, once};
use dice::Dice;
use rapporteur::analysis::code_index::CodeIndex;
use rapporteur::model::operations::codes::merge_codes;
use rapporteur::model::surroundings::Counting;
use rapporteur::model::{
    Actor, ActorId, Analyst, AnalystId, Anchor, Article, ArticleId, Change, CodeId, Excerpt, ExcerptId, Extra,
    ImportRecord, Project, ProjectId, ProjectMeta, Record, Surroundings as _, Tag, TextHash, TextSpan, Underline,
};
use rapporteur::text::names::{NameBook, NamedCode};

const SYLLABLES: [&str; 16] =
    ["ka", "ro", "mi", "ten", "vel", "sor", "dal", "ia", "ник", "ов", "ський", "ber", "ün", "lo", "gra", "ét"];

fn word(dice: &mut Dice) -> String {
    (0..2 + dice.below(2)).map(|_| dice.pick(&SYLLABLES).copied().unwrap_or("a")).collect()
}

fn name(dice: &mut Dice) -> String {
    let (first, second) = (word(dice), word(dice));
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|c| c.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    if dice.below(2) == 0 { capital(&first) + "a" } else { format!("{} {}", capital(&first), capital(&second)) }
}

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick" || argument == "--test");
    let part = if quick { 100 } else { 1 };
    let mut dice = Dice::new(0x5EED);
    names(&mut dice, 10_000_000 / part, 2_000 / part);
    picker(&mut dice, 10_000 / part);
    merging(100_000 / part, 50);
    merging(100_000 / part, 100_000 / part);
}

/// Names of `aliases` aliases in a text of `bytes`, mostly of small Latin words as articles have them.
fn names(dice: &mut Dice, bytes: usize, aliases: usize) {
    let codes: Vec<(NamedCode, Vec<String>)> = (0..aliases / 4)
        .map(|number| {
            let id: ActorId = ActorId::from_name(&format!("actor {number}"), |_| false);
            (NamedCode::Actor(id), (0..4).map(|_| name(dice)).collect())
        })
        .collect();
    let plain = ["the", "talks", "of", "said", "that", "would", "not", "accept", "“any", "change”", "to", "line,", "a"];
    let mut text = String::with_capacity(bytes + 64);
    while text.len() < bytes {
        match dice.below(60) {
            0 => {
                let code = codes.get(dice.below(codes.len()));
                let name = code.and_then(|(_, names)| names.get(dice.below(4)));
                text.push_str(name.map_or("", String::as_str));
            }
            1 => text.push_str("— it’s"),
            2 if dice.below(8) == 0 => text.push('\n'),
            _ => text.push_str(plain.get(dice.below(plain.len())).copied().unwrap_or("a")),
        }
        text.push(' ');
    }
    let (made, book) = once(|| NameBook::new(&codes));
    let mut times = Times::default();
    let mut found = 0;
    for _ in 0..5 {
        times.measure(|| found = book.find(&text, 0..text.len()).len());
    }
    let lower = once(|| text.to_lowercase().len()).0;
    println!(
        "names: {} aliases in {:.1} MB: {:.1} ms ({found} places), book made in {made:.1} ms; lower case alone {lower:.1} ms",
        codes.len() * 4,
        text.len() as f64 / 1e6,
        times.p50()
    );
}

/// Each key typed into a picker over `count` names.
fn picker(dice: &mut Dice, count: usize) {
    let codes: Vec<(NamedCode, Vec<String>)> = (0..count)
        .map(|number| {
            let id: ActorId = ActorId::from_name(&format!("actor {number}"), |_| false);
            (NamedCode::Actor(id), vec![name(dice), name(dice)])
        })
        .collect();
    let (made, index) = once(|| CodeIndex::new(&codes));
    let mut times = Times::default();
    for typed in ["", "k", "ka", "kar", "karo", "karom", "zz", "zzz", "velsor", "ntk", "ськ", "grét x"] {
        for _ in 0..20 {
            times.measure(|| {
                let _ = index.find(typed, 9).len();
            });
        }
    }
    println!("picker: {count} names: {:.2} ms a key, worst {:.2}; made in {made:.1} ms", times.p50(), times.worst());
}

/// Merging two actors whom `count` excerpts name, so many of them in each article.
fn merging(count: usize, an_article: usize) {
    let mut surroundings = Counting::default();
    let now = surroundings.now();
    let meta =
        ProjectMeta { id: ProjectId::from_bytes([1; 16]), name: "Large".into(), created: now, extra: Extra::default() };
    let analyst =
        Analyst { id: AnalystId::from_bytes([7; 16]), name: "Ada".into(), color: [0; 3], extra: Extra::default() };
    let text = "Nobody crosses the weir.";
    let import = ImportRecord {
        file: "a.txt".into(),
        imported: now,
        analyst: analyst.id,
        encoding: "UTF-8".into(),
        cleaned: Vec::new(),
    };
    let articles: Vec<ArticleId> =
        (0..count.div_ceil(an_article)).map(|_| ArticleId::fresh(&mut surroundings)).collect();
    let tag =
        Tag::new(rapporteur::model::TagId::from_name("Position", |_| false), "Position", [0; 3], Underline::Solid);
    let actors = ["One", "Two"].map(|name| Actor::new(ActorId::from_name(name, |_| false), name));
    let [one, two] = actors.clone().map(|actor| actor.id);
    let mut records = vec![Record::Analyst(analyst.clone()), Record::Tag(tag.clone())];
    records.extend(actors.map(Record::Actor));
    let Some(span) = TextSpan::new(text, 0..6) else { return };
    for id in &articles {
        let hash = TextHash::of(&id.to_string());
        let article = Article::new(*id, "A".into(), hash, text.len(), import.clone());
        records.push(Record::Article(Box::new(article)));
    }
    for number in 0..count {
        let Some(key) = articles.get(number / an_article).copied() else { continue };
        let id = ExcerptId::fresh(&mut surroundings);
        let anchor = Anchor::new(span, "Nobody", "", " crosses the weir.");
        let mut excerpt = Excerpt::new(id, key, anchor, tag.id.clone(), analyst.id, now);
        excerpt.actors = vec![one.clone()].into();
        records.push(Record::Excerpt(Box::new(excerpt)));
    }
    let mut project = Project::new(meta);
    if project.apply(&Change::put("all", records)).is_err() {
        return;
    }
    let (built, change) = once(|| merge_codes(&project, &[CodeId::Actor(one)], &CodeId::Actor(two), now));
    let Ok(change) = change else { return };
    let (applied, inverse) = once(|| project.apply(&change));
    let edits = inverse.map_or(0, |inverse| inverse.edits.len());
    println!(
        "merging: {count} excerpts, {an_article} in each article: {:.1} ms ({built:.1} to build, {applied:.1} to apply), {edits} edits",
        built + applied
    );
}
