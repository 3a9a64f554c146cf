//! Text as analysts see it: article texts, words and sentences, anchors, search.
//! Pure functions over strings and spans; knows the model's records, never files or screens.

pub mod anchoring;
pub mod article_text;
pub mod bounds;
pub mod cells;
pub mod finding;
pub mod folding;
pub mod held;
mod leads;
pub mod loose;
pub mod marks;
pub mod names;
mod near;
mod needle;
pub mod numbers;
pub mod outline;
pub mod pattern;
pub mod search;
mod signs;

pub use article_text::ArticleText;
#[cfg(test)]
pub(crate) mod sample;
