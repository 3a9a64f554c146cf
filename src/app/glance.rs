//! A project that takes a while to read: its articles can be read meanwhile, each with its excerpts, and nothing is
//! changed, counted or handed out before all of it is there.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Action, JobId, OpenProject, Request, State, projects};
use crate::model::{Analyst, ArticleId, Change, Excerpt, Project, Record};

/// Why nothing can be changed in a project that is still being read.
const STILL_READING: &str = "its excerpts are still being read";

/// Shows what is there of a project that takes a while to read, at the place where the analyst left it.
pub(super) fn glanced(
    state: &mut State,
    job: JobId,
    (folder, project, me): (PathBuf, Arc<Project>, Analyst),
    requests: &mut Vec<Request>,
) {
    if !projects::is_waited_for(state, job) {
        return;
    }
    if let Some(job) = state.jobs.get_mut(&job) {
        // What was counted so far are the articles.
        (job.title, job.done, job.total) = ("Reading excerpts".to_owned(), 0, None);
    }
    let mut open = OpenProject::new(&state.settings, folder, project, me);
    open.read_only = Some(STILL_READING.to_owned());
    // The article shown last may be among what the journal alone has; then no other is shown in its place.
    let first = match projects::read_last(state, &open) {
        Some(last) => open.project.articles().contains_key(&last).then_some(last),
        None => open.listed.first().copied(),
    };
    state.open = Some(open);
    state.overlay = None;
    if let Some(article) = first {
        projects::show_article(state, article, requests);
    }
}

/// The excerpts of an article of such a project were read.
pub(super) fn excerpts_read(state: &mut State, article: ArticleId, excerpts: Vec<Excerpt>) {
    let Some(open) = state.open.as_mut().filter(|open| open.project.is_in_part()) else { return };
    if open.project.articles().contains_key(&article) {
        let change = Change::put("read", excerpts.into_iter().map(|excerpt| Record::Excerpt(Box::new(excerpt))));
        let inverse = Arc::make_mut(&mut open.project).absorb(&change);
        open.follow_shown(&change, &inverse);
    }
}

/// Stops reading where a project is only there in part: there is nothing in it to be written out.
pub(super) fn stop_reading(state: &State) -> Option<Request> {
    let (_, job) = state.opening.as_ref()?;
    let in_part = state.open.as_ref().is_some_and(|open| open.project.is_in_part());
    in_part.then_some(Request::CancelJob(*job))
}

/// Whether an action asks for more than what is there so far. What changes the project is refused as in any project that
/// cannot be written.
pub(super) fn comes_too_early(state: &State, action: &Action) -> bool {
    let asks_for_all = matches!(
        action,
        Action::ChooseExport { .. }
            | Action::Export(_)
            | Action::Search(_)
            | Action::ShowExcerptsOf(_)
            | Action::ChooseBackup(_)
            | Action::RestoreBackup { .. }
            | Action::StartLink(_)
    );
    asks_for_all && state.open.as_ref().is_some_and(|open| open.project.is_in_part())
}

