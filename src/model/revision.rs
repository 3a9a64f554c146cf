//! Numbers of the states of a project, by which others know what they worked out before still stands.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{Edit, RecordId};

/// Each rises when what it counts changes, to a number that no project had before while the program runs.
#[derive(Debug, Clone)]
pub(super) struct Revisions {
    /// Anything.
    pub(super) all: u64,
    /// Tags, actors, issues.
    pub(super) codes: u64,
    /// Articles; which excerpts there are, where they stand and with which words.
    pub(super) places: u64,
}

impl Revisions {
    pub(super) fn new() -> Self {
        Self { all: next(), codes: next(), places: next() }
    }

    /// A change was made of such steps.
    pub(super) fn change(&mut self) {
        self.all = next();
    }

    /// A step of a change was made; one of an excerpt that stayed where it was, with its words, if `in_place`.
    pub(super) fn step(&mut self, edit: &Edit, in_place: bool) {
        match edit.id() {
            RecordId::Tag(_) | RecordId::Actor(_) | RecordId::Issue(_) => self.codes = next(),
            RecordId::Article(_) => self.places = next(),
            RecordId::Excerpt(_) if !in_place => self.places = next(),
            _ => {}
        }
    }
}

fn next() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}
