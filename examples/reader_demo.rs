//! The reading pane alone in a window, over made-up text, to be looked at: `cargo run --example reader_demo -- dark`.
//! Arguments, in any order: dark, sepia, big, scripts, long, dense, size=N, find=word.

use std::sync::Arc;

use eframe::egui::{self, Color32, FontData, FontDefinitions, FontFamily};
use rapporteur::model::{ExcerptId, TextSpan, Underline};
use rapporteur::text::ArticleText;
use rapporteur::text::search::{SearchOptions, find_all};
use rapporteur::ui::reader::{
    Found, Headings, PaintedExcerpt, PaintedExcerpts, ReaderEvent, ReaderHeader, ReaderInput, ReaderState,
    ReadingStyle, Unit, show,
};

struct Demo {
    text: ArticleText,
    painted: PaintedExcerpts,
    state: ReaderState,
    selection: Option<TextSpan>,
    selected: Vec<ExcerptId>,
    style: ReadingStyle,
    found: Found,
    bookmarks: Vec<usize>,
}

impl eframe::App for Demo {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let frame = egui::Frame::new().fill(self.style.paper);
        egui::CentralPanel::default().frame(frame).show(ui, |ui| {
            let input = ReaderInput {
                text: &self.text,
                painted: &self.painted,
                selection: self.selection,
                selected: &self.selected,
                found: &self.found,
                names: &[],
                bookmarks: &self.bookmarks,
                snap: Unit::Grapheme,
                tips: true,
                covered: 0.0,
                header: ReaderHeader {
                    source_line: "Harbour Gazette · 15 Dec 2025 · M. Ostrova",
                    title: "Envoys leave the island with a map and no signature",
                },
                headings: Headings::default(),
                style: &self.style,
            };
            for event in show(ui, &mut self.state, &input).events {
                match event {
                    ReaderEvent::SelectionChanged { selection, .. } => self.selection = selection,
                    ReaderEvent::ExcerptClicked { id, .. } => self.selected = id.into_iter().collect(),
                    ReaderEvent::HandleDragged { id, span } => {
                        if let Some(mut excerpt) = self.painted.get(id).map(|placed| placed.excerpt.clone()) {
                            excerpt.span = span;
                            self.painted.put(excerpt);
                        }
                    }
                    _ => {}
                }
            }
        });
    }
}

const KINDS: [([u8; 3], Underline, &str, &str); 6] = [
    ([0x00, 0x72, 0xB2], Underline::Solid, "Position", "1"),
    ([0xD5, 0x5E, 0x00], Underline::Thick, "Red line", "2"),
    ([0x00, 0x9E, 0x73], Underline::Dashed, "Proposal", "3"),
    ([0xE6, 0x9F, 0x00], Underline::Dotted, "Doubt", "4"),
    ([0xCC, 0x79, 0xA7], Underline::Double, "Promise", "5"),
    ([0x56, 0xB4, 0xE9], Underline::Wavy, "Rumour", "6"),
];

const PARAGRAPHS: [&str; 6] = [
    "The five delegations met for the ninth hour before anyone mentioned the lighthouse. “We will not give up the office \
     on the quay,” the island's envoy said, “and nobody has asked us to – not in this room.”",
    "A counter-proposal was passed across the table in an unsigned envelope. It offers a shared fishing zone, a harbour \
     open to both fleets for twenty-five years, and observers who report to neither side.",
    "Офіційний представник острова сказав: «Жодної угоди без наших моряків». Інші делегації мовчали, а їхні помічники \
     писали щось у блокнотах.",
    "The mainland's answer came late in the evening. It would accept the observers, its spokesman said, if the count of \
     ships was first agreed; it would never accept a limit on its own shipyards.",
    "Short one.",
    "By midnight the map on the wall had three colours and no names. The talks go on; the ferry leaves at seven, with or \
     without a paper in the captain's drawer.",
];

const SCRIPTS: [&str; 9] = [
    "Latin: office, affluent, Łódź, naïve façade, Tiếng Việt, cafe\u{301}.",
    "Ελληνικά: Η συμφωνία δεν υπογράφηκε ποτέ.",
    "Українська: «Її їжак» не підписав угоду.",
    "עברית: שלום עולם, זה מבחן. and Latin behind it",
    "العربية: مرحبا بالعالم، هذا اختبار. and Latin behind it",
    "中文：双方同意继续谈判，但没有签署任何文件。日本語：交渉は続く。",
    "한국어: 협상은 계속된다.",
    "Emoji: 👨‍👩‍👧 family, 🇺🇦 flag, 👍🏽 skin, ❤️ heart.",
    "Hidden: zero\u{200b}width, \u{202e}override\u{202c}, soft\u{ad}hyphen, \u{feff}mark.",
];

