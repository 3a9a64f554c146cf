//! Excerpts to bytes: one file a format, all in one list. Bytes out, never files.
