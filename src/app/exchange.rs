//! Articles in and excerpts out, as far as the program decides: which dialog, which job, what is said at the end.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::export::Shape;
use crate::model::{Article, Change, Record, TextHash};

use super::editing::commit_and_say;
use super::{FileOutcome, Job, JobId, NoticeKind, Overlay, Purpose, Request, State};

/// Lets the user choose files or a folder.
pub(super) fn pick(state: &State, purpose: Purpose, requests: &mut Vec<Request>) {
    let suggested = match purpose {
        Purpose::Export { format, .. } => {
            let name = state.open.as_ref().map_or("excerpts", |open| open.project.meta().name.as_str());
            let format = crate::export::format(format);
            let extension = format.map_or("txt", |format| format.extension);
            let kind = if format.is_some_and(|format| format.shape == Shape::Picture) { " overview" } else { "" };
            format!("{}{kind}.{extension}", file_name(name))
        }
        Purpose::SaveCopy => file_name(state.open.as_ref().map_or("project", |open| open.project.meta().name.as_str())),
        Purpose::ExportCodebook { table } => {
            let name = state.open.as_ref().map_or("codes", |open| open.project.meta().name.as_str());
            format!("{} codes.{}", file_name(name), if table { "csv" } else { "ron" })
        }
        Purpose::Pack => {
            let name = state.open.as_ref().map_or("project", |open| open.project.meta().name.as_str());
            format!("{}.zip", file_name(name))
        }
        Purpose::UnpackInto => super::archiving::folder_name(state),
        _ => String::new(),
    };
    requests.push(Request::Pick { purpose, suggested });
}

/// `name` without what file systems refuse.
pub(super) fn file_name(name: &str) -> String {
    let safe: String =
        name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { ' ' } else { c }).collect();
    let safe = safe.trim().trim_matches('.').trim();
    if safe.is_empty() { "excerpts".to_owned() } else { safe.chars().take(80).collect() }
}

/// The user chose what a dialog was for; `asked` if the dialog has asked before giving a file that is there already.
pub(super) fn picked(
    state: &mut State,
    purpose: Purpose,
    paths: Vec<PathBuf>,
    asked: bool,
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    match (purpose, paths.into_iter().collect::<Vec<_>>()) {
        (_, paths) if paths.is_empty() => {}
        (Purpose::ImportFiles | Purpose::ImportFolder, paths) => import(state, paths, now, requests),
        (Purpose::OpenProject, paths) => {
            if let Some(folder) = paths.into_iter().next() {
                super::projects::open(state, folder, now, requests);
            }
        }
        (Purpose::NewProject, _) => {}
        (Purpose::SaveCopy, paths) => {
            if let Some(parent) = paths.into_iter().next() {
                super::keeping::save_copy(state, parent, requests);
            }
        }
        (Purpose::ImportCodebook | Purpose::ImportDetails, paths) => {
            let read = |path| Request::ReadFile { purpose, path };
            requests.extend(paths.into_iter().next().map(read));
        }
        (Purpose::Unpack | Purpose::UnpackInto, paths) => {
            if let Some(path) = paths.into_iter().next() {
                super::archiving::picked(state, purpose, path, requests);
            }
        }
        (Purpose::ExportCodebook { .. } | Purpose::Pack | Purpose::Export { .. }, paths) => {
            let Some(path) = paths.into_iter().next() else { return };
            if asked {
                write(state, purpose, path, true, now, requests);
            } else {
                state.looking = Some(path.clone());
                requests.push(Request::LookAt { purpose, path });
            }
        }
    }
}

/// The path that was chosen to write to was looked at. Where something is, the program's own dialog asks.
pub(super) fn looked_at(
    state: &mut State,
    purpose: Purpose,
    path: PathBuf,
    is_taken: bool,
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    if state.looking.take_if(|looking| *looking == path).is_none() {
        return;
    }
    if !is_taken {
        if matches!(state.overlay, Some(Overlay::FileDialog { .. })) {
            state.overlay = None;
        }
        return write(state, purpose, path, false, now, requests);
    }
    if let Some(Overlay::FileDialog { taken, .. }) = &mut state.overlay {
        *taken = Some(path);
        return;
    }
    let suggested = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    requests.push(Request::ListFolder(path.parent().map(PathBuf::from)));
    let (folder, entries) = (None, Ok(Vec::new()));
    state.overlay = Some(Overlay::FileDialog { purpose, suggested, folder, entries, taken: Some(path) });
}

