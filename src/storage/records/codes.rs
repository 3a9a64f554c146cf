//! Tags, actors and issues as lines of RON.

use super::fields::{FieldError, Fields};
use super::line::LineText;
use super::{color_from, color_text, rest};
use crate::model::{Actor, ActorKind, Issue, Tag, Underline};

pub(super) fn read_tag(mut fields: Fields<'_>, odd: &mut Vec<String>) -> Result<Tag, FieldError> {
    Ok(Tag {
        id: fields.required("id")?,
        name: fields.required("name")?,
        color: fields.text_as("color", color_from).unwrap_or([0x80; 3]),
        underline: fields.text_as("underline", Underline::from_word).unwrap_or(Underline::Solid),
        key: fields.parsed("key"),
        parent: fields.parsed("parent"),
        order: fields.number("order").unwrap_or(0),
        definition: fields.text("definition"),
        use_when: fields.text("use_when"),
        not_when: fields.text("not_when"),
        example: fields.text("example"),
        retired: fields.flag("retired"),
        extra: rest(fields, odd),
    })
}

pub(super) fn write_tag(mut out: LineText, tag: &Tag) -> String {
    out.shown("id", Some(&tag.id));
    out.shown("name", Some(&tag.name));
    out.text("color", &color_text(tag.color));
    out.text("underline", tag.underline.word());
    out.shown("key", tag.key);
    out.shown("parent", tag.parent.as_ref());
    out.number("order", tag.order);
    out.text("definition", &tag.definition);
    out.text("use_when", &tag.use_when);
    out.text("not_when", &tag.not_when);
    out.text("example", &tag.example);
    out.flag("retired", tag.retired);
    out.finish(&tag.extra)
}

pub(super) fn read_actor(mut fields: Fields<'_>, odd: &mut Vec<String>) -> Result<Actor, FieldError> {
    Ok(Actor {
        id: fields.required("id")?,
        name: fields.required("name")?,
        parent: fields.parsed("parent"),
        aliases: fields.list("aliases"),
        kind: fields.text_as("kind", ActorKind::from_word),
        role: fields.text("role"),
        since: fields.parsed("since"),
        until: fields.parsed("until"),
        color: fields.text_as("color", color_from),
        notes: fields.text("notes"),
        retired: fields.flag("retired"),
        extra: rest(fields, odd),
    })
}

pub(super) fn write_actor(mut out: LineText, actor: &Actor) -> String {
    out.shown("id", Some(&actor.id));
    out.shown("name", Some(&actor.name));
    out.shown("parent", actor.parent.as_ref());
    out.list("aliases", &actor.aliases);
    out.shown("kind", actor.kind.as_ref().map(ActorKind::word));
    out.text("role", &actor.role);
    out.shown("since", actor.since);
    out.shown("until", actor.until);
    out.shown("color", actor.color.map(color_text));
    out.text("notes", &actor.notes);
    out.flag("retired", actor.retired);
    out.finish(&actor.extra)
}

pub(super) fn read_issue(mut fields: Fields<'_>, odd: &mut Vec<String>) -> Result<Issue, FieldError> {
    Ok(Issue {
        id: fields.required("id")?,
        name: fields.required("name")?,
        parent: fields.parsed("parent"),
        aliases: fields.list("aliases"),
        color: fields.text_as("color", color_from),
        notes: fields.text("notes"),
        retired: fields.flag("retired"),
        extra: rest(fields, odd),
    })
}

pub(super) fn write_issue(mut out: LineText, issue: &Issue) -> String {
    out.shown("id", Some(&issue.id));
    out.shown("name", Some(&issue.name));
    out.shown("parent", issue.parent.as_ref());
    out.list("aliases", &issue.aliases);
    out.shown("color", issue.color.map(color_text));
    out.text("notes", &issue.notes);
    out.flag("retired", issue.retired);
    out.finish(&issue.extra)
}
