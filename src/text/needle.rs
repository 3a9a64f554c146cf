//! Words to look for in texts as they are written: where their longest run of letters stands, in whatever case, a little
//! of the text around it is folded, and compared. Finds what `Folded::places` finds in the whole text folded.

use std::ops::Range;

use memchr::memmem::Finder;
use regex::Regex;
use unicode_normalization::char::is_combining_mark;

use super::folding::Folded;
use super::held::HeldText;
use super::signs::{FOLDING, Kind, PARTING, Unit, kind, variants};

/// Letters that are looked for at most; more would make no place rarer.
const PROBE_MAX: usize = 32;

/// Words to look for, prepared once for all texts.
#[derive(Debug, Clone)]
pub(super) struct Needle {
    folded: String,
    probe: Option<Probe>,
}

/// The longest run in the words of signs that part none.
#[derive(Debug, Clone)]
struct Probe {
    /// It folded: so it stands in odd words, which are kept so, and, if it is ASCII, in a text in small letters.
    folded: Finder<'static>,
    /// It as it may be written apart from odd words, if it is not ASCII.
    written: Option<Regex>,
    /// Signs of the words that stand before and after it.
    before: usize,
    after: usize,
}

impl Needle {
    pub(super) fn new(words: &str) -> Self {
        let folded = Folded::new(words, FOLDING).as_str().to_owned();
        let probe = Probe::of(&folded);
        Self { folded, probe }
    }

    /// Every place of the words, in order, overlapping ones included, as ranges of bytes.
    pub(super) fn places(&self, held: &HeldText) -> Vec<Range<usize>> {
        let text = held.text();
        let found = self.probe.as_ref().map_or(Candidates::TooMany, |probe| probe.candidates(held, self.folded.len()));
        let stretches = match found {
            Candidates::Places(places) => return places,
            Candidates::Stretches(stretches) => stretches,
            Candidates::TooMany => std::iter::once(0..text.len()).collect(),
        };
        let mut places = Vec::new();
        for stretch in stretches {
            let folded = Folded::new(text.get(stretch.clone()).unwrap_or_default(), FOLDING);
            let found = folded.places_of_folded(&self.folded).into_iter();
            places.extend(found.map(|place| stretch.start + place.start..stretch.start + place.end));
        }
        places
    }
}

/// Where words may stand.
enum Candidates {
    /// Exactly here.
    Places(Vec<Range<usize>>),
    /// Within these stretches, none of which touches another. Folded, each is a part of the folded text.
    Stretches(Vec<Range<usize>>),
    /// At so many places that folding the whole text is less work.
    TooMany,
}

impl Probe {
    fn of(folded: &str) -> Option<Self> {
        let runs = folded.split(PARTING);
        let run = runs.max_by_key(|run| run.len()).filter(|run| !run.is_empty())?;
        // Not between a sign and its marks.
        let cut = run.char_indices().skip(PROBE_MAX).find(|(_, c)| !is_combining_mark(*c));
        let probe = cut.and_then(|(at, _)| run.get(..at)).unwrap_or(run);
        let start = folded.find(probe)?;
        let count = |part: Option<&str>| part.map_or(0, |part| part.chars().count());
        Some(Self {
            folded: Finder::new(probe).into_owned(),
            written: if probe.is_ascii() { None } else { Some(Regex::new(&expression(probe)).ok()?) },
            before: count(folded.get(..start)),
            after: count(folded.get(start + probe.len()..)),
        })
    }

    fn candidates(&self, held: &HeldText, folded_bytes: usize) -> Candidates {
        let text = held.text();
        // Each costs about as much as folding the words; so the whole never costs more than some times the text.
        let most = text.len() / folded_bytes.max(1) + 1;
        let Some(mut found) = self.as_written(text, most) else { return Candidates::TooMany };
        let odd = held.odd();
        if self.before == 0 && self.after == 0 && odd.is_empty() {
            return Candidates::Places(found);
        }
        let in_odd_words = self.folded.find_iter(odd.folded.as_bytes()).filter_map(|at| odd.word_at(at));
        found.extend(in_odd_words);
        found.sort_unstable_by_key(|place| place.start);
        let mut stretches: Vec<Range<usize>> = Vec::with_capacity(found.len());
        let mut walked = 0;
        for place in found {
            let (start, end) = (before(text, place.start, self.before), after(text, place.end, self.after));
            // Where hardly a sign is alike a stretch is long, and may be gone through for each place in it.
            walked += end - start;
            if walked > text.len() * 2 {
                return Candidates::TooMany;
            }
            match stretches.last_mut() {
                Some(last) if start <= last.end => {
                    last.start = last.start.min(start);
                    last.end = last.end.max(end);
                }
                _ => stretches.push(start..end),
            }
        }
        Candidates::Stretches(stretches)
    }

    /// Every place apart from those in odd words, overlapping ones included; none where there are more than that.
    fn as_written(&self, text: &str, most: usize) -> Option<Vec<Range<usize>>> {
        let small = if self.written.is_none() { text.to_ascii_lowercase() } else { String::new() };
        let bytes = self.folded.needle().len();
        let next = |from: usize| match &self.written {
            Some(written) => written.find_at(text, from).map(|found| found.range()),
            None => {
                let ahead = self.folded.find(small.as_bytes().get(from..)?)?;
                Some(from + ahead..from + ahead + bytes)
            }
        };
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(place) = next(from) {
            if found.len() == most {
                return None;
            }
            from = text.ceil_char_boundary(place.start + 1);
            found.push(place);
        }
        Some(found)
    }
}

/// An expression for a folded text as it may be written.
fn expression(folded: &str) -> String {
    let mut written = String::new();
    let mut signs = folded.chars().peekable();
    while let Some(sign) = signs.next() {
        let alone = one_of((sign, None));
        match signs.next_if(|next| is_combining_mark(*next) && !is_combining_mark(sign)) {
            None => written.push_str(&alone),
            Some(mark) => {
                written.push_str(&format!("(?:{alone}{}", one_of((mark, None))));
                let joined = one_of((sign, Some(mark)));
                if !joined.is_empty() {
                    written.push_str(&format!("|{joined}"));
                }
                written.push(')');
            }
        }
    }
    written
}

/// An expression for the signs that a unit may stand for.
fn one_of(unit: Unit) -> String {
    let (sign, mark) = unit;
    let itself = mark.is_none().then_some(sign);
    let all: Vec<String> =
        itself.into_iter().chain(variants(unit)).map(|c| regex::escape(c.encode_utf8(&mut [0; 4]))).collect();
    if all.len() > 1 { format!("[{}]", all.concat()) } else { all.concat() }
}

/// The start of the stretch in which `signs` of the folded text stand before `from`. It begins with one sign more that is
/// alike wherever it stands, so that nothing before it has a part in how the stretch is folded.
fn before(text: &str, from: usize, signs: usize) -> usize {
    let part = text.get(..from).unwrap_or_default();
    let mut alike = part.char_indices().rev().filter(|(_, c)| kind(*c) == Kind::Alike);
    alike.nth(signs).map_or(0, |(at, _)| at)
}

/// The end of the stretch in which `signs` of the folded text stand after `from`, with one more as at the start.
fn after(text: &str, from: usize, signs: usize) -> usize {
    let part = text.get(from..).unwrap_or_default();
    let mut alike = part.char_indices().filter(|(_, c)| kind(*c) == Kind::Alike);
    alike.nth(signs).map_or(text.len(), |(at, c)| from + at + c.len_utf8())
}
