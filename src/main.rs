//! The program: opens the window, or does what the command line asks.

fn main() {}
