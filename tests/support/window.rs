//! The window in a test: without a display and without a GPU, widgets by what they are called, the text by its words.

use std::path::Path;

use egui::{Key, Modifiers, Pos2, Role, Vec2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapporteur::app::{Action, OpenProject, Settings, State};
use rapporteur::model::surroundings::Counting;
use rapporteur::ui::MainWindow;

use super::{Program, world};

/// An article of three paragraphs.
pub const TEXT: &str = "The mill stays ours, said the miller of Oberau.\n\
    The river board would accept a shared weir if the toll is dropped.\n\
    No boat will pass at night, the miller added.";

/// The window.
pub struct Window(pub Harness<'static, MainWindow>);

impl Window {
    /// A window of 1280 by 800 points on a project with one article.
    pub fn open(home: &Path, text: &str, settings: Settings) -> Self {
        let folder = home.join("weir");
        let program = Program::with_articles(home, &folder, &[text]);
        drop(program);
        Self::reopen(home, settings)
    }

    /// The same on the project that lies in `home` already.
    pub fn reopen(home: &Path, settings: Settings) -> Self {
        let folder = home.join("weir");
        let mut surroundings = Counting::starting("2025-12-20T10:00:00Z".parse().expect("a moment"));
        let (world, _) = world(home, &mut surroundings);
        let first = Some(Action::OpenProject(folder));
        let window = MainWindow::new(settings, Box::new(world), Box::new(surroundings), first);
        let mut harness = Harness::builder()
            .with_size(Vec2::new(1280.0, 800.0))
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(400)
            .allow_missing_glyphs()
            .with_context_setup(MainWindow::prepare)
            .build_ui_state(|ui, window: &mut MainWindow| window.frame(ui), window);
        harness.run();
        Self(harness)
    }

    pub fn state(&self) -> &State {
        self.0.state().state()
    }

    pub fn project(&self) -> &OpenProject {
        self.state().open.as_ref().expect("a project")
    }

    /// Tag, quote of every excerpt, by place.
    pub fn excerpts(&self) -> Vec<String> {
        let project = &self.project().project;
        let reading = self.project().reading.expect("an article");
        project.excerpts_in(reading).map(|excerpt| format!("{}: {}", excerpt.tag, excerpt.anchor.quote())).collect()
    }

    /// The point of a word in the article, at its start (0.0), in the middle (0.5) or at its end (1.0).
    pub fn at(&self, word: &str, part: f64) -> Pos2 {
        let found = self.0.root().query_all_by_role(Role::TextRun).find_map(|node| {
            let run = node.accesskit_node();
            let value = run.data().value()?.to_owned();
            let from = value.get(..value.find(word)?)?.chars().count();
            let positions = run.data().character_positions()?.to_vec();
            let bounds = run.raw_bounds()?;
            let width = bounds.x1 - bounds.x0;
            let edge = |n: usize| positions.get(n).map_or(width, |x| f64::from(*x));
            let (left, right) = (edge(from), edge(from + word.chars().count()));
            let x = bounds.x0 + left + 0.5 + (right - left - 1.0) * part;
            #[expect(clippy::cast_possible_truncation, reason = "a point on the screen")]
            Some(pos2(x as f32, (f64::midpoint(bounds.y0, bounds.y1)) as f32))
        });
        found.unwrap_or_else(|| panic!("“{word}” is not on the screen"))
    }

    pub fn sweep(&mut self, from: &str, to: &str) {
        let (from, to) = (self.at(from, 0.0), self.at(to, 1.0));
        self.0.hover_at(from);
        self.0.drag_at(from);
        self.0.hover_at(to);
        self.0.drop_at(to);
        self.0.run();
    }

    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.0.key_press_modifiers(modifiers, key);
        self.0.run();
    }

    pub fn click(&mut self, label: &str) {
        self.0.get_by_label(label).click();
        self.0.run();
    }

    pub fn type_text(&mut self, text: &str) {
        self.0.event(egui::Event::Text(text.to_owned()));
        self.0.run();
    }

    /// A second passes, in which drafts are kept.
    pub fn wait(&mut self) {
        self.0.run_steps(80);
    }
}
