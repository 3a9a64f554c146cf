//! Questions over a whole project: which excerpts fit a filter (`query` is its language), how many there are of each
//! kind, which code is meant.
//! Pure functions over records; what is done with the answers is decided in `app` and `cli`.

pub mod code_checks;
pub mod code_index;
pub mod code_uses;
pub mod counts;
pub mod filter;
pub mod listing;
pub mod offers;
pub mod overview;
pub mod query;

pub use counts::{Count, Counts};
pub use filter::{Filter, everything};
pub use listing::{Arrangement, Column, Listed, Listing, select};
