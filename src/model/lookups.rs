//! What a project looks up beside its records: the excerpts of an article by place, the article of a text, and how
//! often a code is named. Follows from the records; kept up to date with every edit, built at once for a whole project.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::rules::excerpt_names;
use super::{AnalystId, Article, ArticleId, Excerpt, ExcerptId, RecordId, TextHash, TextSpan};

/// Lookups of one project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lookups {
    /// Sorted by place, enclosing ones first.
    in_article: BTreeMap<ArticleId, Arc<Vec<(TextSpan, ExcerptId)>>>,
    by_text: BTreeMap<TextHash, ArticleId>,
    uses: BTreeMap<RecordId, u32>,
    /// By which excerpts one is linked to, sorted.
    linked: BTreeMap<ExcerptId, Vec<ExcerptId>>,
}

impl Lookups {
    /// The excerpts of an article by place.
    pub(super) fn in_article(&self, article: ArticleId) -> &[(TextSpan, ExcerptId)] {
        self.in_article.get(&article).map(|places| places.as_slice()).unwrap_or_default()
    }

    pub(super) fn article_with_text(&self, text: TextHash) -> Option<ArticleId> {
        self.by_text.get(&text).copied()
    }

    pub(super) fn uses(&self, id: &RecordId) -> usize {
        self.uses.get(id).map_or(0, |count| *count as usize)
    }

    /// The excerpts that are linked to this one.
    pub(super) fn linked_to(&self, id: ExcerptId) -> &[ExcerptId] {
        self.linked.get(&id).map_or(&[], Vec::as_slice)
    }

    fn add_links(&mut self, excerpt: &Excerpt) {
        for to in links(excerpt) {
            let from = self.linked.entry(*to).or_default();
            if let Err(at) = from.binary_search(&excerpt.id) {
                from.insert(at, excerpt.id);
            }
        }
    }

    fn remove_links(&mut self, excerpt: &Excerpt) {
        for to in links(excerpt) {
            if let Some(from) = self.linked.get_mut(to) {
                from.retain(|id| *id != excerpt.id);
                if from.is_empty() {
                    self.linked.remove(to);
                }
            }
        }
    }

    pub(super) fn add_article(&mut self, article: &Article) {
        self.by_text.insert(article.text, article.id);
    }

    pub(super) fn remove_article(&mut self, article: &Article) {
        if self.by_text.get(&article.text) == Some(&article.id) {
            self.by_text.remove(&article.text);
        }
    }

    pub(super) fn add_excerpt(&mut self, excerpt: &Excerpt) {
        self.add_links(excerpt);
        self.count(&excerpt_names(excerpt), true);
        let places = Arc::make_mut(self.in_article.entry(excerpt.article).or_default());
        let place = (excerpt.anchor.span, excerpt.id);
        if let Err(at) = places.binary_search(&place) {
            places.insert(at, place);
        }
    }

    /// Takes an excerpt out and puts it in again as it is now. Where it stays in its place, as with most changes, the places
    /// of its article need not be sorted anew.
    pub(super) fn replace_excerpt(&mut self, old: &Excerpt, new: &Excerpt) {
        if (old.article, old.anchor.span) != (new.article, new.anchor.span) {
            self.remove_excerpt(old);
            self.add_excerpt(new);
            return;
        }
        self.remove_links(old);
        self.add_links(new);
        self.count(&excerpt_names(old), false);
        self.count(&excerpt_names(new), true);
    }

    pub(super) fn remove_excerpt(&mut self, excerpt: &Excerpt) {
        self.remove_links(excerpt);
        self.count(&excerpt_names(excerpt), false);
        if let Some(places) = self.in_article.get_mut(&excerpt.article) {
            let places = Arc::make_mut(places);
            if let Ok(at) = places.binary_search(&(excerpt.anchor.span, excerpt.id)) {
                places.remove(at);
            }
            if places.is_empty() {
                self.in_article.remove(&excerpt.article);
            }
        }
    }

