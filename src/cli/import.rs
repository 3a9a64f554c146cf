//! `rapporteur import`: files and folders to articles, with a report of each file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::output::Output;
use super::session::Session;
use super::{Failure, Outcome, count};
use crate::desktop::article_files::{gather, read};
use crate::model::{ArticleId, Change, Record, Surroundings as _, TextHash};
use crate::storage::BackupReason;
use crate::text::ArticleText;

/// Texts kept in memory before they are written.
const BATCH_BYTES: usize = 32 << 20;

pub(super) fn run(
    folder: &Path,
    paths: &[PathBuf],
    analyst: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Outcome, Failure> {
    let mut session = Session::open(folder, analyst, output)?;
    session.back_up(BackupReason::Import, output)?;
    let found = gather(paths);
    // Said when it is done, so that nothing is called imported that a full disk then refused.
    let mut report: Vec<String> = Vec::new();
    for (path, why) in &found.refused {
        report.push(format!("refused   {}: {why}", path.display()));
    }
    let mut titles: BTreeMap<TextHash, String> =
        session.project.articles().values().map(|article| (article.text, article.title.clone())).collect();
    let (mut records, mut texts): (Vec<Record>, Vec<ArticleText>) = (Vec::new(), Vec::new());
    let (mut bytes, mut twice, mut refused) = (0, 0, found.refused.len());
    for path in &found.files {
        let incoming = match read(path) {
            Ok(incoming) => incoming,
            Err(why) => {
                refused += 1;
                report.push(format!("refused   {}: {why}", path.display()));
                continue;
            }
        };
        if let Some(title) = titles.get(&incoming.text.hash()) {
            twice += 1;
            report.push(format!("twice     {}: its text is in the project already, as “{title}”", path.display()));
            continue;
        }
        let inferred = if incoming.title_inferred { " (title taken from the first words)" } else { "" };
        report.push(format!("imported  {}: “{}”{inferred}", path.display(), incoming.title));
        for cleaned in &incoming.cleaned {
            report.push(format!("          {cleaned}"));
        }
        titles.insert(incoming.text.hash(), incoming.title.clone());
        let now = session.surroundings.now();
        let id = ArticleId::fresh(&mut session.surroundings);
        let (article, text) = incoming.into_article(id, session.me.id, now);
        bytes += text.as_str().len();
        texts.push(text);
        records.push(Record::Article(Box::new(article)));
        if bytes > BATCH_BYTES {
            session.store.add_texts(&texts)?;
            texts.clear();
            bytes = 0;
        }
    }
    session.store.add_texts(&texts)?;
    let imported = records.len();
    let label = if imported == 1 { "import article".to_owned() } else { format!("import {imported} articles") };
    session.commit(Change::put(label, records))?;
    for line in &report {
        output.line(line);
    }
    let mut parts = vec![format!("{} imported", count(imported, "article"))];
    parts.extend((twice > 0).then(|| format!("{twice} in the project already")));
    parts.extend(
        (found.passed_over > 0).then(|| format!("{} of other kinds passed over", count(found.passed_over, "file"))),
    );
    parts.extend((refused > 0).then(|| format!("{refused} refused")));
    output.line(&parts.join(", "));
    Ok(if refused > 0 { Outcome::InPart } else { session.outcome() })
}
