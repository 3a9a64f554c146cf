//! What can go wrong on a simulated disk.

use std::io;

/// What goes wrong at an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The disk is full (ENOSPC). A write takes half of its bytes first.
    NoSpace,
    /// The disk does not answer (EIO). A write takes half of its bytes first; what a sync was to keep is gone for good.
    InputOutput,
    /// It is not allowed (EACCES).
    NoAccess,
    /// Too many files are open (EMFILE).
    TooManyFiles,
    /// Something else came between (EINTR).
    Interrupted,
    /// A write takes half of its bytes and says so; other operations are not affected.
    ShortWrite,
    /// The power fails: nothing works any more, this operation included.
    PowerLoss,
}

impl Fault {
    /// Everything that can go wrong without the power failing.
    pub const ERRORS: [Self; 6] =
        [Self::NoSpace, Self::InputOutput, Self::NoAccess, Self::TooManyFiles, Self::Interrupted, Self::ShortWrite];

    pub(super) fn error(self) -> io::Error {
        match self {
            Self::NoSpace => io::ErrorKind::StorageFull.into(),
            Self::InputOutput => io::Error::other("input/output error"),
            Self::NoAccess => io::ErrorKind::PermissionDenied.into(),
            Self::TooManyFiles => io::Error::other("too many open files"),
            Self::Interrupted => io::ErrorKind::Interrupted.into(),
            Self::ShortWrite => io::ErrorKind::WriteZero.into(),
            Self::PowerLoss => io::Error::other("the power is gone"),
        }
    }
}
