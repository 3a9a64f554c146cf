//! A text made comparable: what a reader takes for the same sign becomes the same sign, with the way back to its bytes.
//! Used by `loose` (quotes from elsewhere) and `search` (what an analyst types).

use unicode_normalization::UnicodeNormalization as _;

use super::finding::occurrences;

/// What is taken for the same beyond white space, quotation marks, dashes and dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Folding {
    /// “Kyiv” equals “KYIV”, and “ß” equals “ss”.
    pub case: bool,
    /// “Zelenský” equals “Zelensky”. Cyrillic letters of their own (й, ї) stay what they are.
    pub diacritics: bool,
}

/// A folded text. Made once, it is searched as often as wanted; every find is linear.
///
/// Runs of white space are one space, and none stands at the ends or beside a dash; quotation marks are straight; runs of
/// dashes are one hyphen; “…” is three dots; soft hyphens, zero-width spaces and marks of direction are gone.
#[derive(Debug, Clone)]
pub struct Folded {
    folding: Folding,
    text: String,
    steps: Vec<Step>,
}

/// From `folded` on, offsets of the folded text stand for those of the original from `original` on, byte by byte, until
/// the next step. Where `irregular_bytes` is not 0 they stand for that many original bytes as a whole instead.
#[derive(Debug, Clone, Copy)]
struct Step {
    folded: u32,
    original: u32,
    irregular_bytes: u32,
}

impl Folded {
    /// Folds `text`; linear, about 10 ms a MB at the worst. A text of more than 4 GB is folded to nothing.
    #[must_use]
    pub fn new(text: &str, folding: Folding) -> Self {
        let mut folder = Folder { folding, folded: String::new(), steps: Vec::new() };
        if u32::try_from(text.len().saturating_mul(4)).is_ok() {
            folder.folded.reserve(text.len());
            folder.fold(text);
        }
        Self { folding, text: folder.folded, steps: folder.steps }
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Every place of `words` in the original text, in order, overlapping ones included, as ranges of its bytes.
    /// A place begins and ends between whole characters of the original. Linear in text and words.
    #[must_use]
    pub fn places(&self, words: &str) -> Vec<std::ops::Range<usize>> {
        self.places_of_folded(&Self::new(words, self.folding).text)
    }

    /// Every place of words that are folded alike.
    pub(super) fn places_of_folded(&self, wanted: &str) -> Vec<std::ops::Range<usize>> {
        occurrences(self.text.as_bytes(), wanted.as_bytes())
            .into_iter()
            .filter_map(|at| Some(self.original_start(at)?..self.original_end(at + wanted.len())?))
            .collect()
    }

    /// The original bytes for a range of the folded text; `None` where it begins or ends within one original character.
    #[must_use]
    pub fn original(&self, folded: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        Some(self.original_start(folded.start)?..self.original_end(folded.end)?)
    }

    fn step_at(&self, folded: usize) -> Option<Step> {
        let after = self.steps.partition_point(|step| step.folded as usize <= folded);
        self.steps.get(after.checked_sub(1)?).copied()
    }

    fn original_start(&self, folded: usize) -> Option<usize> {
        let step = self.step_at(folded)?;
        let within = folded - step.folded as usize;
        (step.irregular_bytes == 0 || within == 0).then_some(step.original as usize + within)
    }

    fn original_end(&self, folded: usize) -> Option<usize> {
        let step = self.step_at(folded.checked_sub(1)?)?;
        if step.irregular_bytes == 0 {
            return Some(step.original as usize + folded - step.folded as usize);
        }
        let next = self.steps.partition_point(|other| other.folded <= step.folded);
        let ends = self.steps.get(next).map_or(self.text.len(), |next| next.folded as usize);
        (ends == folded).then_some((step.original + step.irregular_bytes) as usize)
    }
}

/// What a character is to the folder.
enum Sign {
    Space,
    Dash,
    Ignored,
    /// Another character, in the form it gets.
    Letter(Form),
}

enum Form {
    /// Itself; ASCII in lower case where case does not count.
    Same,
    One(char),
    Dots,
    /// Taken apart into letter and marks, in lower case where case does not count.
    Several,
}

struct Folder {
    folding: Folding,
    folded: String,
    steps: Vec<Step>,
}

impl Folder {
    fn fold(&mut self, text: &str) {
        // White space seen since the last sign, and whether that sign was a dash: then the space is not written.
        let mut space: Option<(usize, usize)> = None;
        let mut dash: Option<(usize, usize)> = None;
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let end = at + c.len_utf8();
            match sign(c, self.folding) {
                Sign::Ignored => {}
                Sign::Space => space = Some((space.map_or(at, |(from, _)| from), end)),
                Sign::Dash => {
                    dash = Some((dash.map_or(at, |(from, _)| from), end));
                    space = None;
                }
                Sign::Letter(form) => {
                    if let Some((from, to)) = dash.take() {
                        self.push_char('-', from, to);
                        space = None;
                    } else if let Some((from, to)) = space.take()
                        && !self.folded.is_empty()
                    {
                        self.push_char(' ', from, to);
                    }
                    match form {
                        Form::Same => {
                            let from = self.folded.len();
                            let run = end + plain_run(text.as_bytes().get(end..).unwrap_or_default());
                            self.push(text.get(at..run).unwrap_or_default(), at, run);
                            if self.folding.case
                                && let Some(new) = self.folded.get_mut(from..)
                            {
                                new.make_ascii_lowercase();
                            }
                            at = run;
                            continue;
                        }
                        Form::One(folded) => self.push_char(folded, at, end),
                        Form::Dots => self.push("...", at, end),
                        Form::Several => self.push_folded(c, at, end),
                    }
                }
            }
            at = end;
        }
        if let Some((from, to)) = dash {
            self.push_char('-', from, to);
        }
    }

