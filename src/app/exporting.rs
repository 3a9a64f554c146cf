//! What is exported, as what and how: the choices of the export overlay, those kept as presets, and what runs them.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::editing::commit_and_say;
use super::{CommandId, NoticeKind, OpenProject, Overlay, Purpose, Request, State, View, Whose};
use crate::analysis::query::{Field, Query};
use crate::analysis::{Filter, everything, select};
use crate::export::{self, Choices, Occasion, Wanted};
use crate::model::{ArticleId, Change, ExcerptId, ExportPreset, Extra, PresetId, Record, RecordId, Surroundings};

/// Which excerpts are exported.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Which {
    /// All of the project.
    #[default]
    All,
    /// What the filter of the excerpts view lets through.
    Filtered,
    /// Those of one article.
    Article(ArticleId),
    /// What this filter lets through.
    Fitting(String),
}

/// One export as it was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportOrder {
    /// Id of the format in `export::FORMATS`.
    pub format: String,
    /// Which excerpts.
    pub which: Which,
    /// Columns, order and the like.
    pub wanted: Wanted,
}

impl Default for ExportOrder {
    fn default() -> Self {
        Self { format: export::csv::FORMAT.id.to_owned(), which: Which::All, wanted: Wanted::default() }
    }
}

impl ExportOrder {
    /// The export that a preset keeps.
    #[must_use]
    pub fn of(preset: &ExportPreset) -> Self {
        let which = if preset.filter.trim().is_empty() { Which::All } else { Which::Fitting(preset.filter.clone()) };
        Self { format: preset.format.clone(), which, wanted: Wanted::of(preset) }
    }

    /// The format and the choices.
    ///
    /// # Errors
    /// A sentence about the first that cannot be followed.
    pub fn checked(&self) -> Result<(&'static export::Format, Choices), String> {
        let format = export::format(&self.format).ok_or_else(|| format!("There is no format “{}”", self.format))?;
        Ok((format, Choices::new(format, &self.wanted).map_err(|error| error.to_string())?))
    }
}

/// What is done about exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportAction {
    /// Export so, and propose it the next time; where to is asked.
    Start(Box<ExportOrder>),
    /// Export so this once.
    Once(Box<ExportOrder>),
    /// Keep this export by a name.
    Keep(String, Box<ExportOrder>),
    /// Run one that is kept.
    Run(PresetId),
    /// Remove one that is kept.
    Remove(PresetId),
}

/// Carries out one of these.
pub(super) fn act(
    state: &mut State,
    action: ExportAction,
    surroundings: &mut dyn Surroundings,
    requests: &mut Vec<Request>,
) {
    let now = surroundings.now();
    match action {
        ExportAction::Start(order) => choose(state, *order, true, now, requests),
        ExportAction::Once(order) => choose(state, *order, false, now, requests),
        ExportAction::Keep(name, order) => keep(state, &name, &order, surroundings, requests),
        ExportAction::Run(id) => run(state, id, now, requests),
        ExportAction::Remove(id) => remove(state, id, now, requests),
    }
}

/// Opens the overlay: for the article shown, for what is filtered where that is looked at, or for all.
pub(super) fn open(state: &mut State, id: CommandId) {
    let Some(open) = &state.open else { return };
    let looked_at = matches!(open.view, View::Excerpts | View::Overview) && !open.filter.is_empty();
    let of_view = if looked_at { Which::Filtered } else { Which::All };
    let (which, format) = match (id, open.reading) {
        (CommandId::ExportArticle, Some(article)) => (Which::Article(article), Some(export::html::CODED.id)),
        (CommandId::ExportPicture, _) => (of_view, Some(export::picture::PNG.id)),
        _ => (of_view, None),
    };
    state.overlay = Some(Overlay::Export { which, format });
}

/// Exports in a format without any choices.
pub(super) fn choose_format(
    state: &mut State,
    format: &str,
    filtered: bool,
    now: Timestamp,
    requests: &mut Vec<Request>,
) {
    let which = if filtered { Which::Filtered } else { Which::All };
    let order = ExportOrder { format: format.to_owned(), which, wanted: Wanted::default() };
    choose(state, order, true, now, requests);
}

/// Lets the user choose where an export goes; what cannot be followed is said instead.
fn choose(state: &mut State, order: ExportOrder, remember: bool, now: Timestamp, requests: &mut Vec<Request>) {
    match order.checked().and_then(|found| filter_is_right(state, &order.which).map(|()| found)) {
        Err(sentence) => state.notices.say(NoticeKind::Problem, sentence, now),
        Ok((format, _)) => {
            let filtered = matches!(order.which, Which::Filtered);
            if matches!(state.overlay, Some(Overlay::Export { .. })) {
                state.overlay = None;
            }
            let lasting = remember && matches!(order.which, Which::All | Which::Filtered);
            if lasting && state.settings.export != order {
                state.settings.export = order.clone();
                requests.push(Request::KeepSettings(Box::new(state.settings.clone())));
            }
            state.exporting = Some(order);
            super::exchange::pick(state, Purpose::Export { format: format.id, filtered }, requests);
        }
    }
}

