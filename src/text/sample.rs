//! A small project with awkward words, for the tests of `analysis`, `import` and `export`.

use std::collections::BTreeMap;

use crate::model::excerpt::Certainty;
use crate::model::surroundings::Counting;
use crate::model::{
    Actor, ActorId, Analyst, AnalystId, Article, ArticleId, Change, Edit, Excerpt, ExcerptId, Extra, Few, ImportRecord,
    Issue, IssueId, Project, ProjectId, ProjectMeta, Record, SourceGrade, Stance, Surroundings as _, Tag, TagId,
    TextHash, TextSpan, Underline, Voice,
};
use crate::text::{ArticleText, anchoring};

pub(crate) type Texts = BTreeMap<TextHash, ArticleText>;

pub(crate) const MILL: &str = "Mill talks: day two\n\nThe mayor said: “We will hold the mill.” Nobody laughed.\n\n\
    Asked for a sum, 😀 she wrote =2; “never”\n\nwithout the weir, and left. We will hold the mill, she repeated.\n";
pub(crate) const RIVER: &str = "Der Fluß bleibt offen. So steht es im Papier.\n";

/// An article as an importer would make it.
pub(crate) fn article(id: ArticleId, title: &str, file: &str, text: &str) -> Article {
    let import = ImportRecord {
        file: file.to_owned(),
        imported: Counting::default().now(),
        analyst: AnalystId::from_bytes([7; 16]),
        encoding: "UTF-8".to_owned(),
        cleaned: Vec::new(),
    };
    Article::new(id, title.to_owned(), TextHash::of(text), text.len(), import)
}

/// A project of these articles (title, file, text) and nothing else but one analyst.
pub(crate) fn project_of(articles: &[(&str, &str, &str)], seed: u8) -> (Project, Texts) {
    let mut surroundings = Counting::default();
    let meta = ProjectMeta {
        id: ProjectId::from_bytes([seed; 16]),
        name: "Calder and Vale".to_owned(),
        created: surroundings.now(),
        extra: Extra::default(),
    };
    let ada =
        Analyst { id: AnalystId::from_bytes([7; 16]), name: "Ada".into(), color: [0; 3], extra: Extra::default() };
    let mut project = Project::new(meta);
    let mut texts = Texts::new();
    let mut edits = vec![Edit::Put(Record::Analyst(ada))];
    for (title, file, text) in articles {
        let mut bytes = *ArticleId::fresh(&mut surroundings).as_bytes();
        bytes[15] ^= seed;
        edits.push(Edit::Put(Record::Article(Box::new(article(ArticleId::from_bytes(bytes), title, file, text)))));
        texts.insert(TextHash::of(text), ArticleText::new((*text).to_owned()));
    }
    project.apply(&Change { label: "import".into(), edits: edits.into() }).expect("articles");
    (project, texts)
}

/// Tags `quote`, at its first place, with `edit` done to the excerpt.
pub(crate) fn tag(
    project: &mut Project,
    texts: &Texts,
    article: usize,
    quote: &str,
    tag: &str,
    edit: impl Fn(&mut Excerpt),
) {
    let mut surroundings = Counting::default();
    surroundings.pass(60 * i64::try_from(project.excerpts().len()).expect("few"));
    let article = project.articles().values().nth(article).expect("an article");
    let text = texts[&article.text].as_str();
    let at = text.find(quote).expect("the quote");
    let span = TextSpan::new(text, at..at + quote.len()).expect("a span");
    let mut bytes = *ExcerptId::fresh(&mut surroundings).as_bytes();
    bytes[15] = u8::try_from(project.excerpts().len() + 1).expect("few");
    let tag: TagId = tag.parse().expect("a tag");
    let anchor = anchoring::anchor(text, span).expect("an anchor");
    let analyst = AnalystId::from_bytes([7; 16]);
    let mut excerpt = Excerpt::new(ExcerptId::from_bytes(bytes), article.id, anchor, tag, analyst, surroundings.now());
    edit(&mut excerpt);
    project.apply(&Change::put("tag", [Record::Excerpt(Box::new(excerpt))])).expect("an excerpt");
}

/// Two articles, three tags, actors and issues in trees, four excerpts of which two overlap.
pub(crate) fn sample() -> (Project, Texts) {
    let (mut project, texts) =
        project_of(&[("Mill talks: day two", "mill.txt", MILL), ("Papier; \\Fluß", "fluss.txt", RIVER)], 0);
    let tag_of =
        |id: &str, name: &str| Record::Tag(Tag::new(id.parse().expect("an id"), name, [0; 3], Underline::Solid));
    let actor = |id: &str, name: &str, parent: Option<&str>| {
        let mut actor = Actor::new(id.parse().expect("an id"), name);
        actor.parent = parent.map(|id| id.parse().expect("an id"));
        Record::Actor(actor)
    };
    let issue = |id: &str, name: &str, parent: Option<&str>| {
        let mut issue = Issue::new(id.parse().expect("an id"), name);
        issue.parent = parent.map(|id| id.parse().expect("an id"));
        Record::Issue(issue)
    };
    let codes = [
        tag_of("position", "Position"),
        tag_of("red-line", "Red line"),
        tag_of("proposal", "Proposal"),
        actor("calder", "Calder", None),
        actor("mayor-ames", "Mayor; Ames \\ Co", Some("calder")),
        actor("vale", "-Vale", None),
        issue("river", "River", None),
        issue("weir", "Weir", Some("river")),
    ];
    project.apply(&Change::put("codes", codes)).expect("codes");
    let actors = |ids: &[&str]| ids.iter().map(|id| id.parse::<ActorId>().expect("an id")).collect::<Few<_>>();
    let issues = |ids: &[&str]| ids.iter().map(|id| id.parse::<IssueId>().expect("an id")).collect::<Few<_>>();
    tag(&mut project, &texts, 0, "We will hold the mill", "position", |excerpt| excerpt.actors = actors(&["calder"]));
    tag(&mut project, &texts, 0, "hold the mill", "red-line", |excerpt| {
        excerpt.actors = actors(&["mayor-ames", "calder"]);
        excerpt.certainty = Certainty::Unsure;
        excerpt.memo = "=HYPERLINK(\"x\")\r\nsecond line, with a comma".to_owned();
    });
    tag(&mut project, &texts, 0, "=2; “never”\n\nwithout the weir", "red-line", |excerpt| {
        excerpt.actors = actors(&["calder"]);
        excerpt.addressees = actors(&["vale"]);
        excerpt.issues = issues(&["weir"]);
        excerpt.stance = Some(Stance::Conditional);
        excerpt.condition = "'=if".to_owned();
        excerpt.speaker = "\"Mayor\" Ames".to_owned();
        excerpt.voice = Some(Voice::ReportersAccount);
        excerpt.said_on = "2025-12".parse().ok();
        excerpt.grade = SourceGrade::new(Some('B'), Some(3)).expect("a grade");
        excerpt.modified = "2025-12-20T10:11:12.131415Z".parse().expect("a time");
    });
    tag(&mut project, &texts, 1, "Der Fluß bleibt offen.", "position", |excerpt| {
        excerpt.actors = actors(&["vale"]);
        excerpt.issues = issues(&["river"]);
    });
    (project, texts)
}
