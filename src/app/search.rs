//! Search over all articles: what is looked for, what was found, and what is done with all of it at once.

mod narrowing;
mod tagging;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{JobId, OpenProject, Request, State, View, projects};
use crate::analysis::filter::articles_in_order;
use crate::model::{Anchor, ArticleId, Excerpt, ExcerptId, TagId, TextSpan};
use crate::text::pattern::Pattern;
use crate::text::search::SearchOptions;

pub use narrowing::CountedBy;
pub(super) use tagging::anchored;
pub use tagging::overlapping;
use tagging::{Tagging, anchor_all, link_repeats};

/// One place that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub span: TextSpan,
    /// What would be tagged: the same, or the sentence or paragraph around it.
    pub passage: TextSpan,
    /// The words before, on one line.
    pub before: Box<str>,
    /// The words found, on one line; a very long hit is cut.
    pub words: Box<str>,
    /// The words after, on one line.
    pub after: Box<str>,
}

/// The places found in one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleHits {
    /// Which article.
    pub article: ArticleId,
    /// How many places there are.
    pub count: usize,
    /// Those that can be shown.
    pub hits: Vec<Hit>,
}

/// What is tagged around a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// The hit itself.
    #[default]
    Hit,
    /// The sentence that it begins in.
    Sentence,
    /// The paragraph that it begins in.
    Paragraph,
}

/// A passage about to become an excerpt.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The excerpt's id.
    pub id: ExcerptId,
    /// Its article.
    pub article: ArticleId,
    /// Where it is.
    pub anchor: Anchor,
}

/// A row of what was found: an article, or a hit in it, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// The article at this place of [`Search::found`].
    Article(usize),
    /// A hit of it.
    Hit(usize, usize),
}

/// What a search is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchAction {
    /// Typed this.
    Words(String),
    /// Chose what counts, and whether it is a regular expression.
    Options(SearchOptions, bool),
    /// Chose what is tagged around a hit.
    Unit(Unit),
    /// Looks for the same words as an excerpt's elsewhere.
    SameWords(ExcerptId),
    /// Took a hit out of what is tagged, or back in.
    LeaveOut(Row),
    /// Shows the hits of one outlet or month alone, or all again.
    Narrow(CountedBy, String),
    /// Went to a row.
    Choose(usize),
    /// Opened the place of a row.
    Open(Row),
    /// Tags all hits.
    TagAll(TagId),
    /// Tags all hits as the excerpt whose words were looked for, as its repeats.
    TagAsRepeats,
    /// Links the excerpts that stand at the hits already to the one whose words were looked for.
    LinkRepeats,
}

/// A search over all articles.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Search {
    /// What is typed.
    pub words: String,
    /// What counts.
    pub options: SearchOptions,
    /// What is typed is a regular expression.
    pub regex: bool,
    /// The excerpt whose words are looked for, in the place of what is typed.
    pub same_as: Option<ExcerptId>,
    /// What is tagged around a hit.
    pub unit: Unit,
    /// What is wrong with the expression.
    pub wrong: Option<String>,
    /// The search under way.
    pub running: Option<JobId>,
    /// What finds the places that are left by choosing an outlet or a month and were only counted so far.
    pub filling: Option<JobId>,
    /// Articles searched, of how many.
    pub read: (usize, usize),
    /// What was found, by article.
    pub found: Vec<ArticleHits>,
    /// Places in all, those that are not shown included.
    pub count: usize,
    /// The outlet and the month that alone are shown.
    only: [Option<String>; 2],
    /// Articles of `found` that are not shown because of that.
    aside: BTreeSet<usize>,
    /// Places and articles that are left by that.
    pub shown: (usize, usize),
    /// Rows to show.
    pub rows: Vec<Row>,
    /// The row that the keyboard is at.
    pub current: usize,
    /// Hits that are not tagged with the others.
    pub left_out: BTreeSet<(usize, usize)>,
    /// Places by outlet, most first.
    pub by_outlet: Vec<(String, usize)>,
    /// Places by month of publication.
    pub by_month: Vec<(String, usize)>,
    /// Passages that would be tagged, and excerpts that stand at these places already.
    pub taken: (usize, usize),
    /// Articles whose text could not be read.
    pub unread: Vec<String>,
    /// What becomes of the hits when they are anchored.
    tagging: Option<(JobId, Tagging)>,
}

