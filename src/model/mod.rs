//! What is saved: the records of a project and the rules that hold between them.
//! Pure data and pure functions: no paths, no files, no clock, no threads, no drawing.

pub mod anchor;
pub mod article;
pub mod code;
pub mod codebook;
pub mod codes;
pub mod colors;
pub mod date;
pub mod difference;
pub mod edit;
pub mod excerpt;
pub mod few;
pub mod fields;
pub mod history;
pub mod id;
mod in_part;
pub mod kept;
mod lookups;
pub mod operations;
pub mod ordered;
pub mod project;
pub mod record;
mod revision;
mod rules;
mod shown;
pub mod span;
pub mod surroundings;

pub use anchor::Anchor;
pub use article::{Article, ArticleStatus, ImportRecord, SourceGrade};
pub use code::{Code, CodeId, CodeKind};
pub use codes::{Actor, ActorKind, Analyst, Issue, Tag, Underline};
pub use date::PartialDate;
pub use edit::{Change, Edit, EditError, Reach};
pub use excerpt::{Certainty, Details, Excerpt, Stance, Voice};
pub use few::Few;
pub use history::{History, Past};
pub use id::{ActorId, AnalystId, ArticleId, ExcerptId, FilterId, IssueId, PresetId, ProjectId, TagId, TextHash};
pub use kept::{ExportPreset, KeptFilter};
pub use ordered::Ordered;
pub use project::Project;
pub use record::{Extra, ProjectMeta, Record, RecordId};
pub use shown::Shown;
pub use span::TextSpan;
pub use surroundings::Surroundings;
