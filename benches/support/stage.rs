//! The pane in an egui without a window: one call a frame, layout and tessellation, no painting.

use egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, pos2, vec2,
};
use rapporteur::model::TextSpan;
use rapporteur::text::ArticleText;
use rapporteur::ui::reader::{
    Found, Headings, PaintedExcerpt, PaintedExcerpts, ReaderEvent, ReaderHeader, ReaderInput, ReaderState,
    ReadingStyle, Unit, show,
};
use rapporteur::ui::theme;

const SIZE: (f32, f32) = (900.0, 1000.0);
const CENTRE: Pos2 = pos2(450.0, 500.0);

/// The pane with all that it is given.
pub(crate) struct Stage {
    ctx: egui::Context,
    text: ArticleText,
    selection: Option<TextSpan>,
    size: (f32, f32),
    frames: u32,
    pub(crate) state: ReaderState,
    pub(crate) painted: PaintedExcerpts,
    pub(crate) style: ReadingStyle,
    pub(crate) found: Found,
    pub(crate) bookmarks: Vec<usize>,
}

impl Stage {
    /// An egui that has its fonts, as a program has that runs already.
    pub(crate) fn warm() -> egui::Context {
        let ctx = egui::Context::default();
        theme::install_fonts(&ctx);
        let text =
            ArticleText::new("The quick brown fox – “so it is” – jumps over 12,345 lazy dogs. Їжак. Ελλάδα.".repeat(9));
        let mut stage = Self::with(ctx, &text);
        stage.open(ReaderState::new(&text), PaintedExcerpts::default());
        (0..3).for_each(|_| stage.frame(&[]));
        stage.ctx
    }

    pub(crate) fn with(ctx: egui::Context, text: &ArticleText) -> Self {
        Self {
            ctx,
            text: text.clone(),
            selection: None,
            size: SIZE,
            frames: 0,
            state: ReaderState::default(),
            painted: PaintedExcerpts::default(),
            found: Found::default(),
            bookmarks: Vec::new(),
            style: ReadingStyle {
                face: theme::article_family(),
                title_face: theme::article_bold_family(),
                label_face: theme::medium_family(),
                ..ReadingStyle::default()
            },
        }
    }

    pub(crate) fn open(&mut self, state: ReaderState, painted: PaintedExcerpts) {
        (self.state, self.painted) = (state, painted);
    }

    /// One frame with these events.
    pub(crate) fn frame(&mut self, events: &[Event]) {
        self.frames += 1;
        let input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(self.size.0, self.size.1))),
            time: Some(f64::from(self.frames) / 60.0),
            events: events.to_vec(),
            ..Default::default()
        };
        let ctx = self.ctx.clone();
        let mut output = ctx.run_ui(input, |ui| {
            let input = ReaderInput {
                text: &self.text,
                painted: &self.painted,
                selection: self.selection,
                selected: &[],
                found: &self.found,
                names: &[],
                bookmarks: &self.bookmarks,
                snap: Unit::Grapheme,
                tips: true,
                covered: 0.0,
                header: ReaderHeader { source_line: "Harbour Gazette · 15 Dec 2025", title: "The map nobody signs" },
                headings: Headings::default(),
                style: &self.style,
            };
            for event in show(ui, &mut self.state, &input).events {
                if let ReaderEvent::SelectionChanged { selection, .. } = event {
                    self.selection = selection;
                }
            }
        });
        let shapes = std::mem::take(&mut output.shapes);
        std::hint::black_box(ctx.tessellate(shapes, output.pixels_per_point));
        output.drop_without_applying_deltas();
    }

    /// Puts the button down in the middle of the text.
    pub(crate) fn press(&mut self) {
        self.frame(&[Event::PointerMoved(CENTRE), button(CENTRE, true)]);
    }

    /// Lets go of the button.
    pub(crate) fn release(&mut self) {
        self.frame(&[button(CENTRE, false)]);
        self.frame(&[]);
    }

    /// Drags the thumb of the scroll bar up and down.
    pub(crate) fn drag_bar(&mut self, number: usize) {
        let at = pos2(SIZE.0 - 7.0, zigzag(number * 37, SIZE.1 - 20.0) + 10.0);
        let events = [Event::PointerMoved(at), button(at, true)];
        self.frame(if number == 0 { &events } else { events.get(..1).unwrap_or_default() });
    }

    /// A frame in a window of another width than before.
    pub(crate) fn resized_frame(&mut self, number: usize) {
        self.size.0 = 400.0 + zigzag(number * 3, 300.0);
        self.frame(&[]);
    }

    /// Any excerpt, to be changed.
    pub(crate) fn painted_like(&self) -> Option<PaintedExcerpt> {
        self.painted.next_after(0).map(|placed| placed.excerpt.clone())
    }
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// A number that runs up to `top` and down again.
fn zigzag(number: usize, top: f32) -> f32 {
    let number = u16::try_from(number % 60_000).map_or(0.0, f32::from);
    let within = number % (2.0 * top);
    if within > top { 2.0 * top - within } else { within }
}

/// The pointer strolls over the text.
pub(crate) fn moved(number: usize) -> Event {
    Event::PointerMoved(pos2(200.0 + zigzag(number * 7, 500.0), 20.0 + zigzag(number * 5, 900.0)))
}

/// The pointer is held below the text, which runs on.
pub(crate) fn swept(number: usize) -> Event {
    Event::PointerMoved(pos2(300.0 + zigzag(number * 7, 300.0), SIZE.1 + 50.0))
}

pub(crate) fn wheel(delta: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, delta),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Trackpad,
        modifiers: Modifiers::NONE,
    }
}

pub(crate) fn key(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}
