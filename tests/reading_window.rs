//! Reading in the window, without a display: find, bookmarks, going back, two articles side by side, text settings.
//! Each story opens a project with long articles and does one thing as an analyst would.

#![expect(clippy::expect_used, reason = "a test may stop where it stands")]

mod support;

use egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapporteur::app::{Action, OpenProject, Settings, Snap};
use rapporteur::model::surroundings::Counting;
use rapporteur::ui::MainWindow;

use support::{Program, world};

const CTRL: Modifiers = Modifiers { alt: false, ctrl: true, shift: false, mac_cmd: false, command: true };
const NONE: Modifiers = Modifiers::NONE;

struct Window {
    harness: Harness<'static, MainWindow>,
    _home: tempfile::TempDir,
}

/// Two hundred paragraphs, one of them a heading; those whose number ends with 7 speak of the lighthouse.
fn article(name: &str) -> String {
    let paragraph = |n: usize| {
        if n == 192 {
            return "What the harbour master wants".to_owned();
        }
        let sight = if n % 10 == 7 { "the Lighthouse" } else { "the quay" };
        format!("{name} {n}: nobody signed, and {sight} was closed. {}", "Words follow words. ".repeat(n % 9))
    };
    (0..200).map(paragraph).collect::<Vec<_>>().join("\n")
}

impl Window {
    fn open() -> Self {
        Self::with(&[article("Gazette"), article("Courier")])
    }

    fn with(texts: &[String]) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("project");
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        drop(Program::with_articles(home.path(), &folder, &texts));
        let mut surroundings = Counting::starting(jiff::Timestamp::from_second(1_765_900_000).expect("a moment"));
        let (world, _) = world(home.path(), &mut surroundings);
        let first = Action::OpenProject(folder);
        let settings = Settings { strip: false, ..Settings::default() };
        let window = MainWindow::new(settings, Box::new(world), Box::new(surroundings), Some(first));
        let harness = Harness::builder()
            .with_size(Vec2::new(1400.0, 800.0))
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(200)
            .allow_missing_glyphs()
            .with_context_setup(MainWindow::prepare)
            .build_ui_state(|ui, window: &mut MainWindow| window.frame(ui), window);
        let mut window = Self { harness, _home: home };
        window.harness.run_steps(5);
        window
    }

    fn project(&self) -> &OpenProject {
        self.harness.state().state().open.as_ref().expect("an open project")
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(3);
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run_steps(3);
    }

    fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label(words).next().is_some()
    }

    fn passage(&self) -> Option<&str> {
        let open = self.project();
        open.passage?.slice(open.text()?.as_str())
    }

    /// The words of the one selected excerpt.
    fn selected_quote(&self) -> Option<String> {
        self.project().inspected().map(|excerpt| excerpt.anchor.quote().to_string())
    }

    /// What the last frame put on the clipboard.
    fn copied(&self) -> Option<String> {
        self.harness.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// The paragraphs on the screen, as a screen reader is told.
    fn documents(&self) -> Vec<String> {
        let documents = self.harness.root().query_all_by_role(egui::Role::Document);
        documents.filter_map(|node| node.accesskit_node().data().description().map(str::to_owned)).collect()
    }

    fn place(&self) -> usize {
        let open = self.project();
        let settings = &self.harness.state().state().settings;
        settings.place(open.project.meta().id, open.reading.expect("an article"))
    }
}

