//! Search over all articles, away from the window: texts are read and prepared once, gone through on all cores, and what
//! is found is handed on in the order of the articles. Also makes anchors of the places that are to be tagged.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::jobs::Cancelled;
use crate::app::{ArticleHits, Hit, JobId, Place, Reply, Unit};
use crate::model::{ArticleId, ExcerptId, Surroundings, TextHash, TextSpan};
use crate::storage::Texts;
use crate::text::ArticleText;
use crate::text::anchoring::anchor;
use crate::text::bounds::{paragraph_at, sentence_at, trimmed};
use crate::text::held::HeldText;
use crate::text::pattern::Pattern;

/// Articles handed to a core at once.
const PIECE: usize = 32;
/// Hits that the window shows with their words; others are counted.
pub const SHOWN_MAX: usize = 5_000;
/// The part of them that one article may have.
const OF_ARTICLE: usize = 25;
/// Characters shown before and after a hit.
const BEFORE: usize = 60;
const AFTER: usize = 160;

/// Texts held for searching, shared by all searches of a project.
#[derive(Debug, Clone, Default)]
pub struct Corpus(Arc<Mutex<HashMap<TextHash, Arc<HeldText>>>>);

impl Corpus {
    /// Lets go of all texts.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The texts with these hashes, in this order.
    fn get(&self, hashes: impl Iterator<Item = TextHash>, texts: &Texts) -> Vec<Result<Arc<HeldText>, String>> {
        // The lock is taken for all at once: taken for each, the cores would wait for one another.
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known: Vec<_> = hashes.map(|hash| (hash, held.get(&hash).cloned())).collect();
        drop(held);
        let mut new = Vec::new();
        let read = |hash| texts.read_words(hash).map(|text| Arc::new(HeldText::new(text)));
        let all = known.into_iter().map(|(hash, text)| match text {
            Some(text) => Ok(text),
            None => read(hash).inspect(|text| new.push((hash, text.clone()))).map_err(|error| error.to_string()),
        });
        let all = all.collect();
        if !new.is_empty() {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(new);
        }
        all
    }
}

/// One search.
#[derive(Debug, Clone)]
pub struct SearchOrder {
    /// The job; a later one takes its place.
    pub job: JobId,
    /// What to look for.
    pub pattern: Pattern,
    /// What around a hit would be tagged.
    pub unit: Unit,
    /// In which articles, in this order.
    pub articles: Vec<(ArticleId, TextHash)>,
    /// Where their texts are read.
    pub texts: Texts,
    /// Those that were read before.
    pub corpus: Corpus,
    /// Hits that are given with their words at most; others are counted. Of one article no more than a part of them.
    pub shown_max: usize,
}

/// What a piece of the articles came to: hits, and texts that could not be read.
type Found = (Vec<ArticleHits>, Vec<String>);

