//! What it looks like: the window, its theme, panels, views, overlays and the reading pane. Reads the state, appends
//! actions, and keeps nothing but drafts and places on the screen.

pub mod icons;
pub mod launch;
pub mod menu;
pub mod notices;
pub mod overlays;
pub mod panels;
pub mod reader;
pub mod shortcuts;
pub mod status_bar;
pub mod theme;
pub mod top_bar;
pub mod views;
pub mod widgets;
pub mod window;

pub use launch::run;
pub use window::MainWindow;
