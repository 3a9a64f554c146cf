//! A project of which only a part was read so far.

use super::Project;

impl Project {
    /// The same project, known not to hold all that its files do: it is there to be looked at, and never to be written,
    /// counted or compared.
    #[must_use]
    pub(crate) fn in_part(mut self) -> Self {
        self.in_part = true;
        self
    }

    /// Whether it holds only a part of what its files do, because they are still being read.
    #[must_use]
    pub fn is_in_part(&self) -> bool {
        self.in_part
    }
}