#[test]
fn words_are_found_stepped_through_and_tagged() {
    let mut window = Window::open();
    window.press(CTRL, Key::F);
    window.type_text("lighthouse");
    assert!(window.says("1 of 20"));
    window.press(NONE, Key::Enter);
    assert!(window.says("2 of 20"));
    window.press(NONE, Key::F3);
    assert!(window.says("3 of 20"));
    window.press(Modifiers::SHIFT, Key::F3);
    window.press(Modifiers::SHIFT, Key::F3);
    window.press(Modifiers::SHIFT, Key::F3);
    assert!(window.says("20 of 20"), "around in a circle");
    window.press(NONE, Key::Escape);
    assert!(!window.says("20 of 20"));
    assert_eq!(window.passage(), Some("Lighthouse"));
    window.press(NONE, Key::Num2);
    assert_eq!(window.project().project.excerpts().len(), 1);
    window.press(CTRL, Key::F);
    window.type_text("zeppelin");
    assert!(window.says("Not found"));
    window.press(NONE, Key::Escape);
    window.press(CTRL, Key::F);
    window.type_text("lighthouse");
    let anywhere = |number: u8| window.says(&format!("{number} of 20"));
    assert!((1..=20).any(anywhere), "what was looked for before is typed over");
}

#[test]
fn a_quote_is_copied_exactly_and_with_its_source() {
    let mut window = Window::open();
    window.press(CTRL, Key::F);
    window.type_text("the lighthouse was closed");
    window.press(NONE, Key::Escape);
    let passage = window.passage().map(str::to_owned).expect("a passage");
    window.harness.event(egui::Event::Copy);
    window.harness.step();
    assert_eq!(window.copied().as_deref(), Some(passage.as_str()));
    let modifiers = CTRL | Modifiers::SHIFT;
    let pressed = egui::Event::Key { key: Key::C, physical_key: None, pressed: true, repeat: false, modifiers };
    window.harness.event(pressed);
    window.harness.step();
    let copied = window.copied().expect("a quote with its source");
    assert!(copied.contains(&passage), "{copied}");
    assert!(copied.contains("Gazette 0"), "the title is said: {copied}");
}

#[test]
fn of_a_very_long_quote_the_inspector_shows_the_beginning() {
    let mut window = Window::open();
    window.press(CTRL, Key::A);
    window.press(NONE, Key::Num1);
    let words = window.selected_quote().expect("the whole article");
    let size = format!("{} kB in all; the article has the rest", words.len().div_ceil(1000));
    assert!(window.says(&size));
}

#[test]
fn a_passage_too_long_to_be_kept_is_refused_at_once() {
    let mut window = Window::with(&["Nobody signed. ".repeat(25_000), "Elsewhere.".to_owned()]);
    window.press(CTRL, Key::A);
    window.press(NONE, Key::Num1);
    assert_eq!(window.project().project.excerpts().len(), 0);
    let notices = format!("{:?}", window.harness.state().state().notices);
    assert!(notices.contains("has 374 kB of text, more than the 300 kB"), "{notices}");
    assert!(window.project().is_saved());
}

#[test]
fn a_headline_in_the_contents_is_gone_to_by_key() {
    let mut window = Window::open();
    window.press(CTRL | Modifiers::SHIFT, Key::O);
    let headline = "What the harbour master wants";
    assert!(window.says(headline), "the article's headings are listed");
    window.harness.get_by_label(headline).focus();
    window.harness.run_steps(2);
    window.press(NONE, Key::Enter);
    let open = window.project();
    let text = open.text().expect("a text").as_str();
    assert!(text.get(window.place()..).is_some_and(|rest| rest.starts_with(headline)));
}

#[test]
fn paragraphs_bookmarks_and_the_way_back() {
    let mut window = Window::open();
    assert_eq!(window.place(), 0);
    window.press(CTRL, Key::G);
    window.type_text("120");
    window.press(NONE, Key::Enter);
    let open = window.project();
    let place = window.place();
    assert_eq!(open.text().expect("a text").paragraph_at(place), 119);
    window.press(NONE, Key::B);
    window.press(CTRL, Key::OpenBracket);
    assert_eq!(window.place(), 0);
    window.press(Modifiers::SHIFT, Key::B);
    assert_eq!(window.place(), place);
    window.press(CTRL, Key::OpenBracket);
    window.press(CTRL, Key::CloseBracket);
    assert_eq!(window.place(), place);
    window.press(NONE, Key::J);
    assert_eq!(window.place(), 0);
    window.press(CTRL, Key::OpenBracket);
    assert_eq!(window.place(), place, "back in the first article, where one was");
    window.press(CTRL | Modifiers::SHIFT, Key::O);
    assert!(window.says("Bookmarks"));
    window.press(NONE, Key::Escape);
    window.press(NONE, Key::B);
    let settings = &window.harness.state().state().settings;
    let open = window.project();
    assert!(settings.bookmarks(open.project.meta().id, open.reading.expect("an article")).is_empty());
}

