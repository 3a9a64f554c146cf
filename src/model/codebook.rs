//! What a file of codes must be before any of it is taken in: names, ids, keys and trees in order. Reading such files
//! is the work of `storage::codebook` (RON) and `import::codebook` (CSV).

use std::collections::BTreeMap;

use super::code::clean_name;
use super::{Code, CodeId, Project, Record};

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

/// A code as a file gives it, with the line where it stands.
pub type Listed = (usize, Code);

/// What is wrong with the codes of a file, each with its line; nothing where all is well. They may stand below codes of
/// the project that is to take them in.
#[must_use]
pub fn check(codes: &[Listed], project: Option<&Project>) -> Vec<(usize, String)> {
    let mut wrong: Vec<(usize, String)> = Vec::new();
    let mut by_id: BTreeMap<CodeId, (usize, &Code)> = BTreeMap::new();
    let mut keys: BTreeMap<char, usize> = BTreeMap::new();
    for (line, code) in codes {
        let what = format!("the {} “{}”", code.id().kind().word(), code.id().as_str());
        if let Err(sentence) = clean_name(code.name()) {
            wrong.push((*line, format!("{what}: {sentence}")));
        }
        if let Some((first, _)) = by_id.get(&code.id()) {
            wrong.push((*line, format!("{what} stands in line {first} already")));
        } else {
            by_id.insert(code.id(), (*line, code));
        }
        if let Code::Tag(tag) = code
            && let Some(key) = tag.key
            && let Some(first) = keys.insert(key, *line)
        {
            wrong.push((*line, format!("{what} has the key {key}, which line {first} has already")));
        }
    }
    for (line, code) in codes {
        let what = format!("the {} “{}”", code.id().kind().word(), code.id().as_str());
        let Some(parent) = parent(code) else { continue };
        if !by_id.contains_key(&parent) && project.is_none_or(|project| !project.has(&parent.record_id())) {
            let nowhere = if project.is_some() { "neither in the file nor in the project" } else { "not in the file" };
            wrong.push((*line, format!("{what} stands below “{}”, which is {nowhere}", parent.as_str())));
            continue;
        }
        let mut next = Some(parent);
        let mut steps = 0;
        while let Some(above) = next.filter(|_| steps <= LEVELS) {
            if above == code.id() {
                wrong.push((*line, format!("{what} stands below itself")));
                break;
            }
            steps += 1;
            next = match by_id.get(&above) {
                Some((_, code)) => self::parent(code),
                None => project.and_then(|project| above.parent(project)),
            };
        }
    }
    wrong
}

/// What is wrong in the order of the lines, each said once with its line.
#[must_use]
pub fn by_line(mut wrong: Vec<(usize, String)>) -> Vec<String> {
    wrong.sort();
    wrong.dedup();
    wrong.into_iter().map(|(line, sentence)| format!("Line {line}: {sentence}")).collect()
}

/// A code of a file where the project has one of that id: what the file leaves empty stays as it is.
#[must_use]
pub fn filled(mut code: Code, project: &Project) -> Code {
    fn fill<T: Default + PartialEq>(new: &mut T, old: T) {
        if *new == T::default() {
            *new = old;
        }
    }
    let old = code.id().code(project);
    match (&mut code, old) {
        (Code::Tag(tag), Some(Code::Tag(old))) => {
            // Grey is what a line without a colour is read as.
            if tag.color == [0x80; 3] {
                tag.color = old.color;
            }
            fill(&mut tag.key, old.key);
            fill(&mut tag.parent, old.parent);
            fill(&mut tag.definition, old.definition);
            fill(&mut tag.use_when, old.use_when);
            fill(&mut tag.not_when, old.not_when);
            fill(&mut tag.example, old.example);
            fill(&mut tag.retired, old.retired);
            fill(&mut tag.extra, old.extra);
        }
        (Code::Actor(actor), Some(Code::Actor(old))) => {
            fill(&mut actor.parent, old.parent);
            fill(&mut actor.aliases, old.aliases);
            fill(&mut actor.kind, old.kind);
            fill(&mut actor.role, old.role);
            fill(&mut actor.since, old.since);
            fill(&mut actor.until, old.until);
            fill(&mut actor.color, old.color);
            fill(&mut actor.notes, old.notes);
            fill(&mut actor.retired, old.retired);
            fill(&mut actor.extra, old.extra);
        }
        (Code::Issue(issue), Some(Code::Issue(old))) => {
            fill(&mut issue.parent, old.parent);
            fill(&mut issue.aliases, old.aliases);
            fill(&mut issue.color, old.color);
            fill(&mut issue.notes, old.notes);
            fill(&mut issue.retired, old.retired);
            fill(&mut issue.extra, old.extra);
        }
        _ => {}
    }
    code
}

/// The codes as records, those above before those below.
#[must_use]
pub fn records(codes: Vec<Listed>) -> Vec<Record> {
    codes.into_iter().map(|(_, code)| code.into_record()).collect()
}

fn parent(code: &Code) -> Option<CodeId> {
    match code {
        Code::Tag(tag) => tag.parent.clone().map(CodeId::Tag),
        Code::Actor(actor) => actor.parent.clone().map(CodeId::Actor),
        Code::Issue(issue) => issue.parent.clone().map(CodeId::Issue),
    }
}
