//! Keys of the reading pane: which key moves the caret how, and the moving itself.
//! Takes only navigation, selection and copying; every other key is left to the rest of the program.

use egui::os::OperatingSystem;
use egui::{Key, Modifiers};

use super::mixed;
use super::page::Setter;
use super::selection::{self, Selection};
use crate::model::TextSpan;
use crate::text::bounds;

/// A way the caret moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    GraphemeBack,
    GraphemeOn,
    WordBack,
    WordOn,
    RowUp,
    RowDown,
    RowStart,
    RowEnd,
    ParagraphUp,
    ParagraphDown,
    PageUp,
    PageDown,
    TextStart,
    TextEnd,
}

/// What a key asks for in the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// Move the caret; `extend` keeps the other end of the selection.
    Go { to: Move, extend: bool },
    /// Select all.
    All,
}

/// The key that means in text from left to right what `key` means at `byte`: where a paragraph begins at the right, the
/// arrows change sides, so that each still leads to the side to which it points.
pub(super) fn along_text(text: &str, byte: usize, key: Key) -> Key {
    let turned = match key {
        Key::ArrowLeft => Key::ArrowRight,
        Key::ArrowRight => Key::ArrowLeft,
        _ => return key,
    };
    let paragraph = text.get(bounds::paragraph_at(text, byte)).unwrap_or_default();
    if mixed::from_right(paragraph) { turned } else { key }
}

/// What `key` asks for, if it is the pane's business.
pub(super) fn wish(key: Key, modifiers: Modifiers, os: OperatingSystem) -> Option<Wish> {
    let mac = os.is_mac();
    let by_word = if mac { modifiers.alt } else { modifiers.ctrl };
    let far = modifiers.command;
    if modifiers.alt && !mac {
        return None;
    }
    let to = match key {
        Key::A if far && !modifiers.shift => return Some(Wish::All),
        Key::ArrowLeft if mac && far => Move::RowStart,
        Key::ArrowRight if mac && far => Move::RowEnd,
        Key::ArrowUp if mac && far => Move::TextStart,
        Key::ArrowDown if mac && far => Move::TextEnd,
        Key::ArrowLeft if by_word => Move::WordBack,
        Key::ArrowRight if by_word => Move::WordOn,
        Key::ArrowUp if by_word => Move::ParagraphUp,
        Key::ArrowDown if by_word => Move::ParagraphDown,
        Key::ArrowLeft => Move::GraphemeBack,
        Key::ArrowRight => Move::GraphemeOn,
        Key::ArrowUp => Move::RowUp,
        Key::ArrowDown => Move::RowDown,
        Key::Home if far => Move::TextStart,
        Key::End if far => Move::TextEnd,
        Key::Home => Move::RowStart,
        Key::End => Move::RowEnd,
        Key::PageUp if !far => Move::PageUp,
        Key::PageDown if !far => Move::PageDown,
        _ => return None,
    };
    Some(Wish::Go { to, extend: modifiers.shift })
}

/// Where the caret goes. `column` is the x it keeps while it moves by rows.
pub(super) fn moved(
    setter: Setter<'_>,
    from: Selection,
    to: Move,
    extend: bool,
    page_rows: usize,
    column: &mut Option<f32>,
) -> Selection {
    let (text, focus) = (setter.text, from.focus);
    let bytes = from.bytes();
    let collapses = !extend && !bytes.is_empty();
    let rows = match to {
        Move::RowUp => Some((true, 1)),
        Move::RowDown => Some((false, 1)),
        Move::PageUp => Some((true, page_rows)),
        Move::PageDown => Some((false, page_rows)),
        _ => None,
    };
    if rows.is_none() {
        *column = None;
    }
    let mut at_row_end = false;
    let focus = match to {
        Move::GraphemeBack if collapses => bytes.start,
        Move::GraphemeOn if collapses => bytes.end,
        Move::GraphemeBack => bounds::previous_grapheme(text, focus),
        Move::GraphemeOn => bounds::next_grapheme(text, focus),
        Move::WordBack => selection::previous_word(text, focus),
        Move::WordOn => selection::next_word(text, focus),
        Move::TextStart => 0,
        Move::TextEnd => text.len(),
        Move::ParagraphUp => match bounds::paragraph_at(text, focus).start {
            start if start < focus => start,
            start => bounds::paragraph_at(text, start.saturating_sub(1)).start,
        },
        Move::ParagraphDown => (bounds::paragraph_at(text, focus).end + 1).min(text.len()),
        Move::RowStart | Move::RowEnd => {
            let row = setter.block(setter.blocks.at(focus)).and_then(|layout| {
                layout.rows().get(layout.row_of(focus, from.at_row_end)).map(|row| row.bytes.clone())
            });
            let row = row.unwrap_or(focus..focus);
            at_row_end = to == Move::RowEnd;
            if at_row_end { row.end } else { row.start }
        }
        Move::RowUp | Move::RowDown | Move::PageUp | Move::PageDown => {
            let (up, count) = rows.unwrap_or((false, 0));
            by_rows(setter, from, up, count, column)
        }
    };
    Selection { anchor: if extend { from.anchor } else { focus }, focus, at_row_end }
}

