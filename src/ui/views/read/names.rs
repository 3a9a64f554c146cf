//! Which names of actors stand in an article: found once, on a thread for a long text; when names change, only the new
//! ones are looked for.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};

use egui::Context;

use crate::desktop::worker::aside;
use crate::model::ActorId;
use crate::text::ArticleText;
use crate::text::names::{NameBook, NameHits, NamePlace, NamedCode};
use crate::ui::widgets::AtHand;

/// Texts up to this many bytes are looked through at once, longer ones on a thread.
const AT_ONCE_BYTES: usize = 100_000;

/// The names in one article.
#[derive(Default)]
pub(super) struct Names {
    number: Option<u64>,
    found: Found,
    finding: Option<(u64, Receiver<Found>)>,
}

/// What was found, and by which book.
#[derive(Default)]
struct Found {
    book: Arc<NameBook>,
    hits: Arc<NameHits>,
    /// Those of actors, none over another.
    places: Vec<NamePlace>,
}

impl Names {
    /// Brings the places along with the codes. Cheap while they are as they were.
    pub(super) fn follow(&mut self, ctx: &Context, at_hand: &AtHand, text: &ArticleText) {
        let number = at_hand.number();
        if self.number == Some(number) {
            return;
        }
        if text.as_str().len() <= AT_ONCE_BYTES {
            let before = (self.found.book.clone(), self.found.hits.clone());
            (self.number, self.found) = (Some(number), find(at_hand.book().clone(), &before, text));
            return;
        }
        match &self.finding {
            Some((wanted, receiver)) if *wanted == number => {
                match receiver.try_recv() {
                    Ok(found) => (self.number, self.found) = (Some(number), found),
                    Err(TryRecvError::Empty) => return,
                    // The thread is gone without an answer: no names then, rather than asking for ever.
                    Err(TryRecvError::Disconnected) => self.number = Some(number),
                }
                self.finding = None;
            }
            _ => {
                let (book, text, ctx) = (at_hand.book().clone(), text.clone(), ctx.clone());
                let before = (self.found.book.clone(), self.found.hits.clone());
                let found = aside(move || find(book, &before, &text), move || ctx.request_repaint());
                self.finding = Some((number, found));
            }
        }
    }

    /// Where names of actors stand, in order.
    pub(super) fn places(&self) -> &[NamePlace] {
        &self.found.places
    }

    /// The actors whose name stands at `byte`.
    pub(super) fn actors_at(&self, at_hand: &AtHand, byte: usize) -> Vec<ActorId> {
        if self.number != Some(at_hand.number()) {
            return Vec::new();
        }
        let places = self.places();
        let after = places.partition_point(|place| place.span.end() < byte);
        let place = places.get(after).filter(|place| place.span.start() <= byte);
        let codes = place.map_or(&[][..], |place| self.found.book.codes(*place));
        let actor = |code: &NamedCode| if let NamedCode::Actor(id) = code { Some(id.clone()) } else { None };
        codes.iter().filter_map(actor).collect()
    }
}

/// What `book` finds, by what the book of before found.
fn find(book: Arc<NameBook>, before: &(Arc<NameBook>, Arc<NameHits>), text: &ArticleText) -> Found {
    let text = text.as_str();
    let of_actor = |place: &NamePlace| book.codes(*place).iter().any(|code| matches!(code, NamedCode::Actor(_)));
    let hits = book.hits_after(&before.0, &before.1, text);
    let places = book.places(text, &hits).into_iter().filter(of_actor).collect();
    Found { hits: Arc::new(hits), places, book }
}
