//! The marks of a picture as SVG: words stay words, which any program can search and edit. How wide words become is
//! estimated, since the picture may be shown with another face than ours.

use unicode_segmentation::UnicodeSegmentation as _;

use super::super::xml::text;

/// Colours of the light theme, for paper.
pub(super) const INK: &str = "#1E1D1A";
pub(super) const SECONDARY: &str = "#6B675F";
pub(super) const ACCENT: &str = "#2456A6";

/// Size of all words but titles, in points of the picture.
const SIZE: usize = 13;
const TITLE_SIZE: usize = 20;

/// What is drawn so far, from the top down.
pub(super) struct Canvas {
    marks: String,
    /// Where the next mark goes.
    pub(super) bottom: usize,
    margin: usize,
}

impl Canvas {
    pub(super) fn new(margin: usize) -> Self {
        Self { marks: String::new(), bottom: margin, margin }
    }

    pub(super) fn down(&mut self, by: usize) {
        self.bottom += by;
    }

    /// Words that begin here, on this baseline.
    pub(super) fn words(&mut self, (x, y): (usize, usize), color: &str, words: &str) {
        self.marks.push_str(&format!("<text x=\"{x}\" y=\"{y}\" fill=\"{color}\">{}</text>\n", text(words)));
    }

    /// Words that end here.
    pub(super) fn words_before(&mut self, (x, y): (usize, usize), color: &str, words: &str) {
        let words = text(words);
        let mark = format!("<text x=\"{x}\" y=\"{y}\" fill=\"{color}\" text-anchor=\"end\">{words}</text>\n");
        self.marks.push_str(&mark);
    }

    /// Words around a middle.
    pub(super) fn words_around(&mut self, (x, y): (usize, usize), words: &str) {
        let words = text(words);
        self.marks.push_str(&format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{words}</text>\n"));
    }

    /// Words that climb to the right.
    pub(super) fn words_climbing(&mut self, (x, y): (usize, usize), words: &str) {
        let words = text(words);
        let turn = format!("rotate(-45 {x} {y})");
        self.marks.push_str(&format!("<text x=\"{x}\" y=\"{y}\" transform=\"{turn}\">{words}</text>\n"));
    }

    /// A heading of the whole.
    pub(super) fn title(&mut self, (x, y): (usize, usize), width: usize, words: &str) {
        let words = text(&fitting(words, width * SIZE / TITLE_SIZE));
        let face = format!("font-size=\"{TITLE_SIZE}\" font-weight=\"600\"");
        self.marks.push_str(&format!("<text x=\"{x}\" y=\"{y}\" {face}>{words}</text>\n"));
    }

    /// A heading of a part.
    pub(super) fn heading(&mut self, (x, y): (usize, usize), words: &str) {
        let words = text(words);
        self.marks.push_str(&format!("<text x=\"{x}\" y=\"{y}\" font-weight=\"600\">{words}</text>\n"));
    }

    /// A rectangle; `strength` is of a hundred.
    pub(super) fn block(
        &mut self,
        (x, y): (usize, usize),
        (width, height): (usize, usize),
        color: &str,
        strength: usize,
    ) {
        let opacity = if strength < 100 { format!(" fill-opacity=\"0.{strength:02}\"") } else { String::new() };
        let mark = format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2\" fill=\"{color}\"{opacity}/>\n"
        );
        self.marks.push_str(&mark);
    }

    /// Marks that belong together under a name, which is shown where the pointer rests.
    pub(super) fn together(&mut self, class: &str, name: &str, draw: impl FnOnce(&mut Self)) {
        self.marks.push_str(&format!("<g class=\"{class}\"><title>{}</title>\n", text(name)));
        draw(self);
        self.marks.push_str("</g>\n");
    }

    /// The picture.
    pub(super) fn finish(self, title: &str, width: usize) -> String {
        let height = self.bottom + self.margin;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} \
             {height}\" role=\"img\" font-family=\"Inter, system-ui, sans-serif\" font-size=\"{SIZE}\" fill=\"{INK}\">\n\
             <title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#FFFFFF\"/>\n{}</svg>\n",
            text(title),
            self.marks
        )
    }
}

/// As much of `words` as fits into a width, with an ellipsis where that is not all.
pub(super) fn fitting(words: &str, width: usize) -> String {
    if width_of(words) <= width {
        return words.to_owned();
    }
    let mut fits = String::new();
    let mut taken = width_of("…");
    for sign in words.graphemes(true) {
        taken += width_of(sign);
        if taken > width {
            break;
        }
        fits.push_str(sign);
    }
    format!("{}…", fits.trim_end())
}

/// `words` in lines of a width, broken between words where that can be; no more than `most`.
pub(super) fn lines(words: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = words.split_whitespace().collect::<Vec<_>>().join(" ");
    while !rest.is_empty() && lines.len() < most {
        let last = lines.len() + 1 == most;
        if last || width_of(&rest) <= width {
            lines.push(fitting(&rest, width));
            break;
        }
        let fits = fitting(&rest, width);
        let fits = fits.trim_end_matches('…');
        let end = fits.rfind(' ').filter(|at| *at > 0).unwrap_or(fits.len()).max(1);
        let (line, after) = rest.split_at_checked(end).unwrap_or((&rest, ""));
        let (line, after) = (line.to_owned(), after.trim_start().to_owned());
        lines.push(line);
        rest = after;
    }
    lines
}

/// About how wide words are, rather too much than too little, in hundredths of their size made into points.
fn width_of(words: &str) -> usize {
    let hundredths: usize = words.chars().map(hundredths).sum();
    (hundredths * SIZE).div_ceil(100)
}

fn hundredths(sign: char) -> usize {
    match sign {
        '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' => 0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '’' | '‘' => 30,
        'f' | 'r' | 't' | '(' | ')' | '-' | '"' | '“' | '”' | '/' => 42,
        'm' | 'w' | 'M' | 'W' | '…' | '—' | '%' | '@' => 95,
        'a'..='z' | '0'..='9' => 58,
        // Scripts of wide signs, and pictures.
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' => 105,
        '\u{10000}'.. => 125,
        _ => 70,
    }
}
