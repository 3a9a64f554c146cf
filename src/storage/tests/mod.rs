//! Tests of the store as a whole, on the simulated file system.

mod backing_up;
mod carried;
mod copies;
mod couriers;
mod damage;
mod glancing;
mod indexing;
mod lines;
mod merging;
mod own_files;
mod plain_model;
mod reworking;
mod sessions;
mod sweeping;
mod threats;

use std::path::Path;
use std::sync::Arc;

use super::{Opened, SimulatedFs, Step, Store, Way, Writer, starter};
use crate::model::surroundings::Counting;
use crate::model::{
    Analyst, AnalystId, Article, ArticleId, Change, ExcerptId, Extra, ImportRecord, Project, ProjectId, ProjectMeta,
    Record, SourceGrade, Surroundings as _, TextSpan, operations,
};
use crate::text::{ArticleText, anchoring};

pub(super) const FOLDER: &str = "/home/anna/talks";
pub(super) const TEXT: &str =
    "“We will never accept that,” he said.\nThe other side – їх делегація – proposed a joint post.\n";

/// An analyst at work on one project, as the program would be.
pub(super) struct Desk {
    pub(super) fs: SimulatedFs,
    pub(super) surroundings: Counting,
    pub(super) writer: Writer,
    pub(super) store: Store,
    pub(super) project: Project,
}

pub(super) fn writer(name: &str, number: u8) -> Writer {
    let analyst = Analyst {
        id: AnalystId::from_bytes([number; 16]),
        name: name.to_owned(),
        color: [1, 2, 3],
        extra: Extra::default(),
    };
    Writer { id: name.parse().expect("an id"), analyst, installation: format!("{name}'s computer") }
}

impl Desk {
    /// A new project with the starter codebook and one article.
    pub(super) fn new() -> (Self, ArticleId) {
        let fs = SimulatedFs::with_folder("/home/anna");
        let mut surroundings = Counting::default();
        let writer = writer("anna", 1);
        let meta = ProjectMeta {
            id: ProjectId::fresh(&mut surroundings),
            name: "Talks".to_owned(),
            created: surroundings.now(),
            extra: Extra::default(),
        };
        let mut records = starter();
        records.push(Record::Analyst(writer.analyst.clone()));
        let project = Project::from_records(meta, records);
        let store = Store::create(Arc::new(fs.clone()), Path::new(FOLDER), &project, &writer).expect("created");
        let mut desk = Self { fs, surroundings, writer, store, project };
        let article = desk.add_article(TEXT);
        (desk, article)
    }

    pub(super) fn add_article(&mut self, text: &str) -> ArticleId {
        let text = ArticleText::new(text.to_owned());
        let article = article(&text, ArticleId::fresh(&mut self.surroundings), &self.writer);
        let id = article.id;
        self.store.add_texts(&[text]).expect("kept");
        self.apply(Way::Done, &Change::put("import", [Record::Article(Box::new(article))]));
        id
    }

    pub(super) fn apply(&mut self, way: Way, change: &Change) -> Change {
        let inverse = self.project.apply(change).expect("applies");
        let step =
            Step { way, change: change.clone().into(), inverse: inverse.clone().into(), when: self.surroundings.now() };
        self.store.record(&[step]).expect("kept");
        self.store.checkpoint().expect("filed");
        inverse
    }

    pub(super) fn tag(&mut self, article: ArticleId, quote: &str) -> ExcerptId {
        let at = TEXT.find(quote).expect("in the text");
        let span = TextSpan::new(TEXT, at..at + quote.len()).expect("a span");
        let anchor = anchoring::anchor(TEXT, span).expect("an anchor");
        let tag = self.project.tags_in_order().first().expect("a tag").id.clone();
        let (change, id) = operations::tag_passage(
            &self.project,
            article,
            anchor,
            &tag,
            self.writer.analyst.id,
            &mut self.surroundings,
        );
        self.apply(Way::Done, &change);
        id
    }

    /// The project as it opens after the program has died.
    pub(super) fn reopened(&self) -> Opened {
        self.fs.unlock_all();
        Store::open(Arc::new(self.fs.clone()), Path::new(FOLDER), &self.writer).expect("opens")
    }
}

pub(super) fn article(text: &ArticleText, id: ArticleId, writer: &Writer) -> Article {
    Article {
        id,
        title: "A title".to_owned(),
        title_inferred: true,
        outlet: String::new(),
        author: String::new(),
        url: "https://example.org/a".to_owned(),
        published: "2025-12".parse().ok(),
        language: "en".to_owned(),
        grade: SourceGrade::new(Some('B'), Some(2)).expect("a grade"),
        status: None,
        notes: String::new(),
        groups: vec!["first".to_owned()],
        attributes: vec![("source".to_owned(), "wire".to_owned())],
        text: text.hash(),
        text_bytes: u32::try_from(text.as_str().len()).expect("short"),
        import: ImportRecord {
            file: "a.txt".to_owned(),
            imported: Counting::default().now(),
            analyst: writer.analyst.id,
            encoding: "UTF-8".to_owned(),
            cleaned: vec!["Two blank lines at the end were removed.".to_owned()],
        },
        extra: Extra::default(),
    }
}