impl OpenProject {
    /// Takes over where the analyst is from what was shown while the project was being read.
    pub(super) fn go_on_from(&mut self, glance: Self) {
        let project = &self.project;
        self.reading = glance.reading.filter(|id| project.articles().contains_key(id));
        self.selected = glance.selected.into_iter().filter(|id| project.excerpts().contains_key(id)).collect();
        (self.view, self.narrow, self.marked) = (glance.view, glance.narrow, glance.marked);
        (self.texts, self.lately_shown, self.passage) = (glance.texts, glance.lately_shown, glance.passage);
        (self.reveal, self.reveals, self.narrowed_to) = (glance.reveal, glance.reveals, glance.narrowed_to);
        self.list_articles();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{COMMANDS, CommandId, Purpose, Reply, View, receive, update};
    use crate::model::surroundings::Counting;
    use crate::model::{Change, Edit, ExcerptId, History, RecordId, Surroundings as _};
    use crate::text::sample::sample;

    const FOLDER: &str = "/home/ada/talks";

    /// The sample project as it is while it is being read, and as it is then.
    fn reading() -> (State, Vec<Request>, Project, Counting) {
        let mut clock = Counting::default();
        let (project, _) = sample();
        let mut bare = project.clone();
        let ids: Vec<ExcerptId> = bare.excerpts().keys().copied().collect();
        let edits = ids.into_iter().map(|id| Edit::Remove(RecordId::Excerpt(id)));
        bare.absorb(&Change { label: String::new(), edits: edits.collect::<Vec<_>>().into() });
        let mut state = State::default();
        update(&mut state, Action::OpenProject(FOLDER.into()), &mut clock);
        let me = project.analysts().values().next().expect("an analyst").clone();
        let job = job(&state);
        let glanced = Reply::Glanced { job, folder: FOLDER.into(), project: Arc::new(bare.in_part()), me };
        let requests = receive(&mut state, glanced, clock.now());
        (state, requests, project, clock)
    }

    fn job(state: &State) -> JobId {
        state.opening.as_ref().expect("an opening").1
    }

    fn opened(job: JobId, project: Project) -> Reply {
        let me = project.analysts().values().next().expect("an analyst").clone();
        Reply::Opened {
            job,
            folder: FOLDER.into(),
            project: Arc::new(project),
            history: History::default(),
            me,
            remarks: Vec::new(),
            damage: Vec::new(),
            quarantined: Vec::new(),
            concurrent: Vec::new(),
            read_only: None,
        }
    }

    fn open(state: &State) -> &OpenProject {
        state.open.as_ref().expect("a project")
    }

    #[test]
    fn an_article_is_read_with_its_excerpts_and_goes_on_in_the_whole_project() {
        let (mut state, requests, project, mut clock) = reading();
        let article = open(&state).reading.expect("an article");
        let asks = |wanted: fn(&Request) -> bool| requests.iter().any(wanted);
        assert!(asks(|request| matches!(request, Request::LoadText { .. })));
        assert!(asks(|request| matches!(request, Request::ReadExcerpts(_))));
        assert!(open(&state).is_counting_shown(), "no number is shown that is not true yet");
        let of_it: Vec<Excerpt> = project.excerpts().values().filter(|e| e.article == article).cloned().collect();
        let some = of_it.first().expect("an excerpt").id;
        receive(&mut state, Reply::ExcerptsRead { article, excerpts: of_it.clone() }, clock.now());
        assert_eq!(open(&state).places_shown(article).len(), of_it.len());
        update(&mut state, Action::SelectExcerpts(vec![some]), &mut clock);
        update(&mut state, Action::ShowView(View::Excerpts), &mut clock);
        let whole = opened(job(&state), project.clone());
        let requests = receive(&mut state, whole, clock.now());
        let now = open(&state);
        assert!(!now.project.is_in_part() && now.read_only.is_none() && !now.is_counting_shown());
        assert_eq!((now.reading, now.view, &now.selected), (Some(article), View::Excerpts, &vec![some]));
        assert_eq!(*now.project, project);
        assert!(state.opening.is_none() && state.jobs.is_empty());
        assert!(!requests.iter().any(|request| matches!(request, Request::ReadExcerpts(_))));
        // What comes too late does no harm.
        receive(&mut state, Reply::ExcerptsRead { article, excerpts: Vec::new() }, clock.now());
        assert_eq!(*open(&state).project, project);
    }

    #[test]
    fn nothing_leaves_or_changes_a_project_that_is_still_being_read() {
        for command in COMMANDS {
            let (mut state, _, project, mut clock) = reading();
            let article = open(&state).reading.expect("an article");
            let of_it: Vec<Excerpt> = project.excerpts().values().filter(|e| e.article == article).cloned().collect();
            let some = of_it.first().expect("an excerpt").id;
            receive(&mut state, Reply::ExcerptsRead { article, excerpts: of_it }, clock.now());
            update(&mut state, Action::SelectExcerpts(vec![some]), &mut clock);
            let before = open(&state).project.clone();
            let requests = update(&mut state, Action::Command(command.id), &mut clock);
            let harmless = |request: &Request| match request {
                Request::LoadText { .. }
                | Request::ReadExcerpts(_)
                | Request::KeepSettings(_)
                | Request::Copy(_)
                | Request::CopyRich { .. }
                | Request::CancelJob(_)
                | Request::CloseProject { .. } => true,
                // To write out a project that is not open yet is to write nothing; then the window closes.
                Request::Checkpoint => command.id == CommandId::Quit,
                Request::OpenSample { .. } => command.id == CommandId::OpenSample,
                Request::Pick { purpose, .. } => matches!(purpose, Purpose::OpenProject | Purpose::Unpack),
                _ => false,
            };
            assert!(requests.iter().all(harmless), "{}: {requests:?}", command.title);
            if let Some(open) = &state.open {
                assert_eq!(*open.project, *before, "{}", command.title);
            }
        }
        let (mut state, _, _, mut clock) = reading();
        let export = Action::ChooseExport { format: "csv", filtered: false };
        assert_eq!(update(&mut state, export, &mut clock), []);
        assert_eq!(state.notices.shown().len(), 1, "it is said why");
    }

    #[test]
    fn what_comes_of_an_opening_that_was_left_is_of_no_interest() {
        let (mut state, _, project, mut clock) = reading();
        let left = job(&state);
        let requests = update(&mut state, Action::Command(CommandId::CloseProject), &mut clock);
        assert_eq!(requests[..2], [Request::CancelJob(left), Request::CloseProject { project: None }]);
        receive(&mut state, opened(left, project.clone()), clock.now());
        assert!(state.open.is_none() && state.opening.is_none() && state.notices.shown().is_empty());
        // The next time it is opened as always.
        update(&mut state, Action::OpenProject(FOLDER.into()), &mut clock);
        let whole = opened(job(&state), project);
        receive(&mut state, whole, clock.now());
        assert!(state.open.is_some() && state.jobs.is_empty());
    }

    #[test]
    fn of_two_openings_the_later_counts_also_before_anything_is_shown() {
        let mut clock = Counting::default();
        let (project, _) = sample();
        let mut state = State::default();
        update(&mut state, Action::OpenProject(FOLDER.into()), &mut clock);
        let first = job(&state);
        let requests = update(&mut state, Action::OpenSample, &mut clock);
        let second = job(&state);
        assert_eq!(requests[..2], [Request::CancelJob(first), Request::CloseProject { project: None }]);
        assert!(requests.contains(&Request::OpenSample { job: second }) && state.jobs.len() == 1);
        let me = project.analysts().values().next().expect("an analyst").clone();
        let part = Arc::new(project.clone().in_part());
        receive(&mut state, Reply::Glanced { job: first, folder: FOLDER.into(), project: part, me }, clock.now());
        receive(&mut state, opened(first, project.clone()), clock.now());
        assert!(state.open.is_none() && state.jobs.len() == 1, "the first is waited for no longer");
        receive(&mut state, Reply::OpenFailed { job: first, message: "stopped".to_owned() }, clock.now());
        assert!(state.opening.is_some() && state.notices.shown().is_empty());
        receive(&mut state, opened(second, project), clock.now());
        assert!(state.open.is_some() && state.opening.is_none() && state.jobs.is_empty());
    }

    #[test]
    fn an_opening_that_fails_half_way_leaves_nothing_open() {
        let (mut state, _, _, clock) = reading();
        let failed = Reply::OpenFailed { job: job(&state), message: "The disk does not answer".to_owned() };
        receive(&mut state, failed, clock.now());
        assert!(state.open.is_none() && state.opening.is_none() && state.jobs.is_empty());
        assert_eq!(state.notices.shown().len(), 1);
    }
}
