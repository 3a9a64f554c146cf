//! What hangs on codes, to be said before they are reworked: which excerpts name them and which codes stand below.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::operations::codes::codes_of;
use crate::model::{ArticleId, Code, CodeId, CodeKind, Excerpt, Project, TagId};

/// What hangs on some codes of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeUses {
    /// Excerpts that name one of them.
    pub excerpts: usize,
    /// Articles in which these stand.
    pub articles: usize,
    /// How many of them have which tag, the most common first.
    pub by_tag: Vec<(TagId, usize)>,
    /// Codes directly below one of them, without themselves, by name.
    pub below: Vec<CodeId>,
}

/// What hangs on these codes, as far as `shows` lets it be seen; one walk over all excerpts.
#[must_use]
pub fn uses_of(project: &Project, codes: &BTreeSet<CodeId>, shows: impl Fn(&Excerpt) -> bool) -> CodeUses {
    let (mut tags, mut articles): (BTreeMap<&TagId, usize>, BTreeSet<ArticleId>) = Default::default();
    let mut excerpts = 0;
    for excerpt in project.excerpts().values().filter(|excerpt| names_one(excerpt, codes) && shows(excerpt)) {
        excerpts += 1;
        *tags.entry(&excerpt.tag).or_default() += 1;
        articles.insert(excerpt.article);
    }
    let mut by_tag: Vec<(TagId, usize)> = tags.into_iter().map(|(tag, count)| (tag.clone(), count)).collect();
    by_tag.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let kinds = CodeKind::ALL.into_iter().filter(|kind| codes.iter().any(|code| code.kind() == *kind));
    let mut below: Vec<CodeId> = kinds
        .flat_map(|kind| codes_of(project, kind))
        .filter(|code| !codes.contains(code) && code.parent(project).is_some_and(|above| codes.contains(&above)))
        .collect();
    below.sort_by(|a, b| a.name(project).cmp(b.name(project)).then_with(|| a.cmp(b)));
    CodeUses { excerpts, articles: articles.len(), by_tag, below }
}

fn names_one(excerpt: &Excerpt, codes: &BTreeSet<CodeId>) -> bool {
    codes.iter().any(|code| match code {
        CodeId::Tag(id) => excerpt.tag == *id,
        CodeId::Actor(id) => excerpt.actors.contains(id) || excerpt.addressees.contains(id),
        CodeId::Issue(id) => excerpt.issues.contains(id),
    })
}

impl CodeUses {
    /// In words: “12 excerpts in 3 articles: Position 8, Red line 4”.
    #[must_use]
    pub fn excerpts_said(&self, project: &Project) -> String {
        let count = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        if self.excerpts == 0 {
            return "No excerpt".to_owned();
        }
        let tag = |(id, count): &(TagId, usize)| {
            format!("{} {count}", project.tags().get(id).map_or(id.as_str(), |tag| tag.name.as_str()))
        };
        let tags: Vec<String> = self.by_tag.iter().take(NAMED).map(tag).collect();
        let more = if self.by_tag.len() > NAMED { " …" } else { "" };
        let (excerpts, articles) = (count(self.excerpts, "excerpt"), count(self.articles, "article"));
        format!("{excerpts} in {articles}: {}{more}", tags.join(", "))
    }

    /// The names of the codes below: “Kyiv, Lviv and 3 more”; none where there are none.
    #[must_use]
    pub fn below_said(&self, project: &Project) -> Option<String> {
        let names: Vec<&str> = self.below.iter().take(NAMED).map(|code| code.name(project)).collect();
        let more = self.below.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!names.is_empty()).then(|| format!("{}{more}", names.join(", ")))
    }
}

