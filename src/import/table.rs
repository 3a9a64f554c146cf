//! A table of coded quotes to excerpts: how people bring coding from a spreadsheet, and how `export::csv` comes back.
//! Bytes in, one change out; what is stored are the article's own words. The parts: `reading` (cells), `places` (article
//! and quote), `names` (codes), `coding` (the rest).

mod coding;
mod names;
mod places;
mod reading;

use std::collections::BTreeMap;

use crate::import::encoding::decode;
use crate::model::{
    Analyst, Anchor, Article, ArticleId, Change, Excerpt, ExcerptId, Project, Record, Surroundings, TagId, TextSpan,
};
use crate::text::loose::LooseText;
use crate::text::{ArticleText, anchoring};
use coding::Coding;
use names::Names;
use places::{Articles, NoPlace, place};
use reading::{Row, Table};

pub use coding::CELL_MAX_BYTES;
pub use reading::TABLE_MAX_BYTES;

/// What a table is applied to.
pub struct Input<'a> {
    /// The project with the articles.
    pub project: &'a Project,
    /// Reads an article's cleaned text, or says why nothing is tagged in it. One text after the other.
    pub text_of: &'a mut dyn FnMut(&Article) -> Result<ArticleText, String>,
    /// Who tags, where a row does not name another analyst. Added to the project where it is not there yet.
    pub analyst: &'a Analyst,
    /// Whether the table was exported raw: apostrophes before formula signs are then the analyst's own.
    pub raw: bool,
}

/// What a table comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagging {
    /// New codes and excerpts, as one undo step. Without edits where nothing is new.
    pub change: Change,
    /// Rows that became excerpts.
    pub tagged: usize,
    /// Rows whose excerpt is there already, the same in everything that the row says.
    pub already_there: usize,
    /// Rows that were refused, in their order.
    pub refused: Vec<Refused>,
}

/// A row that became no excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its number as a spreadsheet shows it: the header is row 1. Lines with nothing at all are not counted.
    pub row: usize,
    /// Its first words, so that it can be found.
    pub quote: String,
    /// Why.
    pub reason: Reason,
}

/// Why a row became no excerpt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Article or quote is not there.
    #[error("not found: {0}")]
    NotFound(String),
    /// Article or quote could be several.
    #[error("ambiguous: {0}")]
    Ambiguous(String),
    /// A cell says what cannot be.
    #[error("invalid: {0}")]
    Invalid(String),
}

/// Why a whole table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// It is larger than [`TABLE_MAX_BYTES`].
    #[error("the table has {0} bytes, which is more than {TABLE_MAX_BYTES}; split it")]
    TooLarge(usize),
    /// It is not text.
    #[error("the table is not text; save it as CSV (UTF-8) first")]
    NotText,
    /// It has no first row.
    #[error("the table is empty")]
    Empty,
    /// Columns that are needed are not there.
    #[error("the first row does not name the columns “{0}”; needed are article, tag and quote, in any order")]
    MissingColumns(String),
    /// Two columns have the same name.
    #[error("the column “{0}” stands twice in the first row")]
    ColumnTwice(String),
    /// The CSV itself is broken.
    #[error("the table cannot be read: {0}")]
    Broken(String),
}

/// Reads a table (CSV, or separated by semicolons or tabs) and builds the change that tags its quotes.
///
/// # Errors
/// A [`TableError`] where no row can be read; rows that cannot be used are listed in the outcome instead.
pub fn tag_from_table(
    bytes: &[u8],
    input: &mut Input<'_>,
    surroundings: &mut dyn Surroundings,
) -> Result<Tagging, TableError> {
    if bytes.len() > TABLE_MAX_BYTES {
        return Err(TableError::TooLarge(bytes.len()));
    }
    let decoded = decode(bytes, None).map_err(|_| TableError::NotText)?;
    let table = Table::read(&decoded.text, input.raw)?;
    let mut found = find_places(&table, input);
    let mut taking = Taking {
        project: input.project,
        analyst: input.analyst,
        names: Names::of(input.project, input.analyst),
        taken: BTreeMap::new(),
        alike: BTreeMap::new(),
        order: Vec::new(),
    };
    let mut tagging = Tagging { change: Change::put("", []), tagged: 0, already_there: 0, refused: Vec::new() };
    for row in table.rows() {
        let place = found.remove(&row.number).unwrap_or_default();
        match taking.take(&row, place, surroundings) {
            Ok(true) => tagging.tagged += 1,
            Ok(false) => tagging.already_there += 1,
            Err(reason) => {
                let quote: String =
                    row.cell("quote").unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
                tagging.refused.push(Refused { row: row.number, quote: quote.chars().take(60).collect(), reason });
            }
        }
    }
    tagging.change = taking.into_change();
    Ok(tagging)
}

