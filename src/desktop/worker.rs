//! The world of the real window: a thread for the desk, one for each long piece of work, one for an open dialog.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::user_folder::UserFolder;
use super::{Desk, RealSurroundings, Shelf, World, dialogs, jobs};
use crate::app::{Reply, Request};
use crate::model::Surroundings as _;
use crate::storage::{Fs, Writer};

/// How long nothing is asked before the files are brought up to date and others' changes are looked for.
const PAUSE: Duration = Duration::from_secs(5);

/// Tells the window that there is something to take.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// The real world, as seen from the window's thread.
pub struct Worker {
    requests: Sender<Request>,
    replies: Receiver<Reply>,
    answer: Sender<Reply>,
    cancelled: jobs::Cancelled,
    shelf: Shelf,
    wake: Wake,
}

impl Worker {
    /// Starts the desk on a thread of its own.
    #[expect(clippy::disallowed_methods, reason = "the one place that starts threads, besides that of a dialog")]
    pub fn start(fs: Arc<dyn Fs>, user_folder: UserFolder, writer: Writer, wake: Wake) -> Self {
        let (requests, inbox) = channel::<Request>();
        let (answer, replies) = channel::<Reply>();
        let cancelled = jobs::Cancelled::default();
        let run_job = {
            let (answer, wake, cancelled) = (answer.clone(), wake.clone(), cancelled.clone());
            move |order: jobs::JobOrder| {
                let (answer, wake, cancelled) = (answer.clone(), wake.clone(), cancelled.clone());
                thread::spawn(move || {
                    order.run(&mut RealSurroundings::default(), &cancelled, &mut |reply| {
                        // Nobody listens any more when the window is gone; then nothing is lost either.
                        let _ = answer.send(reply);
                        wake();
                    });
                });
            }
        };
        let desk = Desk::new(fs, user_folder, writer, Box::new(RealSurroundings::default()), Box::new(run_job));
        let mut desk = desk.stopped_by(cancelled.clone());
        let shelf = desk.shelf();
        {
            let (answer, wake) = (answer.clone(), wake.clone());
            thread::spawn(move || {
                // What comes while a step is being kept is kept together with the next: one sync for all of them.
                let mut next: Option<Request> = None;
                let clock = RealSurroundings::default();
                let mut looked = clock.now();
                loop {
                    let request = match next.take().map_or_else(|| inbox.recv_timeout(PAUSE), Ok) {
                        Ok(request) => Some(request),
                        Err(RecvTimeoutError::Timeout) => None,
                        Err(RecvTimeoutError::Disconnected) => break,
                    };
                    let mut answered = request.is_some();
                    let mut tell = |reply| {
                        answered = true;
                        // How far a long opening or copy is has to be seen while it lasts.
                        let at_once = matches!(reply, Reply::Progress { .. } | Reply::Glanced { .. });
                        let _ = answer.send(reply);
                        if at_once {
                            wake();
                        }
                    };
                    match request {
                        Some(Request::Record { step, revision: first }) => {
                            let (mut steps, mut latest) = (vec![*step], first);
                            for request in inbox.try_iter() {
                                match request {
                                    Request::Record { step, revision } => {
                                        steps.push(*step);
                                        latest = revision;
                                    }
                                    other => {
                                        next = Some(other);
                                        break;
                                    }
                                }
                            }
                            desk.record(&steps, latest, &mut tell);
                        }
                        Some(request) => desk.carry_out(request, &mut tell),
                        None => {
                            looked = clock.now();
                            desk.pause(&mut tell);
                        }
                    }
                    // Somebody who tags without a pause is to see what others do as well.
                    if clock.now().duration_since(looked).unsigned_abs() >= PAUSE {
                        looked = clock.now();
                        desk.carry_out(Request::Sweep, &mut tell);
                    }
                    if answered {
                        wake();
                    }
                }
            });
        }
        Self { requests, replies, answer, cancelled, shelf, wake }
    }
}

/// Works something out beside the window, such as an index of a long text; `wake` is called when it can be taken.
#[expect(clippy::disallowed_methods, reason = "the one place that starts threads, besides that of a dialog")]
pub fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    wake: impl FnOnce() + Send + 'static,
) -> Receiver<T> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        // Nobody waits any more if what asked for it was put away meanwhile.
        let _ = sender.send(work());
        wake();
    });
    receiver
}

impl Worker {
    #[expect(clippy::disallowed_methods, reason = "the one place that starts threads, besides that of a dialog")]
    fn read(&self, read: impl FnOnce(&Shelf) -> Reply + Send + 'static) {
        let (shelf, answer, wake) = (self.shelf.clone(), self.answer.clone(), self.wake.clone());
        thread::spawn(move || {
            // Nobody listens any more when the window is gone.
            let _ = answer.send(read(&shelf));
            wake();
        });
    }
}

impl World for Worker {
    fn submit(&mut self, request: Request) {
        match request {
            Request::CancelJob(job) => self.cancelled.cancel(job),
            // An article is there at once, whatever the desk is at.
            Request::LoadText { article, text } => self.read(move |shelf| shelf.load(article, text)),
            Request::ReadExcerpts(article) => self.read(move |shelf| shelf.read_excerpts(article)),
            Request::Pick { purpose, suggested } => {
                dialogs::pick(purpose, suggested, self.answer.clone(), self.wake.clone());
            }
            request => {
                if self.requests.send(request).is_err() {
                    let message = "the part of the program that keeps files has stopped; restart it".to_owned();
                    let _ = self.answer.send(Reply::RecordFailed { message });
                }
            }
        }
    }

    fn take_replies(&mut self) -> Vec<Reply> {
        self.replies.try_iter().collect()
    }
}
