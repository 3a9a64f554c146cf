//! What can be undone, kept across a restart on this machine alone. Disposable: where it is lost, nothing but undo is.

use super::journal::{Entry, FrameHeader, begin, frames, push_frame, read_header};
use super::{Way, WriterId};
use crate::model::{History, Past, ProjectId};
use jiff::Timestamp;

/// Steps kept at most, each way.
const STEPS_MAX: usize = 200;
/// Size at which no older steps are kept, in bytes.
const FILE_MAX_BYTES: usize = 8 << 20;
/// A step with which the file would be larger than this is not kept, nor is any before it: the file must be read again.
const STEP_MAX_BYTES: usize = 48 << 20;

/// Stands where it was not kept when a step was done.
const UNKNOWN: Timestamp = Timestamp::UNIX_EPOCH;

/// The file's content.
pub(super) fn write(header: &FrameHeader, history: &History) -> Vec<u8> {
    let mut bytes = begin(header);
    // Newest first, so that the oldest are the ones that find no room.
    for (way, steps) in [(Way::Undone, history.undone()), (Way::Done, history.done())] {
        for Past { change, when } in steps.iter().rev().take(STEPS_MAX) {
            let when = when.unwrap_or(UNKNOWN);
            let entry = Entry { at: 0, way, when, lines: Vec::new(), inverse: change.clone() };
            let entry = entry.encode();
            if bytes.len() + entry.len() > STEP_MAX_BYTES {
                return bytes;
            }
            push_frame(&mut bytes, &entry);
            if bytes.len() > FILE_MAX_BYTES {
                return bytes;
            }
        }
    }
    bytes
}

/// What the file says; none where it is damaged or another project's or writer's.
pub(super) fn read(bytes: &[u8], project: ProjectId, writer: &WriterId) -> Option<(FrameHeader, History)> {
    let found = frames(bytes);
    let (first, rest) = found.payloads.split_first().filter(|_| found.broken_at.is_none())?;
    let header = read_header(first).filter(|header| header.project == project && header.writer == *writer)?;
    let (mut done, mut undone) = (Vec::new(), Vec::new());
    for payload in rest {
        let entry = Entry::decode(payload, writer).ok()?;
        if entry.way == Way::Done { &mut done } else { &mut undone }
            .push(Past { change: entry.inverse, when: Some(entry.when).filter(|when| *when != UNKNOWN) });
    }
    done.reverse();
    undone.reverse();
    Some((header, History::from_kept(done, undone)))
}
