//! Made-up projects of any size, the same at every run: articles of about 700 words with curly quotes, dashes, some
//! Cyrillic and Arabic and emoji, and overlapping excerpts with tags, actors and issues. Kept without syncing, so that
//! the largest is made in a minute.

use std::error::Error;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::dice::Dice;
use rapporteur::model::surroundings::Counting;
use rapporteur::model::{
    Actor, ActorId, Analyst, AnalystId, Article, ArticleId, Certainty, Excerpt, ExcerptId, Extra, ImportRecord, Issue,
    IssueId, Project, ProjectId, ProjectMeta, Record, Stance, Surroundings as _, Tag, TagId, TextSpan, Underline,
};
use rapporteur::storage::{Entry, Fs, FsFile, FsLock, RealFs, Stat, Store, Writer};
use rapporteur::text::ArticleText;
use rapporteur::text::anchoring::anchor;

/// A project to be made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) name: &'static str,
    pub(crate) articles: usize,
    /// In all articles together.
    pub(crate) excerpts: usize,
    /// Length of one article.
    pub(crate) bytes: usize,
}

/// All that are measured.
pub(crate) const SIZES: [Size; 5] = [
    Size { name: "S", articles: 5, excerpts: 100, bytes: 6_100 },
    Size { name: "M", articles: 1_000, excerpts: 50_000, bytes: 6_100 },
    Size { name: "L", articles: 20_000, excerpts: 1_000_000, bytes: 6_100 },
    Size { name: "LONG1", articles: 1, excerpts: 10_000, bytes: 1_000_000 },
    Size { name: "LONG10", articles: 1, excerpts: 10_000, bytes: 10_000_000 },
];

/// Small numbers far more often than large ones, as words are.
fn skewed(dice: &mut Dice, bound: usize) -> usize {
    let limit = 1 + dice.below(bound);
    let limit = 1 + dice.below(limit);
    dice.below(limit)
}

const SYLLABLES: &str = "ba be bor ca cen con da del dis en er fa fer for ga gen go ha hir in is ka kel la len lo ma mer \
     min mo na ner no or pa per pol pre ra re ri sa sen sol ta ten ter ti tor un va ver vi wa wen za zor";

const FOREIGN: [&str; 4] = [
    "«Жодної угоди без наших моряків», – сказав представник острова.",
    "قال المبعوث إن الجزيرة لن تقبل ذلك أبدا.",
    "The 🏳️ on the quay and the 👨‍👩‍👧 beside it stayed.",
    "“We will wait – but not for ever”, said the envoy’s deputy.",
];

/// Makes texts out of words of its own.
pub(crate) struct Author {
    words: Vec<String>,
    dice: Dice,
}

impl Author {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let syllables: Vec<&str> = SYLLABLES.split_whitespace().collect();
        let mut word = || (0..1 + dice.below(4)).filter_map(|_| dice.pick(&syllables).copied()).collect::<String>();
        let words = (0..6_000).map(|_| word()).collect();
        Self { words, dice }
    }

    /// A text of about `bytes` bytes, in paragraphs of one to three sentences.
    pub(crate) fn text(&mut self, bytes: usize) -> String {
        let mut text = String::with_capacity(bytes + 200);
        while text.len() < bytes {
            for _ in 0..1 + self.dice.below(3) {
                if self.dice.below(25) == 0 {
                    text.push_str(self.dice.pick(&FOREIGN).copied().unwrap_or_default());
                    text.push(' ');
                    continue;
                }
                for _ in 0..8 + self.dice.below(16) {
                    let word = skewed(&mut self.dice, self.words.len());
                    text.push_str(self.words.get(word).map(String::as_str).unwrap_or_default());
                    text.push(' ');
                }
                text.pop();
                text.push_str(". ");
            }
            text.pop();
            text.push('\n');
        }
        text.pop();
        text
    }
}

/// Who made it all.
pub(crate) fn writer() -> Writer {
    let id = AnalystId::from_bytes([0xA1; 16]);
    let analyst = Analyst { id, name: "Anna Analyst".to_owned(), color: [0x33, 0x66, 0x99], extra: Extra::default() };
    Writer {
        id: "anna".parse().unwrap_or_else(|_| unreachable!("a writer's id")),
        analyst,
        installation: "here".into(),
    }
}

