//! Which file holds what: the paths of a project's folder, always relative to it and with forward slashes.

use std::path::Path;

use super::WriterId;
use super::fs::{EntryKind, Fs};
use crate::model::{AnalystId, ArticleId, RecordId, TextHash};

/// The project's own file; a folder without it is no project.
pub const PROJECT_FILE: &str = "project.ron";
/// Articles' details and texts.
pub(super) const ARTICLES: &str = "articles";
/// Excerpts, a folder for each article, a file for each writer.
pub(super) const EXCERPTS: &str = "excerpts";
/// Tags, actors and issues, a file for each writer.
pub(super) const CODES: &str = "codes";
/// Analysts, a file for each writer.
pub(super) const WRITERS: &str = "writers";
/// The folders of a project that are handed on.
pub(super) const FOLDERS: [&str; 4] = [ARTICLES, EXCERPTS, CODES, WRITERS];
/// Copies of files that were damaged. What stays on this machine (journal, lock, index cache, backups) is in `.local`.
pub(super) const QUARANTINE: &str = ".local/quarantine";
/// The backups that lie in the project's folder.
pub(super) const BACKUPS: &str = ".local/backups";
/// A copy of the project's own file, renewed with each opening.
pub(super) const PROJECT_COPY: &str = ".local/project.ron";
/// What the files said when they were last read, quick to read.
pub(super) const INDEX: &str = ".local/index";
/// Changes that are not yet in their files.
pub(super) const JOURNALS: &str = ".local/journal";
/// Tells this copy of the folder from others.
pub(super) const PLACE: &str = ".local/place";
/// Under which ids analysts write in this copy, a file for each.
pub(super) const WRITERS_HERE: &str = ".local/writers";
/// For each analyst a lock, held by the program in which they have the project open for writing.
pub(super) const LOCKS: &str = ".local/locks";
/// What git and sync programs are told beside the project's own file; what it says is in `couriers`.
pub(super) const COURIER_FILES: [&str; 3] = [".gitattributes", ".gitignore", ".stignore"];
/// What each writer of this machine can undo, and what they had written.
pub(super) const HISTORY: &str = ".local/history";

/// Folders hold at most a few hundred files each, even at 20,000 articles: the last two digits of the id decide.
/// (The first ones of a UUIDv7 are the time and would be the same for a whole import.)
fn shard(id: &str) -> &str {
    id.len().checked_sub(2).and_then(|from| id.get(from..)).unwrap_or("00")
}

/// The details of an article, as its importer keeps them.
#[must_use]
pub(super) fn article_file(article: ArticleId) -> String {
    let id = article.to_string();
    format!("{ARTICLES}/{}/{id}.ron", shard(&id))
}

/// What another writer than the importer changed in an article's details.
#[must_use]
pub(super) fn article_file_of(article: ArticleId, writer: &WriterId) -> String {
    let id = article.to_string();
    format!("{ARTICLES}/{}/{id}.{writer}.ron", shard(&id))
}

/// The text with this hash.
#[must_use]
pub(super) fn text_file(hash: TextHash) -> String {
    let name = hash.to_string();
    format!("{ARTICLES}/{}/{name}.txt", shard(&name))
}

/// The text that a file holds, by its name.
#[must_use]
pub(super) fn text_of(file: &str) -> Option<TextHash> {
    file.strip_suffix(".txt")?.rsplit('/').next()?.parse().ok()
}

/// Where all that was tagged in `article` lies.
#[must_use]
pub(super) fn excerpts_folder(article: ArticleId) -> String {
    let id = article.to_string();
    format!("{EXCERPTS}/{}/{id}", shard(&id))
}

/// What `writer` tagged in `article`.
#[must_use]
pub(super) fn excerpts_file(article: ArticleId, writer: &WriterId) -> String {
    format!("{}/{writer}.ron", excerpts_folder(article))
}

/// The tags, actors and issues that `writer` made or changed.
#[must_use]
pub(super) fn codes_file(writer: &WriterId) -> String {
    format!("{CODES}/{writer}.ron")
}

/// Who `writer` is, and what they changed in other analysts' and in the project's own line.
#[must_use]
pub(super) fn writer_file(writer: &WriterId) -> String {
    format!("{WRITERS}/{writer}.ron")
}

/// What `adopter` found in a journal of `writer` in their own copy of the folder, and belongs in `home`.
#[must_use]
pub(super) fn adopted_file(home: &str, writer: &WriterId, adopter: &WriterId) -> String {
    let stem = home.strip_suffix(".ron").unwrap_or(home);
    match writer_of(home) {
        Some(_) => format!("{stem}.{adopter}.ron"),
        None if home == PROJECT_FILE => format!("{WRITERS}/{writer}.{adopter}.ron"),
        None => format!("{stem}.{writer}.{adopter}.ron"),
    }
}

/// What `writer` can undo.
#[must_use]
pub(super) fn history_file(writer: &WriterId) -> String {
    format!("{HISTORY}/{writer}.undo")
}

/// Held by the program in which `analyst` has the project open for writing.
#[must_use]
pub(super) fn lock_file(analyst: AnalystId) -> String {
    format!("{LOCKS}/{analyst}.lock")
}

/// Says in words who holds the lock of `analyst`.
#[must_use]
pub(super) fn holder_file(analyst: AnalystId) -> String {
    format!("{LOCKS}/{analyst}.holder")
}

