//! One project in memory: ordered maps of records, changed by [`Project::apply`] alone.
//! Lookups by article and counts (`lookups`) follow every edit, so that no screen ever walks all excerpts.
//! Verbs that build changes are in `operations`.

use std::collections::BTreeMap;

use super::excerpt::SharedCodes;
use super::lookups::Lookups;
use super::revision::Revisions;
use super::rules::{actor_names, check, excerpt_names, issue_names, tag_names};
use super::{
    Actor, ActorId, Analyst, AnalystId, Article, ArticleId, Change, Edit, EditError, Excerpt, ExcerptId, ExportPreset,
    FilterId, Issue, IssueId, KeptFilter, Ordered, PresetId, ProjectMeta, Record, RecordId, Tag, TagId, TextHash,
    TextSpan,
};

/// A project: articles' details, excerpts, tags, actors, issues, analysts.
#[derive(Debug, Clone)]
pub struct Project {
    meta: ProjectMeta,
    articles: BTreeMap<ArticleId, Article>,
    excerpts: Ordered<Excerpt>,
    tags: BTreeMap<TagId, Tag>,
    actors: BTreeMap<ActorId, Actor>,
    issues: BTreeMap<IssueId, Issue>,
    analysts: BTreeMap<AnalystId, Analyst>,
    filters: BTreeMap<FilterId, KeptFilter>,
    presets: BTreeMap<PresetId, ExportPreset>,
    lookups: Lookups,
    revisions: Revisions,
    pub(super) in_part: bool,
}

/// Equal when the records are: lookups, counts and revision follow from them.
impl PartialEq for Project {
    fn eq(&self, other: &Self) -> bool {
        self.meta == other.meta
            && self.articles == other.articles
            && self.excerpts == other.excerpts
            && self.tags == other.tags
            && self.actors == other.actors
            && self.issues == other.issues
            && self.analysts == other.analysts
            && self.filters == other.filters
            && self.presets == other.presets
    }
}

impl Project {
    /// An empty project.
    #[must_use]
    pub fn new(meta: ProjectMeta) -> Self {
        Self {
            meta,
            articles: BTreeMap::new(),
            excerpts: Ordered::default(),
            tags: BTreeMap::new(),
            actors: BTreeMap::new(),
            issues: BTreeMap::new(),
            analysts: BTreeMap::new(),
            filters: BTreeMap::new(),
            presets: BTreeMap::new(),
            lookups: Lookups::default(),
            revisions: Revisions::new(),
            in_part: false,
        }
    }

    /// A project from what its files hold. Nothing is refused here: records that name missing ones are kept
    /// and told by [`Project::dangling`].
    #[must_use]
    pub fn from_records(meta: ProjectMeta, records: impl IntoIterator<Item = Record>) -> Self {
        let mut project = Self::new(meta);
        let mut codes = SharedCodes::default();
        let (mut articles, mut excerpts) = (Vec::new(), Vec::new());
        for record in records {
            match record {
                Record::Article(article) => articles.push(*article),
                Record::Excerpt(mut excerpt) => {
                    excerpt.make_small(&mut codes);
                    excerpts.push(*excerpt);
                }
                record => {
                    project.put(record);
                }
            }
        }
        // Built at once a map takes little more than half the room that it takes when it grows at its end.
        project.articles = articles.into_iter().map(|article| (article.id, article)).collect();
        project.articles.values().for_each(|article| project.lookups.add_article(article));
        project.with_excerpts(excerpts.into_iter().collect())
    }

    /// The same project with these excerpts; it has none so far.
    pub(crate) fn with_excerpts(mut self, excerpts: Ordered<Excerpt>) -> Self {
        self.lookups.add_all(excerpts.values());
        (self.excerpts, self.revisions) = (excerpts, Revisions::new());
        self
    }

    /// Applies all edits of `change` or none, and returns the change that undoes it.
    ///
    /// # Errors
    /// An [`EditError`] where the outcome would break a rule between records; the project is then as it was.
    pub fn apply(&mut self, change: &Change) -> Result<Change, EditError> {
        let mut inverse: Vec<Edit> = Vec::with_capacity(change.edits.len());
        let mut outcome = Ok(());
        for edit in &change.edits {
            match self.step(edit) {
                Ok(back) => inverse.push(back),
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
        }
        let outcome = outcome.and_then(|()| change.edits.iter().try_for_each(|edit| check(self, edit)));
        inverse.reverse();
        if let Err(error) = outcome {
            for back in &inverse {
                // Taking back what was just done cannot fail: each step only touches its own record.
                let _ = self.step(back);
            }
            return Err(error);
        }
        self.revisions.change();
        Ok(Change { label: change.label.clone(), edits: inverse.into() })
    }

    /// Takes in what other analysts wrote, as their files say it: nothing is refused, as in [`Project::from_records`].
    /// Returns the change that would undo it.
    pub fn absorb(&mut self, change: &Change) -> Change {
        let mut inverse: Vec<Edit> = change.edits.iter().filter_map(|edit| self.step(edit).ok()).collect();
        inverse.reverse();
        self.revisions.change();
        Change { label: change.label.clone(), edits: inverse.into() }
    }

    /// Rises with every change; projects of equal revisions are in the same state.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revisions.all
    }

