//! Questions over a whole project: which excerpts fit a filter, and how many there are of each kind.
//! Pure functions over records; what is done with the answers is decided in `app` and `cli`.

pub mod counts;
pub mod filter;

pub use counts::{Count, Counts};
pub use filter::{Filter, select};
