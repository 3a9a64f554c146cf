//! Writing one record as one line of RON: fields in a fixed order, those that say nothing left out.

use std::fmt::{Display, Write as _};

use crate::model::Extra;

/// A line in the making.
#[derive(Debug)]
pub(in crate::storage) struct LineText {
    text: String,
    names: Vec<&'static str>,
}

impl LineText {
    pub(in crate::storage) fn new() -> Self {
        Self { text: String::from("("), names: Vec::with_capacity(24) }
    }

    fn name(&mut self, name: &'static str) -> &mut String {
        if !self.names.is_empty() {
            self.text.push_str(", ");
        }
        self.names.push(name);
        self.text.push_str(name);
        self.text.push_str(": ");
        &mut self.text
    }

    /// A text, left out where it is empty.
    pub(in crate::storage) fn text(&mut self, name: &'static str, value: &str) {
        if !value.is_empty() {
            push_text(self.name(name), value);
        }
    }

    /// Something that is written as a text, left out where there is none.
    pub(in crate::storage) fn shown(&mut self, name: &'static str, value: Option<impl Display>) {
        if let Some(value) = value {
            push_text(self.name(name), &value.to_string());
        }
    }

    /// Texts, left out where there are none.
    pub(in crate::storage) fn list(&mut self, name: &'static str, values: &[impl Display]) {
        if !values.is_empty() {
            let out = self.name(name);
            push_items(out, values, |out, value| push_text(out, &value.to_string()));
        }
    }

    /// Pairs, each written by `write`, left out where there are none.
    pub(in crate::storage) fn pairs<T>(&mut self, name: &'static str, values: &[T], write: impl Fn(&mut String, &T)) {
        if !values.is_empty() {
            let out = self.name(name);
            push_items(out, values, |out, value| {
                out.push('(');
                write(out, value);
                out.push(')');
            });
        }
    }

    /// A number.
    pub(in crate::storage) fn number(&mut self, name: &'static str, value: impl Into<u64>) {
        let value: u64 = value.into();
        push_number(self.name(name), value);
    }

    /// “true”, left out where it is not.
    pub(in crate::storage) fn flag(&mut self, name: &'static str, value: bool) {
        if value {
            self.name(name).push_str("true");
        }
    }

    /// Fields that this version does not know, as they were; the finished line, without comma and line end.
    pub(in crate::storage) fn finish(mut self, extra: &Extra) -> String {
        for (name, raw) in &extra.0 {
            if self.names.iter().any(|written| **written == **name) {
                continue; // once made no sense, and has a proper value now
            }
            if self.text.len() > 1 {
                self.text.push_str(", ");
            }
            push_name(&mut self.text, name);
            self.text.push_str(": ");
            self.text.push_str(raw);
        }
        self.text.push(')');
        self.text
    }
}

/// A list.
pub(in crate::storage) fn push_items<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&mut String, T),
) {
    out.push('[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write(out, item);
    }
    out.push(']');
}

/// A text as RON escapes it: on one line, control characters visible.
pub(in crate::storage) fn push_text(out: &mut String, text: &str) {
    out.push('"');
    for sign in text.chars() {
        match sign {
            '\'' => out.push('\''), // needs no escape between double quotes
            ' '..='~' if sign != '"' && sign != '\\' => out.push(sign),
            _ => out.extend(sign.escape_debug()),
        }
    }
    out.push('"');
}

/// A whole number.
pub(in crate::storage) fn push_number(out: &mut String, number: u64) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{number}");
}

/// The name of a field, marked as RON wants it where it is no plain word.
fn push_name(out: &mut String, name: &str) {
    let plain = name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && !name.contains(['.', '+', '-']);
    if !plain {
        out.push_str("r#");
    }
    out.push_str(name);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_text_stays_on_one_line_and_comes_back(text in any::<String>()) {
            let mut line = String::new();
            push_text(&mut line, &text);
            prop_assert!(!line.contains(['\n', '\r', '\0']));
            prop_assert_eq!(ron::from_str::<String>(&line).ok(), Some(text));
        }
    }
}
