//! What is odd about a code: names that others have too, names that only look like another, colours too alike to tell.
//! Nothing here forbids anything.

use crate::model::code::{Code, CodeId};
use crate::model::operations::codes::codes_of;
use crate::model::{Project, colors};
use crate::text::folding::{Folded, Folding};

/// Remarks at most.
const MOST: usize = 4;

/// What is worth saying about a code, one sentence each. Walks the codes of its kind.
#[must_use]
pub fn remarks(project: &Project, id: &CodeId) -> Vec<String> {
    let Some(code) = id.code(project) else { return Vec::new() };
    let own: Vec<(String, String, &str)> = names(&code).map(|name| (folded(name), skeleton(name), name)).collect();
    let mut remarks = Vec::new();
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
            if colors::alike(tag.color, other.color) {
                remarks.push(format!("Its colour is hard to tell from that of “{}”", other.name));
            }
            if tag.key.is_some() && tag.key == other.key {
                remarks.push(format!("“{}” has the same key", other.name));
            }
        }
        if remarks.len() >= MOST {
            break;
        }
    }
    remarks.truncate(MOST);
    remarks
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
