//! Words that are looked for in a million short texts: prepared once, and on a page that many quotes share, looked for
//! once for all of them. What counts as the same word is decided in `text::folding`, and decided by it alone wherever a
//! text holds signs that it treats in any special way.

use memchr::memmem::{Finder, find};

use super::Value;
use crate::model::Anchor;
use crate::text::folding::{Folded, Folding};

const FOLDING: Folding = Folding { case: true, diacritics: true };

/// A text as it is compared.
pub(super) fn folded(text: &str) -> String {
    Folded::new(text, FOLDING).as_str().to_owned()
}

/// Words to look for.
pub(super) struct Needle {
    folded: String,
    /// The longest run of plain letters in it.
    probe: Option<Finder<'static>>,
    /// The probe is all of it.
    whole: bool,
    /// What a text must be, to the letter, where it is not enough that it holds the words.
    exact: Option<String>,
    page: SearchedPage,
    small: Vec<u8>,
}

/// The page searched last: the next quotes most often stand on it too.
#[derive(Default)]
struct SearchedPage {
    address: usize,
    script: Script,
    /// Where the probe stands.
    places: Vec<u32>,
}

/// How far a text can be searched without folding it.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Script {
    /// Nothing but ASCII and the punctuation of newspapers: no letter of any other script.
    Latin,
    /// Besides that, Cyrillic.
    Cyrillic,
    /// Signs that become, join or part letters.
    #[default]
    No,
}

impl Needle {
    /// What a value of a field of words asks for.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Text(words) => Some(Self::new(words)),
            Value::Exact(words) => Some(Self { exact: Some(words.trim().to_owned()), ..Self::new(words) }),
            _ => None,
        }
    }

    pub(super) fn new(words: &str) -> Self {
        let folded = folded(words);
        let runs = folded.split(|c: char| !c.is_ascii_alphanumeric());
        let probe = runs.max_by_key(|run| run.len()).filter(|run| !run.is_empty()).map(str::to_owned);
        let whole = probe.as_ref().is_some_and(|probe| *probe == folded);
        let probe = probe.map(|probe| Finder::new(probe.as_bytes()).into_owned());
        Self { folded, probe, whole, exact: None, page: SearchedPage::default(), small: Vec::new() }
    }

    /// Whether a text holds the words, or is what is asked for.
    pub(super) fn is_in(&mut self, text: &str) -> bool {
        if text.is_empty() {
            return false;
        }
        if let Some(exact) = &self.exact {
            return text.trim() == exact;
        }
        match (&self.probe, script(text)) {
            (_, Script::No) | (None, Script::Cyrillic) => self.is_in_folded(text),
            (None, Script::Latin) => self.folded.is_ascii() && self.is_in_folded(text),
            (Some(probe), _) => {
                lower(text, &mut self.small);
                probe.find(&self.small).is_some() && (self.whole || self.is_in_folded(text))
            }
        }
    }

    /// Whether the quote of an anchor holds the words. Anchors that share a page come best one after the other.
    pub(super) fn is_in_quote(&mut self, anchor: &Anchor) -> bool {
        if self.exact.is_some() {
            return self.is_in(anchor.quote());
        }
        let (page, quote) = anchor.quote_on_page();
        let address = std::ptr::from_ref(page).addr();
        if self.page.address != address {
            self.page.address = address;
            self.search_page(page);
        }
        match (self.page.script, self.probe.is_some()) {
            (Script::No, _) | (Script::Cyrillic, false) => self.is_in(anchor.quote()),
            (Script::Latin, false) => self.folded.is_ascii() && self.is_in_folded(anchor.quote()),
            (_, true) => {
                let places = &self.page.places;
                let first = places.partition_point(|place| (*place as usize) < quote.start);
                let probe_bytes = self.probe.as_ref().map_or(0, |probe| probe.needle().len());
                let there = places.get(first).is_some_and(|place| *place as usize + probe_bytes <= quote.end);
                there && (self.whole || self.is_in_folded(anchor.quote()))
            }
        }
    }

    fn search_page(&mut self, page: &str) {
        self.page.script = script(page);
        self.page.places.clear();
        let Some(probe) = self.probe.as_ref().filter(|_| self.page.script != Script::No) else { return };
        lower(page, &mut self.small);
        let mut from = 0;
        while let Some(ahead) = self.small.get(from..).and_then(|rest| probe.find(rest)) {
            self.page.places.push(u32::try_from(from + ahead).unwrap_or(u32::MAX));
            from += ahead + 1;
        }
    }

    fn is_in_folded(&self, text: &str) -> bool {
        find(Folded::new(text, FOLDING).as_str().as_bytes(), self.folded.as_bytes()).is_some()
    }
}

fn lower(text: &str, into: &mut Vec<u8>) {
    into.clear();
    into.extend_from_slice(text.as_bytes());
    into.make_ascii_lowercase();
}

fn script(text: &str) -> Script {
    let bytes = text.as_bytes();
    let mut script = Script::Latin;
    let mut at = 0;
    loop {
        // Sixteen at once are looked at in one step by any machine.
        while bytes.get(at..at + 16).is_some_and(<[u8]>::is_ascii) {
            at += 16;
        }
        match bytes.get(at..) {
            Some([byte, ..]) if byte.is_ascii() => at += 1,
            // Dashes, quotation marks, dots, bullets; the euro.
            Some([0xE2, 0x80, 0x90..=0xA6, ..] | [0xE2, 0x82, 0xAC, ..]) => at += 3,
            // Cyrillic without letters that are marks.
            Some([0xD0, _, ..] | [0xD1, _, ..]) => (script, at) = (Script::Cyrillic, at + 2),
            Some([]) | None => return script,
            Some(_) => return Script::No,
        }
    }
}
