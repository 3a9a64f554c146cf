//! One pass over a page's tags: what it says about itself, and whether a tree of it can be built without undue time,
//! memory or stack. Nothing here nests, so nothing here can be made to overflow.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, HtmlString, Spanned, StartTag, Token, Tokenizer};

/// Most elements of a page that the article is looked for in; long newspaper pages have some 5,000.
pub(super) const MOST_ELEMENTS: usize = 60_000;
/// Deepest nesting; newspaper pages reach some 40.
const DEEPEST: usize = 200;
/// Most attributes of one element: a tree builder compares each with each.
const MOST_ATTRIBUTES: usize = 200;
/// Most steps that building the tree may take by the estimate below.
const MOST_EFFORT: usize = 4_000_000;
/// Most scripts, meta elements and headings that are kept, and the longest script.
const MOST_KEPT: usize = 400;
const LONGEST_SCRIPT: usize = 1024 * 1024;
const LONGEST_HEADING: usize = 2000;

/// Elements that never hold anything (HTML Standard, 13.1.2).
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements that a tree builder opens again in every later block until they are closed (HTML Standard, 13.2.4.3).
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements that end where the next of their kind begins.
const SELF_ENDING: &[&str] =
    &["p", "li", "dt", "dd", "td", "th", "tr", "option", "tbody", "thead", "tfoot", "optgroup"];

/// What a pass over a page's tags shows.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Names and contents of meta elements, in order, names in lower case.
    pub(super) metas: Vec<(String, String)>,
    /// The title element.
    pub(super) title: String,
    /// The page's first-level headings, each on one line.
    pub(super) headings: Vec<String>,
    /// The language that the page declares.
    pub(super) language: String,
    /// The canonical address.
    pub(super) canonical: String,
    /// The address that a browser noted when it saved the page.
    pub(super) saved_from: String,
    /// The first time element's moment, and whether it is marked as that of publication.
    pub(super) time: Option<(String, bool)>,
    /// Structured data, as JSON.
    pub(super) json_ld: Vec<String>,
    open: Vec<String>,
    elements: usize,
    effort: usize,
    open_formatting: usize,
    too_deep: bool,
    too_many_attributes: bool,
    inside: Inside,
}

/// The element whose text is being collected.
#[derive(Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Nothing,
    Title,
    Heading(String),
    JsonLd,
}

impl Survey {
    /// Looks through `page`; linear.
    pub(super) fn of(page: &str) -> Self {
        let mut survey = Self { effort: effort_of_entities(page), ..Self::default() };
        for token in tokens(page) {
            match token {
                Token::StartTag(tag) => survey.start(&tag),
                Token::EndTag(tag) => survey.end(&text(&tag.name)),
                Token::String(words) => survey.words(&text(&words)),
                Token::Comment(note) if survey.saved_from.is_empty() => survey.saved_from = saved_from(&text(&note)),
                _ => {}
            }
        }
        survey
    }

    /// Whether a tree of the page can be built and walked in reasonable time.
    pub(super) fn is_bearable(&self) -> bool {
        !self.too_deep && !self.too_many_attributes && self.elements <= MOST_ELEMENTS && self.effort <= MOST_EFFORT
    }