/// What was found for a row in each article that it may mean.
type Found = Vec<(ArticleId, Result<Hit, NoPlace>)>;

/// A quote that was found.
#[derive(Debug)]
struct Hit {
    anchor: Anchor,
    /// Whether it stands just at the `start` of the row.
    at_start: bool,
}

/// Looks up the quotes article by article, so that each text is read once and none is kept.
fn find_places(table: &Table, input: &mut Input<'_>) -> BTreeMap<usize, Found> {
    let articles = Articles::of(input.project);
    let mut rows_of: BTreeMap<ArticleId, Vec<Row<'_>>> = BTreeMap::new();
    for row in table.rows() {
        for article in articles.meant(&row) {
            rows_of.entry(article.id).or_default().push(row);
        }
    }
    let mut found: BTreeMap<usize, Found> = BTreeMap::new();
    for (id, rows) in rows_of {
        let Some(article) = input.project.articles().get(&id) else { continue };
        let text = (input.text_of)(article);
        let mut loose = LooseText::new(text.as_ref().map_or("", |text| text.as_str()));
        for row in rows {
            let hit = match &text {
                Err(why) => Err(NoPlace::Unreadable(why.clone())),
                Ok(text) => hit(text, &mut loose, &row),
            };
            found.entry(row.number).or_default().push((id, hit));
        }
    }
    found
}

fn hit(text: &ArticleText, loose: &mut LooseText<'_>, row: &Row<'_>) -> Result<Hit, NoPlace> {
    let start = start(row).ok().flatten();
    let span = place(text, loose, row, start)?;
    let anchor = anchoring::anchor(text.as_str(), span).ok_or(NoPlace::NotFound)?;
    Ok(Hit { anchor, at_start: start == Some(text.chars_before(span.start())) })
}

/// The `start` of a row, in characters.
fn start(row: &Row<'_>) -> Result<Option<usize>, Reason> {
    let cell = row.cell("start").unwrap_or_default().trim();
    if cell.is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|_| Reason::Invalid(format!("“{cell}” in “start” is not a number of characters")))
}

/// Rows becoming excerpts.
struct Taking<'a> {
    project: &'a Project,
    analyst: &'a Analyst,
    names: Names,
    taken: BTreeMap<ExcerptId, Excerpt>,
    /// The taken ones by what two excerpts must share to be the same.
    alike: BTreeMap<(ArticleId, TextSpan, TagId), Vec<ExcerptId>>,
    order: Vec<ExcerptId>,
}

