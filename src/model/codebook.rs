//! What a file of codes must be before any of it is taken in: names, ids, keys, choices and trees in order. Reading such
//! files is the work of `storage::codebook` (RON) and `import::codebook` (CSV).

use std::collections::{BTreeMap, BTreeSet};

use super::code::{clean_name, is_unseen};
use super::{ActorKind, Code, CodeId, CodeKind, Project, Record, Underline};

/// The columns of codes as a table, in the order in which they are written.
pub const COLUMNS: [&str; 18] = [
    "code",
    "id",
    "name",
    "parent",
    "aliases",
    "color",
    "underline",
    "key",
    "definition",
    "use_when",
    "not_when",
    "example",
    "kind",
    "role",
    "since",
    "until",
    "notes",
    "retired",
];

/// Levels of a tree after which a walk up ends: no real tree has so many.
const LEVELS: usize = 10_000;

/// A code as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The line where it stands.
    pub line: usize,
    /// What the file says of it.
    pub code: Code,
    /// The fields that the file gives, empty ones too; of all others it says nothing.
    pub says: BTreeSet<String>,
}

/// What is wrong with a file, each with its line.
pub type Wrong = Vec<(usize, String)>;

/// Whether codes of a kind have a field.
#[must_use]
pub fn has(kind: CodeKind, field: &str) -> bool {
    match field {
        "underline" | "key" | "definition" | "use_when" | "not_when" | "example" | "order" => kind == CodeKind::Tag,
        "kind" | "role" | "since" | "until" => kind == CodeKind::Actor,
        "aliases" | "notes" => kind != CodeKind::Tag,
        "code" => false,
        field => COLUMNS.contains(&field),
    }
}

/// What a field takes, to be said where something else stands in it.
#[must_use]
pub fn expected(field: &str) -> String {
    let one_of = |words: Vec<&str>| format!("one of {}", words.join(", "));
    match field {
        "id" | "parent" => "an id such as red-line".to_owned(),
        "aliases" => "a list of texts".to_owned(),
        "color" => "a colour such as #0072B2".to_owned(),
        "underline" => one_of(Underline::KNOWN.iter().map(Underline::word).collect()),
        "key" => "one letter or digit".to_owned(),
        "kind" => one_of(ActorKind::KNOWN.iter().map(ActorKind::word).collect()),
        "since" | "until" => "a date such as 2025, 2025-12 or 2025-12-14".to_owned(),
        "retired" => "true or false".to_owned(),
        "order" => "a whole number".to_owned(),
        _ => "a text".to_owned(),
    }
}

/// That something else stands in a field than it takes.
#[must_use]
pub fn unexpected(value: &str, field: &str) -> String {
    format!("“{}” in “{field}” is not {}", short(value), expected(field))
}

/// The records that a file of codes comes to, names trimmed; of codes that the project has, all that the file says
/// nothing of stays as it is. `wrong` is what the file's reader found amiss.
///
/// # Errors
/// All that is wrong, one sentence each, in the order of the lines; then nothing of the file is to be taken in.
pub fn outcome(
    mut listed: Vec<Listed>,
    mut wrong: Wrong,
    project: Option<&Project>,
) -> Result<Vec<Record>, Vec<String>> {
    for one in &mut listed {
        wrong.extend(clean(one).into_iter().map(|sentence| (one.line, sentence)));
    }
    wrong.extend(doubles(&listed));
    if let Some(project) = project {
        listed.iter_mut().for_each(|one| keep_unsaid(one, project));
    }
    wrong.extend(place(&mut listed, project));
    if wrong.is_empty() {
        Ok(listed.into_iter().map(|one| one.code.into_record()).collect())
    } else {
        Err(by_line(wrong))
    }
}

/// What is wrong in the order of the lines, each said once with its line.
#[must_use]
pub fn by_line(mut wrong: Wrong) -> Vec<String> {
    wrong.sort();
    wrong.dedup();
    wrong.into_iter().map(|(line, sentence)| format!("Line {line}: {sentence}")).collect()
}

/// Trims name and aliases, and says what is wrong with these, the key and the choices.
fn clean(one: &mut Listed) -> Vec<String> {
    let what = named(&one.code.id());
    let mut wrong = Vec::new();
    match clean_name(one.code.name()) {
        Ok(name) => one.code.set_name(name),
        Err(sentence) => wrong.push(format!("name of {what}: {sentence}")),
    }
    let mut aliases = Vec::new();
    for alias in one.code.aliases() {
        match clean_name(alias) {
            Ok(alias) => aliases.push(alias),
            Err(sentence) => wrong.push(format!("aliases of {what}: “{}”: {sentence}", short(alias))),
        }
    }
    one.code.set_aliases(aliases);
    match &one.code {
        Code::Tag(tag) => {
            let unseen = |key: &char| key.is_whitespace() || key.is_control() || is_unseen(*key);
            wrong.extend(tag.key.filter(unseen).map(|key| format!("{what}: {}", unexpected(&key.to_string(), "key"))));
            if let Underline::Other(word) = &tag.underline {
                wrong.push(format!("{what}: {}", unexpected(word, "underline")));
            }
        }
        Code::Actor(actor) => {
            if let Some(ActorKind::Other(word)) = &actor.kind {
                wrong.push(format!("{what}: {}", unexpected(word, "kind")));
            }
        }
        Code::Issue(_) => {}
    }
    wrong
}

