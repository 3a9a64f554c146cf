//! A pane on a desk of its own: an article with excerpts, and words that can be pointed at.

use egui::{Key, Modifiers, Pos2, Role, Vec2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapporteur::model::{ExcerptId, TextSpan, Underline};
use rapporteur::text::ArticleText;
use rapporteur::ui::reader::heights::narrow;
use rapporteur::ui::reader::{
    Found, Headings, PaintedExcerpt, PaintedExcerpts, ReaderEvent, ReaderHeader, ReaderInput, ReaderState,
    ReadingStyle, Unit, show,
};

/// What the pane is given, and what it answered.
pub(crate) struct Desk {
    pub(crate) state: ReaderState,
    pub(crate) text: ArticleText,
    pub(crate) painted: PaintedExcerpts,
    pub(crate) selection: Option<TextSpan>,
    pub(crate) selected: Vec<ExcerptId>,
    pub(crate) events: Vec<ReaderEvent>,
    pub(crate) style: ReadingStyle,
    pub(crate) found: Found,
    pub(crate) bookmarks: Vec<usize>,
    pub(crate) snap: Unit,
    pub(crate) missing: Vec<char>,
    pub(crate) rects: [Option<egui::Rect>; 2],
}

pub(crate) struct Pane(pub(crate) Harness<'static, Desk>);

/// Where in a word to point.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Start,
    Middle,
    End,
}

pub(crate) fn id(number: u8) -> ExcerptId {
    ExcerptId::from_bytes([number; 16])
}

/// The text of `marked` and its spans: ⟦a…⟧ marks one, they may nest.
fn parse(marked: &str) -> (String, Vec<TextSpan>) {
    let (mut text, mut open, mut spans) = (String::new(), Vec::new(), Vec::new());
    for c in marked.chars() {
        match c {
            '⟦' => open.push((spans.len(), text.len())),
            '⟧' => {
                let (_, start) = open.pop().expect("an open mark");
                spans.push((start, text.len()));
            }
            c => text.push(c),
        }
    }
    let mut spans: Vec<TextSpan> =
        spans.into_iter().map(|(a, b)| TextSpan::new(&text, a..b).expect("a span")).collect();
    spans.sort();
    (text, spans)
}

impl Pane {
    /// A pane of 700 by 500 points over `marked`; excerpts are numbered from 1 in reading order, outer ones first.
    pub(crate) fn open(marked: &str) -> Self {
        let (text, spans) = parse(marked);
        let excerpts = spans.into_iter().zip(1u8..).map(|(span, number)| PaintedExcerpt {
            id: id(number),
            span,
            color: [0xD5, 0x5E, 0],
            underline: Underline::Thick,
            label: format!("Red line {number}"),
            sign: "2".into(),
        });
        let painted = PaintedExcerpts::new(text.len(), excerpts.collect());
        let text = ArticleText::new(text);
        let desk = Desk {
            state: ReaderState::new(&text),
            text,
            painted,
            selection: None,
            selected: Vec::new(),
            events: Vec::new(),
            style: ReadingStyle::default(),
            found: Found::default(),
            bookmarks: Vec::new(),
            snap: Unit::Grapheme,
            missing: Vec::new(),
            rects: [None; 2],
        };
        let harness = Harness::builder()
            .with_size(Vec2::new(700.0, 500.0))
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(200)
            .allow_missing_glyphs()
            .with_context_setup(fonts)
            .build_ui_state(one_frame, desk);
        let mut pane = Self(harness);
        pane.0.run();
        pane
    }

    pub(crate) fn desk(&self) -> &Desk {
        self.0.state()
    }

    /// The selected words.
    pub(crate) fn selected_text(&self) -> &str {
        let desk = self.desk();
        desk.text.as_str().get(desk.state.selection().bytes()).expect("a selection")
    }

    /// The text before the caret.
    pub(crate) fn before_caret(&self) -> &str {
        let desk = self.desk();
        desk.text.as_str().get(..desk.state.selection().focus).expect("a caret")
    }

    pub(crate) fn is_seen(&self, word: &str) -> bool {
        self.find(word, Part::Middle).is_some()
    }

    /// The point on the screen where `word` is.
    pub(crate) fn at(&self, word: &str, part: Part) -> Pos2 {
        self.find(word, part).unwrap_or_else(|| panic!("“{word}” is not on the screen"))
    }

    fn find(&self, word: &str, part: Part) -> Option<Pos2> {
        self.0.root().query_all_by_role(Role::TextRun).find_map(|node| {
            let run = node.accesskit_node();
            let value = run.data().value()?.to_owned();
            let from = value.get(..value.find(word)?)?.chars().count();
            let to = from + word.chars().count();
            let positions = run.data().character_positions()?.to_vec();
            let bounds = run.raw_bounds()?;
            let edge = |n: usize| positions.get(n).copied().unwrap_or(narrow(bounds.x1 - bounds.x0));
            let x = match part {
                Part::Start => edge(from) + 0.5,
                Part::Middle => (edge(from) + edge(to)) * 0.5,
                Part::End => edge(to) - 0.5,
            };
            let y = (bounds.y0 + bounds.y1) * 0.5;
            (0.0..500.0).contains(&y).then(|| pos2(narrow(bounds.x0) + x, narrow(y)))
        })
    }

    pub(crate) fn click_at(&mut self, at: Pos2, modifiers: Modifiers) {
        for pressed in [true, false] {
            self.0.event_modifiers(egui::Event::PointerMoved(at), modifiers);
            let button = egui::PointerButton::Primary;
            self.0.event_modifiers(egui::Event::PointerButton { pos: at, button, pressed, modifiers }, modifiers);
        }
        self.0.run();
    }

    pub(crate) fn click(&mut self, word: &str) {
        self.click_at(self.at(word, Part::Middle), Modifiers::NONE);
    }

    /// Waits until the next click is no double click.
    pub(crate) fn pause(&mut self) {
        self.0.run_steps(60);
    }

    pub(crate) fn drag(&mut self, from: Pos2, to: Pos2) {
        self.0.hover_at(from);
        self.0.drag_at(from);
        self.0.hover_at(to);
        self.0.drop_at(to);
        self.0.run();
    }

    pub(crate) fn sweep(&mut self, from: &str, to: &str) {
        self.drag(self.at(from, Part::Start), self.at(to, Part::End));
    }

    pub(crate) fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.0.key_press_modifiers(modifiers, key);
        self.0.run();
    }

    pub(crate) fn take_events(&mut self) -> Vec<ReaderEvent> {
        std::mem::take(&mut self.0.state_mut().events)
    }
}