/// Writes to the path that was chosen.
pub(super) fn write(
    state: &mut State,
    purpose: Purpose,
    path: PathBuf,
    replace: bool,
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    match purpose {
        Purpose::ExportCodebook { table } => super::files::export_codes(state, table, path, replace, requests),
        Purpose::Pack => super::archiving::pack(state, path, replace, requests),
        _ => super::exporting::start(state, path, replace, now, requests),
    }
}

/// Starts an import.
pub(super) fn import(state: &mut State, paths: Vec<PathBuf>, now: Timestamp, requests: &mut Vec<Request>) {
    let Some(open) = &state.open else {
        state.notices.say(NoticeKind::Refused, "Open a project first, then import articles into it", now);
        return;
    };
    if let Some(reason) = &open.read_only {
        state.notices.say(NoticeKind::Refused, format!("Nothing can be imported: {reason}"), now);
        return;
    }
    let known: BTreeSet<TextHash> = open.project.articles().values().map(|article| article.text).collect();
    let job = start_job(state, "Importing articles");
    requests.push(Request::Import { job, paths, known });
}

pub(super) fn start_job(state: &mut State, title: &str) -> JobId {
    state.next_job += 1;
    let job = Job { title: title.to_owned(), done: 0, total: None, at: String::new(), cancelling: false };
    state.jobs.insert(state.next_job, job);
    state.next_job
}

/// An import ended: the articles join the project in one step, and the report says what became of each file.
pub(super) fn imported(
    state: &mut State,
    job: JobId,
    articles: Vec<Article>,
    outcomes: Vec<FileOutcome>,
    cancelled: bool,
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    if state.jobs.remove(&job).is_none() {
        return;
    }
    let Some(open) = state.open.as_ref() else { return };
    let first = articles.first().map(|article| article.id);
    let me = open.me.clone();
    let mut records: Vec<Record> = articles
        .into_iter()
        .filter(|article| open.project.article_with_text(article.text).is_none())
        .map(|article| Record::Article(Box::new(article)))
        .collect();
    let count = records.len();
    if count > 0 && !open.project.analysts().contains_key(&me.id) {
        records.insert(0, Record::Analyst(me));
    }
    let said = if count == 1 { "1 article imported".to_owned() } else { format!("{count} articles imported") };
    let label = if count == 1 { "import article".to_owned() } else { format!("import {count} articles") };
    let had_none = open.reading.is_none();
    if count > 0 {
        commit_and_say(state, Change::put(label, records), said, now, requests);
    }
    if let Some(first) = first.filter(|_| had_none || count == 1) {
        super::projects::show_article(state, first, requests);
    }
    let worth_saying = |outcome: &FileOutcome| match outcome {
        FileOutcome::Imported { cleaned, title_inferred, .. } => !cleaned.is_empty() || *title_inferred,
        FileOutcome::Double { .. } | FileOutcome::Refused { .. } => true,
    };
    if cancelled || outcomes.iter().any(worth_saying) {
        state.overlay = Some(Overlay::ImportReport { outcomes, cancelled });
    } else if count == 0 {
        state.notices.say(NoticeKind::Refused, "There was no text, Markdown or HTML file to import", now);
    }
}

/// An export ended.
pub(super) fn exported(
    state: &mut State,
    job: JobId,
    outcome: Result<Option<PathBuf>, String>,
    excerpts: usize,
    now: Timestamp,
) {
    state.jobs.remove(&job);
    match outcome {
        Ok(Some(path)) => {
            let what = if excerpts == 1 { "1 excerpt".to_owned() } else { format!("{excerpts} excerpts") };
            state.notices.say(NoticeKind::Done, format!("{what} exported to {}", path.display()), now);
        }
        Ok(None) => state.notices.say(NoticeKind::Done, "Export cancelled; no file was written", now),
        Err(message) => state.notices.say(NoticeKind::Problem, message, now),
    }
}