    /// Rises with every change of a tag, an actor or an issue, and with no other: lists of codes made at one of these
    /// revisions stand while it lasts.
    #[must_use]
    pub fn codes_revision(&self) -> u64 {
        self.revisions.codes
    }

    /// Rises when an article changes, or which excerpts there are, where they stand or their words.
    #[must_use]
    pub(crate) fn places_revision(&self) -> u64 {
        self.revisions.places
    }

    /// The project's own line.
    #[must_use]
    pub fn meta(&self) -> &ProjectMeta {
        &self.meta
    }

    /// All articles, in the order in which they were imported.
    #[must_use]
    pub fn articles(&self) -> &BTreeMap<ArticleId, Article> {
        &self.articles
    }

    /// All excerpts, in the order in which they were tagged.
    #[must_use]
    pub fn excerpts(&self) -> &Ordered<Excerpt> {
        &self.excerpts
    }

    /// The codebook, by id.
    #[must_use]
    pub fn tags(&self) -> &BTreeMap<TagId, Tag> {
        &self.tags
    }

    /// The codebook as it is shown: by order, then name.
    #[must_use]
    pub fn tags_in_order(&self) -> Vec<&Tag> {
        let mut tags: Vec<&Tag> = self.tags.values().collect();
        tags.sort_by(|a, b| a.order.cmp(&b.order).then_with(|| a.name.cmp(&b.name)));
        tags
    }

    /// All actors, by id.
    #[must_use]
    pub fn actors(&self) -> &BTreeMap<ActorId, Actor> {
        &self.actors
    }

    /// All issues, by id.
    #[must_use]
    pub fn issues(&self) -> &BTreeMap<IssueId, Issue> {
        &self.issues
    }

    /// All analysts, by id.
    #[must_use]
    pub fn analysts(&self) -> &BTreeMap<AnalystId, Analyst> {
        &self.analysts
    }

    /// All kept filters, by id.
    #[must_use]
    pub fn filters(&self) -> &BTreeMap<FilterId, KeptFilter> {
        &self.filters
    }

    /// All kept exports, by id.
    #[must_use]
    pub fn presets(&self) -> &BTreeMap<PresetId, ExportPreset> {
        &self.presets
    }

    /// The excerpts of one article by place in the text, enclosing ones first.
    pub fn excerpts_in(&self, article: ArticleId) -> impl DoubleEndedIterator<Item = &Excerpt> {
        self.lookups.in_article(article).iter().filter_map(|(_, id)| self.excerpts.get(id))
    }

    /// Where the excerpts of one article stand, by place in the text, enclosing ones first.
    #[must_use]
    pub fn places_in(&self, article: ArticleId) -> &[(TextSpan, ExcerptId)] {
        self.lookups.in_article(article)
    }

    /// How many excerpts an article has.
    #[must_use]
    pub fn excerpt_count(&self, article: ArticleId) -> usize {
        self.lookups.in_article(article).len()
    }

    /// The excerpts that are linked to this one, by id.
    #[must_use]
    pub fn linked_to(&self, id: ExcerptId) -> &[ExcerptId] {
        self.lookups.linked_to(id)
    }

    /// The article that has this text, where one does.
    #[must_use]
    pub fn article_with_text(&self, text: TextHash) -> Option<ArticleId> {
        self.lookups.article_with_text(text)
    }

    /// How many excerpts name this tag, actor or issue, or how many codes stand below it; 0 for other records.
    #[must_use]
    pub fn uses(&self, id: &RecordId) -> usize {
        self.lookups.uses(id)
    }

    /// Whether a record is there.
    #[must_use]
    pub fn has(&self, id: &RecordId) -> bool {
        match id {
            RecordId::Project => true,
            RecordId::Article(id) => self.articles.contains_key(id),
            RecordId::Excerpt(id) => self.excerpts.contains_key(id),
            RecordId::Tag(id) => self.tags.contains_key(id),
            RecordId::Actor(id) => self.actors.contains_key(id),
            RecordId::Issue(id) => self.issues.contains_key(id),
            RecordId::Analyst(id) => self.analysts.contains_key(id),
            RecordId::Filter(id) => self.filters.contains_key(id),
            RecordId::Preset(id) => self.presets.contains_key(id),
        }
    }

    /// A copy of one record.
    #[must_use]
    pub fn record(&self, id: &RecordId) -> Option<Record> {
        match id {
            RecordId::Project => Some(Record::Project(self.meta.clone())),
            RecordId::Article(id) => self.articles.get(id).cloned().map(|r| Record::Article(Box::new(r))),
            RecordId::Excerpt(id) => self.excerpts.get(id).cloned().map(|r| Record::Excerpt(Box::new(r))),
            RecordId::Tag(id) => self.tags.get(id).cloned().map(Record::Tag),
            RecordId::Actor(id) => self.actors.get(id).cloned().map(Record::Actor),
            RecordId::Issue(id) => self.issues.get(id).cloned().map(Record::Issue),
            RecordId::Analyst(id) => self.analysts.get(id).cloned().map(Record::Analyst),
            RecordId::Filter(id) => self.filters.get(id).cloned().map(Record::Filter),
            RecordId::Preset(id) => self.presets.get(id).cloned().map(|r| Record::Preset(Box::new(r))),
        }
    }

