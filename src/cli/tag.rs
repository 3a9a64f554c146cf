//! `rapporteur tag`: a table of quotes to excerpts, with a line for each row that was refused.

use std::io::Read as _;
use std::path::Path;

use super::output::Output;
use super::session::Session;
use super::{Failure, Outcome, count};
use crate::desktop::article_files::read_regular;
use crate::import::table::{Input, TABLE_MAX_BYTES, tag_from_table};
use crate::model::Article;
use crate::storage::BackupReason;

pub(super) fn run(
    folder: &Path,
    table: &Path,
    raw: bool,
    analyst: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Outcome, Failure> {
    let limit = TABLE_MAX_BYTES as u64 + 1;
    let bytes = if table == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(limit).read_to_end(&mut bytes);
        read.map(|_| bytes).map_err(|error| error.to_string())
    } else {
        read_regular(table, limit)
    };
    let bytes = bytes.map_err(|why| Failure(format!("The table “{}” cannot be read: {why}", table.display())))?;
    let mut session = Session::open(folder, analyst, output)?;
    let texts = session.store.texts();
    let report = &session.report;
    let mut text_of = |article: &Article| {
        // What is there already may be in what was not read, and is not to be tagged once more.
        if report.damage.iter().any(|found| found.may_hold_excerpts_of(article.id)) {
            return Err("not all excerpts of this article could be read; “rapporteur check --repair” first".to_owned());
        }
        let unreadable = |error| format!("the text of the article could not be read: {error}");
        texts.read(article.text).map_err(unreadable)
    };
    let mut input = Input { project: &session.project, text_of: &mut text_of, analyst: &session.me, raw };
    let tagging = tag_from_table(&bytes, &mut input, &mut session.surroundings)
        .map_err(|why| Failure(format!("Nothing was tagged from “{}”: {why}", table.display())))?;
    if !tagging.change.edits.is_empty() {
        session.back_up(BackupReason::Import, output)?;
        session.commit(tagging.change)?;
        // Where no window is ever opened nothing else would back up what was tagged.
        session.back_up(BackupReason::Tagged, output)?;
    }
    for refused in &tagging.refused {
        output.line(&format!("row {}: {} (“{}”)", refused.row, refused.reason, refused.quote));
    }
    let mut parts = vec![format!("{} tagged", count(tagging.tagged, "passage"))];
    parts.extend((tagging.already_there > 0).then(|| format!("{} there already", tagging.already_there)));
    parts.extend((!tagging.refused.is_empty()).then(|| format!("{} refused", tagging.refused.len())));
    output.line(&parts.join(", "));
    Ok(if tagging.refused.is_empty() { session.outcome() } else { Outcome::InPart })
}
