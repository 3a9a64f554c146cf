//! One excerpt at a time with all that is written of it: its article, where it stands as people count, the words around
//! it. Few texts are held at once, however many articles there are.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::columns::COLUMNS;
use super::{Choices, Input};
use crate::model::ordered::Near;
use crate::model::{ActorId, Article, ArticleId, Excerpt, ExcerptId, Project, TextSpan};
use crate::text::ArticleText;
use crate::text::anchoring::{CONTEXT_CHARS, Located, locate};

/// Bytes of text held at most, besides the one last read.
const HELD_MAX_BYTES: usize = 16 << 20;

/// Characters are counted on from the excerpt before no further than this.
const COUNTED_ON_BYTES: usize = 4096;

/// How many excerpts are done between two reports.
const REPORTED_EVERY: usize = 512;

/// Where a quote stands in the article's cleaned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Characters (Unicode scalar values) before it.
    pub(super) start: usize,
    /// Characters up to its end.
    pub(super) end: usize,
    /// Number of the paragraph that it starts in, from 1; empty paragraphs are not counted.
    pub(super) paragraph: usize,
    /// Its bytes.
    pub(super) span: TextSpan,
}

/// One excerpt with what a column may ask.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    pub(super) project: &'a Project,
    pub(super) choices: &'a Choices,
    pub(super) excerpt: &'a Excerpt,
    pub(super) article: Option<&'a Article>,
    pub(super) place: Option<Place>,
    /// The article's text, where more of it is wanted than the excerpt keeps.
    text: Option<ArticleText>,
}

/// Names stand for records. Where a damaged project lacks the record, its id does.
impl<'a> Row<'a> {
    /// An excerpt without its place.
    pub(super) fn bare(project: &'a Project, choices: &'a Choices, excerpt: &'a Excerpt) -> Self {
        Self::of_article(project, choices, excerpt, project.articles().get(&excerpt.article))
    }

    fn of_article(
        project: &'a Project,
        choices: &'a Choices,
        excerpt: &'a Excerpt,
        article: Option<&'a Article>,
    ) -> Self {
        Self { project, choices, excerpt, article, place: None, text: None }
    }

    pub(super) fn tag(&self) -> &'a str {
        let id = &self.excerpt.tag;
        self.project.tags().get(id).map_or(id.as_str(), |tag| &tag.name)
    }

    pub(super) fn actors(&self, ids: &'a [ActorId]) -> impl Iterator<Item = &'a str> + use<'a> {
        let project = self.project;
        ids.iter().map(move |id| project.actors().get(id).map_or(id.as_str(), |actor| &actor.name))
    }

    pub(super) fn issues(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let project = self.project;
        self.excerpt.issues.iter().map(move |id| project.issues().get(id).map_or(id.as_str(), |issue| &issue.name))
    }

    pub(super) fn analyst(&self) -> Cow<'a, str> {
        let id = self.excerpt.analyst;
        let analyst = self.project.analysts().get(&id);
        analyst.map_or_else(|| Cow::Owned(id.to_string()), |analyst| Cow::Borrowed(analyst.name.as_str()))
    }

    pub(super) fn title(&self) -> String {
        self.article.map_or_else(|| self.excerpt.article.to_string(), |article| article.title.clone())
    }

    /// The words before the quote, as many as were chosen.
    pub(super) fn before(&self) -> &str {
        let kept = self.excerpt.anchor.before();
        let text = self.text.as_ref().zip(self.place).and_then(|(text, place)| text.as_str().get(..place.span.start()));
        let (words, chars) = (text.unwrap_or(kept), self.choices.context);
        if chars == CONTEXT_CHARS {
            return kept;
        }
        let from = chars
            .checked_sub(1)
            .map_or(words.len(), |last| words.char_indices().rev().nth(last).map_or(0, |(at, _)| at));
        words.get(from..).unwrap_or_default()
    }

    /// The words after the quote, as many as were chosen.
    pub(super) fn after(&self) -> &str {
        let kept = self.excerpt.anchor.after();
        let text = self.text.as_ref().zip(self.place).and_then(|(text, place)| text.as_str().get(place.span.end()..));
        let (words, chars) = (text.unwrap_or(kept), self.choices.context);
        if chars == CONTEXT_CHARS {
            return kept;
        }
        let to = words.char_indices().nth(chars).map_or(words.len(), |(at, _)| at);
        words.get(..to).unwrap_or_default()
    }

    /// The value of a column.
    pub(super) fn value(&self, name: &str) -> String {
        let mut cell = String::new();
        if let Some(column) = COLUMNS.iter().find(|column| column.name == name) {
            (column.value)(self, &mut cell);
        }
        cell
    }
}

