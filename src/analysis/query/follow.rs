//! Filters that go along when codes are renamed, merged or lose an alias: a name that would then mean other codes than
//! before gives way to the names of those that it meant. The rest of the text stays as it was typed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::field::Field;
use super::needle::folded;
use super::parse::parse;
use super::print::text;
use super::{Query, Term, Value};
use crate::model::operations::codes::codes_of;
use crate::model::{Change, Code, CodeId, CodeKind, Edit, Project, Record};

/// What codes were called before a change, and what after it.
#[derive(Debug)]
pub struct Renaming {
    before: Called,
    after: Called,
    /// Which one takes the place of one that goes.
    merged: BTreeMap<CodeId, CodeId>,
    /// Whether a name that means other codes than before gives way; else only one that means none any more does.
    strict: bool,
}

/// Codes with their name as it is written, and that and the aliases folded.
type Called = BTreeMap<CodeId, (String, Vec<String>)>;

impl Renaming {
    /// For a change that is about to be made. None where no code that is there is called otherwise afterwards.
    #[must_use]
    pub fn ahead(project: &Project, change: &Change, merged: BTreeMap<CodeId, CodeId>) -> Option<Self> {
        let goes = |id: &CodeId| id.code(project).is_some();
        let kinds = renamed_kinds(project, change, |_| false, goes)?;
        let before = called_in(project, &kinds);
        let after = overlaid(before.clone(), change, &kinds);
        Some(Self { before, after, merged, strict: true })
    }

    /// For a change that was made, by its inverse: undone, redone, or somebody else's.
    #[must_use]
    pub fn behind(project: &Project, inverse: &Change) -> Option<Self> {
        let kinds = renamed_kinds(project, inverse, |_| true, |_| false)?;
        let after = called_in(project, &kinds);
        let before = overlaid(after.clone(), inverse, &kinds);
        Some(Self { before, after, merged: BTreeMap::new(), strict: false })
    }

    /// A filter as it asks the same under the new names; none where it stays as it is.
    #[must_use]
    pub fn followed(&self, typed: &str) -> Option<String> {
        let query = parse(typed).ok()?;
        let mut places = Vec::new();
        self.gather(&query, &mut places);
        let mut new = typed.to_owned();
        // From the end, so that the places before stay where they are.
        for (place, with) in places.into_iter().rev() {
            new = [new.get(..place.start)?, &with, new.get(place.end..)?].concat();
        }
        (new != typed && parse(&new).is_ok()).then_some(new)
    }

    /// What is to stand where instead, in the order of the text.
    fn gather(&self, query: &Query, places: &mut Vec<(Range<usize>, String)>) {
        match query {
            Query::Not(inner) => self.gather(inner, places),
            Query::And(items) | Query::Or(items) => items.iter().for_each(|item| self.gather(item, places)),
            Query::Term(Term::Field(field, values), _) => {
                let kind = match field {
                    Field::Tag => CodeKind::Tag,
                    Field::Actor | Field::Addressee => CodeKind::Actor,
                    Field::Issue => CodeKind::Issue,
                    _ => return,
                };
                let (Some((_, first)), Some((_, last))) = (values.first(), values.last()) else { return };
                let (mut names, mut changed): (Vec<String>, bool) = (Vec::new(), false);
                for (value, _) in values {
                    let Value::Text(name) = value else { return };
                    let instead = self.instead(kind, name);
                    changed |= instead.is_some();
                    for name in instead.unwrap_or_else(|| vec![name.clone()]) {
                        if !names.contains(&name) {
                            names.push(name);
                        }
                    }
                }
                if changed {
                    let names: Vec<String> = names.iter().map(|name| text(name)).collect();
                    places.push((first.0.start..last.0.end, names.join(",")));
                }
            }
            Query::Term(..) => {}
        }
    }

    /// The names of the codes that this name meant, where it does not mean just them afterwards.
    fn instead(&self, kind: CodeKind, name: &str) -> Option<Vec<String>> {
        let meant = called(&self.before, kind, name).into_iter().map(|id| self.merged.get(id).unwrap_or(id));
        let meant: BTreeSet<&CodeId> = meant.filter(|id| self.after.contains_key(id)).collect();
        let means = called(&self.after, kind, name);
        if meant.is_empty() || means == meant || (!self.strict && !means.is_empty()) {
            return None;
        }
        Some(meant.into_iter().map(|id| self.name_of(id)).collect())
    }

