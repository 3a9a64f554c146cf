//! The verbs on codes: what was asked becomes a change, or a sentence that says why not.

use crate::app::code_action::{CodeAction, CodeField};
use crate::app::{COMMANDS, Command, Keys, NoticeKind, Request, State, kept};
use crate::model::code::{Code, CodeId, clean_name};
use crate::model::operations::codes::{delete_code, effect, merge_codes, move_code, new_code, retire_code, split_code};
use crate::model::{Change, Edit, ExcerptId, Project};
use crate::text::names::{NameBook, NamedCode};

use super::commit_and_say;
use super::following::Following;

/// Reworks the codes.
pub(in crate::app) fn rework(state: &mut State, action: CodeAction, now: jiff::Timestamp, requests: &mut Vec<Request>) {
    let Some(open) = state.open.as_ref() else { return };
    let project = &open.project;
    let mut show = open.code.clone();
    let (mut merged, mut filter) = (None, None);
    let change = match action {
        CodeAction::New { kind, name, parent } => {
            new_code(project, kind, &name, parent.as_ref()).map(|(change, id)| {
                show = Some(id);
                change
            })
        }
        CodeAction::Set(id, CodeField::Name(name)) => {
            let (kept, shown) = kept::renamed(open, &id, name.trim());
            filter = shown;
            let with_kept = |mut change: Change| {
                change.edits.extend(kept.into_iter().map(Edit::Put));
                change
            };
            set_field(state, project, &id, CodeField::Name(name)).map(with_kept)
        }
        CodeAction::Set(id, field) => set_field(state, project, &id, field),
        CodeAction::Move { code, parent, place } => move_code(project, &code, parent.as_ref(), place),
        CodeAction::Merge { from, into } => {
            show = Some(into.clone());
            merge_codes(project, &from, &into, now).inspect(|_| {
                let kept = |id: CodeId| Some(if from.contains(&id) { into.clone() } else { id });
                merged = Some(Following::of(open).renamed(kept));
            })
        }
        CodeAction::Split { code, name, aliases } => {
            let excerpts = excerpts_that_say(project, &code, &aliases);
            split_code(project, &code, &name, &aliases, &excerpts, now).map(|(change, id)| {
                show = Some(id);
                change
            })
        }
        CodeAction::Retire(id, retired) => Ok(retire_code(project, &id, retired)),
        CodeAction::Delete(id) => delete_code(project, &id).inspect(|_| show = None),
    };
    match change {
        Ok(change) => {
            let said = said(&change);
            if commit_and_say(state, change, said, now, requests)
                && let Some(open) = state.open.as_mut()
            {
                open.code = show.filter(|id| id.code(&open.project).is_some());
                if let Some(filter) = filter {
                    open.filter = filter;
                }
                if let Some(merged) = merged {
                    merged.put_into(open);
                }
            }
        }
        Err(sentence) => state.notices.say(NoticeKind::Refused, sentence, now),
    }
}

/// What was done, in words, with how many excerpts followed.
fn said(change: &Change) -> String {
    let mut letters = change.label.chars();
    let label: String = letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default();
    match effect(change).excerpts {
        0 => label,
        1 => format!("{label}: 1 excerpt followed"),
        count => format!("{label}: {count} excerpts followed"),
    }
}

/// The excerpts that name a code and have one of these names among their words: those that follow when it is split.
#[must_use]
pub fn excerpts_that_say(project: &Project, code: &CodeId, names: &[String]) -> Vec<ExcerptId> {
    let named = match code {
        CodeId::Actor(id) => NamedCode::Actor(id.clone()),
        CodeId::Issue(id) => NamedCode::Issue(id.clone()),
        CodeId::Tag(_) => return Vec::new(),
    };
    let book = NameBook::new(&[(named, names.to_vec())]);
    let found = project.excerpts().values().filter(|excerpt| {
        let names_it = match code {
            CodeId::Actor(id) => excerpt.actors.contains(id) || excerpt.addressees.contains(id),
            CodeId::Issue(id) => excerpt.issues.contains(id),
            CodeId::Tag(_) => false,
        };
        let quote = excerpt.anchor.quote();
        names_it && !book.find(quote, 0..quote.len()).is_empty()
    });
    found.map(|excerpt| excerpt.id).collect()
}

