//! Rich text on the clipboard, with plain text beside it for programs that take no other.

use std::cell::RefCell;

thread_local! {
    // What was copied is there as long as this is.
    static CLIPBOARD: RefCell<Option<arboard::Clipboard>> = const { RefCell::new(None) };
}

/// Copies `html`, and `text` for those who do not take it. Says whether the system took it.
#[must_use]
pub fn copy_rich(html: &str, text: &str) -> bool {
    CLIPBOARD.with_borrow_mut(|clipboard| {
        if clipboard.is_none() {
            *clipboard = arboard::Clipboard::new().ok();
        }
        clipboard.as_mut().is_some_and(|clipboard| clipboard.set_html(html, Some(text)).is_ok())
    })
}
