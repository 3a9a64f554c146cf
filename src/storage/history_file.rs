//! What can be undone, kept across a restart on this machine alone. Disposable: where it is lost, nothing but undo is.

use super::journal::{Entry, FrameHeader, begin, frames, push_frame, read_header};
use super::{Way, WriterId};
use crate::model::{History, ProjectId};
use jiff::Timestamp;

/// Steps kept at most, each way.
const STEPS_MAX: usize = 200;
/// Size at which no older steps are kept, in bytes.
const FILE_MAX_BYTES: usize = 8 << 20;

/// The file's content.
pub(super) fn write(header: &FrameHeader, history: &History) -> Vec<u8> {
    let mut bytes = begin(header);
    // Newest first, so that the oldest are the ones that find no room.
    for (way, changes) in [(Way::Undone, history.undone()), (Way::Done, history.done())] {
        for change in changes.iter().rev().take(STEPS_MAX) {
            let entry = Entry { at: 0, way, when: Timestamp::UNIX_EPOCH, lines: Vec::new(), inverse: change.clone() };
            push_frame(&mut bytes, &entry.encode());
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
        if entry.way == Way::Done { &mut done } else { &mut undone }.push(entry.inverse);
    }
    done.reverse();
    undone.reverse();
    Some((header, History::from_kept(done, undone)))
}