    /// Adds all excerpts of a project that has none so far.
    pub(super) fn add_all<'a>(&mut self, excerpts: impl Iterator<Item = &'a Excerpt>) {
        let mut places: HashMap<ArticleId, Vec<(TextSpan, ExcerptId)>> = HashMap::new();
        // Most excerpts share their codes with others, so that whole lists are counted rather than what stands in them.
        let mut alike: Alike<'_> = HashMap::default();
        // Most come one article after the other and by the same analyst.
        let mut article: Option<(ArticleId, Vec<(TextSpan, ExcerptId)>)> = None;
        let mut analyst: Option<(AnalystId, u32)> = None;
        for excerpt in excerpts {
            self.add_links(excerpt);
            let place = (excerpt.anchor.span, excerpt.id);
            match &mut article {
                Some((id, places)) if *id == excerpt.article => places.push(place),
                other => {
                    let mut now = places.remove(&excerpt.article).unwrap_or_default();
                    now.push(place);
                    if let Some((id, before)) = other.replace((excerpt.article, now)) {
                        places.insert(id, before);
                    }
                }
            }
            match &mut analyst {
                Some((id, count)) if *id == excerpt.analyst => *count += 1,
                other => {
                    if let Some((id, count)) = other.replace((excerpt.analyst, 1)) {
                        *self.uses.entry(RecordId::Analyst(id)).or_default() += count;
                    }
                }
            }
            for part in [
                (1, excerpt.tag.as_str().as_ptr().addr(), 0),
                (2, excerpt.actors.address(), excerpt.addressees.address()),
                (3, excerpt.issues.address(), 0),
            ] {
                alike.entry(part).or_insert((excerpt, 0)).1 += 1;
            }
        }
        places.extend(article);
        if let Some((id, count)) = analyst {
            *self.uses.entry(RecordId::Analyst(id)).or_default() += count;
        }
        for ((part, ..), (excerpt, count)) in alike {
            let mut names = excerpt_names(excerpt);
            names.retain(|name| match name {
                RecordId::Tag(_) => part == 1,
                RecordId::Actor(_) => part == 2,
                RecordId::Issue(_) => part == 3,
                _ => false,
            });
            for name in names {
                let uses = self.uses.entry(name).or_default();
                *uses = uses.saturating_add(count);
            }
        }
        let sorted = |(article, mut places): (ArticleId, Vec<_>)| {
            places.sort_unstable();
            places.shrink_to_fit();
            (article, Arc::new(places))
        };
        self.in_article = places.into_iter().map(sorted).collect();
    }

    /// Counts names more or less often; what excerpts say of their article is counted by place.
    pub(super) fn count(&mut self, names: &[RecordId], more: bool) {
        for name in names.iter().filter(|name| !matches!(name, RecordId::Article(_))) {
            let uses = self.uses.entry(name.clone()).or_default();
            *uses = if more { uses.saturating_add(1) } else { uses.saturating_sub(1) };
            if *uses == 0 {
                self.uses.remove(name);
            }
        }
    }
}

/// Hashes addresses of this program's own memory, which nobody outside chooses.
#[derive(Default)]
struct AddressHasher(u64);

/// How often a kind of code comes as one and the same list, told by its addresses, with an excerpt that has it.
type Alike<'a> = HashMap<(usize, usize, usize), (&'a Excerpt, u32), BuildHasherDefault<AddressHasher>>;

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_usize(usize::from(*byte)));
    }

    fn write_usize(&mut self, number: usize) {
        // An odd number of many ones and zeros in its bits spreads those of the address over all of the hash.
        self.0 = (self.0 ^ number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

fn links(excerpt: &Excerpt) -> impl Iterator<Item = &ExcerptId> {
    excerpt.supersedes.iter().chain(excerpt.contradicts.iter()).chain(excerpt.repeats.iter())
}
