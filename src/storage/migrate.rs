//! The number of the project format, and which formats are read. There is one so far. Each file says its own number, so
//! that a folder may hold files of several: what an older program wrote is read for good, what a newer one wrote is
//! refused before anything is written.

use std::path::Path;

use super::StoreError;

/// The number of the format that this program writes, and the newest that it reads.
///
/// To change the format: raise this number; let `records` and `record_file` read both, told apart by the number in the
/// header; have `Store::open` back the project up before anything of an older one is written anew; freeze a project of the
/// new format under `tests/fixtures/`, beside the old ones, which `tests/frozen_formats.rs` goes on opening.
pub const FORMAT: u64 = 1;

/// Refuses a file of a format that this version does not know yet. One that says no number is taken as the present one:
/// people who write a file by hand leave it out.
pub(super) fn check_known(file: &Path, format: Option<u64>) -> Result<(), StoreError> {
    match format.filter(|format| *format > FORMAT) {
        Some(found) => Err(StoreError::Newer { file: file.to_owned(), found, known: FORMAT }),
        None => Ok(()),
    }
}
