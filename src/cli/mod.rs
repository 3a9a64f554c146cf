//! The same operations without a window.