    fn push_char(&mut self, folded: char, from: usize, to: usize) {
        self.push(folded.encode_utf8(&mut [0; 4]), from, to);
    }

    fn push(&mut self, folded: &str, from: usize, to: usize) {
        let as_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let at = self.folded.len();
        let irregular = folded.len() != to - from;
        let goes_on = self.steps.last().is_some_and(|last| {
            last.irregular_bytes == 0 && at - last.folded as usize + last.original as usize == from
        });
        if irregular || !goes_on {
            let irregular_bytes = if irregular { as_u32(to - from) } else { 0 };
            self.steps.push(Step { folded: as_u32(at), original: as_u32(from), irregular_bytes });
        }
        self.folded.push_str(folded);
    }

    fn push_folded(&mut self, c: char, from: usize, to: usize) {
        let folding = self.folding;
        let mut parts = String::new();
        // A mark that is a character of its own belongs to the letter before it.
        let mut base = if is_mark(c) { self.folded.chars().next_back() } else { None };
        for part in std::iter::once(c).nfd() {
            if folding.diacritics && is_mark(part) && !base.is_some_and(|base| is_own_letter(base, part)) {
                continue;
            }
            base = base.or(Some(part).filter(|part| !is_mark(*part)));
            let plain = if folding.diacritics { without_stroke(part) } else { None };
            match plain {
                Some(letters) if folding.case => parts.push_str(&letters.to_lowercase()),
                Some(letters) => parts.push_str(letters),
                None if !folding.case => parts.push(part),
                None if matches!(part, 'ß' | 'ẞ') => parts.push_str("ss"),
                None if part == 'ς' => parts.push('σ'),
                None => parts.extend(part.to_lowercase()),
            }
        }
        if !parts.is_empty() {
            self.push(&parts, from, to);
        }
    }
}

/// How many bytes at the start stand for themselves but for the case of ASCII, single spaces between included.
fn plain_run(bytes: &[u8]) -> usize {
    let mut end = 0;
    loop {
        end += match bytes.get(end..) {
            Some([first, ..]) if is_plain(*first) => 1,
            Some([b' ', next, ..]) if is_plain(*next) => 2,
            Some([b' ', lead, next, ..]) if is_plain_cyrillic(*lead, *next) => 3,
            Some([lead, next, ..]) if is_plain_cyrillic(*lead, *next) => 2,
            _ => return end,
        };
    }
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b'&' | b'('..=b',' | b'.'..=b'_' | b'a'..=b'~')
}

/// The small letters а to я without й, and є and і, which have neither another case nor marks to lose.
fn is_plain_cyrillic(lead: u8, next: u8) -> bool {
    matches!((lead, next), (0xD0, 0xB0..=0xB8 | 0xBA..=0xBF) | (0xD1, 0x80..=0x8F | 0x94 | 0x96))
}

fn sign(c: char, folding: Folding) -> Sign {
    Sign::Letter(match c {
        '-' => return Sign::Dash,
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => {
            return Sign::Dash;
        }
        '`' | '‘' | '’' | '‚' | '‛' | '′' | '´' | 'ʼ' | 'ʹ' | '‹' | '›' | '＇' => Form::One('\''),
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '＂' | '〝' | '〞' => Form::One('"'),
        '…' => Form::Dots,
        _ if is_passed_over(c) => return Sign::Ignored,
        _ if c.is_whitespace() => return Sign::Space,
        _ if c.is_ascii() => Form::Same,
        'а'..='и' | 'к'..='я' | 'є' | 'і' => Form::Same,
        // Where case and accents count a letter is still the same in one sign and taken apart.
        _ if folding == Folding::default() && std::iter::once(c).nfd().eq([c]) => Form::Same,
        _ => Form::Several,
    })
}

/// Whether a mark makes a letter another one, as in “й”, rather than the same with an accent.
pub(super) fn is_own_letter(base: char, mark: char) -> bool {
    is_cyrillic(base) && matches!(mark, '\u{306}' | '\u{308}') && !matches!(base, 'е' | 'Е')
}

/// Soft hyphens, zero-width spaces, marks of direction: nobody sees or types them.
pub(super) fn is_passed_over(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Marks above and below letters that a reader may leave out: Latin, Greek and Cyrillic, Hebrew points, Arabic vowels.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{5B0}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'..='\u{5C2}' | '\u{64B}'..='\u{652}' | '\u{670}')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52F}')
}

/// Letters that Unicode does not take apart, as people without them type them.
fn without_stroke(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'Ł' => "L",
        'ø' => "o",
        'Ø' => "O",
        'đ' => "d",
        'Đ' => "D",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        // Joined letters, as texts taken from PDF files have them.
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}