/// Journal number `number` of `writer`.
#[must_use]
pub(super) fn journal_file(writer: &WriterId, number: u64) -> String {
    format!("{JOURNALS}/{writer}-{number:08}.journal")
}

/// The writer and number of a journal, by its name without the folder.
#[must_use]
pub(super) fn journal_of(name: &str) -> Option<(WriterId, u64)> {
    let (writer, number) = name.strip_suffix(".journal")?.rsplit_once('-')?;
    Some((writer.parse().ok()?, number.parse().ok()?))
}

/// What a line of a file is where it does not say so itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Defaults {
    /// The kind of its records; files of codes have no default.
    pub(super) kind: Option<Kind>,
    /// The article that its excerpts are in.
    pub(super) article: Option<ArticleId>,
}

/// The kinds of records, by the word that files use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The project's own line.
    Project,
    /// An analyst.
    Analyst,
    /// A tag.
    Tag,
    /// An actor.
    Actor,
    /// An issue.
    Issue,
    /// An article's details.
    Article,
    /// An excerpt.
    Excerpt,
    /// A kept filter.
    Filter,
    /// A kept export.
    Preset,
}

impl Kind {
    /// All of them, in the order in which a file lists them.
    pub(super) const ALL: [Self; 9] = [
        Self::Project,
        Self::Analyst,
        Self::Tag,
        Self::Actor,
        Self::Issue,
        Self::Article,
        Self::Excerpt,
        Self::Filter,
        Self::Preset,
    ];

    /// The word that files use.
    #[must_use]
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Analyst => "analyst",
            Self::Tag => "tag",
            Self::Actor => "actor",
            Self::Issue => "issue",
            Self::Article => "article",
            Self::Excerpt => "excerpt",
            Self::Filter => "filter",
            Self::Preset => "preset",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The kind of a record.
    #[must_use]
    pub(super) fn of(id: &RecordId) -> Self {
        match id {
            RecordId::Project => Self::Project,
            RecordId::Analyst(_) => Self::Analyst,
            RecordId::Tag(_) => Self::Tag,
            RecordId::Actor(_) => Self::Actor,
            RecordId::Issue(_) => Self::Issue,
            RecordId::Article(_) => Self::Article,
            RecordId::Excerpt(_) => Self::Excerpt,
            RecordId::Filter(_) => Self::Filter,
            RecordId::Preset(_) => Self::Preset,
        }
    }
}

/// What the lines of `file` are, judged by its path.
#[must_use]
pub(super) fn defaults_of(file: &str) -> Defaults {
    let mut parts = file.split('/');
    let kind = match parts.next() {
        Some(PROJECT_FILE) => Some(Kind::Project),
        Some(ARTICLES) => Some(Kind::Article),
        Some(EXCERPTS) => Some(Kind::Excerpt),
        Some(WRITERS) => Some(Kind::Analyst),
        _ => None,
    };
    let article = if kind == Some(Kind::Excerpt) { parts.nth(1).and_then(|id| id.parse().ok()) } else { None };
    Defaults { kind, article }
}

/// The writer of `file`, judged by its name: what stands before the last `.ron`, after any other dot.
#[must_use]
pub(super) fn writer_of(file: &str) -> Option<WriterId> {
    let name = file.rsplit('/').next()?.strip_suffix(".ron")?;
    match file.split('/').next()? {
        ARTICLES => name.split_once('.').and_then(|(_, writer)| writer.parse().ok()),
        EXCERPTS | CODES | WRITERS => name.split('.').next()?.parse().ok(),
        _ => None,
    }
}

/// Whether `path` is a project's own file or in one of its own folders. Beside these anything may lie in the folder of a
/// project.
pub(super) fn is_of_project(fs: &dyn Fs, path: &Path) -> bool {
    let Ok(path) = std::path::absolute(path) else { return false };
    let is_project = |folder: &&Path| matches!(fs.kind(&folder.join(PROJECT_FILE)), Ok(Some(EntryKind::File)));
    let Some(project) = path.ancestors().skip(1).find(is_project) else { return false };
    let first = path.strip_prefix(project).ok().and_then(|below| below.components().next());
    let first = first.map(|part| part.as_os_str().to_string_lossy()).unwrap_or_default();
    let files = COURIER_FILES.into_iter().chain([PROJECT_FILE, ".local"]);
    FOLDERS.into_iter().chain(files).any(|own| own == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_what_they_hold() {
        let article = ArticleId::from_bytes([0xab; 16]);
        let anna: WriterId = "anna".parse().expect("an id");
        let file = excerpts_file(article, &anna);
        assert_eq!(file, "excerpts/ab/abababab-abab-abab-abab-abababababab/anna.ron");
        assert_eq!(defaults_of(&file), Defaults { kind: Some(Kind::Excerpt), article: Some(article) });
        assert_eq!(writer_of(&file), Some(anna.clone()));
        assert_eq!(writer_of(&article_file(article)), None);
        assert_eq!(writer_of(&article_file_of(article, &anna)), Some(anna.clone()));
        assert_eq!(writer_of(&codes_file(&anna)), Some(anna.clone()));
        assert_eq!(writer_of(PROJECT_FILE), None);
        assert_eq!(defaults_of(&codes_file(&anna)).kind, None);
        assert_eq!(defaults_of(&writer_file(&anna)).kind, Some(Kind::Analyst));
    }
}