/// One frame, with an application that takes over whatever the pane tells.
fn one_frame(ui: &mut egui::Ui, desk: &mut Desk) {
    let input = ReaderInput {
        text: &desk.text,
        painted: &desk.painted,
        selection: desk.selection,
        selected: &desk.selected,
        found: &desk.found,
        names: &[],
        bookmarks: &desk.bookmarks,
        snap: desk.snap,
        tips: true,
        covered: 0.0,
        header: ReaderHeader { source_line: "Gazette · 15 Dec 2025", title: "Talks enter second day" },
        headings: Headings::default(),
        style: &desk.style,
    };
    let output = show(ui, &mut desk.state, &input);
    desk.rects = [output.selection_rect, output.excerpt_rect];
    desk.missing = output.missing;
    for event in &output.events {
        match event {
            ReaderEvent::SelectionChanged { selection, .. } => desk.selection = *selection,
            ReaderEvent::ExcerptClicked { id, .. } => desk.selected = id.iter().copied().collect(),
            ReaderEvent::HandleDragged { id, span } => {
                let mut excerpt = desk.painted.get(*id).expect("the excerpt").excerpt.clone();
                excerpt.span = *span;
                desk.painted.put(excerpt);
            }
            _ => {}
        }
    }
    desk.events.extend(output.events);
}

fn fonts(ctx: &egui::Context) {
    let literata = include_bytes!("../../assets/fonts/Literata-Regular.ttf");
    let mut fonts = egui::FontDefinitions::default();
    fonts.font_data.insert("literata".into(), std::sync::Arc::new(egui::FontData::from_static(literata)));
    fonts.families.entry(egui::FontFamily::Proportional).or_default().insert(0, "literata".into());
    ctx.set_fonts(fonts);
}