/// What becomes of what codes say that are merged into another one, as `Code::inherit` has it; a sentence each.
#[must_use]
pub fn inherited_said(codes: &[Code]) -> Vec<String> {
    const BEHIND: &str = "Put behind what the other one says, under the old name";
    const NOTED: &str = "Taken over, or noted under the old name where the other one has another";
    const FILLED: &str = "Taken over where the other one has none";
    const GONE: &str = "Lost";
    let mut said: [(&str, Vec<&str>); 4] = [BEHIND, NOTED, FILLED, GONE].map(|sentence| (sentence, Vec::new()));
    let mut note = |sentence: &str, field: &'static str, is_there: bool| {
        let fields = said.iter_mut().find(|(known, _)| *known == sentence).map(|(_, fields)| fields);
        if let Some(fields) = fields.filter(|fields| is_there && !fields.contains(&field)) {
            fields.push(field);
        }
    };
    let has = |text: &str| !text.trim().is_empty();
    for code in codes {
        match code {
            Code::Tag(tag) => {
                note(BEHIND, "definition", has(&tag.definition));
                note(BEHIND, "use when", has(&tag.use_when));
                note(BEHIND, "not when", has(&tag.not_when));
                note(BEHIND, "example", has(&tag.example));
                note(GONE, "colour", true);
                note(GONE, "underline", true);
                note(GONE, "key", tag.key.is_some());
            }
            Code::Actor(actor) => {
                note(BEHIND, "notes", has(&actor.notes));
                note(NOTED, "kind", actor.kind.is_some());
                note(NOTED, "role", has(&actor.role));
                note(NOTED, "since", actor.since.is_some());
                note(NOTED, "until", actor.until.is_some());
                note(FILLED, "colour", actor.color.is_some());
            }
            Code::Issue(issue) => {
                note(BEHIND, "notes", has(&issue.notes));
                note(FILLED, "colour", issue.color.is_some());
            }
        }
    }
    let said = said.into_iter().filter(|(_, fields)| !fields.is_empty());
    said.map(|(sentence, fields)| format!("{sentence}: {}", fields.join(", "))).collect()
}

/// Tags and codes named at most.
const NAMED: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sample::sample;

    #[test]
    fn what_hangs_on_a_code_is_said_in_words() {
        let (project, _) = sample();
        let code = |id: &str| CodeId::Actor(id.parse().expect("an id"));
        let uses = uses_of(&project, &BTreeSet::from([code("calder")]), |_| true);
        assert_eq!(uses.below, [code("mayor-ames")]);
        let counted = crate::analysis::Counts::of_all(&project);
        let own = counted.actors[&"calder".parse().expect("an id")].own;
        assert!(uses.excerpts >= own && uses.by_tag.iter().map(|(_, count)| count).sum::<usize>() == uses.excerpts);
        assert!(uses.excerpts_said(&project).contains(" in 1 article: "), "{}", uses.excerpts_said(&project));
        let name = code("mayor-ames");
        assert_eq!(uses.below_said(&project).as_deref(), Some(name.name(&project)));
        let none = uses_of(&project, &BTreeSet::new(), |_| true);
        let hidden = uses_of(&project, &BTreeSet::from([code("calder")]), |_| false);
        assert_eq!((hidden.excerpts, hidden.below.len()), (0, 1), "hidden excerpts are not told of");
        assert_eq!((none.excerpts_said(&project).as_str(), none.below_said(&project)), ("No excerpt", None));
    }

    #[test]
    fn what_a_merge_makes_of_fields_is_said_of_those_that_are_there() {
        let (project, _) = sample();
        let mut tag = project.tags()[&"position".parse().expect("an id")].clone();
        assert_eq!(inherited_said(&[Code::Tag(tag.clone())]), ["Lost: colour, underline"]);
        (tag.definition, tag.example, tag.key) = ("A wish.".to_owned(), "We want it.".to_owned(), Some('1'));
        let said = [
            "Put behind what the other one says, under the old name: definition, example",
            "Lost: colour, underline, key",
        ];
        assert_eq!(inherited_said(&[Code::Tag(tag)]), said);
        let plain = project.actors()[&"calder".parse().expect("an id")].clone();
        assert!(inherited_said(&[Code::Actor(plain.clone())]).is_empty());
        let mut actor = plain.clone();
        (actor.notes, actor.role, actor.since) = ("n".to_owned(), "mayor".to_owned(), "2025".parse().ok());
        let said = [
            "Put behind what the other one says, under the old name: notes",
            "Taken over, or noted under the old name where the other one has another: role, since",
        ];
        assert_eq!(inherited_said(&[Code::Actor(plain), Code::Actor(actor)]), said);
    }
}
