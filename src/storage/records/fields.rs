//! One record as RON gives it: names and values in any order, each known field taken out once, the rest kept as
//! written. A field that is there but makes no sense stays among the rest, so that it is never lost.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use ron::value::RawValue;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::{Deserialize, de};

use super::line::{push_items, push_text};
use super::{Shape, shape_of};
use crate::model::Extra;

/// A value of a field, as far as records have them.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::storage) enum Value<'a> {
    Text(Cow<'a, str>),
    Number(u64),
    Flag(bool),
    List(Vec<Value<'a>>),
    Pairs(Vec<(Value<'a>, Value<'a>)>),
    Nothing,
    /// Anything else, as written.
    Raw(&'a str),
}

/// The fields of one record, in the order in which they were read.
#[derive(Debug)]
pub(in crate::storage) struct Fields<'a> {
    list: Vec<(Cow<'a, str>, Value<'a>)>,
    odd: Vec<String>,
}

/// Why a line is no record: what is wrong, and the column (from 1) where RON says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::storage) struct FieldError {
    pub(in crate::storage) line: usize,
    pub(in crate::storage) column: usize,
    pub(in crate::storage) why: String,
}

impl FieldError {
    pub(in crate::storage) fn new(why: impl Into<String>) -> Self {
        Self { line: 1, column: 1, why: why.into() }
    }

    pub(in crate::storage) fn from_ron(error: &ron::error::SpannedError) -> Self {
        Self { line: error.span.start.line, column: error.span.start.col, why: error.code.to_string() }
    }
}

impl<'a> Fields<'a> {
    /// The fields of `text`, which is one RON struct. Known names are read at once; if that fails, each on its own.
    pub(in crate::storage) fn parse(text: &'a str) -> Result<Self, FieldError> {
        let read = |known_at_once| -> Result<Self, ron::error::SpannedError> {
            let mut deserializer = ron::Deserializer::from_str(text)?;
            let list = Pairs { known_at_once }.deserialize(&mut deserializer);
            let list = list.map_err(|error| deserializer.span_error(error))?;
            deserializer.end().map_err(|error| deserializer.span_error(error))?;
            Ok(Self { list, odd: Vec::new() })
        };
        read(true).or_else(|_| read(false)).map_err(|error| FieldError::from_ron(&error))
    }

    fn take(&mut self, name: &str) -> Option<Value<'a>> {
        let at = self.list.iter().position(|(found, _)| found == name)?;
        Some(self.list.remove(at).1)
    }

    /// Takes a field by `read`; what `read` does not understand goes back and is noted.
    fn take_as<T>(&mut self, name: &str, read: impl FnOnce(&Value<'a>) -> Option<T>) -> Option<T> {
        let value = self.take(name)?;
        if value == Value::Nothing {
            return None;
        }
        let found = read(&value);
        if found.is_none() {
            self.odd.push(name.to_owned());
            self.list.push((Cow::Owned(name.to_owned()), value));
        }
        found
    }

    /// A text; empty where there is none.
    pub(in crate::storage) fn text(&mut self, name: &str) -> String {
        self.take_as(name, |value| value.as_text().map(str::to_owned)).unwrap_or_default()
    }

    /// A text that `read` turns into something; none where it is absent or empty.
    pub(in crate::storage) fn text_as<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let mut empty = false;
        let found = self.take_as(name, |value| {
            let text = value.as_text()?;
            empty = text.is_empty();
            if empty { None } else { read(text) }
        });
        if empty {
            self.take(name);
            self.odd.pop();
        }
        found
    }

    /// A text that parses; none where it is absent or empty.
    pub(in crate::storage) fn parsed<T: FromStr>(&mut self, name: &str) -> Option<T> {
        self.text_as(name, |text| text.parse().ok())
    }

    /// A text that must be there and parse.
    pub(in crate::storage) fn required<T: FromStr>(&mut self, name: &str) -> Result<T, FieldError>
    where
        T::Err: fmt::Display,
    {
        match self.take(name) {
            Some(Value::Text(text)) => text.parse().map_err(|error| FieldError::new(format!("{name}: {error}"))),
            Some(_) => Err(FieldError::new(format!("{name} should be a text in quotation marks"))),
            None => Err(FieldError::new(format!("{name} is missing"))),
        }
    }

    /// Texts that all parse.
    pub(in crate::storage) fn list<T: FromStr>(&mut self, name: &str) -> Vec<T> {
        let read = |value: &Value<'a>| match value {
            Value::List(items) => items.iter().map(|item| item.as_text()?.parse().ok()).collect(),
            _ => None,
        };
        self.take_as(name, read).unwrap_or_default()
    }

    /// Pairs, each read by `read`.
    pub(in crate::storage) fn pairs<T>(
        &mut self,
        name: &str,
        read: impl Fn(&Value<'a>, &Value<'a>) -> Option<T>,
    ) -> Vec<T> {
        let read = |value: &Value<'a>| match value {
            Value::Pairs(items) => items.iter().map(|(first, second)| read(first, second)).collect(),
            _ => None,
        };
        self.take_as(name, read).unwrap_or_default()
    }

    /// A whole number from 0.
    pub(in crate::storage) fn number<T: TryFrom<u64>>(&mut self, name: &str) -> Option<T> {
        self.number_as(name, |number| T::try_from(number).ok())
    }

    /// A whole number from 0 that `read` turns into something.
    pub(in crate::storage) fn number_as<T>(&mut self, name: &str, read: impl FnOnce(u64) -> Option<T>) -> Option<T> {
        self.take_as(name, |value| read(value.as_number()?))
    }

    /// A field as written, where it has a name that no record knows.
    pub(in crate::storage) fn raw(&mut self, name: &str) -> Option<&'a str> {
        self.take_as(name, |value| if let Value::Raw(raw) = value { Some(*raw) } else { None })
    }

    /// A whole number from 0 that must be there.
    pub(in crate::storage) fn required_number<T: TryFrom<u64>>(&mut self, name: &str) -> Result<T, FieldError> {
        self.number(name).ok_or_else(|| FieldError::new(format!("{name} is missing or not a whole number")))
    }

    /// A yes or no; no where it is absent.
    pub(in crate::storage) fn flag(&mut self, name: &str) -> bool {
        let read = |value: &Value<'a>| if let Value::Flag(flag) = value { Some(*flag) } else { None };
        self.take_as(name, read).unwrap_or_default()
    }

    /// The names of all fields that are there, in the order in which they were read.
    pub(in crate::storage) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|(name, _)| name.as_ref())
    }

    /// The names of fields that were there but made no sense.
    pub(in crate::storage) fn odd(&mut self) -> Vec<String> {
        std::mem::take(&mut self.odd)
    }

    /// What nobody took.
    pub(in crate::storage) fn rest(self) -> Extra {
        let kept = |(name, value): (Cow<'a, str>, Value<'a>)| {
            let mut raw = String::new();
            value.push_to(&mut raw);
            (name.into_owned().into_boxed_str(), raw.into_boxed_str())
        };
        Extra(self.list.into_iter().map(kept).collect())
    }
}

