//! How much the store takes in before it looks closer. Everything in a project folder may come from strangers.

/// Largest `project.ron`, in bytes.
pub const PROJECT_FILE_MAX_BYTES: u64 = 4 << 20;
/// Largest other RON file, in bytes.
pub const RECORD_FILE_MAX_BYTES: u64 = 64 << 20;
/// Longest line of a RON file, in bytes: one record.
pub const LINE_MAX_BYTES: usize = 1 << 20;
/// Largest article text, in bytes.
pub const ARTICLE_MAX_BYTES: u64 = 20 << 20;
/// Largest journal, in bytes: one change of a million excerpts takes more than a GB.
pub(super) const JOURNAL_MAX_BYTES: u64 = 4 << 30;
/// Largest index cache, in bytes.
pub(super) const INDEX_MAX_BYTES: u64 = 2 << 30;
/// Longest id of a writer, in bytes.
pub(super) const WRITER_ID_MAX_BYTES: usize = 40;
/// Largest archive of a project, in bytes.
pub const ARCHIVE_MAX_BYTES: u64 = 1 << 30;
/// Most files in an archive.
pub(super) const ARCHIVE_FILES_MAX: usize = 500_000;
/// Most bytes that an archive may unpack to.
pub(super) const UNPACKED_MAX_BYTES: u64 = 4 << 30;
