//! The fields of records by name: what they say, whether two versions differ in them, and taking one from another
//! version. With these, versions that several analysts wrote at the same time are compared and settled.

use super::{
    Actor, Analyst, Article, Certainty, Excerpt, ExportPreset, Issue, KeptFilter, Project, ProjectMeta, Record,
    SourceGrade, Tag,
};

struct Field<R: 'static> {
    name: &'static str,
    says: fn(&R, &Project) -> String,
    same: fn(&R, &R) -> bool,
    take: fn(&mut R, &R),
}

macro_rules! fields {
    ($table:ident, $record:ty: $($name:literal, $field:ident, |$value:ident, $project:pat_param| $says:expr;)+) => {
        const $table: &[Field<$record>] = &[$(Field {
            name: $name,
            says: |record, $project| { let $value = &record.$field; $says },
            same: |a, b| a.$field == b.$field,
            take: |into, from| into.$field.clone_from(&from.$field),
        }),+];
    };
}

fields! { EXCERPT, Excerpt:
    "Passage", anchor, |value, _| format!("“{}”", value.quote());
    "Tag", tag, |value, project| project.tags().get(value).map_or_else(|| value.to_string(), |tag| tag.name.clone());
    "Actors", actors, |value, project| joined(value.iter().map(|id| actor(project, id)));
    "Issues", issues, |value, project| joined(value.iter().map(|id| issue(project, id)));
    "To", addressees, |value, project| joined(value.iter().map(|id| actor(project, id)));
    "Stance", stance, |value, _| value.as_ref().map_or("", |value| value.word()).to_owned();
    "Condition", condition, |value, _| value.clone();
    "Speaker", speaker, |value, _| value.clone();
    "Voice", voice, |value, _| value.as_ref().map_or("", |value| value.word()).to_owned();
    "Said on", said_on, |value, _| shown(value.as_ref());
    "Source", grade, |value, _| grade(*value);
    "Memo", memo, |value, _| value.clone();
    "Certainty", certainty, |value, _| if *value == Certainty::Unsure { "unsure".to_owned() } else { String::new() };
    "Star", starred, |value, _| yes(*value);
    "Checked", checked, |value, _| yes(*value);
    "Supersedes", supersedes, |value, project| joined(value.iter().map(|id| quote(project, id)));
    "Contradicts", contradicts, |value, project| joined(value.iter().map(|id| quote(project, id)));
    "Repeats", repeats, |value, project| joined(value.iter().map(|id| quote(project, id)));
}

fields! { ARTICLE, Article:
    "Title", title, |value, _| value.clone();
    "Outlet", outlet, |value, _| value.clone();
    "Author", author, |value, _| value.clone();
    "Address", url, |value, _| value.clone();
    "Published", published, |value, _| shown(value.as_ref());
    "Language", language, |value, _| value.clone();
    "Source", grade, |value, _| grade(*value);
    "Status", status, |value, _| value.as_ref().map_or("", |value| value.word()).to_owned();
    "Notes", notes, |value, _| value.clone();
    "Groups", groups, |value, _| joined(value.iter().cloned());
    "Attributes", attributes, |value, _| joined(value.iter().map(|(name, value)| format!("{name}: {value}")));
}

fields! { TAG, Tag:
    "Name", name, |value, _| value.clone();
    "Colour", color, |value, _| color(*value);
    "Underline", underline, |value, _| value.word().to_owned();
    "Key", key, |value, _| shown(value.as_ref());
    "Below", parent, |value, project| value.as_ref().map_or_else(String::new, |id| {
        project.tags().get(id).map_or_else(|| id.to_string(), |tag| tag.name.clone())
    });
    "Place", order, |value, _| value.to_string();
    "Definition", definition, |value, _| value.clone();
    "Use when", use_when, |value, _| value.clone();
    "Not when", not_when, |value, _| value.clone();
    "Example", example, |value, _| value.clone();
    "Retired", retired, |value, _| yes(*value);
}