/// The project, and for each article in turn its text.
pub(crate) fn make(size: Size) -> Result<(Project, Vec<ArticleText>), Box<dyn Error>> {
    let mut author = Author::new(1);
    let mut dice = Dice::new(2);
    let mut clock = Counting::default();
    let writer = writer();
    let created = clock.now();
    let id = ProjectId::from_bytes([0x50; 16]);
    let meta = ProjectMeta { id, name: format!("Size {}", size.name), created, extra: Extra::default() };
    let mut records = vec![Record::Analyst(writer.analyst.clone())];
    let mut tags = Vec::new();
    for name in ["Position", "Red line", "Proposal", "Concession", "Condition", "Threat", "Commitment", "Rejection"] {
        let tag = Tag::new(TagId::from_name(name, |_| false), name, [0, 0x72, 0xB2], Underline::Solid);
        tags.push(tag.id.clone());
        records.push(Record::Tag(tag));
    }
    let mut actors = Vec::new();
    for number in 0..60 {
        let name = format!("Actor {number}");
        let actor = Actor::new(ActorId::from_name(&name, |_| false), &name);
        actors.push(actor.id.clone());
        records.push(Record::Actor(actor));
    }
    let mut issues = Vec::new();
    for number in 0..40 {
        let name = format!("Issue {number}");
        let issue = Issue::new(IssueId::from_name(&name, |_| false), &name);
        issues.push(issue.id.clone());
        records.push(Record::Issue(issue));
    }
    let mut texts = Vec::with_capacity(size.articles);
    let mut articles = Vec::with_capacity(size.articles);
    for number in 0..size.articles {
        let text = ArticleText::new(author.text(size.bytes));
        let import = ImportRecord {
            file: format!("article-{number:05}.txt"),
            imported: clock.now(),
            analyst: writer.analyst.id,
            encoding: "UTF-8".to_owned(),
            cleaned: Vec::new(),
        };
        let title = text.as_str().chars().take(60).collect();
        let id = ArticleId::fresh(&mut clock);
        let mut article = Article::new(id, title, text.hash(), text.as_str().len(), import);
        article.outlet = format!("Outlet {}", dice.below(40));
        article.url = format!("https://news.example/{number}");
        article.published = format!("2025-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28)).parse().ok();
        clock.pass(1);
        articles.push(id);
        records.push(Record::Article(Box::new(article)));
        texts.push(text);
    }
    for number in 0..size.excerpts {
        let at = number * size.articles / size.excerpts.max(1);
        let (Some(article), Some(text)) = (articles.get(at), texts.get(at)) else { continue };
        let text = text.as_str();
        let from = text.floor_char_boundary(dice.below(text.len().saturating_sub(400)));
        let to = text.ceil_char_boundary((from + 20 + dice.below(280)).min(text.len()));
        let Some(anchor) = TextSpan::new(text, from..to).and_then(|span| anchor(text, span)) else { continue };
        let Some(tag) = dice.pick(&tags).cloned() else { continue };
        clock.pass(1);
        let mut excerpt =
            Excerpt::new(ExcerptId::fresh(&mut clock), *article, anchor, tag, writer.analyst.id, clock.now());
        let some = |dice: &mut Dice| (0..1 + dice.below(2)).map(|_| skewed(dice, 40)).collect::<Vec<_>>();
        let mut chosen: Vec<ActorId> = some(&mut dice).into_iter().filter_map(|n| actors.get(n).cloned()).collect();
        chosen.dedup();
        excerpt.actors = chosen.into_iter().collect();
        let mut chosen: Vec<IssueId> = some(&mut dice).into_iter().filter_map(|n| issues.get(n).cloned()).collect();
        chosen.dedup();
        excerpt.issues = chosen.into_iter().collect();
        // One of twenty says more about itself.
        if dice.below(20) == 0 {
            excerpt.stance = Some(Stance::Conditional);
            excerpt.memo = "To be compared with what was said before.".into();
            excerpt.certainty = Certainty::Unsure;
        }
        records.push(Record::Excerpt(Box::new(excerpt)));
    }
    Ok((Project::from_records(meta, records), texts))
}

/// Keeps a made-up project in a folder that is not there yet.
pub(crate) fn keep(project: &Project, texts: &[ArticleText], folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut store = Store::create(Arc::new(Unsynced(RealFs)), folder, project, &writer())?;
    for batch in texts.chunks(500) {
        store.add_texts(batch)?;
    }
    Ok(())
}

/// The machine's file system, with nothing made durable: what is made here can be made again.
#[derive(Debug)]
pub(crate) struct Unsynced(RealFs);

struct UnsyncedFile(Box<dyn FsFile>);

impl FsFile for UnsyncedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn length(&self) -> io::Result<u64> {
        self.0.length()
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Fs for Unsynced {
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        Ok(Box::new(UnsyncedFile(self.0.create_new(path)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.rename(from, to)
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        self.0.unlink(path)
    }

    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn create_dir(&self, folder: &Path) -> io::Result<()> {
        self.0.create_dir(folder)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.0.read(path, limit)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.0.list(folder)
    }

    fn stat(&self, path: &Path) -> io::Result<Option<Stat>> {
        self.0.stat(path)
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn FsLock>>> {
        self.0.try_lock(path)
    }
}
