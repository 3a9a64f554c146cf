//! A stand-in for the world that does everything at once and answers dialogs from a script. The files are real; only
//! the waiting is gone.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::{Mutex, PoisonError};

use super::jobs::JobOrder;
use super::user_folder::UserFolder;
use super::{Desk, World};
use jiff::Timestamp;

use crate::app::{Reply, Request};
use crate::model::Surroundings as _;
use crate::model::surroundings::Counting;
use crate::storage::{Fs, Writer};

/// The scripted world.
pub struct Scripted {
    desk: Desk,
    orders: Arc<Mutex<VecDeque<JobOrder>>>,
    surroundings: Counting,
    replies: Vec<Reply>,
    /// What the dialogs answer, in turn; nothing left means that the system has none.
    pub chosen: VecDeque<Option<Vec<PathBuf>>>,
    /// Whether those dialogs ask before they give a file that is there to be written to.
    pub asks: bool,
    /// What was put on the clipboard, or asked of the window.
    pub for_window: Vec<Request>,
}

impl Scripted {
    /// A world over these files, with a clock that starts at `now`; each start needs a later one, as in life.
    pub fn new(fs: Arc<dyn Fs>, user_folder: UserFolder, writer: Writer, now: Timestamp) -> Self {
        let orders = Arc::new(Mutex::new(VecDeque::new()));
        let run_job = {
            let orders = orders.clone();
            move |order| orders.lock().unwrap_or_else(PoisonError::into_inner).push_back(order)
        };
        // Another installation draws other numbers.
        let mut numbers = Counting::starting(now);
        for _ in 0..writer.id.as_str().bytes().map(usize::from).sum::<usize>() % 1000 {
            numbers.random();
        }
        let desk = Desk::new(fs, user_folder, writer, Box::new(numbers), Box::new(run_job));
        // Jobs count from elsewhere than the desk, so that no id is given twice.
        let later = Timestamp::from_second(now.as_second().saturating_add(500)).unwrap_or(now);
        Self {
            desk,
            orders,
            surroundings: Counting::starting(later),
            replies: Vec::new(),
            chosen: VecDeque::new(),
            asks: true,
            for_window: Vec::new(),
        }
    }
}

impl Scripted {
    /// What the worker does when nothing was asked for a while.
    pub fn pause(&mut self) {
        let replies = &mut self.replies;
        self.desk.pause(&mut |reply| replies.push(reply));
        self.run_jobs();
    }

    fn run_jobs(&mut self) {
        let replies = &mut self.replies;
        let cancelled = self.desk.cancelled();
        while let Some(order) = self.orders.lock().unwrap_or_else(PoisonError::into_inner).pop_front() {
            self.surroundings.pass(1);
            order.run(&mut self.surroundings, &cancelled, &mut |reply| replies.push(reply));
        }
    }
}

impl World for Scripted {
    fn submit(&mut self, request: Request) {
        let replies = &mut self.replies;
        match request {
            Request::Pick { purpose, suggested } => replies.push(match self.chosen.pop_front() {
                Some(paths) => Reply::Picked { purpose, paths, asks: self.asks },
                None => Reply::NoDialog { purpose, suggested },
            }),
            Request::Copy(_) | Request::CopyRich { .. } | Request::CloseWindow => self.for_window.push(request),
            request => {
                self.desk.carry_out(request, &mut |reply| replies.push(reply));
                self.run_jobs();
            }
        }
    }

    fn take_replies(&mut self) -> Vec<Reply> {
        std::mem::take(&mut self.replies)
    }
}
