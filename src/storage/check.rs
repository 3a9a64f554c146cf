//! Whether a project's folder is whole: every file readable, every excerpt still saying its quote, nothing naming
//! what is not there. Reads only.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::atomic_file::Folders;
use super::fs::Fs;
use super::history_file;
use super::journals::FoundJournal;
use super::layout::{BACKUPS, HISTORY, PROJECT_FILE, history_file, text_file, writer_file};
use super::limits::RECORD_FILE_MAX_BYTES;
use super::load::{Settled, load};
use super::{Backups, Finding, StoreError, Texts, WriterId};
use crate::model::{Article, Excerpt, RecordId, TextHash};
use crate::text::ArticleText;
use crate::text::anchoring::{Located, locate};

/// What a check found, each list sorted by file and line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckReport {
    /// What is wrong.
    pub problems: Vec<Finding>,
    /// What an analyst may want to know but is not wrong.
    pub notes: Vec<Finding>,
    /// Articles looked at.
    pub articles: usize,
    /// Excerpts looked at.
    pub excerpts: usize,
    /// Backups looked at.
    pub backups: usize,
    /// Those of them in which everything is there, and what it was.
    pub whole_backups: usize,
}

impl CheckReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// Notes what a set of backups has and the project lacks, where nothing is said about that file yet.
    fn compare_with(&mut self, set: &Backups) {
        match set.count_whole() {
            Ok((all, whole)) => (self.backups, self.whole_backups) = (self.backups + all, self.whole_backups + whole),
            Err(error) => self.problems.push(whole(BACKUPS, format!("backups cannot be looked at: {error}"))),
        }
        let already: BTreeSet<String> = self.problems.iter().map(|found| found.file.clone()).collect();
        self.problems.extend(set.find_losses().into_iter().filter(|found| !already.contains(&found.file)));
    }
}

/// Checks the project in `folder`, also against the backups in it.
///
/// # Errors
/// Where there is no project to check, or a newer program wrote it. Everything else is in the report.
pub fn check(fs: Arc<dyn Fs>, folder: &Path) -> Result<CheckReport, StoreError> {
    let inside = Backups::inside(fs.clone(), folder);
    check_with(fs, folder, &[inside])
}

/// Checks the project in `folder`, also against several sets of backups.
///
/// # Errors
/// As [`check`].
pub fn check_with(fs: Arc<dyn Fs>, folder: &Path, sets: &[Backups]) -> Result<CheckReport, StoreError> {
    let mut loaded = load(&*fs, folder)?;
    loaded.keep_places = true;
    let settled = loaded.settle(folder)?;
    let mut report = CheckReport {
        problems: loaded.damage,
        notes: loaded.notes.into_iter().chain(loaded.comments).collect(),
        articles: settled.project.articles().len(),
        excerpts: settled.project.excerpts().len(),
        ..CheckReport::default()
    };
    let texts = Texts { fs, root: folder.to_owned(), suffix: "reader".to_owned(), folders: Folders::default() };
    let mut unreadable: BTreeMap<TextHash, Finding> = BTreeMap::new();
    for article in settled.project.articles().values() {
        let text = match texts.read_telling(article.text) {
            Ok((text, true)) => text,
            Ok((text, false)) => {
                let what = "git or another program gave its lines the ends that Windows uses; it is read as it was \
                            imported, and “rapporteur check --repair” writes it so";
                report.notes.push(whole(&text_file(article.text), what.to_owned()));
                text
            }
            Err(error) => {
                unreadable.entry(article.text).or_insert_with(|| text_finding(article, &error));
                continue;
            }
        };
        if text.as_str().len() != article.text_bytes as usize {
            let what = format!("it says its text has {} bytes, but it has {}", article.text_bytes, text.as_str().len());
            report.problems.push(settled.finding(&RecordId::Article(article.id), what));
        }
        for excerpt in settled.project.excerpts_in(article.id) {
            if let Some(what) = quote_problem(&text, excerpt) {
                report.problems.push(settled.finding(&RecordId::Excerpt(excerpt.id), what));
            }
        }
    }
    report.problems.extend(unreadable.into_values());
    report.problems.extend(missing_own(&*texts.fs, folder, &settled, &loaded.journals));
    for set in sets {
        report.compare_with(set);
    }
    for (id, missing) in settled.project.dangling() {
        let what = format!("{} names {}, which does not exist", named(&id), named(&missing));
        report.problems.push(settled.finding(&id, what));
    }
    for concurrent in &settled.concurrent {
        let what = format!(
            "{} was changed in {} ways by analysts who had not seen each other's change; all are kept",
            named(&concurrent.id),
            concurrent.others.len() + 1
        );
        report.notes.push(settled.finding(&concurrent.id, what));
    }
    report.problems.sort();
    report.notes.sort();
    Ok(report)
}