/// Gives the rows of an export, in any order.
pub(super) struct Reader<'i, 'a> {
    input: &'i mut Input<'a>,
    /// Whether texts are read at all.
    reads: bool,
    held: BTreeMap<ArticleId, Arc<Held>>,
    /// What was read last, which the next excerpt needs most often too.
    latest: Latest<'a>,
    order: VecDeque<ArticleId>,
    held_bytes: usize,
    unread: BTreeSet<ArticleId>,
    lost: BTreeSet<ExcerptId>,
    given: usize,
    /// Nobody wants the rest.
    stopped: bool,
    /// What could not be given in full, one sentence each.
    pub(super) notes: Vec<String>,
}

/// A text, with the number of each of its paragraphs.
struct Held {
    text: ArticleText,
    paragraphs: Vec<usize>,
}

/// Where the excerpt before was found.
#[derive(Default)]
struct Latest<'a> {
    /// Where among the excerpts.
    near: Near<ExcerptId>,
    /// Its article.
    article: Option<(ArticleId, Option<&'a Article>)>,
    /// The text of that.
    held: Option<(ArticleId, Arc<Held>)>,
    /// A byte of that text, and the characters before it.
    counted: (usize, usize),
}

impl Latest<'_> {
    /// Characters before a byte of the text, counted on from the last place where they were asked for.
    fn chars_before(&mut self, text: &ArticleText, byte: usize) -> usize {
        let (from, before) = self.counted;
        let between = byte.checked_sub(from).filter(|bytes| *bytes < COUNTED_ON_BYTES);
        let between = between.and_then(|_| text.as_str().get(from..byte));
        let chars = between.map_or_else(|| text.chars_before(byte), |between| before + between.chars().count());
        self.counted = (byte, chars);
        chars
    }
}

impl<'i, 'a> Reader<'i, 'a> {
    pub(super) fn new(input: &'i mut Input<'a>, reads: bool) -> Self {
        Self {
            input,
            reads,
            held: BTreeMap::new(),
            latest: Latest::default(),
            order: VecDeque::new(),
            held_bytes: 0,
            unread: BTreeSet::new(),
            lost: BTreeSet::new(),
            given: 0,
            stopped: false,
            notes: Vec::new(),
        }
    }

