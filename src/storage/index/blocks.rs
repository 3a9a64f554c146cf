//! The index as a file: its first line, then blocks, each with its length and checksum, so that it is read through one
//! buffer and nothing that is not whole is ever taken for something.

use std::io::Read;
use std::path::Path;

use super::super::fs::Fs;
use super::super::layout::INDEX;
use super::super::limits::INDEX_MAX_BYTES;

/// How the file begins. The number is that of the structs beside this file; raise it with each change of theirs.
const FIRST_LINE: &[u8] = b"rapporteur index 3\n";

/// The index of a project as it is being written.
pub(super) struct NewIndex(Vec<u8>);

impl NewIndex {
    /// An index of this first block.
    pub(super) fn beginning_with(block: &[u8]) -> Self {
        let mut new = Self(FIRST_LINE.to_vec());
        new.push(block);
        new
    }

    pub(super) fn push(&mut self, block: &[u8]) {
        self.0.extend_from_slice(&(block.len() as u64).to_le_bytes());
        self.0.extend_from_slice(&crc32fast::hash(block).to_le_bytes());
        self.0.extend_from_slice(block);
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// The index that is kept, read from its beginning.
pub(in crate::storage) struct Blocks {
    file: Box<dyn Read>,
    /// When it was written.
    pub(in crate::storage) written: u128,
}

impl Blocks {
    /// The index of this version that lies in the project's folder.
    pub(super) fn find(fs: &dyn Fs, root: &Path) -> Option<Self> {
        let path = root.join(INDEX);
        let written = fs.stat(&path).ok()??.modified;
        let mut file = fs.read_on(&path, INDEX_MAX_BYTES).ok()?;
        let mut first = [0; FIRST_LINE.len()];
        file.read_exact(&mut first).ok()?;
        (first == FIRST_LINE).then_some(Self { file, written })
    }

    /// Reads the next block in the place of the one before; none where it is not whole.
    pub(super) fn next_into(&mut self, block: &mut Vec<u8>) -> Option<()> {
        let (mut length, mut sum) = ([0; 8], [0; 4]);
        self.file.read_exact(&mut length).ok()?;
        self.file.read_exact(&mut sum).ok()?;
        let length = u64::from_le_bytes(length);
        block.clear();
        // What the length says is not believed: no more room is taken than there are bytes to come.
        self.file.by_ref().take(length).read_to_end(block).ok()?;
        (block.len() as u64 == length && crc32fast::hash(block) == u32::from_le_bytes(sum)).then_some(())
    }

    /// Whether nothing follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        matches!(self.file.read(&mut [0]), Ok(0))
    }
}
