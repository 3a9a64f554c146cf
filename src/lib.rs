//! Rapporteur reads news articles, tags passages as positions, red lines and proposals, and hands the excerpts on.
//!
//! The layers, in reading order; each may use the ones before it and none after it. ARCHITECTURE.md has the map.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod model;
pub mod text;

pub mod analysis;
pub mod export;
pub mod import;
pub mod storage;

pub mod app;

pub mod cli;
pub mod desktop;
#[cfg(feature = "gui")]
pub mod ui;
