//! Long work: importing files, exporting excerpts, backups (the how of which is in `backing_up`). Tells how far it is, stops when asked to, and never leaves half a
//! file behind.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::archiving;
use super::article_files::{Found, gather, read};
use super::backing_up::{BackUp, Places, RestoreOrder};
use super::searching::{AnchorOrder, SearchOrder};
use super::stoppable::Stoppable;
use crate::app::{Archiving, FileOutcome, JobId, ListOrder, Reply, ShownOrder};
use crate::export::{self, Choices, Occasion};
use crate::model::{AnalystId, Article, ArticleId, ExcerptId, Project, Surroundings, TextHash};
use crate::storage::{Fs, Texts};

/// Texts of an import that are kept at once.
const BATCH: usize = 256;

/// Jobs that were asked to stop. Clones share the list.
#[derive(Debug, Clone, Default)]
pub struct Cancelled(Arc<Mutex<BTreeSet<JobId>>>);

impl Cancelled {
    /// Asks a job to stop.
    pub fn cancel(&self, job: JobId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(job);
    }

    /// Whether a job was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self, job: JobId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&job)
    }
}

/// One piece of long work with all it needs.
pub enum JobOrder {
    /// Read files and folders as articles.
    Import {
        /// The job.
        job: JobId,
        /// Files and folders.
        paths: Vec<PathBuf>,
        /// Texts that the project has already.
        known: BTreeSet<TextHash>,
        /// Where new texts are kept.
        texts: Texts,
        /// Who imports.
        analyst: AnalystId,
        /// The backup to be made before.
        before: BackUp,
    },
    /// Write excerpts to a file.
    Export {
        /// The job.
        job: JobId,
        /// What is written.
        what: Exporting,
        /// Where the articles' texts are read.
        texts: Texts,
        /// Where the file is written.
        fs: Arc<dyn Fs>,
    },
    /// Count the excerpts shown.
    CountShown(Box<ShownOrder>),
    /// List excerpts.
    List(Box<ListOrder>),
    /// Look for something in all articles.
    Search(SearchOrder),
    /// Make anchors of passages.
    Anchor(AnchorOrder),
    /// Pack a project into a zip, or make one of it, where both are.
    Archive(JobId, Archiving, Arc<dyn Fs>),
    /// Back the project up.
    BackUp {
        /// How.
        work: BackUp,
        /// Whether somebody waits to hear of it.
        by_hand: bool,
    },
    /// List backups and compare each with the project.
    ListBackups {
        /// The job.
        job: JobId,
        /// Where they are.
        places: Places,
        /// The project as it is now.
        project: Arc<Project>,
    },
    /// Read a backup to restore it.
    Restore {
        /// What.
        order: RestoreOrder,
        /// The backup to be made before.
        before: BackUp,
    },
}

impl JobOrder {
    /// Does the work and answers how far it is and how it ended.
    pub fn run(self, surroundings: &mut dyn Surroundings, cancelled: &Cancelled, answer: &mut dyn FnMut(Reply)) {
        match self {
            Self::Import { job, paths, known, texts, analyst, before } => {
                back_up(&before, surroundings, answer);
                let mut importing =
                    Importing { job, known, texts, analyst, articles: Vec::new(), outcomes: Vec::new() };
                let stopped = importing.run(&paths, surroundings, cancelled, answer);
                let Importing { articles, outcomes, .. } = importing;
                answer(Reply::Imported { job, articles, outcomes, cancelled: stopped });
            }
            Self::Export { job, what, texts, fs } => {
                let excerpts = what.excerpts.len();
                let outcome = Writing { job, cancelled, answer }.run(&what, &texts, &*fs);
                answer(Reply::Exported { job, outcome, excerpts });
            }
            Self::CountShown(order) => answer(Reply::ShownCounted(order.of(), Box::new(order.count()))),
            Self::List(mut order) => {
                let outcome = order.listing.list(&order.project, &mut order.table);
                answer(Reply::Listed(order.number, outcome, Box::new(order.table)));
            }
            Self::Search(order) => order.run(cancelled, answer),
            Self::Anchor(order) => order.run(surroundings, answer),
            Self::Archive(job, what, fs) => {
                let outcome = archiving::run(&fs, (job, cancelled), &what, answer);
                answer(Reply::Archived(job, what, outcome));
            }
            Self::BackUp { work, by_hand: true } => answer(Reply::BackedUp(work.run(surroundings.now()))),
            Self::BackUp { work, by_hand: false } => back_up(&work, surroundings, answer),
            Self::ListBackups { job, places, project } => places.list_and_compare(job, &project, cancelled, answer),
            Self::Restore { order, before } => {
                back_up(&before, surroundings, answer);
                let outcome = before.places.restore(&order, cancelled, answer);
                answer(Reply::RestoreReady { job: order.job, outcome });
            }
        }
    }
}

fn back_up(work: &BackUp, surroundings: &dyn Surroundings, answer: &mut dyn FnMut(Reply)) {
    if let Err(error) = work.run(surroundings.now()) {
        answer(Reply::Trouble(format!("The project was not backed up as a whole: {error}")));
    }
}

