//! Opening and closing projects, moving between articles and excerpts, and what the selection follows.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::analysis::Filter;
use crate::model::{Analyst, ArticleId, ExcerptId, History, Project};

use super::shown::Counts;
use super::state::TEXTS_MAX;
use super::{
    Action, BackupList, Hits, JobId, NoticeKind, OpenProject, Overlay, Request, SaveStatus, Settings, State, Unread,
    Versions, View,
};
use crate::storage::Concurrent;

/// Asks for a project to be opened; what is open is let go first.
pub(super) fn open(state: &mut State, folder: PathBuf, now: Timestamp, requests: &mut Vec<Request>) {
    if state.open.as_ref().is_some_and(|open| open.folder == folder) {
        state.overlay = None;
        state.notices.say(NoticeKind::Done, "This project is open already", now);
        return;
    }
    if !super::keeping::may_leave(state, super::Leaving::Project) {
        return;
    }
    close(state, requests);
    state.overlay = None;
    let job = start_opening(state, folder.clone());
    requests.push(Request::OpenProject { job, folder });
}

/// From now on this opening alone is waited for.
pub(super) fn start_opening(state: &mut State, folder: PathBuf) -> JobId {
    let job = super::exchange::start_job(state, "Opening");
    state.opening = Some((folder, job));
    job
}

/// Whether this opening is waited for. What comes of one that was left is of no interest.
pub(super) fn is_waited_for(state: &State, job: JobId) -> bool {
    state.opening.as_ref().is_some_and(|(_, opening)| *opening == job)
}

/// A project is open, or could not be opened, or is waited for no longer. Returns the job.
fn opening_ended(state: &mut State) -> Option<JobId> {
    let (_, job) = state.opening.take()?;
    state.jobs.remove(&job);
    Some(job)
}

/// A project could not be opened, or not to the end.
pub(super) fn not_opened(state: &mut State, job: JobId, message: String, now: Timestamp) {
    if is_waited_for(state, job) {
        opening_ended(state);
        state.open.take_if(|open| open.project.is_in_part());
        state.notices.say(NoticeKind::Problem, message, now);
    }
}

/// Lets go of the open project, and of one that is being opened.
pub(super) fn close(state: &mut State, requests: &mut Vec<Request>) {
    let (opening, open) = (opening_ended(state), state.open.take());
    if opening.is_none() && open.is_none() {
        return;
    }
    requests.extend(opening.into_iter().chain(state.jobs.keys().copied()).map(Request::CancelJob));
    let project = open.map(|open| open.project).filter(|project| !project.is_in_part());
    requests.push(Request::CloseProject { project });
    requests.push(Request::KeepSettings(Box::new(state.settings.clone())));
}

/// What the world opened.
pub(super) struct Opened {
    pub(super) folder: PathBuf,
    pub(super) project: Arc<Project>,
    pub(super) history: History,
    pub(super) me: Analyst,
    pub(super) unread: Unread,
    pub(super) concurrent: Vec<Concurrent>,
    pub(super) read_only: Option<String>,
}

/// Takes over a project that was opened, at the place where the analyst left it.
pub(super) fn opened(state: &mut State, job: JobId, opened: Opened, now: Timestamp, requests: &mut Vec<Request>) {
    if !is_waited_for(state, job) {
        return;
    }
    let Opened { folder, project, history, me, unread, concurrent, read_only } = opened;
    opening_ended(state);
    // What was said of the project before is not true of this one.
    state.notices.dismiss_offering(super::CommandId::SaveCopy);
    state.settings.note_opened(&folder, &project.meta().name, now);
    state.settings.reopen = true;
    let mut open = OpenProject::new(&state.settings, folder, project, me);
    (open.history, open.read_only, open.unread) = (history, read_only, unread);
    open.versions.note(&concurrent, &open.project);
    let (findings, remarks) = (open.unread.findings.len(), open.unread.remarks.clone());
    let glance = state.open.take().filter(|before| before.project.is_in_part() && before.folder == open.folder);
    if glance.is_none() && matches!(state.overlay, Some(Overlay::NewProject | Overlay::FileDialog { .. })) {
        state.overlay = None;
    }
    if matches!(state.overlay, Some(Overlay::NotSaved { .. })) {
        state.overlay = None;
    }
    if let Some(glance) = glance {
        open.go_on_from(glance);
    }
    let last = read_last(state, &open).filter(|last| open.project.articles().contains_key(last));
    let first = last.or_else(|| open.listed.first().copied()).filter(|_| open.reading.is_none());
    let view = open.view;
    state.open = Some(open);
    if let Some(reason) = state.open.as_ref().and_then(|open| open.read_only.clone()) {
        state.notices.say(NoticeKind::Problem, format!("Opened for reading only: {reason}"), now);
    }
    match (findings, remarks.as_slice()) {
        (0, []) => {}
        (0, [one]) => state.notices.say(NoticeKind::Problem, one.clone(), now),
        _ => state.overlay = Some(Overlay::Unread),
    }
    super::versions::say_waiting(state, concurrent.len(), now);
    if let Some(article) = first {
        show_article(state, article, requests);
    }
    if let Some(open) = state.open.as_mut() {
        open.view = view;
    }
    requests.push(Request::KeepSettings(Box::new(state.settings.clone())));
}

