//! What stands beside the text: articles and codes at the left, the inspector at the right.

pub mod articles;
pub mod codes;
mod in_article;
pub mod inspector;
mod links;
pub mod statement;
mod statement_codes;
mod tag_choice;
