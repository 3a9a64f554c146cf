//! What is odd about a code: names that others have too, names that only look like another, colours too alike to tell.
//! Nothing here forbids anything.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::code::{Code, CodeId};
use crate::model::operations::codes::codes_of;
use crate::model::{CodeKind, Project, Tag, colors};
use crate::text::folding::{Folded, Folding};

/// Remarks about names at most.
const MOST: usize = 4;

/// What is worth saying about a code, one sentence each: names first, then its key, then its colour. Walks the codes of
/// its kind.
#[must_use]
pub fn remarks(project: &Project, id: &CodeId) -> Vec<String> {
    let Some(code) = id.code(project) else { return Vec::new() };
    let own: Vec<(String, String, &str)> = names(&code).map(|name| (folded(name), skeleton(name), name)).collect();
    let (mut remarks, mut same_key, mut alike) = (Vec::new(), Vec::new(), Vec::new());
    for other in codes_of(project, id.kind()).filter(|other| other != id).filter_map(|id| id.code(project)) {
        for name in names(&other) {
            let (plain, shape) = (folded(name), skeleton(name));
            let with = other.name();
            if let Some((_, _, mine)) = own.iter().find(|(own, ..)| *own == plain) {
                remarks.push(if name == with && *mine == code.name() {
                    format!("Another {} is called “{with}” too", id.kind().word())
                } else {
                    format!("“{mine}” also stands for “{with}”: it is offered as both")
                });
            } else if let Some((_, _, mine)) = own.iter().find(|(_, own, _)| *own == shape) {
                remarks.push(format!("“{mine}” looks like “{name}” of “{with}”, but has other letters"));
            }
        }
        if let (Code::Tag(tag), Code::Tag(other)) = (&code, &other)
            && !tag.retired
            && !other.retired
        {
            if tag.key.is_some() && tag.key == other.key {
                same_key.push(format!("“{}” has the same key", other.name));
            }
            if colors::alike(tag.color, other.color) {
                alike.push(other.name.clone());
            }
        }
    }
    if let Some(more) = remarks.len().checked_sub(MOST).filter(|more| *more > 0) {
        remarks.truncate(MOST);
        remarks.push(format!("Its names clash with {more} more"));
    }
    remarks.extend(same_key);
    remarks.extend(match alike.as_slice() {
        [] => None,
        [one] => Some(format!("Its colour is hard to tell from that of “{one}”")),
        [one, others @ ..] => {
            Some(format!("Its colour is hard to tell from that of “{one}” and {} others", others.len()))
        }
    });
    remarks
}

/// The codes of a kind whose names, or keys, others have too or take after.
#[must_use]
pub fn odd(project: &Project, kind: CodeKind) -> BTreeSet<CodeId> {
    let mut by_shape: BTreeMap<String, BTreeSet<CodeId>> = BTreeMap::new();
    for code in codes_of(project, kind).filter_map(|id| id.code(project)) {
        for name in names(&code) {
            by_shape.entry(skeleton(name)).or_default().insert(code.id());
        }
        if let Code::Tag(Tag { key: Some(key), retired: false, .. }) = &code {
            // No name has a line break.
            by_shape.entry(format!("\n{key}")).or_default().insert(code.id());
        }
    }
    by_shape.into_values().filter(|codes| codes.len() > 1).flatten().collect()
}

fn names(code: &Code) -> impl Iterator<Item = &str> {
    std::iter::once(code.name()).chain(code.aliases().iter().map(String::as_str))
}

fn folded(name: &str) -> String {
    Folded::new(name, Folding { case: true, diacritics: true }).as_str().to_owned()
}

/// What a name looks like: letters of other scripts as the Latin ones that they are taken for.
fn skeleton(name: &str) -> String {
    let look = |c: char| match c {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'е' | 'є' | 'ε' => 'e',
        'һ' | 'н' => 'h',
        'і' | 'ι' | 'l' | '1' | '|' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'ο' | 'о' | '0' | 'σ' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' | '5' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ц' => 'u',
        'ν' => 'v',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        other => other,
    };
    folded(name).chars().map(look).collect::<String>().replace("rn", "m").replace("vv", "w")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Actor, Change, Record};
    use crate::text::sample::sample;

    fn check(one: (&str, &[&str]), other: (&str, &[&str]), expected: &[&str]) {
        let (mut project, _) = sample();
        let actor = |id: &str, (name, aliases): (&str, &[&str])| {
            let mut actor = Actor::new(id.parse().expect("an id"), name);
            actor.aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
            Record::Actor(actor)
        };
        project.apply(&Change::put("two", [actor("one", one), actor("two", other)])).expect("applied");
        assert_eq!(remarks(&project, &CodeId::Actor("one".parse().expect("an id"))), expected);
    }

    #[test]
    fn names_come_before_colours_which_take_one_line() {
        let (mut project, _) = sample();
        let tag = |id: &str, name: &str| {
            let mut tag =
                Tag::new(id.parse().expect("an id"), name, [0xF0, 0xE4, 0x42], crate::model::Underline::Solid);
            tag.key = Some('9').filter(|_| id.len() == 1);
            Record::Tag(tag)
        };
        let tags = [tag("a", "Threat"), tag("b", "Other"), tag("c1", "One"), tag("c2", "Two"), tag("z1", "threat")];
        project.apply(&Change::put("tags", tags)).expect("applied");
        let id = |id: &str| CodeId::Tag(id.parse().expect("an id"));
        let expected = [
            "Another tag is called “threat” too",
            "“Other” has the same key",
            "Its colour is hard to tell from that of “Other” and 3 others",
        ];
        assert_eq!(remarks(&project, &id("a")), expected);
        assert_eq!(odd(&project, CodeKind::Tag), [id("a"), id("b"), id("z1")].into());
    }

    #[test]
    fn double_and_look_alike_names_are_told() {
        check(("Oberau", &[]), ("oberau", &[]), &["Another actor is called “oberau” too"]);
        check(
            ("Oberau", &["board"]),
            ("River", &["Board"]),
            &["“board” also stands for “River”: it is offered as both"],
        );
        check(("Oberau", &[]), ("Оbеrau", &[]), &["“Oberau” looks like “Оbеrau” of “Оbеrau”, but has other letters"]);
        check(("Oberau", &[]), ("Unterau", &[]), &[]);
    }
}