#[test]
fn two_articles_stand_side_by_side() {
    let mut window = Window::open();
    let first = window.project().reading;
    window.press(NONE, Key::J);
    let second = window.project().reading;
    assert_ne!(first, second);
    window.press(CTRL, Key::G);
    window.type_text("150");
    window.press(NONE, Key::Enter);
    window.press(CTRL, Key::Backslash);
    assert_eq!(window.documents().len(), 2);
    assert!(window.documents().iter().any(|words| words.starts_with("Paragraphs 1 to")));
    assert!(window.documents().iter().any(|words| words.starts_with("Paragraphs 150 to")));
    window.press(NONE, Key::F6);
    assert_eq!(window.project().reading, first);
    assert!(window.documents().iter().any(|words| words.starts_with("Paragraphs 150 to")));
    window.press(NONE, Key::F6);
    assert_eq!(window.project().reading, second);
    window.press(CTRL, Key::Backslash);
    assert_eq!(window.documents().len(), 1);
}

#[test]
fn text_settings_have_keys_and_a_drawer() {
    let mut window = Window::open();
    for key in [Key::F7, Key::F8, Key::F9] {
        window.press(NONE, key);
    }
    let reading = window.harness.state().state().settings.reading.clone();
    assert_eq!((reading.snap, reading.focus_paragraph, reading.paragraph_numbers), (Snap::Words, true, true));
    window.press(NONE, Key::F4);
    window.harness.get_by_label("Both edges straight").click();
    window.harness.run_steps(3);
    assert!(window.harness.state().state().settings.reading.justify);
    window.press(NONE, Key::F4);
    assert!(!window.says("Both edges straight"));
}

#[test]
fn excerpts_are_stepped_through_cycled_and_resized_by_key() {
    let mut window = Window::open();
    // Two excerpts on the same words, one of them wider, and a third far below.
    for (word, key) in [("lighthouse", Key::Num2), ("the lighthouse was", Key::Num1)] {
        window.press(CTRL, Key::F);
        window.press(CTRL, Key::A);
        window.type_text(word);
        window.press(NONE, Key::Escape);
        window.press(NONE, key);
    }
    window.press(NONE, Key::Escape);
    window.press(CTRL, Key::F);
    window.press(CTRL, Key::A);
    window.type_text("gazette 188");
    window.press(NONE, Key::Escape);
    window.press(NONE, Key::Num3);
    let quotes: Vec<_> = window.project().project.excerpts().values().map(|e| e.anchor.clone()).collect();
    assert_eq!(quotes.len(), 3, "{quotes:?}");
    let far = window.selected_quote();
    assert!(far.as_deref().is_some_and(|quote| quote.eq_ignore_ascii_case("gazette 188")), "{far:?}");
    window.press(NONE, Key::P);
    assert_eq!(window.selected_quote().as_deref(), Some("Lighthouse"), "{quotes:?}");
    window.press(NONE, Key::P);
    assert_eq!(window.selected_quote().as_deref(), Some("the Lighthouse was"));
    window.press(NONE, Key::O);
    assert_eq!(window.selected_quote().as_deref(), Some("Lighthouse"));
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    assert_ne!(window.selected_quote().as_deref(), Some("Lighthouse"));
    window.press(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(window.selected_quote().as_deref(), Some("Lighthouse"));
    window.press(NONE, Key::N);
    assert_eq!(window.selected_quote(), far);
}
