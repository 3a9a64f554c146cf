//! The reading pane: shows one article of any length with its excerpts, and tells what the analyst does there.
//! It knows texts, spans and colours, but neither project nor application: plain values in, events out.
//! In reading order: `input`, `state`, `view` (one frame); `blocks`, `heights`, `block_layout`, `cursor`, `mixed`,
//! `page`, `scroll` (where text is); `painted`, `overlaps`, `paint`, `underline`, `details`, `found`, `names`, `overview` (what
//! lies over it); `selection`, `pointer`, `keyboard`, `trail` (what hands do); `accessibility`; `lines` (words elsewhere).

mod accessibility;
mod block_layout;
pub mod blocks;
mod cursor;
mod details;
pub mod found;
mod header;
pub mod heights;
pub mod input;
mod keyboard;
pub mod lines;
mod mixed;
mod names;
pub mod overlaps;
pub mod overview;
mod page;
mod paint;
pub mod painted;
mod pointer;
mod scroll;
mod scroll_bar;
pub mod selection;
pub mod state;
pub mod trail;
mod underline;
mod view;

pub use found::Found;
pub use input::{Headings, ReaderEvent, ReaderHeader, ReaderInput, ReaderOutput, ReadingStyle};
pub use painted::{PaintedExcerpt, PaintedExcerpts, Placed};
pub use selection::{Selection, Unit};
pub use state::ReaderState;
pub use trail::Trail;
pub use view::show;
