//! Reading the files of a project: the system is asked for one after the other, in order, and what they say is worked
//! out on all cores. The answers come in the order of the files, so that every opening says the same.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::StoreError;
use super::fs::Fs;
use super::record_file::{self, RecordFile};

/// A file to be read.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// Relative to the project's folder.
    pub(super) file: Arc<str>,
    /// Bytes at most.
    pub(super) limit: u64,
}

/// What a file says, or why it could not be read.
pub(super) type Found = std::io::Result<RecordFile>;

/// Files whose content makes a piece of work of about this size, in bytes, are handed over together.
const PIECE: usize = 256 << 10;
/// Below this many files no other core is asked.
const FEW: usize = 64;

/// Reads `wanted` and hands each file's content to `take`, in order. An error of `take` ends it.
pub(super) fn read_all(
    fs: &dyn Fs,
    root: &Path,
    wanted: Vec<Wanted>,
    mut take: impl FnMut(Wanted, Found) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let read = |wanted: &Wanted| fs.read(&root.join(&*wanted.file), wanted.limit);
    if wanted.len() < FEW {
        return wanted.into_iter().try_for_each(|wanted| {
            let found = read(&wanted).map(|bytes| record_file::read(&wanted.file, &bytes));
            take(wanted, found)
        });
    }
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let (to_do, waiting) = channel::<Piece<std::io::Result<Vec<u8>>>>();
    let waiting = &Mutex::new(waiting);
    // Moved in, so that an early end lets go of the sender and the workers stop.
    thread::scope(move |scope| {
        let (answer, done) = channel();
        for _ in 0..cores {
            let answer = answer.clone();
            scope.spawn(move || work(waiting, &answer));
        }
        drop(answer);
        let mut sorter = Sorter { done, early: BTreeMap::new(), next: 0 };
        let mut wanted = wanted.into_iter().peekable();
        let mut number = 0;
        while wanted.peek().is_some() {
            let (mut piece, mut bytes) = (Vec::new(), 0);
            while bytes < PIECE && piece.len() < 512 {
                let Some(wanted) = wanted.next() else { break };
                let content = read(&wanted);
                bytes += content.as_ref().map_or(0, Vec::len);
                piece.push((wanted, content));
            }
            // Nobody takes it only where all workers are gone, and then there is an answer missing below.
            let _ = to_do.send((number, piece));
            number += 1;
            // Not further ahead than what keeps all cores busy, so that memory does not hold all files at once.
            while number > sorter.next + 4 * cores {
                sorter.take_next(&mut take)?;
            }
        }
        drop(to_do);
        while sorter.next < number {
            sorter.take_next(&mut take)?;
        }
        Ok(())
    })
}

type Piece<T> = (usize, Vec<(Wanted, T)>);

fn work(waiting: &Mutex<Receiver<Piece<std::io::Result<Vec<u8>>>>>, answer: &Sender<Piece<Found>>) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, piece)) = next else { return };
        let read = piece.into_iter().map(|(wanted, content)| {
            let found = content.map(|bytes| record_file::read(&wanted.file, &bytes));
            (wanted, found)
        });
        if answer.send((number, read.collect())).is_err() {
            return;
        }
    }
}

struct Sorter {
    done: Receiver<Piece<Found>>,
    early: BTreeMap<usize, Vec<(Wanted, Found)>>,
    next: usize,
}

impl Sorter {
    /// Waits for the piece whose turn it is and hands it on.
    fn take_next(&mut self, take: &mut impl FnMut(Wanted, Found) -> Result<(), StoreError>) -> Result<(), StoreError> {
        while !self.early.contains_key(&self.next) {
            let Ok((number, piece)) = self.done.recv() else { break };
            self.early.insert(number, piece);
        }
        let piece = self.early.remove(&self.next).unwrap_or_default();
        self.next += 1;
        piece.into_iter().try_for_each(|(wanted, found)| take(wanted, found))
    }
}
