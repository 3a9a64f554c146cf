//! What analysts keep of their choices, for themselves and their team: filters by name, and exports that run again as
//! they are. What the words of a filter, a column or a citation mean is said in `analysis` and `export`.

use super::{Extra, FilterId, PresetId};

/// A filter that is kept by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFilter {
    /// Names it for good.
    pub id: FilterId,
    /// What analysts call it.
    pub name: String,
    /// The filter as it is typed.
    pub query: String,
    /// Fields that this version does not know, kept as written.
    pub extra: Extra,
}

/// The choices of an export, kept by a name to run again. An empty text or list is the format's own choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportPreset {
    /// Names it for good.
    pub id: PresetId,
    /// What analysts call it.
    pub name: String,
    /// The format, by the id that the command line uses.
    pub format: String,
    /// Which excerpts, as a filter is typed; empty for all.
    pub filter: String,
    /// The columns, in their order.
    pub columns: Vec<String>,
    /// By which columns the excerpts are sorted, the first one first; `-` before a name turns it round.
    pub sorted_by: Vec<String>,
    /// By which columns they are grouped, outermost first.
    pub grouped_by: Vec<String>,
    /// Characters of the text given before and after a quote; none for the format's own.
    pub context: Option<u32>,
    /// How a source is cited: the name of a style or a template.
    pub citation: String,
    /// Leaves cells that a spreadsheet would run as a formula as they are.
    pub raw: bool,
    /// Leaves out the codebook that a brief ends with.
    pub without_codebook: bool,
    /// Fields that this version does not know, kept as written.
    pub extra: Extra,
}