fields! { ACTOR, Actor:
    "Name", name, |value, _| value.clone();
    "Below", parent, |value, project| value.as_ref().map_or_else(String::new, |id| actor(project, id));
    "Also called", aliases, |value, _| joined(value.iter().cloned());
    "Kind", kind, |value, _| value.as_ref().map_or("", |value| value.word()).to_owned();
    "Role", role, |value, _| value.clone();
    "Since", since, |value, _| shown(value.as_ref());
    "Until", until, |value, _| shown(value.as_ref());
    "Colour", color, |value, _| value.map_or_else(String::new, color);
    "Notes", notes, |value, _| value.clone();
    "Retired", retired, |value, _| yes(*value);
}

fields! { ISSUE, Issue:
    "Name", name, |value, _| value.clone();
    "Below", parent, |value, project| value.as_ref().map_or_else(String::new, |id| issue(project, id));
    "Also called", aliases, |value, _| joined(value.iter().cloned());
    "Colour", color, |value, _| value.map_or_else(String::new, color);
    "Notes", notes, |value, _| value.clone();
    "Retired", retired, |value, _| yes(*value);
}

fields! { ANALYST, Analyst:
    "Name", name, |value, _| value.clone();
    "Colour", color, |value, _| color(*value);
}

fields! { FILTER, KeptFilter:
    "Name", name, |value, _| value.clone();
    "Filter", query, |value, _| value.clone();
}

fields! { PRESET, ExportPreset:
    "Name", name, |value, _| value.clone();
    "Format", format, |value, _| value.clone();
    "Filter", filter, |value, _| value.clone();
    "Columns", columns, |value, _| joined(value.iter().cloned());
    "Sorted by", sorted_by, |value, _| joined(value.iter().cloned());
    "Grouped by", grouped_by, |value, _| joined(value.iter().cloned());
    "Context", context, |value, _| shown(value.as_ref());
    "Citation", citation, |value, _| value.clone();
    "Raw", raw, |value, _| yes(*value);
}

fields! { PROJECT, ProjectMeta:
    "Name", name, |value, _| value.clone();
}

/// Does the same with the fields of a record of any kind.
macro_rules! each_kind {
    ($record:expr, |$r:ident, $table:ident| $what:expr) => {
        match $record {
            Record::Excerpt($r) => {
                let $table = EXCERPT;
                $what
            }
            Record::Article($r) => {
                let $table = ARTICLE;
                $what
            }
            Record::Tag($r) => {
                let $table = TAG;
                $what
            }
            Record::Actor($r) => {
                let $table = ACTOR;
                $what
            }
            Record::Issue($r) => {
                let $table = ISSUE;
                $what
            }
            Record::Analyst($r) => {
                let $table = ANALYST;
                $what
            }
            Record::Project($r) => {
                let $table = PROJECT;
                $what
            }
            Record::Filter($r) => {
                let $table = FILTER;
                $what
            }
            Record::Preset($r) => {
                let $table = PRESET;
                $what
            }
        }
    };
}

/// The fields of a record: what each is called and what it says, empty where nothing is set.
#[must_use]
pub fn fields(record: &Record, project: &Project) -> Vec<(&'static str, String)> {
    each_kind!(record, |r, table| table.iter().map(|field| (field.name, (field.says)(r, project))).collect())
}

/// The names of the fields in which two records of one kind differ.
#[must_use]
pub fn differing(a: &Record, b: &Record) -> Vec<&'static str> {
    fn find<R>(table: &[Field<R>], a: &R, b: &R) -> Vec<&'static str> {
        table.iter().filter(|field| !(field.same)(a, b)).map(|field| field.name).collect()
    }
    match (a, b) {
        (Record::Excerpt(a), Record::Excerpt(b)) => find(EXCERPT, a, b),
        (Record::Article(a), Record::Article(b)) => find(ARTICLE, a, b),
        (Record::Tag(a), Record::Tag(b)) => find(TAG, a, b),
        (Record::Actor(a), Record::Actor(b)) => find(ACTOR, a, b),
        (Record::Issue(a), Record::Issue(b)) => find(ISSUE, a, b),
        (Record::Analyst(a), Record::Analyst(b)) => find(ANALYST, a, b),
        (Record::Project(a), Record::Project(b)) => find(PROJECT, a, b),
        (Record::Filter(a), Record::Filter(b)) => find(FILTER, a, b),
        (Record::Preset(a), Record::Preset(b)) => find(PRESET, a, b),
        _ => Vec::new(),
    }
}

