//! Reads a query. Every mistake says where it is and what was expected there.

use std::ops::Range;

use super::field::{FIELDS, Field, Kind, Mark, Part};
use super::names::nearest;
use super::needle::folded;
use super::print::is_joint;
use super::{At, Days, Mistake, Query, Term, Value};

/// Longest query, in bytes.
pub const QUERY_MAX_BYTES: usize = 10_000;

/// Brackets and negations within each other at most.
const DEPTH_MAX: usize = 64;

/// Reads a query; nothing typed asks for everything.
///
/// # Grammar
///
/// ```text
/// query  = any
/// any    = all { "or" all }
/// all    = one { [ "and" ] one }
/// one    = ( "not" | "-" ) one | "(" any ")" | term
/// term   = field ":" value { "," value } | mark | word | phrase
/// value  = [ "=" ] ( phrase | characters without white space, comma, bracket and quotation mark )
/// mark   = "starred" | "unsure" | "checked"
/// phrase = '"' characters '"'                  \" and \\ stand for themselves; curly quotation marks do as well
/// ```
///
/// Words and phrases are looked for in quote, memo, condition and speaker, as parts of words too. Case and diacritics do
/// not matter, nor which quotation marks and dashes are used. Several values of a field are joined by “or”.
///
/// Names of tags, actors, addressees and issues stand for everything below them; aliases count, and an alias that
/// several have stands for all of them. Dates are `2025`, `2025-12` or `2025-12-14`, ranges `2025-11..2025-12-14`,
/// `2025-12..`, `..2025-12`, `>=2025-12`, `>2025-12`, `<=2025-12`, `<2025-12`; a date known by its month or year alone
/// fits wherever it may lie. The moment of tagging is taken in UTC, as exports give it. Grades are `reliability:A..C`
/// and `credibility:1..3`: those of the excerpt, and where it has none, those of its article. A and 1 are the best, and
/// what is greater is better: `>=C` is A to C, `>C` A and B, `<=3` is 3 to 6, `<3` 4 to 6. The fields are
/// [`FIELDS`](super::FIELDS).
///
/// `=` asks for just that: in a field of words for texts that are these words to the letter (`outlet:="Reuters"` does not
/// find “Reuters UK”), in one of dates for those that surely lie there (`published:=2025-12-01..2025-12-07` does not find
/// “2025-12”).
///
/// What other languages write as `|`, `||`, `&`, `&&` and `!`, or with commas between marks, is a mistake that says what
/// is written here; in quotation marks these are signs like any other.
///
/// # Errors
/// The first mistake.
pub fn parse(text: &str) -> Result<Query, Mistake> {
    if text.len() > QUERY_MAX_BYTES {
        let says = format!("A filter has at most {QUERY_MAX_BYTES} bytes, this one has {}", text.len());
        return Err(Mistake::new(0..text.len(), says));
    }
    let mut parser = Parser { text, at: 0, depth: 0 };
    parser.pass_space();
    if parser.peek().is_none() {
        return Ok(Query::everything());
    }
    let query = parser.any()?;
    match parser.peek() {
        None => Ok(query),
        Some(_) => Err(Mistake::new(parser.at..parser.at + 1, "This bracket closes none")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn pass_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// The word that begins here, up to white space, a bracket or a quotation mark.
    fn word(&self) -> &'a str {
        let rest = self.rest();
        rest.get(..rest.find(ends_word).unwrap_or(rest.len())).unwrap_or_default()
    }

    fn any(&mut self) -> Result<Query, Mistake> {
        let mut items = vec![self.all()?];
        while self.word().eq_ignore_ascii_case("or") {
            self.at += 2;
            items.push(self.all()?);
        }
        Ok(Query::or(items))
    }

    fn all(&mut self) -> Result<Query, Mistake> {
        let mut items = Vec::new();
        let mut joined = false;
        loop {
            self.pass_space();
            let word = self.word();
            if matches!(self.peek(), None | Some(')')) || word.eq_ignore_ascii_case("or") {
                break;
            }
            if word.eq_ignore_ascii_case("and") && !items.is_empty() && !joined {
                self.at += 3;
                joined = true;
                continue;
            }
            items.push(self.one()?);
            joined = false;
        }
        if items.is_empty() || joined {
            return Err(self.missing("Expected a word, a field such as tag: or a bracket here"));
        }
        Ok(Query::and(items))
    }

    /// A mistake about what is missing here; it marks what stands in its place, or the end of what was typed.
    fn missing(&self, says: &str) -> Mistake {
        let length = self.word().len().max(self.peek().map_or(0, char::len_utf8));
        if length > 0 {
            return Mistake::new(self.at..self.at + length, says);
        }
        let end = self.text.trim_end().len();
        let before = self.text.get(..end).unwrap_or_default();
        // The whole of a word that joins; of anything else the last sign.
        let last_word = before.split(|c: char| c.is_whitespace() || c == '(').next_back().unwrap_or_default();
        let last_sign = before.chars().next_back().map_or(0, char::len_utf8);
        let length = if is_joint(last_word) { last_word.len() } else { last_sign };
        Mistake::new(end - length..end, says)
    }

    fn one(&mut self) -> Result<Query, Mistake> {
        self.pass_space();
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            let says = format!("Brackets and “not” stand within each other at most {DEPTH_MAX} times");
            return Err(self.missing(&says));
        }
        let word = self.word();
        let query = if self.peek() == Some('-') {
            let from = self.at;
            self.at += 1;
            if self.peek().is_none_or(|next| next.is_whitespace() || next == ')') {
                return Err(Mistake::new(from..from + 1, "“-” leaves out what follows it, without a space between"));
            }
            Query::Not(Box::new(self.one()?))
        } else if word.eq_ignore_ascii_case("not") {
            let from = self.at;
            self.at += 3;
            self.pass_space();
            if matches!(self.peek(), None | Some(')')) {
                return Err(Mistake::new(from..from + 3, "Expected what is to be left out after “not”"));
            }
            Query::Not(Box::new(self.one()?))
        } else if self.peek() == Some('(') {
            let from = self.at;
            self.at += 1;
            let query = self.any()?;
            if self.peek() != Some(')') {
                return Err(Mistake::new(from..from + 1, "This bracket is not closed"));
            }
            self.at += 1;
            query
        } else {
            self.term()?
        };
        self.depth -= 1;
        Ok(query)
    }

    fn term(&mut self) -> Result<Query, Mistake> {
        let from = self.at;
        if let Some(words) = self.phrase()? {
            return Ok(Query::Term(Term::Words(words), At(from..self.at)));
        }
        let word = self.word();
        if is_joint(word) {
            let says = format!("Expected something before “{word}”; in quotation marks it is a word like any other");
            return Err(self.missing(&says));
        }
        if let Some((name, _)) = word.split_once(':')
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        {
            return self.field(name);
        }
        if let Some(mistake) = foreign(word, from) {
            return Err(mistake);
        }
        self.at += word.len();
        let term = match Mark::named(word) {
            Some(mark) => Term::Mark(mark),
            None => Term::Words(visible(word, from..self.at)?),
        };
        Ok(Query::Term(term, At(from..self.at)))
    }

    /// Words between quotation marks, where such stand here.
    fn phrase(&mut self) -> Result<Option<String>, Mistake> {
        let Some(opening) = self.peek().filter(|c| is_quotation_mark(*c)) else { return Ok(None) };
        let from = self.at;
        let closes = |c: char| if opening == '"' { c == '"' } else { c != '"' && is_quotation_mark(c) };
        let mut words = String::new();
        let mut signs = self.rest().char_indices().skip(1);
        while let Some((at, sign)) = signs.next() {
            match sign {
                '\\' => match signs.next() {
                    Some((_, escaped @ ('"' | '\\'))) => words.push(escaped),
                    Some((_, other)) => words.extend(['\\', other]),
                    None => {}
                },
                sign if closes(sign) => {
                    self.at += at + sign.len_utf8();
                    return visible(&words, from..self.at).map(Some);
                }
                sign => words.push(sign),
            }
        }
        Err(Mistake::new(from..self.text.len(), "This quotation mark is not closed"))
    }

    fn field(&mut self, name: &str) -> Result<Query, Mistake> {
        let from = self.at;
        let Some(field) = Field::named(name) else {
            let like = nearest(name, FIELDS.iter().map(|entry| entry.name));
            let like = like.map(|name| format!("; did you mean “{name}:”?")).unwrap_or_else(|| ".".to_owned());
            let says = format!("There is no field “{name}”{like} In quotation marks it is words");
            return Err(Mistake::new(from..from + name.len() + 1, says));
        };
        self.at += name.len() + 1;
        let mut values = Vec::new();
        loop {
            self.pass_space();
            let begin = self.at;
            let exact = field.entry().kind == Kind::Words && self.peek() == Some('=');
            self.at += usize::from(exact);
            if field.entry().kind == Kind::Name && self.peek() == Some('=') {
                let says = "A name is written without “=”; that of a code stands for what is below it as well";
                return Err(Mistake::new(begin..begin + 1, says));
            }
            let value = match self.phrase()? {
                Some(words) => words,
                None => {
                    let word = self.word();
                    let word = word.get(..word.find(',').unwrap_or(word.len())).unwrap_or_default();
                    if let Some(mistake) = foreign(word, self.at) {
                        return Err(mistake);
                    }
                    self.at += word.len();
                    word.to_owned()
                }
            };
            if value.is_empty() {
                let entry = field.entry();
                let says =
                    format!("Expected {} after “{}:”, such as {}", kind_named(entry.kind), entry.name, entry.example);
                return Err(Mistake::new(from..begin, says));
            }
            let place = begin..self.at;
            let value = match typed(field, &value, place.clone())? {
                Value::Text(words) if exact => Value::Exact(words),
                value => value,
            };
            values.push((value, At(place)));
            if self.peek() != Some(',') {
                break;
            }
            self.at += 1;
        }
        Ok(Query::Term(Term::Field(field, values), At(from..self.at)))
    }
}

