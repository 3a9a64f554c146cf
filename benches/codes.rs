//! Codes at their largest, in CPU time: names of 2,000 aliases in 10 MB of text, a picker over 10,000 names, two actors
//! with 100,000 excerpts merged, 100,000 excerpts changed at once. `cargo bench --bench codes`; with `-- --quick` small sizes and nothing is judged.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

#[path = "support/clock.rs"]
#[expect(dead_code, reason = "shared with other benchmarks, each of which uses a part of it")]
mod clock;
#[path = "support/dice.rs"]
mod dice;

use std::sync::Arc;

use clock::{Times, once};
use dice::Dice;
use rapporteur::analysis::code_index::CodeIndex;
use rapporteur::app::{Action, CommandId, ExcerptField, Reply, Request, State, receive, update};
use rapporteur::model::operations::codes::merge_codes;
use rapporteur::model::surroundings::Counting;
use rapporteur::model::{
    Actor, ActorId, Analyst, AnalystId, Anchor, Article, ArticleId, Change, CodeId, Excerpt, ExcerptId, Extra, History,
    ImportRecord, Project, ProjectId, ProjectMeta, Record, Stance, Surroundings as _, Tag, TextHash, TextSpan,
    Underline,
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
    bulk(100_000 / part);
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
    // One alias more: only that one is looked for.
    let mut more = codes.clone();
    if let Some((_, names)) = more.first_mut() {
        names.push("talks of".to_owned());
    }
    let (before, after) = (book.hits(&text), NameBook::new(&more));
    let mut added = Times::default();
    let mut found_after = 0;
    for _ in 0..5 {
        added.measure(|| found_after = after.places(&text, &after.hits_after(&book, &before, &text)).len());
    }
    assert!(found_after > found, "the new alias is found");
    let lower = once(|| text.to_lowercase().len()).0;
    println!(
        "names: {} aliases in {:.1} MB: {:.1} ms ({found} places), book made in {made:.1} ms; one alias more {:.1} ms \
         ({found_after} places); lower case alone {lower:.1} ms",
        codes.len() * 4,
        text.len() as f64 / 1e6,
        times.p50(),
        added.p50()
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
    let mut worst = "";
    for typed in ["", "k", "ka", "kar", "karo", "karom", "zz", "zzz", "velsor", "ntk", "ськ", "grét x"] {
        for _ in 0..20 {
            let before = times.worst();
            times.measure(|| {
                let _ = index.find(typed, 9).len();
            });
            if times.worst() > before {
                worst = typed;
            }
        }
    }
    println!(
        "picker: {count} names: {:.2} ms a key, worst {:.2} ({worst}); made in {made:.1} ms",
        times.p50(),
        times.worst()
    );
}

/// A project with `count` excerpts that name one of two actors, so many of them in each article; and the two.
fn large(count: usize, an_article: usize) -> Option<(Project, [ActorId; 2])> {
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
    let span = TextSpan::new(text, 0..6)?;
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
    project.apply(&Change::put("all", records)).ok()?;
    Some((project, [one, two]))
}

/// Merging two actors whom `count` excerpts name, so many of them in each article.
fn merging(count: usize, an_article: usize) {
    let Some((mut project, [one, two])) = large(count, an_article) else { return };
    let now = Counting::default().now();
    let (built, change) = once(|| merge_codes(&project, &[CodeId::Actor(one)], &CodeId::Actor(two), now));
    let Ok(change) = change else { return };
    let (applied, inverse) = once(|| project.apply(&change));
    let edits = inverse.map_or(0, |inverse| inverse.edits.len());
    println!(
        "merging: {count} excerpts, {an_article} in each article: {:.1} ms ({built:.1} to build, {applied:.1} to apply), {edits} edits",
        built + applied
    );
}

/// One field of `count` selected excerpts changed in one step, as the inspector asks for it: all that its frame does but
/// the drawing.
fn bulk(count: usize) {
    let Some((project, [one, two])) = large(count, 50) else { return };
    let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
    let Some(me) = project.analysts().values().next().cloned() else { return };
    let mut surroundings = Counting::default();
    let mut state = State::default();
    update(&mut state, Action::OpenProject("Large".into()), &mut surroundings);
    let Some((_, job)) = state.opening.clone() else { return };
    let opened = Reply::Opened {
        job,
        folder: "Large".into(),
        project: Arc::new(project),
        history: History::default(),
        me,
        remarks: Vec::new(),
        damage: Vec::new(),
        quarantined: Vec::new(),
        concurrent: Vec::new(),
        read_only: None,
    };
    receive(&mut state, opened, surroundings.now());
    update(&mut state, Action::SelectExcerpts(ids.clone()), &mut surroundings);
    let mut all = Vec::new();
    for (name, action) in [
        ("star", Action::SetField(ids.clone(), ExcerptField::Starred(true))),
        ("stance", Action::SetField(ids.clone(), ExcerptField::Stance(Some(Stance::Against)))),
        ("memo", Action::SetField(ids.clone(), ExcerptField::Memo("Compare".into()))),
        ("one actor more", Action::SetField(ids.clone(), ExcerptField::WithActor(two))),
        ("one actor less", Action::SetField(ids, ExcerptField::WithoutActor(one))),
        ("undo", Action::Command(CommandId::Undo)),
    ] {
        let (took, requests) = once(|| update(&mut state, action, &mut surroundings));
        let recorded = requests.iter().filter_map(|request| match request {
            Request::Record { step, .. } => Some(step.change.edits.len()),
            _ => None,
        });
        assert_eq!(recorded.collect::<Vec<_>>(), [count], "{name}: one record of all");
        all.push((took, name));
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let said: Vec<String> = all.iter().map(|(took, name)| format!("{name} {took:.1}")).collect();
    println!("bulk: {count} excerpts in a frame, ms: {}", said.join(", "));
}
