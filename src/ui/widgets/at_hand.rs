//! The codes at hand: names to find in texts and codes to find by name, prepared once for each state of the codes, so
//! that no frame ever walks them. Many of them are prepared on a thread.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use egui::Context;

use crate::analysis::code_index::CodeIndex;
use crate::desktop::worker::aside;
use crate::model::{Project, ProjectId};
use crate::text::names::{NameBook, NamedCode, names_of};

/// Up to so many codes are prepared at once, more on a thread.
const AT_ONCE: usize = 150;

/// Codes prepared for finding.
#[derive(Default)]
pub struct AtHand {
    of: Option<(ProjectId, u64)>,
    made: Made,
    making: Option<((ProjectId, u64), Receiver<Made>)>,
    number: u64,
}

#[derive(Default)]
struct Made {
    /// What all of it was made of.
    names: Vec<(NamedCode, Vec<String>)>,
    book: Arc<NameBook>,
    actors: Arc<CodeIndex>,
    issues: Arc<CodeIndex>,
}

impl AtHand {
    /// Brings what is prepared along with the project's codes. Cheap while they are as they were.
    pub fn follow(&mut self, ctx: &Context, project: &Project) {
        let key = (project.meta().id, project.codes_revision());
        if self.of == Some(key) {
            return;
        }
        if let Some((wanted, receiver)) = &self.making {
            if let Ok(made) = receiver.try_recv() {
                (self.of, self.made) = (Some(*wanted), made);
                self.number += 1;
                self.making = None;
            } else if *wanted == key {
                return;
            }
        }
        if self.of == Some(key) {
            return;
        }
        if self.of.is_some_and(|(id, _)| id != key.0) {
            self.made = Made::default();
        }
        let names = names_of(project);
        if self.of.is_some() && names == self.made.names {
            // A colour, a note, an order: nothing that is found by name is another one, and no text is looked through.
            self.of = Some(key);
            return;
        }
        if names.len() <= AT_ONCE {
            (self.of, self.made) = (Some(key), make(names));
            self.number += 1;
        } else {
            let ctx = ctx.clone();
            self.making = Some((key, aside(move || make(names), move || ctx.request_repaint())));
        }
    }

    /// Names to find in texts.
    #[must_use]
    pub fn book(&self) -> &Arc<NameBook> {
        &self.made.book
    }

    /// Rises whenever what is prepared changed.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Actors to find by name; retired ones are not among them.
    #[must_use]
    pub fn actors(&self) -> &CodeIndex {
        &self.made.actors
    }

    /// Issues to find by name; retired ones are not among them.
    #[must_use]
    pub fn issues(&self) -> &CodeIndex {
        &self.made.issues
    }
}

fn make(names: Vec<(NamedCode, Vec<String>)>) -> Made {
    let is_actor = |(code, _): &&(NamedCode, Vec<String>)| matches!(code, NamedCode::Actor(_));
    Made {
        book: Arc::new(NameBook::new(&names)),
        actors: Arc::new(CodeIndex::new(names.iter().filter(is_actor))),
        issues: Arc::new(CodeIndex::new(names.iter().filter(|code| !is_actor(code)))),
        names,
    }
}