impl<'a> Value<'a> {
    pub(in crate::storage) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(in crate::storage) fn as_number(&self) -> Option<u64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    fn push_to(&self, out: &mut String) {
        match self {
            Self::Text(text) => push_text(out, text),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::List(items) => push_items(out, items, |out, item| item.push_to(out)),
            Self::Pairs(items) => push_items(out, items, |out, (first, second)| {
                out.push('(');
                first.push_to(out);
                out.push_str(", ");
                second.push_to(out);
                out.push(')');
            }),
            Self::Nothing => out.push_str("None"),
            Self::Raw(raw) => out.push_str(raw),
        }
    }
}

/// Reads a struct into pairs of name and value.
struct Pairs {
    known_at_once: bool,
}

impl<'de> DeserializeSeed<'de> for Pairs {
    type Value = Vec<(Cow<'de, str>, Value<'de>)>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_struct("", &[], self)
    }
}

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(Cow<'de, str>, Value<'de>)>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record: (name: value, …)")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs: Self::Value = Vec::with_capacity(24);
        while let Some(Name(name)) = map.next_key()? {
            if pairs.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom(format!("the field {name} stands there twice")));
            }
            let value = match shape_of(&name) {
                Some(shape) if self.known_at_once => map.next_value_seed(shape)?,
                shape => raw_value(map.next_value::<&'de RawValue>()?.get_ron(), shape),
            };
            pairs.push((name, value));
        }
        Ok(pairs)
    }
}

/// A value as written, line ends and comments inside it included; read, where it should and does have a shape.
fn raw_value(raw: &str, shape: Option<Shape>) -> Value<'_> {
    let read = |shape: Shape| {
        let mut deserializer = ron::Deserializer::from_str(raw).ok()?;
        let value = shape.deserialize(&mut deserializer).ok()?;
        deserializer.end().ok().map(|()| value)
    };
    shape.and_then(read).unwrap_or_else(|| Value::Raw(raw.trim()))
}

/// A field's name, borrowed where it can be.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }
            fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        deserializer.deserialize_identifier(NameVisitor)
    }
}

impl<'de> DeserializeSeed<'de> for Shape {
    type Value = Value<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        match self {
            Self::One => Value::deserialize(deserializer),
            Self::List => Vec::deserialize(deserializer).map(Value::List),
            Self::Pairs => Vec::deserialize(deserializer).map(Value::Pairs),
        }
    }
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// Takes one simple value; of anything else RON would tell only half, so it is an error.
struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a whole number, true, false or None")
    }
    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Value::Flag(flag))
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Value::Number(number))
    }
    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Value::Nothing)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Value::deserialize(deserializer)
    }
}