impl Taking<'_> {
    /// Takes a row. True where it became an excerpt, false where that is there already.
    fn take(&mut self, row: &Row<'_>, found: Found, surroundings: &mut dyn Surroundings) -> Result<bool, Reason> {
        let coding = Coding::read(row).map_err(Reason::Invalid)?;
        let (article, anchor) = the_one(row, found, start(row)?)?;
        let ids = self.names.ids(&coding, surroundings)?;
        let analyst = ids.analyst.unwrap_or(self.analyst.id);
        let same = |base: &Excerpt, analyst| {
            let mut excerpt = base.clone();
            (excerpt.article, excerpt.anchor, excerpt.analyst) = (article, anchor.clone(), analyst);
            coding.put_into(&mut excerpt, &ids);
            excerpt == *base
        };
        if let Some(there) = coding.id.and_then(|id| self.taken.get(&id).or_else(|| self.project.excerpts().get(&id))) {
            if same(there, ids.analyst.unwrap_or(there.analyst)) {
                return Ok(false);
            }
            let why =
                "an excerpt with this id is there already and differs; without the id, the row would be tagged anew";
            return Err(Reason::Invalid(why.to_owned()));
        }
        let key = (article, anchor.span, ids.tag.clone());
        if coding.id.is_none() {
            let mut in_project = self.project.excerpts_in(article).filter(|one| one.anchor.span == anchor.span);
            let mut in_table = self.alike.get(&key).into_iter().flatten().filter_map(|id| self.taken.get(id));
            if in_project.any(|one| same(one, analyst)) || in_table.any(|one| same(one, analyst)) {
                return Ok(false);
            }
        }
        let id = coding.id.unwrap_or_else(|| ExcerptId::fresh(surroundings));
        let created = coding.created.unwrap_or_else(|| surroundings.now());
        let mut excerpt = Excerpt::new(id, article, anchor, ids.tag.clone(), analyst, created);
        coding.put_into(&mut excerpt, &ids);
        self.names.keep();
        self.alike.entry(key).or_default().push(id);
        self.order.push(id);
        self.taken.insert(id, excerpt);
        Ok(true)
    }

    fn into_change(mut self) -> Change {
        let count = self.order.len();
        let label = format!("tag {count} passage{} from a table", if count == 1 { "" } else { "s" });
        let uses_analyst = self.taken.values().any(|excerpt| excerpt.analyst == self.analyst.id);
        let new_analyst = uses_analyst && !self.project.analysts().contains_key(&self.analyst.id);
        let analyst = new_analyst.then(|| Record::Analyst(self.analyst.clone()));
        let excerpts = self.order.iter().filter_map(|id| self.taken.remove(id));
        let excerpts = excerpts.map(|excerpt| Record::Excerpt(Box::new(excerpt)));
        Change::put(label, analyst.into_iter().chain(self.names.into_new()).chain(excerpts))
    }
}

/// The one article that holds the quote. Where several do, the one that has it just at `start`.
fn the_one(row: &Row<'_>, mut found: Found, start: Option<usize>) -> Result<(ArticleId, Anchor), Reason> {
    let name = row.cell("article").unwrap_or_default();
    let quoted = |name: &str| name.chars().take(80).collect::<String>();
    if found.is_empty() {
        let why = format!("no article has “{}” as its id, title or file", quoted(name));
        return Err(Reason::NotFound(why));
    }
    let articles = found.len();
    if let [(_, Err(why))] = found.as_slice() {
        return Err(match why {
            NoPlace::NotFound => Reason::NotFound("the quote does not stand in the article".to_owned()),
            NoPlace::Ambiguous(count) if start.is_some() => {
                Reason::Ambiguous(format!("the quote stands {count} times equally near to “start”"))
            }
            NoPlace::Ambiguous(count) => {
                Reason::Ambiguous(format!("the quote stands {count} times in the article; a column “start” can decide"))
            }
            NoPlace::Unreadable(why) => Reason::NotFound(why.clone()),
        });
    }
    found.retain(|(_, hit)| !matches!(hit, Err(NoPlace::NotFound)));
    let at_start = |(_, hit): &(ArticleId, Result<Hit, NoPlace>)| hit.as_ref().is_ok_and(|hit| hit.at_start);
    if found.iter().any(at_start) {
        found.retain(at_start);
    }
    match (found.pop(), found.is_empty()) {
        (None, _) => Err(Reason::NotFound(format!("the quote stands in none of the {articles} articles of this name"))),
        (Some((id, Ok(hit))), true) => Ok((id, hit.anchor)),
        _ => Err(Reason::Ambiguous(format!(
            "{articles} articles are called “{}”; give the id, or a column “file”",
            quoted(name)
        ))),
    }
}

#[cfg(test)]
mod tests;
