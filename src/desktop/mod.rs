//! The world outside: dialogs, worker, clock, files; and a scripted stand-in for tests. Does what requests ask and
//! answers with replies; decides nothing and draws nothing.

mod archiving;
pub mod article_files;
pub mod backing_up;
#[cfg(feature = "gui")]
pub mod clipboard;
pub mod desk;
#[cfg(feature = "gui")]
pub mod dialogs;
mod jobs;
pub mod scripted;
pub mod searching;
mod stoppable;
pub mod surroundings;
pub mod user_folder;
#[cfg(feature = "gui")]
pub mod worker;

pub use desk::{Desk, Shelf};
pub use jobs::record_file;
pub use scripted::Scripted;
pub use stoppable::Stoppable;
pub use surroundings::RealSurroundings;

use crate::app::{Reply, Request};

/// Does what the program asks for and answers, now or later.
pub trait World {
    /// Takes a request. Never waits for it to be done.
    fn submit(&mut self, request: Request);

    /// What has been answered since the last call, in order.
    fn take_replies(&mut self) -> Vec<Reply>;
}