impl SearchOrder {
    /// Searches and answers what is found, first after a few articles, then after more and more.
    pub fn run(&self, cancelled: &Cancelled, answer: &mut dyn FnMut(Reply)) {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let pieces: Vec<&[(ArticleId, TextHash)]> = self.articles.chunks(PIECE).collect();
        let (next, enough, stop) = (&AtomicUsize::new(0), &AtomicBool::new(false), &AtomicBool::new(false));
        let pieces = &pieces;
        thread::scope(|scope| {
            let (send, receive) = channel::<(usize, Found)>();
            for _ in 0..cores.min(pieces.len()) {
                let send = send.clone();
                scope.spawn(move || {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let Some(piece) = pieces.get(number).filter(|_| !stop.load(Ordering::Relaxed)) else { return };
                        if cancelled.is_cancelled(self.job) || send.send((number, self.look(piece, enough))).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(send);
            let mut early: BTreeMap<usize, Found> = BTreeMap::new();
            let (mut done, mut shown, mut waits, mut next_answer) = (0, 0, Found::default(), 1);
            for (number, found) in receive {
                if cancelled.is_cancelled(self.job) {
                    stop.store(true, Ordering::Relaxed);
                    return;
                }
                early.insert(number, found);
                while let Some((mut hits, unread)) = early.remove(&done) {
                    done += 1;
                    for article in &mut hits {
                        article.hits.truncate(self.shown_max - shown);
                        shown += article.hits.len();
                    }
                    enough.store(shown >= self.shown_max, Ordering::Relaxed);
                    waits.0.append(&mut hits);
                    waits.1.extend(unread);
                }
                if done >= next_answer && done < pieces.len() {
                    next_answer = done * 2;
                    let (found, unread) = std::mem::take(&mut waits);
                    let read = (done * PIECE, self.articles.len());
                    answer(Reply::Found { job: self.job, found, unread, read, ended: false });
                }
            }
            let (found, unread) = waits;
            let read = (self.articles.len(), self.articles.len());
            answer(Reply::Found { job: self.job, found, unread, read, ended: true });
        });
    }

    fn look(&self, articles: &[(ArticleId, TextHash)], enough: &AtomicBool) -> Found {
        let mut found = Found::default();
        let texts = self.corpus.get(articles.iter().map(|(_, hash)| *hash), &self.texts);
        for ((article, _), text) in articles.iter().zip(texts) {
            match text {
                Ok(text) => {
                    let places = self.pattern.places(&text);
                    // Where few articles are searched, each may have more of them.
                    let of_article = self.shown_max.div_ceil(self.articles.len().clamp(1, OF_ARTICLE));
                    let shown = if enough.load(Ordering::Relaxed) { 0 } else { of_article };
                    let hits = places.iter().take(shown).map(|span| hit(text.text(), *span, self.unit)).collect();
                    if !places.is_empty() {
                        found.0.push(ArticleHits { article: *article, count: places.len(), hits });
                    }
                }
                Err(error) => found.1.push(error),
            }
        }
        found
    }
}

fn hit(whole: &str, span: TextSpan, unit: Unit) -> Hit {
    let around = match unit {
        Unit::Hit => None,
        Unit::Sentence => Some(sentence_at(whole, span.start())),
        Unit::Paragraph => Some(paragraph_at(whole, span.start())),
    };
    let around = around.map(|range| range.start.min(span.start())..range.end.max(span.end()));
    let passage = around.and_then(|range| TextSpan::new(whole, range)).and_then(|span| trimmed(whole, span));
    let before = whole.get(..span.start()).unwrap_or_default();
    let after = whole.get(span.end()..).unwrap_or_default();
    let from = before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(AFTER).map_or(after.len(), |(at, _)| at);
    let one_line = |text: &str| text.replace(['\n', '\r', '\t'], " ").into_boxed_str();
    let words = span.slice(whole).unwrap_or_default();
    let shown = words.char_indices().nth(400).map_or(words.len(), |(at, _)| at);
    Hit {
        span,
        passage: passage.unwrap_or(span),
        before: one_line(before.get(from..).unwrap_or_default()),
        words: one_line(words.get(..shown).unwrap_or_default()),
        after: one_line(after.get(..to).unwrap_or_default()),
    }
}

/// Passages that are to be tagged, to be anchored in their texts.
#[derive(Debug, Clone)]
pub struct AnchorOrder {
    /// The job.
    pub job: JobId,
    /// The passages, by article.
    pub places: Vec<(ArticleId, TextHash, TextSpan)>,
    /// Where their texts are read.
    pub texts: Texts,
}

impl AnchorOrder {
    /// Makes an anchor and an id for each passage; those whose text cannot be read are left out and counted.
    pub fn run(&self, surroundings: &mut dyn Surroundings, answer: &mut dyn FnMut(Reply)) {
        let mut last: Option<(TextHash, Result<ArticleText, String>)> = None;
        let mut places = Vec::with_capacity(self.places.len());
        let mut unread = 0;
        for (article, hash, span) in &self.places {
            if last.as_ref().is_none_or(|(read, _)| read != hash) {
                last = Some((*hash, self.texts.read(*hash).map_err(|error| error.to_string())));
            }
            let text = last.as_ref().and_then(|(_, text)| text.as_ref().ok());
            match text.and_then(|text| anchor(text.as_str(), *span)) {
                Some(anchor) => {
                    places.push(Place { id: ExcerptId::fresh(surroundings), article: *article, anchor });
                }
                None => unread += 1,
            }
        }
        answer(Reply::Anchored { job: self.job, places, unread });
    }
}