/// Ids and keys that stand twice.
fn doubles(listed: &[Listed]) -> Wrong {
    let mut wrong = Wrong::new();
    let mut ids: BTreeMap<CodeId, usize> = BTreeMap::new();
    let mut keys: BTreeMap<char, usize> = BTreeMap::new();
    for Listed { line, code, .. } in listed {
        let what = named(&code.id());
        if let Some(first) = ids.get(&code.id()) {
            wrong.push((*line, format!("{what} stands in line {first} already")));
        } else {
            ids.insert(code.id(), *line);
        }
        if let Code::Tag(tag) = code
            && let Some(key) = tag.key
            && let Some(first) = keys.insert(key, *line)
        {
            wrong.push((*line, format!("{what} has the key {key}, which line {first} has already")));
        }
    }
    wrong
}

/// Gives a code that the project has what is known of it there, but for what the file says.
fn keep_unsaid(one: &mut Listed, project: &Project) {
    fn keep<T>(says: &BTreeSet<String>, field: &str, new: &mut T, old: T) {
        if !says.contains(field) {
            *new = old;
        }
    }
    let (says, old) = (&one.says, one.code.id().code(project));
    match (&mut one.code, old) {
        (Code::Tag(tag), Some(Code::Tag(old))) => {
            keep(says, "color", &mut tag.color, old.color);
            keep(says, "underline", &mut tag.underline, old.underline);
            keep(says, "key", &mut tag.key, old.key);
            keep(says, "parent", &mut tag.parent, old.parent);
            keep(says, "definition", &mut tag.definition, old.definition);
            keep(says, "use_when", &mut tag.use_when, old.use_when);
            keep(says, "not_when", &mut tag.not_when, old.not_when);
            keep(says, "example", &mut tag.example, old.example);
            keep(says, "retired", &mut tag.retired, old.retired);
            tag.extra = old.extra;
        }
        (Code::Actor(actor), Some(Code::Actor(old))) => {
            keep(says, "parent", &mut actor.parent, old.parent);
            keep(says, "aliases", &mut actor.aliases, old.aliases);
            keep(says, "kind", &mut actor.kind, old.kind);
            keep(says, "role", &mut actor.role, old.role);
            keep(says, "since", &mut actor.since, old.since);
            keep(says, "until", &mut actor.until, old.until);
            keep(says, "color", &mut actor.color, old.color);
            keep(says, "notes", &mut actor.notes, old.notes);
            keep(says, "retired", &mut actor.retired, old.retired);
            actor.extra = old.extra;
        }
        (Code::Issue(issue), Some(Code::Issue(old))) => {
            keep(says, "parent", &mut issue.parent, old.parent);
            keep(says, "aliases", &mut issue.aliases, old.aliases);
            keep(says, "color", &mut issue.color, old.color);
            keep(says, "notes", &mut issue.notes, old.notes);
            keep(says, "retired", &mut issue.retired, old.retired);
            issue.extra = old.extra;
        }
        _ => {}
    }
}

/// Looks at the trees as they will be. Where a code of the file would stand below itself only because it stayed below
/// one of which the file says otherwise, it comes to the top; what then is still wrong is told.
fn place(listed: &mut [Listed], project: Option<&Project>) -> Wrong {
    let mut parents: BTreeMap<CodeId, Option<CodeId>> =
        listed.iter().map(|one| (one.code.id(), one.code.parent())).collect();
    for one in listed.iter_mut().filter(|one| !one.says.contains("parent")) {
        if way_round(&one.code.id(), &parents, project).is_some() {
            one.code.set_parent(None);
            parents.insert(one.code.id(), None);
        }
    }
    let mut wrong = Wrong::new();
    for Listed { line, code, .. } in listed.iter() {
        let Some(parent) = code.parent() else { continue };
        let what = named(&code.id());
        if !parents.contains_key(&parent) && project.is_none_or(|project| !project.has(&parent.record_id())) {
            let nowhere = if project.is_some() { "neither in the file nor in the project" } else { "not in the file" };
            wrong.push((*line, format!("{what} stands below “{}”, which is {nowhere}", parent.as_str())));
        } else if let Some(way) = way_round(&code.id(), &parents, project) {
            let by: Vec<String> = way.iter().map(|id| format!("“{}”", id.as_str())).collect();
            let by = if by.is_empty() { String::new() } else { format!(", by way of {}", by.join(", ")) };
            wrong.push((*line, format!("{what} stands below itself{by}")));
        }
    }
    wrong
}

/// The codes through which a code would stand below itself; none where it does not.
fn way_round(
    start: &CodeId,
    parents: &BTreeMap<CodeId, Option<CodeId>>,
    project: Option<&Project>,
) -> Option<Vec<CodeId>> {
    let above = |id: &CodeId| match parents.get(id) {
        Some(parent) => parent.clone(),
        None => project.and_then(|project| id.parent(project)),
    };
    let mut way = Vec::new();
    let mut next = above(start);
    while let Some(id) = next.filter(|_| way.len() <= LEVELS) {
        if id == *start {
            return Some(way);
        }
        next = above(&id);
        way.push(id);
    }
    None
}

fn named(id: &CodeId) -> String {
    format!("the {} “{}”", id.kind().word(), id.as_str())
}

/// The beginning of something, to be found by.
fn short(text: &str) -> String {
    let more = if text.chars().nth(60).is_some() { "…" } else { "" };
    format!("{}{more}", text.chars().take(60).collect::<String>())
}

#[cfg(test)]
mod tests;