fn kind_named(kind: Kind) -> &'static str {
    match kind {
        Kind::Name => "a name",
        Kind::Words => "words",
        Kind::Choice | Kind::Part => "one of its words",
        Kind::Days => "a date or a range of dates",
        Kind::Letter => "a letter from A to F",
        Kind::Digit => "a number from 1 to 6",
    }
}

/// A value as its field has it.
fn typed(field: Field, value: &str, place: Range<usize>) -> Result<Value, Mistake> {
    let wrong = |says: String| Mistake::new(place.clone(), says);
    match field.entry().kind {
        Kind::Name | Kind::Words | Kind::Choice => Ok(Value::Text(visible(value, place)?)),
        Kind::Days => Days::read(value).map(Value::Days).map_err(|says| wrong(upper(&says))),
        Kind::Letter => {
            let letter = |text: &str| match text.as_bytes() {
                [letter] => Some(letter.to_ascii_uppercase()),
                _ => None,
            };
            let (from, to) = grades(value, letter, (b'A', b'F')).ok_or_else(|| {
                wrong("Expected a letter from A to F, a range such as A..C, or >=C for C and better".into())
            })?;
            Ok(Value::Letters(char::from(from), char::from(to)))
        }
        Kind::Digit => {
            let (from, to) = grades(value, |text| text.parse().ok(), (1, 6)).ok_or_else(|| {
                wrong("Expected a number from 1 to 6, a range such as 1..3, or >=3 for 3 and better".into())
            })?;
            Ok(Value::Digits(from, to))
        }
        Kind::Part => Part::named(value).map(Value::Part).ok_or_else(|| {
            let words: Vec<&str> = Part::ALL.iter().map(|part| part.word()).collect();
            wrong(format!("Expected one of: {}", words.join(", ")))
        }),
    }
}

