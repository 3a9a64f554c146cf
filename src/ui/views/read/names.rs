//! Which names of actors stand in an article: found once for each state of the codes, on a thread for a long text.

use std::sync::mpsc::{Receiver, TryRecvError};

use egui::Context;

use crate::desktop::worker::aside;
use crate::model::ActorId;
use crate::text::ArticleText;
use crate::text::names::{NameBook, NamePlace, NamedCode};
use crate::ui::widgets::AtHand;

/// Texts up to this many bytes are looked through at once, longer ones on a thread.
const AT_ONCE_BYTES: usize = 100_000;

/// The names in one article.
#[derive(Default)]
pub(super) struct Names {
    number: Option<u64>,
    places: Vec<NamePlace>,
    finding: Option<(u64, Receiver<Vec<NamePlace>>)>,
}

impl Names {
    /// Brings the places along with the codes. Cheap while they are as they were.
    pub(super) fn follow(&mut self, ctx: &Context, at_hand: &AtHand, text: &ArticleText) {
        let number = at_hand.number();
        if self.number == Some(number) {
            return;
        }
        if text.as_str().len() <= AT_ONCE_BYTES {
            (self.number, self.places) = (Some(number), find(at_hand.book(), text));
            return;
        }
        match &self.finding {
            Some((wanted, receiver)) if *wanted == number => {
                match receiver.try_recv() {
                    Ok(places) => (self.number, self.places) = (Some(number), places),
                    Err(TryRecvError::Empty) => return,
                    // The thread is gone without an answer: no names then, rather than asking for ever.
                    Err(TryRecvError::Disconnected) => self.number = Some(number),
                }
                self.finding = None;
            }
            _ => {
                let (book, text, ctx) = (at_hand.book().clone(), text.clone(), ctx.clone());
                let places = aside(move || find(&book, &text), move || ctx.request_repaint());
                self.finding = Some((number, places));
            }
        }
    }

    /// Where names of actors stand, in order.
    pub(super) fn places(&self) -> &[NamePlace] {
        &self.places
    }

    /// The actors whose name stands at `byte`.
    pub(super) fn actors_at(&self, at_hand: &AtHand, byte: usize) -> Vec<ActorId> {
        if self.number != Some(at_hand.number()) {
            return Vec::new();
        }
        let after = self.places.partition_point(|place| place.span.end() < byte);
        let place = self.places.get(after).filter(|place| place.span.start() <= byte);
        let codes = place.map_or(&[][..], |place| at_hand.book().codes(*place));
        let actor = |code: &NamedCode| if let NamedCode::Actor(id) = code { Some(id.clone()) } else { None };
        codes.iter().filter_map(actor).collect()
    }
}

fn find(book: &NameBook, text: &ArticleText) -> Vec<NamePlace> {
    let text = text.as_str();
    let of_actor = |place: &NamePlace| book.codes(*place).iter().any(|code| matches!(code, NamedCode::Actor(_)));
    book.find(text, 0..text.len()).into_iter().filter(of_actor).collect()
}