    pub(super) fn project(&self) -> &'a Project {
        self.input.project
    }

    pub(super) fn choices(&self) -> &'a Choices {
        self.input.choices
    }

    /// Fetches from memory the excerpts that are written next, those that there are. Best a few dozen at a time: it answers
    /// many that are asked for one after the other as fast as one.
    pub(super) fn fetch(&mut self, ids: &[ExcerptId], into: &mut Vec<&'a Excerpt>) {
        let all = self.input.project.excerpts();
        let near = &mut self.latest.near;
        into.extend(ids.iter().filter_map(|id| all.get_near(id, near)));
        let looked_at = into.iter().map(|excerpt| excerpt.anchor.quote().len() + excerpt.fetch(true));
        std::hint::black_box(looked_at.sum::<usize>());
    }

    /// An excerpt with all that is written of it; `None` where the project does not have it.
    pub(super) fn row(&mut self, id: ExcerptId) -> Option<Row<'a>> {
        let excerpt = self.input.project.excerpts().get_near(&id, &mut self.latest.near)?;
        self.row_of(excerpt)
    }

    /// The same of one at hand; `None` where nobody wants the rest.
    pub(super) fn row_of(&mut self, excerpt: &'a Excerpt) -> Option<Row<'a>> {
        self.given += 1;
        if self.given.is_multiple_of(REPORTED_EVERY)
            && let Some(done) = self.input.done.as_mut()
        {
            self.stopped |= !done(self.given);
        }
        if self.stopped {
            return None;
        }
        let (project, choices) = (self.input.project, self.input.choices);
        let article = match self.latest.article {
            Some((id, article)) if id == excerpt.article => article,
            _ => project.articles().get(&excerpt.article),
        };
        self.latest.article = Some((excerpt.article, article));
        let mut row = Row::of_article(project, choices, excerpt, article);
        if self.reads {
            self.find(&mut row);
        }
        Some(row)
    }

    /// The text of an article; `None` and a note where it cannot be read.
    pub(super) fn text(&mut self, id: ArticleId) -> Option<ArticleText> {
        self.hold(id);
        self.held.get(&id).map(|held| held.text.clone())
    }

    fn find(&mut self, row: &mut Row<'a>) {
        let excerpt = row.excerpt;
        if self.latest.held.as_ref().is_none_or(|(article, _)| *article != excerpt.article) {
            self.hold(excerpt.article);
            let held = self.held.get(&excerpt.article);
            self.latest.held = held.map(|held| (excerpt.article, held.clone()));
            self.latest.counted = (0, 0);
        }
        let Some((_, held)) = self.latest.held.clone() else { return };
        let text = &held.text;
        let span = match locate(text.as_str(), &excerpt.anchor) {
            Located::Found => excerpt.anchor.span,
            Located::Moved(span) => span,
            Located::Ambiguous(_) | Located::Lost => {
                if self.lost.insert(excerpt.id) {
                    let (id, title) = (excerpt.id, row.title());
                    self.notes.push(format!(
                        "The place of the excerpt {id} is left out: its words are not where they were in “{title}”"
                    ));
                }
                return;
            }
        };
        let paragraph = held.paragraphs.get(text.paragraph_at(span.start())).copied().unwrap_or_default();
        let start = self.latest.chars_before(text, span.start());
        let end = start + excerpt.anchor.quote().chars().count();
        row.place = Some(Place { start, end, paragraph, span });
        row.text = (self.input.choices.context > CONTEXT_CHARS).then(|| text.clone());
    }

    fn hold(&mut self, id: ArticleId) {
        if self.held.contains_key(&id) || self.unread.contains(&id) {
            return;
        }
        let Some(article) = self.input.project.articles().get(&id) else {
            self.unread.insert(id);
            self.notes
                .push(format!("The article {id} is not in the project, so the places of its excerpts are left out"));
            return;
        };
        let text = match (self.input.text_of)(article) {
            Ok(text) => text,
            Err(why) => {
                self.unread.insert(id);
                let title = &article.title;
                let sentence =
                    format!("The places in “{title}” are left out because its text could not be read: {why}");
                self.notes.push(sentence);
                return;
            }
        };
        while self.held_bytes > HELD_MAX_BYTES
            && let Some(oldest) = self.order.pop_front()
        {
            let gone = self.held.remove(&oldest);
            self.held_bytes -= gone.map_or(0, |held| held.text.as_str().len());
        }
        self.held_bytes += text.as_str().len();
        self.order.push_back(id);
        self.held.insert(id, Arc::new(Held { paragraphs: paragraphs_up_to(&text), text }));
    }
}

/// For each paragraph, how many up to and with it hold more than white space; at least 1.
fn paragraphs_up_to(text: &ArticleText) -> Vec<usize> {
    let mut count = 0;
    (0..text.paragraph_count())
        .map(|index| {
            let words = text.paragraph(index).and_then(|range| text.as_str().get(range)).unwrap_or_default();
            count += usize::from(!words.trim().is_empty());
            count.max(1)
        })
        .collect()
}
