//! The verbs: each looks at a project and builds the [`Change`] that does what an analyst asked for. None applies it.
//! Those that rework the codes are in `codes`.

pub mod codes;

use jiff::Timestamp;

use super::{
    Actor, ActorId, AnalystId, Anchor, ArticleId, Change, Excerpt, ExcerptId, Few, Issue, IssueId, Project, Record,
    RecordId, Stance, Surroundings, Tag, TagId, Underline, colors,
};

/// Colours for tags, in the order in which they are given out (Okabe and Ito 2008, safe for colour-blind eyes).
pub const TAG_COLORS: [[u8; 3]; 8] = [
    [0x00, 0x72, 0xB2],
    [0xD5, 0x5E, 0x00],
    [0x00, 0x9E, 0x73],
    [0xE6, 0x9F, 0x00],
    [0x56, 0xB4, 0xE9],
    [0xCC, 0x79, 0xA7],
    [0xF0, 0xE4, 0x42],
    [0x80, 0x80, 0x80],
];

/// Tags one passage.
#[must_use]
pub fn tag_passage(
    project: &Project,
    article: ArticleId,
    anchor: Anchor,
    tag: &TagId,
    analyst: AnalystId,
    surroundings: &mut dyn Surroundings,
) -> (Change, ExcerptId) {
    let id = ExcerptId::fresh(surroundings);
    let excerpt = Excerpt::new(id, article, anchor, tag.clone(), analyst, surroundings.now());
    let label = format!("tag passage as {}", tag_name(project, tag).to_lowercase());
    (Change::put(label, [Record::Excerpt(Box::new(excerpt))]), id)
}

/// What a statement says besides its passage: who holds what, on which issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What kind of statement it is.
    pub tag: TagId,
    /// Who holds it.
    pub actors: Vec<ActorId>,
    /// To whom it is said.
    pub addressees: Vec<ActorId>,
    /// What it is about.
    pub issues: Vec<IssueId>,
    /// Direction on the issues.
    pub stance: Option<Stance>,
}

impl Statement {
    /// What an excerpt says.
    #[must_use]
    pub fn of(excerpt: &Excerpt) -> Self {
        Self {
            tag: excerpt.tag.clone(),
            actors: excerpt.actors.to_vec(),
            addressees: excerpt.addressees.to_vec(),
            issues: excerpt.issues.to_vec(),
            stance: excerpt.stance.clone(),
        }
    }

    /// Makes an excerpt say this.
    pub fn put_into(&self, excerpt: &mut Excerpt) {
        excerpt.tag = self.tag.clone();
        excerpt.actors = self.actors.clone().into();
        if *self.addressees != *excerpt.addressees {
            excerpt.addressees = self.addressees.clone().into();
        }
        excerpt.issues = self.issues.clone().into();
        if self.stance != excerpt.stance {
            excerpt.stance = self.stance.clone();
        }
    }
}

/// Tags one passage with a whole statement.
#[must_use]
pub fn tag_passage_as(
    project: &Project,
    article: ArticleId,
    anchor: Anchor,
    statement: &Statement,
    analyst: AnalystId,
    surroundings: &mut dyn Surroundings,
) -> (Change, ExcerptId) {
    let id = ExcerptId::fresh(surroundings);
    let mut excerpt = Excerpt::new(id, article, anchor, statement.tag.clone(), analyst, surroundings.now());
    statement.put_into(&mut excerpt);
    let label = format!("tag passage as {}", statement_named(project, statement));
    (Change::put(label, [Record::Excerpt(Box::new(excerpt))]), id)
}

/// Gives excerpts a whole statement in the place of their own.
#[must_use]
pub fn say_again(project: &Project, ids: &[ExcerptId], statement: &Statement, now: Timestamp) -> Change {
    let label = format!("code as {}", statement_named(project, statement));
    edit_excerpts(project, ids, label, now, |excerpt| statement.put_into(excerpt))
}

/// A statement in a few words: “red line, Ukraine, Donbas”.
#[must_use]
pub fn statement_named(project: &Project, statement: &Statement) -> String {
    let actors = statement.actors.iter().filter_map(|id| project.actors().get(id)).map(|actor| actor.name.as_str());
    let issues = statement.issues.iter().filter_map(|id| project.issues().get(id)).map(|issue| issue.name.as_str());
    let tag = tag_name(project, &statement.tag).to_lowercase();
    let stance = statement.stance.iter().map(Stance::word);
    std::iter::once(tag.as_str()).chain(actors).chain(issues).chain(stance).collect::<Vec<_>>().join(", ")
}

/// Gives excerpts another tag. Excerpts that have it already are left alone.
#[must_use]
pub fn retag(project: &Project, ids: &[ExcerptId], tag: &TagId, now: Timestamp) -> Change {
    let label = format!("retag as {}", tag_name(project, tag).to_lowercase());
    edit_excerpts(project, ids, label, now, |excerpt| excerpt.tag = tag.clone())
}

/// Removes excerpts.
#[must_use]
pub fn delete_excerpts(ids: &[ExcerptId]) -> Change {
    let label = if ids.len() == 1 { "delete excerpt".to_owned() } else { format!("delete {} excerpts", ids.len()) };
    Change::remove(label, ids.iter().copied().map(RecordId::Excerpt))
}

/// Changes the same thing in several excerpts, and notes when. Those that come out as they were are left alone.
#[must_use]
pub fn edit_excerpts(
    project: &Project,
    ids: &[ExcerptId],
    label: impl Into<String>,
    now: Timestamp,
    edit: impl Fn(&mut Excerpt),
) -> Change {
    let changed = ids.iter().filter_map(|id| {
        let old = project.excerpts().get(id)?;
        let mut new = old.clone();
        edit(&mut new);
        if new == *old {
            return None;
        }
        new.modified = now;
        Some(Record::Excerpt(Box::new(new)))
    });
    Change::put(label, changed)
}