impl Search {
    /// Whether every place that is shown is at hand.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.running.is_none() && self.filling.is_none() && self.rows.len() == self.shown.0 + self.shown.1
    }

    /// The passages that would be tagged, each once: those of what is shown and not left out.
    #[must_use]
    pub fn passages(&self) -> Vec<(ArticleId, TextSpan)> {
        let mut seen = BTreeSet::new();
        let shown = self.found.iter().enumerate().filter(|(at, _)| !self.aside.contains(at));
        let hits = shown.flat_map(|(at, article)| {
            article.hits.iter().enumerate().map(move |(hit, found)| ((at, hit), (article.article, found.passage)))
        });
        hits.filter(|(place, _)| !self.left_out.contains(place))
            .map(|(_, passage)| passage)
            .filter(|passage| seen.insert(*passage))
            .collect()
    }

    fn forget_found(&mut self) {
        self.found.clear();
        self.aside.clear();
        self.rows.clear();
        self.left_out.clear();
        self.by_outlet.clear();
        self.by_month.clear();
        self.unread.clear();
        (self.count, self.shown, self.current, self.read, self.taken) = (0, (0, 0), 0, (0, 0), (0, 0));
    }
}

/// Carries out what was done in the view of the search.
pub(super) fn act(state: &mut State, action: SearchAction, now: Timestamp, out: &mut Vec<Request>) {
    let Some(open) = state.open.as_mut() else { return };
    match action {
        SearchAction::Words(words) => {
            (open.search.words, open.search.same_as, open.search.only) = (words, None, [None, None]);
            start(state, out);
        }
        SearchAction::Options(options, regex) => {
            (open.search.options, open.search.regex) = (options, regex);
            start(state, out);
        }
        SearchAction::Unit(unit) => {
            open.search.unit = unit;
            start(state, out);
        }
        SearchAction::SameWords(id) => {
            (open.search.same_as, open.search.only, open.view) = (Some(id), [None, None], View::Search);
            start(state, out);
        }
        SearchAction::LeaveOut(Row::Hit(article, hit)) => {
            if !open.search.left_out.remove(&(article, hit)) {
                open.search.left_out.insert((article, hit));
            }
            note_taken(open);
        }
        SearchAction::LeaveOut(Row::Article(article)) => {
            let hits = open.search.found.get(article).map_or(0, |found| found.hits.len());
            let all: Vec<_> = (0..hits).map(|hit| (article, hit)).collect();
            if all.iter().all(|hit| open.search.left_out.contains(hit)) {
                open.search.left_out.retain(|hit| !all.contains(hit));
            } else {
                open.search.left_out.extend(all);
            }
            note_taken(open);
        }
        SearchAction::Narrow(by, name) => {
            open.search.narrow(by, name);
            narrowing::list(open);
            note_taken(open);
            fill(state, out);
        }
        SearchAction::Choose(row) => open.search.current = row.min(open.search.rows.len().saturating_sub(1)),
        SearchAction::Open(row) => open_row(state, row, out),
        SearchAction::TagAll(tag) => anchor_all(state, Tagging::As(tag), now, out),
        SearchAction::TagAsRepeats => {
            if let Some(source) = open.search.same_as {
                anchor_all(state, Tagging::Repeating(source), now, out);
            }
        }
        SearchAction::LinkRepeats => link_repeats(state, now, out),
    }
}

/// Starts the search anew, as it is asked for now.
pub(super) fn start(state: &mut State, out: &mut Vec<Request>) {
    state.next_job += 1;
    let job = state.next_job;
    let Some(open) = state.open.as_mut() else { return };
    out.extend([open.search.running.take(), open.search.filling.take()].into_iter().flatten().map(Request::CancelJob));
    open.search.forget_found();
    let pattern = pattern(open);
    open.search.wrong = pattern.as_ref().err().cloned();
    let Ok(Some(pattern)) = pattern else { return };
    let search = &mut open.search;
    let articles: Vec<_> = articles_in_order(&open.project).iter().map(|article| (article.id, article.text)).collect();
    search.running = Some(job);
    search.read = (0, articles.len());
    out.push(Request::Search { job, pattern: Box::new(pattern), unit: search.unit, articles });
}