    /// What a code alone is called: its name, or its id where others have the name too.
    fn name_of(&self, id: &CodeId) -> String {
        let name = self.after.get(id).map_or(id.as_str(), |(name, _)| name.as_str());
        let alone = |name: &str| called(&self.after, id.kind(), name) == BTreeSet::from([id]);
        if alone(name) || !alone(id.as_str()) { name.to_owned() } else { id.as_str().to_owned() }
    }
}

/// The codes of a kind that have this name, alias or id, as a filter understands it.
fn called<'a>(codes: &'a Called, kind: CodeKind, name: &str) -> BTreeSet<&'a CodeId> {
    let wanted = folded(name);
    let is_called = |(id, (_, names)): &(&CodeId, &(String, Vec<String>))| {
        id.kind() == kind && (id.as_str() == name || names.contains(&wanted))
    };
    codes.iter().filter(is_called).map(|(id, _)| id).collect()
}

/// The kinds of which codes of the project are called otherwise by a change, or `goes` or `comes` says so of them.
fn renamed_kinds(
    project: &Project,
    change: &Change,
    comes: impl Fn(&CodeId) -> bool,
    goes: impl Fn(&CodeId) -> bool,
) -> Option<BTreeSet<CodeKind>> {
    let mut kinds = BTreeSet::new();
    for edit in &change.edits {
        match edit {
            Edit::Put(record) => {
                if let Some(code) = code_of(record) {
                    let differs = |old: Code| old.name() != code.name() || old.aliases() != code.aliases();
                    let id = code.id();
                    if id.code(project).map_or_else(|| comes(&id), differs) {
                        kinds.insert(id.kind());
                    }
                }
            }
            Edit::Remove(id) => {
                if let Some(id) = CodeId::of_record(id).filter(&goes) {
                    kinds.insert(id.kind());
                }
            }
        }
    }
    (!kinds.is_empty()).then_some(kinds)
}

fn called_in(project: &Project, kinds: &BTreeSet<CodeKind>) -> Called {
    let ids = kinds.iter().flat_map(|kind| codes_of(project, *kind));
    ids.filter_map(|id| id.code(project)).map(|code| (code.id(), names_of(&code))).collect()
}

/// What codes are called once a change is made.
fn overlaid(mut codes: Called, change: &Change, kinds: &BTreeSet<CodeKind>) -> Called {
    for edit in &change.edits {
        match edit {
            Edit::Put(record) => {
                codes.extend(
                    code_of(record).filter(|code| kinds.contains(&code.id().kind())).map(|c| (c.id(), names_of(&c))),
                );
            }
            Edit::Remove(id) => {
                CodeId::of_record(id).and_then(|id| codes.remove(&id));
            }
        }
    }
    codes
}

fn names_of(code: &Code) -> (String, Vec<String>) {
    let names = std::iter::once(code.name()).chain(code.aliases().iter().map(String::as_str));
    (code.name().to_owned(), names.map(folded).collect())
}

