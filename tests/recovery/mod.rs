//! Stories of what goes wrong and of several analysts at one project: nothing is lost, and all of it is said.

mod backups;
pub(crate) mod keeping;
mod unread;
mod versions;
