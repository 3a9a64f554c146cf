//! Makes `projects/berlin-talks` anew from `assets/articles` and `assets/sample`: the same input gives the same bytes.
//! Run it from the top folder after removing the old one: `cargo run --example make_sample -- projects/berlin-talks`.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use rapporteur::desktop::desk::new_project;
use rapporteur::import;
use rapporteur::import::table::{Input, tag_from_table};
use rapporteur::model::surroundings::Counting;
use rapporteur::model::{
    Actor, ActorId, Analyst, AnalystId, Article, ArticleId, ArticleStatus, Certainty, Change, ExcerptId, Extra, Issue,
    IssueId, Record, SourceGrade, Surroundings, TagId, codes::ActorKind,
};
use rapporteur::storage::{RealFs, Step, Store, Way, Writer};
use serde::Deserialize;

#[derive(Deserialize)]
struct Codes {
    tags: Vec<TagEntry>,
    actors: Vec<ActorEntry>,
    issues: Vec<IssueEntry>,
    articles: BTreeMap<String, ArticleEntry>,
}

#[derive(Deserialize)]
struct TagEntry {
    name: String,
    definition: String,
    use_when: String,
    not_when: String,
    example: String,
}

#[derive(Deserialize)]
struct ActorEntry {
    name: String,
    parent: String,
    kind: String,
    aliases: Vec<String>,
    role: String,
    notes: String,
    since: String,
    until: String,
    color: String,
}

#[derive(Deserialize)]
struct IssueEntry {
    name: String,
    parent: String,
    aliases: Vec<String>,
    notes: String,
    color: String,
}

#[derive(Deserialize)]
struct ArticleEntry {
    title: String,
    title_in_file: bool,
    outlet: String,
    author: String,
    url: String,
    published: String,
    language: String,
    reliability: String,
    credibility: String,
    notes: String,
    groups: Vec<String>,
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Coding {
    certainty: String,
    links: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder to make")?;
    let codes: Codes = serde_json::from_slice(&std::fs::read("assets/sample/codes.json")?)?;
    let coding = std::fs::read("assets/sample/coding.csv")?;
    let mut clock = Counting::starting("2025-12-18T09:00:00Z".parse()?);
    let analyst = Analyst {
        id: AnalystId::fresh(&mut clock),
        name: "Sample analyst".to_owned(),
        color: [0x00, 0x72, 0xB2],
        extra: Extra::default(),
    };
    let writer = Writer { id: "sample".parse()?, analyst: analyst.clone(), installation: String::new() };
    let mut project = new_project("Berlin talks", "plain", &writer, &mut clock)?;
    let mut store = Store::create(Arc::new(RealFs), Path::new(&folder), &project, &writer)?;

    let mut texts = BTreeMap::new();
    let mut records = Vec::new();
    for (file, entry) in &codes.articles {
        clock.pass(60);
        let incoming = import::read(file, &std::fs::read(Path::new("assets/articles").join(file))?)?;
        let (mut article, text) = incoming.into_article(ArticleId::fresh(&mut clock), analyst.id, clock.now());
        detail(&mut article, entry)?;
        store.add_texts(std::slice::from_ref(&text))?;
        texts.insert(article.text, text);
        records.push(Record::Article(Box::new(article)));
    }
    records.extend(tags(&codes, &project));
    records.extend(actors(&codes));
    records.extend(issues(&codes));
    let mut keep = |project: &mut rapporteur::model::Project, change: Change, clock: &Counting| {
        let inverse = project.apply(&change)?;
        store.record(&[Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when: clock.now() }])?;
        Ok::<(), Box<dyn Error>>(())
    };
    keep(&mut project, Change::put("import articles and codes", records), &clock)?;

    clock.pass(3600);
    let mut text_of = |article: &Article| texts.get(&article.text).cloned().ok_or_else(String::new);
    let mut input = Input { project: &project, text_of: &mut text_of, analyst: &analyst, raw: false };
    let tagging = tag_from_table(&coding, &mut input, &mut clock)?;
    if let Some(refused) = tagging.refused.first() {
        return Err(format!("row {}: {}", refused.row, refused.reason).into());
    }
    keep(&mut project, tagging.change, &clock)?;

