//! What the program decides: state, actions, commands, update; requests to the outside world and its replies.
//! Panels append actions, [`update()`] carries them out, [`receive()`] takes in what the world answers. Nothing here
//! draws, reads a file, starts a thread or looks at a clock, so the whole program runs in an ordinary test.

pub mod action;
mod archiving;
mod backups;
pub mod code_action;
pub mod command;
mod copying;
pub mod editing;
mod exchange;
mod exporting;
mod files;
mod glance;
mod keeping;
mod kept;
pub mod keys;
pub mod notices;
pub mod outcomes;
pub mod panels;
mod projects;
pub mod receive;
pub mod reply;
pub mod request;
pub mod search;
mod seeking;
pub mod settings;
mod shown;
pub mod state;
pub mod update;
mod versions;

pub use action::{Action, ArticleField, ExcerptField, LinkKind};
pub use archiving::Archiving;
pub use backups::{Applied, BackupEntry, BackupList, Compared, Restoring, moment};
pub use code_action::{CodeAction, CodeField};
pub use command::{COMMANDS, Command, CommandId};
pub use exporting::{ExportAction, ExportOrder, Which};
pub use keys::Keys;
pub use notices::{Notice, NoticeKind, Notices};
pub use outcomes::{FileOutcome, FolderEntry};
pub use receive::receive;
pub use reply::Reply;
pub use request::{JobId, Purpose, Request};
pub use search::{ArticleHits, CountedBy, Hit, Place, Search, SearchAction, Unit};
pub use seeking::{Hits, ListOrder};
pub use settings::{Reading, Settings, Snap, Table, Theme, Whose};
pub use shown::{ShownOf, ShownOrder};
pub use state::{Job, Leaving, OpenProject, Overlay, SaveStatus, State, View};
pub use update::update;
pub use versions::{Unread, Version, Versions};
