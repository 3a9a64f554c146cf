//! Something counted over a whole project for one question at a time: at once where that is little, else beside the window,
//! so that no frame grows with the project.

use std::sync::mpsc::{Receiver, TryRecvError};

use egui::Context;

use crate::desktop::worker::aside;
use crate::model::Project;

/// Up to so many excerpts are walked at once.
const AT_ONCE: usize = 20_000;

/// The answer to the last question, and the one that is on its way.
pub struct Counted<Q, A> {
    known: Option<(Q, A)>,
    coming: Option<(Q, Receiver<A>)>,
}

impl<Q, A> Default for Counted<Q, A> {
    fn default() -> Self {
        Self { known: None, coming: None }
    }
}

impl<Q: PartialEq, A: Send + 'static> Counted<Q, A> {
    /// The answer to `question`, which `count` finds; `None` while it is on its way.
    pub fn answer(
        &mut self,
        ctx: &Context,
        project: &Project,
        question: Q,
        count: impl FnOnce() -> A + Send + 'static,
    ) -> Option<&A> {
        if self.known.as_ref().is_none_or(|(known, _)| *known != question) {
            self.known = None;
            match self.coming.take_if(|(asked, _)| *asked == question) {
                _ if project.excerpts().len() <= AT_ONCE => self.known = Some((question, count())),
                None => {
                    let ctx = ctx.clone();
                    self.coming = Some((question, aside(count, move || ctx.request_repaint())));
                }
                Some((asked, receiver)) => match receiver.try_recv() {
                    Ok(answer) => self.known = Some((question, answer)),
                    // Without an answer that could still come nothing is asked again: it would fail again.
                    Err(TryRecvError::Empty | TryRecvError::Disconnected) => self.coming = Some((asked, receiver)),
                },
            }
        }
        self.known.as_ref().map(|(_, answer)| answer)
    }
}