/// What those who write on this machine had written, and is not there any more.
fn missing_own(fs: &dyn Fs, folder: &Path, settled: &Settled, journals: &[FoundJournal]) -> Vec<Finding> {
    let kept = fs.list(&folder.join(HISTORY)).unwrap_or_default();
    let missing = kept.into_iter().filter_map(|entry| {
        let writer: WriterId = entry.name.strip_suffix(".undo")?.parse().ok()?;
        if journals.iter().any(|journal| journal.writer == writer && !journal.entries.is_empty()) {
            return None; // more was written since
        }
        let file = history_file(&writer);
        let bytes = fs.read(&folder.join(&file), RECORD_FILE_MAX_BYTES).ok()?;
        let (filed, _) = history_file::read(&bytes, settled.project.meta().id, &writer)?;
        let what = settled.known.own(&writer).less_than(&filed.own)?;
        Some(whole(&writer_file(&writer), what))
    });
    missing.collect()
}

fn text_finding(article: &Article, error: &StoreError) -> Finding {
    let title = &article.title;
    let what = match error {
        StoreError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => {
            format!("the text of the article “{title}” is missing")
        }
        StoreError::Io { source, .. } => format!("the text of the article “{title}” could not be read: {source}"),
        _ => format!("it is not the text that was imported as “{title}”: its content does not fit its name"),
    };
    whole(&text_file(article.text), what)
}

fn whole(file: &str, what: String) -> Finding {
    Finding { file: file.to_owned(), line: None, column: None, what }
}

fn quote_problem(text: &ArticleText, excerpt: &Excerpt) -> Option<String> {
    let quote: String = excerpt.anchor.quote().chars().take(60).collect();
    match locate(text.as_str(), &excerpt.anchor) {
        Located::Found => None,
        Located::Moved(span) => Some(format!(
            "the quote “{quote}” stands at bytes {} to {} of the text, not {} to {}",
            span.start(),
            span.end(),
            excerpt.anchor.span.start(),
            excerpt.anchor.span.end()
        )),
        Located::Ambiguous(places) => {
            Some(format!("the quote “{quote}” is not where it should be but in {} other places", places.len()))
        }
        Located::Lost => Some(format!("the quote “{quote}” is not in the text")),
    }
}

/// A record as a sentence names it.
fn named(id: &RecordId) -> String {
    match id {
        RecordId::Project => "the project".to_owned(),
        RecordId::Article(id) => format!("article {id}"),
        RecordId::Excerpt(id) => format!("excerpt {id}"),
        RecordId::Tag(id) => format!("tag “{id}”"),
        RecordId::Actor(id) => format!("actor “{id}”"),
        RecordId::Issue(id) => format!("issue “{id}”"),
        RecordId::Analyst(id) => format!("analyst {id}"),
        RecordId::Filter(id) => format!("kept filter {id}"),
        RecordId::Preset(id) => format!("kept export {id}"),
    }
}

impl Settled {
    fn finding(&self, id: &RecordId, what: String) -> Finding {
        let place = self.places.of(id);
        Finding {
            file: place.map_or(PROJECT_FILE, |(file, _)| file).to_owned(),
            line: place.map(|(_, line)| line),
            column: None,
            what,
        }
    }
}