fn set_field(state: &State, project: &Project, id: &CodeId, field: CodeField) -> Result<Change, String> {
    let Some(mut code) = id.code(project) else { return Err("It is not there any more".to_owned()) };
    let name = code.name().to_owned();
    let what = match (&mut code, field) {
        (code, CodeField::Name(new)) => {
            code.set_name(clean_name(&new)?);
            "rename"
        }
        (code, CodeField::Aliases(aliases)) => {
            let bad = aliases.iter().filter(|alias| !alias.trim().is_empty()).find_map(|alias| clean_name(alias).err());
            if let Some(sentence) = bad {
                return Err(sentence);
            }
            code.set_aliases(aliases);
            "change aliases of"
        }
        (Code::Tag(tag), CodeField::Color(Some(color))) => {
            tag.color = color;
            "change colour of"
        }
        (Code::Actor(actor), CodeField::Color(color)) => {
            actor.color = color;
            "change colour of"
        }
        (Code::Issue(issue), CodeField::Color(color)) => {
            issue.color = color;
            "change colour of"
        }
        (Code::Actor(actor), CodeField::Notes(notes)) => {
            actor.notes = notes;
            "change notes on"
        }
        (Code::Issue(issue), CodeField::Notes(notes)) => {
            issue.notes = notes;
            "change notes on"
        }
        (Code::Tag(tag), CodeField::Underline(underline)) => {
            tag.underline = underline;
            "change underline of"
        }
        (Code::Tag(tag), CodeField::Key(key)) => {
            if let Some(key) = key {
                let other = project.tags().values().find(|other| other.key == Some(key) && other.id != tag.id);
                if let Some(other) = other {
                    return Err(format!("“{}” has the key {key} already", other.name));
                }
                if let Some(command) = command_on(state, key).filter(|_| tag.key != Some(key)) {
                    return Err(format!("The key {key} calls “{}” already", command.title));
                }
            }
            tag.key = key;
            "change key of"
        }
        (Code::Tag(tag), CodeField::Definition(text)) => {
            tag.definition = text;
            "change definition of"
        }
        (Code::Tag(tag), CodeField::UseWhen(text)) => {
            tag.use_when = text;
            "change when to use"
        }
        (Code::Tag(tag), CodeField::NotWhen(text)) => {
            tag.not_when = text;
            "change when not to use"
        }
        (Code::Tag(tag), CodeField::Example(text)) => {
            tag.example = text;
            "change example of"
        }
        (Code::Actor(actor), CodeField::Kind(kind)) => {
            actor.kind = kind;
            "change kind of"
        }
        (Code::Actor(actor), CodeField::Role(role)) => {
            role.trim().clone_into(&mut actor.role);
            "change role of"
        }
        (Code::Actor(actor), CodeField::Since(date)) => {
            actor.since = date;
            "change dates of"
        }
        (Code::Actor(actor), CodeField::Until(date)) => {
            actor.until = date;
            "change dates of"
        }
        _ => return Ok(Change::put("change nothing", [])),
    };
    let same = id.code(project).as_ref() == Some(&code);
    Ok(Change::put(format!("{what} {name}"), Some(code).filter(|_| !same).map(Code::into_record)))
}

/// The keys that tags may have: one letter or digit that neither a command nor another tag has.
#[must_use]
pub fn free_keys(state: &State) -> Vec<char> {
    let tags = || state.open.iter().flat_map(|open| open.project.tags().values());
    let taken = |key: &char| tags().any(|tag| tag.key.is_some_and(|own| own.eq_ignore_ascii_case(key)));
    let free = |key: &char| command_on(state, *key).is_none() && !taken(key);
    ('1'..='9').chain(['0']).chain('a'..='z').filter(free).collect()
}

/// The command that a key calls by itself.
pub(in crate::app) fn command_on(state: &State, key: char) -> Option<&'static Command> {
    let name = key.to_ascii_uppercase().to_string();
    let plain = |keys: &Keys| !keys.command && !keys.shift && !keys.alt && keys.key == name;
    COMMANDS.iter().find(|command| state.keys_of(command.id).iter().any(plain))
}
