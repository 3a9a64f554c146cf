//! Which tags, actors, issues and analysts the names of a table stand for. Those that do not exist are made, each once.

use std::collections::BTreeMap;

use super::Reason;
use super::coding::Coding;
use crate::model::operations::{TAG_COLORS, find_or_new_actor, find_or_new_issue, find_or_new_tag, shared_alias};
use crate::model::{ActorId, Analyst, AnalystId, Change, Extra, IssueId, Project, Record, Surroundings, TagId};

/// What the names of one row stand for.
#[derive(Debug, Clone)]
pub(super) struct Ids {
    pub(super) tag: TagId,
    pub(super) actors: Vec<ActorId>,
    pub(super) addressees: Vec<ActorId>,
    pub(super) issues: Vec<IssueId>,
    /// `None` where the row names no analyst.
    pub(super) analyst: Option<AnalystId>,
}

/// The project's codes and analysts with those that the table adds.
#[derive(Debug)]
pub(super) struct Names {
    /// The codes alone, so that new ones can be tried without touching the project.
    codes: Project,
    new: Vec<Record>,
    /// How many of `new` belong to rows that were taken.
    kept: usize,
    tags: BTreeMap<String, TagId>,
    actors: BTreeMap<String, ActorId>,
    issues: BTreeMap<String, IssueId>,
}

impl Names {
    pub(super) fn of(project: &Project, analyst: &Analyst) -> Self {
        let records = project.tags().values().cloned().map(Record::Tag);
        let records = records.chain(project.actors().values().cloned().map(Record::Actor));
        let records = records.chain(project.issues().values().cloned().map(Record::Issue));
        let records = records.chain(project.analysts().values().cloned().map(Record::Analyst));
        let records = records.chain([Record::Analyst(analyst.clone())]);
        let codes = Project::from_records(project.meta().clone(), records);
        Self {
            codes,
            new: Vec::new(),
            kept: 0,
            tags: BTreeMap::new(),
            actors: BTreeMap::new(),
            issues: BTreeMap::new(),
        }
    }

    /// The ids for the names of a row. What had to be made is dropped again unless [`Self::keep`] follows. A name that no
    /// code has and several have as an alias is refused: whoever was meant, it is not somebody new.
    pub(super) fn ids(&mut self, coding: &Coding, surroundings: &mut dyn Surroundings) -> Result<Ids, Reason> {
        self.drop_unkept();
        Ok(Ids {
            tag: self.tag(&coding.tag)?,
            actors: each(coding.actors.as_deref(), |name| self.actor(name))?,
            addressees: each(coding.addressees.as_deref(), |name| self.actor(name))?,
            issues: each(coding.issues.as_deref(), |name| self.issue(name))?,
            analyst: coding.analyst.as_deref().map(|name| self.analyst(name, surroundings)).transpose()?,
        })
    }

    /// Keeps what the last [`Self::ids`] made.
    pub(super) fn keep(&mut self) {
        self.kept = self.new.len();
    }

    /// The records that the table adds, in the order in which it first names them.
    pub(super) fn into_new(mut self) -> Vec<Record> {
        self.drop_unkept();
        self.new
    }

    fn drop_unkept(&mut self) {
        while self.new.len() > self.kept {
            let Some(record) = self.new.pop() else { break };
            // Nothing names what was never kept, so it can always go.
            let _ = self.codes.apply(&Change::remove("", [record.id()]));
            self.tags.clear();
            self.actors.clear();
            self.issues.clear();
        }
    }

    fn tag(&mut self, name: &str) -> Result<TagId, Reason> {
        if let Some(id) = self.tags.get(name) {
            return Ok(id.clone());
        }
        let exact = self.codes.tags().values().find(|tag| tag.name == name).cloned();
        let tag = exact.unwrap_or_else(|| find_or_new_tag(&self.codes, name));
        let id = tag.id.clone();
        if !self.codes.tags().contains_key(&id) {
            self.add(Record::Tag(tag))?;
        }
        self.tags.insert(name.to_owned(), id.clone());
        Ok(id)
    }

    fn actor(&mut self, name: &str) -> Result<ActorId, Reason> {
        if let Some(id) = self.actors.get(name) {
            return Ok(id.clone());
        }
        if let Some(sentence) = shared_alias(&self.codes, name, false) {
            return Err(Reason::Ambiguous(sentence));
        }
        let exact = self.codes.actors().values().find(|actor| actor.name == name).cloned();
        let actor = exact.unwrap_or_else(|| find_or_new_actor(&self.codes, name));
        let id = actor.id.clone();
        if !self.codes.actors().contains_key(&id) {
            self.add(Record::Actor(actor))?;
        }
        self.actors.insert(name.to_owned(), id.clone());
        Ok(id)
    }

    fn issue(&mut self, name: &str) -> Result<IssueId, Reason> {
        if let Some(id) = self.issues.get(name) {
            return Ok(id.clone());
        }
        if let Some(sentence) = shared_alias(&self.codes, name, true) {
            return Err(Reason::Ambiguous(sentence));
        }
        let exact = self.codes.issues().values().find(|issue| issue.name == name).cloned();
        let issue = exact.unwrap_or_else(|| find_or_new_issue(&self.codes, name));
        let id = issue.id.clone();
        if !self.codes.issues().contains_key(&id) {
            self.add(Record::Issue(issue))?;
        }
        self.issues.insert(name.to_owned(), id.clone());
        Ok(id)
    }

    fn analyst(&mut self, name: &str, surroundings: &mut dyn Surroundings) -> Result<AnalystId, Reason> {
        let analysts = self.codes.analysts();
        let known = analysts.values().find(|analyst| analyst.name == name);
        let alike = |analyst: &&Analyst| analyst.name.trim().to_lowercase() == name.to_lowercase();
        if let Some(analyst) = known.or_else(|| analysts.values().find(alike)) {
            return Ok(analyst.id);
        }
        let color = TAG_COLORS.get(analysts.len() % TAG_COLORS.len()).copied().unwrap_or([0x80; 3]);
        let id = AnalystId::fresh(surroundings);
        self.add(Record::Analyst(Analyst { id, name: name.to_owned(), color, extra: Extra::default() }))?;
        Ok(id)
    }

    fn add(&mut self, record: Record) -> Result<(), Reason> {
        self.codes.apply(&Change::put("", [record.clone()])).map_err(|error| Reason::Invalid(error.to_string()))?;
        self.new.push(record);
        Ok(())
    }
}

/// The ids for a list of names, each once.
fn each<I: PartialEq>(
    names: Option<&[String]>,
    mut find: impl FnMut(&str) -> Result<I, Reason>,
) -> Result<Vec<I>, Reason> {
    let mut ids = Vec::new();
    for name in names.unwrap_or_default() {
        let id = find(name)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}
