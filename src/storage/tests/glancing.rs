//! What can be shown of a project while it is still being read.

use std::path::Path;
use std::sync::Arc;

use super::{Desk, FOLDER, TEXT, writer};
use crate::model::{ArticleId, Change, Excerpt, Project, Record, operations};
use crate::storage::fs::Fs as _;
use crate::storage::{Opened, SimulatedFs, Store, StoreError, Texts, Told, Way};

/// So many articles that an opening without an index is told of before its end.
const MANY: usize = 520;

fn many() -> (Desk, Vec<ArticleId>) {
    let (mut desk, first) = Desk::new();
    let mut articles = vec![first];
    let mut texts = Vec::new();
    let mut records = Vec::new();
    for number in 1..MANY {
        let text = crate::text::ArticleText::new(format!("{TEXT}{number}\n"));
        let article = super::article(&text, ArticleId::fresh(&mut desk.surroundings), &desk.writer);
        articles.push(article.id);
        records.push(Record::Article(Box::new(article)));
        texts.push(text);
    }
    desk.store.add_texts(&texts).expect("kept");
    desk.apply(Way::Done, &Change::put("import", records));
    (desk, articles)
}

/// Opens until there is something to show, if there ever is.
fn glance(fs: &SimulatedFs) -> Option<Project> {
    let mut seen = None;
    let opened = Store::open_telling(Arc::new(fs.clone()), Path::new(FOLDER), &writer("anna", 1), &mut |told| {
        if let Told::Glance(make) = told {
            seen = make();
        }
        seen.is_none()
    });
    assert_eq!(matches!(opened, Err(StoreError::Stopped { .. })), seen.is_some());
    seen
}

fn excerpts_of(fs: &SimulatedFs, article: ArticleId) -> Vec<Excerpt> {
    let mut excerpts = Texts::to_look_at(Arc::new(fs.clone()), Path::new(FOLDER)).excerpts_of(article);
    excerpts.sort_by_key(|excerpt| excerpt.id);
    excerpts
}

#[test]
fn articles_and_codes_are_shown_before_the_excerpts_are_read() {
    let (mut desk, articles) = many();
    desk.tag(articles[3], "accept");
    desk.fs.unlock_all();
    let before = desk.fs.files();
    let shown = glance(&desk.fs).expect("a glance");
    assert!(shown.is_in_part() && !desk.project.is_in_part());
    assert_eq!(shown.articles(), desk.project.articles());
    assert_eq!(shown.tags(), desk.project.tags());
    assert_eq!(shown.analysts(), desk.project.analysts());
    assert!(shown.excerpts().is_empty());
    assert_ne!(shown.revision(), desk.project.revision());
    // Nothing of it was written, and the whole is there afterwards.
    let now = desk.fs.files();
    let changed = now.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).map(|(path, _)| path);
    assert!(changed.clone().all(|path| path.starts_with(format!("{FOLDER}/.local/locks"))));
    assert_eq!(desk.reopened().project, desk.project);
}

#[test]
fn a_folder_that_goes_away_while_it_is_read_is_no_project_without_excerpts() {
    let (mut desk, articles) = many();
    desk.tag(articles[3], "accept");
    desk.fs.unlock_all();
    let mut away = None;
    let opened = Store::open_telling(Arc::new(desk.fs.clone()), Path::new(FOLDER), &writer("anna", 1), &mut |told| {
        if let Told::Glance(_) = told {
            let files = desk.fs.files();
            files.keys().for_each(|file| desk.fs.take(file));
            away = Some(files);
        }
        true
    });
    let error = opened.expect_err("refused").to_string();
    assert!(error.contains(FOLDER), "{error}");
    for (file, bytes) in away.expect("it was shown") {
        desk.fs.put(file, &bytes);
    }
    assert_eq!(desk.reopened().project, desk.project);
}

#[test]
fn a_small_project_and_one_with_an_index_are_simply_opened() {
    let (desk, _) = Desk::new();
    desk.fs.unlock_all();
    assert_eq!(glance(&desk.fs), None);
    let (desk, _) = many();
    drop(desk.reopened());
    desk.fs.unlock_all();
    assert!(desk.fs.files().contains_key(&Path::new(FOLDER).join(".local/index")), "an index was made");
    assert_eq!(glance(&desk.fs), None);
}

#[test]
fn an_article_looked_into_has_the_excerpts_that_the_whole_project_has() {
    let (mut desk, articles) = many();
    let [kept, moved, removed] = ["accept", "joint post", "делегація"].map(|words| desk.tag(articles[5], words));
    desk.tag(articles[6], "accept");
    let mut starred = desk.project.excerpts()[&moved].clone();
    starred.starred = true;
    desk.apply(Way::Done, &Change::put("star", [Record::Excerpt(Box::new(starred))]));
    desk.apply(Way::Done, &operations::delete_excerpts(&[removed]));
    // What another analyst wrote about the same excerpt counts as it does in the whole.
    desk.fs.unlock_all();
    let opened = Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &writer("boris", 2)).expect("opens");
    let Opened { mut store, mut project, .. } = opened;
    let mut memo = project.excerpts()[&kept].clone();
    memo.memo = "looked at again".to_owned();
    let change = Change::put("memo", [Record::Excerpt(Box::new(memo))]);
    let inverse = project.apply(&change).expect("applies");
    let when = desk.project.meta().created;
    store
        .record(&[crate::storage::Step { way: Way::Done, change: change.into(), inverse: inverse.into(), when }])
        .expect("in the journal alone");
    let of = |project: &Project, article: ArticleId| -> Vec<Excerpt> {
        let mut all: Vec<Excerpt> =
            project.excerpts().values().filter(|excerpt| excerpt.article == article).cloned().collect();
        all.sort_by_key(|excerpt| excerpt.id);
        all
    };
    let looked_into = excerpts_of(&desk.fs, articles[5]);
    assert_eq!(looked_into.len(), 2);
    assert_eq!(looked_into, of(&project, articles[5]));
    assert_eq!(looked_into.iter().find(|excerpt| excerpt.id == kept).map(|e| &*e.memo), Some("looked at again"));
    assert_eq!(excerpts_of(&desk.fs, articles[6]), of(&project, articles[6]));
    assert_eq!(excerpts_of(&desk.fs, articles[7]), []);
}

#[test]
fn a_glance_at_a_damaged_project_shows_what_can_be_read() {
    let (mut desk, articles) = many();
    desk.tag(articles[2], "accept");
    desk.fs.unlock_all();
    let folder = Path::new(FOLDER).join(crate::storage::layout::excerpts_folder(articles[2]));
    let file = folder.join("anna.ron");
    let mut bytes = desk.fs.read(&file, u64::MAX).expect("read");
    bytes.extend_from_slice(b"(id: \"broken\n");
    desk.fs.put(&file, &bytes);
    assert_eq!(excerpts_of(&desk.fs, articles[2]).len(), 1);
    desk.fs.put(Path::new(FOLDER).join("project.ron"), b"\0\0\0");
    assert_eq!(glance(&desk.fs), None, "which project it is is not known yet");
    desk.fs.unlock_all();
    let opened = Store::open(Arc::new(desk.fs.clone()), Path::new(FOLDER), &writer("anna", 1)).expect("salvaged");
    assert_eq!(opened.project.articles().len(), MANY);
}
