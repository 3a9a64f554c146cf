//! What fills the middle of the window: the start screen, the article, the table of excerpts.

pub mod excerpts;
pub mod read;
pub mod start;