fn code_of(record: &Record) -> Option<Code> {
    match record {
        Record::Tag(tag) => Some(Code::Tag(tag.clone())),
        Record::Actor(actor) => Some(Code::Actor(actor.clone())),
        Record::Issue(issue) => Some(Code::Issue(issue.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::operations::codes::merge_codes;
    use crate::text::sample::sample;

    /// The small project; Vale has the alias “Upper Vale”, Calder the alias “Vale folk”, which Ames has too.
    fn project() -> Project {
        let (mut project, _) = sample();
        let aliased = [("vale", "Upper Vale"), ("calder", "Vale folk"), ("mayor-ames", "Vale folk")];
        let records = aliased.map(|(id, alias)| {
            let mut actor = project.actors()[&id.parse().expect("an id")].clone();
            actor.aliases.push(alias.to_owned());
            Record::Actor(actor)
        });
        project.apply(&Change::put("aliases", records)).expect("applied");
        project
    }

    fn id(kind: CodeKind, id: &str) -> CodeId {
        match kind {
            CodeKind::Tag => CodeId::Tag(id.parse().expect("an id")),
            CodeKind::Actor => CodeId::Actor(id.parse().expect("an id")),
            CodeKind::Issue => CodeId::Issue(id.parse().expect("an id")),
        }
    }

    fn renamed(code: &CodeId, name: &str, aliases: Option<&[&str]>) -> Change {
        let mut code = code.code(&project()).expect("a code");
        code.set_name(name.to_owned());
        if let Some(aliases) = aliases {
            code.set_aliases(aliases.iter().map(|alias| (*alias).to_owned()));
        }
        Change::put("rename", [code.into_record()])
    }

    /// What becomes of a filter by a change, before it is made.
    fn check(change: &Change, merged: &[(CodeId, CodeId)], typed: &str, expected: &str) {
        let before = project();
        let renaming = Renaming::ahead(&before, change, merged.iter().cloned().collect());
        let followed = renaming.and_then(|renaming| renaming.followed(typed));
        assert_eq!(followed.as_deref().unwrap_or(typed), expected, "{typed}");
    }

    #[test]
    fn a_renamed_code_is_named_anew_and_the_rest_stays_as_typed() {
        let tag = renamed(&id(CodeKind::Tag, "red-line"), "Limit", None);
        check(
            &tag,
            &[],
            "mill  TAG:\"red LINE\" or (tag:position, “Red line” -unsure)",
            "mill  TAG:Limit or (tag:position,Limit -unsure)",
        );
        check(
            &tag,
            &[],
            "tag:red-line \"Red line\" quote:\"red line\"",
            "tag:red-line \"Red line\" quote:\"red line\"",
        );
        check(&tag, &[], "tag:\"red line", "tag:\"red line");
        check(&tag, &[], "actor:\"red line\"", "actor:\"red line\"");
        let actor = renamed(&id(CodeKind::Actor, "calder"), "Town of Calder", None);
        check(&actor, &[], "addressee:CALDER -actor:calder", "addressee:\"Town of Calder\" -actor:calder");
        check(&actor, &[], "actor:\"vale folk\"", "actor:\"vale folk\"");
    }

    #[test]
    fn a_name_never_comes_to_mean_others_than_before() {
        let taken = renamed(&id(CodeKind::Actor, "calder"), "Upper Vale", None);
        check(&taken, &[], "actor:\"upper vale\"", "actor:\"-Vale\"");
        let gone = renamed(&id(CodeKind::Actor, "calder"), "Calder", Some(&[]));
        check(&gone, &[], "actor:\"Vale folk\"", "actor:Calder,\"Mayor; Ames \\\\ Co\"");
        let both = renamed(&id(CodeKind::Actor, "calder"), "-Vale", Some(&[]));
        check(&both, &[], "actor:Calder", "actor:calder");
        check(&both, &[], "actor:\"-Vale\"", "actor:vale");
    }

    #[test]
    fn a_merged_code_gives_its_place_to_the_one_that_is_kept() {
        for (kind, from, into, typed, expected) in [
            (CodeKind::Tag, "red-line", "position", "tag:\"red line\"", "tag:Position"),
            (CodeKind::Tag, "red-line", "position", "tag:Position,\"Red line\",proposal", "tag:Position,proposal"),
            (CodeKind::Tag, "red-line", "position", "tag:red-line", "tag:Position"),
            (CodeKind::Actor, "calder", "vale", "actor:Calder", "actor:Calder"),
            (CodeKind::Actor, "calder", "vale", "actor:calder", "actor:calder"),
            (CodeKind::Issue, "weir", "river", "issue:Weir", "issue:Weir"),
        ] {
            let (from, into) = (id(kind, from), id(kind, into));
            let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
            let change = merge_codes(&project(), std::slice::from_ref(&from), &into, now).expect("merged");
            check(&change, &[(from, into)], typed, expected);
        }
    }

    #[test]
    fn what_was_made_is_followed_by_its_inverse() {
        let mut project = project();
        let change = renamed(&id(CodeKind::Actor, "calder"), "Town", Some(&[]));
        let inverse = project.apply(&change).expect("applied");
        let forth = Renaming::behind(&project, &inverse).expect("renamed");
        assert_eq!(forth.followed("actor:calder").as_deref(), None, "that is the id");
        assert_eq!(forth.followed("actor:Calder").as_deref(), Some("actor:Town"));
        assert_eq!(forth.followed("actor:\"vale folk\""), None, "somebody is called so still");
        let again = project.apply(&inverse).expect("undone");
        let back = Renaming::behind(&project, &again).expect("renamed");
        assert_eq!(back.followed("actor:Town").as_deref(), Some("actor:Calder"));
        let recolored =
            Change::put("colour", [id(CodeKind::Actor, "vale").code(&project).expect("a code").into_record()]);
        assert!(Renaming::ahead(&project, &recolored, BTreeMap::new()).is_none());
    }
}
