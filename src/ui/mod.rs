//! What it looks like: the window, its theme, panels, views and the reading pane.

pub mod reader;