/// Takes one field from another version of the record; nothing happens where they are of different kinds.
pub fn take_field(into: &mut Record, from: &Record, name: &str) {
    fn take<R>(table: &[Field<R>], into: &mut R, from: &R, name: &str) {
        if let Some(field) = table.iter().find(|field| field.name == name) {
            (field.take)(into, from);
        }
    }
    match (into, from) {
        (Record::Excerpt(into), Record::Excerpt(from)) => take(EXCERPT, into, from, name),
        (Record::Article(into), Record::Article(from)) => take(ARTICLE, into, from, name),
        (Record::Tag(into), Record::Tag(from)) => take(TAG, into, from, name),
        (Record::Actor(into), Record::Actor(from)) => take(ACTOR, into, from, name),
        (Record::Issue(into), Record::Issue(from)) => take(ISSUE, into, from, name),
        (Record::Analyst(into), Record::Analyst(from)) => take(ANALYST, into, from, name),
        (Record::Project(into), Record::Project(from)) => take(PROJECT, into, from, name),
        (Record::Filter(into), Record::Filter(from)) => take(FILTER, into, from, name),
        (Record::Preset(into), Record::Preset(from)) => take(PRESET, into, from, name),
        _ => {}
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn yes(on: bool) -> String {
    if on { "yes".to_owned() } else { String::new() }
}

fn color([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

fn grade(grade: SourceGrade) -> String {
    let parts = [shown(grade.reliability().as_ref()), shown(grade.credibility().as_ref())];
    parts.join(" ").trim().to_owned()
}

fn actor(project: &Project, id: &super::ActorId) -> String {
    project.actors().get(id).map_or_else(|| id.to_string(), |actor| actor.name.clone())
}

fn issue(project: &Project, id: &super::IssueId) -> String {
    project.issues().get(id).map_or_else(|| id.to_string(), |issue| issue.name.clone())
}

fn quote(project: &Project, id: &super::ExcerptId) -> String {
    let words = |excerpt: &Excerpt| format!("“{}”", excerpt.anchor.quote().chars().take(60).collect::<String>());
    project.excerpts().get(id).map_or_else(|| id.to_string(), words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorId, Extra, ProjectId, TagId, Underline};

    #[test]
    fn fields_are_compared_and_taken_one_by_one() {
        let meta = ProjectMeta {
            id: ProjectId::from_bytes([1; 16]),
            name: "Talks".to_owned(),
            created: jiff::Timestamp::UNIX_EPOCH,
            extra: Extra::default(),
        };
        let id: ActorId = "miller".parse().expect("an id");
        let project = Project::from_records(meta, [Record::Actor(Actor::new(id.clone(), "The miller"))]);
        let mut mine = Actor::new("board".parse().expect("an id"), "The board");
        let mut theirs = mine.clone();
        (mine.notes, theirs.parent) = ("mine".to_owned(), Some(id));
        let (mut mine, theirs) = (Record::Actor(mine), Record::Actor(theirs));
        assert_eq!(differing(&mine, &theirs), ["Below", "Notes"]);
        assert!(fields(&theirs, &project).contains(&("Below", "The miller".to_owned())));
        take_field(&mut mine, &theirs, "Below");
        assert_eq!(differing(&mine, &theirs), ["Notes"]);
        let tag: TagId = "position".parse().expect("an id");
        let other = Record::Tag(Tag::new(tag, "Position", [0; 3], Underline::Solid));
        take_field(&mut mine, &other, "Name");
        assert_eq!(differing(&mine, &other), Vec::<&str>::new(), "records of two kinds have nothing in common");
        assert!(fields(&mine, &project).contains(&("Name", "The board".to_owned())));
    }
}
