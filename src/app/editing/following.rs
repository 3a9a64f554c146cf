//! What names codes and goes along when these are renamed or merged: of the view the armed statement, the narrowed list,
//! the code shown, which also let go of what is no longer there; and the filters and exports that are kept.

use crate::analysis::query::Renaming;
use crate::app::OpenProject;
use crate::model::operations::Statement;
use crate::model::{ActorId, CodeId, Edit, ExportPreset, IssueId, KeptFilter, Project, Record, TagId};

/// The kept filters and exports that name codes by what these are no longer called, as they ask the same afterwards.
pub(in crate::app) fn kept(project: &Project, renaming: &Renaming) -> Vec<Edit> {
    let filter = |kept: &KeptFilter| {
        let query = renaming.followed(&kept.query)?;
        Some(Record::Filter(KeptFilter { query, ..kept.clone() }))
    };
    let preset = |kept: &ExportPreset| {
        let filter = renaming.followed(&kept.filter)?;
        Some(Record::Preset(Box::new(ExportPreset { filter, ..kept.clone() })))
    };
    let filters = project.filters().values().filter_map(filter);
    filters.chain(project.presets().values().filter_map(preset)).map(Edit::Put).collect()
}

/// Everything in the view that names codes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Following {
    armed: Option<Statement>,
    narrowed_to: Vec<ActorId>,
    code: Option<CodeId>,
}

impl Following {
    /// As it is now.
    pub(super) fn of(open: &OpenProject) -> Self {
        Self { armed: open.armed.clone(), narrowed_to: open.narrowed_to.clone(), code: open.code.clone() }
    }

    /// With other codes in the place of these, each once, or none.
    pub(super) fn renamed(mut self, name: impl Fn(CodeId) -> Option<CodeId>) -> Self {
        let tag = |id: &TagId| match name(CodeId::Tag(id.clone())) {
            Some(CodeId::Tag(id)) => Some(id),
            _ => None,
        };
        let actor = |id: &ActorId| match name(CodeId::Actor(id.clone())) {
            Some(CodeId::Actor(id)) => Some(id),
            _ => None,
        };
        let issue = |id: &IssueId| match name(CodeId::Issue(id.clone())) {
            Some(CodeId::Issue(id)) => Some(id),
            _ => None,
        };
        // A statement without its tag says nothing any more.
        self.armed = self.armed.and_then(|mut statement| {
            statement.tag = tag(&statement.tag)?;
            each(&mut statement.actors, actor);
            each(&mut statement.addressees, actor);
            each(&mut statement.issues, issue);
            Some(statement)
        });
        each(&mut self.narrowed_to, actor);
        self.code = self.code.and_then(name);
        self
    }

    /// Without what the project does not have.
    pub(super) fn within(self, project: &Project) -> Self {
        self.renamed(|id| project.has(&id.record_id()).then_some(id))
    }

    /// Puts it back.
    pub(super) fn put_into(self, open: &mut OpenProject) {
        open.armed = self.armed;
        open.narrowed_to = self.narrowed_to;
        open.code = self.code;
    }
}

fn each<I: Clone + PartialEq>(list: &mut Vec<I>, name: impl Fn(&I) -> Option<I>) {
    let mut new: Vec<I> = Vec::with_capacity(list.len());
    for id in list.iter().filter_map(name) {
        if !new.contains(&id) {
            new.push(id);
        }
    }
    *list = new;
}
