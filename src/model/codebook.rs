//! What a file of codes must be before any of it is taken in: names, ids, keys and trees in order. Reading such files
//! is the work of `storage::codebook` (RON) and `import::codebook` (CSV).

use std::collections::BTreeMap;

use super::code::clean_name;
use super::{Code, CodeId, Record};

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

/// A code as a file gives it, with the line where it stands.
pub type Listed = (usize, Code);

/// What is wrong with the codes of a file, each with its line; nothing where all is well.
#[must_use]
pub fn check(codes: &[Listed]) -> Vec<String> {
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
        if !by_id.contains_key(&parent) {
            wrong.push((*line, format!("{what} stands below “{}”, which is not in the file", parent.as_str())));
            continue;
        }
        let mut next = Some(parent);
        let mut steps = 0;
        while let Some(above) = next.filter(|_| steps <= by_id.len()) {
            if above == code.id() {
                wrong.push((*line, format!("{what} stands below itself")));
                break;
            }
            steps += 1;
            next = by_id.get(&above).and_then(|(_, code)| self::parent(code));
        }
    }
    wrong.sort();
    wrong.dedup();
    wrong.into_iter().map(|(line, sentence)| format!("Line {line}: {sentence}")).collect()
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