    /// Every pair of a record and a missing one that it names. Walks the whole project.
    #[must_use]
    pub fn dangling(&self) -> Vec<(RecordId, RecordId)> {
        let excerpts = self.excerpts.values().map(|r| (RecordId::Excerpt(r.id), excerpt_names(r)));
        let tags = self.tags.values().map(|r| (RecordId::Tag(r.id.clone()), tag_names(r)));
        let actors = self.actors.values().map(|r| (RecordId::Actor(r.id.clone()), actor_names(r)));
        let issues = self.issues.values().map(|r| (RecordId::Issue(r.id.clone()), issue_names(r)));
        excerpts
            .chain(tags)
            .chain(actors)
            .chain(issues)
            .flat_map(|(id, names)| names.into_iter().map(move |name| (id.clone(), name)))
            .filter(|(_, name)| !self.has(name))
            .collect()
    }

    /// Puts or removes one record and returns the edit that takes it back.
    fn step(&mut self, edit: &Edit) -> Result<Edit, EditError> {
        if let Edit::Put(Record::Excerpt(new)) = edit
            && let Some(old) = self.replace_in_place(new)
        {
            self.revisions.step(edit, old.anchor == new.anchor);
            return Ok(Edit::Put(Record::Excerpt(Box::new(old))));
        }
        self.revisions.step(edit, false);
        match edit {
            Edit::Put(record) => Ok(self.put(record.clone()).map_or(Edit::Remove(record.id()), Edit::Put)),
            Edit::Remove(id) => self.remove(id).map(Edit::Put),
        }
    }

    /// Puts an excerpt that stays where it stands; none where it is new or moves.
    fn replace_in_place(&mut self, new: &Excerpt) -> Option<Excerpt> {
        let old = self.excerpts.get(&new.id)?;
        if (old.article, old.anchor.span) != (new.article, new.anchor.span) {
            return None;
        }
        self.lookups.replace_excerpt(old, new);
        self.excerpts.insert(new.clone())
    }

    fn put(&mut self, record: Record) -> Option<Record> {
        let id = record.id();
        let old = if matches!(record, Record::Project(_)) { None } else { self.remove(&id).ok() };
        match record {
            Record::Project(r) => return Some(Record::Project(std::mem::replace(&mut self.meta, r))),
            Record::Article(r) => {
                self.lookups.add_article(&r);
                self.articles.insert(r.id, *r);
            }
            Record::Excerpt(r) => {
                self.lookups.add_excerpt(&r);
                self.excerpts.insert(*r);
            }
            Record::Tag(r) => {
                self.lookups.count(&tag_names(&r), true);
                self.tags.insert(r.id.clone(), r);
            }
            Record::Actor(r) => {
                self.lookups.count(&actor_names(&r), true);
                self.actors.insert(r.id.clone(), r);
            }
            Record::Issue(r) => {
                self.lookups.count(&issue_names(&r), true);
                self.issues.insert(r.id.clone(), r);
            }
            Record::Analyst(r) => {
                self.analysts.insert(r.id, r);
            }
            Record::Filter(r) => {
                self.filters.insert(r.id, r);
            }
            Record::Preset(r) => {
                self.presets.insert(r.id, *r);
            }
        }
        old
    }

    fn remove(&mut self, id: &RecordId) -> Result<Record, EditError> {
        let missing = || EditError::NotThere(id.clone());
        Ok(match id {
            RecordId::Project => return Err(EditError::ProjectLine),
            RecordId::Article(key) => {
                let r = self.articles.remove(key).ok_or_else(missing)?;
                self.lookups.remove_article(&r);
                Record::Article(Box::new(r))
            }
            RecordId::Excerpt(key) => {
                let r = self.excerpts.remove(key).ok_or_else(missing)?;
                self.lookups.remove_excerpt(&r);
                Record::Excerpt(Box::new(r))
            }
            RecordId::Tag(key) => {
                let r = self.tags.remove(key).ok_or_else(missing)?;
                self.lookups.count(&tag_names(&r), false);
                Record::Tag(r)
            }
            RecordId::Actor(key) => {
                let r = self.actors.remove(key).ok_or_else(missing)?;
                self.lookups.count(&actor_names(&r), false);
                Record::Actor(r)
            }
            RecordId::Issue(key) => {
                let r = self.issues.remove(key).ok_or_else(missing)?;
                self.lookups.count(&issue_names(&r), false);
                Record::Issue(r)
            }
            RecordId::Analyst(key) => Record::Analyst(self.analysts.remove(key).ok_or_else(missing)?),
            RecordId::Filter(key) => Record::Filter(self.filters.remove(key).ok_or_else(missing)?),
            RecordId::Preset(key) => Record::Preset(Box::new(self.presets.remove(key).ok_or_else(missing)?)),
        })
    }
}
