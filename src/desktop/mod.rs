//! The world outside: dialogs, worker, clock, clipboard; and a scripted stand-in for tests.

pub mod surroundings;