    // Certainty and links are not columns of the tagging table; rows and excerpts come in the same order.
    let rows: Vec<Coding> = csv::Reader::from_reader(coding.as_slice()).deserialize().collect::<Result<_, _>>()?;
    let ids: Vec<ExcerptId> = project.excerpts().keys().copied().collect();
    if ids.len() != rows.len() {
        return Err("each row must be one excerpt".into());
    }
    let mut linked = Vec::new();
    for (row, id) in rows.iter().zip(&ids) {
        let Some(mut excerpt) = project.excerpts().get(id).cloned() else { continue };
        excerpt.certainty = if row.certainty == "unsure" { Certainty::Unsure } else { Certainty::Sure };
        for link in row.links.split(';').filter(|link| !link.trim().is_empty()) {
            let (kind, number) = link.trim().split_once(':').ok_or("a link is kind:row")?;
            let to = ids.get(number.trim().parse::<usize>()?.saturating_sub(1)).ok_or("a link leads nowhere")?;
            match kind.trim() {
                "repeats" => excerpt.repeats.push(*to),
                "contradicts" => excerpt.contradicts.push(*to),
                "supersedes" => excerpt.supersedes.push(*to),
                other => return Err(format!("no such link: {other}").into()),
            }
        }
        linked.push(Record::Excerpt(Box::new(excerpt)));
    }
    keep(&mut project, Change::put("link excerpts", linked), &clock)?;
    store.checkpoint()?;
    Ok(())
}

fn detail(article: &mut Article, entry: &ArticleEntry) -> Result<(), Box<dyn Error>> {
    if !entry.title_in_file {
        article.title.clone_from(&entry.title);
        article.title_inferred = false;
    }
    article.outlet.clone_from(&entry.outlet);
    article.author.clone_from(&entry.author);
    article.url.clone_from(&entry.url);
    article.published = Some(entry.published.parse()?);
    article.language.clone_from(&entry.language);
    article.grade =
        SourceGrade::new(entry.reliability.chars().next(), entry.credibility.parse().ok()).unwrap_or_default();
    article.notes.clone_from(&entry.notes);
    article.groups.clone_from(&entry.groups);
    article.attributes = entry.attributes.clone().into_iter().collect();
    article.status = Some(ArticleStatus::Reading);
    Ok(())
}

/// A colour as “#0072B2”.
fn color(text: &str) -> Option<[u8; 3]> {
    let number = u32::from_str_radix(text.strip_prefix('#')?, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some([r, g, b])
}

fn tags(codes: &Codes, project: &rapporteur::model::Project) -> Vec<Record> {
    let with_words = |entry: &TagEntry| {
        let id = TagId::from_name(&entry.name, |_| false);
        let mut tag = project.tags().get(&id)?.clone();
        tag.definition.clone_from(&entry.definition);
        tag.use_when.clone_from(&entry.use_when);
        tag.not_when.clone_from(&entry.not_when);
        tag.example.clone_from(&entry.example);
        Some(Record::Tag(tag))
    };
    codes.tags.iter().filter_map(with_words).collect()
}

fn actors(codes: &Codes) -> Vec<Record> {
    let id = |name: &str| ActorId::from_name(name, |_| false);
    let record = |entry: &ActorEntry| {
        let mut actor = Actor::new(id(&entry.name), &entry.name);
        actor.parent = (!entry.parent.is_empty()).then(|| id(&entry.parent));
        actor.kind = ActorKind::from_word(&entry.kind);
        actor.aliases.clone_from(&entry.aliases);
        actor.role.clone_from(&entry.role);
        actor.notes.clone_from(&entry.notes);
        actor.since = entry.since.parse().ok();
        actor.until = entry.until.parse().ok();
        actor.color = color(&entry.color);
        Record::Actor(actor)
    };
    codes.actors.iter().map(record).collect()
}

fn issues(codes: &Codes) -> Vec<Record> {
    let id = |name: &str| IssueId::from_name(name, |_| false);
    let record = |entry: &IssueEntry| {
        let mut issue = Issue::new(id(&entry.name), &entry.name);
        issue.parent = (!entry.parent.is_empty()).then(|| id(&entry.parent));
        issue.aliases.clone_from(&entry.aliases);
        issue.notes.clone_from(&entry.notes);
        issue.color = color(&entry.color);
        Record::Issue(issue)
    };
    codes.issues.iter().map(record).collect()
}
