//! Where excerpts stand in their articles, as people count: characters and paragraphs. Each article is read once.

use std::collections::BTreeMap;

use super::Input;
use crate::model::{ArticleId, Excerpt};
use crate::text::ArticleText;
use crate::text::anchoring::{Located, locate};

/// Where a quote stands in the article's cleaned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Characters (Unicode scalar values) before it.
    pub(super) start: usize,
    /// Characters up to its end.
    pub(super) end: usize,
    /// Number of the paragraph that it starts in, from 1; empty paragraphs are not counted.
    pub(super) paragraph: usize,
}

/// The place of each excerpt of `input`, in its order; `None` and a note where it cannot be told.
pub(super) fn places(input: &mut Input<'_>) -> (Vec<Option<Place>>, Vec<String>) {
    let mut groups: BTreeMap<ArticleId, Vec<(usize, &Excerpt)>> = BTreeMap::new();
    let mut order: Vec<ArticleId> = Vec::new();
    for (index, id) in input.excerpts.iter().enumerate() {
        let Some(excerpt) = input.project.excerpts().get(id) else { continue };
        let group = groups.entry(excerpt.article).or_insert_with(|| {
            order.push(excerpt.article);
            Vec::new()
        });
        group.push((index, excerpt));
    }
    let mut places = vec![None; input.excerpts.len()];
    let mut notes = Vec::new();
    for id in order {
        let Some(article) = input.project.articles().get(&id) else {
            notes.push(format!("The article {id} is not in the project, so the places of its excerpts are left out"));
            continue;
        };
        let text = match (input.text_of)(article) {
            Ok(text) => text,
            Err(why) => {
                let title = &article.title;
                notes.push(format!("The places in “{title}” are left out because its text could not be read: {why}"));
                continue;
            }
        };
        let paragraphs = paragraphs_up_to(&text);
        for (index, excerpt) in groups.remove(&id).unwrap_or_default() {
            let span = match locate(text.as_str(), &excerpt.anchor) {
                Located::Found => excerpt.anchor.span,
                Located::Moved(span) => span,
                Located::Ambiguous(_) | Located::Lost => {
                    let (id, title) = (excerpt.id, &article.title);
                    notes.push(format!(
                        "The place of the excerpt {id} is left out: its words are not where they were in “{title}”"
                    ));
                    continue;
                }
            };
            let paragraph = paragraphs.get(text.paragraph_at(span.start())).copied().unwrap_or_default();
            let place = Place { start: text.chars_before(span.start()), end: text.chars_before(span.end()), paragraph };
            if let Some(slot) = places.get_mut(index) {
                *slot = Some(place);
            }
        }
    }
    (places, notes)
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