fn main() -> eframe::Result {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let number = |name: &str| arguments.iter().find_map(|argument| argument.strip_prefix(name)?.parse::<f32>().ok());
    let word = arguments.iter().find_map(|argument| argument.strip_prefix("find="));
    let mut text = if has("scripts") { SCRIPTS.join("\n") } else { PARAGRAPHS.join("\n") };
    if has("big") || has("long") {
        let times = if has("big") { 10_000_000 / text.len() } else { 60 };
        text = vec![text; times].join("\n");
    }
    let text = ArticleText::new(text);
    let words: Vec<usize> = text.as_str().match_indices(' ').map(|(at, _)| at + 1).take(40_000).collect();
    let mut excerpts = Vec::new();
    let step = if has("dense") { 3 } else { 17 };
    let mut seed = 7usize;
    for (number, place) in words.iter().enumerate().step_by(step) {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let length = 4 + (seed >> 33) % 22;
        let Some(end) = words.get(number + length).map(|end| end - 1) else { break };
        let Some(span) = TextSpan::new(text.as_str(), *place..end) else { continue };
        let Some((color, underline, label, sign)) = KINDS.get((seed >> 40) % KINDS.len()) else { continue };
        let id = ExcerptId::from_bytes((number as u128).to_be_bytes());
        let (underline, label, sign) = (underline.clone(), (*label).to_owned(), (*sign).to_owned());
        excerpts.push(PaintedExcerpt { id, span, color: *color, underline, label, sign });
    }
    let mut style = ReadingStyle {
        face: FontFamily::Name("literata".into()),
        title_face: FontFamily::Name("literata semibold".into()),
        label_face: FontFamily::Name("inter".into()),
        ..ReadingStyle::default()
    };
    if has("dark") {
        style.ink = Color32::from_rgb(0xE6, 0xE3, 0xDC);
        style.paper = Color32::from_rgb(0x1B, 0x1C, 0x1E);
        style.secondary = Color32::from_rgb(0x9A, 0x96, 0x8D);
        style.accent = Color32::from_rgb(0x8D, 0xB4, 0xF2);
        style.selection = Color32::from_rgb(0x2C, 0x44, 0x6B);
        style.tint = 1.7;
    }
    if has("sepia") {
        style.ink = Color32::from_rgb(0x3A, 0x32, 0x26);
        style.paper = Color32::from_rgb(0xF4, 0xEC, 0xD8);
    }
    style.size = number("size=").unwrap_or(style.size);
    let spans = find_all(text.as_str(), word.unwrap_or_default(), SearchOptions::default());
    let mut found = Found::new(text.as_str().len(), spans);
    found.go_on_from(300);
    let demo = Demo {
        state: ReaderState::new(&text),
        painted: PaintedExcerpts::new(text.as_str().len(), excerpts),
        text,
        selection: None,
        selected: Vec::new(),
        style,
        found,
        bookmarks: Vec::new(),
    };
    let viewport = egui::ViewportBuilder::default().with_inner_size([1280.0, 800.0]);
    let options = eframe::NativeOptions { viewport, persist_window: false, ..Default::default() };
    eframe::run_native(
        "reader demo",
        options,
        Box::new(|cc| {
            fonts(&cc.egui_ctx);
            Ok(Box::new(demo))
        }),
    )
}

fn fonts(ctx: &egui::Context) {
    let faces: [(&str, &'static [u8]); 3] = [
        ("literata", include_bytes!("../assets/fonts/Literata-Regular.ttf")),
        ("literata semibold", include_bytes!("../assets/fonts/Literata-SemiBold.ttf")),
        ("inter", include_bytes!("../assets/fonts/Inter-Regular.ttf")),
    ];
    let mut fonts = FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (name, bytes) in faces {
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(bytes)));
        let mut family = vec![name.to_owned()];
        family.extend(fallback.iter().cloned());
        fonts.families.insert(FontFamily::Name(name.into()), family);
    }
    ctx.set_fonts(fonts);
}
