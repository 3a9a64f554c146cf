//! The world outside: dialogs, worker, clock, clipboard; and a scripted stand-in for tests.

pub mod article_files;
pub mod surroundings;
pub mod user_folder;