/// A copy of an excerpt, to be given to another actor: it has none yet.
#[must_use]
pub fn duplicate_excerpt(
    project: &Project,
    id: ExcerptId,
    surroundings: &mut dyn Surroundings,
) -> Option<(Change, ExcerptId)> {
    let mut copy = project.excerpts().get(&id)?.clone();
    copy.actors = Few::new();
    copy.id = ExcerptId::fresh(surroundings);
    copy.created = surroundings.now();
    copy.modified = copy.created;
    let id = copy.id;
    Some((Change::put("duplicate excerpt", [Record::Excerpt(Box::new(copy))]), id))
}

/// The same statement once more with another tag.
#[must_use]
pub fn also_tag(
    project: &Project,
    id: ExcerptId,
    tag: &TagId,
    surroundings: &mut dyn Surroundings,
) -> Option<(Change, ExcerptId)> {
    let mut copy = project.excerpts().get(&id)?.clone();
    copy.id = ExcerptId::fresh(surroundings);
    copy.tag = tag.clone();
    copy.created = surroundings.now();
    copy.modified = copy.created;
    let id = copy.id;
    let label = format!("tag the same passage as {}", tag_name(project, tag).to_lowercase());
    Some((Change::put(label, [Record::Excerpt(Box::new(copy))]), id))
}

/// Removes an article together with its excerpts.
#[must_use]
pub fn delete_article(project: &Project, id: ArticleId) -> Change {
    let title = project.articles().get(&id).map_or_else(String::new, |article| article.title.clone());
    let excerpts = project.excerpts_in(id).map(|excerpt| RecordId::Excerpt(excerpt.id));
    Change::remove(format!("delete article “{title}”"), excerpts.chain([RecordId::Article(id)]))
}

/// The tag with this name (case does not matter), or a new one with the next colour and underline.
#[must_use]
pub fn find_or_new_tag(project: &Project, name: &str) -> Tag {
    if let Some(tag) = project.tags().values().find(|tag| same_name(&tag.name, name)) {
        return tag.clone();
    }
    let id = TagId::from_name(name, |id| project.tags().contains_key(id));
    let taken: Vec<[u8; 3]> = project.tags().values().filter(|tag| !tag.retired).map(|tag| tag.color).collect();
    let color = colors::next(&taken);
    let count = project.tags().len();
    let underline = Underline::KNOWN.get(count % Underline::KNOWN.len()).cloned().unwrap_or(Underline::Solid);
    let mut tag = Tag::new(id, name.trim(), color, underline);
    tag.order = project.tags().values().map(|tag| tag.order).max().map_or(0, |last| last.saturating_add(1));
    tag
}

/// The actor with this name (or alias, where no name fits and only one actor has it), or a new one.
#[must_use]
pub fn find_or_new_actor(project: &Project, name: &str) -> Actor {
    if let Some(actor) = project.actors().values().find(|actor| same_name(&actor.name, name)) {
        return actor.clone();
    }
    let mut aliased = project.actors().values().filter(|a| a.aliases.iter().any(|alias| same_name(alias, name)));
    if let (Some(actor), None) = (aliased.next(), aliased.next()) {
        return actor.clone();
    }
    Actor::new(ActorId::from_name(name, |id| project.actors().contains_key(id)), name.trim())
}

/// Why a name cannot be taken for one actor (or issue): no code is called so, and several have it as an alias.
#[must_use]
pub fn shared_alias(project: &Project, name: &str, issue: bool) -> Option<String> {
    let has = |aliases: &[String]| aliases.iter().any(|alias| same_name(alias, name));
    let named: Vec<&str> = if issue {
        if project.issues().values().any(|issue| same_name(&issue.name, name)) {
            return None;
        }
        project.issues().values().filter(|issue| has(&issue.aliases)).map(|issue| issue.name.as_str()).collect()
    } else {
        if project.actors().values().any(|actor| same_name(&actor.name, name)) {
            return None;
        }
        project.actors().values().filter(|actor| has(&actor.aliases)).map(|actor| actor.name.as_str()).collect()
    };
    (named.len() > 1).then(|| format!("“{}” stands for {}: choose one of them", name.trim(), named.join(" and for ")))
}

/// The issue with this name (or alias, where no name fits and only one issue has it), or a new one.
#[must_use]
pub fn find_or_new_issue(project: &Project, name: &str) -> Issue {
    if let Some(issue) = project.issues().values().find(|issue| same_name(&issue.name, name)) {
        return issue.clone();
    }
    let mut aliased = project.issues().values().filter(|i| i.aliases.iter().any(|alias| same_name(alias, name)));
    if let (Some(issue), None) = (aliased.next(), aliased.next()) {
        return issue.clone();
    }
    Issue::new(IssueId::from_name(name, |id| project.issues().contains_key(id)), name.trim())
}

/// The change that takes every step of `parts` in order, as one undo step.
#[must_use]
pub fn together(label: impl Into<String>, parts: impl IntoIterator<Item = Change>) -> Change {
    Change { label: label.into(), edits: parts.into_iter().flat_map(|part| part.edits).collect() }
}

fn tag_name<'a>(project: &'a Project, tag: &'a TagId) -> &'a str {
    project.tags().get(tag).map_or(tag.as_str(), |tag| tag.name.as_str())
}

fn same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}