/// The article that was read last in this project, whether or not it is there.
pub(super) fn read_last(state: &State, open: &OpenProject) -> Option<ArticleId> {
    state.settings.places.get(&open.project.meta().id)?.reading
}

impl OpenProject {
    /// A project just opened.
    pub(super) fn new(settings: &Settings, folder: PathBuf, project: Arc<Project>, me: Analyst) -> Self {
        // Name and colour are those that this project knows.
        let me = project.analysts().get(&me.id).cloned().unwrap_or(me);
        let mut open = Self {
            folder,
            history: History::default(),
            me,
            read_only: None,
            saving: SaveStatus { saved_revision: project.revision(), saved_at: None, failed: None },
            versions: Versions::default(),
            unread: Unread::default(),
            backups: BackupList::default(),
            view: View::Read,
            reading: None,
            texts: std::collections::BTreeMap::new(),
            passage: None,
            selected: Vec::new(),
            reveal: None,
            reveals: 0,
            strip: None,
            whose: settings.whose,
            shown: Counts::default(),
            linking: None,
            code: None,
            armed: None,
            last: None,
            narrowed_to: Vec::new(),
            cycling: None,
            narrow: String::new(),
            listed: Vec::new(),
            marked: Vec::new(),
            filter: Filter::default(),
            from_table: false,
            arrangement: settings.table.arrangement(),
            hits: Hits::default(),
            search: super::Search::default(),
            lately_shown: Vec::new(),
            project,
        };
        open.show_those_of(open.whose);
        open.list_articles();
        open
    }
}

/// Goes to a view.
pub(super) fn show_view(state: &mut State, view: View, out: &mut Vec<Request>) {
    let Some(open) = state.open.as_mut() else { return };
    // What is selected is what is shown: an excerpt chosen in the table opens its article.
    let elsewhere = open.inspected().filter(|excerpt| Some(excerpt.article) != open.reading).map(|excerpt| excerpt.id);
    if let Some(id) = elsewhere.filter(|_| view == View::Read) {
        show_excerpt(state, id, out);
    } else {
        if open.view == View::Search && view != View::Search && open.search.running.is_none() {
            out.push(Request::ForgetTexts);
        }
        open.view = view;
    }
}

/// Shows an article; its text is asked for unless it is in memory.
pub(super) fn show_article(state: &mut State, id: ArticleId, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_mut() else { return };
    let Some(article) = open.project.articles().get(&id) else { return };
    let text = article.text;
    if open.reading != Some(id) {
        open.reading = Some(id);
        open.passage = None;
        open.selected.clear();
        open.narrowed_to.clear();
    }
    open.view = View::Read;
    note_shown(open, id);
    if !matches!(open.texts.get(&id), Some(Ok(_))) {
        requests.push(Request::LoadText { article: id, text });
        if open.project.is_in_part() {
            requests.push(Request::ReadExcerpts(id));
        }
    }
    let project = open.project.meta().id;
    let top = state.settings.place(project, id);
    state.settings.note_place(project, id, top);
}

/// Whether the analyst just came from the table of excerpts. Whatever they do but scroll ends that.
pub(super) fn comes_from_table(state: &mut State, action: &Action) -> bool {
    let Some(open) = state.open.as_mut().filter(|open| open.from_table) else { return false };
    open.from_table = matches!(action, Action::Place(..));
    true
}

/// Keeps an article's text in memory rather than that of one which was not shown for longest.
pub(super) fn note_shown(open: &mut OpenProject, id: ArticleId) {
    open.lately_shown.retain(|shown| *shown != id);
    open.lately_shown.push(id);
    while open.lately_shown.len() > TEXTS_MAX {
        let oldest = open.lately_shown.remove(0);
        open.texts.remove(&oldest);
    }
}