struct Importing {
    job: JobId,
    known: BTreeSet<TextHash>,
    texts: Texts,
    analyst: AnalystId,
    articles: Vec<Article>,
    outcomes: Vec<FileOutcome>,
}

impl Importing {
    /// Reads all files; says whether it was stopped.
    fn run(
        &mut self,
        paths: &[PathBuf],
        surroundings: &mut dyn Surroundings,
        cancelled: &Cancelled,
        answer: &mut dyn FnMut(Reply),
    ) -> bool {
        let Found { files, refused, .. } = gather(paths);
        self.outcomes.extend(refused.into_iter().map(|(file, reason)| FileOutcome::Refused { file, reason }));
        let total = files.len();
        let mut batch = Vec::new();
        for (done, file) in files.into_iter().enumerate() {
            if cancelled.is_cancelled(self.job) {
                self.keep(&mut batch);
                return true;
            }
            let at = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            answer(Reply::Progress { job: self.job, done, total: Some(total), at });
            match read(&file) {
                Err(reason) => self.outcomes.push(FileOutcome::Refused { file, reason }),
                Ok(incoming) if !self.known.insert(incoming.text.hash()) => {
                    self.outcomes.push(FileOutcome::Double { file });
                }
                Ok(incoming) => batch.push((
                    file,
                    incoming.into_article(ArticleId::fresh(surroundings), self.analyst, surroundings.now()),
                )),
            }
            if batch.len() >= BATCH {
                self.keep(&mut batch);
            }
        }
        self.keep(&mut batch);
        false
    }

    /// Keeps the texts of a batch; only articles whose text is on the disk are handed on.
    fn keep(&mut self, batch: &mut Vec<(PathBuf, (Article, crate::text::ArticleText))>) {
        let texts: Vec<_> = batch.iter().map(|(_, (_, text))| text.clone()).collect();
        let kept = self.texts.add(&texts).map_err(|error| error.to_string());
        for (file, (article, _)) in batch.drain(..) {
            match &kept {
                Ok(()) => {
                    self.outcomes.push(FileOutcome::Imported {
                        file,
                        title: article.title.clone(),
                        title_inferred: article.title_inferred,
                        cleaned: article.import.cleaned.clone(),
                    });
                    self.articles.push(article);
                }
                Err(reason) => self.outcomes.push(FileOutcome::Refused { file, reason: reason.clone() }),
            }
        }
    }
}

/// An export with all that it is made of but the texts.
pub struct Exporting {
    /// Id of the format.
    pub format: &'static str,
    /// What the user chose.
    pub choices: Box<Choices>,
    /// Where to.
    pub path: PathBuf,
    /// Whether a file that is there is replaced.
    pub replace: bool,
    /// The project.
    pub project: Arc<Project>,
    /// Which excerpts, in this order.
    pub excerpts: Vec<ExcerptId>,
    /// How it came about.
    pub occasion: Occasion,
}

struct Writing<'a> {
    job: JobId,
    cancelled: &'a Cancelled,
    answer: &'a mut dyn FnMut(Reply),
}

impl Writing<'_> {
    fn run(self, what: &Exporting, texts: &Texts, fs: &dyn Fs) -> Result<Option<PathBuf>, String> {
        let Exporting { format, choices, path, replace, project, excerpts, occasion } = what;
        let format = export::format(format).ok_or_else(|| format!("There is no format “{format}”"))?;
        let Self { job, cancelled, answer } = self;
        let (total, replace) = (excerpts.len(), *replace);
        let mut notes = Vec::new();
        let outcome = crate::storage::write_file(fs, path, replace, &mut |out| {
            let mut text_of = |article: &Article| {
                if cancelled.is_cancelled(job) {
                    return Err(STOPPED.to_owned());
                }
                texts.read(article.text).map_err(|error| error.to_string())
            };
            let at = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let mut done = |done| {
                answer(Reply::Progress { job, done, total: Some(total), at: at.clone() });
                !cancelled.is_cancelled(job)
            };
            let mut input = export::Input::new(project, excerpts, &mut text_of, choices);
            input.done = Some(&mut done);
            input.records = Some(record_file());
            input.occasion = occasion.clone();
            let mut out = Stoppable { out, stopped: &|| cancelled.is_cancelled(job) };
            notes = (format.write)(&mut input, &mut out).map_err(io::Error::other)?.notes;
            if cancelled.is_cancelled(job) { Err(io::Error::other(STOPPED)) } else { Ok(()) }
        });
        match outcome {
            Ok(()) if notes.is_empty() => Ok(Some(path.to_owned())),
            Ok(()) => Err(format!("Exported to {}, but: {}", path.display(), notes.join(" "))),
            Err(_) if cancelled.is_cancelled(job) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// How an export holds records: as the store writes them.
#[must_use]
pub fn record_file() -> export::RecordFile {
    let (start, end) = crate::storage::RECORD_LIST;
    export::RecordFile { start: start.to_owned(), line: crate::storage::record_line, end }
}

const STOPPED: &str = "stopped";