/// The user chose where it goes.
pub(super) fn start(state: &mut State, path: PathBuf, replace: bool, now: Timestamp, requests: &mut Vec<Request>) {
    let Some(order) = state.exporting.take() else { return };
    let found = order.checked().and_then(|found| {
        filter_is_right(state, &order.which)?;
        Ok((found, excerpts(state, &order.which)?))
    });
    let ((format, choices), excerpts) = match found {
        Ok(found) => found,
        Err(sentence) => return state.notices.say(NoticeKind::Problem, sentence, now),
    };
    let Some(open) = &state.open else { return };
    let (project, filter) = (open.project.clone(), filter(open, &order.which));
    let day = Some(now.to_zoned(jiff::tz::TimeZone::system()).date());
    let (format, choices, occasion) = (format.id, Box::new(choices), Occasion { filter, day });
    let job = super::exchange::start_job(state, "Exporting excerpts");
    requests.push(Request::Export { job, format, choices, path, replace, project, excerpts, occasion });
}

/// Nothing is handed out or kept under a filter that it does not fit.
fn filter_is_right(state: &mut State, which: &Which) -> Result<(), String> {
    let Some(open) = state.open.as_mut().filter(|_| *which == Which::Filtered) else { return Ok(()) };
    open.find_hits();
    open.mistake_in_filter()
        .map_or(Ok(()), |mistake| Err(format!("There is a mistake in the filter: {}", mistake.says)))
}

/// What a filter asks that lets these excerpts through.
fn filter(open: &OpenProject, which: &Which) -> String {
    match which {
        Which::All => String::new(),
        Which::Filtered => open.filter.text().to_owned(),
        Which::Fitting(filter) => filter.clone(),
        Which::Article(id) => {
            let title = open.project.articles().get(id).map_or("", |article| &article.title);
            Filter::from(Query::field(Field::Article, title)).text().to_owned()
        }
    }
}

fn excerpts(state: &mut State, which: &Which) -> Result<Vec<ExcerptId>, String> {
    let Some(open) = state.open.as_mut() else { return Ok(Vec::new()) };
    let mut excerpts = match which {
        Which::All => everything(&open.project),
        Which::Filtered => {
            open.find_hits();
            open.hits.excerpts.clone()
        }
        Which::Article(id) => open.project.excerpts_in(*id).map(|excerpt| excerpt.id).collect(),
        Which::Fitting(filter) => select(&open.project, Some(open.me.id), &Filter::new(filter))
            .map_err(|mistake| format!("Nothing was exported: in the filter “{filter}”, {}", mistake.says))?,
    };
    // What is hidden is not handed on either: all that leaves was to be seen.
    if open.whose != Whose::All {
        excerpts.retain(|id| open.project.excerpts().get(id).is_some_and(|excerpt| open.shows(excerpt)));
    }
    Ok(excerpts)
}

/// Keeps an export by a name; one of that name is replaced.
fn keep(
    state: &mut State,
    name: &str,
    order: &ExportOrder,
    surroundings: &mut dyn Surroundings,
    requests: &mut Vec<Request>,
) {
    let now = surroundings.now();
    if let Err(sentence) = order.checked().and_then(|_| filter_is_right(state, &order.which)) {
        return state.notices.say(NoticeKind::Problem, sentence, now);
    }
    let Some(open) = state.open.as_ref() else { return };
    let name = name.trim().to_owned();
    let same = open.project.presets().values().find(|preset| preset.name.to_lowercase() == name.to_lowercase());
    let (id, extra) = same
        .map_or_else(|| (PresetId::fresh(surroundings), Extra::default()), |preset| (preset.id, preset.extra.clone()));
    let filter = match &order.which {
        // Titles change, and two articles may have the same.
        Which::Article(id) => Filter::from(Query::field(Field::Article, id.to_string().as_str())).text().to_owned(),
        which => filter(open, which),
    };
    let wanted = order.wanted.clone();
    let preset = ExportPreset {
        id,
        name: name.clone(),
        format: order.format.clone(),
        filter,
        columns: wanted.columns,
        sorted_by: wanted.order,
        grouped_by: wanted.group,
        context: wanted.context,
        citation: wanted.citation,
        raw: wanted.raw,
        without_codebook: wanted.without_codebook,
        extra,
    };
    let change = Change::put("keep an export", [Record::Preset(Box::new(preset))]);
    commit_and_say(state, change, format!("The export “{name}” is kept"), now, requests);
}

/// Runs an export that is kept.
fn run(state: &mut State, id: PresetId, now: Timestamp, requests: &mut Vec<Request>) {
    let preset = state.open.as_ref().and_then(|open| open.project.presets().get(&id));
    if let Some(order) = preset.map(ExportOrder::of) {
        choose(state, order, false, now, requests);
    }
}

/// Removes an export that is kept.
fn remove(state: &mut State, id: PresetId, now: Timestamp, requests: &mut Vec<Request>) {
    let change = Change::remove("remove a kept export", [RecordId::Preset(id)]);
    commit_and_say(state, change, "The kept export is removed".to_owned(), now, requests);
}