/// What is looked for, if anything is.
fn pattern(open: &OpenProject) -> Result<Option<Pattern>, String> {
    let search = &open.search;
    match search.same_as.and_then(|id| open.project.excerpts().get(&id)) {
        Some(excerpt) => Ok(Some(Pattern::near(excerpt.anchor.quote()))),
        None if search.regex && !search.words.is_empty() => Pattern::regex(&search.words, search.options).map(Some),
        None => Ok(Pattern::words(&search.words, search.options)),
    }
}

/// Finds with their words the places of one outlet or month that were only counted while all were looked for.
fn fill(state: &mut State, out: &mut Vec<Request>) {
    let Some(open) = state.open.as_mut() else { return };
    out.extend(open.search.filling.take().map(Request::CancelJob));
    let narrowed = open.search.only.iter().any(Option::is_some);
    if !narrowed || open.search.running.is_some() || open.search.is_whole() {
        return;
    }
    let Ok(Some(pattern)) = pattern(open) else { return };
    let shown = open.search.found.iter().enumerate().filter(|(at, _)| !open.search.aside.contains(at));
    let lacking = shown.map(|(_, found)| found).filter(|found| found.hits.len() < found.count);
    let lacking = lacking.filter_map(|found| open.project.articles().get(&found.article));
    let articles: Vec<_> = lacking.map(|article| (article.id, article.text)).collect();
    state.next_job += 1;
    let job = state.next_job;
    open.search.filling = Some(job);
    out.push(Request::Search { job, pattern: Box::new(pattern), unit: open.search.unit, articles });
}

/// More was found.
pub(super) fn found(
    state: &mut State,
    job: JobId,
    (mut more, unread): (Vec<ArticleHits>, Vec<String>),
    read: (usize, usize),
    ended: bool,
    out: &mut Vec<Request>,
) {
    let asked = |open: &&mut OpenProject| [open.search.running, open.search.filling].contains(&Some(job));
    let Some(open) = state.open.as_mut().filter(asked) else { return };
    let source = open.search.same_as.and_then(|id| open.project.excerpts().get(&id));
    if let Some(source) = source {
        leave_out_itself(&mut more, source);
    }
    let search = &mut open.search;
    if search.filling == Some(job) {
        let mut more: BTreeMap<ArticleId, Vec<Hit>> = more.into_iter().map(|more| (more.article, more.hits)).collect();
        for found in &mut search.found {
            // The places are the same, in the same order; more of them have their words now.
            if let Some(hits) = more.remove(&found.article).filter(|hits| hits.len() > found.hits.len()) {
                found.hits = hits;
            }
        }
        search.filling = search.filling.filter(|_| !ended);
        narrowing::list(open);
        note_taken(open);
        return;
    }
    search.count += more.iter().map(|article| article.count).sum::<usize>();
    search.found.extend(more);
    search.unread.extend(unread);
    search.read = read;
    if ended {
        search.running = None;
    }
    narrowing::list(open);
    note_taken(open);
    if ended {
        fill(state, out);
    }
}

/// An excerpt's own place is no other place with the same words.
fn leave_out_itself(found: &mut Vec<ArticleHits>, source: &Excerpt) {
    let own = source.anchor.span;
    for article in found.iter_mut().filter(|article| article.article == source.article) {
        let before = article.hits.len();
        article.hits.retain(|hit| hit.span.end() <= own.start() || own.end() <= hit.span.start());
        article.count -= before - article.hits.len();
    }
    found.retain(|article| article.count > 0);
}

fn note_taken(open: &mut OpenProject) {
    let there = if open.search.same_as.is_some() { overlapping(open).len() } else { 0 };
    open.search.taken = (open.search.passages().len(), there);
}

fn open_row(state: &mut State, row: Row, out: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref() else { return };
    let (article, hit) = match row {
        Row::Article(article) => (article, 0),
        Row::Hit(article, hit) => (article, hit),
    };
    let Some(found) = open.search.found.get(article) else { return };
    let (article, span) = (found.article, found.hits.get(hit).map(|hit| hit.span));
    projects::show_article(state, article, out);
    if let Some(open) = state.open.as_mut()
        && let Some(span) = span
    {
        open.passage = Some(span);
        open.selected.clear();
        open.reveal(article, span);
    }
}
