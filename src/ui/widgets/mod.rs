//! The small pieces that panels and overlays are built of.

pub mod at_hand;
pub mod code_picker;
pub mod completing_field;
pub mod counted;
pub mod draft_field;
pub mod icon_button;
pub mod list_row;
pub mod markdown;
pub mod marks;
pub mod quote;
pub mod search_field;
pub mod section;
pub mod tag_sign;

pub use at_hand::AtHand;
pub use draft_field::Drafts;
pub use search_field::SearchField;
