//! Bytes to articles: one file a kind of source, all in one list. Bytes in, never files.