fn by_rows(setter: Setter<'_>, from: Selection, up: bool, count: usize, column: &mut Option<f32>) -> usize {
    let mut index = setter.blocks.at(from.focus);
    let Some(mut layout) = setter.block(index) else { return from.focus };
    let mut number = layout.row_of(from.focus, from.at_row_end);
    let x = *column.get_or_insert_with(|| layout.rows().get(number).map_or(0.0, |row| row.x_of(from.focus)));
    for _ in 0..count {
        if up {
            if let Some(above) = number.checked_sub(1) {
                number = above;
            } else {
                let Some(before) = index.checked_sub(1) else { return 0 };
                let Some(next) = setter.block(before) else { return 0 };
                (index, layout) = (before, next);
                number = layout.rows().len().saturating_sub(1);
            }
        } else if number + 1 < layout.rows().len() {
            number += 1;
        } else {
            let Some(next) = setter.block(index + 1) else { return setter.text.len() };
            (index, layout, number) = (index + 1, next, 0);
        }
    }
    let Some(row) = layout.rows().get(number) else { return from.focus };
    let byte = row.boundary_at(x);
    // The end of a wrapped row is the start of the next: stay in the row.
    let wraps = byte == row.bytes.end && number + 1 < layout.rows().len() && byte > row.bytes.start;
    if wraps { bounds::previous_grapheme(setter.text, byte) } else { byte }
}

/// The span of a selected excerpt after `Shift`+arrow (grows) or `Alt`+arrow (shrinks), with `Ctrl` by words.
pub(super) fn resized(text: &str, span: TextSpan, key: Key, modifiers: Modifiers) -> Option<TextSpan> {
    let by_word = modifiers.ctrl || modifiers.command;
    let on = |byte: usize| match by_word {
        true => selection::next_word(text, byte),
        false => bounds::next_grapheme(text, byte),
    };
    let back = |byte: usize| match by_word {
        true => selection::previous_word(text, byte),
        false => bounds::previous_grapheme(text, byte),
    };
    let (start, end) = (span.start(), span.end());
    let range = match (key, modifiers.shift, modifiers.alt) {
        (Key::ArrowRight, true, false) => start..on(end),
        (Key::ArrowLeft, true, false) => back(start)..end,
        (Key::ArrowRight, false, true) => on(start)..end,
        (Key::ArrowLeft, false, true) => start..back(end),
        _ => return None,
    };
    TextSpan::new(text, range).filter(|new| *new != span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_alt_are_left_alone() {
        for key in [Key::Num1, Key::O, Key::N, Key::A, Key::Delete, Key::Escape, Key::Tab, Key::Enter] {
            assert_eq!(wish(key, Modifiers::NONE, OperatingSystem::Nix), None);
        }
        assert_eq!(wish(Key::ArrowLeft, Modifiers::ALT, OperatingSystem::Nix), None);
        assert_eq!(wish(Key::A, Modifiers::COMMAND | Modifiers::CTRL, OperatingSystem::Nix), Some(Wish::All));
    }

    #[test]
    fn arrows_resize_an_excerpt() {
        let text = "We will never accept it";
        let span = TextSpan::new(text, 8..13).expect("never");
        let after = |key, modifiers| resized(text, span, key, modifiers).and_then(|span| span.slice(text));
        let ctrl = Modifiers::CTRL;
        assert_eq!(after(Key::ArrowRight, Modifiers::SHIFT), Some("never "));
        assert_eq!(after(Key::ArrowLeft, Modifiers::SHIFT | ctrl), Some("will never"));
        assert_eq!(after(Key::ArrowRight, Modifiers::ALT), Some("ever"));
        assert_eq!(after(Key::ArrowLeft, Modifiers::ALT), Some("neve"));
        assert_eq!(after(Key::ArrowLeft, Modifiers::ALT | ctrl), None);
        assert_eq!(after(Key::ArrowUp, Modifiers::SHIFT), None);
    }
}
