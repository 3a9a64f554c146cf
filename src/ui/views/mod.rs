//! What fills the middle of the window: the start screen, the article, the table of excerpts, the trees of codes,
//! the search over all articles, the overview.

pub mod codes;
pub mod excerpts;
pub mod overview;
pub mod read;
pub mod reading_on;
pub mod search;
pub mod start;