/// One grade, or a range of them; what is greater is better, and the first is the best.
fn grades(text: &str, one: impl Fn(&str) -> Option<u8>, (best, worst): (u8, u8)) -> Option<(u8, u8)> {
    let one = |text: &str| one(text).filter(|grade| (best..=worst).contains(grade));
    let open = |text: &str, end: u8| if text.is_empty() { Some(end) } else { one(text) };
    let (from, to) = if let Some(rest) = text.strip_prefix(">=") {
        (best, one(rest)?)
    } else if let Some(rest) = text.strip_prefix("<=") {
        (one(rest)?, worst)
    } else if let Some(rest) = text.strip_prefix('>') {
        (best, one(rest)? - 1)
    } else if let Some(rest) = text.strip_prefix('<') {
        (one(rest)? + 1, worst)
    } else {
        match text.split_once("..") {
            Some(("", "")) => return None,
            Some((from, to)) => (open(from, best)?, open(to, worst)?),
            None => (one(text)?, one(text)?),
        }
    };
    (from <= to).then_some((from, to))
}

/// What other languages write, where it would quietly be looked for as words: `|`, `&&`, `!word`, `starred,checked`.
fn foreign(word: &str, from: usize) -> Option<Mistake> {
    let like_any_other = "in quotation marks it is a word like any other";
    let sign = |sign: &str| word.find(sign).map(|at| at..at + sign.len());
    let joined = sign("||").or_else(|| sign("|")).map(|at| (at, "or")).or_else(|| {
        let both = if word == "&" { sign("&") } else { sign("&&") };
        both.map(|at| (at, "and"))
    });
    if let Some((at, joint)) = joined {
        let sign = word.get(at.clone()).unwrap_or_default();
        let says = format!("Write “{joint}” in place of “{sign}”; {like_any_other}");
        return Some(Mistake::new(from + at.start..from + at.end, says));
    }
    if word.starts_with('!') {
        let says = format!("Write “-” or “not” before what is to be left out, in place of “!”; {like_any_other}");
        return Some(Mistake::new(from..from + 1, says));
    }
    (word.contains(',') && word.split(',').any(|part| Mark::named(part).is_some())).then(|| {
        let says = "A comma stands between values of a field only: write “or” between marks, or a space where all must be there";
        Mistake::new(from..from + word.len(), says)
    })
}

/// Words of which something is left to look for.
fn visible(words: &str, place: Range<usize>) -> Result<String, Mistake> {
    if folded(words).is_empty() {
        return Err(Mistake::new(place, "There is nothing to look for in this"));
    }
    Ok(words.to_owned())
}

fn upper(sentence: &str) -> String {
    let mut signs = sentence.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_quotation_mark(c)
}

pub(super) fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}