/// Shows an excerpt in its article, selected.
pub(super) fn show_excerpt(state: &mut State, id: ExcerptId, requests: &mut Vec<Request>) {
    let Some(excerpt) = state.open.as_ref().and_then(|open| open.project.excerpts().get(&id)) else { return };
    let (article, span) = (excerpt.article, excerpt.anchor.span);
    let from_table = state.open.as_ref().is_some_and(|open| open.view == View::Excerpts);
    show_article(state, article, requests);
    if let Some(open) = state.open.as_mut() {
        open.from_table = from_table;
        open.passage = None;
        open.selected = vec![id];
        open.reveal(article, span);
    }
}

/// The next or previous article of the list.
pub(super) fn step_article(state: &mut State, forward: bool, requests: &mut Vec<Request>) {
    let Some(open) = &state.open else { return };
    let at = open.listed.iter().position(|id| Some(*id) == open.reading);
    let next = match (at, forward) {
        (None, true) => open.listed.first(),
        (None, false) => open.listed.last(),
        (Some(at), true) => open.listed.get(at + 1),
        (Some(at), false) => at.checked_sub(1).and_then(|at| open.listed.get(at)),
    };
    if let Some(id) = next.copied() {
        show_article(state, id, requests);
    }
}

/// The next or previous excerpt of the article shown, then of the articles after or before it as listed.
pub(super) fn step_excerpt(state: &mut State, forward: bool, requests: &mut Vec<Request>) {
    let Some(open) = &state.open else { return };
    let Some(reading) = open.reading else { return };
    let selected = open.inspected().filter(|excerpt| excerpt.article == reading);
    let places = open.places_shown(reading);
    let place = selected.and_then(|excerpt| places.binary_search(&(excerpt.anchor.span, excerpt.id)).ok());
    let caret = open.passage.map(|span| places.partition_point(|(place, _)| place.start() < span.start()));
    let here = if forward {
        let from = place.map(|at| at + 1).or(caret).unwrap_or(0);
        places.get(from..).unwrap_or_default().first()
    } else {
        let to = place.or(caret).unwrap_or(places.len());
        places.get(..to).unwrap_or_default().last()
    };
    let next = here.map(|(_, id)| *id).or_else(|| {
        let at = open.listed.iter().position(|id| *id == reading)?;
        let found = if forward {
            open.listed.get(at + 1..)?.iter().find_map(|id| open.places_shown(*id).first())
        } else {
            open.listed.get(..at)?.iter().rev().find_map(|id| open.places_shown(*id).last())
        };
        found.map(|(_, id)| *id)
    });
    if let Some(id) = next {
        show_excerpt(state, id, requests);
    }
}

/// The next of the excerpts that share words with the selected one, shortest first, around in a circle.
pub(super) fn excerpt_beneath(state: &mut State) {
    let Some(open) = state.open.as_mut() else { return };
    let Some(selected) = open.inspected() else { return };
    let span = selected.anchor.span;
    // Chosen by key and not at a place: where the shortest of the others lies over it.
    let others = open.places_shown(selected.article).iter().map(|(place, _)| *place);
    let shortest = others.filter(|other| *other != span && other.overlaps(span)).min_by_key(|other| other.byte_len());
    let over = shortest.map_or(span.start(), |other| other.start().max(span.start()));
    let place = open.cycling.filter(|byte| span.contains(*byte)).unwrap_or(over);
    let mut sharing: Vec<(usize, ExcerptId)> = open
        .places_shown(selected.article)
        .iter()
        .filter(|(span, _)| span.contains(place))
        .map(|(span, id)| (span.byte_len(), *id))
        .collect();
    sharing.sort_unstable();
    let at = sharing.iter().position(|(_, id)| *id == selected.id).unwrap_or(0);
    if let Some((_, id)) = sharing.get((at + 1) % sharing.len().max(1)) {
        open.selected = vec![*id];
        open.cycling = Some(place);
    }
}

/// Sets the bookmarks of an article.
pub(super) fn set_bookmarks(state: &mut State, article: ArticleId, bytes: Vec<usize>, requests: &mut Vec<Request>) {
    let Some(open) = &state.open else { return };
    state.settings.set_bookmarks(open.project.meta().id, article, bytes);
    requests.push(Request::KeepSettings(Box::new(state.settings.clone())));
}
