//! `--filter`: the filter language of the window on the command line. Its mistakes are shown with their place.

use super::Failure;
use super::session::analyst_named;
use crate::analysis::query::Mistake;
use crate::analysis::{Filter, select};
use crate::model::{AnalystId, ExcerptId, Project};

/// The filter that was typed; without one, everything.
pub(super) fn read(typed: Option<&str>) -> Result<Filter, Failure> {
    let filter = Filter::new(typed.unwrap_or_default());
    match filter.query() {
        Ok(_) => Ok(filter),
        Err(mistake) => Err(shown(&filter, mistake)),
    }
}

/// The excerpts that fit, in order.
pub(super) fn excerpts(project: &Project, filter: &Filter, analyst: Option<&str>) -> Result<Vec<ExcerptId>, Failure> {
    // Who did nothing here yet is nobody's analyst, and has tagged nothing; a name that was given must be known.
    let nobody = analyst.is_none().then_some(AnalystId::from_bytes([0; 16]));
    let me = analyst_named(project, analyst).or(nobody);
    select(project, me, filter).map_err(|mistake| shown(filter, &mistake))
}

/// What is wrong, and with which part of what was typed.
fn shown(filter: &Filter, mistake: &Mistake) -> Failure {
    let part = filter.text().get(mistake.at.clone()).unwrap_or_default().trim();
    let at = filter.text().get(..mistake.at.start).unwrap_or_default().chars().count() + 1;
    Failure(format!("in the filter, at “{part}” (character {at}): {}", mistake.says))
}
