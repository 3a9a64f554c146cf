//! The icons that the tool uses, by name: code points of the Phosphor font (regular and fill share them).

#![expect(missing_docs, reason = "each constant is named after its picture")]

pub const ARROW_LEFT: &str = "\u{e058}";
pub const ARROW_RIGHT: &str = "\u{e06c}";
pub const BOOK_OPEN: &str = "\u{e0e6}";
pub const CARET_DOWN: &str = "\u{e136}";
pub const CARET_RIGHT: &str = "\u{e13a}";
pub const CHECK_CIRCLE: &str = "\u{e184}";
pub const CIRCLE_HALF: &str = "\u{e18c}";
pub const COPY: &str = "\u{e1ca}";
pub const DOTS: &str = "\u{e1fe}";
pub const EXPORT: &str = "\u{eaf0}";
pub const FILE_PLUS: &str = "\u{e236}";
pub const FILE_TEXT: &str = "\u{e23a}";
pub const FLASK: &str = "\u{e79e}";
pub const FOLDER: &str = "\u{e24a}";
pub const FOLDER_OPEN: &str = "\u{e256}";
pub const FOLDER_PLUS: &str = "\u{e258}";
pub const FUNNEL: &str = "\u{e266}";
pub const INFO: &str = "\u{e2ce}";
pub const LOCK: &str = "\u{e308}";
pub const MOON: &str = "\u{e330}";
pub const PLUS: &str = "\u{e3d4}";
pub const QUESTION: &str = "\u{e3e8}";
pub const QUOTES: &str = "\u{e660}";
pub const REDO: &str = "\u{e08c}";
pub const SEARCH: &str = "\u{e30c}";
pub const SIDEBAR: &str = "\u{ec24}";
pub const STAR: &str = "\u{e46a}";
pub const SUN: &str = "\u{e472}";
pub const TAG: &str = "\u{e478}";
pub const TRASH: &str = "\u{e4a6}";
pub const UNDO: &str = "\u{e08a}";
pub const UP: &str = "\u{e08e}";
pub const WARNING: &str = "\u{e4e0}";
pub const X: &str = "\u{e4f6}";