    /// The content of the first meta element that has one of these names, tried in their order.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let found = self.metas.iter().find(|(known, content)| known == name && !content.trim().is_empty());
            found.map(|(_, content)| content.trim())
        })
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = text(&tag.name);
        self.note(&name, &tag.attributes);
        self.elements += 1;
        self.too_many_attributes |= tag.attributes.len() > MOST_ATTRIBUTES;
        let is_formatting = FORMATTING.contains(&name.as_str());
        let opened_again = if is_formatting { 0 } else { self.open_formatting };
        let effort = 1 + tag.attributes.len() * tag.attributes.len() / 16 + opened_again + self.open.len() / 4;
        self.effort = self.effort.saturating_add(effort);
        if VOID.contains(&name.as_str()) || (tag.self_closing && !is_known(&name)) {
            return;
        }
        if SELF_ENDING.contains(&name.as_str()) && self.open.last() == Some(&name) {
            return;
        }
        self.open_formatting += usize::from(is_formatting);
        if self.open.len() >= DEEPEST {
            self.too_deep = true;
        } else {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        match std::mem::take(&mut self.inside) {
            Inside::Heading(words) if name == "h1" => {
                let words = super::title::one_line(&words);
                if !words.is_empty() && self.headings.len() < MOST_KEPT {
                    self.headings.push(words);
                }
            }
            Inside::Title if name == "title" => {}
            Inside::JsonLd if name == "script" => {}
            other => self.inside = other,
        }
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            let closed = self.open.split_off(at);
            let formatting = closed.iter().filter(|name| FORMATTING.contains(&name.as_str())).count();
            // Formatting that a block's end cuts off is opened again after it.
            if closed.len() == 1 || FORMATTING.contains(&name) {
                self.open_formatting = self.open_formatting.saturating_sub(formatting.min(1));
            }
        }
    }

    fn words(&mut self, words: &str) {
        match &mut self.inside {
            Inside::Title if self.title.is_empty() => self.title = super::title::one_line(words),
            Inside::Heading(heading) if heading.len() < LONGEST_HEADING => heading.push_str(words),
            Inside::JsonLd if words.len() <= LONGEST_SCRIPT && self.json_ld.len() < MOST_KEPT => {
                self.json_ld.push(words.to_owned());
            }
            _ => {}
        }
    }

    fn note(&mut self, name: &str, attributes: &BTreeMap<HtmlString, Spanned<HtmlString, ()>>) {
        let attribute = |name: &[u8]| attributes.get(name).map(|value| text(value)).unwrap_or_default();
        match name {
            "html" if self.language.is_empty() => {
                self.language = [attribute(b"lang"), attribute(b"xml:lang")]
                    .into_iter()
                    .find(|l| !l.is_empty())
                    .unwrap_or_default();
            }
            "title" if !self.open.iter().any(|open| open == "svg") => self.inside = Inside::Title,
            "h1" => self.inside = Inside::Heading(String::new()),
            "br" => self.words(" "),
            "script" if attribute(b"type").trim().eq_ignore_ascii_case("application/ld+json") => {
                self.inside = Inside::JsonLd;
            }
            "link" if self.canonical.is_empty() && attribute(b"rel").eq_ignore_ascii_case("canonical") => {
                self.canonical = attribute(b"href");
            }
            "time" => {
                let is_published = attribute(b"itemprop").eq_ignore_ascii_case("datePublished")
                    || attributes.contains_key(&b"pubdate"[..]);
                let moment = attribute(b"datetime");
                if !moment.is_empty() && self.time.as_ref().is_none_or(|(_, published)| is_published && !published) {
                    self.time = Some((moment, is_published));
                }
            }
            "meta" if self.metas.len() < MOST_KEPT => {
                for key in [&b"property"[..], b"name", b"itemprop", b"http-equiv"] {
                    let key = attribute(key).trim().to_lowercase();
                    if !key.is_empty() {
                        self.metas.push((key, attribute(b"content")));
                    }
                }
            }
            _ => {}
        }
    }
}

/// The page's tokens; scripts, styles and the like come as one string each.
pub(super) fn tokens(page: &str) -> impl Iterator<Item = Token<()>> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(page, emitter).filter_map(Result::ok)
}

/// A name or a text of a token; pages are decoded before, so that nothing is lost here.
pub(super) fn text(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A tree builder touches a text anew at every entity in it (measured: 200,000 entities in one text take half a second).
fn effort_of_entities(page: &str) -> usize {
    let entities = |words: &str| memchr::memchr_iter(b'&', words.as_bytes()).count();
    page.split('<').map(|words| entities(words).saturating_mul(words.len()) / 5_000).fold(0, usize::saturating_add)
}

/// Elements of HTML do not close themselves whatever their tag says; those of drawings and formulas do.
fn is_known(name: &str) -> bool {
    !matches!(name, "path" | "circle" | "rect" | "line" | "polyline" | "polygon" | "ellipse" | "use" | "stop" | "image")
}

/// The address in the note that browsers and page savers leave: “saved from url=(0024)https://…”, “url: https://…”.
fn saved_from(note: &str) -> String {
    let is_note = note.contains("saved from url=") || note.contains("Page saved with SingleFile");
    let address = note.find("http").filter(|_| is_note).and_then(|at| note.get(at..));
    address.and_then(|address| address.split_whitespace().next()).unwrap_or_default().to_owned()
}
